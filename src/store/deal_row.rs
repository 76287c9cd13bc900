//! How a deal stands in its row: the columns in their order, written and read.

use super::deals::Listed;
use super::engine::{Cell, Param};
use super::error::{Error, Result, Unsound};
use super::versions::deal_columns;
use crate::domain::catalogue::Id;
use crate::domain::currency::Currency;
use crate::domain::date::{DateText, PartialDate};
use crate::domain::deal::{Deal, DealKind, Field, Venue};
use crate::domain::extra::Extra;
use crate::domain::rate::Rate;
use crate::domain::relation::{DealKey, Relation};
use crate::domain::stage::{Lifecycle, Stage};
use crate::domain::tags::Tags;

pub(super) const INSERT: &str = concat!(
    "INSERT INTO deal (id, entry_id, ",
    deal_columns!(),
    ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, \
     $23, $24, $25, $26, $27, $28, $29, $30, $31)"
);
pub(super) const UPDATE: &str = "UPDATE deal SET entry_id = $1, sector_id = $2, event_id = $3, country_id = $4, region_id = $5, \
                      partner_id = $6, district_id = $7, kind = $8, venue = $9, relation = $10, follows_id = $11, \
                      confidential = $12, currency_id = $13, amount = $14, base_amount = $15, signed = $16, \
                      registered = $17, started = $18, producing = $19, full_capacity = $20, ended = $21, \
                      start_due = $22, production_due = $23, rate = $24, ref = $25, title = $26, note = $27, \
                      tags = $28, extra = $29, reason = $30 WHERE id = $31";
macro_rules! own {
    () => {
        "SELECT d.id, d.entry_id, d.sector_id, d.event_id, d.country_id, d.region_id, d.partner_id, d.district_id, \
         d.kind, d.venue, d.relation, d.follows_id, d.confidential, d.currency_id, d.amount, d.base_amount, d.signed, \
         d.registered, d.started, d.producing, d.full_capacity, d.ended, d.start_due, d.production_due, d.rate, d.ref, \
         d.title, d.note, d.tags, d.extra, d.reason"
    };
}
/// What a deal has of its own.
pub(super) const SELECT_OWN: &str = own!();
/// The same with the name of its partner.
pub(super) const SELECT: &str = concat!(own!(), ", COALESCE(s.name, p.name) AS partner");
pub(super) const PARTNERS: &str =
    " LEFT JOIN partner AS p ON p.id = d.partner_id LEFT JOIN partner AS s ON s.id = p.successor_id";
/// The stage of a deal by its number.
pub(super) const STAGE: &str = "CASE WHEN d.ended IS NOT NULL THEN 6 WHEN d.full_capacity IS NOT NULL THEN 5 \
                                WHEN d.producing IS NOT NULL THEN 4 WHEN d.started IS NOT NULL THEN 3 \
                                WHEN d.registered IS NOT NULL THEN 2 ELSE 1 END";

/// The texts of a deal that are made to be bound.
pub(super) struct Texts {
    signed: DateText,
    rate: Option<String>,
    dates: [Option<DateText>; 7],
}

impl Texts {
    pub(super) fn of(deal: &Deal) -> Self {
        Self {
            signed: deal.signed.text(),
            rate: deal.rate.map(|rate| rate.to_string()),
            dates: Field::DATES.map(|field| deal.date(field).map(PartialDate::text)),
        }
    }
}

/// The number, then every other column in the order of the table.
pub(super) fn params<'a>(deal: &'a Deal, id: i64, entry: i64, texts: &'a Texts) -> [Param<'a>; 31] {
    let item = |id: Option<Id>| Param::from(id.map(|id| id.0));
    let [registered, started, producing, full, ended, start_due, production_due] =
        texts.dates.each_ref().map(|date| Param::from(date.as_ref().map(DateText::as_str)));
    let relation = Some(deal.relation).filter(|relation| *relation != Relation::New);
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
        relation.map(Relation::number).into(),
        deal.follows.as_ref().and_then(DealKey::number).into(),
        deal.confidential.then_some(1).into(),
        deal.currency.number().into(),
        deal.amount.into(),
        deal.base_amount.into(),
        texts.signed.as_str().into(),
        registered,
        started,
        producing,
        full,
        ended,
        start_due,
        production_due,
        texts.rate.as_deref().into(),
        deal.reference.as_deref().into(),
        deal.title.as_str().into(),
        deal.note.as_deref().into(),
        deal.tags.as_ref().map(Tags::as_str).into(),
        deal.extra.as_ref().map(Extra::as_json).into(),
        deal.lifecycle.reason.as_deref().into(),
    ]
}

pub(super) const COLUMNS: [&str; 33] = [
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
    "relation",
    "follows_id",
    "confidential",
    "currency_id",
    "amount",
    "base_amount",
    "signed",
    "registered",
    "started",
    "producing",
    "full_capacity",
    "ended",
    "start_due",
    "production_due",
    "rate",
    "ref",
    "title",
    "note",
    "tags",
    "extra",
    "reason",
    "partner",
    "received",
];

pub(super) fn read_deal(cells: &[Cell<'_>; 33]) -> Result<Listed> {
    let [id, entry, sector, event, country, region, partner, district, kind, venue, rest @ ..] = cells;
    let [relation, follows, confidential, currency, amount, base, signed, rest @ ..] = rest;
    let [dates @ .., rate, reference, title, note, tags, extra, reason, partner_name, received] = rest;
    let item = |cell: &Cell<'_>| Ok::<_, Error>(cell.opt_int()?.map(Id));
    let id = id.int()?;
    let unreadable = |field: Field| Unsound::Field { field: field.label(), deal: id };
    let deal = Deal {
        id,
        reference: reference.owned()?,
        title: title.text()?.to_owned(),
        signed: PartialDate::parse(signed.text()?).map_err(|_| unreadable(Field::Signed))?,
        event: item(event)?,
        sector: Id(sector.int()?),
        partner: item(partner)?,
        country: item(country)?,
        region: item(region)?,
        amount: amount.opt_int()?,
        currency: Currency::from_number(currency.int()?).ok_or_else(|| unreadable(Field::Currency))?,
        rate: rate.opt_text()?.map(|rate| Rate::parse(rate).map_err(|_| unreadable(Field::Rate))).transpose()?,
        base_amount: base.opt_int()?,
        kind: kind
            .opt_int()?
            .map(|kind| DealKind::from_number(kind).ok_or_else(|| unreadable(Field::Kind)))
            .transpose()?,
        venue: venue
            .opt_int()?
            .map(|venue| Venue::from_number(venue).ok_or_else(|| unreadable(Field::Venue)))
            .transpose()?,
        tags: tags.opt_text()?.and_then(Tags::parse),
        lifecycle: read_lifecycle(dates, reason, id)?,
        relation: relation.opt_int()?.map_or(Ok(Relation::New), |relation| {
            Relation::from_number(relation).ok_or_else(|| unreadable(Field::Relation))
        })?,
        follows: follows.opt_int()?.map(DealKey::Number),
        confidential: confidential.opt_int()?.is_some(),
        district: item(district)?,
        note: note.owned()?,
        extra: extra.opt_text()?.map_or(Ok(None), |extra| Extra::parse(extra).map_err(|_| unreadable(Field::Extra)))?,
    };
    Ok(Listed { deal, partner: partner_name.owned()?, entry: entry.int()?, received: received.opt_int()? })
}

fn read_lifecycle(dates: &[Cell<'_>; 7], reason: &Cell<'_>, deal: i64) -> Result<Lifecycle> {
    let mut lifecycle = Lifecycle::default();
    lifecycle.reason = reason.owned()?;
    for (field, cell) in Field::DATES.into_iter().zip(dates) {
        let Some(text) = cell.opt_text()? else { continue };
        let date = PartialDate::parse(text).map_err(|_| Unsound::Field { field: field.label(), deal })?;
        match (field, Stage::DATED.into_iter().find(|stage| stage.field() == field)) {
            (_, Some(stage)) => lifecycle.set(stage, Some(date)),
            (Field::StartDue, _) => lifecycle.start_due = Some(date),
            _ => lifecycle.production_due = Some(date),
        }
    }
    Ok(lifecycle)
}
