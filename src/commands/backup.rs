//! `deals backup`: a safe copy of the whole ledger.

use std::path::PathBuf;

use clap::Args;

use super::context::Context;
use super::failure::Failure;
use super::output;
use crate::lang::said;
use crate::store;

/// Copy the whole ledger into a file
///
/// The copy is the ledger of one moment, with its history, also while others write. It is looked through before it gets its name, and
/// readable by its owner alone. A copy is a ledger like any other: `deals --db FILE list` reads it.
///
/// To go back to it, copy FILE over the ledger while nobody is using that, and remove the `-journal` file beside it if there is one;
/// `deals --db FILE backup LEDGER --force` does both.
#[derive(Args, Debug)]
pub(crate) struct BackupArgs {
    /// Where to
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Replace FILE if it is there
    #[arg(long)]
    force: bool,
}

/// Runs it.
pub(crate) fn run(args: &BackupArgs, context: &Context) -> Result<(), Failure> {
    let (ledger, file) = (context.ledger()?, args.file.as_path());
    if output::same_file(file, &ledger) {
        return Err(output::is_the_ledger(file));
    }
    let copied = store::backup(&ledger, file, args.force, context.patience)?;
    let store::Copied { deals, entry, size } = copied;
    let (file, size) = (file.display(), size.div_ceil(1000));
    context.console.talk(said!(
        "copied the ledger to {file}: deals {deals}, up to entry {entry}, {size} kB",
        "已将台账复制到{file}：项目{deals}个，截至第{entry}条记录，{size} kB"
    ));
    Ok(())
}
