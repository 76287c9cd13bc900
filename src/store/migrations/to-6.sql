-- From version 5 to 6: the newest deals of an event are read in order.

DROP INDEX deal_by_event;
CREATE INDEX deal_by_event ON deal (event_id, signed);
