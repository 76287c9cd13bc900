//! Faults of whole files in the words people read, with what to do next.

use super::failure::{Failure, Problem};
use crate::domain::deal::Field;
use crate::intake::header::HeaderFault;
use crate::intake::opening::SourceFault;
use crate::intake::table::FileFault;
use crate::lang::{Said, Say as _, said};

/// A file that cannot be read.
pub(crate) fn of_file(name: &str, fault: &FileFault) -> Failure {
    let place = fault.line().map_or_else(|| name.to_owned(), |line| format!("{name}:{line}"));
    let failure = Failure::refused(said!("{place}: {}", "{place}：{:#}", fault.said()));
    match fault {
        FileFault::Encoding(_) | FileFault::NotText { .. } => failure.hint(said!(
            "--encoding NAME says which it is: gb18030, big5, windows-1252, utf-16le, …",
            "可用`--encoding`指明编码：gb18030、big5、windows-1252、utf-16le等"
        )),
        FileFault::Utf16(encoding) => failure.hint(Said::same(format!("--encoding {}", encoding.to_lowercase()))),
        FileFault::Password => failure.hint(said!("save a copy without a password", "请另存一份不带密码的副本")),
        FileFault::Damaged(_) | FileFault::OutOfOrder | FileFault::Outside | FileFault::Swells => {
            failure.hint(save_anew())
        }
        FileFault::WebPage => failure.hint(said!(
            "open it in a spreadsheet and save it as .xlsx or CSV",
            "请用电子表格软件打开，另存为.xlsx或CSV"
        )),
        FileFault::NoText => failure.hint(said!("save it as CSV", "请另存为CSV")),
        FileFault::Empty => failure.hint(said!(
            "a header with the names of the columns is expected, and rows below it",
            "文件应有写明各列名称的表头，其下为各行内容"
        )),
        FileFault::JsonArray => failure
            .hint(said!("`--format jsonl` writes one object a line", "可用`--format jsonl`输出每行一个对象的文件")),
        _ => failure,
    }
}

/// What to do with a damaged workbook.
pub(crate) fn save_anew() -> Said {
    said!("open it in a spreadsheet and save it anew as .xlsx or CSV", "请用电子表格软件打开，重新保存为.xlsx或CSV")
}

/// A file that is no file of deals.
pub(crate) fn of_source(name: &str, fault: &SourceFault) -> Failure {
    match fault {
        SourceFault::File(fault) => of_file(name, fault),
        SourceFault::Header { line, faults } => {
            let failure = of_header(name, *line, faults);
            match faults.as_slice() {
                [HeaderFault::NotFound(_) | HeaderFault::NoSuchRow(_)] => failure
                    .hint(said!(
                        "--header-row N says which row it is, --map FIELD=COLUMN what its columns hold",
                        "可用`--header-row 行号`指明表头所在行，用`--map 字段=列名`指明各列对应的字段"
                    ))
                    .hint(said!("the fields are: {}", "字段有：{}", field_names())),
                [HeaderFault::GoesOn(line)] => failure.hint(said!(
                    "--header-row {line} takes that row as the header, --map FIELD=COLUMN says what it leaves open",
                    "可用`--header-row {line}`以该行为表头，其余用`--map 字段=列名`指明"
                )),
                faults if faults.iter().any(|fault| matches!(fault, HeaderFault::Missing { .. })) => {
                    failure.hint(said!(
                        "--map FIELD=COLUMN says which column holds it, --set FIELD=VALUE gives all rows one value",
                        "可用`--map 字段=列名`指明对应的列，或用`--set 字段=内容`为各行统一填入"
                    ))
                }
                _ => failure,
            }
        }
        SourceFault::WhichSheet(sheets) => {
            let first = sheets.first().map_or("", String::as_str);
            let hint =
                said!("--sheet \"{first}\" or its number says which", "可用`--sheet \"{first}\"`指定，也可填序号");
            Failure::refused(said!("{name}: {}", "{name}：{:#}", fault.said())).hint(hint)
        }
        SourceFault::NoSheet { .. } | SourceFault::NoSheets => {
            Failure::refused(said!("{name}: {}", "{name}：{:#}", fault.said()))
        }
    }
}

fn field_names() -> String {
    Field::all().filter(|field| !field.is_derived()).map(Field::name).collect::<Vec<_>>().join(" ")
}

/// The faults of a header.
pub(crate) fn of_header(name: &str, line: Option<u32>, faults: &[HeaderFault]) -> Failure {
    let place = line.filter(|line| *line > 0).map_or_else(|| name.to_owned(), |line| format!("{name}:{line}"));
    let problem = |fault: &HeaderFault| {
        let message = said!("{place}: {}", "{place}：{:#}", fault.said());
        Problem { message, hints: Vec::new() }
    };
    Failure::several(faults.iter().map(problem).collect())
}
