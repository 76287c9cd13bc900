//! What became of deals: the dates of stages, relations to earlier deals, receipts.

use super::super::View;
use super::super::engine::Cell;
use super::super::error::Result;
use super::deals::worth;
use super::{Flaws, Terms, Wrong};
use crate::domain::currency::Currency;
use crate::domain::date::PartialDate;
use crate::domain::deal::Field;
use crate::domain::money::Money;
use crate::domain::rate::Rate;
use crate::domain::relation::Relation;
use crate::domain::stage::{Lifecycle, Stage};

const NOW: &str = "SELECT id, NULL AS until_entry_id, signed, registered, started, producing, full_capacity, ended, start_due, \
                   production_due, reason FROM deal WHERE COALESCE(registered, started, producing, full_capacity, \
                   ended, start_due, production_due, reason) IS NOT NULL ORDER BY id";
const PAST: &str = "SELECT id, until_entry_id, signed, registered, started, producing, full_capacity, ended, start_due, \
                    production_due, reason FROM deal_past WHERE COALESCE(registered, started, producing, \
                    full_capacity, ended, start_due, production_due, reason) IS NOT NULL \
                    ORDER BY id, until_entry_id";
const RELATED: &str = "SELECT id, relation, follows_id FROM deal WHERE relation IS NOT NULL OR follows_id IS NOT NULL \
                       ORDER BY id";
const RECEIPTS: &str = "SELECT deal_id, NULL AS until_entry_id, currency_id, amount, base_amount, received, rate FROM \
                        receipt UNION ALL SELECT deal_id, until_entry_id, currency_id, amount, base_amount, received, \
                        rate FROM receipt_past ORDER BY deal_id, until_entry_id, received";

/// Stages are dates that go forward from the signing, and only what has ended has a reason for it.
pub(super) fn stages(view: View<'_>, terms: &Terms, flaws: &mut Flaws) -> Result<()> {
    let columns = [
        "id",
        "until_entry_id",
        "signed",
        "registered",
        "started",
        "producing",
        "full_capacity",
        "ended",
        "start_due",
        "production_due",
        "reason",
    ];
    for sql in [NOW, PAST] {
        view.engine.each(sql, &[], columns, |[id, until, signed, dates @ .., reason]| {
            let version = (Some(id.int()?), until.opt_int()?);
            let mut lifecycle = Lifecycle::default();
            for (field, cell) in Field::DATES.into_iter().zip::<[Cell<'_>; 7]>(dates) {
                let Some(text) = cell.opt_text()? else { continue };
                // Dates are selected as text, so that another way of writing one will not do.
                match PartialDate::parse(text).ok().filter(|date| date.to_string() == text) {
                    None => flaws.add_of(version, Wrong::Field { field, value: text.to_owned() }),
                    Some(date) => {
                        if let Some(stage) = Stage::DATED.into_iter().find(|stage| stage.field() == field) {
                            lifecycle.set(stage, Some(date));
                            if version.1.is_none() && date.first_day() > terms.today {
                                flaws.add_of(version, Wrong::Future { field, date });
                            }
                        }
                    }
                }
            }
            // Where the signing date cannot be read that is found elsewhere.
            let wrong = PartialDate::parse(signed.text()?).map(|signed| lifecycle.out_of_order(signed));
            for wrong in wrong.unwrap_or_default() {
                let (field, earlier) = (wrong.stage.field(), wrong.earlier.field());
                flaws.add_of(version, Wrong::OutOfOrder { field, date: wrong.date, earlier, after: wrong.after });
            }
            if reason.opt_text()?.is_some() && lifecycle.date(Stage::Ended).is_none() {
                flaws.add_of(version, Wrong::NotEnded);
            }
            Ok(true)
        })?;
    }
    Ok(())
}

/// A relation is to a deal, and does not lead back to where it began.
pub(super) fn relations(view: View<'_>, flaws: &mut Flaws) -> Result<()> {
    let related = view.engine.all(RELATED, &[], ["id", "relation", "follows_id"], |[id, relation, first]| {
        Ok((id.int()?, relation.opt_int()?, first.opt_int()?))
    })?;
    for (id, relation, first) in related {
        match (relation, first) {
            (Some(relation), _) if Relation::from_number(relation).is_none_or(|relation| relation == Relation::New) => {
                flaws.add(id, Wrong::Field { field: Field::Relation, value: relation.to_string() });
            }
            (Some(_), Some(first)) if view.would_loop(id, first)? => flaws.add(id, Wrong::Circle { first }),
            (Some(_), Some(_)) | (None, None) => {}
            (Some(_), None) | (None, Some(_)) => flaws.add(id, Wrong::HalfRelated),
        }
    }
    Ok(())
}

/// What receipts are worth in the base currency follows from amount and rate.
pub(super) fn receipts(view: View<'_>, terms: &Terms, flaws: &mut Flaws) -> Result<()> {
    let columns = ["deal_id", "until_entry_id", "currency_id", "amount", "base_amount", "received", "rate"];
    view.engine.each(RECEIPTS, &[], columns, |[deal, until, currency, minor, base_amount, received, rate]| {
        let version = (Some(deal.int()?), until.opt_int()?);
        let received = received.text()?.to_owned();
        match PartialDate::parse(&received).ok().filter(|date| date.to_string() == received) {
            None => flaws.add_of(version, Wrong::Field { field: Field::Received, value: received.clone() }),
            Some(date) if version.1.is_none() && date.first_day() > terms.today => {
                flaws.add_of(version, Wrong::Future { field: Field::Received, date });
            }
            Some(_) => {}
        }
        let rate = match rate.opt_text()?.map(|text| Rate::parse(text).map_err(|_| text.to_owned())).transpose() {
            Ok(rate) => rate,
            Err(value) => {
                flaws.add_of(version, Wrong::Field { field: Field::Rate, value });
                return Ok(true);
            }
        };
        let number = currency.int()?;
        let Some(currency) = Currency::from_number(number) else {
            flaws.add_of(version, Wrong::Field { field: Field::Currency, value: number.to_string() });
            return Ok(true);
        };
        let money = Money { minor: minor.int()?, currency };
        if let Some(wrong) = worth((currency, Some(money)), rate, base_amount.opt_int()?, terms.base) {
            flaws.add_of(version, Wrong::Receipt { received, wrong: Box::new(wrong) });
        }
        Ok(true)
    })
}
