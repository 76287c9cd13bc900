//! The filters: the same options on every command that looks at deals.

use chrono::NaiveDate;
use clap::Args;

use super::failure::Failure;
use super::faults;
use crate::domain::catalogue::{Catalogue, Family};
use crate::domain::dimension::Dimension;
use crate::domain::filter::{Filter, FilterFault, Names, SEPARATORS, base_bound};
use crate::store::View;

/// Which deals. Lists are separated by commas and options can be repeated; `none` stands for deals that have none.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Filters")]
pub(crate) struct FilterArgs {
    /// Signed at these events
    #[arg(long, value_name = "EVENT,…")]
    event: Vec<String>,
    /// In these sectors
    #[arg(long, value_name = "SECTOR,…")]
    sector: Vec<String>,
    /// With partners from these countries
    #[arg(long, value_name = "COUNTRY,…")]
    country: Vec<String>,
    /// With partners from these regions
    #[arg(long, value_name = "REGION,…")]
    region: Vec<String>,
    /// With partners from these regions at home or countries abroad
    #[arg(long, value_name = "PLACE,…")]
    place: Vec<String>,
    /// With this partner
    #[arg(long, value_name = "NAME")]
    partner: Vec<String>,
    /// Hosted by this district
    #[arg(long, value_name = "DISTRICT")]
    district: Vec<String>,
    /// Of these kinds: contract, framework, intent
    #[arg(long, value_name = "KIND,…")]
    kind: Vec<String>,
    /// Signed on site or off site: on-site, off-site
    #[arg(long, value_name = "VENUE,…")]
    venue: Vec<String>,
    /// With one of these tags
    #[arg(long, value_name = "TAG,…")]
    tag: Vec<String>,
    /// In these currencies
    #[arg(long, value_name = "CURRENCY,…")]
    currency: Vec<String>,
    /// From home, from Hong Kong, Macao and Taiwan, from elsewhere: domestic, hmt, overseas
    #[arg(long, value_name = "ORIGIN,…")]
    origin: Vec<String>,
    /// Signed within: 2019, 2019-08, 2019-Q3, 2019-H1, 2019-08-26, A..B, last-month, …
    #[arg(long, value_name = "PERIOD")]
    signed: Option<String>,
    /// With at least this base amount
    #[arg(long, value_name = "AMOUNT", allow_negative_numbers = true)]
    min: Option<String>,
    /// With at most this base amount
    #[arg(long, value_name = "AMOUNT", allow_negative_numbers = true)]
    max: Option<String>,
    /// With these words in title, partner, note or ref
    #[arg(long, value_name = "WORDS")]
    text: Vec<String>,
}

impl FilterArgs {
    fn lists(&self) -> [(Dimension, &[String]); 12] {
        [
            (Dimension::Event, &self.event),
            (Dimension::Sector, &self.sector),
            (Dimension::Country, &self.country),
            (Dimension::Region, &self.region),
            (Dimension::Place, &self.place),
            (Dimension::Partner, &self.partner),
            (Dimension::District, &self.district),
            (Dimension::Kind, &self.kind),
            (Dimension::Venue, &self.venue),
            (Dimension::Tag, &self.tag),
            (Dimension::Currency, &self.currency),
            (Dimension::Origin, &self.origin),
        ]
    }

    /// Every text that may name something, whole and in its parts.
    pub(crate) fn named(&self) -> Vec<(Family, &str)> {
        let families = |dimension: Dimension| match dimension {
            Dimension::Place => vec![Family::Country, Family::Region],
            other => other.family().into_iter().collect(),
        };
        let mut named = Vec::new();
        for (dimension, texts) in self.lists() {
            for family in families(dimension) {
                for text in texts {
                    named.push((family, text.as_str()));
                    named.extend(text.split(SEPARATORS).map(|part| (family, part.trim())));
                }
            }
        }
        named
    }

    /// The filter, with names looked up in a ledger.
    pub(crate) fn resolve(
        &self,
        view: View<'_>,
        catalogue: &mut Catalogue,
        today: NaiveDate,
    ) -> Result<Filter, Failure> {
        let named = self.named();
        if !named.is_empty() {
            view.load_named(catalogue, &named)?;
        }
        if let Ok(filter) = self.build(catalogue, today, Names::AllKnown) {
            return Ok(filter);
        }
        // With everything in memory the nearest names can be told.
        view.load_all(catalogue)?;
        self.build(catalogue, today, Names::AllKnown)
    }

    /// The filter, with names that are in memory.
    pub(crate) fn build(&self, catalogue: &Catalogue, today: NaiveDate, names: Names) -> Result<Filter, Failure> {
        let fault = |option: &'static str| move |fault: FilterFault| faults::of_filter(option, &fault);
        let mut filter = Filter::default();
        for (dimension, texts) in self.lists() {
            filter.among(dimension, texts, catalogue, names).map_err(fault(dimension.name()))?;
        }
        if let Some(period) = &self.signed {
            filter.within(period, today).map_err(fault("signed"))?;
        }
        let bound = |text: &Option<String>| text.as_deref().map(|text| base_bound(text, catalogue.base)).transpose();
        filter.min = bound(&self.min).map_err(fault("min"))?;
        filter.max = bound(&self.max).map_err(fault("max"))?;
        filter.words = self.text.iter().flat_map(|words| words.split_whitespace()).map(str::to_owned).collect();
        Ok(filter)
    }

    /// Whether any filter looks at a partner.
    pub(crate) fn looks_at_partners(&self) -> bool {
        !self.partner.is_empty() || !self.text.is_empty()
    }

    /// Whether any filter looks at a district.
    pub(crate) fn looks_at_districts(&self) -> bool {
        !self.district.is_empty()
    }
}
