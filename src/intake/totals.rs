//! Totals of a table, compared with the rows above them.

use rust_decimal::Decimal;

use super::amounts::{bare_number, is_plain, says_nothing};
use super::header::Columns;
use super::names;
use super::table::{Mark, RawRow};
use crate::domain::deal::Field;
use crate::domain::fold::trimmed;

/// A total that is not the sum of the rows above.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// Its line.
    pub line: u32,
    /// What it says.
    pub says: Decimal,
    /// What the rows add up to.
    pub sum: Decimal,
}

/// Adds up what stands above totals, in the unit of the column.
#[derive(Clone, Debug)]
pub struct Totals {
    amount: Option<usize>,
    /// The amounts up to the last total, and those after it.
    before: Decimal,
    since_last: Decimal,
    /// Whether every amount was a plain number, so that sums can be compared.
    comparable: bool,
}

impl Totals {
    /// Of a file with these columns.
    #[must_use]
    pub fn of(columns: &Columns) -> Self {
        let amount = columns.of_field(Field::Amount).and_then(|found| found.columns.first().copied());
        Self { amount, before: Decimal::ZERO, since_last: Decimal::ZERO, comparable: true }
    }

    /// Takes a deal into the sums.
    pub fn add(&mut self, raw: &RawRow<'_>) {
        let Some(text) = self.amount.and_then(|at| raw.cells.get(at)) else { return };
        let is_filled = |at| matches!(raw.mark(at), Some(Mark::Merged { line }) if *line != raw.line);
        if self.amount.is_some_and(is_filled) {
            return;
        }
        let is_plain = is_plain(text);
        if is_plain || self.comparable && !says_nothing(text) {
            self.add_number(if is_plain { plain_number(text) } else { bare_number(text) });
        }
    }

    /// Takes the amount of a deal into the sums; none where it is no number.
    pub fn add_number(&mut self, number: Option<Decimal>) {
        match number.and_then(|number| self.since_last.checked_add(number)) {
            Some(sum) => self.since_last = sum,
            None => self.comparable = false,
        }
    }

    /// Compares a total with the rows above it: with all of them, or with those since the last total.
    pub fn check(&mut self, raw: &RawRow<'_>) -> Option<Wrong> {
        let since_last = std::mem::take(&mut self.since_last);
        match self.before.checked_add(since_last) {
            Some(all) => self.before = all,
            None => self.comparable = false,
        }
        let all = self.before;
        let says = self.amount.and_then(|at| raw.cells.get(at)).and_then(bare_number).filter(|_| self.comparable)?;
        let first = raw.cells.iter().find(|cell| !trimmed(cell).is_empty()).unwrap_or_default();
        let is_part = SUBTOTALS.iter().any(|word| names::key(first).contains(word));
        let sum = if is_part { since_last } else { all };
        (says != all && says != since_last).then_some(Wrong { line: raw.line, says, sum })
    }
}

/// An amount that is written as a plain number.
pub(super) fn plain_number(text: &str) -> Option<Decimal> {
    if is_plain(text) { Decimal::from_str_exact(text).ok() } else { None }
}

const SUBTOTALS: [&str; 2] = ["小计", "subtotal"];

#[cfg(test)]
mod tests {
    use csv::StringRecord;

    use super::*;
    use crate::intake::mapping::Mapping;

    fn totals() -> Totals {
        let header = ["序号", "项目名称", "签约日期", "行业", "投资方", "投资额（亿元）"].map(str::to_owned);
        Totals::of(&Columns::of(&header, &[], &Mapping::default(), &[]).unwrap())
    }

    fn with_row<T>(cells: &[&str], work: impl FnOnce(&RawRow<'_>) -> T) -> T {
        let cells = StringRecord::from(cells.to_vec());
        work(&RawRow { line: 9, cells: &cells, marks: &[] })
    }

    #[test]
    fn totals_are_compared_with_what_stands_above() {
        let mut totals = totals();
        for amount in ["1.5", "待定", "2,000"] {
            with_row(&["1", "a", "2019", "5G", "", amount], |row| totals.add(row));
        }
        assert_eq!(with_row(&["小计", "", "", "", "", "2001.5"], |row| totals.check(row)), None);
        with_row(&["1", "a", "2019", "5G", "", "1"], |row| totals.add(row));
        let wrong = with_row(&["小计", "", "", "", "", "3"], |row| totals.check(row)).unwrap();
        assert_eq!((wrong.says, wrong.sum), (Decimal::from(3), Decimal::ONE));
        assert_eq!(with_row(&["合计", "", "", "", "", "2,002.5"], |row| totals.check(row)), None);
        assert!(with_row(&["合计", "", "", "", "", "2"], |row| totals.check(row)).is_some());
        with_row(&["1", "a", "2019", "5G", "", "3亿"], |row| totals.add(row));
        assert_eq!(with_row(&["合计", "", "", "", "", "2"], |row| totals.check(row)), None);
    }
}
