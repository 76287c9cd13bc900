//! Comparisons: what is compared with what, and whether the two are alike.
//!
//! Editions of an event that count different signings (on site alone, or off site as well) are not comparable. An edition that is
//! not in the ledger is stood in for by its published totals, which are of all its deals and so serve the total line alone.

use std::collections::{BTreeSet, HashMap};

use super::Report;
use super::tally::{Sides, Sums};
use crate::domain::catalogue::{Catalogue, Family, Id};
use crate::domain::dimension::{Dimension, Value};
use crate::domain::event::{Published, Scope};
use crate::domain::filter::{Filter, Members};

/// What the figures of a side rest on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Basis {
    /// Deals.
    #[default]
    Deals,
    /// What was published of an event that has no deals here.
    Published(Id, Published),
    /// The event has no deals here, and what was published of it is not of the selection that was asked for.
    NotOfSelection(Id),
}

/// Whether two selections may be compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Verdict {
    /// They count the same signings, or are of no event.
    #[default]
    Alike,
    /// The scope of an event is not known.
    Unknown,
    /// They count different signings.
    Unlike,
}

/// A comparison.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// The events of the deals asked for, and of those that they are compared with.
    pub events: [BTreeSet<Id>; 2],
    /// What each side rests on.
    pub basis: [Basis; 2],
    /// Whether they may be compared.
    pub verdict: Verdict,
    /// Whether they are compared even if unlike.
    pub forced: bool,
}

impl Comparison {
    /// One of which only the events are known.
    pub(super) fn of_events(events: &HashMap<Vec<Value>, Sides>) -> Self {
        let of = |deals: fn(&Sides) -> i64| {
            let found = events.iter().filter(|(_, sides)| deals(sides) > 0).filter_map(|(key, _)| match key.first() {
                Some(Value::Item(Family::Event, id)) => Some(*id),
                _ => None,
            });
            found.collect()
        };
        Self { events: [of(|sides| sides.now.deals), of(|sides| sides.before.deals)], ..Self::default() }
    }

    /// Whether changes are shown.
    #[must_use]
    pub fn shows_changes(&self) -> bool {
        self.verdict != Verdict::Unlike || self.forced
    }

    /// The events of which the scope is not known.
    #[must_use]
    pub fn without_scope(&self, catalogue: &Catalogue) -> Vec<Id> {
        let unknown = |id: &&Id| scope(**id, catalogue).is_none();
        let events: BTreeSet<Id> = self.events.iter().flatten().filter(unknown).copied().collect();
        events.into_iter().collect()
    }

    fn judged(&self, catalogue: &Catalogue) -> Verdict {
        let scopes = |side: usize| -> BTreeSet<Option<Scope>> {
            self.events[side].iter().map(|id| scope(*id, catalogue)).collect()
        };
        let (now, before) = (scopes(0), scopes(1));
        if now.is_empty() || before.is_empty() {
            Verdict::Alike
        } else if now.contains(&None) || before.contains(&None) {
            Verdict::Unknown
        } else if now == before {
            Verdict::Alike
        } else {
            Verdict::Unlike
        }
    }
}

fn scope(event: Id, catalogue: &Catalogue) -> Option<Scope> {
    catalogue.item(Family::Event, event).and_then(|event| event.scope)
}

impl Report {
    /// Takes in what the two filters say of a comparison: whether published totals stand in, and whether the two are alike.
    pub fn compare(&mut self, filters: [&Filter; 2], catalogue: &Catalogue, forced: bool) {
        let Some(comparison) = &mut self.comparison else { return };
        comparison.forced = forced;
        for (side, sums) in [&self.total.now, &self.total.before].into_iter().enumerate() {
            comparison.basis[side] = basis(filters[side], sums, catalogue);
            if let Basis::Published(event, _) = comparison.basis[side] {
                comparison.events[side] = BTreeSet::from([event]);
            }
        }
        // Where only on-site, or only off-site, signings are asked for, the scope of the event does not matter.
        let by_venue = |filter: &Filter| filter.members.iter().any(|members| members.dimension == Dimension::Venue);
        comparison.verdict =
            if filters.into_iter().all(by_venue) { Verdict::Alike } else { comparison.judged(catalogue) };
    }
}

/// What the figures of a selection rest on.
fn basis(filter: &Filter, sums: &Sums, catalogue: &Catalogue) -> Basis {
    let is_event = |members: &&Members| members.dimension == Dimension::Event;
    let event = match filter.members.iter().find(is_event).map(|members| &*members.any_of) {
        Some([Value::Item(Family::Event, id)]) if sums.deals == 0 => *id,
        _ => return Basis::Deals,
    };
    let published = catalogue.item(Family::Event, event).map(|event| &event.published);
    let Some(published) = published.filter(|published| !published.is_empty()) else { return Basis::Deals };
    let rest = (filter.members.len(), filter.signed.is_some(), filter.min.or(filter.max).is_some());
    match (rest, &*filter.words) {
        ((1, false, false), []) => Basis::Published(event, published.clone()),
        _ => Basis::NotOfSelection(event),
    }
}
