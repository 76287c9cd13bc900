//! The families of names: events, sectors, districts, partners, countries, regions.

use super::fold::{name_key, place_key};
use super::label::{Label, label};

/// The families of names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Family {
    /// Occasions at which deals are signed.
    Event,
    /// Fields of industry.
    Sector,
    /// Parks, districts or units on the home side.
    District,
    /// Counterparties.
    Partner,
    /// Countries of ISO 3166-1.
    Country,
    /// Provinces and states.
    Region,
}

impl Family {
    /// Every family with its word, in the order of its index.
    const TABLE: [(Self, &'static str, Label); 6] = [
        (Self::Event, "event", label("Event", "签约活动")),
        (Self::Sector, "sector", label("Sector", "领域")),
        (Self::District, "district", label("District", "所属区县")),
        (Self::Partner, "partner", label("Partner", "合作方")),
        (Self::Country, "country", label("Country", "国别（地区）")),
        (Self::Region, "region", label("Region", "省份")),
    ];

    /// Every family.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::TABLE.into_iter().map(|row| row.0)
    }

    /// The word for one of them: the name of its command, field and table.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::TABLE[self as usize].1
    }

    /// What people read above its column.
    #[must_use]
    pub fn label(self) -> Label {
        Self::TABLE[self as usize].2
    }

    /// The key under which a spelling is found.
    #[must_use]
    pub fn key(self, text: &str) -> String {
        match self {
            Self::Country | Self::Region => place_key(text),
            _ => name_key(text),
        }
    }

    /// Whether its items have a code beside their name. Partners go by their names alone.
    #[must_use]
    pub fn has_codes(self) -> bool {
        self != Self::Partner
    }
}
