//! The file as the engine sees it: its pages, its references, its schema.

use super::super::error::Result;
use super::super::{View, migrations};
use super::{Flaws, Wrong};

const DEAL_OF_PAST: &str = "SELECT id FROM deal_past WHERE rowid = $1";

/// Pages, rows and indexes.
pub(super) fn integrity(view: View<'_>, flaws: &mut Flaws) -> Result<()> {
    for said in view.engine.flaws()? {
        for line in said.lines().filter(|line| !line.starts_with("***")) {
            // Which deal it is, and what is wrong with it, is found where deals are read.
            if line != "CHECK constraint failed in deal" {
                flaws.add(None, Wrong::Engine(line.to_owned()));
            }
        }
    }
    Ok(())
}

/// References from row to row.
pub(super) fn references(view: View<'_>, flaws: &mut Flaws) -> Result<()> {
    view.engine.each_dangling(|table, row, parent| {
        let deal = match table {
            "deal" => Some(row),
            "deal_past" => view.engine.one(DEAL_OF_PAST, &[row.into()], ["id"], |[id]| id.int())?,
            _ => None,
        };
        flaws.add(deal, Wrong::Dangling { table: table.to_owned(), row, parent: parent.to_owned() });
        Ok(())
    })
}

/// Tables, indexes and views, beside those of a new ledger.
pub(super) fn schema(view: View<'_>, flaws: &mut Flaws) -> Result<()> {
    let (wanted, found) = (migrations::newest()?, view.engine.schema()?);
    for part in &wanted {
        let (kind, name) = (part.kind.clone(), part.name.clone());
        match found.iter().find(|other| other.name == part.name) {
            None => flaws.add(None, Wrong::Missing { kind, name }),
            Some(other) if other != part => flaws.add(None, Wrong::Altered { kind, name }),
            Some(_) => {}
        }
    }
    for part in found.into_iter().filter(|part| wanted.iter().all(|other| other.name != part.name)) {
        let (kind, name) = (part.kind, part.name);
        flaws.add(None, if kind == "trigger" { Wrong::Trigger { name } } else { Wrong::Foreign { kind, name } });
    }
    Ok(())
}
