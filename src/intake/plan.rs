//! From drafts to deals: what holds across rows, and which row came from where.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use crate::domain::catalogue::Catalogue;
use crate::domain::deal::{Deal, Field};
use crate::domain::draft::{Draft, Fault, Problem, Terms};

/// Settles the rows of one import, one after the other, and finds doubles among them.
pub struct Plan<'a> {
    /// The names known, and those that the rows have added.
    pub catalogue: Catalogue,
    terms: Terms<'a>,
    hasher: RandomState,
    refs: HashMap<u64, Spot>,
    numbers: HashMap<u64, Spot>,
    /// How many deals are signed after today.
    pub in_future: u64,
}

/// Where a row stands: which file, which line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// Which of the files, from 0.
    pub file: usize,
    /// The line, from 1.
    pub line: u64,
}

impl<'a> Plan<'a> {
    /// A plan of no rows yet.
    #[must_use]
    pub fn new(catalogue: Catalogue, terms: Terms<'a>) -> Self {
        let (hasher, refs, numbers) = (RandomState::new(), HashMap::new(), HashMap::new());
        Self { catalogue, terms, hasher, refs, numbers, in_future: 0 }
    }

    /// Settles a row, as [`Draft::settle`], and sees to it that no ref or number comes twice.
    pub fn settle(&mut self, spot: Spot, draft: &Draft<'_>) -> Result<Deal, Vec<Fault>> {
        let mut doubles = Vec::new();
        for (field, seen) in [(Field::Ref, &mut self.refs), (Field::Id, &mut self.numbers)] {
            let Some(text) = draft.get(field) else { continue };
            let first = *seen.entry(self.hasher.hash_one(text)).or_insert(spot);
            if first != spot {
                let by = format!("line {}", first.line);
                doubles.push(Fault { field, problem: Problem::Taken { text: text.to_owned(), by } });
            }
        }
        match draft.settle(&mut self.catalogue, &self.terms) {
            Ok(deal) if doubles.is_empty() => {
                self.in_future += u64::from(deal.signed.first_day() > self.terms.today);
                Ok(deal)
            }
            Ok(_) => Err(doubles),
            Err(mut faults) => {
                faults.append(&mut doubles);
                Err(faults)
            }
        }
    }
}
