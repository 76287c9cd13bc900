//! `deals district`.

use insta::assert_snapshot;

use crate::env::Env;

#[test]
fn districts_are_made_as_they_come_and_merged() {
    let env = Env::new();
    for district in ["两江新区", "Liangjiang New Area", "渝北区"] {
        env.ok(&["add", "Plant", "--sector", "5G", "--district", district, "--amount", "1"]);
    }
    env.ok(&["district", "add", "BN", "Banan", "--name-zh", "巴南区"]);
    env.ok(&["district", "edit", "渝北区", "--name", "Yubei"]);
    assert_snapshot!(env.shows(&["district", "merge", "Liangjiang New Area", "--into", "两江新区"]), @"
    --- stderr
    merged `Liangjiang New Area` into `两江新区`
    ");
    assert_snapshot!(env.shows(&["district", "list"]), @"
    ┌──────────┬──────────┬──────────────┬──────────────────────────────────────────┐
    │ Code     │ Name     │ Chinese name │ Aliases                                  │
    ├──────────┼──────────┼──────────────┼──────────────────────────────────────────┤
    │ BN       │ Banan    │ 巴南区       │                                          │
    │ 两江新区 │ 两江新区 │              │ Liangjiang-New-Area; Liangjiang New Area │
    │ 渝北区   │ Yubei    │              │                                          │
    └──────────┴──────────┴──────────────┴──────────────────────────────────────────┘
    ");
    assert_snapshot!(env.shows(&["report", "--by", "district", "--format", "csv"]), @"
    district,deals,amount,share
    两江新区,2,2.00,0.6667
    渝北区,1,1.00,0.3333
    ");
    assert_eq!(
        env.ok(&["list", "--district", "liangjiang new area", "--columns", "id", "--format", "csv"]),
        "id\n2\n1\n"
    );
    env.ok(&["add", "Plant", "--sector", "5G", "--district", "Liangjiang-New-Area"]);
    assert_eq!(env.count("SELECT COUNT(*) FROM deal WHERE district_id = 1"), 2);
}

#[test]
fn two_names_that_make_one_code_get_two() {
    let env = Env::new();
    for district in ["A&B Park", "A B Park", "A B Park"] {
        env.ok(&["add", "Plant", "--sector", "5G", "--district", district]);
    }
    let codes = env.ok(&["list", "--sort", "id", "--columns", "district", "--format", "csv"]);
    assert_eq!(codes, "district\nA-B-Park\nA-B-Park-2\nA-B-Park-2\n");
}
