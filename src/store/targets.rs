//! Targets: what is to be signed.

use super::engine::Cell;
use super::error::Result;
use super::facts::{TARGETS, target_columns};
use super::versions::{Pairing, RowChange, Span};
use super::{View, Write};
use crate::domain::catalogue::Id;
use crate::domain::target::{Aim, Target, TargetOf};

const INSERT: &str =
    concat!("INSERT INTO target (id, entry_id, ", target_columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7)");
const UPDATE: &str = "UPDATE target SET entry_id = $1, deals = $2, amount = $3 WHERE id = $4";
/// The last number given, be the target taken out since.
const LAST_GIVEN: &str = "SELECT MAX(id) AS id FROM (SELECT MAX(id) AS id FROM target UNION ALL \
                          SELECT MAX(id) AS id FROM target_past) AS given";
const NOW: &str = concat!(
    "SELECT id, entry_id, ",
    target_columns!(),
    " FROM target ORDER BY event_id, COALESCE(sector_id, 0), COALESCE(district_id, 0), id"
);
const AS_OF: &str = concat!(
    "SELECT t.id, t.entry_id, t.event_id, t.sector_id, t.district_id, t.deals, t.amount FROM (SELECT id, entry_id, ",
    target_columns!(),
    " FROM target WHERE entry_id <= $1 UNION ALL SELECT id, entry_id, ",
    target_columns!(),
    " FROM target_past WHERE until_entry_id > $1 AND entry_id <= $1) AS t \
     ORDER BY event_id, COALESCE(sector_id, 0), COALESCE(district_id, 0), id"
);

/// The versions that began or ended within a span of entries.
const OF_SPAN: &str = concat!(
    "SELECT id, entry_id, ",
    target_columns!(),
    ", NULL AS until_entry_id FROM target WHERE entry_id > $1 AND entry_id <= $2 UNION ALL SELECT id, entry_id, ",
    target_columns!(),
    ", until_entry_id FROM target_past WHERE until_entry_id > $1 AND (until_entry_id <= $2 OR (entry_id > $1 \
     AND entry_id <= $2)) ORDER BY id, entry_id"
);

impl View<'_> {
    /// What the entries of a span made of targets, in the order of their numbers.
    pub fn target_changes(&self, span: Span) -> Result<Vec<RowChange<Target>>> {
        let columns = ["id", "event_id", "sector_id", "district_id", "deals", "amount", "entry_id", "until_entry_id"];
        let (mut pairing, mut changes) = (Pairing::new(span), Vec::new());
        self.engine.each(OF_SPAN, &[span.after.into(), span.to.into()], columns, |[cells @ .., entry, until]| {
            let target = read_target(cells)?;
            changes.extend(pairing.version((target.id, entry.int()?, until.opt_int()?), target));
            Ok(true)
        })?;
        changes.extend(pairing.end());
        Ok(changes)
    }

    /// Every target: of the whole of an event before those of its parts.
    pub fn targets(&self) -> Result<Vec<Target>> {
        match self.as_of {
            Some(entry) => self.engine.all(AS_OF, &[entry.into()], COLUMNS, read_target),
            None => self.engine.all(NOW, &[], COLUMNS, read_target),
        }
    }
}

impl Write<'_> {
    /// Sets a target anew, or one that is there already to something else; what it was is kept.
    pub fn set_target(&mut self, target: &Target) -> Result<()> {
        let Target { id, of, aim } = target;
        if *id == 0 {
            let id = self.engine.one(LAST_GIVEN, &[], ["id"], |[id]| id.opt_int())?.flatten().unwrap_or(0) + 1;
            let item = |id: Option<Id>| id.map(|id| id.0).into();
            let (event, sector, district) = (of.event.0.into(), item(of.sector), item(of.district));
            let params = [id.into(), self.entry.into(), event, sector, district, aim.deals.into(), aim.amount.into()];
            self.engine.execute(INSERT, &params)?;
        } else {
            self.keep_past(&TARGETS, *id)?;
            self.engine.execute(UPDATE, &[self.entry.into(), aim.deals.into(), aim.amount.into(), (*id).into()])?;
        }
        self.changed = true;
        Ok(())
    }

    /// Takes a target out; what it was is kept.
    pub fn delete_target(&mut self, id: i64) -> Result<()> {
        self.keep_past(&TARGETS, id)?;
        self.engine.execute(TARGETS.delete, &[id.into()])?;
        self.changed = true;
        Ok(())
    }
}

const COLUMNS: [&str; 6] = ["id", "event_id", "sector_id", "district_id", "deals", "amount"];

fn read_target([id, event, sector, district, deals, amount]: [Cell<'_>; 6]) -> Result<Target> {
    let item = |cell: Cell<'_>| Ok::<_, super::Error>(cell.opt_int()?.map(Id));
    let of = TargetOf { event: Id(event.int()?), sector: item(sector)?, district: item(district)? };
    Ok(Target { id: id.int()?, of, aim: Aim { deals: deals.opt_int()?, amount: amount.opt_int()? } })
}
