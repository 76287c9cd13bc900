//! The statement that counts and sums: which columns it groups by, and what it binds.

use super::super::deal_row::STAGE;
use super::super::filter::Conditions;
use super::super::versions::Deals;
use super::{Grouping, Share};
use crate::domain::catalogue::Id;
use crate::domain::currency::Currency;
use crate::domain::dimension::Dimension;
use crate::domain::filter::Filter;

/// Columns of deals that can be grouped by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "one for each column")]
pub(in crate::store) struct GroupBy {
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
    stage: bool,
    reached: bool,
    confidential: bool,
}

impl GroupBy {
    /// The columns that the dimensions follow from.
    pub(in crate::store) fn dimensions(dimensions: &[Dimension]) -> Self {
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
                Dimension::Stage => columns.stage = true,
            }
        }
        columns
    }

    /// All that a grouping asks for.
    pub(super) fn of(grouping: &Grouping) -> Self {
        let (reached, confidential) = (grouping.progress.is_some(), grouping.confidential);
        Self { reached, confidential, ..Self::dimensions(&grouping.by) }
    }

    /// Each column as it is selected: itself if it is grouped by, otherwise nothing.
    ///
    /// Where the deals themselves are read, an index that has the groups in order is a detour: they would be read here and there
    /// instead of one after the other, which takes four times as long. A column that is reckoned with has no index.
    pub(super) fn columns(self, deals: Deals) -> [(bool, &'static str, &'static str); 13] {
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
            (self.stage, STAGE, "stage"),
            (self.confidential, "d.confidential", "confidential"),
        ]
    }

    /// Whether the size of deals is grouped by.
    pub(super) fn has_size(self) -> bool {
        self.size
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

/// The statement, with what it binds.
pub(super) fn statement(
    (filter, deals, share): (&Filter, Deals, Share),
    (home, base): (Id, Currency),
    grouping: &Grouping,
) -> (String, Conditions) {
    let columns = GroupBy::of(grouping);
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
    let reached = match grouping.progress {
        Some(progress) => conditions.reached(progress.on),
        None => ["NULL".to_owned(), "NULL".to_owned()],
    };
    for (column, name) in reached.into_iter().zip(["reached", "has_ended"]) {
        selected.push(format!("{column} AS {name}"));
        grouped.extend(columns.reached.then_some(name));
    }
    let has_relation = share == Share::Related;
    selected.push(if has_relation { "d.relation AS relation" } else { "NULL AS relation" }.to_owned());
    grouped.extend(has_relation.then_some("d.relation"));
    selected.extend([MEASURES, if grouping.largest { LARGEST } else { NO_LARGEST }].map(str::to_owned));
    let from = conditions.deals(deals);
    conditions.filter(filter, home);
    match share {
        Share::All => {}
        Share::First => conditions.also("d.follows_id IS NULL"),
        Share::Related => conditions.also("d.follows_id IS NOT NULL"),
    }
    let group_by = if grouped.is_empty() { String::new() } else { format!(" GROUP BY {}", grouped.join(", ")) };
    let sql = format!("SELECT {}{from}{}{group_by}", selected.join(", "), conditions.clause());
    (sql, conditions)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::place::CHINA;
    use crate::store::engine::{Cell, Engine};
    use crate::store::migrations;

    /// How the engine goes about it, in its own words.
    fn plan(by: &[Dimension], share: Share) -> String {
        let engine = Engine::in_memory().unwrap();
        migrations::create(&engine).unwrap();
        let grouping = Grouping { by: by.to_vec(), ..Grouping::default() };
        let (sql, conditions) = statement((&Filter::default(), Deals::Now, share), (CHINA, Currency::CNY), &grouping);
        let explain = format!("EXPLAIN QUERY PLAN {sql}");
        let detail = |[detail]: [Cell<'_>; 1]| Ok(detail.text()?.to_owned());
        engine.all(&explain, &conditions.params(), ["detail"], detail).unwrap().join("; ")
    }

    #[test]
    fn deals_are_read_in_the_order_in_which_they_stand_or_not_at_all() {
        use Dimension as D;
        for share in [Share::All, Share::First] {
            reads_in_order(share);
        }
        let related = plan(&[D::Sector, D::Event], Share::Related);
        assert!(related.contains("USING INDEX deal_by_follows"), "{related}");
    }

    fn reads_in_order(share: Share) {
        use Dimension as D;
        for by in [&[D::Sector][..], &[D::Country], &[D::Origin], &[D::Sector, D::Country], &[D::Size]] {
            assert!(plan(by, share).contains("USING COVERING INDEX deal_by_sector"), "{by:?}: {}", plan(by, share));
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
            assert!(plan(by, share).starts_with("SCAN d; "), "{by:?}: {}", plan(by, share));
        }
        assert!(plan(&[D::Event], share).contains("USING INDEX deal_by_event"), "{}", plan(&[D::Event], share));
    }
}
