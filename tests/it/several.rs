//! Several programs at once on one ledger: nothing is lost, nobody sees half of a write, and who waits in vain says so.

use std::fs;
use std::process::{Child, Command, Stdio};

use insta::assert_snapshot;

use crate::env::{Env, outcome};

#[test]
fn eight_at_once_with_two_hundred_adds_each_lose_nothing_and_leave_no_gap() {
    let env = Env::new();
    let mut numbers: Vec<i64> = std::thread::scope(|scope| {
        let adds = |writer: i32| {
            let args = |number: i32| {
                [format!("{writer}-{number}"), "--sector".into(), "5G".into(), "--wait".into(), "60".into()]
            };
            let add = |number| {
                let added = outcome(env.command(&["add"]).args(args(number)));
                assert_eq!(added.code, 0, "{}", added.stderr);
                added.stdout.trim().parse::<i64>().unwrap()
            };
            (0..200).map(add).collect::<Vec<_>>()
        };
        let writers: Vec<_> = (0..8).map(|writer| scope.spawn(move || adds(writer))).collect();
        writers.into_iter().flat_map(|writer| writer.join().unwrap()).collect()
    });
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=1600).collect::<Vec<_>>());
    for table in ["deal", "entry"] {
        let range = format!("SELECT COUNT(*) * 10000000 + MIN(id) * 10000 + MAX(id) FROM {table}");
        assert_eq!(env.count(&range), 1600 * 10_000_000 + 10_000 + 1600, "{table}");
    }
    assert_eq!(env.count("SELECT COUNT(DISTINCT title) FROM deal"), 1600);
    assert_eq!(env.count("SELECT last_deal_id * 10000 + last_entry_id FROM ledger"), 16_001_600);
    // The order of the entries is that of the numbers and of time.
    assert_eq!(env.count("SELECT COUNT(*) FROM deal WHERE entry_id <> id"), 0);
    let back = "SELECT COUNT(*) FROM entry AS a JOIN entry AS b ON b.id = a.id + 1 WHERE b.at < a.at";
    assert_eq!(env.count(back), 0);
}

/// Tells a process to stop or to go on.
pub(crate) fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill").args([&format!("-{name}"), &child.id().to_string()]).status().unwrap();
    assert!(sent.success(), "{name}");
}

/// An import that was stopped when it had begun to write.
pub(crate) fn import_under_way(env: &Env) -> Child {
    let rows = (0..5_000).map(|number| format!("Project {number},2019-08-26,5G\n")).collect::<Vec<_>>().concat();
    env.file("many.csv", format!("title,signed,sector\n{rows}"));
    let mut child = env.command(&["import", "many.csv"]).stderr(Stdio::piped()).spawn().unwrap();
    while !env.path("ledger.db-journal").exists() {
        assert!(child.try_wait().unwrap().is_none(), "the import is over");
        std::thread::yield_now();
    }
    signal(&child, "STOP");
    child
}

#[test]
fn readers_during_an_import_see_the_old_state_and_writers_wait() {
    let env = Env::with_samples();
    let before = env.ok(&["export"]);
    let mut import = import_under_way(&env);
    for _ in 0..5 {
        assert_eq!(env.ok(&["export", "--wait", "0"]), before);
    }
    env.fails(1, &["--wait", "0", "add", "Plant", "--sector", "5G"]);
    let mut add = env.command(&["add", "Plant", "--sector", "5G", "--wait", "60"]);
    let mut add = add.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(100));
    assert!(add.try_wait().unwrap().is_none(), "it does not wait");
    signal(&import, "CONT");
    assert!(import.wait().unwrap().success());
    let added = add.wait_with_output().unwrap();
    assert_eq!((added.status.code(), added.stdout.as_slice()), (Some(0), &b"5154\n"[..]));
    assert_eq!(env.ok(&["export"]).lines().count(), 1 + 153 + 5_000 + 1);
    assert_eq!(env.count("SELECT COUNT(*) * 100 + MAX(id) FROM entry"), 404);
}

#[test]
fn who_waits_can_be_ended_at_once() {
    let env = Env::with_samples();
    env.file("x.csv", "title,signed,sector\nPlan,2019-08-26,5G\n");
    let holder = env.sqlite();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    let mut import = env.command(&["import", "x.csv", "--wait", "600"]).stderr(Stdio::null()).spawn().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(500));
    signal(&import, "INT");
    std::thread::sleep(std::time::Duration::from_millis(1500));
    let ended = import.try_wait().unwrap();
    import.kill().unwrap();
    assert!(ended.is_some_and(|ended| !ended.success()), "it goes on waiting");
    holder.execute_batch("COMMIT").unwrap();
    assert_eq!(env.count("SELECT COUNT(*) FROM deal"), 153);
}

#[test]
fn a_busy_ledger_is_waited_for_and_then_named() {
    let env = Env::with_samples();
    let holder = env.sqlite();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert_eq!(env.run(&["list"]).code, 0, "reading goes on");
    assert_snapshot!(env.shows(&["add", "Plant", "--sector", "5G", "--wait", "1"]), @"
    --- stderr
    error: the ledger ledger.db is busy: another program is using it, and did not finish within 1 s
    hint: try again when the other program has finished
    hint: `--wait 60` waits longer
    --- exit 1
    ");
    assert_snapshot!(env.shows(&["--wait", "0", "rate", "add", "USD", "7", "--on", "2020-01-01", "--lang", "zh"]), @"
    --- stderr
    错误：ledger.db：台账正被其他程序使用，等待0秒后仍未结束
    提示：请在其他程序结束后重试
    提示：可用`--wait 60`等待更久
    --- exit 1
    ");
    let begun = std::time::Instant::now();
    env.fails(1, &["add", "Plant", "--sector", "5G", "--wait", "2"]);
    assert!(begun.elapsed() >= std::time::Duration::from_secs(2));
    // A reader waits for one who is about to commit.
    holder.execute_batch("COMMIT; BEGIN EXCLUSIVE").unwrap();
    assert!(env.fails(1, &["list", "--wait", "0"]).contains("the ledger ledger.db is busy"));
    let reader = env.command(&["export", "--wait", "60"]).stdout(Stdio::piped()).spawn().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(100));
    holder.execute_batch("COMMIT").unwrap();
    assert!(reader.wait_with_output().unwrap().status.success());
    env.ok(&["add", "Plant", "--sector", "5G", "--wait", "0"]);
    assert!(env.fails(2, &["list", "--wait", "soon"]).contains("'soon'"));
}

#[test]
fn two_at_once_both_succeed_even_on_the_first_day() {
    let env = Env::new();
    let children: Vec<_> = (0..12)
        .map(|number| {
            // Every third one fails, and must not take the ledger of the others away.
            let sector = if number % 3 == 0 { "nothing" } else { "5G" };
            let mut command = env.command(&["add", "Plant", "--sector", sector]);
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    let mut numbers = Vec::new();
    for child in children {
        let output = child.wait_with_output().unwrap();
        if output.status.success() {
            numbers.push(String::from_utf8(output.stdout).unwrap().trim().parse::<i64>().unwrap());
        }
    }
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=8).collect::<Vec<_>>());
    assert_eq!(env.count("SELECT COUNT(*) FROM deal"), 8);
    assert_eq!(env.count("SELECT COUNT(*) FROM entry WHERE id <= 8"), 8);
}

#[test]
fn an_import_and_an_init_at_once_on_the_first_day() {
    for _ in 0..8 {
        let env = Env::new();
        env.file("x.csv", "title,signed,sector,partner\na,2019,5G,Acme\nb,2019,5G,Other\n");
        let start = |args: &[&str]| env.command(args).stderr(Stdio::piped()).spawn().unwrap();
        let (import, init) = (start(&["import", "x.csv"]), start(&["init"]));
        let import = import.wait_with_output().unwrap();
        init.wait_with_output().unwrap();
        assert!(import.status.success(), "{}", String::from_utf8_lossy(&import.stderr));
        assert_eq!(env.ok(&["export"]).lines().count(), 3);
        let names: Vec<_> = fs::read_dir(env.path(".")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(names.len(), 2, "{names:?}");
    }
}

#[test]
fn who_reads_a_table_keeps_nobody_from_writing() {
    let env = Env::with_samples();
    let mut reader = env.command(&["list"]);
    // The pipe is smaller than the table, and nobody reads from it yet.
    let reader = reader.env("COLUMNS", "400").stdout(Stdio::piped()).spawn().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(300));
    env.ok(&["add", "Plant", "--sector", "5G"]);
    assert!(reader.wait_with_output().unwrap().status.success());
}

/// More than the engine keeps in memory of itself: were it to go to the file before the end, readers would be kept out.
#[test]
fn readers_go_on_while_megabytes_are_written() {
    let env = Env::with_samples();
    let before = env.ok(&["export"]);
    let note = "a long note ".repeat(100);
    let rows = (0..20_000).map(|row| format!("Project {row},2019-08-26,5G,{note}\n")).collect::<Vec<_>>().concat();
    env.file("rows.csv", format!("title,signed,sector,note\n{rows}"));
    let mut import = env.command(&["import", "rows.csv"]).stderr(Stdio::null()).spawn().unwrap();
    let witness = env.sqlite();
    witness.busy_timeout(std::time::Duration::ZERO).unwrap();
    while witness.execute_batch("BEGIN IMMEDIATE; ROLLBACK").is_ok() {
        std::thread::yield_now();
    }
    std::thread::sleep(std::time::Duration::from_millis(150));
    signal(&import, "STOP");
    assert!(import.try_wait().unwrap().is_none(), "it was over before it could be stopped");
    let read = env.run(&["export", "--wait", "0"]);
    signal(&import, "CONT");
    assert_eq!((read.code, &read.stdout), (0, &before), "{}", read.stderr);
    assert!(import.wait().unwrap().success());
    assert_eq!(env.count("SELECT COUNT(*) FROM deal"), 20_153);
}
