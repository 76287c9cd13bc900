//! `--match id`: changing the deals that have the numbers of the file.
//!
//! Only what the file has columns for is changed. Each deal is written out as `export` would, the cells of the file are laid over
//! it, and the result goes the way of every draft, so that what is refused there is refused here.

use super::{ImportArgs, Makeable, Outcome};
use crate::commands::context::Context;
use crate::commands::deal_sheet;
use crate::commands::failure::Failure;
use crate::commands::rows::{FileRow, RefusedRow, Source};
use crate::domain::catalogue::Catalogue;
use crate::domain::deal::{Deal, Field};
use crate::domain::draft::{Draft, Fault, Problem, Terms};
use crate::domain::label::Lang;
use crate::intake::header::Columns;
use crate::render::plain_text;
use crate::store::{DealKey, Error, Listed, Store, Write, Written};

pub(super) fn run(
    args: &ImportArgs,
    context: &Context,
    store: &mut Store,
    mut sources: impl FnMut() -> Result<Vec<Source>, Failure>,
) -> Result<Written<Outcome>, Failure> {
    store.write_bulk("import", &context.author(args.message.as_deref()), |write| {
        let sources = sources()?;
        let mut catalogue = write.view().catalogue()?;
        write.view().load_all(&mut catalogue)?;
        let rates = write.view().rates(None)?;
        let terms = Terms {
            rates: &rates,
            today: context.today,
            day_from_event: false,
            use_default_event: false,
            make_events: args.makes(Makeable::Events),
            make_sectors: args.makes(Makeable::Sectors),
        };
        let names: Vec<String> = sources.iter().map(|source| source.name.clone()).collect();
        let mut outcome = Outcome::default();
        for mut source in sources {
            let columns = source.columns.clone();
            let mut failed = None;
            source.each(|row| {
                if failed.is_none() {
                    failed = change(write, &mut catalogue, &terms, &columns, &row)
                        .map(|changed| match changed {
                            Ok(true) => outcome.written += 1,
                            Ok(false) => outcome.unchanged += 1,
                            Err(refused) => outcome.refuse(&refused, &names, context),
                        })
                        .err();
                }
            })?;
            failed.map_or(Ok(()), Err)?;
            outcome.blank += source.blank_rows();
        }
        outcome.verdict(args.skip_bad)?;
        write.add_made(&catalogue)?;
        Ok::<_, Failure>(outcome)
    })
}

/// Changes the deal of one row. Says whether anything was different, or why the row is refused.
fn change(
    write: &mut Write<'_>,
    catalogue: &mut Catalogue,
    terms: &Terms<'_>,
    columns: &Columns,
    row: &FileRow<'_>,
) -> Result<Result<bool, RefusedRow>, Failure> {
    let refused = |fault: Fault| Ok(Err(RefusedRow::faulty(row.spot, &[fault])));
    let of_id = |problem: Problem| Fault { field: Field::Id, problem };
    let draft = match &row.draft {
        Ok(draft) => draft,
        Err(fault) => return Ok(Err(RefusedRow::broken(row.spot, fault))),
    };
    let Some(text) = draft.get(Field::Id) else { return refused(of_id(Problem::Missing)) };
    let Ok(number) = text.parse() else { return refused(of_id(Problem::NoNumber(text.to_owned()))) };
    let listed = match write.view().deal(&DealKey::Number(number)) {
        Ok(listed) => listed,
        Err(Error::NoDeal(_)) => return refused(of_id(Problem::NoDeal(number))),
        Err(error) => return Err(error.into()),
    };
    if let Some(text) = draft.get(Field::Ref) {
        let by = write.view().deal_with_ref(text)?.filter(|by| *by != number);
        if let Some(by) = by {
            let problem = Problem::Taken { text: text.to_owned(), by: format!("deal {by}") };
            return refused(Fault { field: Field::Ref, problem });
        }
    }
    let cells = cells(&listed, catalogue);
    let keeping_rate = lay_over(&cells, columns, draft, true);
    let settled = keeping_rate.settle(catalogue, terms).and_then(|deal| {
        if columns.has(Field::Rate) || same_value(&deal, &listed.deal) {
            Ok(deal)
        } else {
            // Another amount, currency or day takes the rate of that day.
            lay_over(&cells, columns, draft, false).settle(catalogue, terms)
        }
    });
    match settled {
        Err(faults) => Ok(Err(RefusedRow::faulty(row.spot, &faults))),
        Ok(deal) if deal == listed.deal => Ok(Ok(false)),
        Ok(deal) => {
            write.update_deal(&deal)?;
            Ok(Ok(true))
        }
    }
}

/// The cells of a deal, by field, as `export` writes them.
fn cells(listed: &Listed, catalogue: &Catalogue) -> Vec<(Field, String)> {
    let text = |field| plain_text(&deal_sheet::cell(field, listed, catalogue, Lang::En)).into_owned();
    Field::all().filter(|field| *field != Field::BaseAmount).map(|field| (field, text(field))).collect()
}

/// The cells of the file over those of the deal. Country and region are one thing: where the file has either, both are its own.
fn lay_over<'a>(cells: &'a [(Field, String)], columns: &Columns, file: &Draft<'a>, keep_rate: bool) -> Draft<'a> {
    let has_place = columns.has(Field::Country) || columns.has(Field::Region);
    let mut draft = Draft::default();
    for (field, cell) in cells {
        let of_file = match field {
            Field::Country | Field::Region => has_place,
            field => columns.has(*field),
        };
        match field {
            _ if of_file => draft.set(*field, file.get(*field).unwrap_or_default()),
            Field::Rate if !keep_rate => {}
            _ => draft.set(*field, cell),
        }
    }
    draft
}

/// Whether amount, currency and day, from which the rate follows, are the same.
fn same_value(a: &Deal, b: &Deal) -> bool {
    (a.amount, a.currency, a.signed) == (b.amount, b.currency, b.signed)
}
