//! `deals brief`: what it says. Its forms have a file of their own.

use serde_json::Value;

use crate::env::{Env, csv_rows};

pub(crate) fn data(env: &Env, args: &[&str]) -> Value {
    serde_json::from_str(&env.ok(&[&["brief", "--format", "json"], args].concat())).unwrap()
}

/// The section of a name; null where it was left out.
pub(crate) fn section<'a>(brief: &'a Value, name: &str) -> &'a Value {
    let sections = brief["sections"].as_array().unwrap();
    sections.iter().find(|section| section["section"] == name).unwrap_or(&Value::Null)
}

/// The text of a section.
pub(crate) fn text(brief: &Value, name: &str) -> String {
    let paragraphs = section(brief, name)["paragraphs"].as_array();
    let texts = paragraphs.into_iter().flatten().map(|paragraph| paragraph["text"].as_str().unwrap());
    texts.collect::<Vec<_>>().join(" ")
}

/// The exact figures of a section's text, in order.
pub(crate) fn figures(brief: &Value, name: &str) -> Vec<String> {
    let paragraphs = section(brief, name)["paragraphs"].as_array().into_iter().flatten();
    let figures = paragraphs.flat_map(|paragraph| paragraph["figures"].as_array().unwrap());
    figures.map(|figure| figure["exact"].as_str().unwrap().to_owned()).collect()
}

pub(crate) fn points(brief: &Value) -> Vec<&str> {
    section(brief, "notes")["points"].as_array().into_iter().flatten().map(|point| point.as_str().unwrap()).collect()
}

/// Counts and sums as a Python script with exact decimals takes them from the sample files, without this program.
#[test]
fn its_figures_are_those_counted_outside() {
    let env = Env::with_editions();
    for lang in ["en", "zh"] {
        let brief = data(&env, &["--event", "SCE2019", "--lang", lang]);
        assert_eq!(
            figures(&brief, "headline"),
            match lang {
                "en" => ["89", "128154192565.23", "0.3906", "64", "40061363100.58", "2.1989"],
                _ => ["89", "128154192565.23", "64", "40061363100.58", "0.3906", "2.1989"],
            },
            "{lang}"
        );
        assert_eq!(figures(&brief, "press")[0], "89");
        let money = figures(&brief, "origin");
        assert!(money.starts_with(&["62".to_owned(), "122435004689.30".to_owned(), "0.9554".to_owned()]), "{money:?}");
        let sectors: Vec<String> = figures(&brief, "sector").into_iter().filter(|figure| figure != "3").collect();
        assert_eq!(
            sectors,
            ["24", "69431811675.93", "0.5418", "29", "27344356826.45", "0.2134", "17", "19922415932.10", "0.1555"]
        );
        let places: Vec<String> = figures(&brief, "place").into_iter().filter(|figure| figure != "3").collect();
        assert_eq!(places[..4], ["5", "37808450000.00", "0.2950", "7"]);
        let sizes: Vec<String> = figures(&brief, "size").into_iter().filter(|figure| !figure.contains('.')).collect();
        assert_eq!(sizes, ["22", "11", "5", "2"]);
        assert_eq!(figures(&brief, "flagship"), ["5", "65600000000.00", "0.5119"]);
        // 49 registered and 42 started of 64, 14 producing and 1 at full capacity of 42.
        let became = figures(&brief, "progress");
        let became: Vec<String> = match lang {
            // English says once more of how many that is a part.
            "en" => [&became[..5], &became[6..]].concat(),
            _ => became,
        };
        assert_eq!(became[..9], ["64", "49", "0.7656", "42", "0.6563", "14", "0.3333", "1", "0.0238"]);
        assert_eq!(became[9], "2");
        let received = env.count("SELECT SUM(base_amount) FROM receipt");
        assert_eq!(became[10], format!("{}.{:02}", received / 100, received % 100));
        assert_eq!(figures(&brief, "due"), ["15", "198"]);
        let places = env.count("SELECT COUNT(DISTINCT region_id) FROM deal WHERE event_id = 1 AND country_id = 156");
        let abroad = env.count(
            "SELECT COUNT(DISTINCT country_id) FROM deal WHERE event_id = 1 AND country_id NOT IN (156, 344, 446, 158)",
        );
        let press = figures(&brief, "press");
        assert!(press.contains(&places.to_string()) && press.contains(&abroad.to_string()), "{press:?}");
    }
}

/// What is in a table of the briefing is what `report` and `progress` give for the same deals.
#[test]
fn its_tables_are_those_of_reports() {
    let env = Env::with_editions();
    let brief = data(&env, &["--event", "SCE2019"]);
    for by in ["origin", "sector", "size"] {
        let report: Value =
            serde_json::from_str(&env.ok(&["report", "--by", by, "--event", "SCE2019", "--format", "json"])).unwrap();
        let table = &section(&brief, by)["tables"][0]["table"];
        assert_eq!((&table["rows"], &table["total"]), (&report["rows"], &report["total"]), "{by}");
    }
    let nested =
        ["report", "--by", "origin,place", "--subtotals", "--top", "10", "--event", "SCE2019", "--format", "json"];
    let report: Value = serde_json::from_str(&env.ok(&nested)).unwrap();
    let table = &section(&brief, "place")["tables"][0]["table"];
    assert_eq!((&table["rows"], &table["subtotals"]), (&report["rows"], &report["subtotals"]));
    // Of 2019 nothing has become yet, so that its deals would make the rates of the total less.
    let progress: Value =
        serde_json::from_str(&env.ok(&["progress", "--event", "SCE2018", "--format", "json"])).unwrap();
    let table = &section(&brief, "progress")["tables"][0]["table"];
    assert_eq!((&table["rows"], &table["total"]), (&progress["rows"], &progress["total"]));
    let due = csv_rows(&env.ok(&["due", "--list", "overdue", "--event", "SCE2018,SCE2019", "--format", "csv"]));
    let listed = section(&brief, "due")["tables"][0]["table"].as_array().unwrap();
    assert_eq!(listed.len(), 10);
    for (row, due) in listed.iter().zip(&due[1..]) {
        assert_eq!([row["id"].to_string(), row["days"].to_string()], [due[1].clone(), due[8].clone()]);
    }
}

#[test]
fn it_reads_as_each_language_is_written() {
    let env = Env::with_editions();
    let brief = data(&env, &["--event", "SCE2019"]);
    assert_eq!(brief["title"], "2019 Smart China Expo: briefing on the projects signed");
    assert_eq!(
        text(&brief, "headline"),
        "Altogether 89 projects, worth CNY 128.15 billion in total, were signed at the 2019 Smart China Expo. That is 39.1 % more \
         projects than at the 2018 Smart China Expo (64 projects worth CNY 40.06 billion), and the total value is up 219.9 %."
    );
    assert_eq!(
        text(&brief, "press"),
        "The 89 projects signed at the 2019 Smart China Expo cover integrated circuits, artificial intelligence, 5G and the \
         Internet of Things; partners come from 20 places on the Chinese mainland such as Shanghai, Zhejiang and Guangdong, from \
         Hong Kong, Macao and Taiwan, and from 10 countries including Germany, Singapore and the United Kingdom."
    );
    let brief = data(&env, &["--event", "SCE2019", "--lang", "zh"]);
    assert_eq!(brief["title"], "2019智博会签约项目情况简报");
    assert_eq!(
        text(&brief, "headline"),
        "2019智博会共签约项目89个，签约总额1281.54亿元。 与2018智博会（64个、400.61亿元）相比，项目数增加39.1%，总额增长219.9%。"
    );
    assert_eq!(
        text(&brief, "press"),
        "2019智博会签约的89个项目涵盖集成电路、人工智能、5G、物联网四个领域，合作方来自上海、浙江、广东等20个省区市和\
         香港、澳门、台湾，以及德国、新加坡、英国等10个国家。"
    );
    assert_eq!(
        text(&brief, "size"),
        "10亿元及以上的项目22个，其中30亿元及以上的11个、50亿元及以上的5个、100亿元及以上的2个。"
    );
}

/// Twelve places are over ten, nine countries are nine, and eighteen nearly twenty.
#[test]
fn numbers_of_places_are_rounded_where_that_is_true() {
    let env = Env::new();
    let regions = ["SC", "ZJ", "GD", "SH", "BJ", "JS", "HB", "SD", "FJ", "SN", "HN", "AH"];
    let abroad =
        ["DE", "GB", "SG", "FR", "US", "JP", "KR", "CH", "NL", "IL", "IT", "ES", "SE", "FI", "DK", "NO", "PL", "AT"];
    let mut rows = String::from("title,signed,sector,region,country,amount\n");
    for (at, region) in regions.iter().enumerate() {
        rows.push_str(&format!("h{at},2019-08-26,5G,CN-{region},CN,{}\n", 100 - at));
    }
    for (at, country) in abroad.iter().enumerate() {
        rows.push_str(&format!("a{at},2019-08-26,5G,,{country},{}\n", 50 - at));
    }
    env.file("rows.csv", rows);
    env.ok(&["import", "rows.csv"]);
    let brief = data(&env, &[]);
    assert_eq!(
        text(&brief, "press"),
        "The 30 projects are all in 5G; partners come from over ten places in China such as Sichuan, Zhejiang and Guangdong and from \
         nearly 20 countries including Germany, the United Kingdom and Singapore."
    );
    assert_eq!(figures(&brief, "press"), ["30", "12", "18"]);
    let brief = data(&env, &["--lang", "zh"]);
    assert_eq!(
        text(&brief, "press"),
        "30个签约项目均属5G领域，合作方来自四川、浙江、广东等十余个省区市，以及德国、英国、新加坡等近20个国家。"
    );
    env.file("exact.toml", "roughly = false\nnames = 1\n[[section]]\nshow = \"press\"\n");
    let brief = data(&env, &["--template", "exact.toml"]);
    assert_eq!(
        text(&brief, "press"),
        "The 30 projects are all in 5G; partners come from 12 places in China such as Sichuan and from 18 countries including Germany."
    );
}

#[test]
fn projects_that_stand_out_are_chosen() {
    let env = Env::with_editions();
    env.ok(&["edit", "SCE2019-028", "SCE2019-072", "--tag", "重点", "--yes"]);
    let of = |which: &str| {
        let brief = data(&env, &["--event", "SCE2019", "--flagship", which]);
        let rows = section(&brief, "flagship")["tables"][0]["table"].as_array().cloned().unwrap_or_default();
        let ids: Vec<i64> = rows.iter().map(|row| row["id"].as_i64().unwrap()).collect();
        (ids, text(&brief, "flagship"))
    };
    let id = |reference: &str| env.count(&format!("SELECT id FROM deal WHERE ref = '{reference}'"));
    let (of_2019_28, of_2019_72) = (id("SCE2019-028"), id("SCE2019-072"));
    let by_amount = |ids: [i64; 2]| {
        let amount = |id: i64| env.count(&format!("SELECT base_amount FROM deal WHERE id = {id}"));
        let mut ids = ids.to_vec();
        ids.sort_by_key(|id| std::cmp::Reverse(amount(*id)));
        ids
    };
    let (ids, said) = of("tag:重点");
    assert_eq!(ids, by_amount([of_2019_28, of_2019_72]));
    assert!(said.starts_with("The 2 projects tagged “重点” are worth CNY "), "{said}");
    assert_eq!(of(&format!("SCE2019-028,{of_2019_72}")).0, ids);
    let largest = of("largest:2");
    assert_eq!(largest.1, "The 2 largest projects are worth CNY 48 billion, 37.5 % of the total.");
    assert_eq!(of("none"), (vec![], String::new()));
    let refused = |which: &str| env.fails(1, &["brief", "--event", "SCE2019", "--flagship", which]);
    assert!(refused("SCE2018-001").contains("is not among the deals of this briefing"));
    assert!(refused("tag:nothing").contains("no deal of this briefing has the tag `nothing`"));
    assert!(refused("9999").contains("--flagship: "));
    for wrong in ["largest:0", "largest:x", "tag:", ""] {
        assert_eq!(env.run(&["brief", "--flagship", wrong]).code, 2, "{wrong}");
    }
}

/// Renewals are neither counted nor among the largest; what was left out is said, whatever the form leaves out.
#[test]
fn what_was_left_out_is_said() {
    let env = Env::new();
    env.ok(&["add", "First", "--sector", "5G", "--amount", "3亿"]);
    env.ok(&["add", "Again", "--sector", "5G", "--amount", "9亿", "--relation", "renewal", "--follows", "1"]);
    env.ok(&["add", "Vague", "--sector", "AI"]);
    env.ok(&["add", "Yen", "--sector", "AI", "--amount", "100", "--currency", "JPY"]);
    env.file("bare.toml", "[[section]]\nshow = \"headline\"\n");
    for form in [&[][..], &["--template", "bare.toml"]] {
        let brief = data(&env, form);
        assert_eq!(figures(&brief, "headline"), ["3", "300000000.00"]);
        let points = points(&brief).join("\n");
        for said in ["1 of 3 deals states no amount", "1 of 3 deals waits for a rate (JPY 1)", "renewal 1"] {
            assert!(points.contains(said), "{said}: {points}");
        }
    }
    assert_eq!(figures(&data(&env, &[]), "flagship"), ["300000000.00", "1.0000"]);
    assert_eq!(figures(&data(&env, &["--raw"]), "headline"), ["4", "1200000000.00"]);
}

#[test]
fn it_can_be_printed_again() {
    let env = Env::with_editions();
    let first = env.ok(&["brief", "--event", "SCE2019", "--flagship", "largest:3"]);
    let again = first.lines().last().unwrap().split('`').nth(1).unwrap();
    assert_eq!(
        again,
        "deals brief --event SCE2019 --versus SCE2018 --flagship largest:3 --as-of entry:6 --on 2019-08-27 --lang en"
    );
    env.ok(&["add", "Later", "--sector", "5G", "--event", "SCE2019", "--signed", "2019-08-27", "--amount", "100亿"]);
    env.ok(&["edit", "SCE2019-028", "--amount", "1亿", "--currency", "CNY"]);
    env.ok(&["stage", "started", "SCE2018-013", "--on", "2019-08-27"]);
    let args: Vec<&str> = again.split(' ').skip(1).collect();
    let later = env.command(&args).env("DEALS_TODAY", "2020-03-01").output().unwrap();
    assert_eq!(String::from_utf8(later.stdout).unwrap(), first);
    assert_ne!(env.ok(&["brief", "--event", "SCE2019", "--flagship", "largest:3"]), first);
}

#[test]
fn few_deals_and_none_make_a_briefing_too() {
    let env = Env::new();
    env.ok(&["init"]);
    let brief = data(&env, &[]);
    assert_eq!(text(&brief, "headline"), "No project is counted here.");
    assert_eq!(brief["sections"].as_array().unwrap().len(), 1, "{brief}");
    env.ok(&["event", "add", "E1", "First Expo", "--published-deals", "7", "--source", "press"]);
    let brief = data(&env, &["--event", "E1"]);
    assert_eq!(text(&brief, "headline"), "No project is recorded for the First Expo.");
    assert!(points(&brief)[0].contains("published of it: 7 deals (source: press)"), "{brief}");
    env.ok(&["add", "One", "--sector", "5G", "--event", "E1", "--signed", "2019-08-26", "--country", "NL"]);
    let brief = data(&env, &["--event", "E1"]);
    assert_eq!(text(&brief, "headline"), "One project was signed at the First Expo.");
    assert_eq!(
        text(&brief, "press"),
        "The project signed at the First Expo is in 5G; the partner comes from the Netherlands."
    );
    assert_eq!(text(&brief, "origin"), "The project is with foreign partners.");
    assert_eq!(section(&brief, "size"), &Value::Null);
    assert_eq!(section(&brief, "flagship"), &Value::Null);
    assert!(env.fails(1, &["brief", "--event", "E9"]).contains("no event matches `E9`"));
}

#[test]
fn on_site_and_off_site_are_told_apart() {
    let env = Env::new();
    for (title, venue) in [("a", "on-site"), ("b", "off-site"), ("c", "off-site"), ("d", "")] {
        let venue = if venue.is_empty() { vec![] } else { vec!["--venue", venue] };
        env.ok(&[&["add", title, "--sector", "5G"][..], &venue].concat());
    }
    assert_eq!(
        text(&data(&env, &[]), "venue"),
        "Of the projects, 1 was signed on site and 2 off site; for 1 the venue is not recorded."
    );
    assert_eq!(text(&data(&env, &["--lang", "zh"]), "venue"), "现场签约1个，场外签约2个；另有1个未注明。");
}

#[test]
fn what_became_of_the_deals_is_told_up_to_the_day() {
    let env = Env::with_editions();
    // Registered by 2018-10-31, counted in the file: the first date of any stage of each row.
    let by_then = fs_count("sce-2018-progress.csv", "2018-10-31");
    let brief = data(&env, &["--event", "SCE2018", "--on", "2018-10-31"]);
    assert!(
        text(&brief, "progress").starts_with(&format!(
            "As of 31 October 2018, of the 64 projects signed at the 2018 Smart China Expo, {by_then} are registered"
        )),
        "{}",
        text(&brief, "progress")
    );
    let brief = data(&env, &["--event", "SCE2018", "--sector", "5G"]);
    assert!(
        text(&brief, "progress").contains("of the 9 projects in the same selection of the 2018 Smart China Expo, ")
    );
    // Of a month that is not over it is not certain that the stage has come: the two ways of counting are told apart.
    env.ok(&["edit", "SCE2018-013", "--clear", "registered,started,producing"]);
    env.ok(&["stage", "registered", "SCE2018-013", "--on", "2019-08"]);
    let brief = data(&env, &["--event", "SCE2018"]);
    assert!(
        points(&brief).contains(
            &"Deals with a stage dated to a month or year that is not over on 2019-08-27: 1; what is due counts it as reached, the progress \
              does not yet."
        ),
        "{brief}"
    );
    // Money alone is news, and so is an end.
    let env = Env::new();
    env.ok(&["event", "add", "E1", "Expo", "--from", "2019-08-01"]);
    env.ok(&["add", "A", "--sector", "5G", "--event", "E1", "--signed", "2019-08-01", "--amount", "100"]);
    env.ok(&["receive", "1", "40", "--on", "2019-08-20"]);
    assert_eq!(
        text(&data(&env, &[]), "progress"),
        "As of 27 August 2019, of the 1 project signed at the Expo, none is registered. Funds received come to CNY 40, 40.0 % of \
         the amount signed."
    );
    assert_eq!(
        text(&data(&env, &["--lang", "zh"]), "progress"),
        "截至2019年8月27日，Expo签约的1个项目中，已注册0个（注册率0.0%）。到位资金40元，资金到位率40.0%。"
    );
    assert_eq!(section(&data(&env, &["--public"]), "progress"), &Value::Null);
}

/// How many rows of the sample have any stage, the end aside, by a day.
fn fs_count(name: &str, day: &str) -> usize {
    let text = std::fs::read_to_string(crate::env::sample(name)).unwrap();
    csv_rows(&text)[1..]
        .iter()
        .filter(|row| row[2..6].iter().any(|date| !date.is_empty() && date.as_str() <= day))
        .count()
}

/// Increases are amounts without deals, and no group of them alone is said to have any.
#[test]
fn increases_are_no_projects() {
    let env = Env::new();
    env.ok(&["event", "add", "E1", "Expo", "--from", "2019-08-26"]);
    env.ok(&["add", "A", "--sector", "5G", "--amount", "3亿"]);
    let line = ["add", "B", "--sector", "AI", "--event", "E1", "--signed", "2019-08-26", "--amount", "5亿"];
    env.ok(&[&line[..], &["--relation", "increase", "--follows", "1", "--country", "DE"]].concat());
    let brief = data(&env, &["--event", "E1"]);
    assert_eq!(
        text(&brief, "headline"),
        "No project of its own is counted; increases of earlier ones come to CNY 500 million."
    );
    assert_eq!(
        text(&data(&env, &["--lang", "zh", "--event", "E1"]), "headline"),
        "没有单独计数的项目；已有项目增资合计5亿元。"
    );
    let all = env.ok(&["brief"]);
    assert!(!all.contains("(0 projects") && !all.contains(" 0 are with"), "{all}");
    let refused = env.fails(1, &["brief", "--flagship", "2"]);
    assert!(refused.contains("deal 2 does not count by itself (increase)"), "{refused}");
}

/// Of partners whose region at home is not known it is said that they are from home; territories are no countries; of equal amounts
/// those of the least numbers are the largest.
#[test]
fn places_are_said_as_far_as_they_are_known() {
    let env = Env::new();
    let add = |place: &[&str]| {
        env.ok(&[&["add", "t", "--sector", "5G", "--amount", "100万"][..], place].concat());
    };
    add(&["--country", "CN"]);
    add(&["--country", "VG"]);
    assert_eq!(
        text(&data(&env, &[]), "press"),
        "The 2 projects are both in 5G; partners come from China and from the British Virgin Islands."
    );
    assert_eq!(
        text(&data(&env, &["--lang", "zh"]), "press"),
        "2个签约项目均属5G领域，合作方来自国内，以及英属维尔京群岛。"
    );
    add(&["--region", "四川"]);
    for country in ["KY", "DE", "FR"] {
        add(&["--country", country]);
    }
    let press = text(&data(&env, &[]), "press");
    assert!(press.contains(
        "partners come from places in China including Sichuan and from 4 countries and territories including "
    ));
    assert!(text(&data(&env, &["--lang", "zh"]), "press").contains("合作方来自四川等地，以及"), "{press}");
    let brief = data(&env, &["--flagship", "largest:2"]);
    let table = &section(&brief, "flagship")["tables"][0]["table"];
    assert_eq!((&table[0]["id"], &table[1]["id"]), (&Value::from(1), &Value::from(2)));
}

/// A ledger of another country, whose currency has no decimals.
#[test]
fn other_homes_and_currencies_are_written_as_they_are() {
    let env = Env::new();
    env.ok(&["init", "--base", "JPY", "--home", "JP"]);
    env.ok(&["add", "A", "--sector", "5G", "--region", "Osaka", "--country", "JP", "--amount", "1234567890"]);
    env.ok(&["add", "B", "--sector", "AI", "--country", "CN", "--amount", "500"]);
    env.ok(&["add", "C", "--sector", "AI", "--country", "HK"]);
    let brief = data(&env, &[]);
    assert_eq!(
        text(&brief, "headline"),
        "Altogether 3 signed projects, worth JPY 1.23 billion in total, are counted here."
    );
    assert_eq!(figures(&brief, "headline"), ["3", "1234568390"]);
    assert_eq!(
        text(&brief, "press"),
        "The 3 projects cover 5G and artificial intelligence; partners come from Osaka in Japan and from China and Hong Kong."
    );
    assert_eq!(text(&data(&env, &["--lang", "zh"]), "headline"), "统计范围内共有签约项目3个，签约总额12.35亿日元。");
}
