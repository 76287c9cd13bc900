//! A typed table: what reports and lists hand to the renderers.
//!
//! A sheet knows what its figures are, not how they look: units, thousands and frames are the renderers' business.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::domain::currency::Currency;
use crate::domain::date::PartialDate;
use crate::domain::label::Label;

/// What programs read in the first cell of the line, or the head of the column, that holds what others were folded into.
pub const REST: &str = "(rest)";

/// What the cells of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    /// Names and whatever else is read as it stands.
    Text,
    /// Dates and short codes, which are never broken over two lines.
    Code,
    /// Numbers of things, and numbers that name things.
    Count,
    /// Amounts of one currency; people see them in a unit that suits the largest.
    Money(Currency),
    /// Amounts of one currency of which people see every digit.
    Whole(Currency),
    /// Amounts of several currencies; people see every digit, and the currency before it.
    Exact,
    /// A part of a whole.
    Share,
    /// By how much something grew, as a part of what it was.
    Change,
}

impl ColumnKind {
    /// Whether its cells are numbers.
    #[must_use]
    pub fn is_figure(self) -> bool {
        !matches!(self, Self::Text | Self::Code)
    }
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// What programs call it.
    pub key: Cow<'static, str>,
    /// What people read above it.
    pub label: Cow<'static, str>,
    /// What its cells are.
    pub kind: ColumnKind,
    /// Whether its rows add up to the total.
    pub adds_up: bool,
    /// Whether people see it in the same unit as the other columns of which this is true.
    pub shares_unit: bool,
    /// Whether its figures are changes, of which people see the sign.
    pub signed: bool,
}

impl Column {
    /// A column that stands for itself.
    #[must_use]
    pub fn new(key: impl Into<Cow<'static, str>>, label: impl Into<Cow<'static, str>>, kind: ColumnKind) -> Self {
        Self { key: key.into(), label: label.into(), kind, adds_up: false, shares_unit: false, signed: false }
    }

    /// The same column, of which the rows add up to the total.
    #[must_use]
    pub fn adding_up(self) -> Self {
        Self { adds_up: true, ..self }
    }

    /// The same column, of changes.
    #[must_use]
    pub fn signed(self) -> Self {
        Self { signed: true, ..self }
    }

    /// The same column, in one unit with the others of which this is true.
    #[must_use]
    pub fn sharing_unit(self) -> Self {
        Self { shares_unit: true, ..self }
    }
}

/// A cell. Programs read codes and exact figures, people names and rounded ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell<'a> {
    /// Nothing is known.
    Empty,
    /// The group of deals that have no value: `(none)` to people, nothing to programs.
    NoValue,
    /// Text.
    Text(Cow<'a, str>),
    /// Several words with `;` between them, a list to programs that know lists.
    Words(Cow<'a, str>),
    /// A JSON object of texts, an object to programs that know objects, names and texts to people.
    Pairs(Cow<'a, str>),
    /// A code for programs and a name for people.
    Named {
        /// The code.
        code: Cow<'a, str>,
        /// The name.
        name: Cow<'a, str>,
    },
    /// A number of things.
    Count(i64),
    /// The number of a deal or an entry: a name, not a quantity.
    Number(i64),
    /// A date, as precise as it is known.
    Date(PartialDate),
    /// An amount in minor units.
    Money {
        /// The minor units.
        minor: i64,
        /// The currency.
        currency: Currency,
    },
    /// A part of a whole; none where the whole is zero.
    Share {
        /// The part.
        part: i64,
        /// The whole, above zero.
        whole: i64,
    },
    /// By how much something grew.
    Change {
        /// By how much; below zero where it shrank.
        by: i64,
        /// What it was, above zero.
        from: i64,
    },
    /// There was nothing before, as people read it: no change to programs.
    New(Label),
    /// There is nothing left: a change by all that was to programs.
    Gone(Label),
}

impl<'a> Cell<'a> {
    /// Text, or an empty cell.
    #[must_use]
    pub fn text(text: Option<impl Into<Cow<'a, str>>>) -> Self {
        text.map_or(Self::Empty, |text| Self::Text(text.into()))
    }

    /// The same cell, holding on to nothing.
    #[must_use]
    pub fn into_owned(self) -> Cell<'static> {
        let owned = |text: Cow<'_, str>| Cow::Owned(text.into_owned());
        match self {
            Self::Empty => Cell::Empty,
            Self::NoValue => Cell::NoValue,
            Self::Text(text) => Cell::Text(owned(text)),
            Self::Words(text) => Cell::Words(owned(text)),
            Self::Pairs(text) => Cell::Pairs(owned(text)),
            Self::Named { code, name } => Cell::Named { code: owned(code), name: owned(name) },
            Self::Count(count) => Cell::Count(count),
            Self::Number(number) => Cell::Number(number),
            Self::Date(date) => Cell::Date(date),
            Self::Money { minor, currency } => Cell::Money { minor, currency },
            Self::Share { part, whole } => Cell::Share { part, whole },
            Self::Change { by, from } => Cell::Change { by, from },
            Self::New(word) => Cell::New(word),
            Self::Gone(word) => Cell::Gone(word),
        }
    }
}

/// What a sheet is, as far as its form for programs differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// A list: an array of objects in JSON.
    List,
    /// One thing, a row of its fields: an object in JSON, two columns in a table.
    One,
    /// A report: groups, a total and notes.
    Report {
        /// The names of the dimensions.
        by: Vec<&'static str>,
        /// The name of the dimension of the columns, and of the measure in them.
        across: Option<(&'static str, &'static str)>,
        /// The base currency.
        currency: Currency,
    },
}

/// A whole table.
#[derive(Clone, Debug)]
pub struct Sheet {
    /// What it is.
    pub shape: Shape,
    /// What people read above it: what was counted, and how.
    pub heading: Vec<String>,
    /// Its columns.
    pub columns: Vec<Column>,
    /// How many of them say what a row is of, and stand in every part of a table that is too wide for its place.
    pub lead: usize,
    /// Whether the last figure of each row is the sum of those before it.
    pub adds_across: bool,
    /// The column that is drawn as bars beside the rows, where a picture is wanted.
    pub chart: Option<usize>,
    /// Its rows, each with a cell for every column.
    pub rows: Vec<Vec<Cell<'static>>>,
    /// The rows, by their place from 0, that are subtotals of those below them.
    pub subtotals: BTreeSet<usize>,
    /// The total line; its first cell is the word for it.
    pub total: Option<Vec<Cell<'static>>>,
    /// What must be known to read it rightly.
    pub notes: Vec<String>,
}

impl Sheet {
    /// A list without rows yet, to be filled or to be written row by row.
    #[must_use]
    pub fn list(columns: Vec<Column>) -> Self {
        Self {
            shape: Shape::List,
            heading: Vec::new(),
            columns,
            lead: 0,
            adds_across: false,
            chart: None,
            rows: Vec::new(),
            subtotals: BTreeSet::new(),
            total: None,
            notes: Vec::new(),
        }
    }
}
