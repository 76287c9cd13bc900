//! What can be wrong with a ledger, and the list of what is.

use super::super::error::{Error, Unsound};
use crate::domain::catalogue::Family;
use crate::domain::currency::Currency;
use crate::domain::date::PartialDate;
use crate::domain::deal::Field;
use crate::domain::dimension::Dimension;
use crate::domain::label::{Label, label};
use crate::domain::money::Money;
use crate::domain::rate::Rate;

/// The kinds of flaws.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the table below says what each is")]
pub enum Check {
    Integrity,
    Reference,
    Schema,
    Unreadable,
    Entry,
    Number,
    BaseAmount,
    Region,
    Stage,
    Relation,
    Ref,
    Version,
    Total,
    Spelling,
    Merged,
    Double,
    Future,
}

impl Check {
    /// Every kind with its name and the words people read.
    const TABLE: [(Self, &'static str, Label); 17] = [
        (Self::Integrity, "integrity", label("Database", "数据库")),
        (Self::Reference, "reference", label("Reference", "引用")),
        (Self::Schema, "schema", label("Schema", "表结构")),
        (Self::Unreadable, "unreadable", label("Unreadable", "无法读取")),
        (Self::Entry, "entry", label("Entry", "记录")),
        (Self::Number, "number", label("Last number", "最大编号")),
        (Self::BaseAmount, "base-amount", label("Base amount", "折合金额")),
        (Self::Region, "region", label("Region", "省份")),
        (Self::Stage, "stage", label("Stage", "项目进展")),
        (Self::Relation, "relation", label("Relation", "签约关系")),
        (Self::Ref, "ref", label("Ref", "合同号")),
        (Self::Version, "version", label("History", "历史版本")),
        (Self::Total, "total", label("Total", "合计")),
        (Self::Spelling, "spelling", label("Spelling", "名称写法")),
        (Self::Merged, "merged", label("Merged name", "合并名称")),
        (Self::Double, "double", label("Likely double", "疑似重复")),
        (Self::Future, "future", label("Future", "日期未到")),
    ];

    /// Its name in CSV and JSON.
    #[must_use]
    pub fn code(self) -> &'static str {
        Self::TABLE[self as usize].1
    }

    /// What people read of it.
    #[must_use]
    pub fn label(self) -> Label {
        Self::TABLE[self as usize].2
    }
}

/// What is wrong. The deal that it concerns stands beside it, in [`Flaw`].
#[derive(Debug, thiserror::Error)]
#[expect(missing_docs, reason = "the sentences say what the values are")]
pub enum Wrong {
    /// What the engine says of the file.
    #[error("SQLite says: {0}")]
    Engine(String),
    /// A check that could not be finished, or a row that cannot be read.
    #[error("{0}")]
    Unreadable(Error),
    /// A reference that points to nothing.
    #[error("row {row} of `{table}` refers to a row of `{parent}` that is not there")]
    Dangling { table: String, row: i64, parent: String },
    /// Part of the schema is gone.
    #[error("the {kind} `{name}` is missing")]
    Missing { kind: String, name: String },
    /// Part of the schema is not as it should be.
    #[error("the {kind} `{name}` is not as a ledger has it")]
    Altered { kind: String, name: String },
    /// Something that writes by itself.
    #[error("the trigger `{name}` does not belong to a ledger: it changes what is written")]
    Trigger { name: String },
    /// Something that does no harm.
    #[error("the {kind} `{name}` does not belong to a ledger")]
    Foreign { kind: String, name: String },
    /// Entries that are not there.
    #[error("entries are missing between {after} and {before}")]
    Gap { after: i64, before: i64 },
    /// The counter of entries is wrong.
    #[error("the last entry is {last}, but the ledger says {says}")]
    LastEntry { last: i64, says: i64 },
    /// The time of an entry is before that of the one before.
    #[error("entry {entry} is of {at}, before the entry that it follows")]
    Backwards { entry: i64, at: String },
    /// An entry takes back one that came later.
    #[error("entry {entry} undoes entry {undoes}, which is no earlier one")]
    Undoes { entry: i64, undoes: i64 },
    /// An entry wrote more or fewer deals than it says.
    #[error(
        "deals of entry {entry}: {says} by its own count; found {written} written by it, {ended} changed or deleted"
    )]
    DealsWritten { entry: i64, says: i64, written: i64, ended: i64 },
    /// The counter of deals is behind.
    #[error("number {given} has been given, but the ledger says that {says} was the last: it would be given again")]
    LastDeal { given: i64, says: i64 },
    /// A field that cannot be read.
    #[error("`{}` cannot be read: `{value}`", field.name())]
    Field { field: Field, value: String },
    /// A base amount that does not follow from amount and rate; the rate is one to one in the base currency.
    #[error("the base amount is {}, but amount and rate give {}", money(*.is, *.base), money(*.should, *.base))]
    BaseAmount { is: Option<i64>, should: Option<i64>, rate: Option<Rate>, base: Currency },
    /// A rate where there is nothing to convert.
    #[error("the rate is {0}, but an amount in the base currency has none")]
    BaseRate(String),
    /// A region outside of the country.
    #[error("the region is {region}, which lies in {lies_in}, but the country is {country}")]
    Elsewhere { region: String, lies_in: String, country: String },
    /// A region alone.
    #[error("the region is {region}, but there is no country")]
    NoCountry { region: String },
    /// A stage before the one it follows.
    #[error("`{}` is {date}, before `{}`, {after}", field.name(), earlier.name())]
    OutOfOrder { field: Field, date: PartialDate, earlier: Field, after: PartialDate },
    /// A reason for an end that has no date.
    #[error("there is a reason for ending, but `ended` has no date")]
    NotEnded,
    /// A relation to no deal, or a deal that is followed and it is not said how.
    #[error("of `relation` and `follows` there is one without the other")]
    HalfRelated,
    /// A deal that comes back to itself.
    #[error("by way of deal {first} it follows itself")]
    Circle { first: i64 },
    /// A receipt whose base amount does not follow from amount and rate.
    #[error("the receipt of {received}: {wrong}")]
    Receipt { received: String, wrong: Box<Wrong> },
    /// A ref that is not the deal's alone.
    #[error("the ref `{reference}` is that of deal {other} as well")]
    RefTwice { reference: String, other: i64 },
    /// A version that ends before it begins.
    #[error("a version of entry {entry} ends with entry {until}, which is no later one")]
    EndsEarly { entry: i64, until: i64 },
    /// A version that begins before the former ends.
    #[error("a version of entry {entry} begins before the former one ends, with entry {until}")]
    Overlap { entry: i64, until: i64 },
    /// Parts that do not add up.
    #[error(
        "by {} there are {deals} deals of {}, but in all {all_deals} of {}",
        .by.name(), sum(*.amount, *.base), sum(*.all_amount, *.base)
    )]
    Total { by: Dimension, deals: i64, amount: i128, all_deals: i64, all_amount: i128, base: Currency },
    /// A name by which its item is not found.
    #[error("the {} `{item}` is not found by `{name}`", family.word())]
    NotFound { family: Family, item: String, name: String },
    /// A spelling that is filed wrongly.
    #[error("the {} spelling `{name}` is kept as `{key}`, under which it is not found", family.word())]
    Key { family: Family, name: String, key: String },
    /// A merged item whose successor does not stand for itself.
    #[error("the {} `{item}` was merged into `{into}`, which is merged itself", family.word())]
    MergedTwice { family: Family, item: String, into: String },
    /// An item that was taken back and that deals refer to all the same, so that they are not found by it.
    #[error("the {} `{item}` was taken back, but deals refer to it", family.word())]
    RetiredInUse { family: Family, item: String },
    /// A deal that may be another one.
    #[error("likely the same as deal {other}: same partner, same amount, title `{title}`")]
    Double { other: i64, title: String },
    /// Something that cannot have been yet.
    #[error("{} {date}, which is still to come", field.name())]
    Future {
        /// Of which field.
        field: Field,
        /// When it is.
        date: PartialDate,
    },
}

impl From<Error> for Wrong {
    fn from(error: Error) -> Self {
        match error {
            Error::Damaged { why, .. } => Self::Engine(why),
            other => Self::Unreadable(other),
        }
    }
}

impl From<Unsound> for Wrong {
    fn from(unsound: Unsound) -> Self {
        Self::Unreadable(unsound.into())
    }
}

impl Wrong {
    /// Which kind it is.
    #[must_use]
    pub fn check(&self) -> Check {
        match self {
            Self::Engine(_) => Check::Integrity,
            Self::Dangling { .. } | Self::RetiredInUse { .. } => Check::Reference,
            Self::Missing { .. } | Self::Altered { .. } | Self::Trigger { .. } | Self::Foreign { .. } => Check::Schema,
            Self::Unreadable(Error::Overflow) | Self::Total { .. } => Check::Total,
            Self::Unreadable(_) | Self::Field { .. } => Check::Unreadable,
            Self::Gap { .. }
            | Self::LastEntry { .. }
            | Self::Backwards { .. }
            | Self::Undoes { .. }
            | Self::DealsWritten { .. } => Check::Entry,
            Self::LastDeal { .. } => Check::Number,
            Self::BaseAmount { .. } | Self::BaseRate(_) | Self::Receipt { .. } => Check::BaseAmount,
            Self::Elsewhere { .. } | Self::NoCountry { .. } => Check::Region,
            Self::OutOfOrder { .. } | Self::NotEnded => Check::Stage,
            Self::HalfRelated | Self::Circle { .. } => Check::Relation,
            Self::RefTwice { .. } => Check::Ref,
            Self::EndsEarly { .. } | Self::Overlap { .. } => Check::Version,
            Self::NotFound { .. } | Self::Key { .. } => Check::Spelling,
            Self::MergedTwice { .. } => Check::Merged,
            Self::Double { .. } => Check::Double,
            Self::Future { .. } => Check::Future,
        }
    }

    fn is_warning(&self) -> bool {
        matches!(
            self,
            Self::Double { .. } | Self::Future { .. } | Self::Foreign { .. } | Self::Unreadable(Error::Overflow)
        )
    }
}

fn money(minor: Option<i64>, currency: Currency) -> String {
    minor.map_or_else(|| "none".to_owned(), |minor| format!("{currency} {}", Money { minor, currency }.plain()))
}

fn sum(minor: i128, currency: Currency) -> String {
    format!("{currency} {}", crate::domain::money::decimal(minor, currency.digits()))
}

/// Something that is wrong.
#[derive(Debug)]
pub struct Flaw {
    /// The number of the deal that it concerns.
    pub deal: Option<i64>,
    /// The entry that ended the version of the deal that it concerns, where that is not the one that stands.
    pub until: Option<i64>,
    /// What is wrong.
    pub wrong: Wrong,
}

impl Flaw {
    /// Whether it is for people to judge, and the ledger sound all the same. So it is once a deal has been put right: what was wrong
    /// stays in its history.
    #[must_use]
    pub fn is_warning(&self) -> bool {
        self.wrong.is_warning()
            || self.until.is_some() && matches!(self.wrong.check(), Check::BaseAmount | Check::Region | Check::Stage)
    }
}

/// Everything that is wrong: so much of each kind as is to be listed, and how much there is.
#[derive(Debug)]
pub struct Flaws {
    /// The flaws, in the order in which they were found.
    pub listed: Vec<Flaw>,
    /// How many deals there are.
    pub deals: i64,
    /// How many entries there are.
    pub entries: i64,
    found: [usize; Check::TABLE.len()],
    limit: usize,
    problems: usize,
}

impl Flaws {
    /// None yet, of each kind at most `limit` to be listed.
    #[must_use]
    pub fn new(limit: usize) -> Self {
        Self { listed: Vec::new(), deals: 0, entries: 0, found: [0; Check::TABLE.len()], limit, problems: 0 }
    }

    /// Adds one that concerns this deal, where it concerns one.
    pub fn add(&mut self, deal: impl Into<Option<i64>>, wrong: Wrong) {
        self.add_of((deal.into(), None), wrong);
    }

    /// Adds one that concerns a version of a deal.
    pub(super) fn add_of(&mut self, (deal, until): (Option<i64>, Option<i64>), wrong: Wrong) {
        // What is damaged or gone is so for every check that comes to the spot.
        if deal.is_none() && matches!(wrong, Wrong::Engine(_) | Wrong::Unreadable(_)) {
            let said = wrong.to_string();
            if self.listed.iter().any(|flaw| flaw.deal.is_none() && flaw.wrong.to_string() == said) {
                return;
            }
        }
        let flaw = Flaw { deal, until, wrong };
        let found = &mut self.found[flaw.wrong.check() as usize];
        *found += 1;
        self.problems += usize::from(!flaw.is_warning());
        if *found <= self.limit {
            self.listed.push(flaw);
        }
    }

    /// How many of them are problems.
    #[must_use]
    pub fn problems(&self) -> usize {
        self.problems
    }

    /// How many of them are warnings.
    #[must_use]
    pub fn warnings(&self) -> usize {
        self.found.iter().sum::<usize>() - self.problems
    }

    /// The kinds of which not all are listed, and how many more there are.
    pub fn unlisted(&self) -> impl Iterator<Item = (Check, usize)> {
        let more = |(check, found): (Check, usize)| (check, found.saturating_sub(self.limit));
        Check::TABLE.iter().map(|row| row.0).zip(self.found).map(more).filter(|(_, more)| *more > 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_stands_at_its_index() {
        for (at, row) in Check::TABLE.iter().enumerate() {
            assert_eq!(row.0 as usize, at);
        }
    }

    #[test]
    fn what_is_not_listed_is_counted() {
        let mut flaws = Flaws::new(2);
        for deal in 1..=5 {
            flaws.add(deal, Wrong::BaseRate("2".to_owned()));
            flaws.add(deal, Wrong::Double { other: 9, title: "x".to_owned() });
        }
        assert_eq!((flaws.listed.len(), flaws.problems(), flaws.warnings()), (4, 5, 5));
        assert_eq!(flaws.unlisted().collect::<Vec<_>>(), [(Check::BaseAmount, 3), (Check::Double, 3)]);
    }
}
