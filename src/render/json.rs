//! JSON for programs: the keys of the columns, amounts as strings so that nothing is rounded on the way.

use std::io::{self, Write};

use serde_json::{Map, Number, Value, json};

use super::{Renderer, share_in_ten_thousandths};
use crate::domain::money::Money;
use crate::sheet::{Cell, Column, Shape};

pub(super) struct JsonRenderer<'a> {
    out: &'a mut dyn Write,
    shape: Shape,
    keys: Vec<&'static str>,
    rows: usize,
}

impl<'a> JsonRenderer<'a> {
    pub(super) fn begin(out: &'a mut dyn Write, shape: &Shape, columns: &[Column]) -> io::Result<Self> {
        match shape {
            Shape::List => write!(out, "[")?,
            Shape::One => {}
            Shape::Report { by, currency } => {
                write!(out, "{{\"by\":{},\"currency\":{},\"rows\":[", json!(by), json!(currency.code()))?;
            }
        }
        let keys = columns.iter().map(|column| column.key).collect();
        Ok(Self { out, shape: shape.clone(), keys, rows: 0 })
    }
}

/// A row under the keys of its columns.
pub(super) fn object(keys: &[&'static str], cells: &[Cell<'_>]) -> Map<String, Value> {
    keys.iter().zip(cells).map(|(key, cell)| ((*key).to_owned(), value(cell))).collect()
}

impl Renderer for JsonRenderer<'_> {
    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        let object = Value::Object(object(&self.keys, cells));
        let separator = match (&self.shape, self.rows) {
            (Shape::One, _) => "",
            (_, 0) => "\n",
            _ => ",\n",
        };
        self.rows += 1;
        write!(self.out, "{separator}{object}")
    }

    fn finish(&mut self, total: Option<&[Cell<'_>]>, notes: &[String]) -> io::Result<()> {
        let end = if self.rows == 0 { "" } else { "\n" };
        match &self.shape {
            Shape::List => writeln!(self.out, "{end}]")?,
            Shape::One => writeln!(self.out)?,
            Shape::Report { by, .. } => {
                let dimensions = by.len();
                let total = total.map(|cells| {
                    let mut object = object(&self.keys, cells);
                    object.retain(|key, _| key != "share" && !self.keys[..dimensions].contains(&key.as_str()));
                    object
                });
                writeln!(self.out, "{end}],\"total\":{},\"notes\":{}}}", json!(total), json!(notes))?;
            }
        }
        self.out.flush()
    }
}

fn value(cell: &Cell<'_>) -> Value {
    match cell {
        Cell::Empty | Cell::NoValue => Value::Null,
        Cell::Words(text) => text.split(';').collect(),
        Cell::Pairs(text) => serde_json::from_str(text).unwrap_or(Value::Null),
        Cell::Text(text) | Cell::Named { code: text, .. } => Value::String(text.to_string()),
        Cell::Count(number) | Cell::Number(number) => Value::from(*number),
        Cell::Date(date) => Value::String(date.to_string()),
        Cell::Money { minor, currency } => Value::String(Money { minor: *minor, currency: *currency }.plain()),
        Cell::Share { part, whole } => {
            let ten_thousandths = i32::try_from(share_in_ten_thousandths(*part, *whole)).unwrap_or(i32::MAX);
            Number::from_f64(f64::from(ten_thousandths) / 10_000.0).map_or(Value::Null, Value::Number)
        }
    }
}
