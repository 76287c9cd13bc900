//! Any text as an amount, as a cell of an amount column, and as a unit.
//!
//! An amount that is read is printed and reads back the same. The same goes for what a cell of a column with a unit becomes. The text
//! of a unit, which mapping files keep, means the same when it is read again.

#![no_main]

use std::sync::LazyLock;

use deals::domain::currency::Currency;
use deals::domain::money::Money;
use deals::intake::amounts::{self, AmountCell, ColumnUnit};
use deals::intake::unit::Unit;
use libfuzzer_sys::fuzz_target;

/// Of no decimals, two, three and four; a dollar.
static CURRENCIES: LazyLock<Vec<Currency>> =
    LazyLock::new(|| ["CNY", "JPY", "USD", "KWD", "CLF"].into_iter().filter_map(Currency::from_code).collect());

/// Powers with a word and without one, with a currency and without one.
static UNITS: LazyLock<Vec<Unit>> = LazyLock::new(|| {
    ["元", "万元", "亿", "USD m", "100", "RMB 100 thousand", "trillion", "KWD k"]
        .into_iter()
        .filter_map(Unit::parse)
        .collect()
});

fuzz_target!(|text: &str| {
    money(text, None);
    let units = UNITS.iter().map(ColumnUnit::Stated).chain([ColumnUnit::Ours, ColumnUnit::Unknown]);
    for unit in units {
        if let Ok(AmountCell::Amount(amount, currency)) = amounts::read(text, unit) {
            money(&amount, currency);
        }
    }
    for unit in [Unit::parse(text), Unit::in_title(text)].into_iter().flatten() {
        let again = Unit::parse(&unit.text).map(|unit| (unit.power, unit.currency, unit.is_yuan_word));
        assert_eq!(again, Some((unit.power, unit.currency, unit.is_yuan_word)), "{}", unit.text);
        if let Ok(AmountCell::Amount(amount, currency)) = amounts::read("12.5", ColumnUnit::Stated(&unit)) {
            money(&amount, currency);
        }
    }
});

fn money(text: &str, stated: Option<Currency>) {
    let all = CURRENCIES.iter().copied();
    let given = all.clone().map(Some).chain([None, stated]);
    for given in given {
        for otherwise in all.clone() {
            let Ok(money) = Money::parse(text, given, otherwise) else { continue };
            for printed in [money.plain(), money.grouped()] {
                assert_eq!(Money::parse(&printed, Some(money.currency), otherwise), Ok(money), "{printed}");
            }
        }
    }
}
