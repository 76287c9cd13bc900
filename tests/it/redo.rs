//! `deals redo`.

use insta::assert_snapshot;

use crate::env::Env;
use crate::undo::state;

#[test]
fn undos_are_returned_one_by_one_the_last_first() {
    let env = Env::with_samples();
    env.ok(&["edit", "1-5", "--note", "x"]);
    env.ok(&["delete", "2"]);
    let states = [state(&env)];
    env.ok(&["undo"]);
    let states = [states[0].clone(), state(&env)];
    env.ok(&["undo", "3"]);
    assert_snapshot!(env.shows(&["redo"]), @"
    --- stderr
    returned what entry 6 (2019-08-27, tester, undo) took back of entry 3
    deals affected: 5
    ");
    assert_eq!(state(&env), states[1]);
    env.ok(&["redo"]);
    assert_eq!(state(&env), states[0]);
    assert!(env.fails(1, &["redo"]).contains("there is no undo to take back"));
}

#[test]
fn a_write_after_the_undo_stands_in_the_way() {
    let env = Env::new();
    env.ok(&["add", "a", "--sector", "5G"]);
    env.ok(&["edit", "1", "--note", "n"]);
    env.ok(&["undo"]);
    env.ok(&["add", "b", "--sector", "5G"]);
    assert_snapshot!(env.shows(&["redo"]), @"
    --- stderr
    error: entry 4 was written after the last undo, entry 3
    hint: `deals undo 3` takes that undo back all the same, but for what was changed since
    --- exit 1
    ");
    env.ok(&["undo", "3"]);
    assert_eq!(env.count("SELECT note = 'n' FROM deal WHERE id = 1"), 1);
    assert!(env.fails(1, &["undo", "5"]).contains("entry 5 is a redo, of what entry 2 had written"));
}
