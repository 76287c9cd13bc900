//! `deals show`: one deal whole, with its history.

use clap::Args;

use super::as_of::AsOfArgs;
use super::context::{Context, minute_of};
use super::deal_sheet;
use super::differences::{differences, in_words};
use super::failure::Failure;
use super::output::OutputArgs;
use crate::domain::catalogue::{Catalogue, Family};
use crate::domain::deal::Field;
use crate::domain::relation::DealKey;
use crate::lang::history::written;
use crate::lang::{Said, said};
use crate::render::Format;
use crate::sheet::{Cell, Column, ColumnKind, Shape, Sheet};
use crate::store::{Change, Entry, Error, Span, View};

/// Show one deal whole, with its history
///
/// The history is for people: `--format table`, md, html and xlsx end with it. For programs there is `deals log --deal DEAL` and `deals
/// log ENTRY`.
#[derive(Args, Debug)]
pub(crate) struct ShowArgs {
    /// Its number or ref (`ref:123` for a ref that is all digits)
    #[arg(value_name = "DEAL")]
    deal: String,
    #[command(flatten)]
    as_of: AsOfArgs,
    #[command(flatten)]
    output: OutputArgs,
}

/// Runs it.
pub(crate) fn run(args: &ShowArgs, context: &Context) -> Result<(), Failure> {
    let store = args.as_of.open(context)?;
    let view = store.view();
    let mut catalogue = view.catalogue()?;
    deal_sheet::load_names(view, &mut catalogue)?;
    let listed = match view.deal(&DealKey::parse(&args.deal)) {
        Ok(listed) => listed,
        Err(error) => return Err(since_deleted(&args.deal, view, error)),
    };
    let fields: Vec<Field> = Field::all().collect();
    let cell = |field: &Field| deal_sheet::cell(*field, &listed, &catalogue, context.lang).into_owned();
    let mut row: Vec<Cell<'static>> = fields.iter().map(cell).collect();
    let mut columns = deal_sheet::columns(&fields, &catalogue, context.lang);
    if args.output.layout(context, Format::Table)?.format.is_for_people() {
        for (label, text) in history(listed.deal.id, view, &mut catalogue.clone(), context)? {
            columns.push(Column::new("history", label, ColumnKind::Text));
            row.push(Cell::text(Some(text)));
        }
    }
    args.output.write(context, &Sheet { shape: Shape::One, rows: vec![row], ..Sheet::list(columns) })
}

/// A deal that was there once has a history still.
fn since_deleted(text: &str, view: View<'_>, error: Error) -> Failure {
    let (DealKey::Number(number), Error::NoDeal(_)) = (DealKey::parse(text), &error) else { return error.into() };
    let state = view.newest_entry().ok().flatten().map_or(0, |entry| entry.id);
    let entries = view.entries_of(number).unwrap_or_default();
    match entries.range(..=state).next_back() {
        None => error.into(),
        Some(entry) => Failure::refused(&error).hint(said!(
            "it was deleted; `deals log {entry}` shows what it was, and `deals undo` takes entries back",
            "该项目已删除；可用`deals log {entry}`查看其内容，用`deals undo`撤销记录"
        )),
    }
}

/// A line for each entry that changed the deal, the oldest first: which entry, and what it did.
fn history(
    id: i64,
    view: View<'_>,
    catalogue: &mut Catalogue,
    context: &Context,
) -> Result<Vec<(String, String)>, Failure> {
    let to = view.newest_entry()?.map_or(0, |entry| entry.id);
    let mut changes = Vec::new();
    view.each_change(Span { after: 0, to }, Some(id), |change| {
        changes.push(change);
        Ok(true)
    })?;
    // Partners come along with the deals, but for those that were merged since.
    let versions = changes.iter().flat_map(|change| [&change.before, &change.after]).flatten();
    for partner in versions.filter_map(|version| version.deal.partner) {
        view.load_item(catalogue, Family::Partner, partner)?;
    }
    let mut lines = Vec::new();
    for (at, change) in changes.iter().enumerate() {
        let Some(entry) = view.entry(change.entry)? else { continue };
        let label = said!("Entry {}", "第{}条记录", entry.id).in_lang(context.lang).to_owned();
        lines.push((label, line(&entry, (change, at == 0), catalogue, context).in_lang(context.lang).to_owned()));
    }
    Ok(lines)
}

fn line(entry: &Entry, (change, is_first): (&Change, bool), catalogue: &Catalogue, context: &Context) -> Said {
    let what = match (&change.before, &change.after) {
        (None, _) if is_first => said!("recorded", "录入"),
        (None, _) => said!("brought back", "恢复"),
        (_, None) => said!("deleted", "删除"),
        (before, after) => {
            in_words(&differences((before.as_ref(), after.as_ref()), catalogue, context.lang), context.lang)
        }
    };
    let written = written(entry, &minute_of(&entry.at));
    said!("{written}: {what}", "{written:#}：{what:#}")
}
