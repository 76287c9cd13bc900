//! Exchange rates: units of the base currency for one unit of another, exact, each from a day on.

use std::collections::BTreeMap;
use std::fmt;

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::currency::Currency;
use super::money::{Money, divide_rounded};

/// A rate: an exact decimal above zero, of at most [`Rate::DIGITS`] digits. Trailing zeros do not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate(Decimal);

/// Why a text is not a rate, or a rate cannot be applied.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RateFault {
    /// Not a plain decimal above zero.
    #[error("`{0}` is not a rate (write the units of base currency for one of the other: 8.68)")]
    NotARate(String),
    /// The base amount would not fit.
    #[error("{amount} at {rate} is more than a ledger can hold")]
    TooLarge {
        /// The amount, with its currency.
        amount: String,
        /// The rate.
        rate: Rate,
    },
}

impl Rate {
    /// The most digits a rate may have, before and behind the point together.
    pub const DIGITS: usize = 16;

    /// One to one: the rate of the base currency itself.
    pub const ONE: Self = Self(Decimal::ONE);

    /// Reads a plain decimal.
    pub fn parse(text: &str) -> Result<Self, RateFault> {
        let trimmed = text.trim();
        let plain = trimmed.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
            && trimmed.starts_with(|c: char| c.is_ascii_digit())
            && trimmed.ends_with(|c: char| c.is_ascii_digit())
            && trimmed.bytes().filter(u8::is_ascii_digit).count() <= Self::DIGITS;
        Decimal::from_str_exact(trimmed)
            .ok()
            .filter(|rate| plain && !rate.is_zero())
            .map(|rate| Self(rate.normalize()))
            .ok_or_else(|| RateFault::NotARate(text.to_owned()))
    }

    /// `money` in minor units of `base`, rounded half away from zero.
    pub fn convert(self, money: Money, base: Currency) -> Result<i64, RateFault> {
        let exact = || {
            let numerator = i128::from(money.minor).checked_mul(self.0.mantissa())?;
            let numerator = numerator.checked_mul(10_i128.pow(base.digits()))?;
            let denominator = 10_i128.pow(self.0.scale() + money.currency.digits());
            i64::try_from(divide_rounded(numerator, denominator)).ok()
        };
        exact()
            .ok_or_else(|| RateFault::TooLarge { amount: format!("{} {}", money.currency, money.plain()), rate: self })
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The rates of a ledger or of a file, to look up the one in force on a day.
#[derive(Clone, Debug, Default)]
pub struct Rates {
    by_currency: BTreeMap<Currency, BTreeMap<NaiveDate, Rate>>,
}

impl Rates {
    /// Takes in a rate. One of the same currency and day supersedes the former.
    pub fn add(&mut self, currency: Currency, effective: NaiveDate, rate: Rate) {
        self.by_currency.entry(currency).or_default().insert(effective, rate);
    }

    /// The latest rate with an effective date on or before `day`.
    #[must_use]
    pub fn in_force(&self, currency: Currency, day: NaiveDate) -> Option<Rate> {
        self.by_currency.get(&currency)?.range(..=day).next_back().map(|(_, rate)| *rate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn money(text: &str) -> Money {
        Money::parse(text, None, Currency::CNY).unwrap()
    }

    fn convert(amount: &str, rate: &str) -> String {
        let minor = Rate::parse(rate).unwrap().convert(money(amount), Currency::CNY).unwrap();
        Money { minor, currency: Currency::CNY }.plain()
    }

    /// Expected values worked out with Python's `decimal`, rounding half up.
    #[test]
    fn base_amounts_are_rounded_half_away_from_zero() {
        assert_eq!(convert("USD 8843275", "7.0550"), "62389305.13");
        assert_eq!(convert("SGD 132000000.50", "5.0920"), "672144002.55");
        assert_eq!(convert("GBP 12748650.25", "8.6630"), "110441557.12");
        assert_eq!(convert("JPY 5000000000", "0.0667"), "333500000.00");
        assert_eq!(convert("KWD 1.234", "23.15"), "28.57");
    }

    #[test]
    fn rates_are_plain_decimals_above_zero() {
        assert_eq!(Rate::parse("8.680").unwrap().to_string(), "8.68");
        for text in ["", "0", "0.00", "-8", "8,68", "1e3", "8.", ".8", "8.6.8", "12345678901234567"] {
            assert!(Rate::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let fault = Rate::parse("9999999").unwrap().convert(money("USD 1000000000000000"), Currency::CNY);
        assert!(matches!(fault, Err(RateFault::TooLarge { .. })));
    }

    #[test]
    fn the_rate_in_force_is_the_latest_on_or_before_the_day() {
        let day = |text: &str| super::super::date::parse_day(text).unwrap();
        let gbp = Currency::from_code("GBP").unwrap();
        let mut rates = Rates::default();
        rates.add(gbp, day("2019-08-01"), Rate::parse("8.5").unwrap());
        rates.add(gbp, day("2019-08-26"), Rate::parse("8.68").unwrap());
        let on = |text: &str| rates.in_force(gbp, day(text)).map(|rate| rate.to_string());
        assert_eq!(on("2019-07-31"), None);
        assert_eq!(on("2019-08-25").as_deref(), Some("8.5"));
        assert_eq!(on("2019-08-26").as_deref(), Some("8.68"));
        assert_eq!(on("2020-01-01").as_deref(), Some("8.68"));
    }
}
