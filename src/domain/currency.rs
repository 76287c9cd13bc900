//! Currencies: ISO 4217 codes and their decimals, and the everyday ways of writing them.

use std::fmt;

use iso_currency::IntoEnumIterator as _;

use super::suggest;

/// A currency that money can be counted in: one of ISO 4217 that has a number of decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency(iso_currency::Currency);

/// No currency of ISO 4217 has this code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no currency matches `{text}`")]
pub struct UnknownCurrency {
    /// What was written.
    pub text: String,
    /// The nearest code, where one is near.
    pub nearest: Option<Currency>,
}

impl Currency {
    /// The Chinese yuan, the base currency of a ledger unless it was made with another.
    pub const CNY: Self = Self(iso_currency::Currency::CNY);
    /// The Japanese yen, which shares its sign with the yuan.
    pub const JPY: Self = Self(iso_currency::Currency::JPY);

    /// Finds a currency by its code or an everyday name (`RMB`, `人民币`, `美元`), without regard to case and width.
    pub fn parse(text: &str) -> Result<Self, UnknownCurrency> {
        if let Some(currency) = Self::from_code(text) {
            return Ok(currency);
        }
        let key = super::fold::name_key(text).to_uppercase();
        Self::from_code(&key).or_else(|| Self::named(&key)).ok_or_else(|| {
            let codes: Vec<&str> = Self::all().map(Self::code).collect();
            let nearest = suggest::nearest(&key, codes.into_iter(), 1).first().and_then(|code| Self::from_code(code));
            UnknownCurrency { text: text.to_owned(), nearest }
        })
    }

    /// The currency of this code, in capitals.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        iso_currency::Currency::from_code(code).filter(|currency| currency.exponent().is_some()).map(Self)
    }

    /// The currency of this ISO 4217 number, which is also its number in a ledger.
    #[must_use]
    pub fn from_number(number: i64) -> Option<Self> {
        let number = u16::try_from(number).ok()?;
        iso_currency::Currency::from_numeric(number).filter(|currency| currency.exponent().is_some()).map(Self)
    }

    /// The everyday names and signs of currencies that deals are written in. `元` alone is the yuan.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let code = match name {
            "元" | "人民币" | "人民币元" | "元人民币" | "RMB" | "YUAN" | "RENMINBI" => "CNY",
            "美元" | "美金" | "US$" | "USD$" | "USDOLLAR" | "USDOLLARS" => "USD",
            "欧元" | "€" | "EURO" | "EUROS" => "EUR",
            "英镑" | "£" | "POUNDSTERLING" | "STERLING" => "GBP",
            "日元" | "日圆" | "YEN" => "JPY",
            "港元" | "港币" | "HK$" => "HKD",
            "澳门元" | "澳门币" | "MOP$" => "MOP",
            "新台币" | "台币" | "NT$" => "TWD",
            "韩元" | "韩圆" | "₩" => "KRW",
            "新加坡元" | "新元" | "新币" | "S$" => "SGD",
            "加元" | "加拿大元" | "C$" | "CA$" => "CAD",
            "澳元" | "澳大利亚元" | "A$" | "AU$" => "AUD",
            "新西兰元" | "NZ$" => "NZD",
            "瑞士法郎" => "CHF",
            "卢布" | "₽" => "RUB",
            "印度卢比" | "₹" => "INR",
            _ => return None,
        };
        Self::from_code(code)
    }

    /// What is written behind an amount in Chinese; the code, where no everyday word is known.
    #[must_use]
    pub fn name_zh(self) -> &'static str {
        match self.code() {
            "CNY" => "元",
            "USD" => "美元",
            "EUR" => "欧元",
            "GBP" => "英镑",
            "JPY" => "日元",
            "HKD" => "港元",
            "MOP" => "澳门元",
            "TWD" => "新台币",
            "KRW" => "韩元",
            "SGD" => "新加坡元",
            "CAD" => "加元",
            "AUD" => "澳元",
            "NZD" => "新西兰元",
            "CHF" => "瑞士法郎",
            "RUB" => "卢布",
            "INR" => "印度卢比",
            code => code,
        }
    }

    /// Every currency, in the order of their codes.
    pub fn all() -> impl Iterator<Item = Self> {
        iso_currency::Currency::iter().filter(|currency| currency.exponent().is_some()).map(Self)
    }

    /// The three-letter code.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.0.code()
    }

    /// The ISO 4217 number.
    #[must_use]
    pub fn number(self) -> i64 {
        i64::from(self.0.numeric())
    }

    /// How many decimals its minor unit has: 2 for CNY, 0 for JPY, 3 for KWD.
    #[must_use]
    pub fn digits(self) -> u32 {
        self.0.exponent().map_or(0, u32::from)
    }

    /// Whether `$` alone is written for it.
    #[must_use]
    pub fn is_dollar(self) -> bool {
        matches!(self.code(), "USD" | "HKD" | "SGD" | "AUD" | "CAD" | "NZD" | "TWD")
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Decimals from ISO 4217, list one.
    #[test]
    fn currencies_have_their_decimals() {
        for (code, digits) in [
            ("CNY", 2),
            ("USD", 2),
            ("JPY", 0),
            ("KRW", 0),
            ("VND", 0),
            ("KWD", 3),
            ("TND", 3),
            ("CLF", 4),
            ("ISK", 0),
            ("HUF", 2),
        ] {
            assert_eq!(Currency::from_code(code).unwrap().digits(), digits, "{code}");
        }
    }

    #[test]
    fn everyday_names_are_known_and_strangers_are_not() {
        assert_eq!(Currency::parse(" rmb ").unwrap(), Currency::CNY);
        assert_eq!(Currency::parse("ｕｓｄ").unwrap().code(), "USD");
        assert_eq!(Currency::parse("港币").unwrap().code(), "HKD");
        assert_eq!(Currency::parse("GPB").unwrap_err().nearest.unwrap().code(), "GBP");
        for currency in Currency::all() {
            assert_eq!(Currency::parse(currency.name_zh()), Ok(currency));
        }
        assert!(Currency::parse("XAU").is_err(), "gold has no minor unit");
        assert!(Currency::parse("").is_err());
    }
}
