-- From version 5 to 6: the newest deals of an event are read in order, and a partner without a look at all the others.

DROP INDEX deal_by_event;
CREATE INDEX deal_by_event ON deal (event_id, signed);
CREATE INDEX partner_by_successor ON partner (successor_id) WHERE successor_id IS NOT NULL;
CREATE INDEX partner_alias_by_partner ON partner_alias (partner_id);
