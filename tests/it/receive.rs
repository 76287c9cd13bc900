//! `deals receive`, and what was received in lists and reports.

use insta::assert_snapshot;

use crate::env::{Env, csv_rows};

fn env() -> Env {
    let env = Env::new();
    env.ok(&["rate", "add", "USD", "7", "--on", "2019-01-01"]);
    env.ok(&["rate", "add", "USD", "7.1", "--on", "2020-01-01"]);
    env.ok(&["add", "Plant", "--sector", "5G", "--signed", "2019-02-01", "--amount", "US$10m"]);
    env.ok(&["add", "Works", "--sector", "IC", "--signed", "2019-02-02", "--amount", "100万", "--ref", "W-1"]);
    env
}

fn received(env: &Env) -> Vec<String> {
    let list = env.ok(&["list", "--sort", "id", "--columns", "received", "--format", "csv"]);
    list.lines().skip(1).map(|line| line.trim_matches('"').to_owned()).collect()
}

#[test]
fn money_counts_at_the_rate_of_the_day_it_came() {
    let env = env();
    assert_snapshot!(env.shows(&["receive", "1", "1m", "--on", "2019-06-30", "--note", "first tranche"]), @"
    --- stderr
    deal 1: received USD 1,000,000.00 on 2019-06-30, USD 1,000,000.00 in all (Plant)
    ");
    env.ok(&["receive", "1", "￥355", "--on", "2019-07"]);
    // 7.1 from 2020 on: 1,000,000 × 7 + 355 + 2 × 7.1.
    env.ok(&["receive", "1", "2", "--on", "2020-01-01"]);
    assert_eq!(received(&env), ["7000369.20", ""]);
    assert_snapshot!(env.shows(&["export", "--receipts"]), @"
    id,ref,date,amount,currency,rate,note
    1,,2019-06-30,1000000.00,USD,7,first tranche
    1,,2019-07,355.00,CNY,,
    1,,2020-01-01,2.00,USD,7.1,
    ");
    let shown = env.ok(&["show", "1"]);
    for line in [
        "2019-06-30: USD 1,000,000.00 (CNY 7,000,000.00 at 7), first tranche",
        "2019-07: CNY 355.00 ",
        "Entry 6           │ 2019-08-27",
        "Received (CNY)    │ 7,000,369.20",
    ] {
        assert!(shown.contains(line), "{line}: {shown}");
    }
    assert_eq!(env.ok(&["export", "--receipts", "--as-of", "entry:5"]).lines().count(), 2);
    env.ok(&["undo", "6"]);
    assert_eq!(received(&env), ["7000014.20", ""]);
    env.ok(&["redo"]);
    assert_eq!(received(&env), ["7000369.20", ""]);
    assert_snapshot!(env.shows(&["log", "5", "--format", "csv"]), @"
    what,id,title,change,field,before,after
    receipt,1,Plant,added,received,,2019-06-30
    receipt,1,Plant,added,amount,,1000000.00
    receipt,1,Plant,added,rate,,7
    receipt,1,Plant,added,base_amount,,7000000.00
    receipt,1,Plant,added,note,,first tranche
    --- stderr
    entry 5 (2019-08-27, tester, receive)
    ");
    assert_eq!(env.ok(&["log", "--deal", "1", "--format", "csv"]).lines().count(), 1 + 6);
    assert_eq!(env.run(&["check"]).code, 0);
}

#[test]
fn a_total_records_the_difference_to_what_is_there() {
    let env = env();
    env.ok(&["receive", "W-1", "--total", "20万", "--on", "2019-03-31"]);
    assert_snapshot!(env.shows(&["receive", "W-1", "--total", "35万", "--on", "2019-06-30"]), @"
    --- stderr
    deal 2: received CNY 150,000.00 on 2019-06-30, CNY 350,000.00 in all (Works)
    ");
    assert_snapshot!(env.shows(&["receive", "W-1", "--total", "350,000", "--on", "2019-07-31"]), @"
    --- stderr
    nothing to record: that much has come already
    ");
    // What came up to the end of March was 20万.
    assert_snapshot!(env.shows(&["receive", "W-1", "--total", "18万", "--on", "2019-03"]), @"
    --- stderr
    error: a total of CNY 180,000.00 is less than what is there, CNY 200,000.00
    hint: --correct records the difference, below zero
    --- exit 1
    ");
    env.ok(&["receive", "W-1", "--total", "18万", "--on", "2019-03", "--correct"]);
    assert_eq!(received(&env)[1], "330000.00");
    env.ok(&["receive", "1", "5"]);
    env.ok(&["receive", "1", "5", "--currency", "CNY"]);
    assert!(env.fails(1, &["receive", "1", "--total", "9"]).contains("in another currency than USD"));
}

#[test]
fn what_is_odd_is_warned_of_and_what_is_wrong_refused() {
    let env = env();
    assert_snapshot!(env.shows(&["receive", "2", "1000000.01", "--on", "2019-01-31"]), @"
    --- stderr
    deal 2: received CNY 1,000,000.01 on 2019-01-31, CNY 1,000,000.01 in all (Works)
    warning: 2019-01-31 is before the signing, 2019-02-02
    warning: deal 2 has received more than its contract amount: CNY 1,000,000.01 of CNY 1,000,000.00
    ");
    let stderr = env.run(&["receive", "1", "€5", "--on", "2019-03-01"]).stderr;
    assert!(stderr.contains("no rate of EUR is in force on 2019-03-01"), "{stderr}");
    assert!(
        env.run(&["report", "--show", "received"])
            .stdout
            .contains("1 of 2 receipts wait for a rate and are not in the sum.")
    );
    // The rate fills it in.
    env.ok(&["rate", "add", "EUR", "8", "--on", "2019-01-01"]);
    assert_eq!(received(&env), ["40.00", "1000000.01"]);
    for (args, code, reason) in [
        (&["receive", "1", "-3"][..], 1, "AMOUNT: `-3` is not an amount: it is below zero"),
        (&["receive", "1", "tbd"], 1, "AMOUNT: `tbd` is not an amount"),
        (&["receive", "1", "0"], 1, "AMOUNT: nothing is no receipt"),
        (&["receive", "1", "US$5", "--currency", "EUR"], 1, "`US$5` is in USD, but the currency given is EUR"),
        (&["receive", "1", "5", "--currency", "XYZ"], 1, "--currency: no currency matches `XYZ`"),
        (&["receive", "9", "5"], 1, "no deal matches `9`"),
        (&["receive", "1"], 2, "<AMOUNT>"),
        (&["receive", "1", "5", "--total", "5"], 2, "cannot be used with"),
        (&["receive", "1", "5", "--on", "soon"], 2, "`soon` is not a date"),
    ] {
        let stderr = env.fails(code, args);
        assert!(stderr.contains(reason), "{args:?}: {stderr}");
    }
    assert_eq!(env.count("SELECT COUNT(*) FROM receipt"), 2);
}

#[test]
fn reports_add_money_up_where_it_came() {
    let env = env();
    env.ok(&["receive", "1", "1", "--on", "2019-06-30"]);
    env.ok(&["receive", "2", "10", "--on", "2019-06"]);
    env.ok(&["receive", "2", "5", "--on", "2019-08-01"]);
    assert_snapshot!(env.shows(&["report", "--by", "month", "--show", "received,deals", "--format", "csv"]), @"
    month,received,deals
    2019-02,,2
    2019-03,,0
    2019-04,,0
    2019-05,,0
    2019-06,17.00,0
    2019-07,,0
    2019-08,5.00,0
    --- stderr
    Money received is shown when it came, deals when they were signed.
    ");
    let rows = csv_rows(&env.ok(&["report", "--by", "sector", "--show", "received,received_rate", "--format", "csv"]));
    // 7 of 70,000,000 and 15 of 1,000,000.
    assert_eq!(rows[1..], [["5G", "7.00", "0.0000"], ["IC", "15.00", "0.0000"]]);
    assert_eq!(env.ok(&["list", "--sort", "received:desc", "--columns", "id", "--format", "csv"]), "id\n2\n1\n");
}

#[test]
fn receipts_go_with_their_deal_and_come_back_with_it() {
    let env = env();
    env.ok(&["receive", "2", "10"]);
    env.ok(&["delete", "2"]);
    assert_eq!(env.count("SELECT COUNT(*) FROM receipt"), 0);
    env.ok(&["undo"]);
    assert_eq!(received(&env), ["", "10.00"]);
    // The entry that made the deal cannot be taken back while money is there for it.
    assert_snapshot!(env.shows(&["undo", "4"]), @"
    --- stderr
    nothing of entry 4 (2019-08-27, tester, add) can be taken back
    warning: deal 2 is left as it is: entry 7 has recorded money received for it since
    ");
    env.ok(&["receive", "1", "10"]);
    let stderr = env.run(&["undo", "3"]).stderr;
    assert!(stderr.contains("deal 1 is left as it is: entry 8 has recorded money received for it since"), "{stderr}");
    assert_eq!(env.run(&["check"]).code, 0);
}

/// 10 by March, 30 by June; what came by May would be in June's total as well.
#[test]
fn totals_are_taken_in_the_order_of_their_days() {
    let env = env();
    env.ok(&["receive", "2", "--total", "10", "--on", "2019-03-31"]);
    env.ok(&["receive", "2", "--total", "30", "--on", "2019-06-30"]);
    let said = env.fails(1, &["receive", "2", "--total", "20", "--on", "2019-05-31"]);
    assert!(said.contains("money that came later, on 2019-06-30, is recorded already"), "{said}");
    env.file("late.csv", "ref,date,累计到位资金（元）\nW-1,2019-05-31,20\n");
    assert!(env.fails(1, &["import", "--receipts", "late.csv"]).contains("money that came later"));
    assert_eq!(received(&env), ["", "30.00"]);
    // What is there already may be said again, in any order.
    env.file("again.csv", "ref,date,累计到位资金（元）\nW-1,2019-06-30,30\nW-1,2019-03-31,10\n");
    env.ok(&["import", "--receipts", "again.csv"]);
    assert_eq!(received(&env), ["", "30.00"]);
    env.ok(&["receive", "2", "--total", "20", "--on", "2019-05-31", "--correct"]);
    assert_eq!(received(&env), ["", "40.00"]);
    // The newest first, as some districts send them: 900 in all, of which 500 by June and 700 by September.
    env.file("newest.csv", "id,date,累计到位资金（元）\n1,2020-12-31,900\n1,2020-06-30,500\n1,2020-09-30,700\n");
    env.ok(&["import", "--receipts", "newest.csv", "--set", "currency=CNY"]);
    let receipts = env.ok(&["export", "--receipts", "--sector", "5G"]);
    let amounts: Vec<String> = csv_rows(&receipts)[1..].iter().map(|row| format!("{} {}", row[2], row[3])).collect();
    assert_eq!(amounts, ["2020-06-30 500.00", "2020-09-30 200.00", "2020-12-31 200.00"]);
    assert!(env.fails(2, &["receive", "2", "5", "--correct"]).contains("--correct: only a total is corrected"));
}

#[test]
fn receipts_that_wait_are_filled_in_said_and_counted() {
    let env = env();
    env.ok(&["receive", "2", "GBP 10", "--on", "2019-06-30"]);
    env.ok(&["receive", "2", "GBP 5", "--on", "2019-07-01"]);
    env.ok(&["delete", "2"]);
    env.ok(&["rate", "add", "GBP", "8.5", "--on", "2019-07-01"]);
    // The receipts come back with the deal, and one of them finds a rate now: 5 × 8.5.
    env.ok(&["undo", "7"]);
    assert_eq!(received(&env), ["", "42.50"]);
    let said = env.shows(&["rate", "add", "GBP", "8", "--on", "2019-01-01"]);
    assert!(said.contains("receipts that waited for a rate and have it now: 1\n"), "{said}");
    assert_eq!(received(&env), ["", "122.50"]);
    assert_eq!(env.count("SELECT deals FROM entry WHERE id = (SELECT MAX(id) FROM entry)"), 1);
    assert_eq!(env.run(&["check"]).code, 0);
}

#[test]
fn increases_are_part_of_the_contract() {
    let env = env();
    let more = ["--relation", "increase", "--follows", "W-1", "--amount", "50万", "--signed", "2019-05-01"];
    env.ok(&[&["add", "More works", "--sector", "IC"][..], &more].concat());
    let within = env.run(&["receive", "W-1", "150万", "--on", "2019-06-01"]);
    assert!(!within.stderr.contains("more than its contract"), "{}", within.stderr);
    let beyond = env.run(&["receive", "W-1", "0.01", "--on", "2019-06-02"]);
    assert!(beyond.stderr.contains("CNY 1,500,000.01 of CNY 1,500,000.00"), "{}", beyond.stderr);
}
