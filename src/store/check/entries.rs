//! The journal: its numbers, its clock, what its entries say that they wrote, and the last numbers given.

use super::super::error::Result;
use super::super::{Span, View};
use super::{Flaws, Wrong};

const ENTRIES: &str = "SELECT id, at, undoes FROM entry ORDER BY id";
const LAST: &str = "SELECT last_entry_id, last_deal_id, (SELECT MAX(id) FROM deal) AS last_deal, \
                    (SELECT MAX(id) FROM deal_past) AS last_past FROM ledger";
/// An entry leaves a row for each deal that it wrote, and ends one for each that it changed or deleted; or it does so with receipts.
const MISCOUNTED: &str = "SELECT e.id, e.deals, COALESCE(w.deals, 0) AS written, COALESCE(u.deals, 0) AS ended \
                          FROM entry AS e LEFT JOIN (SELECT entry_id, COUNT(*) AS deals FROM (SELECT entry_id FROM \
                          deal UNION ALL SELECT entry_id FROM deal_past) AS every GROUP BY entry_id) AS w \
                          ON w.entry_id = e.id LEFT JOIN (SELECT until_entry_id, COUNT(*) AS deals FROM deal_past \
                          GROUP BY until_entry_id) AS u ON u.until_entry_id = e.id \
                          LEFT JOIN (SELECT entry_id, COUNT(*) AS receipts FROM (SELECT entry_id FROM receipt UNION ALL \
                          SELECT entry_id FROM receipt_past UNION ALL SELECT until_entry_id FROM receipt_past) AS money \
                          GROUP BY entry_id) AS r ON r.entry_id = e.id \
                          WHERE e.deals < COALESCE(w.deals, 0) \
                          OR e.deals > COALESCE(w.deals, 0) + COALESCE(u.deals, 0) + COALESCE(r.receipts, 0) \
                          ORDER BY e.id";

/// Entries follow one another without gaps, each no earlier than the one before, and the ledger knows the last numbers.
pub(super) fn journal(view: View<'_>, flaws: &mut Flaws) -> Result<()> {
    let (mut last, mut last_at) = (0, String::new());
    view.engine.each(ENTRIES, &[], ["id", "at", "undoes"], |[id, at, undoes]| {
        let (entry, at) = (id.int()?, at.text()?);
        if entry != last + 1 {
            flaws.add(None, Wrong::Gap { after: last, before: entry });
        }
        if at < last_at.as_str() {
            flaws.add(None, Wrong::Backwards { entry, at: at.to_owned() });
        }
        if let Some(undoes) = undoes.opt_int()?.filter(|undoes| *undoes >= entry) {
            flaws.add(None, Wrong::Undoes { entry, undoes });
        }
        last = entry;
        at.clone_into(&mut last_at);
        flaws.entries += 1;
        Ok(true)
    })?;
    let columns = ["last_entry_id", "last_deal_id", "last_deal", "last_past"];
    let counters = view.engine.one(LAST, &[], columns, |[entry, says, deal, past]| {
        Ok((entry.int()?, says.int()?, deal.opt_int()?.max(past.opt_int()?).unwrap_or(0)))
    })?;
    // Where the settings are gone that is found elsewhere.
    let Some((entry, says, given)) = counters else { return Ok(()) };
    if entry != last {
        flaws.add(None, Wrong::LastEntry { last, says: entry });
    }
    if given > says {
        flaws.add(given, Wrong::LastDeal { given, says });
    }
    Ok(())
}

/// What entries changed beside deals can be read.
pub(super) fn changes(view: View<'_>, _: &mut Flaws) -> Result<()> {
    view.name_changes(Span::ALL).map(drop)
}

/// As many deals stand under an entry as it says that it wrote.
pub(super) fn deals_written(view: View<'_>, flaws: &mut Flaws) -> Result<()> {
    view.engine.each(MISCOUNTED, &[], ["id", "deals", "written", "ended"], |[entry, says, written, ended]| {
        let (entry, says, written, ended) = (entry.int()?, says.int()?, written.int()?, ended.int()?);
        flaws.add(None, Wrong::DealsWritten { entry, says, written, ended });
        Ok(true)
    })
}
