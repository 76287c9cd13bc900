//! CSV: comma-separated, UTF-8 with or without BOM, lines ended by LF or CRLF.

use std::collections::VecDeque;
use std::io::{self, Read};

use csv::{ErrorKind, Reader, ReaderBuilder, StringRecord};

/// Why a file cannot be read as a table at all.
#[derive(Debug, thiserror::Error)]
pub enum FileFault {
    /// Not even a header.
    #[error("is empty: a header with field names is expected in the first line")]
    Empty,
    /// The header is not UTF-8.
    #[error("is not UTF-8 text")]
    NotText,
    /// The file ends inside a quoted cell, so that rows may be hidden in it.
    #[error("a quote that opens here is never closed")]
    OpenQuote(u32),
    /// It cannot be read on.
    #[error("cannot be read: {0}")]
    Io(#[from] io::Error),
}

/// Why a row is no row of the table.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RowFault {
    /// Not UTF-8.
    #[error("the row is not UTF-8 text")]
    NotText,
    /// More or fewer cells than the header.
    #[error("the row has {cells} cells, the header has {columns}")]
    Ragged {
        /// The cells of the row.
        cells: usize,
        /// The columns of the header.
        columns: usize,
    },
}

/// A row of the table.
#[derive(Debug)]
pub struct Row<'a> {
    /// The line on which it begins, from 1.
    pub line: u32,
    /// Its cells, as many as the header has; or why not.
    pub cells: Result<&'a StringRecord, RowFault>,
}

/// A table that is read row by row.
pub struct Table<R: Read> {
    reader: Reader<Lines<R>>,
    header: Vec<String>,
    record: StringRecord,
    blank: u64,
}

/// Put behind the end of the input. Where it does not arrive as a row of its own, a quoted cell has swallowed it. The same text
/// within the input is data like any other.
const END: &str = "\0end of file\0";
const END_LINE: &[u8] = b"\n\0end of file\0\n";

impl<R: Read> Table<R> {
    /// Reads the header.
    pub fn open(input: R) -> Result<Self, FileFault> {
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .buffer_capacity(1 << 16)
            .from_reader(Lines::new(input));
        let mut record = StringRecord::new();
        match reader.read_record(&mut record) {
            Ok(_) if is_end(&reader, &record) => Err(FileFault::Empty),
            Ok(_) if has_end(&reader) => Err(FileFault::OpenQuote(1)),
            Ok(_) => {
                let header = record.iter().map(|cell| cell.trim().to_owned()).collect();
                Ok(Self { reader, header, record, blank: 0 })
            }
            Err(error) => Err(file_fault(error)),
        }
    }

    /// The cells of the header.
    #[must_use]
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// How many rows were passed over because all their cells are empty.
    #[must_use]
    pub fn blank_rows(&self) -> u64 {
        self.blank
    }

    /// The next row that is not blank.
    pub fn next_row(&mut self) -> Result<Option<Row<'_>>, FileFault> {
        loop {
            let read = self.reader.read_record(&mut self.record);
            let fault = match read {
                Ok(true) if is_end(&self.reader, &self.record) => return Ok(None),
                Ok(false) => return Ok(None),
                Ok(true) => None,
                Err(error) if matches!(error.kind(), ErrorKind::Utf8 { .. }) => Some(RowFault::NotText),
                Err(error) => return Err(file_fault(error)),
            };
            if fault.is_none() && self.record.iter().all(|cell| cell.trim().is_empty()) {
                self.blank += 1;
                continue;
            }
            if has_end(&self.reader) {
                return Err(FileFault::OpenQuote(self.first_line()));
            }
            let fault = fault.or_else(|| {
                let (cells, columns) = (self.record.len(), self.header.len());
                (cells != columns).then_some(RowFault::Ragged { cells, columns })
            });
            let line = self.first_line();
            return Ok(Some(Row { line, cells: fault.map_or(Ok(&self.record), Err) }));
        }
    }

    /// The line on which the record just read begins.
    fn first_line(&mut self) -> u32 {
        let start = self.record.position().map_or(0, csv::Position::byte);
        self.reader.get_mut().first_from(start)
    }
}

/// Counts lines as they pass by.
///
/// The reader says at which byte a record begins, but counts the blank lines before it as part of it, and the LF of a CRLF as part
/// of the next. So the lines that hold something are kept, from the last record on, to look up the first behind that byte.
struct Lines<R> {
    inner: R,
    /// Where the input has ended; what comes behind is put there.
    end: Option<u64>,
    behind: &'static [u8],
    offset: u64,
    line: u32,
    at_start: bool,
    starts: VecDeque<(u64, u32)>,
}

impl<R> Lines<R> {
    fn new(inner: R) -> Self {
        Self { inner, end: None, behind: END_LINE, offset: 0, line: 1, at_start: true, starts: VecDeque::new() }
    }

    /// The first line that holds something from this byte on.
    fn first_from(&mut self, byte: u64) -> u32 {
        while self.starts.front().is_some_and(|(offset, _)| *offset < byte) {
            self.starts.pop_front();
        }
        self.starts.front().map_or(self.line, |(_, line)| *line)
    }
}

impl<R: Read> Read for Lines<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut read = if self.end.is_none() { self.inner.read(buffer)? } else { 0 };
        if read == 0 {
            self.end.get_or_insert(self.offset);
            read = self.behind.read(buffer)?;
        }
        for line in buffer[..read].split_inclusive(|byte| *byte == b'\n') {
            if self.at_start
                && let Some(at) = line.iter().position(|byte| !matches!(byte, b'\r' | b'\n'))
            {
                self.starts.push_back((self.offset + at as u64, self.line));
                self.at_start = false;
            }
            self.offset += line.len() as u64;
            if line.ends_with(b"\n") {
                (self.line, self.at_start) = (self.line.saturating_add(1), true);
            }
        }
        Ok(read)
    }
}

/// Whether the record just read takes in what was put behind the end of the input.
fn has_end<R: Read>(reader: &Reader<Lines<R>>) -> bool {
    reader.get_ref().end.is_some_and(|end| reader.position().byte() > end + 1)
}

/// Whether it is that and nothing else.
fn is_end<R: Read>(reader: &Reader<Lines<R>>, record: &StringRecord) -> bool {
    has_end(reader) && record.len() == 1 && record.get(0) == Some(END)
}

fn file_fault(error: csv::Error) -> FileFault {
    match error.into_kind() {
        ErrorKind::Io(error) => FileFault::Io(error),
        ErrorKind::Utf8 { .. } => FileFault::NotText,
        other => FileFault::Io(io::Error::other(format!("{other:?}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &[u8]) -> Vec<(u32, Result<String, RowFault>)> {
        let mut table = Table::open(text).unwrap();
        let mut rows = Vec::new();
        while let Some(row) = table.next_row().unwrap() {
            rows.push((row.line, row.cells.map(|cells| cells.iter().collect::<Vec<_>>().join("|"))));
        }
        rows
    }

    fn fine(line: u32, cells: &str) -> (u32, Result<String, RowFault>) {
        (line, Ok(cells.to_owned()))
    }

    #[test]
    fn rows_carry_the_line_they_begin_on() {
        let text = "a,b\n1,2\n\n\n\"3\nx\",4\r\n5,\"6\"\"\"\n";
        assert_eq!(rows(text.as_bytes()), [fine(2, "1|2"), fine(5, "3\nx|4"), fine(7, "5|6\"")]);
        assert_eq!(rows("\u{feff}a,b\n1,2".as_bytes()), [fine(2, "1|2")]);
    }

    #[test]
    fn rows_that_are_no_rows_say_why() {
        assert_eq!(
            rows(b"a,b\n1\n1,2,3\n"),
            [(2, Err(RowFault::Ragged { cells: 1, columns: 2 })), (3, Err(RowFault::Ragged { cells: 3, columns: 2 })),]
        );
        assert_eq!(rows(b"a,b\n1,\xff\n3,4\n"), [(2, Err(RowFault::NotText)), fine(3, "3|4")]);
        assert_eq!(rows(b"a,b\n1,5\" pipe\n"), [fine(2, "1|5\" pipe")]);
    }

    #[test]
    fn a_quote_that_is_never_closed_is_a_fault_of_the_file() {
        for text in ["a,b\n1,2\n3,\"4\n5,6\n", "a,b\n1,2\n3,\"4", "a,b\n1,2\n\n\"", "a,b\n1,2\n\"3,4\n"] {
            let mut table = Table::open(text.as_bytes()).unwrap();
            assert!(table.next_row().unwrap().is_some());
            let line = if text.contains("\n\n") { 4 } else { 3 };
            assert!(matches!(table.next_row(), Err(FileFault::OpenQuote(at)) if at == line), "{text}");
        }
    }

    #[test]
    fn what_marks_the_end_is_data_within_the_file() {
        let text = format!("a\n1\n{END}\n2\n{END}\n");
        assert_eq!(rows(text.as_bytes()).len(), 4);
        assert_eq!(rows(text.trim_end().as_bytes()).len(), 4);
    }

    #[test]
    fn blank_rows_are_passed_over_and_counted() {
        let mut table = Table::open(&b"a,b\n,\n1,2\n , \n"[..]).unwrap();
        assert_eq!(table.next_row().unwrap().unwrap().line, 3);
        assert!(table.next_row().unwrap().is_none());
        assert_eq!(table.blank_rows(), 2);
    }

    #[test]
    fn a_file_without_a_header_is_refused() {
        assert!(matches!(Table::open(&b""[..]), Err(FileFault::Empty)));
        assert!(matches!(Table::open(&b"\n\n"[..]), Err(FileFault::Empty)));
        assert!(matches!(Table::open(&b"\xff\xfea\0,\0"[..]), Err(FileFault::NotText)));
        assert!(matches!(Table::open(&b"a,\"b\n1,2\n"[..]), Err(FileFault::OpenQuote(1))));
        assert!(rows(b"a,b").is_empty() && rows(b"a,b\r\n").is_empty());
    }
}
