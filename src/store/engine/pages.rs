//! How many pages of the file are kept in memory, by what is about to be done with them.

use super::sqlite::Engine;
use crate::store::error::Result;

/// What is looked at once is of no use later. Memory for one page more, which the system has to make ready first, takes longer than to read
/// another page into the place of an old one: with so few a report of 100,000 deals takes a sixth less than with the 500 that the engine
/// keeps by itself.
const KEEP_FEW: &str = "PRAGMA cache_size = 32";
/// What is written is kept in memory up to 32 MiB and a little more: nine tenths of the pages that fit. A cache of that size it must
/// be, not a later moment to write: beyond its size the engine forgets what it has read, and looks up in the file anew what each row
/// refers to.
const KEEP_MUCH: &str = "PRAGMA cache_spill = 1; PRAGMA cache_size = -40000";
/// Indexes are sorted in pieces of the size of the cache, of which many small ones are the quicker. The moment to write does not come
/// sooner for it.
const SORT_LITTLE: &str = "PRAGMA cache_spill = 8192; PRAGMA cache_size = -2000";

impl Engine {
    /// Before much is written.
    pub(super) fn keep_much(&self) -> Result<()> {
        self.batch(KEEP_MUCH)
    }

    /// Before indexes are made, while much is written.
    pub(super) fn sort_little(&self) -> Result<()> {
        self.batch(SORT_LITTLE)
    }

    /// Before each page is looked at about once.
    pub(in crate::store) fn keep_few(&self) -> Result<()> {
        self.batch(KEEP_FEW)
    }
}
