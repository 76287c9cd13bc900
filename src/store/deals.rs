//! Deals: writing them, finding them, reading them out in order.

use super::engine::{Cell, Param};
use super::error::{Error, Result, Unsound};
use super::filter::Conditions;
use super::journal::next;
use super::{View, Write};
use crate::domain::catalogue::Id;
use crate::domain::currency::Currency;
use crate::domain::date::SigningDate;
use crate::domain::deal::{Deal, DealKind, Field, Venue};
use crate::domain::extra::Extra;
use crate::domain::filter::Filter;
use crate::domain::label::label;
use crate::domain::rate::Rate;
use crate::domain::tags::Tags;

const INSERT: &str = "INSERT INTO deal (id, entry_id, sector_id, event_id, country_id, region_id, partner_id, \
                      district_id, kind, venue, currency_id, amount, base_amount, signed, rate, ref, title, note, \
                      tags, extra) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, \
                      $17, $18, $19, $20)";
const KEEP_PAST: &str = "INSERT INTO deal_past (id, entry_id, sector_id, event_id, country_id, region_id, partner_id, \
                         district_id, kind, venue, currency_id, amount, base_amount, signed, rate, ref, title, note, \
                         tags, extra, until_entry_id) SELECT id, entry_id, sector_id, event_id, country_id, \
                         region_id, partner_id, district_id, kind, venue, currency_id, amount, base_amount, signed, \
                         rate, ref, title, note, tags, extra, $1 FROM deal WHERE id = $2 AND entry_id <> $1";
const UPDATE: &str = "INSERT INTO deal (id, entry_id, sector_id, event_id, country_id, region_id, partner_id, \
                      district_id, kind, venue, currency_id, amount, base_amount, signed, rate, ref, title, note, \
                      tags, extra) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, \
                      $17, $18, $19, $20) ON CONFLICT (id) DO UPDATE SET entry_id = excluded.entry_id, sector_id = \
                      excluded.sector_id, event_id = excluded.event_id, country_id = excluded.country_id, region_id = \
                      excluded.region_id, partner_id = excluded.partner_id, district_id = excluded.district_id, kind \
                      = excluded.kind, venue = excluded.venue, currency_id = excluded.currency_id, amount = \
                      excluded.amount, base_amount = excluded.base_amount, signed = excluded.signed, rate = \
                      excluded.rate, ref = excluded.ref, title = excluded.title, note = excluded.note, tags = \
                      excluded.tags, extra = excluded.extra";
const SELECT: &str = "SELECT d.id, d.entry_id, d.sector_id, d.event_id, d.country_id, d.region_id, d.partner_id, \
                      d.district_id, d.kind, d.venue, d.currency_id, d.amount, d.base_amount, d.signed, d.rate, \
                      d.ref, d.title, d.note, d.tags, d.extra, COALESCE(s.name, p.name) AS partner FROM deal AS d \
                      LEFT JOIN partner AS p ON p.id = d.partner_id LEFT JOIN partner AS s ON s.id = p.successor_id";
const COUNT: &str = "SELECT COUNT(*) AS deals FROM deal AS d";
const COUNT_WITHOUT_AMOUNT: &str = "SELECT COUNT(*) AS deals FROM deal WHERE amount IS NULL";
const OF_EVENT: &str = "SELECT 1 AS found FROM deal WHERE event_id = $1 LIMIT 1";
const WITHOUT_REF: &str = " WHERE d.ref IS NULL ORDER BY d.id";
const WITH_REF: &str = "SELECT id FROM deal WHERE ref = $1";

/// A deal as it is read, with what comes along.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The deal.
    pub deal: Deal,
    /// The name of its partner, today's where it was merged.
    pub partner: Option<String>,
    /// The entry that wrote it as it stands.
    pub entry: i64,
}

/// How people name one deal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DealKey {
    /// By its number.
    Number(i64),
    /// By the user's own reference.
    Ref(String),
}

impl DealKey {
    /// A number, or a ref; `ref:123` where the ref is all digits.
    #[must_use]
    pub fn parse(text: &str) -> Self {
        match (text.strip_prefix("ref:"), text.parse()) {
            (Some(reference), _) => Self::Ref(reference.to_owned()),
            (None, Ok(number)) => Self::Number(number),
            (None, Err(_)) => Self::Ref(text.to_owned()),
        }
    }
}

/// A field to sort by, and which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// The field.
    pub field: Field,
    /// Whether the greatest comes first.
    pub descending: bool,
}

/// The order in which deals are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// By number.
    Number,
    /// The newest signing first.
    Newest,
    /// By a field; deals without one come last.
    By(Sort),
}

impl Order {
    /// Every order is total, so that it is the same each time: the number decides at last.
    fn clause(self) -> String {
        match self {
            Self::Number => " ORDER BY d.id".to_owned(),
            Self::Newest => " ORDER BY d.signed DESC, d.id DESC".to_owned(),
            Self::By(Sort { field, descending }) => {
                let way = if descending { "DESC" } else { "ASC" };
                format!(" ORDER BY {} {way} NULLS LAST, d.id {way}", sort_key(field))
            }
        }
    }
}

/// What a field sorts by: codes and names, not numbers of the catalogue.
fn sort_key(field: Field) -> &'static str {
    match field {
        Field::Id => "d.id",
        Field::Ref => "d.ref",
        Field::Title => "d.title",
        Field::Signed => "d.signed",
        Field::Event => "(SELECT code FROM event WHERE id = d.event_id)",
        Field::Sector => "(SELECT code FROM sector WHERE id = d.sector_id)",
        Field::Partner => "COALESCE(s.name, p.name)",
        Field::Region => "(SELECT COALESCE(code, name) FROM region WHERE id = d.region_id)",
        Field::Country => "(SELECT code FROM country WHERE id = d.country_id)",
        Field::Amount => "d.amount",
        Field::Currency => "(SELECT code FROM currency WHERE id = d.currency_id)",
        Field::Rate => "CAST(d.rate AS NUMERIC)",
        Field::BaseAmount => "d.base_amount",
        Field::Kind => "d.kind",
        Field::Venue => "d.venue",
        Field::Tags => "d.tags",
        Field::District => {
            "(SELECT COALESCE(now.code, was.code) FROM district AS was \
             LEFT JOIN district AS now ON now.id = was.successor_id WHERE was.id = d.district_id)"
        }
        Field::Note => "d.note",
        Field::Extra => "d.extra",
    }
}

impl View<'_> {
    /// Reads out the deals that pass a filter, as long as `take` says to go on.
    pub fn each_deal(
        &self,
        filter: &Filter,
        home: Id,
        order: Order,
        limit: Option<i64>,
        mut take: impl FnMut(Listed) -> Result<bool>,
    ) -> Result<()> {
        let conditions = Conditions::of(filter, home);
        let limit = limit.map_or(String::new(), |limit| format!(" LIMIT {limit}"));
        let sql = format!("{SELECT}{}{}{limit}", conditions.clause(), order.clause());
        self.engine.each(&sql, &conditions.params(), COLUMNS, |cells| take(read_deal(cells)?))
    }

    /// Reads out the deals that have no ref, by number.
    pub fn each_deal_without_ref(&self, mut take: impl FnMut(Deal)) -> Result<()> {
        let sql = format!("{SELECT}{WITHOUT_REF}");
        self.engine.each(&sql, &[], COLUMNS, |cells| {
            take(read_deal(cells)?.deal);
            Ok(true)
        })
    }

    /// How many deals pass a filter.
    pub fn count_deals(&self, filter: &Filter, home: Id) -> Result<i64> {
        let conditions = Conditions::of(filter, home);
        let sql = format!("{COUNT}{}", conditions.clause());
        Ok(self.engine.one(&sql, &conditions.params(), ["deals"], |[deals]| deals.int())?.unwrap_or(0))
    }

    /// Whether an event has any deals.
    pub fn has_deals(&self, event: Id) -> Result<bool> {
        Ok(self.engine.one(OF_EVENT, &[event.0.into()], ["found"], |[found]| found.int())?.is_some())
    }

    /// How many deals state no amount.
    pub fn count_without_amount(&self) -> Result<i64> {
        Ok(self.engine.one(COUNT_WITHOUT_AMOUNT, &[], ["deals"], |[deals]| deals.int())?.unwrap_or(0))
    }

    /// One deal.
    pub fn deal(&self, key: &DealKey) -> Result<Listed> {
        let (clause, param, text) = match key {
            DealKey::Number(number) => (" WHERE d.id = $1", Param::Int(*number), number.to_string()),
            DealKey::Ref(reference) => (" WHERE d.ref = $1", Param::Text(reference), reference.clone()),
        };
        let found = self.engine.one(&format!("{SELECT}{clause}"), &[param], COLUMNS, read_deal)?;
        found.ok_or(Error::NoDeal(text))
    }

    /// The number of the deal with this ref.
    pub fn deal_with_ref(&self, reference: &str) -> Result<Option<i64>> {
        self.engine.one(WITH_REF, &[reference.into()], ["id"], |[id]| id.int())
    }
}

impl Write<'_> {
    /// Writes new deals: those without a number get the next ones. Gives back the last number given.
    ///
    /// A deal whose number or ref another one has is handed to `refused`, with its tag, and left out.
    pub fn insert_deals<'a, T>(
        &mut self,
        deals: impl IntoIterator<Item = (T, &'a Deal)>,
        mut refused: impl FnMut(T, &'a Deal),
    ) -> Result<i64> {
        let mut insert = self.engine.bulk(INSERT)?;
        for (tag, deal) in deals {
            let id = if deal.id == 0 { next(self.last_deal)? } else { deal.id };
            let (signed, rate) = (deal.signed.to_string(), deal.rate.map(|rate| rate.to_string()));
            match insert.run(&params(deal, id, self.entry, &signed, rate.as_deref())) {
                Ok(_) => {
                    self.last_deal = self.last_deal.max(id);
                    self.deals += 1;
                    self.changed = true;
                }
                Err(Error::Taken(_)) => refused(tag, deal),
                Err(error) => return Err(error),
            }
        }
        Ok(self.last_deal)
    }

    /// Copies a deal to the past before it is changed; once an entry is enough.
    pub(super) fn keep_past(&self, id: i64) -> Result<()> {
        self.engine.execute(KEEP_PAST, &[self.entry.into(), id.into()])?;
        Ok(())
    }

    /// Writes a deal anew; what it was before is kept.
    pub fn update_deal(&mut self, deal: &Deal) -> Result<()> {
        self.keep_past(deal.id)?;
        let (signed, rate) = (deal.signed.to_string(), deal.rate.map(|rate| rate.to_string()));
        self.engine.execute(UPDATE, &params(deal, deal.id, self.entry, &signed, rate.as_deref()))?;
        self.deals += 1;
        self.changed = true;
        Ok(())
    }
}

/// The number, then every other column in the order of the table.
fn params<'a>(deal: &'a Deal, id: i64, entry: i64, signed: &'a str, rate: Option<&'a str>) -> [Param<'a>; 20] {
    let item = |id: Option<Id>| Param::from(id.map(|id| id.0));
    [
        id.into(),
        entry.into(),
        deal.sector.0.into(),
        item(deal.event),
        item(deal.country),
        item(deal.region),
        item(deal.partner),
        item(deal.district),
        deal.kind.map(DealKind::number).into(),
        deal.venue.map(Venue::number).into(),
        deal.currency.number().into(),
        deal.amount.into(),
        deal.base_amount.into(),
        signed.into(),
        rate.into(),
        deal.reference.as_deref().into(),
        deal.title.as_str().into(),
        deal.note.as_deref().into(),
        deal.tags.as_ref().map(Tags::as_str).into(),
        deal.extra.as_ref().map(Extra::as_json).into(),
    ]
}

const COLUMNS: [&str; 21] = [
    "id",
    "entry_id",
    "sector_id",
    "event_id",
    "country_id",
    "region_id",
    "partner_id",
    "district_id",
    "kind",
    "venue",
    "currency_id",
    "amount",
    "base_amount",
    "signed",
    "rate",
    "ref",
    "title",
    "note",
    "tags",
    "extra",
    "partner",
];

fn read_deal(cells: [Cell<'_>; 21]) -> Result<Listed> {
    let [id, entry, sector, event, country, region, partner, district, kind, venue, rest @ ..] = cells;
    let [currency, amount, base, signed, rate, reference, title, note, tags, extra, partner_name] = rest;
    let item = |cell: Cell<'_>| Ok::<_, Error>(cell.opt_int()?.map(Id));
    let id = id.int()?;
    let unreadable = |en, zh| Unsound::Field { field: label(en, zh), deal: id };
    let deal = Deal {
        id,
        reference: reference.owned()?,
        title: title.text()?.to_owned(),
        signed: SigningDate::parse(signed.text()?).map_err(|_| unreadable("signing date", "签约日期"))?,
        event: item(event)?,
        sector: Id(sector.int()?),
        partner: item(partner)?,
        country: item(country)?,
        region: item(region)?,
        amount: amount.opt_int()?,
        currency: Currency::from_number(currency.int()?).ok_or_else(|| unreadable("currency", "币种"))?,
        rate: rate.opt_text()?.map(|rate| Rate::parse(rate).map_err(|_| unreadable("rate", "汇率"))).transpose()?,
        base_amount: base.opt_int()?,
        kind: kind
            .opt_int()?
            .map(|kind| DealKind::from_number(kind).ok_or_else(|| unreadable("kind", "协议类型")))
            .transpose()?,
        venue: venue
            .opt_int()?
            .map(|venue| Venue::from_number(venue).ok_or_else(|| unreadable("venue", "签约地点")))
            .transpose()?,
        tags: tags.opt_text()?.and_then(Tags::parse),
        district: item(district)?,
        note: note.owned()?,
        extra: extra
            .opt_text()?
            .map_or(Ok(None), |extra| Extra::parse(extra).map_err(|_| unreadable("extra", "其他栏目")))?,
    };
    Ok(Listed { deal, partner: partner_name.owned()?, entry: entry.int()? })
}
