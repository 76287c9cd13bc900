//! The sections: what each takes from its report.

use super::{Overdue, Request, Writer};
use crate::brief::{Section, Table};
use crate::domain::catalogue::{Catalogue, Family, Id};
use crate::domain::currency::Currency;
use crate::domain::deal::Venue;
use crate::domain::dimension::{Dimension, Value};
use crate::domain::event::Scope;
use crate::domain::label::{Label, Lang, label};
use crate::domain::place::Origin;
use crate::domain::size::Band;
use crate::domain::stage::Stage;
use crate::lang::brief::{self as prose, Became, Before, Group, Names, Press, Sum};
use crate::lang::report as words;
use crate::report::compare::Basis;
use crate::report::names::{code_of, name_of};
use crate::report::{Kind, Line, Measure, Question, Report, ReportError, Side, Sums, of_ledger};
use crate::sheet::{Cell, Column, ColumnKind, Sheet};

/// How many lines a table has where the form does not say.
const MOST: usize = 50;

/// How many groups a sentence names.
const NAMED: usize = 3;

impl Writer<'_> {
    fn lang(&self) -> Lang {
        self.request.lang
    }

    /// How many, how much, and against the last edition.
    pub(super) fn headline(&self, whole: &Report, section: &mut Section) {
        let (now, lang) = (self.whole(whole, Side::Now), self.lang());
        section.paragraphs.push(prose::headline(self.expo().as_deref(), now, lang));
        let Some((before, event)) = self.before(whole) else { return };
        section.paragraphs.push(prose::compared(now, &before, lang));
        section.tables.push(Table { caption: None, sheet: self.editions(whole, now, &before, &event) });
    }

    /// What the deals are compared with, and the code of what that is called; none where nothing is known of it.
    fn before(&self, whole: &Report) -> Option<(Before, String)> {
        let comparison = whole.comparison.as_ref()?;
        let filter = self.request.before?;
        let is_published = match &comparison.basis[1] {
            Basis::Deals => false,
            Basis::Published(..) => true,
            Basis::NotOfSelection(_) | Basis::Unrecorded(_) => return None,
        };
        let event = crate::report::compare::events(filter).next().filter(|_| self.request.event.is_some());
        let code = |event: Id| code_of(&Value::Item(Family::Event, event), self.catalogue).into_owned();
        let name = event.map(|event| self.event_name(event));
        let code = event.map_or("before".to_owned(), code);
        let unlike = (!comparison.shows_changes()).then(|| {
            [&comparison.events[0], &comparison.events[1]].map(|events| {
                let scopes = events.iter().filter_map(|id| self.catalogue.item(Family::Event, (*id)?)?.scope);
                let mut scopes: Vec<Scope> = scopes.collect();
                scopes.sort_unstable();
                scopes.dedup();
                let names: Vec<String> = scopes.into_iter().map(|scope| self.scope_name(scope)).collect();
                names.join(if self.lang() == Lang::Zh { "、" } else { ", " })
            })
        });
        Some((Before { name, sum: self.whole(whole, Side::Before), is_published, unlike }, code))
    }

    /// The table of what was and what is.
    fn editions(&self, whole: &Report, now: Sum, before: &Before, code: &str) -> Sheet {
        let (lang, base) = (self.lang(), self.catalogue.base);
        let measure = |measure: Measure| measure.label().in_lang(lang);
        let mut sheet = Sheet::list(vec![
            Column::new("edition", EDITION.in_lang(lang), ColumnKind::Text),
            Column::new("deals", measure(Measure::Deals), ColumnKind::Count),
            Column::new("amount", measure(Measure::Amount), ColumnKind::Money(base)),
            Column::new("deals_change", words::DEALS_CHANGE.in_lang(lang), ColumnKind::Change),
            Column::new("amount_change", words::AMOUNT_CHANGE.in_lang(lang), ColumnKind::Change),
        ]);
        let named = |code: String, name: String| Cell::Named { code: code.into(), name: name.into() };
        let sides = words::compared(whole.comparison.as_ref().is_none_or(|comparison| comparison.in_time));
        let this = match self.request.event {
            Some(event) => {
                let value = Value::Item(Family::Event, event);
                named(code_of(&value, self.catalogue).into_owned(), name_of(&value, self.catalogue, lang).into_owned())
            }
            None => named("now".to_owned(), sides.now.in_lang(lang).to_owned()),
        };
        let other = before.name.as_deref().map(|name| name.strip_prefix("the ").unwrap_or(name));
        let other = named(code.to_owned(), other.unwrap_or(sides.before.in_lang(lang)).to_owned());
        let amount = |sum: Sum| sum.amount.map_or(Cell::Empty, |one| Cell::Money { minor: one.minor, currency: base });
        let change = |now: Option<i64>, was: Option<i64>| match now.zip(was.filter(|was| *was > 0)) {
            Some((now, was)) if before.unlike.is_none() => Cell::Change { by: now - was, from: was },
            _ => Cell::Empty,
        };
        let was = before.sum;
        let minor = |sum: Sum| sum.amount.map(|one| one.minor);
        let changes = [change(Some(now.deals), Some(was.deals)), change(minor(now), minor(was))];
        sheet.rows.push([vec![this, Cell::Count(now.deals), amount(now)], changes.to_vec()].concat());
        let published = whole.whole(Side::Before, Measure::Deals);
        let deals = published.map_or(Cell::Empty, Cell::Count);
        sheet.rows.push(vec![other, deals, amount(was), Cell::Empty, Cell::Empty]);
        sheet
    }

    /// The text for the press.
    pub(super) fn press(&self, whole: &Report, section: &mut Section) -> Result<(), ReportError> {
        if whole.total.now.deals == 0 {
            return Ok(());
        }
        let (template, catalogue, lang) = (self.request.template, self.catalogue, self.lang());
        // In public small lines are folded: their names are not told, and yet they count.
        let names = |said: Vec<&Value>, folded: usize, most: usize| {
            let all = said.len() + folded;
            let said = said.into_iter().take(most).map(|value| name_of(value, catalogue, lang).into_owned());
            Names { said: said.collect(), all }
        };
        let places = self.report(&self.by(Dimension::Place))?;
        let of_origin = |wanted: Origin| {
            let is_there = |value: &&Value| origin(value, catalogue) == Some(wanted);
            let (said, folded) = (named(&places), folded(&places));
            (said.into_iter().filter(is_there).collect(), folded.into_iter().filter(is_there).count())
        };
        let (sectors, more) = (named(whole), folded(whole).len());
        let [at_home, hmt, abroad] = [Origin::Domestic, Origin::Hmt, Origin::Overseas].map(of_origin);
        let home = Value::Item(Family::Country, catalogue.home);
        let press = Press {
            expo: self.expo(),
            deals: whole.total.now.deals,
            sectors: names(sectors, more, template.names + 1),
            home: name_of(&home, catalogue, lang).into_owned(),
            at_home: names(at_home.0, at_home.1, template.names),
            hmt: names(hmt.0, 0, usize::MAX).said,
            abroad: names(abroad.0, abroad.1, template.names),
            roughly: template.roughly,
        };
        section.paragraphs.push(prose::press(&press, lang));
        Ok(())
    }

    /// A table by one dimension, with what is to be said of it.
    pub(super) fn by_dimension(
        &self,
        dimension: Dimension,
        top: Option<usize>,
        section: &mut Section,
    ) -> Result<(), ReportError> {
        // Lines under subtotals would tell of what is folded in public.
        let nests = dimension == Dimension::Place && !self.request.public;
        let by = if nests { vec![Dimension::Origin, Dimension::Place] } else { vec![dimension] };
        let top = top.or(Some(MOST));
        let report = self.report(&Question { by, top, subtotals: nests, ..self.by(dimension) })?;
        // Where no value is known, or in public none may be told, there is nothing to say.
        if named(&report).is_empty() {
            return Ok(());
        }
        section.paragraphs.extend(self.said_of(dimension, &report));
        let mut sheet = self.sheet(&report);
        if sheet.rows.len() - sheet.subtotals.len() < 2 {
            sheet.chart = None;
        }
        section.tables.push(Table { caption: None, sheet });
        Ok(())
    }

    /// What is said of a table.
    fn said_of(&self, dimension: Dimension, report: &Report) -> Option<prose::Prose> {
        let lang = self.lang();
        let lines =
            || report.lines.iter().filter(|line| line.kind == Kind::Group && line.values.last() != Some(&Value::None));
        match dimension {
            Dimension::Origin => {
                let mut lines: Vec<&Line> = lines().collect();
                lines.sort_by_key(|line| line.values.first().cloned());
                let origins = lines.iter().filter_map(|line| match line.values.first() {
                    Some(Value::Origin(origin)) => Some(*origin),
                    _ => None,
                });
                let groups: Vec<(Origin, Group)> = origins.zip(self.groups(lines.iter().copied(), report)).collect();
                (!groups.is_empty()).then(|| prose::origins(&groups, lang))
            }
            Dimension::Size if report.total.now.confidential.0 == 0 || !self.request.public => {
                let bounds = bounds(report, self.catalogue.base);
                (!bounds.is_empty()).then(|| prose::sizes(&bounds, self.catalogue.base, lang))
            }
            Dimension::Venue => {
                let of = |wanted: &Value| {
                    let found = report.lines.iter().filter(|line| line.values.first() == Some(wanted));
                    found.map(|line| line.sums.now.deals).sum::<i64>()
                };
                let is_folded = report.lines.iter().any(|line| matches!(line.kind, Kind::Rest(_)));
                let [on, off] = [Venue::OnSite, Venue::OffSite].map(|venue| of(&Value::Venue(venue)));
                (!is_folded).then(|| prose::venues(on, off, of(&Value::None), lang))
            }
            // Beside how many are larger, confidential deals would be told by what is missing.
            Dimension::Size | Dimension::Year | Dimension::Quarter | Dimension::Month => None,
            _ => {
                let mut groups: Vec<&Line> = lines().collect();
                groups.sort_by_key(|line| std::cmp::Reverse((line.sums.now.amount, line.sums.now.deals)));
                let groups = self.groups(groups.into_iter().take(NAMED), report);
                (!groups.is_empty()).then(|| prose::first(dimension, &groups, lang))
            }
        }
    }

    fn groups<'l>(&self, lines: impl Iterator<Item = &'l Line>, report: &Report) -> Vec<Group> {
        let whole = report.total.now.amount.filter(|amount| *amount > 0 && !report.withholds(Side::Now));
        let group = |line: &Line| {
            let amount = line.sums.now.amount.filter(|_| !report.withholds(Side::Now));
            Group {
                name: line
                    .values
                    .last()
                    .map_or(String::new(), |value| name_of(value, self.catalogue, self.lang()).into_owned()),
                sum: Sum { deals: line.sums.now.deals, amount: amount.map(|minor| self.money(minor)) },
                share: amount.zip(whole),
            }
        };
        lines.map(group).collect()
    }

    /// The deals that stand out.
    pub(super) fn flagship(&self, whole: &Report, section: &mut Section) {
        let Some(flagship) = self.request.flagship.clone().filter(|flagship| flagship.deals > 0) else { return };
        let sum = Sum { deals: flagship.deals, amount: flagship.amount.map(|minor| self.money(minor)) };
        let whole = whole.total.now.amount.filter(|amount| *amount > 0 && !whole.withholds(Side::Now));
        let share = flagship.amount.zip(whole);
        section.paragraphs.push(prose::flagship(&flagship.chosen, sum, share, self.lang()));
        section.tables.push(Table { caption: None, sheet: flagship.sheet });
    }

    /// What became of the deals of this and earlier editions.
    pub(super) fn progress(&self, section: &mut Section) -> Result<(), ReportError> {
        let Request { editions, public, .. } = *self.request;
        // Of few deals, money received would tell what they are worth.
        let is_public =
            |measure: &Measure| !matches!(measure, Measure::Amount | Measure::Received | Measure::ReceivedRate);
        let show = Measure::PROGRESS.into_iter().filter(|measure| !public || is_public(measure)).collect();
        let question = Question { show, ..self.by(Dimension::Event) };
        let report = of_ledger(self.view, self.catalogue, &question, editions, None)?;
        let mut lines: Vec<&Line> = report.lines.iter().filter(|line| has_come(&line.sums.now)).collect();
        if lines.is_empty() {
            return Ok(());
        }
        // The latest edition first, as far as their days are known.
        lines
            .sort_by_key(|line| std::cmp::Reverse(line.values.first().and_then(|value| day_of(value, self.catalogue))));
        section.paragraphs.extend(lines.into_iter().map(|line| prose::became(&self.became(line), self.lang())));
        let mut sheet = self.sheet(&report);
        sheet.chart = None;
        section.tables.push(Table { caption: None, sheet });
        Ok(())
    }

    fn became(&self, line: &Line) -> Became {
        let sums = &line.sums.now;
        let of = |stage: Stage| match stage {
            Stage::Registered | Stage::Started => sums.deals,
            _ => sums.at(Stage::Started),
        };
        let reached = Stage::REACHED.into_iter().filter(|stage| *stage != Stage::Signed && sums.at(*stage) > 0);
        let received = sums.receipts.base_amount.filter(|_| !self.request.public);
        let contract = sums.amount.filter(|amount| *amount > 0);
        Became {
            name: line.values.first().and_then(|value| match value {
                Value::Item(Family::Event, event) => Some(self.event_name(*event)),
                _ => None,
            }),
            signed: sums.deals,
            reached: reached.map(|stage| (stage, sums.at(stage), of(stage))).collect(),
            ended: sums.ended,
            received: received.map(|minor| self.money(minor)),
            received_rate: received.zip(contract),
        }
    }

    /// What is overdue, and how long the standing lists are.
    pub(super) fn overdue(&self, section: &mut Section) {
        let Some(Overdue { deals, longest, sheet, lists }) = self.request.overdue.clone() else { return };
        if deals > 0 {
            section.paragraphs.push(prose::overdue(deals, longest, self.lang()));
            if !sheet.rows.is_empty() {
                section.tables.push(Table { caption: Some(LONGEST.in_lang(self.lang()).to_owned()), sheet });
            }
            section.tables.push(Table { caption: Some(LISTS.in_lang(self.lang()).to_owned()), sheet: lists });
        }
    }
}

const EDITION: Label = label("Edition", "届次");
const LONGEST: Label = label("Overdue the longest", "逾期最久的项目");
const LISTS: Label = label("How many projects are on each list", "各清单项目数");

/// The values that have deals and lines of their own.
fn named(report: &Report) -> Vec<&Value> {
    let lines = report.lines.iter().filter(|line| line.kind == Kind::Group && line.sums.now.deals > 0);
    lines.filter_map(|line| line.values.last()).filter(|value| **value != Value::None).collect()
}

/// Those that were folded into one line.
fn folded(report: &Report) -> Vec<&Value> {
    let rests = report.lines.iter().filter_map(|line| match &line.kind {
        Kind::Rest(rows) => Some(rows.iter().filter_map(|row| row.first())),
        Kind::Group | Kind::Subtotal => None,
    });
    rests.flatten().filter(|value| **value != Value::None).collect()
}

/// Whether anything is known of what became of deals.
fn has_come(sums: &Sums) -> bool {
    sums.at(Stage::Registered) > 0 || sums.ended > 0 || sums.receipts.count > 0
}

/// The first day of an event.
fn day_of(value: &Value, catalogue: &Catalogue) -> Option<chrono::NaiveDate> {
    match value {
        Value::Item(Family::Event, event) => Some(catalogue.item(Family::Event, *event)?.days?.from),
        _ => None,
    }
}

/// Where a place is.
fn origin(value: &Value, catalogue: &Catalogue) -> Option<Origin> {
    match value {
        Value::Item(Family::Region, _) => Some(Origin::Domestic),
        Value::Item(Family::Country, id) => Some(Origin::of(*id, catalogue.home)),
        _ => None,
    }
}

/// How many deals are at least as large as each bound that any is, but for the least, which all are.
fn bounds(report: &Report, base: Currency) -> Vec<(Band, i64)> {
    let deals = |band: Band| {
        let lines = report.lines.iter().filter(move |line| line.values.first() == Some(&Value::Size(band)));
        lines.map(|line| line.sums.now.deals).sum::<i64>()
    };
    let mut bounds: Vec<(Band, i64)> = Vec::new();
    for band in Band::all(base).rev() {
        let above = bounds.last().map_or(0, |(_, deals)| *deals);
        bounds.push((band, above + deals(band)));
    }
    bounds.reverse();
    let mut last = 0;
    // Where two bounds have the same number, the greater says it.
    bounds.retain(|(band, deals)| band.number() > 0 && *deals > 0);
    let mut kept: Vec<(Band, i64)> = Vec::new();
    for (band, deals) in bounds.into_iter().rev() {
        if deals != last {
            kept.push((band, deals));
            last = deals;
        }
    }
    kept.reverse();
    kept
}
