//! `deals undo`.

use insta::assert_snapshot;

use crate::env::{Env, sample};

/// All that people see of a ledger but its journal.
pub(crate) fn state(env: &Env) -> String {
    let lists = ["event", "sector", "district", "partner", "region", "country"];
    let mut all = vec![env.ok(&["export", "--format", "csv"]), env.ok(&["rate", "list", "--format", "csv"])];
    all.extend(lists.map(|list| env.ok(&[list, "list", "--format", "csv"])));
    all.push(env.ok(&["report", "--by", "country,currency", "--format", "csv"]));
    all.extend([&["export", "--receipts"][..], &["target", "list", "--format", "csv"]].map(|args| env.ok(args)));
    all.push(env.count("SELECT COALESCE(default_event_id, 0) FROM ledger").to_string());
    all.concat()
}

#[test]
fn an_import_with_updates_is_one_undo() {
    let env = Env::with_samples();
    env.ok(&["add", "by hand", "--sector", "5G", "--ref", "H-1", "--amount", "7"]);
    let before = state(&env);
    let file = env.file(
        "mixed.csv",
        "ref,title,signed,sector,partner,district,amount\n\
         H-1,changed,2019-08-26,IC,New Partner,New Park,9\n\
         H-2,new,2019-08-26,5G,Other Partner,,3\n",
    );
    env.ok(&["import", "--match", "ref", &file]);
    assert_ne!(state(&env), before);
    assert_snapshot!(env.shows(&["undo", "-m", "wrong file"]), @"
    --- stderr
    took back entry 4 (2019-08-27, tester, import)
    deals affected: 2; names, rates and settings: 3
    `deals redo` returns it
    ");
    assert_eq!(state(&env), before);
    assert_snapshot!(env.shows(&["log", "-n", "2"]), @"
    ┌─────┬──────────────────────┬────────┬─────────┬────────────┬───────┬────────┐
    │ No. │ When (UTC)           │ Who    │ Command │ Message    │ Deals │ Undoes │
    ├─────┼──────────────────────┼────────┼─────────┼────────────┼───────┼────────┤
    │   5 │ 2019-08-27T00:00:00Z │ tester │ undo    │ wrong file │     2 │      4 │
    │   4 │ 2019-08-27T00:00:00Z │ tester │ import  │            │     2 │        │
    └─────┴──────────────────────┴────────┴─────────┴────────────┴───────┴────────┘
    ");
    // Again goes further back: the deal by hand, the samples, the rates.
    for (entry, deals) in [(3, 153), (2, 0), (1, 0)] {
        assert!(env.run(&["undo"]).stderr.contains(&format!("took back entry {entry} ")));
        assert_eq!(env.count("SELECT COUNT(*) FROM deal"), deals);
    }
    assert!(env.fails(1, &["undo"]).contains("nothing is left to be undone"));
    assert_eq!(env.count("SELECT COUNT(*) FROM entry"), 8, "nothing is erased");
    // The file that was taken back comes in again under new numbers, with the names it had made.
    env.ok(&["import", "--create", "events", &sample("sce-2019.csv")]);
    assert_eq!(env.count("SELECT MIN(id) FROM deal"), 156);
    assert_eq!(env.count("SELECT COUNT(*) FROM event WHERE retired IS NULL"), 1);
}

#[test]
fn what_later_entries_changed_is_left_alone_and_named() {
    let env = Env::new();
    env.file("three.csv", "ref,title,signed,sector,partner\nA,a,2019,5G,P\nB,b,2019,5G,Q\nC,c,2019,5G,R\n");
    env.ok(&["import", "three.csv"]);
    env.ok(&["edit", "2", "--note", "kept"]);
    env.ok(&["partner", "edit", "R", "--name", "R Ltd"]);
    env.ok(&["edit", "3", "--clear", "ref"]);
    env.ok(&["add", "d", "--sector", "5G", "--ref", "C"]);
    assert_snapshot!(env.shows(&["undo", "4"]), @"
    --- stderr
    nothing of entry 4 (2019-08-27, tester, edit) can be taken back
    warning: deal 3 is left as it is: deal 4 has its ref by now
    ");
    assert_snapshot!(env.shows(&["undo", "1"]), @"
    --- stderr
    took back entry 1 (2019-08-27, tester, import)
    deals affected: 1; names, rates and settings: 1
    warning: deal 2 is left as it is: entry 2 has changed it since
    warning: deal 3 is left as it is: entry 4 has changed it since
    warning: partner `R Ltd` is left as it is: it was changed since
    warning: partner `Q` stays: something uses it
    `deals redo` returns it
    ");
    assert_eq!(env.ok(&["list", "--columns", "id", "--format", "csv", "--sort", "id"]), "id\n2\n3\n4\n");
    assert_snapshot!(env.ok(&["partner", "list", "--format", "csv"]), @"
    name,name_zh,aliases
    Q,,
    R Ltd,,R
    ");
    assert!(env.fails(1, &["undo", "1"]).contains("entry 1 is undone already, by entry"));
    assert!(env.fails(1, &["undo", "77"]).contains("there is no entry `77`"));
}

/// A deal that an undo has given back counts as written by the entry whose version it is.
#[test]
fn an_undo_is_followed_to_the_entry_that_wrote_what_it_put_back() {
    let env = Env::new();
    env.ok(&["add", "a", "--sector", "5G"]);
    env.ok(&["edit", "1", "--note", "first"]);
    env.ok(&["edit", "1", "--note", "second"]);
    env.ok(&["undo"]);
    env.ok(&["undo", "2"]);
    assert_eq!(env.count("SELECT note IS NULL FROM deal"), 1);
    env.ok(&["redo"]);
    env.ok(&["redo"]);
    assert_eq!(env.count("SELECT note = 'second' FROM deal"), 1);
    env.ok(&["undo"]);
    env.ok(&["undo"]);
    env.ok(&["undo"]);
    assert_eq!(env.count("SELECT COUNT(*) FROM deal"), 0);
}

#[test]
fn the_dry_run_shows_it_and_does_nothing() {
    let env = Env::with_samples();
    env.ok(&["edit", "92", "--amount", "9m", "--tags", "late"]);
    let before = state(&env);
    assert_snapshot!(env.shows(&["undo", "--dry-run"]), @"
    ┌──────┬─────┬────────────────────┬─────────┬─────────────┬───────────────────┬───────────────────┐
    │ What │ No. │ Title              │ Change  │ Field       │ Before            │ After             │
    ├──────┼─────┼────────────────────┼─────────┼─────────────┼───────────────────┼───────────────────┤
    │ Deal │ 92  │ 晶圆测试探针卡项目 │ changed │ Amount      │ USD 9,000,000.00  │ USD 8,843,275.00  │
    │ Deal │ 92  │ 晶圆测试探针卡项目 │ changed │ Base amount │ CNY 63,495,000.00 │ CNY 62,389,305.13 │
    │ Deal │ 92  │ 晶圆测试探针卡项目 │ changed │ Tags        │ late              │                   │
    └──────┴─────┴────────────────────┴─────────┴─────────────┴───────────────────┴───────────────────┘
    --- stderr
    deals affected: 1
    nothing was written
    ");
    assert_eq!((state(&env), env.count("SELECT MAX(id) FROM entry")), (before, 3));
}

#[test]
fn changes_of_names_rates_and_settings_are_undone_alike() {
    let env = Env::new();
    env.ok(&["event", "add", "SCE2019", "2019 Smart China Expo", "--from", "2019-08-26"]);
    env.ok(&["add", "a", "--sector", "5G", "--partner", "Acme", "--district", "North", "--amount", "US$5"]);
    env.ok(&[
        "add",
        "b",
        "--sector",
        "5G",
        "--partner",
        "Acme Ltd",
        "--district",
        "South",
        "--region",
        "Bavaria",
        "--country",
        "DE",
    ]);
    for args in [
        &["sector", "add", "BIO", "Biomedicine", "--alias", "biotech"][..],
        &["sector", "edit", "5G", "--name", "Fifth generation", "--alias", "five"],
        &["event", "edit", "SCE2019", "--city", "Chongqing", "--scope", "all", "--published-deals", "530"],
        &["event", "use", "SCE2019"],
        &["district", "merge", "North", "--into", "South"],
        &["partner", "merge", "Acme", "--into", "Acme Ltd"],
        &["partner", "edit", "Acme Ltd", "--name", "Acme Group"],
        &["rate", "add", "USD", "7.1", "--on", "2019-01-01"],
        &["region", "add", "Saxony", "--country", "DE"],
        &["country", "edit", "GB", "--name", "Britain"],
    ] {
        let before = state(&env);
        env.ok(args);
        let after = state(&env);
        assert_ne!(after, before, "{args:?}");
        env.ok(&["undo"]);
        assert_eq!(state(&env), before, "{args:?}");
        env.ok(&["redo"]);
        assert_eq!(state(&env), after, "{args:?}");
    }
}

#[test]
fn a_name_stays_while_something_uses_it() {
    let env = Env::new();
    env.ok(&["sector", "add", "BIO", "Biomedicine"]);
    env.ok(&["add", "a", "--sector", "BIO"]);
    env.ok(&["undo", "1"]);
    assert!(env.ok(&["sector", "list", "--format", "csv"]).contains("BIO,Biomedicine"));
    env.ok(&["undo"]);
    env.ok(&["redo"]);
    env.ok(&["delete", "1"]);
    env.ok(&["undo"]);
    assert_eq!(env.ok(&["report", "--format", "csv"]), "sector,deals,amount,share\nBIO,1,,\n");
}

/// What an undo had to leave can be taken back once nothing stands in the way, and an entry of which nothing can be is passed over.
#[test]
fn what_was_left_can_be_taken_back_later() {
    let env = Env::new();
    env.file("i.csv", "title,signed,sector,amount,currency\na,2019,AI,5,USD\nb,2019,AI,6,USD\nc,2019,AI,6,CNY\n");
    env.ok(&["import", "i.csv"]);
    env.ok(&["rate", "add", "USD", "7", "--on", "2019-01-01"]);
    env.ok(&["undo", "1"]);
    assert_eq!(env.count("SELECT COUNT(*) FROM deal"), 2);
    env.ok(&["undo", "2"]);
    assert_snapshot!(env.shows(&["undo", "1"]), @"
    --- stderr
    took back entry 1 (2019-08-27, tester, import)
    deals affected: 2
    `deals redo` returns it
    ");
    assert_eq!(env.count("SELECT COUNT(*) FROM deal"), 0);
    assert!(env.fails(1, &["undo", "1"]).contains("entry 1 is undone already, by entry"));

    let env = Env::new();
    env.ok(&["add", "old", "--sector", "AI", "--amount", "9"]);
    env.ok(&["add", "a", "--sector", "AI", "--amount", "1"]);
    env.ok(&["edit", "1-2", "--amount", "2"]);
    env.ok(&["edit", "2", "--amount", "3"]);
    env.ok(&["undo", "3"]);
    env.ok(&["undo"]);
    assert!(env.run(&["undo"]).stderr.contains("took back entry 1 "), "entry 2 is passed over");
    assert!(env.fails(1, &["undo"]).contains("nothing is left to be undone"));
    assert_snapshot!(env.shows(&["undo", "2"]), @"
    --- stderr
    nothing of entry 2 (2019-08-27, tester, add) can be taken back
    warning: deal 2 is left as it is: entry 6 has changed it since
    ");
    assert_eq!(env.count("SELECT MAX(id) FROM entry"), 7, "what takes nothing back makes no entry");
}

/// No undo leaves two items of one name, or an item that is not found by its own.
#[test]
fn names_that_have_gone_to_others_are_left() {
    let sound = |env: &Env| env.ok(&["check"]);
    let env = Env::new();
    env.ok(&["country", "edit", "DE", "--alias", "Teutonia"]);
    env.ok(&["country", "edit", "DE", "--name", "Teutonia"]);
    env.ok(&["undo", "1"]);
    sound(&env);
    env.ok(&["add", "a", "--sector", "AI", "--country", "Teutonia", "--partner", "P1"]);
    env.ok(&["partner", "edit", "P1", "--name", "Q1"]);
    env.ok(&["partner", "edit", "Q1", "--remove-alias", "P1"]);
    env.ok(&["add", "b", "--sector", "AI", "--partner", "P1"]);
    assert!(env.run(&["undo", "4"]).stderr.contains("partner `Q1` is left as it is"));
    assert!(env.run(&["undo", "5"]).stderr.contains("partner `Q1` is left as it is"));
    sound(&env);
    env.ok(&["region", "add", "Bay", "--country", "DE"]);
    env.ok(&["undo"]);
    env.ok(&["region", "add", "Bay", "--country", "DE"]);
    let undo = env.count("SELECT MAX(id) - 1 FROM entry").to_string();
    assert!(env.run(&["undo", &undo]).stderr.contains("region `Bay` is left as it is"));
    assert_eq!(env.ok(&["region", "list", "--format", "csv"]).matches("Bay").count(), 1);
    sound(&env);
}

/// What was taken back and is put to use again by an undo is there again.
#[test]
fn names_that_are_used_again_are_there_again() {
    let env = Env::new();
    env.ok(&["event", "add", "E", "Expo"]);
    env.ok(&["event", "use", "E"]);
    env.ok(&["undo"]);
    env.ok(&["undo"]);
    env.ok(&["undo", "3"]);
    env.ok(&["add", "A", "--sector", "5G"]);
    assert_eq!(env.ok(&["list", "--event", "E", "--format", "csv", "--columns", "id"]), "id\n1\n");
    env.ok(&["check"]);

    let env = Env::new();
    env.ok(&["add", "A", "--sector", "5G", "--partner", "P"]);
    env.ok(&["add", "B", "--sector", "5G", "--partner", "Q"]);
    env.ok(&["partner", "merge", "P", "--into", "Q"]);
    env.ok(&["undo"]);
    env.ok(&["undo"]);
    env.ok(&["undo", "4"]);
    assert_eq!(env.ok(&["list", "--partner", "Q", "--format", "csv", "--columns", "id"]), "id\n1\n");
    env.ok(&["check"]);

    // Districts whose names make one code are two, and a code that was taken back is nobody else's.
    let env = Env::new();
    env.ok(&["add", "A", "--sector", "5G", "--district", "Real estate"]);
    env.ok(&["undo"]);
    env.ok(&["add", "B", "--sector", "5G", "--district", "Real & estate"]);
    env.ok(&["undo", "2"]);
    assert!(env.ok(&["show", "1"]).contains("│ Real estate "));
    env.ok(&["sector", "add", "BIO", "Biomedicine"]);
    env.ok(&["undo"]);
    assert_snapshot!(env.shows(&["sector", "edit", "IC", "--alias", "BIO"]), @"
    --- stderr
    error: `BIO` belongs to the sector `BIO`, which was taken back
    hint: `deals sector add BIO NAME` makes that again
    --- exit 1
    ");
    env.ok(&["sector", "add", "BIO", "Biomedicine"]);
    env.ok(&["check"]);
}

#[test]
fn rates_that_come_back_are_theirs_whose_they_were() {
    let env = Env::new();
    env.ok(&["rate", "add", "USD", "7", "--on", "2019-01-01"]);
    env.ok(&["undo"]);
    env.ok(&["add", "A", "--sector", "5G", "--amount", "US$5"]);
    env.ok(&["undo", "2"]);
    assert_eq!(env.count("SELECT base_amount FROM deal"), 3_500, "what waited has its rate");

    let env = Env::new();
    env.file("r.csv", "currency,effective,rate,source\nUSD,2019-01-01,7,s\nEUR,2019-01-01,8,s\n");
    env.ok(&["rate", "import", "r.csv"]);
    env.ok(&["undo"]);
    env.ok(&["rate", "add", "USD", "7", "--on", "2019-01-01", "--source", "s"]);
    env.ok(&["undo", "2"]);
    env.ok(&["undo", "1"]);
    assert_eq!(env.ok(&["rate", "list", "--format", "csv"]), "currency,effective,rate,source\nUSD,2019-01-01,7,s\n");
}

/// What is undone stays so, though somebody has made the same again.
#[test]
fn the_same_name_made_again_is_not_taken_back_with_the_first() {
    let env = Env::new();
    env.ok(&["init"]);
    env.ok(&["region", "add", "Bay", "--country", "DE"]);
    env.ok(&["undo"]);
    env.ok(&["region", "add", "Bay", "--country", "DE"]);
    assert!(env.fails(1, &["undo", "1"]).contains("entry 1 is undone already, by entry 2"));
    assert!(env.ok(&["region", "list", "--format", "csv"]).contains("Bay"));
    env.ok(&["undo"]);
    env.ok(&["redo"]);
    assert!(env.fails(1, &["undo", "4"]).contains("entry 4 is undone already, by entry 5"));
}

/// The deal comes back without a rate, which is there by now: one entry does both.
#[test]
fn a_deal_that_comes_back_and_gets_a_rate_counts_once() {
    let env = Env::new();
    env.ok(&["add", "Plant", "--sector", "5G", "--amount", "€7.50"]);
    env.ok(&["undo"]);
    env.ok(&["rate", "add", "EUR", "8", "--on", "2019-01-01"]);
    assert!(env.run(&["undo", "2"]).stderr.contains("deals affected: 1\n"));
    assert_eq!(env.count("SELECT deals FROM entry WHERE id = 4"), 1);
    assert_eq!(env.count("SELECT base_amount FROM deal"), 60_00);
    env.ok(&["check"]);
}

/// A journal that somebody has made up leads nowhere, and not round and round.
#[test]
fn a_journal_of_circles_ends() {
    let env = Env::new();
    for title in ["a", "b", "c"] {
        env.ok(&["add", title, "--sector", "5G", "--partner", title]);
    }
    env.sqlite()
        .execute_batch("UPDATE entry SET undoes = 3 WHERE id = 2; UPDATE entry SET undoes = 2 WHERE id = 3")
        .unwrap();
    env.ok(&["log", "2"]);
    env.ok(&["undo", "2"]);
    env.sqlite().execute_batch("UPDATE partner SET successor_id = 3 - id WHERE id < 3").unwrap();
    env.ok(&["add", "d", "--sector", "5G", "--partner", "a"]);
    env.sqlite().execute_batch("UPDATE ledger SET last_entry_id = 100000000000").unwrap();
    env.run(&["redo"]);
    env.run(&["undo"]);
}

#[test]
fn who_reads_what_would_be_done_keeps_nobody_from_writing() {
    let env = Env::with_samples();
    let mut reader = env.command(&["undo", "--dry-run", "--format", "csv"]);
    // The pipe is smaller than the rows, and nobody reads from it yet.
    let reader = reader.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::null()).spawn().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(500));
    env.ok(&["add", "Plant", "--sector", "5G", "--wait", "0"]);
    assert!(reader.wait_with_output().unwrap().status.success());
}
