//! Rows of a sheet, put together from its cells, with merged cells filled down.

use calamine::Dimensions;
use csv::StringRecord;

use super::SheetRow;
use super::value::Value;
use crate::intake::table::{FileFault, Mark};

/// The most columns that a sheet of any kind has: XFD is the last.
const MOST_COLUMNS: u32 = 16_384;

/// Puts cells together to rows, and fills merged cells down.
pub(super) struct RowMaker<'a> {
    take: &'a mut dyn FnMut(SheetRow) -> bool,
    row: u32,
    cells: Vec<String>,
    marks: Vec<(usize, Mark)>,
    /// Merged blocks of more than one row, the last to begin first.
    to_come: Vec<Dimensions>,
    /// Those that reach into the rows below, each with what stands in its first cell.
    open: Vec<(Dimensions, String)>,
}

impl<'a> RowMaker<'a> {
    /// Of a sheet with these merged cells, which hands its rows to `take`.
    pub(super) fn new(mut merged: Vec<Dimensions>, take: &'a mut dyn FnMut(SheetRow) -> bool) -> Self {
        merged.retain(|block| block.end.0 > block.start.0);
        merged.sort_by_key(|block| std::cmp::Reverse(block.start));
        Self { take, row: 0, cells: Vec::new(), marks: Vec::new(), to_come: merged, open: Vec::new() }
    }

    /// Takes the next cell. Says whether to go on.
    pub(super) fn cell(&mut self, (row, column): (u32, u32), value: Value) -> Result<bool, FileFault> {
        if row < self.row {
            return Err(FileFault::OutOfOrder);
        }
        if row > self.row {
            if !self.end() {
                return Ok(false);
            }
            self.row = row;
        }
        if column >= MOST_COLUMNS {
            return Err(FileFault::Outside);
        }
        let column = column as usize;
        let (text, mark) = match value {
            Value::Text(text) => (text, None),
            Value::Marked(text, mark) => (text, Some(mark)),
        };
        if text.is_empty() && mark.is_none() {
            return Ok(true);
        }
        if self.cells.len() <= column {
            self.cells.resize(column + 1, String::new());
        }
        self.cells[column] = text;
        self.marks.extend(mark.map(|mark| (column, mark)));
        Ok(true)
    }

    /// Ends the row. Says whether to go on.
    pub(super) fn end(&mut self) -> bool {
        let row = self.row;
        let has_any = self.cells.iter().any(|cell| !cell.is_empty()) || !self.marks.is_empty();
        while let Some(block) = self.to_come.pop_if(|block| block.start.0 <= row) {
            let text = self.cells.get(block.start.1 as usize).filter(|_| block.start.0 == row);
            if let Some(text) = text.filter(|text| !text.is_empty()) {
                self.marks.push((block.start.1 as usize, Mark::Merged { line: row.saturating_add(1) }));
                self.open.push((block, text.clone()));
            }
        }
        self.open.retain(|(block, _)| block.end.0 >= row);
        if has_any {
            self.fill_down();
        }
        let cells = std::mem::take(&mut self.cells);
        let marks = std::mem::take(&mut self.marks);
        if !has_any {
            return true;
        }
        (self.take)(SheetRow { line: row.saturating_add(1), cells: StringRecord::from(cells), marks })
    }

    fn fill_down(&mut self) {
        for (block, text) in &self.open {
            let column = block.start.1 as usize;
            if block.start.0 == self.row {
                continue;
            }
            if self.cells.len() <= column {
                self.cells.resize(column + 1, String::new());
            }
            if self.cells[column].is_empty() {
                self.cells[column].clone_from(text);
                self.marks.push((column, Mark::Merged { line: block.start.0.saturating_add(1) }));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merged_cells_are_filled_down_and_marked() {
        let merged = vec![Dimensions::new((0, 0), (2, 1)), Dimensions::new((3, 0), (3, 4))];
        let mut rows = Vec::new();
        let mut take = |row: SheetRow| {
            rows.push((row.line, row.cells.iter().collect::<Vec<_>>().join("|"), row.marks));
            true
        };
        let mut maker = RowMaker::new(merged, &mut take);
        for (at, text) in [((0, 0), "5G"), ((0, 2), "a"), ((1, 2), "b"), ((2, 2), "c"), ((3, 0), "d"), ((5, 2), "e")] {
            assert!(maker.cell(at, Value::Text(text.to_owned())).unwrap());
        }
        maker.end();
        let merged = |line| vec![(0, Mark::Merged { line })];
        assert_eq!(
            rows,
            [
                (1, "5G||a".to_owned(), merged(1)),
                (2, "5G||b".to_owned(), merged(1)),
                (3, "5G||c".to_owned(), merged(1)),
                (4, "d".to_owned(), vec![]),
                (6, "||e".to_owned(), vec![]),
            ]
        );
    }
}
