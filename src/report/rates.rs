//! What is counted about rates while files are read: deals that wait for one, and the rates that were used.

use std::collections::BTreeMap;

use crate::domain::currency::Currency;
use crate::domain::date::PartialDate;
use crate::domain::deal::Deal;
use crate::store::{RateUsed, Unrated};

/// Counts deals that wait for a rate, by currency.
#[derive(Debug, Default)]
pub struct Waiting {
    by_currency: BTreeMap<Currency, i64>,
}

impl Waiting {
    /// Counts one.
    pub fn add(&mut self, currency: Currency) {
        *self.by_currency.entry(currency).or_default() += 1;
    }

    /// The counts, in the order of the codes.
    #[must_use]
    pub fn finish(self) -> Vec<Unrated> {
        let mut counts: Vec<Unrated> =
            self.by_currency.into_iter().map(|(currency, deals)| Unrated { currency, deals }).collect();
        counts.sort_by_key(|unrated| unrated.currency.code());
        counts
    }
}

/// Counts the rates at which deals were converted.
#[derive(Debug, Default)]
pub struct RatesUsed {
    /// By currency and rate: the deals, and the first and last signing date.
    used: BTreeMap<(Currency, String), RateUsed>,
}

impl RatesUsed {
    /// Counts the rate of a deal, if it has one.
    pub fn add(&mut self, deal: &Deal) {
        let Some(rate) = deal.rate.filter(|_| deal.base_amount.is_some()) else { return };
        let (currency, signed): (_, PartialDate) = (deal.currency, deal.signed);
        let new = || RateUsed { currency, rate, deals: 0, signed: (signed, signed) };
        let used = self.used.entry((currency, rate.to_string())).or_insert_with(new);
        used.deals += 1;
        used.signed = (used.signed.0.min(signed), used.signed.1.max(signed));
    }

    /// The rates, in the order of the currencies' codes and the first date.
    #[must_use]
    pub fn finish(self) -> Vec<RateUsed> {
        let mut used: Vec<RateUsed> = self.used.into_values().collect();
        used.sort_by(|a, b| (a.currency.code(), a.signed.0).cmp(&(b.currency.code(), b.signed.0)));
        used
    }
}
