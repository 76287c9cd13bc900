//! Adding up: groups of deals by the values of their dimensions.
//!
//! A question needs its deals cut in several ways at once: into lines, and for margins and subtotals by fewer dimensions. Each cut is
//! added up by itself, since sums cannot tell afterwards how many different partners they hold, or which deals have two of
//! the tags.

use std::collections::{BTreeSet, HashMap};

use super::question::{Purpose, Question, Side};
use super::tagged;
use crate::domain::catalogue::{Catalogue, Family, Id};
use crate::domain::dimension::{Dimension, Value};
use crate::domain::money::divide_rounded;
use crate::store::Group;

/// What a group of deals comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// How many deals.
    pub deals: i64,
    /// How many of them have a base amount.
    pub priced: i64,
    /// The sum of base amounts, in minor units; none if no deal has one.
    pub amount: Option<i64>,
    /// The largest base amount.
    pub largest: Option<i64>,
    /// Its partners, where they are to be counted.
    pub partners: BTreeSet<Id>,
    /// Its countries, where they are to be counted.
    pub countries: BTreeSet<Id>,
}

/// The sum would not fit in an integer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a sum of amounts is larger than can be counted")]
pub struct Overflow;

impl Sums {
    /// Takes in the deals of another.
    pub(super) fn absorb(&mut self, other: &Self) -> Result<(), Overflow> {
        self.deals += other.deals;
        self.priced += other.priced;
        self.amount = match (self.amount, other.amount) {
            (Some(sum), Some(more)) => Some(sum.checked_add(more).ok_or(Overflow)?),
            (sum, more) => sum.or(more),
        };
        self.largest = self.largest.max(other.largest);
        self.partners.extend(&other.partners);
        self.countries.extend(&other.countries);
        Ok(())
    }

    /// The sum by the number of deals that have a base amount, rounded half away from zero.
    #[must_use]
    pub fn average(&self) -> Option<i64> {
        let average = divide_rounded(i128::from(self.amount?), i128::from(self.priced));
        i64::try_from(average).ok()
    }
}

/// What a group comes to among the deals asked for, and among those they are compared with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sides {
    /// Among the deals asked for.
    pub now: Sums,
    /// Among those they are compared with.
    pub before: Sums,
}

impl Sides {
    fn side(&mut self, side: Side) -> &mut Sums {
        match side {
            Side::Now => &mut self.now,
            Side::Before => &mut self.before,
        }
    }

    pub(super) fn absorb(&mut self, other: &Self) -> Result<(), Overflow> {
        self.now.absorb(&other.now)?;
        self.before.absorb(&other.before)
    }
}

/// One way of cutting the deals into groups.
#[derive(Debug)]
pub(super) struct Cut {
    pub(super) purpose: Purpose,
    pub(super) by: Vec<Dimension>,
    pub(super) groups: HashMap<Vec<Value>, Sides>,
}

/// Adds up groups of deals.
#[derive(Debug)]
pub struct Tally {
    home: Id,
    counts_partners: bool,
    counts_countries: bool,
    cuts: Vec<Cut>,
    total: Sides,
    /// Of each tag in small letters the spelling that stands for all: the first in the order of characters, whatever comes first.
    tags: HashMap<Box<str>, Box<str>>,
}

impl Tally {
    /// An empty one.
    #[must_use]
    pub fn new(question: &Question, home: Id) -> Self {
        let cut = |(purpose, by)| Cut { purpose, by, groups: HashMap::new() };
        Self {
            home,
            counts_partners: question.counts_partners(),
            counts_countries: question.counts_countries(),
            cuts: question.cuts().into_iter().map(cut).collect(),
            total: Sides::default(),
            tags: HashMap::new(),
        }
    }

    /// Adds a group. What was merged counts as its successor.
    pub fn add(&mut self, side: Side, group: &Group, catalogue: &Catalogue) -> Result<(), Overflow> {
        if group.deals == 0 {
            return Ok(());
        }
        let partner = group.facts.partner.filter(|_| self.counts_partners);
        let partner = partner.map(|id| catalogue.current(Family::Partner, id).map_or(id, |item| item.id));
        let country = group.facts.country.filter(|_| self.counts_countries);
        let sums = Sums {
            deals: group.deals,
            priced: group.priced,
            amount: group.base_amount,
            largest: group.largest,
            partners: partner.into_iter().collect(),
            countries: country.into_iter().collect(),
        };
        self.total.side(side).absorb(&sums)?;
        let Self { cuts, tags, home, .. } = self;
        for cut in cuts {
            let value = |dimension: &Dimension| current(dimension.value(&group.facts, *home), catalogue);
            let mut key: Vec<Value> = cut.by.iter().map(value).collect();
            let tag = cut.by.iter().position(|dimension| *dimension == Dimension::Tag);
            let Some((tag, names)) = tag.zip(group.facts.tags.as_ref()) else {
                add_to(&mut cut.groups, &key, side, &sums)?;
                continue;
            };
            if cut.purpose == Purpose::Tagged {
                key[tag] = tagged::all(names.iter());
                add_to(&mut cut.groups, &key, side, &sums)?;
                continue;
            }
            for name in names.iter() {
                let small: Box<str> = name.to_ascii_lowercase().into();
                let spelling = tags.entry(small.clone()).or_insert_with(|| name.into());
                if name < &**spelling {
                    *spelling = name.into();
                }
                key[tag] = Value::Tag(small);
                add_to(&mut cut.groups, &key, side, &sums)?;
            }
        }
        Ok(())
    }

    pub(super) fn finish(self) -> (Vec<Cut>, Sides) {
        let Self { cuts, total, tags, .. } = self;
        let spelled = |value| match value {
            Value::Tag(small) => Value::Tag(tags.get(&small).cloned().unwrap_or(small)),
            other => other,
        };
        let cuts = cuts.into_iter().map(|cut| {
            if !cut.by.contains(&Dimension::Tag) || cut.purpose == Purpose::Tagged {
                return cut;
            }
            let groups = cut.groups.into_iter();
            let groups = groups.map(|(key, sides)| (key.into_iter().map(spelled).collect(), sides)).collect();
            Cut { groups, ..cut }
        });
        (cuts.collect(), total)
    }
}

fn add_to(groups: &mut HashMap<Vec<Value>, Sides>, key: &[Value], side: Side, sums: &Sums) -> Result<(), Overflow> {
    if let Some(sides) = groups.get_mut(key) {
        return sides.side(side).absorb(sums);
    }
    let mut sides = Sides::default();
    *sides.side(side) = sums.clone();
    groups.insert(key.to_vec(), sides);
    Ok(())
}

/// What stands for a value today.
pub(super) fn current(value: Value, catalogue: &Catalogue) -> Value {
    match value {
        Value::Item(family @ (Family::Partner | Family::District), id) => {
            Value::Item(family, catalogue.current(family, id).map_or(id, |item| item.id))
        }
        other => other,
    }
}
