//! From drafts to deals: what holds across rows, and which row came from where.

use std::collections::hash_map::Entry;
use std::hash::{BuildHasher, RandomState};

use foldhash::{HashMap, HashMapExt as _};

use super::cells::Prepared;
use crate::domain::catalogue::Catalogue;
use crate::domain::deal::{Deal, Field};
use crate::domain::draft::Terms;
use crate::domain::extra::Extra;
use crate::domain::fault::{Fault, Other, Problem};
use crate::domain::tags::Tags;

/// Settles the rows of one import, one after the other, and finds doubles among them.
pub struct Plan<'a> {
    /// The names known, and those that the rows have added.
    pub catalogue: Catalogue,
    terms: Terms<'a>,
    hasher: RandomState,
    refs: HashMap<u64, Spot>,
    /// Deals without a ref by what they say, where the same must not come twice.
    contents: Option<HashMap<u64, Known>>,
}

/// Where a deal is known from.
#[derive(Clone, Copy, Debug)]
enum Known {
    Row(Spot),
    Deal(i64),
}

/// Where a row stands: which file, which line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// Which of the files, from 0.
    pub file: u16,
    /// The line, from 1.
    pub line: u32,
}

impl Spot {
    /// What people call it, told in a row of the file `here`.
    #[must_use]
    pub fn told_in(self, here: Self) -> Other {
        if self.file == here.file { Other::Line(self.line) } else { Other::LineElsewhere(self.line) }
    }
}

impl<'a> Plan<'a> {
    /// A plan of no rows yet.
    #[must_use]
    pub fn new(catalogue: Catalogue, terms: Terms<'a>) -> Self {
        Self { catalogue, terms, hasher: RandomState::new(), refs: HashMap::new(), contents: None }
    }

    /// From here on a row that says the same as another is refused.
    pub fn refuse_doubles(&mut self) {
        self.contents = Some(HashMap::new());
    }

    /// Takes in a deal that is there already; what was merged counts as its successor.
    pub fn know(&mut self, deal: &Deal) {
        if let (None, Some(contents)) = (&deal.reference, &mut self.contents) {
            let deal = deal.clone().under_todays_names(&self.catalogue);
            contents.insert(self.hasher.hash_one(content(&deal)), Known::Deal(deal.id));
        }
    }

    /// From here on rows that name no event are of the default one, or not.
    pub fn use_default_event(&mut self, on: bool) {
        self.terms.use_default_event = on;
    }

    /// Settles a row, and sees to it that no ref comes twice, and no deal without a ref. A row that is refused claims none.
    pub fn settle(&mut self, spot: Spot, row: &Prepared<'_>) -> Result<Deal, Vec<Fault>> {
        let draft = row.draft();
        let reference = draft.get(Field::Ref).map(|text| (self.hasher.hash_one(text), text));
        let double = reference.and_then(|(hash, text)| {
            let by = self.refs.get(&hash)?.told_in(spot);
            Some(Fault { field: Field::Ref, problem: Problem::Taken { text: text.to_owned(), by } })
        });
        // A draft with a fault adds no names to the catalogue.
        let known: Vec<Fault> = row.faults.iter().cloned().chain(double).collect();
        let count = known.len();
        let mut settled = draft.settle_beside(known, &mut self.catalogue, &self.terms);
        match (&mut settled, reference) {
            // What the draft itself says comes first.
            (Err(faults), _) => faults.rotate_left(count),
            (Ok(_), Some((hash, _))) => drop(self.refs.insert(hash, spot)),
            (Ok(deal), None) => {
                if let Some(by) = self.double(spot, deal) {
                    settled = Err(vec![Fault { field: Field::Title, problem: Problem::Double(by) }]);
                }
            }
        }
        settled
    }

    /// What says the same as a deal without a ref, where that must not be. If nothing does, the deal is known from here on.
    fn double(&mut self, spot: Spot, deal: &Deal) -> Option<Other> {
        match self.contents.as_mut()?.entry(self.hasher.hash_one(content(deal))) {
            Entry::Vacant(entry) => {
                entry.insert(Known::Row(spot));
                None
            }
            Entry::Occupied(entry) => Some(match entry.get() {
                Known::Row(first) => first.told_in(spot),
                Known::Deal(number) => Other::Deal(*number),
            }),
        }
    }
}

/// What a deal says: all but its number, and the rate that follows from the day.
fn content(deal: &Deal) -> impl std::hash::Hash + '_ {
    let Deal { title, signed, event, sector, partner, country, region, amount, currency, .. } = deal;
    let Deal { kind, venue, district, tags, note, extra, lifecycle, relation, follows, confidential, .. } = deal;
    let texts = (title, note, tags.as_ref().map(Tags::as_str), extra.as_ref().map(Extra::as_json));
    (
        (signed, event, sector, partner, country, region),
        (amount, currency, kind, venue, district),
        (lifecycle, relation, follows, confidential),
        texts,
    )
}
