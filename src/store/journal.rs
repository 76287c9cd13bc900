//! The journal: entries, the settings and counters of the ledger, and what each entry changed in the catalogue.

use std::collections::BTreeSet;

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::Value;

use super::engine::{Cell, Engine, Param};
use super::error::{Error, Result, Unsound};
use super::{Author, Settings, Span, View, Write};
use crate::domain::catalogue::{Catalogue, Family, Id};
use crate::domain::currency::Currency;

const MAKE_LEDGER: &str = "INSERT INTO ledger (id, base_currency_id, home_country_id, last_entry_id, last_deal_id) \
                           VALUES (1, $1, $2, 0, 0)";
const LEDGER: &str =
    "SELECT base_currency_id, home_country_id, default_event_id, last_entry_id, last_deal_id FROM ledger";
const LAST_AT: &str = "SELECT at FROM entry WHERE id = $1";
const ADD_ENTRY: &str = "INSERT INTO entry (id, at, who, command, message, deals) VALUES ($1, $2, $3, $4, $5, 0)";
const COUNT_DEALS: &str = "UPDATE entry SET deals = $1 WHERE id = $2";
const COUNT_UP: &str = "UPDATE ledger SET last_entry_id = $1, last_deal_id = $2";
const ADD_CHANGE: &str = "INSERT INTO catalogue_change (entry_id, table_name, row_id, before, after) \
                          VALUES ($1, $2, $3, $4, $5)";
const ENTRIES: &str = "SELECT id, at, who, command, message, deals, undoes FROM entry WHERE id > $1 AND id <= $2 \
                       ORDER BY id DESC";
const TOUCHING: &str = "SELECT entry_id FROM deal WHERE id = $1 UNION SELECT entry_id FROM deal_past WHERE id = $1 \
                        UNION SELECT until_entry_id FROM deal_past WHERE id = $1 \
                        UNION SELECT entry_id FROM receipt WHERE deal_id = $1 \
                        UNION SELECT entry_id FROM receipt_past WHERE deal_id = $1 \
                        UNION SELECT until_entry_id FROM receipt_past WHERE deal_id = $1";
const ENTRY: &str = "SELECT id, at, who, command, message, deals, undoes FROM entry WHERE id = $1";

const CHANGES: &str = "SELECT entry_id, table_name, row_id, before, after FROM catalogue_change \
                       WHERE entry_id > $1 AND entry_id <= $2 ORDER BY id";
const COUNT_CHANGES: &str = "SELECT COUNT(*) AS changes FROM catalogue_change WHERE entry_id > $1 AND entry_id <= $2";
const LAST: &str = "SELECT COALESCE(MAX(id), 0) AS id FROM entry";
const LAST_BEFORE: &str = "SELECT COALESCE(MAX(id), 0) AS id FROM entry WHERE at < $1";

/// One write to the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its number.
    pub id: i64,
    /// When, in UTC, RFC 3339.
    pub at: String,
    /// Who wrote.
    pub who: String,
    /// The command that wrote.
    pub command: String,
    /// What was to be kept with it.
    pub message: Option<String>,
    /// How many deals it wrote.
    pub deals: i64,
    /// The entry it takes back.
    pub undoes: Option<i64>,
}

/// What an entry changed beside deals: an item, a spelling, a rate, the default event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameChange {
    /// The entry.
    pub entry: i64,
    /// `event`, `event_alias` and the like, `rate` or `ledger`.
    pub table: String,
    /// The number of the item, or of the rate.
    pub row: i64,
    /// What it was; none if it was made.
    pub before: Option<Value>,
    /// What it became; none if it was taken out.
    pub after: Option<Value>,
}

/// Makes the one row of settings.
pub(super) fn begin_ledger(engine: &Engine, settings: &Settings) -> Result<()> {
    engine.execute(MAKE_LEDGER, &[settings.base.number().into(), settings.home.0.into()])?;
    Ok(())
}

/// Begins an entry; gives its number, and the last number given to a deal.
pub(super) fn begin_entry(engine: &Engine, command: &str, author: &Author) -> Result<(i64, i64)> {
    let columns = ["last_entry_id", "last_deal_id"];
    let counters = engine.one(LEDGER, &[], columns, |[entry, deal]| Ok((entry.int()?, deal.int()?)))?;
    let (last_entry, last_deal) = counters.ok_or_else(without_settings)?;
    let last_at = engine.one(LAST_AT, &[last_entry.into()], ["at"], |[at]| at.owned())?.flatten();
    // Clocks go back; the journal does not.
    let at = timestamp(author.at).max(last_at.unwrap_or_default());
    let entry = next(last_entry)?;
    let message = Param::from(author.message.as_deref());
    engine
        .execute(ADD_ENTRY, &[entry.into(), Param::from(&*at), Param::from(&*author.who), command.into(), message])?;
    Ok((entry, last_deal))
}

/// Ends an entry that changed something.
pub(super) fn end_entry(engine: &Engine, entry: i64, deals: i64, last_deal: i64) -> Result<()> {
    engine.execute(COUNT_DEALS, &[deals.into(), entry.into()])?;
    engine.execute(COUNT_UP, &[entry.into(), last_deal.into()])?;
    Ok(())
}

/// The number after the last one given.
pub(super) fn next(last: i64) -> Result<i64> {
    last.checked_add(1).ok_or(Error::NoNumberLeft(last))
}

fn timestamp(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn without_settings() -> Error {
    Unsound::NoSettings.into()
}

impl Write<'_> {
    /// Keeps what a row of the catalogue was and is.
    pub(super) fn record(&mut self, table: &str, row: i64, before: Option<Value>, after: Option<Value>) -> Result<()> {
        let [before, after] = [before, after].map(|value| value.map(|value| value.to_string()));
        let (before, after) = (before.as_deref(), after.as_deref());
        self.engine.execute(ADD_CHANGE, &[self.entry.into(), table.into(), row.into(), before.into(), after.into()])?;
        self.changed = true;
        Ok(())
    }
}

impl View<'_> {
    /// A catalogue with the settings of the ledger, and of its names only the default event.
    pub fn catalogue(&self) -> Result<Catalogue> {
        let columns = ["base_currency_id", "home_country_id", "default_event_id"];
        let settings = self.engine.one(LEDGER, &[], columns, |[base, home, event]| {
            Ok((base.int()?, Id(home.int()?), event.opt_int()?.map(Id)))
        })?;
        let (base, home, event) = settings.ok_or_else(without_settings)?;
        let base = Currency::from_number(base).ok_or(Unsound::BaseCurrency(base))?;
        let mut catalogue = Catalogue::new(base, home);
        catalogue.default_event = event;
        if let Some(event) = event {
            self.load_item(&mut catalogue, Family::Event, event)?;
        }
        Ok(catalogue)
    }

    /// Whether no deal was ever given a number.
    pub fn never_had_deals(&self) -> Result<bool> {
        let last = self.engine.one(LEDGER, &[], ["last_deal_id"], |[last]| last.int())?;
        Ok(last.unwrap_or(0) == 0)
    }

    /// Reads out the entries of a span, the newest first, as long as `take` says to go on.
    pub fn each_entry(&self, span: Span, mut take: impl FnMut(Entry) -> bool) -> Result<()> {
        let columns = ["id", "at", "who", "command", "message", "deals", "undoes"];
        self.engine.each(ENTRIES, &[span.after.into(), span.to.into()], columns, |cells| Ok(take(read_entry(cells)?)))
    }

    /// The entries that made, changed or took out a deal, or money received for it.
    pub fn entries_of(&self, deal: i64) -> Result<BTreeSet<i64>> {
        let entries = self.engine.all(TOUCHING, &[deal.into()], ["entry_id"], |[entry]| entry.int())?;
        Ok(entries.into_iter().collect())
    }

    /// The entry after which the ledger is as it is read.
    pub fn newest_entry(&self) -> Result<Option<Entry>> {
        let newest = match self.as_of {
            Some(entry) => entry,
            None => self.last_entry()?,
        };
        self.entry(newest)
    }

    /// The last entry; 0 if there is none.
    pub fn last_entry(&self) -> Result<i64> {
        Ok(self.engine.one(LAST, &[], ["id"], |[id]| id.int())?.unwrap_or(0))
    }

    /// How many changes the entries of a span made beside deals.
    pub fn count_name_changes(&self, span: Span) -> Result<i64> {
        let count =
            self.engine.one(COUNT_CHANGES, &[span.after.into(), span.to.into()], ["changes"], |[count]| count.int());
        Ok(count?.unwrap_or(0))
    }

    /// The last entry before a moment; 0 if there is none.
    pub fn last_entry_before(&self, moment: DateTime<Utc>) -> Result<i64> {
        let moment = timestamp(moment);
        let last = self.engine.one(LAST_BEFORE, &[Param::from(&*moment)], ["id"], |[id]| id.int())?;
        Ok(last.unwrap_or(0))
    }

    /// What the entries of a span changed beside deals, in the order in which they did.
    pub fn name_changes(&self, span: Span) -> Result<Vec<NameChange>> {
        let columns = ["entry_id", "table_name", "row_id", "before", "after"];
        let read = |[entry, table, row, before, after]: [Cell<'_>; 5]| {
            let value = |cell: Cell<'_>| -> Result<Option<Value>> {
                let unreadable = |_| Unsound::Change(entry.int().unwrap_or(0)).into();
                cell.opt_text()?.map(|text| serde_json::from_str(text).map_err(unreadable)).transpose()
            };
            let (before, after) = (value(before)?, value(after)?);
            Ok(NameChange { entry: entry.int()?, table: table.text()?.to_owned(), row: row.int()?, before, after })
        };
        self.engine.all(CHANGES, &[span.after.into(), span.to.into()], columns, read)
    }

    /// One entry.
    pub fn entry(&self, id: i64) -> Result<Option<Entry>> {
        let columns = ["id", "at", "who", "command", "message", "deals", "undoes"];
        self.engine.one(ENTRY, &[id.into()], columns, read_entry)
    }
}

fn read_entry([id, at, who, command, message, deals, undoes]: [super::engine::Cell<'_>; 7]) -> Result<Entry> {
    Ok(Entry {
        id: id.int()?,
        at: at.text()?.to_owned(),
        who: who.text()?.to_owned(),
        command: command.text()?.to_owned(),
        message: message.owned()?,
        deals: deals.int()?,
        undoes: undoes.opt_int()?,
    })
}
