//! `deals report`: counts and sums by one dimension or more, from the ledger or straight from files.

mod args;
mod explain;
mod files;
mod versus;

use std::collections::BTreeSet;

use super::context::{Context, day_of};
use super::deal_sheet;
use super::failure::Failure;
use super::target;
use crate::domain::catalogue::{Catalogue, Family};
use crate::domain::dimension::{Dimension, Value};
use crate::domain::filter::Filter;
use crate::lang::said;
use crate::report::{self, Measure, Provenance, Question, Report, ReportError, Side};
use crate::sheet::Sheet;
use crate::store::{Store, View};

pub(crate) use args::{ReportArgs, dimensions};
pub(crate) use versus::Versus;

/// A report with what its sheet is made of.
struct Made {
    report: Report,
    catalogue: Catalogue,
    filter: Filter,
    before: Option<Filter>,
    provenance: Provenance,
    /// What is to be said of events that are asked for and have no deals.
    notes: Vec<String>,
    /// The sheet of the deals behind the lines, where that is asked for.
    explanation: Option<Sheet>,
    /// Whether the unit that was given says what the amounts of files are in, rather than in what they are shown.
    unit_is_of_files: bool,
}

/// Runs it.
pub(crate) fn run(args: &ReportArgs, context: &Context) -> Result<(), Failure> {
    let mut layout = args.layout(context)?;
    let question = args.question(layout.format.is_for_people().then_some(context.lang))?;
    let unit = args.unit_of_files()?;
    args.output.check_inputs(&args.files)?;
    args.as_of.check_no_files(&args.files)?;
    args.output.check_inputs(args.rates.as_slice())?;
    let made = if args.files.is_empty() {
        of_ledger(args, &question, context)?
    } else {
        files::report(args, &question, unit, context)?
    };
    let Made { report, catalogue, filter, before, provenance, notes, explanation, unit_is_of_files } = made;
    if unit_is_of_files {
        layout.unit = args.shown_unit(args.ambiguous_unit());
    }
    let mut sheet =
        explanation.unwrap_or_else(|| report::sheet(&report, &catalogue, context.lang, layout.format.is_for_people()));
    sheet.heading = report::heading(&report, (&filter, before.as_ref()), &catalogue, &provenance, context.lang);
    sheet.notes.extend(notes);
    if !args.has_chart() {
        sheet.chart = None;
    }
    args.output.write_as(context, layout, &sheet)?;
    match report.refused {
        0 => Ok(()),
        refused => Err(Failure::refused(said!(
            "rows that could not be read and were left out: {refused}",
            "无法读取而未计入的行：{refused}行"
        ))),
    }
}

fn of_ledger(args: &ReportArgs, question: &Question, context: &Context) -> Result<Made, Failure> {
    args.as_of.check_not_public(question.public)?;
    let store = args.as_of.open(context)?;
    let view = store.view();
    let mut catalogue = view.catalogue()?;
    let filter = args.filters.resolve(view, &mut catalogue, context.today)?;
    if question.targets {
        target::check(question, &filter)?;
    }
    let filter = if question.public { deal_sheet::in_public(filter, context) } else { filter };
    let before = args.versus().of_ledger(view, &mut catalogue, context)?;
    load_names(view, &mut catalogue, question, &filter)?;
    if args.explains().is_none() {
        store.read_in_passing()?;
    }
    let mut report = report::of_ledger(view, &catalogue, question, &filter, before.as_ref())?;
    let ground = catalogue.home;
    let recorded = report::recorded(view, std::iter::once(&filter).chain(&before))?;
    if let Some(before) = &before {
        report.compare([&filter, before], &recorded, &catalogue, args.force_compare);
        report.count_overlap([&filter, before], view, ground)?;
    }
    if args.show_rates {
        for (side, filter) in [(Side::Now, Some(&filter)), (Side::Before, before.as_ref())] {
            let Some(filter) = filter else { continue };
            report.rates_used.push((side, view.rates_used(filter, ground, question.counting)?));
        }
    }
    let explanation = match args.explains() {
        Some(lines) => Some(explain::of_ledger(args, lines, view, (&report, &filter), &catalogue, context)?),
        None => None,
    };
    let provenance = provenance(&store)?;
    let absent = if before.is_none() { report::absent(&filter, &recorded) } else { BTreeSet::new() };
    let notes = absent.into_iter().filter_map(|event| report::of_absent_event(event, &catalogue));
    let notes = notes.map(|note| note.in_lang(context.lang).to_owned()).collect();
    store.let_go();
    Ok(Made { report, catalogue, filter, before, provenance, notes, explanation, unit_is_of_files: false })
}

/// What is said of the ledger that a report was drawn from.
pub(crate) fn provenance(store: &Store) -> Result<Provenance, Failure> {
    let entry = store.view().newest_entry()?;
    let entry = entry.map(|entry| (entry.id, day_of(&entry.at)));
    // Its name says which ledger it is; where it lies is nothing for a document.
    let name = store.path().file_name().unwrap_or_default().to_string_lossy().into_owned();
    Ok(Provenance::Ledger { name, entry })
}

/// Takes in the names that stand in the report. A region abroad is shown with its country; events are compared by their scopes.
pub(crate) fn load_names(
    view: View<'_>,
    catalogue: &mut Catalogue,
    question: &Question,
    filter: &Filter,
) -> Result<(), Failure> {
    let by = question.dimensions();
    let mut families: Vec<Family> = by.iter().filter_map(|dimension| dimension.family()).collect();
    if by.contains(&Dimension::Region) || by.contains(&Dimension::Place) {
        families.extend([Family::Country, Family::Region]);
    }
    families.extend(question.show.contains(&Measure::Partners).then_some(Family::Partner));
    families.extend(question.compares.then_some(Family::Event));
    let members = filter.members.iter().flat_map(|members| &members.any_of);
    families.extend(members.filter_map(|value| match value {
        Value::Item(family @ (Family::Region | Family::Event), _) => Some(*family),
        _ => None,
    }));
    families.sort_unstable();
    families.dedup();
    for family in families {
        view.load_items(catalogue, family)?;
    }
    Ok(())
}

impl From<ReportError> for Failure {
    fn from(error: ReportError) -> Self {
        match error {
            ReportError::Store(error) => error.into(),
            ReportError::Overflow(_) => crate::store::Error::Overflow.into(),
        }
    }
}
