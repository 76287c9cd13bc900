//! What leads to all deals that pass a filter: the index of one of its parts, where that gives few deals, or a look at every deal.

use super::View;
use super::conditions::{Conditions, Lead};
use super::error::Result;
use super::versions::Deals;
use crate::domain::catalogue::{Family, Id};
use crate::domain::dimension::{Dimension, Value};
use crate::domain::filter::{Filter, Members};
use crate::domain::place::Origin;

/// A deal that an index leads to takes as long as so many that are looked at one behind the other: most of them are on a page of their own.
const PASSED_BY: i64 = 8;

/// Numbers have few gaps, so that the last one says about how many deals there are.
const LAST: &str = "SELECT MAX(id) AS last FROM deal";

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

impl View<'_> {
    /// The part of a filter that leads to the fewest deals of today, if these are few beside all.
    pub(super) fn lead(self, filter: &Filter, home: Id, deals: Deals) -> Result<Option<Lead>> {
        let members = filter.members.iter().enumerate().filter(|(_, members)| has_index(members));
        let members = members
            .map(|(at, members)| (Lead::Members(at), Filter { members: vec![members.clone()], ..Filter::default() }));
        let signed = filter.signed.map(|_| (Lead::Signed, Filter { signed: filter.signed, ..Filter::default() }));
        let mut parts = members.chain(signed).peekable();
        if !matches!(deals, Deals::Now | Deals::AsOf(_)) || parts.peek().is_none() {
            return Ok(None);
        }
        let last = self.engine.one(LAST, &[], ["last"], |[last]| last.opt_int())?.flatten();
        let mut few = last.unwrap_or(0) / PASSED_BY;
        let mut lead = None;
        for (part, filter) in parts {
            let mut conditions = Conditions::default();
            conditions.filter(&filter, home);
            if let Some(deals) = self.count_few(&conditions, few)? {
                (lead, few) = (Some(part), deals);
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

    fn lead(engine: &Engine, members: Vec<Members>, signed: Option<&str>) -> Option<Lead> {
        let view = View { engine, as_of: None };
        let signed = signed.map(|text| Period::parse(text, parse_day("2019-08-27").unwrap()).unwrap());
        view.lead(&Filter { members, signed, ..Filter::default() }, CHINA, Deals::Now).unwrap()
    }

    #[test]
    fn an_eighth_of_the_deals_are_few_and_the_fewest_lead() {
        use Dimension as D;
        let engine = ledger();
        let event = || among(D::Event, &[Value::Item(Family::Event, Id(7))]);
        let country = || among(D::Country, &[Value::Item(Family::Country, Id(826))]);
        let nobody = || among(D::Partner, &[Value::Item(Family::Partner, Id(4))]);
        assert_eq!(lead(&engine, vec![event()], None), Some(Lead::Members(0)));
        assert_eq!(lead(&engine, vec![country()], None), None);
        assert_eq!(lead(&engine, vec![country(), event()], None), Some(Lead::Members(1)));
        assert_eq!(lead(&engine, vec![event(), country(), nobody()], None), Some(Lead::Members(2)));
        assert_eq!(lead(&engine, vec![], Some("2019-06")), None);
        assert_eq!(lead(&engine, vec![event()], Some("2019-07")), Some(Lead::Signed));
        assert_eq!(lead(&engine, vec![], None), None);
        let view = View { engine: &engine, as_of: None };
        let filter = Filter { members: vec![event()], ..Filter::default() };
        assert_eq!(view.lead(&filter, CHINA, Deals::AsOf(1)).unwrap(), Some(Lead::Members(0)));
        assert_eq!(view.lead(&filter, CHINA, Deals::WrittenSince(1)).unwrap(), None);
        engine.execute("DELETE FROM deal", &[]).unwrap();
        assert_eq!(lead(&engine, vec![event()], None), Some(Lead::Members(0)));
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
            assert_eq!(lead(&engine, vec![members.clone()], None), Some(Lead::Members(0)), "{members:?}");
        }
        for members in without {
            assert_eq!(lead(&engine, vec![members.clone()], None), None, "{members:?}");
        }
    }
}
