//! An Excel workbook: real numbers and dates, a frozen head with filters, a total line, notes underneath.
//!
//! Rows go through a temporary file, so that a sheet of any length takes the same memory.

use std::io::{self, Write};

use rust_xlsxwriter::Workbook;

use super::page::Page;
use super::workbook;
use super::worksheet::SheetWriter;
use super::{Layout, Renderer};
use crate::lang::words;
use crate::sheet::{Cell, Sheet};

pub(super) struct XlsxRenderer<'a> {
    out: &'a mut dyn Write,
    workbook: Workbook,
    sheet: SheetWriter,
}

impl<'a> XlsxRenderer<'a> {
    pub(super) fn begin(out: &'a mut dyn Write, layout: Layout, sheet: &Sheet) -> io::Result<Self> {
        let mut workbook = workbook::workbook()?;
        let name = if layout.for_programs { "deals" } else { words(layout.lang).sheet };
        let page = Page::new(workbook::worksheet(&mut workbook, name)?);
        Ok(Self { out, workbook, sheet: SheetWriter::begin(page, layout, sheet, true)? })
    }
}

impl Renderer for XlsxRenderer<'_> {
    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        self.sheet.row(cells)
    }

    fn subtotal(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        self.sheet.subtotal(cells)
    }

    fn finish(self: Box<Self>, total: Option<&[Cell<'_>]>, notes: &[String]) -> io::Result<()> {
        let Self { out, mut workbook, sheet } = *self;
        workbook.push_worksheet(sheet.finish(total, notes)?.sheet);
        workbook::save(workbook, out)
    }
}
