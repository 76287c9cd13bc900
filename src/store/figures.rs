//! Figures: counts and sums of deals, grouped by columns. Which dimensions come of them is the report's business.

use std::collections::HashMap;

use super::View;
use super::engine::Cell;
use super::error::Result;
use super::filter::Conditions;
use super::versions::Deals;
use crate::domain::catalogue::Id;
use crate::domain::currency::Currency;
use crate::domain::date::PartialDate;
use crate::domain::deal::{DealKind, Venue};
use crate::domain::dimension::{Dimension, Facts};
use crate::domain::filter::Filter;
use crate::domain::rate::Rate;
use crate::domain::size::Band;
use crate::domain::tags::Tags;

/// What a group of deals has in common, and what it comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The columns grouped by; the others are left empty.
    pub facts: Facts,
    /// How many deals.
    pub deals: i64,
    /// How many of them have a base amount.
    pub priced: i64,
    /// The sum of base amounts; none if no deal has one.
    pub base_amount: Option<i64>,
    /// The largest of them, where that was asked for.
    pub largest: Option<i64>,
}

/// By what deals are grouped, and what is wanted of each group beside counts and sums.
#[derive(Clone, Debug, Default)]
pub struct Grouping {
    /// The dimensions. Groups are as fine as these ask for, or finer.
    pub by: Vec<Dimension>,
    /// Whether the largest base amount of each group is wanted.
    pub largest: bool,
}

/// Deals of one currency that were converted at one rate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RateUsed {
    /// The currency.
    pub currency: Currency,
    /// The rate.
    pub rate: Rate,
    /// How many deals.
    pub deals: i64,
    /// The first and the last signing date of them.
    pub signed: (PartialDate, PartialDate),
}

/// How many deals of a currency state an amount but have no rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unrated {
    /// The currency.
    pub currency: Currency,
    /// How many.
    pub deals: i64,
}

/// Columns of deals that can be grouped by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "one for each column")]
pub(super) struct GroupBy {
    sector: bool,
    country: bool,
    region: bool,
    event: bool,
    partner: bool,
    district: bool,
    kind: bool,
    venue: bool,
    tags: bool,
    currency: bool,
    signed: bool,
    size: bool,
}

impl GroupBy {
    /// The columns that the dimensions follow from.
    pub(super) fn dimensions(dimensions: &[Dimension]) -> Self {
        let mut columns = Self::default();
        for dimension in dimensions {
            match dimension {
                Dimension::Sector => columns.sector = true,
                // Along the index by sector and country, whether or not the sector is asked for.
                Dimension::Country | Dimension::Origin => (columns.sector, columns.country) = (true, true),
                Dimension::Region => columns.region = true,
                Dimension::Place => (columns.country, columns.region) = (true, true),
                Dimension::Event => columns.event = true,
                Dimension::Partner => columns.partner = true,
                Dimension::District => columns.district = true,
                Dimension::Kind => columns.kind = true,
                Dimension::Venue => columns.venue = true,
                Dimension::Tag => columns.tags = true,
                Dimension::Currency => columns.currency = true,
                Dimension::Year | Dimension::Quarter | Dimension::Month => columns.signed = true,
                Dimension::Size => columns.size = true,
            }
        }
        columns
    }

    /// Each column as it is selected: itself if it is grouped by, otherwise nothing.
    ///
    /// Where the deals themselves are read, an index that has the groups in order is a detour: they would be read here and there
    /// instead of one after the other, which takes four times as long. A column that is reckoned with has no index.
    fn columns(self, deals: Deals) -> [(bool, &'static str, &'static str); 11] {
        let reads_deals = deals != Deals::Now || self.reads_deals();
        let either = |plain, reckoned| if reads_deals { reckoned } else { plain };
        [
            (self.sector, either("d.sector_id", "d.sector_id + 0"), "sector_id"),
            (self.country, either("d.country_id", "d.country_id + 0"), "country_id"),
            (self.region, "d.region_id", "region_id"),
            (self.event, either("d.event_id", "d.event_id + 0"), "event_id"),
            (self.partner, "d.partner_id", "partner_id"),
            (self.district, "d.district_id", "district_id"),
            (self.kind, "d.kind", "kind"),
            (self.venue, "d.venue", "venue"),
            (self.tags, "d.tags", "tags"),
            (self.currency, "d.currency_id", "currency_id"),
            (self.signed, "d.signed || ''", "signed"),
        ]
    }

    /// Whether no index has all the columns, or the deals in the order in which they stand, as that of events has.
    fn reads_deals(self) -> bool {
        let by_index = Self { sector: self.sector, country: self.country, size: self.size, ..Self::default() };
        self != by_index && self != Self { event: true, ..Self::default() }
    }
}

const MEASURES: &str = "COUNT(*) AS deals, COUNT(d.base_amount) AS priced, \
                        CAST(SUM(d.base_amount) AS BIGINT) AS base_amount";
const LARGEST: &str = "MAX(d.base_amount) AS largest";
const NO_LARGEST: &str = "NULL AS largest";
const RATES_USED: &str = "SELECT d.currency_id, d.rate, COUNT(*) AS deals, MIN(d.signed) AS first_signed, \
                          MAX(d.signed) AS last_signed";
const IS_RATED: &str = "d.rate IS NOT NULL AND d.base_amount IS NOT NULL";
const UNRATED: &str = "SELECT d.currency_id, COUNT(*) AS deals";
const IS_UNRATED: &str = "d.base_amount IS NULL AND d.amount IS NOT NULL";

impl View<'_> {
    /// Counts and sums of the deals that pass a filter, by what the dimensions follow from: one group or more for each of
    /// their values.
    pub fn groups(&self, filter: &Filter, terms: (Id, Currency), grouping: &Grouping) -> Result<Vec<Group>> {
        let parts = if grouping.largest { vec![(1, self.deals())] } else { self.parts()? };
        let mut groups = Vec::new();
        if let [(_, deals)] = *parts {
            self.each_group_of(deals, filter, terms, grouping, |group| groups.push(group))?;
            return Ok(groups);
        }
        let mut sums: HashMap<Facts, Group> = HashMap::new();
        let mut overflow = false;
        for (times, deals) in parts {
            self.each_group_of(deals, filter, terms, grouping, |group| {
                overflow |= absorb(&mut sums, group, times).is_none();
            })?;
        }
        if overflow {
            return Err(super::Error::Overflow);
        }
        groups.extend(sums.into_values().filter(|group| group.deals != 0));
        Ok(groups)
    }

    /// The same one by one: there may be as many groups as deals.
    pub(super) fn each_group(
        self,
        filter: &Filter,
        terms: (Id, Currency),
        grouping: &Grouping,
        take: impl FnMut(Group),
    ) -> Result<()> {
        self.each_group_of(self.deals(), filter, terms, grouping, take)
    }

    fn each_group_of(
        self,
        deals: Deals,
        filter: &Filter,
        terms: (Id, Currency),
        grouping: &Grouping,
        mut take: impl FnMut(Group),
    ) -> Result<()> {
        let (sql, conditions) = statement((filter, deals), terms, grouping);
        self.engine.each(&sql, &conditions.params(), COLUMNS, |cells| {
            take(read_group(cells, terms.1)?);
            Ok(true)
        })
    }

    /// The rates at which the deals that pass a filter were converted, in the order of the currencies' codes and the first date.
    pub fn rates_used(&self, filter: &Filter, home: Id) -> Result<Vec<RateUsed>> {
        let mut conditions = Conditions::default();
        let deals = conditions.deals(self.deals());
        conditions.filter(filter, home);
        conditions.also(IS_RATED);
        let sql = format!("{RATES_USED}{deals}{} GROUP BY d.currency_id, d.rate", conditions.clause());
        let columns = ["currency_id", "rate", "deals", "first_signed", "last_signed"];
        let mut used = self.engine.all(&sql, &conditions.params(), columns, read_rate_used)?;
        used.sort_by(|a, b| (a.currency.code(), a.signed.0).cmp(&(b.currency.code(), b.signed.0)));
        Ok(used)
    }

    /// The deals that pass a filter and wait for a rate, by currency.
    pub fn unrated(&self, filter: &Filter, home: Id) -> Result<Vec<Unrated>> {
        let mut counts: HashMap<i64, i64> = HashMap::new();
        for (times, deals) in self.parts()? {
            let mut conditions = Conditions::default();
            let deals = conditions.deals(deals);
            conditions.filter(filter, home);
            conditions.also(IS_UNRATED);
            let sql = format!("{UNRATED}{deals}{} GROUP BY d.currency_id ORDER BY d.currency_id", conditions.clause());
            self.engine.each(&sql, &conditions.params(), ["currency_id", "deals"], |[currency, deals]| {
                *counts.entry(currency.int()?).or_default() += times * deals.int()?;
                Ok(true)
            })?;
        }
        let counts = counts.into_iter().filter(|(_, deals)| *deals != 0);
        let mut counts: Vec<Unrated> = counts
            .filter_map(|(currency, deals)| Some(Unrated { currency: Currency::from_number(currency)?, deals }))
            .collect();
        counts.sort_by_key(|unrated| unrated.currency.code());
        Ok(counts)
    }
}

/// Adds a group to the one with the same facts, or takes it away. None if a sum is too large.
fn absorb(sums: &mut HashMap<Facts, Group>, group: Group, times: i64) -> Option<()> {
    let sum = sums.entry(group.facts.clone()).or_insert_with(|| Group {
        facts: group.facts,
        deals: 0,
        priced: 0,
        base_amount: None,
        largest: None,
    });
    sum.deals += times * group.deals;
    sum.priced += times * group.priced;
    let amount = sum.base_amount.unwrap_or(0).checked_add(times * group.base_amount.unwrap_or(0))?;
    sum.base_amount = (sum.priced != 0).then_some(amount);
    Some(())
}

/// The statement that counts and sums, with what it binds.
fn statement(
    (filter, deals): (&Filter, Deals),
    (home, base): (Id, Currency),
    grouping: &Grouping,
) -> (String, Conditions) {
    let columns = GroupBy::dimensions(&grouping.by);
    let mut conditions = Conditions::default();
    let mut selected = Vec::new();
    let mut grouped = Vec::new();
    for (used, column, name) in columns.columns(deals) {
        selected.push(format!("{} AS {name}", if used { column } else { "NULL" }));
        grouped.extend(used.then_some(column));
    }
    let band = if columns.size { conditions.band_number(base) } else { "NULL".to_owned() };
    selected.push(format!("{band} AS size_band"));
    grouped.extend(columns.size.then_some("size_band"));
    selected.extend([MEASURES, if grouping.largest { LARGEST } else { NO_LARGEST }].map(str::to_owned));
    let from = conditions.deals(deals);
    conditions.filter(filter, home);
    let group_by = if grouped.is_empty() { String::new() } else { format!(" GROUP BY {}", grouped.join(", ")) };
    let sql = format!("SELECT {}{from}{}{group_by}", selected.join(", "), conditions.clause());
    (sql, conditions)
}

const COLUMNS: [&str; 16] = [
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
    "size_band",
    "deals",
    "priced",
    "base_amount",
    "largest",
];

fn read_rate_used([currency, rate, deals, first, last]: [Cell<'_>; 5]) -> Result<RateUsed> {
    let unreadable = |what: &str| super::Error::Engine(format!("a {what} of the ledger cannot be read"));
    let date = |cell: Cell<'_>| PartialDate::parse(cell.text()?).map_err(|_| unreadable("signing date"));
    Ok(RateUsed {
        currency: Currency::from_number(currency.int()?).ok_or_else(|| unreadable("currency"))?,
        rate: Rate::parse(rate.text()?).map_err(|_| unreadable("rate"))?,
        deals: deals.int()?,
        signed: (date(first)?, date(last)?),
    })
}

fn read_group(cells: [Cell<'_>; 16], base: Currency) -> Result<Group> {
    let [sector, country, region, event, partner, district, kind, rest @ ..] = cells;
    let [venue, tags, currency, signed, size, deals, priced, base_amount, largest] = rest;
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
        district: item(district)?,
        size: size.opt_int()?.and_then(|number| Band::from_number(number, base)),
    };
    let (deals, priced, largest) = (deals.int()?, priced.int()?, largest.opt_int()?);
    Ok(Group { facts, deals, priced, base_amount: base_amount.opt_int()?, largest })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::place::CHINA;
    use crate::store::engine::Engine;
    use crate::store::migrations;

    /// How the engine goes about it, in its own words.
    fn plan(by: &[Dimension]) -> String {
        let engine = Engine::in_memory().unwrap();
        migrations::create(&engine).unwrap();
        let grouping = Grouping { by: by.to_vec(), largest: false };
        let (sql, conditions) = statement((&Filter::default(), Deals::Now), (CHINA, Currency::CNY), &grouping);
        let explain = format!("EXPLAIN QUERY PLAN {sql}");
        let detail = |[detail]: [Cell<'_>; 1]| Ok(detail.text()?.to_owned());
        engine.all(&explain, &conditions.params(), ["detail"], detail).unwrap().join("; ")
    }

    #[test]
    fn deals_are_read_in_the_order_in_which_they_stand_or_not_at_all() {
        use Dimension as D;
        for by in [&[D::Sector][..], &[D::Country], &[D::Origin], &[D::Sector, D::Country], &[D::Size]] {
            assert!(plan(by).contains("USING COVERING INDEX deal_by_sector"), "{by:?}: {}", plan(by));
        }
        for by in [
            &[D::Year][..],
            &[D::Month, D::Sector],
            &[D::Region],
            &[D::Place],
            &[D::Sector, D::Event],
            &[D::Event, D::Year],
            &[D::Partner],
            &[D::Currency, D::Country],
        ] {
            assert!(plan(by).starts_with("SCAN d; "), "{by:?}: {}", plan(by));
        }
        assert!(plan(&[D::Event]).contains("USING INDEX deal_by_event"), "{}", plan(&[D::Event]));
    }
}
