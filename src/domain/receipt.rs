//! Receipts: money of the contract value that has come, and when.

use super::currency::Currency;
use super::date::PartialDate;
use super::money::Money;
use super::rate::{Rate, RateFault, Rates};

/// What the column of the days on which money came is called in our own files.
pub const DATE: &str = "date";

/// Money received for a deal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Its number; 0 until it has one.
    pub id: i64,
    /// The number of the deal that it is for.
    pub deal: i64,
    /// How much came. A correction may be below zero.
    pub money: Money,
    /// The same in minor units of the base currency; none where no rate was in force.
    pub base_amount: Option<i64>,
    /// When it came, as precisely as is known.
    pub received: PartialDate,
    /// The rate of that day. None in the base currency.
    pub rate: Option<Rate>,
    /// Whatever else is to be kept.
    pub note: Option<String>,
}

impl Receipt {
    /// Money that came for a deal, at the rate in force on that day, unless it is given.
    pub fn new(
        (deal, money, received): (i64, Money, PartialDate),
        rate: Option<Rate>,
        note: Option<String>,
        (base, rates): (Currency, &Rates),
    ) -> Result<Self, RateFault> {
        let rate = rate.or_else(|| rates.in_force(money.currency, received.first_day()));
        let rate = rate.filter(|_| money.currency != base);
        let base_amount = match rate {
            _ if money.currency == base => Some(money.minor),
            Some(rate) => Some(rate.convert(money, base)?),
            None => None,
        };
        Ok(Self { id: 0, deal, money, base_amount, received, rate, note })
    }
}

/// What came for a deal in all, in its own currency; none where some of it came in another.
#[must_use]
pub fn sum(receipts: &[Receipt], currency: Currency) -> Option<i64> {
    let minor = |receipt: &Receipt| (receipt.money.currency == currency).then_some(receipt.money.minor);
    receipts.iter().map(minor).try_fold(0_i64, |sum, minor| sum.checked_add(minor?))
}

/// What came in all in the base currency; none where some of it has no rate.
#[must_use]
pub fn base_sum(receipts: &[Receipt]) -> Option<i64> {
    receipts.iter().try_fold(0_i64, |sum, receipt| sum.checked_add(receipt.base_amount?))
}
