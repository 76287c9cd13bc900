//! Tables: the rows of a file, CSV or a sheet of a workbook, as texts in columns.

use std::fs::File;
use std::io::{self, BufReader};
use std::sync::Arc;

use csv::StringRecord;

use super::ahead::Ahead;
use super::encoding::{Decoded, EncodingFault};
use super::input::InputFault;
use super::json::Objects;
use super::kinds::{Kinds, Plain};
use super::workbook::SheetRows;
use crate::domain::fold::trimmed;

/// Why a file cannot be read as a table at all.
#[derive(Debug, thiserror::Error)]
pub enum FileFault {
    /// Nothing is in it.
    #[error("is empty")]
    Empty,
    /// Not text where text is expected.
    #[error("is not UTF-8 text")]
    NotText {
        /// The line.
        line: u32,
    },
    /// Not text of an encoding that is known.
    #[error(transparent)]
    Encoding(#[from] EncodingFault),
    /// It cannot be opened.
    #[error(transparent)]
    Input(#[from] InputFault),
    /// The file ends inside a quoted cell, so that rows may be hidden in it.
    #[error("a quote that opens here is never closed")]
    OpenQuote {
        /// The line.
        line: u32,
    },
    /// A workbook behind a password.
    #[error("is protected by a password")]
    Password,
    /// A workbook that cannot be read.
    #[error("is damaged and cannot be read{}", if .0.is_empty() { String::new() } else { format!(" ({})", .0) })]
    Damaged(String),
    /// A workbook whose rows come in no order.
    #[error("is damaged and cannot be read (its rows are not in order)")]
    OutOfOrder,
    /// A workbook with a cell where no sheet has one.
    #[error("is damaged and cannot be read (it has a cell outside of any sheet)")]
    Outside,
    /// What is no workbook, whatever its name says.
    #[error("is not a workbook")]
    NoWorkbook,
    /// A workbook where text is expected.
    #[error("is a workbook, where CSV is expected")]
    NoText,
    /// Text in UTF-16 that does not say so.
    #[error("looks like {0} text without a byte-order mark")]
    Utf16(&'static str),
    /// A line that is no JSON object.
    #[error("is not a JSON object")]
    NotJson {
        /// The line.
        line: u32,
    },
    /// JSON whose objects have all sorts of keys.
    #[error("has too many different keys to be a table")]
    ManyKeys,
    /// JSON that is not one object a line.
    #[error("is JSON, but not one object a line (jsonl)")]
    JsonArray,
    /// An archive that unpacks to far more than a table would.
    #[error("would unpack to many times what a table of its size holds, so it is not read")]
    Swells,
    /// A web page, as some systems give out under the name of a workbook.
    #[error("is a web page or XML, not a table")]
    WebPage,
    /// It cannot be read on.
    #[error("cannot be read: {0}")]
    Io(#[from] io::Error),
}

impl FileFault {
    /// The line at fault, where there is one.
    #[must_use]
    pub fn line(&self) -> Option<u32> {
        match self {
            Self::NotText { line }
            | Self::OpenQuote { line }
            | Self::NotJson { line }
            | Self::Encoding(
                EncodingFault::Neither { line } | EncodingFault::Damaged { line } | EncodingFault::NotOf { line, .. },
            ) => Some(*line),
            _ => None,
        }
    }
}

/// What is to be known of a cell beside its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// It is merged with others above or below, and has its text from the one in this line.
    Merged {
        /// The line.
        line: u32,
    },
    /// Its number is shown with this beside it: a currency, a unit, `%`.
    Shown(String),
    /// It holds an error of the spreadsheet, such as `#REF!`.
    Error(String),
    /// It holds a formula whose result was not saved.
    Unreckoned,
}

/// A row as it stands in the file.
#[derive(Clone, Copy, Debug)]
pub struct RawRow<'a> {
    /// The line on which it begins, or the number of the row in the sheet, from 1.
    pub line: u32,
    /// Its cells.
    pub cells: &'a StringRecord,
    /// What is to be known of some of them, by column from 0.
    pub marks: &'a [(usize, Mark)],
}

impl RawRow<'_> {
    /// Whether nothing but white space is in it.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.marks.is_empty() && self.cells.iter().all(|cell| trimmed(cell).is_empty())
    }

    /// What is to be known of a cell.
    #[must_use]
    pub fn mark(&self, column: usize) -> Option<&Mark> {
        self.marks.iter().find(|(at, _)| *at == column).map(|(_, mark)| mark)
    }
}

/// The rows of a file, one after the other.
pub enum Rows {
    /// Of CSV.
    Csv(Box<Ahead<Decoded<BufReader<File>>>>),
    /// Of a sheet.
    Sheet(SheetRows),
    /// Of lines of JSON.
    Json(Box<Objects>),
}

impl Rows {
    /// Goes on to the next row. Says whether there is one.
    pub fn advance(&mut self) -> Result<bool, FileFault> {
        match self {
            Self::Csv(records) => records.advance(),
            Self::Sheet(rows) => rows.advance(),
            Self::Json(objects) => objects.advance(),
        }
    }

    /// Lets rows that are read ahead be told apart there.
    pub fn tell_apart(&mut self, kinds: &Arc<Kinds>) {
        if let Self::Csv(records) = self {
            records.tell_apart(kinds);
        }
    }

    /// What is known of the row, if it was read ahead and found plain. One that was not may be as plain.
    #[must_use]
    pub fn plain(&self) -> Option<Plain> {
        match self {
            Self::Csv(records) => records.plain(),
            Self::Sheet(_) | Self::Json(_) => None,
        }
    }

    /// The row.
    #[must_use]
    pub fn row(&self) -> RawRow<'_> {
        match self {
            Self::Csv(records) => {
                let (cells, line) = records.record();
                RawRow { line, cells, marks: &[] }
            }
            Self::Sheet(rows) => RawRow { line: rows.row().line, cells: &rows.row().cells, marks: &rows.row().marks },
            Self::Json(objects) => RawRow { line: objects.line(), cells: objects.record(), marks: &[] },
        }
    }

    /// Whether rows may be of any length: those of a sheet end with their last cell that holds something.
    #[must_use]
    pub fn are_open_ended(&self) -> bool {
        matches!(self, Self::Sheet(_))
    }
}
