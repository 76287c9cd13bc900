//! `deals progress`.

use insta::assert_snapshot;

use crate::env::{Env, csv_rows, sample};

/// What the World Manufacturing Convention published: 1,640 registered and 1,515 started, 93.6 % and 86.5 % of what was signed, 41.7 % of
/// the money in place.
#[test]
fn published_counts_give_the_published_rates() {
    let env = Env::new();
    let mut rows = String::from("ref,title,signed,event,sector,amount,registered,started\n");
    for row in 0..1752 {
        let registered = if row < 1640 { "2019-06-01" } else { "" };
        let started = if row < 1515 { "2019-12-01" } else { "" };
        rows.push_str(&format!("W-{row},t{row},2018-09-20,WMC,IC,1000,{registered},{started}\n"));
    }
    env.file("wmc.csv", rows);
    env.ok(&["import", "--create", "events", "wmc.csv"]);
    // 41.7 % of 1,752 × 1,000.
    env.ok(&["receive", "W-0", "730584", "--on", "2019-08-01"]);
    assert_eq!(
        env.ok(&["progress", "--format", "csv"]),
        "event,signed,registered,started,producing,full,ended,registered_rate,started_rate,producing_rate,amount,received,received_rate\n\
         WMC,1752,1640,1515,0,0,0,0.9361,0.8647,0.0000,1752000.00,730584.00,0.4170\n"
    );
    let shown = env.ok(&["progress"]);
    for figure in ["1,752", "1,640", "1,515", "93.6 %", "86.5 %", "41.7 %"] {
        assert!(shown.contains(figure), "{figure}: {shown}");
    }
    // Of what was registered, 1,515 / 1,640 = 0.92378….
    let of = env.ok(&["progress", "--of", "registered", "--format", "csv"]);
    assert!(of.contains("WMC,1752,1640,1515,0,0,0,0.9361,0.9238,0.0000,"), "{of}");
}

/// The 2018 sample with what became of it; figures counted by `scripts/progress_samples.py`, which made the files.
fn sce_2018() -> Env {
    let env = Env::new();
    env.ok(&["rate", "import", &sample("rates.csv")]);
    env.ok(&["import", "--create", "events", &sample("sce-2018.csv")]);
    env.ok(&["import", "--match", "ref", &sample("sce-2018-progress.csv")]);
    env.ok(&["import", "--receipts", &sample("sce-2018-receipts.csv")]);
    env
}

#[test]
fn the_samples_are_counted_as_they_were_made() {
    let env = sce_2018();
    let rows = csv_rows(&env.ok(&["progress", "--format", "csv"]));
    assert_eq!(rows[1][..7], ["SCE2018", "64", "49", "42", "14", "1", "2"]);
    assert_eq!(env.count("SELECT COUNT(*) FROM receipt"), 147);
    // In 万 of each currency: what the last report of each deal says in all.
    for (currency, sum) in [
        ("CNY", 195_501_686_i64),
        ("EUR", 299_718),
        ("HKD", 722_000),
        ("JPY", 17_208_000),
        ("SGD", 68_865),
        ("USD", 196_350),
    ] {
        let digits: i64 = if currency == "JPY" { 1 } else { 100 };
        let sql = format!(
            "SELECT SUM(r.amount) FROM receipt AS r JOIN currency AS c ON c.id = r.currency_id WHERE c.code = '{currency}'"
        );
        // Hundredths of 10,000 are hundreds.
        assert_eq!(env.count(&sql), sum * 100 * digits, "{currency}");
    }
    let base = env.count("SELECT SUM(base_amount) FROM receipt");
    assert_eq!(rows[1][11].replace('.', ""), base.to_string());
    assert_eq!(env.run(&["check"]).code, 0);
}

/// The same counts by other means: SQL over the dates, for any dimension.
#[test]
fn every_group_is_what_sql_counts() {
    let env = sce_2018();
    let reached = |column: &str| format!("SUM(COALESCE({column}) IS NOT NULL)");
    let sql = format!(
        "SELECT s.code || ',' || COUNT(*) || ',' || {} || ',' || {} || ',' || {} || ',' || {} || ',' || {} FROM deal AS d \
         JOIN sector AS s ON s.id = d.sector_id GROUP BY s.code",
        reached("registered, started, producing, full_capacity"),
        reached("started, producing, full_capacity"),
        reached("producing, full_capacity"),
        reached("full_capacity, NULL"),
        reached("ended, NULL"),
    );
    let connection = env.sqlite();
    let mut statement = connection.prepare(&sql).unwrap();
    let mut counted: Vec<String> = statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    counted.sort();
    let rows = csv_rows(&env.ok(&["progress", "--by", "sector", "--format", "csv"]));
    let mut told: Vec<String> = rows[1..].iter().map(|row| row[..7].join(",")).collect();
    told.sort();
    assert_eq!(told, counted);
}

#[test]
fn facts_up_to_a_day_and_what_was_known_then_are_two_things() {
    let env = Env::new();
    for (title, signed) in [("Plant", "2019-01-10"), ("Works", "2019-03-01"), ("Mill", "2019")] {
        env.ok(&["add", title, "--sector", "5G", "--signed", signed, "--amount", "100"]);
    }
    env.ok(&["stage", "registered", "1", "--on", "2019-02"]);
    env.ok(&["stage", "producing", "1", "--on", "2019-06-15"]);
    env.ok(&["stage", "ended", "2", "--on", "2019-07-01"]);
    env.ok(&["receive", "1", "30", "--on", "2019-06-30"]);
    env.ok(&["receive", "1", "40", "--on", "2019-07-02"]);
    let counts = |args: &[&str]| {
        let rows = csv_rows(&env.ok(&[&["progress", "--by", "sector", "--format", "csv"], args].concat()));
        [&rows[1][1..7], &rows[1][10..12]].concat().join(" ")
    };
    assert_eq!(counts(&[]), "3 1 1 1 0 1 300.00 70.00");
    // A month counts once it is over, and so does a year: the Mill is not signed yet.
    assert_eq!(counts(&["--on", "2019-02-27"]), "1 0 0 0 0 0 100.00 ");
    assert_eq!(counts(&["--on", "2019-02-28"]), "1 1 0 0 0 0 100.00 ");
    assert_eq!(counts(&["--on", "2019-06-30"]), "2 1 1 1 0 0 200.00 30.00");
    assert_eq!(counts(&["--on", "2019-12-31"]), "3 1 1 1 0 1 300.00 70.00");
    // After its sixth entry the ledger knew of no receipt, and of no end before that.
    assert_eq!(counts(&["--as-of", "entry:6"]), "3 1 1 1 0 1 300.00 ");
    assert_eq!(counts(&["--as-of", "entry:4", "--on", "2019-12-31"]), "3 1 0 0 0 0 300.00 ");
    env.ok(&["undo", "5"]);
    assert_eq!(counts(&[]), "3 1 0 0 0 1 300.00 70.00");
    assert!(env.fails(2, &["progress", "--on", "2019-02"]).contains("is not a whole date"));
    assert!(env.fails(2, &["progress", "--of", "full"]).contains("a rate is of signed, registered or started deals"));
    assert!(env.fails(1, &["progress", "--signed", "2020", "--on", "2019-12-31"]).contains("is signed by 2019-12-31"));
}

#[test]
fn heads_say_of_what_a_rate_is_in_both_languages_and_every_form() {
    let env = Env::new();
    env.ok(&["add", "Plant", "--sector", "5G", "--signed", "2019-01-10", "--amount", "2亿", "--producing", "2019-05"]);
    env.ok(&["add", "Works", "--sector", "5G", "--signed", "2019-01-11", "--amount", "1亿", "--started", "2019-05"]);
    env.ok(&["receive", "1", "1.5亿", "--on", "2019-05-31"]);
    assert_snapshot!(env.shows(&["progress", "--by", "sector"]), @"
    What became of the signed deals, by sector: all deals
    Amounts are in CNY, each converted at the rate in force on its signing day, what was received at that of the day it came. Ledger ledger.db, last entry 3 of 2019-08-27.
    ┌────────┬────────┬────────────┬─────────┬───────────┬───────────────┬───────┬─────────────────────┬──────────────────┬─────────────────────┬────────────────┬──────────────────┬───────────────┐
    │ Sector │ Signed │ Registered │ Started │ Producing │ Full capacity │ Ended │ Registered / signed │ Started / signed │ Producing / started │ Amount (CNY m) │ Received (CNY m) │ Received rate │
    ├────────┼────────┼────────────┼─────────┼───────────┼───────────────┼───────┼─────────────────────┼──────────────────┼─────────────────────┼────────────────┼──────────────────┼───────────────┤
    │ 5G     │      2 │          2 │       2 │         1 │             0 │     0 │             100.0 % │          100.0 % │              50.0 % │         300.00 │           150.00 │        50.0 % │
    ├────────┼────────┼────────────┼─────────┼───────────┼───────────────┼───────┼─────────────────────┼──────────────────┼─────────────────────┼────────────────┼──────────────────┼───────────────┤
    │ Total  │      2 │          2 │       2 │         1 │             0 │     0 │             100.0 % │          100.0 % │              50.0 % │         300.00 │           150.00 │        50.0 % │
    └────────┴────────┴────────────┴─────────┴───────────┴───────────────┴───────┴─────────────────────┴──────────────────┴─────────────────────┴────────────────┴──────────────────┴───────────────┘
    ");
    assert_snapshot!(env.shows(&["progress", "--by", "sector", "--of", "signed", "--lang", "zh"]), @"
    签约项目进展按领域统计——全部项目
    金额均折合为人民币，按各项目签约日适用的汇率折算，到位资金按到位当日适用的汇率折算。台账ledger.db，截至第3条记录（2019-08-27）。
    ┌──────┬──────┬──────┬──────┬──────┬──────┬──────┬──────────────────┬──────────────────┬──────────────────┬──────────────┬──────────────────┬────────────┐
    │ 领域 │ 签约 │ 注册 │ 开工 │ 投产 │ 达产 │ 终止 │ 注册率（占签约） │ 开工率（占签约） │ 投产率（占签约） │ 金额（亿元） │ 到位资金（亿元） │ 资金到位率 │
    ├──────┼──────┼──────┼──────┼──────┼──────┼──────┼──────────────────┼──────────────────┼──────────────────┼──────────────┼──────────────────┼────────────┤
    │ 5G   │    2 │    2 │    2 │    1 │    0 │    0 │           100.0% │           100.0% │            50.0% │         3.00 │             1.50 │      50.0% │
    ├──────┼──────┼──────┼──────┼──────┼──────┼──────┼──────────────────┼──────────────────┼──────────────────┼──────────────┼──────────────────┼────────────┤
    │ 合计 │    2 │    2 │    2 │    1 │    0 │    0 │           100.0% │           100.0% │            50.0% │         3.00 │             1.50 │      50.0% │
    └──────┴──────┴──────┴──────┴──────┴──────┴──────┴──────────────────┴──────────────────┴──────────────────┴──────────────┴──────────────────┴────────────┘
    其后各阶段的比率以签约项目数为分母（`--of signed`）。
    ");
    assert_snapshot!(env.shows(&["progress", "--by", "sector", "--format", "json"]), @r#"
    {"by":["sector"],"currency":"CNY","rows":[
    {"sector":"5G","signed":2,"registered":2,"started":2,"producing":1,"full":0,"ended":0,"registered_rate":1.0,"started_rate":1.0,"producing_rate":0.5,"amount":"300000000.00","received":"150000000.00","received_rate":0.5}
    ],"total":{"signed":2,"registered":2,"started":2,"producing":1,"full":0,"ended":0,"registered_rate":1.0,"started_rate":1.0,"producing_rate":0.5,"amount":"300000000.00","received":"150000000.00","received_rate":0.5},"notes":[],"heading":["What became of the signed deals, by sector: all deals","Amounts are in CNY, each converted at the rate in force on its signing day, what was received at that of the day it came. Ledger ledger.db, last entry 3 of 2019-08-27."]}
    "#);
    let html = env.ok(&["progress", "--by", "sector", "--format", "html"]);
    assert!(html.contains("Producing / started") && html.contains("data-value=\"0.5000\""), "{html}");
    assert!(env.ok(&["progress", "--by", "sector", "--format", "md"]).contains("| Started / signed |"));
    env.ok(&["progress", "--by", "sector", "-o", "p.xlsx"]);
    let (_, rows) = crate::env::sheet(&env.path("p.xlsx"));
    assert!(rows.iter().flatten().any(|cell| cell.starts_with("0.5 [")), "{rows:?}");
}

/// 40 came in 2020 and 40 in 2021 for the deal of 100 of 2019, 10 in 2021 for that of 50 of 2020.
#[test]
fn by_year_money_stands_with_its_deals_where_rates_are_of_them() {
    let env = Env::new();
    for (amount, signed) in [("100", "2019-03-01"), ("50", "2020-03-01")] {
        env.ok(&["add", "Plant", "--sector", "5G", "--signed", signed, "--amount", amount]);
    }
    for (deal, amount, on) in [("1", "40", "2020-05-01"), ("1", "40", "2021-05-01"), ("2", "10", "2021-05-01")] {
        env.ok(&["receive", deal, amount, "--on", on]);
    }
    let rows = csv_rows(&env.ok(&["progress", "--by", "year", "--format", "csv"]));
    assert_eq!(rows[1][10..13], ["100.00", "80.00", "0.8000"]);
    assert_eq!(rows[2][10..13], ["50.00", "10.00", "0.2000"]);
    assert_eq!(rows.len(), 3);
    let when = env.ok(&["report", "--by", "year", "--show", "received", "--format", "csv"]);
    assert_eq!(when, "year,received\n2019,\n2020,40.00\n2021,50.00\n");
    assert!(env.fails(2, &["progress", "--by", "stage", "--on", "2019-06-30"]).contains("those of now"));
}
