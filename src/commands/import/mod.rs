//! `deals import`: many deals from files.

mod load;
mod update;

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::context::Context;
use super::failure::Failure;
use super::rows::{self, RefusedRow, Source};
use crate::domain::catalogue::{Catalogue, Family};
use crate::domain::deal::Field;
use crate::domain::draft::Terms;
use crate::domain::rate::Rates;

/// Record many deals from CSV files, all or none
///
/// The headers are the names of the fields, as `deals export` writes them: title, signed and sector must be there, others may.
/// Every row is checked; if any is refused, each is told with file, line, field and reason, and nothing is written.
#[derive(Args, Debug)]
pub(crate) struct ImportArgs {
    /// The files; `-` for stdin
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Make the events or sectors that the ledger lacks
    #[arg(long, value_name = "WHAT,…", value_delimiter = ',')]
    create: Vec<Makeable>,
    /// Import the good rows and leave out the bad ones (exit code 1)
    #[arg(long)]
    skip_bad: bool,
    /// Change the deals that have these numbers instead of adding new ones
    #[arg(long, value_name = "FIELD", conflicts_with = "as_new")]
    r#match: Option<MatchBy>,
    /// Give new numbers, whatever the file says
    #[arg(long)]
    as_new: bool,
    /// Kept with the entry in the log
    #[arg(short, long, value_name = "TEXT")]
    message: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Makeable {
    Events,
    Sectors,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum MatchBy {
    Id,
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
        }
    }
}

/// What came of the rows.
#[derive(Debug, Default)]
struct Outcome {
    /// How many were written.
    written: u64,
    /// How many were refused.
    refused: u64,
    /// How many were there already as they are in the file.
    unchanged: u64,
    /// How many were passed over because they are blank.
    blank: u64,
    /// How many are signed after today.
    in_future: u64,
    /// How many have an amount and no rate.
    unrated: u64,
    /// The last number given.
    last: i64,
    /// The line of the first refused row, for the hint.
    first_refused: Option<u32>,
    /// What `--create` made.
    made: Vec<Made>,
    /// How many of the refused ones were refused by the ledger, for a number or ref that another deal has.
    taken: u64,
    /// How many took the rate of their day anew.
    rated_anew: u64,
    /// What `--create` would have made.
    lacking: Vec<&'static str>,
}

/// An event or sector that was made.
#[derive(Debug)]
struct Made {
    what: String,
    /// What it may have been meant to be.
    near: Option<String>,
}

impl Made {
    /// The events and sectors that the rows have added.
    fn all(catalogue: &Catalogue) -> Vec<Self> {
        let of = |family: Family| {
            catalogue.made(family).map(move |item| {
                let near = catalogue.near(family, item).map(|near| format!("`{}` ({})", near.code(), near.name));
                Self { what: format!("{} `{}`", family.word(), item.code()), near }
            })
        };
        of(Family::Event).chain(of(Family::Sector)).collect()
    }
}

impl Outcome {
    /// Tells a refused row, and counts it.
    fn refuse(&mut self, row: &RefusedRow, names: &[String], context: &Context) {
        row.lines(names).for_each(|line| context.console.fault(&line));
        self.refused += 1;
        self.first_refused.get_or_insert(row.spot.line);
        for what in &row.lacking {
            if !self.lacking.contains(what) {
                self.lacking.push(what);
            }
        }
    }

    fn rows(&self) -> u64 {
        self.written + self.unchanged + self.refused
    }

    /// The failure, if rows were refused and may not be.
    fn verdict(&self, skip_bad: bool) -> Result<(), Failure> {
        let (refused, all) = (self.refused, self.rows());
        if refused == 0 || skip_bad {
            return Ok(());
        }
        let failure = Failure::refused(format!("{refused} of {all} rows cannot be imported, so nothing was written"));
        let correct = match self.first_refused.filter(|_| refused == 1) {
            Some(line) => format!("correct line {line}"),
            None => "correct the lines above".to_owned(),
        };
        let good = all - refused;
        let hint =
            if good == 0 { correct } else { format!("{correct}, or pass --skip-bad to import the other {good}") };
        let create = format!("--create {} makes those that the ledger lacks", self.lacking.join(","));
        let hints = (!self.lacking.is_empty()).then_some(create).into_iter().chain([hint]);
        Err(hints.fold(failure, Failure::hint))
    }
}

/// Runs it.
pub(crate) fn run(args: &ImportArgs, context: &Context) -> Result<(), Failure> {
    let updates = args.r#match.is_some();
    let required: &[Field] = if updates { &[Field::Id] } else { &[Field::Title, Field::Signed, Field::Sector] };
    let sources = rows::open_all(&args.files, required)?;
    say_ignored(&sources, context);
    let store = context.open_to_write()?;
    let path = store.path().to_owned();
    let mut opened = Some(sources);
    let sources = || match opened.take() {
        Some(sources) => Ok(sources),
        // Another program made the ledger at the same moment, and the files are read again into that one.
        None => rows::open_again(&args.files, required),
    };
    let written =
        if updates { update::run(args, context, store, sources)? } else { load::run(args, context, store, sources)? };
    context.announce(&path, &written);
    sum_up(args, context, &written.value)
}

fn say_ignored(sources: &[Source], context: &Context) {
    for source in sources {
        for column in source.columns.ignored() {
            let name = &source.name;
            context.console.talk(&format!("{name}: `{column}` follows from other fields and is ignored"));
        }
    }
}

fn sum_up(args: &ImportArgs, context: &Context, outcome: &Outcome) -> Result<(), Failure> {
    let console = &context.console;
    for Made { what, near } in &outcome.made {
        match near {
            Some(near) => console.warn(&format!("made {what}, which is near {near}")),
            None => console.talk(&format!("made {what}")),
        }
    }
    let files: Vec<String> = args.files.iter().map(|file| file.display().to_string()).collect();
    let files = files.join(", ");
    let count = outcome.written;
    let deals = if count == 1 { "deal" } else { "deals" };
    if args.r#match.is_some() {
        console.talk(&format!("changed {count} {deals} from {files}; as in the file already: {}", outcome.unchanged));
    } else if count == 0 {
        console.talk(&format!("imported 0 deals from {files}"));
    } else {
        console.talk(&format!("imported {count} {deals} from {files}; the last number is {}", outcome.last));
    }
    if outcome.rated_anew > 0 {
        console
            .talk(&format!("took the rate of their day, for a new amount, currency or date: {}", outcome.rated_anew));
    }
    if outcome.blank > 0 {
        console.talk(&format!("blank rows passed over: {}", outcome.blank));
    }
    if outcome.in_future > 0 {
        console.warn(&format!("signing dates in the future: {}", outcome.in_future));
    }
    if outcome.unrated > 0 {
        let count = outcome.unrated;
        console
            .warn(&format!("deals without a rate, left out of sums until one is added: {count} (see `deals status`)"));
    }
    match outcome.refused {
        0 => Ok(()),
        refused => Err(Failure::refused(format!("{refused} of {} rows were refused and left out", outcome.rows()))),
    }
}
