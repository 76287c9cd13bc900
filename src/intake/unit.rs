//! Units of amounts, as headers, title rows and options state them: `万元`, `亿美元`, `USD m`, `Millions`, `100 million yuan`.
//!
//! A unit is a power of ten, a currency or both. `元` behind a power is the unit of whatever currency the row is in, and the yuan
//! where none is stated.

use unicode_normalization::UnicodeNormalization;

use crate::domain::amount_text;
use crate::domain::currency::Currency;

/// What one of an amount column stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// The power of ten.
    pub power: u32,
    /// The currency it names.
    pub currency: Option<Currency>,
    /// Whether that is `元`, which is said of other currencies as well.
    pub is_yuan_word: bool,
    /// As it was written.
    pub text: String,
}

impl Unit {
    /// Reads a unit; none if the text is something else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let folded: String = text.nfkc().collect();
        let plain = folded
            .trim()
            .trim_start_matches("单位")
            .trim_start_matches(':')
            .trim_matches(['(', ')', '[', ']', '【', '】', ' ', ':'])
            .trim();
        let (power, currency, is_yuan_word) = chinese(plain).or_else(|| english(plain))?;
        Some(Self { power, currency, is_yuan_word, text: plain.to_owned() })
    }

    /// Whether its currency is a `$` alone, which several share.
    #[must_use]
    pub fn is_bare_dollar(&self) -> bool {
        let before = self.text.split('$').next().unwrap_or_default();
        let says_which = before
            .split_whitespace()
            .next_back()
            .is_some_and(|word| word.eq_ignore_ascii_case("US") || currency_word(word).is_some());
        self.text.contains('$') && !says_which && !before.ends_with(|c: char| c.is_ascii_alphabetic())
    }

    /// Whether both can be meant at once.
    #[must_use]
    pub fn agrees(&self, other: &Self) -> bool {
        let currencies = self.currency.zip(other.currency);
        self.power == other.power && currencies.is_none_or(|(one, another)| one == another)
    }

    /// The unit that a title row states: `单位：万元`, `Unit: USD million`, `(in millions of US dollars)`.
    #[must_use]
    pub fn in_title(text: &str) -> Option<Self> {
        let folded: String = text.nfkc().collect();
        // Chinese heads are spread out: 单 位：万 元.
        let is_han = folded.contains(|c: char| c.is_alphabetic() && !c.is_ascii());
        let folded = if is_han { folded.chars().filter(|c| !c.is_whitespace()).collect() } else { folded };
        let lower = folded.to_lowercase();
        for word in ["单位", "units", "unit"] {
            for (at, _) in lower.match_indices(word) {
                let Some(rest) = folded.get(at + word.len()..) else { continue };
                let rest = rest.trim_start().trim_start_matches([':', '为', '是']);
                let parts = rest.split([',', ';', '、', '，', ')', '。', '/', '\n', '|']);
                if let Some(unit) = parts.map(str::trim).filter(|part| !part.is_empty()).find_map(Self::parse) {
                    return Some(unit);
                }
            }
        }
        // … in millions of US dollars
        lower.match_indices("in ").find_map(|(at, _)| {
            let rest = folded.get(at..)?;
            Self::parse(rest.split([',', ';', ')', '.', '\n']).next()?)
        })
    }
}

/// A power in Chinese, a currency in Chinese, or both.
fn chinese(text: &str) -> Option<(u32, Option<Currency>, bool)> {
    let compact: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let (before, compact) = match compact.strip_prefix("人民币") {
        Some(rest) if !rest.is_empty() => (Some(Currency::CNY), rest),
        _ => (None, &*compact),
    };
    let (power, rest) = amount_text::chinese_unit(compact).unwrap_or((0, compact));
    if power == 0 && !rest.ends_with(['元', '圆', '镑', '郎', '金', '布', '比']) {
        return None;
    }
    match rest {
        "" => Some((power, before, false)),
        "元" => Some((power, before.or(Some(Currency::CNY)), before.is_none())),
        other => Some((power, Some(Currency::named(other)?), false)),
    }
}

/// Words such as `USD m`, `in millions of US dollars`, `US$ bn`, `100 million yuan`, `'000`.
fn english(text: &str) -> Option<(u32, Option<Currency>, bool)> {
    let mut power = None;
    let mut currency = None;
    // A number counts only before a power: 100 million.
    let mut number = 0;
    if let Some(found) = signs_and_letter(text) {
        return Some(found);
    }
    let spaced = text.replace(['.', ',', '/', '-', '(', ')'], " ").replace('$', "$ ");
    for word in spaced.split_whitespace() {
        let lower = word.to_lowercase();
        let more = match lower.as_str() {
            "in" | "of" | "the" | "unit" | "units" => continue,
            "us" | "$" | "dollar" | "dollars" => {
                currency.get_or_insert(Currency::from_code("USD")?);
                continue;
            }
            "100" | "10" if number == 0 => {
                number = if lower == "100" { 2 } else { 1 };
                continue;
            }
            "100m" | "yi" => 8,
            "hundred" => 2,
            "thousand" | "thousands" | "k" | "000" | "'000" | "000s" | "'000s" => 3,
            "wan" => 4,
            "million" | "millions" | "m" | "mn" | "mm" | "mil" | "mln" => 6,
            "billion" | "billions" | "b" | "bn" | "bln" => 9,
            "trillion" | "trillions" | "tn" => 12,
            _ => {
                let found = currency_word(word)?;
                if currency.is_some_and(|known| known != found && word != "$") {
                    return None;
                }
                currency = Some(found);
                continue;
            }
        };
        power = Some(power.unwrap_or(0) + std::mem::take(&mut number) + more);
    }
    let is_unit = number == 0 && (power.is_some() || currency.is_some());
    is_unit.then_some((power.unwrap_or(0), currency, false))
}

/// A currency by its code in capitals, or by a sign or name of everyday. `all` is no Albanian money.
fn currency_word(word: &str) -> Option<Currency> {
    const EVERYDAY: [&str; 10] = ["usd", "eur", "gbp", "rmb", "cny", "hkd", "jpy", "sgd", "aud", "chf"];
    if word.chars().any(|c| c.is_alphabetic() && !c.is_ascii()) {
        return None;
    }
    let (upper, lower) = (word.to_uppercase(), word.to_lowercase());
    let by_code = Currency::from_code(&upper).filter(|_| word == upper || EVERYDAY.contains(&&*lower));
    by_code.or_else(|| Currency::named(&upper))
}

/// A sign and a letter in one word: `$m`, `US$bn`, `£k`, `USDm`.
fn signs_and_letter(text: &str) -> Option<(u32, Option<Currency>, bool)> {
    const LETTERS: [(&str, u32); 8] =
        [("bn", 9), ("mn", 6), ("mm", 6), ("m", 6), ("b", 9), ("k", 3), ("'000", 3), ("000", 3)];
    let lower = text.to_lowercase();
    let (letter, power) = LETTERS.iter().find(|(letter, _)| lower.ends_with(letter))?;
    let sign = text.get(..text.len() - letter.len())?.trim_end();
    let currency = match sign {
        "$" => Currency::from_code("USD")?,
        "¥" => Currency::CNY,
        sign => currency_word(sign)?,
    };
    Some((*power, Some(currency), false))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(text: &str) -> Option<(u32, &'static str)> {
        Unit::parse(text).map(|unit| (unit.power, unit.currency.map_or("", Currency::code)))
    }

    #[test]
    fn units_are_read_in_both_languages() {
        for (text, power, currency) in [
            ("元", 0, "CNY"),
            ("（万元）", 4, "CNY"),
            ("亿元", 8, "CNY"),
            ("百万元", 6, "CNY"),
            ("万美元", 4, "USD"),
            ("亿美元", 8, "USD"),
            ("人民币万元", 4, "CNY"),
            ("万元人民币", 4, "CNY"),
            ("单位：万元", 4, "CNY"),
            ("亿", 8, ""),
            ("万", 4, ""),
            ("million", 6, ""),
            ("wan", 4, ""),
            ("yi", 8, ""),
            ("in wan yuan", 4, "CNY"),
            ("in Millions", 6, ""),
            ("USD m", 6, "USD"),
            ("US$ million", 6, "USD"),
            ("US$m", 6, "USD"),
            ("$m", 6, "USD"),
            ("£bn", 9, "GBP"),
            ("EUR thousand", 3, "EUR"),
            ("USD", 0, "USD"),
            ("RMB 100 million", 8, "CNY"),
            ("10 thousand yuan", 4, "CNY"),
            ("in millions of US dollars", 6, "USD"),
            ("USD '000", 3, "USD"),
            ("Usd m", 6, "USD"),
        ] {
            assert_eq!(unit(text), Some((power, currency)), "{text}");
        }
        for text in [
            "",
            "重庆市招商局",
            "全称",
            "percent",
            "including land",
            "人民币",
            "个",
            "EUR USD",
            "items",
            "all",
            "top",
            "10",
            "100",
        ] {
            assert_eq!(unit(text), None, "{text}");
        }
    }

    #[test]
    fn titles_state_units() {
        for (text, power) in [
            ("单位：万元", 4),
            ("（单位: 亿元）", 8),
            ("2019年项目表   金额单位：亿元", 8),
            ("单 位：万 元", 4),
            ("单位：个、亿元", 8),
            ("填报单位：招商局  单位：万元", 4),
            ("Unit: USD million", 6),
            ("(in millions of US dollars)", 6),
            ("Deals abroad 2005 to 2019, values in millions of US dollars; invented", 6),
        ] {
            assert_eq!(Unit::in_title(text).map(|unit| unit.power), Some(power), "{text}");
        }
        for text in ["填报单位：重庆市招商局", "2019智博会签约项目", "Investment tracker", "单位"] {
            assert_eq!(Unit::in_title(text), None, "{text}");
        }
    }
}
