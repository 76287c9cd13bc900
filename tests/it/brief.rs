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
            ["89", "128154192565.23", "64", "40061363100.58", "0.3906", "2.1989"],
            "{lang}"
        );
        assert_eq!(figures(&brief, "press")[0], "89");
        let money = figures(&brief, "origin");
        assert!(money.starts_with(&["62".to_owned(), "122435004689.30".to_owned(), "0.9554".to_owned()]), "{money:?}");
        assert_eq!(
            figures(&brief, "sector"),
            ["24", "69431811675.93", "0.5418", "29", "27344356826.45", "0.2134", "17", "19922415932.10", "0.1555"]
        );
        assert_eq!(figures(&brief, "place")[..4], ["5", "37808450000.00", "0.2950", "7"]);
        let sizes: Vec<String> = figures(&brief, "size").into_iter().filter(|figure| !figure.contains('.')).collect();
        assert_eq!(sizes, ["22", "11", "5", "2"]);
        assert_eq!(figures(&brief, "flagship"), ["5", "65600000000.00", "0.5119"]);
        // 49 registered and 42 started of 64, 14 producing and 1 at full capacity of 42.
        let became = figures(&brief, "progress");
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
    let progress: Value =
        serde_json::from_str(&env.ok(&["progress", "--event", "SCE2018,SCE2019", "--format", "json"])).unwrap();
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
        "89 projects were signed at the 2019 Smart China Expo, with a total contract amount of CNY 128.15 billion. That compares \
         with the 2018 Smart China Expo (64 projects, CNY 40.06 billion): 39.1 % more projects and 219.9 % more money."
    );
    assert_eq!(
        text(&brief, "press"),
        "The 89 projects signed at the 2019 Smart China Expo cover integrated circuits, artificial intelligence, 5G and the \
         Internet of Things, involving partners from 20 places in China such as Shanghai, Zhejiang and Guangdong, from Hong \
         Kong, Taiwan and Macao and from 10 countries including Germany, Singapore and the United Kingdom."
    );
    let brief = data(&env, &["--event", "SCE2019", "--lang", "zh"]);
    assert_eq!(brief["title"], "2019智博会签约项目情况简报");
    assert_eq!(
        text(&brief, "headline"),
        "2019智博会共签约项目89个，合同总额1281.54亿元。 与2018智博会（64个、400.61亿元）相比，项目数增长39.1%，总额增长219.9%。"
    );
    assert_eq!(
        text(&brief, "press"),
        "2019智博会签约的89个项目涵盖集成电路、人工智能、5G、物联网4个领域，合作方来自上海、浙江、广东等20个省区市，\
         香港、台湾、澳门，以及德国、新加坡、英国等10个国家。"
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
        "The 30 projects cover 5G, involving partners from over ten places in China such as Sichuan, Zhejiang and Guangdong and from \
         nearly 20 countries including Germany, the United Kingdom and Singapore."
    );
    assert_eq!(figures(&brief, "press"), ["30", "12", "18"]);
    let brief = data(&env, &["--lang", "zh"]);
    assert_eq!(
        text(&brief, "press"),
        "30个签约项目涵盖5G领域，合作方来自四川、浙江、广东等十余个省区市，以及德国、英国、新加坡等近20个国家。"
    );
    env.file("exact.toml", "roughly = false\nnames = 1\n[[section]]\nshow = \"press\"\n");
    let brief = data(&env, &["--template", "exact.toml"]);
    assert_eq!(
        text(&brief, "press"),
        "The 30 projects cover 5G, involving partners from 12 places in China such as Sichuan and from 18 countries including Germany."
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
        "1 project was signed at SCE2021, with a total contract amount of CNY 1.2 billion. That compares with the 2019 Smart China \
         Expo (89 projects, CNY 128.15 billion): 98.9 % fewer projects and 99.1 % less money."
    );
    let brief = data(&env, &["--event", "SCE2021", "--versus", "SCE2020"]);
    assert_eq!(
        text(&brief, "headline"),
        "1 project was signed at SCE2021, with a total contract amount of CNY 1.2 billion. SCE2020 counted other signings (as \
         published, 71 projects, CNY 271.2 billion; there on-site signings alone, here on-site and off-site signings), so the two are \
         not compared."
    );
    let table = &section(&brief, "headline")["tables"][0]["table"];
    assert_eq!((&table[1]["deals"], &table[1]["amount"]), (&Value::from(71), &Value::from("271200000000.00")));
    assert_eq!((&table[0]["deals_change"], &table[0]["amount_change"]), (&Value::Null, &Value::Null));
    let brief = data(&env, &["--event", "SCE2021", "--versus", "SCE2020", "--force-compare", "--lang", "zh"]);
    assert_eq!(
        text(&brief, "headline"),
        "SCE2021共签约项目1个，合同总额12亿元。 与SCE2020（公布数为71个、2712亿元）相比，项目数下降98.6%，总额下降99.6%。"
    );
    assert!(points(&brief).iter().any(|point| point.contains("口径不同")), "{brief}");
    let brief = data(&env, &["--event", "SCE2021", "--versus", "none"]);
    assert!(!text(&brief, "headline").contains("compares"));
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
        "The selection holds 17 projects, with a total contract amount of CNY 19.92 billion. That compares with the 2018 Smart China \
         Expo (9 projects, CNY 4.04 billion): 88.9 % more projects and 393.0 % more money."
    );
    let brief = data(&env, &["--signed", "2019", "--versus", "previous", "--lang", "zh"]);
    assert_eq!(brief["title"], "签约时间为2019年的签约项目情况简报");
    assert!(text(&brief, "headline").starts_with("所选范围内共有签约项目89个"), "{brief}");
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
    assert!(said.starts_with("2 projects marked 重点 come to CNY "), "{said}");
    assert_eq!(of(&format!("SCE2019-028,{of_2019_72}")).0, ids);
    let largest = of("largest:2");
    assert_eq!(largest.1, "The 2 largest projects come to CNY 48 billion, 37.5 % of the total amount.");
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
    assert_eq!(text(&brief, "headline"), "The selection holds no project.");
    assert_eq!(brief["sections"].as_array().unwrap().len(), 1, "{brief}");
    env.ok(&["event", "add", "E1", "First Expo", "--published-deals", "7", "--source", "press"]);
    let brief = data(&env, &["--event", "E1"]);
    assert_eq!(text(&brief, "headline"), "No project is recorded for the First Expo.");
    assert!(points(&brief)[0].contains("published of it: 7 deals (source: press)"), "{brief}");
    env.ok(&["add", "One", "--sector", "5G", "--event", "E1", "--signed", "2019-08-26", "--country", "NL"]);
    let brief = data(&env, &["--event", "E1"]);
    assert_eq!(text(&brief, "headline"), "1 project was signed at the First Expo.");
    assert_eq!(
        text(&brief, "press"),
        "The 1 project signed at the First Expo covers 5G, involving partners from the Netherlands."
    );
    assert_eq!(text(&brief, "origin"), "1 project comes from overseas.");
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
        "1 project was signed on site and 2 off site; of 1 it is not recorded."
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
    assert!(text(&brief, "headline").starts_with("89 projects were signed at the expo, "), "{brief}");
    assert!(
        text(&data(&env, &["--event", "SCE2019", "--template", "own.toml", "--lang", "zh"]), "headline")
            .starts_with("智博会共签约项目89个")
    );
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
        "The 5 projects signed at the Expo cover 2 areas, involving partners from 2 countries."
    );
    assert_eq!(section(&brief, "sector"), &Value::Null);
    // Beside the total, amounts of single projects would tell what is left; and the largest is not among them.
    assert_eq!(text(&brief, "flagship"), "4 projects stand out.");
    let row = &section(&brief, "flagship")["tables"][0]["table"][0];
    assert!(row["title"] == "P3" && row.get("amount").is_none() && row.get("base_amount").is_none(), "{row}");
    assert_eq!(figures(&brief, "due"), ["1", "127"]);
    assert_eq!(section(&brief, "due")["tables"].as_array().unwrap().len(), 1, "{brief}");
    let points = points(&brief).join("\n");
    assert!(points.contains("Confidential deals are counted (1)") && points.contains("listed one by one"), "{points}");
    assert_eq!(env.run(&["brief", "--public", "--as-of", "entry:2"]).code, 2);
}
