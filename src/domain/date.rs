//! Dates of deals: a day, or only a month or a year where no more is known.
//!
//! Written ISO 8601 (`2019-08-26`, `2019-08`, `2019`), which is also how they sort. Everyday ways of writing are read where
//! they can mean one thing only: `2019-8-6`, `2019/08/26`, `20190826`, `26 Aug 2019`, `August 26, 2019`, `2019年8月26日`, `2005 January`,
//! `2005 1`, and as spreadsheets show them `Aug-19` (the month) and `26-Aug-19`.
//! `08/09/2019` is refused, since it can be two days.

use std::fmt;

use chrono::{Datelike, NaiveDate};
use unicode_normalization::UnicodeNormalization;

/// The years a date may lie in: before is a slip of the keyboard, after as well.
pub const YEARS: std::ops::RangeInclusive<i32> = 1900..=2100;

/// A date as precise as it is known. Ordered as its text: a year before its months, a month before its days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PartialDate {
    year: u16,
    /// 1–12; 0 where only the year is known.
    month: u8,
    /// 1–31; 0 where only the month or year is known.
    day: u8,
}

/// Why a text is not a date.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DateFault {
    /// Written in no way that is read here.
    #[error("`{0}` is not a date (write 2019-08-26)")]
    NotADate(String),
    /// Well written, but not in the calendar.
    #[error("`{0}` is not a day of the calendar")]
    NoSuchDay(String),
    /// Outside [`YEARS`].
    #[error("`{0}`: the year must lie between 1900 and 2100")]
    YearOutside(String),
    /// A month or year where a day is needed.
    #[error("`{0}` is not a whole date (write 2019-08-26)")]
    NotWhole(String),
}

impl PartialDate {
    /// Reads a date as people write it.
    pub fn parse(text: &str) -> Result<Self, DateFault> {
        if let Some(date) = iso_day(text.as_bytes()) {
            return Self::checked(date, text);
        }
        let folded: String = text.nfkc().collect();
        let trimmed = folded.trim();
        let parts = numeric(trimmed)
            .or_else(|| chinese(trimmed))
            .or_else(|| english(trimmed))
            .or_else(|| year_first(trimmed))
            .or_else(|| spreadsheet(trimmed))
            .ok_or_else(|| DateFault::NotADate(text.to_owned()))?;
        Self::checked(parts, text)
    }

    /// The date of a whole day. Years outside [`YEARS`] do not come here.
    #[must_use]
    pub fn of_day(day: NaiveDate) -> Self {
        let year = u16::try_from(day.year()).unwrap_or(0);
        Self { year, month: low_byte(day.month()), day: low_byte(day.day()) }
    }

    fn checked((year, month, day): (u32, u32, u32), text: &str) -> Result<Self, DateFault> {
        let signed_year = i32::try_from(year).unwrap_or(i32::MAX);
        if !YEARS.contains(&signed_year) {
            return Err(DateFault::YearOutside(text.to_owned()));
        }
        // Every month has 28 days.
        let is_day = || NaiveDate::from_ymd_opt(signed_year, month.max(1), day.max(1)).is_some();
        let is_in_calendar = (1..=12).contains(&month) && day <= 28 || is_day();
        if !is_in_calendar || (month == 0 && day != 0) {
            return Err(DateFault::NoSuchDay(text.to_owned()));
        }
        Ok(Self { year: u16::try_from(year).unwrap_or(0), month: low_byte(month), day: low_byte(day) })
    }

    /// The first day it can be: the day itself, or the first of its month or year. Rates go by this day.
    #[must_use]
    pub fn first_day(self) -> NaiveDate {
        day_of(self.year, self.month.max(1), self.day.max(1))
    }

    /// The last day it can be.
    #[must_use]
    pub fn last_day(self) -> NaiveDate {
        let next = match (self.month, self.day) {
            (0, _) | (12, 0) => day_of(self.year + 1, 1, 1),
            (month, 0) => day_of(self.year, month + 1, 1),
            _ => return self.first_day(),
        };
        next.pred_opt().unwrap_or(next)
    }

    /// The year, always known.
    #[must_use]
    pub fn year(self) -> u16 {
        self.year
    }

    /// The month, 1–12, where it is known.
    #[must_use]
    pub fn month(self) -> Option<u8> {
        (self.month != 0).then_some(self.month)
    }

    /// The quarter, 1–4, where the month is known.
    #[must_use]
    pub fn quarter(self) -> Option<u8> {
        self.month().map(|month| (month - 1) / 3 + 1)
    }
}

/// The text of a date, without memory of its own elsewhere.
#[derive(Clone, Copy, Debug)]
pub struct DateText {
    bytes: [u8; "2019-08-26".len()],
    length: usize,
}

impl DateText {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[..self.length]).unwrap_or_default()
    }
}

impl PartialDate {
    /// The date in ISO 8601.
    #[must_use]
    pub fn text(self) -> DateText {
        let Self { year, month, day } = self;
        let digits = |number: u16| [number / 10 % 10, number % 10].map(|digit| b'0' + low_byte(digit.into()));
        let [[y1, y2], [y3, y4], [m1, m2], [d1, d2]] = [year / 100, year, month.into(), day.into()].map(digits);
        let bytes = [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2];
        let length = match (month, day) {
            (0, _) => "2019".len(),
            (_, 0) => "2019-08".len(),
            _ => bytes.len(),
        };
        DateText { bytes, length }
    }
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text().as_str())
    }
}

/// Reads a whole day; a month or a year alone is refused.
pub fn parse_day(text: &str) -> Result<NaiveDate, DateFault> {
    let date = PartialDate::parse(text)?;
    if date.day == 0 { Err(DateFault::NotWhole(text.to_owned())) } else { Ok(date.first_day()) }
}

fn day_of(year: u16, month: u8, day: u8) -> NaiveDate {
    NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day)).unwrap_or_default()
}

fn low_byte(number: u32) -> u8 {
    u8::try_from(number).unwrap_or(0)
}

/// `2019-08-26` and nothing else: what nearly every row of a file holds.
fn iso_day(text: &[u8]) -> Option<(u32, u32, u32)> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text else { return None };
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0, |sum, digit| digit.is_ascii_digit().then(|| sum * 10 + u32::from(digit - b'0')))
    };
    let (month, day) = (number(&[*m1, *m2])?, number(&[*d1, *d2])?);
    (month > 0 && day > 0).then_some((number(&[*y1, *y2, *y3, *y4])?, month, day))
}

/// Year first, parts set apart by `-`, `/` or `.` (the same throughout), or eight digits in a row.
fn numeric(text: &str) -> Option<(u32, u32, u32)> {
    if text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some((written(&text[..4], 4)?, written(&text[4..6], 2)?, written(&text[6..], 2)?));
    }
    let separator = text.chars().find(|c| !c.is_ascii_digit()).unwrap_or('-');
    if !matches!(separator, '-' | '/' | '.') {
        return None;
    }
    let mut parts = text.split(separator);
    let year_text = parts.next()?;
    // `19-08-26` is read on, to be told that its year lies outside; `26/08/2019` is not a date here at all.
    let year = number(year_text).filter(|_| matches!(year_text.len(), 2 | 4))?;
    let month = parts.next().map_or(Some(0), |part| written(part, 2))?;
    let day = parts.next().map_or(Some(0), |part| written(part, 2))?;
    (parts.next().is_none() && (year_text.len() == 4 || day != 0)).then_some((year, month, day))
}

/// `2019年8月26日`, `2019年8月`, `2019年`.
fn chinese(text: &str) -> Option<(u32, u32, u32)> {
    let (year, rest) = text.split_once('年')?;
    let year = written(year.trim(), 4).filter(|_| year.trim().len() == 4)?;
    if rest.trim().is_empty() {
        return Some((year, 0, 0));
    }
    let (month, rest) = rest.split_once('月')?;
    let month = written(month.trim(), 2)?;
    let rest = rest.trim();
    if rest.is_empty() {
        return Some((year, month, 0));
    }
    let day = rest.strip_suffix('日').or_else(|| rest.strip_suffix('号'))?;
    Some((year, month, written(day.trim(), 2)?))
}

/// `26 Aug 2019`, `26th August 2019`, `August 26, 2019`, `Aug 2019`.
fn english(text: &str) -> Option<(u32, u32, u32)> {
    let words: Vec<&str> = text.split([' ', ',', '-', '.']).filter(|word| !word.is_empty()).collect();
    let year_of = |word: &str| written(word, 4).filter(|_| word.len() == 4);
    let day_of = |word: &str| {
        let digits = ["st", "nd", "rd", "th"].iter().find_map(|suffix| word.strip_suffix(suffix)).unwrap_or(word);
        written(digits, 2)
    };
    match words.as_slice() {
        [month, year] => Some((year_of(year)?, month_named(month)?, 0)),
        [first, second, year] => match (month_named(first), month_named(second)) {
            (Some(month), None) => Some((year_of(year)?, month, day_of(second)?)),
            (None, Some(month)) => Some((year_of(year)?, month, day_of(first)?)),
            _ => None,
        },
        _ => None,
    }
}

/// `2005 January`, `2005 1`, `2019 8 26`, `2019年 8`, `2019 8月 26日`: what columns for year, month and day give together.
fn year_first(text: &str) -> Option<(u32, u32, u32)> {
    let mut words = text.split_whitespace();
    let year = words.next()?;
    let year = year.strip_suffix('年').unwrap_or(year);
    let year = written(year, 4).filter(|_| year.len() == 4)?;
    let month = words.next()?;
    let month = month_named(month).or_else(|| written(month.strip_suffix('月').unwrap_or(month), 2))?;
    let day = words.next().map_or(Some(0), |day| written(day.trim_end_matches(['日', '号']), 2))?;
    words.next().is_none().then_some((year, month, day))
}

/// `Aug-19`, `26-Aug-19`: spreadsheets leave the century out, and put it in again as 1970 to 2069.
fn spreadsheet(text: &str) -> Option<(u32, u32, u32)> {
    let parts: Vec<&str> = text.split('-').collect();
    let (day, month, year) = match parts.as_slice() {
        [month, year] => (0, month, year),
        [day, month, year] => (written(day, 2)?, month, year),
        _ => return None,
    };
    let year = number(year).filter(|_| year.len() == 2)?;
    let century = if year < 70 { 2000 } else { 1900 };
    Some((century + year, month_named(month)?, day))
}

fn month_named(word: &str) -> Option<u32> {
    let word = word.to_ascii_lowercase();
    let names = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let fits = |name: &str| word == name || word == name[..3] || (name == "september" && word == "sept");
    names.iter().position(|name| fits(name)).and_then(|at| u32::try_from(at + 1).ok())
}

/// A number of one to `most` ASCII digits, and not zero: a written month or day `0` is no month and no day.
fn written(text: &str, most: usize) -> Option<u32> {
    if text.len() > most { None } else { number(text).map(|value| if value == 0 { 99 } else { value }) }
}

fn number(text: &str) -> Option<u32> {
    if text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, DateFault> {
        PartialDate::parse(text).map(|date| date.to_string())
    }

    #[test]
    fn everyday_ways_of_writing_are_read() {
        for (text, iso) in [
            ("2019-08-26", "2019-08-26"),
            ("2019-8-6", "2019-08-06"),
            ("2019/8/26", "2019-08-26"),
            ("2019.08.26", "2019-08-26"),
            ("20190826", "2019-08-26"),
            ("26 Aug 2019", "2019-08-26"),
            ("26th August 2019", "2019-08-26"),
            ("August 26, 2019", "2019-08-26"),
            ("Sept 2019", "2019-09"),
            ("2019年8月26日", "2019-08-26"),
            ("２０１９年８月２６日", "2019-08-26"),
            ("2019年8月", "2019-08"),
            ("2019年", "2019"),
            ("2005-01", "2005-01"),
            ("2005", "2005"),
            (" 2020-02-29 ", "2020-02-29"),
            ("Aug-19", "2019-08"),
            ("26-Aug-19", "2019-08-26"),
            ("1-Jan-70", "1970-01-01"),
            ("2005 January", "2005-01"),
            ("2005 1", "2005-01"),
            ("2019年 8月", "2019-08"),
            ("2019 8 26", "2019-08-26"),
            ("2019 8月 26日", "2019-08-26"),
        ] {
            assert_eq!(read(text).as_deref(), Ok(iso), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_refused_with_its_reason() {
        for text in ["2019-02-30", "2019-13-01", "2019-00-10", "2019-08-00", "20190230", "30 Feb 2019"] {
            assert_eq!(read(text), Err(DateFault::NoSuchDay(text.to_owned())), "{text}");
        }
        for text in ["19-08-26", "1899-12-31", "2101-01-01", "1066"] {
            assert_eq!(read(text), Err(DateFault::YearOutside(text.to_owned())), "{text}");
        }
        for text in [
            "",
            "tbd",
            "08/09/2019",
            "26/08/2019",
            "2019-08-26T10:00",
            "2019-8-6-1",
            "43703",
            "2019-",
            "-",
            "Aug 19",
            "2019 8 26 1",
        ] {
            assert_eq!(read(text), Err(DateFault::NotADate(text.to_owned())), "{text}");
        }
    }

    #[test]
    fn a_date_known_to_the_month_covers_it() {
        let month = PartialDate::parse("2019-12").unwrap();
        assert_eq!(month.first_day().to_string(), "2019-12-01");
        assert_eq!(month.last_day().to_string(), "2019-12-31");
        let year = PartialDate::parse("2020").unwrap();
        assert_eq!(
            (year.first_day().to_string(), year.last_day().to_string()),
            ("2020-01-01".into(), "2020-12-31".into())
        );
        assert_eq!((year.quarter(), month.quarter()), (None, Some(4)));
        assert_eq!(parse_day("2019-12"), Err(DateFault::NotWhole("2019-12".to_owned())));
    }

    #[test]
    fn dates_sort_as_their_text() {
        let mut dates: Vec<_> =
            ["2019-08-26", "2019", "2019-08", "2018-12-31"].map(|text| PartialDate::parse(text).unwrap()).into();
        dates.sort();
        let texts: Vec<_> = dates.iter().map(ToString::to_string).collect();
        assert_eq!(texts, ["2018-12-31", "2019", "2019-08", "2019-08-26"]);
    }
}
