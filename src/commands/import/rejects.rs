//! `--rejects`: the refused rows in a file of their own, as they stood, to be corrected and imported.
//!
//! Written as `--format csv-excel` is, since it is opened in a spreadsheet. The rows above the header go with it, so that a unit that
//! stands there still counts.

use std::io::BufWriter;
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use crate::commands::failure::Failure;
use crate::commands::output::cannot_write;
use crate::commands::rows::RefusedRow;
use crate::domain::guard::unguard;
use crate::domain::label::Lang;
use crate::intake::source::Source;
use crate::lang::{SEMICOLON, Said, said};
use crate::render::GuardedCsv;

/// The file of refused rows. It is made with the first of them, under a name of its own.
pub(super) struct Rejects {
    path: PathBuf,
    /// The rows above the header, and the header.
    head: Vec<Vec<String>>,
    /// Which columns tell of an earlier import, and are written anew.
    dropped: Vec<bool>,
    is_guarded: Vec<bool>,
    /// The language of the reasons.
    lang: Lang,
    out: Option<GuardedCsv<BufWriter<NamedTempFile>>>,
}

/// The columns that are added.
const ADDED: [&str; 2] = ["reject_line", "reject_reason"];

impl Rejects {
    /// Of these files, which must have the same columns.
    pub(super) fn begin(path: &Path, sources: &[Source], lang: Lang) -> Result<Self, Failure> {
        let [first, others @ ..] = sources else {
            return Err(Failure::usage(said!("--rejects: no file is read", "--rejects：没有读取任何文件")));
        };
        if let Some(other) = others.iter().find(|other| other.columns.header != first.columns.header) {
            let (first, other) = (&first.name, &other.name);
            return Err(Failure::refused(said!(
                "--rejects: {first} and {other} have different columns",
                "--rejects：{first}与{other}的列不同"
            ))
            .hint(said!("import them one after the other", "请逐个导入")));
        }
        let dropped: Vec<bool> = first.columns.header.iter().map(|name| ADDED.contains(&name.as_str())).collect();
        let titles = first.found.titles.iter().map(|cells| cells.iter().map(str::to_owned).collect());
        let mut head: Vec<Vec<String>> = titles.collect();
        head.push(first.columns.header.clone());
        let is_guarded = sources.iter().map(|source| source.is_guarded).collect();
        Ok(Self { path: path.to_owned(), head, dropped, is_guarded, lang, out: None })
    }

    /// Adds a row. What is added stands in front, since a row at fault may be of any length.
    pub(super) fn add(&mut self, row: &RefusedRow) -> Result<(), Failure> {
        let cannot = cannot(&self.path);
        let out = match &mut self.out {
            Some(out) => out,
            none => {
                // It takes its place when the deals are in the ledger.
                let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty());
                let file = NamedTempFile::new_in(folder.unwrap_or(Path::new("."))).map_err(&cannot)?;
                let file = BufWriter::new(file);
                let mut out = GuardedCsv::new(file).map_err(&cannot)?;
                let (header, titles) = self.head.split_last().map_or((&[][..], &[][..]), |(last, rest)| (last, rest));
                for title in titles {
                    let cells = title.iter().map(String::as_str);
                    out.row(["", ""].into_iter().chain(cells)).map_err(&cannot)?;
                }
                let kept = header.iter().zip(&self.dropped).filter(|(_, dropped)| !**dropped);
                out.row(ADDED.into_iter().chain(kept.map(|(name, _)| name.as_str()))).map_err(&cannot)?;
                none.insert(out)
            }
        };
        let is_guarded = self.is_guarded.get(usize::from(row.spot.file)).copied().unwrap_or(false);
        let cells = row.cells.iter().flatten().map(|cell| if is_guarded { unguard(cell) } else { cell });
        let kept = cells.enumerate().filter(|(at, _)| self.dropped.get(*at) != Some(&true)).map(|(_, cell)| cell);
        let (line, reasons) = (row.spot.line.to_string(), Said::joined(&row.reasons, SEMICOLON));
        out.row([line.as_str(), reasons.in_lang(self.lang)].into_iter().chain(kept)).map_err(&cannot)
    }

    /// Ends the file; gives its name if there is one.
    pub(super) fn finish(self) -> Result<Option<String>, Failure> {
        let Some(out) = self.out else { return Ok(None) };
        let cannot = cannot(&self.path);
        let file = out.into_inner().map_err(&cannot)?.into_inner().map_err(|error| cannot(error.into_error()))?;
        file.persist(&self.path).map_err(|error| cannot(error.error))?;
        Ok(Some(self.path.display().to_string()))
    }
}

fn cannot(path: &Path) -> impl Fn(std::io::Error) -> Failure {
    let path = path.to_owned();
    move |error| cannot_write(&path, &error)
}
