//! Ledgers and input made to do harm: they give a clear error or do nothing, and never run, hang, crash or reach a terminal raw.

use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::time::{Duration, Instant};

use rexpect::session::spawn_command;

use crate::env::{Env, Outcome, csv_rows, outcome};

const COMMANDS: [&[&str]; 21] = [
    &["list"],
    &["list", "--format", "json", "--sort", "amount"],
    &["show", "1"],
    &["report"],
    &["report", "--by", "country,year", "--versus", "signed=2018"],
    &["export"],
    &["log"],
    &["status"],
    &["rate", "list"],
    &["sector", "list"],
    &["add", "Second", "--sector", "5G", "--amount", "US$5"],
    &["import", "more.csv"],
    &["import", "--match", "ref", "more.csv"],
    &["rate", "add", "USD", "8", "--on", "2019-01-01"],
    &["check"],
    &["diff", "entry:1"],
    &["list", "--as-of", "entry:1"],
    &["edit", "1", "--amount", "US$4"],
    &["undo"],
    &["redo"],
    &["delete", "1"],
];

/// A room whose ledger holds one deal of every kind of value, and was then changed by other means.
fn crafted(sql: &str) -> Env {
    let env = Env::new();
    env.ok(&["rate", "add", "USD", "7", "--on", "2018-01-01"]);
    env.ok(&[
        "add",
        "First",
        "--sector",
        "5G",
        "--amount",
        "US$3",
        "--partner",
        "Acme",
        "--country",
        "GB",
        "--ref",
        "R1",
    ]);
    env.file("more.csv", "title,signed,sector,ref,amount\nThird,2019,IC,R1,7\n");
    env.sqlite().execute_batch(sql).unwrap();
    env
}

/// Runs a command that must end soon, with a success or with an error that says something.
#[track_caller]
fn ends_well(env: &Env, args: &[&str], about: &str) -> Outcome {
    let begun = Instant::now();
    let outcome = env.run(args);
    let took = begun.elapsed();
    assert!(took < Duration::from_secs(20), "{args:?} after {about} took {took:?}");
    assert!(
        outcome.code == 0 || matches!(outcome.code, 1 | 3) && outcome.stderr.contains("error: "),
        "{args:?} after {about}: {}",
        outcome.stderr
    );
    assert!(!outcome.stderr.contains("panicked"), "{args:?} after {about}: {}", outcome.stderr);
    outcome
}

#[test]
fn triggers_of_a_ledger_do_not_run() {
    let harm = "BEGIN UPDATE ledger SET last_deal_id = 900; DELETE FROM rate; UPDATE deal SET title = 'hit'; END";
    let on = |event: &str, table: &str| format!("CREATE TRIGGER on_{table} {event} ON {table} {harm};");
    let env =
        crafted(&[on("AFTER INSERT", "deal"), on("BEFORE INSERT", "entry"), on("AFTER UPDATE", "ledger")].concat());
    assert_eq!(env.ok(&["add", "Second", "--sector", "5G"]), "2\n");
    env.ok(&["import", "--match", "ref", "more.csv"]);
    assert_eq!(env.count("SELECT COUNT(*) FROM deal WHERE title = 'hit'"), 0);
    assert_eq!(env.count("SELECT last_deal_id FROM ledger"), 2);
    assert_eq!(env.count("SELECT COUNT(*) FROM rate"), 1);
}

#[test]
fn views_in_place_of_tables_are_refused() {
    let env = crafted(
        "PRAGMA legacy_alter_table = 1; ALTER TABLE deal RENAME TO hidden; CREATE VIEW deal AS SELECT * FROM hidden",
    );
    assert!(env.fails(1, &["list"]).contains("access to view \"deal\" prohibited"));
    let endless = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x AS id, 'c' AS code, 'n' AS name FROM n";
    for (table, reads) in [("deal", "list"), ("ledger", "status"), ("sector", "report"), ("entry", "log")] {
        let env = crafted(&format!(
            "PRAGMA legacy_alter_table = 1; ALTER TABLE {table} RENAME TO hidden; CREATE VIEW {table} AS {endless};"
        ));
        let stderr = env.fails(1, &[reads]);
        assert!(stderr.contains("ledger.db is not made as a ledger is: "), "{table}: {stderr}");
        for args in COMMANDS {
            ends_well(&env, args, table);
        }
    }
}

/// Changes the text of a table's schema.
fn with_schema(table: &str, from: &str, to: &str) -> String {
    format!(
        "PRAGMA writable_schema = 1;
         UPDATE sqlite_schema SET sql = replace(sql, '{from}', '{to}') WHERE name = '{table}';
         PRAGMA writable_schema = 0;"
    )
}

#[test]
fn what_a_schema_wants_to_run_is_bounded_or_refused() {
    let checked =
        |check: &str| crafted(&with_schema("deal", "title TEXT NOT NULL,", &format!("title TEXT NOT NULL {check},")));
    let huge = checked("CHECK (length(printf(''%.*c'', 900000000, ''x'')) > 0)");
    assert!(huge.fails(1, &["add", "Second", "--sector", "5G"]).contains("too long"));
    assert_eq!(huge.ok(&["list", "--format", "csv"]).lines().count(), 2);
    let calls = checked("CHECK (load_extension(''x.so'') IS NULL)");
    for args in [&["add", "Second", "--sector", "5G"][..], &["list"]] {
        assert!(calls.fails(1, args).contains("unsafe use of load_extension"));
    }
    let generated = "name TEXT NOT NULL, evil TEXT AS (hex(zeroblob(900000000))),";
    let many = (0..1_000).map(|number| format!("CREATE TABLE t{number} (a);")).collect::<Vec<_>>().concat();
    let columns: Vec<String> = (0..1900).map(|number| format!("c{number}")).collect();
    let deep = format!("{}1{}", "(".repeat(900), ")".repeat(900));
    let crafts = [
        with_schema("sector", "name TEXT NOT NULL,", generated),
        format!("BEGIN; {many} COMMIT;"),
        format!("CREATE TABLE wide ({});", columns.join(",")),
        format!("CREATE TABLE long (a DEFAULT '{}')", "x".repeat(1_500_000)),
        with_schema("entry", "message TEXT,", &format!("message TEXT DEFAULT ({deep}),")),
        "CREATE INDEX grows ON deal (hex(zeroblob(length(title) * 900)))".to_owned(),
        "PRAGMA journal_mode = WAL".to_owned(),
        "CREATE VIRTUAL TABLE words USING fts5 (text); INSERT INTO words VALUES ('x')".to_owned(),
    ];
    for craft in crafts {
        let about: String = craft.chars().take(80).collect();
        let env = crafted(&craft);
        for args in COMMANDS {
            ends_well(&env, args, &about);
        }
    }
}

#[test]
fn statements_hidden_in_an_index_are_not_run() {
    // An import into a ledger without deals takes the indexes away and makes them anew.
    let fresh = || {
        let env = Env::new();
        env.ok(&["rate", "add", "USD", "7", "--on", "2018-01-01"]);
        env.file("more.csv", "title,signed,sector\nThird,2019,IC\n");
        env
    };
    let env = fresh();
    env.sqlite().execute_batch("CREATE INDEX \"deal_by_signed; DELETE FROM rate\" ON deal (title)").unwrap();
    let indexes = "SELECT COUNT(*) FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'deal'";
    let before = env.count(indexes);
    env.ok(&["import", "more.csv"]);
    assert_eq!((env.count("SELECT COUNT(*) FROM rate"), env.count("SELECT COUNT(*) FROM deal")), (1, 1));
    assert_eq!(env.count(indexes), before);

    let env = fresh();
    env.sqlite().execute_batch(&with_schema("deal_by_signed", "(signed)", "(signed); DELETE FROM rate")).unwrap();
    let stderr = env.fails(1, &["import", "more.csv"]);
    assert!(stderr.contains("ledger.db is damaged: malformed database schema"), "{stderr}");
}

#[test]
fn values_that_no_ledger_holds_give_an_error_or_do_no_harm() {
    let big = i64::MAX;
    let updates = [
        "UPDATE deal SET signed = 'yesterday'".to_owned(),
        "UPDATE deal SET signed = ''".to_owned(),
        "UPDATE deal SET signed = '9999999999-99-99'".to_owned(),
        format!("UPDATE deal SET amount = {big}, base_amount = {big}"),
        format!("UPDATE deal SET amount = {}, base_amount = {}", i64::MIN, i64::MIN),
        "UPDATE deal SET kind = 9, venue = 9".to_owned(),
        "UPDATE deal SET kind = -9223372036854775808".to_owned(),
        "UPDATE deal SET currency_id = 12345, sector_id = 77777, country_id = 99999, partner_id = 5555".to_owned(),
        "UPDATE deal SET rate = '1e999'".to_owned(),
        "UPDATE deal SET extra = '{\"a\":', tags = ';;;'".to_owned(),
        format!("UPDATE deal SET extra = '{}'", "[".repeat(100_000)),
        "UPDATE deal SET title = CAST(X'ff00fe' AS TEXT)".to_owned(),
        "UPDATE deal SET id = -1".to_owned(),
        format!("UPDATE deal SET id = {big}"),
        "UPDATE ledger SET base_currency_id = 12345".to_owned(),
        "UPDATE ledger SET home_country_id = -5, default_event_id = 99".to_owned(),
        format!("UPDATE ledger SET last_deal_id = {big}"),
        format!("UPDATE ledger SET last_entry_id = {big}"),
        format!("UPDATE ledger SET last_deal_id = {}, last_entry_id = {}", i64::MIN, i64::MIN),
        "DELETE FROM ledger".to_owned(),
        "UPDATE entry SET at = 'zzzz', who = '', deals = -4".to_owned(),
        "UPDATE rate SET rate = '-0', effective = 'never', currency_id = 1".to_owned(),
        "UPDATE currency SET digits = 400".to_owned(),
        "UPDATE currency SET code = 'USDUSD' || id".to_owned(),
        "UPDATE partner SET successor_id = id".to_owned(),
        "UPDATE partner_alias SET partner_id = 99".to_owned(),
        "DELETE FROM sector_alias; UPDATE sector SET code = '' WHERE code = 'AI'".to_owned(),
        "UPDATE country_alias SET country_id = 99999".to_owned(),
        "DROP TABLE deal_past".to_owned(),
        "DROP INDEX deal_ref; DROP INDEX deal_unrated".to_owned(),
    ];
    for update in updates {
        let about: String = update.chars().take(80).collect();
        let env = crafted(&format!("PRAGMA foreign_keys = 0; PRAGMA ignore_check_constraints = 1; {update}"));
        for args in COMMANDS {
            ends_well(&env, args, &about);
        }
    }
}

/// A text with everything that turns a terminal, a spreadsheet or a page against its reader.
const EVIL: &str =
    "=cmd|' /C calc'!A0\u{1b}]0;owned\u{7}\u{1b}[2J\u{202e}gpj.exe<script>alert(1)</script>``` <b> `\u{9b}31m";

fn with_evil() -> Env {
    let env = Env::new();
    env.ok(&[
        "add",
        EVIL,
        "--sector",
        "5G",
        "--partner",
        EVIL,
        "--note",
        EVIL,
        "--tags",
        "a",
        "--ref",
        "=R1",
        "-m",
        EVIL,
    ]);
    env.file("evil.csv", format!("title,signed,sector,partner,Other\n\"{EVIL}\",2019,IC,\"+{EVIL}\",\"{EVIL}\"\n"));
    env.ok(&["import", "evil.csv"]);
    env
}

/// What no terminal may see, but for the ends of lines and our own colours.
fn is_raw(text: &str) -> bool {
    text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t') || matches!(c, '\u{202a}'..='\u{202e}'))
}

#[test]
fn talk_and_errors_show_escapes_instead_of_obeying_them() {
    let env = with_evil();
    let evil_file = format!("e\u{1b}[31m\n{}.csv", "\u{202e}x");
    env.file(&evil_file, "title,signed,sector\nx,nodate,5G\n");
    let bad = env.file("bad.csv", format!("title,signed,sector,amount\nx,{EVIL},{EVIL},{EVIL}\n"));
    for args in [
        &["add", "x", "--sector", EVIL][..],
        &["add", "x", "--sector", "5G", "--country", EVIL],
        &["add", "x", "--sector", "5G", "--amount", EVIL],
        &["add", "x", "--sector", "5G", "--signed", EVIL],
        &["add", "x", "--sector", "5G", "--currency", EVIL],
        &["list", "--sector", EVIL],
        &["list", "--signed", EVIL],
        &["show", EVIL],
        &["report", "--country", EVIL],
        &["import", &bad],
        &["import", &evil_file],
        &["import", "\u{1b}[31mnot-there\n.csv"],
        &["report", &evil_file],
        &["list", "--db", "no\u{1b}[31m\n\u{202e}where.db"],
        &["list", "-o", "no\u{1b}[31m/\nwhere.csv"],
        &["sector", "add", "X", EVIL],
        &["event", "use", EVIL],
    ] {
        for lang in ["en", "zh"] {
            let outcome = env.run(&[args, &["--lang", lang]].concat());
            assert!(!is_raw(&outcome.stderr), "{args:?}: {:?}", outcome.stderr);
            assert!(outcome.code < 3, "{args:?}: {}", outcome.stderr);
        }
    }
    let mut command = env.command(&["import"]);
    let not_text = outcome(command.arg(std::ffi::OsStr::from_bytes(b"a\xff\x1bb.csv")));
    assert!(not_text.code == 1 && !is_raw(&not_text.stderr), "{}", not_text.stderr);
}

#[test]
fn no_form_for_people_carries_escapes_or_markup() {
    let env = with_evil();
    for command in
        [&["list"][..], &["show", "1"], &["show", "2"], &["report", "--by", "partner"], &["log"], &["partner", "list"]]
    {
        for format in ["table", "md", "html"] {
            let shown = env.ok(&[command, &["--format", format]].concat());
            assert!(!is_raw(&shown), "{command:?} {format}: {shown:?}");
            if format != "table" {
                assert!(!shown.contains("<script>alert") && !shown.contains("<b>"), "{command:?} {format}: {shown}");
            }
        }
        // A terminal is shown every form made visible, also those that programs read.
        for format in ["csv", "json", "jsonl", "table"] {
            let args = [command, &["--format", format, "--color", "never"]].concat();
            let mut terminal = spawn_command(env.command(&args), Some(10_000)).unwrap();
            // The library takes each byte for a character.
            let bytes = terminal.exp_eof().unwrap().chars().map(|c| u8::try_from(c).unwrap()).collect();
            let shown = String::from_utf8(bytes).unwrap().replace("\r\n", "\n");
            assert!(!is_raw(&shown), "{args:?}: {shown:?}");
        }
    }
}

#[test]
fn programs_get_the_text_as_it_is_and_spreadsheets_get_no_formula() {
    let env = with_evil();
    let exported = csv_rows(&env.ok(&["export"]));
    let at = exported[0].iter().position(|head| head == "title").unwrap();
    assert!(exported[1][at] == EVIL && exported[2][at] == EVIL);
    for command in [&["list"][..], &["show", "1"], &["report", "--by", "partner"], &["log"], &["export"]] {
        let text = env.ok(&[command, &["--format", "csv-excel"]].concat());
        for row in csv_rows(text.trim_start_matches('\u{feff}')) {
            assert!(row.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t', '\r'])), "{command:?}: {row:?}");
        }
    }
}

#[test]
fn texts_a_million_characters_long_go_in_and_out() {
    let env = Env::new();
    let long = "智慧产业园".repeat(200_000);
    env.file("long.csv", format!("title,signed,sector,partner,note,Other\n{long},2019,5G,{long},{long},{long}\n"));
    env.ok(&["import", "long.csv"]);
    for args in COMMANDS.into_iter().filter(|args| !["import", "rate", "undo", "redo", "delete"].contains(&args[0])) {
        assert_eq!(ends_well(&env, args, "a long text").code, 0, "{args:?}");
    }
    assert_eq!(env.count("SELECT LENGTH(title) + LENGTH(note) FROM deal WHERE id = 1"), 2_000_000);
    env.file("export.csv", env.ok(&["export"]));
    fs::remove_file(env.ledger()).unwrap();
    env.ok(&["import", "export.csv"]);
    assert_eq!(env.ok(&["export"]), fs::read_to_string(env.path("export.csv")).unwrap());
    // What is longer than fits is said, and nothing is written.
    let mut longer = b"title,signed,sector\n".to_vec();
    longer.resize(110_000_000, b'x');
    longer.extend(b",2019,5G\n");
    env.file("longer.csv", longer);
    let outcome = ends_well(&env, &["import", "longer.csv"], "too long a text");
    assert!(outcome.code == 1, "{}", outcome.stderr.chars().take(300).collect::<String>());
    assert_eq!(env.count("SELECT COUNT(*) FROM deal"), 2);
}
