//! A briefing as data: each sentence with the exact figures in it, each table as `report --format json` has it.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::super::{Format, Layout};
use super::layout;
use crate::brief::{Brief, Section};
use crate::lang::brief::{Piece, Prose};
use crate::sheet::Sheet;

/// Writes it.
pub(super) fn write(out: &mut dyn Write, brief: &Brief) -> io::Result<()> {
    let sections: io::Result<Vec<Value>> = brief.sections.iter().map(|section| of_section(section, brief)).collect();
    let source = &brief.source;
    let whole = json!({
        "title": brief.title,
        "about": brief.about,
        "day": source.day.to_string(),
        "currency": source.currency.code(),
        "ledger": source.ledger,
        "entry": source.entry,
        "sections": sections?,
        "foot": brief.foot,
        "again": source.again,
    });
    serde_json::to_writer_pretty(&mut *out, &whole)?;
    writeln!(out)?;
    out.flush()
}

fn of_section(section: &Section, brief: &Brief) -> io::Result<Value> {
    let mut tables = Vec::new();
    for table in &section.tables {
        tables.push(json!({ "caption": table.caption, "table": of_sheet(&table.sheet, brief)? }));
    }
    Ok(json!({
        "section": section.key,
        "heading": section.heading,
        "paragraphs": section.paragraphs.iter().map(of_prose).collect::<Vec<_>>(),
        "tables": tables,
        "points": section.points,
    }))
}

fn of_prose(prose: &Prose) -> Value {
    let figures = prose.pieces.iter().filter_map(|piece| match piece {
        Piece::Words(_) => None,
        Piece::Figure(figure) => Some(json!({ "shown": figure.shown, "exact": figure.exact })),
    });
    json!({ "text": prose.text(), "figures": figures.collect::<Vec<_>>() })
}

fn of_sheet(sheet: &Sheet, brief: &Brief) -> io::Result<Value> {
    let mut text = Vec::new();
    super::super::write(&mut text, Layout { format: Format::Json, ..layout(brief.lang) }, sheet)?;
    Ok(serde_json::from_slice(&text)?)
}
