//! Groups of a large ledger, added up on two threads along the index by sector and country.
//!
//! Each sector is a stretch of that index, and each country a stretch of that. This thread takes the sectors from the first on, another
//! one, which has the file open once more, from the last; both read the same state. Where no other thread is to be had, or it fails, this
//! one adds up all.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::thread::Builder;

use super::super::View;
use super::super::engine::{Engine, Reopener};
use super::super::error::Result;
use super::statement::{Statement, is_of_one_sector};
use super::{Group, Grouping, Share, each_added_up};
use crate::domain::catalogue::{Family, Id};
use crate::domain::currency::Currency;
use crate::domain::dimension::{Dimension, Value};
use crate::domain::filter::{Filter, Members};
use crate::store::versions::Deals;

const NEXT_SECTOR: &str = "SELECT MIN(sector_id) AS id FROM deal WHERE sector_id > $1";

/// The bytes of a ledger from which on two threads are the quicker. It has some fifty thousand deals, which one adds up in five
/// milliseconds; to open the file takes one.
const LARGE: u64 = 1 << 24;

/// Sectors that nobody has taken yet.
struct Waiting(Mutex<VecDeque<Id>>);

impl Waiting {
    fn take(&self, end: fn(&mut VecDeque<Id>) -> Option<Id>) -> Option<Id> {
        end(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl View<'_> {
    /// The groups of the deals as they stand that pass a filter, by sector or finer, in the order of the sectors; all that the filter asks for
    /// is in the index. None if one thread is to add them up.
    pub(super) fn groups_in_parallel(
        self,
        wanted: (&Filter, Share),
        terms: (Id, Currency),
        grouping: &Grouping,
    ) -> Result<Option<Vec<Group>>> {
        // One sector is for one thread.
        match self.engine.reopener(LARGE).filter(|_| !is_of_one_sector(wanted.0)) {
            Some(reopener) => self.in_parallel(&reopener, wanted, terms, grouping).map(Some),
            None => Ok(None),
        }
    }

    fn in_parallel(
        self,
        reopener: &Reopener,
        wanted: (&Filter, Share),
        terms: (Id, Currency),
        grouping: &Grouping,
    ) -> Result<Vec<Group>> {
        let mut sectors = self.sectors_of_deals()?;
        sectors.retain(|sector| passes(wanted.0, *sector));
        let waiting = Waiting(Mutex::new(sectors.iter().copied().collect()));
        let from_the_last = || -> Result<Vec<(Id, Vec<Group>)>> {
            let engine = reopener.open()?;
            let last = std::iter::from_fn(|| waiting.take(VecDeque::pop_back));
            last.map(|sector| Ok((sector, of_sector(&engine, sector, wanted, terms, grouping)?))).collect()
        };
        let mut parts = std::thread::scope(|scope| -> Result<_> {
            let other = Builder::new().spawn_scoped(scope, from_the_last);
            let first = std::iter::from_fn(|| waiting.take(VecDeque::pop_front));
            let parts = first.map(|sector| Ok((sector, of_sector(self.engine, sector, wanted, terms, grouping)?)));
            let mut parts = parts.collect::<Result<Vec<_>>>()?;
            // What keeps the other one from reading does not keep this one, which does it over.
            let others =
                other.ok().and_then(|other| other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)).ok());
            parts.extend(others.unwrap_or_default());
            Ok(parts)
        })?;
        for sector in sectors {
            if parts.iter().all(|(done, _)| *done != sector) {
                parts.push((sector, of_sector(self.engine, sector, wanted, terms, grouping)?));
            }
        }
        parts.sort_by_key(|(sector, _)| *sector);
        Ok(parts.into_iter().flat_map(|(_, groups)| groups).collect())
    }

    /// The sectors that deals are of, each found behind the one before it.
    fn sectors_of_deals(self) -> Result<Vec<Id>> {
        let mut sectors = Vec::new();
        let mut last = i64::MIN;
        while let Some(Some(sector)) = self.engine.one(NEXT_SECTOR, &[last.into()], ["id"], |[id]| id.opt_int())? {
            sectors.push(Id(sector));
            last = sector;
        }
        Ok(sectors)
    }
}

fn is_of_sectors(members: &Members) -> bool {
    members.dimension == Dimension::Sector
}

/// Whether a filter lets deals of a sector pass.
fn passes(filter: &Filter, sector: Id) -> bool {
    let sector = Value::Item(Family::Sector, sector);
    filter.members.iter().filter(|members| is_of_sectors(members)).all(|members| members.any_of.contains(&sector))
}

/// The groups of one sector, which the filter lets pass.
fn of_sector(
    engine: &Engine,
    sector: Id,
    (filter, share): (&Filter, Share),
    terms: (Id, Currency),
    grouping: &Grouping,
) -> Result<Vec<Group>> {
    let one = Members { dimension: Dimension::Sector, any_of: vec![Value::Item(Family::Sector, sector)] };
    let others = filter.members.iter().filter(|members| !is_of_sectors(members)).cloned();
    let filter = Filter { members: std::iter::once(one).chain(others).collect(), ..filter.clone() };
    let statement = Statement::new((&filter, Deals::Now, share), terms, grouping, None);
    let mut groups = Vec::new();
    each_added_up(engine, &statement, terms.1, |group| groups.push(group))?;
    Ok(groups)
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::time::Duration;

    use super::*;
    use crate::domain::place::CHINA;
    use crate::store::error::Error;
    use crate::store::migrations;

    const TERMS: (Id, Currency) = (CHINA, Currency::CNY);

    /// A file with so many deals of four sectors, of which one that the catalogue does not know.
    fn file(path: &Path, deals: i64) -> Engine {
        std::fs::File::create(path).unwrap();
        let engine = Engine::open(path, Duration::ZERO).unwrap();
        engine.enforce_foreign_keys(false).unwrap();
        engine.begin_write().unwrap();
        migrations::create(&engine).unwrap();
        let insert = "INSERT INTO deal (id, entry_id, sector_id, country_id, currency_id, base_amount, signed, title) \
                      VALUES ($1, 1, $2, $3, 156, $4, '2019-08-26', 'Plant')";
        for number in 1..=deals {
            let [sector, country] = [[7, -3, 5, 7, 9][to_index(number % 5)], [156, 826][to_index(number % 2)]];
            let amount = (number % 4 != 0).then_some(number);
            engine.execute(insert, &[number.into(), sector.into(), country.into(), amount.into()]).unwrap();
        }
        engine.commit().unwrap();
        engine
    }

    fn to_index(number: i64) -> usize {
        usize::try_from(number).unwrap()
    }

    fn by(dimension: Dimension) -> Grouping {
        Grouping { by: vec![dimension], largest: true, ..Grouping::default() }
    }

    fn all(view: View<'_>, reopener: &Reopener, dimension: Dimension) -> Vec<Group> {
        view.in_parallel(reopener, (&Filter::default(), Share::All), TERMS, &by(dimension)).unwrap()
    }

    /// Sector, deals, those with an amount, their sum.
    fn told(groups: &[Group]) -> Vec<(i64, i64, i64, Option<i64>)> {
        let told = |group: &Group| (group.common.facts.sector.unwrap().0, group.deals, group.priced, group.base_amount);
        groups.iter().map(told).collect()
    }

    #[test]
    fn two_threads_add_up_to_the_whole() {
        let folder = tempfile::tempdir().unwrap();
        let engine = file(&folder.path().join("ledger.db"), 20);
        engine.begin_read().unwrap();
        let view = View { engine: &engine, as_of: None };
        assert_eq!(view.sectors_of_deals().unwrap(), [-3, 5, 7, 9].map(Id));
        let reopener = engine.reopener(1).unwrap();
        for _ in 0..20 {
            let groups = all(view, &reopener, Dimension::Sector);
            // Counted by hand: sector -3 has 1, 6, 11, 16, of which 16 has no amount; 5 has 2, 7, 12, 17, without 12; 9 has 4, 9, 14, 19,
            // without 4; 7 has the rest, without 8 and 20.
            let wanted = [(-3, 4, 3, Some(18)), (5, 4, 3, Some(26)), (7, 8, 6, Some(64)), (9, 4, 3, Some(42))];
            assert_eq!(told(&groups), wanted);
            let mut fine = Vec::new();
            view.each_group(&Filter::default(), TERMS, &by(Dimension::Country), |group| fine.push(group)).unwrap();
            assert_eq!(all(view, &reopener, Dimension::Country), fine);
        }
        assert!(engine.reopener(u64::MAX).is_none());
    }

    #[test]
    fn what_is_asked_of_a_large_ledger_is_kept_to() {
        let folder = tempfile::tempdir().unwrap();
        let engine = file(&folder.path().join("ledger.db"), 20);
        let long = "x".repeat(17_000_000);
        engine.execute("UPDATE deal SET title = $1 WHERE id = 1", &[long.as_str().into()]).unwrap();
        let told_of = |filter: &Filter| {
            engine.begin_read().unwrap();
            let view = View { engine: &engine, as_of: None };
            let mut groups = Vec::new();
            view.each_group(filter, TERMS, &by(Dimension::Sector), |group| groups.push(group)).unwrap();
            assert!(engine.reopener(LARGE).is_some());
            engine.batch("COMMIT; PRAGMA query_only = 0").unwrap();
            told(&groups)
        };
        let whole = [(-3, 4, 3, Some(18)), (5, 4, 3, Some(26)), (7, 8, 6, Some(64)), (9, 4, 3, Some(42))];
        assert_eq!(told_of(&Filter::default()), whole);
        let country = Members { dimension: Dimension::Country, any_of: vec![Value::Item(Family::Country, Id(826))] };
        // The odd numbers: 1 and 11; 7 and 17; 3, 5, 13, 15; 9 and 19.
        let odd = [(-3, 2, 2, Some(12)), (5, 2, 2, Some(24)), (7, 4, 4, Some(36)), (9, 2, 2, Some(28))];
        assert_eq!(told_of(&Filter { members: vec![country.clone()], ..Filter::default() }), odd);
        let any_of = [5, 9, 100].map(|id| Value::Item(Family::Sector, Id(id))).to_vec();
        let sectors = Members { dimension: Dimension::Sector, any_of };
        assert_eq!(told_of(&Filter { members: vec![sectors.clone()], ..Filter::default() }), [whole[1], whole[3]]);
        let both = Filter { members: vec![country, sectors], ..Filter::default() };
        assert_eq!(told_of(&both), [odd[1], odd[3]]);
        // 11; 17; 10, 13, 15, 18; 14, 19.
        let large = [(-3, 1, 1, Some(11)), (5, 1, 1, Some(17)), (7, 4, 4, Some(56)), (9, 2, 2, Some(33))];
        assert_eq!(told_of(&Filter { min: Some(10), ..Filter::default() }), large);
        let confidential = Filter { open_only: true, ..Filter::default() };
        assert_eq!(told_of(&confidential).iter().map(|(_, deals, ..)| deals).sum::<i64>(), 20);
        // Deal 2, of sector 5, comes apart from the others.
        engine.execute("UPDATE deal SET relation = 3, follows_id = 1 WHERE id = 2", &[]).unwrap();
        let [first, _, third, fourth] = whole;
        assert_eq!(told_of(&Filter::default()), [first, (5, 3, 2, Some(24)), third, fourth, (5, 1, 1, Some(2))]);
    }

    #[test]
    fn what_keeps_the_other_thread_from_reading_leaves_all_to_this_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("ledger.db");
        let engine = file(&path, 20);
        engine.begin_read().unwrap();
        let view = View { engine: &engine, as_of: None };
        // It reads nothing yet, so that somebody may change the file.
        assert!(engine.reopener(1).is_none());
        assert_eq!(view.sectors_of_deals().unwrap().len(), 4);
        let reopener = engine.reopener(1).unwrap();
        let wanted = all(view, &reopener, Dimension::Sector);
        // One that waits to write lets nobody begin to read.
        let writer = Engine::open(&path, Duration::ZERO).unwrap();
        writer.begin_write().unwrap();
        writer.execute("UPDATE deal SET base_amount = 1", &[]).unwrap();
        assert!(matches!(writer.commit(), Err(Error::Busy { .. })));
        assert!(reopener.open().is_err());
        assert_eq!(all(view, &reopener, Dimension::Sector), wanted);
        writer.rollback().unwrap();
        std::fs::rename(&path, folder.path().join("elsewhere.db")).unwrap();
        let _other = file(&path, 3);
        assert!(matches!(reopener.open(), Err(Error::Gone(_))));
        assert_eq!(all(view, &reopener, Dimension::Sector), wanted);
    }

    /// Nor does what is being written count only here.
    #[test]
    fn a_write_is_read_on_one_thread() {
        let folder = tempfile::tempdir().unwrap();
        let engine = file(&folder.path().join("ledger.db"), 5);
        engine.begin_write().unwrap();
        assert!(engine.reopener(0).is_none());
        engine.rollback().unwrap();
        assert!(engine.reopener(0).is_none());
        assert!(Engine::in_memory().unwrap().reopener(0).is_none());
    }

    #[test]
    fn a_sector_is_read_along_the_index() {
        let engine = Engine::in_memory().unwrap();
        migrations::create(&engine).unwrap();
        for dimension in [Dimension::Sector, Dimension::Country] {
            let members = Members { dimension: Dimension::Sector, any_of: vec![Value::Item(Family::Sector, Id(7))] };
            let filter = Filter { members: vec![members], ..Filter::default() };
            let statement = Statement::new((&filter, Deals::Now, Share::All), TERMS, &by(dimension), None);
            let explain = format!("EXPLAIN QUERY PLAN {}", statement.sql);
            let plan = engine
                .all(&explain, &statement.conditions.params(), ["detail"], |[detail]| Ok(detail.text()?.to_owned()));
            assert_eq!(plan.unwrap(), ["SEARCH d USING COVERING INDEX deal_by_sector (sector_id=?)"]);
        }
    }
}
