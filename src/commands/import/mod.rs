//! `deals import`: many deals from files.

mod dry_run;
mod links;
mod load;
mod matching;
mod outcome;
mod receipts;
mod rejects;
mod returned;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueEnum};

use super::context::{self, Context};
use super::failure::Failure;
use super::mapping::MappingArgs;
use super::names;
use super::{output, rows, telling};
use crate::domain::date::PartialDate;
use crate::domain::deal::Field;
use crate::domain::draft::Terms;
use crate::domain::rate::Rates;
use crate::intake::input::Input;
use crate::intake::mapping::Mapping;
use crate::intake::source::Source;
use crate::lang::said;
use crate::store::{self, Written};
use dry_run::Plan;
use rejects::Rejects;
use returned::Side;

/// Record many deals from files, all or none: CSV, Excel and OpenDocument workbooks, JSON lines
///
/// Encoding, delimiter, sheet and header are found out, and told where they are not the usual. Columns may have the names of the
/// fields, as `deals export` writes them, or everyday English and Chinese ones; those that fit nothing are kept with the deals. Title,
/// signed and sector must be there, or be set. Every row is checked; if any is refused, each is told with file, line, field and
/// reason, and nothing is written. --dry-run shows the whole plan first.
#[derive(Args, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option")]
pub(crate) struct ImportArgs {
    /// The files; `-` for stdin
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Show what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
    /// Make the events or sectors that the ledger lacks
    #[arg(long, value_name = "WHAT,…", value_delimiter = ',')]
    create: Vec<Makeable>,
    /// Import the good rows and leave out the bad ones (exit code 1)
    #[arg(long)]
    skip_bad: bool,
    /// Write the rows that are left out to a CSV file, with line and reason, to be corrected and imported
    #[arg(long, value_name = "FILE", requires = "skip_bad")]
    rejects: Option<PathBuf>,
    /// Find deals that are there already by these fields: `id`, `ref`, or several such as `title,partner,signed`
    #[arg(
        long,
        value_name = "FIELD,…",
        value_delimiter = ',',
        value_parser = names::field,
        conflicts_with = "as_new",
        help_heading = "Deals that are there already"
    )]
    r#match: Vec<Field>,
    /// What to do with a row whose deal is found: update, skip or refuse [default: update]
    #[arg(long, value_name = "WHAT", requires = "match", help_heading = "Deals that are there already")]
    on_match: Option<OnMatch>,
    /// Whether a blank cell leaves the field of the deal as it is or clears it: keep, clear [default: keep]
    #[arg(long, value_name = "WHAT", requires = "match", help_heading = "Deals that are there already")]
    blank: Option<Blank>,
    /// Where a row of `export --for-update` and the ledger have both changed a cell, take what the file says
    #[arg(long, requires = "match", conflicts_with = "ours", help_heading = "Deals that are there already")]
    theirs: bool,
    /// The same, but keep what the ledger says
    #[arg(long, requires = "match", help_heading = "Deals that are there already")]
    ours: bool,
    /// Give new numbers, whatever the file says
    #[arg(long, help_heading = "Deals that are there already")]
    as_new: bool,
    /// Take rows that say the same as a deal of the ledger, or as each other
    #[arg(long, help_heading = "Deals that are there already")]
    allow_duplicates: bool,
    /// When the stages were reached that rows name without their dates
    #[arg(long, value_name = "DATE", value_parser = names::date, help_heading = "Files")]
    stage_date: Option<PartialDate>,
    /// Take partners that differ in punctuation and legal form alone for one
    #[arg(long, help_heading = "Deals that are there already")]
    same_partners: bool,
    #[command(flatten)]
    mapping: MappingArgs,
    /// What one of the amount column is: 元, 万元, 亿元, million, "USD m", …
    #[arg(long, value_name = "UNIT", help_heading = "Files")]
    unit: Option<String>,
    /// The files say what was received for deals that are there: number or ref, date, amount
    #[arg(long, conflicts_with_all = ["match", "as_new", "create", "same_partners", "stage_date", "save_mapping"], help_heading = "Receipts")]
    receipts: bool,
    /// What the amounts of receipts are, where the head of the column does not say it: what came in all, or since the last time
    #[arg(long, value_name = "total|new", requires = "receipts", help_heading = "Receipts")]
    amounts: Option<receipts::Amounts>,
    /// When the money came, of rows without a date
    #[arg(long, value_name = "DATE", value_parser = names::date, requires = "receipts", help_heading = "Receipts")]
    on: Option<PartialDate>,
    /// Take totals that are less than what is there, so that the receipt is below zero, or that are of days before other receipts
    #[arg(long, requires = "receipts", help_heading = "Receipts")]
    correct: bool,
    /// Keep what was found out about the columns, and all these options, in a mapping file
    #[arg(long, value_name = "FILE.toml", help_heading = "Files")]
    save_mapping: Option<PathBuf>,
    /// Kept with the entry in the log
    #[arg(short, long, value_name = "TEXT")]
    message: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Makeable {
    Events,
    Sectors,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum OnMatch {
    #[default]
    Update,
    Skip,
    Refuse,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Blank {
    #[default]
    Keep,
    Clear,
}

impl ImportArgs {
    /// What rows are settled by. Their dates are never guessed, and their events only where a file has no column for them.
    fn terms<'a>(&self, rates: &'a Rates, context: &Context) -> Terms<'a> {
        Terms {
            rates,
            today: context.today,
            day_from_event: false,
            use_default_event: false,
            make_events: self.create.contains(&Makeable::Events),
            make_sectors: self.create.contains(&Makeable::Sectors),
            same_partners: self.same_partners,
            stage_date: self.stage_date,
        }
    }

    /// Whose cells count where both sides have changed them.
    fn side(&self) -> Option<Side> {
        match (self.theirs, self.ours) {
            (true, _) => Some(Side::Theirs),
            (_, true) => Some(Side::Ours),
            _ => None,
        }
    }

    /// The fields that a file must have.
    fn required(&self) -> &[Field] {
        if self.receipts {
            return &[Field::Amount];
        }
        if self.r#match.is_empty() { &[Field::Title, Field::Signed, Field::Sector] } else { &self.r#match }
    }
}

/// Why a write ends without its rows.
enum Stop {
    /// Only the plan was wanted.
    DryRun,
    /// It could not be done.
    Failure(Failure),
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

impl From<store::Error> for Stop {
    fn from(error: store::Error) -> Self {
        Self::Failure(error.into())
    }
}

/// Runs it.
pub(crate) fn run(args: &ImportArgs, context: &Context) -> Result<(), Failure> {
    if args.r#match.iter().any(|field| field.is_derived() || *field == Field::Extra) {
        return Err(Failure::usage(said!(
            "--match: base_amount, received and extra tell no deals apart",
            "--match：base_amount、received和extra不能用来区分项目"
        )));
    }
    for (option, path) in [("--rejects", &args.rejects), ("--save-mapping", &args.save_mapping)] {
        let read = args.files.iter().find(|file| path.as_ref().is_some_and(|path| output::same_file(file, path)));
        if let Some(file) = read {
            return Err(output::is_read(option, file));
        }
    }
    let mapping = Mapping { of_receipts: args.receipts, ..args.mapping.mapping(args.unit.as_ref())? };
    let inputs = rows::open_inputs(&args.files)?;
    let sources = rows::open_all(&inputs, &mapping, args.required())?;
    for source in &sources {
        telling::found(source, context);
    }
    warn_of_currency(&sources, &mapping, context);
    if let Some(path) = &args.save_mapping {
        save_mapping(path, &mapping, &sources)?;
    }
    let rejects = args.rejects.as_deref().filter(|_| !args.dry_run);
    let job = Job { args, context, mapping: &mapping, inputs: &inputs, keeps_cells: rejects.is_some() };
    if args.receipts { job.run_receipts(sources, rejects) } else { job.run(sources, rejects) }
}

/// What an import is done with.
#[derive(Clone, Copy)]
struct Job<'a> {
    args: &'a ImportArgs,
    context: &'a Context,
    mapping: &'a Mapping,
    /// The files, to be read once more should another program make the ledger at the same moment.
    inputs: &'a [Arc<Input>],
    /// Whether the cells of refused rows are wanted.
    keeps_cells: bool,
}

impl Job<'_> {
    fn run(&self, sources: Vec<Source>, rejects_to: Option<&Path>) -> Result<(), Failure> {
        let Self { args, context, .. } = *self;
        let store = context.open_to_write()?;
        let path = store.path().to_owned();
        let mut opened = Some(sources);
        let (mut plan, mut rejects) = (None, None);
        let author = context.author(args.message.as_deref());
        let written = store.write_bulk("import", &author, |write| {
            // Not before: who waits for a busy ledger can be ended at once.
            context::watch_interrupts();
            let sources = match opened.take() {
                Some(sources) => sources,
                None => rows::open_all(self.inputs, self.mapping, args.required())?,
            };
            rejects = rejects_to.map(|path| Rejects::begin(path, &sources, context.lang)).transpose()?;
            let mut outcome = if args.r#match.is_empty() {
                load::run(self, write, sources, rejects.as_mut())?
            } else {
                matching::run(self, write, sources, rejects.as_mut())?
            };
            if args.dry_run {
                plan = Some(Plan::of(write.view(), outcome)?);
                return Err(Stop::DryRun);
            }
            outcome.verdict(args.skip_bad)?;
            // What follows are indexes and the commit, which are not broken off.
            context::check_interrupt()?;
            outcome.sources.clear();
            Ok(outcome)
        });
        match (written, plan) {
            (Err(Stop::DryRun), Some(plan)) => plan.show(self),
            (Err(Stop::Failure(failure)), _) => Err(failure),
            (Err(Stop::DryRun), None) => Ok(()),
            (Ok(written), _) => {
                let Written { value: outcome, entry, created, lifted } = written;
                context.announce(&path, &Written { value: (), entry, created, lifted });
                // The deals are in the ledger whether or not the file of refused rows can be written.
                match rejects.map(Rejects::finish).transpose() {
                    Ok(rejected) => outcome.tell(self, rejected.flatten().as_deref()),
                    Err(failure) => Err(match outcome.tell(self, None) {
                        Err(told) => failure.and(told),
                        Ok(()) => failure,
                    }),
                }
            }
        }
    }
}

impl Job<'_> {
    /// The same for what was received.
    fn run_receipts(&self, sources: Vec<Source>, rejects_to: Option<&Path>) -> Result<(), Failure> {
        let Self { args, context, .. } = *self;
        // Without a ledger there are no deals, and none is made.
        drop(context.open()?);
        let mut store = context.open_to_write()?;
        let mut opened = Some(sources);
        let (mut plan, mut rejects) = (None, None);
        let written = store.write("import", &context.author(args.message.as_deref()), |write| {
            context::watch_interrupts();
            let sources = match opened.take() {
                Some(sources) => sources,
                None => rows::open_all(self.inputs, self.mapping, args.required())?,
            };
            rejects = rejects_to.map(|path| Rejects::begin(path, &sources, context.lang)).transpose()?;
            let (taken, outcome) = receipts::run(self, write, sources, rejects.as_mut())?;
            if args.dry_run {
                plan = Some(taken);
                return Err(Stop::DryRun);
            }
            outcome.verdict(args.skip_bad)?;
            context::check_interrupt()?;
            Ok(taken)
        });
        match (written, plan) {
            (Err(Stop::Failure(failure)), _) => Err(failure),
            (Err(Stop::DryRun), Some(plan)) => plan.tell(self, None),
            (Err(Stop::DryRun), None) => Ok(()),
            (Ok(written), _) => {
                context.announce(store.path(), &written);
                let rejected = rejects.map(Rejects::finish).transpose()?.flatten();
                written.value.tell(self, rejected.as_deref())
            }
        }
    }
}

/// Amounts of somebody else's column without a currency are taken in the base currency, which is said.
fn warn_of_currency(sources: &[Source], mapping: &Mapping, context: &Context) {
    for Source { name, columns, .. } in sources {
        let is_foreign = columns.of_field(Field::Amount).is_some_and(|amount| !amount.is_ours);
        let is_stated = columns.has(Field::Currency)
            || mapping.value_of(Field::Currency).is_some()
            || columns.unit.as_ref().is_some_and(|(unit, _)| unit.currency.is_some());
        if is_foreign && !is_stated {
            context.console.warn(said!(
                "{name}: no column says the currency, so amounts that name none are in the base currency \
                 (--set currency=USD says otherwise)",
                "{name}：没有币种列，未注明币种的金额按本位币计（可用`--set currency=USD`另行指定）"
            ));
        }
    }
}

fn save_mapping(path: &Path, mapping: &Mapping, sources: &[Source]) -> Result<(), Failure> {
    let mut saved = mapping.clone();
    for Source { columns, .. } in sources.iter().take(1) {
        for found in columns.fields.iter().filter(|found| !mapping.maps(found.field)) {
            saved.map.push((found.field, found.columns.iter().map(|at| columns.header[*at].clone()).collect()));
        }
        saved.map.sort_by_key(|(field, _)| *field);
    }
    std::fs::write(path, saved.to_toml()).map_err(|error| output::cannot_write(path, &error))
}
