//! The catalogue: every item is found by its code and its names, and what was merged is found as what stays.

use super::super::View;
use super::super::error::Result;
use super::{Flaws, Wrong};
use crate::domain::catalogue::Family;
use crate::domain::world;

const MERGED_DISTRICTS: &str = "SELECT a.name, b.name AS successor FROM district AS a JOIN district AS b \
                                ON b.id = a.successor_id WHERE b.successor_id IS NOT NULL ORDER BY a.id";
const MERGED_PARTNERS: &str = "SELECT a.name, b.name AS successor FROM partner AS a JOIN partner AS b \
                               ON b.id = a.successor_id WHERE b.successor_id IS NOT NULL ORDER BY a.id";

/// What an item was merged into stands for itself.
pub(super) fn merged(view: View<'_>, flaws: &mut Flaws) -> Result<()> {
    for (family, sql) in [(Family::District, MERGED_DISTRICTS), (Family::Partner, MERGED_PARTNERS)] {
        view.engine.each(sql, &[], ["name", "successor"], |[item, into]| {
            let (item, into) = (item.text()?.to_owned(), into.text()?.to_owned());
            flaws.add(None, Wrong::MergedTwice { family, item, into });
            Ok(true)
        })?;
    }
    Ok(())
}

/// What deals refer to was not taken back.
pub(super) fn retired(view: View<'_>, flaws: &mut Flaws) -> Result<()> {
    for family in Family::all() {
        for item in view.retired_in_use(family)? {
            flaws.add(None, Wrong::RetiredInUse { family, item: item.code().to_owned() });
        }
    }
    Ok(())
}

/// Spellings lead to their items. Those of merged and retired ones may have been given up.
pub(super) fn spellings(view: View<'_>, flaws: &mut Flaws) -> Result<()> {
    for family in Family::all() {
        view.each_spelling(family, |key, name| {
            if family.key(name) != key {
                flaws.add(None, Wrong::Key { family, name: name.to_owned(), key: key.to_owned() });
            }
        })?;
        view.each_item(family, |item| {
            let mut seen = Vec::new();
            for name in world::spellings(&item).filter(|_| item.successor.is_none() && !item.retired) {
                let key = family.key(name);
                if seen.contains(&key) {
                    continue;
                }
                seen.push(key);
                if !view.leads_to(family, name, &item)? {
                    let (item, name) = (item.code().to_owned(), name.to_owned());
                    flaws.add(None, Wrong::NotFound { family, item, name });
                }
            }
            Ok(())
        })?;
    }
    Ok(())
}
