//! Any text as a date, and as a cell of a date column in every order.
//!
//! A date that is read is printed and reads back the same, and so does its first day. What a cell becomes is read or refused.

#![no_main]

use deals::domain::date::PartialDate;
use deals::intake::dates::{self, DateCell, DateOrder};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    date(text);
    let _ = dates::evidence(text);
    let orders = DateOrder::TABLE.map(|(order, _)| Some(order));
    for order in orders.into_iter().chain([None]) {
        if let DateCell::Iso(iso) = dates::read(text, order) {
            date(&iso);
        }
    }
});

fn date(text: &str) {
    let Ok(date) = PartialDate::parse(text) else { return };
    let printed = date.to_string();
    assert_eq!(PartialDate::parse(&printed), Ok(date), "{printed}");
    for order in DateOrder::TABLE {
        assert_eq!(dates::read(&printed, Some(order.0)), DateCell::AsItIs, "{printed}");
    }
    let (first, last) = (date.first_day(), date.last_day());
    assert!(first <= last, "{printed} ends before it begins");
    assert!(PartialDate::of_day(first).to_string().starts_with(&printed), "{printed} begins outside of itself");
    assert!(PartialDate::of_day(last).to_string().starts_with(&printed), "{printed} ends outside of itself");
}
