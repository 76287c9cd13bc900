//! A page of a workbook: cells typed as spreadsheets type them, in the looks that go with what they are.

use std::borrow::Cow;
use std::io;

use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, FormatBorder, Worksheet};

use super::workbook::{self, LONGEST_TEXT, MOST_ROWS, fault};
use super::wrap::wrapped;
use crate::domain::currency::Currency;
use crate::domain::date::PartialDate;
use crate::domain::money::{decimal, divide_rounded, grouped};

/// How many digits wide a line of text above and below a table is at most.
const PAGE: u16 = 100;

/// What a cell of the sheet holds.
pub(super) enum Held<'a> {
    Nothing,
    Text(Cow<'a, str>),
    /// An exact decimal.
    Figure(String),
    /// A date known to the day.
    Day(PartialDate),
}

/// How a cell looks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Head,
    HeadOfFigures,
    Text,
    /// A figure with more digits than the number of a spreadsheet holds.
    LongFigure,
    Count,
    Number,
    Money {
        digits: u32,
        /// The currency that stands before it.
        code: Option<Currency>,
    },
    Share,
    Change,
    Day,
}

impl Kind {
    fn format(self, is_total: bool) -> Format {
        let format = match self {
            Self::Head => workbook::head(),
            Self::HeadOfFigures => workbook::head().set_align(FormatAlign::Right),
            Self::Text => Format::new(),
            Self::LongFigure => Format::new().set_align(FormatAlign::Right),
            Self::Count => Format::new().set_num_format("#,##0"),
            Self::Number => Format::new().set_num_format("0"),
            Self::Money { digits, code } => {
                let code = code.map_or(String::new(), |currency| format!("[${currency}] "));
                let decimals = match digits {
                    0 => String::new(),
                    digits => format!(".{}", "0".repeat(digits as usize)),
                };
                Format::new().set_num_format(format!("{code}#,##0{decimals}"))
            }
            Self::Share => Format::new().set_num_format("0.0%"),
            Self::Change => Format::new().set_num_format("+#,##0.0%;-#,##0.0%;0.0%"),
            Self::Day => Format::new().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left),
        };
        if is_total { format.set_bold().set_border_top(FormatBorder::Thin) } else { format }
    }

    /// The figure as people see it.
    fn shown(self, figure: &str) -> String {
        match self {
            Self::Money { code: Some(currency), .. } => format!("{currency} {}", grouped(figure)),
            Self::Number => figure.to_owned(),
            _ => grouped(figure),
        }
    }
}

/// The sheet as far as it is written.
pub(super) struct Page {
    pub(super) sheet: Worksheet,
    pub(super) rows: u32,
    pub(super) widths: Vec<usize>,
    /// Every look that was needed so far.
    formats: Vec<(Kind, bool, Format)>,
}

impl Page {
    pub(super) fn new(sheet: Worksheet) -> Self {
        Self { sheet, rows: 0, widths: Vec::new(), formats: Vec::new() }
    }

    pub(super) fn row<'c>(
        &mut self,
        cells: impl IntoIterator<Item = (Held<'c>, Kind)>,
        is_total: bool,
    ) -> io::Result<()> {
        if self.rows == MOST_ROWS {
            let most = grouped(&MOST_ROWS.to_string());
            return Err(too_much(format!("a sheet holds {most} rows and there are more; CSV has no such limit")));
        }
        for (at, (held, kind)) in cells.into_iter().enumerate() {
            self.cell(at, held, kind, is_total)?;
        }
        self.rows += 1;
        Ok(())
    }

    /// A text that runs over the columns beside it, and makes none of them wider: in lines that a printed page holds.
    pub(super) fn text(&mut self, text: &str, kind: Kind) -> io::Result<()> {
        for line in wrapped(text, Some(PAGE)) {
            check_length(&line, self.rows)?;
            let row = self.rows;
            let (sheet, format) = self.sheet_and_format(kind, false);
            sheet.write_string_with_format(row, 0, line, format).map_err(fault)?;
            self.rows += 1;
        }
        Ok(())
    }

    fn cell(&mut self, at: usize, held: Held<'_>, kind: Kind, is_total: bool) -> io::Result<()> {
        let column = u16::try_from(at).unwrap_or(u16::MAX);
        let row = self.rows;
        let width = match held {
            Held::Nothing if !is_total => 0,
            Held::Nothing => {
                let (sheet, format) = self.sheet_and_format(kind, is_total);
                sheet.write_blank(row, column, format).map_err(fault)?;
                0
            }
            Held::Text(text) => {
                check_length(&text, row)?;
                let width = workbook::width(&text);
                if kind == Kind::Text && !is_total {
                    self.sheet.write_string(row, column, text).map_err(fault)?;
                } else {
                    let (sheet, format) = self.sheet_and_format(kind, is_total);
                    sheet.write_string_with_format(row, column, text, format).map_err(fault)?;
                }
                width
            }
            Held::Figure(figure) => {
                let shown = kind.shown(&figure);
                if let Some(number) = number(&figure) {
                    let (sheet, format) = self.sheet_and_format(kind, is_total);
                    sheet.write_number_with_format(row, column, number, format).map_err(fault)?;
                } else {
                    let (sheet, format) = self.sheet_and_format(Kind::LongFigure, is_total);
                    sheet.write_string_with_format(row, column, &shown, format).map_err(fault)?;
                }
                shown.len()
            }
            Held::Day(date) => {
                let day = ExcelDateTime::parse_from_str(&date.to_string()).map_err(fault)?;
                let (sheet, format) = self.sheet_and_format(kind, is_total);
                sheet.write_datetime_with_format(row, column, day, format).map_err(fault)?;
                "2019-08-26".len()
            }
        };
        if self.widths.len() <= at {
            self.widths.resize(at + 1, 0);
        }
        self.widths[at] = self.widths[at].max(width);
        Ok(())
    }

    fn sheet_and_format(&mut self, kind: Kind, is_total: bool) -> (&mut Worksheet, &Format) {
        let known = self.formats.iter().position(|(known, total, _)| (*known, *total) == (kind, is_total));
        let at = known.unwrap_or_else(|| {
            self.formats.push((kind, is_total, kind.format(is_total)));
            self.formats.len() - 1
        });
        (&mut self.sheet, &self.formats[at].2)
    }
}

/// A decimal as the number of a spreadsheet; none if that could not hold all its digits.
pub(super) fn number(decimal: &str) -> Option<f64> {
    let digits: Vec<u8> = decimal.bytes().filter(u8::is_ascii_digit).skip_while(|digit| *digit == b'0').collect();
    let zeros = digits.iter().rev().take_while(|digit| **digit == b'0').count();
    if digits.len() - zeros > 15 { None } else { decimal.parse().ok() }
}

/// A ratio with as many digits as a spreadsheet needs to round it for itself.
pub(super) fn ratio(part: i64, whole: i64) -> String {
    let before_the_point = (part / whole).unsigned_abs().to_string().len();
    let decimals = DIGITS.saturating_sub(u32::try_from(before_the_point).unwrap_or(DIGITS)).max(1);
    let number = decimal(divide_rounded(i128::from(part) * 10_i128.pow(decimals), i128::from(whole)), decimals);
    number.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// How many digits a number of a spreadsheet holds for sure.
const DIGITS: u32 = 15;

fn check_length(text: &str, row: u32) -> io::Result<()> {
    if text.len() <= LONGEST_TEXT || text.encode_utf16().count() <= LONGEST_TEXT {
        return Ok(());
    }
    let (row, most) = (row + 1, grouped(&LONGEST_TEXT.to_string()));
    Err(too_much(format!(
        "a cell of a sheet holds {most} characters and row {row} has a longer text; CSV has no such limit"
    )))
}

fn too_much(message: String) -> io::Error {
    io::Error::new(io::ErrorKind::FileTooLarge, message)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decimal_is_a_number_where_no_digit_is_lost() {
        for (text, value) in [
            ("0", 0.0),
            ("0.00", 0.0),
            ("-12.50", -12.5),
            ("1234567890123.45", 1_234_567_890_123.45),
            ("1000000000000000.00", 1e15),
            ("0.0005", 0.0005),
        ] {
            assert_eq!(number(text), Some(value), "{text}");
        }
        assert_eq!(number("12345678901234.56"), None);
        assert_eq!(number("1000000000000000.01"), None);
    }
}
