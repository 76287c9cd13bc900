//! The units in which people see amounts: one for a whole column, in its head.

use crate::domain::label::{Label, Lang, label};

/// A unit that people ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Unit {
    Yuan,
    Thousand,
    Million,
    Billion,
    Wan,
    Yi,
}

impl Unit {
    /// Every unit with its name, its power of ten, and the word before or behind the currency.
    const TABLE: [(Self, &'static str, u32, Label); 6] = [
        (Self::Yuan, "yuan", 0, label("", "")),
        (Self::Thousand, "thousand", 3, label("thousand", "千")),
        (Self::Million, "million", 6, label("m", "百万")),
        (Self::Billion, "billion", 9, label("bn", "十亿")),
        (Self::Wan, "wan", 4, label("10,000", "万")),
        (Self::Yi, "yi", 8, label("100m", "亿")),
    ];

    /// The unit of this name: ours, or the Chinese word, with or without 元.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let name = name.trim();
        let word = name.strip_suffix('元');
        let is_word =
            |row: &(Self, &str, u32, Label)| word == Some(row.3.zh) || (!row.3.zh.is_empty() && name == row.3.zh);
        Self::TABLE.iter().find(|row| row.1.eq_ignore_ascii_case(name) || is_word(row)).map(|row| row.0)
    }

    /// The names of all.
    pub fn names() -> impl Iterator<Item = &'static str> {
        Self::TABLE.into_iter().map(|row| row.1)
    }

    /// The greatest of the usual ones that an amount fills, in minor units of a currency with so many decimals.
    pub(super) fn fitting(largest: u64, digits: u32, lang: Lang) -> Self {
        let usual: &[Self] = match lang {
            Lang::En => &[Self::Billion, Self::Million],
            Lang::Zh => &[Self::Yi, Self::Wan],
        };
        let fills = |unit: &&Self| u128::from(largest) >= 10_u128.pow(unit.power() + digits);
        usual.iter().find(fills).copied().unwrap_or(Self::Yuan)
    }

    /// The power of ten of one of it.
    pub(super) fn power(self) -> u32 {
        Self::TABLE[self as usize].2
    }

    /// Its word.
    pub(super) fn word(self, lang: Lang) -> &'static str {
        Self::TABLE[self as usize].3.in_lang(lang)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_unit_is_the_greatest_that_the_largest_amount_fills() {
        let of = |minor, lang| Unit::fitting(minor, 2, lang);
        assert_eq!(
            [99_999_999, 100_000_000, 100_000_000_000].map(|n| of(n, Lang::En)),
            [Unit::Yuan, Unit::Million, Unit::Billion]
        );
        assert_eq!([999_999, 1_000_000, 10_000_000_000].map(|n| of(n, Lang::Zh)), [Unit::Yuan, Unit::Wan, Unit::Yi]);
        assert_eq!(Unit::fitting(1_000_000, 0, Lang::En), Unit::Million);
        for (at, name) in Unit::names().enumerate() {
            assert_eq!(Unit::named(name).map(|unit| unit as usize), Some(at));
        }
        assert_eq!(
            ["元", "万元", "亿", "百万元"].map(Unit::named),
            [Unit::Yuan, Unit::Wan, Unit::Yi, Unit::Million].map(Some)
        );
        assert_eq!(["", "万万", "USD m"].map(Unit::named), [None; 3]);
    }
}
