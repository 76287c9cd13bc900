//! Workbooks: `.xlsx`, `.xlsm`, `.xlsb`, `.xls` and `.ods`, whatever their name says.
//!
//! Cells come as the text that they would be in a CSV of ours: a date as ISO 8601, a number with its exact decimals (a spreadsheet
//! holds 15 digits, and no more are taken), text as it stands. What a text cannot say is marked beside it: see [`Mark`]. A merged
//! cell is filled down, not across.
//!
//! # Hostile files
//! A workbook is read on a thread that bears its name, so that the program can say which file it was should the library give up on
//! one. Archives that unpack to many times their size, and sheets that hold a cell far out, are refused or read row by row: nothing
//! is laid out in memory by the extent that a file claims.

mod archive;
mod compound;
mod format;
mod rows;
mod value;
mod xlsx;

use std::fs::File;
use std::io::{BufReader, Read as _, Seek as _};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

use calamine::{Data, Dimensions, Ods, Reader as _, SheetType, SheetVisible, Xls, Xlsb, Xlsx};
use csv::StringRecord;

use super::table::{FileFault, Mark};
use rows::RowMaker;
use value::{Value, borrowed};
use xlsx::XlsxBook;

/// The threads that read workbooks are called this, followed by the name of the file.
pub const THREAD: &str = "workbook: ";

/// How many cells go over the queue at a time, and how many batches may wait in it.
const BATCH: usize = 8192;
const QUEUE: usize = 4;

/// A row of a sheet.
#[derive(Debug, Default)]
pub struct SheetRow {
    /// Its number, from 1.
    pub line: u32,
    /// Its cells, from column A.
    pub cells: StringRecord,
    /// What is to be known of some of them, by column from 0.
    pub marks: Vec<(usize, Mark)>,
}

/// An open workbook.
pub struct Workbook {
    name: String,
    kind: Kind,
    /// The names of the sheets that are not hidden, in their order.
    pub sheets: Vec<String>,
    /// How many are hidden.
    pub hidden: usize,
}

type Source = BufReader<File>;

enum Kind {
    Xlsx(Box<XlsxBook>),
    Xlsb(Box<Xlsb<Source>>),
    Xls(Box<Xls<Source>>),
    Ods(Box<Ods<Source>>),
}

/// Whether a file that begins so is a workbook, or claims to be one by its first bytes.
#[must_use]
pub fn is_workbook(head: &[u8]) -> bool {
    head.starts_with(ZIP) || head.starts_with(COMPOUND)
}

const ZIP: &[u8] = b"PK\x03\x04";
/// The Compound File of older Office formats, and of newer ones behind a password.
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

impl Workbook {
    /// Opens a workbook.
    pub fn open(name: &str, file: File) -> Result<Self, FileFault> {
        on_thread(name, move || {
            let kind = open_kind(file)?;
            let metadata = match &kind {
                Kind::Xlsx(book) => book.sheets(),
                Kind::Xlsb(book) => book.sheets_metadata(),
                Kind::Xls(book) => book.sheets_metadata(),
                Kind::Ods(book) => book.sheets_metadata(),
            };
            let tables = metadata.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
            let (shown, hidden): (Vec<_>, Vec<_>) = tables.partition(|sheet| sheet.visible == SheetVisible::Visible);
            let sheets: Vec<String> = shown.iter().map(|sheet| sheet.name.clone()).collect();
            let hidden = hidden.len();
            Ok((kind, sheets, hidden))
        })
        .map(|(kind, sheets, hidden)| Self { name: name.to_owned(), kind, sheets, hidden })
    }

    /// The first rows of a sheet.
    pub fn peek(&mut self, sheet: &str, most: usize) -> Result<Vec<SheetRow>, FileFault> {
        let (name, kind) = (self.name.clone(), &mut self.kind);
        on_thread(&name, || {
            let mut rows = Vec::new();
            kind.each_row(sheet, &mut |row| {
                rows.push(row);
                rows.len() < most
            })?;
            Ok(rows)
        })
    }

    /// Reads a sheet row by row.
    pub fn rows(mut self, sheet: String) -> Result<SheetRows, FileFault> {
        let (sender, receiver) = sync_channel(QUEUE);
        let thread = std::thread::Builder::new().name(format!("{THREAD}{}", self.name));
        thread.spawn(move || send_rows(&mut self.kind, &sheet, &sender))?;
        Ok(SheetRows { receiver, batch: Vec::new().into_iter(), row: SheetRow::default() })
    }
}

fn send_rows(kind: &mut Kind, sheet: &str, sender: &SyncSender<Result<Vec<SheetRow>, FileFault>>) {
    let (mut batch, mut cells) = (Vec::new(), 0);
    let read = kind.each_row(sheet, &mut |row| {
        cells += row.cells.len();
        batch.push(row);
        cells < BATCH || {
            cells = 0;
            sender.send(Ok(std::mem::take(&mut batch))).is_ok()
        }
    });
    // Where nobody listens any more there is nothing to be said.
    let _ = sender.send(Ok(batch));
    if let Err(fault) = read {
        let _ = sender.send(Err(fault));
    }
}

/// The rows of a sheet, as they come from the thread that reads it.
pub struct SheetRows {
    receiver: Receiver<Result<Vec<SheetRow>, FileFault>>,
    batch: std::vec::IntoIter<SheetRow>,
    row: SheetRow,
}

impl SheetRows {
    /// Goes on to the next row. Says whether there is one.
    pub fn advance(&mut self) -> Result<bool, FileFault> {
        loop {
            if let Some(row) = self.batch.next() {
                self.row = row;
                return Ok(true);
            }
            match self.receiver.recv() {
                Ok(batch) => self.batch = batch?.into_iter(),
                Err(_) => return Ok(false),
            }
        }
    }

    /// The row.
    #[must_use]
    pub fn row(&self) -> &SheetRow {
        &self.row
    }
}

/// Runs work on a workbook on a thread that bears its name.
fn on_thread<T: Send>(name: &str, work: impl FnOnce() -> Result<T, FileFault> + Send) -> Result<T, FileFault> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().name(format!("{THREAD}{name}")).spawn_scoped(scope, work)?;
        thread.join().unwrap_or(Err(FileFault::Damaged(String::new())))
    })
}

fn open_kind(mut file: File) -> Result<Kind, FileFault> {
    let mut head = [0; 8];
    let read = file.read(&mut head)?;
    file.rewind()?;
    if head[..read].starts_with(COMPOUND) {
        return open_compound(file);
    }
    let mut archive = zip::ZipArchive::new(BufReader::new(file.try_clone()?)).map_err(damaged)?;
    let names = archive.file_names().map(|name| name.map(std::borrow::Cow::into_owned));
    let names: Vec<String> = names.collect::<Result<_, _>>().map_err(damaged)?;
    let seen = archive::look_through(&mut archive)?;
    file.rewind()?;
    let has = |name: &str| names.iter().any(|other| other == name);
    let source = BufReader::new(file);
    if has("xl/workbook.bin") {
        return Ok(Kind::Xlsb(Box::new(Xlsb::new(source).map_err(damaged)?)));
    }
    if has("content.xml") && has("mimetype") {
        return match Ods::new(source) {
            Err(calamine::OdsError::Password) => Err(FileFault::Password),
            book => Ok(Kind::Ods(Box::new(book.map_err(damaged)?))),
        };
    }
    if has("[Content_Types].xml") && names.iter().any(|name| name.starts_with("xl/")) {
        return match Xlsx::new(source) {
            Err(calamine::XlsxError::Password) => Err(FileFault::Password),
            book => Ok(Kind::Xlsx(Box::new(XlsxBook::new(book.map_err(damaged)?, seen.merges)))),
        };
    }
    Err(FileFault::NoWorkbook)
}

fn open_compound(mut file: File) -> Result<Kind, FileFault> {
    compound::check(file.try_clone()?)?;
    file.rewind()?;
    match Xls::new(BufReader::new(file.try_clone()?)) {
        Ok(book) => Ok(Kind::Xls(Box::new(book))),
        Err(calamine::XlsError::Password) => Err(FileFault::Password),
        Err(fault) => {
            file.rewind()?;
            // A newer workbook behind a password is put into the older form of file.
            match Xlsx::new(BufReader::new(file)) {
                Err(calamine::XlsxError::Password) => Err(FileFault::Password),
                _ => Err(damaged(fault)),
            }
        }
    }
}

fn damaged(fault: impl std::fmt::Display) -> FileFault {
    FileFault::Damaged(fault.to_string())
}

impl Kind {
    /// Hands over the rows of a sheet that hold something, as long as `take` says to go on.
    fn each_row(&mut self, sheet: &str, take: &mut dyn FnMut(SheetRow) -> bool) -> Result<(), FileFault> {
        match self {
            Self::Xlsx(book) => book.each_row(sheet, take)?,
            Self::Xlsb(book) => {
                let mut rows = RowMaker::new(Vec::new(), take);
                let mut cells = book.worksheet_cells_reader(sheet).map_err(damaged)?;
                while let Some(cell) = cells.next_cell().map_err(damaged)? {
                    if !rows.cell(cell.get_position(), Value::from(cell.get_value().clone()))? {
                        return Ok(());
                    }
                }
                rows.end();
            }
            Self::Xls(book) => {
                let merged = book.merge_cells_by_sheet_name(sheet).unwrap_or_default();
                of_range(&book.worksheet_range(sheet).map_err(damaged)?, merged, take)?;
            }
            Self::Ods(book) => of_range(&book.worksheet_range(sheet).map_err(damaged)?, Vec::new(), take)?,
        }
        Ok(())
    }
}

fn of_range(
    range: &calamine::Range<Data>,
    merged: Vec<Dimensions>,
    take: &mut dyn FnMut(SheetRow) -> bool,
) -> Result<(), FileFault> {
    let (top, left) = range.start().unwrap_or_default();
    let mut rows = RowMaker::new(merged, take);
    for (row, cells) in (top..).zip(range.rows()) {
        for (column, value) in (left..).zip(cells) {
            if !rows.cell((row, column), Value::from(borrowed(value)))? {
                return Ok(());
            }
        }
    }
    rows.end();
    Ok(())
}
