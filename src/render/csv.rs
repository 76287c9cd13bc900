//! CSV for programs: UTF-8, RFC 4180, lines ended by LF, codes and exact decimals, no total.

use std::borrow::Cow;
use std::io::{self, Write};

use super::{Renderer, in_ten_thousandths};
use crate::domain::date::PartialDate;
use crate::domain::money::{Money, decimal};
use crate::sheet::{Cell, Column};

pub(super) struct CsvRenderer<'a> {
    writer: csv::Writer<&'a mut dyn Write>,
}

impl<'a> CsvRenderer<'a> {
    pub(super) fn begin(out: &'a mut dyn Write, columns: &[Column]) -> io::Result<Self> {
        let mut writer = csv::WriterBuilder::new().buffer_capacity(1 << 16).from_writer(out);
        writer.write_record(columns.iter().map(|column| column.key.as_bytes())).map_err(as_met)?;
        Ok(Self { writer })
    }

    fn field(&mut self, cell: &Cell<'_>) -> io::Result<()> {
        let written = match Plain::of(cell) {
            Plain::Text(text) => self.writer.write_field(text),
            made => self.writer.write_field(&*made.text()),
        };
        written.map_err(as_met)
    }

    fn end_row(&mut self) -> io::Result<()> {
        self.writer.write_record(None::<&[u8]>).map_err(as_met)
    }
}

impl Renderer for CsvRenderer<'_> {
    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        cells.iter().try_for_each(|cell| self.field(cell))?;
        self.end_row()
    }

    /// Written as they are made: to put them side by side first takes a tenth more.
    fn row_of<'c>(&mut self, width: usize, cell: &dyn Fn(usize) -> Cell<'c>) -> io::Result<()> {
        (0..width).try_for_each(|at| self.field(&cell(at)))?;
        self.end_row()
    }

    /// Subtotals follow from the lines, as the total does.
    fn subtotal(&mut self, _cells: &[Cell<'_>]) -> io::Result<()> {
        Ok(())
    }

    fn finish(mut self: Box<Self>, _total: Option<&[Cell<'_>]>, _notes: &[String]) -> io::Result<()> {
        self.writer.flush()
    }
}

/// What the system said to the writer of CSV, whose own conversion hides that a pipe was closed.
pub(super) fn as_met(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// A cell as programs read it.
#[must_use]
pub fn plain_text<'a>(cell: &'a Cell<'_>) -> Cow<'a, str> {
    Plain::of(cell).text()
}

/// What programs read of a cell. Most is text that is there already.
enum Plain<'a> {
    Text(&'a str),
    Number(i64),
    Date(PartialDate),
    Money(Money),
    TenThousandths(i128),
}

impl<'a> Plain<'a> {
    fn of(cell: &'a Cell<'_>) -> Self {
        match cell {
            Cell::Empty | Cell::NoValue | Cell::New(_) => Self::Text(""),
            Cell::Gone(_) => Self::Text("-1.0000"),
            Cell::Text(text) | Cell::Words(text) | Cell::Pairs(text) | Cell::Named { code: text, .. } => {
                Self::Text(text)
            }
            Cell::Count(number) | Cell::Number(number) => Self::Number(*number),
            Cell::Date(date) => Self::Date(*date),
            Cell::Money { minor, currency } => Self::Money(Money { minor: *minor, currency: *currency }),
            Cell::Share { part, whole } | Cell::Change { by: part, from: whole } => {
                Self::TenThousandths(in_ten_thousandths(*part, *whole))
            }
        }
    }

    fn text(self) -> Cow<'a, str> {
        match self {
            Self::Text(text) => text.into(),
            Self::Number(number) => number.to_string().into(),
            Self::Date(date) => date.to_string().into(),
            Self::Money(money) => money.plain().into(),
            Self::TenThousandths(number) => decimal(number, 4).into(),
        }
    }
}
