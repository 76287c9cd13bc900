//! Periods: what `--signed` selects by. A date belongs to a period that contains it wholly.

use std::fmt;

use chrono::{Datelike, Days, Months, NaiveDate};

use super::date::{DateFault, PartialDate};

/// A span of days, both ends included; an open end has no bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

/// Why a text is not a period.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PeriodFault {
    /// Neither a date, nor a quarter or half, nor a range or word.
    #[error("`{0}` is not a period (write 2019, 2019-08, 2019-Q3, 2019-H1, 2019-08-26, 2019-01..2019-06, last-month)")]
    NotAPeriod(String),
    /// One of its ends is no date.
    #[error(transparent)]
    Date(#[from] DateFault),
    /// The range ends before it begins.
    #[error("`{0}` ends before it begins")]
    Backwards(String),
}

/// Bounds for dates kept as text: a date lies within if `low <= text <= high` and it is none of `except`.
///
/// Dates sort as text, a month before its days. So the low bound is cut to the month or year that begins on the period's
/// first day, which lets in that month or year itself; and the month and year in which the period ends are left
/// out where it does not reach their last day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextBounds {
    /// The least text.
    pub low: String,
    /// The greatest text.
    pub high: String,
    /// A year and a month that lie between the two but reach out of the period; empty where there is none.
    pub except: [String; 2],
}

impl Period {
    /// Everything up to a day.
    #[must_use]
    pub fn up_to(day: NaiveDate) -> Self {
        Self { from: None, to: Some(day) }
    }

    /// Reads a period; the words count from `today`.
    pub fn parse(text: &str, today: NaiveDate) -> Result<Self, PeriodFault> {
        let trimmed = text.trim();
        if let Some((from, to)) = trimmed.split_once("..") {
            let bound = |part: &str| if part.is_empty() { Ok(None) } else { Self::single(part, today).map(Some) };
            let (first, last) = (bound(from)?, bound(to)?);
            let period = Self { from: first.and_then(|period| period.from), to: last.and_then(|period| period.to) };
            return match (period.from, period.to) {
                (None, None) => Err(PeriodFault::NotAPeriod(text.to_owned())),
                (Some(from), Some(to)) if from > to => Err(PeriodFault::Backwards(text.to_owned())),
                _ => Ok(period),
            };
        }
        Self::single(trimmed, today)
    }

    fn single(text: &str, today: NaiveDate) -> Result<Self, PeriodFault> {
        if let Some(period) = word(&text.to_ascii_lowercase(), today) {
            return Ok(period);
        }
        if let Some(period) = quarter_or_half(text) {
            return Ok(period);
        }
        match PartialDate::parse(text) {
            Ok(date) => Ok(Self { from: Some(date.first_day()), to: Some(date.last_day()) }),
            Err(DateFault::NotADate(_)) => Err(PeriodFault::NotAPeriod(text.to_owned())),
            Err(fault) => Err(fault.into()),
        }
    }

    /// Its first and its last day, as far as it has them.
    #[must_use]
    pub fn ends(&self) -> (Option<NaiveDate>, Option<NaiveDate>) {
        (self.from, self.to)
    }

    /// The days that lie in both; none if none do.
    #[must_use]
    pub fn common(self, other: Self) -> Option<Self> {
        let from = self.from.max(other.from);
        let to = [self.to, other.to].into_iter().flatten().min();
        from.zip(to).is_none_or(|(from, to)| from <= to).then_some(Self { from, to })
    }

    /// Reads a year, quarter, half, month or day. Words, which count from today, and ranges are none.
    #[must_use]
    pub fn dated(text: &str) -> Option<Self> {
        let text = text.trim();
        let of_date = |date: PartialDate| Self { from: Some(date.first_day()), to: Some(date.last_day()) };
        quarter_or_half(text).or_else(|| PartialDate::parse(text).ok().map(of_date))
    }

    /// Its first day and how many months it takes, where it is made of whole months.
    #[must_use]
    pub fn whole_months(&self) -> Option<(NaiveDate, u32)> {
        let (from, to) = self.from.zip(self.to)?;
        let next = to.succ_opt().filter(|next| from.day() == 1 && next.day() == 1)?;
        let month_of = |day: NaiveDate| day.year() * 12 + i32::try_from(day.month0()).unwrap_or(0);
        Some((from, u32::try_from(month_of(next) - month_of(from)).ok()?))
    }

    /// The period of the same length that ends where this one begins; none of one with an open end.
    #[must_use]
    pub fn previous(&self) -> Option<Self> {
        if let Some((first, months)) = self.whole_months() {
            return Some(months_from(first.checked_sub_months(Months::new(months))?, months));
        }
        let (from, to) = self.from.zip(self.to)?;
        let days = u64::try_from((to - from).num_days()).ok()?;
        let last = from.pred_opt()?;
        Some(Self { from: last.checked_sub_days(Days::new(days)), to: Some(last) })
    }

    /// Whether `date` lies wholly within.
    #[must_use]
    pub fn contains(&self, date: PartialDate) -> bool {
        self.from.is_none_or(|from| date.first_day() >= from) && self.to.is_none_or(|to| date.last_day() <= to)
    }

    /// The same, for dates kept as text.
    #[must_use]
    pub fn text_bounds(&self) -> TextBounds {
        let low = self.from.map_or(String::new(), |from| {
            let text = from.to_string();
            let length = match (from.month(), from.day()) {
                (1, 1) => 4,
                (_, 1) => 7,
                _ => 10,
            };
            text[..length].to_owned()
        });
        let Some(to) = self.to else {
            return TextBounds { low, high: "9999".to_owned(), except: Default::default() };
        };
        let high = to.to_string();
        let next = to.checked_add_days(Days::new(1)).unwrap_or(to);
        let outside =
            |reaches_out: bool, length: usize| if reaches_out { high[..length].to_owned() } else { String::new() };
        let except = [outside(next.year() == to.year(), 4), outside(next.month() == to.month(), 7)];
        TextBounds { low, high, except }
    }
}

/// As it is written: `2019`, `2019-H1`, `2019-Q3`, `2019-08`, `2019-08-26`, else its two ends with `..` between them.
impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((first, months)) = self.whole_months() {
            let (year, month) = (first.year(), first.month());
            match (months, month) {
                (12, 1) => return write!(f, "{year}"),
                (6, 1 | 7) => return write!(f, "{year}-H{}", month / 6 + 1),
                (3, 1 | 4 | 7 | 10) => return write!(f, "{year}-Q{}", month / 3 + 1),
                (1, _) => return write!(f, "{year}-{month:02}"),
                _ => {}
            }
        }
        match (self.from, self.to) {
            (Some(from), Some(to)) if from == to => write!(f, "{from}"),
            (from, to) => {
                let end = |day: Option<NaiveDate>| day.map_or(String::new(), |day| day.to_string());
                write!(f, "{}..{}", end(from), end(to))
            }
        }
    }
}

fn months_from(first: NaiveDate, months: u32) -> Period {
    let to = first.checked_add_months(Months::new(months)).and_then(|next| next.pred_opt());
    Period { from: Some(first), to }
}

/// `2019-Q3`, `2019Q3`, `2019-H1`.
fn quarter_or_half(text: &str) -> Option<Period> {
    let upper = text.to_ascii_uppercase();
    let (year, part) = upper.split_at_checked(4)?;
    let year = PartialDate::parse(year).ok()?;
    let (letter, number) = part.strip_prefix('-').unwrap_or(part).split_at_checked(1)?;
    let number: u32 = number.parse().ok()?;
    let months = match (letter, number) {
        ("Q", 1..=4) => 3,
        ("H", 1..=2) => 6,
        _ => return None,
    };
    Some(months_from(year.first_day().with_month((number - 1) * months + 1)?, months))
}

fn word(text: &str, today: NaiveDate) -> Option<Period> {
    let month = today.with_day(1)?;
    let quarter = month.with_month(month.month0() / 3 * 3 + 1)?;
    let year = month.with_month(1)?;
    let before =
        |first: NaiveDate, months: u32| Some(months_from(first.checked_sub_months(Months::new(months))?, months));
    match text {
        "today" => Some(Period { from: Some(today), to: Some(today) }),
        "yesterday" => today.pred_opt().map(|day| Period { from: Some(day), to: Some(day) }),
        "this-month" => Some(months_from(month, 1)),
        "last-month" => before(month, 1),
        "this-quarter" => Some(months_from(quarter, 3)),
        "last-quarter" => before(quarter, 3),
        "this-year" => Some(months_from(year, 12)),
        "last-year" => before(year, 12),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn period(text: &str) -> Result<(String, String), PeriodFault> {
        let today = NaiveDate::from_ymd_opt(2019, 8, 27).unwrap();
        let show = |day: Option<NaiveDate>| day.map_or(String::new(), |day| day.to_string());
        Period::parse(text, today).map(|period| (show(period.from), show(period.to)))
    }

    #[test]
    fn periods_are_read() {
        for (text, from, to) in [
            ("2019", "2019-01-01", "2019-12-31"),
            ("2019-08", "2019-08-01", "2019-08-31"),
            ("2019-Q3", "2019-07-01", "2019-09-30"),
            ("2019-q4", "2019-10-01", "2019-12-31"),
            ("2019-H1", "2019-01-01", "2019-06-30"),
            ("2019-08-26", "2019-08-26", "2019-08-26"),
            ("2018..2019-03", "2018-01-01", "2019-03-31"),
            ("2019-08..", "2019-08-01", ""),
            ("..2019-Q1", "", "2019-03-31"),
            ("today", "2019-08-27", "2019-08-27"),
            ("Yesterday", "2019-08-26", "2019-08-26"),
            ("last-month", "2019-07-01", "2019-07-31"),
            ("this-quarter", "2019-07-01", "2019-09-30"),
            ("last-quarter", "2019-04-01", "2019-06-30"),
            ("last-year", "2018-01-01", "2018-12-31"),
        ] {
            assert_eq!(period(text), Ok((from.to_owned(), to.to_owned())), "{text}");
        }
    }

    #[test]
    fn what_is_no_period_is_refused() {
        for text in ["", "..", "2019-Q5", "soon", "2019-H3"] {
            assert!(matches!(period(text), Err(PeriodFault::NotAPeriod(_))), "{text}");
        }
        assert!(matches!(period("2019-02-30"), Err(PeriodFault::Date(_))));
        assert!(matches!(period("2020..2019"), Err(PeriodFault::Backwards(_))));
    }

    #[test]
    fn periods_are_written_as_they_are_read_and_know_the_one_before() {
        let today = NaiveDate::from_ymd_opt(2019, 8, 27).unwrap();
        for (text, written, before) in [
            ("2019", "2019", "2018"),
            ("2019-H2", "2019-H2", "2019-H1"),
            ("2019-Q1", "2019-Q1", "2018-Q4"),
            ("2019-Q4", "2019-Q4", "2019-Q3"),
            ("2019-01", "2019-01", "2018-12"),
            ("2019-03-01", "2019-03-01", "2019-02-28"),
            ("2019-02-01..2019-03", "2019-02-01..2019-03-31", "2018-12-01..2019-01-31"),
            ("2019-08-26..2019-08-29", "2019-08-26..2019-08-29", "2019-08-22..2019-08-25"),
            ("last-year", "2018", "2017"),
        ] {
            let period = Period::parse(text, today).unwrap();
            assert_eq!(period.to_string(), written, "{text}");
            assert_eq!(period.previous().unwrap().to_string(), before, "{text}");
            assert_eq!(Period::parse(written, today), Ok(period));
        }
        let open = Period::parse("2019-08..", today).unwrap();
        assert_eq!((open.to_string().as_str(), open.previous()), ("2019-08-01..", None));
    }

    fn any_day() -> impl Strategy<Value = NaiveDate> {
        (2017i32..2021, 1u32..13, prop_oneof![Just(1u32), Just(15), 28u32..32])
            .prop_filter_map("a day of the calendar", |(year, month, day)| NaiveDate::from_ymd_opt(year, month, day))
    }

    proptest! {
        /// The text bounds select exactly the dates that the period contains, whatever their precision.
        #[test]
        fn text_bounds_agree_with_contains(from in proptest::option::of(any_day()), to in proptest::option::of(any_day()),
                                           day in any_day(), precision in 0usize..3) {
            prop_assume!(from.zip(to).is_none_or(|(from, to)| from <= to));
            let period = Period { from, to };
            let text = day.to_string()[..[4, 7, 10][precision]].to_owned();
            let bounds = period.text_bounds();
            let within = text >= bounds.low && text <= bounds.high && !bounds.except.contains(&text);
            prop_assert_eq!(within, period.contains(PartialDate::parse(&text).unwrap()), "{} in {:?}", text, period);
        }
    }
}
