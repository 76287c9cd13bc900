//! Faults: what can be wrong with a field of a deal, on a command line or in a file.

use std::fmt;

use chrono::NaiveDate;

use super::catalogue::Unknown;
use super::currency::{Currency, UnknownCurrency};
use super::date::{DateFault, PartialDate};
use super::deal::Field;
use super::extra::NotExtra;
use super::money::AmountFault;
use super::place::PlaceFault;
use super::rate::RateFault;
use super::relation::Relation;
use super::stage::Stage;

/// A fault of one field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The field.
    pub field: Field,
    /// What is wrong with it.
    pub problem: Problem,
}

/// What another deal is called: by its number in the ledger, or by its line in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Other {
    /// A deal of the ledger.
    Deal(i64),
    /// A deal of the ledger whose number is not known.
    SomeDeal,
    /// A line of the same file.
    Line(u32),
    /// A line above, whose number is not known.
    LineAbove,
    /// A line of another file.
    LineElsewhere(u32),
}

impl fmt::Display for Other {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Deal(number) => write!(f, "deal {number}"),
            Self::SomeDeal => f.write_str("another deal"),
            Self::Line(line) => write!(f, "line {line}"),
            Self::LineAbove => f.write_str("a line above"),
            Self::LineElsewhere(line) => write!(f, "line {line} of another file"),
        }
    }
}

/// What can be wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// It must be there.
    #[error("is required")]
    Missing,
    /// It is there, but empty.
    #[error("is blank")]
    Blank,
    /// Text with a NUL character.
    #[error("holds a NUL character")]
    Nul,
    /// Not a date.
    #[error(transparent)]
    Date(#[from] DateFault),
    /// The event has several days and today is none of them.
    #[error("is required: event {event} has several days ({from} to {to})")]
    WhichDay {
        /// The event.
        event: String,
        /// Its first day.
        from: NaiveDate,
        /// Its last day.
        to: NaiveDate,
    },
    /// No item of the catalogue matches.
    #[error(transparent)]
    Unknown(#[from] Unknown),
    /// No code can be made from the name.
    #[error("`{0}` has no letter or digit to make a code from")]
    NoCode(String),
    /// Country and region.
    #[error(transparent)]
    Place(#[from] PlaceFault),
    /// Not an amount.
    #[error(transparent)]
    Amount(#[from] AmountFault),
    /// Not a currency.
    #[error(transparent)]
    Currency(#[from] UnknownCurrency),
    /// Not a rate, or one that cannot be applied.
    #[error(transparent)]
    Rate(#[from] RateFault),
    /// The base currency has no rate but 1.
    #[error("`{rate}` cannot be: {base} is the base currency, whose rate is 1")]
    BaseRate {
        /// What was written.
        rate: String,
        /// The base currency.
        base: Currency,
    },
    /// Not a kind.
    #[error("`{0}` is no kind (one of contract, framework, intent)")]
    NoKind(String),
    /// Not a venue.
    #[error("`{0}` is no venue (one of on-site, off-site)")]
    NoVenue(String),
    /// Not a stage.
    #[error("`{0}` is no stage (one of signed, registered, started, producing, full, ended)")]
    NoStage(String),
    /// A stage that its dates do not say.
    #[error("`{}` contradicts the dates, which say `{}`", stage.code(), is.code())]
    OtherStage {
        /// The stage that is written.
        stage: Stage,
        /// The stage that the dates say.
        is: Stage,
    },
    /// A stage whose date is not known.
    #[error("`{}` has no date (the field `{}` holds it)", .0.code(), .0.field().name())]
    StageWithoutDate(Stage),
    /// A date that is before one that it must follow.
    #[error("{date} is before {then}, the date of `{}`", than.name())]
    Before {
        /// The date.
        date: PartialDate,
        /// The field that holds the other.
        than: Field,
        /// The other date.
        then: PartialDate,
    },
    /// A reason for an end that has no date.
    #[error("the deal has not ended: `ended` has no date")]
    NotEnded,
    /// Not a relation.
    #[error("`{0}` is no relation (one of new, increase, upgrade, renewal, phase)")]
    NoRelation(String),
    /// A deal that follows another, and it is not said how.
    #[error("is required with `follows` (one of increase, upgrade, renewal, phase)")]
    NoRelationGiven,
    /// A relation to no deal.
    #[error("is required with the relation `{}`: the number or ref of the earlier deal", .0.code())]
    FollowsNothing(Relation),
    /// There is no deal of this ref.
    #[error("no deal has the ref `{0}`")]
    NoRef(String),
    /// A deal that would follow itself, be it by way of others.
    #[error("the deal would follow itself, or others that lead back to it")]
    Loop,
    /// Neither yes nor no.
    #[error("`{0}` is neither yes nor no")]
    NoFlag(String),
    /// Not what other columns hold.
    #[error(transparent)]
    Extra(#[from] NotExtra),
    /// The number of a deal.
    #[error("`{0}` is not the number of a deal")]
    NoNumber(String),
    /// Another deal has it.
    #[error("`{text}` is already taken by {by}")]
    Taken {
        /// The ref or number.
        text: String,
        /// Who has it.
        by: Other,
    },
    /// An amount that is none to the fen.
    #[error("`{0}` is not an exact amount (--vague blank leaves it out and keeps the words in the note)")]
    Vague(String),
    /// A number in a column that does not say what one of it is.
    #[error("`{0}` has no unit: neither the header, nor a row above it, nor the cell says one")]
    NoUnit(String),
    /// The cell and its column say different things of the unit.
    #[error(
        "`{text}` and the unit of its column, {unit}, do not go together (write unit and currency in the cell, or neither)"
    )]
    UnitUnclear {
        /// What was written.
        text: String,
        /// The unit of the column.
        unit: String,
    },
    /// Day and month could be swapped, and nothing in the file decides.
    #[error("`{0}`: whether day or month comes first is not clear from the file (--date-order dmy, mdy or ymd says)")]
    Swappable(String),
    /// A comma or point that may stand before decimals or before thousands.
    #[error("`{0}` can be read in two ways: thousands or decimals (--decimal comma or point says which)")]
    CommaUnclear(String),
    /// A month that may have lost its zero.
    #[error("`{0}` is January, or October whose zero a spreadsheet cut off (write 2019-01 or 2019-10)")]
    MonthCut(String),
    /// The deal is in one currency, the column counted in another.
    #[error("the deal is in {deal}, the column is counted in {unit}: a currency column or --set currency=… says which")]
    OtherUnit {
        /// The currency of the deal.
        deal: Currency,
        /// The unit of the column.
        unit: String,
    },
    /// A number that a spreadsheet shows with something that is not said anywhere else.
    #[error(
        "the cell shows `{shown}` beside `{text}`, which the column does not say (--unit and --set currency=… say what it is)"
    )]
    Shown {
        /// The number.
        text: String,
        /// What is shown.
        shown: String,
    },
    /// A cell of a spreadsheet that belongs to several rows.
    #[error(
        "the cell is merged over several rows from line {0} on: whether the amount is of all of them together is not told"
    )]
    Merged(u32),
    /// A cell of a spreadsheet that holds an error.
    #[error("the cell holds the error {0}")]
    SheetError(String),
    /// A cell of a spreadsheet whose formula was not worked out.
    #[error("the cell holds a formula without a result (open the file in a spreadsheet and save it)")]
    Unreckoned,
    /// A row that is there already, but for its number.
    #[error("the same as {0} in every field (--allow-duplicates takes it all the same)")]
    Double(Other),
    /// Several deals are meant.
    #[error("several deals match: {0}")]
    Several(String),
    /// A deal matches, and it is to be refused.
    #[error("deal {0} matches")]
    Matches(i64),
    /// There is no such deal to be changed.
    #[error("there is no deal {0}")]
    NoDeal(i64),
}
