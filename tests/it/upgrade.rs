//! Ledgers of earlier versions: read as they are, brought to the newest version by the first write, with a copy kept.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

use rusqlite::Connection;

use crate::env::{Env, as_nobody, outcome, repository};

/// What the deals of every fixture are, as they were typed; the partner of the third was merged into that of the first.
const DEALS: &str = "\
id,title,signed,sector,partner,region,country,amount,currency,base_amount,kind,district
1,5G base stations,2019-08-27,5G,Acme Ltd,,GB,30000000.00,USD,213000000.00,contract,Liangjiang
2,集成电路封装二期,2019-08-27,IC,浙江某某公司,CN-ZJ,CN,15000000.00,CNY,15000000.00,,Liangjiang
3,Waits for a rate,2018-08-23,AI,Acme Ltd,Bavaria,DE,2000000.00,GBP,,,
4,Without amount,2018-08,IoT,,,HK,,CNY,,intent,
5,From a file,2019-08-28,5G,,,,,CNY,,,
";
const LIST: [&str; 7] = [
    "list",
    "--sort",
    "id",
    "--format",
    "csv",
    "--columns",
    "id,title,signed,sector,partner,region,country,amount,currency,base_amount,kind,district",
];

/// The version of new ledgers.
fn newest() -> i64 {
    let env = Env::new();
    env.ok(&["init"]);
    env.count("PRAGMA user_version")
}

/// The ledgers of earlier versions, in order: `tests/fixtures/ledger-N.sql`, made by `scripts/older_ledger.py`.
fn fixtures() -> Vec<(i64, String)> {
    let text = |version: i64| fs::read_to_string(repository().join(format!("tests/fixtures/ledger-{version}.sql")));
    (1..).map_while(|version| Some((version, text(version).ok()?))).collect()
}

/// The fixtures that are older than new ledgers, each in a room of its own.
pub(crate) fn older() -> Vec<(i64, Env)> {
    let newest = newest();
    let made = |(version, sql): (i64, String)| {
        let env = Env::new();
        env.sqlite().execute_batch(&sql).unwrap();
        (version, env)
    };
    fixtures().into_iter().filter(|(version, _)| *version < newest).map(made).collect()
}

/// Every row of the tables that a fixture has, in the columns that it has.
fn rows(path: &Path, of: &Connection) -> Vec<String> {
    let database = Connection::open(path).unwrap();
    let names = |sql: &str| -> Vec<String> {
        of.prepare(sql).unwrap().query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    let mut rows = Vec::new();
    for table in names("SELECT name FROM sqlite_schema WHERE type = 'table' AND name <> 'ledger'") {
        let columns = names(&format!("SELECT 'quote(' || name || ')' FROM pragma_table_info('{table}')"));
        let sql = format!("SELECT '{table}: ' || {} FROM {table}", columns.join(" || ',' || "));
        let mut statement = database.prepare(&sql).unwrap();
        rows.extend(statement.query_map([], |row| row.get::<_, String>(0)).unwrap().map(Result::unwrap));
    }
    rows
}

fn is_sound(path: &Path) {
    let database = Connection::open(path).unwrap();
    let found: String = database.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(found, "ok");
    assert!(!database.prepare("PRAGMA foreign_key_check").unwrap().exists([]).unwrap());
}

#[test]
fn there_is_a_ledger_of_every_earlier_version() {
    let versions: Vec<i64> = fixtures().into_iter().map(|(version, _)| version).collect();
    assert!(versions.last() >= Some(&(newest() - 1)), "no fixture of the version before {}", newest());
    for (version, env) in older() {
        assert_eq!(env.count("PRAGMA user_version"), version);
        assert_eq!(env.count("SELECT COUNT(*) FROM deal_past"), 1);
        is_sound(&env.ledger());
    }
}

#[test]
fn an_older_ledger_is_read_and_stays_as_it_is() {
    for (version, env) in older() {
        let before = (fs::read(env.ledger()).unwrap(), env.names());
        assert_eq!(env.ok(&LIST), DEALS, "{version}");
        for args in
            [&["show", "1"][..], &["report"], &["export"], &["log"], &["status"], &["rate", "list"], &["event", "list"]]
        {
            assert!(!env.ok(args).is_empty());
        }
        assert_eq!(env.ok(&["log", "--format", "csv"]).lines().count(), 17);
        env.file("more.csv", "title,signed,sector\nPlan,2019-08-26,5G\n");
        env.ok(&["import", "--dry-run", "more.csv"]);
        env.fails(1, &["add", "Plant", "--sector", "nothing"]);
        fs::remove_file(env.path("more.csv")).unwrap();
        assert!((fs::read(env.ledger()).unwrap(), env.names()) == before, "{version}");
    }
}

#[test]
fn the_first_write_lifts_an_older_ledger_and_keeps_a_copy() {
    let newest = newest();
    for (number, (version, env)) in older().into_iter().enumerate() {
        let fixture = Connection::open_in_memory().unwrap();
        fixture.execute_batch(&fixtures()[usize::try_from(version).unwrap() - 1].1).unwrap();
        let before = rows(&env.ledger(), &fixture);
        assert!(before.len() > 80);
        env.file("more.csv", "title,signed,sector\nPlant,2019-08-26,5G\n");
        let write = [
            &["add", "Plant", "--sector", "5G"][..],
            &["import", "more.csv"],
            &["rate", "add", "GBP", "8.68", "--on", "2018-08-01"],
        ][number % 3];
        let written = env.run(write);
        let says = format!(
            "brought the ledger from version {version} to {newest}; what it was before is kept at ledger.db.version-{version}.backup\n"
        );
        assert!(written.code == 0 && written.stderr.contains(&says), "{version}: {}", written.stderr);
        assert_eq!(env.count("PRAGMA user_version"), newest);
        is_sound(&env.ledger());
        let lifted = rows(&env.ledger(), &fixture);
        // The rate fills in the amount that waited for it, which is another version of that deal.
        let is_kept = |row: &&String| lifted.contains(row) || row.starts_with("deal: 3,") && write[0] == "rate";
        assert!(before.iter().all(|row| is_kept(&row)), "{version}");
        assert_eq!(lifted.len() - before.len(), if write[0] == "rate" { 4 } else { 2 });
        assert_eq!(env.count("SELECT last_entry_id FROM ledger"), 17);

        let backup = env.path(&format!("ledger.db.version-{version}.backup"));
        assert_eq!(fs::metadata(&backup).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(rows(&backup, &fixture), before);
        assert_eq!(env.ok(&[&LIST[..], &["--db", backup.to_str().unwrap()]].concat()), DEALS);
        let names = env.names();
        assert!(!env.run(&["add", "Next", "--sector", "5G"]).stderr.contains("version"));
        assert_eq!(env.names(), names);
    }
}

#[test]
fn the_copy_takes_no_name_that_a_file_has() {
    let Some((version, env)) = older().pop() else { return };
    let taken = env.file(&format!("ledger.db.version-{version}.backup"), "mine");
    let written = env.run(&["add", "Plant", "--sector", "5G", "--lang", "zh"]);
    assert_eq!(fs::read(env.path(&taken)).unwrap(), b"mine");
    let second = format!("ledger.db.version-{version}.2.backup");
    assert!(written.stderr.contains(&format!("升级前的副本保存在{second}")), "{}", written.stderr);
    assert_eq!(env.ok(&[&LIST[..], &["--db", &second]].concat()), DEALS);
}

#[test]
fn an_older_ledger_is_copied_as_it_is() {
    for (version, env) in older() {
        assert!(
            env.run(&["backup", "safe.db"]).stderr.starts_with("copied the ledger to safe.db: deals 5, up to entry 16")
        );
        let copy = Connection::open(env.path("safe.db")).unwrap();
        let marked: i64 = copy.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
        assert_eq!(marked, version);
    }
}

#[test]
fn a_full_disk_leaves_the_older_ledger() {
    let first_five = [&LIST[..], &["-n", "5"]].concat();
    let mut full_while_lifting = 0;
    for (version, env) in older() {
        let many = "WITH RECURSIVE n (id) AS (SELECT 6 UNION ALL SELECT id + 1 FROM n WHERE id < 600) \
                    INSERT INTO deal (id, entry_id, sector_id, currency_id, signed, title) \
                    SELECT id, 13, 1, 156, '2019', hex(zeroblob(100)) FROM n; UPDATE ledger SET last_deal_id = 600";
        env.sqlite().execute_batch(many).unwrap();
        let before = (fs::read(env.ledger()).unwrap(), env.names());
        let blocks = u32::try_from(before.0.len() / 1024).unwrap();
        for limit in (8..).step_by(24) {
            let written = outcome(&mut env.with_files_up_to(limit, &["add", "Plant", "--sector", "5G"]));
            if written.code == 0 {
                assert!(limit >= blocks, "{version} {limit}");
                break;
            }
            assert!(written.stderr.contains("cannot be written"), "{version} {limit}: {}", written.stderr);
            assert_eq!(env.ok(&first_five), DEALS, "{version} {limit}");
            assert!((fs::read(env.ledger()).unwrap(), env.names()) == before, "{version} {limit}");
            full_while_lifting += i32::from(limit >= blocks);
        }
        assert_eq!(env.count("PRAGMA user_version"), newest(), "{version}");
    }
    assert!(full_while_lifting > 1, "{full_while_lifting}");
}

#[test]
fn an_older_ledger_that_may_not_be_written_is_read_all_the_same() {
    for (version, env) in older() {
        for (name, mode) in [("ledger.db", 0o444), (".", 0o755)] {
            fs::set_permissions(env.path(name), fs::Permissions::from_mode(mode)).unwrap();
        }
        let read = outcome(&mut as_nobody(&env, &LIST));
        assert_eq!((read.code, read.stdout.as_str()), (0, DEALS), "{version}: {}", read.stderr);
        let written = outcome(&mut as_nobody(&env, &["add", "Plant", "--sector", "5G"]));
        assert!(written.code == 1 && written.stderr.contains("cannot be written"), "{}", written.stderr);
        assert_eq!(env.count("PRAGMA user_version"), version);
    }
}
