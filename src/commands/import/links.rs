//! Rows that follow earlier deals: linked once all rows are written, since the earlier one may stand further down in the file.

use std::collections::HashMap;

use csv::StringRecord;

use super::outcome::Outcome;
use crate::commands::context::Context;
use crate::commands::failure::Failure;
use crate::commands::rows::RefusedRow;
use crate::domain::deal::{Deal, Field};
use crate::domain::fault::{Fault, Problem};
use crate::domain::relation::DealKey;
use crate::intake::plan::Spot;
use crate::store::Write;

/// A deal that was written and follows another.
#[derive(Debug)]
pub(super) struct Link {
    /// The number that it got.
    pub(super) id: i64,
    /// What its row says.
    pub(super) deal: Deal,
    /// Where that stands.
    pub(super) spot: Spot,
    /// Its cells, where they are to be written out again.
    pub(super) cells: Option<StringRecord>,
}

/// The links of the rows of all files.
#[derive(Debug)]
pub(super) struct Links {
    links: Vec<Link>,
    /// The number that each deal got, by the one that it has in its file, where the files have numbers and these are not kept.
    numbers: Option<HashMap<i64, i64>>,
}

impl Links {
    /// None yet, of files whose numbers are kept, or of such as get new ones.
    pub(super) fn new(is_renumbered: bool) -> Self {
        Self { links: Vec::new(), numbers: is_renumbered.then(HashMap::new) }
    }

    /// Takes in the number that a deal got in place of its own.
    pub(super) fn renumber(&mut self, own: i64, id: i64) {
        if let Some(numbers) = &mut self.numbers {
            numbers.insert(own, id);
        }
    }

    pub(super) fn add(&mut self, link: Link) {
        self.links.push(link);
    }

    /// Links the deals. One that follows nothing, or itself, is withdrawn, and then whatever follows that.
    pub(super) fn make(
        mut self,
        write: &mut Write<'_>,
        outcome: &mut Outcome,
        (names, context): (&[String], &Context),
        mut reject: impl FnMut(&RefusedRow) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        let mut unlinked = std::mem::take(&mut self.links);
        loop {
            let mut made = Vec::new();
            let mut refused = Vec::new();
            for link in unlinked {
                match self.first(&link, write)? {
                    Ok(first) => {
                        write.follow(link.id, first)?;
                        made.push((link, first));
                    }
                    Err(problem) => refused.push((link, problem)),
                }
            }
            let mut linked = Vec::new();
            for (link, first) in made {
                if write.view().would_loop(link.id, first)? {
                    refused.push((link, Problem::Loop));
                } else {
                    linked.push(link);
                }
            }
            if refused.is_empty() {
                return Ok(());
            }
            for (link, problem) in refused {
                write.withdraw_deal(link.id)?;
                outcome.withdraw(&link.deal);
                let Link { spot, cells, .. } = link;
                let row = RefusedRow::faulty(spot, &[Fault { field: Field::Follows, problem }]);
                outcome.refuse(&row, names, context);
                reject(&RefusedRow { cells, ..row })?;
            }
            unlinked = linked;
        }
    }

    /// The number of the deal that another follows.
    fn first(&self, link: &Link, write: &Write<'_>) -> Result<Result<i64, Problem>, Failure> {
        let key = match (&link.deal.follows, &self.numbers) {
            (Some(DealKey::Number(number)), Some(numbers)) => match numbers.get(number) {
                Some(number) => DealKey::Number(*number),
                None => return Ok(Err(Problem::NoDeal(*number))),
            },
            (Some(key), _) => key.clone(),
            (None, _) => return Ok(Err(Problem::Missing)),
        };
        Ok(write.view().number_of(&key)?)
    }
}
