//! `deals report --versus`: what was, what is, the change, and what may not be compared.

use insta::assert_snapshot;

use crate::env::{Env, csv_rows};

/// Two editions and the year between, as three rows of a file each.
fn with_editions() -> Env {
    let env = Env::new();
    let file = env.file(
        "x.csv",
        "title,signed,sector,event,country,amount,venue\n\
         a,2018-08-24,5G,SCE2018,CN,100,on-site\n\
         b,2018-08-24,AI,SCE2018,CN,300,off-site\n\
         c,2018-08-24,IC,SCE2018,DE,,on-site\n\
         d,2019-08-26,5G,SCE2019,CN,150,on-site\n\
         e,2019-08-26,5G,SCE2019,GB,50,off-site\n\
         f,2019-08-27,IoT,SCE2019,CN,7,on-site\n\
         g,2019-08-27,IC,SCE2019,DE,5,on-site\n",
    );
    env.ok(&["import", "--create", "events", &file]);
    env
}

#[test]
fn programs_get_the_measures_then_what_was_then_the_change() {
    let env = with_editions();
    // By hand: 5G 1 → 2 deals (+1.0) and 100 → 200 (+1.0); AI is gone; IC had no amount; IoT is new.
    assert_snapshot!(env.ok(&["report", "--event", "SCE2019", "--versus", "SCE2018", "--format", "csv"]), @"
    sector,deals,amount,share,deals_before,amount_before,deals_change,amount_change
    5G,2,200.00,0.9434,1,100.00,1.0000,1.0000
    IoT,1,7.00,0.0330,0,,,
    IC,1,5.00,0.0236,1,,0.0000,
    AI,0,,,1,300.00,-1.0000,-1.0000
    ");
    assert_snapshot!(env.ok(&["report", "--event", "SCE2019", "--versus", "SCE2018", "--format", "json", "--by", "event"]), @r#"
    {"by":["event"],"currency":"CNY","rows":[
    {"event":"SCE2019","deals":4,"amount":"212.00","share":1.0,"deals_before":0,"amount_before":null,"deals_change":null,"amount_change":null},
    {"event":"SCE2018","deals":0,"amount":null,"share":null,"deals_before":3,"amount_before":"400.00","deals_change":-1.0,"amount_change":-1.0}
    ],"total":{"deals":4,"amount":"212.00","deals_before":3,"amount_before":"400.00","deals_change":0.3333,"amount_change":-0.47},"notes":["Of the 3 deals before, 1 has no base amount and is not in its sum.","Whether the two count the same signings is not known: no scope is stated for SCE2018, SCE2019; `deals event edit SCE2018 --scope all` (or on-site) states it."],"heading":["Deals by event: now event SCE2019; before event SCE2018","Amounts are in CNY, each converted at the rate in force on its signing day. Ledger ledger.db, last entry 1 of 2019-08-27."]}
    "#);
}

#[test]
fn people_read_what_was_before_what_is() {
    let env = with_editions();
    env.ok(&["event", "edit", "SCE2018", "--scope", "all", "--name-zh", "2018智博会"]);
    env.ok(&["event", "edit", "SCE2019", "--scope", "all", "--from", "2019-08-26", "--to", "2019-08-29"]);
    assert_snapshot!(env.ok(&["report", "--event", "SCE2019", "--versus", "previous"]), @"
    Deals by sector: now event SCE2019 (2019-08-26 to 2019-08-29, on-site and off-site signings); before event SCE2018 (on-site and off-site signings)
    Amounts are in CNY, each converted at the rate in force on its signing day. Ledger ledger.db, last entry 3 of 2019-08-27.
    ┌─────────────────────────┬──────────────┬───────────┬─────────────────┬─────────────────────┬──────────────────┬──────────────────┬─────────┐
    │ Sector                  │ Deals before │ Deals now │ Change in deals │ Amount before (CNY) │ Amount now (CNY) │ Change in amount │   Share │
    ├─────────────────────────┼──────────────┼───────────┼─────────────────┼─────────────────────┼──────────────────┼──────────────────┼─────────┤
    │ 5G                      │            1 │         2 │        +100.0 % │              100.00 │           200.00 │         +100.0 % │  94.3 % │
    │ Internet of Things      │            0 │         1 │             new │                     │             7.00 │              new │   3.3 % │
    │ Integrated circuits     │            1 │         1 │           0.0 % │                     │             5.00 │                  │   2.4 % │
    │ Artificial intelligence │            1 │         0 │            gone │              300.00 │                  │             gone │         │
    ├─────────────────────────┼──────────────┼───────────┼─────────────────┼─────────────────────┼──────────────────┼──────────────────┼─────────┤
    │ Total                   │            3 │         4 │         +33.3 % │              400.00 │           212.00 │          -47.0 % │ 100.0 % │
    └─────────────────────────┴──────────────┴───────────┴─────────────────┴─────────────────────┴──────────────────┴──────────────────┴─────────┘
    Of the 3 deals before, 1 has no base amount and is not in its sum.
    ");
    assert_snapshot!(env.ok(&["report", "--event", "SCE2019", "--versus", "previous", "--lang", "zh", "--by", "国别,领域", "--subtotals"]), @"
    项目按国别（地区）、领域统计——本期：签约活动为SCE2019（2019-08-26至2019-08-29，含现场和场外签约）；上期：签约活动为SCE2018（2018智博会，含现场和场外签约）
    金额均折合为人民币，按各项目签约日适用的汇率折算。台账ledger.db，截至第3条记录（2019-08-27）。
    ┌──────────────┬──────────┬────────────┬────────────┬────────────┬────────────────┬────────────────┬──────────┬────────┐
    │ 国别（地区） │ 领域     │ 上期项目数 │ 本期项目数 │ 项目数增减 │ 上期金额（元） │ 本期金额（元） │ 金额增减 │   占比 │
    ├──────────────┼──────────┼────────────┼────────────┼────────────┼────────────────┼────────────────┼──────────┼────────┤
    │ 中国         │          │          2 │          2 │       0.0% │         400.00 │         157.00 │   -60.8% │  74.1% │
    │              │ 5G       │          1 │          1 │       0.0% │         100.00 │         150.00 │   +50.0% │  70.8% │
    │              │ 物联网   │          0 │          1 │       新增 │                │           7.00 │     新增 │   3.3% │
    │              │ 人工智能 │          1 │          0 │       已无 │         300.00 │                │     已无 │        │
    │ 英国         │          │          0 │          1 │       新增 │                │          50.00 │     新增 │  23.6% │
    │              │ 5G       │          0 │          1 │       新增 │                │          50.00 │     新增 │  23.6% │
    │ 德国         │          │          1 │          1 │       0.0% │                │           5.00 │          │   2.4% │
    │              │ 集成电路 │          1 │          1 │       0.0% │                │           5.00 │          │   2.4% │
    ├──────────────┼──────────┼────────────┼────────────┼────────────┼────────────────┼────────────────┼──────────┼────────┤
    │ 合计         │          │          3 │          4 │     +33.3% │         400.00 │         212.00 │   -47.0% │ 100.0% │
    └──────────────┴──────────┴────────────┴────────────┴────────────┴────────────────┴────────────────┴──────────┴────────┘
    上期3个项目中有1个没有折合金额，未计入上期合计。
    各数均单独四舍五入，各行相加与合计略有出入（占比各行相加为100.1%，合计为100.0%）。
    ");
}

/// The published totals are those of the press: 501 projects and 6120亿 in 2018, 530 and 8169亿 in 2019, of the same scope:
/// +5.8 % and +33.5 %. Those of 2020 count the central ceremony alone.
#[test]
fn editions_that_are_not_in_the_ledger_are_compared_by_their_published_totals() {
    let env = Env::new();
    for (code, scope, deals, amount) in [
        ("SCE2018", "all", "501", "6120亿"),
        ("SCE2019", "all", "530", "8169亿"),
        ("SCE2020", "on-site", "71", "2712亿"),
    ] {
        let figures = ["--published-deals", deals, "--published-amount", amount, "--source", "press"];
        env.ok(&[&["event", "add", code, code, "--scope", scope], &figures[..]].concat());
    }
    assert_snapshot!(env.ok(&["report", "--event", "SCE2019", "--versus", "previous", "--lang", "zh"]), @"
    项目按领域统计——本期：签约活动为SCE2019（含现场和场外签约）；上期：签约活动为SCE2018（含现场和场外签约）
    金额均折合为人民币，按各项目签约日适用的汇率折算。台账ledger.db，截至第3条记录（2019-08-27）。
    ┌──────┬────────────┬────────────┬────────────┬──────────────────┬──────────────────┬──────────┬──────┐
    │ 领域 │ 上期项目数 │ 本期项目数 │ 项目数增减 │ 上期金额（亿元） │ 本期金额（亿元） │ 金额增减 │ 占比 │
    ├──────┼────────────┼────────────┼────────────┼──────────────────┼──────────────────┼──────────┼──────┤
    ├──────┼────────────┼────────────┼────────────┼──────────────────┼──────────────────┼──────────┼──────┤
    │ 合计 │        501 │        530 │      +5.8% │         6,120.00 │         8,169.00 │   +33.5% │      │
    └──────┴────────────┴────────────┴────────────┴──────────────────┴──────────────────┴──────────┴──────┘
    SCE2019的项目未录入台账，其合计为公布数：530个项目、8,169亿元（来源：press）。
    SCE2018的项目未录入台账，其合计为公布数：501个项目、6,120亿元（来源：press）。
    ");
    assert_snapshot!(env.shows(&["report", "--event", "SCE2020", "--versus", "SCE2019", "--format", "csv"]), @"
    sector,deals,amount,share,deals_before,amount_before,deals_change,amount_change
    --- stderr
    The deals of SCE2020 are not in the ledger; its total is the published one: 71 deals, CNY 271.2bn (source: press).
    The deals of SCE2019 are not in the ledger; its total is the published one: 530 deals, CNY 816.9bn (source: press).
    The two count different signings (now: on-site signings alone; before: on-site and off-site signings) and are not comparable, so no change is shown; --force-compare shows it.
    ");
    let forced =
        env.ok(&["report", "--event", "SCE2020", "--versus", "SCE2019", "--force-compare", "--format", "json"]);
    let forced: serde_json::Value = serde_json::from_str(&forced).unwrap();
    // By hand: 71 / 530 − 1 and 2712 / 8169 − 1.
    assert_eq!(
        (&forced["total"]["deals_change"], &forced["total"]["amount_change"]),
        (&(-0.866).into(), &(-0.668).into())
    );
    assert!(forced["notes"].to_string().contains("the changes are not of like with like"));
    assert_snapshot!(env.ok(&["report", "--event", "SCE2018"]), @"
    Deals by sector: event SCE2018 (on-site and off-site signings)
    Amounts are in CNY, each converted at the rate in force on its signing day. Ledger ledger.db, last entry 3 of 2019-08-27.
    ┌────────┬───────┬──────────────┬───────┐
    │ Sector │ Deals │ Amount (CNY) │ Share │
    ├────────┼───────┼──────────────┼───────┤
    ├────────┼───────┼──────────────┼───────┤
    │ Total  │     0 │              │       │
    └────────┴───────┴──────────────┴───────┘
    The deals of SCE2018 are not in the ledger; published of it: 501 deals, CNY 612bn (source: press).
    ");
}

#[test]
fn published_totals_are_of_the_whole_event_and_of_one_without_deals() {
    let env = with_editions();
    env.ok(&["event", "edit", "SCE2018", "--published-deals", "501", "--published-amount", "6120亿", "--scope", "all"]);
    env.ok(&["event", "edit", "SCE2019", "--scope", "all"]);
    let total = |args: &[&str]| {
        let report = env.ok(&[&["report", "--format", "json", "--event", "SCE2019", "--versus"], args].concat());
        serde_json::from_str::<serde_json::Value>(&report).unwrap()["total"]["deals_before"].clone()
    };
    // Its deals are in the ledger, so they are what counts.
    assert_eq!(total(&["SCE2018"]), 3);
    env.ok(&["event", "add", "SCE2017", "2017", "--published-deals", "40", "--scope", "all"]);
    assert_eq!(total(&["SCE2017"]), 40);
    assert_eq!(total(&["SCE2017", "--sector", "5G"]), serde_json::Value::Null);
    let outcome =
        env.run(&["report", "--format", "csv", "--event", "SCE2019", "--versus", "SCE2017", "--sector", "5G"]);
    assert!(outcome.stderr.contains("its published totals are of the whole event, not of this selection"));
}

#[test]
fn unlike_editions_show_no_change_unless_it_is_forced() {
    let env = with_editions();
    env.ok(&["event", "edit", "SCE2018", "--scope", "all"]);
    env.ok(&["event", "edit", "SCE2019", "--scope", "on-site"]);
    let asked = ["report", "--event", "SCE2019", "--versus", "SCE2018", "--format", "csv"];
    assert_snapshot!(env.shows(&asked), @"
    sector,deals,amount,share,deals_before,amount_before,deals_change,amount_change
    5G,2,200.00,0.9434,1,100.00,,
    IoT,1,7.00,0.0330,0,,,
    IC,1,5.00,0.0236,1,,,
    AI,0,,,1,300.00,,
    --- stderr
    Of the 3 deals before, 1 has no base amount and is not in its sum.
    The two count different signings (now: on-site signings alone; before: on-site and off-site signings) and are not comparable, so no change is shown; --force-compare shows it.
    ");
    let forced = csv_rows(&env.ok(&[&asked[..], &["--force-compare"]].concat()));
    assert_eq!(forced[1][6..], ["1.0000", "1.0000"]);
    // Where one venue is asked for on both sides, the signings are the same whatever the events count.
    let outcome = env.run(&[&asked[..], &["--venue", "on-site"]].concat());
    assert!(!outcome.stderr.contains("different signings"), "{}", outcome.stderr);
    assert_eq!(csv_rows(&outcome.stdout)[1], ["5G", "1", "150.00", "0.9259", "1", "100.00", "0.0000", "0.5000"]);
    env.ok(&["event", "edit", "SCE2019", "--scope", "none"]);
    assert!(env.run(&asked).stderr.contains("no scope is stated for SCE2019;"));
}

#[test]
fn what_is_not_known_to_be_alike_is_never_compared_silently() {
    let env = with_editions();
    env.ok(&["event", "edit", "SCE2019", "--scope", "on-site"]);
    env.ok(&["event", "edit", "SCE2018", "--scope", "all"]);
    env.ok(&["add", "of no event", "--sector", "5G", "--signed", "2017-03-01", "--amount", "1"]);
    env.ok(&["event", "add", "SCE2020", "2020"]);
    let notes = |args: &[&str]| env.run(&[&["report", "--format", "csv", "--versus"], args].concat()).stderr;
    // Deals of no event are of no known scope.
    assert!(notes(&["2017", "--event", "SCE2019"]).contains("is not known: some of their deals are of no event."));
    // Several venues are no one venue.
    assert!(
        notes(&["SCE2018", "--event", "SCE2019", "--venue", "on-site,off-site"]).contains("count different signings")
    );
    // An edition without deals and published totals is no edition of nothing.
    let unrecorded = notes(&["SCE2020", "--event", "SCE2019"]);
    assert!(unrecorded.contains("The deals of SCE2020 are not in the ledger, and no published totals can stand in"));
    let rows = csv_rows(&env.ok(&["report", "--format", "csv", "--event", "SCE2019", "--versus", "SCE2020"]));
    assert_eq!(rows[1][4..], ["", "", "", ""]);
    // One that has deals, but none that pass, has none that pass.
    let filtered = ["report", "--format", "csv", "--event", "SCE2019", "--country", "GB", "--versus", "SCE2018"];
    assert_eq!(csv_rows(&env.ok(&filtered))[1], ["5G", "1", "50.00", "1.0000", "0", "", "", ""]);
    assert!(!env.run(&filtered).stderr.contains("not in the ledger"));
    // Others that are asked for beside events with deals are named.
    assert!(notes(&["SCE2018,SCE2020", "--event", "SCE2019"]).contains("No deals of SCE2020 are in the ledger"));
    assert!(
        env.run(&["report", "--format", "csv", "--event", "SCE2018,SCE2020"]).stderr.contains("No deals of SCE2020")
    );
    // The same deals on both sides.
    assert!(notes(&["2018"]).contains("On both sides of the comparison: 3 deals."));
    assert!(!notes(&["2018", "--signed", "2019"]).contains("On both sides"));
    // Side by side they are as little comparable.
    let by_event = env.run(&["report", "--by", "event", "--format", "csv"]).stderr;
    assert!(
        by_event.contains("not comparable (SCE2019: on-site signings alone; SCE2018: on-site and off-site signings)")
    );
}

#[test]
fn published_totals_serve_either_side() {
    let env = with_editions();
    env.ok(&["event", "add", "SCE2020", "2020", "--published-deals", "71", "--published-amount", "2712亿"]);
    let rows = |args: &[&str]| csv_rows(&env.ok(&[&["report", "--format", "csv"], args].concat()));
    assert_eq!(rows(&["--event", "SCE2020", "--versus", "SCE2018"])[1], ["5G", "", "", "", "1", "100.00", "", ""]);
    assert_eq!(
        rows(&["--event", "SCE2018", "--versus", "SCE2020"])[1],
        ["AI", "1", "300.00", "0.7500", "", "", "", ""]
    );
}

#[test]
fn selections_that_do_not_differ_in_time_are_named_otherwise() {
    let env = with_editions();
    let table = env.ok(&["report", "--origin", "overseas", "--versus", "origin=domestic", "--lang", "zh"]);
    assert!(table.starts_with("项目按领域统计——本组：资金来源为国外；对照组：资金来源为内地\n"), "{table}");
    assert!(table.contains("对照组项目数") && !table.contains("上期"), "{table}");
}

#[test]
fn the_rates_of_both_sides_are_listed() {
    let env = Env::new();
    env.ok(&["rate", "add", "USD", "7", "--on", "2018-01-01"]);
    env.ok(&["add", "a", "--sector", "5G", "--signed", "2018-08-24", "--amount", "US$2m"]);
    env.ok(&["add", "b", "--sector", "5G", "--signed", "2019-08-24", "--amount", "2m"]);
    let notes = env.run(&["report", "--signed", "2019", "--versus", "2018", "--show-rates", "--format", "csv"]).stderr;
    assert_snapshot!(notes, @"
    Now: No rate was used in these sums.
    Before: Rates of USD in CNY, with the deals converted at each: 7 (1 signed 2018-08-24).
    ");
}

#[test]
fn periods_and_other_filters_are_compared_as_well() {
    let env = with_editions();
    let rows = |args: &[&str]| csv_rows(&env.ok(&[&["report", "--format", "csv", "--by", "country"], args].concat()));
    let by_year = rows(&["--signed", "2019", "--versus", "2018"]);
    assert_eq!(by_year[1], ["CN", "2", "157.00", "0.7406", "2", "400.00", "0.0000", "-0.6075"]);
    assert_eq!(rows(&["--signed", "2019", "--versus", "previous"]), by_year);
    assert_eq!(rows(&["--event", "SCE2019", "--versus", "2018"]), by_year);
    assert_eq!(rows(&["--signed", "2019", "--versus", "signed=2018"]), by_year);
    assert_eq!(rows(&["--event", "SCE2019", "--versus", "event=SCE2018"]), by_year);
    assert_eq!(rows(&["--event", "SCE2019", "--versus", "签约活动=SCE2018"]), by_year);
    // The sector and the venue are replaced, the event stays.
    let other = rows(&["--event", "SCE2019", "--sector", "5G", "--versus", "sector=IC", "--versus", "sector=IoT"]);
    assert_eq!(
        other[1..],
        [
            ["CN", "1", "150.00", "0.7500", "1", "7.00", "0.0000", "20.4286"],
            ["GB", "1", "50.00", "0.2500", "0", "", "", ""],
            ["DE", "0", "", "", "1", "5.00", "-1.0000", "-1.0000"],
        ]
    );
}

/// Two selections of one time are neither now and before nor new and gone, in what they are called and in what is noted of them.
#[test]
fn words_of_time_are_said_of_times_alone() {
    let env = Env::new();
    let file = env.file(
        "x.csv",
        "title,signed,sector,country,amount,currency,rate\n\
         a,2019-01-02,5G,DE,4,USD,7\nb,2019-02-05,5G,DE,2,USD,7\nc,2019-02-06,AI,DE,,CNY,\n\
         d,2019-02-01,AI,GB,8,CNY,\ne,2019-02-01,IC,GB,1,CNY,\n",
    );
    env.ok(&["import", &file]);
    let report = |args: &[&str]| env.ok(&[&["report", "--show-rates"], args].concat());
    let groups = ["--country", "GB", "--versus", "country=DE"];
    let en = report(&groups);
    for words in [
        "only here",
        "only there",
        "\nOf the 3 deals compared with, 1 has no base amount",
        "\nAsked for: No rate",
        "\nCompared with: Rates of USD in CNY, with the deals converted at each: 7 (2 signed 2019-01-02 to 2019-02-05).",
    ] {
        assert!(en.contains(words), "{words}: {en}");
    }
    assert!(!["new ", "gone", "before", "Now"].iter().any(|word| en.contains(word)), "{en}");
    let zh = report(&[&groups[..], &["--lang", "zh"]].concat());
    for words in [
        "仅本组",
        "仅对照组",
        "\n对照组3个项目中有1个没有折合金额，未计入对照组合计。",
        "\n本组：合计未使用汇率。",
        "\n对照组：USD折CNY所用汇率及项目数：7（2019-01-02至2019-02-05签约2个）。",
    ] {
        assert!(zh.contains(words), "{words}: {zh}");
    }
    assert!(!["本期", "上期", "两期", "新增", "已无"].iter().any(|word| zh.contains(word)), "{zh}");
    let times = report(&["--signed", "2019-01", "--versus", "2019-02", "--lang", "zh"]);
    for words in ["已无", "\n上期4个项目中有1个没有折合金额，未计入上期合计。", "\n本期：USD折CNY"]
    {
        assert!(times.contains(words), "{words}: {times}");
    }
}

/// One edition compared with itself counts the same signings whatever its scope.
#[test]
fn parts_of_one_edition_are_alike() {
    let env = with_editions();
    let noted = |args: &[&str]| env.ok(&[&["report", "--event", "SCE2019", "--versus"], args].concat());
    assert!(!noted(&["country=GB"]).contains("count the same signings"));
    assert!(noted(&["SCE2018"]).contains("count the same signings"));
    assert!(noted(&["event=SCE2018,SCE2019"]).contains("count the same signings"));
}

#[test]
fn several_editions_without_deals_are_not_compared() {
    let env = with_editions();
    env.ok(&["event", "add", "SCE2020", "Smart China Expo 2020"]);
    env.ok(&["event", "add", "SCE2021", "Smart China Expo 2021"]);
    for args in [
        ["--event", "SCE2020,SCE2021", "--versus", "SCE2019"],
        ["--event", "SCE2019", "--versus", "event=SCE2020,SCE2021"],
    ] {
        let table = env.ok(&[&["report"][..], &args].concat());
        assert!(
            table.contains("The deals of SCE2020, SCE2021 are not in the ledger, and no published totals"),
            "{table}"
        );
        assert!(!["gone", "new", "+", "-100"].iter().any(|change| table.contains(change)), "{table}");
    }
    // Beside one that has deals, those without are named.
    let table = env.ok(&["report", "--event", "SCE2019,SCE2020", "--versus", "SCE2018"]);
    assert!(table.contains("No deals of SCE2020 are in the ledger"), "{table}");
}

#[test]
fn what_cannot_be_compared_is_said() {
    let env = with_editions();
    env.ok(&["event", "add", "WMC", "World Manufacturing Convention"]);
    assert_snapshot!(env.shows(&["report", "--versus", "previous"]), @"
    --- stderr
    error: --versus previous: no one event or period is selected
    hint: `--event EVENT` or `--signed PERIOD` selects one
    --- exit 1
    ");
    assert_snapshot!(env.shows(&["report", "--event", "SCE2018", "--versus", "previous", "--lang", "zh"]), @"
    --- stderr
    错误：--versus previous：未找到`SCE2018`的上一届
    提示：用`--versus 活动`指明；`deals event list`列出全部活动
    --- exit 1
    ");
    assert_snapshot!(env.shows(&["report", "--event", "WMC", "--versus", "SCE2020"]), @"
    --- stderr
    error: --versus: `SCE2020` is neither a known event nor a period
    hint: `deals event list` shows what there is
    --- exit 1
    ");
    assert_snapshot!(env.shows(&["report", "--year", "2018,2019", "--versus", "previous"]), @"
    --- stderr
    error: --versus previous: no one event or period is selected
    hint: `--event EVENT` or `--signed PERIOD` selects one
    --- exit 1
    ");
    assert_snapshot!(env.shows(&["report", "--versus", "2018-13", "--lang", "zh"]), @"
    --- stderr
    错误：--versus：`2018-13`既不是已有的签约活动，也不是时期
    提示：可用`deals event list`查看现有名称
    --- exit 1
    ");
    assert_snapshot!(env.shows(&["report", "--signed", "2019..", "--versus", "previous"]), @"
    --- stderr
    error: --versus previous: `2019..` has an open end, so nothing comes just before it
    hint: `--versus PERIOD` names one
    --- exit 1
    ");
    assert_snapshot!(env.shows(&["report", "--versus", "colour=red"]), @"
    --- stderr
    error: --versus: there is no filter `colour`
    hint: `deals report --help` lists the filters
    --- exit 2
    ");
    assert_snapshot!(env.shows(&["report", "--versus", "SCE2018", "--versus", "SCE2019"]), @"
    --- stderr
    error: --versus: `SCE2019` is a second thing to compare with; FILTER=VALUE can be repeated
    --- exit 2
    ");
    assert_snapshot!(env.shows(&["event", "edit", "WMC", "--source", "press"]), @"
    --- stderr
    error: --source: is of published figures, and there are none
    hint: `--published-deals N` or `--published-amount AMOUNT`
    --- exit 1
    ");
    assert_snapshot!(env.shows(&["event", "edit", "WMC", "--scope", "half", "--published-deals", "many"]), @"
    --- stderr
    error: --scope: `half` is no scope (one of on-site, all, none)
    --- exit 1
    ");
    assert_eq!(env.run(&["report", "--force-compare"]).code, 2);
    assert_eq!(env.run(&["report", "--versus", "2018", "--across", "origin"]).code, 2);
}
