//! Versions of deals: each stands from the entry that wrote it until the entry that ended it, or to this day.
//!
//! The row of a deal as it stands is in `deal`; those before it are in `deal_past`, each with the entry that ended it.

use super::deal_row::{COLUMNS, PARTNERS, SELECT, read_deal};
use super::deals::Listed;
use super::error::Result;
use super::facts::Facts;
use super::{View, Write};

/// The columns of a deal beside its number and its entry, in the order of the tables.
macro_rules! deal_columns {
    () => {
        "sector_id, event_id, country_id, region_id, partner_id, district_id, kind, venue, relation, follows_id, \
         confidential, currency_id, amount, base_amount, signed, registered, started, producing, full_capacity, ended, \
         start_due, production_due, rate, ref, title, note, tags, extra, reason"
    };
}
pub(super) use deal_columns;

/// Deals that are chosen from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Deals {
    /// As they stand.
    Now,
    /// As they stood after an entry.
    AsOf(i64),
    /// Of those that stand, the ones that were written after an entry.
    WrittenSince(i64),
    /// Those that stood after an entry and were changed or taken out since.
    EndedSince(i64),
}

impl Deals {
    /// Where they are selected from, and the entry that is bound there, as often as it is asked for.
    pub(super) fn source(self) -> (&'static str, Option<i64>) {
        match self {
            Self::Now => (" FROM deal AS d", None),
            Self::AsOf(entry) => (AS_OF, Some(entry)),
            Self::WrittenSince(entry) => (WRITTEN_SINCE, Some(entry)),
            Self::EndedSince(entry) => (ENDED_SINCE, Some(entry)),
        }
    }
}

/// Most deals are older than most entries, so an index on these would be a detour.
const AS_OF: &str = concat!(
    " FROM (SELECT id, entry_id, ",
    deal_columns!(),
    " FROM deal WHERE entry_id + 0 <= {} UNION ALL SELECT id, entry_id, ",
    deal_columns!(),
    " FROM deal_past WHERE until_entry_id > {} AND entry_id <= {}) AS d"
);
const WRITTEN_SINCE: &str =
    concat!(" FROM (SELECT id, entry_id, ", deal_columns!(), " FROM deal WHERE entry_id > {}) AS d");
const ENDED_SINCE: &str = concat!(
    " FROM (SELECT id, entry_id, ",
    deal_columns!(),
    " FROM deal_past WHERE until_entry_id > {} AND entry_id <= {}) AS d"
);
/// How many deals the entries after one have written at most, and how many there are at most.
const SINCE: &str = "SELECT (SELECT COALESCE(SUM(deals), 0) FROM entry WHERE id > $1) AS written, \
                     (SELECT last_deal_id FROM ledger) AS deals";

/// The versions that began or ended within a span of entries.
const OF_SPAN: &str = concat!(
    ", d.until_entry_id FROM (SELECT id, entry_id, ",
    deal_columns!(),
    ", NULL AS until_entry_id FROM deal WHERE entry_id > $1 AND entry_id <= $2 UNION ALL SELECT id, entry_id, ",
    deal_columns!(),
    ", until_entry_id FROM deal_past WHERE until_entry_id > $1 AND (until_entry_id <= $2 OR (entry_id > $1 AND \
     entry_id <= $2))) AS d"
);
const IN_ORDER: &str = " ORDER BY d.id, d.entry_id";
const OF_DEAL: &str = " WHERE d.id = $3 ORDER BY d.id, d.entry_id";

const LAST_TITLE: &str = "SELECT t.title FROM (SELECT title, entry_id FROM deal WHERE id = $1 UNION ALL \
                          SELECT title, entry_id FROM deal_past WHERE id = $1) AS t ORDER BY t.entry_id DESC LIMIT 1";

/// The deals that an entry wrote, changed or took out, or whose receipts it did.
const TOUCHED: &str = "SELECT COUNT(*) AS deals FROM (SELECT id FROM deal WHERE entry_id = $1 \
                       UNION SELECT id FROM deal_past WHERE until_entry_id = $1 \
                       UNION SELECT deal_id FROM receipt WHERE entry_id = $1 \
                       UNION SELECT deal_id FROM receipt_past WHERE until_entry_id = $1) AS touched";

/// Entries one after another: those after the first number, up to the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The entry before the first of them; 0 where that is the first of all.
    pub after: i64,
    /// The last of them.
    pub to: i64,
}

impl Span {
    /// Every entry.
    pub const ALL: Self = Self { after: 0, to: i64::MAX };

    /// One entry.
    #[must_use]
    pub fn of(entry: i64) -> Self {
        Self { after: entry - 1, to: entry }
    }

    fn holds(self, entry: i64) -> bool {
        self.after < entry && entry <= self.to
    }
}

/// What one entry made of one row.
#[derive(Clone, Debug)]
pub struct RowChange<T> {
    /// The entry.
    pub entry: i64,
    /// The row before it; none if it was not there.
    pub before: Option<T>,
    /// The row after it; none if it was taken out.
    pub after: Option<T>,
}

impl<T> RowChange<T> {
    /// The row after it, or before it if it was taken out.
    #[must_use]
    pub fn row(&self) -> Option<&T> {
        self.after.as_ref().or(self.before.as_ref())
    }
}

/// What one entry made of one deal.
pub type Change = RowChange<Listed>;

impl Change {
    /// The number of the deal.
    #[must_use]
    pub fn deal(&self) -> i64 {
        self.row().map_or(0, |listed| listed.deal.id)
    }
}

/// Makes changes of the versions of rows, which come in the order of the rows' numbers and of the entries that wrote them.
pub(super) struct Pairing<T> {
    span: Span,
    /// The version before, the number of its row, and the entry that ended it.
    last: Option<(i64, T, i64)>,
}

impl<T: Clone> Pairing<T> {
    pub(super) fn new(span: Span) -> Self {
        Self { span, last: None }
    }

    /// The changes that a version shows: the end of the row before, and its own beginning.
    pub(super) fn version(&mut self, (id, entry, until): (i64, i64, Option<i64>), row: T) -> Vec<RowChange<T>> {
        let mut changes = Vec::new();
        let before = match self.last.take() {
            Some((of, before, ended)) if of == id && ended == entry => Some(before),
            gone => {
                changes.extend(self.taken_out(gone));
                None
            }
        };
        if self.span.holds(entry) {
            changes.push(RowChange { entry, before, after: Some(row.clone()) });
        }
        self.last = until.map(|until| (id, row, until));
        changes
    }

    /// The change that is left when no more versions come.
    pub(super) fn end(mut self) -> Option<RowChange<T>> {
        let last = self.last.take();
        self.taken_out(last)
    }

    /// A version that no other one follows.
    fn taken_out(&self, gone: Option<(i64, T, i64)>) -> Option<RowChange<T>> {
        let (_, before, entry) = gone?;
        self.span.holds(entry).then_some(RowChange { entry, before: Some(before), after: None })
    }
}

impl View<'_> {
    /// The deals as they are read: as parts to be added up, and some to be taken away. Where little was written since the entry as
    /// of which they are read, that is quicker than to look at every version.
    pub(super) fn parts(self) -> Result<Vec<(i64, Deals)>> {
        let Some(entry) = self.as_of else { return Ok(vec![(1, Deals::Now)]) };
        let since = self
            .engine
            .one(SINCE, &[entry.into()], ["written", "deals"], |[written, deals]| Ok((written.int()?, deals.int()?)))?;
        Ok(match since.unwrap_or_default() {
            (0, _) => vec![(1, Deals::Now)],
            (written, deals) if written <= deals / 4 => {
                vec![(1, Deals::Now), (-1, Deals::WrittenSince(entry)), (1, Deals::EndedSince(entry))]
            }
            _ => vec![(1, Deals::AsOf(entry))],
        })
    }

    /// The deals as they are read, in one.
    pub(super) fn deals(self) -> Deals {
        self.as_of.map_or(Deals::Now, Deals::AsOf)
    }

    /// What the entries of a span made of deals, or of one deal: by deal, then in the order of the entries.
    pub fn each_change(
        &self,
        span: Span,
        deal: Option<i64>,
        mut take: impl FnMut(Change) -> Result<bool>,
    ) -> Result<()> {
        let sql =
            format!("{SELECT}, NULL AS received{OF_SPAN}{PARTNERS}{}", if deal.is_some() { OF_DEAL } else { IN_ORDER });
        let bound = [Some(span.after), Some(span.to), deal];
        let params: Vec<_> = bound.into_iter().flatten().map(Into::into).collect();
        let mut columns = ["until_entry_id"; COLUMNS.len() + 1];
        columns[..COLUMNS.len()].copy_from_slice(&COLUMNS);
        let mut pairing = Pairing::new(span);
        let mut goes_on = true;
        self.engine.each(&sql, &params, columns, |[cells @ .., until]| {
            let version = read_deal(&cells)?;
            for change in pairing.version((version.deal.id, version.entry, until.opt_int()?), version) {
                goes_on = goes_on && take(change)?;
            }
            Ok(goes_on)
        })?;
        match pairing.end() {
            Some(change) if goes_on => take(change).map(drop),
            _ => Ok(()),
        }
    }
}

impl View<'_> {
    /// What a deal is called, or was when it was last there.
    pub fn last_title(&self, deal: i64) -> Result<Option<String>> {
        self.engine.one(LAST_TITLE, &[deal.into()], ["title"], |[title]| Ok(title.text()?.to_owned()))
    }
}

impl Write<'_> {
    /// Copies a row to the past before it is changed; once an entry is enough.
    pub(super) fn keep_past(&self, facts: &Facts, id: i64) -> Result<()> {
        self.engine.execute(facts.keep_past, &[self.entry.into(), id.into()])?;
        Ok(())
    }

    /// Counts anew the deals of this entry: where it does several things, one deal may be met by more than one.
    pub(super) fn count_deals_touched(&mut self) -> Result<i64> {
        let deals = self.engine.one(TOUCHED, &[self.entry.into()], ["deals"], |[deals]| deals.int())?;
        self.deals = deals.unwrap_or(0);
        Ok(self.deals)
    }
}
