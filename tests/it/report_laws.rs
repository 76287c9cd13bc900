//! Laws of `deals report` on random ledgers: parts add up to the total, margins to the cross-tab, filters select what lines count.

use std::collections::BTreeSet;

use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::env::Env;
use crate::report_ledgers::{
    DIMENSIONS, Groups, MEASURES, Row, Sums, any_dimensions, any_rows, cells, config, groups, in_csv, in_json,
    json_lines, ledger, lines, ratio, same, shown, sorted, units,
};

/// The lines of a report but for months and quarters without deals.
fn with_deals(lines: Vec<Vec<String>>, deals: usize) -> Vec<Vec<String>> {
    lines.into_iter().filter(|line| line[deals] != "0").collect()
}

/// What a total in JSON says of these deals.
fn total_cells(rows: &[Row], measures: &[&str]) -> Vec<(String, String)> {
    let total = Sums::of(rows);
    let shown = measures.iter().filter(|measure| **measure != "share");
    shown.map(|measure| ((*measure).to_owned(), total.measure(measure, total.amount))).collect()
}

proptest! {
    #![proptest_config(config(20))]

    #[test]
    fn the_parts_of_every_dimension_add_up_to_the_total(rows in any_rows(), several in any_dimensions(2..=3)) {
        let env = ledger(&rows);
        let whole = Sums::of(&rows).amount;
        let show = MEASURES.join(",");
        for by in DIMENSIONS.iter().map(std::slice::from_ref).chain([&several[..]]) {
            let json = in_json(&env, &["--by", &by.join(","), "--show", &show]);
            let found = with_deals(json_lines(&json["rows"]), by.len() + 1);
            let expected = groups(&rows, by);
            prop_assert_eq!(sorted(found.clone()), lines(&expected, &MEASURES, whole), "{:?}", by);
            prop_assert_eq!(cells(&json["total"]), total_cells(&rows, &MEASURES), "{:?}", by);
            if !by.contains(&"tag") {
                let sum = |at: usize| found.iter().map(|line| units(&line[by.len() + at])).sum::<i128>();
                prop_assert_eq!((sum(1), sum(3)), (rows.len() as i128, whole.unwrap_or(0)), "{:?}", by);
            }
            let several_tags = expected.values().map(|sums| sums.deals).sum::<i128>() > rows.len() as i128;
            let says = json["notes"].to_string().contains("A deal counts under each of its tags");
            prop_assert_eq!(says, several_tags, "{:?}", by);
        }
    }

    #[test]
    fn the_margins_of_a_cross_tab_are_the_sums_of_its_rows_and_columns(
        rows in any_rows(),
        dimensions in any_dimensions(2..=3),
        measure in select(vec!["deals", "amount", "share", "average"]),
    ) {
        let env = ledger(&rows);
        let (across, by) = (dimensions[0], &dimensions[1..]);
        let args = ["--by", &by.join(","), "--across", across, "--measure", measure];
        let whole = Sums::of(&rows).amount;
        let (columns, margin) = (groups(&rows, &[across]), groups(&rows, by));
        let inner = groups(&rows, &[by, &[across][..]].concat());
        let named = |value: &str| if value.is_empty() { "(none)".to_owned() } else { shown(value).to_owned() };
        // A row as its values, its cells under their heads, and the total; regions of one name may be two rows or columns.
        let row = |key: &[String], sums: &Sums| {
            let cell = |column: &Vec<String>| {
                let sums = inner.get(&[key, column].concat()).cloned().unwrap_or_default();
                (named(&column[0]), sums.measure(measure, whole))
            };
            let values: Vec<String> = key.iter().map(|value| shown(value).to_owned()).collect();
            (values, sorted(columns.keys().map(cell).collect()), sums.measure(measure, whole))
        };
        let expected = sorted(margin.iter().map(|(key, sums)| row(key, sums)).collect());
        let read = |mut cells: Vec<(String, String)>| {
            let values = cells.drain(..by.len()).map(|(_, value)| value).collect::<Vec<_>>();
            let (head, total) = cells.pop().unwrap();
            assert_eq!(head, "total");
            let cells = cells.into_iter().map(|(head, cell)| (same(across, &head), cell)).collect();
            (values, sorted(cells), total)
        };
        let json = in_json(&env, &args);
        let csv = in_csv(&env, &args);
        let of_csv = |line: &Vec<String>| csv[0].iter().cloned().zip(line.iter().cloned()).collect();
        // Months and quarters without deals are rows as well.
        let by_period = matches!(by, ["month" | "quarter"]);
        let is_gap = |row: &(Vec<String>, Vec<(String, String)>, String)| {
            by_period && !margin.keys().any(|key| shown(&key[0]) == row.0[0])
        };
        let found = |rows: Vec<_>| sorted(rows.into_iter().filter(|row| !is_gap(row)).collect::<Vec<_>>());
        prop_assert_eq!(&found(csv[1..].iter().map(|line| read(of_csv(line))).collect()), &expected, "{:?}", &args);
        let of_json = json["rows"].as_array().unwrap().iter().map(|object| read(cells(object)));
        prop_assert_eq!(&found(of_json.collect()), &expected, "{:?}", &args);
        let mut totals: Vec<(String, String)> =
            columns.iter().map(|(key, sums)| (named(&key[0]), sums.measure(measure, whole))).collect();
        totals.push(("total".to_owned(), Sums::of(&rows).measure(measure, whole)));
        let found = cells(&json["total"]).into_iter().map(|(head, cell)| (same(across, &head), cell)).collect();
        prop_assert_eq!(sorted::<(String, String)>(found), sorted(totals), "{:?}", &args);
        if matches!(measure, "deals" | "amount") && !dimensions.contains(&"tag") {
            for (_, cells, total) in &expected {
                prop_assert_eq!(cells.iter().map(|(_, cell)| units(cell)).sum::<i128>(), units(total));
            }
        }
    }

    #[test]
    fn subtotals_are_the_sums_of_their_lines(rows in any_rows(), by in any_dimensions(2..=3)) {
        let env = ledger(&rows);
        let args = ["--subtotals", "--by", &by.join(","), "--show", "deals,amount,average,largest"];
        let json = in_json(&env, &args);
        let show = ["deals", "amount", "average", "largest"];
        prop_assert_eq!(sorted(json_lines(&json["rows"])), lines(&groups(&rows, &by), &show, None), "{:?}", &args);
        prop_assert_eq!(cells(&json["total"]), total_cells(&rows, &show), "{:?}", &args);
        let mut expected = Groups::new();
        for depth in 1..by.len() {
            let padded = groups(&rows, &by[..depth]).into_iter().map(|(mut key, sums)| {
                // So that a group of deals without value is not taken for the one above it.
                key.push(format!("\t{depth}"));
                key.resize(by.len(), String::new());
                (key, sums)
            });
            expected.extend(padded);
        }
        let found = if json["subtotals"].is_null() { Vec::new() } else { json_lines(&json["subtotals"]) };
        prop_assert_eq!(sorted(found), lines(&expected, &show, None), "{:?}", &args);
    }

    /// In HTML each subtotal stands above its lines.
    #[test]
    fn each_subtotal_stands_above_the_lines_that_it_adds_up(rows in any_rows(), by in any_dimensions(2..=2)) {
        let env = ledger(&rows);
        let html = env.ok(&["report", "--subtotals", "--by", &by.join(","), "--format", "html"]);
        let body = html.split("<tbody>").nth(1).unwrap().split("</tbody>").next().unwrap();
        let figures = |row: &str| -> Vec<i128> {
            let value = |cell: &str| units(cell.split('"').next().unwrap());
            row.split("data-value=\"").skip(1).take(2).map(value).collect()
        };
        let mut subtotals = 0;
        for block in body.split("<tr class=\"subtotal\">").skip(1) {
            let mut lines = block.split("</tr>").map(figures).filter(|figures| !figures.is_empty());
            let subtotal = lines.next().unwrap();
            let lines: Vec<Vec<i128>> = lines.collect();
            let sum = |at: usize| lines.iter().map(|line| line.get(at).copied().unwrap_or(0)).sum::<i128>();
            if by[1] != "tag" {
                prop_assert_eq!((sum(0), sum(1)), (subtotal[0], subtotal.get(1).copied().unwrap_or(0)), "{:?}", by);
            }
            subtotals += 1;
        }
        prop_assert_eq!(subtotals, groups(&rows, &by[..1]).len());
    }

    #[test]
    fn comparing_back_is_the_inverse_of_comparing(
        rows in any_rows(),
        by in any_dimensions(1..=2),
        dimension in select(vec!["event", "event", "sector", "place", "origin", "kind", "tag", "year", "size"]),
        values in (any::<Index>(), any::<Index>()),
    ) {
        let known = groups(&rows, &[dimension]).into_keys().map(|mut key| key.remove(0)).chain([String::new()]);
        let known: Vec<String> = known.collect();
        let (a, b) = (&**values.0.get(&known), &**values.1.get(&known));
        let env = ledger(&rows);
        let named = |value: &str| if value.is_empty() { "none".to_owned() } else { value.to_owned() };
        let option = format!("--{dimension}");
        let by_text = by.join(",");
        let versus = |now: &str, before: &str| {
            let (now, before) = (named(now), named(before));
            // What is compared with an event may be named alone.
            let before = if dimension == "event" { before } else { format!("{dimension}={before}") };
            let args = ["--by", &by_text, &option, &now, "--versus", &before, "--show", "deals,amount,share"];
            let (csv, json) = (in_csv(&env, &args), in_json(&env, &args));
            assert_eq!(&csv[1..], json_lines(&json["rows"]), "{args:?}");
            (csv[1..].to_vec(), cells(&json["total"]))
        };
        let selected = |value: &str| -> Vec<Row> {
            rows.iter().filter(|row| row.values(dimension).iter().any(|own| own == value)).cloned().collect()
        };
        let (now, before) = (selected(a), selected(b));
        for (asked, (found, total), now, before) in [(a, versus(a, b), &now, &before), (b, versus(b, a), &before, &now)] {
            let whole = Sums::of(now).amount;
            let (of_now, of_before) = (groups(now, &by), groups(before, &by));
            let keys: BTreeSet<&Vec<String>> = of_now.keys().chain(of_before.keys()).collect();
            let line = |key: &Vec<String>| {
                let [now, before] = [&of_now, &of_before].map(|groups| groups.get(key).cloned().unwrap_or_default());
                let values = key.iter().map(|value| shown(value).to_owned());
                values.chain(compared(&now, &before, whole)).collect()
            };
            let is_gap = |line: &Vec<String>| line[by.len()] == "0" && line[by.len() + 3] == "0";
            let found: Vec<Vec<String>> = found.into_iter().filter(|line| !is_gap(line)).collect();
            let expected: Vec<Vec<String>> = keys.into_iter().map(line).collect();
            prop_assert_eq!(sorted(found), sorted(expected), "{:?} of {}", by, asked);
            let heads = ["deals", "amount", "share", "deals_before", "amount_before", "deals_change", "amount_change"];
            let expected = heads.map(str::to_owned).into_iter().zip(compared(&Sums::of(now), &Sums::of(before), whole));
            prop_assert_eq!(total, expected.filter(|(head, _)| head != "share").collect::<Vec<_>>(), "{:?}", by);
            let plain = in_csv(&env, &["--by", &by_text, &option, &named(asked)]);
            let plain = with_deals(plain[1..].to_vec(), by.len());
            prop_assert_eq!(sorted(plain), lines(&of_now, &["deals", "amount", "share"], whole), "{:?}", by);
        }
    }
}

/// What programs read of a comparison.
fn compared(now: &Sums, before: &Sums, whole: Option<i128>) -> [String; 7] {
    let measure = |sums: &Sums, measure| sums.measure(measure, whole);
    let amount = now.amount.or((now.deals == 0).then_some(0));
    [
        measure(now, "deals"),
        measure(now, "amount"),
        measure(now, "share"),
        measure(before, "deals"),
        measure(before, "amount"),
        ratio(Some(now.deals - before.deals), Some(before.deals)),
        ratio(amount.zip(before.amount).map(|(now, before)| now - before), before.amount),
    ]
}

#[test]
fn the_total_of_a_cross_tab_has_every_column_in_json() {
    let env = Env::new();
    let file =
        env.file("x.csv", "title,signed,sector,kind\na,2019,5G,contract\nb,2019,5G,intent\nc,2019,IC,contract\n");
    env.ok(&["import", &file]);
    let json = in_json(&env, &["--by", "sector", "--across", "kind"]);
    let expected = [("contract", "2"), ("intent", "1"), ("total", "3")];
    assert_eq!(cells(&json["total"]), expected.map(|(head, cell)| (head.to_owned(), cell.to_owned())));
}

#[test]
fn columns_of_one_name_are_two_in_json() {
    let env = Env::new();
    let file = env.file("x.csv", "title,signed,sector,country,region\na,2019,5G,AU,Victoria\nb,2019,5G,CA,Victoria\n");
    env.ok(&["import", &file]);
    let json = in_json(&env, &["--by", "sector", "--across", "region"]);
    let figures: Vec<i128> = cells(&json["rows"][0])[1..].iter().map(|(_, cell)| units(cell)).collect();
    assert_eq!(figures, [1, 1, 2], "{}", json["rows"]);
}
