//! Size bands: deals by their base amounts, with the bounds that briefings use: 10, 30, 50 and 100 亿 (1, 3, 5 and 10 billion) of the
//! base currency. An amount on a bound belongs to the band above it.

use super::currency::Currency;
use super::fold::name_key;
use super::label::{Label, Lang, label};

/// A size band of one base currency. Ordered from the smallest amounts up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Band {
    at: u8,
    /// Decimals of the base currency.
    digits: u8,
}

/// Every band: its lower bound in billions, its code, its words behind the code of the currency.
const TABLE: [(i64, &str, Label); 5] = [
    (0, "0-1bn", label("under 1bn", "10亿以下")),
    (1, "1bn-3bn", label("1bn to under 3bn", "10亿—30亿")),
    (3, "3bn-5bn", label("3bn to under 5bn", "30亿—50亿")),
    (5, "5bn-10bn", label("5bn to under 10bn", "50亿—100亿")),
    (10, "10bn-up", label("10bn and over", "100亿及以上")),
];

impl Band {
    /// Every band of a base currency, the smallest amounts first.
    #[must_use]
    pub fn all(base: Currency) -> impl DoubleEndedIterator<Item = Self> {
        let digits = u8::try_from(base.digits()).unwrap_or(0);
        (0..5).map(move |at| Self { at, digits })
    }

    /// The band of this number, counted from 0 up.
    #[must_use]
    pub fn from_number(number: i64, base: Currency) -> Option<Self> {
        Self::all(base).nth(usize::try_from(number).ok()?)
    }

    /// The band of an amount in minor units of the base currency.
    #[must_use]
    pub fn of(base_amount: i64, base: Currency) -> Self {
        let first = Self { at: 0, digits: 0 };
        Self::all(base).rfind(|band| band.low() <= base_amount).unwrap_or(first)
    }

    /// Finds a band by its code or words.
    #[must_use]
    pub fn parse(text: &str, base: Currency) -> Option<Self> {
        let key = name_key(text);
        let fits =
            |band: &Self| [band.code(), band.row().2.en, band.row().2.zh].iter().any(|name| name_key(name) == key);
        Self::all(base).find(fits)
    }

    fn row(self) -> &'static (i64, &'static str, Label) {
        &TABLE[usize::from(self.at)]
    }

    /// Its number, counted from 0 up.
    #[must_use]
    pub fn number(self) -> i64 {
        i64::from(self.at)
    }

    /// The least amount in it, in minor units.
    #[must_use]
    pub fn low(self) -> i64 {
        self.row().0 * 1_000_000_000 * 10_i64.pow(u32::from(self.digits))
    }

    /// The greatest amount in it, in minor units; the last band has none.
    #[must_use]
    pub fn high(self) -> Option<i64> {
        let next = usize::from(self.at) + 1;
        (next < TABLE.len()).then(|| Self { at: self.at + 1, ..self }.low() - 1)
    }

    /// Its code.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.row().1
    }

    /// What people read of it.
    #[must_use]
    pub fn name(self, lang: Lang, base: Currency) -> String {
        let words = self.row().2.in_lang(lang);
        match lang {
            Lang::En => format!("{base} {words}"),
            Lang::Zh if base == Currency::CNY => match words.strip_suffix("以下") {
                Some(bound) => format!("{bound}元以下"),
                None => words.strip_suffix("及以上").map_or(format!("{words}元"), |bound| format!("{bound}元及以上")),
            },
            Lang::Zh => format!("{words}（{base}）"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_belong_to_the_band_above() {
        let code = |minor| Band::of(minor, Currency::CNY).code();
        assert_eq!(
            [0, 99_999_999_999, 100_000_000_000, 299_999_999_999, 300_000_000_000, 500_000_000_000].map(code),
            ["0-1bn", "0-1bn", "1bn-3bn", "1bn-3bn", "3bn-5bn", "5bn-10bn"]
        );
        assert_eq!([999_999_999_999, 1_000_000_000_000, i64::MAX].map(code), ["5bn-10bn", "10bn-up", "10bn-up"]);
        assert_eq!(Band::of(1_000_000_000, Currency::JPY).code(), "1bn-3bn");
    }

    #[test]
    fn bands_meet_and_are_found_by_code_and_words() {
        let bands: Vec<Band> = Band::all(Currency::CNY).collect();
        for pair in bands.windows(2) {
            assert_eq!(pair[0].high().map(|high| high + 1), Some(pair[1].low()));
        }
        for band in bands {
            assert_eq!(Band::parse(band.code(), Currency::CNY), Some(band));
            assert_eq!(Band::from_number(band.number(), Currency::CNY), Some(band));
        }
        assert_eq!(Band::parse("10亿—30亿", Currency::CNY).map(Band::code), Some("1bn-3bn"));
        let name = |at: usize| Band::all(Currency::CNY).nth(at).unwrap().name(Lang::Zh, Currency::CNY);
        assert_eq!([0, 1, 4].map(name), ["10亿元以下", "10亿—30亿元", "100亿元及以上"]);
    }
}
