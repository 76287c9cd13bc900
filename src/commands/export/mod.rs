//! `deals export`: every deal, to be read back in.

mod receipts;
mod split;

use clap::Args;

use super::as_of::AsOfArgs;
use super::context::Context;
use super::deal_sheet::{self, Selection, Source};
use super::failure::Failure;
use super::filters::FilterArgs;
use super::names;
use super::output::{self, OutputArgs};
use crate::domain::catalogue::Catalogue;
use crate::domain::deal::Field;
use crate::domain::dimension::Dimension;
use crate::domain::filter::Filter;
use crate::lang::said;
use crate::render::{Format, Layout};
use crate::store::Order;

/// Write out deals to read back in, in the order of their numbers; CSV unless said
///
/// Every field but the base amount, which follows from amount and rate. `deals import` of what this writes, into a ledger that never
/// had a deal, gives the same deals. With `--for-update` the files can be handed out and come back: `deals import --match id` takes
/// from them only the cells that were changed in them.
#[derive(Args, Debug)]
pub(crate) struct ExportArgs {
    /// Add to each row the entry that wrote it, so that what is changed in the file is known when it comes back
    #[arg(long, help_heading = "To be handed out")]
    for_update: bool,
    /// Write a file for each district, sector, event, country, region or partner, into the folder that -o names
    #[arg(long, value_name = "DIM", requires = "output", value_parser = parse_split, help_heading = "To be handed out")]
    split: Option<Dimension>,
    /// As anybody may see it: confidential deals without partner, title, note and amount
    #[arg(long, conflicts_with = "for_update", help_heading = "To be handed out")]
    public: bool,
    /// Write what was received for the deals, one receipt a line, to be read back in by `import --receipts`
    #[arg(long, conflicts_with_all = ["for_update", "split"])]
    receipts: bool,
    #[command(flatten)]
    filters: FilterArgs,
    #[command(flatten)]
    as_of: AsOfArgs,
    #[command(flatten)]
    output: OutputArgs,
}

fn parse_split(text: &str) -> Result<Dimension, String> {
    let dimension = names::dimension(text).filter(|dimension| dimension.family().is_some());
    dimension.ok_or_else(|| "split by district, sector, event, country, region or partner".to_owned())
}

/// Runs it.
pub(crate) fn run(args: &ExportArgs, context: &Context) -> Result<(), Failure> {
    args.as_of.check_not_public(args.public)?;
    let store = args.as_of.open(context)?;
    let view = store.view();
    let mut catalogue = view.catalogue()?;
    let filter = args.filters.resolve(view, &mut catalogue, context.today)?;
    let filter = if args.public { deal_sheet::in_public(filter, context) } else { filter };
    deal_sheet::load_names(view, &mut catalogue)?;
    if args.receipts {
        return receipts::write(args, context, (view, &catalogue), &filter);
    }
    if args.public && args.split == Some(Dimension::Partner) {
        return Err(Failure::usage(said!(
            "--split: files named after partners are nothing for the public",
            "--split：公开导出时不能按合作方分文件"
        )));
    }
    let (Some(dimension), Some(folder)) = (args.split, args.output.folder()) else {
        write(args, context, (Source::Whole(Box::new(store)), &catalogue), &args.output, &filter)?;
        return Ok(());
    };
    let ending = args.output.layout_of_parts(context)?.format.ending();
    let parts = split::parts(view, dimension, &filter, &catalogue)?;
    std::fs::create_dir_all(folder).map_err(|error| output::cannot_write(folder, &error))?;
    let mut deals = 0;
    for part in &parts {
        let to = args.output.with_file(folder.join(format!("{}.{ending}", part.name)));
        deals += write(args, context, (Source::Part(view), &catalogue), &to, &part.filter)?;
    }
    let (files, folder) = (parts.len(), folder.display());
    context.console.talk(said!(
        "wrote deals: {deals}, into files: {files}, in {folder}",
        "已将{deals}个项目写入{folder}中的{files}个文件"
    ));
    Ok(())
}

/// Writes the deals that pass a filter. Gives how many.
fn write(
    args: &ExportArgs,
    context: &Context,
    source: (Source<'_>, &Catalogue),
    to: &OutputArgs,
    filter: &Filter,
) -> Result<i64, Failure> {
    let fields: Vec<Field> = Field::all().filter(|field| !field.is_derived()).collect();
    let layout = Layout { for_programs: true, ..to.layout(context, Format::Csv)? };
    let (order, limit, with_entry) = (Order::Number, None, args.for_update);
    deal_sheet::write_deals(
        context,
        to,
        layout,
        source,
        &Selection { filter, order, limit, fields: &fields, with_entry, public: args.public },
    )
}
