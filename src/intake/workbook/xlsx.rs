//! The workbooks of Excel since 2007.

use std::collections::HashMap;

use calamine::{DataRef, Dimensions, Reader as _, Sheet, Xlsx};

use super::rows::RowMaker;
use super::value::Value;
use super::{SheetRow, Source, damaged, format};
use crate::intake::table::{FileFault, Mark};

pub(super) struct XlsxBook {
    book: Xlsx<Source>,
    /// Whether any of its sheets may have merged cells.
    merges: bool,
    /// What is known of sheets by their names, which it takes a reading of the whole sheet to know: each is read from its beginning once
    /// or twice.
    known: HashMap<String, Known>,
}

/// What stands in a sheet beside its cells.
struct Known {
    merged: Vec<Dimensions>,
    /// What formats show beside numbers, by row and column. Few workbooks have such a format at all.
    shown: HashMap<(u32, u32), String>,
}

impl XlsxBook {
    pub(super) fn new(book: Xlsx<Source>, merges: bool) -> Self {
        Self { book, merges, known: HashMap::new() }
    }

    pub(super) fn sheets(&self) -> &[Sheet] {
        self.book.sheets_metadata()
    }

    /// Hands over the rows of a sheet that hold something, as long as `take` says to go on.
    pub(super) fn each_row(&mut self, sheet: &str, take: &mut dyn FnMut(SheetRow) -> bool) -> Result<(), FileFault> {
        let known = match self.known.remove(sheet) {
            Some(known) => known,
            None => self.look_beside_cells(sheet)?,
        };
        let read = self.each_row_beside(&known, sheet, take);
        self.known.insert(sheet.to_owned(), known);
        read
    }

    fn each_row_beside(
        &mut self,
        known: &Known,
        sheet: &str,
        take: &mut dyn FnMut(SheetRow) -> bool,
    ) -> Result<(), FileFault> {
        let mut rows = RowMaker::new(known.merged.clone(), take);
        let mut cells = self.book.worksheet_cells_reader(sheet).map_err(damaged)?;
        while let Some(cell) = cells.next_cell_with_formula_metadata().map_err(damaged)? {
            let value = match (cell.value, cell.formula) {
                (DataRef::Empty, Some(_)) => Value::Marked(String::new(), Mark::Unreckoned),
                (value @ (DataRef::Float(_) | DataRef::Int(_)), _) => match known.shown.get(&cell.pos) {
                    Some(beside) => Value::from(value).shown_with(beside),
                    None => Value::from(value),
                },
                (value, _) => Value::from(value),
            };
            if !rows.cell(cell.pos, value)? {
                return Ok(());
            }
        }
        rows.end();
        Ok(())
    }

    fn look_beside_cells(&mut self, sheet: &str) -> Result<Known, FileFault> {
        let merged =
            if self.merges { self.book.merge_cells_by_sheet_name(sheet).map_err(damaged)? } else { Vec::new() };
        Ok(Known { merged, shown: self.shown(sheet)? })
    }

    fn shown(&mut self, sheet: &str) -> Result<HashMap<(u32, u32), String>, FileFault> {
        let mut cells = self.book.worksheet_cells_reader(sheet).map_err(damaged)?;
        let beside = |style: &calamine::Style| format::beside_number(&style.number_format.as_ref()?.format_code);
        let styles: Vec<Option<String>> = cells.styles().iter().map(beside).collect();
        let mut shown = HashMap::new();
        if styles.iter().all(Option::is_none) {
            return Ok(shown);
        }
        while let Some((row, column, style)) = cells.next_style_id().map_err(damaged)? {
            if let Some(Some(beside)) = styles.get(style) {
                shown.insert((row, column), beside.clone());
            }
        }
        Ok(shown)
    }
}
