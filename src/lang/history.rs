//! The words of history: how an entry is told.

use super::{Said, said};
use crate::store::Entry;

/// When and by whom an entry was written, with which command and message: `2019-08-27 14:03, wang, edit (as signed)`.
#[must_use]
pub fn written(entry: &Entry, when: &str) -> Said {
    let Entry { who, command, message, undoes, .. } = entry;
    let did = match undoes {
        Some(undone) => said!("{command} of entry {undone}", "{command}（第{undone}条记录）"),
        None => Said::same(command),
    };
    match message {
        Some(message) => said!("{when}, {who}, {did} ({message})", "{when}，{who}，{did:#}（{message}）"),
        None => said!("{when}, {who}, {did}", "{when}，{who}，{did:#}"),
    }
}
