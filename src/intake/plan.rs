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
    /// How many deals are signed after today.
    pub in_future: u64,
}

/// Where a row stands: which file, which line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// Which of the files, from 0.
    pub file: u16,
    /// The line, from 1.
    pub line: u32,
}

impl<'a> Plan<'a> {
    /// A plan of no rows yet.
    #[must_use]
    pub fn new(catalogue: Catalogue, terms: Terms<'a>) -> Self {
        Self { catalogue, terms, hasher: RandomState::new(), refs: HashMap::new(), in_future: 0 }
    }

    /// Settles a row, as [`Draft::settle`], and sees to it that no ref comes twice.
    pub fn settle(&mut self, spot: Spot, draft: &Draft<'_>) -> Result<Deal, Vec<Fault>> {
        let double = draft.get(Field::Ref).and_then(|text| {
            let first = *self.refs.entry(self.hasher.hash_one(text)).or_insert(spot);
            let taken = || Problem::Taken { text: text.to_owned(), by: format!("line {}", first.line) };
            (first != spot).then(|| Fault { field: Field::Ref, problem: taken() })
        });
        match (draft.settle(&mut self.catalogue, &self.terms), double) {
            (Ok(deal), None) => {
                self.in_future += u64::from(deal.signed.first_day() > self.terms.today);
                Ok(deal)
            }
            (Ok(_), Some(double)) => Err(vec![double]),
            (Err(faults), double) => Err(faults.into_iter().chain(double).collect()),
        }
    }
}
