//! The heading of a report: what was counted, in which currency, from what. A figure without it can be read wrongly.

use super::names::name_of;
use super::{Measure, Question, Report};
use crate::domain::catalogue::{Catalogue, Family};
use crate::domain::dimension::Value;
use crate::domain::filter::{Filter, Members};
use crate::domain::label::Lang;
use crate::domain::money::Money;
use crate::lang::{Said, report as words, words as common};

/// What a report was drawn from, as people know it.
#[derive(Clone, Debug)]
pub enum Provenance {
    /// A ledger: its file, its last entry and the day of that.
    Ledger {
        /// The file.
        name: String,
        /// The last entry and its day; none in a ledger without one.
        entry: Option<(i64, String)>,
    },
    /// Files.
    Files(Vec<String>),
}

/// The lines of the heading.
#[must_use]
pub fn heading(
    report: &Report,
    filters: (&Filter, Option<&Filter>),
    catalogue: &Catalogue,
    provenance: &Provenance,
    lang: Lang,
) -> Vec<String> {
    let in_time = report.comparison.as_ref().is_none_or(|comparison| comparison.in_time);
    [title(&report.question, filters, in_time, catalogue), origin(&report.question, catalogue, provenance)]
        .map(|line| line.in_lang(lang).to_owned())
        .into()
}

/// What was counted.
fn title(question: &Question, (now, before): (&Filter, Option<&Filter>), in_time: bool, catalogue: &Catalogue) -> Said {
    let by: Vec<_> = question.by.iter().map(|dimension| dimension.label()).collect();
    let across = question.across.map(|(dimension, measure)| (dimension.label(), measure.title()));
    let now = selection(now, catalogue);
    let selection = before.map_or(now.clone(), |before| words::versus(&now, &selection(before, catalogue), in_time));
    words::title(&by, across, question.show == Measure::PROGRESS, &selection)
}

/// In which currency the sums are, and what they were drawn from.
pub(super) fn origin(question: &Question, catalogue: &Catalogue, provenance: &Provenance) -> Said {
    let base = words::base(catalogue.base, question.grouping_of_receipts().is_some());
    let drawn = match provenance {
        Provenance::Ledger { name, entry } => {
            words::from_ledger(name, entry.as_ref().map(|(entry, day)| (*entry, day.as_str())))
        }
        Provenance::Files(names) => words::from_files(&names.join(", ")),
    };
    Said::new(format!("{base} {drawn}"), format!("{base:#}{drawn:#}"))
}

/// A filter in words.
#[must_use]
pub fn selection(filter: &Filter, catalogue: &Catalogue) -> Said {
    let mut parts: Vec<Said> = filter.members.iter().map(|members| among(members, catalogue)).collect();
    parts.extend(filter.signed.map(words::signed));
    parts.extend(filter.dates.iter().map(|(field, period)| words::dated(*field, *period)));
    let amount = |minor: i64| Money { minor, currency: catalogue.base };
    parts.extend(filter.min.map(|min| words::at_least(amount(min))));
    parts.extend(filter.max.map(|max| words::at_most(amount(max))));
    parts.extend(filter.open_only.then(words::open_only));
    parts.extend((!filter.words.is_empty()).then(|| words::with_words(&filter.words.join(" "))));
    if parts.is_empty() { words::all_deals() } else { words::all_of(&parts) }
}

fn among(members: &Members, catalogue: &Catalogue) -> Said {
    let names = |lang: Lang| -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for value in &members.any_of {
            let name = value_name(value, catalogue, lang);
            // What was merged counts under one name.
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    };
    words::among(members.dimension.label(), &names(Lang::En), &names(Lang::Zh))
}

fn value_name(value: &Value, catalogue: &Catalogue, lang: Lang) -> String {
    match value {
        Value::None => common(lang).none.to_owned(),
        Value::Item(Family::Event, id) => {
            catalogue.item(Family::Event, *id).map_or(String::new(), |event| words::event(event, lang))
        }
        Value::Item(family, id) => {
            let today = catalogue.current(*family, *id).map_or(*id, |item| item.id);
            name_of(&Value::Item(*family, today), catalogue, lang).into_owned()
        }
        other => name_of(other, catalogue, lang).into_owned(),
    }
}
