//! `deals log`: what was written, when and by whom.

use clap::Args;

use super::context::Context;
use super::failure::Failure;
use super::output::OutputArgs;
use crate::lang::words;
use crate::sheet::{Cell, Column, ColumnKind, Sheet};
use crate::store::Entry;

/// List the entries, the newest first: when, who, which command, how many deals
#[derive(Args, Debug)]
pub(crate) struct LogArgs {
    /// Show at most so many
    #[arg(short = 'n', long, value_name = "N", value_parser = clap::value_parser!(i64).range(0..), help_heading = "Output")]
    limit: Option<i64>,
    #[command(flatten)]
    output: OutputArgs,
}

/// Runs it.
pub(crate) fn run(args: &LogArgs, context: &Context) -> Result<(), Failure> {
    let store = context.open()?;
    let words = words(context.lang);
    let column = |key, label, kind| Column::new(key, label, kind);
    let mut sheet = Sheet::list(vec![
        column("id", words.number, ColumnKind::Count),
        column("at", words.at, ColumnKind::Code),
        column("who", words.who, ColumnKind::Text),
        column("command", words.command, ColumnKind::Text),
        column("message", words.message, ColumnKind::Text),
        column("deals", words.deals, ColumnKind::Count),
        column("undoes", words.undoes, ColumnKind::Count),
    ]);
    sheet.rows = store.view().entries(args.limit)?.into_iter().map(row).collect();
    args.output.write(context, &sheet)
}

fn row(entry: Entry) -> Vec<Cell<'static>> {
    vec![
        Cell::Number(entry.id),
        Cell::text(Some(entry.at)),
        Cell::text(Some(entry.who)),
        Cell::text(Some(entry.command)),
        Cell::text(entry.message),
        Cell::Count(entry.deals),
        entry.undoes.map_or(Cell::Empty, Cell::Number),
    ]
}
