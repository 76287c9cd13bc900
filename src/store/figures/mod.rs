//! Figures: counts and sums of deals and receipts, grouped by columns. Which dimensions come of them is the report's business.

mod fold;
mod in_parallel;
mod rates;
mod receipts;
mod statement;

use std::collections::HashMap;

use chrono::NaiveDate;

use super::View;
use super::engine::{Cell, Cells, Engine};
use super::error::Result;
use super::versions::Deals;
use crate::domain::catalogue::Id;
use crate::domain::currency::Currency;
use crate::domain::date::PartialDate;
use crate::domain::deal::{Deal, DealKind, Venue};
use crate::domain::dimension::{Dimension, Facts};
use crate::domain::filter::Filter;
use crate::domain::relation::Relation;
use crate::domain::size::Band;
use crate::domain::stage::Stage;
use crate::domain::tags::Tags;
use fold::Fold;
use statement::Statement;

pub use rates::{RateUsed, Unrated};
pub(super) use statement::GroupBy;

/// What a group of deals has in common, and what it comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What they have in common.
    pub common: Common,
    /// How many deals.
    pub deals: i64,
    /// How many of them have a base amount.
    pub priced: i64,
    /// The sum of base amounts; none if no deal has one.
    pub base_amount: Option<i64>,
    /// The largest of them, where that was asked for.
    pub largest: Option<i64>,
    /// What was received for them, where that was asked for.
    pub receipts: Receipts,
}

/// What the deals of a group have in common.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Common {
    /// The columns grouped by; the others are left empty.
    pub facts: Facts,
    /// How they relate to earlier deals.
    pub relation: Relation,
    /// The furthest stage that they have reached, and whether they have ended, where that was asked for.
    pub progress: Option<(Stage, bool)>,
    /// Whether they are confidential, where that was asked for.
    pub confidential: bool,
}

/// Money received.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Receipts {
    /// How many times.
    pub count: i64,
    /// Of these, how many have a base amount.
    pub rated: i64,
    /// The sum of base amounts; none if none has one.
    pub base_amount: Option<i64>,
}

impl Group {
    /// That of one deal, in a ledger of this base currency.
    #[must_use]
    pub fn of(deal: &Deal, base: Currency, progress: Option<Progress>) -> Self {
        let lifecycle = &deal.lifecycle;
        let common = Common {
            facts: Facts::of(deal, base),
            relation: deal.relation,
            progress: progress.map(|progress| (lifecycle.reached_by(progress.on), lifecycle.ended_by(progress.on))),
            confidential: deal.confidential,
        };
        let priced = i64::from(deal.base_amount.is_some());
        let (base_amount, largest) = (deal.base_amount, deal.base_amount);
        Self { deals: 1, priced, base_amount, largest, ..Self::nothing(common) }
    }

    /// One without deals yet.
    #[must_use]
    pub fn nothing(common: Common) -> Self {
        Self { common, deals: 0, priced: 0, base_amount: None, largest: None, receipts: Receipts::default() }
    }
}

/// By what deals are grouped, and what is wanted of each group beside counts and sums.
#[derive(Clone, Debug, Default)]
pub struct Grouping {
    /// The dimensions. Groups are as fine as these ask for, or finer.
    pub by: Vec<Dimension>,
    /// Whether the largest base amount of each group is wanted.
    pub largest: bool,
    /// Whether it is wanted how far the deals have come, and by when.
    pub progress: Option<Progress>,
    /// Whether confidential deals are to be told from others.
    pub confidential: bool,
    /// Whether years, quarters and months of money received are those in which it came, rather than those of the signing.
    pub by_arrival: bool,
}

/// What counts as progress.
#[derive(Clone, Copy, Debug, Default)]
pub struct Progress {
    /// What is dated up to this day; everything, if there is none.
    pub on: Option<NaiveDate>,
}

/// Which deals a statement is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Share {
    /// All, where none follows another.
    All,
    /// Those that follow none.
    First,
    /// Those that follow another; these are few.
    Related,
}

/// How many groups are kept in memory where they are handed over one by one.
const MOST_KEPT: usize = 50_000;

const HAS_RELATED: &str = "SELECT 1 AS found FROM deal WHERE follows_id IS NOT NULL LIMIT 1";

impl View<'_> {
    /// Counts and sums of the deals that pass a filter, by what the dimensions follow from: one group or more for each of
    /// their values. What a deal counts by its relation to another is for the caller to say.
    pub fn groups(&self, filter: &Filter, terms: (Id, Currency), grouping: &Grouping) -> Result<Vec<Group>> {
        let parts = if grouping.largest { vec![(1, self.deals())] } else { self.parts()? };
        let mut groups = Vec::new();
        if let [(_, deals)] = *parts {
            self.each_group_of((deals, usize::MAX), filter, terms, grouping, |group| groups.push(group))?;
            return Ok(groups);
        }
        let mut sums: HashMap<Common, Group> = HashMap::new();
        let mut overflow = false;
        for (times, deals) in parts {
            self.each_group_of((deals, usize::MAX), filter, terms, grouping, |group| {
                overflow |= absorb(&mut sums, group, times).is_none();
            })?;
        }
        if overflow {
            return Err(super::Error::Overflow);
        }
        groups.extend(sums.into_values().filter(|group| group.deals != 0));
        Ok(groups)
    }

    /// The same one by one, however many there are: where there are more than are kept in memory, one may come several times.
    pub(super) fn each_group(
        self,
        filter: &Filter,
        terms: (Id, Currency),
        grouping: &Grouping,
        take: impl FnMut(Group),
    ) -> Result<()> {
        self.each_group_of((self.deals(), MOST_KEPT), filter, terms, grouping, take)
    }

    fn each_group_of(
        self,
        (deals, most): (Deals, usize),
        filter: &Filter,
        terms: (Id, Currency),
        grouping: &Grouping,
        mut take: impl FnMut(Group),
    ) -> Result<()> {
        for share in self.shares(deals)? {
            let wanted = (filter, deals, *share);
            let is_along_index = Statement::is_along_index(wanted, grouping);
            let lead = if is_along_index { None } else { self.lead(filter, terms.0, deals)? };
            let statement = Statement::new(wanted, terms, grouping, lead);
            if statement.is_grouped {
                let is_by_sector = statement.grouped.first().is_some_and(|at| COMMON[*at] == "sector_id");
                let groups =
                    if is_by_sector { self.groups_in_parallel((filter, *share), terms, grouping)? } else { None };
                match groups {
                    Some(groups) => groups.into_iter().for_each(&mut take),
                    None => each_added_up(self.engine, &statement, terms.1, &mut take)?,
                }
                continue;
            }
            let Statement { sql, conditions, grouped, .. } = statement;
            let columns: Vec<&str> = grouped.iter().map(|at| COMMON[*at]).chain(["base_amount"]).collect();
            let mut fold = Fold::new(terms.1, grouping.largest, &grouped);
            self.engine.each_row(&sql, &conditions.params(), &columns, |row| {
                fold.add(row)?;
                if fold.len() > most {
                    fold.take_groups().for_each(&mut take);
                }
                Ok(true)
            })?;
            fold.take_groups().for_each(&mut take);
        }
        Ok(())
    }

    /// In which shares deals are read: by their relations only where there are any, so that whoever has none pays nothing for them.
    fn shares(self, deals: Deals) -> Result<&'static [Share]> {
        let is_now = deals == Deals::Now;
        let no_related = is_now && self.engine.one(HAS_RELATED, &[], ["found"], |[found]| found.int())?.is_none();
        Ok(if no_related { &[Share::All] } else { &[Share::First, Share::Related] })
    }
}

/// Adds a group to the one with the same facts, or takes it away. None if a sum is too large.
fn absorb(sums: &mut HashMap<Common, Group>, group: Group, times: i64) -> Option<()> {
    let sum = sums.entry(group.common.clone()).or_insert_with(|| Group::nothing(group.common));
    sum.deals += times * group.deals;
    sum.priced += times * group.priced;
    let amount = sum.base_amount.unwrap_or(0).checked_add(times * group.base_amount.unwrap_or(0))?;
    sum.base_amount = (sum.priced != 0).then_some(amount);
    Some(())
}

/// What deals can have in common.
const COMMON: [&str; 17] = [
    "sector_id",
    "country_id",
    "region_id",
    "event_id",
    "partner_id",
    "district_id",
    "kind",
    "venue",
    "tags",
    "currency_id",
    "signed",
    "stage",
    "confidential",
    "size_band",
    "reached",
    "has_ended",
    "relation",
];
const MEASURED: [&str; 4] = ["deals", "priced", "base_amount", "largest"];

/// The groups that the engine adds up, one by one.
fn each_added_up(engine: &Engine, statement: &Statement, base: Currency, mut take: impl FnMut(Group)) -> Result<()> {
    let Statement { sql, conditions, grouped, .. } = statement;
    let columns: Vec<&str> = grouped.iter().map(|at| COMMON[*at]).chain(MEASURED).collect();
    engine.each_row(sql, &conditions.params(), &columns, |row| {
        take(read_group(row, grouped, base)?);
        Ok(true)
    })
}

/// A group as it was added up by the engine.
fn read_group(row: &Cells<'_>, grouped: &[usize], base: Currency) -> Result<Group> {
    let [deals, priced, base_amount, largest] = [0, 1, 2, 3].map(|at| row.cell(grouped.len() + at));
    Ok(Group {
        deals: deals.int()?,
        priced: priced.int()?,
        base_amount: base_amount.opt_int()?,
        largest: largest.opt_int()?,
        ..Group::nothing(read_common(row, grouped, base)?)
    })
}

/// What a group has in common: its first cells, which are the columns at these places among [`COMMON`].
fn read_common(row: &Cells<'_>, grouped: &[usize], base: Currency) -> Result<Common> {
    let mut cells = [Cell::NULL; COMMON.len()];
    for (at, place) in grouped.iter().enumerate() {
        cells[*place] = row.cell(at);
    }
    let [sector, country, region, event, partner, district, kind, rest @ ..] = cells;
    let [venue, tags, currency, signed, stage, confidential, size, reached, ended, relation] = rest;
    let item = |cell: Cell<'_>| Ok::<_, super::Error>(cell.opt_int()?.map(Id));
    let facts = Facts {
        signed: signed.opt_text()?.and_then(|text| PartialDate::parse(text).ok()),
        event: item(event)?,
        sector: item(sector)?,
        partner: item(partner)?,
        region: item(region)?,
        country: item(country)?,
        currency: currency.opt_int()?.and_then(Currency::from_number),
        kind: kind.opt_int()?.and_then(DealKind::from_number),
        venue: venue.opt_int()?.and_then(Venue::from_number),
        tags: tags.opt_text()?.and_then(Tags::parse),
        stage: stage.opt_int()?.and_then(Stage::from_number),
        district: item(district)?,
        size: size.opt_int()?.and_then(|number| Band::from_number(number, base)),
    };
    let reached = reached.opt_int()?.and_then(Stage::from_number);
    let ended = ended.opt_int()?;
    Ok(Common {
        facts,
        relation: relation.opt_int()?.and_then(Relation::from_number).unwrap_or_default(),
        progress: reached.zip(ended).map(|(reached, ended)| (reached, ended == 1)),
        confidential: confidential.opt_int()?.is_some(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::engine::Engine;
    use super::super::migrations;
    use super::*;
    use crate::domain::place::CHINA;

    /// Whatever is kept at a time, the pieces of the groups add up to the same.
    #[test]
    fn groups_that_come_in_pieces_add_up_to_the_whole() {
        let engine = Engine::in_memory().unwrap();
        engine.enforce_foreign_keys(false).unwrap();
        migrations::create(&engine).unwrap();
        for number in 1..=60_i64 {
            let partner = (number % 7 != 0).then_some(number * 5 % 11);
            let amount = (number % 4 != 0).then_some(number);
            let insert = "INSERT INTO deal (id, entry_id, sector_id, partner_id, currency_id, base_amount, signed, title) \
                          VALUES ($1, 1, 1, $2, 156, $3, '2019-08-26', 'Plant')";
            engine.execute(insert, &[number.into(), partner.into(), amount.into()]).unwrap();
        }
        let view = View { engine: &engine, as_of: None };
        let grouping = Grouping { by: vec![Dimension::Partner], largest: true, ..Grouping::default() };
        for most in [0, 1, 3, 11, 12, usize::MAX] {
            let mut sums: HashMap<Option<Id>, [i64; 4]> = HashMap::new();
            let mut pieces = 0;
            let add = |group: Group| {
                pieces += 1;
                let sum = sums.entry(group.common.facts.partner).or_default();
                sum[0] += group.deals;
                sum[1] += group.priced;
                sum[2] += group.base_amount.unwrap_or(0);
                sum[3] = sum[3].max(group.largest.unwrap_or(0));
            };
            let filter = Filter::default();
            view.each_group_of((Deals::Now, most), &filter, (CHINA, Currency::CNY), &grouping, add).unwrap();
            // Counted by hand: 60 deals, every seventh without a partner, every fourth without an amount.
            assert_eq!(sums.len(), 12);
            assert_eq!(sums.values().map(|sum| sum[0]).sum::<i64>(), 60);
            assert_eq!(sums.values().map(|sum| sum[1]).sum::<i64>(), 45);
            assert_eq!(sums.values().map(|sum| sum[2]).sum::<i64>(), 60 * 61 / 2 - 4 * 15 * 16 / 2);
            // 7, 14, 21, 35, 42, 49 have amounts, 28 and 56 have none.
            assert_eq!(sums[&None], [8, 6, 168, 49]);
            assert_eq!(pieces == 12, most >= 12, "{most}");
        }
    }
}
