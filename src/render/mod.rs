//! Layout: a sheet as a table, Markdown, HTML, CSV, JSON or an Excel workbook. Knows sheets, not the ledger.
//!
//! Rows are taken one by one, so that lists of any length pass through; tables, Markdown and HTML hold them until they know units
//! and widths.

pub mod brief;
mod csv;
mod csv_excel;
mod frame;
mod html;
mod json;
mod jsonl;
mod markdown;
mod page;
mod shown;
mod table;
pub mod template;
mod unit;
mod visible;
mod workbook;
mod worksheet;
mod wrap;
mod xlsx;

use std::io::{self, Write};

use crate::domain::label::Lang;
use crate::sheet::{Cell, Sheet};

use shown::ShownRenderer;

pub use csv::plain_text;
pub use csv_excel::GuardedCsv;
pub use unit::Unit;
pub use visible::{VisibleWriter, visible};
pub use workbook::is_of_library;

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
    /// For people, in documents: Markdown.
    Markdown,
    /// For people, in documents: HTML.
    Html,
}

impl Format {
    /// How the names of its files end.
    #[must_use]
    pub fn ending(self) -> &'static str {
        match self {
            Self::Table => "txt",
            Self::Csv | Self::CsvExcel => "csv",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Xlsx => "xlsx",
            Self::Markdown => "md",
            Self::Html => "html",
        }
    }

    /// Whether people read it: names and a choice of columns, not codes and all of them.
    #[must_use]
    pub fn is_for_people(self) -> bool {
        matches!(self, Self::Table | Self::Xlsx | Self::Markdown | Self::Html)
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
    /// The unit of amounts; none for the one that suits the largest.
    pub unit: Option<Unit>,
    /// Whether HTML is a whole page.
    pub standalone: bool,
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
    /// Takes one row of so many cells, each of which is made when it is its turn.
    fn row_of<'a>(&mut self, width: usize, cell: &dyn Fn(usize) -> Cell<'a>) -> io::Result<()> {
        self.row(&(0..width).map(cell).collect::<Vec<_>>())
    }
    /// Takes a row that is a subtotal of those below it.
    fn subtotal(&mut self, cells: &[Cell<'_>]) -> io::Result<()>;
    /// Takes what comes after the rows, and writes what is left to be written.
    fn finish(self: Box<Self>, total: Option<&[Cell<'_>]>, notes: &[String]) -> io::Result<()>;
}

/// Begins a sheet, whatever rows it has.
pub fn begin<'a>(out: &'a mut dyn Write, layout: Layout, sheet: &Sheet) -> io::Result<Box<dyn Renderer + 'a>> {
    Ok(match layout.format {
        Format::Table => Box::new(ShownRenderer::new(out, layout, sheet, table::draw)),
        Format::Csv => Box::new(csv::CsvRenderer::begin(out, &sheet.columns)?),
        Format::CsvExcel => Box::new(csv_excel::CsvExcelRenderer::begin(out, &sheet.columns)?),
        Format::Json => Box::new(json::JsonRenderer::begin(out, sheet)?),
        Format::Jsonl => Box::new(jsonl::JsonlRenderer::new(out, &sheet.columns)),
        Format::Xlsx => Box::new(xlsx::XlsxRenderer::begin(out, layout, sheet)?),
        Format::Markdown => Box::new(ShownRenderer::new(out, layout, sheet, markdown::draw)),
        // Text is shown whole: a page has no width to keep to.
        Format::Html => Box::new(ShownRenderer::new(out, Layout { width: None, ..layout }, sheet, html::draw)),
    })
}

/// Writes a whole sheet.
pub fn write(out: &mut dyn Write, layout: Layout, sheet: &Sheet) -> io::Result<()> {
    let mut renderer = begin(out, layout, sheet)?;
    for (at, row) in sheet.rows.iter().enumerate() {
        if sheet.subtotals.contains(&at) { renderer.subtotal(row)? } else { renderer.row(row)? }
    }
    renderer.finish(sheet.total.as_deref(), &sheet.notes)
}

/// Ten thousandths of a whole, rounded half away from zero: a share or change for programs.
fn in_ten_thousandths(part: i64, whole: i64) -> i128 {
    crate::domain::money::divide_rounded(i128::from(part) * 10_000, i128::from(whole))
}

/// `name: text; name: text`
fn pairs(json: &str) -> String {
    let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(json).unwrap_or_default();
    let pair = |(name, text): (&String, &serde_json::Value)| format!("{name}: {}", text.as_str().unwrap_or_default());
    object.iter().map(pair).collect::<Vec<_>>().join("; ")
}
