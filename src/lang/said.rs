//! A sentence in both languages, put together where it is said: `said!("no deal matches `{key}`", "没有与`{key}`相符的项目")`.

use std::fmt;

use crate::domain::label::{Label, Lang, label};
use crate::domain::name::Name;

/// What stands between the parts of a list.
pub const COMMA: Label = label(", ", "，");

/// What stands between sentences.
pub const SEMICOLON: Label = label("; ", "；");

/// A sentence in both languages.
///
/// Printed with `{}` it is English, with `{:#}` Chinese, so that one can stand inside another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    en: String,
    zh: String,
}

impl Said {
    /// A sentence from its two wordings.
    #[must_use]
    pub fn new(en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self { en: en.into(), zh: zh.into() }
    }

    /// What is the same in both: something to type, a path, what was made in the language of the reader before.
    #[must_use]
    pub fn same(text: impl Into<String>) -> Self {
        let text = text.into();
        Self::new(text.clone(), text)
    }

    /// A word as it stands within a sentence.
    #[must_use]
    pub fn within(word: Label) -> Self {
        Self::new(word.en.to_lowercase(), word.zh)
    }

    /// Several one after the other, with what sets them apart in each language.
    #[must_use]
    pub fn joined(parts: &[Self], between: Label) -> Self {
        let all = |lang| parts.iter().map(|part| part.in_lang(lang)).collect::<Vec<_>>().join(between.in_lang(lang));
        Self::new(all(Lang::En), all(Lang::Zh))
    }

    /// The sentence in `lang`.
    #[must_use]
    pub fn in_lang(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Zh => &self.zh,
        }
    }
}

impl From<Label> for Said {
    fn from(word: Label) -> Self {
        Self::new(word.en, word.zh)
    }
}

impl From<&Name> for Said {
    fn from(name: &Name) -> Self {
        Self::new(&name.en, &name.zh)
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if f.alternate() { &self.zh } else { &self.en })
    }
}

/// Makes a [`Said`] of two format strings, English and Chinese, which take the same values.
///
/// A [`Said`] among the values is written `{x}` in the English string and `{x:#}` in the Chinese one.
macro_rules! said {
    ($en:literal, $zh:literal $(, $value:expr)* $(,)?) => {
        $crate::lang::Said::new(format!($en $(, $value)*), format!($zh $(, $value)*))
    };
}

pub(crate) use said;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_stand_inside_one_another() {
        let fault = said!("no deal matches `{}`", "没有与`{}`相符的项目", 7);
        let whole = said!("DEAL: {fault}", "项目：{fault:#}");
        assert_eq!(whole.in_lang(Lang::En), "DEAL: no deal matches `7`");
        assert_eq!(whole.in_lang(Lang::Zh), "项目：没有与`7`相符的项目");
    }
}
