//! JSON for programs that read line by line: an object a row, nothing around them.

use std::io::{self, Write};

use super::Renderer;
use super::json::object;
use crate::sheet::{Cell, Column};

pub(super) struct JsonlRenderer<'a> {
    out: &'a mut dyn Write,
    keys: Vec<String>,
}

impl<'a> JsonlRenderer<'a> {
    pub(super) fn new(out: &'a mut dyn Write, columns: &[Column]) -> Self {
        Self { out, keys: columns.iter().map(|column| column.key.to_string()).collect() }
    }
}

impl Renderer for JsonlRenderer<'_> {
    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        let object = serde_json::Value::Object(object(&self.keys, cells));
        writeln!(self.out, "{object}")
    }

    /// Subtotals follow from the lines, as the total does.
    fn subtotal(&mut self, _cells: &[Cell<'_>]) -> io::Result<()> {
        Ok(())
    }

    fn finish(self: Box<Self>, _total: Option<&[Cell<'_>]>, _notes: &[String]) -> io::Result<()> {
        self.out.flush()
    }
}
