//! What `deals brief` compares with, and what it calls that.

use serde_json::Value;

use crate::brief::{data, points, section, text};
use crate::env::Env;

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
