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
    numbers: [HashSet<i64>; TABLES.len()],
    follows: bool,
}

impl References {
    /// Notes what a deal refers to.
    pub(super) fn note(&mut self, deal: &Deal) {
        let Deal { sector, event, country, region, partner, district, currency, .. } = deal;
        let numbers = [Some(*sector), *event, *country, *region, *partner, *district].map(|id| id.map(|id| id.0));
        let all = numbers.into_iter().chain([Some(currency.number())]);
        for (known, number) in self.numbers.iter_mut().zip(all) {
            known.extend(number);
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
            for number in numbers {
                if !finds(row, *number)? && finds(deal, *number)? {
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
