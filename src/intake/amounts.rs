//! Amounts as files hold them: numbers in the unit of their column, cells with a unit of their own, words for having none, and words
//! that are no amount to the fen.

use std::borrow::Cow;

use rust_decimal::Decimal;
use unicode_normalization::UnicodeNormalization;

use super::unit::Unit;
use crate::domain::amount_text::{Beside, beside, chinese_word};
use crate::domain::currency::Currency;
use crate::domain::fault::Problem;
use crate::domain::money::{AmountFault, Money};

/// How a cell of an amount column reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AmountCell<'a> {
    /// As no amount.
    Nothing,
    /// As this text, in this currency where the column names one.
    Amount(Cow<'a, str>, Option<Currency>),
}

/// What is known of an amount column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnUnit<'a> {
    /// The column is one of ours: its numbers are amounts as they stand.
    Ours,
    /// Somebody said what one of it is.
    Stated(&'a Unit),
    /// Nobody did.
    Unknown,
}

/// Reads a cell of an amount column.
pub fn read<'a>(text: &'a str, unit: ColumnUnit<'_>) -> Result<AmountCell<'a>, Problem> {
    if says_nothing(text) {
        return Ok(AmountCell::Nothing);
    }
    if is_vague(text) {
        return Err(Problem::Vague(text.to_owned()));
    }
    let is_negative = text.trim_start().starts_with(['-', '−', '(', '（']);
    let Some(beside) = beside(text).filter(|_| !is_negative) else {
        // Not an amount at all, which the draft will say.
        return Ok(AmountCell::Amount(Cow::Borrowed(text), None));
    };
    let as_it_is = |currency| Ok(AmountCell::Amount(Cow::Borrowed(text), currency));
    let ColumnUnit::Stated(unit) = unit else {
        return match (beside, unit) {
            (Beside::Nothing, ColumnUnit::Unknown) => Err(Problem::NoUnit(text.to_owned())),
            _ => as_it_is(None),
        };
    };
    let unclear = || Err(Problem::UnitUnclear { text: text.to_owned(), unit: unit.text.clone() });
    match beside {
        Beside::Nothing => Ok(AmountCell::Amount(scaled(text, unit.power)?, unit.currency)),
        // The cell's own power counts; its currency is that of the column.
        Beside::Power => as_it_is(unit.currency),
        Beside::Currency if unit.power > 0 => match behind_sign(text, unit) {
            Some(number) => {
                let number = scaled(number, unit.power)?.into_owned();
                Ok(AmountCell::Amount(Cow::Owned(number), unit.currency))
            }
            None => unclear(),
        },
        Beside::Currency | Beside::Both if unit.is_yuan_word || unit.currency.is_none() => as_it_is(None),
        Beside::Currency | Beside::Both => {
            let own = Money::parse(text, None, Currency::CNY).map(|money| money.currency);
            if own.is_ok_and(|own| Some(own) != unit.currency) { unclear() } else { as_it_is(unit.currency) }
        }
    }
}

/// A number with decimals behind a comma and points between thousands, as it is written with a point: `1.250.000,50` → `1250000.50`.
/// None if it is not of that form.
#[must_use]
pub fn with_point(text: &str) -> Option<String> {
    let start = text.find(|c: char| c.is_ascii_digit())?;
    let end = text.rfind(|c: char| c.is_ascii_digit())? + 1;
    let (whole, decimals) = text[start..end].split_once(',').unwrap_or((&text[start..end], ""));
    let mut groups = whole.split('.');
    let first = groups.next()?;
    let are_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let sound = are_digits(first)
        && are_digits(decimals)
        && (!whole.contains('.') || first.len() <= 3)
        && groups.all(|group| group.len() == 3 && are_digits(group));
    let point = if decimals.is_empty() { "" } else { "." };
    sound.then(|| format!("{}{}{point}{decimals}{}", &text[..start], whole.replace('.', ""), &text[end..]))
}

/// Whether a number can be thousands or decimals, as the country has it: `2,500`, `2.500`.
#[must_use]
pub fn is_comma_unclear(text: &str) -> bool {
    let number = text.trim_matches(|c: char| !c.is_ascii_digit());
    let parts = number.split_once([',', '.']);
    parts.is_some_and(|(whole, rest)| {
        let are_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        are_digits(whole) && whole.len() <= 3 && rest.len() == 3 && are_digits(rest)
    })
}

/// A number behind the sign of the currency of its column, which says nothing that the column does not: `$1,750` under USD m.
fn behind_sign<'a>(text: &'a str, unit: &Unit) -> Option<&'a str> {
    let at = text.find(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c))?;
    let (sign, number) = text.split_at(at);
    let sign: String = sign.nfkc().collect();
    let own = match sign.trim() {
        "$" => unit.currency.filter(|currency| currency.is_dollar()),
        "¥" => unit.currency.filter(|currency| matches!(*currency, Currency::CNY | Currency::JPY)),
        sign if sign.ends_with(['$', '£', '€']) => Currency::named(&sign.to_uppercase()),
        _ => None,
    };
    (own.is_some() && own == unit.currency && bare_number(number).is_some()).then_some(number)
}

/// A number with the word for its power of ten behind it.
fn scaled(text: &str, power: u32) -> Result<Cow<'_, str>, Problem> {
    let number = text.trim();
    match (power, chinese_word(power)) {
        (0, _) => Ok(Cow::Borrowed(number)),
        (_, Some(word)) => Ok(Cow::Owned(format!("{number}{word}"))),
        // The powers that have no word: tens and hundreds.
        _ => shifted(number, power).map(Cow::Owned).ok_or_else(|| AmountFault::TooLarge(text.to_owned()).into()),
    }
}

fn shifted(number: &str, power: u32) -> Option<String> {
    Some(bare_number(number)?.checked_mul(Decimal::from(10_u64.checked_pow(power)?))?.normalize().to_string())
}

/// A number with nothing beside it.
#[must_use]
pub fn bare_number(text: &str) -> Option<Decimal> {
    if beside(text)? != Beside::Nothing {
        return None;
    }
    let digits: String = text.nfkc().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    Decimal::from_str_exact(&digits).ok()
}

/// Whether a cell is digits with a point at most, as programs write amounts.
#[must_use]
pub fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

/// Whether a cell says that no amount is stated.
#[must_use]
pub fn says_nothing(text: &str) -> bool {
    #[rustfmt::skip]
    const WORDS: [&str; 32] = [
        "", "-", "--", "—", "——", "–", "/", "\\", "n/a", "na", "n.a.", "n.a", "none", "null", "nil", "tbd", "tba",
        "t.b.d.", "undisclosed", "not disclosed", "confidential", "unknown", "未透露", "未披露", "未公布", "未公开", "待定",
        "未定", "暂无", "无", "保密", "不详",
    ];
    let folded: String = text.nfkc().flat_map(char::to_lowercase).collect();
    WORDS.contains(&folded.trim())
}

/// Whether a cell, trimmed, is what programs for data write where there is nothing.
#[must_use]
pub fn is_missing(text: &str) -> bool {
    matches!(text, "NaN" | "nan" | "NaT" | "<NA>" | "None")
}

/// Whether a cell of any other column, trimmed, says that nothing is known: a dash, or `N/A`.
#[must_use]
pub fn is_placeholder(text: &str) -> bool {
    matches!(text, "-" | "--" | "—" | "——" | "–" | "/" | "N/A" | "n/a" | "NULL" | "null" | "NaN" | "nan")
}

/// Whether a cell is meant as an amount, but not to the fen: `数千万`, `about 5m`, `14,342,000+`, `5-10亿`.
fn is_vague(text: &str) -> bool {
    #[rustfmt::skip]
    const WORDS: [&str; 40] = [
        "约", "近", "逾", "超", "余", "多", "左右", "上下", "以上", "以下", "以内", "以外", "不低于", "不少于", "不超过", "不高于",
        "至少", "最多", "数", "几", "若干", "预计", "about", "approx", "around", "circa", "ca.", "over ", "more than", "up to",
        "at least", "at most", "nearly", "almost", "some ", "several", "tens of", "hundreds of", "est", "less than",
    ];
    const UNITS: [&str; 8] = ["亿", "万", "元", "million", "billion", "m", "bn", "k"];
    let folded: String = text.nfkc().flat_map(char::to_lowercase).collect();
    let folded = folded.trim();
    let has_digit = folded.chars().any(|c| c.is_ascii_digit());
    let has_unit = UNITS.iter().any(|unit| folded.contains(unit));
    let has_word = WORDS.iter().any(|word| folded.contains(word));
    let has_sign = folded.ends_with('+') || folded.starts_with(['~', '≈', '>', '<', '≥', '≤', '±']);
    let begins_with_digit = folded.starts_with(|c: char| c.is_ascii_digit());
    let is_range = begins_with_digit
        && ["-", "~", "至", "到", " to ", "–", "—", "±"].iter().any(|sign| {
            folded
                .split_once(sign)
                .is_some_and(|(_, after)| after.trim_start().starts_with(|c: char| c.is_ascii_digit()))
        });
    (has_digit || has_unit) && has_word || has_digit && (has_sign || is_range)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(text: &str) -> Unit {
        Unit::parse(text).unwrap()
    }

    /// An amount that is read as `text`, in a currency of its column.
    macro_rules! amount {
        ($text:expr, $currency:expr) => {
            Ok(AmountCell::Amount($text.to_owned().into(), $currency.and_then(Currency::from_code)))
        };
    }

    #[test]
    fn numbers_take_the_unit_of_their_column_and_cells_with_a_unit_keep_it() {
        let (wan, usd_m, yuan) = (unit("万元"), unit("USD m"), unit("元"));
        assert_eq!(read("1,200.5", ColumnUnit::Stated(&wan)), amount!("1,200.5万", Some("CNY")));
        assert_eq!(read("250", ColumnUnit::Stated(&usd_m)), amount!("250百万", Some("USD")));
        assert_eq!(read("12", ColumnUnit::Stated(&unit("RMB 100 thousand"))), amount!("12十万", Some("CNY")));
        assert_eq!(read("12.5", ColumnUnit::Stated(&unit("USD hundred"))), amount!("1250", Some("USD")));
        assert_eq!(read("3.5亿", ColumnUnit::Stated(&wan)), amount!("3.5亿", Some("CNY")));
        assert_eq!(read("1.2bn", ColumnUnit::Stated(&usd_m)), amount!("1.2bn", Some("USD")));
        assert_eq!(read("US$1.2bn", ColumnUnit::Stated(&usd_m)), amount!("US$1.2bn", Some("USD")));
        assert!(matches!(read("€1.2bn", ColumnUnit::Stated(&usd_m)), Err(Problem::UnitUnclear { .. })));
        assert!(matches!(read("￥500", ColumnUnit::Stated(&unit("USD"))), Err(Problem::UnitUnclear { .. })));
        assert_eq!(read("1.2亿美元", ColumnUnit::Stated(&wan)), amount!("1.2亿美元", None::<&str>));
        assert_eq!(read("￥1,200.00", ColumnUnit::Stated(&yuan)), amount!("￥1,200.00", None::<&str>));
        assert_eq!(read("US$3m", ColumnUnit::Unknown), amount!("US$3m", None::<&str>));
        assert_eq!(read("1200", ColumnUnit::Ours), amount!("1200", None::<&str>));
        assert_eq!(read("1200", ColumnUnit::Unknown), Err(Problem::NoUnit("1200".to_owned())));
        assert!(matches!(read("500美元", ColumnUnit::Stated(&wan)), Err(Problem::UnitUnclear { .. })));
    }

    #[test]
    fn words_for_nothing_and_vague_words_are_told_apart() {
        for text in ["未透露", "待定", "N/A", "-", "—", "undisclosed", "TBD", " ", "Ｎ／Ａ"] {
            assert_eq!(read(text, ColumnUnit::Unknown), Ok(AmountCell::Nothing), "{text}");
        }
        for text in [
            "数千万",
            "about 5m",
            "14,342,000+",
            "约1.2亿元",
            "近10亿",
            "超过5000万",
            "5-10亿",
            "3至5亿元",
            "1000万以上",
            "~5m",
            "over 100 million",
            "数十亿元",
            "十余亿",
            "5亿左右",
            "Approx. US$3m",
        ] {
            assert_eq!(read(text, ColumnUnit::Ours), Err(Problem::Vague(text.to_owned())), "{text}");
        }
        for text in ["12.5.1", "-3", "(1,200)", "five", "ask the bureau", "#REF!"] {
            assert_eq!(read(text, ColumnUnit::Ours), amount!(text, None::<&str>), "{text}");
        }
    }

    #[test]
    fn signs_of_the_columns_own_currency_say_nothing_new() {
        assert_eq!(read("$1,750", ColumnUnit::Stated(&unit("USD m"))), amount!("1,750百万", Some("USD")));
        assert_eq!(read("￥200", ColumnUnit::Stated(&unit("万元"))), amount!("200万", Some("CNY")));
        assert_eq!(read("£20", ColumnUnit::Stated(&unit("£m"))), amount!("20百万", Some("GBP")));
        assert!(matches!(read("€20", ColumnUnit::Stated(&unit("£m"))), Err(Problem::UnitUnclear { .. })));
    }

    #[test]
    fn commas_before_decimals_become_points() {
        for (text, wanted) in
            [("1.250.000,50", "1250000.50"), ("250000,5", "250000.5"), ("2,500", "2.500"), ("€ 1.200", "€ 1200")]
        {
            assert_eq!(with_point(text).as_deref(), Some(wanted), "{text}");
        }
        assert_eq!((with_point("1,250.00"), with_point("1.25,0,0"), with_point("x")), (None, None, None));
        assert!(
            is_comma_unclear("2,500")
                && is_comma_unclear("€10.750")
                && !is_comma_unclear("2,5")
                && !is_comma_unclear("1,250,000")
        );
    }

    #[test]
    fn bare_numbers_are_exact() {
        assert_eq!(bare_number("1,234.50").map(|number| number.to_string()).as_deref(), Some("1234.50"));
        assert_eq!((bare_number("3亿"), bare_number("x")), (None, None));
    }
}
