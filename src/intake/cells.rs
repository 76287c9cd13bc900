//! From the cells of a row to a draft: each field's cells put together and read as files write them.
//!
//! Cells in a column with our own name are taken as `export` writes them. In any other a dash or `N/A` stands for nothing, a place may
//! hold several words, and numbers of an amount column take its unit.

use std::borrow::Cow;
use std::collections::HashMap;

use memchr::memchr;

use super::amounts::{self, AmountCell, ColumnUnit};
use super::beside;
use super::dates::{self, DateCell, DateOrder};
use super::header::{Columns, FieldColumns, Use, letters};
use super::mapping::Mapping;
use super::places::{self, PlaceCells};
use super::source::SourceRow;
use crate::domain::catalogue::{Catalogue, Family};
use crate::domain::currency::Currency;
use crate::domain::date::{DateFault, PartialDate};
use crate::domain::deal::Field;
use crate::domain::draft::Draft;
use crate::domain::extra::Extra;
use crate::domain::fault::{Fault, Problem};
use crate::domain::fold::trimmed;
use crate::domain::guard::unguard;
use crate::domain::money::AmountFault;
use crate::domain::tags::Tags;

/// How the rows of a file are read, and what of them is worth telling.
#[derive(Debug, Default)]
pub struct CellReader {
    /// Values of rows that state none.
    set: Vec<(Field, String)>,
    vague_blank: bool,
    decimal_comma: Option<bool>,
    /// What places were read as, by country and region as written.
    places: HashMap<(String, String), Option<PlaceCells>>,
    /// What is worth telling.
    pub told: Told,
}

/// Rows of which not all went into the fields where it stood.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// Sector cells that name several: the first is taken, the rest become tags.
    pub several_sectors: u64,
    /// Places of which words were left over, so that the cell is kept aside as well.
    pub places_aside: u64,
    /// Vague amounts that were left out and kept in the note.
    pub vague: u64,
    /// Cells in columns without a name.
    pub nameless: u64,
}

/// The cells of a row by field, without white space at their ends. Only of the title one counts that holds nothing.
///
/// On the heap, since a row goes through several hands, and is large.
type Cells<'a> = Vec<Option<Cow<'a, str>>>;

/// A row ready to be settled.
#[derive(Debug)]
pub struct Prepared<'a> {
    cells: Cells<'a>,
    holds_nul: bool,
    /// What is wrong with it before it is settled.
    pub faults: Vec<Fault>,
    /// The unit of its column, where that alone says the currency, with a word that is said of others too.
    pub loose_unit: Option<String>,
}

impl Prepared<'_> {
    /// Its fields.
    #[must_use]
    pub fn draft(&self) -> Draft<'_> {
        Draft::of_trimmed(self.cells.iter().map(Option::as_deref), self.holds_nul)
    }

    /// Takes a field away.
    pub fn clear(&mut self, field: Field) {
        self.cells[field.index()] = None;
    }
}

/// A row while it is put together.
pub(super) struct Making<'a> {
    pub(super) row: SourceRow<'a>,
    pub(super) columns: &'a Columns,
    cells: Cells<'a>,
    /// Whether NUL is anywhere in the row, or in what was made of it.
    holds_nul: bool,
    faults: Vec<Fault>,
    /// Cells to be kept with the deal beyond those of columns that fit nothing.
    aside: Vec<usize>,
    note: Option<String>,
    loose_unit: Option<String>,
}

impl<'a> Making<'a> {
    pub(super) fn get(&self, field: Field) -> Option<&str> {
        self.cells[field.index()].as_deref().filter(|text| !text.is_empty())
    }

    pub(super) fn put(&mut self, field: Field, text: Option<Cow<'a, str>>) {
        debug_assert!(text.as_ref().is_none_or(|text| text.trim() == text), "{text:?}");
        if let Some(Cow::Owned(made)) = &text {
            self.holds_nul |= made.contains('\0');
        }
        self.cells[field.index()] = text.filter(|text| !text.is_empty() || field == Field::Title);
    }

    pub(super) fn fault(&mut self, field: Field, problem: Problem) {
        self.put(field, None);
        self.faults.push(Fault { field, problem });
    }
}

impl CellReader {
    /// Of files of which this was said.
    #[must_use]
    pub fn new(mapping: &Mapping) -> Self {
        Self {
            set: mapping.set.clone(),
            vague_blank: mapping.vague_blank,
            decimal_comma: mapping.decimal_comma,
            ..Self::default()
        }
    }

    /// Reads the cells of a row.
    pub fn prepare<'a>(&mut self, row: SourceRow<'a>, catalogue: &Catalogue) -> Prepared<'a> {
        let SourceRow { columns, is_guarded, date_order: order, .. } = row;
        let mut making = Making {
            row,
            columns,
            cells: vec![None; Field::COUNT],
            // Looked for once in all cells: they stand one behind the other.
            holds_nul: memchr(0, row.raw.cells.as_slice().as_bytes()).is_some(),
            faults: Vec::new(),
            aside: Vec::new(),
            note: None,
            loose_unit: None,
        };
        for source in &columns.fields {
            let text = together(&row, source, is_guarded);
            if text.is_empty() && source.field != Field::Title {
                continue;
            }
            let text = if source.is_ours { text } else { without_invisible(text) };
            if !columns.is_export && amounts::is_missing(&text) {
                continue;
            }
            if source.is_ours || !amounts::is_placeholder(&text) || source.field == Field::Title {
                making.put(source.field, Some(text));
            }
        }
        beside::marked(&mut making);
        beside::errors_as_text(&mut making);
        dates(&mut making, order);
        for (field, value) in &self.set {
            if making.get(*field).is_none() {
                making.put(*field, Some(Cow::Owned(value.clone())));
            }
        }
        beside::shown(&mut making);
        self.amount(&mut making);
        self.place(&mut making, catalogue);
        self.sectors(&mut making, catalogue);
        if let Some(words) = making.note.take() {
            let note = making.get(Field::Note).map_or_else(|| words.clone(), |note| format!("{note}; {words}"));
            making.put(Field::Note, Some(note.into()));
        }
        self.extra(&mut making, is_guarded);
        let Making { cells, holds_nul, faults, loose_unit, .. } = making;
        Prepared { cells, holds_nul, faults, loose_unit }
    }

    fn amount(&mut self, making: &mut Making<'_>) {
        let Some(source) = making.columns.of_field(Field::Amount) else { return };
        let unit = match &making.columns.unit {
            Some((unit, _)) => ColumnUnit::Stated(unit),
            None if source.is_ours => ColumnUnit::Ours,
            None => ColumnUnit::Unknown,
        };
        let Some(text) = making.get(Field::Amount) else { return };
        if unit == ColumnUnit::Ours && amounts::is_plain(text) {
            return;
        }
        let text = match self.decimal_comma {
            // The point of a number is a point, whatever the texts beside it are written with.
            Some(true) if making.row.delimiter.is_none() && text.parse::<f64>().is_ok() => text.to_owned(),
            // What is not of that form is told as it stands.
            Some(true) => amounts::with_point(text).unwrap_or_else(|| text.to_owned()),
            None if making.row.delimiter == Some(b';') && !source.is_ours && amounts::is_comma_unclear(text) => {
                let text = text.to_owned();
                return making.fault(Field::Amount, Problem::CommaUnclear(text));
            }
            _ => text.to_owned(),
        };
        let was = making.get(Field::Amount).unwrap_or_default().to_owned();
        match amounts::read(&text, unit) {
            Ok(AmountCell::Nothing) => making.put(Field::Amount, None),
            Ok(AmountCell::Amount(amount, currency)) => {
                if amount != was.as_str() {
                    making.put(Field::Amount, Some(Cow::Owned(amount.into_owned())));
                }
                currency_of_column(making, unit, currency);
            }
            Err(Problem::Vague(words)) if self.vague_blank => {
                self.told.vague += 1;
                making.note = Some(words);
                making.put(Field::Amount, None);
            }
            Err(problem) => making.fault(Field::Amount, problem),
        }
    }

    fn place(&mut self, making: &mut Making<'_>, catalogue: &Catalogue) {
        let of = |field| making.columns.of_field(field);
        let sources = [of(Field::Country), of(Field::Region)];
        if sources.iter().flatten().all(|source| source.is_ours) {
            return;
        }
        let (country, region) = (making.get(Field::Country), making.get(Field::Region));
        if country.is_none() && region.is_none() {
            return;
        }
        let key = (country.unwrap_or_default().to_owned(), region.unwrap_or_default().to_owned());
        let read = self.places.entry(key).or_insert_with(|| places::read(catalogue, country, region)).clone();
        let Some(read) = read else { return };
        if read.has_rest {
            self.told.places_aside += 1;
            let taken = [(Field::Country, &read.country), (Field::Region, &read.region)];
            let not_whole = taken.iter().filter(|(field, text)| making.get(*field) != text.as_deref());
            let columns =
                not_whole.filter_map(|(field, _)| of(*field)).flat_map(|source| source.columns.iter().copied());
            let columns: Vec<usize> = columns.collect();
            making.aside.extend(columns);
        }
        making.put(Field::Country, read.country.map(Cow::Owned));
        making.put(Field::Region, read.region.map(Cow::Owned));
    }

    /// `AI、IoT` is the first of them, and the others become tags.
    fn sectors(&mut self, making: &mut Making<'_>, catalogue: &Catalogue) {
        const SEPARATORS: [char; 12] = ['、', '/', '／', ',', '，', ';', '；', '|', '+', '&', '\n', '＋'];
        /// These separate whether or not what they separate is known.
        const LISTS: [char; 3] = ['、', '；', ';'];
        /// These also stand within names: R&D.
        const WITHIN_NAMES: [char; 3] = ['+', '＋', '&'];
        let Some(text) = making.get(Field::Sector) else { return };
        if !text.contains(SEPARATORS) || catalogue.get(Family::Sector, text).is_some() {
            return;
        }
        let parts: Vec<&str> = text.split(SEPARATORS).map(str::trim).filter(|part| !part.is_empty()).collect();
        let code = |part: &str| catalogue.get(Family::Sector, part).and_then(|id| catalogue.item(Family::Sector, id));
        let [first, rest @ ..] = parts.as_slice() else { return };
        let known = parts.iter().filter(|part| code(part).is_some()).count();
        let is_list = text.contains(LISTS);
        if rest.is_empty() || known == 0 && !is_list || known < parts.len() && text.contains(WITHIN_NAMES) {
            return;
        }
        let had = making.get(Field::Tags).unwrap_or_default();
        let rest = rest.iter().map(|part| code(part).map_or(*part, |item| item.code()));
        let tags = Tags::of(Tags::parse(had).iter().flat_map(Tags::iter).chain(rest));
        let (first, tags) = ((*first).to_owned(), tags.map(|tags| tags.to_string()));
        self.told.several_sectors += 1;
        making.put(Field::Sector, Some(first.into()));
        making.put(Field::Tags, tags.map(Cow::Owned));
    }

    /// The cells of columns that fit nothing, and of those that were not wholly taken, beside what the file has as `extra`.
    fn extra(&mut self, making: &mut Making<'_>, is_guarded: bool) {
        let columns = making.columns;
        let width = columns.uses.len();
        let raw = making.row.raw;
        if !columns.keeps_others && making.aside.is_empty() && raw.cells.len() <= width {
            return;
        }
        let mut kept: Vec<(Cow<'_, str>, &str)> = Vec::new();
        for (at, cell) in raw.cells.iter().enumerate() {
            let used = columns.uses.get(at);
            let is_other = matches!(used, Some(Use::Extra | Use::Nameless) | None);
            if !is_other && !making.aside.contains(&at) {
                continue;
            }
            let cell = trimmed(if is_guarded { unguard(cell) } else { cell });
            let is_kept = match used {
                // Programs for data put the number of the row before it, without a head. A larger one is a number of something.
                Some(Use::Nameless) if at == 0 && cell.parse::<u32>().is_ok_and(|number| number < raw.line) => false,
                Some(Use::Nameless) | None => {
                    self.told.nameless += u64::from(!cell.is_empty());
                    true
                }
                Some(_) => true,
            };
            if is_kept && !cell.is_empty() {
                let name = columns
                    .header
                    .get(at)
                    .filter(|_| at < width)
                    .map_or_else(|| letters(at).into(), |name| Cow::Borrowed(name.as_str()));
                kept.push((name, cell));
            }
        }
        if kept.is_empty() {
            return;
        }
        let own = match making.get(Field::Extra).map(Extra::parse).transpose() {
            Ok(own) => own.flatten(),
            // The draft says what is wrong with it.
            Err(_) => return,
        };
        let own = own.map(|own| own.cells()).unwrap_or_default();
        let own = own.iter().map(|(name, text)| (name.as_str(), text.as_str()));
        let extra = Extra::of(own.chain(kept.iter().map(|(name, text)| (&**name, *text))));
        making.put(Field::Extra, extra.map(|extra| Cow::Owned(extra.as_json().to_owned())));
    }
}

/// The cells of a field, one after the other, without white space at the ends.
fn together<'a>(row: &SourceRow<'a>, source: &FieldColumns, is_guarded: bool) -> Cow<'a, str> {
    let cell = |at: usize| {
        let cell = row.raw.cells.get(at).unwrap_or_default();
        if is_guarded { unguard(cell) } else { cell }
    };
    match source.columns.as_slice() {
        [column] => Cow::Borrowed(trimmed(cell(*column))),
        columns => {
            let mut cells: Vec<&str> = columns.iter().map(|at| cell(*at).trim()).collect();
            let filled = cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
            cells.truncate(filled);
            // A day behind a month that is not known is no month.
            if source.field == Field::Signed {
                for cell in &mut cells {
                    *cell = cell.strip_suffix(".0").unwrap_or(cell);
                    if cell.is_empty() {
                        *cell = "?";
                    }
                }
            } else {
                cells.retain(|cell| !cell.is_empty());
            }
            Cow::Owned(cells.join(" "))
        }
    }
}

/// A cell without characters of no width at its ends, which web pages leave behind.
fn without_invisible(text: Cow<'_, str>) -> Cow<'_, str> {
    const NO_WIDTH: [char; 4] = ['\u{200b}', '\u{200c}', '\u{200d}', '\u{feff}'];
    let is_invisible = |c: char| c.is_whitespace() || NO_WIDTH.contains(&c);
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim_matches(is_invisible)),
        Cow::Owned(text) => Cow::Owned(text.trim_matches(is_invisible).to_owned()),
    }
}

/// The dates of a row, the signing first.
fn dates(making: &mut Making<'_>, order: Option<DateOrder>) {
    for field in std::iter::once(Field::Signed).chain(Field::DATES) {
        date(making, field, order);
    }
}

fn date(making: &mut Making<'_>, field: Field, order: Option<DateOrder>) {
    let Some(text) = making.get(field) else { return };
    let is_ours = || making.columns.of_field(field).is_some_and(|source| source.is_ours);
    match dates::read(text, order) {
        DateCell::AsItIs => {}
        // A fault quotes the cell, not what was made of it.
        DateCell::Iso(date) if PartialDate::parse(&date).is_err() => {
            let text = text.to_owned();
            making.fault(field, DateFault::NoSuchDay(text).into());
        }
        DateCell::Iso(date) => making.put(field, Some(date.into())),
        DateCell::Swappable => {
            let text = text.to_owned();
            making.fault(field, Problem::Swappable(text));
        }
        DateCell::MonthCut if is_ours() => {}
        DateCell::MonthCut => {
            let text = text.to_owned();
            making.fault(field, Problem::MonthCut(text));
        }
    }
}

/// The currency that the unit of a column names, where the row names none; `元` is said of other currencies as well.
fn currency_of_column(making: &mut Making<'_>, unit: ColumnUnit<'_>, currency: Option<Currency>) {
    let ColumnUnit::Stated(unit) = unit else { return };
    let Some(currency) = currency else {
        if unit.is_bare_dollar() && making.get(Field::Currency).is_none() {
            let unit = unit.text.clone();
            making.fault(Field::Currency, AmountFault::WhichDollar(unit).into());
        }
        return;
    };
    let Some(stated) = making.get(Field::Currency).map(str::to_owned) else {
        making.loose_unit = unit.is_yuan_word.then(|| unit.text.clone());
        return making.put(Field::Currency, Some(currency.code().into()));
    };
    let known = Currency::parse(&stated).ok();
    if !unit.is_yuan_word && known.is_some_and(|known| known != currency) {
        let (text, unit) = (stated, unit.text.clone());
        making.fault(Field::Currency, Problem::UnitUnclear { text, unit });
    }
}
