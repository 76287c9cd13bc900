//! CSV for programs: UTF-8, RFC 4180, lines ended by LF, codes and exact decimals, no total.

use std::borrow::Cow;
use std::io::{self, Write};

use super::{Renderer, in_ten_thousandths};
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
}

impl Renderer for CsvRenderer<'_> {
    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        for cell in cells {
            self.writer.write_field(plain_text(cell).as_bytes()).map_err(as_met)?;
        }
        self.writer.write_record(None::<&[u8]>).map_err(as_met)
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
    match cell {
        Cell::Empty | Cell::NoValue | Cell::New(_) => Cow::Borrowed(""),
        Cell::Gone(_) => Cow::Borrowed("-1.0000"),
        Cell::Text(text) | Cell::Words(text) | Cell::Pairs(text) | Cell::Named { code: text, .. } => {
            Cow::Borrowed(text)
        }
        Cell::Count(number) | Cell::Number(number) => number.to_string().into(),
        Cell::Date(date) => date.to_string().into(),
        Cell::Money { minor, currency } => Money { minor: *minor, currency: *currency }.plain().into(),
        Cell::Share { part, whole } | Cell::Change { by: part, from: whole } => {
            decimal(in_ten_thousandths(*part, *whole), 4).into()
        }
    }
}
