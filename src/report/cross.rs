//! Cross-tabs: the columns of one dimension across the lines of others.

use std::collections::HashMap;

use super::arrange;
use super::measure::Measure;
use super::question::Question;
use super::tally::{Overflow, Sides, Sums};
use super::{Kind, Line};
use crate::domain::catalogue::Catalogue;
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
        question: &Question,
        (dimension, measure): (Dimension, Measure),
        columns: HashMap<Vec<Value>, Sides>,
        cells: &HashMap<Vec<Value>, Sides>,
        lines: &mut [Line],
        catalogue: &Catalogue,
    ) -> Result<Self, Overflow> {
        let groups = columns.into_iter().filter_map(|(key, sides)| Some((key.into_iter().next()?, sides.now)));
        let columns = in_order(question, dimension, groups.collect(), catalogue)?;
        for line in lines {
            let rows: &[Vec<Value>] = match &line.kind {
                Kind::Rest(rows) => rows,
                Kind::Group | Kind::Subtotal => std::slice::from_ref(&line.values),
            };
            for column in &columns {
                let mut sums = Sums::default();
                for (row, value) in rows.iter().flat_map(|row| column.values.iter().map(move |value| (row, value))) {
                    let key: Vec<Value> = row.iter().chain([value]).cloned().collect();
                    if let Some(cell) = cells.get(&key) {
                        sums.absorb(&cell.now)?;
                    }
                }
                line.cells.push(sums);
            }
        }
        Ok(Self { dimension, measure, columns })
    }
}

fn in_order(
    question: &Question,
    dimension: Dimension,
    groups: Vec<(Value, Sums)>,
    catalogue: &Catalogue,
) -> Result<Vec<CrossColumn>, Overflow> {
    let sorted = arrange::columns(question, dimension, groups, catalogue);
    let folded = arrange::folded(question, &sorted, |(_, sums)| sums);
    let mut columns = Vec::new();
    let mut rest = CrossColumn { values: Vec::new(), is_rest: true, total: Sums::default() };
    for (at, (value, total)) in sorted.into_iter().enumerate() {
        if folded.contains(&at) {
            rest.total.absorb(&total)?;
            rest.values.push(value);
        } else {
            columns.push(CrossColumn { values: vec![value], is_rest: false, total });
        }
    }
    if !rest.values.is_empty() {
        columns.push(rest);
    }
    Ok(columns)
}
