//! Finding out what a path holds before the engine touches it, and making new ledgers.
//!
//! # What may be at a path
//! A ledger; an empty file, which a first write that was killed leaves behind and which counts as nothing; or something that is no
//! ledger, which is refused without being opened by the engine, so that nothing in it can change.
//!
//! # Making a ledger
//! The first write makes the file and fills it in one transaction with what it writes, so that two programs that begin at once are
//! kept apart by the engine's own locks. Where that write fails the file is taken away again, while the lock is still held.
//! Another program may then hold a file that has no name any more; [`Claim::holds`] is how it notices.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use super::error::{Error, Result};
use super::migrations::{APPLICATION_ID, VERSION};

/// What is at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// No file, or an empty one.
    Nothing,
    /// A ledger of this version, or of an older one.
    Ledger,
}

/// Looks at a path without the engine.
pub(super) fn look(path: &Path) -> Result<Found> {
    let not_a_ledger = |why| Error::NotALedger { path: path.to_owned(), why };
    let mut header = [0; 100];
    let read = match File::open(path).and_then(|file| read_up_to(file, &mut header)) {
        Ok(read) => read,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(error) if error.kind() == ErrorKind::IsADirectory => return Err(not_a_ledger("it is a folder")),
        Err(error) => return Err(Error::CannotOpen { path: path.to_owned(), why: error.to_string() }),
    };
    if read == 0 {
        return Ok(Found::Nothing);
    }
    if !header.starts_with(b"SQLite format 3\0") {
        return Err(not_a_ledger("it is not a SQLite database"));
    }
    if read < header.len() {
        return Err(Error::Damaged { path: path.to_owned(), why: "the file ends within its header".to_owned() });
    }
    let field = |at: usize| i64::from(u32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]));
    let (version, application) = (field(60), field(68));
    if application != APPLICATION_ID {
        return Err(not_a_ledger("it is a SQLite database of another program"));
    }
    if version > VERSION {
        return Err(Error::Newer { path: path.to_owned(), version, ours: VERSION });
    }
    Ok(Found::Ledger)
}

fn read_up_to(mut file: File, buffer: &mut [u8]) -> std::io::Result<usize> {
    let mut filled = 0;
    loop {
        match file.read(&mut buffer[filled..]) {
            Ok(0) => return Ok(filled),
            Ok(read) => filled += read,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// A file held open while a ledger is made in it.
///
/// To be dropped after the engine: closing any handle on a file gives up the locks that the process holds on it.
#[derive(Debug)]
pub(super) struct Claim {
    path: PathBuf,
    file: File,
}

impl Claim {
    /// Makes the file, readable by its owner alone, and the folders above it; or takes the empty one that is there.
    pub(super) fn make(path: &Path) -> Result<Self> {
        let cannot = |error: std::io::Error| Error::CannotOpen { path: path.to_owned(), why: error.to_string() };
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(cannot)?;
        }
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path).map_err(cannot)?;
        Ok(Self { path: path.to_owned(), file })
    }

    /// Whether the path still leads to this file. As long as it is held open no other file can take its place unnoticed.
    pub(super) fn holds(&self) -> bool {
        let there = std::fs::metadata(&self.path);
        there.is_ok_and(|there| self.file.metadata().is_ok_and(|held| same_file(&held, &there)))
    }

    /// Takes the file away, if nothing was written to it. To be called while the write lock is held.
    pub(super) fn withdraw(&self) {
        if self.holds() && self.file.metadata().is_ok_and(|held| held.len() == 0) {
            // Left in place it would count as nothing, so a failure here does no harm.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

#[cfg(unix)]
fn same_file(a: &Metadata, b: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (a.dev(), a.ino()) == (b.dev(), b.ino())
}

/// Elsewhere a file that is open cannot be removed.
#[cfg(not(unix))]
fn same_file(_: &Metadata, _: &Metadata) -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_notices_that_its_file_was_taken_away() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new.db");
        let (first, second) = (Claim::make(&path).unwrap(), Claim::make(&path).unwrap());
        assert!(first.holds() && second.holds());
        first.withdraw();
        assert!(!path.exists() && !second.holds());
        let third = Claim::make(&path).unwrap();
        assert!(third.holds() && !second.holds());
        std::fs::write(&path, "written").unwrap();
        third.withdraw();
        assert!(path.exists(), "a file that holds something stays");
    }
}
