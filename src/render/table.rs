//! Tables for people: names, amounts in one unit for the whole column, a total line, notes underneath.

use std::io::{self, Write};

use comfy_table::{
    CellAlignment, ColumnConstraint, ContentArrangement, ContentLineStyle, LineStyle, Table, TableStyle, Width,
};

use super::{Layout, Renderer, pairs, visible};
use crate::domain::money::{Money, decimal, divide_rounded, grouped};
use crate::lang::{Words, words};
use crate::sheet::{Cell, Column, ColumnKind, Shape};

pub(super) struct TableRenderer<'a> {
    out: &'a mut dyn Write,
    layout: Layout,
    words: &'static Words,
    one: bool,
    columns: Vec<Column>,
    rows: Vec<Vec<Cell<'static>>>,
}

/// The unit of a column of amounts.
#[derive(Clone, Copy)]
struct Unit {
    power: u32,
    word: &'static str,
}

/// How narrow a column of text may get before the table grows out of its width, and what stands around each cell.
const LEAST_TEXT: u16 = 5;
const PADDING: u16 = 2;
/// How much of a text a table with a width shows.
const LONGEST_TEXT: usize = 1000;

impl<'a> TableRenderer<'a> {
    pub(super) fn new(out: &'a mut dyn Write, layout: Layout, shape: &Shape, columns: &[Column]) -> Self {
        let one = *shape == Shape::One;
        Self { out, layout, words: words(layout.lang), one, columns: columns.to_vec(), rows: Vec::new() }
    }

    /// The greatest unit that the largest amount of a column fills.
    fn unit(&self, at: usize, digits: u32) -> Unit {
        let largest = self.rows.iter().map(|row| match row.get(at) {
            Some(Cell::Money { minor, .. }) => minor.unsigned_abs(),
            _ => 0,
        });
        let largest = u128::from(largest.max().unwrap_or(0));
        let fills = |(power, _): &&(u32, &str)| largest >= 10_u128.pow(*power + digits);
        let (power, word) = *self.words.units.iter().find(fills).unwrap_or(&(0, ""));
        Unit { power, word }
    }

    fn head(&self, column: &Column, unit: Option<Unit>) -> String {
        match (column.kind, unit) {
            (ColumnKind::Money(currency), Some(unit)) => {
                (self.words.with_unit)(column.label, currency.code(), unit.word)
            }
            (ColumnKind::Whole(currency), _) => (self.words.with_unit)(column.label, currency.code(), ""),
            _ => column.label.to_owned(),
        }
    }

    fn shown(&self, cell: &Cell<'_>, column: &Column, unit: Option<Unit>) -> String {
        match (cell, unit) {
            (Cell::Empty, _) => String::new(),
            (Cell::NoValue, _) => self.words.none.to_owned(),
            (Cell::Text(text) | Cell::Named { name: text, .. }, _) => self.shortened(&visible(text)),
            (Cell::Words(text), _) => self.shortened(&visible(&text.replace(';', "; "))),
            (Cell::Pairs(text), _) => self.shortened(&visible(&pairs(text))),
            (Cell::Count(count), _) => grouped(&count.to_string()),
            (Cell::Number(number), _) => number.to_string(),
            (Cell::Date(date), _) => date.to_string(),
            (Cell::Money { minor, currency }, Some(unit)) if unit.power > 0 => {
                let hundredths = divide_rounded(i128::from(*minor) * 100, 10_i128.pow(unit.power + currency.digits()));
                grouped(&decimal(hundredths, 2))
            }
            (Cell::Money { minor, currency }, _) => {
                let amount = Money { minor: *minor, currency: *currency }.grouped();
                if column.kind == ColumnKind::Exact { format!("{currency} {amount}") } else { amount }
            }
            (Cell::Share { part, whole }, _) => {
                format!("{} %", decimal(divide_rounded(i128::from(*part) * 1000, i128::from(*whole)), 1))
            }
        }
    }

    /// Text of which a table with a width shows a part: to break lines of a book would take longer than to read it.
    fn shortened(&self, text: &str) -> String {
        match text.char_indices().nth(LONGEST_TEXT).filter(|_| self.layout.width.is_some()) {
            Some((at, _)) => format!("{}…", &text[..at]),
            None => text.to_owned(),
        }
    }

    /// Field and value, one below the other.
    fn write_one(&mut self) -> io::Result<()> {
        let mut table = self.empty_table();
        table.set_header([self.words.field, self.words.value]);
        if let Some(row) = self.rows.first() {
            for (column, cell) in self.columns.iter().zip(row) {
                table.add_row([self.head(column, None), self.shown(cell, column, None)]);
            }
        }
        self.write_lines(&table, false)
    }

    fn write_all(&mut self, with_total: bool) -> io::Result<()> {
        let units: Vec<Option<Unit>> = (0..)
            .zip(&self.columns)
            .map(|(at, column)| match column.kind {
                ColumnKind::Money(currency) => Some(self.unit(at, currency.digits())),
                _ => None,
            })
            .collect();
        let mut table = self.empty_table();
        table.set_header(self.columns.iter().zip(&units).map(|(column, unit)| self.head(column, *unit)));
        for row in &self.rows {
            let cells = row.iter().zip(&self.columns).zip(&units);
            table.add_row(cells.map(|((cell, column), unit)| self.shown(cell, column, *unit)));
        }
        let widths = table.column_max_content_widths();
        for (at, (column, width)) in self.columns.iter().zip(widths).enumerate() {
            let Some(drawn) = table.column_mut(at) else { continue };
            if column.kind == ColumnKind::Text {
                drawn.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(width.min(LEAST_TEXT) + PADDING)));
                continue;
            }
            // A figure that is broken over two lines is read wrongly.
            drawn.set_constraint(ColumnConstraint::ContentWidth);
            if column.kind.is_figure() {
                drawn.set_cell_alignment(CellAlignment::Right);
            }
        }
        self.write_lines(&table, with_total)
    }

    fn empty_table(&self) -> Table {
        let mut table = Table::new();
        table.load_style(if self.layout.ascii { PLAIN } else { FRAMED });
        if let Some(width) = self.layout.width {
            table.set_content_arrangement(ContentArrangement::Dynamic).set_width(width);
        } else {
            table.set_content_arrangement(ContentArrangement::Disabled);
        }
        table
    }

    /// Writes the lines, the total set apart from the rest by the line that is under the head.
    fn write_lines(&mut self, table: &Table, with_total: bool) -> io::Result<()> {
        let lines: Vec<String> = table.lines().collect();
        let under_head =
            lines.iter().find(|line| line.starts_with(['├', '|']) && line.contains(['─', '-']) && !line.contains(' '));
        // The total may itself take several lines, where names are broken; it begins with its word.
        let begins_total = |line: &String| line.trim_start_matches(['│', '|', ' ']).starts_with(self.words.total);
        let total_at = lines.iter().rposition(begins_total);
        for (at, line) in lines.iter().enumerate() {
            if with_total && Some(at) == total_at {
                writeln!(self.out, "{}", under_head.unwrap_or(line))?;
            }
            writeln!(self.out, "{line}")?;
        }
        Ok(())
    }
}

impl Renderer for TableRenderer<'_> {
    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        self.rows.push(cells.iter().cloned().map(Cell::into_owned).collect());
        Ok(())
    }

    fn finish(&mut self, total: Option<&[Cell<'_>]>, notes: &[String]) -> io::Result<()> {
        if let Some(total) = total {
            self.row(total)?;
        }
        if self.one {
            self.write_one()?;
        } else {
            self.write_all(total.is_some())?;
        }
        for note in notes {
            writeln!(self.out, "{}", visible(note))?;
        }
        self.out.flush()
    }
}

/// A frame character begins each line, so that a table can be told from other text.
const FRAMED: TableStyle = TableStyle::new()
    .top_border(LineStyle::new('┌', '─', '┬', '┐'))
    .header_lines(ContentLineStyle::new('│', '│', '│'))
    .header_separator(LineStyle::new('├', '─', '┼', '┤'))
    .content_lines(ContentLineStyle::new('│', '│', '│'))
    .bottom_border(LineStyle::new('└', '─', '┴', '┘'));

/// The same in plain characters.
const PLAIN: TableStyle = TableStyle::new()
    .top_border(LineStyle::new('+', '-', '+', '+'))
    .header_lines(ContentLineStyle::new('|', '|', '|'))
    .header_separator(LineStyle::new('|', '-', '+', '|'))
    .content_lines(ContentLineStyle::new('|', '|', '|'))
    .bottom_border(LineStyle::new('+', '-', '+', '+'));
