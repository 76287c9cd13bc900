//! Changing a deal: what is written anew over what it has, settled as every draft is.
//!
//! Only what is named is changed. The deal is written out as `export` would, the new cells are laid over it, and the result goes the way
//! of every draft, so that what `add` and `import` refuse is refused here.

use super::deal_sheet;
use crate::domain::catalogue::{Catalogue, Family};
use crate::domain::deal::{Deal, Field};
use crate::domain::draft::{Draft, Terms};
use crate::domain::extra::Extra;
use crate::domain::fault::Fault;
use crate::domain::label::Lang;
use crate::domain::money::{AmountFault, Money};
use crate::domain::place;
use crate::domain::relation::Relation;
use crate::render::plain_text;
use crate::store::Listed;

/// What a deal has in a field, as `export` writes it.
pub(crate) fn text_of(field: Field, listed: &Listed, catalogue: &Catalogue) -> String {
    plain_text(&deal_sheet::cell(field, listed, catalogue, Lang::En)).into_owned()
}

/// New cells for a deal.
pub(crate) struct Over<'a> {
    /// The cells.
    pub cells: &'a Draft<'a>,
    /// What is known to be wrong with them.
    pub faults: &'a [Fault],
    /// Whether a field is among those that may be changed.
    pub has: &'a dyn Fn(Field) -> bool,
    /// Whether a blank cell of these clears its field.
    pub clears: bool,
    /// Whether a region that lies in another country brings that along, rather than being refused.
    pub moves: bool,
}

/// A deal as it is to be.
pub(crate) struct Changed {
    /// The deal.
    pub deal: Deal,
    /// Whether it took the rate of its day, for a new amount, currency or date.
    pub rated_anew: bool,
    /// Whether it would have, and keeps the one it had since none is in force on that day.
    pub keeps_rate: bool,
}

impl Over<'_> {
    /// The deal with the new cells over its own; none if that is what it is already.
    pub(crate) fn deal(
        &self,
        listed: &Listed,
        catalogue: &mut Catalogue,
        terms: &Terms<'_>,
    ) -> Result<Option<Changed>, Vec<Fault>> {
        let cells = self.laid_over(listed, catalogue);
        let mut draft = Draft::default();
        for (field, text) in &cells {
            draft.set(*field, text);
        }
        let deal = draft.settle_beside(self.faults.to_vec(), catalogue, terms)?;
        let before = listed.deal.clone().under_todays_names(catalogue);
        let has_rate = self.cells.get(Field::Rate).is_some() || self.clears && (self.has)(Field::Rate);
        let keeps_rate = !has_rate && is_same_value(&deal, &before);
        // Where no rate is in force the deal keeps the one that it has.
        let own_rate = before.rate.filter(|_| !has_rate && deal.rate.is_none() && deal.currency == before.currency);
        let deal = match own_rate.map(|rate| rate.to_string()) {
            Some(rate) if deal.amount.is_some() => {
                draft.set(Field::Rate, &rate);
                draft.settle(catalogue, terms)?
            }
            _ => deal,
        };
        let deal = if keeps_rate { Deal { rate: before.rate, base_amount: before.base_amount, ..deal } } else { deal };
        if deal == before {
            return Ok(None);
        }
        let rated_anew = !has_rate && !keeps_rate && deal.rate.is_some() && deal.rate != before.rate;
        let keeps_rate = own_rate.is_some() && deal.amount.is_some() && !keeps_rate;
        Ok(Some(Changed { deal, rated_anew, keeps_rate }))
    }

    /// The rate follows from amount, currency and day unless it is given. A region belongs to its country: where the country alone is
    /// changed it goes. An amount that names another currency brings it along.
    fn laid_over(&self, listed: &Listed, catalogue: &Catalogue) -> Vec<(Field, String)> {
        let given = |field: Field| self.cells.get(field).filter(|text| !text.is_empty());
        let is_blank = |field: Field| given(field).is_none() && (self.has)(field) && self.clears;
        let country = given(Field::Country).map(|text| catalogue.get(Family::Country, text));
        let moves = country.is_some_and(|country| country != listed.deal.country) || is_blank(Field::Country);
        let own_money = |text| Money::parse(text, Some(listed.deal.currency), catalogue.base);
        let other_currency =
            given(Field::Amount).is_some_and(|text| matches!(own_money(text), Err(AmountFault::OtherCurrency { .. })));
        // A relation ends as a whole, and a reason goes with the end.
        let is_new = |text: &str| Relation::parse(text) == Some(Relation::New);
        let unrelated =
            given(Field::Relation).map_or_else(|| is_blank(Field::Relation) || is_blank(Field::Follows), is_new);
        let own_country = text_of(Field::Country, listed, catalogue);
        let leaves = self.moves
            && given(Field::Country).is_none()
            && given(Field::Region).is_some_and(|region| {
                let own_country = Some(own_country.as_str()).filter(|country| !country.is_empty());
                place::settle(catalogue, own_country, Some(region)).is_err()
            });
        let mut cells = Vec::new();
        for field in Field::all().filter(|field| !field.is_derived()) {
            let own = || text_of(field, listed, catalogue);
            let text = match (field, given(field)) {
                // The number is what the deal was found by, or none of the new cells' business.
                (Field::Id, _) => own(),
                // Sectors beyond the first come beside the tags that are there.
                (Field::Tags, Some(text)) if !(self.has)(Field::Tags) => format!("{};{text}", own()),
                (Field::Extra, Some(text)) => with_extra(listed.deal.extra.as_ref(), text),
                (_, Some(text)) => text.to_owned(),
                (Field::Relation | Field::Follows, None) if unrelated => continue,
                (Field::Reason, None) if is_blank(Field::Ended) => continue,
                // Every deal has a currency: one that is blank is the one it has.
                (field, None) if is_blank(field) && field != Field::Currency => String::new(),
                // Rate and stage follow from other fields.
                (Field::Rate | Field::Stage, None) => continue,
                (Field::Region, None) if moves => continue,
                (Field::Currency, None) if other_currency => continue,
                // The country follows from a region that lies elsewhere.
                (Field::Country, None) if leaves => continue,
                // Another currency may have fewer decimals.
                (Field::Amount, None) if given(Field::Currency).is_some() => without_zeros(&own()),
                (_, None) => own(),
            };
            cells.push((field, text));
        }
        cells
    }
}

/// `1000000.00` → `1000000`
fn without_zeros(amount: &str) -> String {
    if amount.contains('.') { amount.trim_end_matches('0').trim_end_matches('.').to_owned() } else { amount.to_owned() }
}

/// The other columns of a file over those that a deal has.
pub(crate) fn with_extra(own: Option<&Extra>, text: &str) -> String {
    let own = own.map(Extra::cells).unwrap_or_default();
    let Ok(Some(file)) = Extra::parse(text) else { return text.to_owned() };
    let file = file.cells();
    let both = own.iter().chain(&file).map(|(name, text)| (name.as_str(), text.as_str()));
    Extra::of(both).map_or_else(String::new, |extra| extra.as_json().to_owned())
}

/// Whether amount, currency and day, from which the rate follows, are the same.
pub(crate) fn is_same_value(a: &Deal, b: &Deal) -> bool {
    (a.amount, a.currency, a.signed) == (b.amount, b.currency, b.signed)
}
