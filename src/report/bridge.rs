//! The bridge between two states of a ledger: why a total moved. Each entry between them has added, deleted or changed deals, or has
//! moved them in or out of what is counted; the steps add up to the difference exactly.

use std::collections::{BTreeMap, BTreeSet};

use super::question::{Question, Side};
use super::tally::{Overflow, Tally, counted};
use super::{Placing, Report, ReportError, Source};
use crate::domain::catalogue::Catalogue;
use crate::domain::currency::Currency;
use crate::domain::deal::Deal;
use crate::domain::filter::Filter;
use crate::domain::label::{Label, label};
use crate::domain::relation::Counting;
use crate::store::{Change, Grouping, Listed, Span, View};

/// What has moved a total.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Deals that were not there before.
    Added,
    /// Deals that were there before and were not counted.
    MovedIn,
    /// Deals of which the amount was changed, or what it follows from.
    Edited,
    /// Deals that were converted at another rate, or had none before.
    Rates,
    /// Deals that are still there and are not counted any more.
    MovedOut,
    /// Deals that were taken out.
    Deleted,
}

impl Step {
    /// Every step with its code and the words for it. What comes stands before what goes, so that no level between lies below zero.
    const TABLE: [(Self, &'static str, Label); 6] = [
        (Self::Added, "added", label("Added", "新增")),
        (Self::MovedIn, "moved_in", label("Moved in", "移入范围")),
        (Self::Edited, "edited", label("Edited", "修改")),
        (Self::Rates, "rates", label("Rates", "汇率")),
        (Self::MovedOut, "moved_out", label("Moved out", "移出范围")),
        (Self::Deleted, "deleted", label("Deleted", "删除")),
    ];

    /// What programs call it.
    #[must_use]
    pub fn code(self) -> &'static str {
        Self::TABLE[self as usize].1
    }

    /// What people call it.
    #[must_use]
    pub fn label(self) -> Label {
        Self::TABLE[self as usize].2
    }
}

/// How many deals, and what their base amounts come to in minor units; of a change, by how much these have grown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Figures {
    /// How many deals.
    pub deals: i64,
    /// The sum of base amounts.
    pub amount: i64,
}

impl Figures {
    /// Both together.
    pub fn plus(self, other: Self) -> Result<Self, Overflow> {
        let (deals, amount) = (self.deals + other.deals, self.amount.checked_add(other.amount));
        Ok(Self { deals, amount: amount.ok_or(Overflow)? })
    }
}

/// What one entry has moved in one way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    /// By how much.
    pub by: Figures,
    /// The deals, in the order of their numbers.
    pub deals: Vec<i64>,
}

/// Why the total of some deals moved between two states.
#[derive(Clone, Debug)]
pub struct Bridge {
    /// The total in the first state.
    pub then: Figures,
    /// The total in the second.
    pub now: Figures,
    /// The steps between them, in their order, and of each the entries.
    pub steps: BTreeMap<(Step, i64), Moved>,
    /// How many changes of deals that are counted have moved nothing.
    pub idle: i64,
    /// By dimensions: the lines with what was and what is, and of each the entries that have changed it.
    pub lines: Option<(Report, Vec<BTreeSet<i64>>)>,
}

/// Two states of a ledger, each by its last entry, and what is counted in both.
#[derive(Clone, Copy)]
pub struct States<'a> {
    /// The ledger.
    pub view: View<'a>,
    /// From which entry to which.
    pub span: Span,
    /// Which deals are counted.
    pub filter: &'a Filter,
    /// The names that the filter and the dimensions go by.
    pub catalogue: &'a Catalogue,
}

impl States<'_> {
    /// Finds out why the total moved; with a question, by its dimensions as well.
    pub fn bridge(&self, question: Option<&Question>) -> Result<Bridge, ReportError> {
        let lines = question.map(|question| self.lines(question)).transpose()?;
        let placing = lines.as_ref().map(|report| Placing::new(report, self.catalogue));
        let mut entries = vec![BTreeSet::new(); lines.as_ref().map_or(0, |report| report.lines.len())];
        let (mut steps, mut idle) = (BTreeMap::<(Step, i64), Moved>::new(), 0);
        let mut overflow = None;
        self.view.each_change(self.span, None, |change| {
            let [before, after] = self.counted(&change);
            if let Some(placing) = &placing {
                let lines = |deal: Option<&Deal>| deal.map_or(Vec::new(), |deal| placing.lines(deal, self.catalogue));
                let (left, entered) = (lines(before), lines(after));
                // What stays in its line with the same amount, and counts as it did, has not moved there.
                let counts = |deal: &Deal| (deal.base_amount, deal.relation);
                let is_same = before.map(counts) == after.map(counts);
                let moves = |line: &&usize| !is_same || left.contains(line) != entered.contains(line);
                for line in left.iter().chain(&entered).filter(moves) {
                    entries[*line].insert(change.entry);
                }
            }
            let step = step(&change, before, after);
            if before.is_none() && after.is_none() {
                return Ok(true);
            }
            let Ok(by) = growth(before, after) else {
                overflow = Some(Overflow);
                return Ok(false);
            };
            if by == Figures::default() {
                idle += 1;
                return Ok(true);
            }
            let moved = steps.entry((step, change.entry)).or_default();
            match moved.by.plus(by) {
                Ok(sum) => moved.by = sum,
                Err(error) => overflow = Some(error),
            }
            moved.deals.push(change.deal());
            Ok(overflow.is_none())
        })?;
        if let Some(overflow) = overflow {
            return Err(overflow.into());
        }
        let (then, now) = (self.total(self.span.after)?, self.total(self.span.to)?);
        Ok(Bridge { then, now, steps, idle, lines: lines.map(|report| (report, entries)) })
    }

    /// The deal before and after, as far as it is counted.
    fn counted<'a>(&self, change: &'a Change) -> [Option<&'a Deal>; 2] {
        let ground = (self.catalogue.home, self.catalogue.base);
        [&change.before, &change.after].map(|version| {
            let is_counted = |listed: &&Listed| {
                let Listed { deal, partner, .. } = listed;
                deal.relation.adds_amount() && self.filter.matches(deal, partner.as_deref(), ground)
            };
            version.as_ref().filter(is_counted).map(|listed| &listed.deal)
        })
    }

    fn total(&self, entry: i64) -> Result<Figures, ReportError> {
        let ground = (self.catalogue.home, self.catalogue.base);
        let groups = self.view.as_of(entry).groups(self.filter, ground, &Grouping::default())?;
        let (deals, amount) = counted(&groups, Counting::ByRule)?;
        Ok(Figures { deals, amount: amount.unwrap_or(0) })
    }

    /// The lines of both states.
    fn lines(&self, question: &Question) -> Result<Report, ReportError> {
        let mut tally = Tally::new(question, self.catalogue.home);
        let ground = (self.catalogue.home, self.catalogue.base);
        for (side, entry) in [(Side::Now, self.span.to), (Side::Before, self.span.after)] {
            for group in self.view.as_of(entry).groups(self.filter, ground, &question.grouping())? {
                tally.add(side, &group, self.catalogue)?;
            }
        }
        Ok(tally.report(question, self.catalogue, Source::Ledger)?)
    }
}

/// What a change of a deal is to those that are counted.
fn step(change: &Change, before: Option<&Deal>, after: Option<&Deal>) -> Step {
    match (before, after) {
        (None, _) if change.before.is_none() => Step::Added,
        (_, None) if change.after.is_none() => Step::Deleted,
        (None, _) => Step::MovedIn,
        (_, None) => Step::MovedOut,
        (Some(before), Some(after)) if worth(before) == worth(after) => Step::Rates,
        _ => Step::Edited,
    }
}

/// What a deal counts, but for its rate.
fn worth(deal: &Deal) -> (Option<i64>, Currency, bool) {
    (deal.amount, deal.currency, deal.relation.adds_deal())
}

fn growth(before: Option<&Deal>, after: Option<&Deal>) -> Result<Figures, Overflow> {
    let of = |deal: Option<&Deal>| {
        deal.map_or_else(Figures::default, |deal| Figures {
            deals: i64::from(deal.relation.adds_deal()),
            amount: deal.base_amount.unwrap_or(0),
        })
    };
    let (before, after) = (of(before), of(after));
    let amount = after.amount.checked_sub(before.amount).ok_or(Overflow)?;
    Ok(Figures { deals: after.deals - before.deals, amount })
}

impl Bridge {
    /// Whether the steps account for the whole difference; they do unless the ledger is damaged.
    #[must_use]
    pub fn adds_up(&self) -> bool {
        let sum = self.steps.values().try_fold(self.then, |sum, moved| sum.plus(moved.by));
        sum.is_ok_and(|sum| sum == self.now)
    }
}
