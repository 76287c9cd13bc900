//! A workbook to be filled in: heads, lists to pick from, one example. What its columns are comes from elsewhere.
//!
//! The lists stand on a hidden sheet of their own, since what stands in the rule itself may be 255 characters long.

use std::io::{self, Write};

use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, ExcelDateTime, Format, FormatAlign, FormatBorder,
    Formula, Worksheet,
};

use super::workbook::{self, fault};

/// A workbook to be filled in.
#[derive(Debug)]
pub struct Template {
    /// The name of the sheet that is filled in.
    pub name: &'static str,
    /// The name of the hidden sheet.
    pub lists: &'static str,
    /// Its columns.
    pub columns: Vec<TemplateColumn>,
}

/// A column of it.
#[derive(Debug)]
pub struct TemplateColumn {
    /// What stands above it.
    pub head: &'static str,
    /// What goes in, told where a cell is chosen.
    pub hint: &'static str,
    /// Whether it must be filled in.
    pub is_required: bool,
    /// What goes in, as far as it is checked.
    pub takes: Takes,
    /// What the example has here; a date as `2019-08-26`, an amount as a decimal.
    pub example: String,
}

/// What a column takes.
#[derive(Debug)]
pub enum Takes {
    /// Any text.
    Text,
    /// A date from the first to the last day; others after a warning.
    Date(&'static str, &'static str),
    /// A number from zero on.
    Amount,
    /// One of a list.
    OneOf {
        /// The list; of an empty one nothing can be picked.
        values: Vec<String>,
        /// Whether nothing else is taken; otherwise there is a warning.
        only: bool,
    },
}

/// How many rows are ready to be filled in, below the head and the example.
const ROWS: u32 = 1000;

const NAVY: u32 = 0x001F_3864;
const WHITE: u32 = 0x00FF_FFFF;
const PALE: u32 = 0x00E7_EAF0;
const GREY: u32 = 0x0080_8080;

/// How wide a column is at least, one of free text, and, since most is yet to come, at most.
const NARROW: usize = 12;
const FREE: usize = 20;
const WIDE: usize = 32;

/// Writes the workbook.
pub fn write(out: &mut dyn Write, template: &Template) -> io::Result<()> {
    let mut book = workbook::workbook()?;
    let mut sheet = workbook::worksheet(&mut book, template.name)?;
    let mut lists = workbook::worksheet(&mut book, template.lists)?;
    lists.set_hidden(true);
    write_lists(&mut lists, &template.columns)?;
    for (at, column) in (0..).zip(&template.columns) {
        if let Some(format) = format(&column.takes) {
            sheet.set_column_format(at, &format).map_err(fault)?;
        }
        let rule = rule(column, at, template.lists)?;
        sheet.add_data_validation(1, at, ROWS + 1, at, &rule).map_err(fault)?;
    }
    for (at, column) in (0..).zip(&template.columns) {
        sheet.write_string_with_format(0, at, column.head, &head(column.is_required)).map_err(fault)?;
    }
    for (at, column) in (0..).zip(&template.columns) {
        write_example(&mut sheet, at, column)?;
    }
    let widths: Vec<usize> = template.columns.iter().map(width).collect();
    workbook::set_widths(&mut sheet, &widths)?;
    sheet.set_freeze_panes(1, 0).map_err(fault)?;
    book.push_worksheet(sheet);
    book.push_worksheet(lists);
    workbook::save(book, out)
}

fn values(column: &TemplateColumn) -> &[String] {
    match &column.takes {
        Takes::OneOf { values, .. } => values,
        _ => &[],
    }
}

/// Each list below its head, under the letter of the column that it is for.
fn write_lists(sheet: &mut Worksheet, columns: &[TemplateColumn]) -> io::Result<()> {
    let longest = columns.iter().map(|column| values(column).len()).max().unwrap_or(0);
    for row in 0..=longest {
        let number = u32::try_from(row).unwrap_or(u32::MAX);
        for (at, column) in (0..).zip(columns).filter(|(_, column)| !values(column).is_empty()) {
            let text = if row == 0 { Some(column.head) } else { values(column).get(row - 1).map(String::as_str) };
            if let Some(text) = text {
                sheet.write_string(number, at, text).map_err(fault)?;
            }
        }
    }
    Ok(())
}

fn rule(column: &TemplateColumn, at: u16, lists: &str) -> io::Result<DataValidation> {
    let date = |text: &str| ExcelDateTime::parse_from_str(text).map_err(fault);
    let rule = DataValidation::new();
    let (rule, is_strict) = match &column.takes {
        Takes::Date(first, last) => (rule.allow_date(DataValidationRule::Between(date(first)?, date(last)?)), false),
        Takes::Amount => (rule.allow_decimal_number(DataValidationRule::GreaterThanOrEqualTo(0.0)), true),
        Takes::OneOf { values, only } if !values.is_empty() => {
            let letter = rust_xlsxwriter::utility::column_number_to_name(at);
            let list = format!("='{lists}'!${letter}$2:${letter}${}", values.len() + 1);
            (rule.allow_list_formula(Formula::new(list)), *only)
        }
        Takes::Text | Takes::OneOf { .. } => (rule.allow_any_value(), false),
    };
    let style = if is_strict { DataValidationErrorStyle::Stop } else { DataValidationErrorStyle::Warning };
    rule.set_error_style(style)
        .set_input_title(column.head)
        .and_then(|rule| rule.set_input_message(column.hint))
        .and_then(|rule| rule.set_error_title(column.head))
        .and_then(|rule| rule.set_error_message(column.hint))
        .map_err(fault)
}

fn head(is_required: bool) -> Format {
    let head = if is_required {
        workbook::head().set_background_color(NAVY).set_font_color(WHITE)
    } else {
        Format::new().set_background_color(PALE)
    };
    head.set_border_bottom(FormatBorder::Thin)
}

/// How the cells of a column look. Text is said to be text, so that `007` and `3-5` stay what they are.
fn format(takes: &Takes) -> Option<Format> {
    match takes {
        Takes::Text => Some(Format::new().set_num_format("@")),
        Takes::Date(..) => Some(Format::new().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left)),
        Takes::Amount => Some(Format::new().set_num_format("#,##0.00##")),
        Takes::OneOf { .. } => None,
    }
}

fn write_example(sheet: &mut Worksheet, at: u16, column: &TemplateColumn) -> io::Result<()> {
    let grey = format(&column.takes).unwrap_or_default().set_italic().set_font_color(GREY);
    let written = match &column.takes {
        _ if column.example.is_empty() => return Ok(()),
        Takes::Date(..) => {
            let day = ExcelDateTime::parse_from_str(&column.example).map_err(fault)?;
            sheet.write_datetime_with_format(1, at, day, &grey)
        }
        Takes::Amount => {
            let amount: f64 = column.example.parse().map_err(io::Error::other)?;
            sheet.write_number_with_format(1, at, amount, &grey)
        }
        Takes::Text | Takes::OneOf { .. } => sheet.write_string_with_format(1, at, column.example.as_str(), &grey),
    };
    written.map_err(fault)?;
    Ok(())
}

fn width(column: &TemplateColumn) -> usize {
    let texts = values(column).iter().map(String::as_str).chain([column.head, column.example.as_str()]);
    let least = if matches!(column.takes, Takes::Text) { FREE } else { NARROW };
    texts.map(workbook::width).max().unwrap_or(0).clamp(least, WIDE)
}
