//! The filters: the same options on every command that looks at deals.

use chrono::NaiveDate;
use clap::Args;

use super::failure::Failure;
use super::faults;
use crate::domain::catalogue::{Catalogue, Family};
use crate::domain::deal::Field;
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
    /// At these stages: signed, registered, started, producing, full, ended
    #[arg(long, value_name = "STAGE,…")]
    stage: Vec<String>,
    /// With one of these tags
    #[arg(long, value_name = "TAG,…")]
    tag: Vec<String>,
    /// In these currencies
    #[arg(long, value_name = "CURRENCY,…")]
    currency: Vec<String>,
    /// From home, from Hong Kong, Macao and Taiwan, from elsewhere: domestic, hmt, overseas
    #[arg(long, value_name = "ORIGIN,…")]
    origin: Vec<String>,
    /// Signed in these years
    #[arg(long, value_name = "YEAR,…")]
    year: Vec<String>,
    /// Signed in these quarters: 2019-Q3, …
    #[arg(long, value_name = "QUARTER,…")]
    quarter: Vec<String>,
    /// Signed in these months: 2019-08, …; `none` for deals of which the month is not known
    #[arg(long, value_name = "MONTH,…")]
    month: Vec<String>,
    /// Of these sizes, by base amount: 0-1bn, 1bn-3bn, 3bn-5bn, 5bn-10bn, 10bn-up
    #[arg(long, value_name = "SIZE,…")]
    size: Vec<String>,
    /// Signed within: 2019, 2019-08, 2019-Q3, 2019-H1, 2019-08-26, A..B, last-month, …
    #[arg(long, value_name = "PERIOD")]
    signed: Option<String>,
    /// Registered within; `none` for deals that are not, here and below
    #[arg(long, value_name = "PERIOD")]
    registered: Option<String>,
    /// Started within
    #[arg(long, value_name = "PERIOD")]
    started: Option<String>,
    /// Producing since a day within
    #[arg(long, value_name = "PERIOD")]
    producing: Option<String>,
    /// At full capacity since a day within
    #[arg(long, value_name = "PERIOD")]
    full: Option<String>,
    /// Ended within
    #[arg(long, value_name = "PERIOD")]
    ended: Option<String>,
    /// To start within
    #[arg(long, visible_alias = "start_due", value_name = "PERIOD")]
    start_due: Option<String>,
    /// To produce within
    #[arg(long, visible_alias = "production_due", value_name = "PERIOD")]
    production_due: Option<String>,
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

/// What filters say of events and time.
pub(crate) enum Occasion<'a> {
    /// Nothing.
    Any,
    /// One event.
    Event(&'a str),
    /// One period.
    Period(&'a str),
    /// More than one thing.
    Several,
}

impl FilterArgs {
    fn lists(&self) -> [(Dimension, &[String]); 17] {
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
            (Dimension::Stage, &self.stage),
            (Dimension::Currency, &self.currency),
            (Dimension::Origin, &self.origin),
            (Dimension::Year, &self.year),
            (Dimension::Quarter, &self.quarter),
            (Dimension::Month, &self.month),
            (Dimension::Size, &self.size),
        ]
    }

    fn dates(&self) -> [(Field, &Option<String>); 7] {
        [
            (Field::Registered, &self.registered),
            (Field::Started, &self.started),
            (Field::Producing, &self.producing),
            (Field::Full, &self.full),
            (Field::Ended, &self.ended),
            (Field::StartDue, &self.start_due),
            (Field::ProductionDue, &self.production_due),
        ]
    }

    fn date_mut(&mut self, name: &str) -> Option<&mut Option<String>> {
        match Field::named(name)? {
            Field::Registered => Some(&mut self.registered),
            Field::Started => Some(&mut self.started),
            Field::Producing => Some(&mut self.producing),
            Field::Full => Some(&mut self.full),
            Field::Ended => Some(&mut self.ended),
            Field::StartDue => Some(&mut self.start_due),
            Field::ProductionDue => Some(&mut self.production_due),
            _ => None,
        }
    }

    fn list_mut(&mut self, dimension: Dimension) -> &mut Vec<String> {
        match dimension {
            Dimension::Event => &mut self.event,
            Dimension::Sector => &mut self.sector,
            Dimension::Country => &mut self.country,
            Dimension::Region => &mut self.region,
            Dimension::Place => &mut self.place,
            Dimension::Partner => &mut self.partner,
            Dimension::District => &mut self.district,
            Dimension::Kind => &mut self.kind,
            Dimension::Venue => &mut self.venue,
            Dimension::Tag => &mut self.tag,
            Dimension::Stage => &mut self.stage,
            Dimension::Currency => &mut self.currency,
            Dimension::Origin => &mut self.origin,
            Dimension::Year => &mut self.year,
            Dimension::Quarter => &mut self.quarter,
            Dimension::Month => &mut self.month,
            Dimension::Size => &mut self.size,
        }
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
        for (field, text) in self.dates() {
            if let Some(text) = text {
                filter.dated(field, text, today).map_err(fault(field.name()))?;
            }
        }
        let bound = |text: &Option<String>| text.as_deref().map(|text| base_bound(text, catalogue.base)).transpose();
        filter.min = bound(&self.min).map_err(fault("min"))?;
        filter.max = bound(&self.max).map_err(fault("max"))?;
        filter.words = self.text.iter().flat_map(|words| words.split_whitespace()).map(str::to_owned).collect();
        Ok(filter)
    }

    /// The same filters with those of one name replaced by a value; none if there is no filter of this name.
    #[must_use]
    pub(crate) fn replaced(&self, name: &str, values: &[String]) -> Option<Self> {
        let mut changed = self.clone();
        let last = values.last().cloned();
        match name {
            "text" => changed.text = values.to_vec(),
            "signed" => changed.signed = last,
            "min" => changed.min = last,
            "max" => changed.max = last,
            _ => match changed.date_mut(name) {
                Some(date) => *date = last,
                None => *changed.list_mut(Dimension::all().find(|one| one.name() == name)?) = values.to_vec(),
            },
        }
        Some(changed)
    }

    /// The same filters for another occasion: with this event or this period instead of what they say of events and time.
    #[must_use]
    pub(crate) fn at_occasion(&self, event: Option<String>, signed: Option<String>) -> Self {
        let (event, nothing) = (event.into_iter().collect(), Vec::new);
        Self { event, signed, year: nothing(), quarter: nothing(), month: nothing(), ..self.clone() }
    }

    /// Whether they select by time or event, and how.
    #[must_use]
    pub(crate) fn occasion(&self) -> Occasion<'_> {
        let lists = [&self.year, &self.quarter, &self.month];
        let mut texts = lists.into_iter().flatten().chain(&self.signed);
        let is_one = |text: &str| !text.contains(SEPARATORS) && !text.trim().eq_ignore_ascii_case("none");
        if !self.event.iter().chain(texts.clone()).all(|text| is_one(text)) {
            return Occasion::Several;
        }
        match (&*self.event, texts.next(), texts.next()) {
            ([], None, _) => Occasion::Any,
            ([event], None, _) => Occasion::Event(event),
            ([], Some(period), None) => Occasion::Period(period),
            _ => Occasion::Several,
        }
    }

    /// The same as options of a command line, but for the dimensions that are said otherwise. Words for periods are written out, so
    /// that they mean the same tomorrow.
    #[must_use]
    pub(crate) fn options(&self, filter: &Filter, except: &[Dimension]) -> Vec<(&'static str, String)> {
        let lists = self.lists().into_iter().filter(|(dimension, _)| !except.contains(dimension));
        let mut options: Vec<(&'static str, String)> = lists
            .flat_map(|(dimension, texts)| texts.iter().map(move |text| (dimension.name(), text.clone())))
            .collect();
        options.extend(filter.signed.map(|period| ("signed", period.to_string())));
        let dates = filter.dates.iter();
        options.extend(dates.map(|(field, period)| {
            (field.name(), period.map_or_else(|| "none".to_owned(), |period| period.to_string()))
        }));
        let single = [("min", &self.min), ("max", &self.max)];
        options.extend(single.into_iter().filter_map(|(name, text)| Some((name, text.clone()?))));
        options.extend(self.text.iter().map(|text| ("text", text.clone())));
        options
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
