//! `deals check`: ledgers that are sound, and ledgers that were broken by other means.

use std::fs;
use std::sync::OnceLock;

use insta::assert_snapshot;
use rusqlite::Connection;

use crate::chinese::{english_run, is_han};
use crate::env::{Env, csv_rows, outcome, sample};

/// The ledger of an office: samples, a deal that got its rate later, one that a file changed, partners and districts that were merged.
fn office() -> Env {
    static LEDGER: OnceLock<Vec<u8>> = OnceLock::new();
    let bytes = LEDGER.get_or_init(|| {
        let env = Env::with_samples();
        env.ok(&["add", "Watch works", "--sector", "IC", "--amount", "CHF 5.55", "--partner", "Acme", "--ref", "W1"]);
        env.ok(&["rate", "add", "CHF", "7.013", "--on", "2019-01-01"]);
        env.file("new.csv", "id,title,signed,sector,region\n5,A new title,2018-08-23,5G,四川\n");
        env.ok(&["import", "--match", "id", "new.csv"]);
        env.ok(&["add", "Clock works", "--sector", "IC", "--partner", "Acme Holdings", "--district", "North"]);
        env.ok(&["partner", "merge", "Acme", "--into", "Acme Holdings"]);
        env.ok(&["partner", "edit", "Acme Holdings", "--name", "Acme"]);
        env.ok(&["district", "add", "S", "South"]);
        env.ok(&["district", "merge", "North", "--into", "S"]);
        fs::read(env.ledger()).unwrap()
    });
    let env = Env::new();
    fs::write(env.ledger(), bytes).unwrap();
    env
}

/// The number of entries, and of deals, of that ledger.
const ENTRIES: i64 = 10;
const WATCH: i64 = 154;

/// Breaks a ledger by other means, which check nothing.
fn breaks(env: &Env, sql: &str) {
    let off = "PRAGMA foreign_keys = 0; PRAGMA ignore_check_constraints = 1; PRAGMA writable_schema = 1;";
    env.sqlite().execute_batch(&format!("{off} {sql}")).unwrap();
}

/// The rows of a check: kind, severity, deal, problem, hint.
#[track_caller]
fn checked(env: &Env, code: i32) -> Vec<Vec<String>> {
    let before = fs::read(env.ledger()).unwrap();
    let outcome = env.run(&["check", "--format", "csv"]);
    assert_eq!(outcome.code, code, "{}{}", outcome.stdout, outcome.stderr);
    assert_eq!(outcome.stderr.contains("error: ledger.db is not sound"), code == 3, "{}", outcome.stderr);
    assert!(fs::read(env.ledger()).unwrap() == before, "a check writes nothing");
    csv_rows(&outcome.stdout).split_off(1)
}

/// Breaks the office's ledger; the check must find these kinds with these deals, each once, and nothing else.
#[track_caller]
fn finds(sql: &str, wanted: &[(&str, &str)]) -> String {
    let env = office();
    breaks(&env, sql);
    let rows = checked(&env, 3);
    let problems: Vec<_> = rows.iter().filter(|row| row[1] == "problem").collect();
    let found: Vec<(&str, &str)> = problems.iter().map(|row| (&*row[0], &*row[2])).collect();
    assert_eq!(found, wanted, "{sql}: {rows:?}");
    for row in csv_rows(&env.run(&["check", "--format", "csv", "--lang", "zh"]).stdout).split_off(1) {
        for text in &row[3..] {
            assert!(text.chars().any(is_han) && english_run(text).is_none(), "{text}");
        }
    }
    problems.iter().map(|row| row[3..].join(" | ") + "\n").collect::<Vec<_>>().concat()
}

#[test]
fn a_sound_ledger_is_sound() {
    let env = office();
    assert_snapshot!(env.shows(&["check", "-n", "1"]), @"
    ┌────────┬──────────┬──────┬───────────────────────────────────────────┬─────────────────────────────────────────────────┐
    │ Check  │ Severity │ Deal │ Problem                                   │ Way out                                         │
    ├────────┼──────────┼──────┼───────────────────────────────────────────┼─────────────────────────────────────────────────┤
    │ Future │ Warning  │  146 │ signed 2019-08-28, which is still to come │ if it is a slip, `deals edit 146 --signed DATE` │
    └────────┴──────────┴──────┴───────────────────────────────────────────┴─────────────────────────────────────────────────┘
    --- stderr
    future: 7 more are not listed; `-n 8` lists them
    ledger.db is sound: 155 deals, 10 entries; warnings: 8
    ");
    // On a later day nothing is left to be told.
    let later = outcome(env.command(&["check"]).env("DEALS_TODAY", "2020-01-01"));
    assert_snapshot!(env.shown(&later), @"
    --- stderr
    ledger.db is sound: 155 deals, 10 entries
    ");
    assert_eq!(env.count("SELECT COUNT(*) FROM deal"), 155);
    assert_eq!(env.count("SELECT COUNT(*) FROM entry"), ENTRIES);
    assert_eq!(env.count("SELECT COUNT(*) FROM deal_past"), 2);
}

#[test]
fn samples_and_updates_of_samples_are_sound() {
    let env = Env::new();
    let tracker = ["import", "--create", "sectors,events", "--set", "title=none", "--map", "title=Transaction Party"];
    env.ok(&[&tracker[..], &[&sample("tracker-2005-2019.csv")]].concat());
    env.ok(&["import", &sample("sce-2019-signings.gb18030.csv"), &sample("sce-2019-contracts.xlsx")]);
    env.ok(&["rate", "import", &sample("rates.csv")]);
    checked(&env, 0);
    env.file("all.csv", env.ok(&["export"]).replace("Energy", "Green energy"));
    env.ok(&["import", "--create", "sectors", "--match", "id", "all.csv"]);
    assert!(env.count("SELECT COUNT(*) FROM deal_past") > 10);
    checked(&env, 0);
}

#[test]
fn what_is_edited_deleted_undone_and_done_again_is_sound() {
    let env = office();
    env.ok(&["edit", "5-9", "--kind", "intent"]);
    env.ok(&["edit", "154", "--amount", "CHF 7"]);
    env.ok(&["delete", "3", "4", "154"]);
    checked(&env, 0);
    for command in ["undo", "undo", "redo", "redo", "undo", "undo", "undo", "undo", "undo", "undo"] {
        env.ok(&[command]);
        checked(&env, 0);
    }
    assert!(env.count("SELECT COUNT(*) FROM entry WHERE undoes IS NOT NULL") >= 8);
    // The import of the samples, with all the names that it made.
    let env = Env::with_samples();
    for (command, deals) in [("undo", 0), ("redo", 153)] {
        env.ok(&[command]);
        assert_eq!(env.count("SELECT COUNT(*) FROM deal"), deals);
        checked(&env, 0);
    }
}

#[test]
fn what_can_be_mended_is_mended_by_what_the_hint_says() {
    for (sql, command) in [
        ("UPDATE deal SET base_amount = 3893 WHERE id = 154", &["edit", "154", "--rate", "7.013"][..]),
        ("UPDATE deal SET amount = 7, base_amount = 8, currency_id = 156 WHERE id = 5", &["edit", "5", "--rate", "1"]),
        ("UPDATE deal SET country_id = 276 WHERE id = 5", &["edit", "5", "--country", "CN"]),
        ("UPDATE deal SET country_id = NULL WHERE id = 5", &["edit", "5", "--region", "CN-SC"]),
        ("DELETE FROM district_alias WHERE key = 'south'", &["district", "edit", "S", "--alias", "South"]),
    ] {
        let env = office();
        breaks(&env, sql);
        checked(&env, 3);
        env.ok(command);
        checked(&env, 0);
    }
}

#[test]
fn an_empty_ledger_is_sound() {
    let env = Env::new();
    assert!(env.fails(1, &["check"]).contains("there is no ledger at ledger.db"));
    env.ok(&["init", "--base", "JPY", "--home", "SG"]);
    assert_snapshot!(env.shows(&["check"]), @"
    --- stderr
    ledger.db is sound: 0 deals, 0 entries
    ");
    assert_eq!(env.ok(&["check", "--format", "json"]), "[]\n");
    assert_eq!(env.ok(&["check", "--format", "csv"]), "check,severity,deal,problem,hint\n");
    env.ok(&["add", "Plant", "--sector", "5G"]);
    assert!(env.run(&["check"]).stderr.contains("ledger.db is sound: 1 deal, 1 entry\n"));
    assert_eq!(env.run(&["check", "-q"]).stderr, "");
}

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

/// To compare two very long titles letter by letter would take minutes.
#[test]
fn very_long_titles_are_compared_at_once() {
    let env = Env::new();
    for end in ["a", "b"] {
        let title = "x".repeat(200_000) + end;
        let file = env.file("x.csv", format!("title,signed,sector,partner,amount\n{title},2019,5G,Acme,5\n"));
        env.ok(&["import", &file]);
    }
    assert!(checked(&env, 0).is_empty());
}

#[test]
fn likely_doubles_are_warnings() {
    let env = Env::new();
    let add = |title: &str, partner: &str, amount: &str| {
        env.ok(&["add", title, "--sector", "5G", "--partner", partner, "--amount", amount]);
    };
    add("Smart factory in Chongqing", "Acme", "5m");
    add("smart FACTORY, in  Chongqing", "Acme", "5m");
    add("Smart factroy in Chongqing", "Acme Ltd", "5m");
    add("Smart factory in Chongqing", "Acme", "6m");
    add("Smart factory in Chongqing", "Acme", "USD 5m");
    add("Smart factory in Chongqing", "Other", "5m");
    add("Smart factory in Chongqing 2", "Acme", "5m");
    add("智能工厂（一期）", "Acme", "5m");
    add("智能工厂（二期）", "Acme", "5m");
    for _ in 0..2 {
        env.ok(&["add", "Framework", "--sector", "5G", "--partner", "Other"]);
        env.ok(&["add", "Nameless", "--sector", "5G", "--amount", "1"]);
    }
    let doubles = || {
        let rows = checked(&env, 0);
        assert!(rows.iter().all(|row| row[0] == "double" && row[1] == "warning"), "{rows:?}");
        rows.into_iter().map(|row| row[2].clone()).collect::<Vec<_>>()
    };
    assert_eq!(doubles(), ["2", "12"]);
    // Under the names of today.
    env.ok(&["partner", "merge", "Acme Ltd", "--into", "Acme"]);
    assert_eq!(doubles(), ["2", "3", "12"]);
    assert_snapshot!(env.shows(&["check", "--format", "md"]), @"
    | Check         | Severity | Deal | Problem                                                                                  | Way out                                  |
    | :------------ | :------- | ---: | :--------------------------------------------------------------------------------------- | :--------------------------------------- |
    | Likely double | Warning  |    2 | likely the same as deal 1: same partner, same amount, title `Smart factory in Chongqing` | if it is, `deals delete 2` takes it out  |
    | Likely double | Warning  |    3 | likely the same as deal 1: same partner, same amount, title `Smart factory in Chongqing` | if it is, `deals delete 3` takes it out  |
    | Likely double | Warning  |   12 | likely the same as deal 10: same partner, same amount, title `Framework`                 | if it is, `deals delete 12` takes it out |
    --- stderr
    ledger.db is sound: 13 deals, 14 entries; warnings: 3
    ");
    assert_snapshot!(env.shows(&["check", "-n", "1", "--format", "json", "--lang", "zh"]), @r#"
    [
    {"check":"double","severity":"warning","deal":2,"problem":"疑与1号项目重复：合作方和金额相同，项目名称为`Smart factory in Chongqing`","hint":"若确系重复，可用`deals delete 2`删除"}
    ]
    --- stderr
    疑似重复：另有2项未列出，可用`-n 3`全部列出
    ledger.db：台账完好，13个项目，14条记录；提醒3项
    "#);
}

#[test]
fn what_is_not_listed_is_counted() {
    let env = office();
    breaks(&env, "UPDATE deal SET base_amount = base_amount + 1 WHERE base_amount IS NOT NULL");
    let wrong = env.count("SELECT COUNT(*) FROM deal WHERE base_amount IS NOT NULL");
    let few = env.run(&["check", "--format", "jsonl"]).stdout;
    assert_eq!(few.matches("\"base-amount\"").count(), 20);
    let outcome = env.run(&["check", "-n", "3", "--format", "jsonl"]);
    assert_eq!(outcome.stdout.matches("\"base-amount\"").count(), 3);
    let more = format!("base-amount: {} more are not listed; `-n {wrong}` lists them", wrong - 3);
    assert!(outcome.stderr.contains(&more), "{}", outcome.stderr);
    assert!(outcome.stderr.contains(&format!("problems {wrong}, warnings 8")), "{}", outcome.stderr);
    let all = env.run(&["check", "-n", "1000", "--format", "jsonl"]).stdout;
    assert_eq!(i64::try_from(all.matches("\"base-amount\"").count()), Ok(wrong));
}

#[test]
fn problems_are_told_in_chinese_and_kept_in_a_file() {
    let env = office();
    breaks(&env, "UPDATE deal SET base_amount = 3893, kind = 9 WHERE id = 154; DROP INDEX deal_by_event");
    assert_snapshot!(env.shows(&["check", "-n", "1", "--lang", "zh"]), @"
    ┌──────────┬──────┬──────┬────────────────────────────────────────────────┬───────────────────────────────────────────────────────────────────────────────────────────────────────┐
    │ 检查项   │ 程度 │ 项目 │ 问题                                           │ 处理办法                                                                                              │
    ├──────────┼──────┼──────┼────────────────────────────────────────────────┼───────────────────────────────────────────────────────────────────────────────────────────────────────┤
    │ 表结构   │ 问题 │      │ 缺少索引`deal_by_event`                        │ 可用`deals export -o deals.csv`和`deals --db 新台账 import deals.csv`按同样的项目重建台账（不含历史） │
    │ 无法读取 │ 问题 │  154 │ 协议类型无法读取：`9`                          │ 请改用最近一份完好的副本；`deals backup 文件`可生成副本                                               │
    │ 折合金额 │ 问题 │  154 │ 折合金额为CNY 38.93，按金额和汇率应为CNY 38.92 │ 可用`deals edit 154 --rate 7.013`重新折算                                                             │
    │ 日期未到 │ 提醒 │  146 │ 签约日期2019-08-28尚未到来                     │ 若系笔误，可用`deals edit 146 --signed 日期`更正                                                      │
    └──────────┴──────┴──────┴────────────────────────────────────────────────┴───────────────────────────────────────────────────────────────────────────────────────────────────────┘
    --- stderr
    日期未到：另有7项未列出，可用`-n 8`全部列出
    错误：ledger.db：台账有问题3项，提醒8项
    提示：修复之前请先另存一份文件
    --- exit 3
    ");
    assert_snapshot!(env.shows(&["check", "-n", "1", "--format", "json"]), @r#"
    [
    {"check":"schema","severity":"problem","deal":null,"problem":"the index `deal_by_event` is missing","hint":"`deals export -o deals.csv` and `deals --db NEW import deals.csv` make a new ledger of the same deals, without their history"},
    {"check":"unreadable","severity":"problem","deal":154,"problem":"`kind` cannot be read: `9`","hint":"take the last sound copy; `deals backup FILE` makes one"},
    {"check":"base-amount","severity":"problem","deal":154,"problem":"the base amount is CNY 38.93, but amount and rate give CNY 38.92","hint":"`deals edit 154 --rate 7.013` works it out anew"},
    {"check":"future","severity":"warning","deal":146,"problem":"signed 2019-08-28, which is still to come","hint":"if it is a slip, `deals edit 146 --signed DATE`"}
    ]
    --- stderr
    future: 7 more are not listed; `-n 8` lists them
    error: ledger.db is not sound: problems 3, warnings 8
    hint: put a copy of the file aside before you mend it
    --- exit 3
    "#);
    // What is to be typed says which ledger where the command line did.
    fs::rename(env.ledger(), env.path("our deals.db")).unwrap();
    let named = env.run(&["--db", "our deals.db", "check", "--format", "csv"]);
    assert!(named.stdout.contains("`deals --db 'our deals.db' edit 154 --rate 7.013` works"), "{}", named.stdout);
    fs::rename(env.path("our deals.db"), env.ledger()).unwrap();
    let outcome = env.run(&["check", "-o", "found.csv"]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (3, ""));
    assert!(
        fs::read_to_string(env.path("found.csv")).unwrap().starts_with("check,severity,deal,problem,hint\nschema,")
    );
}

#[test]
fn sums_too_large_to_count_are_a_warning() {
    let env = Env::new();
    let rows = (0..93).map(|row| format!("a{row},2019,5G,1000000000000000\n")).collect::<Vec<_>>().concat();
    let file = env.file("x.csv", format!("title,signed,sector,amount\n{rows}"));
    env.ok(&["import", &file]);
    let rows = checked(&env, 0);
    assert_eq!(rows[0][..4], ["total", "warning", "", "a sum of amounts is larger than can be counted"]);
}

#[test]
fn an_older_ledger_is_checked_as_it_is_read() {
    let env = office();
    let tables = ["event", "sector", "district", "partner", "region"];
    let drop = tables.map(|table| format!("ALTER TABLE {table} DROP COLUMN retired;")).concat();
    let drop = drop + "DROP INDEX deal_by_entry; DROP INDEX deal_past_by_until;";
    env.sqlite().execute_batch(&format!("{drop} PRAGMA user_version = 3;")).unwrap();
    let outcome = env.run(&["check", "--format", "csv"]);
    assert_eq!(outcome.code, 0, "{}{}", outcome.stdout, outcome.stderr);
    checked(&env, 0);
}
