//! Fields that are one of a few: what a ledger keeps of each, what people call it.

use super::label::Label;

/// One of a few: itself, its number in a ledger, its code, its words, other spellings.
pub(super) type Choice<T> = (T, i64, &'static str, Label, &'static [&'static str]);

/// Gives an enum what follows from its `TABLE` of [`Choice`]s, which stand there in the order of its variants.
macro_rules! choice {
    ($choice:ident) => {
        impl $choice {
            /// All of them, in the order of their numbers.
            pub fn all() -> impl Iterator<Item = Self> {
                Self::TABLE.iter().map(|row| row.0)
            }

            /// The one of this code, name or other spelling, regardless of case, width and spacing.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                // Our own files have the code, and many rows.
                let by_code = Self::TABLE.iter().find(|row| row.2 == text);
                let by_name = || {
                    let key = $crate::domain::fold::name_key(text);
                    let fits = |names: &[&str]| names.iter().any(|name| $crate::domain::fold::name_key(name) == key);
                    Self::TABLE.iter().find(|row| fits(&[row.2, row.3.en, row.3.zh]) || fits(row.4))
                };
                by_code.or_else(by_name).map(|row| row.0)
            }

            /// The one of this number.
            #[must_use]
            pub fn from_number(number: i64) -> Option<Self> {
                Self::TABLE.iter().find(|row| row.1 == number).map(|row| row.0)
            }

            /// Its number in a ledger.
            #[must_use]
            pub fn number(self) -> i64 {
                Self::TABLE[self as usize].1
            }

            /// Its code.
            #[must_use]
            pub fn code(self) -> &'static str {
                Self::TABLE[self as usize].2
            }

            /// Its words.
            #[must_use]
            pub fn label(self) -> $crate::domain::label::Label {
                Self::TABLE[self as usize].3
            }

            /// Its name.
            #[must_use]
            pub fn name(self, lang: $crate::domain::label::Lang) -> &'static str {
                self.label().in_lang(lang)
            }
        }
    };
}

pub(super) use choice;

#[cfg(test)]
mod tests {
    use crate::domain::deal::{DealKind, Venue};
    use crate::domain::due::DueList;
    use crate::domain::event::Scope;
    use crate::domain::label::Lang;
    use crate::domain::relation::Relation;
    use crate::domain::stage::Stage;

    #[test]
    fn choices_are_found_by_number_code_and_name_in_both_languages() {
        macro_rules! check {
            ($choice:ident, $other:literal) => {
                for (at, one) in $choice::all().enumerate() {
                    assert_eq!(one as usize, at);
                    assert_eq!($choice::from_number(one.number()), Some(one));
                    for text in [one.code(), one.name(Lang::En), one.name(Lang::Zh)] {
                        assert_eq!($choice::parse(text), Some(one));
                        assert_eq!($choice::parse(&text.to_uppercase()), Some(one));
                    }
                }
                assert_eq!($choice::parse($other), None);
            };
        }
        check!(DealKind, "memo");
        check!(Venue, "somewhere");
        check!(Scope, "everything");
        check!(Stage, "dreaming");
        check!(DueList, "never");
        check!(Relation, "cousin");
        assert_eq!(DealKind::parse("战略合作协议"), Some(DealKind::Framework));
    }
}
