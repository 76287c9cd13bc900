//! JSON for programs: the keys of the columns, amounts as strings so that nothing is rounded on the way.

use std::io::{self, Write};

use serde_json::{Map, Number, Value, json};

use super::{Renderer, in_ten_thousandths};
use crate::domain::money::{Money, decimal};
use crate::sheet::{Cell, ColumnKind, Shape, Sheet};

pub(super) struct JsonRenderer<'a> {
    out: &'a mut dyn Write,
    shape: Shape,
    heading: Vec<String>,
    keys: Vec<String>,
    /// The keys of columns of sums, which stand in the total even where there is nothing to add.
    sums: Vec<String>,
    rows: usize,
    subtotals: Vec<Map<String, Value>>,
}

impl<'a> JsonRenderer<'a> {
    pub(super) fn begin(out: &'a mut dyn Write, sheet: &Sheet) -> io::Result<Self> {
        match &sheet.shape {
            Shape::List => write!(out, "[")?,
            Shape::One => {}
            Shape::Report { by, across, currency } => {
                write!(out, "{{\"by\":{},", json!(by))?;
                if let Some((across, measure)) = across {
                    write!(out, "\"across\":{},\"measure\":{},", json!(across), json!(measure))?;
                }
                write!(out, "\"currency\":{},\"rows\":[", json!(currency.code()))?;
            }
        }
        let keys = sheet.columns.iter().map(|column| column.key.to_string()).collect();
        let (shape, heading) = (sheet.shape.clone(), sheet.heading.clone());
        let is_sum = |kind| matches!(kind, ColumnKind::Money(_) | ColumnKind::Share | ColumnKind::Change);
        let sums = sheet.columns.iter().filter(|column| column.adds_up || is_sum(column.kind));
        let sums = sums.map(|column| column.key.to_string()).collect();
        Ok(Self { out, shape, heading, keys, sums, rows: 0, subtotals: Vec::new() })
    }
}

/// A row under the keys of its columns.
pub(super) fn object(keys: &[String], cells: &[Cell<'_>]) -> Map<String, Value> {
    keys.iter().zip(cells).map(|(key, cell)| (key.clone(), value(cell))).collect()
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

    fn subtotal(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        self.subtotals.push(object(&self.keys, cells));
        Ok(())
    }

    fn finish(self: Box<Self>, total: Option<&[Cell<'_>]>, notes: &[String]) -> io::Result<()> {
        let end = if self.rows == 0 { "" } else { "\n" };
        match &self.shape {
            Shape::List => writeln!(self.out, "{end}]")?,
            Shape::One => writeln!(self.out)?,
            Shape::Report { by, across, .. } => {
                let dimensions = by.len();
                let total = total.map(|cells| {
                    let mut object = object(&self.keys, cells);
                    object.retain(|key, value| {
                        let is_sum = self.sums.contains(key) || !value.is_null();
                        let is_share = across.is_none() && key == "share";
                        is_sum && !is_share && !self.keys[..dimensions].contains(key)
                    });
                    object
                });
                write!(self.out, "{end}]")?;
                if !self.subtotals.is_empty() {
                    write!(self.out, ",\"subtotals\":{}", json!(self.subtotals))?;
                }
                let heading = json!(self.heading);
                writeln!(self.out, ",\"total\":{},\"notes\":{},\"heading\":{heading}}}", json!(total), json!(notes))?;
            }
        }
        self.out.flush()
    }
}

fn value(cell: &Cell<'_>) -> Value {
    match cell {
        Cell::Empty | Cell::NoValue | Cell::New(_) => Value::Null,
        Cell::Named { code, .. } if code.is_empty() => Value::Null,
        Cell::Gone(_) => json!(-1.0),
        Cell::Words(text) => text.split(';').collect(),
        Cell::Pairs(text) => serde_json::from_str(text).unwrap_or(Value::Null),
        Cell::Text(text) | Cell::Named { code: text, .. } => Value::String(text.to_string()),
        Cell::Count(number) | Cell::Number(number) => Value::from(*number),
        Cell::Date(date) => Value::String(date.to_string()),
        Cell::Money { minor, currency } => Value::String(Money { minor: *minor, currency: *currency }.plain()),
        Cell::Share { part, whole } | Cell::Change { by: part, from: whole } => {
            let ratio = decimal(in_ten_thousandths(*part, *whole), 4);
            ratio.parse::<f64>().ok().and_then(Number::from_f64).map_or(Value::Null, Value::Number)
        }
    }
}
