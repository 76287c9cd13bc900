//! `deals edit`.

use insta::assert_snapshot;

use crate::env::Env;

#[test]
fn what_is_named_is_changed_and_nothing_else() {
    let env = Env::with_samples();
    let before = env.ok(&["export"]);
    assert_snapshot!(env.shows(&["edit", "SCE2019-028", "--kind", "framework", "--note", "second reading", "-m", "as signed"]), @"
    --- stderr
    changed deal 92: Kind Contract → Framework agreement; Note (none) → second reading
    ");
    let changed = env.ok(&["export"]);
    let differing: Vec<_> = before.lines().zip(changed.lines()).filter(|(a, b)| a != b).collect();
    let [(was, is)] = differing.as_slice() else { panic!("{differing:?}") };
    assert_eq!(was.replacen(",contract,", ",framework,", 1).replace("沙坪坝区,,", "沙坪坝区,second reading,"), **is);
    assert_eq!(env.count("SELECT COUNT(*) FROM deal_past WHERE id = 92 AND until_entry_id = 3 AND kind = 1"), 1);
    assert_snapshot!(env.shows(&["edit", "92", "--kind", "framework"]), @"
    --- stderr
    nothing to change: the deal is so already
    ");
    assert_eq!(env.count("SELECT MAX(id) FROM entry"), 3, "a write that changes nothing makes no entry");
}

/// The rates of the samples: USD 6.8840 from 2019-07-01, 7.0550 from 2019-08-26.
#[test]
fn a_new_amount_currency_or_date_takes_the_rate_of_the_day() {
    let env = Env::new();
    for (day, rate) in [("2019-07-01", "6.8840"), ("2019-08-26", "7.0550")] {
        env.ok(&["rate", "add", "USD", rate, "--on", day]);
    }
    env.ok(&["add", "Plant", "--sector", "5G", "--amount", "US$1000", "--signed", "2019-08-26", "--rate", "7"]);
    let base = || env.count("SELECT base_amount FROM deal WHERE id = 1");
    assert_eq!(base(), 700_000);
    env.ok(&["edit", "1", "--title", "Works"]);
    assert_eq!(base(), 700_000, "its rate stays with it");
    assert_snapshot!(env.shows(&["edit", "1", "--amount", "2000"]), @"
    --- stderr
    changed deal 1: Amount USD 1,000.00 → USD 2,000.00; Rate 7 → 7.055; Base amount CNY 7,000.00 → CNY 14,110.00
    deal 1 took the rate of USD in force on 2019-08-26: 7.055
    ");
    env.ok(&["edit", "1", "--signed", "2019-07"]);
    assert_eq!(base(), 1_376_800);
    env.ok(&["edit", "1", "--amount", "5000元"]);
    assert_eq!((base(), env.count("SELECT rate IS NULL FROM deal")), (500_000, 1));
    env.ok(&["edit", "1", "--amount", "US$10", "--rate", "6.5"]);
    assert_eq!(base(), 6_500);
    assert_snapshot!(env.shows(&["edit", "1", "--currency", "GBP"]), @"
    --- stderr
    changed deal 1: Amount USD 10.00 → GBP 10.00; Currency USD → GBP; Rate 6.5 → (none); Base amount CNY 65.00 → (none)
    warning: no rate of GBP is in force on 2019-07-01, so reports cannot add this amount; `deals rate add GBP RATE --on 2019-07-01 --source TEXT` adds one (CNY for one GBP)
    ");
}

#[test]
fn fields_are_cleared_and_what_every_deal_has_is_not() {
    let env = Env::with_samples();
    env.ok(&["edit", "92", "--clear", "partner,country", "--clear", "amount"]);
    assert_eq!(
        env.count("SELECT partner_id IS NULL AND country_id IS NULL AND amount IS NULL AND base_amount IS NULL FROM deal WHERE id = 92"),
        1
    );
    for (args, reason) in [
        (&["edit", "92", "--clear", "title"][..], "--clear title: every deal has one"),
        (&["edit", "92", "--clear", "base_amount"], "--clear base_amount: it follows from others"),
        (&["edit", "92", "--note", "x", "--clear", "note"], "--clear note: it is given a value as well"),
        (&["edit", "92"], "nothing is to be changed"),
    ] {
        let stderr = env.fails(2, args);
        assert!(stderr.contains(reason), "{args:?}: {stderr}");
    }
    for (args, reason) in [
        (&["edit", "999", "--note", "x"][..], "no deal matches `999`"),
        (&["edit", "92", "--amount", "12.5.1"], "--amount: `12.5.1` is not an amount"),
        (&["edit", "92", "--sector", "bio"], "no sector matches `bio`"),
        (&["edit", "92", "--ref", "SCE2019-001"], "--ref: `SCE2019-001` is already taken by deal 65"),
        (&["edit", "91-92", "--ref", "X"], "--ref: no two deals have the same ref, and these are 2"),
        (&["edit", "9-2", "--note", "x"], "`9-2` ends before it begins"),
        (&["edit", "92", "--sector", ""], "--sector: is blank"),
    ] {
        let stderr = env.fails(1, args);
        assert!(stderr.contains(reason), "{args:?}: {stderr}");
    }
    assert_eq!(env.count("SELECT MAX(id) FROM entry"), 3);
}

#[test]
fn deals_are_named_by_number_range_ref_and_from_stdin() {
    let env = Env::with_samples();
    let tagged = || env.count("SELECT COUNT(*) FROM deal WHERE tags LIKE '%picked%'");
    env.ok(&["edit", "1-3", "SCE2019-001", "2", "--tags", "picked"]);
    assert_eq!(tagged(), 4, "deal 2 is named twice");
    // A table with its frame, CSV with its head, and bare numbers are all read.
    let ids = ["list", "--event", "SCE2019", "--sector", "5G", "--columns", "id", "--sort", "id"];
    let of_5g = env.count(
        "SELECT COUNT(*) FROM deal_readable WHERE event = 'SCE2019' AND sector = '5G' AND id > 3 AND ref <> 'SCE2019-001'",
    );
    for more in [&[][..], &["--format", "csv"], &["--ascii"]] {
        let listed = env.ok(&[&ids, more].concat());
        let outcome = env.pipe(&listed, &["edit", "-", "--tags", "picked", "--yes"]);
        assert_eq!((outcome.code, tagged()), (0, 4 + of_5g), "{}", outcome.stderr);
        env.ok(&["undo"]);
    }
    let refused = env.pipe("1 2 3 4 5 6 7 8 9 10 11", &["edit", "-", "--note", "x"]);
    assert_snapshot!(env.shown(&refused), @"
    --- stderr
    error: these are 11 deals, and nobody is there to be asked
    hint: --yes goes ahead
    --- exit 1
    ");
    assert_eq!(env.pipe("1-10", &["edit", "-", "--note", "x"]).code, 0);
    assert_eq!(env.pipe("", &["edit", "-", "--note", "x"]).code, 1);
    assert_eq!(env.pipe("1 two", &["edit", "-", "--note", "x"]).code, 1);
}

#[test]
fn a_terminal_is_asked_about_many() {
    let env = Env::with_samples();
    for (answer, notes) in [("n", 0), ("y", 20)] {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_deals"));
        command
            .args(["edit", "1-20", "--note", "x"])
            .envs(env.command(&[]).get_envs().filter_map(|(key, value)| Some((key, value?))));
        command.current_dir(env.path("."));
        let mut session = rexpect::session::spawn_command(command, Some(10_000)).unwrap();
        session.exp_string("Change 20 deals? [y/N]").unwrap();
        session.send_line(answer).unwrap();
        session.exp_eof().unwrap();
        assert_eq!(env.count("SELECT COUNT(*) FROM deal WHERE note = 'x'"), notes);
    }
}

#[test]
fn what_follows_from_a_new_value_is_changed_along() {
    let env = Env::new();
    env.ok(&["rate", "add", "USD", "7", "--on", "2019-01-01"]);
    env.ok(&["add", "a", "--sector", "5G", "--country", "DE", "--amount", "1000000", "--signed", "2019-05"]);
    env.ok(&["edit", "1", "--currency", "JPY"]);
    assert_eq!(env.count("SELECT amount FROM deal"), 1_000_000, "yen have no decimals");
    env.ok(&["edit", "1", "--region", "四川"]);
    assert_eq!(env.count("SELECT country_id FROM deal"), 156);
    env.ok(&["edit", "1", "--country", "DE"]);
    env.ok(&["edit", "1", "--region", "Bavaria"]);
    assert_eq!(env.count("SELECT country_id FROM deal WHERE region_id IS NOT NULL"), 276);
    // Where no rate is in force on the new day the old one stays, which is said.
    env.ok(&["edit", "1", "--amount", "US$10"]);
    let moved = env.run(&["edit", "1", "--signed", "2018-05-05"]).stderr;
    assert!(moved.contains("no rate of USD is in force on 2018-05-05, so deal 1 keeps the one it has: 7"), "{moved}");
    assert!(!env.run(&["edit", "1", "--note", "x"]).stderr.contains("warning"), "what is not touched is not warned of");
    env.ok(&["edit", "1", "--ref", "1-3"]);
    assert!(
        env.fails(1, &["edit", "1-3", "--note", "y"]).contains("`1-3` is a range of numbers, and the ref of deal 1")
    );
    env.ok(&["edit", "ref:1-3", "--note", "y"]);
}
