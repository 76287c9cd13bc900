//! Filters: which deals a command looks at. The same everywhere; the store says them again in SQL, and a test holds the two together.

use chrono::NaiveDate;

use super::catalogue::{Catalogue, Family, Id, Place, Unknown};
use super::currency::{Currency, UnknownCurrency};
use super::deal::{Deal, DealKind};
use super::dimension::{Dimension, Facts, Value};
use super::money::{AmountFault, Money};
use super::period::{Period, PeriodFault};
use super::place::{self, Origin, PlaceFault};

/// A deal passes if it passes every part.
#[derive(Clone, Debug, Default)]
pub struct Filter {
    /// For each dimension named, the values of which it must have one.
    pub members: Vec<Members>,
    /// When it was signed.
    pub signed: Option<Period>,
    /// The least base amount, in minor units.
    pub min: Option<i64>,
    /// The greatest base amount, in minor units.
    pub max: Option<i64>,
    /// Words of which each must stand in title, partner, note or ref.
    pub words: Vec<String>,
}

/// The values of one dimension that pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Members {
    /// The dimension.
    pub dimension: Dimension,
    /// The values; never empty.
    pub any_of: Vec<Value>,
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
    /// No such currency.
    #[error(transparent)]
    Currency(#[from] UnknownCurrency),
    /// No such kind or origin.
    #[error("`{text}` is no {what} (one of {codes})")]
    NoSuch {
        /// What it should be.
        what: &'static str,
        /// What was written.
        text: String,
        /// What there is.
        codes: String,
    },
    /// Not a period.
    #[error(transparent)]
    Period(#[from] PeriodFault),
    /// Not an amount.
    #[error(transparent)]
    Amount(#[from] AmountFault),
}

impl Filter {
    /// Adds the values of one dimension, as the option was given, each time a comma list.
    ///
    /// The whole text is tried as one name first; partners and districts are never split. `none` stands for having none.
    pub fn among(&mut self, dimension: Dimension, texts: &[String], catalogue: &Catalogue) -> Result<(), FilterFault> {
        let mut any_of = Vec::new();
        for text in texts {
            let splits = text.contains(',') && !matches!(dimension, Dimension::Partner | Dimension::District);
            match values(dimension, text, catalogue) {
                Ok(found) => any_of.extend(found),
                Err(fault) if !splits => return Err(fault),
                Err(_) => {
                    for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
                        any_of.extend(values(dimension, part, catalogue)?);
                    }
                }
            }
        }
        if !any_of.is_empty() {
            self.members.push(Members { dimension, any_of });
        }
        Ok(())
    }

    /// Sets the period.
    pub fn within(&mut self, text: &str, today: NaiveDate) -> Result<(), FilterFault> {
        self.signed = Some(Period::parse(text, today)?);
        Ok(())
    }

    /// Whether `deal` passes; `partner` is the name of its partner.
    #[must_use]
    pub fn matches(&self, deal: &Deal, partner: Option<&str>, home: Id) -> bool {
        let facts = Facts::from(deal);
        let base = |holds: &dyn Fn(i64) -> bool| deal.base_amount.is_some_and(holds);
        self.members.iter().all(|members| members.any_of.contains(&members.dimension.value(&facts, home)))
            && self.signed.is_none_or(|period| period.contains(deal.signed))
            && self.min.is_none_or(|min| base(&|amount| amount >= min))
            && self.max.is_none_or(|max| base(&|amount| amount <= max))
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
    let one_of = |what, codes: Vec<&str>| FilterFault::NoSuch { what, text: text.to_owned(), codes: codes.join(", ") };
    match dimension {
        Dimension::Country => Ok(item(Family::Country, place::country(catalogue, text)?)),
        Dimension::Region => match place::region(catalogue, text)?.region {
            Some(region) => Ok(item(Family::Region, region)),
            None => Err(PlaceFault::CountryAsRegion(text.to_owned()).into()),
        },
        Dimension::Place => place_values(text, catalogue),
        Dimension::Kind => {
            let kind =
                DealKind::parse(text).ok_or_else(|| one_of("kind", DealKind::all().map(DealKind::code).collect()))?;
            Ok(vec![Value::Kind(kind)])
        }
        Dimension::Origin => {
            let origin =
                Origin::parse(text).ok_or_else(|| one_of("origin", Origin::all().map(Origin::code).collect()))?;
            Ok(vec![Value::Origin(origin)])
        }
        Dimension::Currency => Ok(vec![Value::Currency(Currency::parse(text)?)]),
        Dimension::Event | Dimension::Sector | Dimension::Partner | Dimension::District => {
            let family = dimension.family().unwrap_or(Family::Sector);
            Ok(item(family, catalogue.find(family, text)?))
        }
        Dimension::Year | Dimension::Quarter | Dimension::Month => Ok(Vec::new()),
    }
}

/// A region at home, or a country that is not home.
fn place_values(text: &str, catalogue: &Catalogue) -> Result<Vec<Value>, FilterFault> {
    match place::country(catalogue, text) {
        Ok(country) if country == catalogue.home => Err(FilterFault::HomeIsNoPlace(text.to_owned())),
        Ok(country) => Ok(vec![Value::Item(Family::Country, country)]),
        Err(fault @ PlaceFault::Group(_)) => Err(fault.into()),
        Err(_) => match place::region(catalogue, text)? {
            Place { region: Some(region), .. } => Ok(vec![Value::Item(Family::Region, region)]),
            Place { country, region: None } => {
                Ok(country.map(|id| Value::Item(Family::Country, id)).into_iter().collect())
            }
        },
    }
}
