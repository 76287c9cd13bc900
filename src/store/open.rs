//! Finding out what a path holds before the engine touches it, and making new ledgers.
//!
//! # What may be at a path
//! A ledger; an empty file, which a first write that was killed leaves behind and which counts as nothing; or something that is no
//! ledger, which is refused without being opened by the engine, so that nothing in it can change.
//!
//! # Making a ledger
//! A new ledger is filled under a name of its own beside the path, with what the first write writes, and then linked to the path,
//! which fails if another program was first. So nothing stands at the path before it is whole, and a file that others may have open
//! is never taken away: its journal goes by the name of the path, and would be taken for that of the next file there.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use super::error::{Error, Result};
use super::migrations::{APPLICATION_ID, VERSION};
use crate::domain::label::label;

/// What is at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// No file.
    Nothing,
    /// A file that holds nothing, which counts as no ledger.
    Empty,
    /// A ledger of this version, or of an older one.
    Ledger,
}

/// Looks at a path without the engine.
pub(super) fn look(path: &Path) -> Result<Found> {
    let not_a_ledger = |why| Error::NotALedger { path: path.to_owned(), why };
    if fs::metadata(path).is_ok_and(|there| !there.is_file() && !there.is_dir()) {
        return Err(not_a_ledger(label("it is not a file", "它不是普通文件")));
    }
    let mut header = [0; 100];
    let read = match File::open(path).and_then(|file| read_up_to(file, &mut header)) {
        Ok(read) => read,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(error) if error.kind() == ErrorKind::IsADirectory => {
            return Err(not_a_ledger(label("it is a folder", "它是文件夹")));
        }
        Err(error) => return Err(Error::CannotOpen { path: path.to_owned(), why: error }),
    };
    if read == 0 {
        return Ok(Found::Empty);
    }
    // A first write into an empty file that was killed leaves zeros, and a journal by which the engine rolls it back.
    if header.iter().all(|byte| *byte == 0) && with_suffix(path, "-journal").exists() {
        return Ok(Found::Ledger);
    }
    if !header.starts_with(b"SQLite format 3\0") {
        return Err(not_a_ledger(label("it is not a SQLite database", "它不是SQLite数据库")));
    }
    if read < header.len() {
        return Err(Error::CutOff(path.to_owned()));
    }
    let field = |at: usize| i64::from(u32::from_be_bytes([header[at], header[at + 1], header[at + 2], header[at + 3]]));
    let (version, application) = (field(60), field(68));
    if application != APPLICATION_ID {
        return Err(not_a_ledger(label("it is a SQLite database of another program", "它是其他程序的SQLite数据库")));
    }
    if version > VERSION {
        return Err(Error::Newer { path: path.to_owned(), version, ours: VERSION });
    }
    Ok(Found::Ledger)
}

fn read_up_to(mut file: File, buffer: &mut [u8]) -> io::Result<usize> {
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

/// Which file has a name, so that another one of that name is told from it. Where files that are open keep their names it is not
/// needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Identity {
    device: u64,
    number: u64,
}

impl Identity {
    /// The file of this name now.
    #[cfg(unix)]
    pub(super) fn of(path: &Path) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        let found = fs::metadata(path).ok()?;
        Some(Self { device: found.dev(), number: found.ino() })
    }

    /// None.
    #[cfg(not(unix))]
    pub(super) fn of(_: &Path) -> Option<Self> {
        None
    }
}

/// A ledger in the making, under a name of its own. Taken away when it is dropped.
#[derive(Debug)]
pub(super) struct Draft {
    path: PathBuf,
}

impl Draft {
    /// Makes the file, readable by its owner alone, and the folders above it.
    pub(super) fn beside(path: &Path) -> Result<Self> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder).map_err(|why| Error::CannotWrite { path: path.to_owned(), why })?;
        }
        Self::within_its_folder(path)
    }

    /// The same where the folder must be there.
    pub(super) fn within_its_folder(path: &Path) -> Result<Self> {
        let cannot = |why: io::Error| Error::CannotWrite { path: path.to_owned(), why };
        for attempt in 0.. {
            let draft = with_suffix(path, &format!(".{}-{attempt}.new", std::process::id()));
            match private(&draft) {
                Ok(_) => return Ok(Self { path: draft }),
                // Programs in different containers may have one number, and a crash may have left a name behind.
                Err(error) if error.kind() == ErrorKind::AlreadyExists && attempt < 1000 => {}
                Err(error) => return Err(cannot(error)),
            }
        }
        Err(cannot(ErrorKind::AlreadyExists.into()))
    }

    /// Where it is made.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Gives it its name. Says whether the name was still free.
    pub(super) fn publish(&self, path: &Path) -> Result<bool> {
        let linked = match fs::hard_link(&self.path, path) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
            // Some network shares and memory sticks know no links. There an empty file takes the name, and the work is done again
            // in that.
            Err(_) => match private(path) {
                Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(error),
                _ => Ok(false),
            },
        };
        let linked = linked.map_err(|why| Error::CannotWrite { path: path.to_owned(), why })?;
        if linked {
            outlast(path);
        }
        Ok(linked)
    }

    /// Gives it its name, in place of a file that has that name if it may be replaced. Says whether it has it now.
    pub(super) fn place(&self, path: &Path, replaces: bool) -> Result<bool> {
        let placed = if replaces {
            fs::rename(&self.path, path)
        } else {
            match fs::hard_link(&self.path, path) {
                Err(error) if error.kind() == ErrorKind::AlreadyExists => return Ok(false),
                // Where there are no links an empty file takes the name first.
                Err(_) => match private(path) {
                    Err(error) if error.kind() == ErrorKind::AlreadyExists => return Ok(false),
                    taken => taken.and_then(|_| fs::rename(&self.path, path)),
                },
                linked => linked,
            }
        };
        placed.map_err(|why| Error::CannotWrite { path: path.to_owned(), why })?;
        outlast(path);
        Ok(true)
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        // What cannot be removed does no harm: it is no ledger of anybody's.
        let _ = fs::remove_file(&self.path);
    }
}

/// Has the name of a file outlast a loss of power as well as what is in it. Not every system lets a folder be synced.
fn outlast(path: &Path) {
    let Some(folder) = path.parent() else { return };
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let _ = File::open(folder).and_then(|folder| folder.sync_all());
}

/// Makes a file that was not there, readable by its owner alone.
fn private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// The path with something behind its name.
pub(super) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_takes_a_free_name_and_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new.db");
        let draft = Draft::beside(&path).unwrap();
        assert!(!path.exists() && draft.path().exists());
        assert!(draft.publish(&path).unwrap());
        assert!(!draft.publish(&path).unwrap());
        let name = draft.path().to_owned();
        drop(draft);
        assert!(path.exists() && !name.exists());
    }
}
