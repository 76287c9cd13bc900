//! What can go wrong with a ledger, as far as callers tell it apart.

use std::path::PathBuf;

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
    #[error("{} is not a ledger: {why}", path.display())]
    NotALedger {
        /// The file.
        path: PathBuf,
        /// What it is.
        why: &'static str,
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
        why: String,
    },
    /// The bytes of the file do not make a database.
    #[error("{} is damaged: {why}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What the engine says.
        why: String,
    },
    /// Somebody else is writing, and did not finish in time.
    #[error("the ledger {} is busy: another program is using it", .0.display())]
    Busy(PathBuf),
    /// File or folder cannot be written.
    #[error("the ledger {} cannot be written", .0.display())]
    ReadOnly(PathBuf),
    /// A write was interrupted, and cannot be rolled back since file or folder cannot be written.
    #[error("a write to {} was interrupted, and cannot be rolled back from here", .0.display())]
    Unfinished(PathBuf),
    /// No space is left.
    #[error("the disk of {} is full", .0.display())]
    Full(PathBuf),
    /// A sum is larger than an integer holds.
    #[error("a sum of amounts is larger than can be counted")]
    Overflow,
    /// A value must be unique and is not.
    #[error("{0} is taken")]
    Taken(String),
    /// No deal has this number or ref.
    #[error("no deal matches `{0}`")]
    NoDeal(String),
    /// Anything else the engine says.
    #[error("{0}")]
    Engine(String),
}

/// A result of the store.
pub type Result<T, E = Error> = std::result::Result<T, E>;
