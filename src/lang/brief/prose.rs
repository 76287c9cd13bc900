//! Sentences with the exact figures in them, and how figures are said.

use crate::domain::label::Lang;
use crate::domain::money::{Money, decimal, divide_rounded, grouped};

/// A figure in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Figure {
    /// What people read.
    pub shown: String,
    /// The exact number: an integer, a decimal with all digits of its currency, a ratio with four.
    pub exact: String,
}

/// A part of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Words.
    Words(String),
    /// A figure.
    Figure(Figure),
}

/// A text with its figures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Prose {
    /// Its parts in order.
    pub pieces: Vec<Piece>,
}

impl Prose {
    /// Words, as a text.
    #[must_use]
    pub fn of(words: impl Into<String>) -> Self {
        Self::default().words(words)
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> String {
        let texts = self.pieces.iter().map(|piece| match piece {
            Piece::Words(words) => words.as_str(),
            Piece::Figure(figure) => figure.shown.as_str(),
        });
        texts.collect()
    }

    pub(super) fn words(mut self, words: impl Into<String>) -> Self {
        let words = words.into();
        match self.pieces.last_mut() {
            Some(Piece::Words(last)) => last.push_str(&words),
            _ => self.pieces.push(Piece::Words(words)),
        }
        self
    }

    pub(super) fn figure(mut self, shown: impl Into<String>, exact: impl Into<String>) -> Self {
        self.pieces.push(Piece::Figure(Figure { shown: shown.into(), exact: exact.into() }));
        self
    }

    /// Another text behind it.
    #[must_use]
    pub fn then(mut self, other: Self) -> Self {
        for piece in other.pieces {
            match piece {
                Piece::Words(words) => self = self.words(words),
                figure @ Piece::Figure(_) => self.pieces.push(figure),
            }
        }
        self
    }

    pub(super) fn count(self, number: i64, lang: Lang) -> Self {
        let exact = number.to_string();
        match lang {
            Lang::En => self.figure(grouped(&exact), exact),
            Lang::Zh => self.figure(exact.clone(), exact),
        }
    }

    pub(super) fn amount(self, money: Money, lang: Lang) -> Self {
        self.figure(spoken(money, lang), money.plain())
    }

    pub(super) fn share(self, (part, whole): (i64, i64), lang: Lang) -> Self {
        let shown = decimal(divide_rounded(i128::from(part) * 1000, i128::from(whole)), 1);
        let exact = decimal(divide_rounded(i128::from(part) * 10_000, i128::from(whole)), 4);
        self.figure(per_cent(&shown, lang), exact)
    }

    /// By how much something is more or less, without a sign.
    pub(super) fn size_of_change(self, (by, from): (i64, i64), lang: Lang) -> Self {
        let tenths = divide_rounded(i128::from(by) * 1000, i128::from(from));
        let exact = decimal(divide_rounded(i128::from(by) * 10_000, i128::from(from)), 4);
        self.figure(per_cent(&decimal(tenths.abs(), 1), lang), exact)
    }
}

/// Whether a change is less than can be said.
pub(super) fn is_slight((by, from): (i64, i64)) -> bool {
    divide_rounded(i128::from(by) * 1000, i128::from(from)) == 0
}

fn per_cent(number: &str, lang: Lang) -> String {
    match lang {
        Lang::En => format!("{} %", grouped(number)),
        Lang::Zh => format!("{number}%"),
    }
}

/// An amount as it is said: in the greatest unit that it fills, with two decimals at most.
#[must_use]
pub fn spoken(money: Money, lang: Lang) -> String {
    let Money { minor, currency } = money;
    let units: [(u32, &str); 2] = match lang {
        Lang::En => [(9, " billion"), (6, " million")],
        Lang::Zh => [(8, "亿"), (4, "万")],
    };
    let hundredths = |power: u32| divide_rounded(i128::from(minor) * 100, 10_i128.pow(power + currency.digits()));
    let fills = |(power, _): &(u32, &str)| i128::from(minor) >= 10_i128.pow(power + currency.digits());
    // What fills the greater unit once it is rounded is said in that.
    let [greater, lesser] = units;
    let is_rounded_up = fills(&lesser) && hundredths(lesser.0) >= 100 * 10_i128.pow(greater.0 - lesser.0);
    let unit = units.into_iter().find(|unit| fills(unit) || (*unit == greater && is_rounded_up));
    let (number, unit) = unit.map_or((money.plain(), ""), |(power, unit)| (decimal(hundredths(power), 2), unit));
    let number = if number.contains('.') { number.trim_end_matches('0').trim_end_matches('.') } else { &number };
    match lang {
        Lang::En => format!("{currency} {}{unit}", grouped(number)),
        Lang::Zh => format!("{number}{unit}{}", currency.name_zh()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::currency::Currency;

    #[test]
    fn amounts_are_said_in_the_greatest_unit_that_they_fill() {
        for (code, minor, en, zh) in [
            ("CNY", 12_830_172_006_523, "CNY 128.3 billion", "1283.02亿元"),
            ("CNY", 2_260_000_000_000, "CNY 22.6 billion", "226亿元"),
            ("USD", 884_327_500, "USD 8.84 million", "884.33万美元"),
            ("CNY", 999_999, "CNY 9,999.99", "9999.99元"),
            ("CNY", 99_999_999, "CNY 999,999.99", "100万元"),
            ("JPY", 500, "JPY 500", "500日元"),
            ("CNY", 0, "CNY 0", "0元"),
            ("CNY", 9_999_999_999, "CNY 100 million", "1亿元"),
            ("CNY", 99_999_999_999, "CNY 1 billion", "10亿元"),
        ] {
            let money = Money { minor, currency: Currency::from_code(code).unwrap() };
            assert_eq!((spoken(money, Lang::En).as_str(), spoken(money, Lang::Zh).as_str()), (en, zh));
        }
    }
}
