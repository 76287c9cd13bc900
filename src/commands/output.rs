//! Where output goes and in which form: `--format`, `-o`, `--ascii`.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::context::Context;
use super::failure::Failure;
use crate::lang::{Said, Say as _, said};
use crate::render::{self, Format, Layout};
use crate::sheet::{Shape, Sheet};

/// The options of every command that shows something.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Output")]
pub(crate) struct OutputArgs {
    /// The form: table, md, html, xlsx for people; csv, json, jsonl for programs; csv-excel for spreadsheets
    #[arg(long, value_name = "FORMAT")]
    format: Option<FormatArg>,
    /// Write to a file, `-` for stdout; without --format its ending chooses the form
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Draw tables with plain characters
    #[arg(long)]
    ascii: bool,
    /// With `--format html`: a whole page, which prints on A4, instead of a table to be put into one
    #[arg(long)]
    standalone: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum FormatArg {
    Table,
    Csv,
    CsvExcel,
    Json,
    Jsonl,
    Md,
    Html,
    Xlsx,
}

impl OutputArgs {
    /// Those of a command that has but one form.
    pub(crate) fn to(file: PathBuf) -> Self {
        Self { output: Some(file), ..Self::default() }
    }

    /// The layout: as asked for, else by the ending of the file, else `otherwise`.
    pub(crate) fn layout(&self, context: &Context, otherwise: Format) -> Result<Layout, Failure> {
        let format = match (self.format, self.file()) {
            (Some(FormatArg::Table), _) => Format::Table,
            (Some(FormatArg::Csv), _) => Format::Csv,
            (Some(FormatArg::CsvExcel), _) => Format::CsvExcel,
            (Some(FormatArg::Json), _) => Format::Json,
            (Some(FormatArg::Jsonl), _) => Format::Jsonl,
            (Some(FormatArg::Xlsx), _) => Format::Xlsx,
            (Some(FormatArg::Md), _) => Format::Markdown,
            (Some(FormatArg::Html), _) => Format::Html,
            (None, Some(path)) => by_ending(path, otherwise)?,
            (None, None) => otherwise,
        };
        if format == Format::Xlsx && self.is_screen(context) {
            return Err(Failure::usage(said!(
                "--format: a workbook is nothing for a terminal",
                "--format：工作簿不能显示在终端上"
            ))
            .hint(said!("`-o FILE.xlsx` writes a file", "可用`-o 文件.xlsx`写入文件")));
        }
        if self.standalone && format != Format::Html {
            return Err(Failure::usage(said!(
                "--standalone: only HTML can be a whole page",
                "--standalone：只有HTML可以是完整网页"
            ))
            .hint(said!("`--format html` or `-o FILE.html`", "`--format html`或`-o 文件.html`")));
        }
        let width = context.width.filter(|_| self.file().is_none());
        let (lang, ascii, standalone) = (context.lang, self.ascii || context.is_plain, self.standalone);
        Ok(Layout { format, lang, width, ascii, unit: None, standalone, for_programs: false })
    }

    /// The folder that parts are written into, where there are several.
    pub(crate) fn folder(&self) -> Option<&Path> {
        self.file()
    }

    /// The layout of parts in a folder, whose name has no ending that chooses it.
    pub(crate) fn layout_of_parts(&self, context: &Context) -> Result<Layout, Failure> {
        Self { output: Some(PathBuf::from(PART)), ..self.clone() }.layout(context, Format::Csv)
    }

    /// The same options for one of the parts.
    pub(crate) fn with_file(&self, file: PathBuf) -> Self {
        Self { output: Some(file), ..self.clone() }
    }

    /// The file; none for stdout, which is also `-`.
    fn file(&self) -> Option<&Path> {
        self.output.as_deref().filter(|path| path.as_os_str() != "-")
    }

    /// Refuses to write over a file that is read.
    pub(crate) fn check_inputs(&self, inputs: &[PathBuf]) -> Result<(), Failure> {
        let Some(path) = self.file() else { return Ok(()) };
        match inputs.iter().find(|input| same_file(path, input)) {
            Some(input) => Err(is_read("--output", input)),
            None => Ok(()),
        }
    }

    /// Whether it goes to a file.
    pub(crate) fn is_to_file(&self) -> bool {
        self.file().is_some()
    }

    /// Whether people see it as it comes.
    pub(crate) fn is_screen(&self, context: &Context) -> bool {
        self.file().is_none() && context.console.on_terminal
    }

    /// Writes a whole sheet; its notes go to stderr where the form has no place for them.
    pub(crate) fn write(&self, context: &Context, sheet: &Sheet) -> Result<(), Failure> {
        self.write_as(context, self.layout(context, Format::Table)?, sheet)
    }

    /// The same in a layout.
    pub(crate) fn write_as(&self, context: &Context, layout: Layout, sheet: &Sheet) -> Result<(), Failure> {
        self.with_sink(context, |out| render::write(out, layout, sheet))?;
        if !layout.shows_notes() && matches!(sheet.shape, Shape::Report { .. }) {
            sheet.notes.iter().for_each(|note| context.console.talk(Said::same(note)));
        }
        Ok(())
    }

    /// Runs `work` on stdout or on the file. The file appears when it is whole.
    pub(crate) fn with_sink<E: Into<Failure>>(
        &self,
        context: &Context,
        work: impl FnOnce(&mut dyn Write) -> Result<(), E>,
    ) -> Result<(), Failure> {
        match self.file() {
            None => {
                let mut out = context.console.data();
                work(&mut out).map_err(Into::into)?;
                Ok(out.flush()?)
            }
            Some(path) => {
                if same_file(path, &context.ledger()?) {
                    return Err(is_the_ledger(path).at("--output"));
                }
                write_file(path, work)
            }
        }
    }
}

/// A file whose ending chooses no form.
const PART: &str = "part";

fn by_ending(path: &Path, otherwise: Format) -> Result<Format, Failure> {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    match ending.as_deref() {
        None => Ok(otherwise),
        Some("csv") => Ok(Format::Csv),
        Some("json") => Ok(Format::Json),
        Some("jsonl") => Ok(Format::Jsonl),
        Some("txt") => Ok(Format::Table),
        Some("xlsx") => Ok(Format::Xlsx),
        Some("md") => Ok(Format::Markdown),
        Some("html" | "htm") => Ok(Format::Html),
        Some(other) => Err(no_form(other).hint(said!(
            "write to .csv, .json, .jsonl, .txt, .md, .html or .xlsx, or say which with --format",
            "请写入.csv、.json、.jsonl、.txt、.md、.html或.xlsx文件，或用`--format`指定格式"
        ))),
    }
}

/// No form goes with how the name of a file ends.
pub(crate) fn no_form(ending: &str) -> Failure {
    Failure::usage(said!(
        "--output: no form goes with the ending `.{ending}`",
        "--output：没有与后缀`.{ending}`对应的格式"
    ))
}

/// A file is not written to while it is read.
pub(crate) fn is_read(option: &str, path: &Path) -> Failure {
    Failure::refused(said!("{} is read from", "正要从{}读取", path.display())).at(option).hint(to_another())
}

/// Nor is the ledger written over.
pub(crate) fn is_the_ledger(path: &Path) -> Failure {
    Failure::refused(said!("{} is the ledger itself", "{}是台账本身", path.display())).hint(to_another())
}

fn to_another() -> Said {
    said!("write to another file", "请写入另一个文件")
}

/// The system does not let a file be written.
pub(crate) fn cannot_write(path: &Path, error: &io::Error) -> Failure {
    Failure::refused(said!("{}: cannot be written: {}", "{}：无法写入：{:#}", path.display(), error.said()))
}

/// Whether two paths lead to one file that is there.
pub(crate) fn same_file(a: &Path, b: &Path) -> bool {
    matches!((std::fs::canonicalize(a), std::fs::canonicalize(b)), (Ok(a), Ok(b)) if a == b)
}

/// Writes beside the file and then puts it in its place, so that what was there is lost neither half-way nor on a full disk.
fn write_file<E: Into<Failure>>(
    path: &Path,
    work: impl FnOnce(&mut dyn Write) -> Result<(), E>,
) -> Result<(), Failure> {
    let cannot = |error: io::Error| cannot_write(path, &error);
    // A device or pipe is written to directly.
    if std::fs::metadata(path).is_ok_and(|there| !there.is_file()) {
        let mut out = BufWriter::new(File::create(path).map_err(cannot)?);
        work(&mut out).map_err(Into::into)?;
        return out.flush().map_err(cannot);
    }
    let mut name = path.file_name().ok_or_else(|| cannot(io::ErrorKind::InvalidInput.into()))?.to_owned();
    name.push(format!(".{}.part", std::process::id()));
    let beside = path.with_file_name(name);
    let file = File::create(&beside).map_err(cannot)?;
    let mut out = BufWriter::with_capacity(1 << 16, file);
    let written = work(&mut out).map_err(Into::into).and_then(|()| {
        out.flush()
            .and_then(|()| out.get_ref().sync_all())
            .and_then(|()| std::fs::rename(&beside, path))
            .map_err(cannot)
    });
    if written.is_err() {
        // The message about the failure matters more than one about what it left.
        let _ = std::fs::remove_file(&beside);
    }
    written
}
