//! Layout: a sheet as a table, CSV, JSON or an Excel workbook. Knows sheets, not the ledger.
//!
//! Rows are taken one by one, so that lists of any length pass through; a table alone holds them until it knows its widths.

mod csv;
mod csv_excel;
mod json;
mod jsonl;
mod table;
pub mod template;
mod visible;
mod workbook;
mod xlsx;

use std::io::{self, Write};

use crate::domain::label::Lang;
use crate::sheet::{Cell, Column, Shape, Sheet};

pub use csv::plain_text;
pub use csv_excel::GuardedCsv;
pub use visible::{VisibleWriter, visible};

/// A form of output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people at a terminal.
    Table,
    /// For programs: codes and exact decimals.
    Csv,
    /// The same, for a spreadsheet that must have CSV.
    CsvExcel,
    /// The same, as JSON.
    Json,
    /// The same, an object of JSON a line.
    Jsonl,
    /// For people, in documents: an Excel workbook.
    Xlsx,
}

impl Format {
    /// Whether people read it: names and a choice of columns, not codes and all of them.
    #[must_use]
    pub fn is_for_people(self) -> bool {
        matches!(self, Self::Table | Self::Xlsx)
    }
}

/// What the layout depends on beside the sheet.
#[derive(Clone, Copy, Debug)]
pub struct Layout {
    /// The form.
    pub format: Format,
    /// The language of words and units.
    pub lang: Lang,
    /// How wide a table may be; none for as wide as it gets.
    pub width: Option<u16>,
    /// Whether frames are drawn with plain characters.
    pub ascii: bool,
    /// Whether even a form for people carries keys and codes, to be read back in.
    pub for_programs: bool,
}

impl Layout {
    /// Whether notes are part of the output; otherwise they belong on stderr.
    #[must_use]
    pub fn shows_notes(&self) -> bool {
        !matches!(self.format, Format::Csv | Format::CsvExcel | Format::Jsonl)
    }
}

/// Takes a sheet row by row.
pub trait Renderer {
    /// Takes one row.
    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()>;
    /// Takes what comes after the rows, and writes what is left to be written.
    fn finish(&mut self, total: Option<&[Cell<'_>]>, notes: &[String]) -> io::Result<()>;
}

/// Begins a sheet.
pub fn begin<'a>(
    out: &'a mut dyn Write,
    layout: Layout,
    shape: &Shape,
    columns: &[Column],
) -> io::Result<Box<dyn Renderer + 'a>> {
    Ok(match layout.format {
        Format::Table => Box::new(table::TableRenderer::new(out, layout, shape, columns)),
        Format::Csv => Box::new(csv::CsvRenderer::begin(out, columns)?),
        Format::CsvExcel => Box::new(csv_excel::CsvExcelRenderer::begin(out, columns)?),
        Format::Json => Box::new(json::JsonRenderer::begin(out, shape, columns)?),
        Format::Jsonl => Box::new(jsonl::JsonlRenderer::new(out, columns)),
        Format::Xlsx => Box::new(xlsx::XlsxRenderer::begin(out, layout, shape, columns)?),
    })
}

/// Writes a whole sheet.
pub fn write(out: &mut dyn Write, layout: Layout, sheet: &Sheet) -> io::Result<()> {
    let mut renderer = begin(out, layout, &sheet.shape, &sheet.columns)?;
    for row in &sheet.rows {
        renderer.row(row)?;
    }
    renderer.finish(sheet.total.as_deref(), &sheet.notes)
}

/// Ten thousandths of a whole, rounded half away from zero: a share for programs.
fn share_in_ten_thousandths(part: i64, whole: i64) -> i128 {
    crate::domain::money::divide_rounded(i128::from(part) * 10_000, i128::from(whole))
}

/// `name: text; name: text`
fn pairs(json: &str) -> String {
    let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(json).unwrap_or_default();
    let pair = |(name, text): (&String, &serde_json::Value)| format!("{name}: {}", text.as_str().unwrap_or_default());
    object.iter().map(pair).collect::<Vec<_>>().join("; ")
}
