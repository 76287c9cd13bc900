//! What the deals of a bulk write refer to: gathered while they are written, and looked up once at the end.
//!
//! Row by row the engine would look up each again, and a look at the whole table would take as long as the ledger is large.

use foldhash::HashSet;

use super::engine::Engine;
use super::error::{Error, Result, Unsound};
use crate::domain::deal::Deal;

/// Whether a row is there, and whether a deal refers to it: one that was taken out again may have been the only one.
const TABLES: [[&str; 2]; 7] = [
    ["SELECT 1 AS found FROM sector WHERE id = $1", "SELECT 1 AS found FROM deal WHERE sector_id = $1 LIMIT 1"],
    ["SELECT 1 AS found FROM event WHERE id = $1", "SELECT 1 AS found FROM deal WHERE event_id = $1 LIMIT 1"],
    ["SELECT 1 AS found FROM country WHERE id = $1", "SELECT 1 AS found FROM deal WHERE country_id = $1 LIMIT 1"],
    ["SELECT 1 AS found FROM region WHERE id = $1", "SELECT 1 AS found FROM deal WHERE region_id = $1 LIMIT 1"],
    ["SELECT 1 AS found FROM partner WHERE id = $1", "SELECT 1 AS found FROM deal WHERE partner_id = $1 LIMIT 1"],
    ["SELECT 1 AS found FROM district WHERE id = $1", "SELECT 1 AS found FROM deal WHERE district_id = $1 LIMIT 1"],
    ["SELECT 1 AS found FROM currency WHERE id = $1", "SELECT 1 AS found FROM deal WHERE currency_id = $1 LIMIT 1"],
];

/// Deals that are there by the end, whichever was written first.
const LOST: &str = "SELECT 1 AS found FROM deal AS d LEFT JOIN deal AS e ON e.id = d.follows_id \
                    WHERE d.follows_id IS NOT NULL AND e.id IS NULL LIMIT 1";

/// Numbers of rows, by the tables above.
#[derive(Debug, Default)]
pub(super) struct References {
    numbers: [Numbers; TABLES.len()],
    follows: bool,
}

/// A set of numbers, most of them small, to which the same are added again and again.
#[derive(Debug, Default)]
struct Numbers {
    /// Whether a number is in it, for small ones.
    small: Vec<bool>,
    others: HashSet<i64>,
}

impl Numbers {
    /// Numbers below this are small.
    const SMALL: usize = 1 << 16;

    fn insert(&mut self, number: i64) {
        match usize::try_from(number) {
            Ok(at) if at < Self::SMALL => {
                if self.small.len() <= at {
                    self.small.resize(at + 1, false);
                }
                self.small[at] = true;
            }
            _ => drop(self.others.insert(number)),
        }
    }

    fn iter(&self) -> impl Iterator<Item = i64> {
        let small = (0..).zip(&self.small).filter_map(|(number, is_in)| is_in.then_some(number));
        small.chain(self.others.iter().copied())
    }
}

impl References {
    /// Notes what a deal refers to.
    pub(super) fn note(&mut self, deal: &Deal) {
        let Deal { sector, event, country, region, partner, district, currency, .. } = deal;
        let numbers = [Some(*sector), *event, *country, *region, *partner, *district].map(|id| id.map(|id| id.0));
        let all = numbers.into_iter().chain([Some(currency.number())]);
        for (known, number) in self.numbers.iter_mut().zip(all) {
            if let Some(number) = number {
                known.insert(number);
            }
        }
        self.follows |= deal.follows.is_some();
    }

    /// Fails if a deal refers to anything that is not there.
    pub(super) fn check(&self, engine: &Engine) -> Result<()> {
        let finds = |sql: &str, number: i64| {
            let found = engine.one(sql, &[number.into()], ["found"], |[found]| found.int())?;
            Ok::<_, Error>(found.is_some())
        };
        for ([row, deal], numbers) in TABLES.into_iter().zip(&self.numbers) {
            for number in numbers.iter() {
                if !finds(row, number)? && finds(deal, number)? {
                    return Err(Unsound::NoSuchName.into());
                }
            }
        }
        if self.follows && engine.one(LOST, &[], ["found"], |[found]| found.int())?.is_some() {
            return Err(Unsound::NoSuchName.into());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use chrono::DateTime;

    use super::*;
    use crate::domain::catalogue::Id;
    use crate::domain::date::parse_day;
    use crate::domain::deal::Field;
    use crate::domain::draft::{Draft, Terms};
    use crate::domain::filter::Filter;
    use crate::domain::place::CHINA;
    use crate::domain::rate::Rates;
    use crate::domain::relation::DealKey;
    use crate::store::{Author, Store};

    /// What is done to a deal that would be sound.
    type Spoil = fn(&mut Deal);

    /// The number of no row.
    const NOWHERE: Id = Id(999_999);

    /// Writes a deal that was spoilt, in bulk.
    fn write(path: &std::path::Path, spoil: Spoil) -> Result<()> {
        let author = Author { who: String::new(), at: DateTime::UNIX_EPOCH, message: None };
        let terms = Terms {
            rates: &Rates::default(),
            today: parse_day("2019-08-27").unwrap(),
            day_from_event: true,
            use_default_event: false,
            make_events: false,
            make_sectors: false,
            same_partners: false,
            stage_date: None,
        };
        let store = Store::open_to_write(path, Duration::ZERO)?;
        let written = store.write_bulk::<_, Error>("test", &author, |write| {
            let mut catalogue = write.view().catalogue()?;
            write.view().load_all(&mut catalogue)?;
            let mut draft = Draft::default();
            draft.set(Field::Title, "Plant");
            draft.set(Field::Sector, "5G");
            let mut deal = draft.settle(&mut catalogue, &terms).unwrap();
            spoil(&mut deal);
            write.insert_deals([((), &deal)], |(), _, id| assert!(id.is_some()))?;
            Ok(())
        });
        written.map(|written| written.value)
    }

    /// Row by row nothing looks for what a deal refers to; the end of the write does.
    #[test]
    fn a_bulk_write_of_a_deal_that_refers_to_nothing_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.db");
        write(&path, |_| {}).unwrap();
        let spoils: [(&str, Spoil); 8] = [
            ("sector", |deal| deal.sector = NOWHERE),
            ("event", |deal| deal.event = Some(NOWHERE)),
            ("country", |deal| deal.country = Some(NOWHERE)),
            ("region", |deal| (deal.country, deal.region) = (Some(CHINA), Some(NOWHERE))),
            ("partner", |deal| deal.partner = Some(NOWHERE)),
            ("partner, by a small number", |deal| deal.partner = Some(Id(1))),
            ("district", |deal| deal.district = Some(NOWHERE)),
            ("follows", |deal| deal.follows = Some(DealKey::Number(77))),
        ];
        for (what, spoil) in spoils {
            let refused = write(&path, spoil);
            assert!(matches!(refused, Err(Error::Unsound(Unsound::NoSuchName))), "{what}: {refused:?}");
        }
        let store = Store::open(&path, Duration::ZERO).unwrap();
        assert_eq!(store.view().count_deals(&Filter::default(), CHINA).unwrap(), 1);
    }
}
