//! Taking entries back, as new entries: an undo takes back an entry, a redo an undo.
//!
//! # When a deal is put back
//! A deal goes back to what it was before the entry if it still is what the entry made of it. An undo gives a deal a version that an
//! earlier entry had written, so a version counts as written by that one, followed through `entry.undoes`. What a later entry has made
//! of a deal is left alone and named.
//!
//! # How
//! The deals are collected in a temporary table and moved in three statements, so that the undo of an import takes about as long as
//! the import.

use std::collections::BTreeMap;

use super::error::Result;
use super::versions::deal_columns;
use super::{View, Write};
use crate::domain::catalogue::Family;
use crate::domain::filter::Filter;
use crate::domain::relation::Counting;

const UNDOING: &str = "SELECT id, undoes FROM entry ORDER BY id";
const MARK: &str = "UPDATE entry SET undoes = $1 WHERE id = $2";

const COLLECT: &str = "DROP TABLE IF EXISTS temp.taken_back; CREATE TEMP TABLE taken_back (id INTEGER PRIMARY KEY)";
const FORGET: &str = "DROP TABLE temp.taken_back";
/// Deals that stand as an entry wrote them.
const WRITTEN: &str = "INSERT INTO taken_back (id) SELECT id FROM deal WHERE entry_id = $1";
/// Deals that an entry took out, and that are out to this day.
const TAKEN_OUT: &str = "INSERT INTO taken_back (id) SELECT p.id FROM deal_past AS p WHERE p.until_entry_id = $1 \
                         AND NOT EXISTS (SELECT 1 FROM deal AS d WHERE d.id = p.id) \
                         AND NOT EXISTS (SELECT 1 FROM deal_past AS q WHERE q.id = p.id \
                         AND q.until_entry_id > p.until_entry_id)";
/// Deals that an entry touched and others after it.
const TOUCHED_SINCE: &str = "SELECT DISTINCT p.id FROM deal_past AS p WHERE p.until_entry_id >= $1 AND (p.entry_id = $1 OR p.until_entry_id = $1) \
                             AND NOT EXISTS (SELECT 1 FROM taken_back AS t WHERE t.id = p.id) ORDER BY p.id";
const COLLECT_ONE: &str = "INSERT INTO taken_back (id) VALUES ($1)";
const LEAVE_ONE: &str = "DELETE FROM taken_back WHERE id = $1";
/// The last entry before another that touched a deal.
const TOUCH: &str = "SELECT MAX(t.entry_id) AS entry_id FROM (SELECT entry_id FROM deal WHERE id = $1 AND entry_id < $2 \
                     UNION ALL SELECT entry_id FROM deal_past WHERE id = $1 AND entry_id < $2 \
                     UNION ALL SELECT until_entry_id FROM deal_past WHERE id = $1 AND until_entry_id < $2) AS t";
/// Deals whose ref of then another deal has now.
const REFS_TAKEN: &str = "SELECT p.id, d.id AS other FROM deal_past AS p JOIN taken_back AS t ON t.id = p.id \
                          JOIN deal AS d ON d.ref = p.ref WHERE p.until_entry_id = $1 AND d.id <> p.id \
                          AND NOT EXISTS (SELECT 1 FROM taken_back AS o WHERE o.id = d.id) ORDER BY p.id";
const KEEP_PAST: &str = concat!(
    "INSERT INTO deal_past (id, entry_id, ",
    deal_columns!(),
    ", until_entry_id) SELECT id, entry_id, ",
    deal_columns!(),
    ", $1 FROM deal WHERE id IN (SELECT id FROM taken_back) ORDER BY id"
);
const REMOVE: &str = "DELETE FROM deal WHERE id IN (SELECT id FROM taken_back)";
const PUT_BACK: &str = concat!(
    "INSERT INTO deal (id, entry_id, ",
    deal_columns!(),
    ") SELECT id, $1, ",
    deal_columns!(),
    " FROM deal_past WHERE until_entry_id = $2 AND id IN (SELECT id FROM taken_back) ORDER BY id"
);
const COUNTS: &str = "SELECT (SELECT COUNT(*) FROM taken_back) AS taken_back, (SELECT COUNT(*) FROM deal) AS deals";

/// The entries, and which take back which.
#[derive(Clone, Debug, Default)]
pub struct Undoings {
    entries: Vec<i64>,
    undoes: BTreeMap<i64, i64>,
}

impl Undoings {
    /// What an entry takes back, if it is an undo or a redo.
    #[must_use]
    pub fn undoes(&self, entry: i64) -> Option<i64> {
        self.undoes.get(&entry).copied()
    }

    /// The entry that has taken another one back, if that still holds.
    #[must_use]
    pub fn undone_by(&self, entry: i64) -> Option<i64> {
        let mut by = self.undoes.iter().filter(|(_, undone)| **undone == entry).map(|(by, _)| *by);
        by.find(|by| self.undone_by(*by).is_none())
    }

    /// The newest entry, up to `last`, that is neither an undo nor undone.
    #[must_use]
    pub fn next_to_undo(&self, last: i64) -> Option<i64> {
        self.back(last).find(|entry| self.undoes(*entry).is_none() && self.undone_by(*entry).is_none())
    }

    /// The last undo that was not taken back, if nothing but undos and redos came after it; else the entry that stands in the way with
    /// the undo before it, if there is one.
    pub fn next_to_redo(&self, last: i64) -> std::result::Result<i64, Option<(i64, i64)>> {
        let holds = |entry: &i64| {
            let is_undo = self.undoes(*entry).is_some_and(|undone| self.undoes(undone).is_none());
            is_undo && self.undone_by(*entry).is_none()
        };
        let mut back = self.back(last);
        match back.find(|entry| holds(entry) || self.undoes(*entry).is_none()) {
            Some(entry) if holds(&entry) => Ok(entry),
            entry => Err(entry.zip(back.find(holds))),
        }
    }

    /// The entries up to `last`, the newest first.
    fn back(&self, last: i64) -> impl Iterator<Item = i64> {
        self.entries.iter().rev().copied().filter(move |entry| *entry <= last)
    }

    /// The entries that wrote what an entry wrote: itself, and the redos of it.
    fn same_as(&self, entry: i64) -> Vec<i64> {
        let redoes = |(by, undo): (&i64, &i64)| (self.undoes(*undo) == Some(entry)).then_some(*by);
        std::iter::once(entry).chain(self.undoes.iter().filter_map(redoes)).collect()
    }
}

/// Something that an undo leaves as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Left {
    /// A deal that a later entry has changed.
    Deal {
        /// Its number.
        id: i64,
        /// That entry.
        by: i64,
    },
    /// A deal whose ref another one has by now.
    Ref {
        /// Its number.
        id: i64,
        /// The number of the other.
        other: i64,
    },
    /// An item that was changed since, or is in use as what no later deal names.
    Name {
        /// Its family.
        family: Family,
        /// Its code.
        code: String,
    },
    /// An item that was made and that something uses.
    InUse {
        /// Its family.
        family: Family,
        /// Its code.
        code: String,
    },
    /// A rate of a currency, which was changed since.
    Rate {
        /// The code of the currency.
        currency: String,
    },
    /// The default event, which was set anew since.
    DefaultEvent,
}

impl TakenBack {
    /// Whether nothing could be taken back.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.deals == 0 && self.names == 0
    }
}

/// What was taken back.
#[derive(Clone, Debug, Default)]
pub struct TakenBack {
    /// How many deals were put back or taken out.
    pub deals: i64,
    /// How many changes of names, rates and settings were taken back.
    pub names: usize,
    /// What was left as it is.
    pub left: Vec<Left>,
}

impl View<'_> {
    /// Which entries take back which.
    pub fn undoings(&self) -> Result<Undoings> {
        let mut undoings = Undoings::default();
        self.engine.each(UNDOING, &[], ["id", "undoes"], |[id, undoes]| {
            let id = id.int()?;
            undoings.entries.push(id);
            // In a damaged ledger an entry may take back one that came later, which leads nowhere.
            undoings.undoes.extend(undoes.opt_int()?.filter(|undone| *undone < id).map(|undone| (id, undone)));
            Ok(true)
        })?;
        Ok(undoings)
    }

    /// The last entry before another that touched a deal; 0 if there is none.
    fn touch(self, deal: i64, before: i64) -> Result<i64> {
        let touch = self.engine.one(TOUCH, &[deal.into(), before.into()], ["entry_id"], |[entry]| entry.opt_int())?;
        Ok(touch.flatten().unwrap_or(0))
    }

    /// The entry that first made of a deal what another one left it as.
    fn origin(self, undoings: &Undoings, deal: i64, mut touch: i64) -> Result<i64> {
        while let Some(undone) = undoings.undoes(touch) {
            touch = self.touch(deal, undone)?;
        }
        Ok(touch)
    }
}

impl Write<'_> {
    /// Takes an entry back: deals first, then the names, rates and settings that it changed.
    ///
    /// Of an entry that is undone already only deals that had to be left are taken back: names that are as it left them again are
    /// somebody else's doing.
    pub fn take_back(&mut self, entry: i64) -> Result<TakenBack> {
        let undoings = self.view().undoings()?;
        self.engine.execute(MARK, &[entry.into(), self.entry.into()])?;
        let mut taken = TakenBack::default();
        self.engine.batch(COLLECT)?;
        self.collect(&undoings, entry, &mut taken.left)?;
        taken.deals = self.put_back(entry)?;
        self.engine.batch(FORGET)?;
        if undoings.undone_by(entry).is_none() {
            taken.names = self.take_back_names(entry, &mut taken.left)?;
        }
        self.fill_in_waiting()?;
        Ok(taken)
    }

    /// Deals that came back without a rate, and those that wait for one that came back.
    fn fill_in_waiting(&mut self) -> Result<()> {
        let catalogue = self.view().catalogue()?;
        for waiting in self.view().unrated(&Filter::default(), catalogue.home, Counting::Raw)? {
            self.fill_in(waiting.currency, catalogue.base)?;
        }
        Ok(())
    }

    /// Collects the deals that are as the entry left them.
    fn collect(&mut self, undoings: &Undoings, entry: i64, left: &mut Vec<Left>) -> Result<()> {
        for same in undoings.same_as(entry) {
            self.engine.execute(WRITTEN, &[same.into()])?;
            self.engine.execute(TAKEN_OUT, &[same.into()])?;
        }
        let view = self.view();
        for id in self.engine.all(TOUCHED_SINCE, &[entry.into()], ["id"], |[id]| id.int())? {
            let by = view.touch(id, self.entry)?;
            if undoings.undoes(by) == Some(entry) {
                // An undo that left other deals alone has taken this one back already.
                continue;
            }
            if view.origin(undoings, id, by)? == view.origin(undoings, id, entry)? {
                self.engine.execute(COLLECT_ONE, &[id.into()])?;
            } else {
                left.push(Left::Deal { id, by });
            }
        }
        loop {
            let pairs = self
                .engine
                .all(REFS_TAKEN, &[entry.into()], ["id", "other"], |[id, other]| Ok((id.int()?, other.int()?)))?;
            if pairs.is_empty() {
                return Ok(());
            }
            // What is left keeps its own ref from others, so it is looked again.
            for (id, other) in pairs {
                self.engine.execute(LEAVE_ONE, &[id.into()])?;
                left.push(Left::Ref { id, other });
            }
        }
    }

    /// Puts the deals that were collected back to what they were before the entry. Says how many.
    fn put_back(&mut self, entry: i64) -> Result<i64> {
        let counts =
            self.engine.one(COUNTS, &[], ["taken_back", "deals"], |[taken, deals]| Ok((taken.int()?, deals.int()?)))?;
        let (taken, deals) = counts.unwrap_or_default();
        if taken == 0 {
            return Ok(0);
        }
        // Where most deals come or go it is quicker to make the indexes anew.
        let indexes = if taken * 2 > deals { self.engine.drop_indexes("deal")? } else { Vec::new() };
        self.engine.execute(KEEP_PAST, &[self.entry.into()])?;
        self.engine.execute(REMOVE, &[])?;
        self.engine.execute(PUT_BACK, &[self.entry.into(), entry.into()])?;
        for index in indexes {
            self.engine.execute(&index, &[])?;
        }
        self.deals += taken;
        self.changed = true;
        Ok(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn undoings(pairs: &[(i64, i64)]) -> Undoings {
        Undoings { entries: (1..=9).collect(), undoes: pairs.iter().copied().collect() }
    }

    #[test]
    fn undo_goes_further_back_each_time_and_redo_returns() {
        assert_eq!(undoings(&[]).next_to_undo(3), Some(3));
        assert_eq!(undoings(&[(4, 3)]).next_to_undo(4), Some(2));
        // 3 was undone by 4 and redone by 5.
        let redone = undoings(&[(4, 3), (5, 4)]);
        assert_eq!((redone.next_to_undo(5), redone.undone_by(3), redone.undone_by(4)), (Some(3), None, Some(5)));
        assert_eq!(undoings(&[(4, 3), (5, 2), (6, 1)]).next_to_undo(6), None);
        // Two undos, then redos of the later and of the earlier one.
        let two = [(4, 3), (5, 2), (6, 5), (7, 4)];
        assert_eq!(undoings(&two[..2]).next_to_redo(5), Ok(5));
        assert_eq!(undoings(&two[..3]).next_to_redo(6), Ok(4));
        assert_eq!(undoings(&two).next_to_redo(7), Err(None));
    }

    #[test]
    fn a_write_after_an_undo_stands_in_the_way_of_its_redo() {
        assert_eq!(undoings(&[(3, 2)]).next_to_redo(4), Err(Some((4, 3))));
        assert_eq!(undoings(&[]).next_to_redo(2), Err(None));
        assert_eq!(undoings(&[(3, 2), (4, 3)]).next_to_redo(5), Err(None));
    }
}
