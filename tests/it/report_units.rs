//! Units of reports, and what rounding does to sums.

use insta::assert_snapshot;

use crate::env::{Env, csv_rows};
use crate::report_shapes::small;

#[test]
fn amounts_are_shown_in_the_unit_that_is_asked_for() {
    let env = small();
    let line = |unit: &str, lang: &str| {
        let table = env.ok(&["report", "--sector", "5G", "--unit", unit, "--lang", lang]);
        let cells = |line: &str| line.split('│').nth(3).unwrap().trim().to_owned();
        let lines: Vec<&str> = table.lines().filter(|line| line.starts_with('│')).collect();
        format!("{}: {}", cells(lines[0]), cells(lines[1]))
    };
    for (unit, en, zh) in [
        ("auto", "Amount (CNY bn): 4.00", "金额（亿元）: 40.00"),
        ("yuan", "Amount (CNY): 3,999,999,999.99", "金额（元）: 3,999,999,999.99"),
        ("thousand", "Amount (CNY thousand): 4,000,000.00", "金额（千元）: 4,000,000.00"),
        ("million", "Amount (CNY m): 4,000.00", "金额（百万元）: 4,000.00"),
        ("billion", "Amount (CNY bn): 4.00", "金额（十亿元）: 4.00"),
        ("wan", "Amount (CNY 10,000): 400,000.00", "金额（万元）: 400,000.00"),
        ("yi", "Amount (CNY 100m): 40.00", "金额（亿元）: 40.00"),
    ] {
        assert_eq!((line(unit, "en").as_str(), line(unit, "zh").as_str()), (en, zh));
    }
    assert_eq!(
        env.ok(&["report", "--format", "csv", "--unit", "wan"]),
        env.ok(&["report", "--format", "csv"]),
        "programs get every digit"
    );
}

/// Where files do not say what their amounts are in, a unit says that; otherwise it is the one that amounts are shown in.
#[test]
fn a_unit_of_files_and_a_unit_to_show_are_told_apart() {
    let env = Env::new();
    let file = env.file("x.csv", "项目名称,签约日期,行业,金额\n甲,2019-08-26,5G,120\n");
    assert!(env.fails(1, &["report", &file]).contains("no unit"));
    let sum =
        |options: &[&str]| csv_rows(&env.ok(&[&["report", &file, "--format", "csv"], options].concat()))[1][2].clone();
    assert_eq!(
        ["万元", "wan", "million", "yi", "亿元"].map(|unit| sum(&["--unit", unit])),
        ["1200000.00", "1200000.00", "120000000.00", "12000000000.00", "12000000000.00"]
    );
    assert_eq!(sum(&["--unit", "wan", "--unit", "亿元"]), "1200000.00");
    assert!(env.ok(&["report", &file, "--unit", "wan", "--unit", "wan"]).contains("120.00"));
    env.fails(2, &["report", &file, "--unit", "wan", "--unit", "million", "--unit", "yi"]);
    // The first says what the amounts are in, the second in what they are shown.
    assert!(env.ok(&["report", &file, "--unit", "万元", "--unit", "thousand"]).contains("1,200.00"));
    let states = env.file("y.csv", "项目名称,签约日期,行业,金额（亿元）\n甲,2019-08-26,5G,1.2\n");
    let table = env.ok(&["report", &states, "--unit", "万元", "--lang", "zh"]);
    assert!(table.contains("金额（万元）") && table.contains("12,000.00"), "{table}");
    // Whatever stands beside it, a file that says its unit keeps it: 120万元 and 1.2亿元.
    for files in [[&file, &states], [&states, &file]] {
        let both = env.ok(&["report", files[0], files[1], "--unit", "万元", "--format", "csv"]);
        assert_eq!(csv_rows(&both)[1][2], "121200000.00");
    }
    let ours = env.file("z.csv", "title,signed,sector,amount\na,2019,5G,5000000\n");
    assert!(env.ok(&["report", &ours, "--unit", "million"]).contains("5.00"));
    env.ok(&["import", &ours]);
    assert!(env.ok(&["report", "--unit", "亿元"]).contains("Amount (CNY 100m)"));
    assert_snapshot!(env.shows(&["report", "--unit", "USD m"]), @"
    --- stderr
    error: --unit: `USD m` is no unit to show amounts in (one of yuan, thousand, million, billion, wan, yi, auto)
    --- exit 2
    ");
}

#[test]
fn rounded_parts_that_do_not_add_up_are_told() {
    let env = Env::new();
    let file =
        env.file("x.csv", "title,signed,sector,amount\na,2019,5G,1004000\nb,2019,AI,1004000\nc,2019,IC,1004000\n");
    env.ok(&["import", &file]);
    // 1.00 three times, but 3.01; 33.3 % three times.
    let told = "Figures are rounded one by one, so the lines as shown do not add up to the total (Amount: 3.00, total 3.01; Share: 99.9 %, total 100.0 %).";
    assert_eq!(env.ok(&["report"]).lines().last(), Some(told));
    assert!(env.ok(&["report", "--format", "md"]).contains(told));
    assert!(!env.ok(&["report", "--unit", "yuan", "--show", "deals,amount"]).contains("rounded"));
    assert!(
        env.ok(&["report", "--across", "sector", "--measure", "amount", "--by", "year"])
            .contains("the line in 2 of 2 lines")
    );
}
