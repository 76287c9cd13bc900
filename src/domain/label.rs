//! A word in both languages.

/// A language that people read reports in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Chinese.
    Zh,
}

/// One word or phrase, in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label {
    /// In English.
    pub en: &'static str,
    /// In Chinese.
    pub zh: &'static str,
}

impl Label {
    /// The word in `lang`.
    #[must_use]
    pub const fn in_lang(self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.en,
            Lang::Zh => self.zh,
        }
    }
}

/// Makes a [`Label`]; for tables, where it keeps the lines short.
#[must_use]
pub const fn label(en: &'static str, zh: &'static str) -> Label {
    Label { en, zh }
}

/// The row of a table that goes by this name: ours, or the word for it in either language.
pub fn named<T: Copy>(table: &[(T, &'static str, Label)], name: &str) -> Option<T> {
    let fits = |own: &str| own.eq_ignore_ascii_case(name);
    table.iter().find(|row| fits(row.1) || fits(row.2.en) || fits(row.2.zh)).map(|row| row.0)
}
