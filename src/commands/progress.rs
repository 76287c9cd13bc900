//! `deals progress`: what became of the signed deals.

use chrono::NaiveDate;
use clap::Args;

use super::as_of::AsOfArgs;
use super::context::Context;
use super::failure::Failure;
use super::filters::FilterArgs;
use super::names;
use super::output::OutputArgs;
use super::report::{dimensions, load_names, provenance};
use super::target;
use crate::domain::dimension::Dimension;
use crate::domain::period::Period;
use crate::domain::relation::Counting;
use crate::domain::stage::Stage;
use crate::lang::said;
use crate::render::Format;
use crate::report::{self, Measure, Question};

/// Tell what became of the signed deals: how many registered, started, produce, are at full capacity, ended, and the money received
///
/// Each stage counts the deals that have reached it or gone past it. Registration and start rates are of what was signed, the
/// production rate of what was started, the received rate of the contract amounts; every rate stands beside its numerator and
/// denominator. Ended deals keep the stages that they had reached. Renewals and upgrades do not count, since their first signing does.
#[derive(Args, Debug)]
pub(crate) struct ProgressArgs {
    /// Group by one or more of: event sector country region place origin partner district kind venue tag stage currency year quarter month size
    #[arg(long, value_name = "DIM,…", default_value = "event", hide_default_value = true)]
    by: Vec<String>,
    /// Count what is dated up to this day: signings, stages and receipts
    #[arg(long, value_name = "DATE", value_parser = names::day)]
    on: Option<NaiveDate>,
    /// The stage of which the rates of all later ones are parts: signed, registered or started
    #[arg(long, value_name = "STAGE", value_parser = parse_of)]
    of: Option<Stage>,
    /// Show the targets of `deals target`, what was done, and the completion
    #[arg(long)]
    targets: bool,
    /// Count everything: also what was signed before, by way of increase, upgrade or renewal
    #[arg(long)]
    raw: bool,
    #[command(flatten)]
    filters: FilterArgs,
    #[command(flatten)]
    as_of: AsOfArgs,
    #[command(flatten)]
    output: OutputArgs,
}

fn parse_of(text: &str) -> Result<Stage, String> {
    let stage = Stage::parse(text).filter(|stage| *stage <= Stage::Started);
    stage.ok_or_else(|| "a rate is of signed, registered or started deals".to_owned())
}

/// Runs it.
pub(crate) fn run(args: &ProgressArgs, context: &Context) -> Result<(), Failure> {
    let by = dimensions("--by", &args.by)?;
    if args.on.is_some() && by.contains(&Dimension::Stage) {
        return Err(Failure::usage(said!(
            "--on: the stages that deals are grouped by are those of now, not of that day",
            "--on：按进展分组所依据的是现在的进展，而非当日的进展"
        )));
    }
    let question = Question {
        show: Measure::PROGRESS.to_vec(),
        counting: if args.raw { Counting::Raw } else { Counting::ByRule },
        on: args.on,
        of: args.of,
        targets: args.targets,
        ..Question::by(&by)
    };
    let layout = args.output.layout(context, Format::Table)?;
    let store = args.as_of.open(context)?;
    let view = store.view();
    let mut catalogue = view.catalogue()?;
    let mut filter = args.filters.resolve(view, &mut catalogue, context.today)?;
    load_names(view, &mut catalogue, &question, &filter)?;
    store.read_in_passing()?;
    if question.targets {
        target::check(&question, &filter)?;
    }
    if let Some(day) = args.on {
        let by_then = Period::up_to(day);
        filter.signed = match filter.signed {
            None => Some(by_then),
            Some(period) => Some(period.common(by_then).ok_or_else(|| {
                Failure::refused(said!(
                    "nothing that `--signed` selects is signed by {day}",
                    "`--signed`所选范围内没有{day}前签约的项目"
                ))
            })?),
        };
    }
    let report = report::of_ledger(view, &catalogue, &question, &filter, None)?;
    let mut sheet = report::sheet(&report, &catalogue, context.lang, layout.format.is_for_people());
    sheet.heading = report::heading(&report, (&filter, None), &catalogue, &provenance(&store)?, context.lang);
    sheet.chart = None;
    args.output.write_as(context, layout, &sheet)
}
