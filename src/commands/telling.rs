//! What is told of files that are read: what was found out about them, what was left out, what did not go in as it stands.

use super::context::Context;
use crate::domain::deal::Field;
use crate::intake::cells::Told;
use crate::intake::header::Use;
use crate::intake::heads::unit_of;
use crate::intake::source::{LeftOut, Source};

/// Says what was found out about a file where it is not what `export` writes.
pub(crate) fn found(source: &Source, context: &Context) {
    let Source { name, found, columns, .. } = source;
    let talk = |text: String| context.console.talk(&format!("{name}: {text}"));
    if let Some(encoding) = found.encoding.filter(|encoding| !encoding.is_utf8()) {
        talk(format!("read as {}", encoding.name()));
    }
    if let Some((sheet, others, hidden)) = &found.sheet
        && others + hidden > 0
    {
        talk(format!("read sheet `{sheet}`; left out: other sheets {others}, hidden {hidden}"));
    }
    if source.is_open_in_excel() {
        context.console.warn(&format!("{name}: is open in Excel; what is not saved there is not in it"));
    }
    if !found.titles.is_empty() {
        talk(format!("the header is line {}; rows above it passed over: {}", found.header_line, found.titles.len()));
    }
    if !columns.has(Field::Amount)
        && let Some(column) = columns.used_for(&Use::Extra).find(|name| unit_of(name).is_some())
    {
        context.console.warn(&format!(
            "{name}: no column is read as amount, so the deals have none; `{column}` looks like one \
             (--map \"amount={column}\")"
        ));
    }
    if let Some((unit, _)) = &columns.unit {
        talk(format!("amounts are counted in `{}`", unit.text));
    }
    let listed = |wanted: &Use| {
        let names: Vec<&str> = columns.used_for(wanted).collect();
        let shown: Vec<String> = names.iter().take(NAMED).map(|name| format!("`{}`", shortened(name))).collect();
        let more = names.len().saturating_sub(NAMED);
        if more > 0 { format!("{} and {more} more", shown.join(", ")) } else { shown.join(", ") }
    };
    for (used, said) in [
        (Use::Follows, "follow from other fields and are ignored"),
        (Use::Serial, "number the rows and are left out"),
        (Use::Extra, "fit no field and are kept with the deals as `extra`"),
    ] {
        let names = listed(&used);
        if !names.is_empty() {
            talk(format!("columns that {said}: {names}"));
        }
    }
}

/// How many columns are named, and how much of a name.
const NAMED: usize = 20;
const SHOWN: usize = 60;

fn shortened(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// Says what was left out of a file, and what of it was not taken as it stands.
pub(crate) fn left_out(name: &str, left_out: &LeftOut, context: &Context) {
    let talk = |text: String| context.console.talk(&format!("{name}: {text}"));
    for (count, what) in [
        (left_out.blank, "blank rows passed over"),
        (left_out.headers, "rows that repeat the header left out"),
        (left_out.examples, "worked examples left out"),
    ] {
        if count > 0 {
            talk(format!("{what}: {count}"));
        }
    }
    if !left_out.totals.is_empty() {
        let lines: Vec<String> = left_out.totals.iter().take(NAMED).map(ToString::to_string).collect();
        let more = if left_out.totals.len() > NAMED { ", …" } else { "" };
        talk(format!("rows of totals left out: {} (line {}{more})", left_out.totals.len(), lines.join(", ")));
    }
    for (line, note) in left_out.notes.iter().take(NAMED) {
        context.console.talk(&format!("{name}:{line}: taken for a note, not a deal: {}", shortened(note)));
    }
    if left_out.notes.len() > NAMED {
        talk(format!("other notes: {}", left_out.notes.len() - NAMED));
    }
    for wrong in left_out.wrong_totals.iter().take(NAMED) {
        let (says, sum) = (wrong.says.normalize(), wrong.sum.normalize());
        context.console.warn(&format!("{name}:{}: the total says {says}, the rows above add up to {sum}", wrong.line));
    }
}

/// Says which rows did not go into the fields where they stood.
pub(crate) fn rows(told: &Told, context: &Context) {
    for (count, what) in [
        (told.several_sectors, "sector cells that name several, of which the first was taken and the rest are tags"),
        (told.places_aside, "places of which words were left over and are kept as `extra`"),
        (told.vague, "vague amounts left out and kept in the note"),
        (told.nameless, "cells in columns without a name, kept as `extra`"),
    ] {
        if count > 0 {
            context.console.talk(&format!("{what}: {count}"));
        }
    }
}
