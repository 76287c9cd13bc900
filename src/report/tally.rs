//! Adding up: groups of deals by the values of their dimensions.
//!
//! A question needs its deals cut in several ways at once: into lines, and for margins and subtotals by fewer dimensions. Each cut is
//! added up by itself, since sums cannot tell afterwards how many different partners they hold, or which deals have two of
//! the tags.

use std::collections::{BTreeMap, BTreeSet};

use foldhash::{HashMap, HashMapExt as _};

use super::question::{Purpose, Question, Side};
use super::tagged;
use crate::domain::catalogue::{Catalogue, Family, Id};
use crate::domain::dimension::{Dimension, Facts, Value};
use crate::domain::money::divide_rounded;
use crate::domain::relation::{Counting, Relation};
use crate::domain::stage::Stage;
use crate::store::{Common, Group, Receipts};

/// What a group of deals comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    /// How many deals.
    pub deals: i64,
    /// How many of them have a base amount.
    pub priced: i64,
    /// How many deals and increases of such there are, whose amounts are added, and how many of them have a base amount.
    pub addends: (i64, i64),
    /// How many of these are confidential, and how many of those have a base amount; where that is to be counted.
    pub confidential: (i64, i64),
    /// The sum of base amounts, in minor units; none if nothing has one.
    pub amount: Option<i64>,
    /// The part of it that is of the deals themselves, without their increases.
    pub of_deals: Option<i64>,
    /// How many deals have reached each of [`Stage::REACHED`], or gone past it; where that is to be counted.
    pub reached: [i64; 4],
    /// How many have ended.
    pub ended: i64,
    /// What was received; where that is to be counted.
    pub receipts: Receipts,
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
        self.addends = (self.addends.0 + other.addends.0, self.addends.1 + other.addends.1);
        self.confidential.0 += other.confidential.0;
        self.confidential.1 += other.confidential.1;
        self.reached.iter_mut().zip(other.reached).for_each(|(reached, more)| *reached += more);
        self.ended += other.ended;
        self.receipts.count += other.receipts.count;
        self.receipts.rated += other.receipts.rated;
        self.receipts.base_amount = plus(self.receipts.base_amount, other.receipts.base_amount)?;
        self.amount = plus(self.amount, other.amount)?;
        self.of_deals = plus(self.of_deals, other.of_deals)?;
        self.largest = self.largest.max(other.largest);
        // Most questions ask for neither, and this is done for every deal of a file.
        for (own, more) in [(&mut self.partners, &other.partners), (&mut self.countries, &other.countries)] {
            if !more.is_empty() {
                own.extend(more);
            }
        }
        Ok(())
    }

    /// How many deals are at a stage or past it.
    #[must_use]
    pub fn at(&self, stage: Stage) -> i64 {
        match Stage::REACHED.iter().position(|reached| *reached == stage) {
            Some(at) => self.reached[at],
            None if stage == Stage::Ended => self.ended,
            None => self.deals,
        }
    }

    /// The base amounts of the deals, without increases, by the number of deals that have one, rounded half away from zero.
    #[must_use]
    pub fn average(&self) -> Option<i64> {
        let average = divide_rounded(i128::from(self.of_deals?), i128::from(self.priced));
        i64::try_from(average).ok()
    }
}

fn plus(sum: Option<i64>, more: Option<i64>) -> Result<Option<i64>, Overflow> {
    match (sum, more) {
        (Some(sum), Some(more)) => Ok(Some(sum.checked_add(more).ok_or(Overflow)?)),
        (sum, more) => Ok(sum.or(more)),
    }
}

/// What is left out of the sums, since it belongs to deals that were signed before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// How many deals of each relation are no further deals.
    pub deals: BTreeMap<Relation, i64>,
    /// How many of those have reached a stage of their own, where that is counted.
    pub with_stages: i64,
    /// How many receipts there are of those of which nothing is added, where these are counted.
    pub receipts: i64,
}

impl LeftOut {
    fn take(&mut self, group: &Group, counting: Counting) {
        let relation = group.common.relation;
        if !counting.adds_deal(relation) {
            *self.deals.entry(relation).or_default() += group.deals;
            let has_stage = group.common.progress.is_some_and(|progress| progress != (Stage::Signed, false));
            self.with_stages += if has_stage { group.deals } else { 0 };
        }
        if !counting.adds_amount(relation) {
            self.receipts += group.receipts.count;
        }
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
    counting: Counting,
    public: bool,
    left_out: [LeftOut; 2],
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
            counting: question.counting,
            public: question.public,
            left_out: Default::default(),
            counts_partners: question.counts_partners(),
            counts_countries: question.counts_countries(),
            cuts: question.cuts().into_iter().map(cut).collect(),
            total: Sides::default(),
            tags: HashMap::new(),
        }
    }

    /// Adds a group. What was merged counts as its successor.
    pub fn add(&mut self, side: Side, group: &Group, catalogue: &Catalogue) -> Result<(), Overflow> {
        let Common { facts, relation, progress, confidential } = &group.common;
        // Who the partner is, and how large the deal, is not told in public.
        let told = (self.public && *confidential).then(|| Facts { partner: None, size: None, ..facts.clone() });
        let facts = told.as_ref().unwrap_or(facts);
        self.left_out[usize::from(side == Side::Before)].take(group, self.counting);
        if group.deals == 0 && group.receipts.count == 0 || !self.counting.adds_amount(*relation) {
            return Ok(());
        }
        let partner = facts.partner.filter(|_| self.counts_partners);
        let partner = partner.map(|id| catalogue.current(Family::Partner, id).map_or(id, |item| item.id));
        let country = facts.country.filter(|_| self.counts_countries);
        let adds_deal = self.counting.adds_deal(*relation);
        let (deals, priced) = if adds_deal { (group.deals, group.priced) } else { (0, 0) };
        let reached = progress.map_or(Stage::Signed, |(reached, _)| reached);
        let sums = Sums {
            deals,
            priced,
            addends: (group.deals, group.priced),
            confidential: if *confidential { (group.deals, group.priced) } else { (0, 0) },
            amount: group.base_amount,
            of_deals: group.base_amount.filter(|_| adds_deal),
            largest: group.largest.filter(|_| adds_deal),
            reached: Stage::REACHED.map(|stage| if stage <= reached { deals } else { 0 }),
            ended: if progress.is_some_and(|(_, ended)| ended) { deals } else { 0 },
            receipts: group.receipts,
            partners: partner.into_iter().collect(),
            countries: country.into_iter().collect(),
        };
        self.total.side(side).absorb(&sums)?;
        let Self { cuts, tags, home, .. } = self;
        for cut in cuts {
            let value = |dimension: &Dimension| current(dimension.value(facts, *home), catalogue);
            let mut key: Vec<Value> = cut.by.iter().map(value).collect();
            let tag = cut.by.iter().position(|dimension| *dimension == Dimension::Tag);
            let Some((tag, names)) = tag.zip(facts.tags.as_ref()) else {
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

    /// Has a line of these values even where no deal falls into it.
    pub(super) fn open(&mut self, key: &[Value]) {
        for cut in self.cuts.iter_mut().filter(|cut| cut.purpose == Purpose::Lines) {
            cut.groups.entry(key.to_vec()).or_default();
        }
    }

    pub(super) fn finish(self) -> (Vec<Cut>, Sides, [LeftOut; 2]) {
        let Self { cuts, total, tags, left_out, .. } = self;
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
        (cuts.collect(), total, left_out)
    }
}

/// How many deals some groups come to, and their amount, by the counting rules.
pub fn counted(groups: &[Group], counting: Counting) -> Result<(i64, Option<i64>), Overflow> {
    let (mut deals, mut amount) = (0, None);
    for group in groups {
        let relation = group.common.relation;
        deals += if counting.adds_deal(relation) { group.deals } else { 0 };
        amount = plus(amount, group.base_amount.filter(|_| counting.adds_amount(relation)))?;
    }
    Ok((deals, amount))
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
