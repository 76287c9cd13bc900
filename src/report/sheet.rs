//! A report as a sheet: its dimensions, its measures or columns, what it is compared with.

use std::borrow::Cow;

use super::compare::{Basis, Comparison};
use super::cross::Cross;
use super::measure::Measure;
use super::names::{code_of, told_apart};
use super::tally::{Sides, Sums};
use super::{Kind, Line, Report, Side, notes};
use crate::domain::catalogue::{Catalogue, Family};
use crate::domain::currency::Currency;
use crate::domain::dimension::{Dimension, Value};
use crate::domain::label::Lang;
use crate::lang::{report as words, words as common};
use crate::sheet::{Cell, Column, ColumnKind, REST, Shape, Sheet};

/// The head of the column of whole lines.
const TOTAL: &str = "total";

/// The head of a column of deals that have no value.
const NONE: &str = "(none)";

/// Lays a report out in columns. People read a comparison as what was, what is, and the change; programs get the measures first.
#[must_use]
pub fn sheet(report: &Report, catalogue: &Catalogue, lang: Lang, for_people: bool) -> Sheet {
    let figures = Figures { report, catalogue, lang };
    let of_measures = figures.all(for_people);
    let mut columns: Vec<Column> = report.question.by.iter().map(|one| dimension_column(*one, lang)).collect();
    columns.extend(of_measures.iter().map(|figure| figures.column(*figure)));
    let row = |line: &Line| {
        let mut cells = dimension_cells(report, line, report.question.is_nested(), catalogue, lang);
        cells.extend(of_measures.iter().map(|figure| figures.cell(*figure, line)));
        cells
    };
    let mut total = vec![Cell::Text(common(lang).total.into())];
    total.resize(report.question.by.len(), Cell::Empty);
    total.extend(of_measures.iter().map(|figure| figures.total(*figure)));
    let subtotals =
        (0..).zip(&report.lines).filter(|(_, line)| line.kind == Kind::Subtotal).map(|(at, _)| at).collect();
    Sheet {
        shape: shape(report, catalogue.base),
        heading: Vec::new(),
        columns,
        lead: report.question.by.len(),
        adds_across: report.cross.as_ref().is_some_and(|cross| cross.measure != Measure::Average),
        chart: charted(&of_measures).map(|at| report.question.by.len() + at),
        rows: report.lines.iter().map(row).collect(),
        subtotals,
        total: Some(total),
        notes: notes::notes(report, catalogue, lang),
    }
}

pub(super) fn shape(report: &Report, currency: Currency) -> Shape {
    let across = report.question.across.map(|(dimension, measure)| (dimension.name(), measure.name()));
    Shape::Report { by: report.question.by.iter().map(|dimension| dimension.name()).collect(), across, currency }
}

pub(super) fn dimension_column(dimension: Dimension, lang: Lang) -> Column {
    Column::new(dimension.name(), dimension.label().in_lang(lang), ColumnKind::Text)
}

/// The cells of a line's values. Nested under a subtotal, people do not read again what that says.
pub(super) fn dimension_cells(
    report: &Report,
    line: &Line,
    is_nested: bool,
    catalogue: &Catalogue,
    lang: Lang,
) -> Vec<Cell<'static>> {
    let said_above = match line.kind {
        _ if !is_nested => 0,
        Kind::Subtotal => line.values.len() - 1,
        Kind::Group | Kind::Rest(_) => report.question.by.len() - 1,
    };
    let mut cells: Vec<Cell<'static>> = Vec::new();
    for (at, (value, dimension)) in line.values.iter().zip(&report.question.by).enumerate() {
        cells.push(match (value_cell(value, *dimension, catalogue, lang), at < said_above) {
            (Cell::Named { code, .. }, true) => Cell::Named { code, name: "".into() },
            (Cell::NoValue, true) => Cell::Empty,
            (cell, _) => cell,
        });
    }
    if let Kind::Rest(folded) = &line.kind {
        cells.push(Cell::Named { code: REST.into(), name: words::rest(folded.len()).in_lang(lang).to_owned().into() });
    }
    cells.resize(report.question.by.len(), Cell::Empty);
    cells
}

fn value_cell(value: &Value, dimension: Dimension, catalogue: &Catalogue, lang: Lang) -> Cell<'static> {
    if *value == Value::None {
        return Cell::NoValue;
    }
    let code = match code_of(value, catalogue) {
        code if code == REST => format!("{code} ({})", dimension.name()),
        code => code.into_owned(),
    };
    Cell::Named { code: code.into(), name: told_apart(value, dimension, catalogue, lang).into() }
}

/// An amount of the base currency.
pub(super) fn money(minor: Option<i64>, catalogue: &Catalogue) -> Cell<'static> {
    minor.map_or(Cell::Empty, |minor| Cell::Money { minor, currency: catalogue.base })
}

/// One column of figures.
#[derive(Clone, Copy)]
pub(super) enum Figure {
    Measure(Measure),
    Before(Measure),
    Change(Measure),
    /// A column of a cross-tab, by its place.
    Across(usize),
    /// The whole line of a cross-tab.
    WholeLine,
    /// What was to be signed, what was, and its part of that: of deals or amounts.
    Target(Measure),
    Done(Measure),
    Completion(Measure),
}

/// What the figures of a sheet go by.
pub(super) struct Figures<'a> {
    pub(super) report: &'a Report,
    pub(super) catalogue: &'a Catalogue,
    pub(super) lang: Lang,
}

impl Figures<'_> {
    fn all(&self, for_people: bool) -> Vec<Figure> {
        if let Some(cross) = &self.report.cross {
            return (0..cross.columns.len()).map(Figure::Across).chain([Figure::WholeLine]).collect();
        }
        let shown = &self.report.question.show;
        let compared = [Measure::Deals, Measure::Amount];
        let measures = |figure: fn(Measure) -> Figure| compared.into_iter().map(figure);
        match (&self.report.comparison, for_people) {
            (None, _) => shown.iter().copied().map(Figure::Measure).chain(self.of_targets()).collect(),
            (Some(_), false) => {
                let lacking = compared.into_iter().filter(|measure| !shown.contains(measure));
                let shown = lacking.chain(shown.iter().copied()).map(Figure::Measure);
                shown.chain(measures(Figure::Before)).chain(measures(Figure::Change)).collect()
            }
            (Some(_), true) => {
                let triple = |measure| [Figure::Before(measure), Figure::Measure(measure), Figure::Change(measure)];
                let others = shown.iter().copied().filter(|measure| !compared.contains(measure));
                compared.into_iter().flat_map(triple).chain(others.map(Figure::Measure)).collect()
            }
        }
    }

    fn column(&self, figure: Figure) -> Column {
        let lang = self.lang;
        let compared = self.report.comparison.as_ref().map(|comparison| words::compared(comparison.in_time));
        match figure {
            Figure::Measure(measure) => {
                let label = match (measure, compared) {
                    (Measure::Deals, Some(compared)) => compared.deals_now,
                    (Measure::Amount, Some(compared)) => compared.amount_now,
                    _ => measure.label(),
                };
                let label = self.head(measure, label.in_lang(lang));
                let column = Column::new(measure.name(), label, self.kind(measure));
                match measure {
                    Measure::Amount | Measure::Received => column.adding_up().sharing_unit(),
                    Measure::Share => column.adding_up(),
                    _ if measure.stage().is_some() => column.adding_up(),
                    _ => column,
                }
            }
            Figure::Before(Measure::Deals) => {
                let label = compared.map_or("", |compared| compared.deals_before.in_lang(lang));
                Column::new("deals_before", label, ColumnKind::Count).adding_up()
            }
            Figure::Before(_) => {
                let kind = self.kind(Measure::Amount);
                let label = compared.map_or("", |compared| compared.amount_before.in_lang(lang));
                Column::new("amount_before", label, kind).adding_up().sharing_unit()
            }
            Figure::Change(Measure::Deals) => {
                Column::new("deals_change", words::DEALS_CHANGE.in_lang(lang), ColumnKind::Change)
            }
            Figure::Change(_) => Column::new("amount_change", words::AMOUNT_CHANGE.in_lang(lang), ColumnKind::Change),
            Figure::Across(at) => self.across_column(at),
            Figure::WholeLine => self.cross_column(TOTAL, common(lang).total.to_owned()),
            Figure::Target(_) | Figure::Done(_) | Figure::Completion(_) => self.target_column(figure),
        }
    }

    /// What people read above a measure. Places differ in what a rate is of, so it says that.
    fn head(&self, measure: Measure, label: &'static str) -> Cow<'static, str> {
        match measure.rate(self.report.question.of) {
            Some((stage, of)) => words::rate(label, stage, of, self.lang).into(),
            None => label.into(),
        }
    }

    pub(super) fn kind(&self, measure: Measure) -> ColumnKind {
        match measure {
            Measure::Amount | Measure::Average | Measure::Largest | Measure::Received => {
                ColumnKind::Money(self.catalogue.base)
            }
            Measure::Share
            | Measure::RegisteredRate
            | Measure::StartedRate
            | Measure::ProducingRate
            | Measure::ReceivedRate => ColumnKind::Share,
            Measure::Deals
            | Measure::Partners
            | Measure::Countries
            | Measure::Signed
            | Measure::Registered
            | Measure::Started
            | Measure::Producing
            | Measure::Full
            | Measure::Ended => ColumnKind::Count,
        }
    }

    fn across_column(&self, at: usize) -> Column {
        let cross = self.report.cross.as_ref();
        let Some((cross, column)) = cross.and_then(|cross| Some((cross, cross.columns.get(at)?))) else {
            return Column::new("", "", ColumnKind::Text);
        };
        match &*column.values {
            values if column.is_rest => {
                self.cross_column(REST, words::rest(values.len()).in_lang(self.lang).to_owned())
            }
            [Value::None] => self.cross_column(NONE, common(self.lang).none.to_owned()),
            [value, ..] => {
                let name = told_apart(value, cross.dimension, self.catalogue, self.lang);
                self.cross_column(&self.cross_key(cross, value), name)
            }
            [] => self.cross_column("", String::new()),
        }
    }

    /// What programs call a column: its code, and where another goes by that, what tells it apart: the country of a region, else the
    /// dimension.
    fn cross_key(&self, cross: &Cross, value: &Value) -> String {
        let code = |value: &Value| code_of(value, self.catalogue).into_owned();
        let own = code(value);
        let others = cross.columns.iter().filter(|column| !column.is_rest).flat_map(|column| &column.values);
        let is_shared = others.filter(|other| *other != value).any(|other| code(other) == own);
        let is_name_of_ours = self.report.question.by.iter().any(|one| one.name() == own);
        if !is_shared && !is_name_of_ours && ![TOTAL, REST, NONE].contains(&&*own) {
            return own;
        }
        let country = match value {
            Value::Item(Family::Region, id) => self.catalogue.item(Family::Region, *id).and_then(|item| item.country),
            _ => None,
        };
        let country = country.and_then(|id| self.catalogue.item(Family::Country, id));
        format!("{own} ({})", country.map_or(cross.dimension.name(), |country| country.code()))
    }

    fn cross_column(&self, key: &str, label: String) -> Column {
        let measure = self.report.cross.as_ref().map_or(Measure::Deals, |cross| cross.measure);
        let column = Column::new(key.to_owned(), label, self.kind(measure)).sharing_unit();
        if measure == Measure::Average { column } else { column.adding_up() }
    }

    fn cell(&self, figure: Figure, line: &Line) -> Cell<'static> {
        let Sides { now, before } = &line.sums;
        match figure {
            Figure::Measure(_) if self.is_without_deals(Side::Now) => Cell::Empty,
            Figure::Measure(measure) => self.measured(measure, now),
            Figure::Before(_) if self.is_without_deals(Side::Before) => Cell::Empty,
            Figure::Before(measure) => self.measured(measure, before),
            Figure::Change(_) if self.is_without_deals(Side::Now) || self.is_without_deals(Side::Before) => Cell::Empty,
            Figure::Change(measure) => self.change(measure, now, before),
            Figure::Across(at) => line.cells.get(at).map_or(Cell::Empty, |sums| self.crossed(sums)),
            Figure::WholeLine => self.crossed(now),
            Figure::Target(_) | Figure::Done(_) | Figure::Completion(_) => self.aim(figure, line.aim, now),
        }
    }

    fn total(&self, figure: Figure) -> Cell<'static> {
        let Sides { now, before } = &self.report.total;
        match figure {
            Figure::Measure(measure) => {
                self.total_of(Side::Now, measure).unwrap_or_else(|| self.measured(measure, now))
            }
            Figure::Before(measure) => {
                self.total_of(Side::Before, measure).unwrap_or_else(|| self.measured(measure, before))
            }
            Figure::Change(measure) => {
                let [now, before] = [Side::Now, Side::Before].map(|side| self.report.whole(side, measure));
                if self.shows_changes() { changed(now, before) } else { Cell::Empty }
            }
            Figure::Across(at) => {
                let column = self.report.cross.as_ref().and_then(|cross: &Cross| cross.columns.get(at));
                column.map_or(Cell::Empty, |column| self.crossed(&column.total))
            }
            Figure::WholeLine => self.crossed(now),
            Figure::Target(_) | Figure::Done(_) | Figure::Completion(_) => self.aim(figure, self.report.aim, now),
        }
    }

    /// Whether the deals of a side are not in the ledger, so that its lines say nothing.
    fn is_without_deals(&self, side: Side) -> bool {
        let basis = |comparison: &Comparison| comparison.basis[side as usize] != Basis::Deals;
        self.report.comparison.as_ref().is_some_and(basis)
    }

    fn shows_changes(&self) -> bool {
        self.report.comparison.as_ref().is_some_and(Comparison::shows_changes)
    }

    /// The total where it does not come of deals.
    fn total_of(&self, side: Side, measure: Measure) -> Option<Cell<'static>> {
        if !self.is_without_deals(side) {
            return None;
        }
        Some(match measure {
            Measure::Deals => self.report.whole(side, measure).map_or(Cell::Empty, Cell::Count),
            Measure::Amount => money(self.report.whole(side, measure), self.catalogue),
            _ => Cell::Empty,
        })
    }

    fn measured(&self, measure: Measure, sums: &Sums) -> Cell<'static> {
        let count = |number: usize| Cell::Count(i64::try_from(number).unwrap_or(i64::MAX));
        let is_amount = matches!(self.kind(measure), ColumnKind::Money(_)) || measure == Measure::Share;
        match measure {
            _ if is_amount && self.report.withholds_amounts() => Cell::Empty,
            Measure::Deals => Cell::Count(sums.deals),
            Measure::Amount => money(sums.amount, self.catalogue),
            Measure::Share => part(sums.amount, self.report.total.now.amount),
            Measure::Average => money(sums.average(), self.catalogue),
            Measure::Largest => money(sums.largest, self.catalogue),
            Measure::Partners => count(sums.partners.len()),
            Measure::Countries => count(sums.countries.len()),
            Measure::Signed
            | Measure::Registered
            | Measure::Started
            | Measure::Producing
            | Measure::Full
            | Measure::Ended => Cell::Count(measure.stage().map_or(0, |stage| sums.at(stage))),
            Measure::RegisteredRate | Measure::StartedRate | Measure::ProducingRate => {
                let rate = measure.rate(self.report.question.of);
                rate.map_or(Cell::Empty, |(stage, of)| part(Some(sums.at(stage)), Some(sums.at(of))))
            }
            Measure::Received => money(sums.receipts.base_amount, self.catalogue),
            Measure::ReceivedRate => part(sums.receipts.base_amount, sums.amount),
        }
    }

    fn crossed(&self, sums: &Sums) -> Cell<'static> {
        self.report.cross.as_ref().map_or(Cell::Empty, |cross| self.measured(cross.measure, sums))
    }

    fn change(&self, measure: Measure, now: &Sums, before: &Sums) -> Cell<'static> {
        let Some(comparison) = self.report.comparison.as_ref().filter(|comparison| comparison.shows_changes()) else {
            return Cell::Empty;
        };
        let sides = words::compared(comparison.in_time);
        // Increases have an amount and are no deals.
        let of = |sums: &Sums| if measure == Measure::Deals { sums.deals } else { sums.addends.0 };
        match (of(now), of(before)) {
            (0, 0) => Cell::Empty,
            (_, 0) => Cell::New(sides.new),
            (0, _) if measure == Measure::Deals || before.amount.is_some_and(|amount| amount > 0) => {
                Cell::Gone(sides.gone)
            }
            _ if measure == Measure::Deals => changed(Some(now.deals), Some(before.deals)),
            _ => changed(now.amount, before.amount),
        }
    }
}

/// A part of a whole, where both are known and the whole is something.
pub(super) fn part(part: Option<i64>, whole: Option<i64>) -> Cell<'static> {
    match (part, whole) {
        (Some(part), Some(whole)) if whole > 0 => Cell::Share { part, whole },
        _ => Cell::Empty,
    }
}

/// Which of the figures is drawn: the amount, or what comes first without it.
fn charted(figures: &[Figure]) -> Option<usize> {
    let whole = |figure: &Figure| matches!(figure, Figure::WholeLine);
    let amount = |figure: &Figure| matches!(figure, Figure::Measure(Measure::Amount));
    let share = |figure: &Figure| matches!(figure, Figure::Measure(Measure::Share));
    let first = |figure: &Figure| matches!(figure, Figure::Measure(_));
    [whole, amount, share, first].iter().find_map(|is| figures.iter().position(is))
}

/// The change from what was, where that was more than nothing.
fn changed(now: Option<i64>, before: Option<i64>) -> Cell<'static> {
    match (now, before) {
        (Some(now), Some(from)) if from > 0 => Cell::Change { by: now - from, from },
        _ => Cell::Empty,
    }
}
