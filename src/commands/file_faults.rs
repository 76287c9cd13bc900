//! Faults of whole files in the words people read, with what to do next.

use super::failure::{Failure, Problem};
use crate::domain::deal::Field;
use crate::intake::header::HeaderFault;
use crate::intake::opening::SourceFault;
use crate::intake::table::FileFault;

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
        FileFault::Damaged(_) | FileFault::OutOfOrder | FileFault::Outside | FileFault::Swells => {
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
pub(crate) fn of_source(name: &str, fault: &SourceFault) -> Failure {
    match fault {
        SourceFault::File(fault) => of_file(name, fault),
        SourceFault::Header { line, faults } => {
            let failure = of_header(name, *line, faults);
            match faults.as_slice() {
                [HeaderFault::NotFound(_) | HeaderFault::NoSuchRow(_)] => failure
                    .hint("--header-row N says which row it is, --map FIELD=COLUMN what its columns hold")
                    .hint(format!("the fields are: {}", field_names())),
                [HeaderFault::GoesOn(line)] => failure.hint(format!(
                    "--header-row {line} takes that row as the header, --map FIELD=COLUMN says what it leaves open"
                )),
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
    let problem = |fault: &HeaderFault| Problem { message: format!("{place}: {fault}").into(), hints: Vec::new() };
    Failure { problems: faults.iter().map(problem).collect(), ..Failure::refused("") }
}
