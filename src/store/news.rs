//! When deals were last heard of, beside the dates that they hold themselves: money that came, and changes of what was recorded.

use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;

use super::View;
use super::error::{Result, Unsound};
use crate::domain::date::PartialDate;

const RECEIPTS: &str = "SELECT deal_id, received FROM receipt";
const RECEIPTS_AS_OF: &str = "SELECT deal_id, received FROM receipt WHERE entry_id <= $1 UNION ALL SELECT deal_id, received \
                              FROM receipt_past WHERE until_entry_id > $1 AND entry_id <= $1";
/// The entries by which somebody told news of a deal after it was first written. Other commands change many deals for reasons of their own.
const TOLD: &str = "SELECT v.id, v.entry_id FROM (SELECT id, entry_id FROM deal_past UNION ALL \
                    SELECT id, entry_id FROM deal WHERE id IN (SELECT id FROM deal_past)) AS v \
                    JOIN (SELECT id, MIN(entry_id) AS entry_id FROM deal_past GROUP BY id) AS f ON f.id = v.id \
                    JOIN entry AS e ON e.id = v.entry_id \
                    WHERE e.command IN ('edit', 'stage', 'import') AND v.entry_id > f.entry_id AND v.entry_id <= $1";
const UNDOS: &str = "SELECT id, undoes FROM entry WHERE undoes IS NOT NULL AND id <= $1 ORDER BY id DESC";

/// What is known of when deals were last heard of.
#[derive(Debug)]
pub struct News {
    received: HashMap<i64, PartialDate>,
    told: HashMap<i64, i64>,
    /// The moments of the entries that were asked for.
    entries: HashMap<i64, Option<String>>,
}

/// When a deal was last heard of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LastNews {
    /// The date of the last receipt.
    pub received: Option<PartialDate>,
    /// The moment of the last change of what was recorded, in UTC.
    pub changed: Option<String>,
}

impl View<'_> {
    /// Reads what is known of all deals on a day. Money that is still to come is no news.
    pub fn news(&self, today: NaiveDate) -> Result<News> {
        let mut received: HashMap<i64, PartialDate> = HashMap::new();
        let (sql, params) = match self.as_of {
            Some(entry) => (RECEIPTS_AS_OF, vec![entry.into()]),
            None => (RECEIPTS, Vec::new()),
        };
        self.engine.each(sql, &params, ["deal_id", "received"], |[deal, date]| {
            let date = PartialDate::parse(date.text()?).map_err(Unsound::from)?;
            if date.first_day() <= today {
                let last = received.entry(deal.int()?).or_insert(date);
                *last = std::cmp::max_by_key(*last, date, |date| date.last_day());
            }
            Ok(true)
        })?;
        let mut told = HashMap::new();
        let until = self.as_of.unwrap_or(i64::MAX);
        let undone = self.undone(until)?;
        self.engine.each(TOLD, &[until.into()], ["id", "entry_id"], |[id, entry]| {
            let entry = entry.int()?;
            if !undone.contains(&entry) {
                let last = told.entry(id.int()?).or_insert(entry);
                *last = entry.max(*last);
            }
            Ok(true)
        })?;
        Ok(News { received, told, entries: HashMap::new() })
    }

    /// The entries that are undone by then, an undo that is undone itself aside.
    fn undone(&self, until: i64) -> Result<HashSet<i64>> {
        let mut undone = HashSet::new();
        self.engine.each(UNDOS, &[until.into()], ["id", "undoes"], |[id, undoes]| {
            if !undone.contains(&id.int()?) {
                undone.insert(undoes.int()?);
            }
            Ok(true)
        })?;
        Ok(undone)
    }

    /// When a deal was last heard of.
    pub fn last_news(&self, deal: i64, news: &mut News) -> Result<LastNews> {
        let received = news.received.get(&deal).copied();
        let Some(entry) = news.told.get(&deal).copied() else { return Ok(LastNews { received, changed: None }) };
        let changed = match news.entries.entry(entry) {
            Entry::Occupied(known) => known.get().clone(),
            Entry::Vacant(new) => new.insert(self.entry(entry)?.map(|entry| entry.at)).clone(),
        };
        Ok(LastNews { received, changed })
    }
}
