//! `deals report FILE…`: straight from files, row by row, without a ledger.

use std::path::Path;

use super::{Made, ReportArgs, explain};
use crate::commands::context::Context;
use crate::commands::failure::Failure;
use crate::commands::filters::FilterArgs;
use crate::commands::rate;
use crate::commands::rows::{self, FileRow, RefusedRow};
use crate::commands::telling;
use crate::domain::catalogue::{Catalogue, Family};
use crate::domain::currency::Currency;
use crate::domain::deal::{Deal, Field};
use crate::domain::dimension::Dimension;
use crate::domain::draft::Terms;
use crate::domain::filter::{Filter, Names};
use crate::domain::place::CHINA;
use crate::domain::rate::Rates;
use crate::domain::relation::Counting;
use crate::domain::world;
use crate::intake::cells::CellReader;
use crate::intake::plan::Plan;
use crate::lang::said;
use crate::report::{
    self, Measure, Overflow, Provenance, Question, RatesUsed, ReportError, Side, Source, Tally, Waiting,
};
use crate::sheet::Cell;
use crate::store::{Group, Progress};

/// The fields without which a row is no deal.
const REQUIRED: [Field; 3] = [Field::Title, Field::Signed, Field::Sector];

/// Reads the files and adds up what passes the filters; `unit` is what one of the amount column is.
pub(super) fn report(
    args: &ReportArgs,
    question: &Question,
    unit: Option<&String>,
    context: &Context,
) -> Result<Made, Failure> {
    let catalogue = world::catalogue(Currency::CNY, CHINA);
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
        same_partners: false,
        stage_date: None,
    };
    let inputs = rows::open_inputs(&args.files)?;
    let mapping = args.mapping.mapping(unit)?;
    let mut sources = rows::open_all(&inputs, &mapping, &REQUIRED)?;
    let lack_unit = sources.iter().any(|source| source.columns.lacks_unit());
    let unit_of_files = args.ambiguous_unit().filter(|_| lack_unit && unit.is_none());
    if unit_of_files.is_some() {
        // A file that says what its amounts are in is believed, whatever stands beside it.
        let told = rows::open_all(&inputs, &args.mapping.mapping(unit_of_files)?, &REQUIRED)?;
        let both = sources.into_iter().zip(told);
        sources = both.map(|(stated, told)| if stated.columns.lacks_unit() { told } else { stated }).collect();
    }
    for source in &sources {
        telling::found(source, context);
    }
    let names: Vec<String> = sources.iter().map(|source| source.name.clone()).collect();
    let before = if question.compares { Some(args.versus().compared(&catalogue, context)?) } else { None };
    let sides = [(Side::Now, Some(&args.filters)), (Side::Before, before.as_ref())];
    let filters: Vec<(Side, FileFilter<'_>)> = sides
        .into_iter()
        .filter_map(|(side, filters)| Some((side, FileFilter::new(filters?, &catalogue, context))))
        .map(|(side, filter)| Ok((side, filter?)))
        .collect::<Result<_, Failure>>()?;
    let mut reader = CellReader::new(&mapping);
    let mut reading = Reading {
        unused: unused(args, question, before.as_ref()),
        plan: Plan::new(catalogue, terms),
        filters,
        tally: Tally::new(question, CHINA),
        counting: question.counting,
        waiting: Waiting::default(),
        rates: Vec::new(),
        deals: args.explains().map(|_| Vec::new()),
        overflow: None,
        overlap: 0,
        rows: 0,
        refused: 0,
    };
    if args.show_rates {
        reading.rates = reading.filters.iter().map(|(side, _)| (*side, RatesUsed::default())).collect();
    }
    for mut source in sources {
        let name = source.name.clone();
        while let Some(row) = rows::next_row(&name, &mut source, &mut reader, &reading.plan.catalogue)? {
            if let Err(refused) = reading.take(&name, row)? {
                refused.lines(&names).for_each(|line| context.console.fault(line));
                reading.refused += 1;
            }
        }
        telling::left_out(&name, &source.left_out, context);
    }
    telling::rows(&reader.told, context);
    let made = reading.finish(args, question, context)?;
    let names = names.into_iter().map(|name| if name == "-" { "stdin".to_owned() } else { name }).collect();
    Ok(Made { provenance: Provenance::Files(names), unit_is_of_files: unit_of_files.is_some(), ..made })
}

/// The fields whose names would be kept in memory for nothing.
fn unused(args: &ReportArgs, question: &Question, before: Option<&FilterArgs>) -> Vec<Field> {
    let dimensions = question.dimensions();
    let by = |dimension| dimensions.contains(&dimension);
    let filters = || std::iter::once(&args.filters).chain(before);
    let shown = question.show.contains(&Measure::Partners);
    let partners = by(Dimension::Partner) || shown || filters().any(FilterArgs::looks_at_partners);
    let districts = by(Dimension::District) || filters().any(FilterArgs::looks_at_districts);
    let fields = [(partners, Field::Partner), (districts, Field::District)];
    fields.into_iter().filter(|(used, _)| !used).map(|(_, field)| field).collect()
}

/// What is known after so many rows.
struct Reading<'a> {
    unused: Vec<Field>,
    plan: Plan<'a>,
    filters: Vec<(Side, FileFilter<'a>)>,
    tally: Tally,
    counting: Counting,
    waiting: Waiting,
    /// The rates of each side, where they are to be listed.
    rates: Vec<(Side, RatesUsed)>,
    /// The deals that passed and where each stands, to explain the figures by.
    deals: Option<Vec<(Cell<'static>, Deal)>>,
    overflow: Option<Overflow>,
    /// How many deals were on both sides.
    overlap: i64,
    rows: i64,
    refused: i64,
}

impl Reading<'_> {
    fn take(&mut self, name: &str, row: FileRow<'_>) -> Result<Result<(), RefusedRow>, Failure> {
        self.rows += 1;
        let spot = row.source.spot;
        let mut read = match row.read {
            Ok(read) => read,
            Err(refused) => return Ok(Err(refused)),
        };
        if let Some(failure) = rows::without_unit(name, spot, &read.faults) {
            return Err(failure);
        }
        self.unused.iter().for_each(|field| read.clear(*field));
        let settled = self.plan.settle(spot, &read);
        let deal = match &settled {
            Ok(deal) => deal,
            Err(faults) => return Ok(Err(RefusedRow::faulty(spot, faults))),
        };
        let mut passed = 0;
        for at in 0..self.filters.len() {
            let Some(side) = self.side(at, deal) else { continue };
            passed += 1;
            self.add(side, deal);
            if let (Side::Now, Some(deals)) = (side, &mut self.deals) {
                let file = Path::new(name).file_name().map_or(name.into(), |file| file.to_string_lossy());
                deals.push((Cell::Text(format!("{file}:{}", spot.line).into()), deal.clone()));
            }
        }
        // Each side has one filter at most.
        self.overlap += i64::from(passed > 1);
        Ok(Ok(()))
    }

    /// The side that the filter in this place lets a deal on.
    fn side(&mut self, at: usize, deal: &Deal) -> Option<Side> {
        let catalogue = &self.plan.catalogue;
        let partner = deal.partner.and_then(|partner| catalogue.item(Family::Partner, partner));
        let partner = partner.map(|partner| partner.name.as_str());
        let (side, filter) = &mut self.filters[at];
        filter.learn(catalogue);
        filter.filter.matches(deal, partner, (catalogue.home, catalogue.base)).then_some(*side)
    }

    fn add(&mut self, side: Side, deal: &Deal) {
        let is_added = self.counting.adds_amount(deal.relation);
        if side == Side::Now && is_added && deal.amount.is_some() && deal.base_amount.is_none() {
            self.waiting.add(deal.currency);
        }
        for (_, rates) in self.rates.iter_mut().filter(|(of, _)| is_added && *of == side) {
            rates.add(deal);
        }
        let group = Group::of(deal, self.plan.catalogue.base, Some(Progress::default()));
        if let Err(overflow) = self.tally.add(side, &group, &self.plan.catalogue) {
            self.overflow.get_or_insert(overflow);
        }
    }

    fn finish(mut self, args: &ReportArgs, question: &Question, context: &Context) -> Result<Made, Failure> {
        let (rows, refused, catalogue) = (self.rows, self.refused, self.plan.catalogue);
        if refused > 0 && !args.skip_bad {
            let failure = Failure::refused(said!(
                "{refused} of {rows} rows cannot be read, so there is no report",
                "{rows}行中有{refused}行无法读取，因此不出报表"
            ));
            let good = rows - refused;
            return Err(match good {
                0 => failure.hint(said!("correct the lines above", "请改正上述各行")),
                _ => failure.hint(said!(
                    "correct the lines above, or pass --skip-bad to report on the other {good}",
                    "请改正上述各行，或用`--skip-bad`只统计其余{good}行"
                )),
            });
        }
        if let Some(overflow) = self.overflow {
            return Err(ReportError::from(overflow).into());
        }
        // What no row has named is told, as a ledger would.
        let mut filters = Vec::new();
        for (_, filter) in self.filters.drain(..) {
            filters.push(filter.args.build(&catalogue, context.today, Names::AllKnown)?);
        }
        let before = filters.get(1).cloned();
        let filter = filters.into_iter().next().unwrap_or_default();
        let mut report = self.tally.report(question, &catalogue, Source::Files).map_err(ReportError::from)?;
        report.unrated = self.waiting.finish();
        report.rates_used = self.rates.into_iter().map(|(side, rates)| (side, rates.finish())).collect();
        report.refused = refused;
        if let Some(before) = &before {
            // An event is known because a row names it.
            let recorded = [&filter, before].into_iter().flat_map(report::events).collect();
            report.compare([&filter, before], &recorded, &catalogue, args.force_compare);
            if let Some(comparison) = &mut report.comparison {
                comparison.overlap = self.overlap;
            }
        }
        let explanation = match (args.explains(), self.deals) {
            (Some(lines), Some(deals)) => Some(explain::of_files(args, lines, &report, &deals, &catalogue, context)?),
            _ => None,
        };
        let (provenance, notes) = (Provenance::Files(Vec::new()), Vec::new());
        Ok(Made { report, catalogue, filter, before, provenance, notes, explanation, unit_is_of_files: false })
    }
}

/// A filter whose names come with the rows: events, sectors, partners and districts are the file's own.
struct FileFilter<'a> {
    args: &'a FilterArgs,
    today: chrono::NaiveDate,
    filter: Filter,
    /// How many names there were when it was last made; none once it knows all of its own.
    waits_at: Option<usize>,
}

impl<'a> FileFilter<'a> {
    fn new(args: &'a FilterArgs, catalogue: &Catalogue, context: &Context) -> Result<Self, Failure> {
        let filter = args.build(catalogue, context.today, Names::ToCome)?;
        let mut made = Self { args, today: context.today, filter, waits_at: Some(0) };
        made.wait(catalogue);
        Ok(made)
    }

    /// Takes in names that the last row has added.
    fn learn(&mut self, catalogue: &Catalogue) {
        if self.waits_at.is_some_and(|names| names != catalogue.made_count()) {
            if let Ok(filter) = self.args.build(catalogue, self.today, Names::ToCome) {
                self.filter = filter;
            }
            self.wait(catalogue);
        }
    }

    fn wait(&mut self, catalogue: &Catalogue) {
        let is_whole = self.args.build(catalogue, self.today, Names::AllKnown).is_ok();
        self.waits_at = (!is_whole).then(|| catalogue.made_count());
    }
}
