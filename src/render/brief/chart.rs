//! What is drawn of a table: a bar for each of its lines, as long as its figure, which is that of the table. Of lines under subtotals
//! the greatest are drawn, whatever they stand under.

use unicode_width::UnicodeWidthStr as _;

use super::super::shown::{RowKind, Shown};
use crate::sheet::{Cell, REST, Sheet};

/// A chart.
#[derive(Clone, Debug)]
pub(super) struct Chart {
    /// What the bars are of.
    pub(super) title: String,
    /// The bars, from the top.
    pub(super) bars: Vec<Bar>,
}

/// A bar.
#[derive(Clone, Debug)]
pub(super) struct Bar {
    /// What it is of.
    pub(super) label: String,
    /// Its figure as people see it.
    pub(super) shown: String,
    /// The same as a number.
    pub(super) value: String,
    /// How long it is, as a part of the longest.
    pub(super) length: f64,
}

/// How many bars a picture holds, and how many of lines under subtotals.
pub(super) const MOST: usize = 30;
const GREATEST: usize = 12;

impl Chart {
    /// That of a table, if it is to be drawn. Beside single lines of several groups, what the rest of one of these comes to says nothing.
    pub(super) fn of(sheet: &Sheet, shown: &Shown) -> Option<Self> {
        let at = shown.chart?;
        let is_nested = !sheet.subtotals.is_empty();
        let is_rest =
            |cells: &[Cell<'_>]| cells.iter().any(|cell| matches!(cell, Cell::Named { code, .. } if code == REST));
        let lead = shown.lead.unwrap_or(1);
        let lines = shown.rows.iter().zip(&sheet.rows).filter(|(row, _)| row.kind == RowKind::Line);
        let lines = lines.filter(|(_, cells)| !(is_nested && is_rest(cells))).map(|(row, _)| row);
        let bars = lines.filter_map(|row| {
            let label = row.texts.iter().take(lead).rfind(|text| !text.is_empty())?;
            let shown = row.texts.get(at)?;
            let value = shown.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | '-')).collect();
            Some(Bar { label: label.clone(), shown: shown.clone(), length: row.bar?, value })
        });
        let mut bars: Vec<Bar> = bars.collect();
        if is_nested {
            bars.sort_by(|one, other| other.length.total_cmp(&one.length));
        }
        bars.truncate(if is_nested { GREATEST } else { MOST });
        (bars.len() > 1).then(|| Self { title: shown.heads.get(at).cloned().unwrap_or_default(), bars })
    }

    /// How wide the widest label is; a Chinese character counts two.
    pub(super) fn label_width(&self) -> usize {
        self.bars.iter().map(|bar| bar.label.width()).max().unwrap_or(0)
    }
}
