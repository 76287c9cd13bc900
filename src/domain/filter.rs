//! Filters: which deals a command looks at. The same everywhere; the store says them again in SQL, and a test holds the two together.

use chrono::{Datelike, NaiveDate};

use super::catalogue::{Catalogue, Family, Id, Place, Unknown};
use super::currency::{Currency, UnknownCurrency};
use super::deal::{Deal, DealKind, Field, Venue};
use super::dimension::{Dimension, Facts, Value};
use super::money::{AmountFault, Money};
use super::period::{Period, PeriodFault};
use super::place::{self, Origin, PlaceFault};
use super::size::Band;
use super::stage::Stage;
use super::tags::same_tag;

/// A deal passes if it passes every part.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// For each dimension named, the values of which it must have one.
    pub members: Vec<Members>,
    /// When it was signed.
    pub signed: Option<Period>,
    /// Further dates, by field: when they must be, or that there must be none.
    pub dates: Vec<(Field, Option<Period>)>,
    /// The least base amount, in minor units.
    pub min: Option<i64>,
    /// The greatest base amount, in minor units.
    pub max: Option<i64>,
    /// Words of which each must stand in title, partner, note or ref.
    pub words: Vec<String>,
    /// Whether confidential deals are left out.
    pub open_only: bool,
}

/// The values of one dimension that pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Members {
    /// The dimension.
    pub dimension: Dimension,
    /// The values. Where there are none, nothing passes.
    pub any_of: Vec<Value>,
}

impl Members {
    fn admit(&self, facts: &Facts, home: Id) -> bool {
        match (self.dimension, &facts.tags) {
            (Dimension::Tag, Some(tags)) => {
                let named =
                    |tag: &str| self.any_of.iter().any(|value| matches!(value, Value::Tag(any) if same_tag(any, tag)));
                tags.iter().any(named)
            }
            (dimension, _) => self.any_of.contains(&dimension.value(facts, home)),
        }
    }
}

/// What separates the names of a list, in English and in Chinese text.
pub const SEPARATORS: [char; 3] = [',', '，', '、'];

/// Whether all names are known, or some may be met yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Names {
    /// A name that is not known is a fault.
    AllKnown,
    /// It may be in the rows that are still to be read.
    ToCome,
}

/// Why a filter cannot be understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FilterFault {
    /// No such event, sector, district or partner.
    #[error(transparent)]
    Unknown(#[from] Unknown),
    /// No such country, region or place.
    #[error(transparent)]
    Place(#[from] PlaceFault),
    /// The home country is not one place.
    #[error("`{0}` is home; places at home are its regions")]
    HomeIsNoPlace(String),
    /// A list of nothing.
    #[error("`{0}` names nothing")]
    Nothing(String),
    /// A region abroad is not a place of its own.
    #[error("`{0}` is a region abroad; places abroad are countries")]
    RegionAbroad(String),
    /// No such currency.
    #[error(transparent)]
    Currency(#[from] UnknownCurrency),
    /// No such kind or origin.
    #[error("`{text}` is no {} (one of {})", what.name(), codes.join(", "))]
    NoSuch {
        /// What it should be.
        what: Dimension,
        /// What was written.
        text: String,
        /// What there is.
        codes: Vec<&'static str>,
    },
    /// Not a period.
    #[error(transparent)]
    Period(#[from] PeriodFault),
    /// Not a period of the kind that is wanted.
    #[error("`{text}` is no {} (write {})", .what.name(), .what.example())]
    NotThatPeriod {
        /// What was written.
        text: String,
        /// What it should be.
        what: Dimension,
    },
    /// Not an amount.
    #[error(transparent)]
    Amount(#[from] AmountFault),
}

impl FilterFault {
    /// Whether a name is not known, rather than no name at all.
    fn is_unknown(&self) -> bool {
        matches!(self, Self::Unknown(_) | Self::Place(PlaceFault::UnknownRegion(_)))
    }
}

impl Filter {
    /// Adds the values of one dimension, as the option was given, each time a comma list.
    ///
    /// The whole text is tried as one name unless all its parts are names; partners and districts are never split. `none` stands for having none. With
    /// `names` to come, as while a file is read, a name that is not known selects nothing yet.
    pub fn among(
        &mut self,
        dimension: Dimension,
        texts: &[String],
        catalogue: &Catalogue,
        names: Names,
    ) -> Result<(), FilterFault> {
        let mut any_of = Vec::new();
        let values = |text: &str| match values(dimension, text, catalogue) {
            Err(fault) if names == Names::ToCome && fault.is_unknown() => Ok(Vec::new()),
            found => found,
        };
        for text in texts {
            let splits = text.contains(SEPARATORS) && !matches!(dimension, Dimension::Partner | Dimension::District);
            let parts: Vec<&str> = text.split(SEPARATORS).map(str::trim).filter(|part| !part.is_empty()).collect();
            if parts.is_empty() && splits {
                return Err(FilterFault::Nothing(text.clone()));
            }
            // `CN,HK` folds to an alias of Hong Kong, but is two countries: where all parts are names, they are meant.
            if splits && parts.iter().all(|part| values(part).is_ok_and(|found| !found.is_empty())) {
                for part in parts {
                    any_of.extend(values(part)?);
                }
                continue;
            }
            match values(text) {
                Ok(found) if !found.is_empty() => any_of.extend(found),
                Ok(_) if !splits => {}
                Err(fault) if !splits => return Err(fault),
                _ => {
                    for part in parts {
                        any_of.extend(values(part)?);
                    }
                }
            }
        }
        if !texts.is_empty() {
            self.members.push(Members { dimension, any_of });
        }
        Ok(())
    }

    /// What passes both this filter and another; none if nothing can, since their periods do not meet.
    #[must_use]
    pub fn and(&self, other: &Self) -> Option<Self> {
        let signed = match (self.signed, other.signed) {
            (Some(one), Some(other)) => Some(one.common(other)?),
            (one, other) => one.or(other),
        };
        let joined = |one: &[String], other: &[String]| one.iter().chain(other).cloned().collect();
        Some(Self {
            members: self.members.iter().chain(&other.members).cloned().collect(),
            signed,
            dates: self.dates.iter().chain(&other.dates).copied().collect(),
            min: self.min.max(other.min),
            max: [self.max, other.max].into_iter().flatten().min(),
            words: joined(&self.words, &other.words),
            open_only: self.open_only || other.open_only,
        })
    }

    /// Adds the period in which another date lies; `none` for deals that have no such date.
    pub fn dated(&mut self, field: Field, text: &str, today: NaiveDate) -> Result<(), FilterFault> {
        let is_none = text.trim().eq_ignore_ascii_case("none");
        let period = if is_none { None } else { Some(Period::parse(text, today)?) };
        self.dates.push((field, period));
        Ok(())
    }

    /// Sets the period.
    pub fn within(&mut self, text: &str, today: NaiveDate) -> Result<(), FilterFault> {
        self.signed = Some(Period::parse(text, today)?);
        Ok(())
    }

    /// The event, where it asks for deals of one alone.
    #[must_use]
    pub fn only_event(&self) -> Option<Id> {
        let mut events = self.members.iter().filter(|members| members.dimension == Dimension::Event);
        match (events.next().map(|members| members.any_of.as_slice()), events.next()) {
            (Some([Value::Item(Family::Event, event)]), None) => Some(*event),
            _ => None,
        }
    }

    /// Whether it asks for all deals of one event.
    #[must_use]
    pub fn is_whole_event(&self) -> bool {
        let rest = Self { members: Vec::new(), ..self.clone() };
        self.members.len() == 1 && self.only_event().is_some() && rest.is_everything()
    }

    /// Whether every deal passes.
    #[must_use]
    pub fn is_everything(&self) -> bool {
        self.members.is_empty()
            && self.signed.is_none()
            && self.dates.is_empty()
            && self.min.or(self.max).is_none()
            && self.words.is_empty()
            && !self.open_only
    }

    /// Whether it asks for what is not shown of confidential deals: those that pass would be told by passing.
    #[must_use]
    pub fn tells_of_confidential(&self) -> bool {
        let is_hidden = |dimension: Dimension| matches!(dimension, Dimension::Partner | Dimension::Size);
        self.members.iter().any(|members| is_hidden(members.dimension))
            || self.min.or(self.max).is_some()
            || !self.words.is_empty()
    }

    /// Whether `deal` passes, in a ledger of this home country and base currency; `partner` is the name of its partner.
    #[must_use]
    pub fn matches(&self, deal: &Deal, partner: Option<&str>, (home, base): (Id, Currency)) -> bool {
        let amount = |holds: &dyn Fn(i64) -> bool| deal.base_amount.is_some_and(holds);
        let admits = || {
            let facts = Facts::of(deal, base);
            self.members.iter().all(|members| members.admit(&facts, home))
        };
        (self.members.is_empty() || admits())
            && !(self.open_only && deal.confidential)
            && self.signed.is_none_or(|period| period.contains(deal.signed))
            && self.dates.iter().all(|(field, period)| match (deal.date(*field), period) {
                (date, None) => date.is_none(),
                (date, Some(period)) => date.is_some_and(|date| period.contains(date)),
            })
            && self.min.is_none_or(|min| amount(&|amount| amount >= min))
            && self.max.is_none_or(|max| amount(&|amount| amount <= max))
            && self.words.iter().all(|word| {
                let texts = [Some(&*deal.title), partner, deal.note.as_deref(), deal.reference.as_deref()];
                texts.into_iter().flatten().any(|text| text.to_ascii_lowercase().contains(&word.to_ascii_lowercase()))
            })
    }
}

/// A bound of the base amount, in minor units.
pub fn base_bound(text: &str, base: Currency) -> Result<i64, FilterFault> {
    Ok(Money::parse(text, Some(base), base)?.minor)
}

fn values(dimension: Dimension, text: &str, catalogue: &Catalogue) -> Result<Vec<Value>, FilterFault> {
    if text.trim().eq_ignore_ascii_case("none") {
        return Ok(vec![Value::None]);
    }
    let item = |family: Family, id: Id| {
        catalogue.with_merged(family, id).into_iter().map(|id| Value::Item(family, id)).collect()
    };
    let one_of = |codes| FilterFault::NoSuch { what: dimension, text: text.to_owned(), codes };
    match dimension {
        Dimension::Country => Ok(item(Family::Country, place::country(catalogue, text)?)),
        Dimension::Region => {
            let regions = place::regions(catalogue, text)?.into_iter().map(|place| place.region);
            let regions: Option<Vec<Id>> = regions.collect();
            let regions = regions.ok_or_else(|| PlaceFault::CountryAsRegion(text.to_owned()))?;
            Ok(regions.into_iter().map(|id| Value::Item(Family::Region, id)).collect())
        }
        Dimension::Place => place_values(text, catalogue),
        Dimension::Kind => {
            let kind = DealKind::parse(text).ok_or_else(|| one_of(DealKind::all().map(DealKind::code).collect()))?;
            Ok(vec![Value::Kind(kind)])
        }
        Dimension::Venue => {
            let venue = Venue::parse(text).ok_or_else(|| one_of(Venue::all().map(Venue::code).collect()))?;
            Ok(vec![Value::Venue(venue)])
        }
        Dimension::Stage => {
            let stage = Stage::parse(text).ok_or_else(|| one_of(Stage::all().map(Stage::code).collect()))?;
            Ok(vec![Value::Stage(stage)])
        }
        Dimension::Tag => Ok(vec![Value::Tag(text.trim().into())]),
        Dimension::Origin => {
            let origin = Origin::parse(text).ok_or_else(|| one_of(Origin::all().map(Origin::code).collect()))?;
            Ok(vec![Value::Origin(origin)])
        }
        Dimension::Currency => Ok(vec![Value::Currency(Currency::parse(text)?)]),
        Dimension::Event | Dimension::Sector | Dimension::Partner | Dimension::District => {
            let family = dimension.family().unwrap_or(Family::Sector);
            Ok(item(family, catalogue.find(family, text)?))
        }
        Dimension::Size => {
            let codes = || Band::all(catalogue.base).map(Band::code).collect();
            let band = Band::parse(text, catalogue.base).ok_or_else(|| one_of(codes()))?;
            Ok(vec![Value::Size(band)])
        }
        Dimension::Year | Dimension::Quarter | Dimension::Month => {
            let value = period_value(dimension, text);
            value
                .map(|value| vec![value])
                .ok_or_else(|| FilterFault::NotThatPeriod { text: text.to_owned(), what: dimension })
        }
    }
}

/// `2019`, `2019-Q3`, `2019-08`, as the dimension has it.
fn period_value(dimension: Dimension, text: &str) -> Option<Value> {
    let (first, months) = Period::dated(text)?.whole_months()?;
    let (year, month) = (u16::try_from(first.year()).ok()?, u8::try_from(first.month()).ok()?);
    match (dimension, months) {
        (Dimension::Year, 12) => Some(Value::Year(year)),
        (Dimension::Quarter, 3) => Some(Value::Quarter(year, (month - 1) / 3 + 1)),
        (Dimension::Month, 1) => Some(Value::Month(year, month)),
        _ => None,
    }
}

/// A region at home, a country that is not home, or both where they share a name.
fn place_values(text: &str, catalogue: &Catalogue) -> Result<Vec<Value>, FilterFault> {
    let at_home = catalogue.region(catalogue.home, text).map(|id| Value::Item(Family::Region, id));
    match (place::country(catalogue, text), at_home) {
        (Ok(country), None) if country == catalogue.home => Err(FilterFault::HomeIsNoPlace(text.to_owned())),
        (Ok(country), at_home) => Ok(at_home.into_iter().chain([Value::Item(Family::Country, country)]).collect()),
        (Err(_), Some(at_home)) => Ok(vec![at_home]),
        (Err(fault @ PlaceFault::Group(_)), None) => Err(fault.into()),
        (Err(_), None) => match place::regions(catalogue, text)?.as_slice() {
            [Place { country: Some(country), region: None }] => Ok(vec![Value::Item(Family::Country, *country)]),
            _ => Err(FilterFault::RegionAbroad(text.to_owned())),
        },
    }
}
