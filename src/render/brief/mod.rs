//! Briefings as documents: one file a form. Knows briefings, not the ledger.

mod chart;
mod docx;
mod html;
mod json;
mod markdown;
mod text;
mod xlsx;

use std::io::{self, Write};

use super::shown::{self, Shown};
use super::{Layout, visible};
use crate::brief::Brief;
use crate::domain::label::Lang;
use crate::sheet::Sheet;

/// A form of briefings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For a message: no frames, a line for each row.
    Text,
    /// Markdown.
    Markdown,
    /// One page that asks nothing of anybody.
    Html,
    /// A Word document, to be edited.
    Docx,
    /// An Excel workbook with a sheet for each section.
    Xlsx,
    /// For programs.
    Json,
}

/// Writes a briefing.
pub fn write(out: &mut dyn Write, format: Format, brief: &Brief) -> io::Result<()> {
    match format {
        Format::Text => text::write(out, brief),
        Format::Markdown => markdown::write(out, brief),
        Format::Html => html::write(out, brief),
        Format::Docx => docx::write(out, brief),
        Format::Xlsx => xlsx::write(out, brief),
        Format::Json => json::write(out, brief),
    }
}

/// How the tables of a briefing are laid out.
fn layout(lang: Lang) -> Layout {
    Layout {
        format: super::Format::Html,
        lang,
        width: None,
        ascii: false,
        unit: None,
        standalone: false,
        for_programs: false,
    }
}

/// What people see of a table.
fn shown(sheet: &Sheet, lang: Lang) -> Shown {
    let mut shown = shown::shown(layout(lang), sheet);
    for text in shown.rows.iter_mut().flat_map(|row| &mut row.texts).chain(&mut shown.heads) {
        *text = harmless(text);
    }
    shown
}

/// A text of the ledger as any document may hold it.
fn harmless(text: &str) -> String {
    // These two are no characters, and nothing that XML may hold.
    visible(text).replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")
}
