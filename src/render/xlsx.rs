//! An Excel workbook: real numbers and dates, a frozen head with filters, a total line, notes underneath.
//!
//! People get what a table shows, but every digit of amounts; programs (`export`) get keys and codes. Rows go through a temporary
//! file, so that a sheet of any length takes the same memory.

use std::borrow::Cow;
use std::io::{self, Write};

use rust_xlsxwriter::{
    Color, ConditionalFormatDataBar, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
};

use super::unit::Unit;
use super::workbook::{self, LONGEST_TEXT, MOST_ROWS, fault};
use super::wrap::wrapped;
use super::{Layout, Renderer, plain_text};
use crate::domain::currency::Currency;
use crate::domain::date::PartialDate;
use crate::domain::label::Lang;
use crate::domain::money::{Money, decimal, divide_rounded, grouped};
use crate::lang::{Words, words};
use crate::sheet::{Cell, Column, ColumnKind, Shape, Sheet};

/// The number that Excel has for this size of paper.
const A4: u8 = 9;

/// How many digits wide a line of text above and below a table is at most.
const PAGE: u16 = 100;

/// The colour of bars.
const BAR: Color = Color::RGB(0x9D_BB_DC);

pub(super) struct XlsxRenderer<'a> {
    out: &'a mut dyn Write,
    for_programs: bool,
    words: &'static Words,
    lang: Lang,
    unit: Option<Unit>,
    one: bool,
    columns: Vec<Column>,
    chart: Option<usize>,
    workbook: Workbook,
    page: Page,
    /// The row of the heads.
    head: u32,
    /// The rows of subtotals.
    subtotals: Vec<u32>,
}

impl<'a> XlsxRenderer<'a> {
    pub(super) fn begin(out: &'a mut dyn Write, layout: Layout, sheet: &Sheet) -> io::Result<Self> {
        let words = words(layout.lang);
        let mut workbook = workbook::workbook()?;
        let name = if layout.for_programs { "deals" } else { words.sheet };
        let page = Page::new(workbook::worksheet(&mut workbook, name)?);
        let Layout { for_programs, lang, unit, .. } = layout;
        let (one, columns, chart) = (sheet.shape == Shape::One, sheet.columns.clone(), sheet.chart);
        let mut begun = Self {
            out,
            for_programs,
            words,
            lang,
            unit,
            one,
            columns,
            chart,
            workbook,
            page,
            head: 0,
            subtotals: Vec::new(),
        };
        begun.write_heading(&sheet.heading)?;
        begun.write_heads()?;
        Ok(begun)
    }

    /// What is above the table runs over the columns beside it.
    fn write_heading(&mut self, heading: &[String]) -> io::Result<()> {
        for (at, line) in heading.iter().enumerate() {
            let kind = if at == 0 { Kind::Head } else { Kind::Text };
            self.page.text(line, kind)?;
        }
        if !heading.is_empty() {
            self.page.row([], false)?;
        }
        self.head = self.page.rows;
        Ok(())
    }

    fn write_heads(&mut self) -> io::Result<()> {
        let heads: Vec<(Held<'_>, Kind)> = if self.one {
            [self.words.field, self.words.value].map(|word| (Held::Text(word.into()), Kind::Head)).into()
        } else {
            let kind = |column: &Column| if column.kind.is_figure() { Kind::HeadOfFigures } else { Kind::Head };
            self.columns.iter().map(|column| (Held::Text(self.head(column)), kind(column))).collect()
        };
        self.page.row(heads, false)?;
        let (sheet, head) = (&mut self.page.sheet, self.head);
        sheet.set_freeze_panes(head + 1, 0).map_err(fault)?;
        // Printed, it is as wide as the paper, with the heads on every sheet.
        sheet
            .set_landscape()
            .set_paper_size(A4)
            .set_print_fit_to_pages(1, 0)
            .set_repeat_rows(head, head)
            .map_err(fault)?;
        Ok(())
    }

    fn head(&self, column: &Column) -> Cow<'static, str> {
        match column.kind {
            _ if self.for_programs => column.key.clone(),
            ColumnKind::Money(currency) => {
                let word = self.unit.map_or("", |unit| unit.word(self.lang));
                (self.words.with_unit)(&column.label, currency.code(), word).into()
            }
            ColumnKind::Whole(currency) => (self.words.with_unit)(&column.label, currency.code(), "").into(),
            _ => column.label.clone(),
        }
    }

    fn held<'c>(&self, cell: &'c Cell<'_>, column: &Column) -> (Held<'c>, Kind) {
        let text = match cell {
            Cell::Empty => return (Held::Nothing, Kind::Text),
            Cell::NoValue if !self.for_programs => self.words.none.into(),
            Cell::Named { name, .. } if !self.for_programs => Cow::Borrowed(&**name),
            Cell::Date(date) if date.first_day() == date.last_day() => return (Held::Day(*date), Kind::Day),
            Cell::Pairs(text) if !self.for_programs => super::pairs(text).into(),
            Cell::Text(_) | Cell::Words(_) | Cell::Pairs(_) | Cell::NoValue | Cell::Named { .. } | Cell::Date(_) => {
                plain_text(cell)
            }
            Cell::Count(count) => return (Held::Figure(count.to_string()), Kind::Count),
            Cell::Number(number) => return (Held::Figure(number.to_string()), Kind::Number),
            Cell::Money { minor, currency } if matches!(column.kind, ColumnKind::Money(_)) && self.unit.is_some() => {
                let power = self.unit.map_or(0, Unit::power);
                let amount = decimal(i128::from(*minor), currency.digits() + power);
                return (Held::Figure(amount), Kind::Money { digits: 2, code: None });
            }
            Cell::Money { minor, currency } => {
                let with_code = column.kind == ColumnKind::Exact && !self.for_programs;
                let amount = Money { minor: *minor, currency: *currency }.plain();
                if self.for_programs && number(&amount).is_none() {
                    return (Held::Text(amount.into()), Kind::LongFigure);
                }
                let (digits, code) = (currency.digits(), with_code.then_some(*currency));
                return (Held::Figure(amount), Kind::Money { digits, code });
            }
            Cell::Share { part, whole } => {
                return (Held::Figure(ratio(*part, *whole)), Kind::Share);
            }
            Cell::Change { by, from } => {
                return (Held::Figure(ratio(*by, *from)), Kind::Change);
            }
            Cell::New(word) | Cell::Gone(word) => {
                return (Held::Text(word.in_lang(self.lang).into()), Kind::LongFigure);
            }
        };
        (Held::Text(text), Kind::Text)
    }

    /// The cells of a column that are of lines, as a spreadsheet writes ranges: bars are of these alone.
    fn line_ranges(&self, column: u16) -> String {
        let cell = |row: u32| rust_xlsxwriter::utility::row_col_to_cell(row, column);
        let ends = self.subtotals.iter().copied().chain([self.page.rows]);
        let mut from = self.head + 1;
        let mut ranges = Vec::new();
        for end in ends {
            if end > from {
                ranges.push(format!("{}:{}", cell(from), cell(end - 1)));
            }
            from = end + 1;
        }
        ranges.join(" ")
    }

    fn write_row(&mut self, cells: &[Cell<'_>], is_total: bool) -> io::Result<()> {
        let row: Vec<(Held<'_>, Kind)> =
            self.columns.iter().zip(cells).map(|(column, cell)| self.held(cell, column)).collect();
        if !self.one {
            return self.page.row(row, is_total);
        }
        for (at, held) in row.into_iter().enumerate() {
            let head = (Held::Text(self.head(&self.columns[at])), Kind::Text);
            self.page.row([head, held], false)?;
        }
        Ok(())
    }
}

impl Renderer for XlsxRenderer<'_> {
    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        self.write_row(cells, false)
    }

    fn subtotal(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        self.subtotals.push(self.page.rows);
        self.write_row(cells, true)
    }

    fn finish(mut self: Box<Self>, total: Option<&[Cell<'_>]>, notes: &[String]) -> io::Result<()> {
        let (head, last_row) = (self.head, self.page.rows - 1);
        if last_row > head && !self.one {
            let last_column = u16::try_from(self.columns.len().saturating_sub(1)).unwrap_or(u16::MAX);
            self.page.sheet.autofilter(head, 0, last_row, last_column).map_err(fault)?;
            if let Some(column) = self.chart.and_then(|at| u16::try_from(at).ok()) {
                let bars = ConditionalFormatDataBar::new().set_fill_color(BAR).set_solid_fill(true);
                let bars = bars.set_multi_range(self.line_ranges(column));
                let sheet = &mut self.page.sheet;
                sheet.add_conditional_format(head + 1, column, last_row, column, &bars).map_err(fault)?;
            }
        }
        if let Some(total) = total {
            self.write_row(total, true)?;
        }
        workbook::set_widths(&mut self.page.sheet, &self.page.widths)?;
        if !notes.is_empty() {
            self.page.row([], false)?;
        }
        for note in notes {
            self.page.text(note, Kind::Text)?;
        }
        let mut workbook = std::mem::take(&mut self.workbook);
        workbook.push_worksheet(std::mem::take(&mut self.page.sheet));
        workbook::save(workbook, self.out)
    }
}

/// What a cell of the sheet holds.
enum Held<'a> {
    Nothing,
    Text(Cow<'a, str>),
    /// An exact decimal.
    Figure(String),
    /// A date known to the day.
    Day(PartialDate),
}

/// How a cell looks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
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
struct Page {
    sheet: Worksheet,
    rows: u32,
    widths: Vec<usize>,
    /// Every look that was needed so far.
    formats: Vec<(Kind, bool, Format)>,
}

impl Page {
    fn new(sheet: Worksheet) -> Self {
        Self { sheet, rows: 0, widths: Vec::new(), formats: Vec::new() }
    }

    fn row<'c>(&mut self, cells: impl IntoIterator<Item = (Held<'c>, Kind)>, is_total: bool) -> io::Result<()> {
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
    fn text(&mut self, text: &str, kind: Kind) -> io::Result<()> {
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
fn number(decimal: &str) -> Option<f64> {
    let digits: Vec<u8> = decimal.bytes().filter(u8::is_ascii_digit).skip_while(|digit| *digit == b'0').collect();
    let zeros = digits.iter().rev().take_while(|digit| **digit == b'0').count();
    if digits.len() - zeros > 15 { None } else { decimal.parse().ok() }
}

/// A ratio with as many digits as a spreadsheet needs to round it for itself.
fn ratio(part: i64, whole: i64) -> String {
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
