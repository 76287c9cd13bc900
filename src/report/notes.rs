//! The notes of a report: what was left out or could not be added or compared, with its count.

use std::collections::BTreeSet;

use super::compare::{Basis, Comparison, Verdict};
use super::measure::Measure;
use super::{Kind, LeftOut, Report, Side, Source};
use crate::domain::catalogue::{Catalogue, Family, Id};
use crate::domain::dimension::{Dimension, Value};
use crate::domain::event::{Published, Scope};
use crate::domain::label::{Label, Lang};
use crate::domain::money::Money;
use crate::domain::relation::Counting;
use crate::lang::{Said, notes as sentences, report, words};
use crate::store::RateUsed;

/// Every note.
pub(super) fn notes(report: &Report, catalogue: &Catalogue, lang: Lang) -> Vec<String> {
    let mut notes = Vec::new();
    left_out(report, &mut notes, lang);
    notes.extend(of_what_came(report).into_iter().map(|note| note.in_lang(lang).to_owned()));
    notes.extend(unlike_events(report, catalogue).map(|note| note.in_lang(lang).to_owned()));
    if let Some(comparison) = &report.comparison {
        let said = of_comparison(report, comparison, catalogue);
        notes.extend(said.into_iter().map(|note| note.in_lang(lang).to_owned()));
    }
    for (side, rates) in &report.rates_used {
        let side = report.comparison.as_ref().map(|comparison| {
            let sides = report::compared(comparison.in_time);
            if *side == Side::Now { sides.now } else { sides.before }
        });
        notes.extend(rates_used(side, rates, catalogue).into_iter().map(|note| note.in_lang(lang).to_owned()));
    }
    notes
}

/// Events that stand side by side though they count different signings.
fn unlike_events(report: &Report, catalogue: &Catalogue) -> Option<Said> {
    let columns = report.cross.iter().flat_map(|cross| &cross.columns).flat_map(|column| &column.values);
    let values = report.lines.iter().flat_map(|line| &line.values).chain(columns);
    let events: BTreeSet<Id> = values
        .filter_map(|value| match value {
            Value::Item(Family::Event, id) => Some(*id),
            _ => None,
        })
        .collect();
    let of = |scope: Scope| {
        let items = events.iter().filter_map(|id| catalogue.item(Family::Event, *id));
        items.filter(|event| event.scope == Some(scope)).map(|event| event.code().to_owned()).collect::<Vec<_>>()
    };
    let scopes: Vec<(Scope, Vec<String>)> =
        Scope::all().map(|scope| (scope, of(scope))).filter(|(_, events)| !events.is_empty()).collect();
    (scopes.len() > 1).then(|| sentences::unlike_events(&scopes))
}

/// What is in the lines but not in the sums, or not in the lines at all.
fn left_out(report: &Report, notes: &mut Vec<String>, lang: Lang) {
    let words = words(lang);
    let total = &report.total.now;
    let all = total.deals;
    let unrated: i64 = report.unrated.iter().map(|unrated| unrated.deals).sum();
    let without_amount = total.addends.0 - total.addends.1 - unrated;
    let added = (all, total.addends.0 - all);
    // Where nothing is added up nothing is missing in the sum.
    let adds = report.question.adds_amounts();
    if without_amount > 0 && adds {
        notes.push((words.note_without_amount)(without_amount, added));
    }
    if let Some(first) = report.unrated.first().filter(|_| adds) {
        let list: Vec<String> = report.unrated.iter().map(|one| format!("{} {}", one.currency, one.deals)).collect();
        let remedy = match report.source {
            Source::Ledger => (words.rate_to_ledger)(first.currency.code()),
            Source::Files => words.rate_to_files.to_owned(),
        };
        notes.push((words.note_without_rate)(unrated, added, &list.join(", "), &remedy));
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

/// What is not counted since it was signed before, and what is to be said of stages and receipts.
fn of_what_came(report: &Report) -> Vec<Said> {
    let mut notes = Vec::new();
    let LeftOut { deals, with_stages, receipts } = &report.left_out;
    if !deals.is_empty() {
        let by_relation: Vec<_> = deals.iter().map(|(relation, deals)| (*relation, *deals)).collect();
        notes.push(sentences::related(&by_relation));
    }
    if report.first_outside > 0 {
        notes.push(sentences::first_outside(report.first_outside));
    }
    if *with_stages > 0 || *receipts > 0 {
        notes.push(sentences::progress_of_related(*with_stages, *receipts));
    }
    let received = &report.total.now.receipts;
    if received.rated < received.count {
        notes.push(sentences::unrated_receipts(received.count - received.rated, received.count));
    }
    let question = &report.question;
    let is_by_time =
        |dimension: &Dimension| matches!(dimension, Dimension::Year | Dimension::Quarter | Dimension::Month);
    if received.count > 0 && question.by.iter().any(is_by_time) {
        notes.push(sentences::received_by_time(question.receives_by_arrival()));
    }
    notes.extend(question.on.map(sentences::up_to));
    notes.extend(question.of.map(sentences::rates_of));
    notes.extend((question.counting == Counting::Raw).then(sentences::raw));
    let (confidential, _) = report.total.now.confidential;
    if confidential > 0 {
        notes.push(sentences::confidential(confidential, report.withholds_amounts()));
    }
    notes
}

fn of_comparison(report: &Report, comparison: &Comparison, catalogue: &Catalogue) -> Vec<Said> {
    let mut notes = Vec::new();
    let sides = report::compared(comparison.in_time);
    let code = |id: Id| catalogue.item(Family::Event, id).map_or(String::new(), |event| event.code().to_owned());
    let before = &report.total.before;
    if before.priced < before.deals && report.question.adds_amounts() {
        notes.push(sentences::before_incomplete(sides.before, before.deals - before.priced, before.deals));
    }
    if !report.left_out_before.deals.is_empty() {
        let by_relation: Vec<_> = report.left_out_before.deals.iter().map(|(one, deals)| (*one, *deals)).collect();
        notes.push(sentences::of_side(sides.before, &sentences::related(&by_relation)));
    }
    for basis in &comparison.basis {
        match basis {
            Basis::Deals => {}
            Basis::Published(event, published) => {
                let figures = figures(published, catalogue);
                notes.push(sentences::published(&code(*event), &figures, published.source.as_deref(), true));
            }
            Basis::NotOfSelection(event) => notes.push(sentences::not_of_selection(&code(*event))),
            Basis::Unrecorded(events) => {
                notes.push(sentences::unrecorded(&events.iter().map(|event| code(*event)).collect::<Vec<_>>()));
            }
        }
    }
    if comparison.overlap > 0 {
        notes.push(sentences::overlap(comparison.overlap));
    }
    if !comparison.absent.is_empty() {
        let absent: Vec<String> = comparison.absent.iter().map(|event| code(*event)).collect();
        notes.push(sentences::absent(&absent));
    }
    match comparison.verdict {
        Verdict::Alike => {}
        Verdict::Unknown if report.source == Source::Files => notes.push(sentences::scope_not_in_files()),
        Verdict::Unknown => {
            let events: Vec<String> = comparison.without_scope(catalogue).into_iter().map(code).collect();
            notes.push(sentences::scope_unknown(&events));
        }
        Verdict::Unlike => {
            let [now, before] = [0, 1].map(|side| scopes(&comparison.events[side], catalogue));
            let say = if comparison.forced { sentences::unlike_forced } else { sentences::unlike };
            notes.push(say(sides, &now, &before));
        }
    }
    notes
}

/// The scopes of some events.
fn scopes(events: &BTreeSet<Option<Id>>, catalogue: &Catalogue) -> Said {
    let scopes: BTreeSet<_> =
        events.iter().flatten().filter_map(|id| catalogue.item(Family::Event, *id)?.scope).collect();
    let parts: Vec<Said> =
        scopes.into_iter().map(|scope| Said::new(scope.name(Lang::En), scope.name(Lang::Zh))).collect();
    report::all_of(&parts)
}

fn figures(published: &Published, catalogue: &Catalogue) -> Said {
    let amount = published.amount.map(|minor| Money { minor, currency: catalogue.base });
    sentences::figures(published.deals, amount)
}

/// A note for each currency.
pub(super) fn rates_used(side: Option<Label>, used: &[RateUsed], catalogue: &Catalogue) -> Vec<Said> {
    let base = catalogue.base.code();
    let of_side = |note: Said| match side {
        None => note,
        Some(side) => sentences::of_side(side, &note),
    };
    if used.is_empty() {
        return vec![of_side(sentences::no_rates())];
    }
    let of_one = used.chunk_by(|a, b| a.currency == b.currency);
    of_one
        .map(|rates| {
            let rates_and_days: Vec<_> =
                rates.iter().map(|one| (one.rate.to_string(), one.deals, one.signed)).collect();
            of_side(sentences::rates_used(rates[0].currency.code(), base, &rates_and_days))
        })
        .collect()
}

/// What is to be said of an event that is asked for and has no deals here.
#[must_use]
pub fn of_absent_event(event: Id, catalogue: &Catalogue) -> Option<Said> {
    let event = catalogue.item(Family::Event, event)?;
    let published = &event.published;
    if published.is_empty() {
        return Some(sentences::absent(&[event.code().to_owned()]));
    }
    let figures = figures(published, catalogue);
    Some(sentences::published(event.code(), &figures, published.source.as_deref(), false))
}
