//! Laws of `deals report` on random ledgers: filters select what lines count and may stand in any order, what is folded is the least
//! and nothing is lost, periods have no gaps.

use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::env::Env;
use crate::report_ledgers::{
    DIMENSIONS, Row, Sums, any_dimensions, any_rows, cells, config, groups, in_csv, in_json, ledger, lines, money,
    ratio, same, shown, sorted, units,
};

/// The options that select the deals with this value in a dimension.
fn selecting(dimension: &str, value: &str) -> Vec<String> {
    let option = |name: &str, text: &str| [format!("--{name}"), if text.is_empty() { "none" } else { text }.to_owned()];
    let mut parts = value.split('\t');
    let mut options = option(dimension, parts.next().unwrap()).to_vec();
    options.extend(parts.flat_map(|country| option("country", country)));
    options
}

fn texts(options: &[String]) -> Vec<&str> {
    options.iter().map(String::as_str).collect()
}

/// What a folded or shown line is ranked by: no amount is less than none at all.
fn rank(amount: &str, deals: &str) -> (Option<i128>, i128) {
    ((!amount.is_empty()).then(|| units(amount)), units(deals))
}

proptest! {
    #![proptest_config(config(20))]

    #[test]
    fn a_filter_by_the_value_of_a_line_gives_its_deals(rows in any_rows(), at in any::<Index>()) {
        let env = ledger(&rows);
        for by in DIMENSIONS {
            let groups: Vec<(Vec<String>, Sums)> = groups(&rows, &[by]).into_iter().collect();
            if groups.is_empty() {
                continue;
            }
            let (key, sums) = at.get(&groups);
            let options = selecting(by, &key[0]);
            let total = &in_json(&env, &texts(&options))["total"];
            let expected = ["deals", "amount"].map(|measure| (measure.to_owned(), sums.measure(measure, None)));
            prop_assert_eq!(cells(total), expected, "{:?}", options);
        }
    }

    #[test]
    fn the_order_of_filters_does_not_matter(
        rows in any_rows(),
        of in any::<Index>(),
        filters in any_dimensions(2..=5),
        by in any_dimensions(1..=2),
        min in select(vec!["0", "0.01", "1bn", "5bn"]),
        order in Just((0..7).collect::<Vec<usize>>()).prop_shuffle(),
        format in select(vec!["table", "csv", "json"]),
    ) {
        let env = ledger(&rows);
        let Some(like) = (!rows.is_empty()).then(|| of.get(&rows)) else { return Ok(()) };
        let mut options: Vec<Vec<String>> =
            filters.iter().map(|dimension| selecting(dimension, &like.values(dimension)[0])).collect();
        options.push(vec!["--min".to_owned(), min.to_owned()]);
        options.push(vec!["--signed".to_owned(), like.signed[..4].to_owned()]);
        let least = match min {
            "0" => 0,
            "0.01" => 1,
            "1bn" => 100_000_000_000,
            _ => 500_000_000_000,
        };
        let passes = |row: &&Row| {
            filters.iter().all(|one| row.values(one).contains(&like.values(one)[0]))
                && row.base().is_some_and(|base| base >= least)
                && row.signed[..4] == like.signed[..4]
        };
        let selected: Vec<_> = rows.iter().filter(passes).cloned().collect();
        let whole = Sums::of(&selected).amount;
        let by_text = by.join(",");
        let plain = options.concat();
        let found = in_csv(&env, &[&["--by", &by_text][..], &texts(&plain)].concat());
        let found = found[1..].iter().filter(|line| line[by.len()] != "0").cloned().collect();
        prop_assert_eq!(sorted(found), lines(&groups(&selected, &by), &["deals", "amount", "share"], whole), "{:?}", plain);
        let shuffled: Vec<String> = order.iter().filter_map(|at| options.get(*at).cloned()).flatten().collect();
        let run = |options: &[String]| {
            let args = [&["report", "--by", &by_text, "--format", format][..], &texts(options)].concat();
            env.shows(&args)
        };
        prop_assert_eq!(run(&plain), run(&shuffled), "{:?} {:?}", plain, shuffled);
    }

    #[test]
    fn what_is_folded_is_the_least_and_nothing_is_lost(
        rows in any_rows(),
        by in any_dimensions(1..=3),
        top in 1..6_usize,
        sort in select(vec![None, Some("amount"), Some("deals"), Some("name")]),
    ) {
        let env = ledger(&rows);
        let (by_text, top_text) = (by.join(","), top.to_string());
        let mut args = vec!["--by", &by_text, "--top", &top_text];
        args.extend(sort.into_iter().flat_map(|sort| ["--sort", sort]));
        let csv = in_csv(&env, &args);
        let all = groups(&rows, &by);
        let whole = Sums::of(&rows).amount;
        let measures = ["deals", "amount", "share"];
        let is_rest = |line: &Vec<String>| line[0] == "(rest)";
        let shown_lines: Vec<Vec<String>> = csv[1..].iter().filter(|line| !is_rest(line)).cloned().collect();
        prop_assert_eq!(shown_lines.len(), all.len().min(top), "{:?}", args);
        // Each of the lines shown is one of the groups; those that are not shown are folded.
        let mut folded = lines(&all, &measures, whole);
        for line in &shown_lines {
            let at = folded.iter().position(|group| group == line);
            prop_assert!(at.is_some(), "{:?} {:?}", args, line);
            folded.remove(at.unwrap());
        }
        let ranked = |line: &Vec<String>| {
            let (amount, deals) = rank(&line[by.len() + 1], &line[by.len()]);
            if sort == Some("deals") { (Some(deals), amount.unwrap_or(-1)) } else { (amount, deals) }
        };
        let least = shown_lines.iter().map(ranked).min();
        let most = folded.iter().map(ranked).max();
        prop_assert!(most.is_none() || least >= most, "{:?} {:?} {:?}", args, least, most);
        let rest: Vec<&Vec<String>> = csv[1..].iter().filter(|line| is_rest(line)).collect();
        prop_assert_eq!(rest.len(), usize::from(!folded.is_empty()), "{:?}", args);
        if let Some(rest) = rest.first() {
            // Each deal counts once, however many of its tags are folded.
            let is_folded = |key: &Vec<String>| {
                folded.iter().any(|line| {
                    let same_as = |(dimension, (value, other)): (&&str, (&String, &String))| same(dimension, shown(value)) == *other;
                    by.iter().zip(key.iter().zip(line)).all(same_as)
                })
            };
            let selected: Vec<_> = rows.iter().filter(|row| row.keys(&by).iter().any(is_folded)).cloned().collect();
            let Sums { deals, amount, .. } = Sums::of(&selected);
            let expected = [deals.to_string(), money(amount), ratio(amount, whole)];
            prop_assert_eq!(&rest[by.len()..], expected, "{:?}", args);
            prop_assert!(rest[1..by.len()].iter().all(String::is_empty), "{:?}", rest);
            prop_assert_eq!(csv.last(), Some(*rest));
        }
    }

    #[test]
    fn months_and_quarters_have_no_gaps(rows in any_rows(), event in select(vec![None, Some("none")])) {
        let env = ledger(&rows);
        let filter = event.map_or([].as_slice(), |_| &["--event", "none"]);
        let selected: Vec<_> = rows.iter().filter(|row| event.is_none() || row.event.is_empty()).cloned().collect();
        for (by, last) in [("month", 12), ("quarter", 4)] {
            let csv = in_csv(&env, &[&["--by", by][..], filter].concat());
            let periods = groups(&selected, &[by]);
            let mut dated: Vec<&str> = periods.keys().map(|key| shown(&key[0])).filter(|period| !period.is_empty()).collect();
            dated.sort_unstable();
            let number = |period: &str| {
                let (year, part) = period.split_once('-').unwrap();
                year.parse::<usize>().unwrap() * last + part.trim_start_matches('Q').parse::<usize>().unwrap() - 1
            };
            let text = |number: usize| match by {
                "month" => format!("{}-{:02}", number / last, number % last + 1),
                _ => format!("{}-Q{}", number / last, number % last + 1),
            };
            let span = dated.first().map_or(0..0, |first| number(first)..number(dated[dated.len() - 1]) + 1);
            let mut expected: Vec<String> = span.map(text).collect();
            expected.extend(periods.contains_key(&vec![String::new()]).then(String::new));
            let found: Vec<String> = csv[1..].iter().map(|line| line[0].clone()).collect();
            prop_assert_eq!(&found, &expected, "{}", by);
            for line in &csv[1..] {
                let sums = periods.get(&line[..1]).cloned().unwrap_or_default();
                prop_assert_eq!(&line[1..3], [sums.deals.to_string(), money(sums.amount)], "{:?}", line);
            }
        }
    }
}

#[test]
fn no_deal_is_without_a_year() {
    let env = Env::new();
    let file = env.file("x.csv", "title,signed,sector\na,2018,5G\nb,2018-05,5G\n");
    env.ok(&["import", &file]);
    assert_eq!(in_csv(&env, &["--by", "year"])[1..], [["2018", "2", "", ""]]);
    assert_eq!(in_json(&env, &["--year", "none"])["total"]["deals"], 0);
    assert_eq!(in_json(&env, &["--year", "none", &file])["total"]["deals"], 0);
}
