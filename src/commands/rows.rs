//! Reading files of deals row by row: opening them, telling what was found and what is at fault, with file and line.

use std::path::PathBuf;
use std::sync::Arc;

use csv::StringRecord;

use super::failure::Failure;
use super::file_faults;
use crate::domain::catalogue::{Catalogue, Family};
use crate::domain::deal::Field;
use crate::domain::fault::{Fault, Problem};
use crate::intake::cells::{CellReader, Prepared};
use crate::intake::header::Use;
use crate::intake::input::Input;
use crate::intake::mapping::Mapping;
use crate::intake::plan::Spot;
use crate::intake::source::{Source, SourceRow};
use crate::intake::table::Mark;
use crate::lang::{Said, Say as _, said};

/// Opens every file; `-` is stdin.
pub(crate) fn open_inputs(paths: &[PathBuf]) -> Result<Vec<Arc<Input>>, Failure> {
    let open = |path: &PathBuf| {
        Input::open(path)
            .map(Arc::new)
            .map_err(|fault| file_faults::of_file(&path.display().to_string(), &fault.into()))
    };
    paths.iter().map(open).collect()
}

/// Reads the header of every file, before any row is read.
pub(crate) fn open_all(inputs: &[Arc<Input>], mapping: &Mapping, required: &[Field]) -> Result<Vec<Source>, Failure> {
    let open = |(number, input): (u16, &Arc<Input>)| {
        Source::open(number, input, mapping, required).map_err(|fault| file_faults::of_source(input.name(), &fault))
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
    let Some(source) = source.next_row().map_err(|fault| file_faults::of_file(name, &fault))? else { return Ok(None) };
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
    pub reasons: Vec<Said>,
    /// The events or sectors, if it names one that is not known.
    pub lacking: Vec<&'static str>,
    /// Whether it names a stage without its date.
    pub lacks_stage_date: bool,
    /// Its cells, where they are to be written out again.
    pub cells: Option<StringRecord>,
}

impl RefusedRow {
    /// A row that is no row of the table.
    fn ragged(spot: Spot, cells: usize, columns: usize) -> Self {
        let reason =
            said!("the row has {cells} cells, the header has {columns}", "该行有{cells}个单元格，表头有{columns}个");
        Self { spot, reasons: vec![reason], ..Self::because(Vec::new()) }
    }

    /// A row that is refused for reasons of its own.
    pub(crate) fn because(reasons: Vec<Said>) -> Self {
        Self { spot: Spot { file: 0, line: 0 }, reasons, lacking: Vec::new(), lacks_stage_date: false, cells: None }
    }

    /// A row whose fields have faults.
    pub(crate) fn faulty(spot: Spot, faults: &[Fault]) -> Self {
        let lacking = faults.iter().filter_map(|fault| match &fault.problem {
            Problem::Unknown(unknown) if unknown.family == Family::Event => Some("events"),
            Problem::Unknown(unknown) if unknown.family == Family::Sector => Some("sectors"),
            _ => None,
        });
        let reasons = faults.iter().map(super::faults::of_row).collect();
        let lacks_stage_date = faults.iter().any(|fault| matches!(fault.problem, Problem::StageWithoutDate(_)));
        Self { spot, reasons, lacking: lacking.collect(), lacks_stage_date, cells: None }
    }

    /// The reasons, each with file and line.
    pub(crate) fn lines(&self, names: &[String]) -> impl Iterator<Item = Said> {
        let name = names.get(usize::from(self.spot.file)).map_or("-", String::as_str);
        let line = self.spot.line;
        self.reasons.iter().map(move |reason| said!("{name}:{line}: {reason}", "{name}:{line}：{reason:#}"))
    }
}

/// A number in an amount column of which nobody says what one of it is: not this row alone, the whole file is refused.
pub(crate) fn without_unit(name: &str, spot: Spot, faults: &[Fault]) -> Option<Failure> {
    let problem = faults.iter().map(|fault| &fault.problem).find(|problem| matches!(problem, Problem::NoUnit(_)))?;
    let (line, problem) = (spot.line, problem.said());
    let message = said!(
        "{name}:{line}: amount: {problem}, so that the sum could be wrong by ten thousand",
        "{name}:{line}：amount：{problem:#}，合计可能差一万倍"
    );
    Some(Failure::refused(message).hint(said!(
        "--unit 元, 万元, 亿元, million, … says what one of the column is",
        "可用`--unit`指明该列的单位：元、万元、亿元、million等"
    )))
}
