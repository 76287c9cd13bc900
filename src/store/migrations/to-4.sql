-- From version 3 to 4: names that were taken back, which deals of the past may still refer to.

ALTER TABLE event ADD COLUMN retired INTEGER CHECK (retired = 1);
ALTER TABLE sector ADD COLUMN retired INTEGER CHECK (retired = 1);
ALTER TABLE district ADD COLUMN retired INTEGER CHECK (retired = 1);
ALTER TABLE partner ADD COLUMN retired INTEGER CHECK (retired = 1);
ALTER TABLE region ADD COLUMN retired INTEGER CHECK (retired = 1);
