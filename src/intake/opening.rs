//! Opening a file: what it is, in which encoding, what sets its cells apart, which sheet holds the table, which row is the header.

use std::io::{BufReader, Read};
use std::path::Path;

use csv::StringRecord;

use super::ahead::Ahead;
use super::csv::{DELIMITERS, Records};
use super::dates::DateOrder;
use super::encoding::{TextEncoding, looks_like_utf16};
use super::header::HeaderFault;
use super::heads::fields_named;
use super::input::Input;
use super::json::{self, Objects};
use super::mapping::Mapping;
use super::table::{FileFault, Rows};
use super::workbook::{Workbook, is_workbook};

/// Why a file is no file of deals.
#[derive(Debug, thiserror::Error)]
pub enum SourceFault {
    /// It cannot be read.
    #[error(transparent)]
    File(#[from] FileFault),
    /// Its header is not understood.
    #[error("{}", .faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Header {
        /// The line of the header, where one is found.
        line: Option<u32>,
        /// What is wrong with it.
        faults: Vec<HeaderFault>,
    },
    /// Several sheets hold tables.
    #[error("several sheets hold tables: {}", .0.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "))]
    WhichSheet(Vec<String>),
    /// No sheet has this name or number.
    #[error("no sheet is called `{name}`; there are {}", .sheets.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "))]
    NoSheet {
        /// What was asked for.
        name: String,
        /// What there is.
        sheets: Vec<String>,
    },
    /// A workbook of hidden sheets alone.
    #[error("has no sheet that is not hidden")]
    NoSheets,
}

/// What was found out about a file before its rows are read.
#[derive(Clone, Debug)]
pub struct Found {
    /// The encoding of a text.
    pub encoding: Option<TextEncoding>,
    /// What sets the cells of a text apart.
    pub delimiter: Option<u8>,
    /// The sheet of a workbook, and how many others there are that are not hidden, and that are.
    pub sheet: Option<(String, usize, usize)>,
    /// The line of the header.
    pub header_line: u32,
    /// The rows above the header that hold something.
    pub titles: Vec<StringRecord>,
    /// The order of day and month, where dates needed one.
    pub date_order: Option<DateOrder>,
}

/// How many rows are looked at for a header, and how much of a text.
pub(super) const HEAD_ROWS: usize = 50;
const HEAD_BYTES: u64 = 1 << 18;

pub(super) type Head = Vec<(u32, StringRecord)>;
pub(super) type Sheet = Option<(Workbook, String)>;

/// The first row that names two fields, and how many it names.
pub(super) fn header_at(head: &Head, mapping: &Mapping) -> Option<(usize, usize)> {
    let named = head.iter().map(|(_, cells)| if cells.len() < 2 { 0 } else { fields_named(cells.iter(), mapping) });
    named.enumerate().find(|(_, fields)| *fields >= 2)
}

pub(super) fn head_of_workbook(input: &Input, mapping: &Mapping) -> Result<(Head, Found, Sheet), SourceFault> {
    let mut book = Workbook::open(input.name(), input.reader().map_err(FileFault::from)?)?;
    let sheets = book.sheets.clone();
    if sheets.is_empty() {
        return Err(SourceFault::NoSheets);
    }
    let mut peek = |sheet: &str| -> Result<Head, FileFault> {
        Ok(book.peek(sheet, HEAD_ROWS)?.into_iter().map(|row| (row.line, row.cells)).collect())
    };
    let (sheet, head) = if let Some(name) = &mapping.sheet {
        let by_number = || sheets.get(name.parse::<usize>().ok()?.checked_sub(1)?);
        let sheet = sheets.iter().find(|sheet| *sheet == name.trim()).or_else(by_number);
        let sheet = sheet.ok_or_else(|| SourceFault::NoSheet { name: name.clone(), sheets: sheets.clone() })?;
        (sheet.clone(), peek(sheet)?)
    } else if let [sheet] = sheets.as_slice() {
        (sheet.clone(), peek(sheet)?)
    } else {
        let heads: Vec<Head> = sheets.iter().map(|sheet| peek(sheet)).collect::<Result<_, _>>()?;
        let mut tables: Vec<_> =
            sheets.iter().zip(heads).filter(|(_, head)| header_at(head, mapping).is_some()).collect();
        match tables.len() {
            0 => (sheets[0].clone(), Head::new()),
            1 => tables.pop().map(|(sheet, head)| (sheet.clone(), head)).unwrap_or_default(),
            _ => return Err(SourceFault::WhichSheet(tables.into_iter().map(|(sheet, _)| sheet.clone()).collect())),
        }
    };
    let others = (sheets.len() - 1, book.hidden);
    let found = Found { sheet: Some((sheet.clone(), others.0, others.1)), ..Found::nothing() };
    if head.is_empty() && sheets.len() > 1 && mapping.sheet.is_none() {
        return Err(SourceFault::Header { line: None, faults: vec![HeaderFault::NotFound(HEAD_ROWS)] });
    }
    Ok((head, found, Some((book, sheet))))
}

impl Found {
    fn nothing() -> Self {
        Self { encoding: None, delimiter: None, sheet: None, header_line: 0, titles: Vec::new(), date_order: None }
    }
}

/// Opens a table whose header is its first row and names some of `columns`: the header, and the rows behind it.
pub fn open_plain(path: &Path, columns: &[&str]) -> Result<(StringRecord, Rows), FileFault> {
    let input = Input::open(path)?;
    let mut start = [0; 512];
    let length = input.reader()?.read(&mut start)?;
    if is_workbook(&start[..length]) {
        return Err(FileFault::NoText);
    }
    let is_column = |cell: &str| columns.iter().any(|column| column.eq_ignore_ascii_case(cell.trim()));
    let named = |head: &Head| head.first().map_or(0, |(_, cells)| cells.iter().filter(|cell| is_column(cell)).count());
    let (head, found) = head_of_text(&input, &start[..length], &Mapping::default(), &named)?;
    let (line, header) = head.into_iter().next().ok_or(FileFault::Empty)?;
    let rows = rows_behind(&input, &found, None, line)?;
    Ok((header, rows))
}

pub(super) fn head_of_text(
    input: &Input,
    start: &[u8],
    mapping: &Mapping,
    named: &dyn Fn(&Head) -> usize,
) -> Result<(Head, Found), FileFault> {
    let given = mapping.encoding.as_deref().and_then(TextEncoding::named);
    let reader = || input.reader().map(|file| BufReader::with_capacity(1 << 16, file));
    let encoding = TextEncoding::of(|| input.reader(), given).map_err(|fault| {
        if is_named_as_workbook(input.name()) { FileFault::NoWorkbook } else { FileFault::Encoding(fault) }
    })?;
    if let Some(name) = looks_like_utf16(start).filter(|_| encoding.is_utf8()) {
        return Err(FileFault::Utf16(name));
    }
    let mut text = Vec::new();
    encoding.decode(reader()?).take(HEAD_BYTES).read_to_end(&mut text)?;
    let begins = text.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&text).trim_ascii_start();
    let mut found = Found { encoding: Some(encoding), ..Found::nothing() };
    match begins.first() {
        None => return Err(FileFault::Empty),
        Some(b'<') if is_markup(begins) => return Err(FileFault::WebPage),
        Some(b'[') if begins[1..].trim_ascii_start().starts_with(b"{") => return Err(FileFault::JsonArray),
        Some(b'{') if begins[1..].trim_ascii_start().starts_with(b"\"") => {
            let header = StringRecord::from(json::keys(encoding.decode(reader()?))?);
            return Ok((vec![(0, header)], found));
        }
        Some(_) => {}
    }
    let candidates = mapping.delimiter.map_or(DELIMITERS.to_vec(), |delimiter| vec![delimiter]);
    let heads: Vec<(u8, Head)> =
        candidates.into_iter().map(|delimiter| (delimiter, head_of(&text, delimiter))).collect();
    // Of several that name as many fields the first, the likeliest, is taken.
    let best = heads.into_iter().rev().max_by_key(|(_, head)| named(head));
    let (delimiter, head) = best.unwrap_or((b',', Head::new()));
    found.delimiter = Some(delimiter);
    Ok((head, found))
}

/// Whether a text is a web page or XML; a title row may begin with `<` as well.
fn is_markup(text: &[u8]) -> bool {
    const STARTS: [&str; 8] = ["<!doctype", "<html", "<?xml", "<table", "<meta", "<head", "<body", "<!--"];
    let begins = |start: &&str| text.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start.as_bytes()));
    STARTS.iter().any(begins)
}

fn is_named_as_workbook(name: &str) -> bool {
    let ending = Path::new(name).extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    matches!(ending.as_deref(), Some("xlsx" | "xlsm" | "xlsb" | "xls" | "ods"))
}

/// The first rows of a text. Where it breaks off, the last of them may be cut short, which does no harm here.
fn head_of(text: &[u8], delimiter: u8) -> Head {
    let mut records = Records::new(text, delimiter);
    let mut head = Head::new();
    while head.len() < HEAD_ROWS && records.advance().unwrap_or(false) {
        head.push((records.line(), records.record().clone()));
    }
    head
}

/// The rows behind the one in this line.
pub(super) fn rows_behind(input: &Input, found: &Found, sheet: Sheet, line: u32) -> Result<Rows, FileFault> {
    let decoded = |encoding: TextEncoding| -> Result<_, FileFault> {
        Ok(encoding.decode(BufReader::with_capacity(1 << 16, input.reader()?)))
    };
    let mut rows = match (sheet, found.encoding, found.delimiter) {
        (Some((book, sheet)), ..) => Rows::Sheet(book.rows(sheet)?),
        (None, Some(encoding), Some(delimiter)) => {
            Rows::Csv(Box::new(Ahead::new(Records::new(decoded(encoding)?, delimiter))))
        }
        (None, Some(encoding), None) => {
            let keys = json::keys(decoded(encoding)?)?;
            return Ok(Rows::Json(Box::new(Objects::new(decoded(encoding)?, keys))));
        }
        (None, None, _) => return Err(FileFault::Empty),
    };
    while rows.advance()? {
        if rows.row().line >= line {
            break;
        }
    }
    Ok(rows)
}
