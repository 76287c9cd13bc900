//! `deals target`, and `--targets`.

use insta::assert_snapshot;

use crate::env::{Env, csv_rows};

fn env() -> Env {
    let env = Env::new();
    env.ok(&["event", "add", "E1", "Expo 1"]);
    env.ok(&["event", "add", "E2", "Expo 2"]);
    for (event, sector, district, amount) in [
        ("E1", "5G", "North", "100"),
        ("E1", "5G", "South", "50"),
        ("E1", "AI", "North", "30"),
        ("E2", "IC", "North", "20"),
    ] {
        env.ok(&["add", "Plant", "--sector", sector, "--event", event, "--district", district, "--amount", amount]);
    }
    env
}

#[test]
fn targets_are_set_changed_listed_and_taken_out() {
    let env = env();
    assert_snapshot!(env.shows(&["target", "set", "--event", "E1", "--deals", "4", "--amount", "2亿", "-m", "plan"]), @"
    --- stderr
    target of E1: 4 deals, CNY 200,000,000.00
    ");
    env.ok(&["target", "set", "--event", "E1", "--sector", "人工智能", "--amount", "60"]);
    env.ok(&["target", "set", "--event", "E1", "--district", "North", "--deals", "3"]);
    // What is not said stays.
    env.ok(&["target", "set", "--event", "E1", "--amount", "200"]);
    let list = |args: &[&str]| env.ok(&[&["target", "list", "--format", "csv"], args].concat());
    assert_eq!(list(&[]), "event,sector,district,deals,amount\nE1,,,4,200.00\nE1,,North,3,\nE1,AI,,,60.00\n");
    let entries = env.count("SELECT last_entry_id FROM ledger");
    assert!(env.run(&["target", "set", "--event", "e1", "--deals", "4"]).stderr.contains("nothing to change"));
    assert_eq!(env.count("SELECT last_entry_id FROM ledger"), entries);
    env.ok(&["target", "clear", "--event", "E1", "--district", "North"]);
    assert_eq!(list(&[]).lines().count(), 3);
    assert_snapshot!(env.shows(&["log", "10", "--format", "csv"]), @"
    what,id,title,change,field,before,after
    target,,E1,changed,amount,200000000.00,200.00
    --- stderr
    entry 10 (2019-08-27, tester, target set)
    ");
    env.ok(&["undo"]);
    env.ok(&["undo"]);
    assert_eq!(list(&[]), "event,sector,district,deals,amount\nE1,,,4,200000000.00\nE1,,North,3,\nE1,AI,,,60.00\n");
    env.ok(&["redo"]);
    env.ok(&["redo"]);
    // A target of what was merged is that of its successor.
    env.ok(&["target", "set", "--event", "E1", "--district", "South", "--deals", "1"]);
    env.ok(&["district", "merge", "South", "--into", "North"]);
    assert!(list(&[]).contains("E1,,North,1,"));
    for (args, code, reason) in [
        (&["target", "set", "--event", "E1"][..], 2, "a target of nothing"),
        (&["target", "set", "--deals", "3"], 2, "--event: a target is of an event"),
        (&["target", "set", "--event", "E9", "--deals", "3"], 1, "--event: no event matches `E9`"),
        (
            &["target", "set", "--event", "E1", "--amount", "US$3"],
            1,
            "--amount: `US$3` is in USD, but the currency given is CNY",
        ),
        (&["target", "clear", "--event", "E2"], 1, "there is no target of E2"),
    ] {
        let stderr = env.fails(code, args);
        assert!(stderr.contains(reason), "{args:?}: {stderr}");
    }
    // What a target refers to is in use.
    env.ok(&["sector", "add", "BIO", "Biomedicine"]);
    env.ok(&["target", "set", "--event", "E2", "--sector", "BIO", "--deals", "1"]);
    let entry = env.count("SELECT last_entry_id - 1 FROM ledger").to_string();
    assert!(env.run(&["undo", &entry]).stderr.contains("sector `BIO` stays: something uses it"));
    assert_eq!(env.run(&["check"]).code, 0);
}

#[test]
fn a_line_has_the_targets_of_just_what_it_is_of() {
    let env = env();
    env.ok(&["target", "set", "--event", "E1", "--deals", "4", "--amount", "200"]);
    env.ok(&["target", "set", "--event", "E1", "--sector", "5G", "--amount", "100"]);
    env.ok(&["target", "set", "--event", "E1", "--sector", "IC", "--amount", "40"]);
    env.ok(&["target", "set", "--event", "E1", "--sector", "5G", "--district", "South", "--deals", "2"]);
    env.ok(&["target", "set", "--event", "E2", "--deals", "5"]);
    assert_snapshot!(env.shows(&["report", "--by", "event", "--targets", "--format", "csv"]), @"
    event,deals,amount,share,deals_target,deals_done,deals_completion,amount_target,amount_done,amount_completion
    E1,3,180.00,0.9000,4,3,0.7500,200.00,180.00,0.9000
    E2,1,20.00,0.1000,5,1,0.2000,,,
    ");
    // 150 of 100, and what has a target and no deals is a line.
    assert_snapshot!(env.shows(&["report", "--event", "E1", "--targets", "--format", "csv"]), @"
    sector,deals,amount,share,deals_target,deals_done,deals_completion,amount_target,amount_done,amount_completion
    5G,2,150.00,0.8333,,,,100.00,150.00,1.5000
    AI,1,30.00,0.1667,,,,,,
    IC,0,,,,,,40.00,0.00,0.0000
    ");
    assert_snapshot!(env.shows(&["report", "--by", "district", "--event", "E1", "--sector", "5G", "--targets"]), @"
    Deals by district: event E1 (Expo 1); sector 5G
    Amounts are in CNY, each converted at the rate in force on its signing day. Ledger ledger.db, last entry 11 of 2019-08-27.
    ┌──────────┬───────┬──────────────┬─────────┬───────────────┬─────────────┬───────────────────┬──────────────────────┬────────────────────┬────────────────────┐
    │ District │ Deals │ Amount (CNY) │   Share │ Deals: target │ Deals: done │ Deals: completion │ Amount: target (CNY) │ Amount: done (CNY) │ Amount: completion │
    ├──────────┼───────┼──────────────┼─────────┼───────────────┼─────────────┼───────────────────┼──────────────────────┼────────────────────┼────────────────────┤
    │ North    │     1 │       100.00 │  66.7 % │               │             │                   │                      │                    │                    │
    │ South    │     1 │        50.00 │  33.3 % │             2 │           1 │            50.0 % │                      │                    │                    │
    ├──────────┼───────┼──────────────┼─────────┼───────────────┼─────────────┼───────────────────┼──────────────────────┼────────────────────┼────────────────────┤
    │ Total    │     2 │       150.00 │ 100.0 % │               │             │                   │               100.00 │             150.00 │            150.0 % │
    └──────────┴───────┴──────────────┴─────────┴───────────────┴─────────────┴───────────────────┴──────────────────────┴────────────────────┴────────────────────┘
    ");
    let total = |args: &[&str]| {
        let json = env.ok(&[&["report", "--targets", "--format", "json"], args].concat());
        serde_json::from_str::<serde_json::Value>(&json).unwrap()["total"].clone()
    };
    // That of the event, not of its sectors; of two events, what both have.
    assert_eq!(total(&["--event", "E1"])["amount_target"], "200.00");
    assert_eq!(total(&["--by", "event"])["deals_target"], 9);
    assert_eq!(total(&["--by", "event"])["amount_target"], serde_json::Value::Null);
    assert_eq!(total(&["--by", "event,sector"])["amount_target"], serde_json::Value::Null);
    let progress = csv_rows(&env.ok(&["progress", "--targets", "--format", "csv"]));
    assert_eq!(
        progress[0][13..],
        ["deals_target", "deals_done", "deals_completion", "amount_target", "amount_done", "amount_completion"]
    );
    assert_eq!(progress[1][13..], ["4", "3", "0.7500", "200.00", "180.00", "0.9000"]);
    // The renewal of a deal does not bring a target nearer.
    env.ok(&[
        "add",
        "Again",
        "--sector",
        "5G",
        "--event",
        "E1",
        "--amount",
        "100",
        "--relation",
        "renewal",
        "--follows",
        "1",
    ]);
    assert_eq!(csv_rows(&env.ok(&["progress", "--targets", "--format", "csv"]))[1][13..], progress[1][13..]);
    for (args, reason) in [
        (&["report", "--targets"][..], "--targets: of which event is not said"),
        (&["report", "--targets", "--by", "country", "--event", "E1"], "not by country"),
        (&["report", "--targets", "--event", "E1", "--kind", "none"], "not by kind"),
        (&["report", "--targets", "--event", "E1", "--min", "5"], "not of those signed within a period"),
        (&["report", "--targets", "--event", "E1", "--subtotals"], "cannot be used with"),
    ] {
        let stderr = env.fails(2, args);
        assert!(stderr.contains(reason), "{args:?}: {stderr}");
    }
}

#[test]
fn targets_of_merged_districts_are_one_and_those_of_several_events_are_not_added_up() {
    let env = env();
    env.ok(&["target", "set", "--event", "E1", "--district", "North", "--deals", "5"]);
    env.ok(&["target", "set", "--event", "E1", "--district", "South", "--deals", "7"]);
    let before = env.count("SELECT MAX(id) FROM entry");
    env.ok(&["district", "merge", "South", "--into", "North"]);
    let list = |args: &[&str]| env.ok(&[&["target", "list", "--format", "csv"][..], args].concat());
    assert_eq!(list(&[]), "event,sector,district,deals,amount\nE1,,North,12,\n");
    env.ok(&["target", "set", "--event", "E1", "--district", "North", "--deals", "9"]);
    assert_eq!(list(&[]), "event,sector,district,deals,amount\nE1,,North,9,\n");
    assert_eq!(list(&["--as-of", &format!("entry:{}", before - 1)]).lines().count(), 2);
    assert_eq!(list(&["--as-of", &format!("entry:{before}")]), "event,sector,district,deals,amount\nE1,,North,12,\n");
    env.ok(&["undo"]);
    assert_eq!(list(&[]), "event,sector,district,deals,amount\nE1,,North,12,\n");
    env.ok(&["target", "clear", "--event", "E1", "--district", "North"]);
    assert_eq!(list(&[]).lines().count(), 1);
    assert_eq!(env.run(&["check"]).code, 0);
    let said = env.fails(2, &["report", "--by", "sector", "--event", "E1,E2", "--targets"]);
    assert!(said.contains("the targets of several events are not added up"), "{said}");
}
