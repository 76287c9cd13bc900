//! The notes of a report: what was left out or could not be added or compared, with its count.

use std::collections::BTreeSet;

use super::compare::{Basis, Comparison, Verdict};
use super::measure::Measure;
use super::{Kind, Report, Source};
use crate::domain::catalogue::{Catalogue, Family, Id};
use crate::domain::event::Published;
use crate::domain::label::Lang;
use crate::domain::money::Money;
use crate::lang::{Said, report as sentences, words};
use crate::store::RateUsed;

/// Every note.
pub(super) fn notes(report: &Report, catalogue: &Catalogue, lang: Lang) -> Vec<String> {
    let mut notes = Vec::new();
    left_out(report, &mut notes, lang);
    if let Some(comparison) = &report.comparison {
        let said = of_comparison(report, comparison, catalogue, lang);
        notes.extend(said.into_iter().map(|note| note.in_lang(lang).to_owned()));
    }
    if let Some(rates) = &report.rates_used {
        notes.extend(rates_used(rates, catalogue).into_iter().map(|note| note.in_lang(lang).to_owned()));
    }
    notes
}

/// What is in the lines but not in the sums, or not in the lines at all.
fn left_out(report: &Report, notes: &mut Vec<String>, lang: Lang) {
    let words = words(lang);
    let total = &report.total.now;
    let all = total.deals;
    let unrated: i64 = report.unrated.iter().map(|unrated| unrated.deals).sum();
    let without_amount = all - total.priced - unrated;
    // Where nothing is added up nothing is missing in the sum.
    let adds = report.question.adds_amounts();
    if without_amount > 0 && adds {
        notes.push((words.note_without_amount)(without_amount, all));
    }
    if let Some(first) = report.unrated.first().filter(|_| adds) {
        let list: Vec<String> = report.unrated.iter().map(|one| format!("{} {}", one.currency, one.deals)).collect();
        let remedy = match report.source {
            Source::Ledger => (words.rate_to_ledger)(first.currency.code()),
            Source::Files => words.rate_to_files.to_owned(),
        };
        notes.push((words.note_without_rate)(unrated, all, &list.join(", "), &remedy));
    }
    let averages = report.question.show.contains(&Measure::Average)
        || report.cross.as_ref().is_some_and(|cross| cross.measure == Measure::Average);
    if averages && total.priced < all {
        notes.push(sentences::average_of(total.priced, all).in_lang(lang).to_owned());
    }
    let lines = report.lines.iter().filter(|line| line.kind != Kind::Subtotal);
    let columns: i64 = report.cross.iter().flat_map(|cross| &cross.columns).map(|column| column.total.deals).sum();
    if lines.map(|line| line.sums.now.deals).sum::<i64>().max(columns) > all {
        notes.push(words.note_several_tags.to_owned());
    }
    if report.refused > 0 {
        notes.push((words.note_refused)(report.refused));
    }
}

fn of_comparison(report: &Report, comparison: &Comparison, catalogue: &Catalogue, lang: Lang) -> Vec<Said> {
    let mut notes = Vec::new();
    let code = |id: Id| catalogue.item(Family::Event, id).map_or(String::new(), |event| event.code().to_owned());
    let before = &report.total.before;
    if before.priced < before.deals && report.question.adds_amounts() {
        notes.push(sentences::before_incomplete(before.deals - before.priced, before.deals));
    }
    for basis in &comparison.basis {
        match basis {
            Basis::Deals => {}
            Basis::Published(event, published) => {
                let figures = figures(published, catalogue);
                notes.push(sentences::published(&code(*event), &figures, published.source.as_deref(), true));
            }
            Basis::NotOfSelection(event) => notes.push(sentences::not_of_selection(&code(*event))),
        }
    }
    match comparison.verdict {
        Verdict::Alike => {}
        Verdict::Unknown if report.source == Source::Files => notes.push(sentences::scope_not_in_files()),
        Verdict::Unknown => {
            let events: Vec<String> = comparison.without_scope(catalogue).into_iter().map(code).collect();
            let between = if lang == Lang::Zh { "、" } else { ", " };
            let first = events.first().cloned().unwrap_or_default();
            notes.push(sentences::scope_unknown(&events.join(between), &first));
        }
        Verdict::Unlike => {
            let [now, before] = [0, 1].map(|side| scopes(&comparison.events[side], catalogue));
            let say = if comparison.forced { sentences::unlike_forced } else { sentences::unlike };
            notes.push(say(&now, &before));
        }
    }
    notes
}

/// The scopes of some events.
fn scopes(events: &BTreeSet<Id>, catalogue: &Catalogue) -> Said {
    let scopes: BTreeSet<_> = events.iter().filter_map(|id| catalogue.item(Family::Event, *id)?.scope).collect();
    let parts: Vec<Said> =
        scopes.into_iter().map(|scope| Said::new(scope.name(Lang::En), scope.name(Lang::Zh))).collect();
    sentences::all_of(&parts)
}

fn figures(published: &Published, catalogue: &Catalogue) -> Said {
    let amount = published.amount.map(|minor| Money { minor, currency: catalogue.base });
    sentences::figures(published.deals, amount)
}

/// A note for each currency.
fn rates_used(used: &[RateUsed], catalogue: &Catalogue) -> Vec<Said> {
    let base = catalogue.base.code();
    if used.is_empty() {
        return vec![sentences::no_rates(base)];
    }
    let of_one = used.chunk_by(|a, b| a.currency == b.currency);
    of_one
        .map(|rates| {
            let rates_and_days: Vec<(String, i64, String)> = rates
                .iter()
                .map(|one| {
                    let (first, last) = one.signed;
                    let days = if first == last { first.to_string() } else { format!("{first}..{last}") };
                    (one.rate.to_string(), one.deals, days)
                })
                .collect();
            sentences::rates_used(rates[0].currency.code(), base, &rates_and_days)
        })
        .collect()
}

/// What was published of an event that is asked for and has no deals here.
#[must_use]
pub fn published_alone(event: Id, catalogue: &Catalogue) -> Option<Said> {
    let event = catalogue.item(Family::Event, event)?;
    let published = &event.published;
    let figures = figures(published, catalogue);
    (!published.is_empty()).then(|| sentences::published(event.code(), &figures, published.source.as_deref(), false))
}
