//! `deals redo`: the last undo taken back.

use clap::Args;

use super::context::Context;
use super::failure::Failure;
use super::undo::{TakingBack, entry_in_words, tell};
use crate::lang::said;
use crate::store::Undoings;

/// Take back the last undo; again: the one before it
///
/// Refused once another write has followed the undo.
#[derive(Args, Debug)]
pub(crate) struct RedoArgs {
    #[command(flatten)]
    how: TakingBack,
}

/// Runs it.
pub(crate) fn run(args: &RedoArgs, context: &Context) -> Result<(), Failure> {
    let which = |undoings: &Undoings, last: i64| {
        undoings.next_to_redo(last).map_err(|in_the_way| match in_the_way {
            None => Failure::refused(said!("there is no undo to take back", "没有可以取消的撤销")),
            Some((entry, undo)) => Failure::refused(said!(
                "entry {entry} was written after the last undo, entry {undo}",
                "最近一次撤销（第{undo}条记录）之后又写入了第{entry}条记录"
            ))
            .hint(said!(
                "`deals undo {undo}` takes that undo back all the same, but for what was changed since",
                "仍可用`deals undo {undo}`取消该次撤销，此后改动过的内容除外"
            )),
        })
    };
    let Some((undo, taken)) = args.how.run("redo", context, (which, false))? else { return Ok(()) };
    let undone = undo.undoes.unwrap_or(0);
    context.console.talk(said!(
        "returned what {} took back of entry {undone}",
        "已恢复{:#}从第{undone}条记录撤销的内容",
        entry_in_words(&undo)
    ));
    tell(&taken, context);
    Ok(())
}
