//! `deals report`.

use insta::assert_snapshot;

use crate::env::{Env, csv_rows, sheet};

#[test]
fn by_sector_is_the_usual_report() {
    let env = Env::with_samples();
    assert_snapshot!(env.shows(&["report"]), @"
    Deals by sector: all deals
    Amounts are in CNY, each converted at the rate in force on its signing day. Ledger ledger.db, last entry 2 of 2019-08-27.
    ┌─────────────────────────┬───────┬─────────────────┬─────────┐
    │ Sector                  │ Deals │ Amount (CNY bn) │   Share │
    ├─────────────────────────┼───────┼─────────────────┼─────────┤
    │ Integrated circuits     │    41 │           89.27 │  53.1 % │
    │ Artificial intelligence │    52 │           40.05 │  23.8 % │
    │ 5G                      │    26 │           23.96 │  14.2 % │
    │ Internet of Things      │    34 │           14.94 │   8.9 % │
    ├─────────────────────────┼───────┼─────────────────┼─────────┤
    │ Total                   │   153 │          168.22 │ 100.0 % │
    └─────────────────────────┴───────┴─────────────────┴─────────┘
    8 of 153 deals state no amount and are not in the sum.
    ");
    assert_snapshot!(env.shows(&["report", "--lang", "zh", "--by", "sector"]), @"
    项目按领域统计——全部项目
    金额均折合为人民币，按各项目签约日适用的汇率折算。台账ledger.db，截至第2条记录（2019-08-27）。
    ┌──────────┬────────┬──────────────┬────────┐
    │ 领域     │ 项目数 │ 金额（亿元） │   占比 │
    ├──────────┼────────┼──────────────┼────────┤
    │ 集成电路 │     41 │       892.71 │  53.1% │
    │ 人工智能 │     52 │       400.45 │  23.8% │
    │ 5G       │     26 │       239.63 │  14.2% │
    │ 物联网   │     34 │       149.36 │   8.9% │
    ├──────────┼────────┼──────────────┼────────┤
    │ 合计     │    153 │     1,682.16 │ 100.0% │
    └──────────┴────────┴──────────────┴────────┘
    153个项目中有8个未列金额，未计入合计。
    各数均单独四舍五入，各行相加与合计略有出入（金额各行相加为1,682.15，合计为1,682.16）。
    ");
    assert_snapshot!(env.shows(&["report", "--by", "sector", "--format", "csv", "--event", "SCE2019"]), @"
    sector,deals,amount,share
    IC,24,69431811675.93,0.5418
    AI,29,27344356826.45,0.2134
    5G,17,19922415932.10,0.1555
    IoT,19,11455608130.75,0.0894
    --- stderr
    5 of 89 deals state no amount and are not in the sum.
    ");
    assert_snapshot!(env.shows(&["report", "--format", "json", "--event", "SCE2019"]), @r#"
    {"by":["sector"],"currency":"CNY","rows":[
    {"sector":"IC","deals":24,"amount":"69431811675.93","share":0.5418},
    {"sector":"AI","deals":29,"amount":"27344356826.45","share":0.2134},
    {"sector":"5G","deals":17,"amount":"19922415932.10","share":0.1555},
    {"sector":"IoT","deals":19,"amount":"11455608130.75","share":0.0894}
    ],"total":{"deals":89,"amount":"128154192565.23"},"notes":["5 of 89 deals state no amount and are not in the sum."],"heading":["Deals by sector: event SCE2019","Amounts are in CNY, each converted at the rate in force on its signing day. Ledger ledger.db, last entry 2 of 2019-08-27."]}
    "#);
}

#[test]
fn groups_add_up_to_what_sql_counts() {
    let env = Env::with_samples();
    for (by, column) in [
        ("sector", "sector"),
        ("country", "country"),
        ("region", "region"),
        ("event", "event"),
        ("partner", "partner"),
        ("district", "district"),
        ("kind", "kind"),
        ("currency", "currency"),
        ("year", "SUBSTR(signed, 1, 4)"),
        ("month", "CASE WHEN LENGTH(signed) >= 7 THEN SUBSTR(signed, 1, 7) END"),
        ("place", "CASE WHEN country = 'CN' THEN region ELSE country END"),
        (
            "origin",
            "CASE WHEN country = 'CN' THEN 'domestic' WHEN country IN ('HK', 'MO', 'TW') THEN 'hmt' WHEN country IS NOT NULL THEN 'overseas' END",
        ),
    ] {
        let mut rows: Vec<(String, i64, String)> = csv_rows(&env.ok(&["report", "--by", by, "--format", "csv"]))[1..]
            .iter()
            // Months and quarters without deals are lines as well.
            .filter(|row| row[1] != "0")
            .map(|row| (row[0].clone(), row[1].parse().unwrap(), row[2].clone()))
            .collect();
        rows.sort();
        let connection = env.sqlite();
        let sql = format!(
            "SELECT COALESCE({column}, '') AS v, COUNT(*), \
             CASE WHEN SUM(base_amount_minor) IS NULL THEN '' ELSE PRINTF('%d.%02d', SUM(base_amount_minor) / 100, SUM(base_amount_minor) % 100) END \
             FROM deal_readable GROUP BY v"
        );
        let mut statement = connection.prepare(&sql).unwrap();
        let counted = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
        let mut counted: Vec<(String, i64, String)> = counted.map(Result::unwrap).collect();
        counted.sort();
        assert_eq!(rows, counted, "{by}");
        assert!(rows.len() > 1, "{by}");
    }
}

#[test]
fn several_dimensions_come_in_one_order() {
    let env = Env::with_samples();
    assert_snapshot!(env.shows(&["report", "--by", "origin,sector"]), @"
    Deals by origin, sector: all deals
    Amounts are in CNY, each converted at the rate in force on its signing day. Ledger ledger.db, last entry 2 of 2019-08-27.
    ┌──────────────────────────┬─────────────────────────┬───────┬─────────────────┬─────────┐
    │ Origin                   │ Sector                  │ Deals │ Amount (CNY bn) │   Share │
    ├──────────────────────────┼─────────────────────────┼───────┼─────────────────┼─────────┤
    │ Domestic                 │ Integrated circuits     │    27 │           85.74 │  51.0 % │
    │ Domestic                 │ Artificial intelligence │    35 │           38.28 │  22.8 % │
    │ Domestic                 │ 5G                      │    17 │           22.62 │  13.4 % │
    │ Domestic                 │ Internet of Things      │    27 │           14.51 │   8.6 % │
    │ Overseas                 │ Integrated circuits     │    12 │            3.45 │   2.1 % │
    │ Overseas                 │ Artificial intelligence │    14 │            1.48 │   0.9 % │
    │ Overseas                 │ 5G                      │     8 │            1.11 │   0.7 % │
    │ Overseas                 │ Internet of Things      │     5 │            0.32 │   0.2 % │
    │ Hong Kong, Macao, Taiwan │ Artificial intelligence │     3 │            0.28 │   0.2 % │
    │ Hong Kong, Macao, Taiwan │ 5G                      │     1 │            0.23 │   0.1 % │
    │ Hong Kong, Macao, Taiwan │ Internet of Things      │     2 │            0.10 │   0.1 % │
    │ Hong Kong, Macao, Taiwan │ Integrated circuits     │     2 │            0.09 │   0.1 % │
    ├──────────────────────────┼─────────────────────────┼───────┼─────────────────┼─────────┤
    │ Total                    │                         │   153 │          168.22 │ 100.0 % │
    └──────────────────────────┴─────────────────────────┴───────┴─────────────────┴─────────┘
    8 of 153 deals state no amount and are not in the sum.
    Figures are rounded one by one, so the lines as shown do not add up to the total (Amount: 168.21, total 168.22; Share: 100.2 %, total 100.0 %).
    ");
    let rows = csv_rows(&env.ok(&["report", "--by", "sector,country", "--event", "SCE2019", "--format", "csv"]));
    assert_eq!(rows[0], ["sector", "country", "deals", "amount", "share"]);
    assert_eq!(rows[1..].iter().map(|row| row[2].parse::<i64>().unwrap()).sum::<i64>(), 89);
}

#[test]
fn periods_keep_their_order_and_what_has_none_is_a_group() {
    let env = Env::with_samples();
    assert_snapshot!(env.shows(&["report", "--by", "quarter", "--lang", "zh"]), @"
    项目按季度统计——全部项目
    金额均折合为人民币，按各项目签约日适用的汇率折算。台账ledger.db，截至第2条记录（2019-08-27）。
    ┌───────────────┬────────┬──────────────┬────────┐
    │ 季度          │ 项目数 │ 金额（亿元） │   占比 │
    ├───────────────┼────────┼──────────────┼────────┤
    │ 2018年第3季度 │     64 │       400.61 │  23.8% │
    │ 2018年第4季度 │      0 │              │        │
    │ 2019年第1季度 │      0 │              │        │
    │ 2019年第2季度 │      0 │              │        │
    │ 2019年第3季度 │     89 │     1,281.54 │  76.2% │
    ├───────────────┼────────┼──────────────┼────────┤
    │ 合计          │    153 │     1,682.16 │ 100.0% │
    └───────────────┴────────┴──────────────┴────────┘
    153个项目中有8个未列金额，未计入合计。
    各数均单独四舍五入，各行相加与合计略有出入（金额各行相加为1,682.15，合计为1,682.16）。
    ");
    env.ok(&["add", "undated", "--sector", "5G", "--signed", "2017", "--amount", "3"]);
    assert_snapshot!(env.ok(&["report", "--by", "year,month", "--format", "csv"]), @"
    year,month,deals,amount,share
    2017,,1,3.00,0.0000
    2018,2018-08,64,40061363100.58,0.2382
    2019,2019-08,89,128154192565.23,0.7618
    ");
    assert_snapshot!(env.shows(&["report", "--by", "month", "--signed", "2017"]), @"
    Deals by month: signed in 2017
    Amounts are in CNY, each converted at the rate in force on its signing day. Ledger ledger.db, last entry 3 of 2019-08-27.
    ┌────────┬───────┬──────────────┬─────────┐
    │ Month  │ Deals │ Amount (CNY) │   Share │
    ├────────┼───────┼──────────────┼─────────┤
    │ (none) │     1 │         3.00 │ 100.0 % │
    ├────────┼───────┼──────────────┼─────────┤
    │ Total  │     1 │         3.00 │ 100.0 % │
    └────────┴───────┴──────────────┴─────────┘
    ");
}

#[test]
fn deals_without_amount_or_rate_are_told() {
    let env = Env::new();
    env.ok(&["add", "a", "--sector", "5G", "--amount", "1"]);
    env.ok(&["add", "b", "--sector", "5G"]);
    env.ok(&["add", "c", "--sector", "IC", "--amount", "US$5"]);
    assert_snapshot!(env.shows(&["report"]), @"
    Deals by sector: all deals
    Amounts are in CNY, each converted at the rate in force on its signing day. Ledger ledger.db, last entry 3 of 2019-08-27.
    ┌─────────────────────┬───────┬──────────────┬─────────┐
    │ Sector              │ Deals │ Amount (CNY) │   Share │
    ├─────────────────────┼───────┼──────────────┼─────────┤
    │ 5G                  │     2 │         1.00 │ 100.0 % │
    │ Integrated circuits │     1 │              │         │
    ├─────────────────────┼───────┼──────────────┼─────────┤
    │ Total               │     3 │         1.00 │ 100.0 % │
    └─────────────────────┴───────┴──────────────┴─────────┘
    1 of 3 deals states no amount and is not in the sum.
    1 of 3 deals waits for a rate (USD 1) and is not in the sum; `deals rate add USD RATE --on DATE` adds one.
    ");
    assert_snapshot!(env.shows(&["report", "--format", "csv"]), @"
    sector,deals,amount,share
    5G,2,1.00,1.0000
    IC,1,,
    --- stderr
    1 of 3 deals states no amount and is not in the sum.
    1 of 3 deals waits for a rate (USD 1) and is not in the sum; `deals rate add USD RATE --on DATE` adds one.
    ");
    assert_snapshot!(env.shows(&["report", "--format", "json", "--sector", "IC"]), @r#"
    {"by":["sector"],"currency":"CNY","rows":[
    {"sector":"IC","deals":1,"amount":null,"share":null}
    ],"total":{"deals":1,"amount":null},"notes":["1 of 1 deals waits for a rate (USD 1) and is not in the sum; `deals rate add USD RATE --on DATE` adds one."],"heading":["Deals by sector: sector Integrated circuits","Amounts are in CNY, each converted at the rate in force on its signing day. Ledger ledger.db, last entry 3 of 2019-08-27."]}
    "#);
    assert_eq!(env.run(&["report", "--format", "csv", "-q"]).stderr, "");
}

#[test]
fn an_empty_ledger_and_an_empty_file_give_an_empty_report() {
    let env = Env::new();
    env.ok(&["init"]);
    assert_snapshot!(env.shows(&["report"]), @"
    Deals by sector: all deals
    Amounts are in CNY, each converted at the rate in force on its signing day. Ledger ledger.db, no entry yet.
    ┌────────┬───────┬──────────────┬───────┐
    │ Sector │ Deals │ Amount (CNY) │ Share │
    ├────────┼───────┼──────────────┼───────┤
    ├────────┼───────┼──────────────┼───────┤
    │ Total  │     0 │              │       │
    └────────┴───────┴──────────────┴───────┘
    ");
    assert_snapshot!(env.shows(&["report", "--format", "json"]), @r#"{"by":["sector"],"currency":"CNY","rows":[],"total":{"deals":0,"amount":null},"notes":[],"heading":["Deals by sector: all deals","Amounts are in CNY, each converted at the rate in force on its signing day. Ledger ledger.db, no entry yet."]}"#);
    let file = env.file("x.csv", "title,signed,sector\n");
    assert_eq!(env.ok(&["report", "--format", "csv", &file]), "sector,deals,amount,share\n");
}

#[test]
fn a_sum_too_large_to_count_is_an_error() {
    let env = Env::new();
    let rows = (0..93).map(|row| format!("a{row},2019-08-26,5G,1000000000000000\n")).collect::<Vec<_>>().concat();
    let file = env.file("x.csv", format!("title,signed,sector,amount\n{rows}"));
    env.ok(&["import", &file]);
    for args in [&["report"][..], &["report", &file], &["report", "--by", "kind"]] {
        assert!(env.fails(1, args).contains("a sum of amounts is larger than can be counted"), "{args:?}");
    }
    env.ok(&["list"]);
}

#[test]
fn other_bases_and_homes_are_kept_to() {
    let env = Env::new();
    env.ok(&["init", "--base", "SGD", "--home", "Singapore"]);
    env.ok(&["add", "at home", "--sector", "5G", "--country", "SG", "--amount", "2m"]);
    env.ok(&["add", "from Hong Kong", "--sector", "5G", "--country", "HK", "--amount", "1m"]);
    env.ok(&["add", "from China", "--sector", "5G", "--region", "Sichuan", "--amount", "500k"]);
    assert_snapshot!(env.shows(&["report", "--by", "origin,place"]), @"
    Deals by origin, place: all deals
    Amounts are in SGD, each converted at the rate in force on its signing day. Ledger ledger.db, last entry 3 of 2019-08-27.
    ┌──────────┬───────────┬───────┬────────────────┬─────────┐
    │ Origin   │ Place     │ Deals │ Amount (SGD m) │   Share │
    ├──────────┼───────────┼───────┼────────────────┼─────────┤
    │ Domestic │ (none)    │     1 │           2.00 │  57.1 % │
    │ Overseas │ Hong Kong │     1 │           1.00 │  28.6 % │
    │ Overseas │ China     │     1 │           0.50 │  14.3 % │
    ├──────────┼───────────┼───────┼────────────────┼─────────┤
    │ Total    │           │     3 │           3.50 │ 100.0 % │
    └──────────┴───────────┴───────┴────────────────┴─────────┘
    ");
}

#[test]
fn what_cannot_be_asked_is_refused() {
    let env = Env::with_samples();
    assert_eq!(env.run(&["report", "--by", "colour"]).code, 2);
    assert!(env.fails(2, &["report", "--by", "sector,sector"]).contains("`sector` is named twice"));
    assert_eq!(env.run(&["report", "--rates", "x.csv"]).code, 2);
    assert_eq!(env.run(&["report", "--skip-bad"]).code, 2);
}

#[test]
fn a_closed_pipe_is_no_failure() {
    use std::io::Read;
    let env = Env::with_samples();
    for format in ["csv", "jsonl", "xlsx"] {
        let mut child = env
            .command(&["list", "--format", format])
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let mut stderr = String::new();
        child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
        assert_eq!((child.wait().unwrap().code(), stderr.as_str()), (Some(0), ""), "{format}");
    }
}

#[test]
fn a_report_goes_to_a_file_whose_ending_chooses_the_form() {
    let env = Env::with_samples();
    for (name, start) in [
        ("r.csv", "sector,deals"),
        ("r.json", "{\"by\":[\"sector\"]"),
        ("r.jsonl", "{\"sector\":"),
        ("r.txt", "Deals by sector: all deals\n"),
    ] {
        assert_eq!(env.ok(&["report", "-o", name]), "");
        assert!(std::fs::read_to_string(env.path(name)).unwrap().starts_with(start), "{name}");
    }
}

#[test]
fn a_workbook_shows_what_a_table_shows_with_every_digit() {
    let env = Env::with_samples();
    env.ok(&["report", "--event", "SCE2019", "-o", "r.xlsx"]);
    let (name, rows) = sheet(&env.path("r.xlsx"));
    let lines: Vec<String> = rows.iter().map(|row| row.join(" | ").trim_end().to_owned()).collect();
    assert_eq!(name, "deals");
    assert_snapshot!(lines.join("\n"), @"
    *Deals by sector: event SCE2019 |  |  |
    Amounts are in CNY, each converted at the rate in force on its signing day. Ledger ledger.db, last |  |  |
    entry 2 of 2019-08-27. |  |  |
     |  |  |
    *Sector | *Deals | *Amount (CNY) | *Share
    Integrated circuits | 24 [#,##0] | 69431811675.93 [#,##0.00] | 0.541783380521 [0.0%]
    Artificial intelligence | 29 [#,##0] | 27344356826.45 [#,##0.00] | 0.21337075501866 [0.0%]
    5G | 17 [#,##0] | 19922415932.1 [#,##0.00] | 0.15545660686801 [0.0%]
    Internet of Things | 19 [#,##0] | 11455608130.75 [#,##0.00] | 0.08938925759233 [0.0%]
    *Total | *89 [#,##0] | *128154192565.23 [#,##0.00] | *1 [0.0%]
     |  |  |
    5 of 89 deals state no amount and are not in the sum. |  |  |
    ");
    env.ok(&["report", "--by", "origin", "--lang", "zh", "-o", "zh.xlsx"]);
    let (name, rows) = sheet(&env.path("zh.xlsx"));
    assert_eq!((name.as_str(), rows[0][0].as_str()), ("项目", "*项目按资金来源统计——全部项目"));
    assert_eq!((rows[3].join(",").as_str(), rows[4][0].as_str()), ("*资金来源,*项目数,*金额（元）,*占比", "内地"));
}

#[test]
fn rows_alone_go_to_jsonl_and_to_the_csv_of_spreadsheets() {
    let env = Env::with_samples();
    assert_snapshot!(env.shows(&["report", "--format", "jsonl", "--event", "SCE2019"]), @r#"
    {"sector":"IC","deals":24,"amount":"69431811675.93","share":0.5418}
    {"sector":"AI","deals":29,"amount":"27344356826.45","share":0.2134}
    {"sector":"5G","deals":17,"amount":"19922415932.10","share":0.1555}
    {"sector":"IoT","deals":19,"amount":"11455608130.75","share":0.0894}
    --- stderr
    5 of 89 deals state no amount and are not in the sum.
    "#);
    let plain = env.ok(&["report", "--format", "csv"]);
    let outcome = env.run(&["report", "--format", "csv-excel"]);
    assert_eq!(outcome.stdout, format!("\u{feff}{}", plain.replace('\n', "\r\n")));
    assert!(outcome.stderr.starts_with("8 of 153 deals"));
}

#[test]
fn the_output_never_goes_onto_what_is_read() {
    let env = Env::with_samples();
    let before = std::fs::read(env.ledger()).unwrap();
    for args in
        [&["export", "--format", "csv", "-o", "ledger.db"][..], &["report", "--format", "csv", "-o", "./ledger.db"]]
    {
        assert!(env.fails(1, args).contains("is the ledger itself"), "{args:?}");
    }
    assert_eq!(std::fs::read(env.ledger()).unwrap(), before);
    let file = env.file("x.csv", "title,signed,sector\na,2019,5G\n");
    assert!(env.fails(1, &["report", &file, "-o", "x.csv"]).contains("x.csv is read from"));
    assert_eq!(env.ok(&["report", "--format", "csv", "-o", "-"]).lines().count(), 5);
}
