//! The prose of briefings, written for each language by itself, and its rules for figures and lists.
//!
//! - An amount stands in the greatest unit that it fills (CNY billion and million; 亿元, 万元), with two decimals at most, rounded half
//!   away from zero; below these, to the last digit.
//! - Shares and changes have one decimal.
//! - Of many names the greatest by amount, then by deals, are said, and how many there are. That number may be rounded as the genre has
//!   it ([`Roughly`]); everything else is said as it is.

mod en;
mod prose;
mod zh;

use chrono::NaiveDate;

use crate::domain::currency::Currency;
use crate::domain::dimension::Dimension;
use crate::domain::event::Scope;
use crate::domain::label::Lang;
use crate::domain::money::Money;
use crate::domain::place::Origin;
use crate::domain::size::Band;
use crate::domain::stage::Stage;
use prose::is_slight;

pub use prose::{Figure, Piece, Prose, spoken};

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
}
