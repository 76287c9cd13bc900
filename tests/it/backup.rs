//! `deals backup`.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Stdio;

use insta::assert_snapshot;

use crate::env::{Env, as_nobody, outcome};

#[test]
fn what_is_copied_back_is_the_ledger_as_it_was() {
    let env = Env::with_samples();
    let then =
        [env.ok(&["export"]), env.ok(&["log", "--format", "json"]), env.ok(&["rate", "list", "--format", "csv"])];
    let said = env.shows(&["backup", "safe.db"]);
    let size = fs::metadata(env.path("safe.db")).unwrap().len();
    let size = size.div_ceil(1000);
    assert_eq!(said, format!("--- stderr\ncopied the ledger to safe.db: deals 153, up to entry 2, {size} kB\n"));
    assert_eq!(fs::metadata(env.path("safe.db")).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(env.ok(&["export", "--db", "safe.db"]), then[0]);
    env.ok(&["add", "Plant", "--sector", "5G"]);
    env.file("change.csv", "id,title\n1,Changed\n");
    env.ok(&["import", "--match", "id", "change.csv"]);
    assert_ne!(env.ok(&["export"]), then[0]);
    fs::copy(env.path("safe.db"), env.ledger()).unwrap();
    let now = [env.ok(&["export"]), env.ok(&["log", "--format", "json"]), env.ok(&["rate", "list", "--format", "csv"])];
    assert_eq!(now, then);
    assert_eq!(env.ok(&["add", "Plant", "--sector", "5G"]), "154\n");
    let sound: String = env.sqlite().query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(sound, "ok");
}

#[test]
fn a_file_that_is_there_is_replaced_only_if_asked_and_the_ledger_never() {
    let env = Env::with_samples();
    env.file("kept.txt", "Dear diary");
    assert_snapshot!(env.shows(&["backup", "kept.txt"]), @"
    --- stderr
    error: kept.txt is there already
    hint: name another file, or pass --force to replace this one
    --- exit 1
    ");
    assert_eq!(fs::read(env.path("kept.txt")).unwrap(), b"Dear diary");
    for file in ["ledger.db", "./ledger.db"] {
        let stderr = env.fails(1, &["backup", file, "--force"]);
        assert_eq!(stderr, format!("error: {file} is the ledger itself\nhint: write to another file\n"));
    }
    fs::hard_link(env.ledger(), env.path("link.db")).unwrap();
    assert!(env.fails(1, &["backup", "link.db"]).contains("link.db is there already"));
    fs::remove_file(env.path("link.db")).unwrap();
    let names = env.names();
    env.ok(&["backup", "kept.txt", "--force"]);
    assert_eq!(env.ok(&["export", "--db", "kept.txt"]), env.ok(&["export"]));
    assert_eq!(env.names(), names);
    assert_snapshot!(env.shows(&["-q", "backup", "quiet.db"]), @"");
    assert_snapshot!(env.shows(&["--db", "nothing.db", "backup", "copy.db"]), @"
    --- stderr
    error: there is no ledger at nothing.db
    hint: `deals add TITLE --sector SECTOR` or `deals import FILE` makes one with its first deals
    hint: `deals init` makes an empty one; `--db FILE` names another
    --- exit 1
    ");
}

#[test]
fn where_it_cannot_be_written_it_says_so_and_leaves_nothing_behind() {
    let env = Env::with_samples();
    let names = env.names();
    assert_snapshot!(env.shows(&["backup", "no/such/folder.db"]), @"
    --- stderr
    error: no/such/folder.db cannot be written: No such file or directory (os error 2)
    --- exit 1
    ");
    let full = outcome(&mut env.with_files_up_to(50, &["backup", "full.db"]));
    assert_eq!(full.code, 1);
    assert!(full.stderr.starts_with("error: full.db cannot be written: "), "{}", full.stderr);
    assert_eq!(env.names(), names);
    fs::create_dir(env.path("closed")).unwrap();
    fs::set_permissions(env.path("closed"), fs::Permissions::from_mode(0o555)).unwrap();
    for name in [".", "ledger.db"] {
        fs::set_permissions(env.path(name), fs::Permissions::from_mode(0o755)).unwrap();
    }
    let closed = outcome(&mut as_nobody(&env, &["backup", "closed/copy.db"]));
    assert_eq!(
        (closed.code, closed.stderr.as_str()),
        (1, "error: closed/copy.db cannot be written: Permission denied (os error 13)\n")
    );
    assert_eq!(fs::read_dir(env.path("closed")).unwrap().count(), 0);
}

#[test]
fn a_copy_put_back_is_not_harmed_by_a_write_that_was_killed() {
    let env = Env::with_samples();
    let before = env.ok(&["export"]);
    env.ok(&["backup", "safe.db"]);
    env.ok(&["add", "Plant", "--sector", "5G"]);
    let rows = (0..50_000).map(|number| format!("Project {number},2019-08-26,5G\n")).collect::<Vec<_>>().concat();
    env.file("many.csv", format!("title,signed,sector\n{rows}"));
    let mut import = env.command(&["import", "many.csv"]).stderr(Stdio::null()).spawn().unwrap();
    let size = fs::metadata(env.ledger()).unwrap().len();
    while fs::metadata(env.ledger()).unwrap().len() == size && import.try_wait().unwrap().is_none() {
        std::thread::yield_now();
    }
    import.kill().unwrap();
    assert!(import.wait().unwrap().code().is_none() && env.path("ledger.db-journal").exists());
    env.ok(&["--db", "safe.db", "backup", "ledger.db", "--force"]);
    assert_eq!(env.ok(&["export"]), before);
    let sound: String = env.sqlite().query_row("PRAGMA integrity_check", [], |row| row.get(0)).unwrap();
    assert_eq!(sound, "ok");
}

#[test]
fn a_damaged_ledger_makes_no_copy() {
    let env = Env::with_samples();
    let mut bytes = fs::read(env.ledger()).unwrap();
    let last = bytes.len() - 4096 * 3;
    bytes[last..last + 4096].fill(0xa5);
    fs::write(env.ledger(), bytes).unwrap();
    assert!(env.fails(1, &["backup", "copy.db"]).contains("error: ledger.db is damaged: "));
    assert!(!env.path("copy.db").exists());
}

#[test]
fn a_copy_is_of_one_moment_while_others_write() {
    let env = Env::with_samples();
    let writer = |number: i32| {
        let adds = format!(
            "for i in $(seq 25); do {} add w{number}-$i --sector 5G --wait 60 2>&1; done",
            env!("CARGO_BIN_EXE_deals")
        );
        let mut shell = std::process::Command::new("bash");
        let pinned = env.command(&[]);
        shell.envs(pinned.get_envs().filter_map(|(key, value)| Some((key, value?)))).current_dir(env.path("."));
        shell.args(["-c", &adds]).stdout(Stdio::null()).spawn().unwrap()
    };
    let mut writers: Vec<_> = (0..2).map(writer).collect();
    let mut seen = std::collections::BTreeSet::new();
    while writers.iter_mut().any(|writer| writer.try_wait().unwrap().is_none()) {
        env.ok(&["backup", "moment.db", "--force", "--wait", "60"]);
        let copy = rusqlite::Connection::open(env.path("moment.db")).unwrap();
        let (deals, last_deal, last_entry): (i64, i64, i64) = copy
            .query_row("SELECT (SELECT COUNT(*) FROM deal), last_deal_id, last_entry_id FROM ledger", [], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .unwrap();
        assert_eq!((deals, last_deal - 153), (last_deal, last_entry - 2));
        seen.insert(deals);
    }
    assert!(seen.len() > 3, "{seen:?}");
    assert_eq!(env.count("SELECT COUNT(*) FROM deal"), 153 + 50);
}
