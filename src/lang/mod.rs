//! The words of reports and lists in English and Chinese: the same set in both, since both are values of one type.
//!
//! The names of fields and dimensions stand with them in the domain. What is said on stderr stands where it is said
//! ([`Said`]), the Chinese of what can go wrong in [`faults`].

pub mod bridge;
pub mod brief;
mod en;
pub mod faults;
pub mod history;
pub mod import;
pub mod notes;
pub mod report;
mod said;
pub mod template;
mod zh;

use crate::domain::label::Lang;

pub use faults::Say;
pub(crate) use said::said;
pub use said::{COMMA, SEMICOLON, Said};

/// Every word and sentence that a report or list needs beside names.
#[derive(Debug)]
#[expect(missing_docs, reason = "the values say it")]
pub struct Words {
    /// The name of a sheet in a workbook.
    pub sheet: &'static str,
    pub total: &'static str,
    pub none: &'static str,
    pub deals: &'static str,
    pub amount: &'static str,
    pub share: &'static str,
    pub number: &'static str,
    pub at: &'static str,
    pub who: &'static str,
    pub command: &'static str,
    pub message: &'static str,
    pub undoes: &'static str,
    pub code: &'static str,
    pub name: &'static str,
    pub name_zh: &'static str,
    pub city: &'static str,
    pub from: &'static str,
    pub to: &'static str,
    pub aliases: &'static str,
    pub scope: &'static str,
    pub published_deals: &'static str,
    pub published_amount: &'static str,
    pub effective: &'static str,
    pub source: &'static str,
    pub field: &'static str,
    pub value: &'static str,
    pub entry: &'static str,
    pub ledger: &'static str,
    pub base_currency: &'static str,
    pub home: &'static str,
    pub default_event: &'static str,
    pub last_entry: &'static str,
    pub without_amount: &'static str,
    pub without_rate: &'static str,
    pub waiting_for: &'static str,
    pub check: &'static str,
    pub severity: &'static str,
    pub problem: &'static str,
    pub warning: &'static str,
    pub hint: &'static str,
    pub deal: &'static str,
    pub yes: &'static str,
    pub no: &'static str,
    /// What a table can be filtered by, on a page.
    pub filter: &'static str,
    /// How many of its rows are shown then, `{shown}` of `{all}`.
    pub shown_of: &'static str,
    /// A column head with its unit: label, currency, unit.
    pub with_unit: fn(&str, &str, &str) -> String,
    /// How many of how many deals and increases state no amount.
    pub note_without_amount: fn(i64, (i64, i64)) -> String,
    /// How many of how many deals and increases wait for a rate; which currencies; what adds one.
    pub note_without_rate: fn(i64, (i64, i64), &str, &str) -> String,
    /// What adds a rate of a currency to a ledger.
    pub rate_to_ledger: fn(&str) -> String,
    /// What adds rates to a report of files.
    pub rate_to_files: &'static str,
    /// Deals count under each of their tags.
    pub note_several_tags: &'static str,
    /// How many rows of files were left out.
    pub note_refused: fn(i64) -> String,
}

/// A number of things with its thousands set apart.
fn count(number: i64) -> String {
    crate::domain::money::grouped(&number.to_string())
}

/// The words of a language.
#[must_use]
pub fn words(lang: Lang) -> &'static Words {
    match lang {
        Lang::En => &en::WORDS,
        Lang::Zh => &zh::WORDS,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_words_are_chinese_and_english_ones_are_not() {
        let sentences = |words: &Words| {
            vec![
                (words.note_without_amount)(2, (5, 0)),
                (words.note_without_amount)(2, (5, 1)),
                (words.note_without_rate)(1, (5, 2), "GBP 1", &(words.rate_to_ledger)("GBP")),
                (words.note_without_rate)(1, (5, 2), "GBP 1", words.rate_to_files),
                words.note_several_tags.to_owned(),
                (words.note_refused)(3),
                (words.with_unit)(words.field, "CNY", ""),
                words.total.to_owned(),
                words.none.to_owned(),
                words.share.to_owned(),
            ]
        };
        let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
        for (en, zh) in sentences(&en::WORDS).iter().zip(sentences(&zh::WORDS)) {
            assert!(!en.chars().any(is_han) && !en.is_empty(), "{en}");
            assert!(zh.chars().any(is_han), "{zh}");
        }
    }
}
