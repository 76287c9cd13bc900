//! What leads to all deals that pass a filter: the index of one of its parts, where that gives few deals, or a look at every deal.

use super::View;
use super::conditions::{Conditions, Lead, Part};
use super::error::Result;
use super::versions::Deals;
use crate::domain::catalogue::{Family, Id};
use crate::domain::dimension::{Dimension, Value};
use crate::domain::filter::{Filter, Members};
use crate::domain::place::Origin;

/// A deal that an index leads to takes as long as so many that are looked at one behind the other: most of them are on a page of their own.
const PASSED_BY: i64 = 8;

/// Numbers have few gaps, so that the first and the last say about how many deals there are.
const NUMBERS: &str = "SELECT (SELECT MIN(id) FROM deal) AS first, (SELECT MAX(id) FROM deal) AS last";

/// Whether an index leads to the deals that have one of these values, and to no others.
fn has_index(members: &Members) -> bool {
    use Dimension as D;
    let all = |holds: fn(&Value) -> bool| !members.any_of.is_empty() && members.any_of.iter().all(holds);
    match members.dimension {
        D::Sector | D::Country | D::Event => all(|value| matches!(value, Value::Item(..) | Value::None)),
        // The index of partners leaves out the deals that have none.
        D::Partner => all(|value| matches!(value, Value::Item(..))),
        D::Place => all(|value| matches!(value, Value::Item(Family::Country, _))),
        D::Origin => all(|value| matches!(value, Value::Origin(Origin::Domestic | Origin::Hmt))),
        D::Year | D::Quarter | D::Month => all(|value| !matches!(value, Value::None)),
        _ => false,
    }
}

/// Whether the index that has the one has the other as well: that of sectors has the country, and those of countries, events and partners the
/// date.
fn is_beside(first: Dimension, other: Dimension) -> bool {
    use Dimension as D;
    match first {
        D::Sector => matches!(other, D::Country | D::Origin),
        D::Country | D::Place | D::Origin | D::Event | D::Partner => is_of_date(other),
        _ => is_of_date(first) && is_of_date(other),
    }
}

pub(super) fn is_of_date(dimension: Dimension) -> bool {
    matches!(dimension, Dimension::Year | Dimension::Quarter | Dimension::Month)
}

/// The parts of a filter that one index has, for each index that has any.
fn candidates(filter: &Filter) -> Vec<Vec<Part>> {
    let beside = |first: Dimension, but: Option<usize>| {
        let others = filter.members.iter().enumerate();
        let others = others.filter(move |(at, other)| Some(*at) != but && is_beside(first, other.dimension));
        let has_date = first != Dimension::Sector;
        let signed = filter.signed.filter(|_| has_date).map(Part::Signed);
        others.map(|(at, _)| Part::Members(at)).chain(signed)
    };
    let members = filter.members.iter().enumerate().filter(|(_, members)| has_index(members));
    let members = members
        .map(|(at, members)| std::iter::once(Part::Members(at)).chain(beside(members.dimension, Some(at))).collect());
    // Where a period of the signing is asked for, the index of dates has it.
    let signed = filter.signed.map(|_| beside(Dimension::Year, None).collect());
    members.chain(signed).collect()
}

/// What a filter asks for in some of its parts.
fn only(filter: &Filter, parts: &[Part]) -> Filter {
    let members = filter.members.iter().enumerate().filter(|(at, _)| parts.contains(&Part::Members(*at)));
    let members = members.map(|(_, members)| members.clone()).collect();
    let signed = filter.signed.filter(|period| parts.contains(&Part::Signed(*period)));
    Filter { members, signed, ..Filter::default() }
}

impl View<'_> {
    /// The parts of a filter that lead to the fewest deals of today, if these are few beside all.
    pub(super) fn lead(self, filter: &Filter, home: Id, deals: Deals) -> Result<Option<Lead>> {
        let candidates = candidates(filter);
        if !matches!(deals, Deals::Now | Deals::AsOf(_)) || candidates.is_empty() {
            return Ok(None);
        }
        let numbers = self
            .engine
            .one(NUMBERS, &[], ["first", "last"], |[first, last]| Ok(first.opt_int()?.zip(last.opt_int()?)))?;
        let all = numbers.flatten().map_or(0, |(first, last)| last.saturating_sub(first).saturating_add(1));
        self.lead_to_few(filter, candidates, home, all / PASSED_BY)
    }

    /// Those that lead to the fewest deals of today, if these are no more than so many.
    pub(super) fn lead_to_at_most(self, few: i64, filter: &Filter, home: Id) -> Result<Option<Lead>> {
        self.lead_to_few(filter, candidates(filter), home, few)
    }

    fn lead_to_few(self, filter: &Filter, candidates: Vec<Vec<Part>>, home: Id, mut few: i64) -> Result<Option<Lead>> {
        let mut lead = None;
        for parts in candidates {
            let mut conditions = Conditions::default();
            conditions.filter(&only(filter, &parts), home);
            if let Some(deals) = self.count_few(&conditions, few)? {
                (lead, few) = (Some(Lead(parts)), deals);
            }
        }
        Ok(lead)
    }

    /// How many deals meet conditions, if there are no more than a few.
    pub(super) fn count_few(self, conditions: &Conditions, few: i64) -> Result<Option<i64>> {
        let found = format!("SELECT 1 AS found FROM deal AS d{} LIMIT {}", conditions.clause(), few.saturating_add(1));
        let sql = format!("SELECT COUNT(*) AS deals FROM ({found}) AS some_deals");
        let deals = self.engine.one(&sql, &conditions.params(), ["deals"], |[deals]| deals.int())?;
        Ok(deals.filter(|deals| *deals <= few))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::date::parse_day;
    use crate::domain::period::Period;
    use crate::domain::place::CHINA;
    use crate::store::engine::Engine;
    use crate::store::migrations;

    /// Of 80 deals, every tenth is of event 7, every fourth of country 826, each fifth has partner 3; 12 were signed in June.
    fn ledger() -> Engine {
        let engine = Engine::in_memory().unwrap();
        engine.enforce_foreign_keys(false).unwrap();
        migrations::create(&engine).unwrap();
        let insert = "INSERT INTO deal (id, entry_id, sector_id, event_id, country_id, partner_id, currency_id, signed, title) \
                      VALUES ($1, 1, 1, $2, $3, $4, 156, $5, 'Plant')";
        for number in 1..=80_i64 {
            let every = |nth: i64| number % nth == 0;
            let (event, country) = (every(10).then_some(7_i64), if every(4) { 826_i64 } else { 156 });
            let signed = if number <= 12 { "2019-06-01" } else { "2019-08-26" };
            let partner = every(5).then_some(3_i64);
            let values = [number.into(), event.into(), country.into(), partner.into(), signed.into()];
            engine.execute(insert, &values).unwrap();
        }
        engine
    }

    fn among(dimension: Dimension, any_of: &[Value]) -> Members {
        Members { dimension, any_of: any_of.to_vec() }
    }

    fn period(text: &str) -> Period {
        Period::parse(text, parse_day("2019-08-27").unwrap()).unwrap()
    }

    fn lead(engine: &Engine, members: Vec<Members>, signed: Option<&str>) -> Option<Vec<Part>> {
        let view = View { engine, as_of: None };
        let signed = signed.map(period);
        view.lead(&Filter { members, signed, ..Filter::default() }, CHINA, Deals::Now).unwrap().map(|lead| lead.0)
    }

    #[test]
    fn an_eighth_of_the_deals_are_few_and_the_fewest_lead() {
        use Dimension as D;
        let engine = ledger();
        let event = || among(D::Event, &[Value::Item(Family::Event, Id(7))]);
        let country = || among(D::Country, &[Value::Item(Family::Country, Id(826))]);
        let nobody = || among(D::Partner, &[Value::Item(Family::Partner, Id(4))]);
        assert_eq!(lead(&engine, vec![event()], None), Some(vec![Part::Members(0)]));
        assert_eq!(lead(&engine, vec![country()], None), None);
        assert_eq!(lead(&engine, vec![country(), event()], None), Some(vec![Part::Members(1)]));
        assert_eq!(lead(&engine, vec![event(), country(), nobody()], None), Some(vec![Part::Members(2)]));
        assert_eq!(lead(&engine, vec![], Some("2019-06")), None);
        assert_eq!(lead(&engine, vec![event()], Some("2019-07")), Some(vec![Part::Signed(period("2019-07"))]));
        // 4, 8 and 12: the index of countries has the date as well.
        assert_eq!(
            lead(&engine, vec![country()], Some("2019-06")),
            Some(vec![Part::Members(0), Part::Signed(period("2019-06"))])
        );
        assert_eq!(lead(&engine, vec![], None), None);
        let view = View { engine: &engine, as_of: None };
        let filter = Filter { members: vec![event()], ..Filter::default() };
        let former = view.lead(&filter, CHINA, Deals::AsOf(1)).unwrap();
        assert_eq!(former, Some(Lead(vec![Part::Members(0)])));
        assert_eq!(view.lead(&filter, CHINA, Deals::WrittenSince(1)).unwrap(), None);
        // However large the numbers are.
        engine.execute("UPDATE deal SET id = id + 1000000", &[]).unwrap();
        assert_eq!(lead(&engine, vec![country()], None), None);
        assert_eq!(view.lead_to_at_most(8, &filter, CHINA).unwrap(), Some(Lead(vec![Part::Members(0)])));
        assert_eq!(view.lead_to_at_most(7, &filter, CHINA).unwrap(), None);
        engine.execute("DELETE FROM deal", &[]).unwrap();
        assert_eq!(lead(&engine, vec![event()], None), Some(vec![Part::Members(0)]));
    }

    #[test]
    fn what_one_index_has_leads_together() {
        use Dimension as D;
        let members = [
            among(D::Sector, &[Value::Item(Family::Sector, Id(1))]),
            among(D::Country, &[Value::Item(Family::Country, Id(826))]),
            among(D::Kind, &[Value::None]),
            among(D::Year, &[Value::Year(2019)]),
            among(D::Event, &[Value::Item(Family::Event, Id(7))]),
        ];
        let filter = Filter { members: members.to_vec(), ..Filter::default() };
        let [sector, country, _, year, event] = [0, 1, 2, 3, 4].map(Part::Members);
        let wanted = [vec![sector, country], vec![country, year], vec![year], vec![event, year]];
        assert_eq!(candidates(&filter), wanted);
    }

    /// Where there is none, to count them would be as much as to read them.
    #[test]
    fn only_what_has_an_index_leads() {
        use Dimension as D;
        let engine = ledger();
        let with = [
            among(D::Event, &[Value::Item(Family::Event, Id(9)), Value::Item(Family::Event, Id(8))]),
            among(D::Place, &[Value::Item(Family::Country, Id(36))]),
            among(D::Origin, &[Value::Origin(Origin::Hmt)]),
            among(D::Month, &[Value::Month(2018, 6), Value::Month(2019, 7)]),
        ];
        let without = [
            among(D::Partner, &[Value::Item(Family::Partner, Id(9)), Value::None]),
            among(D::Place, &[Value::Item(Family::Country, Id(36)), Value::Item(Family::Region, Id(1))]),
            among(D::Origin, &[Value::Origin(Origin::Hmt), Value::Origin(Origin::Overseas)]),
            among(D::Month, &[Value::Month(2018, 6), Value::None]),
            among(D::Kind, &[Value::None]),
            among(D::Event, &[]),
        ];
        for members in with {
            assert_eq!(lead(&engine, vec![members.clone()], None), Some(vec![Part::Members(0)]), "{members:?}");
        }
        for members in without {
            assert_eq!(lead(&engine, vec![members.clone()], None), None, "{members:?}");
        }
    }
}
