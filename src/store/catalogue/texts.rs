//! The statements on the names of a ledger: the same for every family, on tables that differ a little.

use crate::domain::catalogue::Family;

/// The statements on one family: the same for all, on tables that differ a little.
pub(super) struct Texts {
    /// Every item.
    pub(super) items: &'static str,
    /// One item by number.
    pub(super) item: &'static str,
    /// One item by number, and what was merged into it.
    pub(super) item_and_merged: &'static str,
    /// Adds an item, or overwrites the one with its number.
    pub(super) put: &'static str,
    /// Every spelling.
    pub(super) keys: &'static str,
    /// The owners of one spelling.
    pub(super) key: &'static str,
    /// Adds a spelling of an item. It goes over to it from another, which the caller knows to be taken back.
    pub(super) put_key: &'static str,
    /// Takes a spelling away from an item.
    pub(super) drop_key: &'static str,
    /// Every spelling as it was written, in the order of the keys.
    pub(super) names: &'static str,
    /// The keys of one item.
    pub(super) keys_of: &'static str,
    /// Whether a deal refers to an item.
    pub(super) used: &'static str,
    /// The greatest number.
    pub(super) last: &'static str,
    /// The items that something refers to.
    pub(super) in_use: &'static str,
    /// Whether any was taken back.
    pub(super) any_retired: &'static str,
    /// The items that were taken back and that something refers to all the same.
    pub(super) retired_in_use: &'static str,
}

/// The columns of an item that is no event.
macro_rules! not_an_event {
    ($own:literal) => {
        concat!(
            $own,
            ", NULL AS city, NULL AS first_day, NULL AS last_day, NULL AS scope, NULL AS published_deals, ",
            "NULL AS published_amount, NULL AS published_source"
        )
    };
}

macro_rules! texts {
    (
        $table:literal, $columns:expr, one: $one:literal, put: $put:literal,
        key_country: $key_country:literal, put_key: $put_key:literal,
        used_by: $used_by:literal, retired: $retired:literal
    ) => {
        Texts {
            items: concat!("SELECT ", $columns, " FROM ", $table, " ORDER BY id"),
            item: concat!("SELECT ", $columns, " FROM ", $table, " WHERE id = $1"),
            item_and_merged: concat!("SELECT ", $columns, " FROM ", $table, " WHERE ", $one, " ORDER BY id"),
            put: $put,
            keys: concat!(
                "SELECT key, ",
                $table,
                "_id AS id, ",
                $key_country,
                " AS country_id FROM ",
                $table,
                "_alias ORDER BY key"
            ),
            key: concat!(
                "SELECT key, ",
                $table,
                "_id AS id, ",
                $key_country,
                " AS country_id FROM ",
                $table,
                "_alias WHERE key = $1 ORDER BY id"
            ),
            put_key: $put_key,
            drop_key: concat!("DELETE FROM ", $table, "_alias WHERE ", $table, "_id = $1 AND key = $2"),
            names: concat!("SELECT ", $table, "_id AS id, key, name FROM ", $table, "_alias ORDER BY key"),
            keys_of: concat!("SELECT key FROM ", $table, "_alias WHERE ", $table, "_id = $1 ORDER BY key"),
            used: concat!("SELECT 1 AS found FROM deal WHERE ", $table, "_id = $1 LIMIT 1"),
            last: concat!("SELECT COALESCE(MAX(id), 0) AS last FROM ", $table),
            in_use: concat!(
                "SELECT DISTINCT ",
                $table,
                "_id AS id FROM deal WHERE ",
                $table,
                "_id IS NOT NULL",
                $used_by
            ),
            retired_in_use: concat!(
                "SELECT ",
                $columns,
                " FROM ",
                $table,
                " WHERE ",
                $retired,
                " AND id IN (SELECT ",
                $table,
                "_id FROM deal",
                $used_by,
                ") ORDER BY id"
            ),
            any_retired: concat!("SELECT 1 AS found FROM ", $table, " WHERE ", $retired, " LIMIT 1"),
        }
    };
}

const EVENT: Texts = texts!(
    "event",
    "id, code, name, name_zh, NULL AS country_id, NULL AS successor_id, city, first_day, last_day, scope, \
     published_deals, published_amount, published_source, retired",
    one: "id = $1",
    put: "INSERT INTO event (id, code, name, name_zh, city, first_day, last_day, scope, published_deals, \
          published_amount, published_source, retired) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
          ON CONFLICT (id) DO UPDATE SET name = excluded.name, name_zh = excluded.name_zh, city = excluded.city, \
          first_day = excluded.first_day, last_day = excluded.last_day, scope = excluded.scope, \
          published_deals = excluded.published_deals, published_amount = excluded.published_amount, \
          published_source = excluded.published_source, retired = excluded.retired",
    key_country: "NULL",
    put_key: "INSERT INTO event_alias (event_id, key, name) VALUES ($1, $2, $3) \
              ON CONFLICT (key) DO UPDATE SET event_id = excluded.event_id, name = excluded.name",
    used_by: " UNION SELECT default_event_id FROM ledger WHERE default_event_id IS NOT NULL \
              UNION SELECT event_id FROM target",
    retired: "retired = 1"
);
const SECTOR: Texts = texts!(
    "sector",
    not_an_event!("id, code, name, name_zh, NULL AS country_id, NULL AS successor_id, retired"),
    one: "id = $1",
    put: "INSERT INTO sector (id, code, name, name_zh, retired) VALUES ($1, $2, $3, $4, $5) \
          ON CONFLICT (id) DO UPDATE SET name = excluded.name, name_zh = excluded.name_zh, \
          retired = excluded.retired",
    key_country: "NULL",
    put_key: "INSERT INTO sector_alias (sector_id, key, name) VALUES ($1, $2, $3) \
              ON CONFLICT (key) DO UPDATE SET sector_id = excluded.sector_id, name = excluded.name",
    used_by: " UNION SELECT sector_id FROM target WHERE sector_id IS NOT NULL",
    retired: "retired = 1"
);
const DISTRICT: Texts = texts!(
    "district",
    not_an_event!("id, code, name, name_zh, NULL AS country_id, successor_id, retired"),
    one: "id = $1 OR successor_id = $1",
    put: "INSERT INTO district (id, code, name, name_zh, successor_id, retired) VALUES ($1, $2, $3, $4, $5, $6) \
          ON CONFLICT (id) DO UPDATE SET name = excluded.name, name_zh = excluded.name_zh, \
          successor_id = excluded.successor_id, retired = excluded.retired",
    key_country: "NULL",
    put_key: "INSERT INTO district_alias (district_id, key, name) VALUES ($1, $2, $3) \
              ON CONFLICT (key) DO UPDATE SET district_id = excluded.district_id, name = excluded.name",
    used_by: " UNION SELECT successor_id FROM district WHERE successor_id IS NOT NULL \
              UNION SELECT district_id FROM target WHERE district_id IS NOT NULL",
    retired: "retired = 1"
);
const PARTNER: Texts = texts!(
    "partner",
    not_an_event!("id, NULL AS code, name, name_zh, NULL AS country_id, successor_id, retired"),
    one: "id = $1 OR successor_id = $1",
    put: "INSERT INTO partner (id, name, name_zh, successor_id, retired) VALUES ($1, $2, $3, $4, $5) \
          ON CONFLICT (id) DO UPDATE SET name = excluded.name, name_zh = excluded.name_zh, \
          successor_id = excluded.successor_id, retired = excluded.retired",
    key_country: "NULL",
    put_key: "INSERT INTO partner_alias (partner_id, key, name) VALUES ($1, $2, $3) \
              ON CONFLICT (key) DO UPDATE SET partner_id = excluded.partner_id, name = excluded.name",
    used_by: " UNION SELECT successor_id FROM partner WHERE successor_id IS NOT NULL",
    retired: "retired = 1"
);
const COUNTRY: Texts = texts!(
    "country",
    not_an_event!("id, code, name, name_zh, NULL AS country_id, NULL AS successor_id, NULL AS retired"),
    one: "id = $1",
    put: "INSERT INTO country (id, code, name, name_zh) VALUES ($1, $2, $3, $4) \
          ON CONFLICT (id) DO UPDATE SET name = excluded.name, name_zh = excluded.name_zh",
    key_country: "NULL",
    put_key: "INSERT INTO country_alias (country_id, key, name) VALUES ($1, $2, $3) \
              ON CONFLICT (key) DO UPDATE SET country_id = excluded.country_id, name = excluded.name",
    used_by: "",
    retired: "1 = 0"
);
const REGION: Texts = texts!(
    "region",
    not_an_event!("id, code, name, name_zh, country_id, NULL AS successor_id, retired"),
    one: "id = $1",
    put: "INSERT INTO region (id, code, name, name_zh, country_id, retired) VALUES ($1, $2, $3, $4, $5, $6) \
          ON CONFLICT (id) DO UPDATE SET name = excluded.name, name_zh = excluded.name_zh, \
          retired = excluded.retired",
    key_country: "country_id",
    put_key: "INSERT INTO region_alias (region_id, key, name, country_id) VALUES ($1, $2, $3, $4) \
              ON CONFLICT (key, country_id) DO UPDATE SET region_id = excluded.region_id, name = excluded.name",
    used_by: "",
    retired: "retired = 1"
);

/// Those of a family.
pub(super) fn texts(family: Family) -> &'static Texts {
    match family {
        Family::Event => &EVENT,
        Family::Sector => &SECTOR,
        Family::District => &DISTRICT,
        Family::Partner => &PARTNER,
        Family::Country => &COUNTRY,
        Family::Region => &REGION,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::engine::{Cell, Engine};
    use crate::store::migrations;

    /// There may be tens of thousands of partners, and a command names one.
    #[test]
    fn one_partner_is_found_without_a_look_at_the_others() {
        let engine = Engine::in_memory().unwrap();
        migrations::create(&engine).unwrap();
        let detail = |[detail]: [Cell<'_>; 1]| Ok(detail.text()?.to_owned());
        for sql in [PARTNER.item, PARTNER.item_and_merged, PARTNER.key, PARTNER.keys_of, PARTNER.used] {
            let explain = format!("EXPLAIN QUERY PLAN {sql}");
            let plan = engine.all(&explain, &[7_i64.into()], ["detail"], detail).unwrap().join("; ");
            assert!(plan.contains("SEARCH") && !plan.contains("SCAN partner"), "{sql}: {plan}");
        }
    }
}
