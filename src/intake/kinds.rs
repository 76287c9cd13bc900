//! What a row of a table is by its cells alone: a deal, or one of those that are none: blank rows, headers that come again, worked
//! examples, totals, notes below.
//!
//! A total says 合计, 小计 or Total in its first cell or where the title belongs, and names neither a day of signing nor a partner. A
//! project called Total that was signed on a day is a deal.

use csv::StringRecord;
use rust_decimal::Decimal;
use unicode_normalization::UnicodeNormalization;

use super::dates::{self, DateCell};
use super::header::{Columns, Use};
use super::names;
use super::table::{Mark, RawRow};
use super::totals::plain_number;
use super::unit::Unit;
use crate::domain::deal::{EXAMPLE_REF, EXAMPLE_TITLE, Field};
use crate::domain::fold::trimmed;
use crate::domain::label::Label;

/// What a row is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// It may be a deal.
    Deal,
    /// Nothing is in it, or its number alone.
    Blank,
    /// It repeats the header.
    Header,
    /// The worked example of a template.
    Example,
    /// A total, or a subtotal.
    Total,
    /// A note that stands alone.
    Note(String),
}

/// What is known of a plain row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plain {
    /// Its amount, where that is a plain number.
    pub amount: Option<Decimal>,
}

/// Tells the rows of one table apart.
#[derive(Clone, Debug)]
pub struct Kinds {
    header: StringRecord,
    title: Vec<usize>,
    /// Columns that a total leaves blank.
    blank: Vec<usize>,
    is_field: Vec<bool>,
    is_serial: Vec<bool>,
    /// The columns that are dates by themselves.
    dates: Vec<usize>,
    /// The columns of ref and title, of files that may hold a worked example.
    example: Option<[usize; 2]>,
    amount: Option<usize>,
}

impl Kinds {
    /// Of the rows below this header, which was read as these columns.
    #[must_use]
    pub fn of(header: StringRecord, columns: &Columns) -> Self {
        let of = |field| columns.of_field(field).map(|found| found.columns.clone()).unwrap_or_default();
        let mut blank = [of(Field::Signed), of(Field::Partner)].concat();
        if blank.is_empty() {
            blank = [of(Field::Sector), of(Field::Ref)].concat();
        }
        let first = |field| of(field).first().copied();
        let dates = columns.fields.iter().filter(|found| found.field.is_date());
        Self {
            header,
            title: of(Field::Title),
            blank,
            is_field: columns.uses.iter().map(|used| matches!(used, Use::Field(_))).collect(),
            is_serial: columns.uses.iter().map(|used| *used == Use::Serial).collect(),
            dates: dates.filter(|found| found.columns.len() == 1).map(|found| found.columns[0]).collect(),
            example: first(Field::Ref).zip(first(Field::Title)).map(|(reference, title)| [reference, title]),
            amount: first(Field::Amount),
        }
    }

    /// What a row is.
    #[must_use]
    pub fn kind(&self, raw: &RawRow<'_>) -> Kind {
        if raw.is_blank() || self.is_only_numbered(raw) {
            Kind::Blank
        } else if same_cells(raw.cells, &self.header) {
            Kind::Header
        } else if self.example.is_some_and(|columns| is_example(raw, columns)) {
            Kind::Example
        } else if self.is_total(raw) {
            Kind::Total
        } else {
            self.note_below(raw).map_or(Kind::Deal, Kind::Note)
        }
    }

    /// What is known of a row of text, without marks, that may be a deal with as many cells as the header, of which each date says what
    /// is its day and what its month. None of any other.
    #[must_use]
    pub fn plain(&self, cells: &StringRecord) -> Option<Plain> {
        let raw = RawRow { line: 0, cells, marks: &[] };
        let is_plain = !self.is_ragged(cells) && !self.is_order_open(&raw) && self.kind(&raw) == Kind::Deal;
        is_plain.then(|| Plain { amount: self.amount.and_then(|at| cells.get(at)).and_then(plain_number) })
    }

    /// Whether a row has fewer cells than the header, or something behind them.
    #[must_use]
    pub fn is_ragged(&self, cells: &StringRecord) -> bool {
        let width = self.is_field.len();
        cells.len() < width || (width..cells.len()).any(|at| !cells[at].trim().is_empty())
    }

    /// Whether day and month of a row can only be told apart by the rest of the file.
    #[must_use]
    pub fn is_order_open(&self, raw: &RawRow<'_>) -> bool {
        let is_open = |text| dates::read(text, None) == DateCell::Swappable || dates::evidence(text).is_some();
        self.dates(*raw).any(is_open)
    }

    /// The dates of a row, as they are written.
    pub fn dates<'a>(&self, raw: RawRow<'a>) -> impl Iterator<Item = &'a str> {
        self.dates.iter().filter_map(move |column| raw.cells.get(*column).map(trimmed))
    }

    /// Whether a row is a total.
    fn is_total(&self, raw: &RawRow<'_>) -> bool {
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

    /// Whether nothing is in a row but its number.
    fn is_only_numbered(&self, raw: &RawRow<'_>) -> bool {
        raw.marks.is_empty()
            && raw.cells.iter().enumerate().all(|(at, cell)| {
                let is_number = || !trimmed(cell).is_empty() && trimmed(cell).bytes().all(|byte| byte.is_ascii_digit());
                trimmed(cell).is_empty() || self.is_serial.get(at) == Some(&true) && is_number()
            })
    }

    /// The text of a row that holds one cell alone, outside of the fields or beginning as a note does.
    fn note_below(&self, raw: &RawRow<'_>) -> Option<String> {
        let mut filled = raw.cells.iter().enumerate().filter(|(_, cell)| !trimmed(cell).is_empty());
        let (at, text) = filled.next()?;
        let is_alone = filled.next().is_none();
        let is_field = self.is_field.get(at).copied().unwrap_or(false);
        (is_alone && (!is_field || is_note(text))).then(|| text.trim().to_owned())
    }
}

/// Whether two rows say the same, but for white space.
pub(super) fn same_cells(a: &StringRecord, b: &StringRecord) -> bool {
    a.get(0).map(trimmed) == b.get(0).map(trimmed) && a.iter().map(trimmed).eq(b.iter().map(trimmed))
}

fn is_example(raw: &RawRow<'_>, columns: [usize; 2]) -> bool {
    let is = |column, example: Label| {
        raw.cells.get(column).map(trimmed).is_some_and(|text| [example.en, example.zh].contains(&text))
    };
    is(columns[0], EXAMPLE_REF) && is(columns[1], EXAMPLE_TITLE)
}

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
    use super::*;
    use crate::intake::mapping::Mapping;

    fn kinds() -> Kinds {
        let header = ["序号", "项目名称", "签约日期", "行业", "投资方", "投资额（亿元）"].map(str::to_owned);
        let columns = Columns::of(&header, &[], &Mapping::default(), &[]).unwrap();
        Kinds::of(StringRecord::from(header.to_vec()), &columns)
    }

    fn kind(cells: &[&str]) -> Kind {
        let cells = StringRecord::from(cells.to_vec());
        kinds().kind(&RawRow { line: 9, cells: &cells, marks: &[] })
    }

    #[test]
    fn totals_are_recognised_and_projects_of_that_name_are_not() {
        for cells in [
            ["合计", "", "", "", "", "12"],
            ["", "合 计：", "", "", "", "12"],
            ["", "小计（5G）", "", "", "", "12"],
            ["5G小计", "", "", "5G", "", "12"],
            ["Total", "", "", "", "", "12"],
            ["", "Sub-total", "", "", "", ""],
        ] {
            assert_eq!(kind(&cells), Kind::Total, "{cells:?}");
        }
        for cells in [
            ["3", "Total", "2019-08-26", "5G", "", "12"],
            ["3", "合计", "", "5G", "某公司", "12"],
            ["3", "Total Energies plant", "", "", "", "12"],
            ["3", "会计系统", "", "", "", "12"],
            ["3", "总计量检测中心", "", "", "", "12"],
            ["3", "累计算力平台", "", "", "", "12"],
        ] {
            assert_eq!(kind(&cells), Kind::Deal, "{cells:?}");
        }
    }

    #[test]
    fn notes_stand_alone() {
        for note in [["注：以上金额含土地", "", "", "", "", ""], ["", "Note: figures are provisional", "", "", "", ""]]
        {
            assert_eq!(kind(&note), Kind::Note(note.concat()));
        }
        assert_eq!(kind(&["7", "", "", "", "", ""]), Kind::Blank);
        assert_eq!(kind(&["", " ", "", "\u{3000}", "", ""]), Kind::Blank);
        assert_eq!(kind(&["7", "", "", "", "", "1"]), Kind::Deal);
        assert_eq!(kind(&["", "智能工厂", "", "", "", ""]), Kind::Deal);
        assert_eq!(kind(&["7", "智能工厂", "", "", "", ""]), Kind::Deal);
    }

    #[test]
    fn a_header_that_comes_again_and_a_worked_example_are_no_deals() {
        assert_eq!(kind(&["序号", " 项目名称", "签约日期", "行业", "投资方", "投资额（亿元）"]), Kind::Header);
        let header = ["ref", "title"].map(str::to_owned);
        let columns = Columns::of(&header, &[], &Mapping::default(), &[]).unwrap();
        let kinds = Kinds::of(StringRecord::from(header.to_vec()), &columns);
        for (title, kind) in [(EXAMPLE_TITLE.zh, Kind::Example), ("Plant", Kind::Deal)] {
            let cells = StringRecord::from(vec![EXAMPLE_REF.en, title]);
            assert_eq!(kinds.kind(&RawRow { line: 2, cells: &cells, marks: &[] }), kind);
        }
    }

    #[test]
    fn plain_is_a_deal_with_all_cells_whose_dates_are_clear() {
        let plain = |cells: &[&str]| kinds().plain(&StringRecord::from(cells.to_vec()));
        for (amount, number) in [("12.50", Some(Decimal::new(1250, 2))), ("1,250", None), ("", None)] {
            assert_eq!(plain(&["3", "智能工厂", "2019-08-26", "5G", "", amount]), Some(Plain { amount: number }));
        }
        assert!(plain(&["3", "智能工厂", "2019-08-26", "5G", "", "12", " "]).is_some());
        for cells in [
            &["3", "智能工厂", "2019-08-26", "5G", ""][..],
            &["3", "智能工厂", "2019-08-26", "5G", "", "12", "more"],
            // The second of April or the fourth of February; and what tells that of others.
            &["3", "智能工厂", "2/4/2019", "5G", "", "12"],
            &["3", "智能工厂", "26/8/2019", "5G", "", "12"],
            &["", "合计", "", "", "", "12"],
            &["", "", "", "", "", ""],
        ] {
            assert_eq!(plain(cells), None, "{cells:?}");
        }
    }
}
