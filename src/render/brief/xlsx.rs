//! A briefing as an Excel workbook: a sheet for each section, its text above its tables, its charts below them.

use std::io::{self, Write};

use rust_xlsxwriter::{ChartDataLabel, ChartFormat, ChartSolidFill, ChartType};

use super::super::Layout;
use super::super::page::{Held, Kind, Page};
use super::super::unit::Unit;
use super::super::workbook::{self, fault};
use super::super::worksheet::{A4, BAR, SheetWriter};
use super::chart::{Chart, MOST};
use super::{harmless, layout, shown};
use crate::brief::{Brief, Section, Table};
use crate::domain::label::Lang;
use crate::lang::brief::numbered;
use crate::sheet::{Cell, ColumnKind, Sheet};

/// How many characters the name of a sheet has at most.
const LONGEST_NAME: usize = 31;

/// How many pixels high a bar is with its gap, and what stands above the bars; how wide a chart is.
const BAR_HEIGHT: u32 = 26;
const HEAD: u32 = 70;
const WIDTH: u32 = 640;

/// How many pixels high a row is.
const ROW_HEIGHT: u32 = 20;

/// Writes it.
pub(super) fn write(out: &mut dyn Write, brief: &Brief) -> io::Result<()> {
    let mut book = workbook::workbook()?;
    let last = brief.sections.len().saturating_sub(1);
    for (at, section) in brief.sections.iter().enumerate() {
        let heading = harmless(&numbered(at, &section.heading, brief.lang));
        let name = sheet_name(&heading);
        let mut page = Page::new(workbook::worksheet(&mut book, &name)?);
        if at == 0 {
            page.text(&harmless(&brief.title), Kind::Head)?;
            lines(&mut page, &brief.about)?;
            page.row([], false)?;
        }
        page.text(&heading, Kind::Head)?;
        for prose in &section.paragraphs {
            page.text(&harmless(&prose.text()), Kind::Text)?;
        }
        page = tables(page, section, brief, &name)?;
        lines(&mut page, &section.points)?;
        if at == last {
            page.row([], false)?;
            lines(&mut page, &brief.foot)?;
        }
        // Printed, it is as wide as the paper.
        page.sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
        book.push_worksheet(page.sheet);
    }
    workbook::save(book, out)
}

fn lines(page: &mut Page, texts: &[String]) -> io::Result<()> {
    texts.iter().try_for_each(|text| page.text(&harmless(text), Kind::Text))
}

fn tables(mut page: Page, section: &Section, brief: &Brief, name: &str) -> io::Result<Page> {
    for Table { caption, sheet } in &section.tables {
        page.row([], false)?;
        if let Some(caption) = caption {
            page.text(&harmless(caption), Kind::Head)?;
        }
        let (head, layout) = (page.rows, Layout { unit: Some(unit(sheet, brief.lang)), ..layout(brief.lang) });
        let mut plain = sheet.clone();
        plain.chart = None;
        let mut writer = SheetWriter::begin(page, layout, &plain, false)?;
        for (at, row) in plain.rows.iter().enumerate() {
            if plain.subtotals.contains(&at) { writer.subtotal(row)? } else { writer.row(row)? }
        }
        page = writer.finish(plain.total.as_deref(), &plain.notes)?;
        let Some(at) = sheet.chart else { continue };
        if sheet.subtotals.is_empty() {
            let count = u32::try_from(sheet.rows.len().min(MOST)).unwrap_or(u32::MAX);
            draw(&mut page, name, (head, count), (sheet.lead.saturating_sub(1), at))?;
        } else if let Some(chart) = Chart::of(sheet, &shown(sheet, brief.lang)) {
            // Lines under subtotals have no range of their own: those that are drawn stand once more below.
            page.row([], false)?;
            let head = page.rows;
            let heads = [String::new(), chart.title.clone()];
            page.row(heads.map(|head| (Held::Text(head.into()), Kind::HeadOfFigures)), false)?;
            for bar in &chart.bars {
                let figure = (Held::Figure(bar.value.clone()), Kind::Money { digits: 2, code: None });
                page.row([(Held::Text(bar.label.as_str().into()), Kind::Text), figure], false)?;
            }
            draw(&mut page, name, (head, u32::try_from(chart.bars.len()).unwrap_or(u32::MAX)), (0, 1))?;
        }
    }
    Ok(page)
}

/// The unit of all amounts of a table: that of the largest.
fn unit(sheet: &Sheet, lang: Lang) -> Unit {
    let cells = sheet.rows.iter().chain(&sheet.total).flatten().zip(sheet.columns.iter().cycle());
    let amounts = cells.filter_map(|(cell, column)| match (cell, column.kind) {
        (Cell::Money { minor, currency }, ColumnKind::Money(_)) => Some((minor.unsigned_abs(), currency.digits())),
        _ => None,
    });
    let (largest, digits) = amounts.max().unwrap_or_default();
    Unit::fitting(largest, digits, lang)
}

/// Draws lines below what is written so far: under a head so many, what they are called in one column and their figures in another.
fn draw(page: &mut Page, sheet: &str, (head, count): (u32, u32), (names, figures): (usize, usize)) -> io::Result<()> {
    if count < 2 {
        return Ok(());
    }
    let [names, figures] = [names, figures].map(|at| u16::try_from(at).unwrap_or(u16::MAX));
    let (first, last) = (head + 1, head + count);
    let mut chart = rust_xlsxwriter::Chart::new(ChartType::Bar);
    chart
        .add_series()
        .set_categories((sheet, first, names, last, names))
        .set_values((sheet, first, figures, last, figures))
        .set_name((sheet, head, figures))
        .set_gap(60)
        .set_format(ChartFormat::new().set_solid_fill(ChartSolidFill::new().set_color(BAR)))
        .set_data_label(ChartDataLabel::new().show_value());
    // The axis that stands upright is that of the names, the first on top.
    chart.y_axis().set_reverse();
    chart.x_axis().set_hidden(true).set_major_gridlines(false).set_min(0);
    chart.legend().set_hidden();
    let height = HEAD + BAR_HEIGHT * count;
    chart.set_width(WIDTH).set_height(height);
    page.sheet.insert_chart(page.rows + 1, 0, &chart).map_err(fault)?;
    page.rows += height.div_ceil(ROW_HEIGHT) + 2;
    Ok(())
}

/// What a heading leaves for the name of a sheet.
fn sheet_name(heading: &str) -> String {
    let fits: String =
        heading.chars().map(|c| if matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\') { ' ' } else { c }).collect();
    let mut units = 0;
    let kept: String = fits
        .chars()
        .take_while(|c| {
            units += c.len_utf16();
            units <= LONGEST_NAME
        })
        .collect();
    kept.trim_matches(|c: char| c == '\'' || c.is_whitespace()).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_is_called_as_its_section_as_far_as_that_goes() {
        assert_eq!(sheet_name("1. Overview"), "1. Overview");
        assert_eq!(sheet_name("3. Where/how: the money [CNY] comes from it"), "3. Where how  the money  CNY  c");
        assert_eq!(sheet_name("2. it's 'so' "), "2. it's 'so");
    }
}
