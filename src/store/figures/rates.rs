//! The rates at which deals were converted, and the deals that wait for one.

use std::collections::HashMap;

use super::super::View;
use super::super::conditions::Conditions;
use super::super::engine::Cell;
use super::super::error::{Error, Result};
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

impl View<'_> {
    /// The rates at which the deals that pass a filter and are counted were converted, in the order of the currencies' codes and the first date.
    pub fn rates_used(&self, filter: &Filter, home: Id, counting: Counting) -> Result<Vec<RateUsed>> {
        let mut conditions = Conditions::default();
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
            let mut conditions = Conditions::default();
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
