//! What goes wrong under way: the program killed at any moment, disks full, files taken away, output that nobody takes. The ledger
//! is as before or as after, never between, and what happened is said.

use std::fs::{self, OpenOptions};
use std::process::Stdio;
use std::time::Instant;

use crate::env::{Env, outcome, sample};
use crate::several::{import_under_way, signal};
use crate::upgrade;

/// Work that is killed: how its room is made, and the command.
struct Work {
    name: &'static str,
    room: fn() -> Env,
    args: &'static [&'static str],
    kills: u32,
}

const WORKS: [Work; 7] = [
    Work { name: "first import", room: || with_rows(Env::new()), args: &["import", "rows.csv"], kills: 15 },
    Work { name: "import", room: || with_rows(Env::with_samples()), args: &["import", "rows.csv"], kills: 15 },
    Work { name: "update", room: with_changes, args: &["import", "--match", "ref", "changes.csv"], kills: 15 },
    Work { name: "edit", room: || imported("5m"), args: &["edit", "1-3000", "--sector", "AI", "--yes"], kills: 15 },
    Work { name: "undo", room: with_edit, args: &["undo"], kills: 15 },
    Work { name: "rates", room: with_waiting, args: &["rate", "import", "rates.csv"], kills: 15 },
    Work { name: "upgrade", room: with_older, args: &["add", "Plant", "--sector", "5G"], kills: 15 },
];

/// Rows of this many deals, with notes so long that they do not fit into what the engine keeps in memory.
fn rows(amount: &str, note: &str) -> String {
    let note = note.repeat(100);
    let row = |number| format!("Project {number},2019-08-26,5G,R{number},{amount},Partner {},{note}\n", number % 50);
    let rows: Vec<String> = (0..3_000).map(row).collect();
    format!("title,signed,sector,ref,amount,partner,note\n{}", rows.concat())
}

fn with_rows(env: Env) -> Env {
    env.file("rows.csv", rows("5m", "a word "));
    env
}

fn imported(amount: &str) -> Env {
    let env = Env::new();
    env.file("rows.csv", rows(amount, "a note "));
    env.ok(&["import", "rows.csv"]);
    env
}

fn with_changes() -> Env {
    let env = imported("5m");
    env.file("changes.csv", rows("6m", "another"));
    env
}

fn with_edit() -> Env {
    let env = imported("5m");
    env.ok(&["edit", "1-3000", "--sector", "AI", "--yes"]);
    env
}

fn with_waiting() -> Env {
    let env = imported("US$5m");
    env.file("rates.csv", fs::read(sample("rates.csv")).unwrap());
    env
}

fn with_older() -> Env {
    let (_, env) = upgrade::older().remove(0);
    let many = "WITH RECURSIVE n (id) AS (SELECT 6 UNION ALL SELECT id + 1 FROM n WHERE id < 20000) \
                INSERT INTO deal (id, entry_id, sector_id, currency_id, signed, title) \
                SELECT id, 13, 1, 156, '2019', hex(zeroblob(100)) FROM n; UPDATE ledger SET last_deal_id = 20000; \
                UPDATE entry SET deals = deals + 19995 WHERE id = 13";
    env.sqlite().execute_batch(many).unwrap();
    env
}

/// What people see of a ledger, or of none.
fn seen(env: &Env) -> (String, String) {
    let exported = env.run(&["export"]);
    assert!(exported.code == 0 || exported.stderr.contains("there is no ledger"), "{}", exported.stderr);
    let entries = env.run(&["log", "--format", "json"]);
    // The time of the killed write is not the one of the model.
    let entries = entries.stdout.lines().map(|line| env.normal(line)).collect();
    (exported.stdout, entries)
}

/// A number that looks random, and is the same on every run.
fn dice(seed: &mut u64) -> u32 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    u32::try_from(*seed >> 33).unwrap() % 1000
}

#[test]
fn killed_at_any_moment_a_ledger_is_as_before_or_as_after() {
    const FIRST: [&[&str]; 4] = [
        &["status"],
        &["sector", "edit", "5G", "--name", "5G"],
        &["list", "-n", "1"],
        &["backup", "safe.db", "--force"],
    ];
    let (mut kills, mut inside, mut seed) = (0, 0, 20_190_826);
    for Work { name, room, args, kills: times } in WORKS {
        let env = room();
        let (names, ledger) = (env.names(), fs::read(env.ledger()).ok());
        let before = seen(&env);
        let begun = Instant::now();
        env.ok(args);
        let takes = begun.elapsed();
        let after = seen(&env);
        assert_ne!(before, after, "{name}");
        let mut were_before = 0;
        for number in 0..times {
            for name in env.names() {
                if !names.contains(&name) {
                    fs::remove_file(env.path(&name)).unwrap();
                }
            }
            if let Some(ledger) = &ledger {
                fs::write(env.ledger(), ledger).unwrap();
            }
            let mut child = env.command(args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
            std::thread::sleep(takes * (number * 1000 + dice(&mut seed)) / (times * 1000));
            child.kill().unwrap();
            kills += 1;
            inside += u32::from(child.wait().unwrap().code().is_none());
            let first = env.run(FIRST[usize::try_from(number).unwrap() % FIRST.len()]);
            assert!(first.code == 0 || !env.ledger().exists(), "{name} {number}: {}", first.stderr);
            let now = seen(&env);
            assert!(now == before || now == after, "{name} {number}: between");
            were_before += u32::from(now == before);
            if env.ledger().exists() {
                let database = env.sqlite();
                let sound: String = database.query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
                assert_eq!(sound, "ok", "{name} {number}");
                drop(database);
                let check = env.run(&["check", "--format", "csv"]);
                assert_eq!(check.code, 0, "{name} {number}: {}{}", check.stdout, check.stderr);
            }
        }
        assert!(were_before > times / 3, "{name}: {were_before} of {times}");
    }
    assert!(kills >= 100 && inside * 10 >= kills * 7, "{inside} of {kills} fell inside the run");
}

const WRITES: [&[&str]; 9] = [
    &["add", "Plant", "--sector", "5G"],
    &["import", "many.csv"],
    &["rate", "add", "CHF", "7.2"],
    &["sector", "add", "BIO", "Biomedicine"],
    &["event", "use", "SCE2019"],
    &["import", "--match", "ref", "many.csv"],
    &["edit", "1-20", "--sector", "AI", "--yes"],
    &["delete", "7"],
    &["undo"],
];

#[test]
fn a_full_disk_is_said_by_every_write_and_loses_nothing() {
    let env = Env::with_samples();
    env.file("many.csv", "title,signed,sector,ref\nPlan,2019-08-26,5G,Z1\n");
    let (before, names) = (fs::read(env.ledger()).unwrap(), env.names());
    for args in WRITES {
        // The first page is full.
        let full = outcome(&mut env.with_files_up_to(2, args));
        assert_eq!(full.code, 1, "{args:?}");
        assert!(
            full.stderr.contains("error: the disk of ledger.db is full")
                || full.stderr.contains("error: ledger.db cannot be written"),
            "{args:?}: {}",
            full.stderr
        );
        assert!((fs::read(env.ledger()).unwrap(), env.names()) == (before.clone(), names.clone()), "{args:?}");
    }
    for args in [
        &["list", "-o", "out.csv"][..],
        &["export", "-o", "out.jsonl"],
        &["report", "-o", "out.xlsx"],
        &["template", "-o", "out.xlsx"],
    ] {
        let full = outcome(&mut env.with_files_up_to(1, args));
        assert!(full.code == 1 && full.stderr.contains("cannot be written"), "{args:?}: {}", full.stderr);
        // The library of workbooks panics where its temporary files do not fit, so that what was begun stays.
        let names_now = env.names().into_iter().filter(|name| !name.contains(".part")).collect::<Vec<_>>();
        assert_eq!(names_now, names, "{args:?}");
    }
    let fresh = Env::new();
    for args in [&["init"][..], &["add", "Plant", "--sector", "5G"]] {
        assert_eq!(outcome(&mut fresh.with_files_up_to(20, args)).code, 1);
        assert!(fresh.names().is_empty(), "{:?}", fresh.names());
    }
}

#[test]
fn a_ledger_taken_away_under_way_is_said_and_not_written() {
    for replaced in [false, true] {
        let env = Env::with_samples();
        let before = env.ok(&["export"]);
        let import = import_under_way(&env);
        fs::rename(env.ledger(), env.path("moved.db")).unwrap();
        if replaced {
            fs::write(env.ledger(), "mine").unwrap();
        }
        signal(&import, "CONT");
        let output = import.wait_with_output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{stderr}");
        assert!(
            stderr.starts_with("error: the ledger ledger.db was moved or removed while it was being written\nhint: "),
            "{stderr}"
        );
        assert_eq!(fs::read(env.ledger()).ok(), replaced.then(|| b"mine".to_vec()));
        assert_eq!(env.ok(&["export", "--db", "moved.db"]), before);
    }
}

const OUTPUTS: [&[&str]; 11] = [
    &["list"],
    &["show", "1"],
    &["report"],
    &["report", "--across", "origin"],
    &["log"],
    &["status"],
    &["sector", "list"],
    &["rate", "list"],
    &["log", "2"],
    &["diff", "entry:1"],
    &["export"],
];

const FORMATS: [&str; 8] = ["table", "md", "html", "csv", "csv-excel", "json", "jsonl", "xlsx"];

#[test]
fn output_that_cannot_be_written_is_said_and_a_closed_pipe_is_not() {
    let env = Env::with_samples();
    let mut runs: Vec<Vec<&str>> = Vec::new();
    for args in OUTPUTS {
        let formats =
            FORMATS.iter().filter(|format| args[0] != "export" || !matches!(**format, "table" | "md" | "html"));
        runs.extend(formats.map(|format| [args, &["--format", format]].concat()));
    }
    env.file("x.csv", "title,signed,sector\nPlan,2019-08-26,5G\n");
    runs.push(vec!["import", "--dry-run", "x.csv"]);
    runs.push(vec!["report", "x.csv"]);
    runs.push(vec!["add", "Plant", "--sector", "5G"]);
    for args in &runs {
        let full = || OpenOptions::new().write(true).open("/dev/full").unwrap();
        let refused = outcome(env.command(args).stdout(full()));
        assert_eq!(refused.code, 1, "{args:?}: {}", refused.stderr);
        let says = "error: the output cannot be written: No space left on device";
        assert!(refused.stderr.contains(says), "{args:?}: {}", refused.stderr);
        let mut child = env.command(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let closed = child.wait_with_output().unwrap();
        assert_eq!(closed.status.code(), Some(0), "{args:?}: {}", String::from_utf8_lossy(&closed.stderr));
        assert!(!String::from_utf8_lossy(&closed.stderr).contains("error"), "{args:?}");
    }
    // What does not fit into one buffer meets with the same.
    let large = imported("5m");
    for format in FORMATS {
        let args = ["list", "--format", format];
        let mut child = large.command(&args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let closed = child.wait_with_output().unwrap();
        assert_eq!((closed.status.code(), closed.stderr.as_slice()), (Some(0), &b""[..]), "{format}");
        let refused = outcome(large.command(&args).stdout(OpenOptions::new().write(true).open("/dev/full").unwrap()));
        assert!(
            refused.code == 1 && refused.stderr.contains("No space left on device"),
            "{format}: {}",
            refused.stderr
        );
    }
    // The deal was recorded each time, which is said where its number could not be.
    assert_eq!(env.count("SELECT COUNT(*) FROM deal"), 153 + 2);
    let mut add = env.command(&["add", "Plant", "--sector", "5G"]);
    let add = outcome(add.stdout(OpenOptions::new().write(true).open("/dev/full").unwrap()));
    assert!(add.stderr.contains("hint: the deal is recorded, with the number 156"), "{}", add.stderr);
    let closed_stderr =
        env.command(&["add", "Plant", "--sector", "5G"]).stdout(Stdio::null()).stderr(Stdio::null()).status();
    assert!(closed_stderr.unwrap().success());
}
