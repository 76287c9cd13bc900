-- The data model of a ledger: always the newest schema, and the text a new ledger is created from.
-- Older ledgers are lifted by src/store/migrations.rs; a test proves that both ways give the same schema.
--
-- Amounts are integers of the currency's minor unit (fen, cents; whole yen). Dates are ISO 8601 text; a signing date known only to
-- the month or year is kept so (`2019-08`, `2019`). Names of tables are singular. Every change belongs to an entry.

-- One write to the ledger. Numbers have no gaps and follow the order of commits.
CREATE TABLE entry (
  id INTEGER PRIMARY KEY,
  at TEXT NOT NULL,                         -- UTC, RFC 3339; never before the last one
  who TEXT NOT NULL,
  command TEXT NOT NULL,
  message TEXT,
  deals INTEGER NOT NULL,                   -- how many deals it wrote
  undoes INTEGER REFERENCES entry (id)
) STRICT;

-- ISO 4217. The number of a currency is its number there.
CREATE TABLE currency (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  digits INTEGER NOT NULL                   -- decimals of its minor unit
) STRICT;

-- ISO 3166-1. The number of a country is its number there; names may be changed by the office.
CREATE TABLE country (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,                -- alpha-2
  name TEXT NOT NULL,
  name_zh TEXT
) STRICT;

-- Provinces and states: ISO 3166-2 in China, free text (no code) elsewhere.
CREATE TABLE region (
  id INTEGER PRIMARY KEY,
  country_id INTEGER NOT NULL REFERENCES country (id),
  code TEXT UNIQUE,
  name TEXT NOT NULL,
  name_zh TEXT,
  retired INTEGER CHECK (retired = 1)
) STRICT;

-- Occasions at which deals are signed. What was published of one stands in for its deals where those are not in the ledger.
CREATE TABLE event (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  name_zh TEXT,
  city TEXT,
  first_day TEXT,
  last_day TEXT,
  scope INTEGER CHECK (scope BETWEEN 1 AND 2),                    -- 1 on-site signings alone, 2 off-site ones as well
  published_deals INTEGER CHECK (published_deals >= 0),
  published_amount INTEGER CHECK (published_amount >= 0),         -- minor units of the base currency
  published_source TEXT,
  retired INTEGER CHECK (retired = 1),      -- taken back: deals of the past may refer to it, new ones do not
  CHECK ((first_day IS NULL) = (last_day IS NULL) AND first_day <= last_day)
) STRICT;

-- Fields of industry.
CREATE TABLE sector (
  id INTEGER PRIMARY KEY,
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  name_zh TEXT,
  retired INTEGER CHECK (retired = 1)
) STRICT;

-- Parks, districts and units on the home side. A merged one points to its successor.
CREATE TABLE district (
  id INTEGER PRIMARY KEY,
  successor_id INTEGER REFERENCES district (id),
  code TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  name_zh TEXT,
  retired INTEGER CHECK (retired = 1)
) STRICT;

-- Counterparties. A merged one points to its successor.
CREATE TABLE partner (
  id INTEGER PRIMARY KEY,
  successor_id INTEGER REFERENCES partner (id),
  name TEXT NOT NULL,
  name_zh TEXT,
  retired INTEGER CHECK (retired = 1)
) STRICT;

-- Every spelling by which an item is found: its code, its names and its aliases. `key` is the spelling folded (src/domain/fold.rs).
CREATE TABLE country_alias (
  country_id INTEGER NOT NULL REFERENCES country (id),
  key TEXT PRIMARY KEY,
  name TEXT NOT NULL
) STRICT;
CREATE TABLE region_alias (
  region_id INTEGER NOT NULL REFERENCES region (id),
  country_id INTEGER NOT NULL REFERENCES country (id),
  key TEXT NOT NULL,
  name TEXT NOT NULL,
  PRIMARY KEY (key, country_id)
) STRICT;
CREATE TABLE event_alias (
  event_id INTEGER NOT NULL REFERENCES event (id),
  key TEXT PRIMARY KEY,
  name TEXT NOT NULL
) STRICT;
CREATE TABLE sector_alias (
  sector_id INTEGER NOT NULL REFERENCES sector (id),
  key TEXT PRIMARY KEY,
  name TEXT NOT NULL
) STRICT;
CREATE TABLE district_alias (
  district_id INTEGER NOT NULL REFERENCES district (id),
  key TEXT PRIMARY KEY,
  name TEXT NOT NULL
) STRICT;
CREATE TABLE partner_alias (
  partner_id INTEGER NOT NULL REFERENCES partner (id),
  key TEXT PRIMARY KEY,
  name TEXT NOT NULL
) STRICT;

-- Exchange rates: units of the base currency for one of the other, from a day on. Never updated: of one day the latest row counts.
CREATE TABLE rate (
  id INTEGER PRIMARY KEY,
  entry_id INTEGER NOT NULL REFERENCES entry (id),
  currency_id INTEGER NOT NULL REFERENCES currency (id),
  effective TEXT NOT NULL,
  rate TEXT NOT NULL,                       -- exact decimal
  source TEXT
) STRICT;

-- One row: the settings of the ledger, and the last numbers given.
CREATE TABLE ledger (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  base_currency_id INTEGER NOT NULL REFERENCES currency (id),
  home_country_id INTEGER NOT NULL REFERENCES country (id),
  default_event_id INTEGER REFERENCES event (id),
  last_entry_id INTEGER NOT NULL,
  last_deal_id INTEGER NOT NULL             -- a number is never given twice, so this only grows
) STRICT;

-- Signed projects as they stand. `entry_id` is the entry that wrote the row as it is.
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

-- What deals were before they were changed or deleted: the same columns, and the entry that ended each version.
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

-- Money received of the contract values, each as it came. A correction may be below zero.
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

-- What is to be signed at an event: in all, or of one sector, of one district, or of both.
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

-- Each change of the catalogue, rates and default event, from which `log` tells and a change can be taken back.
CREATE TABLE catalogue_change (
  id INTEGER PRIMARY KEY,
  entry_id INTEGER NOT NULL REFERENCES entry (id),
  table_name TEXT NOT NULL,
  row_id INTEGER NOT NULL,
  before TEXT,                              -- JSON; none for a row that was made
  after TEXT                                -- JSON; none for a row that was taken out
) STRICT;

-- Reports by sector and country read this index alone.
CREATE INDEX deal_by_sector ON deal (sector_id, country_id, follows_id, base_amount);
-- Lists begin with the newest signing.
CREATE INDEX deal_by_signed ON deal (signed);
CREATE INDEX deal_by_event ON deal (event_id, signed);
CREATE INDEX deal_by_country ON deal (country_id, signed);
CREATE INDEX deal_by_partner ON deal (partner_id, signed) WHERE partner_id IS NOT NULL;
CREATE UNIQUE INDEX deal_ref ON deal (ref) WHERE ref IS NOT NULL;
-- What an entry wrote: to take it back, and to read the ledger as it stood.
CREATE INDEX deal_by_entry ON deal (entry_id);
CREATE INDEX deal_past_by_until ON deal_past (until_entry_id);
-- Deals that wait for a rate.
CREATE INDEX deal_unrated ON deal (currency_id) WHERE base_amount IS NULL AND amount IS NOT NULL;
-- Deals that may not count, and those that keep the deal that they follow from being deleted.
CREATE INDEX deal_by_follows ON deal (follows_id) WHERE follows_id IS NOT NULL;
CREATE INDEX receipt_by_deal ON receipt (deal_id);
CREATE INDEX receipt_by_entry ON receipt (entry_id);
CREATE INDEX receipt_past_by_until ON receipt_past (until_entry_id);
-- Who was merged into a partner.
CREATE INDEX partner_by_successor ON partner (successor_id) WHERE successor_id IS NOT NULL;
-- The spellings of a partner.
CREATE INDEX partner_alias_by_partner ON partner_alias (partner_id);
CREATE UNIQUE INDEX target_of ON target (event_id, COALESCE(sector_id, 0), COALESCE(district_id, 0));

-- Deals with their names, for people who open the ledger with other tools. Amounts are in minor units; `digits` and
-- `base_digits` say how many decimals those have.
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
