//! `deals report`: counts and sums by one dimension or more.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::context::Context;
use super::failure::Failure;
use super::filters::FilterArgs;
use super::output::OutputArgs;
use super::rows::{self, RefusedRow};
use super::{faults, rate};
use crate::domain::catalogue::{Catalogue, Family};
use crate::domain::currency::Currency;
use crate::domain::deal::{Deal, Field};
use crate::domain::dimension::{Dimension, Facts};
use crate::domain::draft::Terms;
use crate::domain::filter::Filter;
use crate::domain::place::CHINA;
use crate::domain::rate::Rates;
use crate::domain::world;
use crate::intake::plan::Plan;
use crate::report::{self, Report, ReportError, SortBy, Tally, Waiting};
use crate::store::Group;

/// Count deals and add up their base amounts, by sector unless said otherwise
///
/// With FILEs the report is of them and touches no ledger: events and sectors are taken as they come, the base currency is CNY,
/// home is China. Every omission is told in a note.
#[derive(Args, Debug)]
pub(crate) struct ReportArgs {
    /// CSV files to report on instead of the ledger; `-` for stdin
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Group by one or more of: sector country region place origin event partner district kind currency year quarter month
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
            return Err(Failure::usage(format!("--by: `{}` is named twice", dimension.name())));
        }
    }
    let (report, catalogue) = if args.files.is_empty() { of_ledger(args, context)? } else { of_files(args, context)? };
    args.output.write(context, &report::sheet(&report, &catalogue, context.lang))?;
    match report.refused {
        0 => Ok(()),
        refused => Err(Failure::refused(format!("rows that could not be read and were left out: {refused}"))),
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

fn of_files(args: &ReportArgs, context: &Context) -> Result<(Report, Catalogue), Failure> {
    let mut catalogue = world::catalogue(Currency::CNY, CHINA);
    make_named(args, &mut catalogue);
    let filter = args.filters.build(&catalogue, context.today);
    let filter = filter.map_err(|(option, fault)| faults::of_filter(option, &fault))?;
    let rates = match &args.rates {
        Some(path) => rate::read_rates(path, catalogue.base, context)?,
        None => Rates::default(),
    };
    let terms = Terms {
        rates: &rates,
        today: context.today,
        day_from_event: false,
        use_default_event: false,
        make_events: true,
        make_sectors: true,
    };
    let sources = rows::open_all(&args.files, &[Field::Title, Field::Signed, Field::Sector])?;
    let names: Vec<String> = sources.iter().map(|source| source.name.clone()).collect();
    let mut plan = Plan::new(catalogue, terms);
    let mut sums = FileSums::new(args, filter);
    let (mut rows, mut refused) = (0_u64, 0);
    for mut source in sources {
        source.each(|row| {
            rows += 1;
            let checked = match &row.draft {
                Err(fault) => Err(RefusedRow::broken(row.spot, fault)),
                Ok(draft) => plan.settle(row.spot, draft).map_err(|faults| RefusedRow::faulty(row.spot, &faults)),
            };
            match checked {
                Ok(deal) => sums.add(&deal, &plan.catalogue),
                Err(row) => {
                    row.lines(&names).for_each(|line| context.console.fault(&line));
                    refused += 1;
                }
            }
        })?;
    }
    if refused > 0 && !args.skip_bad {
        let failure = Failure::refused(format!("{refused} of {rows} rows cannot be read, so there is no report"));
        let good = i64::try_from(rows).unwrap_or(i64::MAX) - refused;
        return Err(failure.hint(format!("correct the lines above, or pass --skip-bad to report on the other {good}")));
    }
    let FileSums { tally, waiting, overflow, .. } = sums;
    overflow.map_or(Ok(()), Err)?;
    let report = tally.finish(&plan.catalogue, args.sort(), waiting.finish(), refused);
    Ok((report, plan.catalogue))
}

/// Makes what the filters name: a file has events, sectors, partners and districts of its own.
fn make_named(args: &ReportArgs, catalogue: &mut Catalogue) {
    let own = [Family::Event, Family::Sector, Family::Partner, Family::District];
    for (family, text) in args.filters.named().into_iter().filter(|(family, _)| own.contains(family)) {
        let is_list = text.contains(',') && matches!(family, Family::Event | Family::Sector);
        if !is_list && !text.eq_ignore_ascii_case("none") && catalogue.get(family, text).is_none() {
            catalogue.make(family, text);
        }
    }
}

/// The deals of files added up as they come.
struct FileSums {
    filter: Filter,
    tally: Tally,
    waiting: Waiting,
    overflow: Option<ReportError>,
}

impl FileSums {
    fn new(args: &ReportArgs, filter: Filter) -> Self {
        Self { filter, tally: Tally::new(&args.by, CHINA), waiting: Waiting::default(), overflow: None }
    }

    fn add(&mut self, deal: &Deal, catalogue: &Catalogue) {
        let partner = deal.partner.and_then(|partner| catalogue.item(Family::Partner, partner));
        if !self.filter.matches(deal, partner.map(|partner| partner.name.as_str()), catalogue.home) {
            return;
        }
        if deal.amount.is_some() && deal.base_amount.is_none() {
            self.waiting.add(deal.currency);
        }
        let priced = i64::from(deal.base_amount.is_some());
        let group = Group { facts: Facts::from(deal), deals: 1, priced, base_amount: deal.base_amount };
        if let Err(overflow) = self.tally.add(&group, catalogue) {
            self.overflow.get_or_insert(overflow.into());
        }
    }
}

impl From<ReportError> for Failure {
    fn from(error: ReportError) -> Self {
        match error {
            ReportError::Store(error) => error.into(),
            ReportError::Overflow(_) => crate::store::Error::Overflow.into(),
        }
    }
}
