//! HTML for people: a table with its heading as caption and its notes below, to be put into a page or pasted into a document; with
//! `standalone`, a whole page that prints on A4 and asks nothing of anybody.

use std::io::{self, Write};

use askama::Template;

use super::Layout;
use super::shown::{RowKind, Shown, ShownRow};
use crate::domain::label::Lang;

/// A table with its heading and its notes.
#[derive(Template)]
#[template(path = "table.html")]
pub(super) struct Fragment<'a> {
    lang: &'static str,
    heading: &'a [String],
    heads: Vec<Head<'a>>,
    /// The head of what bars draw, where they are drawn.
    bars: Option<&'a str>,
    rows: Vec<Row<'a>>,
    total: Option<Row<'a>>,
    notes: Vec<Vec<Piece<'a>>>,
}

/// A piece of a note: words, or something to type.
struct Piece<'a> {
    text: &'a str,
    is_code: bool,
}

#[derive(Template)]
#[template(path = "page.html")]
struct Page<'a> {
    lang: &'static str,
    title: &'a str,
    /// How a table of many columns is fitted to paper.
    print: &'static str,
    fragment: &'a Fragment<'a>,
}

struct Head<'a> {
    text: &'a str,
    is_figure: bool,
}

struct Row<'a> {
    class: &'static str,
    cells: Vec<ShownCell<'a>>,
    /// The length of its bar in hundredths of the longest.
    bar: Option<String>,
}

struct ShownCell<'a> {
    text: &'a str,
    exact: Option<&'a str>,
    is_figure: bool,
    /// Whether it is never broken.
    is_code: bool,
    /// Whether it says what the row is of.
    is_head: bool,
}

/// Draws a fragment, or a page with one.
pub(super) fn draw(out: &mut dyn Write, layout: Layout, shown: &mut Shown) -> io::Result<()> {
    let lang = language(layout.lang);
    let fragment = fragment(shown, lang);
    if layout.standalone {
        let title = shown.heading.first().map_or("deals", String::as_str);
        let print = match fragment.heads.len() {
            0..=7 => "",
            8..=12 => "wide",
            13..=20 => "wider",
            _ => "widest",
        };
        Page { lang, title, print, fragment: &fragment }.write_into(out)?;
    } else {
        fragment.write_into(out)?;
    }
    writeln!(out)?;
    out.flush()
}

/// The tag of a language.
pub(super) fn language(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "en",
        Lang::Zh => "zh-CN",
    }
}

/// A note in pieces: what stands between backticks is to be typed.
fn pieces(note: &str) -> Vec<Piece<'_>> {
    let is_balanced = note.matches('`').count().is_multiple_of(2);
    if !is_balanced {
        return vec![Piece { text: note, is_code: false }];
    }
    note.split('`').enumerate().map(|(at, text)| Piece { text, is_code: at % 2 == 1 }).collect()
}

/// What is drawn of a sheet.
pub(super) fn fragment<'a>(shown: &'a Shown, lang: &'static str) -> Fragment<'a> {
    let heads = shown.heads.iter().zip(&shown.figures);
    let row = |row: &'a ShownRow| {
        // The name that stands first says what the row is of; under a subtotal those before it are left out.
        let head = row.texts.iter().position(|text| !text.is_empty()).unwrap_or(0);
        let cells = row.texts.iter().zip(&row.exact).zip(&shown.figures).enumerate();
        let cells = cells.map(|(at, ((text, exact), is_figure))| ShownCell {
            text,
            exact: exact.as_deref(),
            is_figure: *is_figure,
            is_code: shown.codes.get(at).copied().unwrap_or(false),
            is_head: at == head && !is_figure,
        });
        Row {
            class: match row.kind {
                RowKind::Line => "",
                RowKind::Subtotal => "subtotal",
                RowKind::Total => "total",
            },
            cells: cells.collect(),
            bar: row.bar.map(|part| format!("{:.1}", part * 100.0)),
        }
    };
    let total = shown.rows.iter().find(|row| row.kind == RowKind::Total).map(row);
    Fragment {
        lang,
        heading: &shown.heading,
        heads: heads.map(|(text, is_figure)| Head { text, is_figure: *is_figure }).collect(),
        bars: shown.bars_head(),
        rows: shown.rows.iter().filter(|row| row.kind != RowKind::Total).map(row).collect(),
        total,
        notes: shown.notes.iter().map(|note| pieces(note)).collect(),
    }
}
