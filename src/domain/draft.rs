//! A draft: the fields of a deal as somebody wrote them, and how they become a deal or a list of faults.
//!
//! One path for `add` and `import`, so that both take the same spellings and refuse the same slips. Every fault of a draft is
//! found, not the first alone; the catalogue is only added to by a draft that has none.

use chrono::NaiveDate;

use super::catalogue::{Catalogue, Family, Id};
use super::currency::Currency;
use super::date::PartialDate;
use super::deal::{Deal, DealKind, Field, Venue};
use super::extra::Extra;
use super::fault::{Fault, Problem};
use super::fold::{code_from, is_code, trimmed};
use super::money::{AmountFault, Money};
use super::place::{self, PlaceFault, Settled};
use super::rate::{Rate, Rates};
use super::tags::Tags;

/// The cells of one deal, by field; `None` where nothing was written.
#[derive(Clone, Copy, Debug, Default)]
pub struct Draft<'a> {
    cells: [Option<&'a str>; Field::COUNT],
    /// Whether it is known that no cell holds NUL.
    is_without_nul: bool,
}

/// What a draft is settled by.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a liberty that one command takes and another does not")]
pub struct Terms<'a> {
    /// The rates in force.
    pub rates: &'a Rates,
    /// The day it is today.
    pub today: NaiveDate,
    /// Whether the event names the day of signing where no date is written, and today is the day where there is no event.
    pub day_from_event: bool,
    /// Whether the ledger's default event is taken where none is written.
    pub use_default_event: bool,
    /// Whether an event that is not known is made.
    pub make_events: bool,
    /// Whether a sector that is not known is made.
    pub make_sectors: bool,
    /// Whether a partner that differs from a known one in punctuation or legal form alone is that one.
    pub same_partners: bool,
    /// When a stage was reached that is written without its date.
    pub stage_date: Option<PartialDate>,
}

impl<'a> Draft<'a> {
    /// Of cells in the order of the fields, none with white space at its ends, and none blank but the title's; NUL is looked for
    /// only where it may be in one.
    #[must_use]
    pub(crate) fn of_trimmed(mut cells: impl Iterator<Item = Option<&'a str>>, may_hold_nul: bool) -> Self {
        Self { cells: std::array::from_fn(|_| cells.next().flatten()), is_without_nul: !may_hold_nul }
    }

    /// Writes a field. Blank text counts as nothing written, but for the title, of which it is a fault.
    pub fn set(&mut self, field: Field, text: &'a str) {
        self.is_without_nul = false;
        self.cells[field.index()] = Some(trimmed(text)).filter(|text| !text.is_empty() || field == Field::Title);
    }

    /// Takes back what was written in a field.
    pub fn clear(&mut self, field: Field) {
        self.cells[field.index()] = None;
    }

    /// What was written in a field.
    #[must_use]
    pub fn get(&self, field: Field) -> Option<&'a str> {
        self.cells[field.index()]
    }

    /// The currency that the deal will be in, as far as that can be told.
    #[must_use]
    pub fn currency(&self, base: Currency) -> Option<Currency> {
        let given = self.get(Field::Currency).and_then(|text| Currency::parse(text).ok());
        let money = self.get(Field::Amount).and_then(|text| Money::parse(text, given, base).ok());
        money.map(|money| money.currency).or(given)
    }

    /// Settles every field. The number is left at 0, or as written. What is new in the catalogue is made only if nothing is
    /// amiss.
    pub fn settle(&self, catalogue: &mut Catalogue, terms: &Terms<'_>) -> Result<Deal, Vec<Fault>> {
        self.settle_beside(Vec::new(), catalogue, terms)
    }

    /// The same for a draft of which some fields are known to be at fault; of these nothing more is said.
    pub fn settle_beside(
        &self,
        known: Vec<Fault>,
        catalogue: &mut Catalogue,
        terms: &Terms<'_>,
    ) -> Result<Deal, Vec<Fault>> {
        let mut faults = Faults { known: known.len(), found: known };
        faults.nul(self);
        let id = faults.note(Field::Id, self.get(Field::Id).map_or(Ok(0), number));
        let title = faults.note(Field::Title, self.title());
        let event = faults.note(Field::Event, self.event(catalogue, terms));
        let sector = faults.note(Field::Sector, self.sector(catalogue, terms));
        let known_event = match event {
            Some(Some(Named::Known(id))) => Some(id),
            _ => None,
        };
        let signed = faults.note(Field::Signed, self.signed(known_event, catalogue, terms));
        let partner = faults
            .note(Field::Partner, self.item(Field::Partner, Family::Partner, catalogue, true, terms.same_partners));
        let (country, region) = (self.given(Field::Country), self.given(Field::Region));
        let recalled = catalogue.recall_place(country, region);
        let place = match recalled {
            Some(place) => Some(Settled::again(place)),
            None => faults.place(place::settle(catalogue, country, region)),
        };
        let value = self.value(catalogue.base, &mut faults);
        let priced = value.zip(signed).map(|(value, signed)| value.in_base(catalogue.base, signed, terms.rates));
        let priced = priced.and_then(|priced| faults.note(Field::Amount, priced));
        let kind = faults.note(Field::Kind, self.kind());
        let venue = faults.note(Field::Venue, self.venue());
        let extra = faults.note(Field::Extra, self.get(Field::Extra).map_or(Ok(None), Extra::parse));
        let district =
            faults.note(Field::District, self.item(Field::District, Family::District, catalogue, true, false));
        let lifecycle = self.lifecycle(signed, terms, &mut faults);
        let relation = self.relation(&mut faults);
        let confidential = faults.note(Field::Confidential, self.confidential());
        let (Some(id), Some(title), Some(event), Some(Some(sector)), Some(signed)) = (id, title, event, sector, signed)
        else {
            return Err(faults.found);
        };
        let (Some(lifecycle), Some((relation, follows)), Some(confidential)) = (lifecycle, relation, confidential)
        else {
            return Err(faults.found);
        };
        let (Some(partner), Some(place), Some(priced), Some(kind), Some(venue), Some(district), Some(extra)) =
            (partner, place, priced, kind, venue, district, extra)
        else {
            return Err(faults.found);
        };
        if !faults.found.is_empty() {
            return Err(faults.found);
        }
        let place = place.make(catalogue);
        if recalled.is_none() && (country.is_some() || place.country == Some(place::CHINA)) {
            catalogue.keep_place(country, region, place);
        }
        Ok(Deal {
            id,
            reference: self.get(Field::Ref).map(str::to_owned),
            title,
            signed,
            event: event.map(|event| event.make(Family::Event, catalogue)),
            sector: sector.make(Family::Sector, catalogue),
            partner: partner.map(|partner| partner.make(Family::Partner, catalogue)),
            country: place.country,
            region: place.region,
            amount: priced.amount,
            currency: priced.currency,
            rate: priced.rate,
            base_amount: priced.base_amount,
            kind,
            venue,
            tags: self.get(Field::Tags).and_then(Tags::parse),
            lifecycle,
            relation,
            follows,
            confidential,
            district: district.map(|district| district.make(Family::District, catalogue)),
            note: self.get(Field::Note).map(str::to_owned),
            extra,
        })
    }

    fn title(&self) -> Result<String, Problem> {
        match self.get(Field::Title) {
            None => Err(Problem::Missing),
            Some("") => Err(Problem::Blank),
            Some(title) => Ok(title.to_owned()),
        }
    }

    fn kind(&self) -> Result<Option<DealKind>, Problem> {
        self.get(Field::Kind)
            .map(|text| DealKind::parse(text).ok_or_else(|| Problem::NoKind(text.to_owned())))
            .transpose()
    }

    fn venue(&self) -> Result<Option<Venue>, Problem> {
        self.get(Field::Venue)
            .map(|text| Venue::parse(text).ok_or_else(|| Problem::NoVenue(text.to_owned())))
            .transpose()
    }

    /// What was written, if it names something: `none` is for a deal that is to have none, whatever the default.
    fn given(&self, field: Field) -> Option<&'a str> {
        self.get(field).filter(|text| !text.eq_ignore_ascii_case("none"))
    }

    fn item(
        &self,
        field: Field,
        family: Family,
        catalogue: &mut Catalogue,
        make: bool,
        loosely: bool,
    ) -> Result<Option<Named<'a>>, Problem> {
        let Some(text) = self.given(field) else { return Ok(None) };
        match catalogue.recall(family, text) {
            Some(id) => Ok(Some(Named::Known(id))),
            None if family == Family::Partner && loosely => match catalogue.recall_loosely(text) {
                Some(id) => Ok(Some(Named::Alike(id, text))),
                None => Ok(Some(Named::New(text))),
            },
            None if make && (!family.has_codes() || is_code(&code_from(text))) => Ok(Some(Named::New(text))),
            None if make => Err(Problem::NoCode(text.to_owned())),
            None => Err(catalogue.unknown(family, text).into()),
        }
    }

    fn event(&self, catalogue: &mut Catalogue, terms: &Terms<'_>) -> Result<Option<Named<'a>>, Problem> {
        match (self.get(Field::Event), catalogue.default_event) {
            (None, Some(event)) if terms.use_default_event => Ok(Some(Named::Known(event))),
            _ => self.item(Field::Event, Family::Event, catalogue, terms.make_events, false),
        }
    }

    fn sector(&self, catalogue: &mut Catalogue, terms: &Terms<'_>) -> Result<Option<Named<'a>>, Problem> {
        match self.item(Field::Sector, Family::Sector, catalogue, terms.make_sectors, false)? {
            None => Err(Problem::Missing),
            sector => Ok(sector),
        }
    }

    fn signed(&self, event: Option<Id>, catalogue: &Catalogue, terms: &Terms<'_>) -> Result<PartialDate, Problem> {
        match self.get(Field::Signed) {
            Some(text) => Ok(PartialDate::parse(text)?),
            None if !terms.day_from_event => Err(Problem::Missing),
            None => {
                let item = event.and_then(|event| catalogue.item(Family::Event, event));
                let Some((item, days)) = item.and_then(|item| Some((item, item.days?))) else {
                    return Ok(PartialDate::of_day(terms.today));
                };
                if days.from == days.to {
                    Ok(PartialDate::of_day(days.from))
                } else if (days.from..=days.to).contains(&terms.today) {
                    Ok(PartialDate::of_day(terms.today))
                } else {
                    Err(Problem::WhichDay { event: item.code().to_owned(), from: days.from, to: days.to })
                }
            }
        }
    }

    /// Amount, currency and rate as written.
    fn value(&self, base: Currency, faults: &mut Faults) -> Option<Value> {
        // Most deals are in the base currency.
        let currency = |text| if text == base.code() { Ok(base) } else { Currency::parse(text) };
        let given = faults.note(Field::Currency, self.get(Field::Currency).map(currency).transpose());
        let rate = faults.note(Field::Rate, self.get(Field::Rate).map(Rate::parse).transpose());
        // With a currency that is not known the amount is still looked at, as if none were given.
        let money = self.get(Field::Amount).map(|text| Money::parse(text, given.flatten(), base)).transpose();
        let money = match (money, given) {
            (Err(AmountFault::TooManyDecimals { .. } | AmountFault::WhichDollar(_)), None) => None,
            (money, _) => faults.note(Field::Amount, money),
        };
        let (given, rate, money) = (given?, rate?, money?);
        let currency = money.map(|money| money.currency).or(given).unwrap_or(base);
        if let Some(rate) = rate.filter(|rate| currency == base && *rate != Rate::ONE) {
            faults.push(Field::Rate, Problem::BaseRate { rate: rate.to_string(), base });
            return None;
        }
        Some(Value { money, currency, rate })
    }
}

/// What was written of an amount.
#[derive(Clone, Copy)]
struct Value {
    money: Option<Money>,
    currency: Currency,
    rate: Option<Rate>,
}

/// The amount fields of a deal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Priced {
    /// See [`Deal::amount`].
    pub amount: Option<i64>,
    /// See [`Deal::currency`].
    pub currency: Currency,
    /// See [`Deal::rate`].
    pub rate: Option<Rate>,
    /// See [`Deal::base_amount`].
    pub base_amount: Option<i64>,
}

impl Value {
    fn in_base(self, base: Currency, signed: PartialDate, rates: &Rates) -> Result<Priced, Problem> {
        let Self { money, currency, rate } = self;
        let amount = money.map(|money| money.minor);
        if currency == base {
            return Ok(Priced { amount, currency, rate: None, base_amount: amount });
        }
        let Some(money) = money else { return Ok(Priced { amount, currency, rate, base_amount: None }) };
        let rate = rate.or_else(|| rates.in_force(currency, signed.first_day()));
        let base_amount = rate.map(|rate| rate.convert(money, base)).transpose()?;
        Ok(Priced { amount, currency, rate, base_amount })
    }
}

/// A name as written: known, or to be made.
#[derive(Clone, Copy)]
enum Named<'a> {
    Known(Id),
    /// Known, but for a spelling that differs in punctuation or legal form.
    Alike(Id, &'a str),
    New(&'a str),
}

impl Named<'_> {
    fn make(self, family: Family, catalogue: &mut Catalogue) -> Id {
        match self {
            Self::Known(id) => id,
            Self::Alike(id, spelling) => {
                catalogue.learn(id, spelling);
                id
            }
            Self::New(name) => catalogue.make(family, name),
        }
    }
}

pub(super) struct Faults {
    found: Vec<Fault>,
    /// How many of them were known before.
    known: usize,
}

impl Faults {
    pub(super) fn push(&mut self, field: Field, problem: Problem) {
        if !self.found[..self.known].iter().any(|fault| fault.field == field) {
            self.found.push(Fault { field, problem });
        }
    }

    pub(super) fn note<T, P: Into<Problem>>(&mut self, field: Field, result: Result<T, P>) -> Option<T> {
        result.map_err(|problem| self.push(field, problem.into())).ok()
    }

    fn place<'a>(&mut self, settled: Result<Settled<'a>, PlaceFault>) -> Option<Settled<'a>> {
        let field = match &settled {
            Err(fault) if fault.concerns_country() => Field::Country,
            _ => Field::Region,
        };
        self.note(field, settled)
    }

    fn nul(&mut self, draft: &Draft<'_>) {
        if draft.is_without_nul {
            return;
        }
        for (field, cell) in Field::all().zip(draft.cells) {
            if cell.is_some_and(|text| text.contains('\0')) {
                self.push(field, Problem::Nul);
            }
        }
    }
}

/// The number of a deal: from 1 to 10^12.
fn number(text: &str) -> Result<i64, Problem> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit());
    let number = text.parse().ok().filter(|number| plain && (1..=1_000_000_000_000).contains(number));
    number.ok_or_else(|| Problem::NoNumber(text.to_owned()))
}
