//! The prose of briefings, written for each language by itself, and its rules for figures and lists.
//!
//! - An amount stands in the greatest unit that it fills (CNY billion and million; 亿元, 万元), with two decimals at most, rounded half
//!   away from zero; below these, to the last digit.
//! - Shares and changes have one decimal.
//! - Of many names the greatest by amount, then by deals, are said, and how many there are. That number may be rounded as the genre has
//!   it ([`Roughly`]); everything else is said as it is.

mod en;
mod zh;

use chrono::NaiveDate;

use crate::domain::currency::Currency;
use crate::domain::dimension::Dimension;
use crate::domain::event::Scope;
use crate::domain::label::Lang;
use crate::domain::money::{Money, decimal, divide_rounded, grouped};
use crate::domain::place::Origin;
use crate::domain::size::Band;
use crate::domain::stage::Stage;

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

/// How many deals there are, and what they come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// How many.
    pub deals: i64,
    /// The sum of their base amounts; none if none has one, or it may not be told.
    pub amount: Option<Money>,
}

/// A group of deals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What it is called.
    pub name: String,
    /// What it comes to.
    pub sum: Sum,
    /// Its part of the amount of all, as a numerator and a denominator above zero.
    pub share: Option<(i64, i64)>,
}

/// Some names out of many.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// Those that are said.
    pub said: Vec<String>,
    /// How many there are.
    pub all: usize,
}

/// What a press text says.
#[derive(Clone, Debug, Default)]
pub struct Press {
    /// What the event is called, where the briefing is of all its deals and no others.
    pub expo: Option<String>,
    /// How many deals.
    pub deals: i64,
    /// Their sectors.
    pub sectors: Names,
    /// The country that is home, and the places there.
    pub home: String,
    /// See [`Self::home`].
    pub at_home: Names,
    /// Whether some deals are of home and of no place that is known.
    pub is_home_partly_known: bool,
    /// Hong Kong, Macao and Taiwan, in this order, as far as partners come from there.
    pub hmt: Vec<String>,
    /// Other countries.
    pub abroad: Names,
    /// Whether dependent territories are among these.
    pub has_territories: bool,
    /// Whether numbers of places and countries may be rounded.
    pub roughly: bool,
}

/// How the deals before compare.
#[derive(Clone, Debug)]
pub struct Before {
    /// What their event is called; none where they are not of one.
    pub name: Option<String>,
    /// Whether they are some deals of that event alone.
    pub is_part: bool,
    /// How many they are; none where that was not published.
    pub deals: Option<i64>,
    /// What they come to.
    pub amount: Option<Money>,
    /// Whether that is what was published, rather than what is recorded.
    pub is_published: bool,
    /// Which signings each of the two counts, where these differ and nothing is compared: now, before.
    pub unlike: Option<[String; 2]>,
}

/// The first groups of a table.
#[derive(Clone, Debug)]
pub struct Ranking {
    /// By what they are grouped.
    pub by: Dimension,
    /// They themselves, by amount, or by deals where no amount is known.
    pub groups: Vec<Group>,
    /// Whether they are all there are.
    pub is_whole: bool,
    /// Whether none that is not among them is larger.
    pub is_ranked: bool,
}

/// What became of the deals of one event.
#[derive(Clone, Debug)]
pub struct Became {
    /// Up to which day.
    pub day: NaiveDate,
    /// What the event is called; none for deals of no event.
    pub name: Option<String>,
    /// Whether it is of some deals of that event alone.
    pub is_part: bool,
    /// How many were signed.
    pub signed: i64,
    /// How many have reached each stage.
    pub reached: Vec<(Stage, i64)>,
    /// How many have ended.
    pub ended: i64,
    /// The money received.
    pub received: Option<Money>,
    /// Its part of the contract amount, as a numerator and a denominator above zero.
    pub received_rate: Option<(i64, i64)>,
}

/// How the deals that stand out were chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// The largest.
    Largest,
    /// The largest of those that are not confidential.
    LargestOpen,
    /// Those with a tag.
    Tagged(String),
    /// Those that were named.
    Named,
}

/// The deals that stand out.
#[derive(Clone, Debug)]
pub struct Flagship {
    /// How they were chosen.
    pub chosen: Chosen,
    /// How many they are.
    pub deals: i64,
    /// How many of them have no amount.
    pub unpriced: i64,
    /// What they come to; none where none has an amount, or it may not be told.
    pub amount: Option<Money>,
    /// Its part of the amount of all, as a numerator and a denominator above zero.
    pub share: Option<(i64, i64)>,
}

/// A number as the genre rounds it: between 11 and 99, up to four above a full ten it is over that (十余, 20余), one or two below one
/// nearly that (近60). Every other number is said as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Roughly {
    /// The number.
    Just(usize),
    /// A ten that it is over.
    Over(usize),
    /// A ten that it nearly is.
    Nearly(usize),
}

impl Roughly {
    /// The number, rounded where it may be.
    #[must_use]
    pub fn of(number: usize, may_round: bool) -> Self {
        match number % 10 {
            1..=4 if may_round && (11..100).contains(&number) => Self::Over(number / 10 * 10),
            8..=9 if may_round && (11..100).contains(&number) => Self::Nearly(number / 10 * 10 + 10),
            _ => Self::Just(number),
        }
    }
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

    fn words(mut self, words: impl Into<String>) -> Self {
        let words = words.into();
        match self.pieces.last_mut() {
            Some(Piece::Words(last)) => last.push_str(&words),
            _ => self.pieces.push(Piece::Words(words)),
        }
        self
    }

    fn figure(mut self, shown: impl Into<String>, exact: impl Into<String>) -> Self {
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

    fn count(self, number: i64, lang: Lang) -> Self {
        let exact = number.to_string();
        match lang {
            Lang::En => self.figure(grouped(&exact), exact),
            Lang::Zh => self.figure(exact.clone(), exact),
        }
    }

    fn amount(self, money: Money, lang: Lang) -> Self {
        self.figure(spoken(money, lang), money.plain())
    }

    fn share(self, (part, whole): (i64, i64), lang: Lang) -> Self {
        let shown = decimal(divide_rounded(i128::from(part) * 1000, i128::from(whole)), 1);
        let exact = decimal(divide_rounded(i128::from(part) * 10_000, i128::from(whole)), 4);
        self.figure(per_cent(&shown, lang), exact)
    }

    /// By how much something is more or less, without a sign.
    fn size_of_change(self, (by, from): (i64, i64), lang: Lang) -> Self {
        let tenths = divide_rounded(i128::from(by) * 1000, i128::from(from));
        let exact = decimal(divide_rounded(i128::from(by) * 10_000, i128::from(from)), 4);
        self.figure(per_cent(&decimal(tenths.abs(), 1), lang), exact)
    }
}

/// Whether a change is less than can be said.
fn is_slight((by, from): (i64, i64)) -> bool {
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

/// The number of a section, as it stands before its heading.
#[must_use]
pub fn numbered(at: usize, heading: &str, lang: Lang) -> String {
    match lang {
        Lang::En => format!("{}. {heading}", at + 1),
        Lang::Zh => format!("{}、{heading}", zh::ordinal(at + 1)),
    }
}

/// An event within a sentence: a name has an article in English, a code has none.
#[must_use]
pub fn event(name: &str, code: &str, lang: Lang) -> String {
    let small = name.to_lowercase();
    let has_article = name == code || ["the ", "a ", "an "].iter().any(|article| small.starts_with(article));
    match lang {
        Lang::En if !has_article => format!("the {name}"),
        _ => name.to_owned(),
    }
}

/// What a briefing is of, in its title: an event, and what narrows it; nothing where it is of all deals.
#[must_use]
pub fn subject(event: Option<&str>, selected: Option<&str>, lang: Lang) -> String {
    match (event, selected, lang) {
        (None, None, _) => String::new(),
        (Some(event), None, _) => event.to_owned(),
        (Some(event), Some(selected), Lang::En) => format!("{event}, {selected}"),
        (Some(event), Some(selected), Lang::Zh) => format!("{event}（{selected}）"),
        (None, Some(selected), Lang::En) => capital(selected),
        (None, Some(selected), Lang::Zh) => format!("{selected}的"),
    }
}

/// A title, with its subject in the place of `{expo}`. Without one, what sets that apart goes with it.
#[must_use]
pub fn title(form: &str, subject: &str, lang: Lang) -> String {
    if !subject.is_empty() {
        return form.replace("{expo}", subject);
    }
    let bare = form.replace("{expo}", "");
    let bare = bare.trim().trim_start_matches([':', '：', ',', '，', '—']).trim_start();
    if lang == Lang::En { capital(bare) } else { bare.to_owned() }
}

/// The same with a capital.
fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}

/// Hong Kong, Macao and Taiwan, where it is not told which of them.
#[must_use]
pub fn hmt(lang: Lang) -> String {
    match lang {
        Lang::En => "Hong Kong, Macao or Taiwan".to_owned(),
        Lang::Zh => "港澳台地区".to_owned(),
    }
}

/// Which signings are counted, where several scopes stand together.
#[must_use]
pub fn scopes(scopes: &[Scope], lang: Lang) -> String {
    let names: Vec<&str> = scopes.iter().map(|scope| scope.name(lang)).collect();
    names.join(if lang == Lang::Zh { "、" } else { ", " })
}

/// Says each in the language of the briefing.
macro_rules! in_both {
    ($($(#[$doc:meta])* $name:ident($($value:ident: $kind:ty),*);)*) => {
        $($(#[$doc])*
        #[must_use]
        pub fn $name($($value: $kind,)* lang: Lang) -> Prose {
            match lang {
                Lang::En => en::$name($($value),*),
                Lang::Zh => zh::$name($($value),*),
            }
        })*
    };
}

in_both! {
    /// How many deals were signed, and what they come to; at the event, where it is of that alone.
    headline(expo: Option<&str>, now: Sum);
    /// How that compares with what was before.
    compared(now: Sum, before: &Before);
    /// What areas the deals cover and where the partners come from.
    press(press: &Press);
    /// Where the money comes from: home, Hong Kong, Macao and Taiwan, elsewhere; and of how many deals that is not known.
    origins(groups: &[(Origin, Group)], unknown: i64);
    /// The first groups by amount, or by deals where no amount is known.
    first(ranking: &Ranking);
    /// How many deals are at least so large, band by band from the least bound on.
    sizes(bounds: &[(Band, i64)], base: Currency);
    /// How many were signed on site and off site, and of how many that is not known.
    venues(on_site: i64, off_site: i64, unknown: i64);
    /// What the deals that stand out come to.
    flagship(flagship: &Flagship);
    /// What became of the deals of one event.
    became(became: &Became);
    /// How many deals are past their due date, and for how many days the longest, where that may be told.
    overdue(deals: i64, longest: Option<i64>);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_rounded_only_where_that_is_true() {
        for (number, rough) in [
            (9, Roughly::Just(9)),
            (10, Roughly::Just(10)),
            (11, Roughly::Over(10)),
            (14, Roughly::Over(10)),
            (15, Roughly::Just(15)),
            (17, Roughly::Just(17)),
            (18, Roughly::Nearly(20)),
            (20, Roughly::Just(20)),
            (58, Roughly::Nearly(60)),
            (99, Roughly::Nearly(100)),
            (101, Roughly::Just(101)),
        ] {
            assert_eq!(Roughly::of(number, true), rough);
            assert_eq!(Roughly::of(number, false), Roughly::Just(number));
        }
    }

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
