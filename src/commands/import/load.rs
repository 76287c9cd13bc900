//! Adding deals: files are read and checked on one thread, deals written on another, in batches over a short queue.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use super::{ImportArgs, Made, Outcome};
use crate::commands::context::Context;
use crate::commands::failure::Failure;
use crate::commands::rows::{RefusedRow, Source};
use crate::domain::catalogue::{Catalogue, Family};
use crate::domain::deal::{Deal, Field};
use crate::domain::draft::{Fault, Problem};
use crate::intake::plan::{Plan, Spot};
use crate::store::{Store, Write, Written};

/// How many rows go over the queue at a time, and how many batches may wait in it.
const BATCH: usize = 2048;
const QUEUE: usize = 4;

/// A row, checked.
enum Checked {
    Deal(Spot, Box<Deal>),
    Refused(RefusedRow),
}

pub(super) fn run(
    args: &ImportArgs,
    context: &Context,
    store: Store,
    mut sources: impl FnMut() -> Result<Vec<Source>, Failure>,
) -> Result<Written<Outcome>, Failure> {
    let author = context.author(args.message.as_deref());
    store.write_bulk("import", &author, |write| {
        let sources = sources()?;
        let view = write.view();
        let keeps_numbers = numbers(args, &sources, view.never_had_deals()?)?;
        let mut catalogue = view.catalogue()?;
        view.load_all(&mut catalogue)?;
        say_default_event(&sources, &catalogue, context);
        let rates = view.rates(None)?;
        let terms = args.terms(&rates, context);
        let names: Vec<String> = sources.iter().map(|source| source.name.clone()).collect();
        let plan = Plan::new(catalogue, terms);
        let (sender, receiver) = sync_channel(QUEUE);
        let mut outcome = Outcome::default();
        let plan = std::thread::scope(|scope| {
            let reader = scope.spawn(move || check(plan, sources, keeps_numbers, &sender));
            let written = take(write, &receiver, &mut outcome, &names, context);
            // The reader stops when nobody listens any more.
            drop(receiver);
            let (plan, blank) = reader.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
            outcome.blank = blank;
            written.map(|()| plan)
        })?;
        outcome.verdict(args.skip_bad)?;
        outcome.made = Made::all(&plan.catalogue);
        if outcome.taken > 0 {
            // Rows that were refused only now have left names behind that no deal may use.
            write.add_made_in_use(&plan.catalogue)?;
        } else {
            write.add_made(&plan.catalogue)?;
        }
        Ok::<_, Failure>(outcome)
    })
}

/// Whether the numbers of the files are kept: in a ledger that never had a deal they are, into another the file must say how.
fn numbers(args: &ImportArgs, sources: &[Source], never_had_deals: bool) -> Result<bool, Failure> {
    let with_numbers = sources.iter().find(|source| source.columns.has(Field::Id));
    match with_numbers {
        Some(_) if args.as_new => Ok(false),
        Some(source) if !never_had_deals => {
            let message = format!("{}: has a column `id`, and the ledger has given numbers already", source.name);
            Err(Failure::refused(message)
                .hint("--as-new gives the deals new numbers")
                .hint("--match id changes the deals that have these numbers"))
        }
        Some(source) if sources.iter().any(|source| !source.columns.has(Field::Id)) => {
            let message = format!("{}: has a column `id`, another file has none", source.name);
            Err(Failure::refused(message).hint("--as-new gives all of them new numbers"))
        }
        found => Ok(found.is_some()),
    }
}

/// The default event is for files that have no column for events.
fn say_default_event(sources: &[Source], catalogue: &Catalogue, context: &Context) {
    let event = catalogue.default_event.and_then(|event| catalogue.item(Family::Event, event));
    for source in sources.iter().filter(|source| !source.columns.has(Field::Event)) {
        if let Some(event) = event {
            let (name, code) = (&source.name, event.code());
            context
                .console
                .talk(&format!("{name}: deals without an event are of {code} (`deals event use none` ends that)"));
        }
    }
}

/// Reads every row of the files; gives back the plan with what the rows have added to it, and the number of blank rows.
fn check<'a>(
    mut plan: Plan<'a>,
    sources: Vec<Source>,
    keeps_numbers: bool,
    sender: &SyncSender<Vec<Checked>>,
) -> Result<(Plan<'a>, u64), Failure> {
    let mut blank = 0;
    for mut source in sources {
        // The default event is for files that have no events, not for deals that have none.
        plan.use_default_event(!source.columns.has(Field::Event));
        let must_have_number = keeps_numbers && source.columns.has(Field::Id);
        let mut batch = Vec::with_capacity(BATCH);
        source.each(|row| {
            let checked = match &row.draft {
                Err(fault) => Checked::Refused(RefusedRow::broken(row.spot, fault)),
                Ok(draft) => match plan.settle(row.spot, draft) {
                    Ok(deal) if must_have_number && deal.id == 0 => {
                        let missing = Fault { field: Field::Id, problem: Problem::Missing };
                        Checked::Refused(RefusedRow::faulty(row.spot, &[missing]))
                    }
                    Ok(deal) => {
                        let id = if keeps_numbers { deal.id } else { 0 };
                        Checked::Deal(row.spot, Box::new(Deal { id, ..deal }))
                    }
                    Err(faults) => Checked::Refused(RefusedRow::faulty(row.spot, &faults)),
                },
            };
            batch.push(checked);
            // If nobody listens any more, the writer has failed and says so itself.
            batch.len() < BATCH || sender.send(std::mem::replace(&mut batch, Vec::with_capacity(BATCH))).is_ok()
        })?;
        if sender.send(batch).is_err() {
            break;
        }
        blank += source.blank_rows();
    }
    Ok((plan, blank))
}

/// Writes the deals as they come. Even where a row is refused and all will be rolled back the rest is written, since only that
/// tells which numbers and refs are taken.
fn take(
    write: &mut Write<'_>,
    receiver: &Receiver<Vec<Checked>>,
    outcome: &mut Outcome,
    names: &[String],
    context: &Context,
) -> Result<(), Failure> {
    for batch in receiver {
        let mut deals = Vec::with_capacity(batch.len());
        for checked in &batch {
            match checked {
                Checked::Deal(spot, deal) => deals.push((*spot, &**deal)),
                Checked::Refused(row) => outcome.refuse(row, names, context),
            }
        }
        let in_future = |deal: &Deal| deal.signed.first_day() > context.today;
        let unrated = |deal: &Deal| deal.amount.is_some() && deal.base_amount.is_none();
        outcome.unrated += deals.iter().filter(|(_, deal)| unrated(deal)).count() as u64;
        outcome.in_future += deals.iter().filter(|(_, deal)| in_future(deal)).count() as u64;
        outcome.written += deals.len() as u64;
        let mut taken = Vec::new();
        outcome.last = write.insert_deals(deals, |spot, deal| taken.push((spot, deal)))?;
        for (spot, deal) in taken {
            outcome.written -= 1;
            outcome.unrated -= u64::from(unrated(deal));
            outcome.in_future -= u64::from(in_future(deal));
            outcome.taken += 1;
            outcome.refuse(&taken_by(write, spot, deal)?, names, context);
        }
    }
    Ok(())
}

/// Who has the number or ref of a deal.
fn taken_by(write: &Write<'_>, spot: Spot, deal: &Deal) -> Result<RefusedRow, Failure> {
    let by_ref = match &deal.reference {
        Some(reference) => write.view().deal_with_ref(reference)?.map(|id| (reference.clone(), id)),
        None => None,
    };
    let (field, text, by) = by_ref.map_or_else(
        || (Field::Id, deal.id.to_string(), "a line above".to_owned()),
        |(text, id)| (Field::Ref, text, format!("deal {id}")),
    );
    let fault = Fault { field, problem: Problem::Taken { text, by } };
    Ok(RefusedRow::faulty(spot, &[fault]))
}
