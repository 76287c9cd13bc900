//! `deals partner`.

use insta::assert_snapshot;

use crate::env::Env;

#[test]
fn partners_that_are_one_are_merged_and_deals_show_the_one_that_stays() {
    let env = Env::new();
    for partner in ["Acme", "Acme Ltd", "ACME Holdings", "Other"] {
        env.ok(&["add", "Plant", "--sector", "5G", "--partner", partner, "--amount", "1"]);
    }
    env.ok(&["partner", "merge", "Acme Ltd", "--into", "Acme"]);
    env.ok(&["partner", "merge", "Acme", "--into", "Acme Holdings"]);
    assert_snapshot!(env.shows(&["partner", "list"]), @"
    ┌───────────────┬──────────────┬────────────────┐
    │ Name          │ Chinese name │ Aliases        │
    ├───────────────┼──────────────┼────────────────┤
    │ ACME Holdings │              │ Acme; Acme Ltd │
    │ Other         │              │                │
    └───────────────┴──────────────┴────────────────┘
    ");
    assert_snapshot!(env.ok(&["report", "--by", "partner", "--format", "csv"]), @"
    partner,deals,amount,share
    ACME Holdings,3,3.00,0.7500
    Other,1,1.00,0.2500
    ");
    assert_snapshot!(env.ok(&["list", "--partner", "acme ltd", "--columns", "id,partner", "--format", "csv"]), @"
    id,partner
    3,ACME Holdings
    2,ACME Holdings
    1,ACME Holdings
    ");
    assert_eq!(env.ok(&["list", "--text", "holdings", "--columns", "id", "--format", "csv"]), "id\n3\n2\n1\n");
    assert!(
        env.fails(1, &["partner", "merge", "Acme", "--into", "ACME Holdings"]).contains("is `ACME Holdings` already")
    );
    assert_eq!(env.count("SELECT COUNT(*) FROM partner"), 4);
}

#[test]
fn a_partner_is_renamed() {
    let env = Env::new();
    env.ok(&["add", "Plant", "--sector", "5G", "--partner", "Acme"]);
    env.ok(&["partner", "edit", "acme", "--name", "Acme Group", "--name-zh", "顶点集团"]);
    env.ok(&["add", "Plant", "--sector", "5G", "--partner", "Acme"]);
    assert_eq!(env.count("SELECT COUNT(*) FROM partner"), 1);
    assert_eq!(env.ok(&["list", "--columns", "partner", "--format", "csv"]), "partner\nAcme Group\nAcme Group\n");
}

#[test]
fn the_one_that_stays_can_take_the_name_of_the_other() {
    let env = Env::new();
    for partner in ["Acme", "ACME Holdings"] {
        env.ok(&["add", "Plant", "--sector", "5G", "--partner", partner]);
    }
    env.ok(&["partner", "merge", "Acme", "--into", "ACME Holdings"]);
    env.ok(&["partner", "edit", "ACME Holdings", "--name", "Acme"]);
    assert_eq!(env.ok(&["partner", "list", "--format", "csv"]), "name,name_zh,aliases\nAcme,,ACME Holdings\n");
    for name in ["none", " ", "None"] {
        assert_eq!(env.run(&["partner", "edit", "Acme", "--name", name]).code, 1, "{name}");
        assert_eq!(env.run(&["partner", "edit", "Acme", "--alias", name]).code, 1, "{name}");
    }
}
