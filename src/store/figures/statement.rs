//! The statement that counts and sums: which columns it groups by, and what it binds.

use super::super::conditions::{Conditions, Lead};
use super::super::deal_row::STAGE;
use super::super::versions::Deals;
use super::{Grouping, Share};
use crate::domain::catalogue::Id;
use crate::domain::currency::Currency;
use crate::domain::dimension::Dimension;
use crate::domain::filter::{Filter, Members};

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

    /// Each column, and whether it is grouped by.
    pub(super) fn columns(self) -> [(bool, &'static str, &'static str); 13] {
        [
            (self.sector, "d.sector_id", "sector_id"),
            (self.country, "d.country_id", "country_id"),
            (self.region, "d.region_id", "region_id"),
            (self.event, "d.event_id", "event_id"),
            (self.partner, "d.partner_id", "partner_id"),
            (self.district, "d.district_id", "district_id"),
            (self.kind, "d.kind", "kind"),
            (self.venue, "d.venue", "venue"),
            (self.tags, "d.tags", "tags"),
            (self.currency, "d.currency_id", "currency_id"),
            (self.signed, MONTH, "signed"),
            (self.stage, STAGE, "stage"),
            (self.confidential, "d.confidential", "confidential"),
        ]
    }

    /// Whether the index by sector and country has the groups in order.
    fn are_in_order(self) -> bool {
        self == Self { sector: self.sector, country: self.country, ..Self::default() }
    }

    /// Whether the size of deals is grouped by.
    pub(super) fn has_size(self) -> bool {
        self.size
    }
}

/// As much of the signing date as years, quarters and months follow from.
const MONTH: &str = "SUBSTR(d.signed, 1, 7)";
const MEASURES: &str = "COUNT(*) AS deals, COUNT(d.base_amount) AS priced, \
                        CAST(SUM(d.base_amount) AS BIGINT) AS base_amount";
const LARGEST: &str = "MAX(d.base_amount) AS largest";
const NO_LARGEST: &str = "NULL AS largest";

/// What selects the deals to be counted and added up.
pub(super) struct Statement {
    /// Its text.
    pub(super) sql: String,
    /// What it binds.
    pub(super) conditions: Conditions,
    /// The columns grouped by, as places among [`super::COMMON`].
    pub(super) grouped: Vec<usize>,
    /// Whether it gives groups with their measures, rather than deals with their base amounts.
    pub(super) is_grouped: bool,
}

/// Whether the index by sector and country has all that a filter asks for.
fn has_in_index(filter: &Filter) -> bool {
    let Filter { members, signed, dates, min: _, max: _, words, open_only } = filter;
    let has = |members: &Members| {
        use Dimension as D;
        matches!(members.dimension, D::Sector | D::Country | D::Origin | D::Size)
    };
    members.iter().all(has) && signed.is_none() && dates.is_empty() && words.is_empty() && !open_only
}

/// Whether a filter asks for one sector, of which the index by sector and country has a stretch.
pub(super) fn is_of_one_sector(filter: &Filter) -> bool {
    filter.members.iter().any(|members| members.dimension == Dimension::Sector && members.any_of.len() == 1)
}

impl Statement {
    /// Whether a statement gives groups. An index that has them in order, and all that is asked for, is added up there. Anything else
    /// would have to be sorted first, or looked up deal by deal, which takes several times as long as adding up the deals as they stand.
    pub(super) fn is_along_index((filter, deals, share): (&Filter, Deals, Share), grouping: &Grouping) -> bool {
        deals == Deals::Now && share != Share::Related && GroupBy::of(grouping).are_in_order() && has_in_index(filter)
    }

    /// Of the deals that pass a filter, of which a part may lead to them where they are not added up along the index.
    pub(super) fn new(
        (filter, deals, share): (&Filter, Deals, Share),
        (home, base): (Id, Currency),
        grouping: &Grouping,
        lead: Option<Lead>,
    ) -> Self {
        let columns = GroupBy::of(grouping);
        let is_grouped = Self::is_along_index((filter, deals, share), grouping);
        let mut conditions = match is_grouped {
            true if is_of_one_sector(filter) => Conditions::default(),
            true => Conditions::by_sector(),
            false => Conditions::as_they_stand(deals, lead),
        };
        let plain = columns.columns().map(|(used, column, name)| (used, column.to_owned(), name));
        let band = if columns.size { conditions.band_number(base) } else { String::new() };
        let [reached, ended] = grouping.progress.map(|progress| conditions.reached(progress.on)).unwrap_or_default();
        let reckoned = [
            (columns.size, band, "size_band"),
            (columns.reached, reached, "reached"),
            (columns.reached, ended, "has_ended"),
            (share == Share::Related, "d.relation".to_owned(), "relation"),
        ];
        let all = plain.into_iter().chain(reckoned).enumerate();
        let used: Vec<(usize, String, &str)> =
            all.filter(|(_, (used, ..))| *used).map(|(at, (_, column, name))| (at, column, name)).collect();
        let mut selected: Vec<String> = used.iter().map(|(_, column, name)| format!("{column} AS {name}")).collect();
        if is_grouped {
            selected.extend([MEASURES, if grouping.largest { LARGEST } else { NO_LARGEST }].map(str::to_owned));
        } else {
            selected.push("d.base_amount AS base_amount".to_owned());
        }
        let from = conditions.deals(deals);
        conditions.filter(filter, home);
        match share {
            Share::All => {}
            Share::First => conditions.also("d.follows_id IS NULL"),
            Share::Related => conditions.also("d.follows_id IS NOT NULL"),
        }
        let mut sql = format!("SELECT {}{from}{}", selected.join(", "), conditions.clause());
        if is_grouped && !used.is_empty() {
            let columns: Vec<&str> = used.iter().map(|(_, column, _)| column.as_str()).collect();
            sql.push_str(" GROUP BY ");
            sql.push_str(&columns.join(", "));
        }
        let grouped = used.into_iter().map(|(at, ..)| at).collect();
        Self { sql, conditions, grouped, is_grouped }
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::conditions::Part;
    use super::*;
    use crate::domain::catalogue::Family;
    use crate::domain::date::parse_day as day;
    use crate::domain::deal::Field;
    use crate::domain::dimension::Value;
    use crate::domain::period::Period;
    use crate::domain::place::{CHINA, Origin};
    use crate::domain::stage::Stage;
    use crate::store::engine::{Cell, Engine};
    use crate::store::migrations;

    /// How the engine goes about it, in its own words.
    fn plan(by: &[Dimension], share: Share) -> String {
        plan_of(&Filter::default(), by, share)
    }

    fn plan_of(filter: &Filter, by: &[Dimension], share: Share) -> String {
        plan_with(filter, by, share, None)
    }

    fn plan_with(filter: &Filter, by: &[Dimension], share: Share, lead: Option<Lead>) -> String {
        plan_at(Deals::Now, filter, by, share, lead)
    }

    fn plan_at(deals: Deals, filter: &Filter, by: &[Dimension], share: Share, lead: Option<Lead>) -> String {
        let engine = Engine::in_memory().unwrap();
        migrations::create(&engine).unwrap();
        let grouping = Grouping { by: by.to_vec(), ..Grouping::default() };
        let statement = Statement::new((filter, deals, share), (CHINA, Currency::CNY), &grouping, lead);
        let explain = format!("EXPLAIN QUERY PLAN {}", statement.sql);
        let detail = |[detail]: [Cell<'_>; 1]| Ok(detail.text()?.to_owned());
        engine.all(&explain, &statement.conditions.params(), ["detail"], detail).unwrap().join("; ")
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

    fn among(dimension: Dimension, value: Value) -> Filter {
        Filter { members: vec![Members { dimension, any_of: vec![value] }], ..Filter::default() }
    }

    /// In the order of their numbers, which are found in the index of what leads to them; all are looked at where nothing does.
    #[test]
    fn those_that_pass_a_filter_are_read_in_the_order_in_which_they_stand() {
        use Dimension as D;
        let august = Period::parse("2019-08", day("2019-08-27").unwrap()).unwrap();
        let signed = Filter { signed: Some(august), ..Filter::default() };
        for (filter, part, index) in [
            (among(D::Event, Value::Item(Family::Event, Id(7))), Part::Members(0), "deal_by_event"),
            (among(D::Country, Value::Item(Family::Country, Id(7))), Part::Members(0), "deal_by_country"),
            (among(D::Partner, Value::Item(Family::Partner, Id(7))), Part::Members(0), "deal_by_partner"),
            (among(D::Sector, Value::Item(Family::Sector, Id(7))), Part::Members(0), "deal_by_sector"),
            (among(D::Year, Value::Year(2019)), Part::Members(0), "deal_by_signed"),
            (signed, Part::Signed(august), "deal_by_signed"),
        ] {
            for by in [&[D::Region][..], &[D::Region, D::Year], &[D::Sector, D::Month]] {
                let plan = plan_with(&filter, by, Share::All, Some(Lead(vec![part])));
                assert!(plan.contains("SEARCH d USING INTEGER PRIMARY KEY"), "{plan}");
                assert!(plan.contains(&format!("SEARCH d USING COVERING INDEX {index}")), "{plan}");
                assert_eq!(plan_of(&filter, by, Share::All), "SCAN d", "{filter:?}");
                let related = plan_with(&filter, by, Share::Related, Some(Lead(vec![part])));
                assert!(related.contains("SEARCH d USING INTEGER PRIMARY KEY"), "{related}");
            }
        }
        let country = Members { dimension: D::Country, any_of: vec![Value::Item(Family::Country, Id(7))] };
        let year = Members { dimension: D::Year, any_of: vec![Value::Year(2019)] };
        let filter = Filter { members: vec![country, year], ..Filter::default() };
        let both = Lead(vec![Part::Members(0), Part::Members(1)]);
        let plan = plan_with(&filter, &[D::Region], Share::All, Some(both));
        assert!(
            plan.contains("USING COVERING INDEX deal_by_country (country_id=? AND signed>? AND signed<?)"),
            "{plan}"
        );
    }

    /// What was written since an entry is found by that, whatever else is asked for; to former states an index leads where it gives few.
    #[test]
    fn former_states_are_read_the_same_way() {
        use Dimension as D;
        let event = among(D::Event, Value::Item(Family::Event, Id(7)));
        for filter in
            [&event, &among(D::Year, Value::Year(2019)), &among(D::Sector, Value::Item(Family::Sector, Id(7)))]
        {
            let written = plan_at(Deals::WrittenSince(1), filter, &[D::Sector], Share::First, None);
            assert_eq!(written, "SEARCH deal USING INDEX deal_by_entry (entry_id>?)");
            let all = plan_at(Deals::AsOf(1), filter, &[D::Region], Share::First, None);
            assert!(all.contains("SCAN deal;"), "{all}");
        }
        let few = plan_at(Deals::AsOf(1), &event, &[D::Region], Share::First, Some(Lead(vec![Part::Members(0)])));
        assert!(few.contains("SEARCH deal USING INDEX deal_by_event"), "{few}");
    }

    /// What the index has not would be looked up deal by deal in its order, most of them on a page of their own.
    #[test]
    fn only_what_the_index_has_is_added_up_along_it() {
        use Dimension as D;
        let of = |dimension, value| among(dimension, value);
        for filter in [
            of(D::Country, Value::Item(Family::Country, Id(7))),
            of(D::Origin, Value::Origin(Origin::Domestic)),
            of(D::Size, Value::None),
            Filter { min: Some(1), max: Some(2), ..Filter::default() },
        ] {
            let plan = plan_of(&filter, &[D::Sector], Share::First);
            assert_eq!(plan, "SCAN d USING COVERING INDEX deal_by_sector", "{filter:?}");
        }
        let by_both = Filter {
            members: vec![
                Members { dimension: D::Sector, any_of: vec![Value::Item(Family::Sector, Id(7))] },
                Members { dimension: D::Country, any_of: vec![Value::Item(Family::Country, Id(7))] },
            ],
            ..Filter::default()
        };
        let plan = plan_of(&by_both, &[D::Country], Share::All);
        assert_eq!(plan, "SEARCH d USING COVERING INDEX deal_by_sector (sector_id=? AND country_id=?)");
        for filter in [
            of(D::Event, Value::None),
            of(D::Kind, Value::None),
            of(D::Stage, Value::Stage(Stage::Started)),
            Filter { words: vec!["plant".to_owned()], ..Filter::default() },
            Filter { open_only: true, ..Filter::default() },
            Filter { dates: vec![(Field::Ended, None)], ..Filter::default() },
        ] {
            let plan = plan_of(&filter, &[D::Sector], Share::All);
            assert!(plan.starts_with("SCAN d;") || plan == "SCAN d", "{filter:?}: {plan}");
        }
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
            &[D::Event],
        ] {
            assert_eq!(plan(by, share), "SCAN d", "{by:?}");
        }
    }
}
