//! The values of a row, as SQLite hands them over.

use std::hash::{Hash, Hasher};

use rusqlite::Row;
use rusqlite::types::ValueRef;

use crate::domain::label::{Label, label};
use crate::store::error::{Error, Result, Unsound};

/// One value of a row.
#[derive(Clone, Copy)]
pub(in crate::store) struct Cell<'a>(ValueRef<'a>);

/// A row, whose cells are read when they are asked for.
pub(in crate::store) struct Cells<'a> {
    row: &'a Row<'a>,
    places: &'a [usize],
}

/// A value that outlasts its row.
#[derive(Clone, Debug)]
pub(in crate::store) enum Kept {
    Null,
    Int(i64),
    Text(Box<[u8]>),
}

/// Rows that outlast their statement, one behind the other in memory that can be filled again.
#[derive(Debug)]
pub(in crate::store) struct Rows<const WIDTH: usize> {
    rows: Vec<[Stored; WIDTH]>,
    /// The bytes of all cells that have any.
    bytes: Vec<u8>,
}

/// A cell of such a row. Where its bytes end is written here; they begin where those of the cell before it do.
#[derive(Clone, Copy, Debug)]
enum Stored {
    Null,
    Int(i64),
    Real(f64),
    Text(usize),
    Blob(usize),
}

impl<const WIDTH: usize> Default for Rows<WIDTH> {
    fn default() -> Self {
        Self { rows: Vec::new(), bytes: Vec::new() }
    }
}

impl<const WIDTH: usize> Rows<WIDTH> {
    /// Takes in a row behind the others, cell by cell. One that has fewer cells has no values in the last.
    pub(in crate::store) fn push(&mut self, row: &Cells<'_>) {
        let mut kept = [Stored::Null; WIDTH];
        for (at, stored) in kept.iter_mut().enumerate().take(row.places.len()) {
            *stored = match row.cell(at).0 {
                ValueRef::Null => Stored::Null,
                ValueRef::Integer(value) => Stored::Int(value),
                ValueRef::Real(value) => Stored::Real(value),
                ValueRef::Text(bytes) => Stored::Text(self.keep(bytes)),
                ValueRef::Blob(bytes) => Stored::Blob(self.keep(bytes)),
            };
        }
        self.rows.push(kept);
    }

    fn keep(&mut self, bytes: &[u8]) -> usize {
        self.bytes.extend_from_slice(bytes);
        self.bytes.len()
    }

    /// How many there are.
    pub(in crate::store) fn count(&self) -> usize {
        self.rows.len()
    }

    /// Forgets them, but not where they were kept.
    pub(in crate::store) fn clear(&mut self) {
        self.rows.clear();
        self.bytes.clear();
    }

    /// Hands them over as long as `take` says to go on. Says whether it always did.
    pub(in crate::store) fn each(&self, mut take: impl FnMut(&[Cell<'_>; WIDTH]) -> Result<bool>) -> Result<bool> {
        let mut begin = 0;
        let mut until = |end: usize| &self.bytes[std::mem::replace(&mut begin, end)..end];
        for row in &self.rows {
            let mut cells = [Cell::NULL; WIDTH];
            for (cell, stored) in cells.iter_mut().zip(row) {
                *cell = Cell(match *stored {
                    Stored::Null => ValueRef::Null,
                    Stored::Int(value) => ValueRef::Integer(value),
                    Stored::Real(value) => ValueRef::Real(value),
                    Stored::Text(end) => ValueRef::Text(until(end)),
                    Stored::Blob(end) => ValueRef::Blob(until(end)),
                });
            }
            if !take(&cells)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

impl<'a> Cells<'a> {
    /// Of a row, and where in it the columns are.
    pub(super) fn new(row: &'a Row<'a>, places: &'a [usize]) -> Self {
        Self { row, places }
    }

    /// That of the column named at this place. The statement itself has said where the column is, so that there is one.
    pub(in crate::store) fn cell(&self, at: usize) -> Cell<'a> {
        Cell(self.row.get_ref_unwrap(self.places[at]))
    }

    /// All of them.
    pub(in crate::store) fn cells<const WIDTH: usize>(&self) -> [Cell<'a>; WIDTH] {
        std::array::from_fn(|at| self.cell(at))
    }
}

impl<'a> Cell<'a> {
    /// No value.
    pub(in crate::store) const NULL: Self = Self(ValueRef::Null);

    pub(in crate::store) fn int(self) -> Result<i64> {
        self.opt_int()?.ok_or_else(|| self.unexpected(label("an integer", "整数")))
    }

    pub(in crate::store) fn opt_int(self) -> Result<Option<i64>> {
        match self.0 {
            ValueRef::Null => Ok(None),
            ValueRef::Integer(value) => Ok(Some(value)),
            _ => Err(self.unexpected(label("an integer", "整数"))),
        }
    }

    pub(in crate::store) fn text(self) -> Result<&'a str> {
        self.opt_text()?.ok_or_else(|| self.unexpected(label("text", "文本")))
    }

    pub(in crate::store) fn opt_text(self) -> Result<Option<&'a str>> {
        match self.0 {
            ValueRef::Null => Ok(None),
            ValueRef::Text(bytes) => {
                std::str::from_utf8(bytes).map(Some).map_err(|_| self.unexpected(label("UTF-8 text", "UTF-8文本")))
            }
            _ => Err(self.unexpected(label("text", "文本"))),
        }
    }

    pub(in crate::store) fn owned(self) -> Result<Option<String>> {
        Ok(self.opt_text()?.map(str::to_owned))
    }

    fn unexpected(self, wanted: Label) -> Error {
        Unsound::Type { found: format!("{:?}", self.0.data_type()), wanted }.into()
    }

    /// The same value, to be kept.
    pub(in crate::store) fn kept(self) -> Result<Kept> {
        match self.0 {
            ValueRef::Null => Ok(Kept::Null),
            ValueRef::Integer(value) => Ok(Kept::Int(value)),
            ValueRef::Text(bytes) => Ok(Kept::Text(bytes.into())),
            _ => Err(self.unexpected(label("an integer or text", "整数或文本"))),
        }
    }

    /// Whether it is the value that was kept.
    pub(in crate::store) fn is(self, kept: &Kept) -> bool {
        match (self.0, kept) {
            (ValueRef::Null, Kept::Null) => true,
            (ValueRef::Integer(value), Kept::Int(kept)) => value == *kept,
            (ValueRef::Text(bytes), Kept::Text(kept)) => *bytes == **kept,
            _ => false,
        }
    }
}

impl Hash for Cell<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self.0 {
            ValueRef::Integer(value) => value.hash(state),
            ValueRef::Text(bytes) => bytes.hash(state),
            _ => state.write_u8(0),
        }
    }
}
