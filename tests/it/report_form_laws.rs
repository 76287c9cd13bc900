//! A law of `deals report` on random ledgers: every form of output carries the same figures, exact for programs, rounded once for
//! people.

use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::Value as Json;

use crate::env::{Env, csv_rows, outcome, sheet};
use crate::report_ledgers::{
    MEASURES, any_dimensions, any_rows, cells, config, decimal, json_lines, ledger, rounded, same, units,
};

/// What a column of figures holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Figure {
    Count,
    Money,
    Share,
    Change,
}

/// The columns of figures in CSV, and the order in which people see them.
#[derive(Clone, Debug)]
struct Columns {
    figures: Vec<Figure>,
    for_people: Vec<usize>,
}

/// What is asked: options, and the columns that come of them where they do not follow from the head.
#[derive(Clone, Debug)]
struct Asked {
    by: Vec<&'static str>,
    options: Vec<String>,
    is_cross: Option<Figure>,
}

fn figure(measure: &str) -> Figure {
    match measure {
        "deals" | "partners" | "countries" | "deals_before" => Figure::Count,
        "share" => Figure::Share,
        "deals_change" | "amount_change" => Figure::Change,
        _ => Figure::Money,
    }
}

fn option(name: &str, value: &str) -> Vec<String> {
    vec![format!("--{name}"), value.to_owned()]
}

/// A plain report, a cross-tab or a comparison, of all or some lines.
fn any_question() -> impl Strategy<Value = Asked> {
    let measures =
        subsequence(&MEASURES[..], 1..=7).prop_shuffle().prop_map(|measures| (option("show", &measures.join(",")), 0));
    let cross = select(vec!["deals", "amount", "share", "average"]).prop_map(|measure| (option("measure", measure), 1));
    let versus = select(vec![["SCE2018", "SCE2019"], ["SCE2019", "none"], ["none", "SCE2018"]])
        .prop_map(|[now, before]| ([option("event", now), option("versus", before)].concat(), 2));
    let top = prop_oneof![2 => Just(None), 1 => (1..5_usize).prop_map(Some)];
    (any_dimensions(2..=3), prop_oneof![2 => measures, 1 => cross, 1 => versus], top).prop_map(
        |(by, (mut options, kind), top)| {
            let is_cross = (kind == 1).then(|| figure(&options[1]));
            let by = if kind == 1 {
                options.extend(option("across", by[0]));
                by[1..].to_vec()
            } else {
                by[..by.len() - 1].to_vec()
            };
            options.extend(option("by", &by.join(",")));
            options.extend(top.into_iter().flat_map(|top| option("top", &top.to_string())));
            Asked { by, options, is_cross }
        },
    )
}

impl Asked {
    fn run(&self, env: &Env, format: &str, more: &[&str]) -> String {
        let options: Vec<&str> = self.options.iter().map(String::as_str).collect();
        env.ok(&[&["report", "--format", format], &options[..], more].concat())
    }

    fn columns(&self, head: &[String]) -> Columns {
        let heads = &head[self.by.len()..];
        let figures: Vec<Figure> = heads.iter().map(|head| self.is_cross.unwrap_or_else(|| figure(head))).collect();
        let at = |name: &str| heads.iter().position(|head| head == name);
        let triples = ["deals_before", "deals", "deals_change", "amount_before", "amount", "amount_change", "share"];
        let for_people = match at("deals_change") {
            Some(_) if self.is_cross.is_none() => triples.iter().filter_map(|name| at(name)).collect(),
            _ => (0..heads.len()).collect(),
        };
        Columns { figures, for_people }
    }
}

impl Columns {
    /// Cells in the order in which people see them.
    fn seen<T: Clone>(&self, cells: &[T]) -> Vec<T> {
        self.for_people.iter().map(|at| cells[*at].clone()).collect()
    }
}

/// The lines of a table or of Markdown: the head first, every cell as people read it.
fn drawn(text: &str) -> Vec<Vec<String>> {
    let frame = if text.contains('│') { '│' } else { '|' };
    let is_row = |line: &&str| line.starts_with(frame) && line.contains(' ') && !line.contains("---");
    let row = |line: &str| {
        let line = line.trim_start_matches(frame).trim_end_matches(frame);
        line.split(frame).map(|cell| plain(cell.trim())).collect()
    };
    text.lines().filter(is_row).map(row).collect()
}

/// Text without the marks of Markdown.
fn plain(cell: &str) -> String {
    let bold = cell.strip_prefix("**").and_then(|cell| cell.strip_suffix("**"));
    bold.unwrap_or(cell).replace('\\', "").replace("&amp;", "&")
}

/// The rows of a table in HTML: of each cell its text and its exact figure, the total last.
fn in_html(text: &str) -> Vec<Vec<(String, String)>> {
    let between = |text: &str, start: &str, end: &str| {
        text.split_once(start).map_or(String::new(), |(_, rest)| rest.split(end).next().unwrap().to_owned())
    };
    let entities = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&#38;", "&"),
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ];
    let cell = |cell: &str| {
        let mut shown = between(cell, ">", "</t");
        for (entity, character) in entities {
            shown = shown.replace(entity, character);
        }
        (shown, between(cell.split('>').next().unwrap(), "data-value=\"", "\""))
    };
    let row = |row: &str| row.replace("<th", "<td").split("<td").skip(1).map(cell).collect();
    let body = text.split_once("<tbody>").unwrap().1;
    body.split("<tr").skip(1).map(row).collect()
}

/// By which power of ten the amounts of a column are divided, as its head says.
fn power(head: &str) -> u32 {
    let words = [
        ("CNY bn)", 9),
        ("CNY m)", 6),
        ("CNY thousand)", 3),
        ("CNY 10,000)", 4),
        ("CNY 100m)", 8),
        ("(CNY)", 0),
        ("（十亿元）", 9),
        ("（百万元）", 6),
        ("（千元）", 3),
        ("（万元）", 4),
        ("（亿元）", 8),
        ("（元）", 0),
    ];
    let found = words.iter().find(|(word, _)| head.ends_with(word));
    found.unwrap_or_else(|| panic!("no unit in {head}")).1
}

/// A figure as people read it.
fn seen(figure: Figure, exact: &str, head: &str) -> String {
    match figure {
        _ if exact.is_empty() => String::new(),
        Figure::Count => grouped(exact),
        Figure::Money => grouped(&decimal(rounded(units(exact), 10_i128.pow(power(head))), 2)),
        Figure::Share | Figure::Change => panic!("{exact}"),
    }
}

fn grouped(decimal: &str) -> String {
    let (whole, rest) = decimal.split_once('.').unwrap_or((decimal, ""));
    let mut out = String::new();
    for (at, digit) in whole.chars().enumerate() {
        out.extend((at > 0 && (whole.len() - at) % 3 == 0).then_some(','));
        out.push(digit);
    }
    if rest.is_empty() { out } else { format!("{out}.{rest}") }
}

/// Holds a line that people see against the same line for programs.
fn check_line(shown: &[String], heads: &[String], kinds: &[Figure], exact: &[String]) {
    assert_eq!((shown.len(), heads.len()), (exact.len(), exact.len()), "{shown:?}");
    for ((shown, head), (figure, exact)) in shown.iter().zip(heads).zip(kinds.iter().zip(exact)) {
        match figure {
            Figure::Count | Figure::Money => assert_eq!(*shown, seen(*figure, exact, head), "{exact} under {head}"),
            // New and gone are words; a ratio was rounded from the exact one, not from that of programs.
            Figure::Change if !shown.ends_with('%') => {
                let word = ["", "new", "新增", "gone", "已无"].iter().position(|word| word == shown);
                let is = if exact == "-1.0000" { 3..5 } else { 0..3 };
                assert!(exact.is_empty() || exact == "-1.0000", "{exact}");
                assert!(word.is_some_and(|word| is.contains(&word)), "{shown} for {exact}");
            }
            Figure::Share | Figure::Change => {
                assert_eq!(exact.is_empty(), shown.is_empty(), "{shown} for {exact}");
                if !exact.is_empty() {
                    let thousandths = units(shown.trim_end_matches([' ', '%']).trim_start_matches('+'));
                    assert!((thousandths * 10 - units(exact)).abs() <= 5, "{shown} for {exact}");
                }
            }
        }
    }
}

/// The figure of a workbook's cell, which is in the unit of its head, and has every digit.
fn check_workbook(cell: &str, exact: &str, (figure, head): (Figure, &str)) {
    let is_money = figure == Figure::Money && !exact.is_empty();
    let exact = if is_money { decimal(units(exact), 2 + power(head)) } else { exact.to_owned() };
    let Some((number, format)) = cell.split_once(" [") else {
        // A number with more digits than a spreadsheet holds stands as text.
        let is_word = figure == Figure::Change && ["new", "新增", "gone", "已无"].contains(&cell);
        let fits = cell.replace(',', "") == exact || (is_word && matches!(&*exact, "" | "-1.0000"));
        assert!(fits, "{cell} for {exact}");
        return;
    };
    let (number, exact): (f64, f64) = (number.parse().unwrap(), exact.parse().unwrap());
    let is_ratio = matches!(figure, Figure::Share | Figure::Change);
    // A ratio is left to the spreadsheet to round, which programs get with four decimals.
    let fits = if is_ratio { (number - exact).abs() <= 0.000_050_000_1 } else { number.to_bits() == exact.to_bits() };
    assert!(fits, "{cell} for {exact}");
    let expected = match figure {
        Figure::Count => "#,##0]",
        Figure::Money => "#,##0.00]",
        Figure::Share => "0.0%]",
        Figure::Change => "+#,##0.0%;-#,##0.0%;0.0%]",
    };
    assert_eq!(format, expected);
}

/// Holds the other forms for programs against CSV.
fn check_programs(env: &Env, asked: &Asked, csv: &[Vec<String>]) {
    let excel = asked.run(env, "csv-excel", &[]);
    let guarded = |cell: &String| if cell.starts_with('=') { format!("'{cell}") } else { cell.clone() };
    let expected: Vec<Vec<String>> = csv.iter().map(|row| row.iter().map(guarded).collect()).collect();
    assert_eq!(csv_rows(excel.strip_prefix('\u{feff}').unwrap()), expected, "{asked:?}");
    assert_eq!(excel.matches("\r\n").count(), csv.len());
    let json: Json = serde_json::from_str(&asked.run(env, "json", &[])).unwrap();
    let jsonl = asked.run(env, "jsonl", &[]);
    let objects: Vec<Json> = jsonl.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(json["rows"].as_array().unwrap(), &objects, "{asked:?}");
    let line = |line: &Vec<String>| csv[0].iter().zip(line).map(|(head, cell)| same(head, cell)).collect();
    assert_eq!(json_lines(&json["rows"]), csv[1..].iter().map(line).collect::<Vec<Vec<String>>>(), "{asked:?}");
}

/// Holds the total of JSON, which has no share, against that of HTML.
fn check_total(asked: &Asked, json: &Json, heads: &[String], total: &[&str]) {
    let has_figure = |head: &str| asked.is_cross.is_some() || head != "share";
    let expected: Vec<&str> =
        heads.iter().zip(total).filter(|(head, _)| has_figure(head)).map(|(_, cell)| *cell).collect();
    let found: Vec<String> = cells(json).into_iter().map(|(_, cell)| cell).collect();
    assert_eq!(found, expected, "{asked:?} {json}");
}

proptest! {
    #![proptest_config(config(20))]

    #[test]
    fn every_form_carries_the_same_figures(
        rows in any_rows(),
        asked in any_question(),
        unit in select(vec!["auto", "auto", "yuan", "thousand", "million", "billion", "wan", "yi"]),
        lang in select(vec!["en", "zh"]),
    ) {
        let env = ledger(&rows);
        for event in ["SCE2018", "SCE2019"] {
            env.run(&["event", "add", event, event]);
        }
        let csv = csv_rows(&asked.run(&env, "csv", &[]));
        check_programs(&env, &asked, &csv);
        let (by, columns) = (asked.by.len(), asked.columns(&csv[0]));

        let said = ["--lang", lang, "--unit", unit];
        let html = in_html(&asked.run(&env, "html", &said));
        let (of_total, of_lines) = html.split_last().unwrap();
        let figures = |row: &Vec<(String, String)>| row[by..].iter().map(|(_, exact)| exact.clone()).collect::<Vec<_>>();
        for (row, line) in of_lines.iter().zip(&csv[1..]) {
            prop_assert_eq!(figures(row), columns.seen(&line[by..]), "{:?}", asked);
        }
        prop_assert_eq!(html.len(), csv.len(), "{:?}", asked);
        let json: Json = serde_json::from_str(&asked.run(&env, "json", &[])).unwrap();
        let of_json = (0..columns.figures.len()).map(|at| columns.for_people.iter().position(|seen| *seen == at).unwrap());
        check_total(&asked, &json["total"], &csv[0][by..], &of_json.map(|at| &*of_total[by + at].1).collect::<Vec<_>>());

        let table = drawn(&asked.run(&env, "table", &said));
        let kinds = columns.seen(&columns.figures);
        for (shown, row) in table[1..].iter().zip(&html) {
            check_line(&shown[by..], &table[0][by..], &kinds, &figures(row));
        }
        prop_assert_eq!(&table, &drawn(&asked.run(&env, "table", &[&said[..], &["--ascii"]].concat())), "{:?}", asked);
        prop_assert_eq!(&table, &drawn(&asked.run(&env, "md", &said)), "{:?}", asked);
        let texts: Vec<Vec<String>> = html.iter().map(|row| row.iter().map(|(text, _)| text.clone()).collect()).collect();
        prop_assert_eq!(&table[1..], texts, "{:?}", asked);

        asked.run(&env, "xlsx", &[&said[..], &["-o", "r.xlsx"]].concat());
        let (_, book) = sheet(&env.path("r.xlsx"));
        let book: Vec<Vec<&str>> =
            book.iter().map(|row| row.iter().map(|cell| cell.trim_start_matches('*')).collect()).collect();
        let head = book.iter().position(|row| row[..by] == table[0][..by]).unwrap();
        prop_assert!(book.len() >= head + table.len(), "{:?}", asked);
        for (row, (shown, exact)) in book[head + 1..].iter().zip(table[1..].iter().zip(&html)) {
            prop_assert_eq!(&row[..by], &shown[..by], "{:?}", asked);
            for (at, exact) in figures(exact).iter().enumerate() {
                check_workbook(row[by + at], exact, (kinds[at], book[head][by + at]));
            }
        }
    }
}

#[test]
fn a_cross_tab_in_blocks_shows_each_column_once() {
    let env = Env::with_samples();
    let args = ["report", "--by", "sector", "--across", "country"];
    let narrow = outcome(env.command(&args).env("COLUMNS", "60")).stdout;
    let heads = narrow.lines().filter(|line| line.starts_with("│ Sector "));
    let heads: Vec<&str> = heads.flat_map(|line| line.split('│')).map(str::trim).collect();
    assert!(heads.iter().filter(|head| **head == "Sector").count() > 1, "{narrow}");
    assert_eq!(heads.iter().filter(|head| **head == "China").count(), 1, "{narrow}");
}
