//! What people see of a sheet: every cell as text, amounts in one unit for the whole column, rounded here and nowhere before, with
//! a note where rounded parts do not add up. Tables, Markdown and HTML draw the same texts.

use std::borrow::Cow;
use std::io::{self, Write};

use super::unit::Unit;
use super::{Layout, Renderer, pairs, plain_text, visible};
use crate::domain::currency::Currency;
use crate::domain::label::Lang;
use crate::domain::money::{Money, decimal, divide_rounded, grouped};
use crate::lang::{Words, notes as sentences, words};
use crate::sheet::{Cell, Column, ColumnKind, Shape, Sheet};

/// What a row is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RowKind {
    Line,
    Subtotal,
    Total,
}

/// A row in texts.
#[derive(Clone, Debug)]
pub(super) struct ShownRow {
    pub(super) kind: RowKind,
    pub(super) texts: Vec<String>,
    /// What programs read of each figure.
    pub(super) exact: Vec<Option<String>>,
    /// How long its bar is, as a part of the longest.
    pub(super) bar: Option<f64>,
}

/// A whole sheet in texts.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    pub(super) heading: Vec<String>,
    /// How many columns say what a line is of, in a report.
    pub(super) lead: Option<usize>,
    pub(super) heads: Vec<String>,
    /// Whether each column holds figures.
    pub(super) figures: Vec<bool>,
    /// Whether each holds dates or codes, which are never broken.
    pub(super) codes: Vec<bool>,
    pub(super) rows: Vec<ShownRow>,
    pub(super) notes: Vec<String>,
    /// The column that bars draw, where they are drawn.
    pub(super) chart: Option<usize>,
}

impl Shown {
    /// The head of what bars draw, where they are drawn.
    pub(super) fn bars_head(&self) -> Option<&str> {
        self.chart.and_then(|at| self.heads.get(at)).map(String::as_str)
    }
}

/// A whole sheet in texts.
pub(super) fn shown(layout: Layout, sheet: &Sheet) -> Shown {
    let mut collected = Collected::new(layout, sheet);
    for (at, row) in sheet.rows.iter().enumerate() {
        let kind = if sheet.subtotals.contains(&at) { RowKind::Subtotal } else { RowKind::Line };
        collected.push(kind, row);
    }
    collected.finish(sheet.total.as_deref(), &sheet.notes)
}

/// Draws a whole sheet; what else it draws, such as bars, it adds to what is shown.
pub(super) type Draw = fn(&mut dyn Write, Layout, &mut Shown) -> io::Result<()>;

/// Has a sheet drawn once all of its rows are there.
pub(super) struct ShownRenderer<'a> {
    out: &'a mut dyn Write,
    draw: Draw,
    collected: Collected,
}

impl<'a> ShownRenderer<'a> {
    pub(super) fn new(out: &'a mut dyn Write, layout: Layout, sheet: &Sheet, draw: Draw) -> Self {
        Self { out, draw, collected: Collected::new(layout, sheet) }
    }
}

impl Renderer for ShownRenderer<'_> {
    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        self.collected.push(RowKind::Line, cells);
        Ok(())
    }

    fn row_of<'c>(&mut self, width: usize, cell: &dyn Fn(usize) -> Cell<'c>) -> io::Result<()> {
        self.collected.rows.push((RowKind::Line, (0..width).map(|at| cell(at).into_owned()).collect()));
        Ok(())
    }

    fn subtotal(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        self.collected.push(RowKind::Subtotal, cells);
        Ok(())
    }

    fn finish(self: Box<Self>, total: Option<&[Cell<'_>]>, notes: &[String]) -> io::Result<()> {
        let layout = self.collected.layout;
        (self.draw)(self.out, layout, &mut self.collected.finish(total, notes))
    }
}

/// Rows as they come, until all are there and the units are known.
struct Collected {
    layout: Layout,
    words: &'static Words,
    /// The sheet without its rows.
    frame: Sheet,
    rows: Vec<(RowKind, Vec<Cell<'static>>)>,
}

/// Rounded parts that are compared with their rounded total: hundredths of the unit, or thousandths of the whole.
#[derive(Clone, Copy)]
struct Scale {
    power: u32,
    decimals: u32,
}

impl Collected {
    fn new(layout: Layout, sheet: &Sheet) -> Self {
        let frame = Sheet {
            shape: sheet.shape.clone(),
            lead: sheet.lead,
            heading: sheet.heading.clone(),
            chart: sheet.chart,
            adds_across: sheet.adds_across,
            ..Sheet::list(sheet.columns.clone())
        };
        Self { layout, words: words(layout.lang), frame, rows: Vec::new() }
    }

    fn push(&mut self, kind: RowKind, cells: &[Cell<'_>]) {
        self.rows.push((kind, cells.iter().cloned().map(Cell::into_owned).collect()));
    }

    /// The texts. What one thing holds becomes a row for each of its fields.
    fn finish(mut self, total: Option<&[Cell<'_>]>, notes: &[String]) -> Shown {
        if let Some(total) = total {
            self.push(RowKind::Total, total);
        }
        if self.frame.shape == Shape::One {
            return self.one(notes);
        }
        let units = self.units();
        let columns = &self.frame.columns;
        let longest = self.longest_bar();
        let row = |(kind, cells): &(RowKind, Vec<Cell<'static>>)| ShownRow {
            kind: *kind,
            texts: cells
                .iter()
                .zip(columns)
                .zip(&units)
                .map(|((cell, column), unit)| self.text(cell, column, *unit))
                .collect(),
            exact: cells.iter().zip(columns).map(|(cell, column)| exact(cell, column)).collect(),
            bar: self.bar(*kind, cells, longest),
        };
        let mut all_notes: Vec<String> = notes.to_vec();
        all_notes.extend(self.rounding_notes(&units));
        Shown {
            heading: self.frame.heading.iter().map(|line| visible(line).into_owned()).collect(),
            lead: matches!(self.frame.shape, Shape::Report { .. }).then_some(self.frame.lead),
            heads: columns.iter().zip(&units).map(|(column, unit)| self.head(column, *unit)).collect(),
            figures: columns.iter().map(|column| column.kind.is_figure()).collect(),
            codes: columns.iter().map(|column| column.kind == ColumnKind::Code).collect(),
            rows: self.rows.iter().map(row).collect(),
            notes: all_notes.iter().map(|note| visible(note).into_owned()).collect(),
            chart: self.frame.chart,
        }
    }

    fn one(&self, notes: &[String]) -> Shown {
        let row = |(column, cell): (&Column, &Cell<'static>)| ShownRow {
            kind: RowKind::Line,
            texts: vec![self.head(column, None), self.text(cell, column, None)],
            exact: vec![None, None],
            bar: None,
        };
        let cells = self.rows.first().map(|(_, cells)| cells.as_slice()).unwrap_or_default();
        Shown {
            heading: Vec::new(),
            lead: None,
            heads: vec![self.words.field.to_owned(), self.words.value.to_owned()],
            figures: vec![false, false],
            codes: vec![false, false],
            rows: self.frame.columns.iter().zip(cells).map(row).collect(),
            notes: notes.iter().map(|note| visible(note).into_owned()).collect(),
            chart: None,
        }
    }

    /// The unit of each column of amounts.
    fn units(&self) -> Vec<Option<Unit>> {
        let largest = |at: usize| {
            let amounts = self.rows.iter().map(|(_, row)| match row.get(at) {
                Some(Cell::Money { minor, .. }) => minor.unsigned_abs(),
                _ => 0,
            });
            amounts.max().unwrap_or(0)
        };
        let columns = &self.frame.columns;
        let shared = (0..columns.len()).filter(|at| columns[*at].shares_unit).map(largest).max().unwrap_or(0);
        let unit = |(at, column): (usize, &Column)| match column.kind {
            ColumnKind::Money(currency) => {
                let largest = if column.shares_unit { shared } else { largest(at) };
                let fitting = || Unit::fitting(largest, currency.digits(), self.layout.lang);
                Some(self.layout.unit.unwrap_or_else(fitting))
            }
            _ => None,
        };
        columns.iter().enumerate().map(unit).collect()
    }

    fn head(&self, column: &Column, unit: Option<Unit>) -> String {
        let with_unit = |currency: Currency, word| (self.words.with_unit)(&column.label, currency.code(), word);
        let head = match (column.kind, unit) {
            (ColumnKind::Money(currency), Some(unit)) => with_unit(currency, unit.word(self.layout.lang)),
            (ColumnKind::Whole(currency), _) => with_unit(currency, ""),
            _ => return visible(&column.label).into_owned(),
        };
        visible(&head).into_owned()
    }

    fn text(&self, cell: &Cell<'_>, column: &Column, unit: Option<Unit>) -> String {
        let grows = column.signed && length(cell).is_some_and(|length| length > 0);
        let text = self.unsigned(cell, column, unit);
        if grows { format!("+{text}") } else { text }
    }

    fn unsigned(&self, cell: &Cell<'_>, column: &Column, unit: Option<Unit>) -> String {
        match (cell, unit) {
            (Cell::Empty, _) => String::new(),
            (Cell::NoValue, _) => self.words.none.to_owned(),
            (Cell::Text(text) | Cell::Named { name: text, .. }, _) => self.shortened(&visible(text)),
            (Cell::Words(text), _) => self.shortened(&visible(&text.replace(';', "; "))),
            (Cell::Pairs(text), _) => self.shortened(&visible(&pairs(text))),
            (Cell::Count(count), _) => grouped(&count.to_string()),
            (Cell::Number(number), _) => number.to_string(),
            (Cell::Date(date), _) => date.to_string(),
            (Cell::Money { minor, currency }, Some(unit)) if unit.power() > 0 => {
                let scale = Scale { power: unit.power() + currency.digits(), decimals: 2 };
                grouped(&decimal(scale.rounded(*minor), 2))
            }
            (Cell::Money { minor, currency }, _) => {
                let amount = Money { minor: *minor, currency: *currency }.grouped();
                if column.kind == ColumnKind::Exact { format!("{currency} {amount}") } else { amount }
            }
            (Cell::Share { part, whole }, _) => self.per_cent(decimal(thousandths(*part, *whole), 1)),
            (Cell::Change { by, from }, _) => {
                let change = thousandths(*by, *from);
                let sign = if change > 0 { "+" } else { "" };
                self.per_cent(format!("{sign}{}", grouped(&decimal(change, 1))))
            }
            (Cell::New(word) | Cell::Gone(word), _) => word.in_lang(self.layout.lang).to_owned(),
        }
    }

    /// Chinese sets the sign close, English as ISO 31 has it.
    fn per_cent(&self, number: String) -> String {
        match self.layout.lang {
            Lang::En => format!("{number} %"),
            Lang::Zh => number + "%",
        }
    }

    /// Text of which a table with a width shows a part: to break lines of a book would take longer than to read it.
    fn shortened(&self, text: &str) -> String {
        // There are no more characters than bytes.
        let may_be_long = self.layout.width.is_some() && text.len() > LONGEST_TEXT;
        let end = if may_be_long { text.char_indices().nth(LONGEST_TEXT) } else { None };
        end.map_or_else(|| text.to_owned(), |(at, _)| format!("{}…", &text[..at]))
    }

    fn longest_bar(&self) -> i64 {
        let lengths = self.rows.iter().filter(|(kind, _)| *kind == RowKind::Line);
        lengths.filter_map(|(_, cells)| length(cells.get(self.frame.chart?)?)).max().unwrap_or(0)
    }

    #[expect(clippy::cast_precision_loss, reason = "a bar is drawn, not read to the last digit")]
    fn bar(&self, kind: RowKind, cells: &[Cell<'_>], longest: i64) -> Option<f64> {
        let length = length(cells.get(self.frame.chart?)?).filter(|_| kind == RowKind::Line && longest > 0)?;
        Some(length as f64 / longest as f64)
    }

    /// Says where the parts as shown do not add up to the total as shown.
    fn rounding_notes(&self, units: &[Option<Unit>]) -> Vec<String> {
        let lang = self.layout.lang;
        let scales: Vec<Option<Scale>> =
            self.frame.columns.iter().zip(units).map(|(column, unit)| scale(column, *unit)).collect();
        let down: Vec<(String, String, String)> =
            (0..scales.len()).filter_map(|at| self.rounding_of_column(at, scales[at]?, units[at])).collect();
        let mut notes = Vec::new();
        if !down.is_empty() {
            notes.push(sentences::rounded(&down).in_lang(lang).to_owned());
        }
        let under = self.groups().into_iter().map(|group| self.is_off_under(group, &scales));
        let (some, all) = under.fold((0, 0), |(some, all), is_off| (some + usize::from(is_off), all + 1));
        if some > 0 {
            notes.push(sentences::rounded_under(some, all).in_lang(lang).to_owned());
        }
        let across = self.rows.iter().filter(|(_, cells)| is_off_across(cells, &scales)).count();
        if self.frame.adds_across && across > 0 {
            notes.push(sentences::rounded_across(across, self.rows.len()).in_lang(lang).to_owned());
        }
        notes
    }

    /// The rows of each subtotal: its own place, and where its group ends.
    fn groups(&self) -> Vec<(usize, usize)> {
        let depth = |cells: &[Cell<'_>]| {
            let said = |cell: &Cell<'_>| match cell {
                Cell::Named { name, .. } => !name.is_empty(),
                cell => *cell != Cell::Empty,
            };
            cells.iter().take(self.frame.lead).position(said).unwrap_or(0)
        };
        let subtotals = self.rows.iter().enumerate().filter(|(_, (kind, _))| *kind == RowKind::Subtotal);
        let ends = |at: usize, of: usize| {
            let rest = self.rows[at + 1..].iter();
            let length = rest.take_while(|(kind, cells)| match kind {
                RowKind::Line => true,
                RowKind::Subtotal => depth(cells) > of,
                RowKind::Total => false,
            });
            at + 1 + length.count()
        };
        subtotals.map(|(at, (_, cells))| (at, ends(at, depth(cells)))).collect()
    }

    fn is_off_under(&self, (at, end): (usize, usize), scales: &[Option<Scale>]) -> bool {
        let is_off = |column: usize, scale: Scale| {
            let (total, whole) = figure(self.rows[at].1.get(column)?)?;
            let lines = self.rows[at + 1..end].iter().filter(|(kind, _)| *kind == RowKind::Line);
            let parts: Vec<_> = lines.filter_map(|(_, cells)| figure(cells.get(column)?)).collect();
            let sum: i128 = parts.iter().map(|(part, _)| i128::from(*part)).sum();
            let shown: i128 = parts.iter().map(|(part, whole)| scale.shown(*part, *whole)).sum();
            Some(sum == i128::from(total) && shown != scale.shown(total, whole))
        };
        scales.iter().enumerate().any(|(column, scale)| scale.and_then(|scale| is_off(column, scale)).unwrap_or(false))
    }

    fn rounding_of_column(&self, at: usize, scale: Scale, unit: Option<Unit>) -> Option<(String, String, String)> {
        let of = |wanted: RowKind| {
            let cells = self.rows.iter().filter(move |(kind, _)| *kind == wanted);
            cells.filter_map(move |(_, cells)| figure(cells.get(at)?))
        };
        let (total, _) = of(RowKind::Total).next()?;
        let sum: i128 = of(RowKind::Line).map(|(part, _)| i128::from(part)).sum();
        // Lines that do not add up exactly, such as those of tags, have a note of their own.
        if sum != i128::from(total) {
            return None;
        }
        let shown = |(part, whole)| scale.shown(part, whole);
        let parts: i128 = of(RowKind::Line).map(shown).sum();
        let whole = of(RowKind::Total).map(shown).next()?;
        let text = |number: i128| {
            let number = grouped(&decimal(number, scale.decimals));
            if unit.is_none() { self.per_cent(number) } else { number }
        };
        let head = self.frame.columns[at].label.to_string();
        (parts != whole).then(|| (head, text(parts), text(whole)))
    }
}

/// How much of a text a table with a width shows.
const LONGEST_TEXT: usize = 1000;

impl Scale {
    fn rounded(self, minor: i64) -> i128 {
        divide_rounded(i128::from(minor) * 10_i128.pow(self.decimals), 10_i128.pow(self.power))
    }

    /// The figure as shown, in the last digit that is shown.
    fn shown(self, part: i64, whole: Option<i64>) -> i128 {
        whole.map_or_else(|| self.rounded(part), |whole| thousandths(part, whole))
    }
}

/// Whether the figures of a row as shown do not add up to the last of them, though they do exactly.
fn is_off_across(cells: &[Cell<'_>], scales: &[Option<Scale>]) -> bool {
    let figures: Vec<(i128, i128)> = cells
        .iter()
        .zip(scales)
        .filter_map(|(cell, scale)| {
            let (part, whole) = figure(cell)?;
            Some((i128::from(part), (*scale)?.shown(part, whole)))
        })
        .collect();
    let Some(((total, whole), parts)) = figures.split_last() else { return false };
    let sum: i128 = parts.iter().map(|(part, _)| part).sum();
    let shown: i128 = parts.iter().map(|(_, shown)| shown).sum();
    sum == *total && shown != *whole
}

/// How a column that adds up is rounded; none where nothing is.
fn scale(column: &Column, unit: Option<Unit>) -> Option<Scale> {
    match (column.kind, unit) {
        _ if !column.adds_up => None,
        (ColumnKind::Money(currency), Some(unit)) if unit.power() > 0 => {
            Some(Scale { power: unit.power() + currency.digits(), decimals: 2 })
        }
        (ColumnKind::Share, _) => Some(Scale { power: 0, decimals: 1 }),
        _ => None,
    }
}

/// The figure of a cell, and of a share its whole.
fn figure(cell: &Cell<'_>) -> Option<(i64, Option<i64>)> {
    match cell {
        Cell::Money { minor, .. } => Some((*minor, None)),
        Cell::Share { part, whole } => Some((*part, Some(*whole))),
        _ => None,
    }
}

fn length(cell: &Cell<'_>) -> Option<i64> {
    match cell {
        Cell::Money { minor: length, .. } | Cell::Count(length) | Cell::Share { part: length, .. } => Some(*length),
        _ => None,
    }
}

/// Thousandths of a whole, rounded half away from zero: per cent with one decimal.
fn thousandths(part: i64, whole: i64) -> i128 {
    divide_rounded(i128::from(part) * 1000, i128::from(whole))
}

/// A figure as programs read it.
fn exact(cell: &Cell<'_>, column: &Column) -> Option<String> {
    let text = column.kind.is_figure().then(|| plain_text(cell));
    text.filter(|text| !text.is_empty()).map(Cow::into_owned)
}
