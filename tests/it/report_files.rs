//! Reports straight from files.

use insta::assert_snapshot;

use crate::env::{Env, csv_rows, sample};

fn from_files(env: &Env, options: &[&str]) -> String {
    let (rates, deals) = (sample("rates.csv"), sample("sce-2019.csv"));
    let args = [&["report", "--rates", &rates], options, &[&deals]].concat();
    env.shows(&args)
}

/// From the 2,001st row on files are read ahead, and rows told apart there.
#[test]
fn what_is_no_deal_is_found_deep_in_a_long_file() {
    let env = Env::new();
    let head = "ref,title,signed,sector,amount\n";
    let deals = |from: u32, to: u32, amount: &str| {
        let rows: Vec<String> = (from..to).map(|at| format!("R{at},Plant,2019-08-26,5G,{amount}\n")).collect();
        rows.concat()
    };
    let (first, second) = (deals(0, 2200, "1.5"), deals(2200, 2500, "2"));
    let text = format!(
        "{head}{first},Total,,,3300\n{second}{head},,,,\nR2500,Plant,2019-08-26,5G,\"1,250\"\n,Total,,,4000\nNote: all,,,,\n"
    );
    let file = env.file("long.csv", &text);
    let read = env.run(&["report", "--show", "deals,amount", "--format", "csv", &file]);
    // 2,200 × 1.5 + 300 × 2 + 1,250: the first total is right, the second is not.
    assert_eq!(read.stdout, "sector,deals,amount\n5G,2501,5150.00\n", "{}", read.stderr);
    let lines: Vec<&str> = read.stderr.lines().filter(|line| line.contains("the total says")).collect();
    assert!(
        matches!(*lines, [line] if line.ends_with("long.csv:2506: the total says 4000, the rows above add up to 5150"))
    );
    // A row without its end, or a ref that comes again, is refused where it stands.
    let file = env.file("bad.csv", format!("{head}{first}R2200,Plant,2019-08-26\nR7,Plant,2019-08-26,5G,1\n"));
    let refused = env.fails(1, &["report", &file]);
    for fault in ["bad.csv:2202: the row has 3 cells, the header has 5", "bad.csv:2203: ref: "] {
        assert!(refused.contains(fault), "{refused}");
    }
}

#[test]
fn files_give_the_same_report_as_the_ledger() {
    let env = Env::with_samples();
    let bare = Env::new();
    let (rates, deals) = (sample("rates.csv"), [sample("sce-2018.csv"), sample("sce-2019.csv")]);
    for options in [
        &["--by", "sector"][..],
        &["--by", "sector,country"],
        &["--by", "place"],
        &["--by", "origin,kind"],
        &["--by", "event,district"],
        &["--by", "year,quarter,month"],
        &["--by", "partner", "--sort", "name"],
        &["--by", "region,currency", "--sort", "deals"],
        &["--by", "sector", "--event", "SCE2018", "--text", "智能"],
        &["--by", "country", "--origin", "overseas", "--min", "1m"],
        &["--by", "sector", "--signed", "2018-H2", "--place", "Sichuan,GB", "--kind", "contract"],
        &["--by", "month", "--partner", "Kestrelmoor Photonics Ltd"],
        &["--by", "sector", "--district", "none"],
    ] {
        for format in ["csv", "json"] {
            let mut ledger = env.run(&[&["report", "--format", format], options].concat());
            let files = [&["report", "--format", format, "--rates", &rates], options, &[&deals[0], &deals[1]]].concat();
            let mut files = bare.run(&files);
            for outcome in [&mut ledger, &mut files] {
                // The heading says what it was drawn from.
                outcome.stdout = outcome.stdout.split(",\"heading\"").next().unwrap().to_owned();
            }
            assert_eq!((&files.stdout, &files.stderr), (&ledger.stdout, &ledger.stderr), "{options:?}");
            assert!(files.stdout.len() > 40, "{options:?}: {}", files.stdout);
        }
    }
    assert!(!bare.ledger().exists());
}

/// The figures of each sector, worked out from the file with Python's csv and decimal.
#[test]
fn the_sample_has_the_sums_that_another_program_finds() {
    let env = Env::new();
    assert_snapshot!(from_files(&env, &["--by", "sector", "--format", "csv"]), @"
    sector,deals,amount,share
    IC,24,69431811675.93,0.5418
    AI,29,27344356826.45,0.2134
    5G,17,19922415932.10,0.1555
    IoT,19,11455608130.75,0.0894
    --- stderr
    5 of 89 deals state no amount and are not in the sum.
    ");
    let rows = csv_rows(from_files(&env, &["--by", "sector", "--format", "csv"]).split("--- stderr").next().unwrap());
    let expected = [
        ["IC", "24", "69431811675.93"],
        ["AI", "29", "27344356826.45"],
        ["5G", "17", "19922415932.10"],
        ["IoT", "19", "11455608130.75"],
    ];
    for (row, expected) in rows[1..].iter().zip(expected) {
        assert_eq!(row[..3], expected);
    }
}

#[test]
fn files_with_bad_rows_give_no_report_unless_they_are_skipped() {
    let env = Env::new();
    let file = env.file("x.csv", "title,signed,sector,amount\na,2019,Wind,5\nb,2019,Wind,x\n");
    assert_snapshot!(env.shows(&["report", &file]), @"
    --- stderr
    x.csv:3: amount: `x` is not an amount (write 12500 or 12,500.00)
    error: 1 of 2 rows cannot be read, so there is no report
    hint: correct the lines above, or pass --skip-bad to report on the other 1
    --- exit 1
    ");
    assert_snapshot!(env.shows(&["report", "--skip-bad", &file]), @"
    Deals by sector: all deals
    Amounts are in CNY, each converted at the rate in force on its signing day. From x.csv.
    ┌────────┬───────┬──────────────┬─────────┐
    │ Sector │ Deals │ Amount (CNY) │   Share │
    ├────────┼───────┼──────────────┼─────────┤
    │ Wind   │     1 │         5.00 │ 100.0 % │
    ├────────┼───────┼──────────────┼─────────┤
    │ Total  │     1 │         5.00 │ 100.0 % │
    └────────┴───────┴──────────────┴─────────┘
    Rows of the files that could not be read and are left out: 1.
    --- stderr
    x.csv:3: amount: `x` is not an amount (write 12500 or 12,500.00)
    error: rows that could not be read and were left out: 1
    --- exit 1
    ");
}

#[test]
fn filters_on_files_find_the_names_of_the_file() {
    let env = Env::new();
    let file = env.file(
        "x.csv",
        "title,signed,sector,event,country,region,amount\n\
         a,2019,\"Oil, gas\",SCE 19,DE,Bavaria,1\n\
         b,2019,Bio-Med,sce19,DE,,2\n\
         c,2019,bio-med,SCE-19,GB,,4\n",
    );
    let sums = |filters: &[&str]| {
        let args = [&["report", "--format", "csv", &file], filters].concat();
        csv_rows(&env.ok(&args))[1..].iter().map(|row| (row[0].clone(), row[2].clone())).collect::<Vec<_>>()
    };
    let row = |sector: &str, amount: &str| (sector.to_owned(), amount.to_owned());
    assert_eq!(sums(&["--sector", "Oil, gas"]), [row("Oil-gas", "1.00")]);
    assert_eq!(sums(&["--sector", "BIO-MED"]), [row("Bio-Med", "6.00")]);
    assert_eq!(sums(&["--sector", "bio-med", "--sector", "Oil, gas"]).len(), 2);
    assert_eq!(sums(&["--region", "Bavaria"]), [row("Oil-gas", "1.00")]);
    assert_eq!(sums(&["--country", "GB,DE"]).len(), 2);
    for (filters, fault) in [
        (["--sector", "Typo"], "--sector: no sector matches `Typo`"),
        (["--partner", "Nobody"], "--partner: no partner matches `Nobody`"),
        (["--event", "SCE2020"], "--event: no event matches `SCE2020`"),
    ] {
        let stderr = env.fails(1, &[&["report", &file][..], &filters].concat());
        assert!(stderr.contains(fault), "{stderr}");
    }
}

#[test]
fn names_that_differ_in_their_ends_stay_two_in_any_order() {
    let env = Env::new();
    for rows in ["a,2019,互联网+,5\nb,2019,互联网,7\n", "b,2019,互联网,7\na,2019,互联网+,5\n"] {
        let file = env.file("x.csv", format!("title,signed,sector,amount\n{rows}"));
        let csv = env.ok(&["report", "--format", "csv", &file]);
        assert_eq!(csv, "sector,deals,amount,share\n互联网,1,7.00,0.5833\n互联网-,1,5.00,0.4167\n");
    }
}

#[test]
fn what_a_row_means_does_not_depend_on_the_rows_before_it() {
    let env = Env::new();
    let file = env.file(
        "x.csv",
        "title,signed,sector,country,region\na,2019,5G,AU,Victoria\nb,2019,5G,,Victoria\nc,2019,5G,CA,Victoria\n",
    );
    let stderr = env.fails(1, &["report", &file]);
    assert!(stderr.starts_with("x.csv:3: region: no region matches `Victoria`"), "{stderr}");
    let kana = env
        .file("y.csv", "title,signed,sector,country,region\na,2019,5G,JP,ガマ\nb,2019,5G,JP,カマ\nc,2019,5G,JP,none\n");
    assert_eq!(env.ok(&["report", "--by", "region", "--format", "csv", &kana]).lines().count(), 4);
}
