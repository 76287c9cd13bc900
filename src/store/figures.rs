//! Figures: counts and sums of deals, grouped by columns. Which dimensions come of them is the report's business.

use super::View;
use super::engine::Cell;
use super::error::Result;
use super::filter::Conditions;
use crate::domain::catalogue::Id;
use crate::domain::currency::Currency;
use crate::domain::date::SigningDate;
use crate::domain::deal::{DealKind, Venue};
use crate::domain::dimension::{Dimension, Facts};
use crate::domain::filter::Filter;
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
struct GroupBy {
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
}

impl GroupBy {
    /// The columns that the dimensions follow from.
    fn dimensions(dimensions: &[Dimension]) -> Self {
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
            }
        }
        columns
    }

    /// Each column with its name in the result: itself if it is grouped by, otherwise nothing.
    fn columns(self) -> [(bool, &'static str, &'static str); 11] {
        [
            (self.sector, "d.sector_id", "NULL AS sector_id"),
            (self.country, "d.country_id", "NULL AS country_id"),
            (self.region, "d.region_id", "NULL AS region_id"),
            (self.event, "d.event_id", "NULL AS event_id"),
            (self.partner, "d.partner_id", "NULL AS partner_id"),
            (self.district, "d.district_id", "NULL AS district_id"),
            (self.kind, "d.kind", "NULL AS kind"),
            (self.venue, "d.venue", "NULL AS venue"),
            (self.tags, "d.tags", "NULL AS tags"),
            (self.currency, "d.currency_id", "NULL AS currency_id"),
            (self.signed, "d.signed", "NULL AS signed"),
        ]
    }
}

const MEASURES: &str = "COUNT(*) AS deals, COUNT(d.base_amount) AS priced, \
                        CAST(SUM(d.base_amount) AS BIGINT) AS base_amount FROM deal AS d";
const UNRATED: &str = "SELECT d.currency_id, COUNT(*) AS deals FROM deal AS d";
const IS_UNRATED: &str = "d.base_amount IS NULL AND d.amount IS NOT NULL";

impl View<'_> {
    /// Counts and sums of the deals that pass a filter, by what the dimensions follow from: one group or more for each of
    /// their values.
    pub fn groups(&self, filter: &Filter, home: Id, dimensions: &[Dimension]) -> Result<Vec<Group>> {
        let columns = GroupBy::dimensions(dimensions).columns();
        let selected: Vec<&str> =
            columns.iter().map(|(used, column, empty)| if *used { *column } else { *empty }).collect();
        let grouped: Vec<&str> = columns.iter().filter(|(used, ..)| *used).map(|(_, column, _)| *column).collect();
        let group_by = if grouped.is_empty() { String::new() } else { format!(" GROUP BY {}", grouped.join(", ")) };
        let conditions = Conditions::of(filter, home);
        let sql = format!("SELECT {}, {MEASURES}{}{group_by}", selected.join(", "), conditions.clause());
        self.engine.all(&sql, &conditions.params(), COLUMNS, read_group)
    }

    /// The deals that pass a filter and wait for a rate, by currency.
    pub fn unrated(&self, filter: &Filter, home: Id) -> Result<Vec<Unrated>> {
        let mut conditions = Conditions::of(filter, home);
        conditions.also(IS_UNRATED);
        let sql = format!("{UNRATED}{} GROUP BY d.currency_id ORDER BY d.currency_id", conditions.clause());
        let counts = self.engine.all(&sql, &conditions.params(), ["currency_id", "deals"], |[currency, deals]| {
            Ok((Currency::from_number(currency.int()?), deals.int()?))
        })?;
        let mut counts: Vec<Unrated> =
            counts.into_iter().filter_map(|(currency, deals)| Some(Unrated { currency: currency?, deals })).collect();
        counts.sort_by_key(|unrated| unrated.currency.code());
        Ok(counts)
    }
}

const COLUMNS: [&str; 14] = [
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
    "deals",
    "priced",
    "base_amount",
];

fn read_group(cells: [Cell<'_>; 14]) -> Result<Group> {
    let [sector, country, region, event, partner, district, kind, rest @ ..] = cells;
    let [venue, tags, currency, signed, deals, priced, base_amount] = rest;
    let item = |cell: Cell<'_>| Ok::<_, super::Error>(cell.opt_int()?.map(Id));
    let facts = Facts {
        signed: signed.opt_text()?.and_then(|text| SigningDate::parse(text).ok()),
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
    };
    Ok(Group { facts, deals: deals.int()?, priced: priced.int()?, base_amount: base_amount.opt_int()? })
}
