//! Tags: any words of the user's, several a deal.
//!
//! Written with `;` between them, which no tag holds, in the order in which they were given and none twice. Case does not tell two
//! tags apart.

use std::collections::HashSet;
use std::fmt;

/// What separates tags as people write them; a ledger keeps `;`.
pub const SEPARATORS: [char; 7] = [';', '；', ',', '，', '、', '|', '\n'];

/// The tags of a deal: at least one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Tags(String);

impl Tags {
    /// Reads a list of tags; none if it names none.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::of(text.split(SEPARATORS))
    }

    /// Makes a list of these tags, none of which holds a separator.
    #[must_use]
    pub fn of<'a>(tags: impl Iterator<Item = &'a str>) -> Option<Self> {
        let mut seen = HashSet::new();
        let named = tags.map(str::trim).filter(|tag| !tag.is_empty());
        let kept: Vec<&str> = named.filter(|tag| seen.insert(tag.to_ascii_lowercase())).collect();
        (!kept.is_empty()).then(|| Self(kept.join(";")))
    }

    /// The list as it is kept: `flagship;世界500强`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Each tag.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.split(';')
    }
}

impl fmt::Display for Tags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether two tags are the same: the case of ASCII letters does not count.
#[must_use]
pub fn same_tag(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_read_however_they_are_separated() {
        let read = |text| Tags::parse(text).map(|tags| tags.to_string());
        assert_eq!(read("flagship, 世界500强；Flagship、重点").as_deref(), Some("flagship;世界500强;重点"));
        assert_eq!(read(" ; ,"), None);
        let tags = Tags::parse("a;b").unwrap();
        assert_eq!(tags.iter().collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(Tags::parse(tags.as_str()), Some(tags));
    }
}
