//! What every Excel workbook has in common: properties, the way out, faults, widths.

use std::io::{self, Write};
use std::thread;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};
use unicode_width::UnicodeWidthStr;

/// How many rows a sheet holds, and how many UTF-16 units a cell.
pub(super) const MOST_ROWS: u32 = 1_048_576;
pub(super) const LONGEST_TEXT: usize = 32_767;

/// How wide a column gets at most, and what stands beside its text: the edges and the button of the filter.
const WIDEST: usize = 60;
const BESIDE: usize = 3;

/// Whether code of this source file is the library's. It panics where its temporary files cannot be written.
#[must_use]
pub fn is_of_library(file: &str) -> bool {
    file.contains("rust_xlsxwriter")
}

/// An empty workbook. Its date is always the same, so that the same content is the same file.
pub(super) fn workbook() -> io::Result<Workbook> {
    let mut workbook = Workbook::new();
    let created = ExcelDateTime::from_ymd(2000, 1, 1).map_err(fault)?;
    workbook.set_properties(&DocProperties::new().set_author("deals").set_creation_datetime(&created));
    Ok(workbook)
}

/// A sheet of a workbook, written row by row through a temporary file.
///
/// Its texts stand in their cells. In the table of shared texts, the other way, the library takes one like `<r>…</r>` for markup.
pub(super) fn worksheet(workbook: &mut Workbook, name: &str) -> io::Result<Worksheet> {
    let mut sheet = workbook.new_worksheet_with_constant_memory().map_err(fault)?;
    sheet.set_name(name).map_err(fault)?;
    Ok(sheet)
}

/// The look of heads.
pub(super) fn head() -> Format {
    Format::new().set_bold().set_align(FormatAlign::VerticalCenter)
}

/// Writes a finished workbook.
///
/// The library writes from wherever its writer can be sent to, which stdout cannot: a pipe brings it here.
pub(super) fn save(mut workbook: Workbook, out: &mut dyn Write) -> io::Result<()> {
    let (mut reader, writer) = io::pipe()?;
    let saving = thread::spawn(move || workbook.save_to_writer(writer).map_err(fault));
    let copied = io::copy(&mut reader, out);
    if copied.is_err() {
        // A workbook that nobody takes to its end is complained about on stderr by the library.
        io::copy(&mut reader, &mut io::sink())?;
    }
    let saved = saving.join().unwrap_or_else(|_| Err(io::Error::other("the workbook could not be put together")));
    copied.and(saved)?;
    out.flush()
}

/// A fault of the library in our words.
pub(super) fn fault(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        XlsxError::TempFileError(folder, error) => {
            io::Error::new(error.kind(), format!("no temporary file can be made in {}: {error}", folder.display()))
        }
        other => io::Error::other(format!("the workbook cannot be put together: {other}")),
    }
}

/// How many digits wide a text is, where lines end in it the widest of them; wide characters count two.
pub(super) fn width(text: &str) -> usize {
    text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0)
}

/// Makes the columns as wide as what stands in them.
pub(super) fn set_widths(sheet: &mut Worksheet, widths: &[usize]) -> io::Result<()> {
    for (at, width) in (0..).zip(widths) {
        let width = u16::try_from((width + BESIDE).min(WIDEST)).unwrap_or(u16::MAX);
        sheet.set_column_width(at, width).map_err(fault)?;
    }
    Ok(())
}
