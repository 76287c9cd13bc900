//! A briefing as one page: charts drawn in it, fit for paper, phones and dark screens, and a script that sorts and filters tables where
//! scripts run. The page asks nothing of anybody, and its policy forbids it to.

use std::io::{self, Write};

use askama::Template;

use super::super::html::{Fragment, fragment, language};
use super::super::shown::Shown;
use super::chart::Chart;
use super::{harmless, shown};
use crate::brief::{Brief, Section, Table};
use crate::lang::brief::{Piece, numbered};
use crate::lang::words;

/// What sorts and filters tables.
const SCRIPT: &str = include_str!("page.js");

/// Its SHA-256, in base 64: what the policy of the page lets run. A test holds it.
const SCRIPT_HASH: &str = "e3Z/lVhCLM7nKvMMJ3+4b6DiMaoCFE3yeen+MKhjQyQ=";

/// The lengths of the pictures, in their own units: about the pixels of a screen.
const LINE: usize = 24;
const WIDTH: usize = 480;
/// The width of half a Chinese character.
const LETTER: usize = 7;
/// How many of these a label has at most.
const LABEL: usize = 24;
/// What is kept free for the figures behind the bars.
const FIGURES: usize = 80;

#[derive(Template)]
#[template(path = "brief/brief.html")]
struct Page<'a> {
    lang: &'static str,
    title: String,
    about: Vec<String>,
    sections: Vec<Part<'a>>,
    foot: Vec<String>,
    script: &'static str,
    script_hash: &'static str,
    filter: &'static str,
    shown_of: &'static str,
}

struct Part<'a> {
    key: &'static str,
    heading: String,
    paragraphs: Vec<Vec<Text<'a>>>,
    tables: Vec<Tabled<'a>>,
    points: Vec<String>,
}

/// A piece of a text, with the exact figure where it is one.
struct Text<'a> {
    shown: String,
    exact: Option<&'a str>,
}

struct Tabled<'a> {
    caption: Option<String>,
    table: Fragment<'a>,
    chart: Option<Picture>,
}

/// A chart in its place.
struct Picture {
    title: String,
    width: usize,
    height: usize,
    lines: Vec<Drawn>,
}

struct Drawn {
    label: String,
    whole: String,
    shown: String,
    label_x: usize,
    bar_x: usize,
    bar_width: String,
    shown_x: String,
    bar_y: usize,
    text_y: usize,
}

/// Writes it.
pub(super) fn write(out: &mut dyn Write, brief: &Brief) -> io::Result<()> {
    // Each with its chart, which takes the place of bars within the table.
    let of_table = |table: &Table| {
        let mut shown = shown(&table.sheet, brief.lang);
        let chart = Chart::of(&table.sheet, &shown);
        shown.chart = None;
        (shown, chart)
    };
    let of_section = |section: &Section| section.tables.iter().map(of_table).collect();
    let tables: Vec<Vec<(Shown, Option<Chart>)>> = brief.sections.iter().map(of_section).collect();
    let lang = language(brief.lang);
    let sections = brief.sections.iter().zip(&tables).enumerate();
    let words = words(brief.lang);
    let page = Page {
        lang,
        title: harmless(&brief.title),
        about: brief.about.iter().map(|line| harmless(line)).collect(),
        sections: sections
            .map(|(at, (section, tables))| part(&numbered(at, &section.heading, brief.lang), section, tables, lang))
            .collect(),
        foot: brief.foot.iter().map(|line| harmless(line)).collect(),
        script: SCRIPT,
        script_hash: SCRIPT_HASH,
        filter: words.filter,
        shown_of: words.shown_of,
    };
    page.write_into(out)?;
    writeln!(out)?;
    out.flush()
}

fn part<'a>(heading: &str, section: &'a Section, tables: &'a [(Shown, Option<Chart>)], lang: &'static str) -> Part<'a> {
    let text = |piece: &'a Piece| match piece {
        Piece::Words(words) => Text { shown: harmless(words), exact: None },
        Piece::Figure(figure) => Text { shown: harmless(&figure.shown), exact: Some(&figure.exact) },
    };
    let captions = section.tables.iter().map(|table| table.caption.as_deref().map(harmless));
    let of_table = |(caption, (shown, chart)): (Option<String>, &'a (Shown, Option<Chart>))| Tabled {
        caption,
        table: fragment(shown, lang),
        chart: chart.as_ref().map(drawn),
    };
    Part {
        key: section.key,
        heading: harmless(heading),
        paragraphs: section.paragraphs.iter().map(|prose| prose.pieces.iter().map(text).collect()).collect(),
        tables: captions.zip(tables).map(of_table).collect(),
        points: section.points.iter().map(|point| harmless(point)).collect(),
    }
}

/// Lays a chart out: labels to the left of the bars, figures behind them.
#[expect(clippy::cast_precision_loss, reason = "a bar is drawn, not read to the last digit")]
fn drawn(chart: &Chart) -> Picture {
    let bar_x = chart.label_width().min(LABEL) * LETTER + 10;
    let room = (WIDTH - bar_x - FIGURES) as f64;
    let lines = chart.bars.iter().enumerate().map(|(at, bar)| {
        let length = bar.length.max(0.0) * room;
        Drawn {
            label: cut(&bar.label),
            whole: bar.label.clone(),
            shown: bar.shown.clone(),
            label_x: bar_x - 6,
            bar_x,
            bar_width: format!("{length:.1}"),
            shown_x: format!("{:.1}", bar_x as f64 + length + 6.0),
            bar_y: at * LINE + 4,
            text_y: at * LINE + 17,
        }
    });
    Picture { title: chart.title.clone(), width: WIDTH, height: chart.bars.len() * LINE + 4, lines: lines.collect() }
}

/// As much of a label as there is room for.
fn cut(label: &str) -> String {
    use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr as _};
    if label.width() <= LABEL {
        return label.to_owned();
    }
    let mut width = 0;
    let kept: String = label
        .chars()
        .take_while(|c| {
            width += c.width().unwrap_or(0);
            width < LABEL
        })
        .collect();
    kept + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_label_is_cut_where_its_room_ends() {
        assert_eq!(cut("Integrated circuits"), "Integrated circuits");
        assert_eq!(cut("新一代信息技术与先进制造业融合发展"), "新一代信息技术与先进制…");
    }
}
