//! The parts of every report add up to what a pass through the deals themselves gives.

use super::super::View;
use super::super::error::Result;
use super::super::figures::{GroupBy, Grouping};
use super::{Flaws, Terms, Wrong};
use crate::domain::dimension::Dimension;
use crate::domain::filter::Filter;

/// One by one in the order of their numbers, so that they are read from the table and from no index.
const AMOUNTS: &str = "SELECT id, base_amount, title FROM deal ORDER BY id";

/// By each dimension every deal is counted, and once: under the first of its tags, where it has several.
pub(super) fn by_dimension(view: View<'_>, terms: &Terms, flaws: &mut Flaws) -> Result<()> {
    let (mut all_deals, mut all_amount) = (0, 0_i128);
    view.engine.each(AMOUNTS, &[], ["base_amount"], |[amount]| {
        all_deals += 1;
        all_amount += i128::from(amount.opt_int()?.unwrap_or(0));
        Ok(true)
    })?;
    let mut seen: Vec<GroupBy> = Vec::new();
    for by in Dimension::all() {
        // Years, quarters and months are made of the same groups, and need be counted but once.
        let columns = GroupBy::dimensions(&[by]);
        if seen.contains(&columns) {
            continue;
        }
        seen.push(columns);
        let (mut deals, mut amount) = (0, 0_i128);
        let grouping = Grouping { by: vec![by], ..Grouping::default() };
        view.each_group(&Filter::default(), (terms.home, terms.base), &grouping, |group| {
            deals += group.deals;
            amount += i128::from(group.base_amount.unwrap_or(0));
        })?;
        if (deals, amount) != (all_deals, all_amount) {
            flaws.add(None, Wrong::Total { by, deals, amount, all_deals, all_amount, base: terms.base });
        }
    }
    Ok(())
}
