//! Dimensions: what `report --by` groups by and filters select by, and the value a deal has in each.

use super::catalogue::{Family, Id};
use super::currency::Currency;
use super::date::PartialDate;
use super::deal::{Deal, DealKind, Venue};
use super::label::{Label, label, named};
use super::place::Origin;
use super::size::Band;
use super::stage::Stage;
use super::tags::Tags;

/// What the dimensions of a deal follow from; of a group of deals, what they have in common.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is described where `Deal` declares it")]
pub struct Facts {
    pub signed: Option<PartialDate>,
    pub event: Option<Id>,
    pub sector: Option<Id>,
    pub partner: Option<Id>,
    pub region: Option<Id>,
    pub country: Option<Id>,
    pub currency: Option<Currency>,
    pub kind: Option<DealKind>,
    pub venue: Option<Venue>,
    pub tags: Option<Tags>,
    pub stage: Option<Stage>,
    pub district: Option<Id>,
    /// The size band of the base amount.
    pub size: Option<Band>,
}

impl Facts {
    /// Those of a deal in a ledger of this base currency.
    #[must_use]
    pub fn of(deal: &Deal, base: Currency) -> Self {
        Self {
            signed: Some(deal.signed),
            event: deal.event,
            sector: Some(deal.sector),
            partner: deal.partner,
            region: deal.region,
            country: deal.country,
            currency: Some(deal.currency),
            kind: deal.kind,
            venue: deal.venue,
            tags: deal.tags.clone(),
            stage: Some(deal.lifecycle.stage()),
            district: deal.district,
            size: deal.base_amount.map(|amount| Band::of(amount, base)),
        }
    }
}

/// The value of a deal in one dimension. The order of periods and sizes is that of time and amount; that of others means nothing.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Value {
    /// It has none.
    None,
    Item(Family, Id),
    Origin(Origin),
    Kind(DealKind),
    Venue(Venue),
    Stage(Stage),
    Tag(Box<str>),
    Currency(Currency),
    Year(u16),
    /// Year and quarter, 1–4.
    Quarter(u16, u8),
    /// Year and month, 1–12.
    Month(u16, u8),
    Size(Band),
}

impl Value {
    /// The quarter or month after it; none of anything else.
    #[must_use]
    pub fn next_period(&self) -> Option<Self> {
        match *self {
            Self::Quarter(year, 4) => Some(Self::Quarter(year + 1, 1)),
            Self::Quarter(year, quarter) => Some(Self::Quarter(year, quarter + 1)),
            Self::Month(year, 12) => Some(Self::Month(year + 1, 1)),
            Self::Month(year, month) => Some(Self::Month(year, month + 1)),
            _ => None,
        }
    }
}

/// One way of grouping deals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the table below says what each is")]
pub enum Dimension {
    Sector,
    Country,
    Region,
    Place,
    Origin,
    Event,
    Partner,
    District,
    Kind,
    Venue,
    Tag,
    Stage,
    Currency,
    Year,
    Quarter,
    Month,
    Size,
}

impl Dimension {
    const TABLE: [(Self, &'static str, Label); 17] = [
        (Self::Sector, "sector", label("Sector", "领域")),
        (Self::Country, "country", label("Country", "国别（地区）")),
        (Self::Region, "region", label("Region", "省份")),
        (Self::Place, "place", label("Place", "来源地")),
        (Self::Origin, "origin", label("Origin", "资金来源")),
        (Self::Event, "event", label("Event", "签约活动")),
        (Self::Partner, "partner", label("Partner", "合作方")),
        (Self::District, "district", label("District", "所属区县")),
        (Self::Kind, "kind", label("Kind", "协议类型")),
        (Self::Venue, "venue", label("Venue", "签约地点")),
        (Self::Tag, "tag", label("Tag", "标签")),
        (Self::Stage, "stage", label("Stage", "项目进展")),
        (Self::Currency, "currency", label("Currency", "币种")),
        (Self::Year, "year", label("Year", "年份")),
        (Self::Quarter, "quarter", label("Quarter", "季度")),
        (Self::Month, "month", label("Month", "月份")),
        (Self::Size, "size", label("Size", "规模")),
    ];

    /// Every dimension.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::TABLE.into_iter().map(|row| row.0)
    }

    /// The dimension of this name, ours or the word for it in either language.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        named(&Self::TABLE, name)
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

    /// The value of a deal with these facts, in a ledger of this home country; of several tags the first.
    ///
    /// Place is the region if the deal is domestic, otherwise the country: a domestic deal without a region has none.
    #[must_use]
    pub fn value(self, facts: &Facts, home: Id) -> Value {
        let item = |id: Option<Id>| id.zip(self.family()).map(|(id, family)| Value::Item(family, id));
        let value = match self {
            Self::Sector => item(facts.sector),
            Self::Country => item(facts.country),
            Self::Region => item(facts.region),
            Self::Event => item(facts.event),
            Self::Partner => item(facts.partner),
            Self::District => item(facts.district),
            Self::Place if facts.country == Some(home) => facts.region.map(|id| Value::Item(Family::Region, id)),
            Self::Place => facts.country.map(|id| Value::Item(Family::Country, id)),
            Self::Origin => facts.country.map(|country| Value::Origin(Origin::of(country, home))),
            Self::Kind => facts.kind.map(Value::Kind),
            Self::Venue => facts.venue.map(Value::Venue),
            Self::Tag => facts.tags.as_ref().and_then(|tags| tags.iter().next()).map(|tag| Value::Tag(tag.into())),
            Self::Stage => facts.stage.map(Value::Stage),
            Self::Currency => facts.currency.map(Value::Currency),
            Self::Year => facts.signed.map(|signed| Value::Year(signed.year())),
            Self::Quarter => facts.signed.and_then(|signed| Some(Value::Quarter(signed.year(), signed.quarter()?))),
            Self::Month => facts.signed.and_then(|signed| Some(Value::Month(signed.year(), signed.month()?))),
            Self::Size => facts.size.map(Value::Size),
        };
        value.unwrap_or(Value::None)
    }

    /// How one of its values is written, of periods.
    #[must_use]
    pub fn example(self) -> &'static str {
        match self {
            Self::Quarter => "2019-Q3",
            Self::Month => "2019-08",
            _ => "2019",
        }
    }

    /// Whether its groups have an order of their own: spans of time, sizes and stages.
    #[must_use]
    pub fn is_ordered(self) -> bool {
        matches!(self, Self::Year | Self::Quarter | Self::Month | Self::Size | Self::Stage)
    }

    /// The family of names its groups are items of, where they are.
    #[must_use]
    pub fn family(self) -> Option<Family> {
        match self {
            Self::Sector => Some(Family::Sector),
            Self::Country => Some(Family::Country),
            Self::Region => Some(Family::Region),
            Self::Event => Some(Family::Event),
            Self::Partner => Some(Family::Partner),
            Self::District => Some(Family::District),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_dimension_is_found_by_its_name() {
        for (at, dimension) in Dimension::all().enumerate() {
            assert_eq!(dimension as usize, at);
            assert_eq!(Dimension::named(dimension.name()), Some(dimension));
        }
    }
}
