//! The form of a briefing: which sections, in which order, under which headings.

use crate::domain::dimension::Dimension;
use crate::domain::label::{Label, label};
use crate::domain::name::Name;

/// The form of a briefing.
#[derive(Clone, Debug)]
pub struct Template {
    /// What stands at its head; `{expo}` stands for the event.
    pub title: Name,
    /// What the event is called in the text; its name in the ledger, where nothing is said.
    pub expo: Option<Name>,
    /// Whether the press text may round numbers of places and countries.
    pub roughly: bool,
    /// How many places and countries the press text names; of sectors one more.
    pub names: usize,
    /// The sections.
    pub sections: Vec<Part>,
}

impl Template {
    /// The dimensions that have sections, in their order.
    pub fn dimensions(&self) -> impl Iterator<Item = Dimension> {
        self.sections.iter().filter_map(|part| match part.show {
            Show::By(dimension) => Some(dimension),
            _ => None,
        })
    }
}

/// A section of the form.
#[derive(Clone, Debug)]
pub struct Part {
    /// What it shows.
    pub show: Show,
    /// Its heading.
    pub heading: Name,
    /// How many lines its table has before the rest is folded into one.
    pub top: Option<usize>,
}

/// What a section shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Show {
    /// How many deals, how much, against the last edition.
    Headline,
    /// The text for the press.
    Press,
    /// A table by one dimension; by place at home and abroad.
    By(Dimension),
    /// The deals that stand out.
    Flagship,
    /// What became of the deals of this and earlier editions.
    Progress,
    /// What is overdue.
    Due,
    /// What must be known to read it rightly.
    Notes,
}

impl Show {
    /// What is no dimension, with its name and its usual heading.
    const TABLE: [(Self, &'static str, Label); 6] = [
        (Self::Headline, "headline", label("Overview", "总体情况")),
        (Self::Press, "press", label("Text for the press", "新闻稿参考")),
        (Self::Flagship, "flagship", label("Flagship projects", "重点项目")),
        (Self::Progress, "progress", label("Progress of signed projects", "项目落地情况")),
        (Self::Due, "due", label("Overdue projects", "逾期项目")),
        (Self::Notes, "notes", label("Notes", "说明")),
    ];

    /// Every name of a section.
    pub fn names() -> impl Iterator<Item = &'static str> {
        Self::TABLE.iter().map(|row| row.1).chain(Dimension::all().map(Dimension::name))
    }

    /// What has this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let own = Self::TABLE.iter().find(|row| row.1 == name).map(|row| row.0);
        own.or_else(|| Dimension::all().find(|one| one.name() == name).map(Self::By))
    }

    /// Whether the form may say how many lines its table has.
    #[must_use]
    pub fn has_top(self) -> bool {
        match self {
            Self::By(dimension) => !matches!(dimension, Dimension::Origin | Dimension::Size | Dimension::Venue),
            other => other == Self::Due,
        }
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::By(dimension) => dimension.name(),
            other => Self::TABLE.iter().find(|row| row.0 == other).map_or("", |row| row.1),
        }
    }

    /// The heading of a section of which the form says none.
    #[must_use]
    pub fn heading(self) -> Name {
        let own = Self::TABLE.iter().find(|row| row.0 == self).map(|row| row.2);
        match (own, self) {
            (None, Self::By(dimension)) => {
                let Label { en, zh } = dimension.label();
                Name { en: format!("By {}", en.to_lowercase()), zh: format!("按{zh}分") }
            }
            (own, _) => own.map_or_else(Name::default, |own| Name { en: own.en.to_owned(), zh: own.zh.to_owned() }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_section_is_found_by_its_name_and_has_a_heading() {
        for name in Show::names() {
            let show = Show::named(name).unwrap();
            assert_eq!(show.name(), name);
            let Name { en, zh } = show.heading();
            assert!(!en.is_empty() && !zh.is_empty(), "{name}");
        }
        assert_eq!(Show::named("nothing"), None);
    }
}
