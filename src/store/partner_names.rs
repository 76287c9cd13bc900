//! The names of partners beside the deals of a whole ledger. Elsewhere the engine joins them, which takes a fifth of its time: where
//! there are many deals and few partners they are taken in first, and looked up where the deals are made out.

use super::View;
use super::error::Result;
use crate::domain::catalogue::Id;

/// How many bytes of names may be in memory at most.
const MOST: usize = 4 << 20;
/// How many times as many deals as partners there must be, so that it is worth its while.
const TIMES: i64 = 4;

const COUNTS: &str = "SELECT (SELECT COALESCE(MAX(id), 0) FROM deal) AS deals, \
                      (SELECT COALESCE(MAX(id), 0) FROM partner) AS partners";
const NAMES: &str = "SELECT p.id, COALESCE(s.name, p.name) AS name \
                     FROM partner AS p LEFT JOIN partner AS s ON s.id = p.successor_id ORDER BY p.id";

/// The name that each partner has today, its own or that of the one it was merged into. They stand one behind the other, by number,
/// so that most of them stay in the processor's own memory.
#[derive(Debug)]
pub(super) struct PartnerNames {
    names: String,
    /// Where the name of each number ends; that of the first begins at 0. A number that no partner has is one of an empty name.
    ends: Vec<usize>,
}

impl PartnerNames {
    /// Of a ledger; none where they are better joined.
    pub(super) fn few(view: View<'_>) -> Result<Option<Self>> {
        let counts = view
            .engine
            .one(COUNTS, &[], ["deals", "partners"], |[deals, partners]| Ok((deals.int()?, partners.int()?)))?;
        if counts.is_none_or(|(deals, partners)| deals / TIMES < partners) {
            return Ok(None);
        }
        let mut found = Self { names: String::new(), ends: vec![0] };
        view.engine.each(NAMES, &[], ["id", "name"], |[id, name]| {
            let Ok(id) = usize::try_from(id.int()?) else { return Ok(true) };
            found.ends.resize(id.max(found.ends.len()), found.names.len());
            found.names.push_str(name.text()?);
            found.ends.push(found.names.len());
            Ok(found.names.len() <= MOST)
        })?;
        Ok((found.names.len() <= MOST).then_some(found))
    }

    /// The name of a partner.
    pub(super) fn of(&self, partner: Id) -> Option<&str> {
        let id = usize::try_from(partner.0).ok()?;
        let name = self.names.get(*self.ends.get(id.checked_sub(1)?)?..*self.ends.get(id)?)?;
        Some(name).filter(|name| !name.is_empty())
    }
}
