//! The ledger: one SQLite file, and the only folder that knows SQL.
//!
//! # Reading
//! [`Store::open`] begins a read transaction, so that all that a command reads is one state of the ledger. An older ledger is read
//! from a copy in memory, which is lifted to the newest version; its file stays as it is.
//!
//! # Writing
//! [`Store::write`] is the only way to change anything: it takes the write lock, begins an entry, runs the work, and commits both or
//! neither. A write that changes nothing leaves no entry. The first write to an older ledger copies it beside the file, and lifts it
//! in the same transaction. [`Store::write_bulk`] is the same for loads of many deals.

mod backup;
mod catalogue;
mod check;
mod conditions;
mod deal_row;
mod deals;
mod engine;
mod error;
mod facts;
mod figures;
mod filter;
mod follows;
mod journal;
mod lead;
mod migrations;
mod newest;
mod news;
mod open;
mod order;
mod partner_names;
mod rates;
mod receipts;
mod references;
mod surroundings;
mod targets;
mod undo;
mod versions;

use std::path::{Path, PathBuf};
use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::domain::catalogue::Id;
use crate::domain::currency::Currency;
use backup::Safeguard;
use engine::Engine;
use open::{Draft, Found};
use references::References;

pub use backup::{Copied, Lifted, backup};
pub use check::{Check, Flaw, Flaws, Wrong};
pub use deals::{Batch, Listed, Reading};
pub use error::{Error, Result, Unsound};
pub use figures::{Common, Group, Grouping, Progress, RateUsed, Receipts, Unrated};
pub use journal::{Entry, NameChange};
pub use news::{LastNews, News};
pub use order::{Order, Sort};
pub use rates::{Filled, Moved, RateRow, Refixed};
pub use surroundings::{Doubt, doubts};
pub use undo::{Left, TakenBack, Undoings};
pub use versions::{Change, RowChange, Span};

/// Who writes, and when.
#[derive(Clone, Debug)]
pub struct Author {
    /// The name kept with each entry.
    pub who: String,
    /// The moment of the write.
    pub at: DateTime<Utc>,
    /// What is to be kept with the entry.
    pub message: Option<String>,
}

/// What a new ledger is made with.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// The currency amounts are added up in.
    pub base: Currency,
    /// The country whose deals are domestic.
    pub home: Id,
}

impl Default for Settings {
    fn default() -> Self {
        Self { base: Currency::CNY, home: crate::domain::place::CHINA }
    }
}

/// An open ledger.
pub struct Store {
    engine: Engine,
    path: PathBuf,
    /// Where it is made, as long as it does not stand at its path.
    draft: Option<Draft>,
    /// Whether references are left unchecked until the end of a write.
    bulk: bool,
    /// The entry after which deals are read as they stood; none to read them as they stand.
    as_of: Option<i64>,
}

/// What a write left behind.
#[derive(Debug)]
pub struct Written<T> {
    /// What the work gave back.
    pub value: T,
    /// The number of the entry; none if nothing was changed.
    pub entry: Option<i64>,
    /// Whether the ledger was made by this write.
    pub created: bool,
    /// What was done first to a ledger of an older version.
    pub lifted: Option<Lifted>,
}

/// What a write finds, or makes of what it finds.
enum Begun {
    AsItWas,
    Made,
    Lifted { from: i64, safeguard: Safeguard },
}

impl Store {
    /// Opens a ledger to be read. Where it is busy it is waited for, at most so long.
    pub fn open(path: &Path, patience: Duration) -> Result<Self> {
        if open::look(path)? != Found::Ledger {
            return Err(Error::NotThere(path.to_owned()));
        }
        let store = Self::at(path, patience)?;
        store.engine.begin_read()?;
        let (application, version) = store.engine.marks()?;
        if application == 0 {
            // The first write was killed; the engine has just rolled it back.
            return Err(Error::NotThere(path.to_owned()));
        }
        if store.checked(version)? == migrations::VERSION {
            return Ok(store);
        }
        // A read leaves the file as it is, and reads a copy that is lifted.
        let copy = Self { engine: store.engine.copy_in_memory()?, ..store };
        copy.engine.begin_write()?;
        migrations::lift(&copy.engine, version)?;
        copy.engine.commit()?;
        copy.engine.begin_read()?;
        Ok(copy)
    }

    /// Opens a ledger to be written. What is not there is made by the first write.
    pub fn open_to_write(path: &Path, patience: Duration) -> Result<Self> {
        if open::look(path)? != Found::Nothing {
            return Self::at(path, patience);
        }
        let draft = Draft::beside(path)?;
        Ok(Self {
            engine: Engine::open(draft.path(), patience)?,
            path: path.to_owned(),
            draft: Some(draft),
            bulk: false,
            as_of: None,
        })
    }

    /// Makes a ledger that holds nothing yet.
    pub fn create(path: &Path, settings: &Settings, patience: Duration) -> Result<()> {
        if open::look(path)? == Found::Ledger {
            return Err(Error::AlreadyThere(path.to_owned()));
        }
        let mut store = Self::open_to_write(path, patience)?;
        let begun = store.begin_write(settings)?;
        store.engine.commit()?;
        if matches!(begun, Begun::Made) && store.publish()? {
            Ok(())
        } else {
            Err(Error::AlreadyThere(path.to_owned()))
        }
    }

    fn at(path: &Path, patience: Duration) -> Result<Self> {
        Ok(Self { engine: Engine::open(path, patience)?, path: path.to_owned(), draft: None, bulk: false, as_of: None })
    }

    /// From here on each part of the ledger is read about once, so that little of it need be kept in memory. Slower for what comes back to
    /// the same deals or names again and again.
    pub fn read_in_passing(&self) -> Result<()> {
        self.engine.keep_few()
    }

    /// Lets the ledger go at the end of a short command: others may write from here on, and the memory that it takes is left to the
    /// system, which is about to have all of it back at once.
    pub fn let_go(self) {
        // What is made beside its place is cleared away.
        if self.draft.is_none() && self.engine.rollback().is_ok() {
            std::mem::forget(self);
        }
    }

    /// The file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Changes the ledger: `work` runs inside one transaction and belongs to one entry, named after `command`.
    ///
    /// Where the ledger is made by this write and another program makes one at the same moment, `work` runs again on that one.
    pub fn write<T, E: From<Error>>(
        &mut self,
        command: &str,
        author: &Author,
        mut work: impl FnMut(&mut Write<'_>) -> Result<T, E>,
    ) -> Result<Written<T>, E> {
        loop {
            let begun = self.begin_write(&Settings::default())?;
            let (value, entry) = match self.write_entry(command, author, &mut work) {
                Ok((value, Some(entry))) => (value, entry),
                Ok((value, None)) => {
                    self.engine.rollback()?;
                    return Ok(Written { value, entry: None, created: false, lifted: None });
                }
                Err(error) => {
                    self.engine.rollback()?;
                    return Err(error);
                }
            };
            self.engine.commit()?;
            if self.publish()? {
                let created = matches!(begun, Begun::Made);
                let lifted = match begun {
                    Begun::Lifted { from, safeguard } => {
                        Some(Lifted { from, to: migrations::VERSION, backup: safeguard.keep() })
                    }
                    Begun::AsItWas | Begun::Made => None,
                };
                return Ok(Written { value, entry: Some(entry), created, lifted });
            }
        }
    }

    /// The same for loads of many deals: what the deals refer to is looked up once at the end instead of row by row, and the indexes of a
    /// ledger without deals are made after the load. The store is not to be written to afterwards.
    pub fn write_bulk<T, E: From<Error>>(
        mut self,
        command: &str,
        author: &Author,
        mut work: impl FnMut(&mut Write<'_>) -> Result<T, E>,
    ) -> Result<Written<T>, E> {
        self.bulk = true;
        self.write(command, author, |write| {
            let fresh = write.last_deal == 0;
            let indexes = if fresh { write.engine.drop_indexes("deal", &[])? } else { Vec::new() };
            let value = work(write)?;
            if !indexes.is_empty() {
                write.engine.make_indexes(&indexes)?;
            }
            if let Some(references) = &write.references {
                references.check(write.engine)?;
            }
            Ok(value)
        })
    }

    /// Takes the write lock, and makes or lifts the ledger if need be. An older one is copied first.
    fn begin_write(&mut self, settings: &Settings) -> Result<Begun> {
        // SQLite ignores this setting inside a transaction.
        self.engine.enforce_foreign_keys(!self.bulk)?;
        if self.bulk {
            self.engine.sort_on_threads()?;
        }
        self.engine.begin_write()?;
        let (application, version) = self.engine.marks()?;
        if application == 0 && self.engine.is_empty()? {
            migrations::create(&self.engine)?;
            catalogue::fill(&self.engine)?;
            journal::begin_ledger(&self.engine, settings)?;
            return Ok(Begun::Made);
        }
        // While this one waited for the lock a newer program may have lifted the ledger.
        let from = self.checked(version)?;
        if from == migrations::VERSION {
            return Ok(Begun::AsItWas);
        }
        let safeguard = Safeguard::before_lifting(&self.path, from, self.engine.patience())?;
        migrations::lift(&self.engine, from)?;
        Ok(Begun::Lifted { from, safeguard })
    }

    /// The version that a ledger says it has, which must be one that is known here.
    fn checked(&self, version: i64) -> Result<i64> {
        let (path, ours) = (self.path.clone(), migrations::VERSION);
        if version > ours { Err(Error::Newer { path, version, ours }) } else { Ok(version) }
    }

    /// Puts a ledger that was just made in its place. If another one is there by now, goes over to that and says no.
    fn publish(&mut self) -> Result<bool> {
        let Some(draft) = &self.draft else { return Ok(true) };
        if !draft.publish(&self.path)? {
            self.engine = Engine::open(&self.path, self.engine.patience())?;
            self.draft = None;
            return Ok(false);
        }
        Ok(true)
    }

    fn write_entry<T, E: From<Error>>(
        &mut self,
        command: &str,
        author: &Author,
        work: &mut impl FnMut(&mut Write<'_>) -> Result<T, E>,
    ) -> Result<(T, Option<i64>), E> {
        let (entry, last_deal) = journal::begin_entry(&self.engine, command, author)?;
        let references = self.bulk.then(References::default);
        let mut write = Write { engine: &self.engine, entry, last_deal, deals: 0, changed: false, references };
        let value = work(&mut write)?;
        let Write { last_deal, deals, changed, .. } = write;
        if changed {
            journal::end_entry(&self.engine, entry, deals, last_deal)?;
        }
        Ok((value, changed.then_some(entry)))
    }
}

/// A write in progress: what [`Store::write`] hands to its work.
pub struct Write<'a> {
    engine: &'a Engine,
    entry: i64,
    last_deal: i64,
    deals: i64,
    changed: bool,
    /// What the deals written refer to, where that is looked up at the end.
    references: Option<References>,
}

/// What a ledger holds, as a reader or a write in progress sees it.
#[derive(Clone, Copy)]
pub struct View<'a> {
    engine: &'a Engine,
    as_of: Option<i64>,
}

impl Store {
    /// What the ledger holds.
    #[must_use]
    pub fn view(&self) -> View<'_> {
        View { engine: &self.engine, as_of: self.as_of }
    }

    /// The same ledger, with its deals as they stood after an entry, under today's names.
    #[must_use]
    pub fn as_of(self, entry: i64) -> Self {
        Self { as_of: Some(entry), ..self }
    }
}

impl View<'_> {
    /// The same ledger, with its deals as they stood after an entry, under today's names.
    #[must_use]
    pub fn as_of(self, entry: i64) -> Self {
        Self { as_of: Some(entry), ..self }
    }
}

impl Write<'_> {
    /// What the ledger holds, with what was written so far.
    #[must_use]
    pub fn view(&self) -> View<'_> {
        View { engine: self.engine, as_of: None }
    }

    /// The number of the entry that is being written.
    #[must_use]
    pub fn entry(&self) -> i64 {
        self.entry
    }
}
