//! Taking entries back, as new entries: an undo takes back an entry, a redo an undo.
//!
//! # When a row is put back
//! A deal, a receipt or a target goes back to what it was before the entry if it still is what the entry made of it. An undo gives a deal a version that an
//! earlier entry had written, so a version counts as written by that one, followed through `entry.undoes`. What a later entry has made
//! of a deal is left alone and named.
//!
//! # How
//! The deals are collected in a temporary table and moved in three statements, so that the undo of an import takes about as long as
//! the import.

use std::collections::BTreeMap;

use super::engine::Cell;
use super::error::Result;
use super::facts::{DEALS, Facts, RECEIPTS, TARGETS};
use super::{View, Write};
use crate::domain::catalogue::Family;
use crate::domain::filter::Filter;
use crate::domain::relation::Counting;

const UNDOING: &str = "SELECT id, undoes FROM entry ORDER BY id";
const MARK: &str = "UPDATE entry SET undoes = $1 WHERE id = $2";

/// Deals whose ref of then another deal has now.
const REFS_TAKEN: &str = "SELECT p.id, d.id AS other FROM deal_past AS p JOIN taken_back_deal AS t ON t.id = p.id \
                          JOIN deal AS d ON d.ref = p.ref WHERE p.until_entry_id = $1 AND d.id <> p.id \
                          AND NOT EXISTS (SELECT 1 FROM taken_back_deal AS o WHERE o.id = d.id) ORDER BY p.id";
/// Deals that are to go and that another one follows, which stays.
const FOLLOWED: &str = "SELECT t.id, d.id AS other FROM taken_back_deal AS t JOIN deal AS d ON d.follows_id = t.id \
                        WHERE NOT EXISTS (SELECT 1 FROM taken_back_deal AS o WHERE o.id = d.id) \
                        AND NOT EXISTS (SELECT 1 FROM deal_past AS p WHERE p.id = t.id AND p.until_entry_id = $1) \
                        ORDER BY t.id";
/// Deals that are to follow one again which is not there, or will not be.
const FOLLOWS_NONE: &str = "SELECT p.id, p.follows_id AS other FROM deal_past AS p JOIN taken_back_deal AS t ON t.id = p.id \
                            WHERE p.until_entry_id = $1 AND p.follows_id IS NOT NULL \
                            AND NOT EXISTS (SELECT 1 FROM deal AS d WHERE d.id = p.follows_id \
                            AND NOT EXISTS (SELECT 1 FROM taken_back_deal AS o WHERE o.id = d.id)) \
                            AND NOT EXISTS (SELECT 1 FROM deal_past AS q JOIN taken_back_deal AS o ON o.id = q.id \
                            WHERE q.id = p.follows_id AND q.until_entry_id = $1) ORDER BY p.id";
/// Deals that are to go and for which money was received that stays.
const PAID: &str = "SELECT t.id, MAX(r.entry_id) AS other FROM taken_back_deal AS t JOIN receipt AS r ON r.deal_id = t.id \
                    WHERE NOT EXISTS (SELECT 1 FROM taken_back_receipt AS o WHERE o.id = r.id) \
                    AND NOT EXISTS (SELECT 1 FROM deal_past AS p WHERE p.id = t.id AND p.until_entry_id = $1) \
                    GROUP BY t.id ORDER BY t.id";
/// Receipts that are to come back for a deal that is not there.
const PAID_NOBODY: &str = "SELECT p.id, p.deal_id AS other FROM receipt_past AS p JOIN taken_back_receipt AS t ON t.id = p.id \
                           WHERE p.until_entry_id = $1 AND NOT EXISTS (SELECT 1 FROM deal AS d WHERE d.id = p.deal_id) \
                           AND NOT EXISTS (SELECT 1 FROM deal_past AS q JOIN taken_back_deal AS o ON o.id = q.id \
                           WHERE q.id = p.deal_id AND q.until_entry_id = $1) ORDER BY p.id";
/// Targets of then for what has another target now.
const TARGETS_TAKEN: &str = "SELECT p.id, x.id AS other FROM target_past AS p JOIN taken_back_target AS t ON t.id = p.id \
                             JOIN target AS x ON x.event_id = p.event_id \
                             AND COALESCE(x.sector_id, 0) = COALESCE(p.sector_id, 0) \
                             AND COALESCE(x.district_id, 0) = COALESCE(p.district_id, 0) \
                             WHERE p.until_entry_id = $1 AND x.id <> p.id \
                             AND NOT EXISTS (SELECT 1 FROM taken_back_target AS o WHERE o.id = x.id) ORDER BY p.id";
/// Who follows whom once the deals are put back.
const FOLLOWING: &str = "SELECT d.id, d.follows_id, 0 AS is_back FROM deal AS d WHERE d.follows_id IS NOT NULL \
                         AND NOT EXISTS (SELECT 1 FROM taken_back_deal AS t WHERE t.id = d.id) \
                         UNION ALL SELECT p.id, p.follows_id, 1 AS is_back FROM deal_past AS p \
                         JOIN taken_back_deal AS o ON o.id = p.id \
                         WHERE p.until_entry_id = $1 AND p.follows_id IS NOT NULL";

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
    /// A deal that another one follows, which stays.
    Followed {
        /// Its number.
        id: i64,
        /// The number of the other.
        by: i64,
    },
    /// A deal that would follow one that is gone, or come back to itself.
    FollowsNone {
        /// Its number.
        id: i64,
        /// The number of the other.
        first: i64,
    },
    /// A deal for which money was received since.
    Paid {
        /// Its number.
        id: i64,
        /// The entry that recorded the money.
        by: i64,
    },
    /// A receipt that a later entry has changed.
    Receipt {
        /// Its number.
        id: i64,
        /// That entry.
        by: i64,
    },
    /// A target that a later entry has changed, or that another has taken the place of.
    Target {
        /// Its number.
        id: i64,
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
        self.deals == 0 && self.targets == 0 && self.names == 0
    }
}

/// What was taken back.
#[derive(Clone, Debug, Default)]
pub struct TakenBack {
    /// How many deals were put back or taken out, or their receipts.
    pub deals: i64,
    /// How many targets.
    pub targets: i64,
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

    /// The last entry before another that touched a row; 0 if there is none.
    fn touch(self, facts: &Facts, row: i64, before: i64) -> Result<i64> {
        let touch =
            self.engine.one(facts.touch, &[row.into(), before.into()], ["entry_id"], |[entry]| entry.opt_int())?;
        Ok(touch.flatten().unwrap_or(0))
    }

    /// The entry that first made of a row what another one left it as.
    fn origin(self, facts: &Facts, undoings: &Undoings, row: i64, mut touch: i64) -> Result<i64> {
        while let Some(undone) = undoings.undoes(touch) {
            touch = self.touch(facts, row, undone)?;
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
        for facts in [DEALS, RECEIPTS, TARGETS] {
            self.engine.batch(facts.collect)?;
            self.collect(&facts, &undoings, entry, &mut taken.left)?;
        }
        self.leave_what_cannot_be(entry, &mut taken.left)?;
        self.put_back(&DEALS, entry)?;
        self.put_back(&RECEIPTS, entry)?;
        taken.targets = self.put_back(&TARGETS, entry)?;
        for facts in [DEALS, RECEIPTS, TARGETS] {
            self.engine.batch(facts.forget)?;
        }
        if undoings.undone_by(entry).is_none() {
            taken.names = self.take_back_names(entry, &mut taken.left)?;
        }
        self.fill_in_waiting()?;
        taken.deals = self.count_deals_touched()?;
        Ok(taken)
    }

    /// Deals and receipts that came back without a rate, and those that wait for one that came back.
    fn fill_in_waiting(&mut self) -> Result<()> {
        let catalogue = self.view().catalogue()?;
        let deals = self.view().unrated(&Filter::default(), catalogue.home, Counting::Raw)?;
        let mut currencies = self.view().currencies_of_unrated_receipts()?;
        currencies.extend(deals.iter().map(|waiting| waiting.currency));
        for currency in currencies {
            self.fill_in(currency, catalogue.base)?;
        }
        Ok(())
    }

    /// Collects the rows that are as the entry left them.
    fn collect(&mut self, facts: &Facts, undoings: &Undoings, entry: i64, left: &mut Vec<Left>) -> Result<()> {
        for same in undoings.same_as(entry) {
            self.engine.execute(facts.written, &[same.into()])?;
            self.engine.execute(facts.taken_out, &[same.into()])?;
        }
        let view = self.view();
        for id in self.engine.all(facts.touched_since, &[entry.into()], ["id"], |[id]| id.int())? {
            let by = view.touch(facts, id, self.entry)?;
            if undoings.undoes(by) == Some(entry) {
                // An undo that left other rows alone has taken this one back already.
                continue;
            }
            if view.origin(facts, undoings, id, by)? == view.origin(facts, undoings, id, entry)? {
                self.engine.execute(facts.collect_one, &[id.into()])?;
                continue;
            }
            left.push(match facts.table {
                "deal" => Left::Deal { id, by },
                "receipt" => Left::Receipt { id, by },
                _ => Left::Target { id },
            });
        }
        Ok(())
    }

    /// Leaves alone what would contradict the rest of the ledger. What is left may be in the way of others, so it is looked again
    /// until nothing is.
    fn leave_what_cannot_be(&mut self, entry: i64, left: &mut Vec<Left>) -> Result<()> {
        type Why = fn(i64, i64) -> Option<Left>;
        let reasons: [(&Facts, &str, Why); 6] = [
            (&DEALS, REFS_TAKEN, |id, other| Some(Left::Ref { id, other })),
            (&DEALS, FOLLOWED, |id, by| Some(Left::Followed { id, by })),
            (&DEALS, FOLLOWS_NONE, |id, first| Some(Left::FollowsNone { id, first })),
            (&DEALS, PAID, |id, by| Some(Left::Paid { id, by })),
            // The deal says why.
            (&RECEIPTS, PAID_NOBODY, |_, _| None),
            (&TARGETS, TARGETS_TAKEN, |id, _| Some(Left::Target { id })),
        ];
        loop {
            let mut goes_on = false;
            for (facts, sql, why) in reasons {
                let read = |[id, other]: [Cell<'_>; 2]| Ok((id.int()?, other.int()?));
                let mut found = self.engine.all(sql, &[entry.into()], ["id", "other"], read)?;
                if found.is_empty() && sql == FOLLOWS_NONE {
                    found = self.circles(entry)?;
                }
                // A deal may be in the way of several.
                found.dedup_by_key(|(id, _)| *id);
                for (id, other) in found {
                    self.engine.execute(facts.leave_one, &[id.into()])?;
                    left.extend(why(id, other));
                    goes_on = true;
                }
            }
            if !goes_on {
                return Ok(());
            }
        }
    }

    /// The deals that are to be put back and would come back to themselves by way of those that they follow.
    fn circles(&self, entry: i64) -> Result<Vec<(i64, i64)>> {
        let columns = ["id", "follows_id", "is_back"];
        let read = |[id, first, is_back]: [Cell<'_>; 3]| Ok((id.int()?, first.int()?, is_back.int()? == 1));
        let links = self.engine.all(FOLLOWING, &[entry.into()], columns, read)?;
        let firsts: BTreeMap<i64, i64> = links.iter().map(|(id, first, _)| (*id, *first)).collect();
        let is_circle = |id: i64| {
            let way = std::iter::successors(firsts.get(&id), |first| firsts.get(first));
            way.take(firsts.len()).any(|first| *first == id)
        };
        let back = links.into_iter().filter(|(id, _, is_back)| *is_back && is_circle(*id));
        Ok(back.map(|(id, first, _)| (id, first)).take(1).collect())
    }

    /// Puts the rows that were collected back to what they were before the entry. Says how many.
    fn put_back(&mut self, facts: &Facts, entry: i64) -> Result<i64> {
        let read = |[taken, rows]: [Cell<'_>; 2]| Ok((taken.int()?, rows.int()?));
        let (taken, rows) = self.engine.one(facts.counts, &[], ["taken_back", "rows"], read)?.unwrap_or_default();
        if taken == 0 {
            return Ok(0);
        }
        // Where most rows come or go it is quicker to make the indexes anew.
        let indexes =
            if taken * 2 > rows { self.engine.drop_indexes(facts.table, facts.looked_up)? } else { Vec::new() };
        self.engine.execute(facts.keep_all_past, &[self.entry.into()])?;
        self.engine.execute(facts.remove, &[])?;
        self.engine.execute(facts.put_back, &[self.entry.into(), entry.into()])?;
        if !indexes.is_empty() {
            self.engine.make_indexes(&indexes)?;
        }
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
