//! How many, how much, and against the last edition.

use super::Writer;
use crate::brief::{Section, Table};
use crate::domain::catalogue::{Family, Id};
use crate::domain::dimension::Value;
use crate::domain::event::Scope;
use crate::domain::label::{Label, label};
use crate::lang::brief::{self as prose, Before, Sum};
use crate::lang::report as words;
use crate::report::compare::{Basis, Comparison};
use crate::report::names::code_of;
use crate::report::{Measure, Report, Side};
use crate::sheet::{Cell, Column, ColumnKind, Sheet};

const EDITION: Label = label("Edition", "届次");

impl Writer<'_> {
    /// The text, and a table of what was and what is.
    pub(super) fn headline(&self, whole: &Report, section: &mut Section) {
        let (now, lang) = (self.sum(whole, Side::Now), self.lang());
        section.paragraphs.push(prose::headline(self.expo().as_deref(), now, lang));
        let Some(before) = self.before(whole).filter(|_| now.deals > 0) else { return };
        section.paragraphs.push(prose::compared(now, &before, lang));
        section.tables.push(Table { caption: None, sheet: self.comparison(whole, now, &before) });
    }

    /// What a side that was recorded comes to, as far as it may be told.
    fn sum(&self, report: &Report, side: Side) -> Sum {
        let sums = [&report.total.now, &report.total.before][side as usize];
        let amount = sums.amount.filter(|_| !report.withholds(side));
        Sum { deals: sums.deals, amount: amount.map(|minor| self.money(minor)) }
    }

    /// What the deals are compared with; none where nothing is known of it.
    fn before(&self, whole: &Report) -> Option<Before> {
        let (comparison, filter) = (whole.comparison.as_ref()?, self.request.before?);
        let is_published = match &comparison.basis[1] {
            Basis::Deals => false,
            Basis::Published(..) => true,
            Basis::NotOfSelection(_) | Basis::Unrecorded(_) => return None,
        };
        let amount = whole.whole(Side::Before, Measure::Amount).filter(|_| !whole.withholds(Side::Before));
        Some(Before {
            name: self.event_before().map(|event| self.event_name(event)),
            is_part: !filter.is_whole_event(),
            deals: whole.whole(Side::Before, Measure::Deals),
            amount: amount.map(|minor| self.money(minor)),
            is_published,
            unlike: (!comparison.shows_changes()).then(|| self.scopes(comparison)),
        })
    }

    /// The event of what is compared with, where it is another one.
    pub(super) fn event_before(&self) -> Option<Id> {
        self.request.before?.only_event().filter(|event| Some(*event) != self.request.filter.only_event())
    }

    /// Which signings each side counts.
    fn scopes(&self, comparison: &Comparison) -> [String; 2] {
        [&comparison.events[0], &comparison.events[1]].map(|events| {
            let scopes = events.iter().filter_map(|id| self.catalogue.item(Family::Event, (*id)?)?.scope);
            let mut scopes: Vec<Scope> = scopes.collect();
            scopes.sort_unstable();
            scopes.dedup();
            prose::scopes(&scopes, self.lang())
        })
    }

    fn comparison(&self, whole: &Report, now: Sum, before: &Before) -> Sheet {
        let (lang, base) = (self.lang(), self.catalogue.base);
        let measure = |measure: Measure| measure.label().in_lang(lang);
        let mut sheet = Sheet::list(vec![
            Column::new("edition", EDITION.in_lang(lang), ColumnKind::Text),
            Column::new("deals", measure(Measure::Deals), ColumnKind::Count),
            Column::new("amount", measure(Measure::Amount), ColumnKind::Money(base)),
            Column::new("deals_change", words::DEALS_CHANGE.in_lang(lang), ColumnKind::Change),
            Column::new("amount_change", words::AMOUNT_CHANGE.in_lang(lang), ColumnKind::Change),
        ]);
        let in_time = whole.comparison.as_ref().is_none_or(|comparison| comparison.in_time);
        let sides = words::compared(in_time);
        let event = self.request.filter.only_event().filter(|_| self.event_before().is_some());
        let this = self.edition(event, ("now", sides.now));
        let other = self.edition(self.event_before(), ("before", sides.before));
        let amount = |minor: Option<i64>| minor.map_or(Cell::Empty, |minor| Cell::Money { minor, currency: base });
        let change = |now: Option<i64>, was: Option<i64>| match now.zip(was.filter(|was| *was > 0)) {
            Some((now, was)) if before.unlike.is_none() => Cell::Change { by: now - was, from: was },
            _ => Cell::Empty,
        };
        let [minor, was] = [now.amount, before.amount].map(|amount| amount.map(|one| one.minor));
        let changes = [change(Some(now.deals), before.deals), change(minor, was)];
        sheet.rows.push([vec![this, Cell::Count(now.deals), amount(minor)], changes.to_vec()].concat());
        let deals = before.deals.map_or(Cell::Empty, Cell::Count);
        sheet.rows.push(vec![other, deals, amount(was), Cell::Empty, Cell::Empty]);
        sheet
    }

    /// An event as its row is called; what is of none, by its side.
    fn edition(&self, event: Option<Id>, (code, side): (&'static str, Label)) -> Cell<'static> {
        match event.and_then(|event| self.catalogue.item(Family::Event, event)) {
            Some(event) => {
                let code = code_of(&Value::Item(Family::Event, event.id), self.catalogue).into_owned();
                Cell::Named { code: code.into(), name: event.label(self.lang()).to_owned().into() }
            }
            None => Cell::Named { code: code.into(), name: side.in_lang(self.lang()).into() },
        }
    }
}
