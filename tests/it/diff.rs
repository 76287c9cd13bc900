//! `deals diff`.

use insta::assert_snapshot;

use crate::env::{Env, csv_rows};

/// A ledger of yesterday with three deals, and of today with one step of each kind.
fn moved() -> Env {
    let env = Env::new();
    let yesterday = |args: &[&str]| {
        let mut command = env.command(args);
        assert_eq!(crate::env::outcome(command.env("DEALS_TODAY", "2019-08-26")).code, 0, "{args:?}");
    };
    yesterday(&["add", "Plant", "--sector", "5G", "--amount", "100", "--country", "CN"]);
    yesterday(&["add", "Works", "--sector", "5G", "--amount", "US$10", "--country", "US"]);
    yesterday(&["add", "Mill", "--sector", "IC", "--amount", "40", "--country", "DE"]);
    let today = |args: &[&str]| drop(env.ok(args));
    today(&["add", "Yard", "--sector", "IC", "--amount", "7", "--country", "CN", "-m", "late contract"]);
    today(&["delete", "3", "-m", "signed twice"]);
    today(&["edit", "1", "--amount", "130"]);
    today(&["edit", "4", "--sector", "5G"]);
    today(&["rate", "add", "USD", "7", "--on", "2019-01-01"]);
    today(&["edit", "1", "--note", "seen"]);
    env
}

#[test]
fn each_step_has_its_deals_entry_who_and_message() {
    let env = moved();
    assert_snapshot!(env.shows(&["diff", "yesterday"]), @"
    What moved from entry 3 of 2019-08-26 to entry 9 of 2019-08-27: all deals
    3 deals, CNY 140.00, have become 3 deals, CNY 207.00.
    ┌────────────┬───────┬─────────────────────────────────────────────────┬─────────────┬─────────┬────────────────┬───────┬──────────────┐
    │ Step       │ Entry │ Written                                         │ Which deals │ ± Deals │ ± Amount (CNY) │ Deals │ Amount (CNY) │
    ├────────────┼───────┼─────────────────────────────────────────────────┼─────────────┼─────────┼────────────────┼───────┼──────────────┤
    │ Total then │       │                                                 │             │         │                │     3 │       140.00 │
    │ Added      │     4 │ 2019-08-27 00:00, tester, add (late contract)   │ 4 Yard      │      +1 │          +7.00 │     4 │       147.00 │
    │ Edited     │     6 │ 2019-08-27 00:00, tester, edit                  │ 1 Plant     │       0 │         +30.00 │     4 │       177.00 │
    │ Rates      │     8 │ 2019-08-27 00:00, tester, rate add              │ 2 Works     │       0 │         +70.00 │     4 │       247.00 │
    │ Deleted    │     5 │ 2019-08-27 00:00, tester, delete (signed twice) │ 3 Mill      │      -1 │         -40.00 │     3 │       207.00 │
    │ Total now  │       │                                                 │             │       0 │         +67.00 │     3 │       207.00 │
    └────────────┴───────┴─────────────────────────────────────────────────┴─────────────┴─────────┴────────────────┴───────┴──────────────┘
    Changes of deals that moved neither count nor amount: 2.
    ");
    assert_snapshot!(env.shows(&["diff", "2019-08-26", "--sector", "5G", "--format", "csv"]), @"
    step,entry,at,who,command,message,ids,deals_change,amount_change,deals,amount
    then,,,,,,,,,2,100.00
    moved_in,7,2019-08-27T00:00:00Z,tester,edit,,4,1,7.00,3,107.00
    edited,6,2019-08-27T00:00:00Z,tester,edit,,1,0,30.00,3,137.00
    rates,8,2019-08-27T00:00:00Z,tester,rate add,,2,0,70.00,3,207.00
    now,,,,,,,1,107.00,3,207.00
    ");
    assert_snapshot!(env.shows(&["diff", "entry:3", "entry:5", "--lang", "zh"]), @"
    自第3条记录（2019-08-26）至第5条记录（2019-08-27）的变动——全部项目
    由3个项目、140.00元变为3个项目、107.00元。
    ┌──────────┬────────┬──────────────────────────────────────────────────┬──────────┬────────────┬────────────────┬────────┬────────────┐
    │ 步骤     │ 记录号 │ 记录情况                                         │ 涉及项目 │ 项目数变动 │ 金额变动（元） │ 项目数 │ 金额（元） │
    ├──────────┼────────┼──────────────────────────────────────────────────┼──────────┼────────────┼────────────────┼────────┼────────────┤
    │ 当时合计 │        │                                                  │          │            │                │      3 │     140.00 │
    │ 新增     │      4 │ 2019-08-27 00:00，tester，add（late contract）   │ 4 Yard   │         +1 │          +7.00 │      4 │     147.00 │
    │ 删除     │      5 │ 2019-08-27 00:00，tester，delete（signed twice） │ 3 Mill   │         -1 │         -40.00 │      3 │     107.00 │
    │ 现合计   │        │                                                  │          │          0 │         -33.00 │      3 │     107.00 │
    └──────────┴────────┴──────────────────────────────────────────────────┴──────────┴────────────┴────────────────┴────────┴────────────┘
    ");
    assert_snapshot!(env.shows(&["diff", "yesterday", "--by", "sector"]), @"
    What moved from entry 3 of 2019-08-26 to entry 9 of 2019-08-27: all deals
    3 deals, CNY 140.00, have become 3 deals, CNY 207.00.
    ┌─────────────────────┬────────────┬───────────┬─────────┬───────────────────┬──────────────────┬────────────────┬─────────┐
    │ Sector              │ Deals then │ Deals now │ ± Deals │ Amount then (CNY) │ Amount now (CNY) │ ± Amount (CNY) │ Entries │
    ├─────────────────────┼────────────┼───────────┼─────────┼───────────────────┼──────────────────┼────────────────┼─────────┤
    │ 5G                  │          2 │         3 │      +1 │            100.00 │           207.00 │        +107.00 │ 6-8     │
    │ Integrated circuits │          1 │         0 │      -1 │             40.00 │                  │         -40.00 │ 4-5 7   │
    ├─────────────────────┼────────────┼───────────┼─────────┼───────────────────┼──────────────────┼────────────────┼─────────┤
    │ Total               │          3 │         3 │       0 │            140.00 │           207.00 │         +67.00 │         │
    └─────────────────────┴────────────┴───────────┴─────────┴───────────────────┴──────────────────┴────────────────┴─────────┘
    Changes of deals that moved neither count nor amount: 2.
    ");
    let mut narrow = env.command(&["diff", "yesterday", "--by", "sector"]);
    assert_snapshot!(env.shown(&crate::env::outcome(narrow.env("COLUMNS", "60"))), @"
    What moved from entry 3 of 2019-08-26 to entry 9 of
    2019-08-27: all deals
    3 deals, CNY 140.00, have become 3 deals, CNY 207.00.
    ┌────────────┬───────┬───────┬───────┬────────┬────────┐
    │ Sector     │ Deals │ Deals │     ± │ Amount │ Amount │
    │            │  then │   now │ Deals │   then │    now │
    │            │       │       │       │  (CNY) │  (CNY) │
    ├────────────┼───────┼───────┼───────┼────────┼────────┤
    │ 5G         │     2 │     3 │    +1 │ 100.00 │ 207.00 │
    │ Integrated │     1 │     0 │    -1 │  40.00 │        │
    │ circuits   │       │       │       │        │        │
    ├────────────┼───────┼───────┼───────┼────────┼────────┤
    │ Total      │     3 │     3 │     0 │ 140.00 │ 207.00 │
    └────────────┴───────┴───────┴───────┴────────┴────────┘

    ┌─────────────────────┬────────────────┬─────────┐
    │ Sector              │ ± Amount (CNY) │ Entries │
    ├─────────────────────┼────────────────┼─────────┤
    │ 5G                  │        +107.00 │ 6-8     │
    │ Integrated circuits │         -40.00 │ 4-5 7   │
    ├─────────────────────┼────────────────┼─────────┤
    │ Total               │         +67.00 │         │
    └─────────────────────┴────────────────┴─────────┘
    Changes of deals that moved neither count nor amount: 2.
    ");
    assert_snapshot!(env.shows(&["diff", "today"]), @"
    What moved from entry 9 of 2019-08-27 to entry 9 of 2019-08-27: all deals
    3 deals, CNY 207.00, have become 3 deals, CNY 207.00.
    ┌────────────┬───────┬─────────┬─────────────┬─────────┬────────────────┬───────┬──────────────┐
    │ Step       │ Entry │ Written │ Which deals │ ± Deals │ ± Amount (CNY) │ Deals │ Amount (CNY) │
    ├────────────┼───────┼─────────┼─────────────┼─────────┼────────────────┼───────┼──────────────┤
    │ Total then │       │         │             │         │                │     3 │       207.00 │
    │ Total now  │       │         │             │       0 │           0.00 │     3 │       207.00 │
    └────────────┴───────┴─────────┴─────────────┴─────────┴────────────────┴───────┴──────────────┘
    Nothing moved.
    ");
}

#[test]
fn by_a_dimension_the_entries_stand_behind_the_change() {
    let env = moved();
    assert_snapshot!(env.ok(&["diff", "yesterday", "--by", "sector", "--format", "csv"]), @"
    sector,deals_before,deals,deals_change,amount_before,amount,amount_change,entries
    5G,2,3,1,100.00,207.00,107.00,6-8
    IC,1,0,-1,40.00,,-40.00,4-5 7
    ");
    // What stays is what the report as of then and of now say.
    for by in ["country", "origin", "size", "month", "sector,country", "tag"] {
        let rows = csv_rows(&env.ok(&["diff", "yesterday", "--by", by, "--format", "csv"]));
        let lead = by.split(',').count();
        for (as_of, deals, amount) in [("entry:3", lead, lead + 3), ("entry:9", lead + 1, lead + 4)] {
            let report = csv_rows(&env.ok(&["report", "--by", by, "--as-of", as_of, "--format", "csv"]));
            let mut expected: Vec<_> = report[1..].iter().map(|row| row[..lead + 2].to_vec()).collect();
            let picked = rows[1..].iter().filter(|row| row[deals] != "0");
            let mut found: Vec<_> =
                picked.map(|row| [&row[..lead], &[row[deals].clone(), row[amount].clone()]].concat()).collect();
            expected.sort();
            found.sort();
            assert_eq!(found, expected, "{by} {as_of}");
        }
    }
}

#[test]
fn states_that_are_none_are_refused() {
    let env = moved();
    for (args, reason) in [
        (&["diff", "entry:77"][..], "FROM: there is no entry `77`"),
        (&["diff", "soon"], "FROM: `soon` is not a period"),
        (&["diff", "entry:5", "entry:2"], "the first state is the later one: entry 5, then entry 2"),
        (&["diff", "2019-08-26..2019-08-27"], "FROM: `2019-08-26..2019-08-27` does not name one day"),
    ] {
        let stderr = env.fails(1, args);
        assert!(stderr.contains(reason), "{args:?}: {stderr}");
    }
    assert!(env.fails(2, &["diff"]).contains("<FROM>"));
}
