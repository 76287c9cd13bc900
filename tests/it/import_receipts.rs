//! `import --receipts` and `export --receipts`.

use std::fs;

use insta::assert_snapshot;

use crate::env::{Env, csv_rows};

fn env() -> Env {
    let env = Env::new();
    env.ok(&["rate", "add", "USD", "7", "--on", "2019-01-01"]);
    env.ok(&["add", "Plant", "--sector", "5G", "--signed", "2019-02-01", "--amount", "1亿", "--ref", "HT-1"]);
    env.ok(&["add", "Works", "--sector", "IC", "--signed", "2019-02-02", "--amount", "US$10m", "--ref", "HT-2"]);
    env
}

fn receipts(env: &Env) -> Vec<String> {
    env.ok(&["export", "--receipts"]).lines().skip(1).map(str::to_owned).collect()
}

#[test]
fn a_district_reports_what_came_in_all_and_the_difference_is_recorded() {
    let env = env();
    let table = |on: &str, sum: &str| {
        format!(
            "某区项目资金到位情况表,,,,,\n序号,合同编号,项目名称,投资总额（亿元）,到位时间,累计到位资金（万元）\n1,HT-1,Plant,1,{on},{sum}\n合计,,,1,,{sum}\n"
        )
    };
    env.file("march.csv", table("2019/3/31", "\"1,200.5\""));
    assert_snapshot!(env.shows(&["import", "--receipts", "march.csv"]), @"
    --- stderr
    march.csv: the header is line 2; rows above it passed over: 1
    march.csv: amounts are counted in `万元`
    march.csv: columns that number the rows and are left out: `序号`
    march.csv: columns that say nothing of receipts and are ignored: `投资总额（亿元）`
    march.csv: rows of totals left out: 1 (line 4)
    recorded receipts: 1, of deals: 1; CNY 12,005,000.00 in all
    ");
    env.file("june.csv", table("2019/6/30", "2000"));
    env.ok(&["import", "--receipts", "june.csv"]);
    assert_eq!(receipts(&env), ["1,HT-1,2019-03-31,12005000.00,CNY,,", "1,HT-1,2019-06-30,7995000.00,CNY,,"]);
    // The same once more changes nothing, and makes no entry.
    let entries = env.count("SELECT last_entry_id FROM ledger");
    assert!(env.run(&["import", "--receipts", "june.csv"]).stderr.contains("rows that say what is there already: 1"));
    assert_eq!(env.count("SELECT last_entry_id FROM ledger"), entries);
    // Less than there was is asked about.
    env.file("july.csv", table("2019/7/31", "1990"));
    assert!(
        env.fails(1, &["import", "--receipts", "july.csv"])
            .contains("july.csv:3: amount: a total of CNY 19,900,000.00 is less than what is there, CNY 20,000,000.00")
    );
    env.ok(&["import", "--receipts", "--correct", "july.csv"]);
    assert_eq!(receipts(&env)[2], "1,HT-1,2019-07-31,-100000.00,CNY,,");
    env.ok(&["undo"]);
    env.ok(&["undo"]);
    assert_eq!(receipts(&env).len(), 1);
    assert_eq!(env.run(&["check"]).code, 0);
}

#[test]
fn what_came_this_month_and_in_all_are_told_apart_and_the_rest_is_asked() {
    let env = env();
    env.ok(&["receive", "1", "100万", "--on", "2019-03-31"]);
    let import = |head: &str, options: &[&str]| {
        env.file("x.csv", format!("合同号,到位日期,{head}\nHT-1,2019-04-30,150\n"));
        let outcome = env.run(&[&["import", "--receipts", "x.csv"], options].concat());
        let last = receipts(&env).pop().unwrap();
        if outcome.code == 0 {
            env.ok(&["undo"]);
        }
        (outcome.code, last, outcome.stderr)
    };
    for (head, options, amount) in [
        ("累计到位（万元）", &[][..], "500000.00"),
        ("累计到位资金（万元）", &[], "500000.00"),
        ("Total received (CNY 10k)", &["--unit", "万元"], "500000.00"),
        ("本月到位（万元）", &[], "1500000.00"),
        ("本月到位资金(万元)", &[], "1500000.00"),
        ("到位资金（万元）", &["--amounts", "total"], "500000.00"),
        ("到位资金（万元）", &["--amounts", "new"], "1500000.00"),
        ("amount", &[], "150.00"),
    ] {
        let (code, last, stderr) = import(head, options);
        assert_eq!(
            (code, last.as_str()),
            (0, format!("1,HT-1,2019-04-30,{amount},CNY,,").as_str()),
            "{head}: {stderr}"
        );
    }
    env.file("x.csv", "合同号,到位日期,到位资金（万元）\nHT-1,2019-04-30,150\n");
    assert_snapshot!(env.shows(&["import", "--receipts", "x.csv"]), @"
    --- stderr
    x.csv: amounts are counted in `万元`
    error: x.csv: `到位资金（万元）` does not say whether it is what came in all or what came since the last time
    hint: `--amounts total` if it is what came in all
    hint: `--amounts new` if it is what came since
    --- exit 1
    ");
    let (code, _, stderr) = import("到位资金", &["--amounts", "new"]);
    assert_eq!(code, 1);
    assert!(stderr.contains("has no unit"), "{stderr}");
    env.file("both.csv", "合同号,到位日期,本月到位（万元）,累计到位（万元）\nHT-1,2019-04-30,5,105\n");
    assert!(env.fails(1, &["import", "--receipts", "both.csv"]).contains("amount"));
    env.ok(&["import", "--receipts", "both.csv", "--map", "amount=累计到位（万元）"]);
    assert_eq!(receipts(&env).pop().unwrap(), "1,HT-1,2019-04-30,50000.00,CNY,,");
}

#[test]
fn every_bad_row_is_told_and_nothing_is_written() {
    let env = env();
    env.file(
        "x.csv",
        "id,date,amount,currency,note\n2,2019-04-01,1m,,a\n2,2019-04-01,1m,USD,again\n9,2019-04-01,5,,\n,2019-04-01,5,,\n1,soon,x,,\n1,,5,,\n1,2019-04-01,,,\n1,2019-04-02,US$5,CNY,\nx,2019-04-01,5,,\n",
    );
    assert_snapshot!(env.shows(&["import", "--receipts", "x.csv"]), @"
    --- stderr
    x.csv:3: amount: deal 2 has a receipt of this amount on 2019-04-01 already (--allow-duplicates takes it all the same)
    x.csv:4: id: there is no deal 9
    x.csv:5: the row names no deal: neither a number nor a ref
    x.csv:6: date: `soon` is not a date (write 2019-08-26)
    x.csv:6: amount: `x` is not an amount (write 12500 or 12,500.00)
    x.csv:7: date: is required
    x.csv:8: amount: is required
    x.csv:9: amount: `US$5` is in USD, but the currency given is CNY
    x.csv:10: id: `x` is not the number of a deal
    error: 8 of 9 rows cannot be imported, so nothing was written
    hint: correct the lines above, or pass --skip-bad to import the other 1
    --- exit 1
    ");
    assert_eq!(receipts(&env), [""; 0]);
    assert!(
        env.fails(1, &["import", "--receipts", "--skip-bad", "--rejects", "bad.csv", "x.csv"])
            .contains("they are in bad.csv")
    );
    assert_eq!(receipts(&env), ["2,HT-2,2019-04-01,1000000.00,USD,7,a"]);
    assert_eq!(csv_rows(&fs::read_to_string(env.path("bad.csv")).unwrap()).len(), 1 + 8);
    // A column of 万元 says nothing of a deal in dollars.
    env.file("y.csv", "合同号,日期,本月到位（万元）\nHT-2,2019-05-01,5\n");
    assert!(
        env.fails(1, &["import", "--receipts", "y.csv"])
            .contains("y.csv:2: amount: the deal is in USD, the column is counted in 万元")
    );
    env.ok(&["import", "--receipts", "y.csv", "--set", "currency=USD"]);
    assert_eq!(receipts(&env).pop().unwrap(), "2,HT-2,2019-05-01,50000.00,USD,7,");
    let none = Env::new();
    none.file("x.csv", "id,date,amount\n1,2019,5\n");
    assert!(none.fails(1, &["import", "--receipts", "x.csv"]).contains("there is no ledger"));
    assert!(!none.ledger().exists());
    assert!(env.fails(2, &["import", "--receipts", "--match", "ref", "x.csv"]).contains("cannot be used with"));
    assert!(
        env.fails(1, &["import", "--receipts", &env.file("z.csv", "title,signed,sector\na,2019,5G\n")])
            .contains("amount")
    );
}

#[test]
fn what_goes_out_comes_back_the_same() {
    let env = env();
    env.ok(&["receive", "1", "5", "--on", "2019-03", "--note", "=1+1, \"first\""]);
    env.ok(&["receive", "1", "--total", "2", "--on", "2019-04-01", "--correct"]);
    env.ok(&["receive", "2", "7.5", "--on", "2019"]);
    env.ok(&["receive", "2", "¥9", "--on", "2019-05-05"]);
    let all = env.ok(&["export", "--receipts"]);
    assert!(all.contains("1,HT-1,2019-04-01,-3.00,CNY,,\n"), "{all}");
    env.ok(&["export", "-o", "deals.csv"]);
    for form in ["csv", "jsonl", "xlsx"] {
        let (file, db) = (format!("receipts.{form}"), format!("{form}.db"));
        env.ok(&["export", "--receipts", "-o", &file]);
        env.ok(&["import", "--db", &db, "deals.csv"]);
        env.ok(&["import", "--db", &db, "--receipts", &file]);
        assert_eq!(env.ok(&["export", "--db", &db, "--receipts"]), all, "{form}");
    }
    // Twice the same is most likely a slip.
    assert!(env.fails(1, &["import", "--receipts", "receipts.csv"]).contains("4 of 4 rows cannot be imported"));
    env.ok(&["import", "--receipts", "--allow-duplicates", "receipts.csv"]);
    assert_eq!(env.count("SELECT COUNT(*) FROM receipt"), 8);
    assert_eq!(env.ok(&["export", "--receipts", "--sector", "IC"]).lines().count(), 1 + 4);
}

#[test]
fn every_encoding_and_a_workbook_are_read_as_deals_are() {
    let env = env();
    let text = "合同号,到位时间,本月到位（万元）,备注\nHT-1,2019年4月,5,第一批\n";
    let (gb, _, _) = encoding_rs::GB18030.encode(text);
    env.file("gb.csv", gb);
    assert_snapshot!(env.shows(&["import", "--receipts", "gb.csv"]), @"
    --- stderr
    gb.csv: read as GB18030
    gb.csv: amounts are counted in `万元`
    recorded receipts: 1, of deals: 1; CNY 50,000.00 in all
    ");
    assert_eq!(receipts(&env), ["1,HT-1,2019-04,50000.00,CNY,,第一批"]);
    env.file("none.csv", "合同号,本月到位（万元）\nHT-1,6\n");
    assert!(env.fails(1, &["import", "--receipts", "none.csv"]).contains("none.csv:2: date: is required"));
    env.ok(&["import", "--receipts", "none.csv", "--on", "2019-06-30", "--dry-run"]);
    assert_eq!(receipts(&env).len(), 1);
    env.ok(&["import", "--receipts", "none.csv", "--on", "2019-06-30"]);
    assert_eq!(receipts(&env).len(), 2);
}

#[test]
fn a_number_and_a_ref_that_are_of_different_deals_are_refused() {
    let env = Env::new();
    env.ok(&["add", "Other", "--sector", "5G", "--ref", "O-1"]);
    let file = env.file("x.csv", "id,ref,date,amount,currency\n1,N-1,2019-01-01,77,CNY\n");
    let said = env.fails(1, &["import", "--receipts", &file]);
    assert!(said.contains("deal 1 has the ref `O-1`, and the row says `N-1`"), "{said}");
}
