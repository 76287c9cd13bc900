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
        Self { catalogue, terms, hasher: RandomState::new(), refs: HashMap::new() }
    }

    /// From here on rows that name no event are of the default one, or not.
    pub fn use_default_event(&mut self, on: bool) {
        self.terms.use_default_event = on;
    }

    /// Settles a row, as [`Draft::settle`], and sees to it that no ref comes twice. A row that is refused claims none.
    pub fn settle(&mut self, spot: Spot, draft: &Draft<'_>) -> Result<Deal, Vec<Fault>> {
        let reference = draft.get(Field::Ref).map(|text| (self.hasher.hash_one(text), text));
        let double = reference.and_then(|(hash, text)| {
            let first = self.refs.get(&hash)?;
            let line = first.line;
            let by =
                if first.file == spot.file { format!("line {line}") } else { format!("line {line} of another file") };
            Some(Fault { field: Field::Ref, problem: Problem::Taken { text: text.to_owned(), by } })
        });
        match (draft.settle(&mut self.catalogue, &self.terms), double) {
            (Ok(deal), None) => {
                self.refs.extend(reference.map(|(hash, _)| (hash, spot)));
                Ok(deal)
            }
            (Ok(_), Some(double)) => Err(vec![double]),
            (Err(faults), double) => Err(faults.into_iter().chain(double).collect()),
        }
    }
}
