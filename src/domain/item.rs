//! What the catalogue holds: items with a number, a code, names, and what an event or a region has beside them.

use chrono::NaiveDate;

use super::event::{Published, Scope};
use super::label::Lang;

/// The number of an item of the catalogue, within its family. A country's is its ISO 3166-1 number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id(pub i64);

/// A country, and a region in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Place {
    /// The country, where one was stated or follows from the region.
    pub country: Option<Id>,
    /// The region, where one was stated.
    pub region: Option<Id>,
}

/// The days of an event, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// The first day.
    pub from: NaiveDate,
    /// The last day; the first, where there is only one.
    pub to: NaiveDate,
}

/// One item of a family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its number.
    pub id: Id,
    /// Its short name; the alpha-2 code of a country, the ISO 3166-2 code of a region. None for partners and free-text regions.
    pub code: Option<String>,
    /// Its name, in English where there are two.
    pub name: String,
    /// Its name in Chinese, where there is one.
    pub name_zh: Option<String>,
    /// The country of a region.
    pub country: Option<Id>,
    /// The item it was merged into.
    pub successor: Option<Id>,
    /// The days of an event.
    pub days: Option<Days>,
    /// The city of an event.
    pub city: Option<String>,
    /// Which signings an event counts, where that is known.
    pub scope: Option<Scope>,
    /// What was published of an event.
    pub published: Published,
    /// Whether it was taken back: deals of the past may still refer to it, and no new one can.
    pub retired: bool,
}

impl Item {
    /// An item with a name and nothing else.
    #[must_use]
    pub fn new(id: Id, code: Option<String>, name: String) -> Self {
        Self {
            id,
            code,
            name,
            name_zh: None,
            country: None,
            successor: None,
            days: None,
            city: None,
            scope: None,
            published: Published::default(),
            retired: false,
        }
    }

    /// The name people read.
    #[must_use]
    pub fn label(&self, lang: Lang) -> &str {
        match (lang, &self.name_zh) {
            (Lang::Zh, Some(name)) => name,
            _ => &self.name,
        }
    }

    /// What programs read: the code, or the name of what has none.
    #[must_use]
    pub fn code(&self) -> &str {
        self.code.as_deref().unwrap_or(&self.name)
    }
}
