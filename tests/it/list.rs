//! `deals list`, and the filters that all commands share.

use std::fmt::Write as _;

use insta::assert_snapshot;

use crate::env::{Env, csv_rows, sheet};

/// The numbers of the deals that pass.
fn numbers(env: &Env, filters: &[&str]) -> Vec<i64> {
    let args = [&["list", "--sort", "id", "--columns", "id", "--format", "csv"], filters].concat();
    csv_rows(&env.ok(&args))[1..].iter().map(|row| row[0].parse().unwrap()).collect()
}

/// The same, counted by SQL.
fn counted(env: &Env, condition: &str) -> Vec<i64> {
    let connection = env.sqlite();
    let mut statement =
        connection.prepare(&format!("SELECT id FROM deal_readable WHERE {condition} ORDER BY id")).unwrap();
    let ids = statement.query_map([], |row| row.get(0)).unwrap();
    ids.map(Result::unwrap).collect()
}

#[test]
fn the_newest_signing_comes_first() {
    let env = Env::with_samples();
    assert_snapshot!(env.shows(&["list", "--country", "Britain"]), @"
    ┌─────┬────────────┬───────────────────────────────────────────────────────────────┬─────────────────────────┬─────────────────────────────────┬────────────────┬───────────────────┐
    │ No. │ Signed     │ Title                                                         │ Sector                  │ Partner                         │ Country        │            Amount │
    ├─────┼────────────┼───────────────────────────────────────────────────────────────┼─────────────────────────┼─────────────────────────────────┼────────────────┼───────────────────┤
    │ 150 │ 2019-08-28 │ Cooperation framework on millimetre-wave channel research     │ 5G                      │ Harrowfen Wireless Research Ltd │ United Kingdom │                   │
    │ 138 │ 2019-08-27 │ Optical-fibre strain sensing on Yangtze bridges               │ Internet of Things      │ Kestrelmoor Photonics Ltd       │ United Kingdom │  GBP 6,400,000.00 │
    │ 136 │ 2019-08-26 │ Processor core licensing for local design houses              │ Integrated circuits     │ Thornwick Cores Limited         │ United Kingdom │ GBP 12,748,650.25 │
    │ 124 │ 2019-08-26 │ Optical transceivers for 5G fronthaul: assembly and test line │ 5G                      │ Kestrelmoor Photonics Ltd       │ United Kingdom │ GBP 38,500,000.00 │
    │  69 │ 2019-08-26 │ AI-assisted screening of traditional-medicine compounds       │ Artificial intelligence │ Wetherden Bioinformatics plc    │ United Kingdom │ GBP 27,400,000.00 │
    │  63 │ 2018-08-25 │ Spectrum-sharing study for industrial parks                   │ 5G                      │ Harrowfen Wireless Research Ltd │ United Kingdom │  GBP 1,850,000.00 │
    │  59 │ 2018-08-25 │ Fibre sensing in metro tunnels, trial section                 │ Internet of Things      │ Kestrelmoor Photonics Ltd       │ United Kingdom │                   │
    │  46 │ 2018-08-24 │ Genome data analysis centre                                   │ Artificial intelligence │ Wetherden Bioinformatics plc    │ United Kingdom │  GBP 9,200,000.00 │
    └─────┴────────────┴───────────────────────────────────────────────────────────────┴─────────────────────────┴─────────────────────────────────┴────────────────┴───────────────────┘
    ");
    assert_snapshot!(env.shows(&["list", "-n", "2", "--lang", "zh", "--ascii"]), @"
    +------+------------+-------------------------------------------------+----------+--------------------------+--------------+------+
    | 编号 | 签约日期   | 项目名称                                        | 领域     | 合作方                   | 国别（地区） | 金额 |
    |------+------------+-------------------------------------------------+----------+--------------------------+--------------+------|
    |  153 | 2019-08-28 | Elevator condition monitoring, letter of intent | 物联网   | 津岚数算科技有限公司     | 中国         |      |
    |  152 | 2019-08-28 | Defect-detection software for precision casting | 人工智能 | Nahal Shaked Vision Ltd. | 以色列       |      |
    +------+------------+-------------------------------------------------+----------+--------------------------+--------------+------+
    ");
    assert_snapshot!(env.shows(&["list", "-n", "2", "--format", "csv"]), @r#"
    id,ref,title,signed,event,sector,partner,region,country,amount,currency,rate,base_amount,kind,venue,tags,stage,registered,started,producing,full,ended,reason,start_due,production_due,received,relation,follows,confidential,district,note,extra
    153,SCE2019-089,"Elevator condition monitoring, letter of intent",2019-08-28,SCE2019,IoT,津岚数算科技有限公司,CN-TJ,CN,,CNY,,,intent,,,signed,,,,,,,,,,new,,,渝北区,,
    152,SCE2019-088,Defect-detection software for precision casting,2019-08-28,SCE2019,AI,Nahal Shaked Vision Ltd.,,IL,,USD,,,intent,,,signed,,,,,,,,,,new,,,璧山区,"scope agreed, price open",
    "#);
    assert_snapshot!(env.shows(&["list", "-n", "1", "--columns", "id,title,amount", "--format", "json"]), @r#"
    [
    {"id":153,"title":"Elevator condition monitoring, letter of intent","amount":null}
    ]
    "#);
}

#[test]
fn filters_select_what_sql_selects() {
    let env = Env::with_samples();
    for (filters, condition) in [
        (&["--event", "sce2019"][..], "event = 'SCE2019'"),
        (&["--sector", "5G,物联网"], "sector IN ('5G', 'IoT')"),
        (&["--sector", "5G", "--sector", "IoT"], "sector IN ('5G', 'IoT')"),
        (&["--country", "Britain, Germany"], "country IN ('GB', 'DE')"),
        (&["--country", "Korea, Republic of"], "country = 'KR'"),
        (&["--region", "四川,CN-ZJ"], "region IN ('CN-SC', 'CN-ZJ')"),
        (&["--region", "none"], "region IS NULL"),
        (&["--place", "Sichuan,Singapore"], "region = 'CN-SC' OR country = 'SG'"),
        (&["--place", "香港"], "country = 'HK'"),
        (&["--place", "none"], "country IS NULL OR (country = 'CN' AND region IS NULL)"),
        (&["--origin", "domestic"], "country = 'CN'"),
        (&["--origin", "hmt"], "country IN ('HK', 'MO', 'TW')"),
        (&["--origin", "overseas,hmt"], "country <> 'CN'"),
        (&["--origin", "国外"], "country NOT IN ('CN', 'HK', 'MO', 'TW')"),
        (&["--partner", "kestrelmoor photonics LTD"], "partner = 'Kestrelmoor Photonics Ltd'"),
        (&["--district", "渝北区"], "district = '渝北区'"),
        (&["--district", "none"], "district IS NULL"),
        (&["--kind", "intent,框架协议"], "kind IN ('intent', 'framework')"),
        (&["--currency", "GBP,usd"], "currency IN ('GBP', 'USD')"),
        (&["--signed", "2018"], "signed LIKE '2018%'"),
        (&["--signed", "2018-08-23..2018-08-24"], "signed IN ('2018-08-23', '2018-08-24')"),
        (&["--signed", "yesterday"], "signed = '2019-08-26'"),
        (&["--signed", "this-year"], "signed LIKE '2019%'"),
        (&["--min", "30亿"], "base_amount_minor >= 300000000000"),
        (&["--min", "10m", "--max", "100000000.00"], "base_amount_minor BETWEEN 1000000000 AND 10000000000"),
        (&["--text", "SENSOR"], "title LIKE '%sensor%' OR note LIKE '%sensor%' OR partner LIKE '%sensor%'"),
        (&["--text", "智能 项目"], "title LIKE '%智能%' AND title LIKE '%项目%'"),
        (&["--text", "SCE2019-08"], "ref LIKE 'SCE2019-08%'"),
        (&["--text", "100%"], "title LIKE '%100\\%%' ESCAPE '\\' OR note LIKE '%100\\%%' ESCAPE '\\'"),
        (
            &["--sector", "AI", "--event", "SCE2018", "--origin", "domestic"],
            "sector = 'AI' AND event = 'SCE2018' AND country = 'CN'",
        ),
    ] {
        assert_eq!(numbers(&env, filters), counted(&env, condition), "{filters:?}");
    }
    assert!(!numbers(&env, &["--country", "Korea, Republic of"]).is_empty());
    assert_eq!(numbers(&env, &["--signed", "2018-08-20..2018-08-31"]).len(), 63, "one is known to the month only");
}

#[test]
fn filters_that_name_nothing_are_refused() {
    let env = Env::with_samples();
    for (filters, fault) in [
        (&["--sector", "bio"][..], "--sector: no sector matches `bio`"),
        (&["--sector", "5G,bio"], "--sector: no sector matches `bio`"),
        (&["--event", "SCE2020"], "hint: did you mean"),
        (&["--country", "Africa"], "--country: `Africa` is a group of countries"),
        (&["--region", "Singapore"], "--region: `Singapore` is a country, not a region"),
        (&["--place", "China"], "--place: `China` is home"),
        (&["--origin", "abroad"], "--origin: `abroad` is no origin (one of domestic, hmt, overseas)"),
        (&["--kind", "memo"], "--kind: `memo` is no kind"),
        (&["--currency", "GPB"], "hint: did you mean `GBP`?"),
        (&["--signed", "someday"], "--signed: `someday` is not a period"),
        (&["--min", "much"], "--min: `much` is not an amount"),
        (&["--partner", "Nobody Ltd"], "--partner: no partner matches `Nobody Ltd`"),
    ] {
        let stderr = env.fails(1, &[&["list"], filters].concat());
        assert!(stderr.contains(fault), "{filters:?}: {stderr}");
    }
    assert_eq!(env.run(&["list", "--columns", "price"]).code, 2);
    assert_eq!(env.run(&["list", "--sort", "amount:up"]).code, 2);
    assert_eq!(env.run(&["list", "-n", "-1"]).code, 2);
}

#[test]
fn every_field_sorts_both_ways_with_the_empty_last() {
    let env = Env::with_samples();
    for field in [
        "id", "ref", "title", "signed", "event", "sector", "partner", "region", "country", "currency", "kind",
        "district", "note",
    ] {
        for (way, reversed) in [("asc", false), ("desc", true)] {
            let sort = format!("{field}:{way}");
            let rows = csv_rows(&env.ok(&["list", "--sort", &sort, "--columns", field, "--format", "csv"]));
            let values: Vec<String> = rows[1..].iter().map(|row| row[0].clone()).collect();
            let filled: Vec<&String> = values.iter().take_while(|value| !value.is_empty()).collect();
            assert!(values[filled.len()..].iter().all(String::is_empty), "{sort}: the empty come last");
            let number = |value: &&String| value.parse::<i64>().unwrap_or(0);
            let in_order = filled.windows(2).all(|pair| match (field, reversed) {
                ("id", false) => number(&pair[0]) <= number(&pair[1]),
                ("id", true) => number(&pair[0]) >= number(&pair[1]),
                ("kind", _) => true,
                (_, false) => pair[0] <= pair[1],
                (_, true) => pair[0] >= pair[1],
            });
            assert!(in_order && values.len() == 153, "{sort}");
        }
    }
    let rows =
        csv_rows(&env.ok(&["list", "--sort", "base_amount:desc", "--columns", "ref", "--format", "csv", "-n", "2"]));
    assert_eq!(rows[1..], [["SCE2019-001"], ["SCE2019-040"]].map(|row| row.map(str::to_owned).to_vec()));
}

#[test]
fn an_empty_ledger_lists_nothing() {
    let env = Env::new();
    env.ok(&["init"]);
    assert_snapshot!(env.shows(&["list"]), @"
    ┌─────┬────────┬───────┬────────┬─────────┬─────────┬────────┐
    │ No. │ Signed │ Title │ Sector │ Partner │ Country │ Amount │
    ├─────┼────────┼───────┼────────┼─────────┼─────────┼────────┤
    └─────┴────────┴───────┴────────┴─────────┴─────────┴────────┘
    ");
    assert_eq!(env.ok(&["list", "--format", "json"]), "[]\n");
    assert_eq!(env.ok(&["list", "--format", "csv"]).lines().count(), 1);
}

#[test]
fn a_table_keeps_to_the_width_it_is_given_and_breaks_no_figure() {
    let env = Env::with_samples();
    for (args, columns) in [
        (&["list"][..], [80, 100, 160]),
        (&["list", "--lang", "zh"], [80, 100, 160]),
        (&["report", "--by", "sector,place"], [60, 80, 100]),
        (&["report", "--by", "origin,sector", "--lang", "zh"], [60, 80, 100]),
    ] {
        for width in columns {
            let mut command = env.command(args);
            let shown = crate::env::outcome(command.env("COLUMNS", width.to_string())).stdout;
            let table: Vec<&str> = shown.lines().filter(|line| line.starts_with(['┌', '│', '├', '└'])).collect();
            let widest = table.iter().map(|line| unicode_width::UnicodeWidthStr::width(*line)).max();
            assert!(widest.is_some_and(|widest| widest <= width), "{args:?} {width}\n{shown}");
            assert!(
                table.iter().all(|line| unicode_width::UnicodeWidthStr::width(*line) == widest.unwrap()),
                "{shown}"
            );
            let largest = if args[0] == "list" { "CNY 36,000,000,000.00" } else { "100.0" };
            assert!(shown.contains(largest), "{args:?} {width}\n{shown}");
        }
    }
}

/// Runs in a terminal of its own, 40 rows high and 100 columns wide; gives what it shows.
fn on_a_terminal(env: &Env, args: &str) -> String {
    let pinned = env.command(&[]);
    let mut shell = std::process::Command::new("sh");
    shell.envs(pinned.get_envs().filter_map(|(key, value)| Some((key, value?)))).current_dir(env.path("."));
    shell.args(["-c", &format!("stty rows 40 cols 100; {} {args}", env!("CARGO_BIN_EXE_deals"))]);
    let mut session = rexpect::session::spawn_command(shell, Some(20_000)).unwrap();
    session.exp_eof().unwrap()
}

#[test]
fn a_terminal_shows_fifty_deals_in_its_width_and_says_how_to_see_the_rest() {
    let env = Env::with_samples();
    let shown = on_a_terminal(&env, "list");
    assert!(shown.contains("50 of 153 deals; `-n 153` shows all"), "{shown}");
    let lines: Vec<&str> = shown.lines().filter(|line| line.starts_with(['┌', '│', '├', '└'])).collect();
    assert!(lines.iter().all(|line| unicode_width::UnicodeWidthStr::width(line.trim_end()) == 100), "{shown}");
    assert!(!on_a_terminal(&env, "list -n 153").contains("shows all"));
}

#[test]
fn a_workbook_for_people_has_names_and_the_currency_with_each_amount() {
    let env = Env::with_samples();
    let filters = ["--event", "SCE2018", "--country", "US,JP", "--sort", "amount:desc"];
    env.ok(&[&["list", "--lang", "zh", "-o", "l.xlsx"][..], &filters].concat());
    let (name, rows) = sheet(&env.path("l.xlsx"));
    let lines: Vec<String> = rows.iter().map(|row| row.join(" | ")).collect();
    assert_eq!(name, "项目");
    assert_snapshot!(lines.join("\n"), @"
    *编号 | *签约日期 | *项目名称 | *领域 | *合作方 | *国别（地区） | *金额 | *币种
    55 [0] | 2018-08-24 [yyyy-mm-dd] | Low-power radio chips, design and tape-out | 集成电路 | Coldharbour Ridge Devices, Inc. | 美国 | 18200000 [[$USD] #,##0.00] | USD
    41 [0] | 2018-08-24 [yyyy-mm-dd] | Precision stages for wafer inspection | 集成电路 | Minakawa Stage Works K.K. | 日本 | 1580000000 [[$JPY] #,##0] | JPY
    64 [0] | 2018-08 | Analogue design office | 集成电路 | Saltbrook Analog, Inc. | 美国 | 12500000 [[$USD] #,##0.00] | USD
    53 [0] | 2018-08-24 [yyyy-mm-dd] | Packing robots for pickles and hot-pot seasoning | 人工智能 | Mizuhori Robotics K.K. | 日本 | 960000000 [[$JPY] #,##0] | JPY
    60 [0] | 2018-08-25 [yyyy-mm-dd] | Retail analytics for shopping streets | 人工智能 | Cobble Wharf Insights, Inc. | 美国 | 6400000 [[$USD] #,##0.00] | USD
    ");
}

#[test]
fn a_workbook_is_not_written_to_a_terminal() {
    let env = Env::with_samples();
    let shown = on_a_terminal(&env, "--color never list --format xlsx");
    assert_eq!(
        shown.trim_end().replace('\r', ""),
        "error: --format: a workbook is nothing for a terminal\nhint: `-o FILE.xlsx` writes a file"
    );
}

#[test]
fn no_control_character_of_the_data_reaches_a_terminal_in_any_form() {
    let env = Env::new();
    env.ok(&["add", "red \u{1b}[31malert \u{202e}x", "--sector", "5G"]);
    for format in ["table", "csv", "csv-excel", "json", "jsonl"] {
        let shown = on_a_terminal(&env, &format!("--color never list --format {format}"));
        assert!(shown.contains("alert") && !shown.contains('\u{1b}') && !shown.contains('\u{202e}'), "{shown:?}");
        let piped = env.ok(&["list", "--format", format]);
        assert_eq!(
            piped.contains("\u{1b}[31m"),
            format.starts_with("csv"),
            "data goes to programs as it is: {piped:?}"
        );
    }
}

#[test]
fn a_list_of_names_is_not_one_name_that_folds_alike() {
    let env = Env::with_samples();
    for (filters, condition) in [
        (&["--country", "CN,HK"][..], "country IN ('CN', 'HK')"),
        (&["--country", "中国,香港"], "country IN ('CN', 'HK')"),
        (&["--country", "China,Taiwan,MO"], "country IN ('CN', 'TW', 'MO')"),
        (&["--place", "四川,HK"], "region = 'CN-SC' OR country = 'HK'"),
    ] {
        assert_eq!(numbers(&env, filters), counted(&env, condition), "{filters:?}");
    }
    assert!(env.fails(1, &["list", "--sector", ","]).contains("--sector: `,` names nothing"));
}

#[test]
fn a_region_of_several_countries_selects_all_of_them() {
    let env = Env::new();
    for (country, region) in [("Australia", "Victoria"), ("Canada", "Victoria"), ("Germany", "Bavaria")] {
        env.ok(&["add", "Plant", "--sector", "5G", "--country", country, "--region", region]);
    }
    assert_eq!(numbers(&env, &["--region", "Victoria"]), [1, 2]);
    assert_eq!(numbers(&env, &["--region", "Victoria", "--country", "AU"]), [1]);
    let abroad = env.fails(1, &["list", "--place", "Bavaria"]);
    assert!(abroad.contains("`Bavaria` is a region abroad; places abroad are countries"), "{abroad}");
    assert!(
        env.fails(1, &["add", "x", "--sector", "5G", "--region", "Victoria"]).contains("several countries: AU, CA")
    );
}

/// Whether a deal of this sector, country, event and partner passes a filter.
type Passes = fn([&str; 4]) -> bool;
/// Whether one that was signed then in this sector does.
type PassesThen = fn(&str, &str) -> bool;

/// The newest deals that pass are looked for among the newest of all first, of which there are 10,000: those that are wanted lie there, on
/// its edge, or far behind it.
#[test]
fn the_newest_of_many_are_the_same_wherever_they_are_looked_for() {
    let env = Env::new();
    let mut file = String::from("id,title,signed,sector,country,event,partner\n");
    let mut deals = Vec::new();
    for number in 1..=12_000_i64 {
        let (year, month) = (2010 + number * 7 % 10, 1 + number * 5 % 12);
        let sector = match (number % 4, year) {
            (3, 2010) => "IoT",
            (1, _) => "5G",
            (2, _) => "IC",
            _ => "AI",
        };
        let pick = |among: &[&'static str]| among[usize::try_from(number).unwrap() % among.len()];
        let (country, partner) = (pick(&["CN", "GB", "DE"]), pick(&["Acme", "", "Acme", "Kestrel", ""]));
        let event = if year == 2010 { "First" } else { pick(&["", "E1", "E2", "E1", "", "E1", "E2"]) };
        let signed = format!("{year}-{month:02}-15");
        writeln!(file, "{number},Plant {number},{signed},{sector},{country},{event},{partner}").unwrap();
        deals.push((signed, number, [sector, country, event, partner]));
    }
    deals.sort_unstable_by(|a, b| b.cmp(a));
    env.file("many.csv", &file);
    env.ok(&["import", "--create", "events", "many.csv"]);
    let cases: [(&[&str], Passes); 13] = [
        (&["--sector", "5G"], |[sector, ..]| sector == "5G"),
        (&["--sector", "IoT"], |[sector, ..]| sector == "IoT"),
        (&["--sector", "IoT,IC"], |[sector, ..]| ["IoT", "IC"].contains(&sector)),
        (&["--country", "CN,GB"], |[_, country, ..]| country != "DE"),
        (&["--country", "DE"], |[_, country, ..]| country == "DE"),
        (&["--origin", "overseas", "--sector", "AI"], |[sector, country, ..]| sector == "AI" && country != "CN"),
        (&["--place", "GB,DE"], |[_, country, ..]| country != "CN"),
        (&["--event", "E1"], |[.., event, _]| event == "E1"),
        (&["--event", "First,E2"], |[.., event, _]| ["First", "E2"].contains(&event)),
        (&["--event", "none"], |[.., event, _]| event.is_empty()),
        (&["--partner", "acme"], |[.., partner]| partner == "Acme"),
        (&["--partner", "none"], |[.., partner]| partner.is_empty()),
        (&["--partner", "none", "--sector", "5G"], |[sector, .., partner]| sector == "5G" && partner.is_empty()),
    ];
    let times: [(&[&str], PassesThen); 6] = [
        (&["--year", "2012,2015"], |signed, _| signed.starts_with("2012") || signed.starts_with("2015")),
        (&["--year", "2012", "--sector", "5G"], |signed, sector| signed.starts_with("2012") && sector == "5G"),
        (&["--signed", "2010", "--sector", "IoT"], |signed, sector| signed.starts_with("2010") && sector == "IoT"),
        (&["--signed", "2013..2014", "--sector", "IoT,5G"], |signed, sector| {
            ("2013".."2015").contains(&signed) && sector == "5G"
        }),
        (&["--month", "2012-03,2016-08,2011-01"], |signed, _| {
            ["2012-03", "2016-08", "2011-01"].contains(&&signed[..7])
        }),
        (&["--quarter", "2019-Q1,2010-Q4"], |signed, _| {
            ("2019-01".."2019-04").contains(&signed) || ("2010-10".."2011").contains(&signed)
        }),
    ];
    let all = cases.into_iter().map(|(filter, passes)| (filter, Ok(passes)));
    for (filter, passes) in all.chain(times.into_iter().map(|(filter, passes)| (filter, Err(passes)))) {
        for limit in [0, 1, 20, 2_600, 9_999, 10_000] {
            let passing = deals.iter().filter(|(signed, _, facts)| match passes {
                Ok(passes) => passes(*facts),
                Err(passes) => passes(signed, facts[0]),
            });
            let wanted: Vec<String> = passing.take(limit).map(|(_, number, _)| number.to_string()).collect();
            let limit = limit.to_string();
            let args = [&["list", "-n", &limit, "--columns", "id", "--format", "csv"], filter].concat();
            let listed = env.ok(&args);
            assert_eq!(listed.lines().skip(1).collect::<Vec<_>>(), wanted, "{filter:?} {limit}");
        }
    }
}
