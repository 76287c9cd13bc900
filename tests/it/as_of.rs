//! `--as-of`: the ledger as it stood.

use std::process::Command;

use insta::assert_snapshot;

use crate::env::{Env, outcome, sample};

fn on(env: &Env, day: &str, args: &[&str]) -> Command {
    let mut command = env.command(args);
    command.env("DEALS_TODAY", day);
    command
}

/// Deals that are added, corrected and deleted on three days.
fn three_days() -> Env {
    let env = Env::new();
    for (day, args) in [
        ("2019-08-26", &["add", "Plant", "--sector", "5G", "--amount", "100"][..]),
        ("2019-08-26", &["add", "Works", "--sector", "IC", "--amount", "7"]),
        ("2019-08-27", &["edit", "1", "--amount", "130", "--sector", "AI"]),
        ("2019-08-29", &["delete", "2"]),
    ] {
        assert_eq!(outcome(&mut on(&env, day, args)).code, 0);
    }
    env
}

#[test]
fn a_day_is_looked_at_from_its_end_and_an_entry_after_it() {
    let env = three_days();
    let report = |as_of: &str| env.ok(&["report", "--as-of", as_of, "--format", "csv"]);
    let (first, second, last) = (
        "sector,deals,amount,share\n5G,1,100.00,0.9346\nIC,1,7.00,0.0654\n",
        "sector,deals,amount,share\nAI,1,130.00,0.9489\nIC,1,7.00,0.0511\n",
        "sector,deals,amount,share\nAI,1,130.00,1.0000\n",
    );
    for (as_of, expected) in [
        ("2019-08-25", "sector,deals,amount,share\n"),
        ("entry:0", "sector,deals,amount,share\n"),
        ("2019-08-26", first),
        ("yesterday", first),
        ("entry:2", first),
        ("2019-08-27", second),
        ("2019-08-28", second),
        ("entry:3", second),
        ("2019-08", last),
        ("2019-08-29", last),
        ("2030-01-01", last),
    ] {
        assert_eq!(report(as_of), expected, "{as_of}");
    }
    assert_eq!(env.ok(&["report", "--format", "csv"]), last);
    let show = |as_of: &str| env.ok(&["show", "1", "--as-of", as_of, "--format", "csv"]);
    assert!(show("entry:2").contains(",100.00,") && show("entry:3").contains(",130.00,"));
    assert_eq!(env.ok(&["list", "--as-of", "entry:3", "--format", "csv", "--text", "works"]).lines().count(), 2);
    assert_eq!(env.ok(&["export", "--as-of", "2019-08-26"]).lines().count(), 3);
    assert!(env.fails(1, &["show", "2"]).contains("no deal matches `2`"));
    assert!(env.ok(&["show", "2", "--as-of", "entry:3"]).contains("Works"));
}

#[test]
fn the_state_is_told_and_stands_in_the_command_of_an_explanation() {
    let env = three_days();
    assert_snapshot!(env.shows(&["report", "--as-of", "2019-08-26", "--explain", "5G"]), @"
    Deals by sector: all deals
    Amounts are in CNY, each converted at the rate in force on its signing day. Ledger ledger.db, last entry 2 of 2019-08-26.
    ┌────────┬─────┬─────┬────────┬────────────┬────────────┬──────┬───────────────────┐
    │ Sector │ No. │ Ref │ Title  │ Signed     │     Amount │ Rate │ Base amount (CNY) │
    ├────────┼─────┼─────┼────────┼────────────┼────────────┼──────┼───────────────────┤
    │ 5G     │     │     │ 1 deal │            │            │      │            100.00 │
    │        │   1 │     │ Plant  │ 2019-08-26 │ CNY 100.00 │      │            100.00 │
    └────────┴─────┴─────┴────────┴────────────┴────────────┴──────┴───────────────────┘
    5G: `deals list --sector 5G --as-of entry:2`
    --- stderr
    the ledger as it stood after entry 2 (2019-08-26, tester)
    ");
    assert_snapshot!(env.shows(&["list", "--as-of", "entry:0", "--format", "csv", "--lang", "zh", "--columns", "id"]), @"
    id
    --- stderr
    台账尚无任何记录时的状态
    ");
    let filtered = &["list", "--as-of", "entry:2", "--sector", "5G", "--format", "csv", "--columns", "id,amount"];
    assert_eq!(env.ok(filtered), "id,amount\n1,100.00\n");
}

#[test]
fn states_that_are_none_are_refused() {
    let env = three_days();
    for (args, code, reason) in [
        (&["list", "--as-of", "entry:5"][..], 1, "--as-of: there is no entry `5`"),
        (&["list", "--as-of", "entry:-1"], 1, "--as-of: there is no entry `-1`"),
        (&["list", "--as-of", "soon"], 1, "--as-of: `soon` is not a period"),
        (&["list", "--as-of", "2019.."], 1, "--as-of: `2019..` does not name one day"),
        (&["report", "--as-of", "entry:1", "deals.csv"], 2, "--as-of: files have no former states"),
    ] {
        let stderr = env.fails(code, args);
        assert!(stderr.contains(reason), "{args:?}: {stderr}");
    }
}

/// At 17:00 UTC it is the next day in Chongqing.
#[test]
fn a_day_ends_where_people_are() {
    let env = three_days();
    let times = "UPDATE entry SET at = CASE WHEN id < 3 THEN '2019-08-26T03:00:00Z' ELSE '2019-08-26T17:00:00Z' END";
    env.sqlite().execute_batch(times).unwrap();
    for (zone, amount) in [("UTC", "130.00"), ("Asia/Shanghai", "100.00"), ("America/New_York", "130.00")] {
        let mut command = env.command(&["show", "1", "--as-of", "2019-08-26", "--format", "csv"]);
        let shown = outcome(command.env("TZ", zone));
        assert!(shown.stdout.contains(&format!(",{amount},")), "{zone}: {}", shown.stdout);
    }
}

#[test]
fn names_that_were_taken_back_since_are_there_again() {
    let env = Env::new();
    env.file("x.csv", "title,signed,sector,event,partner,district\nPlant,2019,BIO,EXPO,Acme,North\n");
    env.ok(&["import", "--create", "events,sectors", "x.csv"]);
    let by = ["sector", "event", "partner", "district"];
    let reports = |env: &Env, more: &[&str]| {
        by.map(|by| env.ok(&[&["report", "--by", by, "--format", "csv"][..], more].concat()))
    };
    let then = reports(&env, &[]);
    env.ok(&["undo"]);
    assert!(!env.ok(&["sector", "list", "--format", "csv"]).contains("BIO"));
    assert_eq!(reports(&env, &["--as-of", "entry:1"]), then);
    let filtered =
        ["list", "--as-of", "entry:1", "--event", "EXPO", "--partner", "acme", "--format", "csv", "--columns", "id"];
    assert_eq!(env.ok(&filtered), "id\n1\n");
    assert!(env.fails(1, &["list", "--event", "EXPO"]).contains("no event matches `EXPO`"));
}

/// A report that was printed then is printed again, in every form that is text.
#[test]
fn a_report_is_printed_again_to_the_byte() {
    let env = Env::new();
    env.ok(&["import", "--create", "events", &sample("sce-2018.csv"), &sample("sce-2019.csv")]);
    let dimensions =
        "sector country region place origin event partner district kind venue tag currency year quarter month size";
    let mut questions: Vec<Vec<&str>> = dimensions.split(' ').map(|by| vec!["report", "--by", by]).collect();
    questions.extend([
        vec!["report", "--by", "sector,country", "--subtotals"],
        vec!["report", "--across", "origin", "--measure", "amount", "--sector", "5G,IC"],
        vec!["report", "--by", "place", "--show", "deals,amount,largest,partners", "--top", "3"],
        vec!["report", "--event", "SCE2019", "--versus", "SCE2018", "--format", "json"],
        vec!["report", "--show-rates", "--min", "1m"],
        vec!["list", "--country", "GB,DE", "--format", "csv"],
        vec!["export", "--format", "jsonl"],
    ]);
    let print = |question: &[&str], more: &[&str]| env.ok(&[question, more].concat());
    let then: Vec<String> = questions.iter().map(|question| print(question, &[])).collect();
    // Few changes, which are reckoned from what stands now; then so many that every version is looked at.
    for more in [&["1", "2", "3"][..], &["4-80", "--yes"]] {
        env.ok(&[&["delete"][..], more].concat());
        env.ok(&["edit", "90", "91", "--sector", "IC", "--amount", "7.5bn", "--signed", "2017-02"]);
        env.ok(&["add", "New", "--sector", "AI", "--country", "FR", "--amount", "US$3m"]);
        env.ok(&["rate", "import", &sample("rates.csv")]);
        for (question, then) in questions.iter().zip(&then) {
            assert_eq!(&print(question, &["--as-of", "entry:1"]), then, "{question:?}");
        }
        env.ok(&["undo"]);
    }
}
