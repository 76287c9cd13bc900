//! Reading files of deals row by row: opening them, telling what was found and what is at fault, with file and line.

use std::path::PathBuf;
use std::sync::Arc;

use csv::StringRecord;

use super::context::Context;
use super::failure::{self, Failure};
use crate::domain::catalogue::{Catalogue, Family};
use crate::domain::deal::Field;
use crate::domain::fault::{Fault, Problem};
use crate::intake::cells::{CellReader, Prepared, Told};
use crate::intake::header::{HeaderFault, Use};
use crate::intake::input::Input;
use crate::intake::mapping::Mapping;
use crate::intake::plan::Spot;
use crate::intake::source::{LeftOut, Source, SourceFault, SourceRow};
use crate::intake::table::{FileFault, Mark};

/// Opens every file; `-` is stdin.
pub(crate) fn open_inputs(paths: &[PathBuf]) -> Result<Vec<Arc<Input>>, Failure> {
    let open = |path: &PathBuf| {
        Input::open(path).map(Arc::new).map_err(|fault| of_file(&path.display().to_string(), &fault.into()))
    };
    paths.iter().map(open).collect()
}

/// Reads the header of every file, before any row is read.
pub(crate) fn open_all(inputs: &[Arc<Input>], mapping: &Mapping, required: &[Field]) -> Result<Vec<Source>, Failure> {
    let open = |(number, input): (u16, &Arc<Input>)| {
        Source::open(number, input, mapping, required).map_err(|fault| of_source(input.name(), &fault))
    };
    (0..).zip(inputs).map(open).collect()
}

/// A row of a file: as it stands, and as it reads.
pub(crate) struct FileRow<'a> {
    /// As it stands.
    pub source: SourceRow<'a>,
    /// Its cells by field, or why it is none.
    pub read: Result<Prepared<'a>, RefusedRow>,
}

/// Reads the next row of the file of this name.
pub(crate) fn next_row<'a>(
    name: &str,
    source: &'a mut Source,
    reader: &mut CellReader,
    catalogue: &Catalogue,
) -> Result<Option<FileRow<'a>>, Failure> {
    let Some(source) = source.next_row().map_err(|fault| of_file(name, &fault))? else { return Ok(None) };
    let read = match source.ragged {
        Some(cells) => Err(RefusedRow::ragged(source.spot, cells, source.columns.uses.len())),
        None => Ok(reader.prepare(source, catalogue)),
    };
    Ok(Some(FileRow { source, read }))
}

/// The cells of a row as they are written out to be corrected. What a text would hide is made plain, so that it cannot pass when it
/// comes back: an amount that is merged over several rows, a formula without a result.
pub(crate) fn cells_to_correct(row: &SourceRow<'_>) -> StringRecord {
    let is_amount = |at: usize| row.columns.uses.get(at) == Some(&Use::Field(Field::Amount));
    let cell = |(at, cell): (usize, &str)| match row.raw.mark(at) {
        Some(Mark::Merged { .. }) if is_amount(at) => "#MERGED!".to_owned(),
        Some(Mark::Unreckoned) => "#FORMULA!".to_owned(),
        _ => cell.to_owned(),
    };
    let mut cells: Vec<String> = row.raw.cells.iter().enumerate().map(cell).collect();
    if row.ragged.is_none() {
        // Rows of a sheet end with their last cell that holds something.
        cells.resize(cells.len().max(row.columns.uses.len()), String::new());
    }
    StringRecord::from(cells)
}

/// A row that was refused, and why.
#[derive(Debug)]
pub(crate) struct RefusedRow {
    /// Where it stands.
    pub spot: Spot,
    /// The reasons, each in a line.
    pub reasons: Vec<String>,
    /// The events or sectors, if it names one that is not known.
    pub lacking: Vec<&'static str>,
    /// Its cells, where they are to be written out again.
    pub cells: Option<StringRecord>,
}

impl RefusedRow {
    /// A row that is no row of the table.
    fn ragged(spot: Spot, cells: usize, columns: usize) -> Self {
        let reason = format!("the row has {cells} cells, the header has {columns}");
        Self { spot, reasons: vec![reason], lacking: Vec::new(), cells: None }
    }

    /// A row whose fields have faults.
    pub(crate) fn faulty(spot: Spot, faults: &[Fault]) -> Self {
        let lacking = faults.iter().filter_map(|fault| match &fault.problem {
            Problem::Unknown(unknown) if unknown.family == Family::Event => Some("events"),
            Problem::Unknown(unknown) if unknown.family == Family::Sector => Some("sectors"),
            _ => None,
        });
        let reasons = faults.iter().map(super::faults::of_row).collect();
        Self { spot, reasons, lacking: lacking.collect(), cells: None }
    }

    /// The reasons, each with file and line.
    pub(crate) fn lines(&self, names: &[String]) -> impl Iterator<Item = String> {
        let name = names.get(usize::from(self.spot.file)).map_or("-", String::as_str);
        self.reasons.iter().map(move |reason| format!("{name}:{}: {reason}", self.spot.line))
    }
}

/// A number in an amount column of which nobody says what one of it is: not this row alone, the whole file is refused.
pub(crate) fn without_unit(name: &str, spot: Spot, faults: &[Fault]) -> Option<Failure> {
    let problem = faults.iter().map(|fault| &fault.problem).find(|problem| matches!(problem, Problem::NoUnit(_)))?;
    let message = format!("{name}:{}: amount: {problem}, so that the sum could be wrong by ten thousand", spot.line);
    Some(Failure::refused(message).hint("--unit 元, 万元, 亿元, million, … says what one of the column is"))
}

/// Says what was found out about a file where it is not what `export` writes.
pub(crate) fn tell_found(source: &Source, context: &Context) {
    let Source { name, found, columns, .. } = source;
    let talk = |text: String| context.console.talk(&format!("{name}: {text}"));
    if let Some(encoding) = found.encoding.filter(|encoding| !encoding.is_utf8()) {
        talk(format!("read as {}", encoding.name()));
    }
    if let Some((sheet, others, hidden)) = &found.sheet
        && others + hidden > 0
    {
        talk(format!("read sheet `{sheet}`; left out: other sheets {others}, hidden {hidden}"));
    }
    if source.is_open_in_excel() {
        context.console.warn(&format!("{name}: is open in Excel; what is not saved there is not in it"));
    }
    if !found.titles.is_empty() {
        talk(format!("the header is line {}; rows above it passed over: {}", found.header_line, found.titles.len()));
    }
    if let Some((unit, _)) = &columns.unit {
        talk(format!("amounts are counted in `{}`", unit.text));
    }
    let listed = |wanted: &Use| {
        let names: Vec<&str> = columns.used_for(wanted).collect();
        let shown: Vec<String> = names.iter().take(NAMED).map(|name| format!("`{}`", shortened(name))).collect();
        let more = names.len().saturating_sub(NAMED);
        if more > 0 { format!("{} and {more} more", shown.join(", ")) } else { shown.join(", ") }
    };
    for (used, said) in [
        (Use::Follows, "follow from other fields and are ignored"),
        (Use::Serial, "number the rows and are left out"),
        (Use::Extra, "fit no field and are kept with the deals as `extra`"),
    ] {
        let names = listed(&used);
        if !names.is_empty() {
            talk(format!("columns that {said}: {names}"));
        }
    }
}

/// How many columns are named, and how much of a name.
const NAMED: usize = 20;
const SHOWN: usize = 60;

fn shortened(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// Says what was left out of a file, and what of it was not taken as it stands.
pub(crate) fn tell_left_out(name: &str, left_out: &LeftOut, context: &Context) {
    let talk = |text: String| context.console.talk(&format!("{name}: {text}"));
    for (count, what) in [
        (left_out.blank, "blank rows passed over"),
        (left_out.headers, "rows that repeat the header left out"),
        (left_out.examples, "worked examples left out"),
    ] {
        if count > 0 {
            talk(format!("{what}: {count}"));
        }
    }
    if !left_out.totals.is_empty() {
        let lines: Vec<String> = left_out.totals.iter().take(NAMED).map(ToString::to_string).collect();
        let more = if left_out.totals.len() > NAMED { ", …" } else { "" };
        talk(format!("rows of totals left out: {} (line {}{more})", left_out.totals.len(), lines.join(", ")));
    }
    for (line, note) in left_out.notes.iter().take(NAMED) {
        context.console.talk(&format!("{name}:{line}: taken for a note, not a deal: {}", shortened(note)));
    }
    if left_out.notes.len() > NAMED {
        talk(format!("other notes: {}", left_out.notes.len() - NAMED));
    }
    for wrong in left_out.wrong_totals.iter().take(NAMED) {
        let (says, sum) = (wrong.says.normalize(), wrong.sum.normalize());
        context.console.warn(&format!("{name}:{}: the total says {says}, the rows above add up to {sum}", wrong.line));
    }
}

/// Says which rows did not go into the fields where they stood.
pub(crate) fn tell_rows(told: &Told, context: &Context) {
    for (count, what) in [
        (told.several_sectors, "sector cells that name several, of which the first was taken and the rest are tags"),
        (told.places_aside, "places of which words were left over and are kept as `extra`"),
        (told.vague, "vague amounts left out and kept in the note"),
        (told.nameless, "cells in columns without a name, kept as `extra`"),
    ] {
        if count > 0 {
            context.console.talk(&format!("{what}: {count}"));
        }
    }
}

/// A file that cannot be read.
pub(crate) fn of_file(name: &str, fault: &FileFault) -> Failure {
    let place = fault.line().map_or_else(|| name.to_owned(), |line| format!("{name}:{line}"));
    let failure = Failure::refused(format!("{place}: {fault}"));
    match fault {
        FileFault::Encoding(_) | FileFault::NotText { .. } => {
            failure.hint("--encoding NAME says which it is: gb18030, big5, windows-1252, utf-16le, …")
        }
        FileFault::Utf16(encoding) => failure.hint(format!("--encoding {}", encoding.to_lowercase())),
        FileFault::Password => failure.hint("save a copy without a password"),
        FileFault::Damaged(_) | FileFault::Swells => {
            failure.hint("open it in a spreadsheet and save it anew as .xlsx or CSV")
        }
        FileFault::WebPage => failure.hint("open it in a spreadsheet and save it as .xlsx or CSV"),
        FileFault::NoText => failure.hint("save it as CSV"),
        FileFault::Empty => failure.hint("a header with the names of the columns is expected, and rows below it"),
        FileFault::JsonArray => failure.hint("`--format jsonl` writes one object a line"),
        _ => failure,
    }
}

/// A file that is no file of deals.
fn of_source(name: &str, fault: &SourceFault) -> Failure {
    match fault {
        SourceFault::File(fault) => of_file(name, fault),
        SourceFault::Header { line, faults } => {
            let failure = of_header(name, *line, faults);
            match faults.as_slice() {
                [HeaderFault::NotFound(_) | HeaderFault::NoSuchRow(_)] => failure
                    .hint("--header-row N says which row it is, --map FIELD=COLUMN what its columns hold")
                    .hint(format!("the fields are: {}", field_names())),
                faults if faults.iter().any(|fault| matches!(fault, HeaderFault::Missing { .. })) => failure
                    .hint("--map FIELD=COLUMN says which column holds it, --set FIELD=VALUE gives all rows one value"),
                _ => failure,
            }
        }
        SourceFault::WhichSheet(sheets) => {
            let hint = format!("--sheet \"{}\" or its number says which", sheets.first().map_or("", String::as_str));
            Failure::refused(format!("{name}: {fault}")).hint(hint)
        }
        SourceFault::NoSheet { .. } | SourceFault::NoSheets => Failure::refused(format!("{name}: {fault}")),
    }
}

fn field_names() -> String {
    Field::all().filter(|field| *field != Field::BaseAmount).map(Field::name).collect::<Vec<_>>().join(" ")
}

/// The faults of a header.
pub(crate) fn of_header(name: &str, line: Option<u32>, faults: &[HeaderFault]) -> Failure {
    let place = line.filter(|line| *line > 0).map_or_else(|| name.to_owned(), |line| format!("{name}:{line}"));
    let problem = |fault: &HeaderFault| failure::Problem { message: format!("{place}: {fault}"), hints: Vec::new() };
    Failure { problems: faults.iter().map(problem).collect(), ..Failure::refused("") }
}
