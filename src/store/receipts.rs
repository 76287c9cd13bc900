//! Receipts: money received for deals, each as it came.

use std::collections::BTreeSet;

use super::engine::{Cell, Param};
use super::error::{Error, Result, Unsound};
use super::facts::{RECEIPTS, receipt_columns};
use super::versions::{Pairing, RowChange, Span};
use super::{View, Write};
use crate::domain::currency::Currency;
use crate::domain::date::PartialDate;
use crate::domain::label::label;
use crate::domain::money::Money;
use crate::domain::rate::Rate;
use crate::domain::receipt::Receipt;

const INSERT: &str =
    concat!("INSERT INTO receipt (id, entry_id, ", receipt_columns!(), ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
/// The last number given, be the receipt taken out since.
const LAST_GIVEN: &str = "SELECT MAX(id) AS id FROM (SELECT MAX(id) AS id FROM receipt UNION ALL \
                          SELECT MAX(id) AS id FROM receipt_past) AS given";
const NOW: &str = concat!("SELECT id, entry_id, ", receipt_columns!(), " FROM receipt");
const OF_DEAL: &str = " WHERE deal_id = $1 ORDER BY received, id";
const EVERY: &str = " ORDER BY deal_id, received, id";
const AS_OF: &str = concat!(
    "SELECT id, entry_id, ",
    receipt_columns!(),
    " FROM receipt WHERE entry_id <= $1 UNION ALL SELECT id, entry_id, ",
    receipt_columns!(),
    " FROM receipt_past WHERE until_entry_id > $1 AND entry_id <= $1 ORDER BY deal_id, received, id"
);
/// The versions that began or ended within a span of entries.
const OF_SPAN: &str = concat!(
    "SELECT id, entry_id, ",
    receipt_columns!(),
    ", NULL AS until_entry_id FROM receipt WHERE entry_id > $1 AND entry_id <= $2 UNION ALL SELECT id, entry_id, ",
    receipt_columns!(),
    ", until_entry_id FROM receipt_past WHERE until_entry_id > $1 AND (until_entry_id <= $2 OR (entry_id > $1 \
     AND entry_id <= $2)) ORDER BY id, entry_id"
);
/// The same of one deal.
const OF_SPAN_AND_DEAL: &str = concat!(
    "SELECT id, entry_id, ",
    receipt_columns!(),
    ", NULL AS until_entry_id FROM receipt WHERE entry_id > $1 AND entry_id <= $2 AND deal_id = $3 UNION ALL \
     SELECT id, entry_id, ",
    receipt_columns!(),
    ", until_entry_id FROM receipt_past WHERE until_entry_id > $1 AND (until_entry_id <= $2 OR (entry_id > $1 \
     AND entry_id <= $2)) AND deal_id = $3 ORDER BY id, entry_id"
);
const WAITING: &str = " WHERE currency_id = $1 AND base_amount IS NULL ORDER BY id";
const UNRATED: &str = "SELECT DISTINCT currency_id FROM receipt WHERE base_amount IS NULL";
const PRICE: &str = "UPDATE receipt SET entry_id = $1, rate = $2, base_amount = $3 WHERE id = $4";

impl View<'_> {
    /// The currencies of receipts that wait for a rate.
    pub fn currencies_of_unrated_receipts(&self) -> Result<BTreeSet<Currency>> {
        let found = self.engine.all(UNRATED, &[], ["currency_id"], |[currency]| currency.int())?;
        Ok(found.into_iter().filter_map(Currency::from_number).collect())
    }

    /// The receipts of a deal, or all: by deal, then in the order in which the money came.
    pub fn receipts(&self, deal: Option<i64>) -> Result<Vec<Receipt>> {
        match (self.as_of, deal) {
            (Some(entry), deal) => {
                let mut receipts = self.engine.all(AS_OF, &[entry.into()], COLUMNS, read_current)?;
                receipts.retain(|receipt| deal.is_none_or(|deal| receipt.deal == deal));
                Ok(receipts)
            }
            (None, Some(deal)) => self.engine.all(&format!("{NOW}{OF_DEAL}"), &[deal.into()], COLUMNS, read_current),
            (None, None) => self.engine.all(&format!("{NOW}{EVERY}"), &[], COLUMNS, read_current),
        }
    }

    /// What the entries of a span made of receipts, or of those of one deal, in the order of their numbers.
    pub fn receipt_changes(&self, span: Span, deal: Option<i64>) -> Result<Vec<RowChange<Receipt>>> {
        let mut columns = ["until_entry_id"; COLUMNS.len() + 1];
        columns[..COLUMNS.len()].copy_from_slice(&COLUMNS);
        let (mut pairing, mut changes) = (Pairing::new(span), Vec::new());
        let (sql, mut params) =
            (if deal.is_some() { OF_SPAN_AND_DEAL } else { OF_SPAN }, vec![span.after.into(), span.to.into()]);
        params.extend(deal.map(Param::from));
        self.engine.each(sql, &params, columns, |[cells @ .., until]| {
            let (receipt, entry) = read_receipt(cells)?;
            changes.extend(pairing.version((receipt.id, entry, until.opt_int()?), receipt));
            Ok(true)
        })?;
        changes.extend(pairing.end());
        Ok(changes)
    }
}

impl Write<'_> {
    /// Writes new receipts; their numbers are given here. `deals` is how many different deals they are for.
    pub fn insert_receipts(&mut self, receipts: &[Receipt], deals: i64) -> Result<()> {
        let last = self.engine.one(LAST_GIVEN, &[], ["id"], |[id]| id.opt_int())?.flatten().unwrap_or(0);
        for (id, receipt) in (last + 1..).zip(receipts) {
            let (received, rate) = (receipt.received.to_string(), receipt.rate.map(|rate| rate.to_string()));
            let params = [
                id.into(),
                self.entry.into(),
                receipt.deal.into(),
                receipt.money.currency.number().into(),
                receipt.money.minor.into(),
                receipt.base_amount.into(),
                Param::from(received.as_str()),
                rate.as_deref().into(),
                receipt.note.as_deref().into(),
            ];
            self.engine.execute(INSERT, &params)?;
        }
        self.deals += deals;
        self.changed |= !receipts.is_empty();
        Ok(())
    }

    /// Takes out the receipts of a deal; what they were is kept.
    pub(super) fn delete_receipts(&mut self, deal: i64) -> Result<()> {
        for receipt in self.view().receipts(Some(deal))? {
            self.keep_past(&RECEIPTS, receipt.id)?;
            self.engine.execute(RECEIPTS.delete, &[receipt.id.into()])?;
        }
        Ok(())
    }

    /// Gives the receipts of a currency that wait for a rate the one of the day on which the money came. Gives those that have it now.
    pub fn fill_in_receipts(&mut self, currency: Currency, base: Currency) -> Result<Vec<Receipt>> {
        let sql = format!("{NOW}{WAITING}");
        let waiting = self.engine.all(&sql, &[currency.number().into()], COLUMNS, read_current)?;
        let rates = self.view().rates(Some(currency))?;
        let mut filled = Vec::new();
        for receipt in waiting {
            let Some(rate) = rates.in_force(currency, receipt.received.first_day()) else { continue };
            filled.push(self.price_receipt(receipt, rate, base)?);
        }
        Ok(filled)
    }

    /// Converts a receipt at another rate; what it was is kept.
    pub(super) fn price_receipt(&mut self, receipt: Receipt, rate: Rate, base: Currency) -> Result<Receipt> {
        let base_amount =
            rate.convert(receipt.money, base).map_err(|fault| Error::Rate { deal: receipt.deal, fault })?;
        self.keep_past(&RECEIPTS, receipt.id)?;
        let text = rate.to_string();
        self.engine.execute(PRICE, &[self.entry.into(), Param::from(&*text), base_amount.into(), receipt.id.into()])?;
        self.changed = true;
        Ok(Receipt { rate: Some(rate), base_amount: Some(base_amount), ..receipt })
    }
}

const COLUMNS: [&str; 9] =
    ["id", "entry_id", "deal_id", "currency_id", "amount", "base_amount", "received", "rate", "note"];

fn read_current(cells: [Cell<'_>; 9]) -> Result<Receipt> {
    read_receipt(cells).map(|(receipt, _)| receipt)
}

/// A receipt, and the entry that wrote it as it stands.
fn read_receipt(cells: [Cell<'_>; 9]) -> Result<(Receipt, i64)> {
    let [id, entry, deal, currency, amount, base_amount, received, rate, note] = cells;
    let (id, deal) = (id.int()?, deal.int()?);
    let unreadable = |en, zh| Unsound::Field { field: label(en, zh), deal };
    let currency =
        Currency::from_number(currency.int()?).ok_or_else(|| unreadable("currency of a receipt", "到位资金币种"))?;
    let receipt = Receipt {
        id,
        deal,
        money: Money { minor: amount.int()?, currency },
        base_amount: base_amount.opt_int()?,
        received: PartialDate::parse(received.text()?).map_err(|_| unreadable("date of a receipt", "到位资金日期"))?,
        rate: rate
            .opt_text()?
            .map(|rate| Rate::parse(rate).map_err(|_| unreadable("rate of a receipt", "到位资金汇率")))
            .transpose()?,
        note: note.owned()?,
    };
    Ok((receipt, entry.int()?))
}
