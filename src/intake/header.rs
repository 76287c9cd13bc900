//! Headers: which column holds which field, and what one of its amount column is.
//!
//! Names are looked up among ours and the everyday ones; what the user maps counts before that. Two columns for one field are a
//! fault, and so is a field that must be there and is not. Columns that fit nothing are kept with the deal.

use std::collections::HashSet;

use super::heads::{describe, unit_of};
use super::mapping::Mapping;
use super::names::{self, Meaning};
use super::unit::Unit;
use crate::domain::deal::Field;
use crate::domain::suggest;

/// A fault of a header.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HeaderFault {
    /// No row that names two fields.
    #[error("no header is found: no row among the first {0} names two fields")]
    NotFound(usize),
    /// No row has this number.
    #[error("there is no row {0} to be the header")]
    NoSuchRow(u32),
    /// The next row goes on with the header.
    #[error("line {0} goes on with the header of the line before")]
    GoesOn(u32),
    /// A column that is not known where none may be.
    #[error("unknown column `{0}`")]
    Unknown(String),
    /// Two columns of one name where names must differ.
    #[error("two columns named `{0}`")]
    Twice(String),
    /// Two columns for one field.
    #[error("two columns for {field}: `{first}` and `{second}` (--map {field}={first} says which)")]
    TwoColumns {
        /// The field.
        field: &'static str,
        /// The first column.
        first: String,
        /// The second column.
        second: String,
    },
    /// Header and rows above it state two units.
    #[error("two units are stated: {header} and {title} (--unit says which)")]
    UnitsDiffer {
        /// The first.
        header: String,
        /// The other.
        title: String,
    },
    /// A sign that several currencies share.
    #[error("`{0}`: `$` may be USD, HKD, SGD, … (--unit \"USD m\" or --set currency=USD says which)")]
    WhichDollar(String),
    /// A column that must be there.
    #[error("no column holds {field}{}", .near.as_ref().map_or(String::new(), |near| format!(" (did you mean it by `{near}`?)")))]
    Missing {
        /// The field.
        field: &'static str,
        /// The column whose name is near.
        near: Option<String>,
    },
    /// A column that is mapped and not there.
    #[error("--map {field}={column}: there is no column `{column}`")]
    NoColumn {
        /// The field.
        field: &'static str,
        /// The column.
        column: String,
    },
    /// A column that is mapped to two fields.
    #[error("column `{0}` is mapped twice")]
    MappedTwice(String),
}

/// What becomes of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Use {
    /// It is, or is a part of, a field.
    Field(Field),
    /// Its cells are kept with the deal.
    Extra,
    /// It numbers the rows, and is left out.
    Serial,
    /// It follows from other fields, and is left out.
    Derived,
    /// It tells of an earlier import, and is left out.
    Reject,
    /// It says beside the number of a deal which entry had written it.
    Entry,
    /// It has neither a name nor, as it seems, a cell that holds something.
    Nameless,
}

/// The columns of one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldColumns {
    /// The field.
    pub field: Field,
    /// The columns from 0, in the order in which their cells are put together.
    pub columns: Vec<usize>,
    /// Whether the header is the field's own name, so that cells are taken as `export` writes them.
    pub is_ours: bool,
}

/// The columns of a file of deals.
#[derive(Clone, Debug)]
pub struct Columns {
    /// The header as it stands, with letters for what has no name.
    pub header: Vec<String>,
    /// What becomes of each column.
    pub uses: Vec<Use>,
    /// The columns by field.
    pub fields: Vec<FieldColumns>,
    /// What one of the amount column is, and who says so.
    pub unit: Option<(Unit, UnitFrom)>,
    /// Whether these are the columns that `export` writes, so that every cell is taken as it stands.
    pub is_export: bool,
    /// Whether they are of receipts, which keep no other columns.
    pub of_receipts: bool,
    /// Whether there are columns whose cells are kept with the deal as they are.
    pub keeps_others: bool,
}

/// Who says what the unit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnitFrom {
    /// The user.
    User,
    /// The header.
    Header,
    /// A row above the header.
    Title,
}

/// The letters of a column, from 0: A, B, … Z, AA, …
#[must_use]
pub fn letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        letters.push(char::from(b'A' + u8::try_from((rest - 1) % 26).unwrap_or(0)));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

impl Columns {
    /// Finds out what the columns of a header are for. `required` must be among them, or be set.
    pub fn of(
        header: &[String],
        title_units: &[Unit],
        mapping: &Mapping,
        required: &[Field],
    ) -> Result<Self, Vec<HeaderFault>> {
        let mut faults = Vec::new();
        let mut columns = Self {
            header: told_apart(header),
            uses: vec![Use::Extra; header.len()],
            fields: Vec::new(),
            unit: None,
            is_export: is_export(header),
            of_receipts: mapping.of_receipts,
            keeps_others: false,
        };
        let all_ours = header.iter().all(|name| name.is_empty() || names::own_meaning(name).is_some());
        let mut is_mapped = vec![false; header.len()];
        columns.take_mapped(mapping, header, &mut is_mapped, &mut faults);
        let meaning = |name: &String| if mapping.of_receipts { of_receipt(name) } else { of_deal(name) };
        let meanings: Vec<_> = header.iter().map(meaning).collect();
        let names_place = |(meaning, unused): (&Option<(Meaning, Option<Unit>)>, &bool)| {
            !unused && matches!(meaning, Some((Meaning::Field(Field::Country | Field::Region), _)))
        };
        let has_place = meanings.iter().zip(&is_mapped).any(names_place) || mapping.maps(Field::Country);
        let has_numbers = mapping.maps(Field::Id) || header.iter().any(|name| name.eq_ignore_ascii_case("id"));
        let mut header_unit = None;
        let mut parts = [None; 3];
        for (at, meaning) in meanings.iter().enumerate().filter(|(at, _)| !is_mapped[*at]) {
            let field = match meaning {
                None if header[at].is_empty() => {
                    columns.uses[at] = Use::Nameless;
                    continue;
                }
                None => continue,
                Some((meaning @ (Meaning::Serial | Meaning::Derived | Meaning::Reject | Meaning::Entry), _)) => {
                    columns.uses[at] = beside_fields(*meaning, has_numbers);
                    continue;
                }
                Some((Meaning::Year, _)) => {
                    parts[0] = Some(at);
                    continue;
                }
                Some((Meaning::Month, _)) => {
                    parts[1] = Some(at);
                    continue;
                }
                Some((Meaning::Day, _)) => {
                    parts[2] = Some(at);
                    continue;
                }
                Some((Meaning::Place, _)) if has_place => continue,
                Some((Meaning::Place, _)) => Field::Country,
                Some((Meaning::Received(_), _)) => Field::Amount,
                Some((Meaning::ReceivedOn, _)) => Field::Signed,
                Some((Meaning::Field(field), _)) => *field,
            };
            // What the user has mapped is not taken from elsewhere.
            if mapping.maps(field) && field != Field::Extra {
                continue;
            }
            if let Some(other) = columns.fields.iter().find(|other| other.field == field) {
                let first = columns.header[other.columns[0]].clone();
                faults.push(HeaderFault::TwoColumns { field: field.name(), first, second: columns.header[at].clone() });
                continue;
            }
            if field == Field::Amount {
                header_unit = meaning.as_ref().and_then(|(_, unit)| unit.clone());
            }
            let is_ours = names::is_ours(&header[at]) || all_ours;
            columns.uses[at] = Use::Field(field);
            columns.fields.push(FieldColumns { field, columns: vec![at], is_ours });
        }
        columns.put_date_together(parts, mapping);
        if let Some(amount) = columns.of_field(Field::Amount) {
            let mapped = amount.columns.iter().find_map(|at| unit_of(&header[*at]));
            let stated = header_unit.or(mapped).map(|unit| (unit, UnitFrom::Header));
            let title = title_units.first().map(|unit| (unit.clone(), UnitFrom::Title));
            let first = stated.as_ref().or(title.as_ref()).map(|(unit, _)| unit);
            let differs = first
                .and_then(|first| title_units.iter().find(|other| !first.agrees(other)).map(|other| (first, other)));
            if let (None, Some((header, title))) = (&mapping.unit, differs) {
                faults.push(HeaderFault::UnitsDiffer { header: header.text.clone(), title: title.text.clone() });
            }
            // `in Millions` of a header, and above it of what.
            let stated = stated.map(|(mut unit, from)| {
                let above = title.as_ref().and_then(|(title, _)| title.currency);
                unit.currency = unit.currency.or(above);
                (unit, from)
            });
            let stated = stated.map(|(unit, from)| match unit.currency {
                Some(_) if unit.is_bare_dollar() => (Unit { currency: None, ..unit }, from),
                _ => (unit, from),
            });
            let is_dollar = |unit: &Unit| unit.is_bare_dollar() && unit.currency.is_none();
            let says_currency = mapping.unit.is_some()
                || mapping.value_of(Field::Currency).is_some()
                || columns.fields.iter().any(|other| other.field == Field::Currency);
            if let Some((unit, _)) = stated.as_ref().filter(|(unit, _)| is_dollar(unit) && !says_currency) {
                faults.push(HeaderFault::WhichDollar(unit.text.clone()));
            }
            let user = mapping.unit.clone().map(|unit| (unit, UnitFrom::User));
            columns.unit = user.or(stated).or(title);
        }
        columns.keeps_others = columns.uses.iter().any(|used| matches!(used, Use::Extra | Use::Nameless));
        columns.check_required(required, mapping, &mut faults);
        if faults.is_empty() { Ok(columns) } else { Err(faults) }
    }

    fn take_mapped(
        &mut self,
        mapping: &Mapping,
        header: &[String],
        is_mapped: &mut [bool],
        faults: &mut Vec<HeaderFault>,
    ) {
        for (field, names) in &mapping.map {
            let mut places = Vec::new();
            for name in names {
                let Some(at) = column_named(header, name) else {
                    faults.push(HeaderFault::NoColumn { field: field.name(), column: name.clone() });
                    continue;
                };
                if is_mapped[at] {
                    faults.push(HeaderFault::MappedTwice(self.header[at].clone()));
                }
                is_mapped[at] = true;
                places.push(at);
            }
            for at in &places {
                self.uses[*at] = if *field == Field::Extra { Use::Extra } else { Use::Field(*field) };
            }
            if !places.is_empty() && *field != Field::Extra {
                let is_ours = matches!(&*places, [at] if header[*at] == field.name());
                self.fields.push(FieldColumns { field: *field, columns: places, is_ours });
            }
        }
    }

    /// Year, month and day in columns of their own make the date of signing where no other column does.
    fn put_date_together(&mut self, [year, month, day]: [Option<usize>; 3], mapping: &Mapping) {
        let Some(year) = year.filter(|_| !self.has(Field::Signed) && !mapping.maps(Field::Signed)) else { return };
        let columns: Vec<usize> = [Some(year), month, day.filter(|_| month.is_some())].into_iter().flatten().collect();
        for at in &columns {
            self.uses[*at] = Use::Field(Field::Signed);
        }
        self.fields.push(FieldColumns { field: Field::Signed, columns, is_ours: false });
    }

    fn check_required(&self, required: &[Field], mapping: &Mapping, faults: &mut Vec<HeaderFault>) {
        for field in required.iter().filter(|field| !self.has(**field) && mapping.value_of(**field).is_none()) {
            let unused = self.uses.iter().zip(&self.header).filter(|(used, _)| **used == Use::Extra);
            let keys: Vec<(String, &String)> = unused.map(|(_, name)| (names::key(name), name)).collect();
            let near = suggest::nearest(field.name(), keys.iter().map(|(key, _)| key.as_str()), 1).first().copied();
            let near = near.and_then(|near| keys.iter().find(|(key, _)| key == near)).map(|(_, name)| (*name).clone());
            faults.push(HeaderFault::Missing { field: field.name(), near });
        }
    }

    /// The columns of a field.
    #[must_use]
    pub fn of_field(&self, field: Field) -> Option<&FieldColumns> {
        self.fields.iter().find(|columns| columns.field == field)
    }

    /// Whether nothing says what one of the amount column is, which is not ours either.
    #[must_use]
    pub fn lacks_unit(&self) -> bool {
        self.unit.is_none() && self.of_field(Field::Amount).is_some_and(|amount| !amount.is_ours)
    }

    /// Whether the file has a column for this field.
    #[must_use]
    pub fn has(&self, field: Field) -> bool {
        self.of_field(field).is_some()
    }

    /// The column that says which entry had written each deal, where there is one.
    #[must_use]
    pub fn entry(&self) -> Option<usize> {
        self.uses.iter().position(|used| *used == Use::Entry)
    }

    /// The names of the columns that are put to this use.
    pub fn used_for<'a>(&'a self, wanted: &'a Use) -> impl Iterator<Item = &'a str> {
        self.uses.iter().zip(&self.header).filter(move |(used, _)| *used == wanted).map(|(_, name)| name.as_str())
    }
}

/// What a column of a file of deals means: what was received of them is none of their fields.
fn of_deal(name: &str) -> Option<(Meaning, Option<Unit>)> {
    describe(name).filter(|(meaning, _)| !matches!(meaning, Meaning::Received(_) | Meaning::ReceivedOn))
}

/// What a column of a file of receipts means. The amount and the day of the contract are not those of the money.
fn of_receipt(name: &str) -> Option<(Meaning, Option<Unit>)> {
    let begins = |words: &[&str]| words.iter().any(|word| names::key(name).starts_with(word));
    describe(name).filter(|(meaning, _)| match meaning {
        Meaning::Field(Field::Amount) => begins(&["amount", "金额"]),
        Meaning::Field(Field::Signed) => ["date", "日期", "时间"].contains(&names::key(name).as_str()),
        Meaning::Field(field) => {
            matches!(field, Field::Id | Field::Ref | Field::Title | Field::Currency | Field::Rate | Field::Note)
        }
        Meaning::Place => false,
        _ => true,
    })
}

/// What becomes of a column that holds no field.
fn beside_fields(meaning: Meaning, has_numbers: bool) -> Use {
    match meaning {
        Meaning::Serial => Use::Serial,
        Meaning::Derived => Use::Derived,
        Meaning::Reject => Use::Reject,
        Meaning::Entry if has_numbers => Use::Entry,
        // Without numbers beside it, an entry is a column of somebody's own.
        _ => Use::Extra,
    }
}

fn is_export(header: &[String]) -> bool {
    let header = header.strip_suffix(&[names::ENTRY.to_owned()]).unwrap_or(header);
    let fields: Vec<Option<Field>> =
        header.iter().map(|name| Field::all().find(|field| field.name() == name)).collect();
    // An older one has fewer fields between the first and the last.
    matches!(*fields, [Some(Field::Id), .., Some(Field::Extra)])
        && fields.iter().all(Option::is_some)
        && fields.is_sorted()
        && [Field::Title, Field::Signed, Field::Amount, Field::Note].iter().all(|field| fields.contains(&Some(*field)))
}

/// The names of columns, each only once: with their letters where they have none, or one that another has.
fn told_apart(header: &[String]) -> Vec<String> {
    let mut names: Vec<String> = Vec::with_capacity(header.len());
    let mut taken: HashSet<String> = header.iter().cloned().collect();
    let mut seen: HashSet<&str> = HashSet::new();
    for (at, name) in header.iter().enumerate() {
        let letters = letters(at);
        let mut apart = match name.as_str() {
            "" if taken.contains(&letters) => format!("({letters})"),
            "" => letters.clone(),
            name if seen.insert(name) => {
                names.push(name.to_owned());
                continue;
            }
            name => format!("{name} ({letters})"),
        };
        while !taken.insert(apart.clone()) {
            apart = format!("{apart} ({letters})");
        }
        names.push(apart);
    }
    names
}

/// The column of this name, else of these letters.
fn column_named(header: &[String], name: &str) -> Option<usize> {
    let exactly = || header.iter().position(|other| other == name);
    let folded = || header.iter().position(|other| !other.is_empty() && names::key(other) == names::key(name));
    let lettered = || (0..header.len()).find(|at| letters(*at).eq_ignore_ascii_case(name));
    exactly().or_else(folded).or_else(lettered)
}

#[cfg(test)]
mod tests {
    use super::*;

    const REQUIRED: [Field; 3] = [Field::Title, Field::Signed, Field::Sector];

    fn columns(header: &[&str], mapping: &Mapping) -> Result<Columns, Vec<String>> {
        let header: Vec<String> = header.iter().map(|name| (*name).to_owned()).collect();
        let columns = Columns::of(&header, &[], mapping, &REQUIRED);
        columns.map_err(|faults| faults.iter().map(ToString::to_string).collect())
    }

    fn uses(header: &[&str], mapping: &Mapping) -> Vec<String> {
        let columns = columns(header, mapping).unwrap();
        let name = |used: &Use| match used {
            Use::Field(field) => field.name().to_owned(),
            other => format!("{other:?}").to_lowercase(),
        };
        columns.uses.iter().map(name).collect()
    }

    #[test]
    fn every_fault_of_a_header_is_found() {
        assert_eq!(
            columns(&["titel", "signed", "投资总额", "合同金额（万元）"], &Mapping::default()).unwrap_err(),
            [
                "two columns for amount: `投资总额` and `合同金额（万元）` (--map amount=投资总额 says which)",
                "no column holds title (did you mean it by `titel`?)",
                "no column holds sector",
            ]
        );
        let mut mapping = Mapping::default();
        mapping.add_map("title=Name").unwrap();
        mapping.add_set("sector=5G").unwrap();
        assert_eq!(
            columns(&["项目名称", "signed"], &mapping).unwrap_err(),
            ["--map title=Name: there is no column `Name`", "no column holds title"]
        );
    }

    #[test]
    fn columns_are_found_by_their_names_and_the_rest_is_kept() {
        let header =
            ["序号", "项目名称", "签约日期", "所属行业", "投资方", "来源地", "投资总额", "期数", "", "base_amount"];
        let wanted =
            ["serial", "title", "signed", "sector", "partner", "country", "amount", "extra", "nameless", "derived"];
        assert_eq!(uses(&header, &Mapping::default()), wanted);
        let tracker = ["Year", "Month", "Investor", "Quantity in Millions", "Sector", "Country", "Region", "Project"];
        let wanted = ["signed", "signed", "partner", "amount", "sector", "country", "region", "title"];
        assert_eq!(uses(&tracker, &Mapping::default()), wanted);
    }

    #[test]
    fn the_users_say_counts_first() {
        let mut mapping = Mapping::default();
        mapping.add_map("title=Transaction Party").unwrap();
        mapping.add_map("extra=Region").unwrap();
        mapping.add_map("note=f").unwrap();
        let header = ["Year", "Sector", "Transaction Party", "Project", "Region", "Subsector"];
        assert_eq!(uses(&header, &mapping), ["signed", "sector", "title", "extra", "extra", "note"]);
    }

    #[test]
    fn columns_of_one_name_are_told_apart() {
        let names = ["Phase", "D", "", "", "Phase"].map(str::to_owned);
        assert_eq!(told_apart(&names), ["Phase", "D", "C", "(D)", "Phase (E)"]);
    }

    #[test]
    fn letters_count_as_in_a_spreadsheet() {
        assert_eq!([0, 25, 26, 701, 702].map(letters), ["A", "Z", "AA", "ZZ", "AAA"]);
    }
}
