//! A sentence in both languages, put together where it is said: `said!("no deal matches `{key}`", "没有与`{key}`相符的项目")`.

use std::fmt;

use crate::domain::label::Lang;

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

    /// The sentence in `lang`.
    #[must_use]
    pub fn in_lang(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::Zh => &self.zh,
        }
    }
}

impl From<String> for Said {
    fn from(text: String) -> Self {
        Self::new(text.clone(), text)
    }
}

impl From<&String> for Said {
    fn from(text: &String) -> Self {
        Self::new(text, text)
    }
}

impl From<&str> for Said {
    fn from(text: &str) -> Self {
        Self::new(text, text)
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
