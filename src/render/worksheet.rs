//! A sheet on a page of a workbook: its heading, its heads with filters, its rows typed, its total, its notes.
//!
//! People get what a table shows, but every digit of amounts; programs (`export`) get keys and codes.

use std::borrow::Cow;
use std::io;

use rust_xlsxwriter::{Color, ConditionalFormatDataBar};

use super::page::{Held, Kind, Page, number, ratio};
use super::unit::Unit;
use super::workbook::{self, fault};
use super::{Layout, plain_text};
use crate::domain::label::Lang;
use crate::domain::money::{Money, decimal};
use crate::lang::{Words, words};
use crate::sheet::{Cell, Column, ColumnKind, Shape, Sheet};

/// The number that Excel has for this size of paper.
pub(super) const A4: u8 = 9;

/// The colour of bars.
pub(super) const BAR: Color = Color::RGB(0x9D_BB_DC);

/// Writes a sheet row by row.
pub(super) struct SheetWriter {
    for_programs: bool,
    words: &'static Words,
    lang: Lang,
    unit: Option<Unit>,
    one: bool,
    columns: Vec<Column>,
    chart: Option<usize>,
    page: Page,
    is_alone: bool,
    /// The row of the heads.
    head: u32,
    /// The rows of subtotals.
    subtotals: Vec<u32>,
}

impl SheetWriter {
    /// Begins a sheet below what stands on the page already. Where it has the page for itself, the heads stay where they are while
    /// one moves, and have filters.
    pub(super) fn begin(page: Page, layout: Layout, sheet: &Sheet, is_alone: bool) -> io::Result<Self> {
        let words = words(layout.lang);
        let Layout { for_programs, lang, unit, .. } = layout;
        let (one, columns, chart) = (sheet.shape == Shape::One, sheet.columns.clone(), sheet.chart);
        let mut begun = Self {
            for_programs,
            words,
            lang,
            unit,
            one,
            columns,
            chart,
            page,
            is_alone,
            head: 0,
            subtotals: Vec::new(),
        };
        begun.write_heading(&sheet.heading)?;
        begun.write_heads()?;
        Ok(begun)
    }

    /// What is above the table runs over the columns beside it.
    fn write_heading(&mut self, heading: &[String]) -> io::Result<()> {
        for (at, line) in heading.iter().enumerate() {
            let kind = if at == 0 { Kind::Head } else { Kind::Text };
            self.page.text(line, kind)?;
        }
        if !heading.is_empty() {
            self.page.row([], false)?;
        }
        self.head = self.page.rows;
        Ok(())
    }

    fn write_heads(&mut self) -> io::Result<()> {
        let heads: Vec<(Held<'_>, Kind)> = if self.one {
            [self.words.field, self.words.value].map(|word| (Held::Text(word.into()), Kind::Head)).into()
        } else {
            let kind = |column: &Column| if column.kind.is_figure() { Kind::HeadOfFigures } else { Kind::Head };
            self.columns.iter().map(|column| (Held::Text(self.head(column)), kind(column))).collect()
        };
        self.page.row(heads, false)?;
        if !self.is_alone {
            return Ok(());
        }
        let (sheet, head) = (&mut self.page.sheet, self.head);
        sheet.set_freeze_panes(head + 1, 0).map_err(fault)?;
        // Printed, it is as wide as the paper, with the heads on every sheet.
        sheet
            .set_landscape()
            .set_paper_size(A4)
            .set_print_fit_to_pages(1, 0)
            .set_repeat_rows(head, head)
            .map_err(fault)?;
        Ok(())
    }

    fn head(&self, column: &Column) -> Cow<'static, str> {
        match column.kind {
            _ if self.for_programs => column.key.clone(),
            ColumnKind::Money(currency) => {
                let word = self.unit.map_or("", |unit| unit.word(self.lang));
                (self.words.with_unit)(&column.label, currency.code(), word).into()
            }
            ColumnKind::Whole(currency) => (self.words.with_unit)(&column.label, currency.code(), "").into(),
            _ => column.label.clone(),
        }
    }

    fn held<'c>(&self, cell: &'c Cell<'_>, column: &Column) -> (Held<'c>, Kind) {
        let text = match cell {
            Cell::Empty => return (Held::Nothing, Kind::Text),
            Cell::NoValue if !self.for_programs => self.words.none.into(),
            Cell::Named { name, .. } if !self.for_programs => Cow::Borrowed(&**name),
            Cell::Date(date) if date.first_day() == date.last_day() => return (Held::Day(*date), Kind::Day),
            Cell::Pairs(text) if !self.for_programs => super::pairs(text).into(),
            Cell::Text(_) | Cell::Words(_) | Cell::Pairs(_) | Cell::NoValue | Cell::Named { .. } | Cell::Date(_) => {
                plain_text(cell)
            }
            Cell::Count(count) => return (Held::Figure(count.to_string()), Kind::Count),
            Cell::Number(number) => return (Held::Figure(number.to_string()), Kind::Number),
            Cell::Money { minor, currency } if matches!(column.kind, ColumnKind::Money(_)) && self.unit.is_some() => {
                let power = self.unit.map_or(0, Unit::power);
                let amount = decimal(i128::from(*minor), currency.digits() + power);
                return (Held::Figure(amount), Kind::Money { digits: 2, code: None });
            }
            Cell::Money { minor, currency } => {
                let with_code = column.kind == ColumnKind::Exact && !self.for_programs;
                let amount = Money { minor: *minor, currency: *currency }.plain();
                if self.for_programs && number(&amount).is_none() {
                    return (Held::Text(amount.into()), Kind::LongFigure);
                }
                let (digits, code) = (currency.digits(), with_code.then_some(*currency));
                return (Held::Figure(amount), Kind::Money { digits, code });
            }
            Cell::Share { part, whole } => {
                return (Held::Figure(ratio(*part, *whole)), Kind::Share);
            }
            Cell::Change { by, from } => {
                return (Held::Figure(ratio(*by, *from)), Kind::Change);
            }
            Cell::New(word) | Cell::Gone(word) => {
                return (Held::Text(word.in_lang(self.lang).into()), Kind::LongFigure);
            }
        };
        (Held::Text(text), Kind::Text)
    }

    /// The cells of a column that are of lines, as a spreadsheet writes ranges: bars are of these alone.
    fn line_ranges(&self, column: u16) -> String {
        let cell = |row: u32| rust_xlsxwriter::utility::row_col_to_cell(row, column);
        let ends = self.subtotals.iter().copied().chain([self.page.rows]);
        let mut from = self.head + 1;
        let mut ranges = Vec::new();
        for end in ends {
            if end > from {
                ranges.push(format!("{}:{}", cell(from), cell(end - 1)));
            }
            from = end + 1;
        }
        ranges.join(" ")
    }

    fn write_row(&mut self, cells: &[Cell<'_>], is_total: bool) -> io::Result<()> {
        let row: Vec<(Held<'_>, Kind)> =
            self.columns.iter().zip(cells).map(|(column, cell)| self.held(cell, column)).collect();
        if !self.one {
            return self.page.row(row, is_total);
        }
        for (at, held) in row.into_iter().enumerate() {
            let head = (Held::Text(self.head(&self.columns[at])), Kind::Text);
            self.page.row([head, held], false)?;
        }
        Ok(())
    }

    pub(super) fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        self.write_row(cells, false)
    }

    pub(super) fn subtotal(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        self.subtotals.push(self.page.rows);
        self.write_row(cells, true)
    }

    /// Writes what comes after the rows, and gives the page back.
    pub(super) fn finish(mut self, total: Option<&[Cell<'_>]>, notes: &[String]) -> io::Result<Page> {
        let (head, last_row) = (self.head, self.page.rows - 1);
        if last_row > head && !self.one {
            let last_column = u16::try_from(self.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
            if self.is_alone {
                self.page.sheet.autofilter(head, 0, last_row, last_column).map_err(fault)?;
            }
            if let Some(column) = self.chart.and_then(|at| u16::try_from(at).ok()) {
                let bars = ConditionalFormatDataBar::new().set_fill_color(BAR).set_solid_fill(true);
                let bars = bars.set_multi_range(self.line_ranges(column));
                let sheet = &mut self.page.sheet;
                sheet.add_conditional_format(head + 1, column, last_row, column, &bars).map_err(fault)?;
            }
        }
        if let Some(total) = total {
            self.write_row(total, true)?;
        }
        workbook::set_widths(&mut self.page.sheet, &self.page.widths)?;
        if !notes.is_empty() {
            self.page.row([], false)?;
        }
        for note in notes {
            self.page.text(note, Kind::Text)?;
        }
        Ok(self.page)
    }
}
