//! A file of deals: what it is, where its table stands in it, and its rows without what is none: titles, blank rows, totals, notes
//! underneath, headers that come again, worked examples.

use std::io::{BufReader, Read};
use std::path::Path;
use std::sync::Arc;

use csv::StringRecord;

use super::csv::{DELIMITERS, Records};
use super::dates::{self, DateCell, DateOrder, Evidence};
use super::encoding::{TextEncoding, looks_like_utf16};
use super::header::{Columns, HeaderFault};
use super::heads::fields_named;
use super::input::Input;
use super::json::{self, Objects};
use super::mapping::Mapping;
use super::plan::Spot;
use super::table::{FileFault, RawRow, Rows};
use super::totals::{Totals, Wrong};
use super::unit::Unit;
use super::workbook::{Workbook, is_workbook};
use crate::domain::deal::{EXAMPLE_REF, EXAMPLE_TITLE, Field};
use crate::domain::guard::unguard;
use crate::domain::label::Label;

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

/// What was left out, by reason.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// Blank rows.
    pub blank: u64,
    /// Rows of totals, by line.
    pub totals: Vec<u32>,
    /// Rows that repeat the header.
    pub headers: u64,
    /// Worked examples of a template.
    pub examples: u64,
    /// Notes below the table, each with its line.
    pub notes: Vec<(u32, String)>,
    /// Totals that are not the sum of the rows above.
    pub wrong_totals: Vec<Wrong>,
}

/// An open file of deals.
pub struct Source {
    /// What people call it: its path, or `-`.
    pub name: String,
    /// Its columns.
    pub columns: Columns,
    /// What was found out about it.
    pub found: Found,
    /// What was left out so far.
    pub left_out: LeftOut,
    /// Whether its cells are guarded against being run by a spreadsheet, as `csv-excel` writes them.
    pub is_guarded: bool,
    number: u16,
    rows: Rows,
    input: Arc<Input>,
    totals: Totals,
    header: StringRecord,
    /// Whether the file was asked for the order of day and month.
    asked_order: bool,
}

/// A row of deals as it stands in its file.
#[derive(Clone, Copy, Debug)]
pub struct SourceRow<'a> {
    /// Which file, which line.
    pub spot: Spot,
    /// Its cells.
    pub raw: RawRow<'a>,
    /// Where it has more or fewer cells than the header: how many it has.
    pub ragged: Option<usize>,
    /// What its columns hold.
    pub columns: &'a Columns,
    /// Whether its cells are guarded.
    pub is_guarded: bool,
    /// The order of day and month, where it is known.
    pub date_order: Option<DateOrder>,
    /// Whether semicolons set its cells apart, as they do where decimals follow a comma.
    pub has_semicolons: bool,
}

/// How many rows are looked at for a header, and how much of a text.
const HEAD_ROWS: usize = 50;
const HEAD_BYTES: u64 = 1 << 18;

impl Source {
    /// Opens a file and finds out what it is. `required` must be among its columns.
    pub fn open(number: u16, input: &Arc<Input>, mapping: &Mapping, required: &[Field]) -> Result<Self, SourceFault> {
        let input = Arc::clone(input);
        let mut start = [0; 512];
        let length = input.reader().and_then(|mut reader| reader.read(&mut start)).map_err(FileFault::from)?;
        let start = &start[..length];
        let (head, mut found, sheet) = if is_workbook(start) {
            head_of_workbook(&input, mapping)?
        } else {
            let named = |head: &Head| header_at(head, mapping).map_or(0, |(_, fields)| fields);
            let (head, found) = head_of_text(&input, start, mapping, &named)?;
            (head, found, None)
        };
        let at = match mapping.header_row {
            Some(line) => head.iter().position(|(at, _)| *at == line).ok_or(HeaderFault::NoSuchRow(line)),
            None => header_at(&head, mapping).map(|(at, _)| at).ok_or(HeaderFault::NotFound(HEAD_ROWS)),
        };
        let at = match at {
            Ok(at) => at,
            Err(fault) => {
                // A quote that is never closed may have taken the header in.
                if sheet.is_none() {
                    rows_behind(&input, &found, None, 0)?;
                }
                if head.is_empty() {
                    return Err(FileFault::Empty.into());
                }
                return Err(SourceFault::Header { line: None, faults: vec![fault] });
            }
        };
        let (line, header) = head[at].clone();
        found.header_line = line;
        found.titles = head[..at].iter().map(|(_, cells)| cells.clone()).filter(|cells| !is_blank(cells)).collect();
        let title_units: Vec<Unit> = found.titles.iter().flatten().filter_map(Unit::in_title).collect();
        let is_guarded = found.encoding.is_some_and(|encoding| encoding.has_mark && encoding.is_utf8());
        let plain = |name| if is_guarded { unguard(name) } else { name };
        let names: Vec<String> = header.iter().map(|name| plain(name).trim().to_owned()).collect();
        let columns = Columns::of(&names, &title_units, mapping, required)
            .map_err(|faults| SourceFault::Header { line: Some(line), faults })?;
        found.date_order = mapping.date_order;
        let totals = Totals::of(&columns);
        let rows = rows_behind(&input, &found, sheet, line)?;
        let (name, left_out) = (input.name().to_owned(), LeftOut::default());
        Ok(Self { name, columns, found, left_out, is_guarded, number, rows, input, totals, header, asked_order: false })
    }

    /// Whether Excel has it open now, so that what is typed there and not saved is not in it.
    #[must_use]
    pub fn is_open_in_excel(&self) -> bool {
        self.found.sheet.is_some() && self.input.is_open_in_excel()
    }

    /// The next row that may be a deal.
    pub fn next_row(&mut self) -> Result<Option<SourceRow<'_>>, FileFault> {
        while self.rows.advance()? {
            if self.is_deal() {
                let raw = self.rows.row();
                self.totals.add(&raw);
                if self.needs_order(&raw) {
                    self.found.date_order = self.order_of_dates()?;
                    self.asked_order = true;
                }
                let raw = self.rows.row();
                let width = self.columns.uses.len();
                let is_ragged = !self.rows.are_open_ended()
                    && (raw.cells.len() < width || raw.cells.iter().skip(width).any(|cell| !cell.trim().is_empty()));
                let spot = Spot { file: self.number, line: raw.line };
                let ragged = is_ragged.then_some(raw.cells.len());
                let (columns, is_guarded, date_order) = (&self.columns, self.is_guarded, self.found.date_order);
                let has_semicolons = self.found.delimiter == Some(b';');
                return Ok(Some(SourceRow { spot, raw, ragged, columns, is_guarded, date_order, has_semicolons }));
            }
        }
        Ok(None)
    }

    /// Whether the row may be a deal; what is none is counted.
    fn is_deal(&mut self) -> bool {
        let (raw, left_out) = (self.rows.row(), &mut self.left_out);
        if raw.is_blank() || self.totals.is_only_numbered(&raw) {
            left_out.blank += 1;
        } else if same_cells(raw.cells, &self.header) {
            left_out.headers += 1;
        } else if is_example(&raw, &self.columns) {
            left_out.examples += 1;
        } else if self.totals.is_total(&raw) {
            left_out.totals.push(raw.line);
            left_out.wrong_totals.extend(self.totals.check(&raw));
        } else if let Some(note) = self.totals.note_below(&raw) {
            left_out.notes.push((raw.line, note));
        } else {
            return true;
        }
        false
    }

    /// Whether day and month of this row can only be told apart by the rest of the file.
    fn needs_order(&self, raw: &RawRow<'_>) -> bool {
        let date = || date_cell(&self.columns, raw);
        !self.asked_order
            && self.found.date_order.is_none()
            && date()
                .is_some_and(|text| dates::read(text, None) == DateCell::Swappable || dates::evidence(text).is_some())
    }

    /// The order of day and month that every date of the file agrees with; none if they do not say, or say two things.
    fn order_of_dates(&self) -> Result<Option<DateOrder>, FileFault> {
        let sheet = match &self.found.sheet {
            Some((sheet, ..)) => Some((Workbook::open(&self.name, self.input.reader()?)?, sheet.clone())),
            None => None,
        };
        let mut rows = rows_behind(&self.input, &self.found, sheet, self.found.header_line)?;
        let (mut dmy, mut mdy) = (false, false);
        while rows.advance()? {
            match date_cell(&self.columns, &rows.row()).and_then(dates::evidence) {
                Some(Evidence::Dmy) => dmy = true,
                Some(Evidence::Mdy) => mdy = true,
                None => {}
            }
        }
        Ok(match (dmy, mdy) {
            (true, false) => Some(DateOrder::Dmy),
            (false, true) => Some(DateOrder::Mdy),
            _ => None,
        })
    }
}

/// The signing date, where it stands in one column.
fn date_cell<'a>(columns: &Columns, raw: &RawRow<'a>) -> Option<&'a str> {
    match columns.of_field(Field::Signed)?.columns.as_slice() {
        [column] => raw.cells.get(*column).map(str::trim),
        _ => None,
    }
}

fn is_example(raw: &RawRow<'_>, columns: &Columns) -> bool {
    let cell =
        |field| columns.of_field(field).and_then(|columns| raw.cells.get(*columns.columns.first()?)).map(str::trim);
    let is = |field, example: Label| cell(field).is_some_and(|text| [example.en, example.zh].contains(&text));
    is(Field::Ref, EXAMPLE_REF) && is(Field::Title, EXAMPLE_TITLE)
}

fn is_blank(cells: &StringRecord) -> bool {
    cells.iter().all(|cell| cell.trim().is_empty())
}

fn same_cells(a: &StringRecord, b: &StringRecord) -> bool {
    let trimmed = |cells: &'_ StringRecord| cells.iter().map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
    a.get(0).map(str::trim) == b.get(0).map(str::trim) && trimmed(a) == trimmed(b)
}

type Head = Vec<(u32, StringRecord)>;
type Sheet = Option<(Workbook, String)>;

/// The first row that names two fields, and how many it names.
fn header_at(head: &Head, mapping: &Mapping) -> Option<(usize, usize)> {
    let named = head.iter().map(|(_, cells)| if cells.len() < 2 { 0 } else { fields_named(cells.iter(), mapping) });
    named.enumerate().find(|(_, fields)| *fields >= 2)
}

fn head_of_workbook(input: &Input, mapping: &Mapping) -> Result<(Head, Found, Sheet), SourceFault> {
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

fn head_of_text(
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
fn rows_behind(input: &Input, found: &Found, sheet: Sheet, line: u32) -> Result<Rows, FileFault> {
    let decoded = |encoding: TextEncoding| -> Result<_, FileFault> {
        Ok(encoding.decode(BufReader::with_capacity(1 << 16, input.reader()?)))
    };
    let mut rows = match (sheet, found.encoding, found.delimiter) {
        (Some((book, sheet)), ..) => Rows::Sheet(book.rows(sheet)?),
        (None, Some(encoding), Some(delimiter)) => Rows::Csv(Box::new(Records::new(decoded(encoding)?, delimiter))),
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
