//! Cells of CSV that a spreadsheet must not run as formulas.
//!
//! A spreadsheet takes a cell that begins with one of six characters for a formula. An apostrophe before it makes it text; that of a
//! text which begins with apostrophes itself is doubled, so that taking one away always gives back what was there.

use std::borrow::Cow;

/// What a formula, or an attack on one, begins with (OWASP, "CSV injection").
const STARTS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The text with an apostrophe before it if a spreadsheet would run it. Numbers stay numbers.
#[must_use]
pub fn guard(text: &str) -> Cow<'_, str> {
    if is_dangerous(text) && !is_number(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// The text without the apostrophe that [`guard`] put before it.
#[must_use]
pub fn unguard(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| is_dangerous(rest)).unwrap_or(text)
}

fn is_dangerous(text: &str) -> bool {
    text.trim_start_matches('\'').starts_with(STARTS)
}

/// An optional sign, digits, at most one decimal point.
fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
    let are_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    are_digits(whole) && are_digits(decimals) && whole.len() + decimals.len() > 0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_would_be_run_is_guarded_and_numbers_are_not() {
        for (text, guarded) in [
            ("=1+1", "'=1+1"),
            ("+86 23 1234", "'+86 23 1234"),
            ("-", "'-"),
            ("-.", "'-."),
            ("-1.2.3", "'-1.2.3"),
            ("-1e5", "'-1e5"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("\r=1", "'\r=1"),
            ("'=1", "''=1"),
            ("''@x", "'''@x"),
            ("'-5", "''-5"),
            ("-5", "-5"),
            ("+12.50", "+12.50"),
            ("-.5", "-.5"),
            ("1=1", "1=1"),
            ("'quoted'", "'quoted'"),
            ("'", "'"),
            (" =1", " =1"),
            ("", ""),
        ] {
            assert_eq!(guard(text), guarded, "{text:?}");
        }
    }

    proptest! {
        /// The law that import relies on.
        #[test]
        fn unguarding_gives_back_every_text(text in "['=+@\t\r.0-9a-]{0,6}.{0,3}") {
            let guarded = guard(&text);
            prop_assert_eq!(unguard(&guarded), text.as_str());
        }

        #[test]
        fn nothing_dangerous_is_left(text in "['=+@\t\r.0-9a-]{0,6}") {
            let guarded = guard(&text);
            prop_assert!(!guarded.starts_with(STARTS) || guarded.parse::<f64>().is_ok(), "{}", guarded);
        }
    }
}
