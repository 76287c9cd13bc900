//! Dates as files hold them: beside the ways in which people write, days of a spreadsheet's count, times of day behind the date, and
//! days and months in an order that only the file can tell.

use chrono::{Days, NaiveDate};
use unicode_normalization::UnicodeNormalization;

/// In which order day, month and year stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// `26/08/2019`.
    Dmy,
    /// `08/26/2019`.
    Mdy,
    /// `19/08/26`.
    Ymd,
}

impl DateOrder {
    /// Every order with its name.
    pub const TABLE: [(Self, &'static str); 3] = [(Self::Dmy, "dmy"), (Self::Mdy, "mdy"), (Self::Ymd, "ymd")];

    /// The order of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::TABLE.iter().find(|row| row.1.eq_ignore_ascii_case(name)).map(|row| row.0)
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::TABLE[self as usize].1
    }
}

/// How a cell of a date column reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DateCell {
    /// As it stands.
    AsItIs,
    /// As this ISO date.
    Iso(String),
    /// As one date or another, and the order is not known.
    Swappable,
    /// As a month of which a zero may have been cut off.
    MonthCut,
}

/// What a cell tells of the order of day and month in its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// The day comes first.
    Dmy,
    /// The month comes first.
    Mdy,
}

/// The days that count as days of a spreadsheet: 1950-01-01 to 2100-12-31. A plain number below is a year.
const SERIALS: std::ops::RangeInclusive<u64> = 18_264..=73_415;

/// Reads a cell of a date column.
#[must_use]
pub fn read(text: &str, order: Option<DateOrder>) -> DateCell {
    if is_plain(text) {
        return DateCell::AsItIs;
    }
    let folded: String = text.nfkc().collect();
    let date = without_time(folded.trim());
    if let Some(day) = serial(date) {
        return DateCell::Iso(day.to_string());
    }
    // October is 2019.10, which as a number is 2019.1.
    if date.len() == 6 && date.ends_with(".1") && date[..4].bytes().all(|byte| byte.is_ascii_digit()) {
        return DateCell::MonthCut;
    }
    let Some([a, b, c]) = three_numbers(date) else {
        return if date.len() == folded.trim().len() { DateCell::AsItIs } else { DateCell::Iso(date.to_owned()) };
    };
    // As a spreadsheet does: 1970 to 2069.
    let century = |text: &str| if text < "70" { "20" } else { "19" };
    let year_of = |text: &str| if text.len() == 2 { format!("{}{text}", century(text)) } else { text.to_owned() };
    let iso = |year: &str, month: &str, day: &str| DateCell::Iso(format!("{}-{month:0>2}-{day:0>2}", year_of(year)));
    match order {
        Some(DateOrder::Dmy) => iso(c, b, a),
        Some(DateOrder::Mdy) => iso(c, a, b),
        Some(DateOrder::Ymd) if c.len() <= 2 => iso(a, b, c),
        // 05/05/2019 is the same either way.
        None if a == b && c.len() == 4 => iso(c, b, a),
        _ => DateCell::Swappable,
    }
}

/// What a cell tells of the order, where it is of the kind that has one.
#[must_use]
pub fn evidence(text: &str) -> Option<Evidence> {
    if is_plain(text) {
        return None;
    }
    let folded: String = text.nfkc().collect();
    let [a, b, c] = three_numbers(without_time(folded.trim()))?;
    let (a, b) = (a.parse::<u32>().ok()?, b.parse::<u32>().ok()?);
    match (c.len(), a > 12, b > 12) {
        (4, true, false) => Some(Evidence::Dmy),
        (4, false, true) => Some(Evidence::Mdy),
        _ => None,
    }
}

/// Whether it is what nearly every row of a file holds, or nothing.
fn is_plain(text: &str) -> bool {
    matches!(text.as_bytes(), [_, _, _, _, b'-', _, _, b'-', _, _] | [])
}

/// The date before a time of day.
fn without_time(text: &str) -> &str {
    let is_time = |rest: &str| {
        let hours = rest.split(':').next().unwrap_or_default();
        rest.contains(':') && (1..=2).contains(&hours.len()) && hours.bytes().all(|byte| byte.is_ascii_digit())
    };
    let at = text.find(['T', ' ']).filter(|at| is_time(text[at + 1..].trim_start()));
    at.map_or(text, |at| text[..at].trim_end())
}

/// A day as a spreadsheet counts them, from the end of 1899.
fn serial(text: &str) -> Option<NaiveDate> {
    let (days, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let days: u64 = if days.len() == 5 && digits(days) && digits(fraction) { days.parse().ok()? } else { return None };
    let first = NaiveDate::from_ymd_opt(1899, 12, 30)?;
    if SERIALS.contains(&days) { first.checked_add_days(Days::new(days)) } else { None }
}

/// Three numbers set apart by one sign, the year not in front.
fn three_numbers(text: &str) -> Option<[&str; 3]> {
    let separator = text.chars().find(|c| !c.is_ascii_digit())?;
    if !matches!(separator, '/' | '-' | '.') {
        return None;
    }
    let mut parts = text.split(separator);
    let three = [parts.next()?, parts.next()?, parts.next()?];
    let is_number =
        |part: &str, most: usize| (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let [a, b, c] = three;
    let sound = parts.next().is_none() && is_number(a, 2) && is_number(b, 2) && is_number(c, 4) && c.len() != 3;
    // A year has two digits at least, behind or in front.
    (sound && (c.len() >= 2 || a.len() == 2)).then_some(three)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn iso(text: &str) -> DateCell {
        DateCell::Iso(text.to_owned())
    }

    /// Serial numbers from the definition: day 1 is 1900-01-01, and 1900 counts a 29 February.
    #[test]
    fn days_of_a_spreadsheet_are_dates() {
        assert_eq!(read("43703", None), iso("2019-08-26"));
        assert_eq!(read("43703.4375", None), iso("2019-08-26"));
        assert_eq!((read("2019", None), read("20190826", None)), (DateCell::AsItIs, DateCell::AsItIs));
        assert_eq!(read("17000", None), DateCell::AsItIs);
    }

    #[test]
    fn times_of_day_are_left_out() {
        assert_eq!(read("2019-08-26 00:00:00", None), iso("2019-08-26"));
        assert_eq!(read("2019/8/26 9:30", None), iso("2019/8/26"));
        assert_eq!(read("2019-08-26T10:00:00Z", None), iso("2019-08-26"));
        assert_eq!(read("26 Aug 2019", None), DateCell::AsItIs);
    }

    #[test]
    fn day_and_month_are_told_apart_by_the_order_alone() {
        assert_eq!(read("03/04/2019", None), DateCell::Swappable);
        assert_eq!(read("03/04/2019", Some(DateOrder::Dmy)), iso("2019-04-03"));
        assert_eq!(read("3.4.2019", Some(DateOrder::Mdy)), iso("2019-03-04"));
        assert_eq!(read("05/05/2019", None), iso("2019-05-05"));
        assert_eq!(read("8/26/19", None), DateCell::Swappable);
        assert_eq!(read("8/26/19", Some(DateOrder::Mdy)), iso("2019-08-26"));
        assert_eq!(read("26/08/98", Some(DateOrder::Dmy)), iso("1998-08-26"));
        assert_eq!((read("2019.1", None), read("2019.10", None)), (DateCell::MonthCut, DateCell::AsItIs));
        assert_eq!(read("19/8/26", Some(DateOrder::Ymd)), iso("2019-08-26"));
        assert_eq!(read("2019/8/26", Some(DateOrder::Dmy)), DateCell::AsItIs);
        assert_eq!((evidence("26/08/2019"), evidence("08/26/2019")), (Some(Evidence::Dmy), Some(Evidence::Mdy)));
        assert_eq!((evidence("03/04/2019"), evidence("2019-08-26")), (None, None));
    }
}
