//! `deals init`.

use insta::assert_snapshot;

use crate::env::Env;

#[test]
fn an_empty_ledger_is_made_once() {
    let env = Env::new();
    assert_snapshot!(env.shows(&["init"]), @"
    --- stderr
    made a new ledger at ledger.db (base currency CNY, home CN)
    ");
    assert_snapshot!(env.shows(&["init"]), @"
    --- stderr
    error: there is a ledger at ledger.db already
    hint: `--db FILE` names another place
    --- exit 1
    ");
    assert_eq!(env.count("SELECT COUNT(*) FROM entry"), 0);
    assert_eq!(env.count("PRAGMA application_id"), 0x4445_414c);
    assert_eq!(env.count("PRAGMA user_version"), 6);
    assert_eq!(env.count("SELECT COUNT(*) FROM country"), 249);
    assert_eq!(env.count("SELECT COUNT(*) FROM region"), 31);
}

#[test]
fn settings_that_are_none_are_refused() {
    let env = Env::new();
    assert!(env.fails(1, &["init", "--base", "XXX"]).contains("no currency matches `XXX`"));
    assert!(env.fails(1, &["init", "--home", "Asia"]).contains("`Asia` is a group of countries"));
    assert!(!env.ledger().exists());
}
