//! `export --receipts`: what was received, one receipt a line.

use std::collections::{HashMap, HashSet};

use super::ExportArgs;
use crate::commands::context::Context;
use crate::commands::deal_sheet;
use crate::commands::failure::Failure;
use crate::domain::catalogue::Catalogue;
use crate::domain::deal::Field;
use crate::domain::filter::Filter;
use crate::domain::label::{Label, label};
use crate::domain::receipt;
use crate::lang::said;
use crate::render::{Format, Layout};
use crate::sheet::{Cell, Column, ColumnKind, Sheet};
use crate::store::{Reading, View};

/// The words for the column of days.
const DATE: Label = label("Date", "日期");

/// Writes the receipts of the deals that pass a filter, in the order of the deals, then as they came. Of a confidential deal anybody may
/// see none.
pub(super) fn write(
    args: &ExportArgs,
    context: &Context,
    (view, catalogue): (View<'_>, &Catalogue),
    filter: &Filter,
) -> Result<(), Failure> {
    let mut refs: HashMap<i64, Option<String>> = HashMap::new();
    let mut withheld = HashSet::new();
    view.each_deal(filter, catalogue.home, Reading::default(), |listed| {
        if args.public && listed.deal.confidential {
            withheld.insert(listed.deal.id);
        } else {
            refs.insert(listed.deal.id, listed.deal.reference);
        }
        Ok(true)
    })?;
    let lang = context.lang;
    let mut columns = deal_sheet::columns(&[Field::Id, Field::Ref], catalogue, lang);
    columns.push(Column::new(receipt::DATE, DATE.in_lang(lang), ColumnKind::Code));
    columns.extend(deal_sheet::columns(&[Field::Amount, Field::Currency, Field::Rate, Field::Note], catalogue, lang));
    let mut sheet = Sheet::list(columns);
    let mut left_out = 0;
    for receipt in view.receipts(None)? {
        let Some(reference) = refs.get(&receipt.deal) else {
            left_out += usize::from(withheld.contains(&receipt.deal));
            continue;
        };
        sheet.rows.push(vec![
            Cell::Number(receipt.deal),
            Cell::text(reference.clone()),
            Cell::Date(receipt.received),
            Cell::Money { minor: receipt.money.minor, currency: receipt.money.currency },
            Cell::text(Some(receipt.money.currency.code())),
            Cell::text(receipt.rate.map(|rate| rate.to_string())),
            Cell::text(receipt.note),
        ]);
    }
    if left_out > 0 {
        context.console.talk(said!(
            "receipts of confidential deals that are left out: {left_out}",
            "未列出的保密项目到位资金：{left_out}笔"
        ));
    }
    let layout = Layout { for_programs: true, ..args.output.layout(context, Format::Csv)? };
    args.output.write_as(context, layout, &sheet)
}
