//! CSV for spreadsheets that must have CSV: as CSV, but with a byte order mark, lines ended by CRLF, and no cell that would be
//! run as a formula.

use std::io::{self, Write};

use super::{Renderer, plain_text};
use crate::domain::guard::guard;
use crate::sheet::{Cell, Column};

/// By this a spreadsheet knows UTF-8.
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Writes rows of text as CSV that a spreadsheet opens rightly and safely.
pub struct GuardedCsv<W: Write> {
    writer: csv::Writer<W>,
}

impl<W: Write> GuardedCsv<W> {
    /// Begins a file.
    pub fn new(mut out: W) -> io::Result<Self> {
        out.write_all(BYTE_ORDER_MARK)?;
        let writer = csv::WriterBuilder::new().flexible(true).terminator(csv::Terminator::CRLF).from_writer(out);
        Ok(Self { writer })
    }

    /// Writes a row, of headers too; rows may be of different lengths.
    pub fn row(&mut self, cells: impl IntoIterator<Item = impl AsRef<str>>) -> io::Result<()> {
        for cell in cells {
            self.writer.write_field(guard(cell.as_ref()).as_bytes()).map_err(as_met)?;
        }
        self.writer.write_record(None::<&[u8]>).map_err(as_met)
    }

    /// Writes what is left to be written, and gives back where to.
    pub fn into_inner(self) -> io::Result<W> {
        self.writer.into_inner().map_err(|error| error.error().kind().into())
    }

    /// Writes what is left to be written.
    pub fn finish(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// What the system said to the writer of CSV, whose own conversion hides that a pipe was closed.
fn as_met(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

pub(super) struct CsvExcelRenderer<'a> {
    rows: GuardedCsv<&'a mut dyn Write>,
}

impl<'a> CsvExcelRenderer<'a> {
    pub(super) fn begin(out: &'a mut dyn Write, columns: &[Column]) -> io::Result<Self> {
        let mut rows = GuardedCsv::new(out)?;
        rows.row(columns.iter().map(|column| &*column.key))?;
        Ok(Self { rows })
    }
}

impl Renderer for CsvExcelRenderer<'_> {
    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        self.rows.row(cells.iter().map(plain_text))
    }

    /// Subtotals follow from the lines, as the total does.
    fn subtotal(&mut self, _cells: &[Cell<'_>]) -> io::Result<()> {
        Ok(())
    }

    fn finish(mut self: Box<Self>, _total: Option<&[Cell<'_>]>, _notes: &[String]) -> io::Result<()> {
        self.rows.finish()
    }
}
