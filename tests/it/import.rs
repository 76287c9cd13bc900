//! `deals import`.

use insta::assert_snapshot;

use crate::env::{Env, csv_rows, repository, sample};

pub(crate) const HEADER: &str = "title,signed,sector\n";
const HEADER_WITH_PARTNER: &str = "title,signed,sector,partner\n";

#[test]
fn the_samples_go_in_whole() {
    let env = Env::new();
    assert_snapshot!(env.shows(&["rate", "import", &sample("rates.csv")]), @"
    --- stderr
    made a new ledger at ledger.db (base currency CNY, home CN)
    added 36 rates
    ");
    let lacking = env.run(&["import", &sample("sce-2019.csv")]);
    assert_eq!((lacking.code, lacking.stderr.lines().count()), (1, 92));
    assert!(lacking.stderr.contains("hint: --create events makes those that the ledger lacks"), "{}", lacking.stderr);
    env.ok(&["import", "--create", "events", &sample("sce-2018.csv"), &sample("sce-2019.csv")]);
    assert_eq!(env.count("SELECT COUNT(*) FROM deal"), 64 + 89);
    assert_eq!(env.count("SELECT last_deal_id FROM ledger"), 153);
    // Worked out from the files with Python's csv and decimal, rounded half up deal by deal.
    assert_eq!(env.count("SELECT SUM(base_amount) FROM deal WHERE signed LIKE '2018%'"), 4_006_136_310_058);
    assert_eq!(env.count("SELECT SUM(base_amount) FROM deal WHERE signed LIKE '2019%'"), 12_815_419_256_523);
    assert_eq!(env.count("SELECT deals FROM entry WHERE id = 2"), 153);
    let broken = env.sqlite().prepare("PRAGMA foreign_key_check").unwrap().exists([]).unwrap();
    assert!(!broken);
}

#[test]
fn every_bad_row_is_told_and_nothing_is_written() {
    let env = Env::new();
    let file = env.file(
        "q3.csv",
        "title,signed,sector,country,region,amount,currency,ref\n\
         Good,2019-08-26,5G,CN,CN-SC,12500,CNY,A-1\n\
         Bad amount,2019-08-26,5G,CN,,12.5.1,CNY,\n\
         ,2019-02-30,Biotech,Germny,,5,XYZ,A-1\n\
         Ragged,2019-08-26,5G\n\
         Elsewhere,2019-08-26,5G,DE,Sichuan,,,\n\
         Also good,2019-08-26,IC,GB,,1,GBP,A-2\n",
    );
    assert_snapshot!(env.shows(&["import", &file]), @"
    --- stderr
    q3.csv:3: amount: `12.5.1` is not an amount (write 12500 or 12,500.00)
    q3.csv:4: title: is blank
    q3.csv:4: sector: no sector matches `Biotech`
    q3.csv:4: signed: `2019-02-30` is not a day of the calendar
    q3.csv:4: country: no country matches `Germny` (did you mean `DE` (Germany)?)
    q3.csv:4: currency: no currency matches `XYZ`
    q3.csv:4: ref: `A-1` is already taken by line 2
    q3.csv:5: the row has 3 cells, the header has 8
    q3.csv:6: region: `Sichuan` lies in China, not in Germany
    error: 4 of 6 rows cannot be imported, so nothing was written
    hint: --create sectors makes those that the ledger lacks
    hint: correct the lines above, or pass --skip-bad to import the other 2
    --- exit 1
    ");
    assert!(!env.ledger().exists());
    assert_snapshot!(env.shows(&["import", "--skip-bad", &file]), @"
    --- stderr
    q3.csv:3: amount: `12.5.1` is not an amount (write 12500 or 12,500.00)
    q3.csv:4: title: is blank
    q3.csv:4: sector: no sector matches `Biotech`
    q3.csv:4: signed: `2019-02-30` is not a day of the calendar
    q3.csv:4: country: no country matches `Germny` (did you mean `DE` (Germany)?)
    q3.csv:4: currency: no currency matches `XYZ`
    q3.csv:4: ref: `A-1` is already taken by line 2
    q3.csv:5: the row has 3 cells, the header has 8
    q3.csv:6: region: `Sichuan` lies in China, not in Germany
    made a new ledger at ledger.db (base currency CNY, home CN)
    imported 2 deals from q3.csv; the last number is 2
    warning: deals without a rate, left out of sums until one is added: 1 (see `deals status`)
    error: 4 of 6 rows were refused and left out
    --- exit 1
    ");
    assert_eq!(env.count("SELECT COUNT(*) FROM deal"), 2);
}

#[test]
fn one_bad_row_is_named_in_the_hint() {
    let env = Env::new();
    let file = env.file("one.csv", format!("{HEADER}a,2019-08-26,5G\nb,someday,5G\nc,2019-08-26,AI\n"));
    assert_snapshot!(env.shows(&["import", &file]), @"
    --- stderr
    one.csv:3: signed: `someday` is not a date (write 2019-08-26)
    error: 1 of 3 rows cannot be imported, so nothing was written
    hint: correct line 3, or pass --skip-bad to import the other 2
    --- exit 1
    ");
}

#[test]
fn headers_are_checked_before_any_row() {
    let env = Env::new();
    let refused = |text: &str| env.fails(1, &["import", &env.file("x.csv", text)]);
    assert_snapshot!(env.normal(&refused("titel,signed,sponsor,signed\nnot even looked at\n")), @"
    error: x.csv: no header is found: no row among the first 50 names two fields
    hint: --header-row N says which row it is, --map FIELD=COLUMN what its columns hold
    hint: the fields are: id ref title signed event sector partner region country amount currency rate kind venue tags stage registered started producing full ended reason start_due production_due relation follows confidential district note extra
    ");
    assert!(refused("").contains("x.csv: is empty"));
    assert!(refused("\n\n").contains("x.csv: is empty"));
    assert!(refused("title,signed\na,2019\n").contains("x.csv:1: no column holds sector"));
    assert!(
        refused("titel,signed,sector\na,2019,5G\n")
            .contains("x.csv:1: no column holds title (did you mean it by `titel`?)")
    );
    assert!(refused("\"title,signed,sector\na,2019,5G\n").contains("x.csv:1: a quote that opens here is never closed"));
    assert!(env.fails(1, &["import", "nowhere.csv"]).contains("nowhere.csv: cannot be read"));
    assert!(env.fails(1, &["import", "."]).contains(".: cannot be read: it is a folder"));
}

#[test]
fn rows_that_are_no_rows_are_told() {
    let env = Env::new();
    let refused = |bytes: &[u8]| env.fails(1, &["import", &env.file("x.csv", bytes)]);
    let with = |row: &[u8]| [HEADER.as_bytes(), b"a,2019-08-26,5G\n", row].concat();
    assert!(refused(&with(b"b,2019-08-26\n")).contains("x.csv:3: the row has 2 cells, the header has 3"));
    assert!(
        refused(&with(b"\"b,2019-08-26,5G\nc,2019-08-26,5G\n"))
            .contains("x.csv:3: a quote that opens here is never closed")
    );
    assert!(refused(&with(b"b\0c,2019-08-26,5G\n")).contains("x.csv:3: title: holds a NUL character"));
    let (set, file) = (env.file("set.toml", "[set]\nnote = \"a\\u0000b\"\n"), env.file("x.csv", with(b"")));
    let stderr = env.fails(1, &["import", "--mapping", &set, &file]);
    assert!(stderr.contains("x.csv:2: note: holds a NUL character"), "{stderr}");
    assert!(refused(&with(b"\xff\xd0,2019-08-26,5G\n")).contains("x.csv:3: is neither UTF-8 nor GB18030 text"));
    assert!(refused(b"\xff\xfet\0i\0").contains("x.csv: no header is found"));
}

#[test]
fn a_byte_order_mark_blank_rows_and_crlf_do_no_harm() {
    let env = Env::new();
    let file = env.file("x.csv", "\u{feff}title,signed,sector\r\na,2019-08-26,5G\r\n,,\r\n\r\nb,2019-08,IC\r\n,,");
    assert_snapshot!(env.shows(&["import", &file]), @"
    --- stderr
    made a new ledger at ledger.db (base currency CNY, home CN)
    x.csv: blank rows passed over: 2
    imported 2 deals from x.csv; the last number is 2
    ");
    assert_eq!(env.ok(&["export"]).lines().count(), 3);
}

#[test]
fn a_file_without_rows_is_no_fault() {
    let env = Env::new();
    let outcome = env.run(&["import", &env.file("x.csv", HEADER)]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, "imported 0 deals from x.csv\n"));
}

#[test]
fn stdin_is_read_for_a_dash() {
    let env = Env::new();
    let outcome = env.pipe(&format!("{HEADER}a,2019-08-26,5G\nb,x,5G\n"), &["import", "-"]);
    assert!(outcome.stderr.contains("-:3: signed: `x` is not a date"), "{}", outcome.stderr);
    let outcome = env.pipe(&format!("{HEADER}a,2019-08-26,5G\n"), &["import", "-"]);
    assert_eq!(outcome.code, 0, "{}", outcome.stderr);
    assert_eq!(env.count("SELECT COUNT(*) FROM deal"), 1);
}

#[test]
fn sectors_and_events_are_made_only_when_asked() {
    let env = Env::new();
    let file = env.file("x.csv", "title,signed,sector,event\na,2019-08-26,Real estate,Gala\nb,2019-08-26,AI2,Gala\n");
    assert!(env.fails(1, &["import", "--create", "events", &file]).contains("sector: no sector matches `Real estate`"));
    assert_snapshot!(env.shows(&["import", "--create", "events,sectors", &file]), @"
    --- stderr
    made a new ledger at ledger.db (base currency CNY, home CN)
    made event `Gala`
    made sector `Real-estate`
    made sector `AI2`
    imported 2 deals from x.csv; the last number is 2
    ");
    let rows = csv_rows(&env.ok(&["sector", "list", "--format", "csv"]));
    assert!(rows.iter().any(|row| row[..2] == ["Real-estate", "Real estate"]), "{rows:?}");
    let near = env.file("y.csv", format!("{HEADER}c,2019-08-26,Integrated circuts\n"));
    let outcome = env.run(&["import", "--create", "sectors", &near]);
    assert!(
        outcome.stderr.contains("warning: made sector `Integrated-circuts`, which is near `IC`"),
        "{}",
        outcome.stderr
    );
}

#[test]
fn a_ref_comes_only_once() {
    let env = Env::new();
    env.ok(&["add", "there", "--sector", "5G", "--ref", "A-1"]);
    let file = env.file("x.csv", "title,signed,sector,ref\na,2019,5G,A-2\nb,2019,5G,A-2\nc,2019,5G,A-1\n");
    let stderr = env.fails(1, &["import", &file]);
    assert!(stderr.contains("x.csv:3: ref: `A-2` is already taken by line 2"), "{stderr}");
    let stderr = env.run(&["import", "--skip-bad", &file]).stderr;
    assert!(stderr.contains("x.csv:4: ref: `A-1` is already taken by deal 1"), "{stderr}");
    assert!(stderr.contains("error: 2 of 3 rows were refused and left out"), "{stderr}");
    assert_eq!(env.count("SELECT COUNT(*) FROM deal"), 2);
}

#[test]
fn numbers_are_kept_only_in_a_ledger_that_never_had_a_deal() {
    let env = Env::new();
    let file = env.file("x.csv", "id,title,signed,sector\n7,seven,2019,5G\n3,three,2019,5G\n");
    env.ok(&["import", &file]);
    assert_eq!(
        env.ok(&["list", "--sort", "id", "--columns", "id,title", "--format", "csv"]),
        "id,title\n3,three\n7,seven\n"
    );
    assert_eq!(env.ok(&["add", "next", "--sector", "5G"]), "8\n");
    assert_snapshot!(env.shows(&["import", &file]), @"
    --- stderr
    error: x.csv: has a column `id`, and the ledger has given numbers already
    hint: --as-new gives the deals new numbers
    hint: --match id changes the deals that have these numbers
    --- exit 1
    ");
    assert!(env.fails(1, &["import", "--as-new", &file]).contains("x.csv:2: title: the same as deal 7 in every field"));
    env.ok(&["import", "--as-new", "--allow-duplicates", &file]);
    assert_eq!(env.count("SELECT MAX(id) FROM deal"), 10);
    let other = Env::new();
    let double = other.file("x.csv", "id,title,signed,sector\n7,a,2019,5G\n7,b,2019,5G\n,c,2019,5G\nx,d,2019,5G\n");
    let stderr = other.fails(1, &["import", &double]);
    for fault in [
        "x.csv:3: id: `7` is already taken",
        "x.csv:4: id: is required",
        "x.csv:5: id: `x` is not the number of a deal",
    ] {
        assert!(stderr.contains(fault), "{stderr}");
    }
}

#[test]
fn what_follows_is_ignored_and_a_rate_is_kept() {
    let env = Env::new();
    let file = env.file(
        "x.csv",
        "title,signed,sector,amount,currency,rate,base_amount,received\na,2019-08-26,5G,100,USD,7.25,999,5\nb,2019-08-26,5G,100,CNY,2,,\n",
    );
    assert_snapshot!(env.shows(&["import", "--skip-bad", &file]), @"
    --- stderr
    x.csv: columns that follow from other fields and are ignored: `base_amount`, `received`
    x.csv:3: rate: `2` cannot be: CNY is the base currency, whose rate is 1
    made a new ledger at ledger.db (base currency CNY, home CN)
    imported 1 deal from x.csv; the last number is 1
    error: 1 of 2 rows were refused and left out
    --- exit 1
    ");
    assert_eq!(env.count("SELECT base_amount FROM deal"), 72_500);
}

#[test]
fn future_dates_and_missing_rates_are_counted() {
    let env = Env::new();
    let file = env.file(
        "x.csv",
        "title,signed,sector,amount,currency\na,2020-01-01,5G,1,USD\nb,2020-01-02,5G,1,GBP\nc,2019,5G,,USD\n",
    );
    let stderr = env.run(&["import", &file]).stderr;
    assert!(stderr.contains("warning: signing dates in the future: 2\n"), "{stderr}");
    assert!(stderr.contains("warning: deals without a rate, left out of sums until one is added: 2 "), "{stderr}");
}

#[test]
fn the_default_event_is_for_files_without_events() {
    let env = Env::new();
    env.ok(&["event", "add", "GALA", "Gala"]);
    env.ok(&["event", "use", "GALA"]);
    let without = env.run(&["import", &env.file("a.csv", format!("{HEADER}a,2019,5G\n"))]);
    assert!(without.stderr.contains("new deals are of GALA"), "{}", without.stderr);
    env.ok(&["import", &env.file("b.csv", "title,signed,sector,event\nb,2019,5G,\n")]);
    assert_eq!(
        env.ok(&["list", "--sort", "id", "--columns", "title,event", "--format", "csv"]),
        "title,event\na,GALA\nb,\n"
    );
}

#[test]
fn a_refused_row_claims_no_ref_and_leaves_no_name_behind() {
    let env = Env::new();
    env.ok(&["add", "there", "--sector", "5G", "--ref", "A-1"]);
    let file = env.file(
        "x.csv",
        "title,signed,sector,ref,partner\na,2019,nothing,R,\nb,2019,5G,R,Good Ltd\nc,2019,Wind,A-1,Ghost Ltd\n",
    );
    let outcome = env.run(&["import", "--skip-bad", "--create", "events", &file]);
    assert!(outcome.stderr.contains("imported 1 deal "), "{}", outcome.stderr);
    let file = env.file("y.csv", "title,signed,sector,ref,partner\nd,2019,Wind,A-1,Ghost Ltd\n");
    env.run(&["import", "--skip-bad", "--create", "sectors", &file]);
    assert_eq!(env.count("SELECT COUNT(*) FROM partner"), 1);
    assert_eq!(env.count("SELECT COUNT(*) FROM sector"), 4);
    assert_eq!(env.count("SELECT COUNT(*) FROM entry"), 2);
}

#[test]
fn an_open_quote_cannot_be_skipped_over() {
    let env = Env::new();
    let file = env.file("x.csv", format!("{HEADER}a,2019,5G\n\"b,2019,5G\nc,2019,5G\n"));
    let stderr = env.fails(1, &["import", "--skip-bad", &file]);
    assert!(stderr.contains("x.csv:3: a quote that opens here is never closed"), "{stderr}");
    assert!(!env.ledger().exists());
}

#[test]
fn the_same_row_twice_is_refused_unless_it_is_allowed() {
    let env = Env::new();
    let row = "a,2019-08-26,5G,Acme,1";
    let file = env.file("x.csv", format!("title,signed,sector,partner,amount\n{row}\n{row}\n"));
    let stderr = env.fails(1, &["import", &file]);
    assert!(stderr.contains("x.csv:3: title: the same as line 2 in every field"), "{stderr}");
    let one = env.file("one.csv", format!("title,signed,sector,partner,amount\n{row}\n"));
    env.ok(&["import", &one]);
    let stderr = env.fails(1, &["import", &one]);
    assert!(stderr.contains("one.csv:2: title: the same as deal 1 in every field"), "{stderr}");
    // One field that differs makes another deal.
    env.ok(&["import", &env.file("more.csv", "title,signed,sector,partner,amount\na,2019-08-26,5G,Acme,2\n")]);
    env.ok(&["import", "--allow-duplicates", &file]);
    assert_eq!(env.count("SELECT COUNT(*) FROM deal"), 4);
}

#[test]
fn refused_rows_are_written_out_and_go_in_when_corrected() {
    let env = Env::new();
    let file = env.file(
        "x.csv",
        "签约汇总,,,\n单位：万元,,,\n项目名称,签约日期,行业,投资额,备注\na,2019-08-26,5G,1,\nb,soon,5G,2,=SUM(A1)\nc,2019-08-26,5G\nd,2019-08-26,5G,12.5.1,\n",
    );
    assert_snapshot!(env.shows(&["import", "--skip-bad", "--rejects", "bad.csv", &file]), @"
    --- stderr
    x.csv: the header is line 3; rows above it passed over: 2
    x.csv: amounts are counted in `万元`
    x.csv:5: signed: `soon` is not a date (write 2019-08-26)
    x.csv:6: the row has 3 cells, the header has 5
    x.csv:7: amount: `12.5.1` is not an amount (write 12500 or 12,500.00)
    made a new ledger at ledger.db (base currency CNY, home CN)
    imported 1 deal from x.csv; the last number is 1
    error: 3 of 4 rows were refused and left out
    hint: they are in bad.csv: correct them and import that file
    --- exit 1
    ");
    let bad = std::fs::read_to_string(env.path("bad.csv")).unwrap();
    assert_snapshot!(bad.replace('\r', ""), @r#"
    ﻿,,签约汇总,,,
    ,,单位：万元,,,
    reject_line,reject_reason,项目名称,签约日期,行业,投资额,备注
    5,signed: `soon` is not a date (write 2019-08-26),b,soon,5G,2,'=SUM(A1)
    6,"the row has 3 cells, the header has 5",c,2019-08-26,5G
    7,"amount: `12.5.1` is not an amount (write 12500 or 12,500.00)",d,2019-08-26,5G,12.5.1,
    "#);
    assert!(bad.starts_with('\u{feff}') && bad.ends_with("\r\n"));
    let corrected =
        bad.replace("soon", "2019-08-27").replace("c,2019-08-26,5G", "c,2019-08-26,5G,3,").replace("12.5.1", "12.5");
    env.ok(&["import", &env.file("corrected.csv", corrected)]);
    let text = env.ok(&["list", "--sort", "id", "--columns", "title,amount,note", "--format", "csv"]);
    assert_eq!(text, "title,amount,note\na,10000.00,\nb,20000.00,=SUM(A1)\nc,30000.00,\nd,125000.00,\n");
    assert_eq!(env.count("SELECT COUNT(*) FROM deal WHERE extra IS NOT NULL"), 0);
    let stderr = env.fails(1, &["import", "--skip-bad", "--rejects", &file, &file]);
    assert!(stderr.contains("--rejects: x.csv is read from"), "{stderr}");
}

#[test]
fn partners_that_may_be_one_are_told_and_made_one_when_asked() {
    let env = Env::new();
    env.ok(&["add", "first", "--sector", "5G", "--partner", "Kestrel Photonics Co., Ltd."]);
    let file = env.file(
        "x.csv",
        format!("{HEADER_WITH_PARTNER}a,2019,5G,KESTREL PHOTONICS LIMITED\nb,2019,5G,蓉芯科技有限公司\nc,2019,5G,蓉芯科技股份有限公司\n"),
    );
    let told = env.run(&["import", "--dry-run", &file]).stderr;
    assert!(
        told.contains("warning: `Kestrel Photonics Co., Ltd.` and `KESTREL PHOTONICS LIMITED` may be one partner"),
        "{told}"
    );
    assert!(told.contains("warning: `蓉芯科技有限公司` and `蓉芯科技股份有限公司` may be one partner"), "{told}");
    env.ok(&["import", "--same-partners", &file]);
    assert_eq!(env.count("SELECT COUNT(*) FROM partner"), 2);
    assert_eq!(env.count("SELECT COUNT(*) FROM deal WHERE partner_id = 1"), 2);
    // The spelling is one of its own from now on.
    env.ok(&["add", "later", "--sector", "5G", "--partner", "kestrel photonics limited"]);
    assert_eq!(env.count("SELECT COUNT(*) FROM deal WHERE partner_id = 1"), 3);
}

#[test]
fn tags_and_venues_are_fields_like_any_other() {
    let env = Env::new();
    let add =
        |title: &str, more: &[&str]| env.ok(&[&["add", title, "--sector", "5G", "--amount", "10"][..], more].concat());
    add("a", &["--venue", "on-site", "--tags", "flagship, 世界500强"]);
    add("b", &["--venue", "场外", "--tag", "flagship"]);
    add("c", &[]);
    let titles = |filter: &[&str]| {
        let text = env.ok(&[&["list", "--sort", "id", "--columns", "title", "--format", "csv"][..], filter].concat());
        text.lines().skip(1).collect::<String>()
    };
    assert_eq!(titles(&["--tag", "Flagship"]), "ab");
    assert_eq!(titles(&["--tag", "世界500强,none"]), "ac");
    assert_eq!(titles(&["--venue", "off-site"]), "b");
    assert_eq!(titles(&["--venue", "none"]), "c");
    assert_eq!(
        env.ok(&["report", "--by", "tag", "--format", "csv"]),
        "tag,deals,amount,share\nflagship,2,20.00,0.6667\n世界500强,1,10.00,0.3333\n,1,10.00,0.3333\n"
    );
    assert_snapshot!(env.ok(&["report", "--by", "venue,tag"]), @"
    Deals by venue, tag: all deals
    Amounts are in CNY, each converted at the rate in force on its signing day. Ledger ledger.db, last entry 3 of 2019-08-27.
    ┌──────────┬───────────┬───────┬──────────────┬─────────┐
    │ Venue    │ Tag       │ Deals │ Amount (CNY) │   Share │
    ├──────────┼───────────┼───────┼──────────────┼─────────┤
    │ Off site │ flagship  │     1 │        10.00 │  33.3 % │
    │ On site  │ flagship  │     1 │        10.00 │  33.3 % │
    │ On site  │ 世界500强 │     1 │        10.00 │  33.3 % │
    │ (none)   │ (none)    │     1 │        10.00 │  33.3 % │
    ├──────────┼───────────┼───────┼──────────────┼─────────┤
    │ Total    │           │     3 │        30.00 │ 100.0 % │
    └──────────┴───────────┴───────┴──────────────┴─────────┘
    A deal counts under each of its tags and once in the total, so the parts come to more than the total.
    ");
    assert!(env.fails(1, &["add", "d", "--sector", "5G", "--venue", "roof"]).contains("--venue: `roof` is no venue"));
}

#[test]
fn an_interrupted_import_leaves_nothing_behind() {
    let env = Env::new();
    let rows =
        (0..400_000).map(|row| format!("Project {row},2019-08-26,5G,Partner {row}\n")).collect::<Vec<_>>().concat();
    let file = env.file("x.csv", format!("{HEADER_WITH_PARTNER}{rows}"));
    let mut child = env.command(&["import", &file]).stderr(std::process::Stdio::piped()).spawn().unwrap();
    while !std::fs::read_dir(env.path("."))
        .unwrap()
        .any(|entry| entry.unwrap().file_name().to_string_lossy().ends_with(".new"))
    {
        std::thread::yield_now();
        assert!(child.try_wait().unwrap().is_none(), "it ended before it could be interrupted");
    }
    std::thread::sleep(std::time::Duration::from_millis(100));
    let killed = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    let outcome = child.wait_with_output().unwrap();
    let stderr = String::from_utf8(outcome.stderr).unwrap();
    assert_eq!(outcome.status.code(), Some(130), "{stderr}");
    assert!(stderr.contains("error: interrupted; nothing was written"), "{stderr}");
    let names: Vec<_> = std::fs::read_dir(env.path(".")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names.len(), 1, "{names:?}");
}

#[test]
fn refused_rows_leave_no_names_and_no_spellings_behind() {
    let env = Env::new();
    env.ok(&["add", "a", "--sector", "5G", "--ref", "X", "--partner", "Acme"]);
    let file = env.file(
        "x.csv",
        "ref,title,signed,sector,partner\nX,b,2019,5G,New Co Ltd\nY,c,2019,nope,\"Acme, Inc\"\nZ,d,2019,5G,Good\nZ,e,2019,5G,Ghost\n",
    );
    assert_eq!(env.run(&["import", "--skip-bad", "--same-partners", &file]).code, 1);
    assert_eq!(env.count("SELECT COUNT(*) FROM partner"), 2);
    assert_eq!(env.count("SELECT COUNT(*) FROM partner_alias"), 2);
    let again = env.file("again.csv", "ref,title,signed,sector,partner\nZ,d,2019,5G,Good\nW,f,2019,IoT,Other\n");
    env.ok(&["import", "--match", "ref", &again]);
    assert_eq!(env.count("SELECT COUNT(*) FROM partner"), 3);
}

#[test]
fn a_merged_partner_is_the_same_partner_in_a_file() {
    let env = Env::new();
    let file = env.file("x.csv", format!("{HEADER_WITH_PARTNER}a,2019,5G,Acme\nb,2019,5G,Bolt\n"));
    env.ok(&["import", &file]);
    env.ok(&["partner", "merge", "Acme", "--into", "Bolt"]);
    assert!(env.fails(1, &["import", &file]).contains("error: 2 of 2 rows cannot be imported"));
}

#[test]
fn rows_of_a_workbook_that_are_refused_do_not_pass_uncorrected() {
    let env = Env::new();
    for (book, wrong) in [("merged-amount.xlsx", "#MERGED!"), ("formulas-no-values.xlsx", "#FORMULA!")] {
        let path = repository().join("tests/fixtures/books").join(book).display().to_string();
        let db = format!("{book}.db");
        env.run(&["import", "--db", &db, "--create", "sectors", "--skip-bad", "--rejects", "bad.csv", &path]);
        let bad = std::fs::read_to_string(env.path("bad.csv")).unwrap();
        assert_eq!(bad.matches(wrong).count(), 2, "{bad}");
        let stderr = env.fails(1, &["import", "--db", &db, "bad.csv"]);
        assert!(stderr.contains("error: 2 of 2 rows"), "{stderr}");
        env.ok(&["import", "--db", &db, &env.file("good.csv", bad.replace(wrong, "100"))]);
    }
}
