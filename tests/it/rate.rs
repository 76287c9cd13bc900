//! `deals rate`.

use insta::assert_snapshot;

use crate::env::{Env, sample};

#[test]
fn a_rate_fills_in_the_deals_that_wait_for_it_in_its_own_entry() {
    let env = Env::new();
    env.ok(&["add", "before", "--sector", "5G", "--amount", "US$10", "--signed", "2019-08-01"]);
    env.ok(&["add", "after", "--sector", "5G", "--amount", "US$10", "--signed", "2019-08-26"]);
    env.ok(&["add", "in the month", "--sector", "5G", "--amount", "US$10", "--signed", "2019-08"]);
    env.ok(&["add", "other", "--sector", "5G", "--amount", "£10", "--signed", "2019-08-26"]);
    assert_snapshot!(env.shows(&["rate", "add", "usd", "7.055", "--on", "2019-08-26", "--source", "a bank", "-m", "as published"]), @"
    --- stderr
    added a rate: 1 USD = 7.055 CNY from 2019-08-26
    deals that waited for a rate and have it now: 1
    ");
    assert_eq!(env.count("SELECT COUNT(*) FROM deal WHERE base_amount IS NOT NULL"), 1);
    assert_eq!(env.count("SELECT base_amount FROM deal WHERE id = 2 AND entry_id = 5"), 7055);
    assert_eq!(env.count("SELECT COUNT(*) FROM deal_past WHERE id = 2 AND entry_id = 2 AND until_entry_id = 5"), 1);
    assert_eq!(env.count("SELECT deals FROM entry WHERE id = 5"), 1);
    // A later rate of the same day supersedes, but moves no deal that has one.
    assert_snapshot!(env.shows(&["rate", "add", "USD", "6.9", "--on", "2019-08-01"]), @"
    --- stderr
    added a rate: 1 USD = 6.9 CNY from 2019-08-01
    deals that waited for a rate and have it now: 2
    ");
    env.ok(&["rate", "add", "USD", "7.1", "--on", "2019-08-26"]);
    assert_eq!(env.count("SELECT base_amount FROM deal WHERE id = 2"), 7055);
    assert_eq!(env.count("SELECT SUM(base_amount) FROM deal WHERE id IN (1, 3)"), 13_800);
    env.ok(&["add", "new", "--sector", "5G", "--amount", "US$10", "--signed", "2019-08-26"]);
    assert_eq!(env.count("SELECT base_amount FROM deal WHERE id = 5"), 7100);
}

/// The expected sums are counted by hand: what is signed or received from June on is converted at 7.1, what is of May stays at 7.
#[test]
fn what_stands_is_converted_anew_only_where_that_is_asked_for() {
    let env = Env::new();
    env.ok(&["rate", "add", "USD", "7", "--on", "2019-01-01"]);
    for (title, amount, signed) in
        [("May", "USD 1m", "2019-05-31"), ("June", "USD 2m", "2019-06-01"), ("Home", "CNY 5m", "2019-06-10")]
    {
        env.ok(&["add", title, "--sector", "IC", "--amount", amount, "--signed", signed]);
    }
    env.ok(&["add", "Agreed", "--sector", "IC", "--amount", "USD 3m", "--signed", "2019-06-30", "--rate", "6.5"]);
    env.ok(&["receive", "1", "USD 250,000", "--on", "2019-06-20"]);
    env.ok(&["receive", "1", "USD 50,000", "--on", "2019-05-31"]);
    env.ok(&["receive", "3", "USD 100", "--on", "2019-08"]);
    // From August on another rate is in force.
    env.ok(&["rate", "add", "USD", "7.2", "--on", "2019-08-01"]);
    assert_eq!(env.count("SELECT SUM(base_amount) FROM receipt"), 210_070_000);
    // A rate alone moves nothing that has one.
    env.ok(&["rate", "add", "USD", "6.8", "--on", "2019-06-01"]);
    assert_eq!(env.count("SELECT SUM(base_amount) FROM deal"), 4_550_000_000);
    let before = env.ok(&["list", "--format", "csv", "--columns", "id,rate,base_amount,received"]);
    assert_snapshot!(env.shows(&["rate", "add", "USD", "7.1", "--on", "2019-06-01", "--refix", "-m", "the right one"]), @"
    --- stderr
    added a rate: 1 USD = 7.1 CNY from 2019-06-01
    deal 2: CNY 14,000,000.00 → CNY 14,200,000.00 (was converted at 7)
    deal 4: CNY 19,500,000.00 → CNY 21,300,000.00 (was converted at 6.5)
    deals converted anew: 2; in all CNY 33,500,000.00 → CNY 35,500,000.00
    receipts converted anew: 1; in all CNY 1,750,000.00 → CNY 1,775,000.00
    ");
    // 7m + 14.2m + 5m + 21.3m.
    assert_eq!(env.count("SELECT SUM(base_amount) FROM deal"), 4_750_000_000);
    assert_eq!(env.count("SELECT COUNT(*) FROM deal WHERE rate = '7.1' AND id IN (2, 4)"), 2);
    // 250,000 × 7.1 + 50,000 × 7, and what came in August stays at the 7 at which it was converted.
    assert_eq!(env.count("SELECT SUM(base_amount) FROM receipt"), 177_500_000 + 35_000_000 + 70_000);
    assert_eq!(env.count("SELECT COUNT(*) FROM entry WHERE message = 'the right one'"), 1);
    env.ok(&["check"]);
    assert_snapshot!(env.shows(&["rate", "add", "USD", "7.1", "--on", "2019-06-01", "--refix"]), @"
    --- stderr
    rates that were there already: 1
    nothing moved: no deal or receipt was converted at another rate
    ");
    env.ok(&["undo"]);
    assert_eq!(env.ok(&["list", "--format", "csv", "--columns", "id,rate,base_amount,received"]), before);
    assert_eq!(env.count("SELECT SUM(base_amount) FROM deal"), 4_550_000_000);
    assert_eq!(env.count("SELECT SUM(base_amount) FROM receipt"), 210_070_000);
    env.ok(&["check"]);
}

/// A deal that is converted anew and whose receipt has waited is one deal; so is one whose amount waits for one rate and whose
/// receipt for another.
#[test]
fn a_deal_that_gets_two_rates_counts_once() {
    let env = Env::new();
    env.ok(&["add", "Plant", "--sector", "5G", "--signed", "2019-01-31", "--amount", "US$10", "--rate", "7"]);
    env.ok(&["receive", "1", "US$2", "--on", "2019-01-31"]);
    env.ok(&["rate", "add", "USD", "6", "--on", "2019-01-01", "--refix"]);
    assert_eq!(env.count("SELECT base_amount FROM deal"), 60_00);
    assert_eq!(env.count("SELECT base_amount FROM receipt"), 12_00);
    env.ok(&["add", "Works", "--sector", "5G", "--signed", "2019-01-31", "--amount", "€10"]);
    env.ok(&["receive", "2", "£1", "--on", "2019-01-31"]);
    env.ok(&["rate", "import", &env.file("r.csv", "currency,effective,rate\nEUR,2019-01-01,8\nGBP,2019-01-01,9\n")]);
    assert_eq!(
        env.count(
            "SELECT COUNT(base_amount) FROM (SELECT base_amount FROM deal UNION ALL SELECT base_amount FROM receipt)"
        ),
        4
    );
    assert_eq!(env.count("SELECT deals FROM entry WHERE id = 3"), 1);
    assert_eq!(env.count("SELECT deals FROM entry WHERE id = 6"), 1);
    env.ok(&["check"]);
}

#[test]
fn rates_are_listed_and_imported_once() {
    let env = Env::new();
    assert_snapshot!(env.shows(&["rate", "import", &sample("rates.csv")]), @"
    --- stderr
    made a new ledger at ledger.db (base currency CNY, home CN)
    added 36 rates
    ");
    assert_snapshot!(env.shows(&["rate", "import", &sample("rates.csv")]), @"
    --- stderr
    rates that were there already: 36
    ");
    assert_snapshot!(env.shows(&["rate", "list", "GBP"]), @"
    ┌──────────┬────────────┬───────┬──────────────┐
    │ Currency │ Effective  │  Rate │ Source       │
    ├──────────┼────────────┼───────┼──────────────┤
    │ GBP      │ 2018-08-01 │  8.95 │ illustrative │
    │ GBP      │ 2018-08-24 │ 8.825 │ illustrative │
    │ GBP      │ 2018-12-31 │  8.68 │ illustrative │
    │ GBP      │ 2019-08-26 │ 8.663 │ illustrative │
    │ GBP      │ 2019-08-28 │ 8.705 │ illustrative │
    │ GBP      │ 2019-12-31 │  9.15 │ illustrative │
    └──────────┴────────────┴───────┴──────────────┘
    ");
    assert_eq!(env.count("SELECT COUNT(*) FROM entry"), 1);
    assert_eq!(env.ok(&["rate", "list", "--format", "csv"]).lines().count(), 37);
}

#[test]
fn rates_that_are_none_are_refused() {
    let env = Env::new();
    assert_snapshot!(env.shows(&["rate", "add", "GPB", "0", "--on", "2019"]), @"
    --- stderr
    error: no currency matches `GPB`
    hint: did you mean `GBP`?
    error: RATE: `0` is not a rate (write the units of base currency for one of the other: 8.68)
    error: --on: `2019` is not a whole date (write 2019-08-26)
    --- exit 1
    ");
    assert!(env.fails(1, &["rate", "add", "CNY", "1"]).contains("CNY is the base currency"));
    assert!(env.fails(1, &["rate", "add", "USD", "-7"]).contains("RATE: `-7` is not a rate"));
    let file = env.file(
        "r.csv",
        "currency,effective,rate\nUSD,2019-08-26,7\nUSD,2019-8-32,7\nXYZ,2019-08-26,x\nCNY,2019-08-26,1\n",
    );
    assert_snapshot!(env.shows(&["rate", "import", &file]), @"
    --- stderr
    r.csv:3: effective: `2019-8-32` is not a day of the calendar
    r.csv:4: currency: no currency matches `XYZ`
    r.csv:4: rate: `x` is not a rate (write the units of base currency for one of the other: 8.68)
    r.csv:5: currency: CNY is the base currency, whose rate is 1
    error: 3 of 4 rates cannot be read, so none was taken
    hint: correct the lines above
    --- exit 1
    ");
    let file = env.file("s.csv", "currency,date,rate\n");
    assert!(env.fails(1, &["rate", "import", &file]).contains("unknown column `date`"));
    assert!(!env.ledger().exists());
}
