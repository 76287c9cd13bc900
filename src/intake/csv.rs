//! CSV: cells set apart by a delimiter, lines ended by LF, CR or both, quotes as in RFC 4180.

use std::collections::VecDeque;
use std::io::{self, Read};

use csv::{ErrorKind, Reader, ReaderBuilder, StringRecord};
use memchr::memchr2;

use super::table::FileFault;

/// What may set cells apart, the likeliest first.
pub const DELIMITERS: [u8; 4] = *b",;\t|";

/// The records of a file, one after the other.
pub struct Records<R: Read> {
    reader: Reader<Lines<R>>,
    record: StringRecord,
    line: u32,
}

/// Put behind the end of the input. Where it does not arrive as a row of its own, a quoted cell has swallowed it. The same text
/// within the input is data like any other.
const END: &str = "\0end of file\0";
const END_LINE: &[u8] = b"\n\0end of file\0\n";

impl<R: Read> Records<R> {
    /// Begins to read UTF-8 text; a byte-order mark is passed over.
    pub fn new(input: R, delimiter: u8) -> Self {
        let reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .buffer_capacity(1 << 16)
            .from_reader(Lines::new(input));
        Self { reader, record: StringRecord::new(), line: 0 }
    }

    /// Goes on to the next record that is no empty line. Says whether there is one.
    pub fn advance(&mut self) -> Result<bool, FileFault> {
        match self.reader.read_record(&mut self.record) {
            Ok(true) if is_end(&self.reader, &self.record) => return Ok(false),
            Ok(false) => return Ok(false),
            Ok(true) => {}
            Err(error) => {
                let line = self.first_line();
                return Err(match error.into_kind() {
                    ErrorKind::Io(error) => FileFault::Io(error),
                    ErrorKind::Utf8 { .. } => FileFault::NotText { line },
                    other => FileFault::Io(io::Error::other(format!("{other:?}"))),
                });
            }
        }
        self.line = self.first_line();
        if has_end(&self.reader) {
            return Err(FileFault::OpenQuote { line: self.line });
        }
        Ok(true)
    }

    /// The record.
    pub fn record(&self) -> &StringRecord {
        &self.record
    }

    /// Hands the record over, and takes another one to be filled.
    pub fn swap(&mut self, record: &mut StringRecord) {
        std::mem::swap(&mut self.record, record);
    }

    /// The line on which it begins, from 1.
    pub fn line(&self) -> u32 {
        self.line
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
    after_cr: bool,
    starts: VecDeque<(u64, u32)>,
}

impl<R> Lines<R> {
    fn new(inner: R) -> Self {
        Self {
            inner,
            end: None,
            behind: END_LINE,
            offset: 0,
            line: 1,
            at_start: true,
            after_cr: false,
            starts: VecDeque::new(),
        }
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
        let mut rest = &buffer[..read];
        while let Some(first) = rest.first() {
            if self.at_start && !matches!(first, b'\r' | b'\n') {
                self.starts.push_back((self.offset + (read - rest.len()) as u64, self.line));
                self.at_start = false;
            }
            let Some(at) = memchr2(b'\r', b'\n', rest) else {
                self.after_cr = false;
                break;
            };
            // The LF of a CRLF ends nothing that the CR has not ended.
            if rest[at] == b'\r' || at > 0 || !self.after_cr {
                self.line = self.line.saturating_add(1);
            }
            self.at_start = true;
            self.after_cr = rest[at] == b'\r';
            rest = &rest[at + 1..];
        }
        self.offset += read as u64;
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

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(text: &[u8]) -> Vec<(u32, String)> {
        let mut records = Records::new(text, b',');
        let mut rows = Vec::new();
        while records.advance().unwrap() {
            rows.push((records.line(), records.record().iter().collect::<Vec<_>>().join("|")));
        }
        rows
    }

    fn fine(line: u32, cells: &str) -> (u32, String) {
        (line, cells.to_owned())
    }

    #[test]
    fn rows_carry_the_line_they_begin_on() {
        let text = "a,b\n1,2\n\n\n\"3\nx\",4\r\n5,\"6\"\"\"\n";
        assert_eq!(rows(text.as_bytes()), [fine(1, "a|b"), fine(2, "1|2"), fine(5, "3\nx|4"), fine(7, "5|6\"")]);
        assert_eq!(rows("\u{feff}a,b\n1,2".as_bytes()), [fine(1, "a|b"), fine(2, "1|2")]);
        assert_eq!(
            rows(b"a,b\r1,2\r\r3,\"4\rx\"\r5,6"),
            [fine(1, "a|b"), fine(2, "1|2"), fine(4, "3|4\rx"), fine(6, "5|6"),]
        );
        assert_eq!(rows(b"a,b\n1,5\" pipe\n")[1], fine(2, "1|5\" pipe"));
    }

    #[test]
    fn a_quote_that_is_never_closed_is_a_fault_of_the_file() {
        for text in ["a,b\n1,2\n3,\"4\n5,6\n", "a,b\n1,2\n3,\"4", "a,b\n1,2\n\n\"", "a,b\n1,2\n\"3,4\n"] {
            let mut records = Records::new(text.as_bytes(), b',');
            assert!(records.advance().unwrap() && records.advance().unwrap());
            let wanted = if text.contains("\n\n") { 4 } else { 3 };
            assert!(matches!(records.advance(), Err(FileFault::OpenQuote { line }) if line == wanted), "{text}");
        }
    }

    #[test]
    fn what_marks_the_end_is_data_within_the_file() {
        let text = format!("a\n1\n{END}\n2\n{END}\n");
        assert_eq!(rows(text.as_bytes()).len(), 5);
        assert_eq!(rows(text.trim_end().as_bytes()).len(), 5);
        assert!(rows(b"").is_empty() && rows(b"\n\n").is_empty());
    }
}
