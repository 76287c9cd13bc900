//! `deals delete`.

use insta::assert_snapshot;

use crate::env::Env;

#[test]
fn deals_are_taken_out_and_their_numbers_never_given_again() {
    let env = Env::new();
    for (number, title) in (1..).zip(["a", "b", "c"]) {
        assert_eq!(env.ok(&["add", title, "--sector", "5G", "--ref", title, "--amount", "5"]), format!("{number}\n"));
    }
    assert_snapshot!(env.shows(&["delete", "b", "3", "-m", "never signed"]), @"
    --- stderr
    deleted deal 2: b (CNY 5.00)
    deleted deal 3: c (CNY 5.00)
    `deals undo` brings them back
    ");
    assert_eq!(env.count("SELECT COUNT(*) FROM deal"), 1);
    assert_eq!(env.count("SELECT COUNT(*) FROM deal_past WHERE id IN (2, 3) AND until_entry_id = 4"), 2);
    assert_eq!(
        env.ok(&["add", "d", "--sector", "5G", "--ref", "c"]),
        "4\n",
        "the ref is free again, the number is not"
    );
    assert_snapshot!(env.shows(&["show", "3"]), @"
    --- stderr
    error: no deal matches `3`
    hint: it was deleted; `deals log 4` shows what it was, and `deals undo` takes entries back
    --- exit 1
    ");
}

#[test]
fn one_that_is_not_there_keeps_the_others() {
    let env = Env::with_samples();
    assert!(env.fails(1, &["delete", "1", "999"]).contains("no deal matches `999`"));
    assert!(env.fails(1, &["delete", "500-600"]).contains("no deal matches `500-600`"));
    assert!(env.fails(1, &["delete", "1-11"]).contains("these are 11 deals, and nobody is there to be asked"));
    assert_eq!(env.count("SELECT COUNT(*) FROM deal"), 153);
    env.ok(&["delete", "150-600", "--yes"]);
    assert_eq!(env.count("SELECT COUNT(*) FROM deal"), 149, "of a range those that are there");
    assert!(env.fails(1, &["delete", "1", "--db", "none.db"]).contains("there is no ledger at none.db"));
}
