//! `deals log`.

use insta::assert_snapshot;

use crate::env::Env;

#[test]
fn every_write_is_an_entry_and_nothing_else_is() {
    let env = Env::with_samples();
    env.ok(&["add", "Plant", "--sector", "5G", "-m", "after the ceremony"]);
    env.fails(1, &["add", "Plant", "--sector", "nothing"]);
    env.ok(&["sector", "edit", "5G", "--name", "5G"]);
    env.ok(&["event", "use", "none"]);
    env.ok(&["country", "edit", "GB", "--name", "Britain"]);
    assert_snapshot!(env.shows(&["log"]), @"
    ┌─────┬──────────────────────┬────────┬──────────────┬────────────────────┬───────┬────────┐
    │ No. │ When (UTC)           │ Who    │ Command      │ Message            │ Deals │ Undoes │
    ├─────┼──────────────────────┼────────┼──────────────┼────────────────────┼───────┼────────┤
    │   4 │ 2019-08-27T00:00:00Z │ tester │ country edit │                    │     0 │        │
    │   3 │ 2019-08-27T00:00:00Z │ tester │ add          │ after the ceremony │     1 │        │
    │   2 │ 2019-08-27T00:00:00Z │ tester │ import       │                    │   153 │        │
    │   1 │ 2019-08-27T00:00:00Z │ tester │ rate import  │                    │     0 │        │
    └─────┴──────────────────────┴────────┴──────────────┴────────────────────┴───────┴────────┘
    ");
    assert_snapshot!(env.shows(&["log", "-n", "1", "--format", "json"]), @r#"
    [
    {"id":4,"at":"2019-08-27T00:00:00Z","who":"tester","command":"country edit","message":null,"deals":0,"undoes":null}
    ]
    "#);
    assert_snapshot!(env.shows(&["log", "-n", "2", "--format", "csv"]), @"
    id,at,who,command,message,deals,undoes
    4,2019-08-27T00:00:00Z,tester,country edit,,0,
    3,2019-08-27T00:00:00Z,tester,add,after the ceremony,1,
    ");
    assert_eq!(env.count("SELECT last_entry_id FROM ledger"), 4);
}

#[test]
fn the_clock_of_the_journal_never_goes_back() {
    let env = Env::new();
    env.ok(&["add", "first", "--sector", "5G"]);
    let mut earlier = env.command(&["add", "second", "--sector", "5G"]);
    assert_eq!(crate::env::outcome(earlier.env("DEALS_TODAY", "2018-01-01")).code, 0);
    assert_eq!(env.count("SELECT COUNT(DISTINCT at) FROM entry"), 1);
}

#[test]
fn an_empty_ledger_has_an_empty_log() {
    let env = Env::new();
    env.ok(&["init"]);
    assert_eq!(env.ok(&["log", "--format", "json"]), "[]\n");
}
