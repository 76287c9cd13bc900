//! Adding deals: files are read and checked on one thread, deals written on another, in batches over a short queue.

use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread::Builder;

use csv::StringRecord;

use super::links::{Link, Links};
use super::outcome::Outcome;
use super::rejects::Rejects;
use super::{Job, Stop};
use crate::commands::context::{Context, check_interrupt};
use crate::commands::failure::Failure;
use crate::commands::rows::{self, FileRow, RefusedRow};
use crate::domain::catalogue::{Catalogue, Family};
use crate::domain::deal::{Deal, Field};
use crate::domain::fault::{Fault, Other, Problem};
use crate::intake::cells::{CellReader, Told};
use crate::intake::plan::{Plan, Spot};
use crate::intake::source::Source;
use crate::lang::{Say as _, said};
use crate::store::Write;

/// How many rows go over the queue at a time, and how many batches may wait in it.
const BATCH: usize = 256;
const QUEUE: usize = 16;

/// A row, checked.
#[expect(clippy::large_enum_variant, reason = "nearly every row is a deal, which would be put on the heap for nothing")]
enum Checked {
    /// With the number that it has in its file, and its cells where they are wanted.
    Deal {
        spot: Spot,
        deal: Deal,
        own_number: i64,
        cells: Option<StringRecord>,
    },
    Refused {
        row: RefusedRow,
        is_double: bool,
    },
}

pub(super) fn run(
    job: &Job<'_>,
    write: &mut Write<'_>,
    sources: Vec<Source>,
    mut rejects: Option<&mut Rejects>,
) -> Result<Outcome, Stop> {
    let (args, context) = (job.args, job.context);
    let view = write.view();
    let keeps_numbers = numbers(job, &sources, view.never_had_deals()?)?;
    let mut catalogue = view.catalogue()?;
    view.load_all(&mut catalogue)?;
    say_default_event(job, &sources, &catalogue);
    let rates = view.rates(None)?;
    let names: Vec<String> = sources.iter().map(|source| source.name.clone()).collect();
    let mut plan = Plan::new(catalogue, args.terms(&rates, context));
    if !args.allow_duplicates {
        plan.refuse_doubles();
        view.each_deal_without_ref(|deal| plan.know(&deal))?;
    }
    let has = |field: Field| sources.iter().any(|source| source.columns.has(field));
    let links = Links::new(args.as_new && has(Field::Id) && has(Field::Follows));
    let (sender, receiver) = sync_channel(QUEUE);
    let mut outcome = Outcome::nothing();
    let reader = Reader { plan, cells: CellReader::new(job.mapping), keeps_numbers, keeps_cells: job.keeps_cells };
    let reader = std::thread::scope(|scope| {
        let names = &names;
        let thread = Builder::new().spawn_scoped(scope, move || reader.check(sources, names, &sender));
        let thread = thread.map_err(|error| {
            let failure = said!("no second thread can be made: {}", "无法创建第二个线程：{:#}", error.said());
            Failure::refused(failure)
                .hint(said!("end other programs, or raise `ulimit -u`", "请结束其他程序，或提高`ulimit -u`"))
        })?;
        let written = take(write, &receiver, (&mut outcome, links), (names, context), &mut rejects);
        // The reader stops when nobody listens any more.
        drop(receiver);
        let reader = thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        written.map(|()| reader)
    })?;
    let (mut plan, told, sources) = reader;
    outcome.left_out = sources.iter().map(|source| (source.name.clone(), source.left_out.clone())).collect();
    outcome.sources = sources;
    outcome.told = told;
    if outcome.refused_late > 0 {
        write.add_made_in_use(&mut plan.catalogue)?;
    } else {
        write.add_made(&plan.catalogue)?;
    }
    outcome.take_names(&plan.catalogue);
    Ok(outcome)
}

/// Whether the numbers of the files are kept: in a ledger that never had a deal they are, into another the file must say how.
fn numbers(job: &Job<'_>, sources: &[Source], never_had_deals: bool) -> Result<bool, Failure> {
    let with_numbers = sources.iter().find(|source| source.columns.has(Field::Id));
    match with_numbers {
        Some(_) if job.args.as_new => Ok(false),
        Some(source) if !never_had_deals => {
            let name = &source.name;
            Err(Failure::refused(said!(
                "{name}: has a column `id`, and the ledger has given numbers already",
                "{name}：含有`id`列，而台账已编过号"
            ))
            .hint(said!("--as-new gives the deals new numbers", "可用`--as-new`重新编号"))
            .hint(said!("--match id changes the deals that have these numbers", "可用`--match id`更新相同编号的项目")))
        }
        Some(source) if sources.iter().any(|source| !source.columns.has(Field::Id)) => {
            let name = &source.name;
            Err(Failure::refused(said!(
                "{name}: has a column `id`, another file has none",
                "{name}：含有`id`列，而另一文件没有"
            ))
            .hint(said!("--as-new gives all of them new numbers", "可用`--as-new`全部重新编号")))
        }
        found => Ok(found.is_some()),
    }
}

/// Whether a file says nothing of events, so that its deals are of the default one.
pub(super) fn names_no_events(job: &Job<'_>, source: &Source) -> bool {
    !source.columns.has(Field::Event) && job.mapping.value_of(Field::Event).is_none()
}

/// The default event is for files that have no column for events.
pub(super) fn say_default_event(job: &Job<'_>, sources: &[Source], catalogue: &Catalogue) {
    let event = catalogue.default_event.and_then(|event| catalogue.item(Family::Event, event));
    for source in sources.iter().filter(|source| names_no_events(job, source)) {
        if let Some(event) = event {
            let (name, code) = (&source.name, event.code());
            job.context.console.talk(said!(
                "{name} names no events: new deals are of {code} (`deals event use none` ends that)",
                "{name}：文件未注明签约活动，新项目归入{code}（可用`deals event use none`取消默认）"
            ));
        }
    }
}

/// Reads the files on a thread of its own.
struct Reader<'a> {
    plan: Plan<'a>,
    cells: CellReader,
    keeps_numbers: bool,
    keeps_cells: bool,
}

/// What is known when every file was read.
type ReadOut<'a> = (Plan<'a>, Told, Vec<Source>);

impl<'a> Reader<'a> {
    /// Reads every row of the files; gives back the plan with what the rows have added to it.
    fn check(
        mut self,
        mut sources: Vec<Source>,
        names: &[String],
        sender: &SyncSender<Vec<Checked>>,
    ) -> Result<ReadOut<'a>, Failure> {
        for (source, name) in sources.iter_mut().zip(names) {
            // The default event is for files that have no events, not for deals that have none.
            self.plan.use_default_event(!source.columns.has(Field::Event));
            let must_have_number = self.keeps_numbers && source.columns.has(Field::Id);
            let mut batch = Vec::with_capacity(BATCH);
            while let Some(row) = rows::next_row(name, source, &mut self.cells, &self.plan.catalogue)? {
                batch.push(self.settle(name, row, must_have_number)?);
                // If nobody listens any more, the writer has failed and says so itself.
                if batch.len() == BATCH
                    && sender.send(std::mem::replace(&mut batch, Vec::with_capacity(BATCH))).is_err()
                {
                    break;
                }
            }
            if sender.send(batch).is_err() {
                break;
            }
        }
        Ok((self.plan, self.cells.told, sources))
    }

    fn settle(&mut self, name: &str, row: FileRow<'_>, must_have_number: bool) -> Result<Checked, Failure> {
        let FileRow { source, read } = row;
        let (spot, cells) = (source.spot, self.keeps_cells.then(|| rows::cells_to_correct(&source)));
        let read = match read {
            Ok(read) => read,
            Err(row) => return Ok(Checked::Refused { row: RefusedRow { cells, ..row }, is_double: false }),
        };
        if let Some(failure) = rows::without_unit(name, spot, &read.faults) {
            return Err(failure);
        }
        let mut read = read;
        if must_have_number && read.draft().get(Field::Id).is_none() {
            read.faults.push(Fault { field: Field::Id, problem: Problem::Missing });
        }
        let faults = match self.plan.settle(spot, &read) {
            Ok(deal) => {
                let (id, own_number) = (if self.keeps_numbers { deal.id } else { 0 }, deal.id);
                return Ok(Checked::Deal { spot, deal: Deal { id, ..deal }, own_number, cells });
            }
            Err(faults) => faults,
        };
        let is_double = faults.iter().any(|fault| matches!(fault.problem, Problem::Double(Other::Deal(_))));
        Ok(Checked::Refused { row: RefusedRow { cells, ..RefusedRow::faulty(spot, &faults) }, is_double })
    }
}

/// Writes the deals as they come. Even where a row is refused and all will be rolled back the rest is written, since only that
/// tells which numbers and refs are taken.
fn take(
    write: &mut Write<'_>,
    receiver: &Receiver<Vec<Checked>>,
    (outcome, mut links): (&mut Outcome, Links),
    (names, context): (&[String], &Context),
    rejects: &mut Option<&mut Rejects>,
) -> Result<(), Failure> {
    let progress = context.console.progress();
    let mut refuse = |outcome: &mut Outcome, row: &RefusedRow| {
        outcome.refuse(row, names, context);
        rejects.as_mut().map_or(Ok(()), |rejects| rejects.add(row))
    };
    for batch in receiver {
        check_interrupt()?;
        progress.add(batch.len());
        let mut deals = Vec::with_capacity(batch.len());
        for checked in &batch {
            match checked {
                Checked::Deal { spot, deal, own_number, cells } => deals.push((*spot, deal, *own_number, cells)),
                Checked::Refused { row, is_double } => {
                    outcome.doubles += u64::from(*is_double);
                    refuse(outcome, row)?;
                }
            }
        }
        let mut numbers = Vec::with_capacity(deals.len());
        let tagged = deals.iter().map(|(_, deal, ..)| ((), *deal));
        outcome.last = write.insert_deals(tagged, |(), _, id| numbers.push(id))?;
        for ((spot, deal, own_number, cells), number) in deals.into_iter().zip(numbers) {
            let Some(id) = number else {
                outcome.refused_late += 1;
                let row = taken_by(write, spot, deal)?;
                refuse(outcome, &RefusedRow { cells: cells.clone(), ..row })?;
                continue;
            };
            outcome.added += 1;
            outcome.note(deal, context);
            links.renumber(own_number, id);
            if deal.follows.is_some() {
                links.add(Link { id, deal: deal.clone(), spot, cells: cells.clone() });
            }
        }
    }
    links.make(write, outcome, (names, context), |row| rejects.as_mut().map_or(Ok(()), |rejects| rejects.add(row)))
}

/// Who has the number or ref of a deal.
fn taken_by(write: &Write<'_>, spot: Spot, deal: &Deal) -> Result<RefusedRow, Failure> {
    let by_ref = match &deal.reference {
        Some(reference) => write.view().deal_with_ref(reference)?.map(|id| (reference.clone(), id)),
        None => None,
    };
    let (field, text, by) = by_ref.map_or_else(
        || (Field::Id, deal.id.to_string(), Other::LineAbove),
        |(text, id)| (Field::Ref, text, Other::Deal(id)),
    );
    let fault = Fault { field, problem: Problem::Taken { text, by } };
    Ok(RefusedRow::faulty(spot, &[fault]))
}
