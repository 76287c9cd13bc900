//! The name of something in a ledger in both languages, for what is told of it.

use std::fmt;

use super::catalogue::Item;
use super::label::Lang;

/// A name in both languages, the same where there is but one. Printed it is English.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Name {
    /// What people read in English.
    pub en: String,
    /// What people read in Chinese.
    pub zh: String,
}

impl Name {
    /// The name in `lang`.
    #[must_use]
    pub fn in_lang(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Zh => &self.zh,
        }
    }
}

impl From<&Item> for Name {
    fn from(item: &Item) -> Self {
        Self { en: item.label(Lang::En).to_owned(), zh: item.label(Lang::Zh).to_owned() }
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.en)
    }
}
