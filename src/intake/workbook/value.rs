//! The texts of cells: dates in ISO 8601, numbers with their exact decimals.

use calamine::{Data, DataRef, ExcelDateTime};

use crate::intake::table::Mark;

/// The text of a cell, and what is to be known of it.
pub(super) enum Value {
    Text(String),
    Marked(String, Mark),
}

impl Value {
    /// The same, shown with something beside it.
    pub(super) fn shown_with(self, beside: &str) -> Self {
        match self {
            Self::Text(text) => Self::Marked(text, Mark::Shown(beside.to_owned())),
            marked @ Self::Marked(..) => marked,
        }
    }
}

impl From<DataRef<'_>> for Value {
    fn from(data: DataRef<'_>) -> Self {
        Self::Text(match data {
            DataRef::Empty => String::new(),
            DataRef::Int(number) => number.to_string(),
            DataRef::Float(number) => number_text(number),
            DataRef::String(text) | DataRef::DurationIso(text) => text,
            DataRef::SharedString(text) => text.to_owned(),
            DataRef::Bool(yes) => if yes { "TRUE" } else { "FALSE" }.to_owned(),
            DataRef::DateTime(moment) => date_text(moment),
            DataRef::DateTimeIso(text) => text.split('T').next().unwrap_or_default().to_owned(),
            DataRef::Error(error) => {
                let text = error.to_string();
                return Self::Marked(text.clone(), Mark::Error(text));
            }
        })
    }
}

/// A cell that is held elsewhere.
pub(super) fn borrowed(data: &Data) -> DataRef<'_> {
    match data {
        Data::Int(number) => DataRef::Int(*number),
        Data::Float(number) => DataRef::Float(*number),
        Data::String(text) => DataRef::SharedString(text),
        Data::Bool(yes) => DataRef::Bool(*yes),
        Data::DateTime(moment) => DataRef::DateTime(*moment),
        Data::DateTimeIso(text) => DataRef::DateTimeIso(text.clone()),
        Data::DurationIso(text) => DataRef::DurationIso(text.clone()),
        Data::Error(error) => DataRef::Error(error.clone()),
        Data::Empty => DataRef::Empty,
    }
}

/// A date without its time of day; what counts hours is no date.
fn date_text(moment: ExcelDateTime) -> String {
    if moment.is_duration() || moment.as_f64() < 1.0 {
        return number_text(moment.as_f64());
    }
    let (year, month, day, ..) = moment.to_ymd_hms_milli();
    format!("{year:04}-{month:02}-{day:02}")
}

/// A number as the decimal that was typed: of its 15 digits, which is what a spreadsheet holds, without zeros at the end.
fn number_text(number: f64) -> String {
    let rounded = format!("{number:.14e}");
    let Some((digits, power)) = rounded.split_once('e') else { return rounded };
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |digits| ("-", digits));
    let digits = digits.replace('.', "");
    let digits = digits.trim_end_matches('0');
    let Ok(power) = power.parse::<i32>() else { return rounded };
    if digits.is_empty() {
        return "0".to_owned();
    }
    // How many digits stand before the point.
    match usize::try_from(power + 1) {
        Err(_) | Ok(0) => format!("{sign}0.{}{digits}", "0".repeat((power + 1).unsigned_abs() as usize)),
        Ok(whole) if whole >= digits.len() => format!("{sign}{digits}{}", "0".repeat(whole - digits.len())),
        Ok(whole) => format!("{sign}{}.{}", &digits[..whole], &digits[whole..]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a person typed, not what binary floating point makes of it.
    #[test]
    fn numbers_are_the_decimals_that_were_typed() {
        for (number, text) in [
            (0.0, "0"),
            (1.0, "1"),
            (1_234_567.89, "1234567.89"),
            (0.1 + 0.2, "0.3"),
            (-12.5, "-12.5"),
            (0.000_012_5, "0.0000125"),
            (1e15, "1000000000000000"),
            (1.2e20, "120000000000000000000"),
            (43703.0, "43703"),
            (1_234.56 * 100.0, "123456"),
        ] {
            assert_eq!(number_text(number), text);
        }
    }
}
