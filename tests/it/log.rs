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

/// Three days, two people, one deal that is made, changed and deleted.
fn busy() -> Env {
    let env = Env::new();
    for (day, who, args) in [
        ("2019-08-25", "wang", &["add", "Plant", "--sector", "5G", "--amount", "100", "--partner", "Acme"][..]),
        ("2019-08-26", "li", &["edit", "1", "--amount", "US$12.50", "--rate", "7", "-m", "in dollars"]),
        ("2019-08-26", "li", &["add", "Works", "--sector", "IC"]),
        ("2019-08-27", "wang", &["delete", "1"]),
        (
            "2019-08-27",
            "wang",
            &["partner", "edit", "Acme", "--name", "Acme Group", "--name-zh", "艾克米", "--alias", "AG"],
        ),
        ("2019-08-27", "li", &["rate", "add", "USD", "7.1", "--on", "2019-08-01", "--source", "PBOC"]),
        (
            "2019-08-27",
            "li",
            &["event", "add", "E", "Expo", "--from", "2019-08-26", "--scope", "all", "--published-amount", "1.5bn"],
        ),
        ("2019-08-27", "li", &["event", "use", "E"]),
    ] {
        let mut command = env.command(args);
        command.env("DEALS_TODAY", day).env("DEALS_USER", who);
        assert_eq!(crate::env::outcome(&mut command).code, 0, "{args:?}");
    }
    env
}

#[test]
fn entries_are_chosen_by_day_user_and_deal() {
    let env = busy();
    let entries = |args: &[&str]| {
        let rows = crate::env::csv_rows(&env.ok(&[&["log", "--format", "csv"][..], args].concat()));
        rows[1..].iter().map(|row| row[0].clone()).collect::<Vec<_>>().join(" ")
    };
    for (args, expected) in [
        (&["--since", "2019-08-26"][..], "8 7 6 5 4 3 2"),
        (&["--since", "yesterday", "--who", "WANG"], "5 4"),
        (&["--since", "2019-08", "-n", "2"], "8 7"),
        (&["--deal", "1"], "4 2 1"),
        (&["--deal", "2", "--who", "li"], "3"),
        (&["--who", "nobody"], ""),
        (&["-n", "0"], ""),
    ] {
        assert_eq!(entries(args), expected, "{args:?}");
    }
    assert!(env.fails(1, &["log", "--deal", "9"]).contains("no deal matches `9`"));
    assert!(env.fails(1, &["log", "--since", "soon"]).contains("--since: `soon` is not a period"));
    assert!(env.fails(1, &["log", "9"]).contains("there is no entry `9`"));
    assert!(env.fails(2, &["log", "1", "--who", "li"]).contains("cannot be used with"));
}

#[test]
fn an_entry_tells_all_that_it_changed_field_by_field() {
    let env = busy();
    assert_snapshot!(env.shows(&["log", "2"]), @"
    ┌──────┬─────┬───────┬─────────┬─────────────┬────────────┬───────────┐
    │ What │ No. │ Title │ Change  │ Field       │ Before     │ After     │
    ├──────┼─────┼───────┼─────────┼─────────────┼────────────┼───────────┤
    │ Deal │ 1   │ Plant │ changed │ Amount      │ CNY 100.00 │ USD 12.50 │
    │ Deal │ 1   │ Plant │ changed │ Currency    │ CNY        │ USD       │
    │ Deal │ 1   │ Plant │ changed │ Rate        │            │ 7         │
    │ Deal │ 1   │ Plant │ changed │ Base amount │ CNY 100.00 │ CNY 87.50 │
    └──────┴─────┴───────┴─────────┴─────────────┴────────────┴───────────┘
    --- stderr
    entry 2 (2019-08-26, li, edit: in dollars)
    ");
    assert_snapshot!(env.shows(&["log", "4", "--format", "csv"]), @"
    what,id,title,change,field,before,after
    deal,1,Plant,deleted,title,Plant,
    deal,1,Plant,deleted,signed,2019-08-25,
    deal,1,Plant,deleted,sector,5G,
    deal,1,Plant,deleted,partner,Acme Group,
    deal,1,Plant,deleted,amount,12.50,
    deal,1,Plant,deleted,currency,USD,
    deal,1,Plant,deleted,rate,7,
    deal,1,Plant,deleted,base_amount,87.50,
    --- stderr
    entry 4 (2019-08-27, wang, delete)
    ");
    assert_snapshot!(env.shows(&["log", "5"]), @"
    ┌─────────┬────────────┬────────────┬─────────┬────────────────┬────────┬────────────┐
    │ What    │ No.        │ Title      │ Change  │ Field          │ Before │ After      │
    ├─────────┼────────────┼────────────┼─────────┼────────────────┼────────┼────────────┤
    │ Partner │ Acme Group │ Acme Group │ changed │ Name           │ Acme   │ Acme Group │
    │ Partner │ Acme Group │ Acme Group │ changed │ Name (Chinese) │        │ 艾克米     │
    │ Partner │ Acme Group │ Acme Group │ changed │ Alias          │        │ AG         │
    └─────────┴────────────┴────────────┴─────────┴────────────────┴────────┴────────────┘
    --- stderr
    entry 5 (2019-08-27, wang, partner edit)
    ");
    assert_snapshot!(env.shows(&["log", "6", "--lang", "zh"]), @"
    ┌──────┬──────┬──────┬──────┬──────────┬──────┬────────────┐
    │ 类别 │ 序号 │ 名称 │ 更改 │ 字段     │ 原值 │ 新值       │
    ├──────┼──────┼──────┼──────┼──────────┼──────┼────────────┤
    │ 汇率 │ USD  │      │ 新增 │ 币种     │      │ USD        │
    │ 汇率 │ USD  │      │ 新增 │ 生效日期 │      │ 2019-08-01 │
    │ 汇率 │ USD  │      │ 新增 │ 汇率     │      │ 7.1        │
    │ 汇率 │ USD  │      │ 新增 │ 来源     │      │ PBOC       │
    └──────┴──────┴──────┴──────┴──────────┴──────┴────────────┘
    --- stderr
    第6条记录（2019-08-27，li，rate add）
    ");
    assert_snapshot!(env.shows(&["log", "7", "--format", "csv"]), @"
    what,id,title,change,field,before,after
    event,E,Expo,added,code,,E
    event,E,Expo,added,name,,Expo
    event,E,Expo,added,first_day,,2019-08-26
    event,E,Expo,added,last_day,,2019-08-26
    event,E,Expo,added,scope,,all
    event,E,Expo,added,published_amount,,1500000000.00
    --- stderr
    entry 7 (2019-08-27, li, event add)
    ");
    env.ok(&["undo", "4"]);
    assert_snapshot!(env.shows(&["log", "4", "-n", "1"]), @"
    ┌──────┬─────┬───────┬─────────┬───────┬────────┬───────┐
    │ What │ No. │ Title │ Change  │ Field │ Before │ After │
    ├──────┼─────┼───────┼─────────┼───────┼────────┼───────┤
    │ Deal │ 1   │ Plant │ deleted │ Title │ Plant  │       │
    └──────┴─────┴───────┴─────────┴───────┴────────┴───────┘
    --- stderr
    entry 4 (2019-08-27, wang, delete)
    it is undone by entry 9
    ");
    assert_snapshot!(env.shows(&["log", "8"]), @"
    ┌────────┬─────┬───────┬─────────┬───────────────┬────────┬───────┐
    │ What   │ No. │ Title │ Change  │ Field         │ Before │ After │
    ├────────┼─────┼───────┼─────────┼───────────────┼────────┼───────┤
    │ Ledger │     │       │ changed │ Default event │        │ Expo  │
    └────────┴─────┴───────┴─────────┴───────────────┴────────┴───────┘
    --- stderr
    entry 8 (2019-08-27, li, event use)
    ");
}
