//! `deals export`: every deal, to be read back in.

use clap::Args;

use super::as_of::AsOfArgs;
use super::context::Context;
use super::deal_sheet::{self, Selection};
use super::failure::Failure;
use super::filters::FilterArgs;
use super::output::OutputArgs;
use crate::domain::deal::Field;
use crate::render::{Format, Layout};
use crate::store::Order;

/// Write out deals to read back in, in the order of their numbers; CSV unless said
///
/// Every field but the base amount, which follows from amount and rate. `deals import` of what this writes, into a ledger that never
/// had a deal, gives the same deals.
#[derive(Args, Debug)]
pub(crate) struct ExportArgs {
    #[command(flatten)]
    filters: FilterArgs,
    #[command(flatten)]
    as_of: AsOfArgs,
    #[command(flatten)]
    output: OutputArgs,
}

/// Runs it.
pub(crate) fn run(args: &ExportArgs, context: &Context) -> Result<(), Failure> {
    let store = args.as_of.open(context)?;
    let view = store.view();
    let mut catalogue = view.catalogue()?;
    let filter = args.filters.resolve(view, &mut catalogue, context.today)?;
    deal_sheet::load_names(view, &mut catalogue)?;
    let layout = Layout { for_programs: true, ..args.output.layout(context, Format::Csv)? };
    let fields: Vec<Field> = Field::all().filter(|field| *field != Field::BaseAmount).collect();
    let selection = Selection { filter: &filter, order: Order::Number, limit: None, fields: &fields };
    deal_sheet::write_deals(context, &args.output, layout, (store, &catalogue), &selection)?;
    Ok(())
}
