//! A file of deals: what it is, where its table stands in it, and its rows without what is none: titles, blank rows, totals, notes
//! underneath, headers that come again, worked examples.

use std::io::Read;
use std::sync::Arc;

use csv::StringRecord;

use super::dates::{self, DateOrder, Evidence};
use super::header::{Columns, HeaderFault, Use};
use super::heads::{describe, fields_named, unit_of};
use super::input::Input;
use super::kinds::{Kind, Kinds, same_cells};
use super::mapping::Mapping;
use super::names::Meaning;
use super::opening::{Found, HEAD_ROWS, Head, SourceFault, head_of_text, head_of_workbook, header_at, rows_behind};
use super::plan::Spot;
use super::table::{FileFault, RawRow, Rows};
use super::totals::{Totals, Wrong};
use super::unit::Unit;
use super::workbook::{Workbook, is_workbook};
use crate::domain::deal::Field;
use crate::domain::guard::unguard;

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
    kinds: Arc<Kinds>,
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
    /// What sets its cells apart: semicolons where decimals follow a comma, nothing in workbooks and JSON, which hold numbers.
    pub delimiter: Option<u8>,
}

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
        if let Some(below) =
            head.get(at + 1).filter(|(_, cells)| mapping.header_row.is_none() && goes_on(&header, cells, &columns))
        {
            return Err(SourceFault::Header { line: None, faults: vec![HeaderFault::GoesOn(below.0)] });
        }
        found.date_order = mapping.date_order;
        let totals = Totals::of(&columns);
        let kinds = Arc::new(Kinds::of(header, &columns));
        let mut rows = rows_behind(&input, &found, sheet, line)?;
        rows.tell_apart(&kinds);
        Ok(Self {
            name: input.name().to_owned(),
            columns,
            found,
            left_out: LeftOut::default(),
            is_guarded,
            number,
            rows,
            input,
            totals,
            kinds,
            asked_order: false,
        })
    }

    /// Whether Excel has it open now, so that what is typed there and not saved is not in it.
    #[must_use]
    pub fn is_open_in_excel(&self) -> bool {
        self.found.sheet.is_some() && self.input.is_open_in_excel()
    }

    /// The next row that may be a deal.
    pub fn next_row(&mut self) -> Result<Option<SourceRow<'_>>, FileFault> {
        while self.rows.advance()? {
            let plain = self.rows.plain();
            if plain.is_some() || self.is_deal() {
                match plain.and_then(|plain| plain.amount) {
                    Some(amount) => self.totals.add_number(Some(amount)),
                    None => self.totals.add(&self.rows.row()),
                }
                if plain.is_none() && self.needs_order() {
                    self.found.date_order = self.order_of_dates()?;
                    self.asked_order = true;
                }
                let raw = self.rows.row();
                let is_ragged = plain.is_none() && !self.rows.are_open_ended() && self.kinds.is_ragged(raw.cells);
                let spot = Spot { file: self.number, line: raw.line };
                let ragged = is_ragged.then_some(raw.cells.len());
                let (columns, is_guarded, date_order) = (&self.columns, self.is_guarded, self.found.date_order);
                let delimiter = self.found.delimiter;
                return Ok(Some(SourceRow { spot, raw, ragged, columns, is_guarded, date_order, delimiter }));
            }
        }
        Ok(None)
    }

    /// Whether the row may be a deal; what is none is counted.
    fn is_deal(&mut self) -> bool {
        let (raw, left_out) = (self.rows.row(), &mut self.left_out);
        match self.kinds.kind(&raw) {
            Kind::Deal => return true,
            Kind::Blank => left_out.blank += 1,
            Kind::Header => left_out.headers += 1,
            Kind::Example => left_out.examples += 1,
            Kind::Total => {
                left_out.totals.push(raw.line);
                left_out.wrong_totals.extend(self.totals.check(&raw));
            }
            Kind::Note(note) => left_out.notes.push((raw.line, note)),
        }
        false
    }

    /// Whether the file is to be asked for the order of day and month in this row.
    fn needs_order(&self) -> bool {
        !self.asked_order && self.found.date_order.is_none() && self.kinds.is_order_open(&self.rows.row())
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
            for evidence in self.kinds.dates(rows.row()).filter_map(dates::evidence) {
                match evidence {
                    Evidence::Dmy => dmy = true,
                    Evidence::Mdy => mdy = true,
                }
            }
        }
        Ok(match (dmy, mdy) {
            (true, false) => Some(DateOrder::Dmy),
            (false, true) => Some(DateOrder::Mdy),
            _ => None,
        })
    }
}

/// Whether the row below a header is a second one: 内资（万元） and 外资（万美元） below 投资总额.
fn goes_on(header: &StringRecord, below: &StringRecord, columns: &Columns) -> bool {
    if same_cells(header, below) {
        return false;
    }
    let is_blank = |field: Field| {
        let places = columns.of_field(field).map_or(&[][..], |found| &found.columns);
        places.iter().all(|at| below.get(*at).unwrap_or_default().trim().is_empty())
    };
    let is_head = |cell: &str| matches!(describe(cell), Some((Meaning::Field(_), _))) || unit_of(cell).is_some();
    // `contract` and `signed` are heads of columns, and below their own ones what deals have there.
    let is_choice = |used: &Use| {
        matches!(used, Use::Field(Field::Kind | Field::Venue | Field::Stage | Field::Relation | Field::Confidential))
    };
    let others = || below.iter().zip(&columns.uses).filter(|(_, used)| !is_choice(used)).map(|(cell, _)| cell);
    let named = others().filter(|cell| !cell.trim().is_empty() && is_head(cell)).count();
    named >= 2
        && (is_blank(Field::Title) && is_blank(Field::Signed) || fields_named(others(), &Mapping::default()) >= 2)
}

fn is_blank(cells: &StringRecord) -> bool {
    cells.iter().all(|cell| cell.trim().is_empty())
}
