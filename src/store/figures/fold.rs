//! Adding up rows as they come, by the values that they have in common.

use std::hash::{BuildHasher as _, Hash as _, Hasher as _};

use foldhash::fast::RandomState;
use foldhash::{HashMap, HashMapExt as _};

use super::super::engine::{Cells, Kept};
use super::super::error::{Error, Result};
use super::{Group, read_common};
use crate::domain::currency::Currency;

/// Groups while rows are added to them.
pub(super) struct Fold<'a> {
    base: Currency,
    largest: bool,
    /// Which columns are grouped by, as places among [`super::COMMON`].
    grouped: &'a [usize],
    groups: Vec<Folded>,
    /// The last group that there is of a hash of values.
    found: HashMap<u64, usize>,
    hasher: RandomState,
    /// The group of the row before: rows of one often stand together.
    last: usize,
}

/// One of them.
struct Folded {
    values: Box<[Kept]>,
    group: Group,
    /// The group before it whose values have the same hash.
    next: Option<usize>,
}

impl<'a> Fold<'a> {
    /// None yet; whether the largest amounts are wanted, and by which columns rows are grouped.
    pub(super) fn new(base: Currency, largest: bool, grouped: &'a [usize]) -> Self {
        Self {
            base,
            largest,
            grouped,
            groups: Vec::new(),
            found: HashMap::new(),
            hasher: RandomState::default(),
            last: 0,
        }
    }

    /// Adds a row to its group. After the columns grouped by it has the base amount.
    pub(super) fn add(&mut self, row: &Cells<'_>) -> Result<()> {
        if self.groups.is_empty() || !self.is_of(self.last, row) {
            self.last = self.group_of(row)?;
        }
        let group = &mut self.groups[self.last].group;
        group.deals += 1;
        if let Some(amount) = row.cell(self.grouped.len()).opt_int()? {
            group.priced += 1;
            group.base_amount = Some(group.base_amount.unwrap_or(0).checked_add(amount).ok_or(Error::Overflow)?);
            if self.largest {
                group.largest = group.largest.max(Some(amount));
            }
        }
        Ok(())
    }

    /// How many groups there are.
    pub(super) fn len(&self) -> usize {
        self.groups.len()
    }

    /// The groups, in the order of their first rows. Rows that come later begin new ones.
    pub(super) fn take_groups(&mut self) -> impl Iterator<Item = Group> + use<> {
        self.found.clear();
        std::mem::take(&mut self.groups).into_iter().map(|folded| folded.group)
    }

    fn is_of(&self, group: usize, row: &Cells<'_>) -> bool {
        self.groups[group].values.iter().enumerate().all(|(at, value)| row.cell(at).is(value))
    }

    fn group_of(&mut self, row: &Cells<'_>) -> Result<usize> {
        let places = 0..self.grouped.len();
        let mut hasher = self.hasher.build_hasher();
        for at in places.clone() {
            row.cell(at).hash(&mut hasher);
        }
        let hash = hasher.finish();
        let mut next = self.found.get(&hash).copied();
        while let Some(group) = next {
            if self.is_of(group, row) {
                return Ok(group);
            }
            next = self.groups[group].next;
        }
        let values = places.map(|at| row.cell(at).kept()).collect::<Result<_>>()?;
        let group = Group::nothing(read_common(row, self.grouped, self.base)?);
        let at = self.groups.len();
        let next = self.found.insert(hash, at);
        self.groups.push(Folded { values, group, next });
        Ok(at)
    }
}
