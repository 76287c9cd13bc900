//! `deals show`: one deal whole.

use clap::Args;

use super::context::Context;
use super::deal_sheet;
use super::failure::Failure;
use super::output::OutputArgs;
use crate::domain::deal::Field;
use crate::lang::said;
use crate::sheet::{Shape, Sheet};
use crate::store::{DealKey, Entry};

/// Show one deal whole
#[derive(Args, Debug)]
pub(crate) struct ShowArgs {
    /// Its number or ref (`ref:123` for a ref that is all digits)
    #[arg(value_name = "DEAL")]
    deal: String,
    #[command(flatten)]
    output: OutputArgs,
}

/// Runs it.
pub(crate) fn run(args: &ShowArgs, context: &Context) -> Result<(), Failure> {
    let store = context.open()?;
    let view = store.view();
    let mut catalogue = view.catalogue()?;
    deal_sheet::load_names(view, &mut catalogue)?;
    let listed = view.deal(&DealKey::parse(&args.deal))?;
    let fields: Vec<Field> = Field::all().collect();
    let cell = |field: &Field| deal_sheet::cell(*field, &listed, &catalogue, context.lang).into_owned();
    let sheet = Sheet {
        shape: Shape::One,
        rows: vec![fields.iter().map(cell).collect()],
        ..Sheet::list(deal_sheet::columns(&fields, &catalogue, context.lang))
    };
    args.output.write(context, &sheet)?;
    if let Some(entry) = view.entry(listed.entry)? {
        let Entry { id, at, who, command, .. } = entry;
        context.console.talk(said!(
            "written by entry {id} ({at}, {who}, {command})",
            "由第{id}条记录写入（{at}，{who}，{command}）"
        ));
    }
    Ok(())
}
