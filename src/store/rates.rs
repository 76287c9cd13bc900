//! Rates in the ledger, and the deals that wait for them.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::engine::{Cell, Param};
use super::error::{Error, Result, Unsound};
use super::facts::DEALS;
use super::journal::NameChange;
use super::undo::Left;
use super::{View, Write};
use crate::domain::currency::Currency;
use crate::domain::date::{PartialDate, parse_day};
use crate::domain::money::Money;
use crate::domain::rate::{Rate, Rates};

const ADD: &str = "INSERT INTO rate (id, entry_id, currency_id, effective, rate, source) \
                   VALUES ($1, $2, $3, $4, $5, $6)";
/// The last number given to a rate, be it taken out since: its changes go by that.
const LAST_GIVEN: &str = "SELECT MAX(COALESCE((SELECT MAX(id) FROM rate), 0), COALESCE((SELECT MAX(row_id) FROM catalogue_change \
                          WHERE table_name = 'rate'), 0)) AS id";
const ALL: &str = "SELECT currency_id, effective, rate, source FROM rate ORDER BY id";
const OF_CURRENCY: &str = "SELECT currency_id, effective, rate, source FROM rate WHERE currency_id = $1 \
                           ORDER BY id";
const OF_ID: &str = "SELECT currency_id, effective, rate, source FROM rate WHERE id = $1";
const TAKE_OUT: &str = "DELETE FROM rate WHERE id = $1";
const PUT_BACK: &str = "INSERT INTO rate (id, entry_id, currency_id, effective, rate, source) \
                        VALUES ($1, $2, $3, $4, $5, $6)";
const WAITING: &str = "SELECT id, amount, signed FROM deal \
                       WHERE currency_id = $1 AND base_amount IS NULL AND amount IS NOT NULL ORDER BY id";
const CONVERTED: &str = "SELECT id, amount, base_amount, signed, rate FROM deal WHERE currency_id = $1 \
                         AND amount IS NOT NULL AND base_amount IS NOT NULL AND rate IS NOT NULL ORDER BY id";
const FILL_IN: &str = "UPDATE deal SET entry_id = $1, rate = $2, base_amount = $3 WHERE id = $4";

/// A rate as the ledger holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateRow {
    /// The currency.
    pub currency: Currency,
    /// The first day it is in force.
    pub effective: NaiveDate,
    /// Units of the base currency for one of the currency.
    pub rate: Rate,
    /// Where it comes from.
    pub source: Option<String>,
}

/// What waited for a rate, and has one now.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filled {
    /// How many deals.
    pub deals: usize,
    /// How many receipts.
    pub receipts: usize,
}

/// What was converted at another rate.
#[derive(Clone, Debug, Default)]
pub struct Refixed {
    /// Deals.
    pub deals: Vec<Moved>,
    /// Receipts.
    pub receipts: Vec<Moved>,
}

/// Something that was converted at another rate.
#[derive(Clone, Copy, Debug)]
pub struct Moved {
    /// The deal.
    pub deal: i64,
    /// The rate before.
    pub rate: Rate,
    /// The base amount before.
    pub before: i64,
    /// The base amount after.
    pub after: i64,
}

impl View<'_> {
    /// The rates of one currency, or all, in the order in which they were added.
    pub fn rate_rows(&self, currency: Option<Currency>) -> Result<Vec<RateRow>> {
        let columns = ["currency_id", "effective", "rate", "source"];
        match currency {
            Some(currency) => self.engine.all(OF_CURRENCY, &[currency.number().into()], columns, read_rate),
            None => self.engine.all(ALL, &[], columns, read_rate),
        }
    }

    /// The same, to look up the one in force on a day.
    pub fn rates(&self, currency: Option<Currency>) -> Result<Rates> {
        let mut rates = Rates::default();
        for row in self.rate_rows(currency)? {
            rates.add(row.currency, row.effective, row.rate);
        }
        Ok(rates)
    }
}

impl Write<'_> {
    /// Adds a rate. It counts from here on; deals that have one keep it.
    pub fn add_rate(
        &mut self,
        currency: Currency,
        effective: NaiveDate,
        rate: Rate,
        source: Option<&str>,
    ) -> Result<()> {
        let (effective, rate) = (effective.to_string(), rate.to_string());
        let id = self.engine.one(LAST_GIVEN, &[], ["id"], |[id]| id.int())?.unwrap_or(0) + 1;
        let [effective_text, rate_text] = [&effective, &rate].map(|text| Param::from(text.as_str()));
        let params = [id.into(), self.entry.into(), currency.number().into(), effective_text, rate_text, source.into()];
        self.engine.execute(ADD, &params)?;
        let after = json!({ "currency": currency.code(), "effective": effective, "rate": rate, "source": source });
        self.record("rate", id, None, Some(after))
    }

    /// Takes out a rate that was added, or puts back one that was taken out.
    pub(super) fn take_back_rate(&mut self, change: &NameChange, left: &mut Vec<Left>) -> Result<bool> {
        let columns = ["currency_id", "effective", "rate", "source"];
        let now = self.engine.one(OF_ID, &[change.row.into()], columns, read_rate)?;
        let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
        let as_json = |row: &RateRow| {
            let RateRow { currency, effective, rate, source } = row;
            json!({ "currency": currency.code(), "effective": effective.to_string(), "rate": rate.to_string(),
                    "source": source })
        };
        if now.as_ref().map(as_json) != change.after {
            let side = change.after.as_ref().or(change.before.as_ref());
            let currency = side.and_then(|side| text(side, "currency")).unwrap_or_default();
            left.push(Left::Rate { currency });
            return Ok(false);
        }
        self.engine.execute(TAKE_OUT, &[change.row.into()])?;
        if let Some(then) = &change.before {
            let currency = text(then, "currency").and_then(|code| Currency::parse(&code).ok());
            let currency = currency.ok_or(Unsound::Change(change.entry))?;
            let [effective, rate, source] = ["effective", "rate", "source"].map(|key| text(then, key));
            let [effective, rate, source] = [&effective, &rate, &source].map(|text| Param::from(text.as_deref()));
            let (id, entry) = (Param::from(change.row), Param::from(self.entry));
            self.engine.execute(PUT_BACK, &[id, entry, currency.number().into(), effective, rate, source])?;
        }
        self.record("rate", change.row, change.after.clone(), change.before.clone())?;
        Ok(true)
    }

    /// Converts anew, at a rate, what was signed or received while that is in force and was converted at another. What was given a rate
    /// of its own is no exception.
    pub fn refix(
        &mut self,
        currency: Currency,
        (effective, rate): (NaiveDate, Rate),
        base: Currency,
    ) -> Result<Refixed> {
        let later = self.view().rate_rows(Some(currency))?.into_iter().map(|row| row.effective);
        let until = later.filter(|day| *day > effective).min();
        let is_in_force = |day: NaiveDate| day >= effective && until.is_none_or(|until| day < until);
        let mut refixed = Refixed::default();
        let columns = ["id", "amount", "base_amount", "signed", "rate"];
        let deals = self.engine.all(CONVERTED, &[currency.number().into()], columns, |cells| {
            let [id, amount, base_amount, signed, rate] = cells;
            let signed = PartialDate::parse(signed.text()?).map_err(Unsound::from)?;
            let rate = Rate::parse(rate.text()?).map_err(Unsound::from)?;
            Ok((id.int()?, amount.int()?, base_amount.int()?, signed, rate))
        })?;
        for (id, minor, before, signed, own) in deals {
            if own == rate || !is_in_force(signed.first_day()) {
                continue;
            }
            let after =
                rate.convert(Money { minor, currency }, base).map_err(|fault| Error::Rate { deal: id, fault })?;
            self.keep_past(&DEALS, id)?;
            let text = rate.to_string();
            self.engine.execute(FILL_IN, &[self.entry.into(), Param::from(&*text), after.into(), id.into()])?;
            refixed.deals.push(Moved { deal: id, rate: own, before, after });
            self.changed = true;
        }
        for receipt in self.view().receipts(None)? {
            let (Some(own), Some(before)) = (receipt.rate, receipt.base_amount) else { continue };
            if receipt.money.currency == currency && own != rate && is_in_force(receipt.received.first_day()) {
                let deal = receipt.deal;
                let after = self.price_receipt(receipt, rate, base)?.base_amount.unwrap_or(before);
                refixed.receipts.push(Moved { deal, rate: own, before, after });
            }
        }
        self.count_deals_touched()?;
        Ok(refixed)
    }

    /// Gives the deals of a currency that wait for a rate the one in force on their signing day, and their receipts that of the day on
    /// which the money came.
    pub fn fill_in(&mut self, currency: Currency, base: Currency) -> Result<Filled> {
        let rates = self.view().rates(Some(currency))?;
        let waiting = self.engine.all(WAITING, &[currency.number().into()], ["id", "amount", "signed"], |cells| {
            let [id, amount, signed] = cells;
            Ok((id.int()?, amount.int()?, PartialDate::parse(signed.text()?).map_err(Unsound::from)?))
        })?;
        let mut filled = Filled { deals: 0, receipts: self.fill_in_receipts(currency, base)?.len() };
        for (id, minor, signed) in waiting {
            let Some(rate) = rates.in_force(currency, signed.first_day()) else { continue };
            let base_amount =
                rate.convert(Money { minor, currency }, base).map_err(|fault| Error::Rate { deal: id, fault })?;
            self.keep_past(&DEALS, id)?;
            let rate = rate.to_string();
            self.engine.execute(FILL_IN, &[self.entry.into(), Param::from(&*rate), base_amount.into(), id.into()])?;
            filled.deals += 1;
            self.changed = true;
        }
        self.count_deals_touched()?;
        Ok(filled)
    }
}

fn read_rate([currency, effective, rate, source]: [Cell<'_>; 4]) -> Result<RateRow> {
    let currency = currency.int()?;
    Ok(RateRow {
        currency: Currency::from_number(currency).ok_or(Unsound::RateCurrency(currency))?,
        effective: parse_day(effective.text()?).map_err(Unsound::from)?,
        rate: Rate::parse(rate.text()?).map_err(Unsound::from)?,
        source: source.owned()?,
    })
}
