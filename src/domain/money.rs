//! Amounts: exact, in minor units of their currency, and the ways in which people type them.
//!
//! `1234.56` `1,234.56` `1.2b` `35m` `500k` `3.5亿` `1200万元` `1.2亿美元` `US$3m` `£1.2bn` `￥500万`, in full-width characters as
//! well, with the unit in brackets too. Nothing is rounded: an amount with more decimals than its currency has is refused.

use rust_decimal::Decimal;
use unicode_normalization::UnicodeNormalization;

use super::amount_text::split;
use super::currency::Currency;

/// The largest amount, in major units: 10^15. Larger ones are slips of the unit.
pub const LARGEST: i64 = 1_000_000_000_000_000;

/// An amount of money: a whole number of minor units of a currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Money {
    /// Minor units: fen for CNY, whole yen for JPY.
    pub minor: i64,
    /// The currency it is counted in.
    pub currency: Currency,
}

/// Why a text is not an amount.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AmountFault {
    /// Not a number with an optional unit and currency.
    #[error("`{0}` is not an amount (write 12500 or 12,500.00)")]
    NotAnAmount(String),
    /// Contract values are not negative.
    #[error("`{0}` is not an amount: it is below zero")]
    Negative(String),
    /// It would have to be rounded.
    #[error("`{text}` has more decimals than {currency} has ({digits})")]
    TooManyDecimals {
        /// What was written.
        text: String,
        /// The currency it is in.
        currency: Currency,
        /// The decimals of that currency.
        digits: u32,
    },
    /// More than [`LARGEST`].
    #[error("`{0}` is more than 10^15, the largest amount")]
    TooLarge(String),
    /// The amount names one currency, the field beside it another.
    #[error("`{text}` is in {written}, but the currency given is {given}")]
    OtherCurrency {
        /// What was written.
        text: String,
        /// The currency in the amount.
        written: Currency,
        /// The currency given beside it.
        given: Currency,
    },
    /// `$` is the sign of several currencies.
    #[error("`{0}`: `$` may be USD, HKD, SGD, … (write US$ or name the currency)")]
    WhichDollar(String),
}

impl Money {
    /// Reads an amount as people type it.
    ///
    /// `given` is the currency stated beside the amount, `otherwise` the one to assume where neither says.
    pub fn parse(text: &str, given: Option<Currency>, otherwise: Currency) -> Result<Self, AmountFault> {
        let plain = given.unwrap_or(otherwise);
        if let Some(minor) = plain_minor(text.as_bytes(), plain.digits()) {
            return Ok(Self { minor, currency: plain });
        }
        let folded: String = text.nfkc().collect();
        let folded = folded.trim();
        let in_brackets = folded.starts_with('(') && folded.ends_with(')');
        if (in_brackets || folded.starts_with(['-', '−'])) && folded.chars().any(|c| c.is_ascii_digit()) {
            return Err(AmountFault::Negative(text.to_owned()));
        }
        let parts = split(folded).ok_or_else(|| AmountFault::NotAnAmount(text.to_owned()))?;
        let written = parts.currency(text, given.unwrap_or(otherwise))?;
        let currency = match (written, given) {
            (Some(written), Some(given)) if written != given => {
                return Err(AmountFault::OtherCurrency { text: text.to_owned(), written, given });
            }
            (written, given) => written.or(given).unwrap_or(otherwise),
        };
        let digits = currency.digits();
        let too_many = || AmountFault::TooManyDecimals { text: text.to_owned(), currency, digits };
        if parts.power == 0 && parts.decimals > digits {
            return Err(too_many());
        }
        let too_large = || AmountFault::TooLarge(text.to_owned());
        let scaled = Decimal::from_i128_with_scale(10_i128.pow(parts.power + digits), 0);
        let minor = Decimal::from_str_exact(&parts.number)
            .ok()
            .and_then(|number| number.checked_mul(scaled))
            .ok_or_else(too_large)?;
        if minor.trunc() != minor {
            return Err(too_many());
        }
        let minor =
            i64::try_from(minor.trunc().mantissa() / 10_i128.pow(minor.trunc().scale())).map_err(|_| too_large())?;
        if i128::from(minor) > i128::from(LARGEST) * 10_i128.pow(digits) {
            Err(too_large())
        } else {
            Ok(Self { minor, currency })
        }
    }

    /// The exact decimal, with all the decimals of the currency: `1250000.00`.
    #[must_use]
    pub fn plain(self) -> String {
        decimal(i128::from(self.minor), self.currency.digits())
    }

    /// The exact decimal with thousands set apart: `1,250,000.00`.
    #[must_use]
    pub fn grouped(self) -> String {
        grouped(&self.plain())
    }
}

/// A whole number of units of 10^-`digits` as a decimal.
#[must_use]
pub fn decimal(units: i128, digits: u32) -> String {
    let whole = units.unsigned_abs();
    // Numbers of 64 bits are written several times as fast.
    let mut text = u64::try_from(whole).map_or_else(|_| whole.to_string(), |whole| whole.to_string());
    let width = digits as usize;
    if width > 0 {
        while text.len() <= width {
            text.insert(0, '0');
        }
        text.insert(text.len() - width, '.');
    }
    if units < 0 {
        text.insert(0, '-');
    }
    text
}

/// Sets the thousands of a decimal apart with commas.
#[must_use]
pub fn grouped(decimal: &str) -> String {
    let (whole, rest) = decimal.find('.').map_or((decimal, ""), |at| decimal.split_at(at));
    let (sign, whole) = whole.strip_prefix('-').map_or(("", whole), |digits| ("-", digits));
    let mut out = String::with_capacity(decimal.len() + whole.len() / 3);
    out.push_str(sign);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out + rest
}

/// `numerator / denominator`, rounded half away from zero. The denominator is above zero.
#[must_use]
pub fn divide_rounded(numerator: i128, denominator: i128) -> i128 {
    let (quotient, remainder) = (numerator / denominator, numerator % denominator);
    if remainder.unsigned_abs() >= denominator.unsigned_abs().div_ceil(2) {
        quotient + numerator.signum()
    } else {
        quotient
    }
}

/// Digits with at most one point and no more decimals than `digits`: what programs write. `None` is for the long way round.
fn plain_minor(text: &[u8], digits: u32) -> Option<i64> {
    let point = text.iter().position(|byte| *byte == b'.');
    let (whole, decimals) = point.map_or((text, &[][..]), |at| (&text[..at], &text[at + 1..]));
    let missing = digits.checked_sub(u32::try_from(decimals.len()).ok()?)?;
    if whole.is_empty() || whole.len() > 15 || (point.is_some() && decimals.is_empty()) {
        return None;
    }
    let number = whole.iter().chain(decimals).try_fold(0_i64, |sum, byte| {
        if byte.is_ascii_digit() { sum.checked_mul(10)?.checked_add(i64::from(byte - b'0')) } else { None }
    })?;
    number.checked_mul(10_i64.pow(missing))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn currency(code: &str) -> Currency {
        Currency::from_code(code).unwrap()
    }

    fn read(text: &str) -> Result<String, AmountFault> {
        Money::parse(text, None, Currency::CNY).map(|money| format!("{} {}", money.currency, money.plain()))
    }

    #[test]
    fn amounts_are_read_as_people_type_them() {
        for (text, money) in [
            ("1234.56", "CNY 1234.56"),
            ("1,234.56", "CNY 1234.56"),
            ("12,345,678", "CNY 12345678.00"),
            ("1.2b", "CNY 1200000000.00"),
            ("1.2bn", "CNY 1200000000.00"),
            ("1.2 billion", "CNY 1200000000.00"),
            ("35m", "CNY 35000000.00"),
            ("35 Million", "CNY 35000000.00"),
            ("500k", "CNY 500000.00"),
            ("3.5亿", "CNY 350000000.00"),
            ("1200万", "CNY 12000000.00"),
            ("1200万元", "CNY 12000000.00"),
            ("1.2亿美元", "USD 120000000.00"),
            ("US$3m", "USD 3000000.00"),
            ("£1.2bn", "GBP 1200000000.00"),
            ("€40m", "EUR 40000000.00"),
            ("￥500万", "CNY 5000000.00"),
            ("1.2亿元人民币", "CNY 120000000.00"),
            ("1200（万元）", "CNY 12000000.00"),
            ("12億元", "CNY 1200000000.00"),
            ("人民币1200万元", "CNY 12000000.00"),
            ("¥500", "CNY 500.00"),
            ("１２３，４５６．７８", "CNY 123456.78"),
            ("１．５亿", "CNY 150000000.00"),
            ("USD 3.5m", "USD 3500000.00"),
            ("3.5m usd", "USD 3500000.00"),
            ("RMB 5m", "CNY 5000000.00"),
            ("1.23456789亿", "CNY 123456789.00"),
            ("5000日元", "JPY 5000"),
            ("0", "CNY 0.00"),
            ("1000000000000000", "CNY 1000000000000000.00"),
            (" 7 ", "CNY 7.00"),
        ] {
            assert_eq!(read(text).as_deref(), Ok(money), "{text}");
        }
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in [
            "", " ", "abc", "tbd", "1.2.3", "12.5.1", "1e5", "1,23", "1,2345", ",5", "5.", ".5", "1 234", "5x",
            "1.234,56", "USD", "5%", "1/2", "+5",
        ] {
            assert_eq!(read(text), Err(AmountFault::NotAnAmount(text.to_owned())), "{text}");
        }
        for text in ["-3", "-5", "−5m", "-1,000.00", "(1,200)", "（5）"] {
            assert_eq!(read(text), Err(AmountFault::Negative(text.to_owned())), "{text}");
        }
        for text in ["1.234", "1.000", "0.001", "1.23456789123亿", "0.0000001万"] {
            assert!(matches!(read(text), Err(AmountFault::TooManyDecimals { .. })), "{text}");
        }
        for text in
            ["10000000000000000", "1000000000000000.01", "1000001b", "99999999999999999999999999999999", "2000万亿"]
        {
            assert_eq!(read(text), Err(AmountFault::TooLarge(text.to_owned())), "{text}");
        }
        assert_eq!(read("$3m"), Err(AmountFault::WhichDollar("$3m".to_owned())));
    }

    #[test]
    fn the_currency_written_must_agree_with_the_one_given() {
        let with = |text: &str, given: &str| Money::parse(text, Some(currency(given)), Currency::CNY);
        assert_eq!(with("¥500", "JPY").unwrap().currency, Currency::JPY);
        assert_eq!(with("$3m", "HKD").unwrap().currency, currency("HKD"));
        assert!(matches!(with("£5", "USD"), Err(AmountFault::OtherCurrency { .. })));
        assert!(matches!(with("¥5", "GBP"), Err(AmountFault::OtherCurrency { .. })));
        assert!(matches!(with("1200万元", "USD"), Err(AmountFault::OtherCurrency { .. })));
        assert!(matches!(with("1.5", "JPY"), Err(AmountFault::TooManyDecimals { digits: 0, .. })));
        assert_eq!(with("1.234", "KWD").unwrap().minor, 1234);
        assert_eq!(with("1.5万", "JPY").unwrap().minor, 15000);
    }

    #[test]
    fn halves_round_away_from_zero() {
        assert_eq!([5, -5, 4, -4, 15].map(|n| divide_rounded(n, 10)), [1, -1, 0, 0, 2]);
        assert_eq!([1, 2, -2].map(|n| divide_rounded(n, 3)), [0, 1, -1]);
    }

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(
            ["0.00", "999", "1000", "-1234567.89", "123456.7"].map(grouped),
            ["0.00", "999", "1,000", "-1,234,567.89", "123,456.7"]
        );
        assert_eq!([decimal(-5, 2), decimal(1250, 2), decimal(7, 0)], ["-0.05", "12.50", "7"]);
    }

    proptest! {
        /// What is written is read back, plain and with thousands set apart, in every currency.
        #[test]
        fn parse_reads_what_print_wrote(minor in 0_i64..=LARGEST, which in 0_usize..150) {
            let currency = Currency::all().nth(which).unwrap();
            let money = Money { minor, currency };
            prop_assert_eq!(Money::parse(&money.plain(), Some(currency), Currency::CNY), Ok(money));
            prop_assert_eq!(Money::parse(&money.grouped(), Some(currency), Currency::CNY), Ok(money));
            prop_assert_eq!(Money::parse(&format!("{currency} {}", money.plain()), None, Currency::CNY), Ok(money));
        }

        /// No text makes it panic.
        #[test]
        fn parse_takes_any_text(text in "\\PC{0,12}") {
            let _ = Money::parse(&text, None, Currency::CNY);
        }
    }
}
