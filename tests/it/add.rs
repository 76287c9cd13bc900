//! `deals add`.

use insta::assert_snapshot;

use crate::env::Env;

/// Exit code and stderr of an `add` with a good title and sector and these options.
fn refused(options: &[&str]) -> String {
    let env = Env::new();
    let args = [&["add", "Plant", "--sector", "5G"], options].concat();
    let stderr = env.fails(1, &args);
    assert!(!env.ledger().exists(), "{options:?} left a ledger behind");
    stderr
}

#[test]
fn the_number_goes_to_stdout_and_a_sentence_to_stderr() {
    let env = Env::new();
    assert_snapshot!(env.shows(&["add", "5G base stations", "--sector", "5g", "--amount", "1.2亿", "--region", "四川"]), @"
    1
    --- stderr
    made a new ledger at ledger.db (base currency CNY, home CN)
    added deal 1: 5G base stations (5G, CNY 120,000,000.00, signed 2019-08-27, from CN-SC)
    ");
    assert_snapshot!(env.shows(&["add", "智慧物流园", "--sector", "物联网", "--partner", "蓉芯（成都）有限公司", "--amount", "￥500万", "--signed", "2019年8月26日", "--kind", "框架协议", "--district", "Real estate park", "--ref", "A-1", "--note", "备注"]), @"
    2
    --- stderr
    added deal 2: 智慧物流园 (IoT, CNY 5,000,000.00, signed 2019-08-26, with 蓉芯（成都）有限公司)
    ");
    assert_eq!(env.ok(&["add", "third", "--sector", "AI", "-q"]), "3\n");
    assert_eq!(env.run(&["-q", "add", "fourth", "--sector", "AI"]).stderr, "");
    let sql = "SELECT title, signed, amount_minor, base_amount_minor, district FROM deal_readable WHERE id = 2";
    let row: (String, String, i64, i64, String) = env
        .sqlite()
        .query_row(sql, [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))
        .unwrap();
    assert_eq!(row, ("智慧物流园".into(), "2019-08-26".into(), 500_000_000, 500_000_000, "Real-estate-park".into()));
}

#[test]
fn a_rate_in_force_gives_the_base_amount_and_its_lack_is_told() {
    let env = Env::new();
    env.ok(&["rate", "add", "GBP", "8.663", "--on", "2019-08-26", "--source", "test"]);
    env.ok(&["add", "In pounds", "--sector", "IC", "--country", "Britain", "--amount", "£12748650.25"]);
    // 12748650.25 × 8.663 = 110441557.11575
    assert_eq!(env.count("SELECT base_amount FROM deal WHERE id = 1"), 11_044_155_712);
    assert_snapshot!(env.shows(&["add", "In dollars", "--sector", "IC", "--amount", "US$3m", "--signed", "2019-08-26"]), @"
    2
    --- stderr
    added deal 2: In dollars (IC, USD 3,000,000.00, signed 2019-08-26)
    warning: no rate of USD is in force on 2019-08-26, so reports cannot add this amount; `deals rate add USD RATE --on 2019-08-26 --source TEXT` adds one (CNY for one USD)
    ");
    assert_snapshot!(env.shows(&["add", "Without amount", "--sector", "IC", "--currency", "USD"]), @"
    3
    --- stderr
    added deal 3: Without amount (IC, signed 2019-08-27)
    ");
    env.ok(&["add", "With a rate of its own", "--sector", "IC", "--amount", "€2", "--rate", "7.125"]);
    assert_eq!(env.count("SELECT base_amount FROM deal WHERE id = 4"), 1425);
    assert!(refused(&["--amount", "5", "--rate", "2"]).contains("--rate: `2` cannot be: CNY is the base currency"));
}

#[test]
fn every_fault_is_told_at_once_and_nothing_is_written() {
    let env = Env::new();
    env.ok(&["add", "first", "--sector", "5G", "--ref", "A-1"]);
    assert_snapshot!(env.shows(&[
        "add", " ", "--sector", "intergrated circuits", "--amount", "12.5.1", "--signed", "2019-02-30", "--country",
        "Germny", "--currency", "EUX", "--kind", "memo", "--event", "SCE2019", "--ref", "A-1", "--rate", "0",
    ]), @r#"
    --- stderr
    error: --ref: `A-1` is already taken by deal 1
    error: TITLE: is blank
    error: --signed: `2019-02-30` is not a day of the calendar
    error: --event: no event matches `SCE2019`
    hint: `deals event add SCE2019 "SCE2019"` makes a new one
    error: --sector: no sector matches `intergrated circuits`
    hint: did you mean `IC` (Integrated circuits)?
    hint: `deals sector add intergrated-circuits "intergrated circuits"` makes a new one
    error: --country: no country matches `Germny`
    hint: did you mean `DE` (Germany)?
    hint: `deals country list` shows what there is
    error: --amount: `12.5.1` is not an amount (write 12500 or 12,500.00)
    error: --currency: no currency matches `EUX`
    hint: did you mean `EUR`?
    error: --rate: `0` is not a rate (write the units of base currency for one of the other: 8.68)
    error: --kind: `memo` is no kind (one of contract, framework, intent)
    --- exit 1
    "#);
    assert_eq!(env.count("SELECT COUNT(*) FROM deal"), 1);
    assert_eq!(env.count("SELECT COUNT(*) FROM entry"), 1);
    assert_snapshot!(env.shows(&["add"]), @"
    --- stderr
    error: TITLE: is required
    error: --sector: is required
    --- exit 2
    ");
}

#[test]
fn amounts_that_are_none_are_refused() {
    for text in ["abc", "1.2.3", "1e5", "tbd", "1,23"] {
        assert!(refused(&["--amount", text]).contains(&format!("--amount: `{text}` is not an amount")), "{text}");
    }
    assert!(refused(&["--amount", "-5"]).contains("`-5` is not an amount: it is below zero"));
    assert!(refused(&["--amount", ""]).contains("--amount: is blank"));
    assert!(refused(&["--amount", "1.234"]).contains("more decimals than CNY has (2)"));
    assert!(refused(&["--amount", "10000000000000000"]).contains("more than 10^15"));
    assert!(refused(&["--amount", "£5", "--currency", "USD"]).contains("is in GBP, but the currency given is USD"));
    assert!(refused(&["--currency", "XYZ"]).contains("no currency matches `XYZ`"));
    let env = Env::new();
    assert_eq!(env.run(&["add", "Plant", "--sector", "5G", "--amount"]).code, 2);
    env.ok(&["add", "Plant", "--sector", "5G", "--amount", "1000000000000000"]);
    assert_eq!(env.count("SELECT amount FROM deal"), 100_000_000_000_000_000);
}

#[test]
fn dates_are_read_or_refused() {
    for (text, reason) in [
        ("2019-02-30", "is not a day of the calendar"),
        ("19-08-26", "the year must lie between 1900 and 2100"),
        ("1899-12-31", "the year must lie between 1900 and 2100"),
        ("2101-01-01", "the year must lie between 1900 and 2100"),
        ("08/09/2019", "is not a date"),
        ("", "is blank"),
    ] {
        assert!(refused(&["--signed", text]).contains(reason), "{text}");
    }
    let env = Env::new();
    for (text, iso) in [
        ("2019-8-6", "2019-08-06"),
        ("26 Aug 2019", "2019-08-26"),
        ("2019年8月26日", "2019-08-26"),
        ("2005-01", "2005-01"),
        ("2005", "2005"),
    ] {
        env.ok(&["add", "Plant", "--sector", "5G", "--signed", text]);
        let signed: String =
            env.sqlite().query_row("SELECT signed FROM deal ORDER BY id DESC", [], |row| row.get(0)).unwrap();
        assert_eq!(signed, iso);
    }
    let future = env.run(&["add", "Plant", "--sector", "5G", "--signed", "2019-08-28"]);
    assert_eq!((future.code, future.stdout.as_str()), (0, "6\n"));
    assert!(future.stderr.contains("warning: the signing date 2019-08-28 is in the future"));
}

#[test]
fn country_and_region_must_agree() {
    let disagree = refused(&["--country", "Germany", "--region", "Sichuan"]);
    assert!(disagree.contains("--region: `Sichuan` lies in China, not in Germany"), "{disagree}");
    assert!(refused(&["--country", "Africa"]).contains("`Africa` is a group of countries, not a country"));
    assert!(refused(&["--country", "Atlantis"]).contains("no country matches `Atlantis`"));
    let near = refused(&["--country", "China", "--region", "Sichaun"]);
    assert!(near.contains("hint: did you mean `CN-SC` (Sichuan)?"), "{near}");
    assert!(refused(&["--region", "Bavaria"]).contains("`--country COUNTRY` says where it lies"));
    assert!(refused(&["--country", "HK", "--region", "Kowloon"]).contains("`Hong Kong` takes no region below it"));
    let env = Env::new();
    env.ok(&["add", "a", "--sector", "5G", "--country", "Germany", "--region", "Bavaria"]);
    env.ok(&["add", "b", "--sector", "5G", "--region", "bavaria"]);
    env.ok(&["add", "c", "--sector", "5G", "--country", "中国", "--region", "CN-HK"]);
    let rows = env.ok(&["export", "--format", "csv"]);
    let places: Vec<(String, String)> =
        crate::env::csv_rows(&rows)[1..].iter().map(|row| (row[7].clone(), row[8].clone())).collect();
    let expected = [("Bavaria", "DE"), ("Bavaria", "DE"), ("", "HK")];
    assert_eq!(places, expected.map(|(region, country)| (region.to_owned(), country.to_owned())));
    assert_eq!(env.count("SELECT COUNT(*) FROM region WHERE code IS NULL"), 1);
}

#[test]
fn titles_are_kept_as_given_and_shown_harmless() {
    let env = Env::new();
    assert!(env.fails(1, &["add", "", "--sector", "5G"]).contains("TITLE: is blank"));
    assert!(env.fails(1, &["add", "  ", "--sector", "5G"]).contains("TITLE: is blank"));
    let long = "x".repeat(100_000);
    env.ok(&["add", &long, "--sector", "5G"]);
    assert_eq!(env.count("SELECT LENGTH(title) FROM deal WHERE id = 1"), 100_000);
    let title = "red \u{1b}[31malert\u{7}\nsecond line \u{202e}txt.exe";
    let added = env.run(&["add", title, "--sector", "5G"]);
    assert!(!added.stderr.contains('\u{1b}') && !added.stderr.contains('\u{202e}'), "{}", added.stderr);
    let kept: String = env.sqlite().query_row("SELECT title FROM deal WHERE id = 2", [], |row| row.get(0)).unwrap();
    assert_eq!(kept, title);
    let table = env.ok(&["show", "2"]);
    assert!(table.contains("red ␛[31malert␇␊second line <U+202E>txt.exe"), "{table}");
}

#[test]
fn the_default_event_gives_event_and_day() {
    let env = Env::new();
    env.ok(&["event", "add", "SCE2019", "2019 Smart China Expo", "--from", "2019-08-26", "--to", "2019-08-29"]);
    env.ok(&["event", "add", "GALA", "Gala", "--from", "2019-05-01"]);
    env.ok(&["event", "use", "sce2019"]);
    assert_snapshot!(env.shows(&["add", "Inside", "--sector", "5G"]), @"
    1
    --- stderr
    added deal 1: Inside (5G, signed 2019-08-27, event SCE2019)
    the event is the default one; `deals event use none` ends that
    ");
    let outside = |args: &[&str]| {
        let mut command = env.command(args);
        crate::env::outcome(command.env("DEALS_TODAY", "2019-09-10"))
    };
    assert_snapshot!(env.shown(&outside(&["add", "Outside", "--sector", "5G"])), @"
    --- stderr
    error: --signed: is required: event SCE2019 has several days (2019-08-26 to 2019-08-29)
    hint: `--signed 2019-08-26` says which day it was
    --- exit 1
    ");
    assert_eq!(outside(&["add", "On the gala", "--sector", "5G", "--event", "gala"]).code, 0);
    assert_eq!(outside(&["add", "Without", "--sector", "5G", "--event", "none"]).code, 0);
    let rows = crate::env::csv_rows(&env.ok(&["list", "--sort", "id", "--columns", "signed,event", "--format", "csv"]));
    assert_eq!(
        rows[1..],
        [["2019-08-27", "SCE2019"], ["2019-05-01", "GALA"], ["2019-09-10", ""]]
            .map(|row| row.map(str::to_owned).to_vec())
    );
}

#[test]
fn a_partner_is_one_regardless_of_case_width_and_spacing() {
    let env = Env::new();
    for name in ["Kestrel Photonics Ltd", "KESTREL  PHOTONICS LTD", "Ｋｅｓｔｒｅｌ　Photonics Ltd"] {
        env.ok(&["add", "Plant", "--sector", "5G", "--partner", name]);
    }
    assert_eq!(env.count("SELECT COUNT(*) FROM partner"), 1);
}
