//! Deals one by one, as they stand and as they were: fields, base amounts, regions, refs, versions.

use std::fmt::Display;
use std::mem;

use super::super::View;
use super::super::engine::Cell;
use super::super::error::{Error, Result, Unsound};
use super::{Flaws, Terms, Wrong};
use crate::domain::currency::Currency;
use crate::domain::date::PartialDate;
use crate::domain::deal::{DealKind, Field, Venue};
use crate::domain::extra::Extra;
use crate::domain::money::Money;
use crate::domain::rate::Rate;

const NOW: &str = "SELECT id, NULL AS until_entry_id, currency_id, amount, base_amount, signed, rate, kind, venue, \
                   title, extra FROM deal ORDER BY id";
const PAST: &str = "SELECT id, until_entry_id, currency_id, amount, base_amount, signed, rate, kind, venue, title, \
                    extra FROM deal_past ORDER BY id, until_entry_id";
const REGIONS: &str = "SELECT d.id, NULL AS until_entry_id, COALESCE(r.code, r.name) AS region, l.code AS lies_in, \
                       c.code AS country FROM deal AS d JOIN region AS r ON r.id = d.region_id JOIN country AS l \
                       ON l.id = r.country_id LEFT JOIN country AS c ON c.id = d.country_id \
                       WHERE d.country_id IS NULL OR d.country_id <> r.country_id ORDER BY d.id";
const PAST_REGIONS: &str = "SELECT d.id, d.until_entry_id, COALESCE(r.code, r.name) AS region, l.code AS lies_in, \
                            c.code AS country FROM deal_past AS d JOIN region AS r ON r.id = d.region_id JOIN \
                            country AS l ON l.id = r.country_id LEFT JOIN country AS c ON c.id = d.country_id \
                            WHERE d.country_id IS NULL OR d.country_id <> r.country_id \
                            ORDER BY d.id, d.until_entry_id";
const REFS: &str = "SELECT d.id, d.ref, t.first FROM (SELECT ref, MIN(id) AS first FROM deal WHERE ref IS NOT NULL \
                    GROUP BY ref HAVING COUNT(*) > 1) AS t JOIN deal AS d ON d.ref = t.ref AND d.id <> t.first \
                    ORDER BY d.id";
/// The former versions of deals, receipts and targets, and the deals that they are of.
const VERSIONS: [&str; 3] = [
    "SELECT id, entry_id, until_entry_id, id AS deal_id FROM deal_past ORDER BY id, until_entry_id",
    "SELECT id, entry_id, until_entry_id, deal_id FROM receipt_past ORDER BY id, until_entry_id",
    "SELECT id, entry_id, until_entry_id, NULL AS deal_id FROM target_past ORDER BY id, until_entry_id",
];
/// Those that stand and began before the last former one ended.
const NOW_OVERLAPPING: [&str; 3] = [
    "SELECT d.id AS deal_id, d.entry_id, t.last FROM (SELECT id, MAX(until_entry_id) AS last FROM deal_past GROUP BY id) AS t \
     JOIN deal AS d ON d.id = t.id WHERE d.entry_id < t.last ORDER BY d.id",
    "SELECT r.deal_id, r.entry_id, t.last FROM (SELECT id, MAX(until_entry_id) AS last FROM receipt_past GROUP BY id) AS t \
     JOIN receipt AS r ON r.id = t.id WHERE r.entry_id < t.last ORDER BY r.id",
    "SELECT NULL AS deal_id, a.entry_id, t.last FROM (SELECT id, MAX(until_entry_id) AS last FROM target_past GROUP BY id) AS t \
     JOIN target AS a ON a.id = t.id WHERE a.entry_id < t.last ORDER BY a.id",
];

/// Refs are unique, whether or not the index sees to it.
pub(super) fn refs(view: View<'_>, flaws: &mut Flaws) -> Result<()> {
    view.engine.each(REFS, &[], ["id", "ref", "first"], |[id, reference, first]| {
        let (reference, other) = (reference.text()?.to_owned(), first.int()?);
        flaws.add(id.int()?, Wrong::RefTwice { reference, other });
        Ok(true)
    })
}

/// A region lies in the country of its deal.
pub(super) fn regions(view: View<'_>, flaws: &mut Flaws) -> Result<()> {
    let columns = ["id", "until_entry_id", "region", "lies_in", "country"];
    for sql in [REGIONS, PAST_REGIONS] {
        view.engine.each(sql, &[], columns, |[id, until, region, lies_in, country]| {
            let region = region.text()?.to_owned();
            let wrong = match country.owned()? {
                Some(country) => Wrong::Elsewhere { region, lies_in: lies_in.text()?.to_owned(), country },
                None => Wrong::NoCountry { region },
            };
            flaws.add_of((Some(id.int()?), until.opt_int()?), wrong);
            Ok(true)
        })?;
    }
    Ok(())
}

/// The versions of a deal follow one another.
pub(super) fn versions(view: View<'_>, flaws: &mut Flaws) -> Result<()> {
    for sql in VERSIONS {
        let mut former = (0, 0);
        view.engine.each(sql, &[], ["id", "entry_id", "until_entry_id", "deal_id"], |[id, entry, until, deal]| {
            let (id, entry, until, deal) = (id.int()?, entry.int()?, until.int()?, deal.opt_int()?);
            if until <= entry {
                flaws.add_of((deal, Some(until)), Wrong::EndsEarly { entry, until });
            } else if former.0 == id && entry < former.1 {
                flaws.add_of((deal, Some(until)), Wrong::Overlap { entry, until: former.1 });
            }
            former = (id, until);
            Ok(true)
        })?;
    }
    for sql in NOW_OVERLAPPING {
        view.engine.each(sql, &[], ["deal_id", "entry_id", "last"], |[deal, entry, last]| {
            flaws.add(deal.opt_int()?, Wrong::Overlap { entry: entry.int()?, until: last.int()? });
            Ok(true)
        })?;
    }
    Ok(())
}

/// What rates there are can be read.
pub(super) fn rates(view: View<'_>, _: &mut Flaws) -> Result<()> {
    view.rate_rows(None).map(mem::drop)
}

/// Every field can be read, and base amounts follow from amount and rate. Signing dates of deals as they stand are not to come.
pub(super) fn figures(view: View<'_>, terms: &Terms, flaws: &mut Flaws) -> Result<()> {
    for sql in [NOW, PAST] {
        view.engine.each(sql, &[], COLUMNS, |[id, until, cells @ ..]| {
            let version = (Some(id.int()?), until.opt_int()?);
            flaws.deals += i64::from(version.1.is_none());
            match look(cells, terms.base, &mut |wrong| flaws.add_of(version, wrong)) {
                Ok(Some(signed)) if version.1.is_none() && signed.first_day() > terms.today => {
                    flaws.add_of(version, Wrong::Future { field: Field::Signed, date: signed });
                }
                Ok(_) => {}
                Err(Error::Unsound(unsound)) => flaws.add_of(version, unsound.into()),
                Err(error) => return Err(error),
            }
            Ok(true)
        })?;
    }
    Ok(())
}

const COLUMNS: [&str; 11] = [
    "id",
    "until_entry_id",
    "currency_id",
    "amount",
    "base_amount",
    "signed",
    "rate",
    "kind",
    "venue",
    "title",
    "extra",
];

/// Looks at one version of a deal. Gives its signing date, if that can be read.
fn look(cells: [Cell<'_>; 9], base: Currency, add: &mut impl FnMut(Wrong)) -> Result<Option<PartialDate>> {
    let [currency, amount, base_amount, signed, rate, kind, venue, title, extra] = cells;
    let mut unreadable = |field: Field, value: &dyn Display| add(Wrong::Field { field, value: value.to_string() });
    let (currency, amount, base_amount) = (currency.int()?, amount.opt_int()?, base_amount.opt_int()?);
    let (signed, rate, kind, venue) = (signed.text()?, rate.opt_text()?, kind.opt_int()?, venue.opt_int()?);
    title.text()?;
    // Dates sort as text and are selected as text, so that another way of writing one will not do.
    let date = PartialDate::parse(signed).ok().filter(|date| date.to_string() == signed);
    if date.is_none() {
        unreadable(Field::Signed, &signed);
    }
    if let Some(kind) = kind.filter(|kind| DealKind::from_number(*kind).is_none()) {
        unreadable(Field::Kind, &kind);
    }
    if let Some(venue) = venue.filter(|venue| Venue::from_number(*venue).is_none()) {
        unreadable(Field::Venue, &venue);
    }
    if let Some(extra) = extra.opt_text()?.filter(|extra| Extra::parse(extra).is_err()) {
        unreadable(Field::Extra, &extra);
    }
    for (field, minor) in [(Field::Amount, amount), (Field::BaseAmount, base_amount)] {
        if let Some(minor) = minor.filter(|minor| *minor < 0) {
            unreadable(field, &minor);
        }
    }
    let number = currency;
    let currency = Currency::from_number(number);
    if currency.is_none() {
        unreadable(Field::Currency, &number);
    }
    let used = rate.map(Rate::parse).transpose();
    if let (Err(_), Some(rate)) = (&used, rate) {
        unreadable(Field::Rate, &rate);
    }
    if let (Some(currency), Ok(rate)) = (currency, used) {
        let money = amount.map(|minor| Money { minor, currency });
        worth((currency, money), rate, base_amount, base).into_iter().for_each(add);
    }
    Ok(date)
}

/// What is wrong with a base amount.
pub(super) fn worth(
    (currency, money): (Currency, Option<Money>),
    rate: Option<Rate>,
    is: Option<i64>,
    base: Currency,
) -> Option<Wrong> {
    let should = match (money, rate) {
        (_, Some(rate)) if currency == base => return Some(Wrong::BaseRate(rate.to_string())),
        (money, None) if currency == base => Ok(money.map(|money| money.minor)),
        (Some(money), Some(rate)) => rate.convert(money, base).map(Some),
        _ => Ok(None),
    };
    match should {
        Ok(should) => {
            let rate = if currency == base { Some(Rate::ONE) } else { rate };
            (is != should).then_some(Wrong::BaseAmount { is, should, rate, base })
        }
        Err(fault) => Some(Unsound::from(fault).into()),
    }
}
