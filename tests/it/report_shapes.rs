//! The shapes of a report: cross-tabs, subtotals, the rest, sizes, periods without deals, measures, units, bars, widths.

use insta::assert_snapshot;

use crate::env::{Env, csv_rows, outcome};

/// Eight deals of which every sum is easily made by hand.
pub(crate) fn small() -> Env {
    let env = Env::new();
    let file = env.file(
        "x.csv",
        "title,signed,sector,partner,region,country,amount,currency,rate,tags\n\
         a,2019-01-15,5G,P1,CN-SC,CN,999999999.99,CNY,,flagship\n\
         b,2019-01-20,5G,P1,CN-SC,CN,1000000000,CNY,,flagship;green\n\
         c,2019-03-01,5G,P2,,HK,2000000000,CNY,,\n\
         d,2019-07-01,AI,P2,Bavaria,DE,1000000,USD,7.0550,Green\n\
         e,2019-07-02,AI,P3,,DE,,EUR,,\n\
         f,2019-07-03,IC,,,,10000000000,CNY,,\n\
         g,2019,IC,P4,CN-ZJ,CN,5,GBP,8.68,\n\
         h,2019-07-04,IoT,P4,CN-ZJ,CN,3,CNY,,\n",
    );
    env.ok(&["import", &file]);
    env
}

#[test]
fn a_cross_tab_has_a_column_for_each_value_that_has_deals() {
    let env = small();
    let across = |args: &[&str]| env.ok(&[&["report", "--format", "csv", "--across"], args].concat());
    assert_snapshot!(across(&["origin"]), @"
    sector,domestic,hmt,overseas,(none),total
    IC,1,0,0,1,2
    5G,2,1,0,0,3
    AI,0,0,2,0,2
    IoT,1,0,0,0,1
    ");
    assert_snapshot!(across(&["origin", "--measure", "amount"]), @"
    sector,domestic,hmt,overseas,(none),total
    IC,43.40,,,10000000000.00,10000000043.40
    5G,1999999999.99,2000000000.00,,,3999999999.99
    AI,,,7055000.00,,7055000.00
    IoT,3.00,,,,3.00
    ");
    assert_snapshot!(across(&["country", "--measure", "share"]), @"
    sector,(none),CN,HK,DE,total
    IC,0.7139,0.0000,,,0.7139
    5G,,0.1428,0.1428,,0.2856
    AI,,,,0.0005,0.0005
    IoT,,0.0000,,,0.0000
    ");
    // 999,999,999.99 and 1,000,000,000 over two deals; e has no amount.
    assert_snapshot!(across(&["origin", "--measure", "average"]), @"
    sector,domestic,hmt,overseas,(none),total
    IC,43.40,,,10000000000.00,5000000021.70
    5G,1000000000.00,2000000000.00,,,1333333333.33
    AI,,,7055000.00,,7055000.00
    IoT,3.00,,,,3.00
    ");
    assert_snapshot!(across(&["month"]), @"
    sector,2019-01,2019-03,2019-07,(none),total
    IC,0,0,1,1,2
    5G,2,1,0,0,3
    AI,0,0,2,0,2
    IoT,0,0,1,0,1
    ");
    assert_snapshot!(across(&["tag"]), @"
    sector,(none),flagship,Green,total
    IC,2,0,0,2
    5G,1,2,1,3
    AI,1,0,1,2
    IoT,1,0,0,1
    ");
    assert_snapshot!(env.shows(&["report", "--across", "tag", "--lang", "zh"]), @"
    项目数按领域与标签交叉统计——全部项目
    金额均折合为人民币，按各项目签约日适用的汇率折算。台账ledger.db，截至第1条记录（2019-08-27）。
    ┌──────────┬────────┬──────────┬───────┬──────┐
    │ 领域     │ （无） │ flagship │ Green │ 合计 │
    ├──────────┼────────┼──────────┼───────┼──────┤
    │ 集成电路 │      2 │        0 │     0 │    2 │
    │ 5G       │      1 │        2 │     1 │    3 │
    │ 人工智能 │      1 │        0 │     1 │    2 │
    │ 物联网   │      1 │        0 │     0 │    1 │
    ├──────────┼────────┼──────────┼───────┼──────┤
    │ 合计     │      5 │        2 │     2 │    8 │
    └──────────┴────────┴──────────┴───────┴──────┘
    一个项目按其每个标签各计一次，合计中只计一次，因此各部分之和大于合计。
    ");
    let json: serde_json::Value =
        serde_json::from_str(&env.ok(&["report", "--across", "origin", "--format", "json"])).unwrap();
    assert_eq!(
        (&json["by"], &json["across"], &json["measure"]),
        (&["sector"].as_slice().into(), &"origin".into(), &"deals".into())
    );
    assert_eq!(json["total"], serde_json::json!({"domestic": 4, "hmt": 1, "overseas": 2, "(none)": 1, "total": 8}));
}

#[test]
fn a_column_whose_code_another_one_has_is_told_from_it() {
    let env = Env::new();
    env.ok(&["sector", "add", "total", "Total solutions"]);
    env.ok(&["add", "a", "--sector", "total", "--amount", "3"]);
    env.ok(&["add", "b", "--sector", "5G", "--amount", "4"]);
    assert_eq!(
        env.ok(&["report", "--by", "year", "--across", "sector", "--format", "csv"]),
        "year,5G,total (sector),total\n2019,1,1,2\n"
    );
}

/// Tags may be called as we call what has none, and what is folded.
#[test]
fn names_that_are_our_words_are_told_from_them() {
    let env = Env::new();
    let file = env.file(
        "x.csv",
        "title,signed,sector,amount,tags\na,2019,5G,1,(none)\nb,2019,5G,2,\nc,2019,5G,4,(rest)\nd,2019,5G,3,x\ne,2019,5G,5,y\n",
    );
    env.ok(&["import", &file]);
    let firsts = |args: &[&str]| -> Vec<String> {
        let rows = csv_rows(&env.ok(&[&["report", "--by", "tag", "--format", "csv"], args].concat()));
        rows[1..].iter().map(|row| row[0].clone()).collect()
    };
    assert_eq!(firsts(&[]), ["y", "(rest) (tag)", "x", "", "(none)"]);
    assert_eq!(firsts(&["--top", "2"]), ["y", "(rest) (tag)", "(rest)"]);
    for (lang, ours, tag) in
        [("en", "│ (none)       │", "│ (none) (tag) │"), ("zh", "│ （无）         │", "│ (none)（标签） │")]
    {
        let table = env.ok(&["report", "--by", "tag", "--lang", lang]);
        assert!(table.contains(ours) && table.contains(tag), "{table}");
    }
    let across = env.ok(&["report", "--across", "tag", "--format", "md"]);
    assert!(across.contains(" (none) | (none) (tag) |"), "{across}");
}

#[test]
fn the_rest_is_one_line_and_one_column() {
    let env = small();
    assert_snapshot!(env.ok(&["report", "--by", "partner", "--top", "2", "--format", "csv"]), @"
    partner,deals,amount,share
    ,1,10000000000.00,0.7139
    P2,2,2007055000.00,0.1433
    (rest),5,2000000046.39,0.1428
    ");
    assert_snapshot!(env.ok(&["report", "--by", "country", "--across", "sector", "--top", "1", "--format", "csv"]), @"
    country,IC,(rest),total
    ,1,0,1
    (rest),1,6,7
    ");
    assert_snapshot!(env.ok(&["report", "--by", "sector", "--top", "2", "--sort", "deals", "--format", "csv"]), @"
    sector,deals,amount,share
    5G,3,3999999999.99,0.2856
    IC,2,10000000043.40,0.7139
    (rest),3,7055003.00,0.0005
    ");
    // The greatest stay, in the order of time.
    assert_snapshot!(env.ok(&["report", "--by", "month", "--top", "2", "--format", "csv"]), @"
    month,deals,amount,share
    2019-03,1,2000000000.00,0.1428
    2019-07,4,10007055003.00,0.7144
    (rest),3,2000000043.39,0.1428
    ");
    assert_eq!(
        env.ok(&["report", "--by", "sector", "--top", "9"]),
        env.ok(&["report", "--by", "sector"]),
        "nothing is folded where there is nothing more"
    );
}

#[test]
fn subtotals_stand_above_what_they_are_of() {
    let env = small();
    assert_snapshot!(env.shows(&["report", "--by", "origin,place", "--subtotals"]), @"
    Deals by origin, place: all deals
    Amounts are in CNY, each converted at the rate in force on its signing day. Ledger ledger.db, last entry 1 of 2019-08-27.
    ┌──────────────────────────┬───────────┬───────┬─────────────────┬─────────┐
    │ Origin                   │ Place     │ Deals │ Amount (CNY bn) │   Share │
    ├──────────────────────────┼───────────┼───────┼─────────────────┼─────────┤
    │ (none)                   │           │     1 │           10.00 │  71.4 % │
    │                          │ (none)    │     1 │           10.00 │  71.4 % │
    │ Domestic                 │           │     4 │            2.00 │  14.3 % │
    │                          │ Sichuan   │     2 │            2.00 │  14.3 % │
    │                          │ Zhejiang  │     2 │            0.00 │   0.0 % │
    │ Hong Kong, Macao, Taiwan │           │     1 │            2.00 │  14.3 % │
    │                          │ Hong Kong │     1 │            2.00 │  14.3 % │
    │ Overseas                 │           │     2 │            0.01 │   0.1 % │
    │                          │ Germany   │     2 │            0.01 │   0.1 % │
    ├──────────────────────────┼───────────┼───────┼─────────────────┼─────────┤
    │ Total                    │           │     8 │           14.01 │ 100.0 % │
    └──────────────────────────┴───────────┴───────┴─────────────────┴─────────┘
    1 of 8 deals states no amount and is not in the sum.
    Figures are rounded one by one, so the lines as shown do not add up to the total (Share: 100.1 %, total 100.0 %).
    ");
    assert_snapshot!(env.ok(&["report", "--by", "origin,place,sector", "--subtotals", "--top", "1", "--lang", "zh"]), @"
    项目按资金来源、来源地、领域统计——全部项目
    金额均折合为人民币，按各项目签约日适用的汇率折算。台账ledger.db，截至第1条记录（2019-08-27）。
    ┌──────────┬────────┬───────────┬────────┬──────────────┬────────┐
    │ 资金来源 │ 来源地 │ 领域      │ 项目数 │ 金额（亿元） │   占比 │
    ├──────────┼────────┼───────────┼────────┼──────────────┼────────┤
    │ （无）   │        │           │      1 │       100.00 │  71.4% │
    │          │ （无） │           │      1 │       100.00 │  71.4% │
    │          │        │ 集成电路  │      1 │       100.00 │  71.4% │
    │ 内地     │        │           │      4 │        20.00 │  14.3% │
    │          │ 四川   │           │      2 │        20.00 │  14.3% │
    │          │        │ 5G        │      2 │        20.00 │  14.3% │
    │          │ 浙江   │           │      2 │         0.00 │   0.0% │
    │          │        │ 集成电路  │      1 │         0.00 │   0.0% │
    │          │        │ 其他（1） │      1 │         0.00 │   0.0% │
    │ 港澳台   │        │           │      1 │        20.00 │  14.3% │
    │          │ 香港   │           │      1 │        20.00 │  14.3% │
    │          │        │ 5G        │      1 │        20.00 │  14.3% │
    │ 国外     │        │           │      2 │         0.07 │   0.1% │
    │          │ 德国   │           │      2 │         0.07 │   0.1% │
    │          │        │ 人工智能  │      2 │         0.07 │   0.1% │
    ├──────────┼────────┼───────────┼────────┼──────────────┼────────┤
    │ 合计     │        │           │      8 │       140.07 │ 100.0% │
    └──────────┴────────┴───────────┴────────┴──────────────┴────────┘
    8个项目中有1个未列金额，未计入合计。
    各数均单独四舍五入，各行相加与合计略有出入（占比各行相加为100.1%，合计为100.0%）。
    ");
    assert_snapshot!(env.ok(&["report", "--by", "origin,sector", "--subtotals", "--format", "csv"]), @"
    origin,sector,deals,amount,share
    ,IC,1,10000000000.00,0.7139
    domestic,5G,2,1999999999.99,0.1428
    domestic,IC,1,43.40,0.0000
    domestic,IoT,1,3.00,0.0000
    hmt,5G,1,2000000000.00,0.1428
    overseas,AI,2,7055000.00,0.0005
    ");
}

#[test]
fn sizes_have_the_bounds_of_briefings() {
    let env = small();
    assert_snapshot!(env.ok(&["report", "--by", "size", "--format", "csv"]), @"
    size,deals,amount,share
    0-1bn,4,1007055046.39,0.0719
    1bn-3bn,2,3000000000.00,0.2142
    10bn-up,1,10000000000.00,0.7139
    ,1,,
    ");
    assert_snapshot!(env.ok(&["report", "--by", "size", "--lang", "zh"]), @"
    项目按规模统计——全部项目
    金额均折合为人民币，按各项目签约日适用的汇率折算。台账ledger.db，截至第1条记录（2019-08-27）。
    ┌───────────────┬────────┬──────────────┬────────┐
    │ 规模          │ 项目数 │ 金额（亿元） │   占比 │
    ├───────────────┼────────┼──────────────┼────────┤
    │ 10亿元以下    │      4 │        10.07 │   7.2% │
    │ 10亿—30亿元   │      2 │        30.00 │  21.4% │
    │ 100亿元及以上 │      1 │       100.00 │  71.4% │
    │ （无）        │      1 │              │        │
    ├───────────────┼────────┼──────────────┼────────┤
    │ 合计          │      8 │       140.07 │ 100.0% │
    └───────────────┴────────┴──────────────┴────────┘
    8个项目中有1个未列金额，未计入合计。
    ");
    assert_eq!(
        env.ok(&["list", "--size", "1bn-3bn,none", "--columns", "title", "--sort", "title", "--format", "csv"]),
        "title\nb\nc\ne\n"
    );
    let yen = Env::new();
    yen.ok(&["init", "--base", "JPY", "--home", "JP"]);
    yen.ok(&["add", "a", "--sector", "5G", "--amount", "1000000000"]);
    assert!(yen.ok(&["report", "--by", "size"]).contains("JPY 1bn to under 3bn"));
}

#[test]
fn months_and_quarters_without_deals_are_lines() {
    let env = small();
    assert_snapshot!(env.ok(&["report", "--by", "month", "--format", "csv"]), @"
    month,deals,amount,share
    2019-01,2,1999999999.99,0.1428
    2019-02,0,,
    2019-03,1,2000000000.00,0.1428
    2019-04,0,,
    2019-05,0,,
    2019-06,0,,
    2019-07,4,10007055003.00,0.7144
    ,1,43.40,0.0000
    ");
    assert_snapshot!(env.ok(&["report", "--by", "quarter", "--lang", "zh"]), @"
    项目按季度统计——全部项目
    金额均折合为人民币，按各项目签约日适用的汇率折算。台账ledger.db，截至第1条记录（2019-08-27）。
    ┌───────────────┬────────┬──────────────┬────────┐
    │ 季度          │ 项目数 │ 金额（亿元） │   占比 │
    ├───────────────┼────────┼──────────────┼────────┤
    │ 2019年第1季度 │      3 │        40.00 │  28.6% │
    │ 2019年第2季度 │      0 │              │        │
    │ 2019年第3季度 │      4 │       100.07 │  71.4% │
    │ （无）        │      1 │         0.00 │   0.0% │
    ├───────────────┼────────┼──────────────┼────────┤
    │ 合计          │      8 │       140.07 │ 100.0% │
    └───────────────┴────────┴──────────────┴────────┘
    8个项目中有1个未列金额，未计入合计。
    ");
    assert_eq!(csv_rows(&env.ok(&["report", "--by", "month,sector", "--format", "csv"])).len(), 1 + 6);
}

#[test]
fn any_measure_is_shown_in_any_order() {
    let env = small();
    let show = |measures: &str| env.ok(&["report", "--format", "csv", "--show", measures]);
    // The amount of 5G is 3,999,999,999.99 over three deals: 1,333,333,333.33. That of IC is 10,000,000,043.40 over two.
    assert_snapshot!(show("average,largest,deals"), @"
    sector,average,largest,deals
    IC,5000000021.70,10000000000.00,2
    5G,1333333333.33,2000000000.00,3
    AI,7055000.00,7055000.00,2
    IoT,3.00,3.00,1
    ");
    assert_snapshot!(show("partners,countries"), @"
    sector,partners,countries
    IC,1,1
    5G,2,2
    AI,2,1
    IoT,1,1
    ");
    assert_snapshot!(env.shows(&["report", "--show", "平均金额，合作方数", "--by", "行业", "--lang", "zh"]), @"
    项目按领域统计——全部项目
    金额均折合为人民币，按各项目签约日适用的汇率折算。台账ledger.db，截至第1条记录（2019-08-27）。
    ┌──────────┬──────────────────┬──────────┐
    │ 领域     │ 平均金额（亿元） │ 合作方数 │
    ├──────────┼──────────────────┼──────────┤
    │ 集成电路 │            50.00 │        1 │
    │ 5G       │            13.33 │        2 │
    │ 人工智能 │             0.07 │        2 │
    │ 物联网   │             0.00 │        1 │
    ├──────────┼──────────────────┼──────────┤
    │ 合计     │            20.01 │        4 │
    └──────────┴──────────────────┴──────────┘
    8个项目中有1个未列金额，未计入合计。
    平均金额按8个项目中有折合金额的7个计算。
    ");
    assert_snapshot!(env.shows(&["report", "--show", "median"]), @"
    --- stderr
    error: --show: `median` is no measure (one of deals, amount, share, average, largest, partners, countries, signed, registered, started, producing, full, ended, registered_rate, started_rate, producing_rate, received, received_rate)
    --- exit 2
    ");
}

#[test]
fn bars_are_drawn_beside_the_lines() {
    let env = small();
    assert_snapshot!(env.ok(&["report", "--chart", "--lang", "zh"]), @"
    项目按领域统计——全部项目
    金额均折合为人民币，按各项目签约日适用的汇率折算。台账ledger.db，截至第1条记录（2019-08-27）。
    ┌──────────┬────────┬──────────────┬────────┬──────────────────────────────────────────┐
    │ 领域     │ 项目数 │ 金额（亿元） │   占比 │ 金额（亿元）                             │
    ├──────────┼────────┼──────────────┼────────┼──────────────────────────────────────────┤
    │ 集成电路 │      2 │       100.00 │  71.4% │ ████████████████████████████████████████ │
    │ 5G       │      3 │        40.00 │  28.6% │ ████████████████                         │
    │ 人工智能 │      2 │         0.07 │   0.1% │ ▏                                        │
    │ 物联网   │      1 │         0.00 │   0.0% │ ▏                                        │
    ├──────────┼────────┼──────────────┼────────┼──────────────────────────────────────────┤
    │ 合计     │      8 │       140.07 │ 100.0% │                                          │
    └──────────┴────────┴──────────────┴────────┴──────────────────────────────────────────┘
    8个项目中有1个未列金额，未计入合计。
    各数均单独四舍五入，各行相加与合计略有出入（占比各行相加为100.1%，合计为100.0%）。
    ");
    assert_snapshot!(env.ok(&["report", "--chart", "--ascii", "--show", "deals", "--by", "origin"]), @"
    Deals by origin: all deals
    Amounts are in CNY, each converted at the rate in force on its signing day. Ledger ledger.db, last entry 1 of 2019-08-27.
    +--------------------------+-------+------------------------------------------+
    | Origin                   | Deals | Deals                                    |
    |--------------------------+-------+------------------------------------------|
    | (none)                   |     1 | ##########                               |
    | Domestic                 |     4 | ######################################## |
    | Hong Kong, Macao, Taiwan |     1 | ##########                               |
    | Overseas                 |     2 | ####################                     |
    |--------------------------+-------+------------------------------------------|
    | Total                    |     8 |                                          |
    +--------------------------+-------+------------------------------------------+
    ");
    assert_snapshot!(env.shows(&["report", "--chart", "--format", "csv"]), @"
    --- stderr
    error: --chart: forms for programs hold no pictures
    hint: `--format table`, `md`, `html` or `xlsx`
    --- exit 2
    ");
}

/// Every line of a table is as wide as the others and no wider than there is room for, whatever is asked, in both languages.
#[test]
fn tables_keep_to_the_width_they_have() {
    use unicode_width::UnicodeWidthStr;
    let env = Env::with_samples();
    for (width, lang) in [40, 60, 80, 200].into_iter().flat_map(|width| [(width, "en"), (width, "zh")]) {
        for args in [
            &["--by", "sector"][..],
            &["--by", "origin,place", "--subtotals", "--chart"],
            &["--by", "country", "--across", "sector", "--measure", "amount", "--top", "5"],
            &["--by", "sector", "--across", "district"],
            &["--event", "SCE2019", "--versus", "SCE2018"],
            &["--by", "partner", "--top", "5", "--chart"],
            &["--by", "place", "--top", "6", "--chart"],
            &["--by", "size", "--show", "deals,amount,share,average,largest,partners,countries"],
            &["--event", "SCE2019", "--explain", "5G"],
        ] {
            let mut command = env.command(&[&["report", "--lang", lang], args].concat());
            let table = outcome(command.env("COLUMNS", width.to_string())).stdout;
            for line in table.lines() {
                assert!(line.width() <= width, "{width} {lang} {args:?}: {} {line}", line.width());
            }
            let blocks = table.split("\n\n");
            for block in blocks {
                let framed = block.lines().filter(|line| line.starts_with(['┌', '│', '├', '└']));
                let mut widths: Vec<usize> = framed.map(UnicodeWidthStr::width).collect();
                assert!(widths.len() > 3, "{width} {lang} {args:?}");
                widths.dedup();
                assert_eq!(widths.len(), 1, "{width} {lang} {args:?}\n{block}");
            }
        }
    }
}

#[test]
fn rates_that_were_used_are_listed() {
    let env = small();
    assert_snapshot!(env.ok(&["report", "--show-rates"]).lines().skip(10).collect::<Vec<_>>().join("\n"), @"
    │ Total                   │     8 │           14.01 │ 100.0 % │
    └─────────────────────────┴───────┴─────────────────┴─────────┘
    1 of 8 deals states no amount and is not in the sum.
    Rates of GBP in CNY, with the deals converted at each: 8.68 (1 signed 2019).
    Rates of USD in CNY, with the deals converted at each: 7.055 (1 signed 2019-07-01).
    Figures are rounded one by one, so the lines as shown do not add up to the total (Share: 100.1 %, total 100.0 %).
    ");
    let file = env.path("x.csv").display().to_string();
    let of_files = env.ok(&["report", "--show-rates", "--lang", "zh", &file]);
    assert_snapshot!(of_files.lines().skip(10).collect::<Vec<_>>().join("\n"), @"
    │ 合计     │      8 │       140.07 │ 100.0% │
    └──────────┴────────┴──────────────┴────────┘
    8个项目中有1个未列金额，未计入合计。
    GBP折CNY所用汇率及项目数：8.68（2019签约1个）。
    USD折CNY所用汇率及项目数：7.055（2019-07-01签约1个）。
    各数均单独四舍五入，各行相加与合计略有出入（占比各行相加为100.1%，合计为100.0%）。
    ");
    assert!(env.ok(&["report", "--show-rates", "--sector", "IoT"]).ends_with("No rate was used in these sums.\n"));
}

#[test]
fn what_cannot_be_shown_is_refused() {
    let env = small();
    assert_snapshot!(env.shows(&["report", "--by", "colour"]), @"
    --- stderr
    error: --by: `colour` is no dimension (one of sector, country, region, place, origin, event, partner, district, kind, venue, tag, stage, currency, year, quarter, month, size)
    --- exit 2
    ");
    assert_snapshot!(env.shows(&["report", "--by", "行业，领域", "--lang", "zh"]), @"
    --- stderr
    错误：--by：`sector`重复
    --- exit 2
    ");
    assert_snapshot!(env.shows(&["report", "--by", "sector", "--across", "sector"]), @"
    --- stderr
    error: --across: `sector` is a dimension of the lines already
    --- exit 2
    ");
    assert_snapshot!(env.shows(&["report", "--month", "2019"]), @"
    --- stderr
    error: --month: `2019` is no month (write 2019-08)
    --- exit 1
    ");
    for args in [
        &["report", "--top", "0"][..],
        &["report", "--measure", "deals"],
        &["report", "--across", "origin", "--subtotals"],
        &["report", "--across", "origin", "--show", "deals"],
        &["report", "--explain", "--versus", "2018"],
    ] {
        assert_eq!(env.run(args).code, 2, "{args:?}");
    }
}
