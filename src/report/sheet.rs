//! A report as a sheet: codes and names of its values, its measures, its notes.

use std::borrow::Cow;

use super::{Line, Report, Source, Sums};
use crate::domain::catalogue::{Catalogue, Family};
use crate::domain::dimension::{Dimension, Value};
use crate::domain::label::Lang;
use crate::lang::words;
use crate::sheet::{Cell, Column, ColumnKind, Shape, Sheet};

/// Lays a report out in columns: its dimensions, then deals, amount and share.
#[must_use]
pub fn sheet(report: &Report, catalogue: &Catalogue, lang: Lang) -> Sheet {
    let words = words(lang);
    let dimension = |dimension: &Dimension| Column {
        key: dimension.name(),
        label: dimension.label().in_lang(lang),
        kind: ColumnKind::Text,
    };
    let mut columns: Vec<Column> = report.by.iter().map(dimension).collect();
    columns.extend([
        Column { key: "deals", label: words.deals, kind: ColumnKind::Count },
        Column { key: "amount", label: words.amount, kind: ColumnKind::Money(catalogue.base) },
        Column { key: "share", label: words.share, kind: ColumnKind::Share },
    ]);
    let row = |line: &Line| {
        let values = line.values.iter().map(|value| cell(value, catalogue, lang));
        values.chain(measures(line.sums, report.total, catalogue)).collect()
    };
    let mut total = vec![Cell::Text(words.total.into())];
    total.resize(report.by.len(), Cell::Empty);
    total.extend(measures(report.total, report.total, catalogue));
    Sheet {
        shape: Shape::Report {
            by: report.by.iter().map(|dimension| dimension.name()).collect(),
            currency: catalogue.base,
        },
        columns,
        rows: report.lines.iter().map(row).collect(),
        total: Some(total),
        notes: notes(report, lang),
    }
}

fn measures(sums: Sums, total: Sums, catalogue: &Catalogue) -> [Cell<'static>; 3] {
    let amount = sums.amount.map_or(Cell::Empty, |minor| Cell::Money { minor, currency: catalogue.base });
    let share = match (sums.amount, total.amount) {
        (Some(part), Some(whole)) if whole > 0 => Cell::Share { part, whole },
        _ => Cell::Empty,
    };
    [Cell::Count(sums.deals), amount, share]
}

fn notes(report: &Report, lang: Lang) -> Vec<String> {
    let words = words(lang);
    let mut notes = Vec::new();
    let all = report.total.deals;
    let unrated: i64 = report.unrated.iter().map(|unrated| unrated.deals).sum();
    let without_amount = all - report.total.priced - unrated;
    if without_amount > 0 {
        notes.push((words.note_without_amount)(without_amount, all));
    }
    if let Some(first) = report.unrated.first() {
        let list: Vec<String> = report.unrated.iter().map(|one| format!("{} {}", one.currency, one.deals)).collect();
        let remedy = match report.source {
            Source::Ledger => (words.rate_to_ledger)(first.currency.code()),
            Source::Files => words.rate_to_files.to_owned(),
        };
        notes.push((words.note_without_rate)(unrated, all, &list.join(", "), &remedy));
    }
    if report.lines.iter().map(|line| line.sums.deals).sum::<i64>() > all {
        notes.push(words.note_several_tags.to_owned());
    }
    if report.refused > 0 {
        notes.push((words.note_refused)(report.refused));
    }
    notes
}

fn cell(value: &Value, catalogue: &Catalogue, lang: Lang) -> Cell<'static> {
    if *value == Value::None {
        return Cell::NoValue;
    }
    let code = code_of(value, catalogue).into_owned().into();
    Cell::Named { code, name: name_of(value, catalogue, lang).into_owned().into() }
}

/// What programs read of a value; empty where there is none.
#[must_use]
pub fn code_of<'a>(value: &'a Value, catalogue: &'a Catalogue) -> Cow<'a, str> {
    match value {
        Value::None => "".into(),
        Value::Item(family, id) => catalogue.item(*family, *id).map_or("".into(), |item| item.code().into()),
        Value::Origin(origin) => origin.code().into(),
        Value::Kind(kind) => kind.code().into(),
        Value::Venue(venue) => venue.code().into(),
        Value::Tag(tag) => Cow::Borrowed(tag),
        Value::Currency(currency) => currency.code().into(),
        Value::Year(year) => format!("{year:04}").into(),
        Value::Quarter(year, quarter) => format!("{year:04}-Q{quarter}").into(),
        Value::Month(year, month) => format!("{year:04}-{month:02}").into(),
    }
}

/// What people read of a value. A region abroad has its country behind it.
#[must_use]
pub fn name_of<'a>(value: &'a Value, catalogue: &'a Catalogue, lang: Lang) -> Cow<'a, str> {
    match value {
        Value::Item(family, id) => {
            let Some(item) = catalogue.item(*family, *id) else { return "".into() };
            let name = item.label(lang);
            let abroad = item.country.filter(|country| *family == Family::Region && *country != catalogue.home);
            match abroad.and_then(|country| catalogue.item(Family::Country, country)) {
                Some(country) => format!("{name}, {}", country.label(lang)).into(),
                None => name.into(),
            }
        }
        Value::Origin(origin) => origin.name(lang).into(),
        Value::Kind(kind) => kind.name(lang).into(),
        Value::Venue(venue) => venue.name(lang).into(),
        other => code_of(other, catalogue),
    }
}
