-- From version 3 to 4: names that were taken back, which deals of the past may still refer to; what an entry wrote is found.

ALTER TABLE event ADD COLUMN retired INTEGER CHECK (retired = 1);
ALTER TABLE sector ADD COLUMN retired INTEGER CHECK (retired = 1);
ALTER TABLE district ADD COLUMN retired INTEGER CHECK (retired = 1);
ALTER TABLE partner ADD COLUMN retired INTEGER CHECK (retired = 1);
ALTER TABLE region ADD COLUMN retired INTEGER CHECK (retired = 1);

CREATE INDEX deal_by_entry ON deal (entry_id);
CREATE INDEX deal_past_by_until ON deal_past (until_entry_id);
