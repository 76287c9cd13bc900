//! `deals brief`: what it says. Its forms have a file of their own.

use serde_json::Value;

use crate::env::{Env, csv_rows};

fn data(env: &Env, args: &[&str]) -> Value {
    serde_json::from_str(&env.ok(&[&["brief", "--format", "json"], args].concat())).unwrap()
}

/// The section of a name; null where it was left out.
fn section<'a>(brief: &'a Value, name: &str) -> &'a Value {
    let sections = brief["sections"].as_array().unwrap();
    sections.iter().find(|section| section["section"] == name).unwrap_or(&Value::Null)
}

/// The text of a section.
fn text(brief: &Value, name: &str) -> String {
    let paragraphs = section(brief, name)["paragraphs"].as_array();
    let texts = paragraphs.into_iter().flatten().map(|paragraph| paragraph["text"].as_str().unwrap());
    texts.collect::<Vec<_>>().join(" ")
}

/// The exact figures of a section's text, in order.
fn figures(brief: &Value, name: &str) -> Vec<String> {
    let paragraphs = section(brief, name)["paragraphs"].as_array().into_iter().flatten();
    let figures = paragraphs.flat_map(|paragraph| paragraph["figures"].as_array().unwrap());
    figures.map(|figure| figure["exact"].as_str().unwrap().to_owned()).collect()
}

fn points(brief: &Value) -> Vec<&str> {
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
fn it_is_compared_with_the_last_edition_that_counts_the_same() {
    let env = Env::with_editions();
    let add = |code: &str, args: &[&str]| env.ok(&[&["event", "add", code, code, "--scope"], args].concat());
    // 2020 counts its ceremony alone, 2021 everything again.
    add("SCE2020", &["on-site", "--published-deals", "71", "--published-amount", "2712亿", "--source", "press"]);
    add("SCE2021", &["all"]);
    env.ok(&["add", "A", "--sector", "5G", "--event", "SCE2021", "--signed", "2021-08-23", "--amount", "12亿"]);
    let brief = data(&env, &["--event", "SCE2021"]);
    assert_eq!(
        text(&brief, "headline"),
        "One project, worth CNY 1.2 billion, was signed at SCE2021. That is 98.9 % fewer projects than at the 2019 Smart China Expo \
         (89 projects worth CNY 128.15 billion), and the total value is down 99.1 %."
    );
    let brief = data(&env, &["--event", "SCE2021", "--versus", "SCE2020"]);
    assert_eq!(
        text(&brief, "headline"),
        "One project, worth CNY 1.2 billion, was signed at SCE2021. The figures of SCE2020 (as published, 71 projects worth CNY 271.2 \
         billion) are of on-site signings alone, these of on-site and off-site signings, so the two are not compared."
    );
    let table = &section(&brief, "headline")["tables"][0]["table"];
    assert_eq!((&table[1]["deals"], &table[1]["amount"]), (&Value::from(71), &Value::from("271200000000.00")));
    assert_eq!((&table[0]["deals_change"], &table[0]["amount_change"]), (&Value::Null, &Value::Null));
    let brief = data(&env, &["--event", "SCE2021", "--versus", "SCE2020", "--force-compare", "--lang", "zh"]);
    assert_eq!(
        text(&brief, "headline"),
        "SCE2021共签约项目1个，签约总额12亿元。 与SCE2020（公布数据为71个、2712亿元）相比，项目数减少98.6%，总额下降99.6%。"
    );
    assert!(points(&brief).iter().any(|point| point.contains("口径不同")), "{brief}");
    let brief = data(&env, &["--event", "SCE2021", "--versus", "none"]);
    assert_eq!(text(&brief, "headline"), "One project, worth CNY 1.2 billion, was signed at SCE2021.");
    // The first of its scope is said not to be comparable with what came before.
    env.ok(&["add", "B", "--sector", "5G", "--event", "SCE2020", "--signed", "2020-09-15"]);
    let brief = data(&env, &["--event", "SCE2020"]);
    assert!(text(&brief, "headline").contains("so the two are not compared"), "{brief}");
}

#[test]
fn a_selection_is_not_called_the_event() {
    let env = Env::with_editions();
    let brief = data(&env, &["--event", "SCE2019", "--sector", "5G"]);
    assert_eq!(brief["title"], "2019 Smart China Expo, sector 5G: briefing on the projects signed");
    // 9 projects of 5G in 2018, CNY 4,040,787,250.00.
    assert_eq!(
        text(&brief, "headline"),
        "Altogether 17 signed projects, worth CNY 19.92 billion in total, are counted here. That is 88.9 % more projects than in the \
         same selection of the 2018 Smart China Expo (9 projects worth CNY 4.04 billion), and the total value is up 393.0 %."
    );
    // One day of it has no like among the days of another.
    let brief = data(&env, &["--event", "SCE2019", "--signed", "2019-08-26"]);
    assert!(section(&brief, "headline")["tables"].as_array().unwrap().is_empty(), "{brief}");
    let brief = data(&env, &["--signed", "2019", "--versus", "previous", "--lang", "zh"]);
    assert_eq!(brief["title"], "签约时间为2019年的签约项目情况简报");
    assert!(text(&brief, "headline").starts_with("统计范围内共有签约项目89个"), "{brief}");
    assert!(brief["about"].to_string().contains("对照范围：签约时间为2018年。"), "{brief}");
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
fn the_form_is_the_users() {
    let env = Env::with_editions();
    let usual = env.ok(&["brief", "--print-template"]);
    env.file("usual.toml", &usual);
    let plain = env.ok(&["brief", "--event", "SCE2019", "--format", "md"]);
    let same = env.ok(&["brief", "--event", "SCE2019", "--format", "md", "--template", "usual.toml"]);
    assert_eq!(same.replace(" --template usual.toml", ""), plain);
    env.file(
        "own.toml",
        "title = { en = \"Morning note on {expo}\", zh = \"{expo}晨报\" }\nexpo = { en = \"the expo\", zh = \"智博会\" }\n\
         [[section]]\nshow = \"sector\"\nheading = \"Industries\"\ntop = 2\n\
         [[section]]\nshow = \"headline\"\n[[section]]\nshow = \"district\"\ntop = 3\n",
    );
    let brief = data(&env, &["--event", "SCE2019", "--template", "own.toml"]);
    assert_eq!(brief["title"], "Morning note on the expo");
    let sections: Vec<(&str, &str)> = brief["sections"]
        .as_array()
        .unwrap()
        .iter()
        .map(|section| (section["section"].as_str().unwrap(), section["heading"].as_str().unwrap()))
        .collect();
    assert_eq!(
        sections,
        [("sector", "Industries"), ("headline", "Overview"), ("district", "By district"), ("notes", "Notes")]
    );
    let rows = section(&brief, "sector")["tables"][0]["table"]["rows"].as_array().unwrap();
    assert_eq!(rows.iter().map(|row| row["sector"].as_str().unwrap()).collect::<Vec<_>>(), ["IC", "AI", "(rest)"]);
    assert!(text(&brief, "headline").ends_with("were signed at the expo. That is 39.1 % more projects than at the 2018 Smart China Expo (64 projects worth CNY 40.06 billion), and the total value is up 219.9 %."), "{brief}");
    assert!(
        text(&data(&env, &["--event", "SCE2019", "--template", "own.toml", "--lang", "zh"]), "headline")
            .starts_with("智博会共签约项目89个")
    );
    // A heading may name the event as well; without a title there is the usual one.
    env.file(
        "bare.toml",
        "[[section]]\nshow = \"headline\"\nheading = { en = \"{expo} at a glance\", zh = \"概览\" }\n",
    );
    let brief = data(&env, &["--event", "SCE2019", "--template", "bare.toml"]);
    assert_eq!(section(&brief, "headline")["heading"], "2019 Smart China Expo at a glance");
    assert_eq!(data(&env, &["--template", "bare.toml"])["title"], "Briefing on the projects signed");
    // In the config folder it needs no option.
    std::fs::create_dir_all(env.path(".config/deals")).unwrap();
    std::fs::rename(env.path("own.toml"), env.path(".config/deals/brief.toml")).unwrap();
    assert_eq!(data(&env, &["--event", "SCE2019"])["title"], "Morning note on the expo");
}

#[test]
fn everything_that_is_wrong_with_a_form_is_said_at_once() {
    let env = Env::new();
    env.ok(&["init"]);
    env.file(
        "wrong.toml",
        "titel = \"x\"\nnames = 0\nroughly = 1\nexpo = { en = \"x\" }\n[[section]]\nshow = \"sectors\"\n[[section]]\nshow = \"sector\"\ntop = \
         \"3\"\n[[section]]\nshow = \"sector\"\ncolour = 1\n[[section]]\nheading = \"x\"\n",
    );
    insta::assert_snapshot!(env.shows(&["brief", "--template", "wrong.toml"]), @r#"
    --- stderr
    error: wrong.toml: `expo` is neither a text nor one for each language (`{ en = "…", zh = "…" }`)
    error: wrong.toml: `roughly` is neither true nor false
    error: wrong.toml: `names` is no number from 1 to 1000
    error: wrong.toml: no section is called `sectors` (one of headline, press, flagship, progress, due, notes, sector, country, region, place, origin, event, partner, district, kind, venue, tag, stage, currency, year, quarter, month, size)
    error: wrong.toml: `top` is no number from 1 to 1000
    error: wrong.toml: `colour` means nothing here (one of show, heading, top)
    error: wrong.toml: a section does not say what it shows (`show = "sector"`)
    error: wrong.toml: `titel` means nothing here (one of title, expo, roughly, names, section)
    error: wrong.toml: section `sector` comes twice
    hint: `deals brief --print-template` shows the usual one
    --- exit 1
    "#);
    insta::assert_snapshot!(env.shows(&["brief", "--template", "wrong.toml", "--lang", "zh"]), @r#"
    --- stderr
    错误：wrong.toml：`expo`须为文本，或中英文各一（`{ en = "…", zh = "…" }`）
    错误：wrong.toml：`roughly`须为true或false
    错误：wrong.toml：`names`须为1至1000的整数
    错误：wrong.toml：没有名为`sectors`的节（可用：headline、press、flagship、progress、due、notes、sector、country、region、place、origin、event、partner、district、kind、venue、tag、stage、currency、year、quarter、month、size）
    错误：wrong.toml：`top`须为1至1000的整数
    错误：wrong.toml：`colour`在此没有含义（可用：show, heading, top）
    错误：wrong.toml：有一节未写明内容（`show = "sector"`）
    错误：wrong.toml：`titel`在此没有含义（可用：title, expo, roughly, names, section）
    错误：wrong.toml：`sector`一节重复
    提示：`deals brief --print-template`显示默认模板
    --- exit 1
    "#);
    env.file("broken.toml", "title = \"x\"\n[[section\n");
    assert!(env.fails(1, &["brief", "--template", "broken.toml"]).starts_with("error: broken.toml:2: "));
    assert!(env.fails(1, &["brief", "--template", "gone.toml"]).contains("gone.toml: "));
    env.file("blank.toml", "expo = \"\"\n[[section]]\nshow = \"sector\"\nheading = { en = \" \", zh = \"x\" }\n");
    let refused = env.fails(1, &["brief", "--template", "blank.toml"]);
    assert!(
        refused.contains("`expo` is neither a text") && refused.contains("`heading` is neither a text"),
        "{refused}"
    );
    env.file("empty.toml", "");
    assert!(env.fails(1, &["brief", "--template", "empty.toml"]).contains("`section` is not a list of sections"));
}

#[test]
fn nothing_that_is_public_names_a_confidential_deal() {
    let env = Env::new();
    env.ok(&["event", "add", "E1", "Expo", "--from", "2019-08-26"]);
    let add = |title: &str, sector: &str, amount: &str, more: &[&str]| {
        let line = ["add", title, "--sector", sector, "--event", "E1", "--signed", "2019-08-26", "--amount", amount];
        env.ok(&[&line[..], more].concat());
    };
    for (title, amount) in [("P1", "100万"), ("P2", "200万"), ("P3", "300万")] {
        add(title, "5G", amount, &["--country", "CN"]);
    }
    let secret = [
        "--confidential",
        "--partner",
        "Hush Ltd",
        "--note",
        "whisper",
        "--country",
        "DE",
        "--start-due",
        "2019-08-26",
    ];
    add("Silent works", "AI", "70亿", &secret);
    add("Open", "AI", "5万", &["--country", "FR"]);
    env.ok(&["receive", "4", "71234567"]);
    for format in ["txt", "md", "html", "json"] {
        for lang in ["en", "zh"] {
            let shown = env.ok(&[
                "brief",
                "--event",
                "E1",
                "--public",
                "--format",
                format,
                "--lang",
                lang,
                "--on",
                "2019-12-31",
            ]);
            for secret in [
                "Hush",
                "Silent",
                "whisper",
                "7,000,000,000",
                "7000000000",
                "70亿",
                "7 billion",
                "7.00",
                "71234567",
                "71.23",
            ] {
                assert!(!shown.contains(secret), "{format} {lang}: {secret}: {shown}");
            }
            assert!(!shown.contains("--as-of"), "{format}");
        }
    }
    let brief = data(&env, &["--event", "E1", "--public", "--on", "2019-12-31"]);
    assert_eq!(figures(&brief, "headline")[0], "5");
    // Every line would tell of the one, so they are one, and no sector or place is named.
    assert_eq!(
        text(&brief, "press"),
        "The 5 projects signed at the Expo cover 2 areas; partners come from China and from 2 countries."
    );
    assert_eq!(section(&brief, "sector"), &Value::Null);
    // Beside the total, amounts of single projects would tell what is left; and the largest is not among them.
    assert_eq!(text(&brief, "flagship"), "The 4 largest projects that may be named are listed.");
    let row = &section(&brief, "flagship")["tables"][0]["table"][0];
    assert!(row["title"] == "P3" && row.get("amount").is_none() && row.get("base_amount").is_none(), "{row}");
    // Nor is it told since when the one is overdue.
    assert_eq!(figures(&brief, "due"), ["1"]);
    assert_eq!(section(&brief, "due")["tables"].as_array().unwrap().len(), 1, "{brief}");
    let points = points(&brief).join("\n");
    assert!(points.contains("Confidential deals are counted (1)") && points.contains("listed one by one"), "{points}");
    assert_eq!(env.run(&["brief", "--public", "--as-of", "entry:2"]).code, 2);
}

/// What a deal is worth cannot be had by taking one table of a briefing from another that its values lie within, nor from a comparison.
#[test]
fn a_confidential_amount_is_not_the_difference_of_two_sums() {
    let env = Env::new();
    env.ok(&["event", "add", "E1", "Expo", "--from", "2019-08-26"]);
    env.ok(&["rate", "add", "USD", "7", "--on", "2019-01-01"]);
    let add = |title: &str, country: &str, amount: &str, more: &[&str]| {
        let line = ["add", title, "--sector", "5G", "--event", "E1", "--signed", "2019-08-26", "--country", country];
        env.ok(&[&line[..], &["--amount", amount], more].concat());
    };
    for (title, country, amount) in
        [("F1", "FR", "10亿"), ("F2", "FR", "10亿"), ("F3", "FR", "10亿"), ("N1", "NL", "100万"), ("N2", "NL", "100万")]
    {
        add(title, country, amount, &[]);
    }
    add("Silent works", "DE", "US$111m", &["--confidential", "--start-due", "2019-09-01"]);
    // 777,000,000 of 3,779,000,000; all but that come to 3,002,000,000.
    let brief = data(&env, &["--event", "E1", "--public", "--on", "2019-12-31"]);
    assert_eq!(figures(&brief, "headline"), ["6", "3779000000.00"]);
    let all = brief.to_string();
    for told in ["3002000000", "777000000", "3000000000", "111000000", "USD", "Germany", "DE\""] {
        assert!(!all.contains(told), "{told}: {all}");
    }
    for (section_name, keys) in
        [("place", ["place", "deals"].as_slice()), ("flagship", &["title", "sector", "partner", "place", "id"])]
    {
        let table = &section(&brief, section_name)["tables"][0]["table"];
        let row = table.get("rows").unwrap_or(table)[0].as_object().unwrap();
        assert_eq!(row.keys().map(String::as_str).collect::<Vec<_>>(), keys, "{section_name}");
    }
    assert_eq!(section(&brief, "size"), &Value::Null);
    let points = points(&brief).join("\n");
    for said in [
        "Tables by size, partner, quarter and month are left out",
        "Amounts of single projects are left out",
        "listed one by one",
    ] {
        assert!(points.contains(said), "{said}: {points}");
    }
    for versus in ["country=FR", "2019-08-26", "E1"] {
        let refused = env.fails(2, &["brief", "--event", "E1", "--public", "--versus", versus]);
        assert!(refused.starts_with("error: --public: compared with a selection of one's own"), "{refused}");
    }
    // Editions lie within years: beside the one there are no amounts by the other, and no periods of which some would be missing.
    env.ok(&["event", "add", "E0", "Old Expo", "--from", "2019-02-01"]);
    for title in ["O1", "O2", "O3"] {
        env.ok(&["add", title, "--sector", "5G", "--event", "E0", "--signed", "2019-02-01", "--amount", "1亿"]);
    }
    env.ok(&["add", "Hushed", "--sector", "5G", "--signed", "2019-02-01", "--amount", "8.88亿", "--confidential"]);
    env.file(
        "times.toml",
        ["event", "year", "quarter", "month", "currency"]
            .map(|show| format!("[[section]]\nshow = \"{show}\"\n"))
            .concat(),
    );
    let brief = data(&env, &["--public", "--template", "times.toml"]);
    let all = brief.to_string();
    for told in ["888000000", "4667000000\",\"share\":1.0},{", "Rates of", "2019-Q1"] {
        assert!(!all.contains(told), "{told}: {all}");
    }
    let keys =
        |name: &str| section(&brief, name)["tables"][0]["table"]["rows"][0].as_object().map(serde_json::Map::len);
    assert_eq!(
        [keys("event"), keys("year"), keys("quarter"), keys("month")],
        [Some(4), Some(2), None, None],
        "{brief}"
    );
    // Without a flagship section it is said as well that lists are not whole.
    let brief = data(&env, &["--event", "E1", "--public", "--flagship", "none", "--on", "2019-12-31"]);
    assert!(self::points(&brief).join("\n").contains("listed one by one"));
}

#[test]
fn what_is_compared_with_is_called_what_it_is() {
    let env = Env::with_editions();
    let said = |args: &[&str]| {
        let brief = data(&env, args);
        (text(&brief, "headline"), brief["about"].to_string(), brief["again"].as_str().unwrap().to_owned())
    };
    // 29 of 89 are of AI: CNY 27,344,356,826.45.
    let (headline, about, _) = said(&["--event", "SCE2019", "--versus", "sector=AI"]);
    assert!(headline.ends_with(
        "That is 206.9 % more projects than in the selection compared with (29 projects worth CNY 27.34 billion), and the total value \
         is up 368.7 %."
    ));
    assert!(about.contains("Compared with: event SCE2019 (2019 Smart China Expo"), "{about}");
    let (headline, about, again) = said(&["--event", "SCE2019", "--versus", "last-year"]);
    assert!(headline.contains("than in the selection compared with (64 projects"), "{headline}");
    assert!(about.contains("Compared with: signed in 2018."), "{about}");
    assert!(again.contains(" --versus 2018 "), "{again}");
    let (headline, about, _) = said(&["--event", "SCE2019", "--sector", "5G", "--lang", "zh"]);
    assert!(headline.contains("与2018智博会同口径项目（9个、40.41亿元）相比"), "{headline}");
    assert!(about.contains("对照范围：签约活动为SCE2018"), "{about}");
    let brief = data(&env, &["--event", "SCE2019", "--versus", "sector=AI"]);
    assert!(points(&brief).iter().any(|point| point.contains("On both sides of the comparison: 29 deals")), "{brief}");
    let (_, _, again) = said(&["--text=-foo", "--event", "SCE2019"]);
    assert!(again.contains(" --text=-foo "), "{again}");
}

#[test]
fn totals_of_which_a_part_was_published_are_compared_in_that_part() {
    let env = Env::new();
    let add = |code: &str, from: &str, more: &[&str]| {
        env.ok(&[&["event", "add", code, code, "--from", from, "--scope", "all"][..], more].concat());
    };
    add("E1", "2018-08-23", &["--published-amount", "3亿", "--source", "press"]);
    add("E2", "2019-08-26", &[]);
    env.ok(&["add", "A", "--sector", "5G", "--event", "E2", "--signed", "2019-08-26", "--amount", "6亿"]);
    assert_eq!(
        text(&data(&env, &["--event", "E2"]), "headline"),
        "One project, worth CNY 600 million, was signed at E2. Against E1 (as published, CNY 300 million) the total value is up 100.0 %."
    );
    assert_eq!(
        text(&data(&env, &["--event", "E2", "--lang", "zh"]), "headline"),
        "E2共签约项目1个，签约总额6亿元。 与E1（公布数据为3亿元）相比，总额增长100.0%。"
    );
    // What is only published of the event itself stands in a note, and nothing is compared.
    let brief = data(&env, &["--event", "E1"]);
    assert_eq!(text(&brief, "headline"), "No project is recorded for E1.");
    assert_eq!(section(&brief, "headline")["tables"], Value::Array(vec![]));
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

/// How many lines a table has does not change what is said of it.
#[test]
fn a_short_table_is_told_of_in_full() {
    let env = Env::with_editions();
    env.file("short.toml", "[[section]]\nshow = \"place\"\ntop = 1\n[[section]]\nshow = \"sector\"\ntop = 1\n");
    let (short, whole) =
        (data(&env, &["--event", "SCE2019", "--template", "short.toml"]), data(&env, &["--event", "SCE2019"]));
    for name in ["place", "sector"] {
        assert_eq!(text(&short, name), text(&whole, name));
    }
    assert_eq!(section(&short, "sector")["tables"][0]["table"]["rows"].as_array().unwrap().len(), 2);
    env.file("wrong.toml", "[[section]]\nshow = \"size\"\ntop = 1\n");
    assert!(env.fails(1, &["brief", "--template", "wrong.toml"]).contains("`top` means nothing for `size`"));
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
