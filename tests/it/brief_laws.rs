//! Laws of briefings on random ledgers: their figures are those that the rows give when counted here, every figure in a sentence is its
//! exact value rounded, and no two sums of nested tables of a public one differ by what a confidential deal is worth.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde_json::Value;

use crate::brief::section;
use crate::env::Env;

/// A row: sector, place, amount in fen, venue, relation, whether it is confidential.
type Row = (usize, usize, Option<u32>, usize, usize, bool);

fn any_row() -> impl Strategy<Value = Row> {
    let amount = proptest::option::weighted(0.85, 1_u32..4_000_000_000);
    (0..4_usize, 0..9_usize, amount, 0..3_usize, 0..9_usize, proptest::bool::weighted(0.15))
}

const SECTORS: [&str; 4] = ["5G", "AI", "IC", "IoT"];
/// Region and country.
const PLACES: [(&str, &str); 9] = [
    ("CN-SC", "CN"),
    ("CN-ZJ", "CN"),
    ("CN-GD", "CN"),
    ("", "CN"),
    ("", "HK"),
    ("", "TW"),
    ("", "DE"),
    ("", "GB"),
    ("", "KY"),
];
const VENUES: [&str; 3] = ["on-site", "off-site", ""];
const RELATIONS: [&str; 9] = ["", "", "", "", "", "increase", "upgrade", "renewal", "phase"];

/// What a row counts for: whether it is a deal, and whether its amount is added.
fn counts(at: usize, row: &Row) -> (bool, bool) {
    match if at == 0 { "" } else { RELATIONS[row.4] } {
        "increase" => (false, true),
        "upgrade" | "renewal" => (false, false),
        _ => (true, true),
    }
}

fn file(rows: &[Row]) -> String {
    let mut text = String::from("id,title,signed,sector,region,country,amount,venue,relation,follows,confidential\n");
    for (at, (sector, place, amount, venue, relation, confidential)) in rows.iter().enumerate() {
        let (region, country) = PLACES[*place];
        let relation = if at == 0 { "" } else { RELATIONS[*relation] };
        let follows = if relation.is_empty() { "" } else { "1" };
        // In hundreds of yuan, so that all size bands come about.
        let amount = amount.map_or(String::new(), |amount| (u64::from(amount) * 100).to_string());
        let (sector, venue) = (SECTORS[*sector], VENUES[*venue]);
        let confidential = if *confidential { "yes" } else { "" };
        text.push_str(&format!(
            "{},t{at},2019-08-26,{sector},{region},{country},{amount},{venue},{relation},{follows},{confidential}\n",
            at + 1
        ));
    }
    text
}

/// The figures of a section's text: as people see them, and exact.
fn figures(section: &Value) -> Vec<(String, String)> {
    let paragraphs = section["paragraphs"].as_array().into_iter().flatten();
    let figures = paragraphs.flat_map(|paragraph| paragraph["figures"].as_array().unwrap());
    let text = |figure: &Value, key: &str| figure[key].as_str().unwrap().to_owned();
    figures.map(|figure| (text(figure, "shown"), text(figure, "exact"))).collect()
}

/// Whether what people see of a figure is its exact value, to the last digit that they see.
fn agrees(shown: &str, exact: &str) -> bool {
    const WORDS: [(&str, i64); 11] = [
        ("none", 0),
        ("One", 1),
        ("两", 2),
        ("二", 2),
        ("三", 3),
        ("四", 4),
        ("五", 5),
        ("六", 6),
        ("七", 7),
        ("八", 8),
        ("九", 9),
    ];
    if let Some((_, number)) = WORDS.iter().find(|(word, _)| *word == shown) {
        return exact == number.to_string();
    }
    let digits: String = shown.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    let scale: i128 = match shown {
        _ if shown.ends_with(" billion") => 1_000_000_000,
        _ if shown.ends_with(" million") => 1_000_000,
        _ if shown.contains('亿') => 100_000_000,
        _ if shown.contains('万') => 10_000,
        _ => 1,
    };
    // Both in millionths.
    let decimal = |text: &str| -> i128 {
        let (whole, part) = text.split_once('.').unwrap_or((text, ""));
        format!("{whole}{part:0<6}").parse().unwrap()
    };
    let unsigned = exact.trim_start_matches('-');
    if shown.contains('%') {
        // The exact one has four decimals, so that the last digit of per cent may be half a digit off.
        return (decimal(&digits) - decimal(unsigned) * 100).abs() <= 55_000;
    }
    let last = digits.split_once('.').map_or(0, |(_, part)| part.len());
    let half = if scale == 1 { 0 } else { scale * 1_000_000 / 10_i128.pow(u32::try_from(last.max(2)).unwrap()) / 2 };
    (decimal(&digits) * scale - decimal(unsigned)).abs() <= half
}

/// The amounts of all tables but single projects, in fen.
fn sums(value: &Value, found: &mut BTreeSet<i64>) {
    match value {
        Value::Array(all) => all.iter().for_each(|one| sums(one, found)),
        Value::Object(all) => {
            for (key, one) in all {
                match one.as_str().filter(|_| key == "amount" || key == "exact") {
                    Some(amount) if amount.contains('.') => found.extend(amount.replace('.', "").parse::<i64>().ok()),
                    _ => sums(one, found),
                }
            }
        }
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn figures_are_those_of_the_rows(rows in proptest::collection::vec(any_row(), 1..30)) {
        let env = Env::new();
        env.file("rows.csv", file(&rows));
        env.ok(&["import", "--allow-duplicates", "rows.csv"]);
        let counted: Vec<(&Row, (bool, bool))> = rows.iter().enumerate().map(|(at, row)| (row, counts(at, row))).collect();
        let deals = counted.iter().filter(|(_, (is_deal, _))| *is_deal).count();
        let fen = |row: &Row| row.2.map(|amount| i64::from(amount) * 10_000);
        let added: Vec<i64> = counted.iter().filter(|(_, (_, adds))| *adds).filter_map(|(row, _)| fen(row)).collect();
        let plain = |fen: i64| format!("{}.{:02}", fen / 100, fen % 100);
        for lang in ["en", "zh"] {
            let brief: Value = serde_json::from_str(&env.ok(&["brief", "--format", "json", "--lang", lang])).unwrap();
            let mut headline = vec![deals.to_string()];
            headline.extend((!added.is_empty()).then(|| plain(added.iter().sum())));
            let exact: Vec<String> = figures(section(&brief, "headline")).into_iter().map(|(_, exact)| exact).collect();
            prop_assert_eq!(exact, headline, "{}", brief);
            for section in brief["sections"].as_array().unwrap() {
                for (shown, exact) in figures(section) {
                    prop_assert!(agrees(&shown, &exact), "{} {} in {}", shown, exact, section);
                }
            }
            // The tables are whole: each adds up to the headline.
            for by in ["origin", "sector", "place", "size", "venue"] {
                let table = &section(&brief, by)["tables"][0]["table"];
                let Some(lines) = table["rows"].as_array() else { continue };
                let sum: i64 = lines.iter().map(|line| line["deals"].as_i64().unwrap()).sum();
                prop_assert_eq!(sum, i64::try_from(deals).unwrap(), "{}", table);
            }
            // So many are at least so large, counted here.
            let sizes: Vec<(String, String)> = figures(section(&brief, "size"));
            for bound in [1_i64, 3, 5, 10] {
                let large = counted.iter().filter(|(row, (is_deal, _))| {
                    *is_deal && fen(row).is_some_and(|fen| fen >= bound * 100_000_000_000)
                });
                let (large, bound) = (large.count(), format!("{}.00", bound * 1_000_000_000));
                let at = sizes.iter().position(|(_, exact)| *exact == bound);
                // English says the number before the bound but for the first, Chinese behind it.
                let said = at.map(|at| match (lang, at) {
                    ("en", 0) => at + 1,
                    ("en", _) => at - 1,
                    _ => at + 1,
                });
                if let Some(said) = said {
                    prop_assert_eq!(&sizes[said].1, &large.to_string(), "{:?}", sizes);
                }
            }
            // The names of places are those of the greatest amounts.
            let mut places: BTreeMap<usize, (i64, usize)> = BTreeMap::new();
            for (row, (is_deal, adds)) in &counted {
                let place = places.entry(row.1).or_default();
                place.0 += fen(row).filter(|_| *adds).unwrap_or(0);
                place.1 += usize::from(*is_deal);
            }
            let abroad = places.iter().filter(|(place, (_, deals))| **place >= 6 && *deals > 0);
            let mut abroad: Vec<(usize, i64)> = abroad.map(|(place, (amount, _))| (*place, *amount)).collect();
            abroad.sort_by_key(|(_, amount)| std::cmp::Reverse(*amount));
            let names = [["Germany", "the United Kingdom", "the Cayman Islands"], ["德国", "英国", "开曼群岛"]];
            let names = names[usize::from(lang == "zh")];
            let press = section(&brief, "press")["paragraphs"][0]["text"].as_str().unwrap_or_default();
            let found: Vec<usize> = abroad.iter().filter_map(|(place, _)| press.find(names[place - 6])).collect();
            prop_assert_eq!(found.len(), abroad.len(), "{}", press);
            let distinct: BTreeSet<i64> = abroad.iter().map(|(_, amount)| *amount).collect();
            prop_assert!(distinct.len() < abroad.len() || found.is_sorted(), "{}", press);
        }
    }

    #[test]
    fn nested_tables_do_not_tell_of_confidential_deals(rows in proptest::collection::vec(any_row(), 3..14)) {
        let env = Env::new();
        env.file("rows.csv", file(&rows));
        env.ok(&["import", "--allow-duplicates", "rows.csv"]);
        let shows = ["headline", "origin", "place", "country", "region", "flagship", "size", "partner"];
        let form = shows.map(|show| format!("[[section]]\nshow = \"{show}\"\n"));
        env.file("form.toml", form.concat());
        let public = env.ok(&["brief", "--format", "json", "--public", "--template", "form.toml"]);
        let mut told = BTreeSet::from([0]);
        sums(&serde_json::from_str(&public).unwrap(), &mut told);
        for (at, row) in rows.iter().enumerate().filter(|(at, row)| row.5 && counts(*at, row).1) {
            let Some(fen) = row.2.map(|amount| i64::from(amount) * 10_000) else { continue };
            let is_told = told.iter().any(|sum| told.contains(&(sum - fen)) && (*sum != fen || told.contains(&fen)));
            prop_assert!(!is_told, "{} of row {}: {}", fen, at + 1, public);
        }
    }
}
