//! Is the ledger sound? Each check is a small function that reads through what it concerns and adds what it finds.
//!
//! Nothing is held that grows with the deals, and of each check only so much is listed as was asked for; the rest is counted.

mod deals;
mod doubles;
mod entries;
mod file;
mod flaw;
mod lifecycle;
mod names;
mod totals;

use chrono::NaiveDate;

use super::View;
use super::error::{Error, Result};
use crate::domain::catalogue::Id;
use crate::domain::currency::Currency;

pub use flaw::{Check, Flaw, Flaws, Wrong};

/// What amounts and dates are judged by.
struct Terms {
    home: Id,
    base: Currency,
    /// Where the future begins.
    today: NaiveDate,
}

/// The checks, in the order of what they find: first what others rest on.
const CHECKS: [fn(View<'_>, &mut Flaws) -> Result<()>; 14] = [
    file::integrity,
    file::references,
    file::schema,
    entries::journal,
    entries::deals_written,
    entries::changes,
    deals::refs,
    deals::regions,
    deals::versions,
    deals::rates,
    lifecycle::relations,
    names::merged,
    names::retired,
    names::spellings,
];

/// A check for which the settings must be known.
type OfFigures = fn(View<'_>, &Terms, &mut Flaws) -> Result<()>;

const CHECKS_OF_FIGURES: [OfFigures; 4] =
    [deals::figures, lifecycle::stages, lifecycle::receipts, totals::by_dimension];

impl View<'_> {
    /// Everything that is wrong with the ledger, of each kind at most `limit`, warnings last; signings after `today` among them.
    ///
    /// A check that cannot be finished, since something cannot be read, is a flaw as well. An error is left for what says nothing of
    /// the ledger: another program uses it, the disk fails.
    pub fn flaws(self, today: NaiveDate, limit: usize) -> Result<Flaws> {
        let mut flaws = Flaws::new(limit);
        for check in CHECKS {
            let outcome = check(self, &mut flaws);
            flaws.go_on_after(outcome)?;
        }
        match self.catalogue() {
            Ok(catalogue) => {
                let terms = Terms { home: catalogue.home, base: catalogue.base, today };
                for check in CHECKS_OF_FIGURES {
                    let outcome = check(self, &terms, &mut flaws);
                    flaws.go_on_after(outcome)?;
                }
            }
            Err(error) => flaws.go_on_after(Err(error))?,
        }
        let outcome = doubles::likely(self, &mut flaws);
        flaws.go_on_after(outcome)?;
        flaws.listed.sort_by_key(Flaw::is_warning);
        Ok(flaws)
    }
}

impl Flaws {
    /// Takes what ended a check for a flaw, unless it says nothing of the ledger.
    fn go_on_after(&mut self, outcome: Result<()>) -> Result<()> {
        match outcome {
            Err(
                error @ (Error::Damaged { .. }
                | Error::Misshapen { .. }
                | Error::Unsound(_)
                | Error::Engine(_)
                | Error::Overflow),
            ) => {
                self.add(None, Wrong::from(error));
                Ok(())
            }
            outcome => outcome,
        }
    }
}
