//! The rates at which deals were converted, and the deals that wait for one.

use std::collections::HashMap;

use super::super::View;
use super::super::conditions::Conditions;
use super::super::engine::Cell;
use super::super::error::{Error, Result};
use super::super::versions::Deals;
use crate::domain::catalogue::Id;
use crate::domain::currency::Currency;
use crate::domain::date::PartialDate;
use crate::domain::filter::Filter;
use crate::domain::rate::Rate;
use crate::domain::relation::Counting;

/// Deals of one currency that were converted at one rate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateUsed {
    /// The currency.
    pub currency: Currency,
    /// The rate.
    pub rate: Rate,
    /// How many deals.
    pub deals: i64,
    /// The first and the last signing date of them.
    pub signed: (PartialDate, PartialDate),
}

/// How many deals of a currency state an amount but have no rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unrated {
    /// The currency.
    pub currency: Currency,
    /// How many.
    pub deals: i64,
}

const RATES_USED: &str = "SELECT d.currency_id, d.rate, COUNT(*) AS deals, MIN(d.signed) AS first_signed, \
                          MAX(d.signed) AS last_signed";
const IS_RATED: &str = "d.rate IS NOT NULL AND d.base_amount IS NOT NULL";
const UNRATED: &str = "SELECT d.currency_id, COUNT(*) AS deals";
const IS_UNRATED: &str = "d.base_amount IS NULL AND d.amount IS NOT NULL";

/// So many deals that wait for a rate are looked up one by one, along the index that has only these.
const FEW: i64 = 10_000;

impl View<'_> {
    /// The rates at which the deals that pass a filter and are counted were converted, in the order of the currencies' codes and the first date.
    pub fn rates_used(&self, filter: &Filter, home: Id, counting: Counting) -> Result<Vec<RateUsed>> {
        let mut conditions = Conditions::as_they_stand(self.deals(), self.lead(filter, home, self.deals())?);
        let deals = conditions.deals(self.deals());
        conditions.filter(filter, home);
        conditions.also(IS_RATED);
        conditions.adding(counting);
        let sql = format!("{RATES_USED}{deals}{} GROUP BY d.currency_id, d.rate", conditions.clause());
        let columns = ["currency_id", "rate", "deals", "first_signed", "last_signed"];
        let mut used = self.engine.all(&sql, &conditions.params(), columns, read_rate_used)?;
        used.sort_by(|a, b| (a.currency.code(), a.signed.0).cmp(&(b.currency.code(), b.signed.0)));
        Ok(used)
    }

    /// The deals that pass a filter, are counted and wait for a rate, by currency.
    pub fn unrated(&self, filter: &Filter, home: Id, counting: Counting) -> Result<Vec<Unrated>> {
        let mut counts: HashMap<i64, i64> = HashMap::new();
        for (times, deals) in self.parts()? {
            let mut conditions = match deals {
                Deals::Now => {
                    let mut waiting = Conditions::default();
                    waiting.also(IS_UNRATED);
                    match self.count_few(&waiting, FEW)? {
                        Some(0) => continue,
                        Some(waiting) => Conditions::as_they_stand(deals, self.lead_to_at_most(waiting, filter, home)?),
                        None => Conditions::default(),
                    }
                }
                _ => Conditions::as_they_stand(deals, self.lead(filter, home, deals)?),
            };
            let deals = conditions.deals(deals);
            conditions.filter(filter, home);
            conditions.also(IS_UNRATED);
            conditions.adding(counting);
            let sql = format!("{UNRATED}{deals}{} GROUP BY d.currency_id ORDER BY d.currency_id", conditions.clause());
            self.engine.each(&sql, &conditions.params(), ["currency_id", "deals"], |[currency, deals]| {
                *counts.entry(currency.int()?).or_default() += times * deals.int()?;
                Ok(true)
            })?;
        }
        let counts = counts.into_iter().filter(|(_, deals)| *deals != 0);
        let mut counts: Vec<Unrated> = counts
            .filter_map(|(currency, deals)| Some(Unrated { currency: Currency::from_number(currency)?, deals }))
            .collect();
        counts.sort_by_key(|unrated| unrated.currency.code());
        Ok(counts)
    }
}

fn read_rate_used([currency, rate, deals, first, last]: [Cell<'_>; 5]) -> Result<RateUsed> {
    let unreadable = |what: &str| Error::Engine(format!("a {what} of the ledger cannot be read"));
    let date = |cell: Cell<'_>| PartialDate::parse(cell.text()?).map_err(|_| unreadable("signing date"));
    Ok(RateUsed {
        currency: Currency::from_number(currency.int()?).ok_or_else(|| unreadable("currency"))?,
        rate: Rate::parse(rate.text()?).map_err(|_| unreadable("rate"))?,
        deals: deals.int()?,
        signed: (date(first)?, date(last)?),
    })
}

#[cfg(test)]
mod tests {
    use super::super::super::conditions::{Lead, Part};
    use super::*;
    use crate::domain::catalogue::Family;
    use crate::domain::dimension::{Dimension, Value};
    use crate::domain::filter::Members;
    use crate::domain::place::CHINA;
    use crate::store::engine::Engine;
    use crate::store::migrations;

    /// Numbers of ISO 4217.
    const CHF: i64 = 756;
    const USD: i64 = 840;

    fn insert(
        engine: &Engine,
        deals: std::ops::RangeInclusive<i64>,
        event: i64,
        currency: i64,
        base_amount: Option<i64>,
    ) {
        let insert = "INSERT INTO deal (id, entry_id, sector_id, event_id, currency_id, amount, base_amount, signed, title) \
                      VALUES ($1, 1, 1, $2, $3, 5, $4, '2019-08-26', 'Plant')";
        let mut bulk = engine.bulk(insert).unwrap();
        for number in deals {
            bulk.run(&[number.into(), event.into(), currency.into(), base_amount.into()]).unwrap();
        }
    }

    /// Those of event 7 that wait for a rate: how many, by the number of their currency.
    fn waiting(engine: &Engine) -> Vec<(i64, i64)> {
        let members = Members { dimension: Dimension::Event, any_of: vec![Value::Item(Family::Event, Id(7))] };
        let filter = Filter { members: vec![members], ..Filter::default() };
        let view = View { engine, as_of: None };
        let unrated = view.unrated(&filter, CHINA, Counting::Raw).unwrap();
        unrated.into_iter().map(|unrated| (unrated.currency.number(), unrated.deals)).collect()
    }

    #[test]
    fn deals_that_wait_for_a_rate_are_counted_however_many_wait() {
        let engine = Engine::in_memory().unwrap();
        engine.enforce_foreign_keys(false).unwrap();
        migrations::create(&engine).unwrap();
        insert(&engine, 1..=9, 7, USD, Some(35));
        assert_eq!(waiting(&engine), []);
        insert(&engine, 10..=12, 8, USD, None);
        assert_eq!(waiting(&engine), []);
        insert(&engine, 13..=16, 7, USD, None);
        insert(&engine, 17..=18, 7, CHF, None);
        assert_eq!(waiting(&engine), [(CHF, 2), (USD, 4)]);
        insert(&engine, 101..=100 + FEW, 8, CHF, None);
        assert_eq!(waiting(&engine), [(CHF, 2), (USD, 4)]);
    }

    /// Or among the deals that the filter leads to, where those are fewer.
    #[test]
    fn a_few_that_wait_are_found_along_their_index() {
        let engine = Engine::in_memory().unwrap();
        migrations::create(&engine).unwrap();
        let event = Members { dimension: Dimension::Event, any_of: vec![Value::Item(Family::Event, Id(7))] };
        let filter = Filter { members: vec![event], ..Filter::default() };
        let plan = |lead: Option<Lead>| {
            let mut conditions = Conditions::as_they_stand(Deals::Now, lead);
            conditions.filter(&filter, CHINA);
            conditions.also(IS_UNRATED);
            let sql = format!("{UNRATED} FROM deal AS d{} GROUP BY d.currency_id", conditions.clause());
            let detail = |[detail]: [Cell<'_>; 1]| Ok(detail.text()?.to_owned());
            engine.all(&format!("EXPLAIN QUERY PLAN {sql}"), &conditions.params(), ["detail"], detail).unwrap()
        };
        assert_eq!(plan(None), ["SCAN d USING INDEX deal_unrated"]);
        let led = plan(Some(Lead(vec![Part::Members(0)])));
        assert!(led.contains(&"SEARCH d USING INTEGER PRIMARY KEY (rowid=?)".to_owned()), "{led:?}");
    }
}
