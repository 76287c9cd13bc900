//! What a deal was and what it became, field by field.

use super::deal_sheet;
use crate::domain::catalogue::{Catalogue, Family, Item};
use crate::domain::deal::Field;
use crate::domain::label::{Lang, label};
use crate::domain::money::Money;
use crate::lang::{Said, said, words};
use crate::render::plain_text;
use crate::sheet::Cell;
use crate::store::Listed;

/// A field that is not what it was.
#[derive(Clone, Debug)]
pub(crate) struct Difference {
    /// The field.
    pub field: Field,
    /// What it was.
    pub before: Cell<'static>,
    /// What it became.
    pub after: Cell<'static>,
}

/// The fields in which two versions of a deal differ; of one that was made or taken out, all that it has.
pub(crate) fn differences(
    (before, after): (Option<&Listed>, Option<&Listed>),
    catalogue: &Catalogue,
    lang: Lang,
) -> Vec<Difference> {
    let cell = |field: Field, version: Option<&Listed>| {
        version.map_or(Cell::Empty, |version| told(deal_sheet::cell(field, version, catalogue, lang)))
    };
    // Of one deal alone what most are goes without saying.
    let alone = if before.is_some() && after.is_some() { None } else { before.or(after) };
    let is_usual = |field: &Field| alone.is_some_and(|listed| listed.deal.is_usual(*field));
    let fields = Field::all().filter(|field| *field != Field::Id && !is_usual(field));
    let compared = fields.map(|field| {
        let (was, is) = (cell(field, before), cell(field, after));
        match (was == is, before.zip(after)) {
            (true, Some((before, after))) => before_merging(field, (before, after), catalogue),
            _ => Some(Difference { field, before: was, after: is }),
        }
    });
    compared.flatten().filter(|difference| difference.before != difference.after).collect()
}

/// What one was called before it was merged into the other, so that a change from one to the other is still told.
fn before_merging(field: Field, (before, after): (&Listed, &Listed), catalogue: &Catalogue) -> Option<Difference> {
    let (family, ids) = match field {
        Field::Partner => (Family::Partner, [before.deal.partner, after.deal.partner]),
        Field::District => (Family::District, [before.deal.district, after.deal.district]),
        _ => return None,
    };
    let [was, is] = ids.map(|id| catalogue.item(family, id?));
    let name = |item: &Item| told(Cell::text(Some(item.name.as_str())));
    Some(Difference { field, before: name(was?), after: name(is?) })
}

/// A cell that stands among those of other fields: what programs and what people read of it.
pub(crate) fn told(cell: Cell<'_>) -> Cell<'static> {
    let plain = plain_text(&cell).into_owned();
    let name = match cell {
        Cell::Empty => return Cell::Empty,
        Cell::Named { name, .. } => name.into_owned(),
        Cell::Money { minor, currency } => format!("{currency} {}", Money { minor, currency }.grouped()),
        _ => plain.clone(),
    };
    Cell::Named { code: plain.into(), name: name.into() }
}

/// What people read of such a cell.
fn shown(cell: &Cell<'_>, lang: Lang) -> String {
    match cell {
        Cell::Named { name, .. } => name.clone().into_owned(),
        _ => words(lang).none.to_owned(),
    }
}

/// `amount CNY 5.00 → CNY 7.00, note (none) → late`, in the language that the cells are in.
pub(crate) fn in_words(differences: &[Difference], lang: Lang) -> Said {
    let one = |difference: &Difference| {
        let Difference { field, before, after } = difference;
        let (name, before, after) = (field.label().in_lang(lang), shown(before, lang), shown(after, lang));
        said!("{name} {before} → {after}", "{name}：{before} → {after}")
    };
    Said::joined(&differences.iter().map(one).collect::<Vec<_>>(), label("; ", "；"))
}
