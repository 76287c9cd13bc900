//! The ledger as a file: what is refused, who may read it, what crashes and neighbours do to it.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};

use insta::assert_snapshot;

use crate::env::{Env, as_nobody, outcome};

const READS: [&[&str]; 8] = [
    &["list"],
    &["show", "1"],
    &["report"],
    &["export"],
    &["log"],
    &["status"],
    &["rate", "list"],
    &["sector", "list"],
];

#[test]
fn without_a_ledger_every_read_says_how_to_begin() {
    let env = Env::new();
    assert_snapshot!(env.shows(&["list"]), @"
    --- stderr
    error: there is no ledger at ledger.db
    hint: `deals add TITLE --sector SECTOR` or `deals import FILE` makes one with its first deals
    hint: `deals init` makes an empty one; `--db FILE` names another
    --- exit 1
    ");
    for args in READS {
        assert!(env.fails(1, args).contains("there is no ledger at ledger.db"), "{args:?}");
    }
    assert!(!env.ledger().exists());
    fs::write(env.ledger(), "").unwrap();
    assert!(env.fails(1, &["list"]).contains("there is no ledger at"), "an empty file is none either");
    env.ok(&["add", "Plant", "--sector", "5G"]);
}

/// What is no ledger is refused by reads and writes alike, and not a byte of it changes.
#[track_caller]
fn is_refused(env: &Env, reason: &str) {
    let before = fs::read(env.ledger()).ok();
    let file = env.file("good.csv", "title,signed,sector\na,2019-08-26,5G\n");
    for args in [
        &["list"][..],
        &["add", "Plant", "--sector", "5G"],
        &["import", &file],
        &["init"],
        &["rate", "add", "USD", "7"],
    ] {
        let stderr = env.fails(1, args);
        assert!(stderr.contains(reason), "{args:?}: {stderr}");
    }
    assert_eq!(fs::read(env.ledger()).ok(), before);
}

#[test]
fn what_is_no_ledger_is_refused_and_not_touched() {
    let env = Env::new();
    fs::create_dir(env.ledger()).unwrap();
    is_refused(&env, "ledger.db is not a ledger: it is a folder");

    let env = Env::new();
    fs::write(env.ledger(), "Dear diary, today we signed a contract.").unwrap();
    is_refused(&env, "ledger.db is not a ledger: it is not a SQLite database");

    let env = Env::new();
    env.sqlite().execute_batch("CREATE TABLE album (title TEXT); INSERT INTO album VALUES ('x')").unwrap();
    is_refused(&env, "ledger.db is not a ledger: it is a SQLite database of another program");

    let env = Env::new();
    env.ok(&["init"]);
    env.sqlite().execute_batch("PRAGMA user_version = 99").unwrap();
    is_refused(&env, "ledger.db is a ledger of version 99; this program knows up to version ");

    let env = Env::new();
    env.ok(&["init"]);
    let whole = fs::read(env.ledger()).unwrap();
    fs::write(env.ledger(), &whole[..50]).unwrap();
    is_refused(&env, "ledger.db is damaged");
}

#[test]
fn a_truncated_ledger_is_damaged() {
    let env = Env::with_samples();
    let whole = fs::read(env.ledger()).unwrap();
    for length in [whole.len() / 2, 8192, 4096] {
        fs::write(env.ledger(), &whole[..length]).unwrap();
        let stderr = env.fails(1, &["list"]);
        assert!(
            stderr.contains("ledger.db is damaged") && stderr.contains("hint: take the last sound copy"),
            "{stderr}"
        );
    }
}

#[test]
fn a_new_ledger_is_readable_by_its_owner_alone() {
    let env = Env::new();
    env.ok(&["add", "Plant", "--sector", "5G", "--db", "deep/in/folders/l.db"]);
    let mode = fs::metadata(env.path("deep/in/folders/l.db")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn the_ledger_is_found_by_option_variable_config_and_default() {
    let env = Env::new();
    let add = |configure: &dyn Fn(&mut Command)| {
        let mut command = env.command(&["add", "Plant", "--sector", "5G"]);
        command.env_remove("DEALS_DB");
        configure(&mut command);
        assert_eq!(outcome(&mut command).code, 0);
    };
    add(&|_| {});
    assert!(env.path(".local/share/deals/ledger.db").exists());
    fs::create_dir_all(env.path(".config/deals")).unwrap();
    fs::write(env.path(".config/deals/config.toml"), "db = \"office.db\"\n").unwrap();
    add(&|_| {});
    assert!(env.path(".config/deals/office.db").exists());
    add(&|command| _ = command.env("DEALS_DB", "variable.db"));
    assert!(env.path("variable.db").exists());
    add(&|command| _ = command.env("DEALS_DB", "variable.db").args(["--db", "option.db"]));
    assert!(env.path("option.db").exists());
    fs::write(env.path(".config/deals/config.toml"), "db = 5\n").unwrap();
    let mut command = env.command(&["list"]);
    let stderr = outcome(command.env_remove("DEALS_DB")).stderr;
    assert!(stderr.contains("config.toml: `db` is not a path in quotes"), "{stderr}");
}

#[test]
fn a_ledger_that_may_not_be_written_is_read_and_not_written() {
    let env = Env::new();
    fs::set_permissions(env.path("."), fs::Permissions::from_mode(0o755)).unwrap();
    fs::create_dir(env.path("shelf")).unwrap();
    env.ok(&["--db", "shelf/l.db", "add", "Plant", "--sector", "5G"]);
    let modes = |file: u32, folder: u32| {
        fs::set_permissions(env.path("shelf/l.db"), fs::Permissions::from_mode(file)).unwrap();
        fs::set_permissions(env.path("shelf"), fs::Permissions::from_mode(folder)).unwrap();
    };
    // A file, then a folder, that only its owner may write; nobody else is asked to.
    for (file, folder) in [(0o444, 0o777), (0o666, 0o555)] {
        modes(file, folder);
        let read = outcome(&mut as_nobody(&env, &["--db", "shelf/l.db", "report", "--format", "csv"]));
        assert_eq!((read.code, read.stdout.lines().count()), (0, 2), "{file:o} {folder:o}: {}", read.stderr);
        let written = outcome(&mut as_nobody(&env, &["--db", "shelf/l.db", "add", "Second", "--sector", "5G"]));
        assert_eq!(written.code, 1, "{file:o} {folder:o}");
        assert!(written.stderr.contains("the ledger shelf/l.db cannot be written"), "{}", written.stderr);
        assert!(written.stderr.contains("hint: run the command as a user who may write to"), "{}", written.stderr);
    }
    modes(0o600, 0o700);
    let hidden = outcome(&mut as_nobody(&env, &["--db", "shelf/l.db", "list"]));
    assert!(hidden.code == 1 && hidden.stderr.contains("cannot be opened"), "{}", hidden.stderr);
    modes(0o644, 0o755);
    assert_eq!(env.ok(&["--db", "shelf/l.db", "list", "--format", "csv"]).lines().count(), 2);
}

#[test]
fn a_write_that_was_killed_is_rolled_back_by_the_next_command() {
    let env = Env::with_samples();
    let before = env.ok(&["export"]);
    let mut rows = String::from("title,signed,sector\n");
    (0..200_000).for_each(|number| rows.push_str(&format!("Project {number},2019-08-26,5G\n")));
    env.file("many.csv", rows);
    let mut child = env.command(&["import", "many.csv"]).stderr(Stdio::null()).spawn().unwrap();
    // Once the journal is there and the ledger grows, the write is under way.
    let size = fs::metadata(env.ledger()).unwrap().len();
    while fs::metadata(env.ledger()).unwrap().len() == size && child.try_wait().unwrap().is_none() {
        std::thread::yield_now();
    }
    child.kill().unwrap();
    let status = child.wait().unwrap();
    assert!(status.code().is_none(), "it was over before it could be killed");
    assert!(env.path("ledger.db-journal").exists());
    assert_eq!(env.ok(&["export"]), before);
    assert!(!env.path("ledger.db-journal").exists());
}

#[test]
fn a_first_write_that_was_killed_leaves_no_ledger() {
    use std::io::Write;
    // Where nothing was, and where an empty file was.
    for is_there in [false, true] {
        let env = Env::new();
        if is_there {
            fs::write(env.ledger(), "").unwrap();
        }
        let mut child = env.command(&["import", "-"]).stdin(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all(b"title,signed,sector\n").unwrap();
        stdin.write_all("Project,2019-08-26,5G\n".repeat(50_000).as_bytes()).unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(env.fails(1, &["list"]).contains("there is no ledger at"));
        assert_eq!(env.ok(&["add", "Plant", "--sector", "5G"]), "1\n");
    }
}

/// A disk with a limit: the shell's limit on the size of files stands in for a full one.
#[test]
fn a_disk_that_is_full_loses_nothing() {
    let env = Env::with_samples();
    let before = env.ok(&["export"]);
    let mut rows = String::from("title,signed,sector\n");
    (0..20_000).for_each(|number| rows.push_str(&format!("Project {number},2019-08-26,5G\n")));
    env.file("many.csv", rows);
    let full = outcome(&mut env.with_files_up_to(800, &["import", "many.csv"]));
    assert_eq!(full.code, 1, "{}", full.stderr);
    assert!(full.stderr.contains("error: "), "{}", full.stderr);
    assert_eq!(env.ok(&["export"]), before);
}

#[test]
fn deal_readable_shows_what_list_shows() {
    let env = Env::with_samples();
    let listed =
        env.ok(&["list", "--sort", "id", "--columns", "id,title,sector,partner,region,country", "--format", "csv"]);
    let connection = env.sqlite();
    let mut statement = connection
        .prepare("SELECT id, title, sector, partner, region, country FROM deal_readable ORDER BY id")
        .unwrap();
    let rows = statement
        .query_map([], |row| {
            let text = |at: usize| row.get::<_, Option<String>>(at).map(Option::unwrap_or_default);
            Ok(vec![row.get::<_, i64>(0)?.to_string(), text(1)?, text(2)?, text(3)?, text(4)?, text(5)?])
        })
        .unwrap();
    let rows: Vec<Vec<String>> = rows.map(Result::unwrap).collect();
    assert_eq!(crate::env::csv_rows(&listed)[1..], rows);
}

#[test]
fn a_name_that_means_something_to_the_engine_is_a_file_like_any_other() {
    let env = Env::new();
    assert_eq!(env.ok(&["--db", ":memory:", "add", "a", "--sector", "5G"]), "1\n");
    assert_eq!(env.ok(&["--db", ":memory:", "add", "b", "--sector", "5G"]), "2\n");
    assert!(env.path(":memory:").exists());
}
