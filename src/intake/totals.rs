//! Rows of a table that are no deals: totals and subtotals, and notes below.
//!
//! A total says 合计, 小计 or Total in its first cell or where the title belongs, and names neither a day of signing nor a partner. A
//! project called Total that was signed on a day is a deal.

use rust_decimal::Decimal;
use unicode_normalization::UnicodeNormalization;

use super::amounts::{bare_number, is_plain, says_nothing};
use super::header::{Columns, Use};
use super::names;
use super::table::{Mark, RawRow};
use super::unit::Unit;
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

/// Recognises totals and adds up what stands above them, in the unit of the column.
#[derive(Clone, Debug)]
pub struct Totals {
    title: Vec<usize>,
    /// Columns that a total leaves blank.
    blank: Vec<usize>,
    amount: Option<usize>,
    is_field: Vec<bool>,
    is_serial: Vec<bool>,
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
        let of = |field| columns.of_field(field).map(|found| found.columns.clone()).unwrap_or_default();
        let is_field = columns.uses.iter().map(|used| matches!(used, Use::Field(_))).collect();
        let is_serial = columns.uses.iter().map(|used| *used == Use::Serial).collect();
        let amount = of(Field::Amount).first().copied();
        let mut blank = [of(Field::Signed), of(Field::Partner)].concat();
        if blank.is_empty() {
            blank = [of(Field::Sector), of(Field::Ref)].concat();
        }
        let zero = Decimal::ZERO;
        Self {
            title: of(Field::Title),
            blank,
            amount,
            is_field,
            is_serial,
            before: zero,
            since_last: zero,
            comparable: true,
        }
    }

    /// Takes a deal into the sums.
    pub fn add(&mut self, raw: &RawRow<'_>) {
        let Some(text) = self.amount.and_then(|at| raw.cells.get(at)) else { return };
        let is_filled = |at| matches!(raw.mark(at), Some(Mark::Merged { line }) if *line != raw.line);
        if self.amount.is_some_and(is_filled) {
            return;
        }
        let is_plain = is_plain(text);
        if !self.comparable || !is_plain && says_nothing(text) {
            return;
        }
        let number = if is_plain { Decimal::from_str_exact(text).ok() } else { bare_number(text) };
        match number.and_then(|number| self.since_last.checked_add(number)) {
            Some(sum) => self.since_last = sum,
            None => self.comparable = false,
        }
    }

    /// Whether a row is a total.
    #[must_use]
    pub fn is_total(&self, raw: &RawRow<'_>) -> bool {
        let first = raw.cells.iter().position(|cell| !trimmed(cell).is_empty());
        let is_blank = |at: &usize| {
            let cell = raw.cells.get(*at).unwrap_or_default();
            trimmed(cell).is_empty()
                || matches!(raw.mark(*at), Some(Mark::Merged { .. }))
                || Some(*at) == first && is_total_word(cell)
        };
        // Nearly every row has a day or a partner, which is soon told.
        self.blank.iter().all(is_blank)
            && first
                .into_iter()
                .chain(self.title.iter().copied())
                .any(|at| raw.cells.get(at).is_some_and(is_total_word))
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

    /// Whether nothing is in a row but its number.
    #[must_use]
    pub fn is_only_numbered(&self, raw: &RawRow<'_>) -> bool {
        raw.marks.is_empty()
            && raw.cells.iter().enumerate().all(|(at, cell)| {
                let is_number = || !trimmed(cell).is_empty() && trimmed(cell).bytes().all(|byte| byte.is_ascii_digit());
                trimmed(cell).is_empty() || self.is_serial.get(at) == Some(&true) && is_number()
            })
    }

    /// The text of a row that holds one cell alone, outside of the fields or beginning as a note does.
    #[must_use]
    pub fn note_below(&self, raw: &RawRow<'_>) -> Option<String> {
        let mut filled = raw.cells.iter().enumerate().filter(|(_, cell)| !trimmed(cell).is_empty());
        let (at, text) = filled.next()?;
        let is_alone = filled.next().is_none();
        let is_field = self.is_field.get(at).copied().unwrap_or(false);
        (is_alone && (!is_field || is_note(text))).then(|| text.trim().to_owned())
    }
}

const SUBTOTALS: [&str; 2] = ["小计", "subtotal"];

/// `合计`, `5G小计`, `总计（6个）`, `合计：12`; not a name that merely begins so: 总计量检测中心.
fn is_total_word(text: &str) -> bool {
    const CHINESE: [&str; 6] = ["合计", "小计", "总计", "共计", "总和", "累计"];
    const ENDS: [&str; 3] = ["合计", "小计", "总计"];
    const ENGLISH: [&str; 6] = ["total", "totals", "subtotal", "grandtotal", "sum", "subtotals"];
    const COUNTED: [&str; 8] = ["项目", "金额", "投资额", "总额", "projects", "deals", "items", "amount"];
    if text.len() > LONGEST {
        return false;
    }
    let key = names::key(text);
    let counts = |rest: &str| {
        let rest = COUNTED.iter().find_map(|word| rest.strip_prefix(word).or(rest.strip_suffix(word))).unwrap_or(rest);
        rest.chars().all(|c| c.is_ascii_digit() || "个项家件".contains(c)) || Unit::parse(rest).is_some()
    };
    let plain: String = text.nfkc().filter(|c| !c.is_whitespace()).collect();
    let is_set_apart = |rest: &str| rest.starts_with(['(', ':', ',', '/']);
    CHINESE
        .iter()
        .any(|word| key.strip_prefix(word).is_some_and(counts) || plain.strip_prefix(word).is_some_and(is_set_apart))
        || ENDS.iter().any(|word| key.ends_with(word))
        || ENGLISH.contains(&key.as_str())
        || key.ends_with("subtotal")
        || key.strip_prefix("total").is_some_and(|rest| text.contains(['(', '（', ':', '：']) && counts(rest))
}

/// A cell of more bytes says something else.
const LONGEST: usize = 60;

fn is_note(text: &str) -> bool {
    const WORDS: [&str; 12] =
        ["注", "备注", "说明", "数据来源", "来源", "制表", "填表", "审核", "note", "notes", "source", "sources"];
    let folded: String = text.nfkc().flat_map(char::to_lowercase).collect();
    let head = folded.trim().trim_start_matches('*');
    head.split_once(':').is_some_and(|(word, _)| WORDS.iter().any(|known| word.trim().starts_with(known)))
        || folded.trim().starts_with('*')
}

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
    fn totals_are_recognised_and_projects_of_that_name_are_not() {
        let totals = totals();
        for cells in [
            ["合计", "", "", "", "", "12"],
            ["", "合 计：", "", "", "", "12"],
            ["", "小计（5G）", "", "", "", "12"],
            ["5G小计", "", "", "5G", "", "12"],
            ["Total", "", "", "", "", "12"],
            ["", "Sub-total", "", "", "", ""],
        ] {
            assert!(with_row(&cells, |row| totals.is_total(row)), "{cells:?}");
        }
        for cells in [
            ["3", "Total", "2019-08-26", "5G", "", "12"],
            ["3", "合计", "", "5G", "某公司", "12"],
            ["3", "Total Energies plant", "", "", "", "12"],
            ["3", "会计系统", "", "", "", "12"],
            ["3", "总计量检测中心", "", "", "", "12"],
            ["3", "累计算力平台", "", "", "", "12"],
        ] {
            assert!(!with_row(&cells, |row| totals.is_total(row)), "{cells:?}");
        }
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

    #[test]
    fn notes_stand_alone() {
        let totals = totals();
        assert!(with_row(&["注：以上金额含土地", "", "", "", "", ""], |row| totals.note_below(row)).is_some());
        assert!(
            with_row(&["", "Note: figures are provisional", "", "", "", ""], |row| totals.note_below(row)).is_some()
        );
        assert!(with_row(&["7", "", "", "", "", ""], |row| totals.is_only_numbered(row)));
        assert!(!with_row(&["7", "", "", "", "", "1"], |row| totals.is_only_numbered(row)));
        assert!(with_row(&["", "智能工厂", "", "", "", ""], |row| totals.note_below(row)).is_none());
        assert!(with_row(&["7", "智能工厂", "", "", "", ""], |row| totals.note_below(row)).is_none());
    }
}
