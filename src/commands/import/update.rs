//! `--match id`: changing the deals that have the numbers of the file.
//!
//! Only what the file has columns for is changed. Each deal is written out as `export` would, the cells of the file are laid over
//! it, and the result goes the way of every draft, so that what is refused there is refused here.

use std::collections::HashMap;

use super::{ImportArgs, Made, Outcome};
use crate::commands::context::Context;
use crate::commands::deal_sheet;
use crate::commands::failure::Failure;
use crate::commands::rows::{FileRow, RefusedRow, Source};
use crate::domain::catalogue::{Catalogue, Family, Id};
use crate::domain::deal::{Deal, Field};
use crate::domain::draft::{Draft, Fault, Problem, Terms};
use crate::domain::label::Lang;
use crate::intake::header::Columns;
use crate::intake::plan::Spot;
use crate::render::plain_text;
use crate::store::{DealKey, Error, Listed, Store, Write, Written};

pub(super) fn run(
    args: &ImportArgs,
    context: &Context,
    store: Store,
    mut sources: impl FnMut() -> Result<Vec<Source>, Failure>,
) -> Result<Written<Outcome>, Failure> {
    store.write_bulk("import", &context.author(args.message.as_deref()), |write| {
        let sources = sources()?;
        let mut catalogue = write.view().catalogue()?;
        write.view().load_all(&mut catalogue)?;
        let rates = write.view().rates(None)?;
        let terms = args.terms(&rates, context);
        let names: Vec<String> = sources.iter().map(|source| source.name.clone()).collect();
        let (mut outcome, mut seen) = (Outcome::default(), HashMap::new());
        for mut source in sources {
            let columns = source.columns.clone();
            let mut failed = None;
            source.each(|row| {
                let changed = change(write, &mut catalogue, &terms, &columns, &mut seen, &row);
                match changed {
                    Ok(Ok(change)) => outcome.count(&change, context),
                    Ok(Err(refused)) => outcome.refuse(&refused, &names, context),
                    Err(failure) => failed = Some(failure),
                }
                failed.is_none()
            })?;
            failed.map_or(Ok(()), Err)?;
            outcome.blank += source.blank_rows();
        }
        outcome.made = Made::all(&catalogue);
        outcome.verdict(args.skip_bad)?;
        write.add_made(&catalogue)?;
        Ok::<_, Failure>(outcome)
    })
}

/// What became of a deal.
enum Change {
    /// It was as in the file.
    None,
    /// It was changed to this.
    To { deal: Box<Deal>, rated_anew: bool },
}

impl Outcome {
    fn count(&mut self, change: &Change, context: &Context) {
        match change {
            Change::None => self.unchanged += 1,
            Change::To { deal, rated_anew } => {
                self.written += 1;
                self.rated_anew += u64::from(*rated_anew);
                self.in_future += u64::from(deal.signed.first_day() > context.today);
                self.unrated += u64::from(deal.amount.is_some() && deal.base_amount.is_none());
            }
        }
    }
}

/// Changes the deal of one row, or says why the row is refused.
fn change(
    write: &mut Write<'_>,
    catalogue: &mut Catalogue,
    terms: &Terms<'_>,
    columns: &Columns,
    seen: &mut HashMap<i64, Spot>,
    row: &FileRow<'_>,
) -> Result<Result<Change, RefusedRow>, Failure> {
    let refused = |field: Field, problem: Problem| Ok(Err(RefusedRow::faulty(row.spot, &[Fault { field, problem }])));
    let draft = match &row.draft {
        Ok(draft) => draft,
        Err(fault) => return Ok(Err(RefusedRow::broken(row.spot, fault))),
    };
    let Some(text) = draft.get(Field::Id) else { return refused(Field::Id, Problem::Missing) };
    let Ok(number) = text.parse() else { return refused(Field::Id, Problem::NoNumber(text.to_owned())) };
    if let Some(first) = seen.insert(number, row.spot) {
        let by = format!("line {}", first.line);
        return refused(Field::Id, Problem::Taken { text: text.to_owned(), by });
    }
    let listed = match write.view().deal(&DealKey::Number(number)) {
        Ok(listed) => listed,
        Err(Error::NoDeal(_)) => return refused(Field::Id, Problem::NoDeal(number)),
        Err(error) => return Err(error.into()),
    };
    if let Some(text) = draft.get(Field::Ref)
        && let Some(by) = write.view().deal_with_ref(text)?.filter(|by| *by != number)
    {
        return refused(Field::Ref, Problem::Taken { text: text.to_owned(), by: format!("deal {by}") });
    }
    let cells = cells(&listed, catalogue);
    let laid_over = lay_over(&cells, columns, draft, catalogue, &listed.deal);
    let deal = match laid_over.settle(catalogue, terms) {
        Ok(deal) => deal,
        Err(faults) => return Ok(Err(RefusedRow::faulty(row.spot, &faults))),
    };
    let before = as_today(listed.deal, catalogue);
    let keeps_rate = !columns.has(Field::Rate) && same_value(&deal, &before);
    let deal = if keeps_rate { Deal { rate: before.rate, base_amount: before.base_amount, ..deal } } else { deal };
    if deal == before {
        return Ok(Ok(Change::None));
    }
    let rated_anew = !columns.has(Field::Rate) && !keeps_rate && deal.rate.is_some();
    write.update_deal(&deal)?;
    Ok(Ok(Change::To { deal: Box::new(deal), rated_anew }))
}

/// The deal with what was merged under the names of today.
fn as_today(deal: Deal, catalogue: &Catalogue) -> Deal {
    let today = |family, id: Option<Id>| id.map(|id| catalogue.current(family, id).map_or(id, |item| item.id));
    let (partner, district) = (today(Family::Partner, deal.partner), today(Family::District, deal.district));
    Deal { partner, district, ..deal }
}

/// The cells of a deal, by field, as `export` writes them.
fn cells(listed: &Listed, catalogue: &Catalogue) -> Vec<(Field, String)> {
    let text = |field| plain_text(&deal_sheet::cell(field, listed, catalogue, Lang::En)).into_owned();
    Field::all().filter(|field| *field != Field::BaseAmount).map(|field| (field, text(field))).collect()
}

/// The cells of the file over those of the deal.
///
/// The rate follows from amount, currency and day unless the file has it. A region belongs to its country: with a column for the
/// country alone it stays only where the country does.
fn lay_over<'a>(
    cells: &'a [(Field, String)],
    columns: &Columns,
    file: &Draft<'a>,
    catalogue: &Catalogue,
    deal: &Deal,
) -> Draft<'a> {
    let stays = || file.get(Field::Country).and_then(|text| catalogue.get(Family::Country, text)) == deal.country;
    let loses_region = columns.has(Field::Country) && !columns.has(Field::Region) && !stays();
    let mut draft = Draft::default();
    for (field, cell) in cells {
        match field {
            field if columns.has(*field) => draft.set(*field, file.get(*field).unwrap_or_default()),
            Field::Rate => {}
            Field::Region if loses_region => {}
            _ => draft.set(*field, cell),
        }
    }
    draft
}

/// Whether amount, currency and day, from which the rate follows, are the same.
fn same_value(a: &Deal, b: &Deal) -> bool {
    (a.amount, a.currency, a.signed) == (b.amount, b.currency, b.signed)
}
