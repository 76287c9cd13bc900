//! The names of partners beside the deals of a whole ledger. Elsewhere the engine joins them, which takes a sixth of its time: where
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use chrono::DateTime;

    use super::*;
    use crate::store::{Author, Error, Store};

    const PARTNERS: &str = "INSERT INTO partner (id, name, successor_id) VALUES (2, '风电公司', NULL), (4, 'Acme', NULL), (5, 'Acme Ltd', 4)";
    const DEAL: &str = "INSERT INTO deal (id, entry_id, sector_id, currency_id, signed, title) \
                        SELECT $1, 1, 1, MIN(id), '2019-08-26', 'Plant' FROM currency";
    const LONG: &str = "UPDATE partner SET name = CAST(zeroblob($1) AS TEXT) WHERE id = 2";

    /// The names found where there are deals up to this number and a name is as long as that, by the numbers 0 to 6.
    fn found(deals: i64, length: Option<usize>) -> Option<Vec<Option<String>>> {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open_to_write(&folder.path().join("ledger.db"), Duration::ZERO).unwrap();
        let author = Author { who: String::new(), at: DateTime::UNIX_EPOCH, message: None };
        let written = store.write_bulk::<_, Error>("test", &author, |write| {
            let engine = write.view().engine;
            engine.batch(PARTNERS)?;
            engine.execute(DEAL, &[deals.into()])?;
            if let Some(length) = length.and_then(|length| i64::try_from(length).ok()) {
                engine.execute(LONG, &[length.into()])?;
            }
            let names = PartnerNames::few(write.view())?;
            Ok(names.map(|names| (0..=6).map(|id| names.of(Id(id)).map(str::to_owned)).collect()))
        });
        written.unwrap().value
    }

    #[test]
    fn names_are_those_of_today_and_numbers_without_a_partner_have_none() {
        let names = found(20, None).unwrap();
        let expected = [None, None, Some("风电公司"), None, Some("Acme"), Some("Acme"), None];
        assert_eq!(names, expected.map(|name| name.map(str::to_owned)));
    }

    #[test]
    fn few_deals_or_long_names_are_left_to_the_engine() {
        assert_eq!(found(19, None), None);
        assert!(found(20, Some(MOST - 100)).is_some());
        assert_eq!(found(20, Some(MOST)), None);
    }
}
