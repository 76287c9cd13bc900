//! `deals show`: one deal whole, with its history.

use std::collections::BTreeMap;

use clap::Args;

use super::as_of::AsOfArgs;
use super::context::{Context, minute_of};
use super::deal_sheet;
use super::differences::{differences, in_words};
use super::failure::Failure;
use super::output::OutputArgs;
use crate::domain::catalogue::{Catalogue, Family};
use crate::domain::currency::Currency;
use crate::domain::deal::Field;
use crate::domain::label::label;
use crate::domain::money::Money;
use crate::domain::receipt::Receipt;
use crate::domain::relation::DealKey;
use crate::lang::history::written;
use crate::lang::{SEMICOLON, Said, said};
use crate::render::Format;
use crate::sheet::{Cell, Column, ColumnKind, Shape, Sheet};
use crate::store::{Change, Error, RowChange, Span, View};

/// Show one deal whole, with its history
///
/// What was received and the history are for people: `--format table`, md, html and xlsx end with them. For programs there is `deals
/// export --receipts`, `deals log --deal DEAL` and `deals
/// log ENTRY`.
#[derive(Args, Debug)]
pub(crate) struct ShowArgs {
    /// Its number or ref (`ref:123` for a ref that is all digits)
    #[arg(value_name = "DEAL")]
    deal: String,
    /// As anybody may see it: a confidential deal without partner, title, note and amount, and without history
    #[arg(long)]
    public: bool,
    #[command(flatten)]
    as_of: AsOfArgs,
    #[command(flatten)]
    output: OutputArgs,
}

/// Runs it.
pub(crate) fn run(args: &ShowArgs, context: &Context) -> Result<(), Failure> {
    args.as_of.check_not_public(args.public)?;
    let store = args.as_of.open(context)?;
    let view = store.view();
    let mut catalogue = view.catalogue()?;
    deal_sheet::load_names(view, &mut catalogue)?;
    let listed = match view.deal(&DealKey::parse(&args.deal)) {
        Ok(listed) => listed,
        Err(error) => return Err(since_deleted(&args.deal, view, error)),
    };
    let listed = if args.public { listed.in_public() } else { listed };
    let tells_more = !(args.public && listed.deal.confidential);
    let fields: Vec<Field> = Field::all().collect();
    let cell = |field: &Field| deal_sheet::cell(*field, &listed, &catalogue, context.lang).into_owned();
    let mut row: Vec<Cell<'static>> = fields.iter().map(cell).collect();
    let mut columns = deal_sheet::columns(&fields, &catalogue, context.lang);
    if tells_more && args.output.layout(context, Format::Table)?.format.is_for_people() {
        let received = label("Receipt", "到位资金明细");
        for receipt in view.receipts(Some(listed.deal.id))? {
            columns.push(Column::new("receipt", received.in_lang(context.lang), ColumnKind::Text));
            row.push(Cell::text(Some(receipt_in_words(&receipt, catalogue.base).in_lang(context.lang).to_owned())));
        }
        for (label, text) in history(listed.deal.id, view, &mut catalogue.clone(), context)? {
            columns.push(Column::new("history", label, ColumnKind::Text));
            row.push(Cell::text(Some(text)));
        }
    }
    args.output.write(context, &Sheet { shape: Shape::One, rows: vec![row], ..Sheet::list(columns) })
}

/// `2020-03-31: USD 5,000.00 (CNY 35,500.00 at 7.1), first tranche`
pub(crate) fn receipt_in_words(receipt: &Receipt, base: Currency) -> Said {
    let said = |money: Money| format!("{} {}", money.currency, money.grouped());
    let (on, money) = (receipt.received, said(receipt.money));
    let worth = match (receipt.base_amount, receipt.rate) {
        (Some(minor), Some(rate)) => {
            let worth = said(Money { minor, currency: base });
            said!(" ({worth} at {rate})", "（按{rate}折合{worth}）")
        }
        _ => Said::default(),
    };
    let note = receipt.note.as_ref().map_or_else(Said::default, |note| said!(", {note}", "，{note}"));
    said!("{on}: {money}{worth}{note}", "{on}：{money}{worth:#}{note:#}")
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
    let mut told: BTreeMap<i64, Vec<Said>> = BTreeMap::new();
    for (at, change) in changes.iter().enumerate() {
        told.entry(change.entry).or_default().push(what(change, at == 0, catalogue, context));
    }
    for change in view.receipt_changes(Span { after: 0, to }, Some(id))? {
        told.entry(change.entry).or_default().push(of_receipt(&change, catalogue.base));
    }
    let mut lines = Vec::new();
    for (entry, told) in told {
        let Some(entry) = view.entry(entry)? else { continue };
        let label = said!("Entry {}", "第{}条记录", entry.id).in_lang(context.lang).to_owned();
        let (written, what) = (written(&entry, &minute_of(&entry.at)), Said::joined(&told, SEMICOLON));
        lines.push((label, said!("{written}: {what}", "{written:#}：{what:#}").in_lang(context.lang).to_owned()));
    }
    Ok(lines)
}

fn what(change: &Change, is_first: bool, catalogue: &Catalogue, context: &Context) -> Said {
    match (&change.before, &change.after) {
        (None, _) if is_first => said!("recorded", "录入"),
        (None, _) => said!("brought back", "恢复"),
        (_, None) => said!("deleted", "删除"),
        (before, after) => {
            in_words(&differences((before.as_ref(), after.as_ref()), catalogue, context.lang), context.lang)
        }
    }
}

fn of_receipt(change: &RowChange<Receipt>, base: Currency) -> Said {
    let told = |receipt: &Receipt| receipt_in_words(receipt, base);
    match (&change.before, &change.after) {
        (Some(before), Some(after)) => {
            let (before, after) = (told(before), told(after));
            said!("receipt {before} → {after}", "到位资金{before:#} → {after:#}")
        }
        (None, Some(after)) => said!("received {}", "到位资金{:#}", told(after)),
        (Some(before), None) => said!("receipt taken out: {}", "删除到位资金{:#}", told(before)),
        (None, None) => Said::default(),
    }
}
