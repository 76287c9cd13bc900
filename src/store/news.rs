//! When deals were last heard of, beside the dates that they hold themselves: money that came, and changes of what was recorded.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::View;
use super::deals::Listed;
use super::error::{Result, Unsound};
use crate::domain::date::PartialDate;

const LAST_RECEIPT: &str = "SELECT deal_id, MAX(received) AS received FROM receipt GROUP BY deal_id";
const LAST_RECEIPT_AS_OF: &str = "SELECT r.deal_id, MAX(r.received) AS received FROM (SELECT deal_id, received FROM receipt \
                                  WHERE entry_id <= $1 UNION ALL SELECT deal_id, received FROM receipt_past \
                                  WHERE until_entry_id > $1 AND entry_id <= $1) AS r GROUP BY r.deal_id";
/// The first entry that wrote each deal that has a past.
const FIRST: &str = "SELECT id, MIN(entry_id) AS entry_id FROM deal_past GROUP BY id";

/// The commands by which somebody tells news of a deal; others change many deals for reasons of their own.
const TELLING: [&str; 3] = ["edit", "stage", "import"];

/// What is known of when deals were last heard of.
#[derive(Debug)]
pub struct News {
    received: HashMap<i64, PartialDate>,
    first: HashMap<i64, i64>,
    /// Of entries that were asked for: the moment, if they tell news.
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
    /// Reads what is known of all deals.
    pub fn news(&self) -> Result<News> {
        let mut received = HashMap::new();
        let (sql, params) = match self.as_of {
            Some(entry) => (LAST_RECEIPT_AS_OF, vec![entry.into()]),
            None => (LAST_RECEIPT, Vec::new()),
        };
        self.engine.each(sql, &params, ["deal_id", "received"], |[deal, date]| {
            received.insert(deal.int()?, PartialDate::parse(date.text()?).map_err(Unsound::from)?);
            Ok(true)
        })?;
        let mut first = HashMap::new();
        self.engine.each(FIRST, &[], ["id", "entry_id"], |[id, entry]| {
            first.insert(id.int()?, entry.int()?);
            Ok(true)
        })?;
        Ok(News { received, first, entries: HashMap::new() })
    }

    /// When a deal was last heard of.
    pub fn last_news(&self, listed: &Listed, news: &mut News) -> Result<LastNews> {
        let (deal, entry) = (listed.deal.id, listed.entry);
        let received = news.received.get(&deal).copied();
        if news.first.get(&deal).is_none_or(|first| *first >= entry) {
            return Ok(LastNews { received, changed: None });
        }
        let changed = match news.entries.entry(entry) {
            Entry::Occupied(known) => known.get().clone(),
            Entry::Vacant(new) => {
                let told = self.entry(entry)?.filter(|entry| TELLING.contains(&entry.command.as_str()));
                new.insert(told.map(|entry| entry.at)).clone()
            }
        };
        Ok(LastNews { received, changed })
    }
}
