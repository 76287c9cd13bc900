//! `deals status`: which ledger this is, and what it lacks.

use clap::Args;

use super::context::Context;
use super::failure::Failure;
use super::output::OutputArgs;
use crate::domain::catalogue::Family;
use crate::domain::filter::Filter;
use crate::domain::relation::Counting;
use crate::lang::words;
use crate::sheet::{Cell, Column, ColumnKind, Shape, Sheet};

/// Show which ledger this is, how many deals it holds, its last entry, and what lacks an amount or a rate
#[derive(Args, Debug)]
pub(crate) struct StatusArgs {
    #[command(flatten)]
    output: OutputArgs,
}

/// Runs it.
pub(crate) fn run(args: &StatusArgs, context: &Context) -> Result<(), Failure> {
    let store = context.open()?;
    let view = store.view();
    let mut catalogue = view.catalogue()?;
    let home = catalogue.home;
    view.load_item(&mut catalogue, Family::Country, home)?;
    let (deals, unrated) =
        (view.count_deals(&Filter::default(), home)?, view.unrated(&Filter::default(), home, Counting::Raw)?);
    let entry = view.newest_entry()?;
    let words = words(context.lang);
    let currencies: Vec<String> = unrated.iter().map(|one| format!("{} {}", one.currency, one.deals)).collect();
    let unrated: i64 = unrated.iter().map(|one| one.deals).sum();
    let code = |family, id| catalogue.item(family, id).map(|item| item.code().to_owned());
    let text = ColumnKind::Text;
    let fields = [
        ("ledger", words.ledger, text, Cell::text(Some(store.path().display().to_string()))),
        ("base_currency", words.base_currency, text, Cell::text(Some(catalogue.base.code()))),
        ("home", words.home, text, Cell::text(code(Family::Country, home))),
        ("default_event", words.default_event, text, {
            Cell::text(catalogue.default_event.and_then(|event| code(Family::Event, event)))
        }),
        ("deals", words.deals, ColumnKind::Count, Cell::Count(deals)),
        ("without_amount", words.without_amount, ColumnKind::Count, { Cell::Count(view.count_without_amount()?) }),
        ("without_rate", words.without_rate, ColumnKind::Count, Cell::Count(unrated)),
        ("waiting_for", words.waiting_for, text, {
            Cell::text(Some(currencies.join(", ")).filter(|list| !list.is_empty()))
        }),
        ("last_entry", words.last_entry, ColumnKind::Count, {
            entry.as_ref().map_or(Cell::Empty, |entry| Cell::Number(entry.id))
        }),
        ("at", words.at, text, Cell::text(entry.as_ref().map(|entry| entry.at.clone()))),
        ("who", words.who, text, Cell::text(entry.as_ref().map(|entry| entry.who.clone()))),
        ("command", words.command, text, Cell::text(entry.as_ref().map(|entry| entry.command.clone()))),
    ];
    let (columns, cells) =
        fields.into_iter().map(|(key, label, kind, cell)| (Column::new(key, label, kind), cell.into_owned())).unzip();
    args.output.write(context, &Sheet { shape: Shape::One, rows: vec![cells], ..Sheet::list(columns) })?;
    context.warn_of_place(store.path());
    Ok(())
}
