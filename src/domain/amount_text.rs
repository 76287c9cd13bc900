//! The form of an amount as people type it: its digits, the power of ten and the currency written beside them.

use unicode_normalization::UnicodeNormalization;

use super::currency::Currency;
use super::money::AmountFault;

/// An amount taken apart: `US$1,234.5m` → `US$`, `1234.5` (one decimal), 10^6.
pub(super) struct Parts<'a> {
    before: &'a str,
    pub(super) number: String,
    pub(super) decimals: u32,
    pub(super) power: u32,
    after: &'a str,
}

impl Parts<'_> {
    /// The currency written before or behind the number. A sign that several share stands for the `expected` one, if that is one
    /// of them.
    pub(super) fn currency(&self, text: &str, expected: Currency) -> Result<Option<Currency>, AmountFault> {
        let not_an_amount = || AmountFault::NotAnAmount(text.to_owned());
        let one = |written: &str| match written {
            "" => Ok(None),
            "$" if expected.is_dollar() => Ok(Some(expected)),
            "$" => Err(AmountFault::WhichDollar(text.to_owned())),
            "¥" => Ok(Some(if expected == Currency::JPY { Currency::JPY } else { Currency::CNY })),
            other => {
                let upper = other.to_uppercase();
                Currency::from_code(&upper).or_else(|| Currency::named(&upper)).map(Some).ok_or_else(not_an_amount)
            }
        };
        match (one(self.before)?, one(self.after)?) {
            (Some(before), Some(after)) if before != after => Err(not_an_amount()),
            (before, after) => Ok(before.or(after)),
        }
    }
}

/// Takes an amount in plain characters apart; none if it is not a number with something beside it.
pub(super) fn split(text: &str) -> Option<Parts<'_>> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let (before, rest) = text.split_at(start);
    let end = rest.find(|c: char| !(c.is_ascii_digit() || c == ',' || c == '.')).unwrap_or(rest.len());
    let (number, after) = rest.split_at(end);
    let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
    let digits_only = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let grouped = whole.contains(',');
    let sound = !first.is_empty()
        && (!grouped || first.len() <= 3)
        && groups.all(|group| group.len() == 3)
        && digits_only(decimals)
        && (decimals.is_empty() != number.contains('.'));
    if !sound {
        return None;
    }
    let number =
        if decimals.is_empty() { whole.replace(',', "") } else { format!("{}.{decimals}", whole.replace(',', "")) };
    let after = after.trim();
    let after = after.strip_prefix('(').and_then(|after| after.strip_suffix(')')).unwrap_or(after).trim();
    let (power, after) = unit(after);
    Some(Parts { before: before.trim(), number, decimals: u32::try_from(decimals.len()).ok()?, power, after })
}

/// What is written beside the digits of an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    /// Nothing: a number.
    Nothing,
    /// A currency and no power of ten.
    Currency,
    /// A power of ten.
    Power,
    /// A power of ten and a currency.
    Both,
}

/// Looks at the form of an amount; none if it is no amount. Whether its currency is one is not looked at.
#[must_use]
pub fn beside(text: &str) -> Option<Beside> {
    let folded: String = text.nfkc().collect();
    let parts = split(folded.trim())?;
    Some(match (parts.power, parts.before.is_empty() && parts.after.is_empty()) {
        (0, true) => Beside::Nothing,
        (0, false) => Beside::Currency,
        (_, true) => Beside::Power,
        (_, false) => Beside::Both,
    })
}

const CHINESE: [(&str, u32); 15] = [
    ("万亿", 12),
    ("千亿", 11),
    ("百亿", 10),
    ("十亿", 9),
    ("亿", 8),
    ("千万", 7),
    ("百万", 6),
    ("十万", 5),
    ("万", 4),
    ("千", 3),
    ("萬億", 12),
    ("億", 8),
    ("千萬", 7),
    ("百萬", 6),
    ("萬", 4),
];

/// The Chinese power of ten at the head of a text, and what follows it.
#[must_use]
pub fn chinese_unit(text: &str) -> Option<(u32, &str)> {
    CHINESE.iter().find_map(|(unit, power)| Some((*power, text.strip_prefix(unit)?)))
}

/// The Chinese word for a power of ten, where there is one.
#[must_use]
pub fn chinese_word(power: u32) -> Option<&'static str> {
    CHINESE.iter().find(|(_, other)| *other == power).map(|(word, _)| *word)
}

/// The unit at the head of what follows the number, as a power of ten, and what is left: a currency or nothing.
fn unit(text: &str) -> (u32, &str) {
    const ENGLISH: [(&str, u32); 11] = [
        ("trillion", 12),
        ("billion", 9),
        ("million", 6),
        ("thousand", 3),
        ("bn", 9),
        ("mn", 6),
        ("tn", 12),
        ("b", 9),
        ("m", 6),
        ("k", 3),
        ("t", 12),
    ];
    if let Some((power, rest)) = chinese_unit(text) {
        return (power, rest.trim());
    }
    let letters = text.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(text.len());
    let (word, rest) = text.split_at(letters);
    match ENGLISH.iter().find(|(unit, _)| word.eq_ignore_ascii_case(unit)) {
        Some((_, power)) => (*power, rest.trim()),
        None => (0, text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_beside_the_digits_is_told() {
        for (text, found) in [
            ("1,200.00", Some(Beside::Nothing)),
            ("￥1,200", Some(Beside::Currency)),
            ("500美元", Some(Beside::Currency)),
            ("3.5亿", Some(Beside::Power)),
            ("US$3m", Some(Beside::Both)),
            ("1200（万元）", Some(Beside::Both)),
            ("数千万", None),
            ("12.5.1", None),
        ] {
            assert_eq!(beside(text), found, "{text}");
        }
        assert_eq!((chinese_word(8), chinese_word(2)), (Some("亿"), None));
    }
}
