-- From version 2 to 3: the scope of events, and what was published of them.

ALTER TABLE event ADD COLUMN scope INTEGER CHECK (scope BETWEEN 1 AND 2);
ALTER TABLE event ADD COLUMN published_deals INTEGER CHECK (published_deals >= 0);
ALTER TABLE event ADD COLUMN published_amount INTEGER CHECK (published_amount >= 0);
ALTER TABLE event ADD COLUMN published_source TEXT;
