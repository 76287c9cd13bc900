//! Targets: what is to be signed at an event, in all, or of one sector, in one district, or of both.

use super::catalogue::{Catalogue, Family, Id};

/// A target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Its number; 0 until it has one.
    pub id: i64,
    /// What it is for.
    pub of: TargetOf,
    /// How many deals and how much.
    pub aim: Aim,
}

/// What a target is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TargetOf {
    /// The event.
    pub event: Id,
    /// The sector; all, if there is none.
    pub sector: Option<Id>,
    /// The district; all, if there is none.
    pub district: Option<Id>,
}

impl TargetOf {
    /// The same with what was merged since under its name of today.
    #[must_use]
    pub fn under_todays_names(self, catalogue: &Catalogue) -> Self {
        let today = |id| catalogue.current(Family::District, id).map_or(id, |item| item.id);
        Self { district: self.district.map(today), ..self }
    }
}

/// How many deals and how much are to be signed; at least one of the two.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Aim {
    /// How many deals.
    pub deals: Option<i64>,
    /// Their base amounts in all, in minor units.
    pub amount: Option<i64>,
}

impl Aim {
    /// Both together; what one does not say the other may. None if the sum is too large.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        let sum = |one: Option<i64>, other: Option<i64>| match (one, other) {
            (Some(one), Some(other)) => one.checked_add(other).map(Some),
            (one, other) => Some(one.or(other)),
        };
        Some(Self { deals: sum(self.deals, other.deals)?, amount: sum(self.amount, other.amount)? })
    }
}
