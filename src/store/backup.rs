//! Copies of a whole ledger: made page by page while others go on, looked through, and only then given their name.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::engine::Engine;
use super::error::{Error, Result};
use super::open::{Draft, Found, look, with_suffix};

const COUNTS: &str = "SELECT (SELECT COUNT(*) FROM deal) AS deals, (SELECT COUNT(*) FROM deal_past) AS past, \
                      (SELECT COUNT(*) FROM entry) AS entries, \
                      (SELECT COUNT(*) FROM catalogue_change) AS changes, last_entry_id, last_deal_id FROM ledger";

/// What a copy holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Copied {
    /// How many deals.
    pub deals: i64,
    /// The last entry; 0 if there is none.
    pub entry: i64,
    /// How many bytes.
    pub size: u64,
}

/// What must be the same in a ledger and its copy: marks and counts.
#[derive(Debug, PartialEq, Eq)]
struct Summary {
    marks: (i64, i64),
    counts: [i64; 6],
}

/// Copies the ledger as it stands at one moment, of whatever version it is.
pub fn backup(ledger: &Path, file: &Path, replaces: bool, patience: Duration) -> Result<Copied> {
    if look(ledger)? != Found::Ledger {
        return Err(Error::NotThere(ledger.to_owned()));
    }
    if !replaces && fs::symlink_metadata(file).is_ok() {
        return Err(Error::Exists(file.to_owned()));
    }
    let (draft, copied) = copy(ledger, file, patience)?;
    if replaces {
        // A write into the old file that was interrupted must not be rolled back into the new one.
        let _ = fs::remove_file(with_suffix(file, "-journal"));
    }
    if draft.place(file, replaces)? { Ok(copied) } else { Err(Error::Exists(file.to_owned())) }
}

/// What was done to a ledger of an older version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lifted {
    /// Its version before.
    pub from: i64,
    /// Its version now.
    pub to: i64,
    /// The copy of what it was before.
    pub backup: PathBuf,
}

/// The copy of a ledger that is being lifted: taken away when it is dropped before it is known to be needed.
#[derive(Debug)]
pub(super) struct Safeguard(Option<PathBuf>);

impl Safeguard {
    /// Copies a ledger of this version beside it, under a name that no file has.
    pub(super) fn before_lifting(ledger: &Path, version: i64, patience: Duration) -> Result<Self> {
        let name = |between: String| with_suffix(ledger, &format!(".version-{version}{between}.backup"));
        let (draft, _) = copy(ledger, &name(String::new()), patience)?;
        let mut names = std::iter::once(name(String::new())).chain((2..).map(|number| name(format!(".{number}"))));
        loop {
            let name = names.next().ok_or_else(|| Error::Exists(ledger.to_owned()))?;
            if draft.place(&name, false)? {
                return Ok(Self(Some(name)));
            }
        }
    }

    /// The ledger is lifted: the copy stays.
    pub(super) fn keep(mut self) -> PathBuf {
        self.0.take().unwrap_or_default()
    }
}

impl Drop for Safeguard {
    fn drop(&mut self) {
        // What cannot be removed is a sound copy.
        let _ = self.0.take().map(fs::remove_file);
    }
}

/// A copy that was looked through and written out, without its name yet.
fn copy(ledger: &Path, file: &Path, patience: Duration) -> Result<(Draft, Copied)> {
    let source = Engine::open(ledger, patience)?;
    source.begin_read()?;
    let summary = Summary::of(&source)?;
    if summary.marks.0 == 0 {
        // The first write was killed; the engine has just rolled it back.
        return Err(Error::NotThere(ledger.to_owned()));
    }
    let draft = Draft::within_its_folder(file)?;
    let copy = source.copy_to(draft.path(), file)?;
    // Who writes need not wait until the copy was looked through.
    drop(source);
    // What is wrong with the copy was wrong with the ledger.
    let flaw = match copy.flaws() {
        Err(Error::Damaged { why, .. }) => Some(why),
        flaws => flaws?.into_iter().next(),
    };
    if let Some(why) = flaw {
        return Err(Error::Damaged { path: ledger.to_owned(), why });
    }
    if Summary::of(&copy)? != summary {
        return Err(Error::NotTheSame(file.to_owned()));
    }
    drop(copy);
    let written = File::open(draft.path()).and_then(|file| file.sync_all().and_then(|()| file.metadata()));
    let size = written.map_err(|why| Error::CannotWrite { path: file.to_owned(), why })?.len();
    let [deals, _, _, _, entry, _] = summary.counts;
    Ok((draft, Copied { deals, entry, size }))
}

impl Summary {
    fn of(engine: &Engine) -> Result<Self> {
        let marks = engine.marks()?;
        let columns = ["deals", "past", "entries", "changes", "last_entry_id", "last_deal_id"];
        let counts = engine.one(COUNTS, &[], columns, |cells| {
            let mut counts = [0; 6];
            for (count, cell) in counts.iter_mut().zip(cells) {
                *count = cell.int()?;
            }
            Ok(counts)
        })?;
        Ok(Self { marks, counts: counts.unwrap_or_default() })
    }
}
