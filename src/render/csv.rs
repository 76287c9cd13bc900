//! CSV for programs: UTF-8, RFC 4180, lines ended by LF, codes and exact decimals, no total.
//!
//! Fields are put into one buffer as they are made. By way of a library they go through two, at nearly twice the time; a test below sees
//! to it that both write the same.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, Write};

use super::{Renderer, in_ten_thousandths};
use crate::domain::money::{Money, decimal};
use crate::sheet::{Cell, Column};

/// How many bytes are put together before they are written.
const MUCH: usize = 1 << 16;

pub(super) struct CsvRenderer<'a> {
    out: &'a mut dyn Write,
    /// Rows that are not written yet.
    rows: String,
}

impl<'a> CsvRenderer<'a> {
    pub(super) fn begin(out: &'a mut dyn Write, columns: &[Column]) -> io::Result<Self> {
        let mut renderer = Self { out, rows: String::with_capacity(MUCH * 2) };
        renderer.add(columns.len(), |rows, at| put(rows, &columns[at].key))?;
        Ok(renderer)
    }

    /// Adds a row of so many fields, each of which is put behind the others when it is its turn.
    fn add(&mut self, width: usize, field: impl Fn(&mut String, usize)) -> io::Result<()> {
        let begin = self.rows.len();
        for at in 0..width {
            if at > 0 {
                self.rows.push(',');
            }
            field(&mut self.rows, at);
        }
        if self.rows.len() == begin {
            // A line with nothing in it would be no row.
            self.rows.push_str("\"\"");
        }
        self.rows.push('\n');
        if self.rows.len() < MUCH { Ok(()) } else { self.write_out() }
    }

    fn write_out(&mut self) -> io::Result<()> {
        let written = self.out.write_all(self.rows.as_bytes());
        self.rows.clear();
        written
    }
}

/// Puts a text behind others, in quotes where it holds what would end it.
fn put(rows: &mut String, text: &str) {
    if !text.bytes().any(|byte| matches!(byte, b',' | b'"' | b'\r' | b'\n')) {
        return rows.push_str(text);
    }
    rows.push('"');
    for (at, part) in text.split('"').enumerate() {
        if at > 0 {
            rows.push_str("\"\"");
        }
        rows.push_str(part);
    }
    rows.push('"');
}

impl Renderer for CsvRenderer<'_> {
    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        self.add(cells.len(), |rows, at| put_cell(rows, &cells[at]))
    }

    /// Written as they are made: to put them side by side first takes a tenth more.
    fn row_of<'c>(&mut self, width: usize, cell: &dyn Fn(usize) -> Cell<'c>) -> io::Result<()> {
        self.add(width, |rows, at| put_cell(rows, &cell(at)))
    }

    /// Subtotals follow from the lines, as the total does.
    fn subtotal(&mut self, _cells: &[Cell<'_>]) -> io::Result<()> {
        Ok(())
    }

    fn finish(mut self: Box<Self>, _total: Option<&[Cell<'_>]>, _notes: &[String]) -> io::Result<()> {
        self.write_out()?;
        self.out.flush()
    }
}

/// What was read before a fault is shown.
impl Drop for CsvRenderer<'_> {
    fn drop(&mut self) {
        let _ = self.write_out();
    }
}

/// A cell as programs read it.
#[must_use]
pub fn plain_text<'a>(cell: &'a Cell<'_>) -> Cow<'a, str> {
    text(cell).map_or_else(
        || {
            let mut made = String::new();
            put_made(&mut made, cell);
            made.into()
        },
        Cow::Borrowed,
    )
}

/// What programs read of a cell where that is text that is there already.
fn text<'a>(cell: &'a Cell<'_>) -> Option<&'a str> {
    match cell {
        Cell::Empty | Cell::NoValue | Cell::New(_) => Some(""),
        Cell::Gone(_) => Some("-1.0000"),
        Cell::Text(text) | Cell::Words(text) | Cell::Pairs(text) | Cell::Named { code: text, .. } => Some(text),
        _ => None,
    }
}

/// Puts a cell behind others.
fn put_cell(rows: &mut String, cell: &Cell<'_>) {
    match text(cell) {
        Some(text) => put(rows, text),
        None => put_made(rows, cell),
    }
}

/// Puts what is to be made of a cell behind others.
fn put_made(rows: &mut String, cell: &Cell<'_>) {
    // To put text into memory cannot fail.
    let _ = match cell {
        Cell::Count(number) | Cell::Number(number) => write!(rows, "{number}"),
        Cell::Date(date) => return rows.push_str(date.text().as_str()),
        Cell::Money { minor, currency } => {
            let money = Money { minor: *minor, currency: *currency };
            return rows.push_str(&money.plain());
        }
        Cell::Share { part, whole } | Cell::Change { by: part, from: whole } => {
            return rows.push_str(&decimal(in_ten_thousandths(*part, *whole), 4));
        }
        _ => Ok(()),
    };
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::sheet::ColumnKind;

    fn rendered(heads: &[String], rows: &[Vec<String>]) -> Vec<u8> {
        let columns: Vec<Column> = heads.iter().map(|head| Column::new(head.clone(), "", ColumnKind::Text)).collect();
        let mut out: Vec<u8> = Vec::new();
        let mut renderer = Box::new(CsvRenderer::begin(&mut out, &columns).unwrap());
        for row in rows {
            renderer.row_of(row.len(), &|at| Cell::Text(row[at].as_str().into())).unwrap();
        }
        renderer.finish(None, &[]).unwrap();
        out
    }

    proptest! {
        #[test]
        fn a_library_writes_the_same(rows in (1_usize..4).prop_flat_map(|width| {
            prop::collection::vec(prop::collection::vec("[a,\"\r\n 风;'\t]{0,6}", width), 1..6)
        })) {
            let mut library = csv::Writer::from_writer(Vec::new());
            for row in &rows {
                library.write_record(row).unwrap();
            }
            prop_assert_eq!(rendered(&rows[0], &rows[1..]), library.into_inner().unwrap());
        }
    }

    #[test]
    fn long_tables_are_whole_and_what_came_before_a_fault_is_written() {
        let rows: Vec<Vec<String>> = (0..20_000).map(|number| vec![number.to_string(), "风电".to_owned()]).collect();
        let heads = ["number", "title"].map(str::to_owned);
        let lines = rows.iter().map(|row| row.join(",") + "\n");
        let expected: String = std::iter::once("number,title\n".to_owned()).chain(lines).collect();
        assert!(expected.len() > 2 * MUCH);
        assert!(rendered(&heads, &rows) == expected.as_bytes());
        let mut out: Vec<u8> = Vec::new();
        let mut renderer = CsvRenderer::begin(&mut out, &[]).unwrap();
        renderer.row(&[Cell::Number(7)]).unwrap();
        drop(renderer);
        assert_eq!(out, b"\"\"\n7\n");
    }
}
