//! Lines of JSON: one object a line, as `--format jsonl` writes them. Keys are columns; numbers keep every digit.

use std::collections::HashSet;
use std::io::{BufRead, BufReader, Read};

use csv::StringRecord;
use serde_json::{Map, Value};

use super::table::FileFault;

/// The most keys that the objects of a file may have together.
const MOST_KEYS: usize = 1000;

type Object = Map<String, Value>;

/// The objects of a file as rows, one after the other.
pub struct Objects {
    lines: Box<dyn BufRead + Send>,
    keys: Vec<String>,
    text: String,
    record: StringRecord,
    line: u32,
}

impl Objects {
    /// Begins to read UTF-8 text; `keys` are the columns.
    pub fn new(input: impl Read + Send + 'static, keys: Vec<String>) -> Self {
        let lines = Box::new(BufReader::new(input));
        Self { lines, keys, text: String::new(), record: StringRecord::new(), line: 0 }
    }

    /// Goes on to the next object. Says whether there is one.
    pub fn advance(&mut self) -> Result<bool, FileFault> {
        let Some(object) = next_object(&mut self.lines, &mut self.text, &mut self.line)? else { return Ok(false) };
        self.record =
            self.keys.iter().map(|key| object.get(key).map(cell).unwrap_or_default()).collect::<Vec<_>>().into();
        Ok(true)
    }

    /// The row.
    #[must_use]
    pub fn record(&self) -> &StringRecord {
        &self.record
    }

    /// The line on which it stands, from 1.
    #[must_use]
    pub fn line(&self) -> u32 {
        self.line
    }
}

/// Every key that an object of the file has, in the order in which they first come.
pub fn keys(input: impl Read) -> Result<Vec<String>, FileFault> {
    let (mut lines, mut text, mut line) = (BufReader::new(input), String::new(), 0);
    let (mut keys, mut seen) = (Vec::new(), HashSet::new());
    while let Some(object) = next_object(&mut lines, &mut text, &mut line)? {
        for key in object.keys() {
            if seen.insert(key.clone()) {
                keys.push(key.clone());
            }
        }
        if keys.len() > MOST_KEYS {
            return Err(FileFault::ManyKeys);
        }
    }
    Ok(keys)
}

fn next_object(lines: &mut impl BufRead, text: &mut String, line: &mut u32) -> Result<Option<Object>, FileFault> {
    loop {
        text.clear();
        if lines.read_line(text)? == 0 {
            return Ok(None);
        }
        *line = line.saturating_add(1);
        let object = text.trim_start_matches('\u{feff}').trim();
        if !object.is_empty() {
            return serde_json::from_str(object).map(Some).map_err(|_| FileFault::NotJson { line: *line });
        }
    }
}

/// A value as a cell of CSV would hold it.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(cell).collect::<Vec<_>>().join(";"),
        Value::Bool(_) | Value::Number(_) | Value::Object(_) => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_are_rows_and_keys_columns() {
        let text =
            "{\"title\":\"a\",\"amount\":1250000.10}\n\n{\"title\":\"b\",\"tags\":[\"x\",\"y\"],\"note\":null}\n";
        let found = keys(text.as_bytes()).unwrap();
        assert_eq!(found, ["title", "amount", "tags", "note"]);
        let mut objects = Objects::new(text.as_bytes(), found);
        assert!(objects.advance().unwrap());
        assert_eq!((objects.line(), objects.record()), (1, &StringRecord::from(vec!["a", "1250000.10", "", ""])));
        assert!(objects.advance().unwrap());
        assert_eq!((objects.line(), objects.record()), (3, &StringRecord::from(vec!["b", "", "x;y", ""])));
        assert!(!objects.advance().unwrap());
        assert!(matches!(keys(&b"{}\n[1]\n"[..]), Err(FileFault::NotJson { line: 2 })));
    }
}
