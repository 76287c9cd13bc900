//! `deals report`: counts and sums by one dimension or more.

mod files;

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::context::Context;
use super::failure::Failure;
use super::filters::FilterArgs;
use super::mapping::MappingArgs;
use super::output::OutputArgs;
use crate::domain::catalogue::{Catalogue, Family};
use crate::domain::dimension::Dimension;
use crate::lang::said;
use crate::report::{self, Report, ReportError, SortBy};

/// Count deals and add up their base amounts, by sector unless said otherwise
///
/// With FILEs the report is of them and touches no ledger: events and sectors are taken as they come, the base currency is CNY,
/// home is China. Every omission is told in a note.
#[derive(Args, Debug)]
pub(crate) struct ReportArgs {
    /// Files to report on instead of the ledger: CSV, workbooks, JSON lines; `-` for stdin
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Group by one or more of: sector country region place origin event partner district kind venue tag currency year quarter month
    #[arg(
        long,
        value_name = "DIM,…",
        value_delimiter = ',',
        value_parser = parse_dimension,
        default_value = "sector",
        hide_default_value = true
    )]
    by: Vec<Dimension>,
    /// Sort by deals or amount, the greatest first, or by name [default: periods in their order, the rest by amount]
    #[arg(long, value_name = "WHAT")]
    sort: Option<SortArg>,
    /// Rates for the FILEs: currency,effective,rate,source
    #[arg(long, value_name = "FILE", requires = "files")]
    rates: Option<PathBuf>,
    /// Leave out rows of FILEs that cannot be read, and say how many (exit code 1)
    #[arg(long, requires = "files")]
    skip_bad: bool,
    #[command(flatten)]
    mapping: MappingArgs,
    #[command(flatten)]
    filters: FilterArgs,
    #[command(flatten)]
    output: OutputArgs,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum SortArg {
    Deals,
    Amount,
    Name,
}

impl ReportArgs {
    fn sort(&self) -> SortBy {
        match self.sort {
            None => SortBy::Usual,
            Some(SortArg::Deals) => SortBy::Deals,
            Some(SortArg::Amount) => SortBy::Amount,
            Some(SortArg::Name) => SortBy::Name,
        }
    }
}

fn parse_dimension(text: &str) -> Result<Dimension, String> {
    let names: Vec<&str> = Dimension::all().map(Dimension::name).collect();
    Dimension::named(text.trim()).ok_or_else(|| format!("no such dimension (one of {})", names.join(", ")))
}

/// Runs it.
pub(crate) fn run(args: &ReportArgs, context: &Context) -> Result<(), Failure> {
    for (at, dimension) in args.by.iter().enumerate() {
        if args.by[..at].contains(dimension) {
            return Err(Failure::usage(said!("--by: `{}` is named twice", "--by：`{}`重复", dimension.name())));
        }
    }
    args.output.check_inputs(&args.files)?;
    args.output.check_inputs(args.rates.as_slice())?;
    let (report, catalogue) =
        if args.files.is_empty() { of_ledger(args, context)? } else { files::report(args, context)? };
    args.output.write(context, &report::sheet(&report, &catalogue, context.lang))?;
    match report.refused {
        0 => Ok(()),
        refused => Err(Failure::refused(said!(
            "rows that could not be read and were left out: {refused}",
            "无法读取而未计入的行：{refused}行"
        ))),
    }
}

fn of_ledger(args: &ReportArgs, context: &Context) -> Result<(Report, Catalogue), Failure> {
    let store = context.open()?;
    let view = store.view();
    let mut catalogue = view.catalogue()?;
    let filter = args.filters.resolve(view, &mut catalogue, context.today)?;
    for family in named_by(&args.by) {
        view.load_items(&mut catalogue, family)?;
    }
    let report = report::of_ledger(view, &catalogue, &filter, &args.by, args.sort())?;
    Ok((report, catalogue))
}

/// The families whose names stand in the report. A region abroad is shown with its country.
fn named_by(by: &[Dimension]) -> Vec<Family> {
    let mut families: Vec<Family> = by.iter().filter_map(|dimension| dimension.family()).collect();
    if by.contains(&Dimension::Region) || by.contains(&Dimension::Place) {
        families.extend([Family::Country, Family::Region]);
    }
    families.sort_unstable();
    families.dedup();
    families
}

impl From<ReportError> for Failure {
    fn from(error: ReportError) -> Self {
        match error {
            ReportError::Store(error) => error.into(),
            ReportError::Overflow(_) => crate::store::Error::Overflow.into(),
        }
    }
}
