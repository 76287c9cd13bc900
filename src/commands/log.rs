//! `deals log`: what was written, when and by whom; what one entry changed.

use clap::Args;

use super::as_of::{end_of, entry_numbered, no_entry};
use super::catalogue::whole;
use super::context::Context;
use super::failure::Failure;
use super::history_sheet::History;
use super::output::OutputArgs;
use super::undo::entry_in_words;
use crate::domain::period::Period;
use crate::domain::relation::DealKey;
use crate::lang::{said, words};
use crate::sheet::{Cell, Column, ColumnKind, Sheet};
use crate::store::{Entry, Error, Span, View};

/// List the entries, the newest first: when, who, which command, how many deals; with ENTRY, all that it changed
#[derive(Args, Debug)]
pub(crate) struct LogArgs {
    /// Show what this entry changed, field by field
    #[arg(value_name = "ENTRY", conflicts_with_all = ["since", "who", "deal"])]
    entry: Option<String>,
    /// Written on this day or later: 2019-08-26, 2019-08, yesterday
    #[arg(long, value_name = "DATE", help_heading = "Filters")]
    since: Option<String>,
    /// Written by this user
    #[arg(long, value_name = "NAME", help_heading = "Filters")]
    who: Option<String>,
    /// Having made, changed or deleted this deal
    #[arg(long, value_name = "DEAL", help_heading = "Filters")]
    deal: Option<String>,
    /// Show at most so many
    #[arg(short = 'n', long, value_name = "N", value_parser = clap::value_parser!(usize), help_heading = "Output")]
    limit: Option<usize>,
    #[command(flatten)]
    output: OutputArgs,
}

/// Runs it.
pub(crate) fn run(args: &LogArgs, context: &Context) -> Result<(), Failure> {
    let store = context.open()?;
    let view = store.view();
    if let Some(text) = &args.entry {
        return one(args, entry_numbered(text, view.last_entry()?)?, view, context);
    }
    let mut sheet = Sheet::list(columns(context));
    if args.limit != Some(0) {
        for entry in chosen(args, view, context)? {
            sheet.rows.push(row(entry));
        }
    }
    args.output.write(context, &sheet)
}

/// The entries that pass the filters.
fn chosen(args: &LogArgs, view: View<'_>, context: &Context) -> Result<Vec<Entry>, Failure> {
    let since = args.since.as_deref().map(|text| {
        let day = Period::parse(text, context.today).map(|period| period.ends().0);
        let day = day.map_err(|fault| Failure::refused(&fault).at("--since"))?;
        let before = day.and_then(|day| day.pred_opt()).map(end_of);
        before.map_or(Ok(0), |before| Ok::<_, Failure>(view.last_entry_before(before)?))
    });
    let after = since.transpose()?.unwrap_or(0);
    let touching = match &args.deal {
        None => None,
        Some(text) => Some(touching(text, view)?),
    };
    let mut chosen = Vec::new();
    view.each_entry(Span { after, ..Span::ALL }, |entry| {
        let by = args.who.as_ref().is_none_or(|who| who.to_lowercase() == entry.who.to_lowercase());
        if by && touching.as_ref().is_none_or(|touching| touching.contains(&entry.id)) {
            chosen.push(entry);
        }
        args.limit.is_none_or(|limit| chosen.len() < limit)
    })?;
    Ok(chosen)
}

/// The entries of a deal, which may have been deleted since.
fn touching(text: &str, view: View<'_>) -> Result<std::collections::BTreeSet<i64>, Failure> {
    let key = DealKey::parse(text);
    let number = match key {
        DealKey::Number(number) => number,
        DealKey::Ref(_) => view.deal(&key)?.deal.id,
    };
    let entries = view.entries_of(number)?;
    if entries.is_empty() { Err(Error::NoDeal(text.to_owned()).into()) } else { Ok(entries) }
}

/// What one entry changed, field by field.
fn one(args: &LogArgs, number: i64, view: View<'_>, context: &Context) -> Result<(), Failure> {
    let Some(entry) = view.entry(number)? else { return Err(no_entry(number)) };
    let history = History { view, catalogue: &whole(view)?, span: Span::of(number), limit: args.limit };
    history.write(&args.output, context)?;
    context.console.talk(entry_in_words(&entry));
    let undoings = view.undoings()?;
    if let Some(undone) = undoings.undoes(number) {
        context.console.talk(said!("it takes back entry {undone}", "它撤销了第{undone}条记录"));
    }
    if let Some(by) = undoings.undone_by(number) {
        context.console.talk(said!("it is undone by entry {by}", "它已被第{by}条记录撤销"));
    }
    Ok(())
}

fn columns(context: &Context) -> Vec<Column> {
    let words = words(context.lang);
    vec![
        Column::new("id", words.number, ColumnKind::Count),
        Column::new("at", words.at, ColumnKind::Code),
        Column::new("who", words.who, ColumnKind::Text),
        Column::new("command", words.command, ColumnKind::Text),
        Column::new("message", words.message, ColumnKind::Text),
        Column::new("deals", words.deals, ColumnKind::Count),
        Column::new("undoes", words.undoes, ColumnKind::Count),
    ]
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
