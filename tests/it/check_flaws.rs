//! `deals check`: each way a ledger can be broken by other means is found, under its own kind and deal, and nothing else is.

use std::fs;

use rusqlite::Connection;

use crate::check::{breaks, checked, finds, office};
use crate::env::Env;

/// The number of the watch works in the office's ledger.
const WATCH: i64 = 154;

#[test]
fn references_that_point_to_nothing() {
    let said = finds("UPDATE deal SET sector_id = 9999 WHERE id = 3", &[("reference", "3")]);
    assert!(said.contains("row 3 of `deal` refers to a row of `sector` that is not there"), "{said}");
    let said =
        finds("UPDATE deal_past SET until_entry_id = 99 WHERE id = 154", &[("reference", "154"), ("version", "154")]);
    assert!(said.contains("of `deal_past` refers to a row of `entry`"), "{said}");
    finds("UPDATE ledger SET default_event_id = 77", &[("reference", "")]);
}

#[test]
fn a_schema_that_is_not_that_of_a_new_ledger() {
    for (sql, said) in [
        ("DROP INDEX deal_by_event", "the index `deal_by_event` is missing"),
        ("DROP VIEW deal_readable", "the view `deal_readable` is missing"),
        (
            "DROP INDEX deal_by_signed; CREATE INDEX deal_by_signed ON deal (title)",
            "the index `deal_by_signed` is not as a ledger has it",
        ),
        (
            "UPDATE sqlite_schema SET sql = replace(sql, 'CHECK (amount >= 0)', '') WHERE name = 'deal'",
            "the table `deal` is not as a ledger has it",
        ),
        (
            "CREATE TRIGGER spy AFTER INSERT ON deal BEGIN DELETE FROM entry; END",
            "the trigger `spy` does not belong to a ledger: it changes what is written | \
             `sqlite3 ledger.db 'DROP TRIGGER \"spy\"'` takes it out",
        ),
    ] {
        let found = finds(sql, &[("schema", "")]);
        assert!(found.contains(said), "{found}");
    }
    // Where much is gone, each is told once.
    let env = office();
    breaks(&env, "DROP TABLE deal_past");
    let rows = checked(&env, 3);
    let told: Vec<_> = rows.iter().filter(|row| row[1] == "problem").map(|row| &*row[3]).collect();
    assert_eq!(
        told,
        [
            "the index `deal_past_by_until` is missing",
            "the table `deal_past` is missing",
            "ledger.db is not made as a ledger is: no such table: deal_past"
        ]
    );
    // What does no harm is told, and the ledger is sound.
    let env = office();
    breaks(&env, "CREATE VIEW mine AS SELECT id FROM deal; ANALYZE");
    let rows = checked(&env, 0);
    assert_eq!(rows[0][..3], ["schema", "warning", ""], "{rows:?}");
}

/// Puts bytes into the page where a table or index begins.
fn damage(env: &Env, name: &str) {
    let sql = format!("SELECT rootpage FROM sqlite_schema WHERE name = '{name}'");
    let at = usize::try_from((env.count(&sql) - 1) * env.count("PRAGMA page_size")).unwrap();
    let mut bytes = fs::read(env.ledger()).unwrap();
    bytes[at..at + 64].fill(0xA5);
    fs::write(env.ledger(), bytes).unwrap();
}

#[test]
fn a_damaged_file_is_found_and_told_in_the_words_of_sqlite() {
    for name in ["deal_by_event", "deal_by_sector", "deal", "entry", "partner_alias", "ledger"] {
        let env = office();
        damage(&env, name);
        let rows = checked(&env, 3);
        let others: Vec<_> = rows.iter().filter(|row| row[1] == "problem" && row[0] != "integrity").collect();
        assert!(rows[0][0] == "integrity" && rows[0][3].starts_with("SQLite says: "), "{name}: {rows:?}");
        assert!(others.iter().all(|row| name == "ledger" || row[0] == "total"), "{name}: {others:?}");
    }
    let env = office();
    let whole = fs::read(env.ledger()).unwrap();
    for length in [whole.len() / 2, 8192, 4096] {
        fs::write(env.ledger(), &whole[..length]).unwrap();
        assert_eq!(checked(&env, 3)[0][..3], ["integrity", "problem", ""], "{length}");
    }
    fs::write(env.ledger(), &whole[..50]).unwrap();
    assert!(env.fails(1, &["check"]).contains("ledger.db is damaged: the file ends within its header"));
}

#[test]
fn totals_that_reports_read_from_a_stale_index() {
    let env = office();
    let index = |ledger: &Connection, sql: &str| ledger.execute_batch(&format!("PRAGMA writable_schema = 1; {sql}"));
    index(&env.sqlite(), "CREATE TABLE kept AS SELECT * FROM sqlite_schema WHERE name = 'deal_by_sector'").unwrap();
    index(&env.sqlite(), "DELETE FROM sqlite_schema WHERE name = 'deal_by_sector'").unwrap();
    let grow =
        "UPDATE deal SET amount = amount + 100, base_amount = base_amount + 100 WHERE currency_id = 156 AND id < 9";
    env.sqlite().execute_batch(grow).unwrap();
    index(&env.sqlite(), "INSERT INTO sqlite_schema SELECT * FROM kept").unwrap();
    env.sqlite().execute_batch("DROP TABLE kept").unwrap();
    let rows = checked(&env, 3);
    let kinds: Vec<_> = rows.iter().filter(|row| row[1] == "problem").map(|row| &*row[0]).collect();
    assert!(kinds.contains(&"total") && kinds.iter().all(|kind| ["integrity", "total"].contains(kind)), "{rows:?}");
    let total = rows.iter().find(|row| row[0] == "total").unwrap();
    assert!(total[3].starts_with("by sector there are 155 deals of CNY "), "{total:?}");
    assert_eq!(total[4], "`sqlite3 ledger.db REINDEX` makes the indexes anew");
    env.sqlite().execute_batch("REINDEX").unwrap();
    checked(&env, 0);
}

#[test]
fn entries_and_the_last_numbers() {
    let entry = |sql: &str, said: &str| {
        let found = finds(sql, &[("entry", "")]);
        assert!(found.starts_with(said), "{found}");
    };
    entry(
        "INSERT INTO entry VALUES (12, '2019-09-01T00:00:00Z', 'x', 'x', NULL, 0, NULL); UPDATE ledger SET last_entry_id = 12",
        "entries are missing between 10 and 12",
    );
    entry("UPDATE ledger SET last_entry_id = 9", "the last entry is 10, but the ledger says 9");
    entry("UPDATE ledger SET last_entry_id = 11", "the last entry is 10, but the ledger says 11");
    entry("UPDATE entry SET at = '2018-01-01T00:00:00Z' WHERE id = 3", "entry 3 is of 2018-01-01T00:00:00Z, before");
    entry("UPDATE entry SET undoes = 4 WHERE id = 4", "entry 4 undoes entry 4, which is no earlier one");
    entry(
        "UPDATE entry SET deals = 152 WHERE id = 2",
        "deals of entry 2: 152 by its own count; found 153 written by it",
    );
    entry(
        "UPDATE entry SET deals = 160 WHERE id = 2",
        "deals of entry 2: 160 by its own count; found 153 written by it",
    );
    finds("DELETE FROM deal WHERE id = 7", &[("entry", "")]);
    let said = finds("UPDATE ledger SET last_deal_id = 153", &[("number", "155")]);
    assert!(said.starts_with("number 155 has been given, but the ledger says that 153 was the last"), "{said}");
    // A number that only a deal of the past has is given as well.
    let said = finds("UPDATE deal_past SET id = 200 WHERE id = 154", &[("number", "200")]);
    assert!(said.starts_with("number 200 has been given"), "{said}");
    let said = finds("DELETE FROM ledger", &[("unreadable", "")]);
    assert!(said.starts_with("the ledger has no settings"), "{said}");
}

#[test]
fn base_amounts_that_do_not_follow() {
    // CHF 5.55 at 7.013 is 38.92215.
    let said = finds("UPDATE deal SET base_amount = 3893 WHERE id = 154", &[("base-amount", "154")]);
    assert_eq!(
        said,
        "the base amount is CNY 38.93, but amount and rate give CNY 38.92 | \
         `deals edit 154 --rate 7.013` works it out anew\n"
    );
    let said = finds("UPDATE deal SET base_amount = NULL WHERE id = 154", &[("base-amount", "154")]);
    assert!(said.starts_with("the base amount is none, but"), "{said}");
    let said = finds("UPDATE deal SET rate = NULL WHERE id = 154", &[("base-amount", "154")]);
    assert!(said.contains("is CNY 38.92, but amount and rate give none"), "{said}");
    // What was wrong once, and is put right, stays in the history.
    let env = office();
    breaks(&env, "UPDATE deal_past SET base_amount = 1 WHERE id = 154");
    let was = checked(&env, 0).into_iter().find(|row| row[0] != "future").unwrap();
    assert_eq!(was[..3], ["base-amount", "warning", "154"]);
    assert!(was[3].starts_with("as it was before entry 4: the base amount is CNY 0.01, but"), "{was:?}");
    let home = "WHERE id = (SELECT MIN(id) FROM deal WHERE currency_id = 156 AND amount > 0)";
    let id = office().count(&format!("SELECT id FROM deal {home}")).to_string();
    finds(&format!("UPDATE deal SET base_amount = amount + 1 {home}"), &[("base-amount", &id)]);
    finds(&format!("UPDATE deal SET base_amount = NULL {home}"), &[("base-amount", &id)]);
    let said = finds(&format!("UPDATE deal SET rate = '2' {home}"), &[("base-amount", &id)]);
    assert!(said.starts_with("the rate is 2, but an amount in the base currency has none"), "{said}");
}

#[test]
fn fields_that_cannot_be_read() {
    for (change, said) in [
        ("signed = '2019/08/26'", "`signed` cannot be read: `2019/08/26`"),
        ("signed = '2019-02-30'", "`2019-02-30`"),
        ("rate = 'dear'", "`dear`"),
        ("kind = 9", "`9`"),
        ("venue = 3", "`3`"),
        ("extra = '{'", "`{`"),
        ("amount = -5, base_amount = -35", "`-5`"),
    ] {
        let twice = change.starts_with("amount");
        let wanted = [("unreadable", "154"), ("unreadable", "154")];
        let found = finds(&format!("UPDATE deal SET {change} WHERE id = {WATCH}"), &wanted[usize::from(!twice)..]);
        assert!(found.contains(said), "{change}: {found}");
    }
    finds("UPDATE deal SET currency_id = 9999 WHERE id = 154", &[("reference", "154"), ("unreadable", "154")]);
    let said = finds("UPDATE deal_past SET kind = 7 WHERE id = 5", &[("unreadable", "5")]);
    assert!(said.starts_with("as it was before entry 5: "), "{said}");
    let said = finds("UPDATE rate SET rate = 'dear' WHERE id = 1", &[("unreadable", "")]);
    assert!(said.contains("`dear`"), "{said}");
}

#[test]
fn regions_outside_of_their_countries() {
    let said = finds("UPDATE deal SET country_id = 276 WHERE id = 5", &[("region", "5")]);
    assert_eq!(
        said,
        "the region is CN-SC, which lies in CN, but the country is DE | `deals edit 5 --country CN`, or another region\n"
    );
    let said = finds("UPDATE deal SET country_id = NULL WHERE id = 5", &[("region", "5")]);
    assert!(said.starts_with("the region is CN-SC, but there is no country | `deals edit 5 --region CN-SC`"), "{said}");
    let region = "UPDATE deal_past SET region_id = (SELECT id FROM region WHERE code = 'CN-SC'), country_id = 276";
    let env = office();
    breaks(&env, &format!("{region} WHERE id = 154"));
    let was = checked(&env, 0).into_iter().find(|row| row[0] != "future").unwrap();
    assert_eq!(was[..3], ["region", "warning", "154"]);
    assert!(was[3].starts_with("as it was before entry 4: the region is CN-SC"), "{was:?}");
}

#[test]
fn refs_that_several_deals_have() {
    let said = finds(
        "DROP INDEX deal_ref; UPDATE deal SET ref = 'X' WHERE id IN (3, 40, 154)",
        &[("schema", ""), ("ref", "40"), ("ref", "154")],
    );
    assert!(
        said.contains("the ref `X` is that of deal 3 as well | `deals edit 40 --ref REF` gives it its own"),
        "{said}"
    );
}

#[test]
fn versions_that_overlap() {
    // The counts of the entries are put right, so that they tell nothing.
    let kinds = [("version", "154")];
    let said = finds(
        "UPDATE deal_past SET entry_id = 4 WHERE id = 154; UPDATE entry SET deals = 0 WHERE id = 3; UPDATE entry SET deals = 2 WHERE id = 4",
        &kinds,
    );
    assert!(said.contains("a version of entry 4 ends with entry 4, which is no later one"), "{said}");
    let said = finds("UPDATE deal SET entry_id = 3 WHERE id = 154; UPDATE entry SET deals = 2 WHERE id = 3", &kinds);
    assert!(said.contains("a version of entry 3 begins before the former one ends, with entry 4"), "{said}");
    // Two of the past: the second begins while the first lasts.
    let said = finds(
        "CREATE TEMP TABLE more AS SELECT * FROM deal_past WHERE id = 154; UPDATE more SET until_entry_id = 5;
         INSERT INTO deal_past SELECT * FROM more; UPDATE deal SET entry_id = 5 WHERE id = 154;
         UPDATE entry SET deals = 2 WHERE id IN (3, 5)",
        &[("version", "154")],
    );
    assert!(
        said.starts_with("as it was before entry 5: a version of entry 3 begins before the former one ends"),
        "{said}"
    );
}

#[test]
fn names_that_are_not_found() {
    for (table, item, name) in [
        ("sector", "IC", "IC"),
        ("event", "SCE2019", "SCE2019"),
        ("district", "S", "South"),
        ("country", "DE", "德国"),
        ("region", "CN-SC", "四川"),
    ] {
        let sql = format!("DELETE FROM {table}_alias WHERE name = '{name}'");
        let env = office();
        assert_eq!(env.count(&format!("SELECT COUNT(*) FROM {table}_alias WHERE name = '{name}'")), 1, "{table}");
        let said = finds(&sql, &[("spelling", "")]);
        assert!(said.starts_with(&format!("the {table} `{item}` is not found by `{name}`")), "{said}");
    }
    let said = finds("DELETE FROM district_alias WHERE key = 'south'", &[("spelling", "")]);
    assert!(said.contains("`deals district edit S --alias South`"), "{said}");
    // Found, but as another one.
    let other = "UPDATE partner_alias SET partner_id = 1 WHERE key = 'acme'";
    finds(other, &[("spelling", "")]);
    let said = finds(
        "UPDATE sector_alias SET key = 'INTERNET' WHERE key = 'internetofthings'",
        &[("spelling", ""), ("spelling", "")],
    );
    assert!(said.starts_with("the sector spelling `Internet of Things` is kept as `INTERNET`"), "{said}");
}

#[test]
fn merged_items_lead_to_one_that_stands_for_itself() {
    let merged = "(SELECT id FROM partner WHERE successor_id IS NOT NULL)";
    let said = finds(&format!("UPDATE partner SET successor_id = {merged} WHERE id = 1"), &[("merged", "")]);
    assert!(said.contains("was merged into `Acme`, which is merged itself"), "{said}");
    let merged = "(SELECT id FROM district WHERE successor_id IS NOT NULL)";
    finds(&format!("UPDATE district SET successor_id = {merged} WHERE id = 1"), &[("merged", "")]);
}

#[test]
fn what_was_taken_back_is_not_referred_to_and_what_entries_changed_is_readable() {
    let said = finds("UPDATE sector SET retired = 1 WHERE code = '5G'", &[("reference", "")]);
    assert!(said.contains("the sector `5G` was taken back, but deals refer to it"), "{said}");
    let broken = "UPDATE catalogue_change SET after = '{' WHERE id = (SELECT MAX(id) FROM catalogue_change)";
    let said = finds(broken, &[("unreadable", "")]);
    assert!(said.contains("changed cannot be read"), "{said}");
}

#[test]
fn stages_that_go_back_and_reasons_of_what_goes_on() {
    // Deal 3 was signed in August 2018.
    let said = finds("UPDATE deal SET started = '2018-08-01' WHERE id = 3", &[("stage", "3")]);
    assert_eq!(
        said,
        "`started` is 2018-08-01, before `signed`, 2018-08-23 | `deals edit 3 --started DATE`, or `--clear` it\n"
    );
    let said =
        finds("UPDATE deal SET registered = '2019-06', producing = '2019-05-31' WHERE id = 3", &[("stage", "3")]);
    assert!(said.starts_with("`producing` is 2019-05-31, before `registered`, 2019-06 |"), "{said}");
    // A month may hold the day that is after the other.
    let env = office();
    breaks(&env, "UPDATE deal SET registered = '2019-06-30', started = '2019-06' WHERE id = 3");
    checked(&env, 0);
    let said = finds("UPDATE deal SET reason = 'no land' WHERE id = 3", &[("stage", "3")]);
    assert_eq!(
        said,
        "there is a reason for ending, but `ended` has no date | `deals edit 3 --ended DATE`, or `--clear reason`\n"
    );
    let said = finds("UPDATE deal SET full_capacity = '2019-13' WHERE id = 3", &[("unreadable", "3")]);
    assert!(said.starts_with("`full` cannot be read: `2019-13`"), "{said}");
    let said = finds("UPDATE deal SET start_due = 'soon' WHERE id = 3", &[("unreadable", "3")]);
    assert!(said.starts_with("`start_due` cannot be read: `soon`"), "{said}");
    // As it was once: told, but no problem of today.
    let env = office();
    breaks(&env, "UPDATE deal_past SET started = '2001' WHERE id = 154");
    let was = checked(&env, 0).into_iter().find(|row| row[0] != "future").unwrap();
    assert_eq!(was[..3], ["stage", "warning", "154"]);
}

#[test]
fn relations_that_lead_nowhere_or_in_a_circle() {
    for half in ["relation = 2", "follows_id = 1"] {
        let said = finds(&format!("UPDATE deal SET {half} WHERE id = 3"), &[("relation", "3")]);
        assert!(said.contains("`deals edit 3 --relation new --clear follows`, or `--follows DEAL`"), "{said}");
    }
    finds("UPDATE deal SET relation = 9, follows_id = 1 WHERE id = 3", &[("unreadable", "3")]);
    finds("UPDATE deal SET relation = 2, follows_id = 3 WHERE id = 3", &[("relation", "3")]);
    let circle = "UPDATE deal SET relation = 4, follows_id = CASE id WHEN 3 THEN 5 WHEN 5 THEN 7 ELSE 3 END WHERE id IN (3, 5, 7)";
    finds(circle, &[("relation", "3"), ("relation", "5"), ("relation", "7")]);
    finds("UPDATE deal SET relation = 2, follows_id = 900 WHERE id = 3", &[("reference", "3")]);
}

#[test]
fn receipts_that_do_not_follow_from_amount_and_rate() {
    let receipt = |columns: &str| {
        format!(
            "INSERT INTO receipt (id, entry_id, deal_id, currency_id, amount, base_amount, received, rate) \
             VALUES (1, {}, 3, {columns})",
            crate::check::ENTRIES
        )
    };
    let env = office();
    breaks(&env, &receipt("840, 10000, 70550, '2019-01-31', '7.055'"));
    checked(&env, 0);
    let said = finds(&receipt("840, 10000, 70551, '2019-01-31', '7.055'"), &[("base-amount", "3")]);
    assert!(said.contains("the base amount is CNY 705.51, but amount and rate give CNY 705.50"), "{said}");
    finds(&receipt("156, 10000, NULL, '2019-01-31', NULL"), &[("base-amount", "3")]);
    finds(&receipt("156, 10000, 10000, '2019-02-30', NULL"), &[("unreadable", "3")]);
    finds(&receipt("840, 10000, 70550, '2019-01-31', 'dear'"), &[("unreadable", "3")]);
    // A receipt that began before its former version ended.
    let columns = "deal_id, currency_id, amount, base_amount, received";
    let past = format!(
        "INSERT INTO receipt (id, entry_id, {columns}) VALUES (1, 3, 3, 156, 5, 5, '2019');
         INSERT INTO receipt_past (id, entry_id, until_entry_id, {columns}) VALUES (1, 2, 4, 3, 156, 4, 4, '2019')"
    );
    let said = finds(&past, &[("version", "3")]);
    assert!(said.starts_with("a version of entry 3 begins before the former one ends, with entry 4"), "{said}");
}

#[test]
fn stages_and_receipts_that_are_to_come_are_for_people_to_judge() {
    let env = office();
    env.ok(&["stage", "started", "3", "--on", "2030-01-01"]);
    env.ok(&["receive", "4", "5", "--on", "2030-02"]);
    let rows = checked(&env, 0);
    let of = |deal: &str| rows.iter().find(|row| row[0] == "future" && row[2] == deal).unwrap()[3].clone();
    assert_eq!(of("3"), "started 2030-01-01, which is still to come");
    assert_eq!(of("4"), "received 2030-02, which is still to come");
}
