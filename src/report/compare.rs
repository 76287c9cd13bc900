//! Comparisons: what is compared with what, and whether the two are alike.
//!
//! Editions of an event that count different signings (on site alone, or off site as well) are not comparable. An edition that is
//! not in the ledger is stood in for by its published totals, which are of all its deals and so serve the total line alone.

use std::collections::BTreeSet;

use foldhash::HashMap;

use super::tally::{Sides, Sums};
use super::{Measure, Report, Side};
use crate::domain::catalogue::{Catalogue, Family, Id};
use crate::domain::deal::Venue;
use crate::domain::dimension::{Dimension, Value};
use crate::domain::event::{Published, Scope};
use crate::domain::filter::{Filter, Members};
use crate::store::{self, View};

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
    /// The events have no deals here, and nothing was published of the one, or they are several, whose totals may overlap.
    Unrecorded(Vec<Id>),
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
    /// The events of the deals asked for, and of those that they are compared with; none where a deal is of no event.
    pub events: [BTreeSet<Option<Id>>; 2],
    /// The events that are asked for and have no deals, where others beside them have.
    pub absent: BTreeSet<Id>,
    /// What each side rests on.
    pub basis: [Basis; 2],
    /// How many deals are on both sides.
    pub overlap: i64,
    /// Whether the sides differ in events or in time, rather than in something else.
    pub in_time: bool,
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
                Some(Value::Item(Family::Event, id)) => Some(Some(*id)),
                Some(_) => Some(None),
                None => None,
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
        let events: BTreeSet<Id> = self.events.iter().flatten().copied().flatten().collect();
        events.into_iter().filter(|id| scope(*id, catalogue).is_none()).collect()
    }

    fn judged(&self, catalogue: &Catalogue) -> Verdict {
        // Deals of no event are of no known scope, unless no deal is of any: then there is no scope to differ in.
        if self.events.iter().all(|events| events.iter().all(Option::is_none)) {
            return Verdict::Alike;
        }
        // Deals of the same events count the same signings, whatever these are.
        if self.events[0] == self.events[1] && !self.events[0].contains(&None) {
            return Verdict::Alike;
        }
        let [now, before] = [0, 1].map(|side| -> BTreeSet<Option<Scope>> {
            self.events[side].iter().map(|event| event.and_then(|id| scope(id, catalogue))).collect()
        });
        match (now.is_empty() || before.is_empty(), now.contains(&None) || before.contains(&None)) {
            (true, _) => Verdict::Alike,
            (false, true) => Verdict::Unknown,
            (false, false) if now == before => Verdict::Alike,
            (false, false) => Verdict::Unlike,
        }
    }
}

fn scope(event: Id, catalogue: &Catalogue) -> Option<Scope> {
    catalogue.item(Family::Event, event).and_then(|event| event.scope)
}

impl Report {
    /// The number of deals, or the amount, of a whole side: of its deals, or as published.
    #[must_use]
    pub fn whole(&self, side: Side, measure: Measure) -> Option<i64> {
        let sums = [&self.total.now, &self.total.before][side as usize];
        match self.comparison.as_ref().map(|comparison| &comparison.basis[side as usize]) {
            Some(Basis::Published(_, published)) if measure == Measure::Deals => published.deals,
            Some(Basis::Published(_, published)) => published.amount,
            Some(Basis::NotOfSelection(_) | Basis::Unrecorded(_)) => None,
            _ if measure == Measure::Deals => Some(sums.deals),
            _ => sums.amount.or((sums.deals == 0).then_some(0)),
        }
    }

    /// Counts the deals that are on both sides.
    pub fn count_overlap(&mut self, [now, before]: [&Filter; 2], view: View<'_>, home: Id) -> store::Result<()> {
        if let (Some(both), Some(comparison)) = (now.and(before), &mut self.comparison) {
            comparison.overlap = view.count_deals(&both, home)?;
        }
        Ok(())
    }

    /// Takes in what the two filters say of a comparison: whether published totals stand in, and whether the two are alike.
    ///
    /// `recorded` holds the events, among those that the filters name, that have any deals.
    pub fn compare(&mut self, filters: [&Filter; 2], recorded: &BTreeSet<Id>, catalogue: &Catalogue, forced: bool) {
        let Some(comparison) = &mut self.comparison else { return };
        comparison.forced = forced;
        for (side, sums) in [&self.total.now, &self.total.before].into_iter().enumerate() {
            comparison.basis[side] = basis(filters[side], sums, recorded, catalogue);
            match comparison.basis[side] {
                Basis::Published(event, _) => comparison.events[side] = BTreeSet::from([Some(event)]),
                Basis::Deals => comparison.absent.extend(absent(filters[side], recorded)),
                Basis::NotOfSelection(_) | Basis::Unrecorded(_) => {}
            }
        }
        let [now, before] = filters;
        let occasions = [Dimension::Event, Dimension::Year, Dimension::Quarter, Dimension::Month];
        let of_time = |filter: &Filter| -> Vec<Members> {
            filter.members.iter().filter(|members| occasions.contains(&members.dimension)).cloned().collect()
        };
        comparison.in_time = now.signed != before.signed || of_time(now) != of_time(before);
        // Where on-site signings alone, or off-site ones alone, are asked for, the scope of the event does not matter.
        let [now, before] = filters.map(venue);
        let same_venue = now.is_some() && now == before;
        comparison.verdict = if same_venue { Verdict::Alike } else { comparison.judged(catalogue) };
    }
}

/// The events that some filters name and that have deals.
pub fn recorded<'a>(view: View<'_>, filters: impl IntoIterator<Item = &'a Filter>) -> store::Result<BTreeSet<Id>> {
    let mut recorded = BTreeSet::new();
    for event in filters.into_iter().flat_map(events) {
        if view.has_deals(event)? {
            recorded.insert(event);
        }
    }
    Ok(recorded)
}

/// The events that a filter names and that have no deals.
#[must_use]
pub fn absent(filter: &Filter, recorded: &BTreeSet<Id>) -> BTreeSet<Id> {
    events(filter).filter(|id| !recorded.contains(id)).collect()
}

/// The events that a filter names.
pub fn events(filter: &Filter) -> impl Iterator<Item = Id> {
    let members = filter.members.iter().filter(|members| members.dimension == Dimension::Event);
    members.flat_map(|members| &members.any_of).filter_map(|value| match value {
        Value::Item(Family::Event, id) => Some(*id),
        _ => None,
    })
}

/// The one venue that a filter selects, if it selects one.
fn venue(filter: &Filter) -> Option<Venue> {
    let members = filter.members.iter().find(|members| members.dimension == Dimension::Venue)?;
    match members.any_of.as_slice() {
        [Value::Venue(venue)] => Some(*venue),
        _ => None,
    }
}

/// What the figures of a selection rest on.
fn basis(filter: &Filter, sums: &Sums, recorded: &BTreeSet<Id>, catalogue: &Catalogue) -> Basis {
    let is_event = |members: &&Members| members.dimension == Dimension::Event;
    let Some(asked) = filter.members.iter().find(is_event).filter(|_| sums.deals == 0) else { return Basis::Deals };
    let absent = absent(filter, recorded);
    let is_absent = |value: &Value| matches!(value, Value::Item(Family::Event, id) if absent.contains(id));
    if absent.is_empty() || !asked.any_of.iter().all(is_absent) {
        return Basis::Deals;
    }
    let absent: Vec<Id> = absent.into_iter().collect();
    let &[event] = &*absent else { return Basis::Unrecorded(absent) };
    let published = catalogue.item(Family::Event, event).map(|event| &event.published);
    let Some(published) = published.filter(|published| !published.is_empty()) else { return Basis::Unrecorded(absent) };
    let rest = (filter.members.len(), filter.signed.is_some(), filter.min.or(filter.max).is_some());
    match (rest, &*filter.words) {
        ((1, false, false), []) => Basis::Published(event, published.clone()),
        _ => Basis::NotOfSelection(event),
    }
}
