//! Reading files of deals row by row: opening them, telling faults with file and line, summing up.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::failure::{self, Failure};
use crate::domain::catalogue::Family;
use crate::domain::deal::Field;
use crate::domain::draft::{Draft, Fault, Problem};
use crate::intake::csv::{FileFault, RowFault, Table};
use crate::intake::header::{Columns, HeaderFault};
use crate::intake::plan::Spot;

/// A row of a file: where it stands, and its cells by field or why it is none.
pub(crate) struct FileRow<'a> {
    /// Which file, which line.
    pub spot: Spot,
    /// The cells.
    pub draft: Result<Draft<'a>, RowFault>,
}

/// A file whose header is understood.
pub(crate) struct Source {
    /// What people call it: its path, or `-`.
    pub name: String,
    /// Its columns.
    pub columns: Columns,
    number: u16,
    table: Table<Box<dyn Read + Send>>,
}

/// Opens every file and reads its header, before any row is read. `-` is stdin.
pub(crate) fn open_all(paths: &[PathBuf], required: &[Field]) -> Result<Vec<Source>, Failure> {
    (0..).zip(paths).map(|(number, path)| Source::open(number, path, required)).collect()
}

/// Opens every file once more. What was piped in is gone.
pub(crate) fn open_again(paths: &[PathBuf], required: &[Field]) -> Result<Vec<Source>, Failure> {
    if paths.iter().any(|path| path.as_os_str() == "-") {
        let message = "another program made the ledger at the same moment, and stdin cannot be read twice";
        return Err(Failure::refused(message).hint("run the command again"));
    }
    open_all(paths, required)
}

/// Opens a file, or stdin for `-`.
pub(crate) fn open(path: &Path) -> Result<Box<dyn Read + Send>, Failure> {
    if path.as_os_str() == "-" {
        return Ok(Box::new(io::stdin()));
    }
    let cannot = |why: String| Failure::refused(format!("{}: cannot be read: {why}", path.display()));
    let file = File::open(path).map_err(|error| cannot(error.to_string()))?;
    if file.metadata().is_ok_and(|found| found.is_dir()) {
        return Err(cannot("it is a folder".to_owned()));
    }
    Ok(Box::new(file))
}

impl Source {
    fn open(number: u16, path: &Path, required: &[Field]) -> Result<Self, Failure> {
        let name = path.display().to_string();
        let table = Table::open(open(path)?).map_err(|fault| of_file(&name, &fault))?;
        let fields: Vec<&str> = Field::all().map(Field::name).collect();
        let columns = Columns::of(table.header(), required).map_err(|faults| of_header(&name, &faults, &fields))?;
        Ok(Self { name, columns, number, table })
    }

    /// Hands over each row, as long as `take` says to go on.
    pub(crate) fn each(&mut self, mut take: impl FnMut(FileRow<'_>) -> bool) -> Result<(), Failure> {
        while let Some(row) = self.table.next_row().map_err(|fault| of_file(&self.name, &fault))? {
            let spot = Spot { file: self.number, line: row.line };
            if !take(FileRow { spot, draft: row.cells.map(|cells| self.columns.draft(cells)) }) {
                break;
            }
        }
        Ok(())
    }

    /// How many rows were passed over because they are blank.
    pub(crate) fn blank_rows(&self) -> u64 {
        self.table.blank_rows()
    }
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
}

impl RefusedRow {
    /// A row that is no row of the table.
    pub(crate) fn broken(spot: Spot, fault: &RowFault) -> Self {
        Self { spot, reasons: vec![fault.to_string()], lacking: Vec::new() }
    }

    /// A row whose fields have faults.
    pub(crate) fn faulty(spot: Spot, faults: &[Fault]) -> Self {
        let lacking = faults.iter().filter_map(|fault| match &fault.problem {
            Problem::Unknown(unknown) if unknown.family == Family::Event => Some("events"),
            Problem::Unknown(unknown) if unknown.family == Family::Sector => Some("sectors"),
            _ => None,
        });
        Self { spot, reasons: faults.iter().map(super::faults::of_row).collect(), lacking: lacking.collect() }
    }

    /// The reasons, each with file and line.
    pub(crate) fn lines(&self, names: &[String]) -> impl Iterator<Item = String> {
        let name = names.get(usize::from(self.spot.file)).map_or("-", String::as_str);
        self.reasons.iter().map(move |reason| format!("{name}:{}: {reason}", self.spot.line))
    }
}

pub(crate) fn of_file(name: &str, fault: &FileFault) -> Failure {
    let place = match fault {
        FileFault::OpenQuote(line) => format!("{name}:{line}"),
        _ => name.to_owned(),
    };
    let failure = Failure::refused(format!("{place}: {fault}"));
    match fault {
        FileFault::NotText => failure.hint("save it as CSV in UTF-8"),
        _ => failure,
    }
}

pub(crate) fn of_header(name: &str, faults: &[HeaderFault], columns: &[&str]) -> Failure {
    let problem = |fault: &HeaderFault| failure::Problem { message: format!("{name}:1: {fault}"), hints: Vec::new() };
    let failure = Failure { problems: faults.iter().map(problem).collect(), ..Failure::refused("") };
    failure.hint(format!("the columns are: {}", columns.join(" ")))
}
