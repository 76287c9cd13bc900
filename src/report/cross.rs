//! Cross-tabs: the columns of one dimension across the lines of others.

use foldhash::HashMap;

use super::arrange::{self, Folding};
use super::measure::Measure;
use super::tally::{Overflow, Sides, Sums};
use super::{Kind, Line};
use crate::domain::dimension::{Dimension, Value};

/// The columns of a cross-tab.
#[derive(Clone, Debug)]
pub struct Cross {
    /// Their dimension.
    pub dimension: Dimension,
    /// What stands where lines and columns meet.
    pub measure: Measure,
    /// The columns that have deals, in order.
    pub columns: Vec<CrossColumn>,
}

/// One column.
#[derive(Clone, Debug)]
pub struct CrossColumn {
    /// Its value; of the rest, all the values that were folded into it.
    pub values: Vec<Value>,
    /// Whether it is the rest.
    pub is_rest: bool,
    /// What all its deals come to.
    pub total: Sums,
}

impl Cross {
    /// Puts the columns in order, and into each line what it comes to in each of them.
    pub(super) fn lay(
        folding: Folding<'_>,
        (dimension, measure): (Dimension, Measure),
        columns: HashMap<Vec<Value>, Sides>,
        cells: &HashMap<Vec<Value>, Sides>,
        lines: &mut [Line],
    ) -> Result<Self, Overflow> {
        let groups = columns.into_iter().filter_map(|(key, sides)| Some((key.into_iter().next()?, sides.now)));
        let columns = in_order(folding, dimension, groups.collect())?;
        let dimensions = folding.question.dimensions().len();
        for line in lines {
            let rows: &[Vec<Value>] = match &line.kind {
                Kind::Rest(rows) => rows,
                Kind::Group | Kind::Subtotal => std::slice::from_ref(&line.values),
            };
            for column in &columns {
                let met = rows.iter().flat_map(|row| column.values.iter().map(move |value| (row, value)));
                let keys: Vec<Vec<Value>> =
                    met.map(|(row, value)| row.iter().chain([value]).cloned().collect()).collect();
                let sums = match folding.tagged.filter(|_| keys.len() > 1) {
                    Some(tagged) => tagged.sums(0..dimensions, keys.iter().map(Vec::as_slice))?.now,
                    None => together(keys.iter().filter_map(|key| cells.get(key)).map(|cell| &cell.now))?,
                };
                line.cells.push(sums);
            }
        }
        Ok(Self { dimension, measure, columns })
    }
}

fn together<'a>(parts: impl Iterator<Item = &'a Sums>) -> Result<Sums, Overflow> {
    let mut sums = Sums::default();
    for part in parts {
        sums.absorb(part)?;
    }
    Ok(sums)
}

fn in_order(
    folding: Folding<'_>,
    dimension: Dimension,
    groups: Vec<(Value, Sums)>,
) -> Result<Vec<CrossColumn>, Overflow> {
    let Folding { question, tagged, catalogue } = folding;
    let sorted = arrange::columns(question, dimension, groups, catalogue);
    let folded = arrange::folded(question, &sorted, |(_, sums)| sums);
    let mut columns = Vec::new();
    let mut rest = CrossColumn { values: Vec::new(), is_rest: true, total: Sums::default() };
    for (at, (value, total)) in sorted.into_iter().enumerate() {
        if folded[at] {
            rest.total.absorb(&total)?;
            rest.values.push(value);
        } else {
            columns.push(CrossColumn { values: vec![value], is_rest: false, total });
        }
    }
    if let Some(tagged) = tagged {
        let at = question.by.len();
        rest.total = tagged.sums(at..at + 1, rest.values.iter().map(std::slice::from_ref))?.now;
    }
    if !rest.values.is_empty() {
        columns.push(rest);
    }
    Ok(columns)
}
