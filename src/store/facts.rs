//! The tables of facts, each with a twin that holds what its rows were: the statements that keep versions and put them back, the
//! same for every table.

use super::versions::deal_columns;

/// The columns of a receipt beside its number and its entry.
macro_rules! receipt_columns {
    () => {
        "deal_id, currency_id, amount, base_amount, received, rate, note"
    };
}
pub(super) use receipt_columns;

/// The columns of a target beside its number and its entry.
macro_rules! target_columns {
    () => {
        "event_id, sector_id, district_id, deals, amount"
    };
}
pub(super) use target_columns;

/// The statements of a table.
#[derive(Debug)]
pub(super) struct Facts {
    /// The table.
    pub(super) table: &'static str,
    /// The indexes in which references to its rows, or from them, are looked up when a row goes.
    pub(super) looked_up: &'static [&'static str],
    /// Copies a row to the past before it is changed; once an entry is enough.
    pub(super) keep_past: &'static str,
    /// Takes a row out.
    pub(super) delete: &'static str,
    /// A place for the rows that are taken back.
    pub(super) collect: &'static str,
    pub(super) forget: &'static str,
    /// Collects the rows that stand as an entry wrote them.
    pub(super) written: &'static str,
    /// Collects the rows that an entry took out, and that are out to this day.
    pub(super) taken_out: &'static str,
    /// The rows that an entry touched and others after it.
    pub(super) touched_since: &'static str,
    pub(super) collect_one: &'static str,
    pub(super) leave_one: &'static str,
    /// The last entry before another that touched a row.
    pub(super) touch: &'static str,
    /// How many rows are collected, and how many there are.
    pub(super) counts: &'static str,
    /// Moves the rows that are collected to the past, and puts back what they were before an entry.
    pub(super) keep_all_past: &'static str,
    pub(super) remove: &'static str,
    pub(super) put_back: &'static str,
}

macro_rules! facts {
    ($table:literal, $looked_up:expr, $($columns:tt)*) => {
        Facts {
            table: $table,
            looked_up: $looked_up,
            keep_past: concat!(
                "INSERT INTO ", $table, "_past (id, entry_id, ", $($columns)*, ", until_entry_id) SELECT id, entry_id, ",
                $($columns)*, ", $1 FROM ", $table, " WHERE id = $2 AND entry_id <> $1"
            ),
            delete: concat!("DELETE FROM ", $table, " WHERE id = $1"),
            collect: concat!(
                "DROP TABLE IF EXISTS temp.taken_back_", $table, "; CREATE TEMP TABLE taken_back_", $table,
                " (id INTEGER PRIMARY KEY)"
            ),
            forget: concat!("DROP TABLE temp.taken_back_", $table),
            written: concat!(
                "INSERT INTO taken_back_", $table, " (id) SELECT id FROM ", $table, " WHERE entry_id = $1"
            ),
            taken_out: concat!(
                "INSERT INTO taken_back_", $table, " (id) SELECT p.id FROM ", $table, "_past AS p \
                 WHERE p.until_entry_id = $1 AND NOT EXISTS (SELECT 1 FROM ", $table, " AS d WHERE d.id = p.id) \
                 AND NOT EXISTS (SELECT 1 FROM ", $table, "_past AS q WHERE q.id = p.id \
                 AND q.until_entry_id > p.until_entry_id)"
            ),
            touched_since: concat!(
                "SELECT DISTINCT p.id FROM ", $table, "_past AS p WHERE p.until_entry_id >= $1 AND (p.entry_id = $1 \
                 OR p.until_entry_id = $1) AND NOT EXISTS (SELECT 1 FROM taken_back_", $table, " AS t \
                 WHERE t.id = p.id) ORDER BY p.id"
            ),
            collect_one: concat!("INSERT INTO taken_back_", $table, " (id) VALUES ($1)"),
            leave_one: concat!("DELETE FROM taken_back_", $table, " WHERE id = $1"),
            touch: concat!(
                "SELECT MAX(t.entry_id) AS entry_id FROM (SELECT entry_id FROM ", $table, " WHERE id = $1 \
                 AND entry_id < $2 UNION ALL SELECT entry_id FROM ", $table, "_past WHERE id = $1 AND entry_id < $2 \
                 UNION ALL SELECT until_entry_id FROM ", $table, "_past WHERE id = $1 AND until_entry_id < $2) AS t"
            ),
            counts: concat!(
                "SELECT (SELECT COUNT(*) FROM taken_back_", $table, ") AS taken_back, \
                 (SELECT COUNT(*) FROM ", $table, ") AS rows"
            ),
            keep_all_past: concat!(
                "INSERT INTO ", $table, "_past (id, entry_id, ", $($columns)*, ", until_entry_id) SELECT id, entry_id, ",
                $($columns)*, ", $1 FROM ", $table, " WHERE id IN (SELECT id FROM taken_back_", $table, ") ORDER BY id"
            ),
            remove: concat!("DELETE FROM ", $table, " WHERE id IN (SELECT id FROM taken_back_", $table, ")"),
            put_back: concat!(
                "INSERT INTO ", $table, " (id, entry_id, ", $($columns)*, ") SELECT id, $1, ", $($columns)*, " FROM ",
                $table, "_past WHERE until_entry_id = $2 AND id IN (SELECT id FROM taken_back_", $table, ") ORDER BY id"
            ),
        }
    };
}

/// Signed projects.
pub(super) const DEALS: Facts = facts!("deal", &["deal_by_follows"], deal_columns!());
/// Money received.
pub(super) const RECEIPTS: Facts = facts!("receipt", &["receipt_by_deal"], receipt_columns!());
/// What is to be signed.
pub(super) const TARGETS: Facts = facts!("target", &[], target_columns!());
