//! Measures: what a report says of each group of deals.

use crate::domain::label::{Label, label, named};

/// One measure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the table below says what each is")]
pub enum Measure {
    Deals,
    Amount,
    Share,
    Average,
    Largest,
    Partners,
    Countries,
}

impl Measure {
    /// What a report shows unless told otherwise.
    pub const USUAL: [Self; 3] = [Self::Deals, Self::Amount, Self::Share];

    /// Every measure with its name and the words people read.
    const TABLE: [(Self, &'static str, Label); 7] = [
        // How many deals.
        (Self::Deals, "deals", label("Deals", "项目数")),
        // The sum of their base amounts.
        (Self::Amount, "amount", label("Amount", "金额")),
        // Its part of the sum of all.
        (Self::Share, "share", label("Share", "占比")),
        // The sum by the number of deals that have a base amount.
        (Self::Average, "average", label("Average", "平均金额")),
        // The largest base amount.
        (Self::Largest, "largest", label("Largest", "最大单项")),
        // How many partners there are, each counted once.
        (Self::Partners, "partners", label("Partners", "合作方数")),
        // How many countries and regions they come from, each counted once.
        (Self::Countries, "countries", label("Countries", "国家和地区数")),
    ];

    /// Every measure.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::TABLE.into_iter().map(|row| row.0)
    }

    /// The measure of this name, ours or the word for it in either language.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        named(&Self::TABLE, name)
    }

    /// What a table of nothing else is of.
    #[must_use]
    pub fn title(self) -> Label {
        match self {
            Self::Deals => label("Deals", "项目数"),
            Self::Share => label("Share of the amount", "金额占比"),
            Self::Average => label("Average amount", "平均金额"),
            other => other.label(),
        }
    }

    /// Its name in flags, headers and keys.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::TABLE[self as usize].1
    }

    /// What people read above its column.
    #[must_use]
    pub fn label(self) -> Label {
        Self::TABLE[self as usize].2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_measure_is_found_by_its_names() {
        for (at, measure) in Measure::all().enumerate() {
            assert_eq!(measure as usize, at);
            for name in [measure.name(), measure.label().en, measure.label().zh] {
                assert_eq!(Measure::named(name), Some(measure));
            }
        }
    }
}
