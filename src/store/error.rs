//! What can go wrong with a ledger, as far as callers tell it apart.

use std::io;
use std::path::PathBuf;

use crate::domain::date::DateFault;
use crate::domain::label::Label;
use crate::domain::rate::RateFault;

/// A fault of the store.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nothing is there yet.
    #[error("there is no ledger at {}", .0.display())]
    NotThere(PathBuf),
    /// A ledger is there where a new one was to be made.
    #[error("there is a ledger at {} already", .0.display())]
    AlreadyThere(PathBuf),
    /// A folder, a text, a database of another program.
    #[error("{} is not a ledger: {}", path.display(), .why.en)]
    NotALedger {
        /// The file.
        path: PathBuf,
        /// What it is.
        why: Label,
    },
    /// Made by a newer program.
    #[error("{} is a ledger of version {version}; this program knows up to version {ours}", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        version: i64,
        /// The newest version known here.
        ours: i64,
    },
    /// The file or its folder cannot be read or made.
    #[error("{} cannot be opened: {why}", path.display())]
    CannotOpen {
        /// The file.
        path: PathBuf,
        /// What the system says.
        why: io::Error,
    },
    /// The system does not let a file be written.
    #[error("{} cannot be written: {why}", path.display())]
    CannotWrite {
        /// The file.
        path: PathBuf,
        /// What the system says.
        why: io::Error,
    },
    /// A file is there that is not to be replaced.
    #[error("{} is there already", .0.display())]
    Exists(PathBuf),
    /// A copy is not what it was made from.
    #[error("the copy {} is not the same as the ledger", .0.display())]
    NotTheSame(PathBuf),
    /// The bytes of the file do not make a database.
    #[error("{} is damaged: {why}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What the engine says.
        why: String,
    },
    /// The tables are not those of a ledger.
    #[error("{} is not made as a ledger is: {why}", path.display())]
    Misshapen {
        /// The file.
        path: PathBuf,
        /// What the engine says.
        why: String,
    },
    /// A text is longer than can be kept: so many millions of bytes.
    #[error("a text is too long to be kept: all texts of a deal together have room for {0} MB")]
    TooLong(i32),
    /// The file is shorter than what a database begins with.
    #[error("{} is damaged: the file ends within its header", .0.display())]
    CutOff(PathBuf),
    /// Somebody else is writing, and did not finish in time.
    #[error("the ledger {} is busy: another program is using it, and did not finish within {waited} s", path.display())]
    Busy {
        /// The file.
        path: PathBuf,
        /// How many seconds it was waited for.
        waited: u64,
    },
    /// File or folder cannot be written.
    #[error("the ledger {} cannot be written", .0.display())]
    ReadOnly(PathBuf),
    /// A write was interrupted, and cannot be rolled back since file or folder cannot be written.
    #[error("a write to {} was interrupted, and cannot be rolled back from here", .0.display())]
    Unfinished(PathBuf),
    /// The disk does not let programs lock the file.
    #[error("the ledger {} cannot be locked where it is, so that programs would write at once", .0.display())]
    NoLocks(PathBuf),
    /// The file was moved, removed or replaced while it was open.
    #[error("the ledger {} was moved or removed while it was being written", .0.display())]
    Gone(PathBuf),
    /// No space is left.
    #[error("the disk of {} is full", .0.display())]
    Full(PathBuf),
    /// A sum is larger than an integer holds.
    #[error("a sum of amounts is larger than can be counted")]
    Overflow,
    /// The greatest number there is was given.
    #[error("no number is left after {0}")]
    NoNumberLeft(i64),
    /// A value must be unique and is not.
    #[error("{0} is taken")]
    Taken(String),
    /// No deal has this number or ref.
    #[error("no deal matches `{0}`")]
    NoDeal(String),
    /// A rate cannot be applied to a deal that waits for it.
    #[error("deal {deal}: {fault}")]
    Rate {
        /// The number of the deal.
        deal: i64,
        /// Why.
        fault: RateFault,
    },
    /// The ledger holds what it should not.
    #[error(transparent)]
    Unsound(#[from] Unsound),
    /// Anything else the engine says.
    #[error("{0}")]
    Engine(String),
}

/// What should not be in a ledger, and is.
#[derive(Debug, thiserror::Error)]
pub enum Unsound {
    /// The row of the settings is gone.
    #[error("the ledger has no settings")]
    NoSettings,
    /// The number of the base currency is that of none.
    #[error("the base currency {0} is not one of ISO 4217")]
    BaseCurrency(i64),
    /// The number of the currency of a rate is that of none.
    #[error("the ledger holds a rate of an unknown currency {0}")]
    RateCurrency(i64),
    /// A date that is none.
    #[error("the ledger holds what it should not: {0}")]
    Date(#[from] DateFault),
    /// A rate that is none.
    #[error("the ledger holds what it should not: {0}")]
    Rate(#[from] RateFault),
    /// A field of a deal that cannot be read.
    #[error("the {} of deal {deal} cannot be read", .field.en)]
    Field {
        /// The field.
        field: Label,
        /// The number of the deal.
        deal: i64,
    },
    /// What the journal keeps of an entry.
    #[error("what entry {0} changed cannot be read")]
    Change(i64),
    /// A deal of an event, sector, partner or the like that is not there.
    #[error("a deal refers to a name that is not there")]
    NoSuchName,
    /// A value of another type.
    #[error("the ledger holds {found} where {} belongs", .wanted.en)]
    Type {
        /// The type of the value, as the engine calls it.
        found: String,
        /// What belongs there.
        wanted: Label,
    },
}

/// A result of the store.
pub type Result<T, E = Error> = std::result::Result<T, E>;
