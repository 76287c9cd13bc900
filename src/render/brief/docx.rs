//! A briefing as a Word document, to be edited: real headings, tables and lists in styles of their own, and charts with the workbooks
//! that their figures stand in, so that they can be changed as any chart of Word or WPS.

use std::io::{self, Cursor, Seek, Write};
use std::ops::RangeInclusive;

use askama::Template;
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr};
use zip::write::{SimpleFileOptions, ZipWriter};

use super::super::shown::{RowKind, Shown, ShownRow};
use super::super::workbook;
use super::chart::Chart;
use super::{harmless, shown};
use crate::brief::{Brief, Section};
use crate::domain::label::Lang;
use crate::lang::brief::numbered;

/// The width of what is printed on a page, in twentieths of a point and in the units of drawings.
const PAGE: usize = 9298;
const PICTURE: usize = 5_760_000;
/// How high a bar is with its gap, and what stands above the bars.
const BAR: usize = 270_000;
const HEAD: usize = 450_000;

/// How many columns a table has before its letters get smaller, and how many lines before it cannot be turned.
const COLUMNS: usize = 7;
const LINES: usize = 5;

/// How many letters a line of a table holds, in the usual ones and in smaller ones; what stands beside those of a cell.
const LETTERS: usize = 92;
const SMALL_LETTERS: usize = 124;
const BESIDE: usize = 4;

/// How long texts are that are never broken, a word for which room is kept, and a line of text where there is room.
const SHORT: usize = 10;
const LONGEST_WORD: usize = 14;
const LONGEST_LINE: usize = 44;

/// The sheet that holds the figures of a chart.
const SHEET: &str = "Sheet1";

#[derive(Template)]
#[template(path = "brief/docx/document.xml")]
struct Document {
    title: String,
    about: Vec<String>,
    sections: Vec<Part>,
    foot: Vec<String>,
}

struct Part {
    heading: String,
    paragraphs: Vec<String>,
    tables: Vec<Tabled>,
    points: Vec<String>,
}

struct Tabled {
    caption: Option<String>,
    style: &'static str,
    widths: Vec<usize>,
    rows: Vec<Row>,
    notes: Vec<String>,
    chart: Option<Picture>,
}

struct Row {
    is_head: bool,
    is_bold: bool,
    cells: Vec<Cell>,
}

struct Cell {
    text: String,
    width: usize,
    is_figure: bool,
}

/// Where a chart stands.
struct Picture {
    number: usize,
    title: String,
    width: usize,
    height: usize,
}

#[derive(Template)]
#[template(path = "brief/docx/styles.xml")]
struct Styles {
    latin: &'static str,
    body: &'static str,
    heading: &'static str,
    /// Whether paragraphs begin two characters in.
    indents: bool,
}

#[derive(Template)]
#[template(path = "brief/docx/chart.xml")]
struct ChartPart<'a> {
    chart: &'a Chart,
    lang: &'static str,
    sheet: &'static str,
    last: usize,
    form: &'static str,
}

#[derive(Template)]
#[template(path = "brief/docx/content_types.xml")]
struct ContentTypes {
    charts: RangeInclusive<usize>,
}

#[derive(Template)]
#[template(path = "brief/docx/document_rels.xml")]
struct DocumentRels {
    charts: RangeInclusive<usize>,
}

#[derive(Template)]
#[template(path = "brief/docx/chart_rels.xml")]
struct ChartRels {
    number: usize,
}

#[derive(Template)]
#[template(path = "brief/docx/core.xml")]
struct Core {
    title: String,
    day: String,
}

/// Writes it.
pub(super) fn write(out: &mut dyn Write, brief: &Brief) -> io::Result<()> {
    let mut charts = Vec::new();
    let sections = brief.sections.iter().enumerate().map(|(at, section)| part(at, section, brief.lang, &mut charts));
    let document = Document {
        title: harmless(&brief.title),
        about: brief.about.iter().map(|line| harmless(line)).collect(),
        sections: sections.collect(),
        foot: brief.foot.iter().map(|line| harmless(line)).collect(),
    };
    let (lang, styles) = match brief.lang {
        Lang::En => ("en-GB", Styles { latin: "Calibri", body: "宋体", heading: "黑体", indents: false }),
        Lang::Zh => ("zh-CN", Styles { latin: "Times New Roman", body: "仿宋", heading: "黑体", indents: true }),
    };
    let numbers = 1..=charts.len();
    let mut package = Package(ZipWriter::new(Cursor::new(Vec::new())));
    package.template("[Content_Types].xml", &ContentTypes { charts: numbers.clone() })?;
    package.part("_rels/.rels", include_bytes!("docx/rels.xml"))?;
    package
        .template("docProps/core.xml", &Core { title: harmless(&brief.title), day: brief.source.day.to_string() })?;
    package.template("word/document.xml", &document)?;
    package.template("word/_rels/document.xml.rels", &DocumentRels { charts: numbers })?;
    package.template("word/styles.xml", &styles)?;
    package.part("word/numbering.xml", include_bytes!("docx/numbering.xml"))?;
    package.part("word/footer1.xml", include_bytes!("docx/footer.xml"))?;
    package.part("word/settings.xml", include_bytes!("docx/settings.xml"))?;
    for (number, chart) in (1..).zip(&charts) {
        let has_decimals = chart.bars.iter().any(|bar| bar.value.contains('.'));
        let form = if has_decimals { "#,##0.00" } else { "#,##0" };
        let part = ChartPart { chart, lang, sheet: SHEET, last: chart.bars.len() + 1, form };
        package.template(&format!("word/charts/chart{number}.xml"), &part)?;
        package.template(&format!("word/charts/_rels/chart{number}.xml.rels"), &ChartRels { number })?;
        package.part(&format!("word/embeddings/chart{number}.xlsx"), &embedded(chart)?)?;
    }
    let file = package.0.finish()?;
    out.write_all(&file.into_inner())?;
    out.flush()
}

/// The parts of a document, in one file.
struct Package<W: Write + Seek>(ZipWriter<W>);

impl<W: Write + Seek> Package<W> {
    fn part(&mut self, name: &str, content: &[u8]) -> io::Result<()> {
        // The time is always the same, so that the same content is the same file.
        self.0.start_file(name, SimpleFileOptions::default())?;
        self.0.write_all(content)
    }

    fn template(&mut self, name: &str, template: &impl Template) -> io::Result<()> {
        let text = template.render().map_err(io::Error::other)?;
        self.part(name, text.as_bytes())
    }
}

fn part(at: usize, section: &Section, lang: Lang, charts: &mut Vec<Chart>) -> Part {
    let tabled = section.tables.iter().map(|table| {
        let shown = shown(&table.sheet, lang);
        let chart = Chart::of(&table.sheet, &shown).map(|chart| {
            let height = HEAD + BAR * chart.bars.len();
            let title = chart.title.clone();
            charts.push(chart);
            Picture { number: charts.len(), title, width: PICTURE, height }
        });
        Tabled { caption: table.caption.as_deref().map(harmless), chart, ..of_shown(&upright(shown)) }
    });
    Part {
        heading: harmless(&numbered(at, &section.heading, lang)),
        paragraphs: section.paragraphs.iter().map(|prose| harmless(&prose.text())).collect(),
        tables: tabled.collect(),
        points: section.points.iter().map(|point| harmless(point)).collect(),
    }
}

/// A table of many columns and few lines, turned so that it stands on a page: a line for each column.
fn upright(shown: Shown) -> Shown {
    if shown.heads.len() <= COLUMNS || shown.rows.len() > LINES || shown.lead != Some(1) {
        return shown;
    }
    let text = |row: &ShownRow, at: usize| row.texts.get(at).cloned().unwrap_or_default();
    let line = |at: usize| ShownRow {
        kind: RowKind::Line,
        texts: std::iter::once(shown.heads[at].clone()).chain(shown.rows.iter().map(|row| text(row, at))).collect(),
        exact: vec![None; shown.rows.len() + 1],
        bar: None,
    };
    let heads = std::iter::once(shown.heads[0].clone()).chain(shown.rows.iter().map(|row| text(row, 0)));
    let columns = shown.rows.len() + 1;
    Shown {
        heads: heads.collect(),
        figures: (0..columns).map(|at| at > 0).collect(),
        codes: vec![false; columns],
        rows: (1..shown.heads.len()).map(line).collect(),
        ..shown
    }
}

/// A table in the widths that its texts need.
fn of_shown(shown: &Shown) -> Tabled {
    let is_small = shown.heads.len() > COLUMNS;
    let widths = widths(shown, if is_small { SMALL_LETTERS } else { LETTERS });
    let row = |texts: &[String], is_head: bool, is_bold: bool| Row {
        is_head,
        is_bold,
        cells: texts
            .iter()
            .zip(&shown.figures)
            .zip(&widths)
            .map(|((text, is_figure), width)| Cell { text: text.clone(), width: *width, is_figure: *is_figure })
            .collect(),
    };
    let mut rows = vec![row(&shown.heads, true, true)];
    rows.extend(shown.rows.iter().map(|line| row(&line.texts, false, line.kind != RowKind::Line)));
    let style = if is_small { "SmallTableText" } else { "TableText" };
    Tabled { caption: None, style, widths, rows, notes: shown.notes.clone(), chart: None }
}

/// The width of each column: what cannot be broken has the room that it needs, and what is left goes to the longer texts.
fn widths(shown: &Shown, letters: usize) -> Vec<usize> {
    let columns = 0..shown.heads.len();
    let texts = |at: usize| shown.rows.iter().filter_map(move |row| row.texts.get(at));
    let widest = |at: usize| texts(at).map(|text| text.width()).max().unwrap_or(0);
    let is_whole = |at: usize| [&shown.figures, &shown.codes].iter().any(|some| some.get(at) == Some(&true));
    let whole = |at: usize| is_whole(at) || widest(at) <= SHORT;
    let longest_word = |text: &String| {
        let words = text.split(|c: char| c.is_whitespace() || c.width().unwrap_or(0) > 1);
        words.map(UnicodeWidthStr::width).max().unwrap_or(0).max(4)
    };
    let least = |at: usize| {
        let own = if whole(at) { widest(at) } else { texts(at).map(longest_word).max().unwrap_or(0).min(LONGEST_WORD) };
        own.max(shown.heads.get(at).map_or(0, longest_word)) + BESIDE
    };
    let least: Vec<usize> = columns.clone().map(least).collect();
    let more: Vec<usize> =
        columns.map(|at| (widest(at).min(LONGEST_LINE) + BESIDE).saturating_sub(least[at])).collect();
    let (sum, wanted) = (least.iter().sum::<usize>(), more.iter().sum::<usize>());
    let room = letters.saturating_sub(sum);
    let width = |(least, more): (&usize, &usize)| {
        let own = least * wanted.max(1) + more * room.min(wanted);
        own * PAGE / (sum * wanted.max(1) + wanted * room.min(wanted)).max(1)
    };
    least.iter().zip(&more).map(width).collect()
}

/// The workbook in which the figures of a chart stand.
fn embedded(chart: &Chart) -> io::Result<Vec<u8>> {
    let mut book = workbook::workbook()?;
    let mut sheet = workbook::worksheet(&mut book, SHEET)?;
    sheet.write_string(0, 1, &chart.title).map_err(workbook::fault)?;
    for (row, bar) in (1..).zip(&chart.bars) {
        sheet.write_string(row, 0, &bar.label).map_err(workbook::fault)?;
        let value = bar.value.parse::<f64>().map_err(io::Error::other)?;
        sheet.write_number(row, 1, value).map_err(workbook::fault)?;
    }
    book.push_worksheet(sheet);
    let mut file = Vec::new();
    workbook::save(book, &mut file)?;
    Ok(file)
}
