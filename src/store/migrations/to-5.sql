-- From version 4 to 5: stages, relations, confidential deals, money received, targets.

DROP VIEW deal_readable;
DROP INDEX deal_by_sector;
DROP INDEX deal_by_signed;
DROP INDEX deal_by_event;
DROP INDEX deal_by_country;
DROP INDEX deal_by_partner;
DROP INDEX deal_ref;
DROP INDEX deal_by_entry;
DROP INDEX deal_past_by_until;
DROP INDEX deal_unrated;
ALTER TABLE deal RENAME TO deal_4;
ALTER TABLE deal_past RENAME TO deal_past_4;

CREATE TABLE deal (
  id INTEGER PRIMARY KEY,
  entry_id INTEGER NOT NULL REFERENCES entry (id),
  sector_id INTEGER NOT NULL REFERENCES sector (id),
  event_id INTEGER REFERENCES event (id),
  country_id INTEGER REFERENCES country (id),
  region_id INTEGER REFERENCES region (id),
  partner_id INTEGER REFERENCES partner (id),
  district_id INTEGER REFERENCES district (id),
  kind INTEGER CHECK (kind BETWEEN 1 AND 3),          -- 1 contract, 2 framework, 3 intent
  venue INTEGER CHECK (venue BETWEEN 1 AND 2),        -- 1 on site, 2 off site
  relation INTEGER CHECK (relation BETWEEN 2 AND 5),  -- 2 increase, 3 upgrade, 4 renewal, 5 phase; none for a first signing
  follows_id INTEGER REFERENCES deal (id) DEFERRABLE INITIALLY DEFERRED, -- the earlier deal, where there is a relation
  confidential INTEGER CHECK (confidential = 1),
  currency_id INTEGER NOT NULL REFERENCES currency (id),
  amount INTEGER CHECK (amount >= 0),                 -- minor units of the currency
  base_amount INTEGER CHECK (base_amount >= 0),       -- minor units of the base currency; none while no rate is in force
  signed TEXT NOT NULL,
  registered TEXT,                                    -- the stages, each by its date
  started TEXT,
  producing TEXT,
  full_capacity TEXT,                                 -- the field `full`; that word is reserved in PostgreSQL
  ended TEXT,
  start_due TEXT,
  production_due TEXT,
  rate TEXT,                                          -- the rate used; none in the base currency
  ref TEXT,
  title TEXT NOT NULL,
  note TEXT,
  tags TEXT,                                          -- words with `;` between them
  extra TEXT,                                         -- cells of a file's other columns: a JSON object of texts
  reason TEXT,                                        -- why it ended
  CHECK (region_id IS NULL OR country_id IS NOT NULL)
) STRICT;

CREATE TABLE deal_past (
  id INTEGER NOT NULL,
  entry_id INTEGER NOT NULL REFERENCES entry (id),
  sector_id INTEGER NOT NULL REFERENCES sector (id),
  event_id INTEGER REFERENCES event (id),
  country_id INTEGER REFERENCES country (id),
  region_id INTEGER REFERENCES region (id),
  partner_id INTEGER REFERENCES partner (id),
  district_id INTEGER REFERENCES district (id),
  kind INTEGER,
  venue INTEGER,
  relation INTEGER,
  follows_id INTEGER,
  confidential INTEGER,
  currency_id INTEGER NOT NULL REFERENCES currency (id),
  amount INTEGER,
  base_amount INTEGER,
  signed TEXT NOT NULL,
  registered TEXT,
  started TEXT,
  producing TEXT,
  full_capacity TEXT,
  ended TEXT,
  start_due TEXT,
  production_due TEXT,
  rate TEXT,
  ref TEXT,
  title TEXT NOT NULL,
  note TEXT,
  tags TEXT,
  extra TEXT,
  reason TEXT,
  until_entry_id INTEGER NOT NULL REFERENCES entry (id),
  PRIMARY KEY (id, until_entry_id)
) STRICT;

INSERT INTO deal (id, entry_id, sector_id, event_id, country_id, region_id, partner_id, district_id, kind, venue,
  currency_id, amount, base_amount, signed, rate, ref, title, note, tags, extra)
SELECT id, entry_id, sector_id, event_id, country_id, region_id, partner_id, district_id, kind, venue,
  currency_id, amount, base_amount, signed, rate, ref, title, note, tags, extra
FROM deal_4 ORDER BY id;
INSERT INTO deal_past (id, entry_id, sector_id, event_id, country_id, region_id, partner_id, district_id, kind, venue,
  currency_id, amount, base_amount, signed, rate, ref, title, note, tags, extra, until_entry_id)
SELECT id, entry_id, sector_id, event_id, country_id, region_id, partner_id, district_id, kind, venue,
  currency_id, amount, base_amount, signed, rate, ref, title, note, tags, extra, until_entry_id
FROM deal_past_4 ORDER BY id, until_entry_id;
DROP TABLE deal_4;
DROP TABLE deal_past_4;

CREATE TABLE receipt (
  id INTEGER PRIMARY KEY,
  entry_id INTEGER NOT NULL REFERENCES entry (id),
  deal_id INTEGER NOT NULL REFERENCES deal (id) DEFERRABLE INITIALLY DEFERRED,
  currency_id INTEGER NOT NULL REFERENCES currency (id),
  amount INTEGER NOT NULL,                            -- minor units of the currency
  base_amount INTEGER,                                -- minor units of the base currency; none while no rate is in force
  received TEXT NOT NULL,                             -- the day, month or year in which it came
  rate TEXT,                                          -- the rate of that day; none in the base currency
  note TEXT
) STRICT;
CREATE TABLE receipt_past (
  id INTEGER NOT NULL,
  entry_id INTEGER NOT NULL REFERENCES entry (id),
  deal_id INTEGER NOT NULL,
  currency_id INTEGER NOT NULL REFERENCES currency (id),
  amount INTEGER NOT NULL,
  base_amount INTEGER,
  received TEXT NOT NULL,
  rate TEXT,
  note TEXT,
  until_entry_id INTEGER NOT NULL REFERENCES entry (id),
  PRIMARY KEY (id, until_entry_id)
) STRICT;

CREATE TABLE target (
  id INTEGER PRIMARY KEY,
  entry_id INTEGER NOT NULL REFERENCES entry (id),
  event_id INTEGER NOT NULL REFERENCES event (id),
  sector_id INTEGER REFERENCES sector (id),
  district_id INTEGER REFERENCES district (id),
  deals INTEGER CHECK (deals >= 0),
  amount INTEGER CHECK (amount >= 0),                 -- minor units of the base currency
  CHECK (deals IS NOT NULL OR amount IS NOT NULL)
) STRICT;
CREATE TABLE target_past (
  id INTEGER NOT NULL,
  entry_id INTEGER NOT NULL REFERENCES entry (id),
  event_id INTEGER NOT NULL REFERENCES event (id),
  sector_id INTEGER REFERENCES sector (id),
  district_id INTEGER REFERENCES district (id),
  deals INTEGER,
  amount INTEGER,
  until_entry_id INTEGER NOT NULL REFERENCES entry (id),
  PRIMARY KEY (id, until_entry_id)
) STRICT;

CREATE INDEX deal_by_sector ON deal (sector_id, country_id, follows_id, base_amount);
CREATE INDEX deal_by_signed ON deal (signed);
CREATE INDEX deal_by_event ON deal (event_id);
CREATE INDEX deal_by_country ON deal (country_id, signed);
CREATE INDEX deal_by_partner ON deal (partner_id, signed) WHERE partner_id IS NOT NULL;
CREATE UNIQUE INDEX deal_ref ON deal (ref) WHERE ref IS NOT NULL;
CREATE INDEX deal_by_entry ON deal (entry_id);
CREATE INDEX deal_past_by_until ON deal_past (until_entry_id);
CREATE INDEX deal_unrated ON deal (currency_id) WHERE base_amount IS NULL AND amount IS NOT NULL;
CREATE INDEX deal_by_follows ON deal (follows_id) WHERE follows_id IS NOT NULL;
CREATE INDEX receipt_by_deal ON receipt (deal_id);
CREATE INDEX receipt_by_entry ON receipt (entry_id);
CREATE INDEX receipt_past_by_until ON receipt_past (until_entry_id);
CREATE UNIQUE INDEX target_of ON target (event_id, COALESCE(sector_id, 0), COALESCE(district_id, 0));

CREATE VIEW deal_readable AS
SELECT
  deal.id,
  deal.ref,
  deal.title,
  deal.signed,
  event.code AS event,
  sector.code AS sector,
  COALESCE(partner_now.name, partner.name) AS partner,
  COALESCE(region.code, region.name) AS region,
  country.code AS country,
  deal.amount AS amount_minor,
  currency.code AS currency,
  currency.digits AS digits,
  deal.rate,
  deal.base_amount AS base_amount_minor,
  base_currency.code AS base_currency,
  base_currency.digits AS base_digits,
  CASE deal.kind WHEN 1 THEN 'contract' WHEN 2 THEN 'framework' WHEN 3 THEN 'intent' END AS kind,
  CASE deal.venue WHEN 1 THEN 'on-site' WHEN 2 THEN 'off-site' END AS venue,
  deal.tags,
  CASE
    WHEN deal.ended IS NOT NULL THEN 'ended'
    WHEN deal.full_capacity IS NOT NULL THEN 'full'
    WHEN deal.producing IS NOT NULL THEN 'producing'
    WHEN deal.started IS NOT NULL THEN 'started'
    WHEN deal.registered IS NOT NULL THEN 'registered'
    ELSE 'signed'
  END AS stage,
  deal.registered,
  deal.started,
  deal.producing,
  deal.full_capacity,
  deal.ended,
  deal.reason,
  deal.start_due,
  deal.production_due,
  (SELECT CAST(SUM(receipt.base_amount) AS BIGINT) FROM receipt WHERE receipt.deal_id = deal.id) AS received_minor,
  CASE deal.relation
    WHEN 2 THEN 'increase' WHEN 3 THEN 'upgrade' WHEN 4 THEN 'renewal' WHEN 5 THEN 'phase' ELSE 'new'
  END AS relation,
  deal.follows_id AS follows,
  deal.confidential,
  COALESCE(district_now.code, district.code) AS district,
  deal.note,
  deal.extra,
  deal.entry_id
FROM deal
CROSS JOIN ledger
JOIN currency AS base_currency ON base_currency.id = ledger.base_currency_id
JOIN currency ON currency.id = deal.currency_id
JOIN sector ON sector.id = deal.sector_id
LEFT JOIN event ON event.id = deal.event_id
LEFT JOIN country ON country.id = deal.country_id
LEFT JOIN region ON region.id = deal.region_id
LEFT JOIN partner ON partner.id = deal.partner_id
LEFT JOIN partner AS partner_now ON partner_now.id = partner.successor_id
LEFT JOIN district ON district.id = deal.district_id
LEFT JOIN district AS district_now ON district_now.id = district.successor_id;
