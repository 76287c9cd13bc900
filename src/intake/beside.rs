//! What a spreadsheet says of a cell beside its text: errors, merged cells, and what it shows beside a number.

use super::cells::Making;
use super::table::Mark;
use super::unit::Unit;
use crate::domain::currency::Currency;
use crate::domain::deal::Field;
use crate::domain::fault::Problem;

/// Errors of the spreadsheet, and amounts that stand in a merged cell.
pub(super) fn marked(making: &mut Making<'_>) {
    for (at, mark) in making.row.raw.marks {
        let field = making.columns.fields.iter().find(|source| source.columns.contains(at)).map(|source| source.field);
        let Some(field) = field else { continue };
        match mark {
            Mark::Merged { line } if field == Field::Amount => making.fault(field, Problem::Merged(*line)),
            Mark::Merged { .. } | Mark::Shown(_) => {}
            Mark::Error(error) => making.fault(field, Problem::SheetError(error.clone())),
            Mark::Unreckoned => making.fault(field, Problem::Unreckoned),
        }
    }
}

/// What a spreadsheet shows beside an amount counts as said where nothing else says it, and must agree where something does.
pub(super) fn shown(making: &mut Making<'_>) {
    let columns = making.columns;
    let Some(source) = columns.of_field(Field::Amount) else { return };
    let mark = source.columns.iter().find_map(|at| making.row.raw.mark(*at));
    let (Some(Mark::Shown(shown)), Some(text)) = (mark, making.get(Field::Amount)) else { return };
    let unit = columns.unit.as_ref().map(|(unit, _)| unit);
    let stated = making.get(Field::Currency).map(Currency::parse).and_then(Result::ok);
    let stated = stated.or(unit.and_then(|unit| unit.currency));
    let beside = match shown.as_str() {
        "$" => Some((0, stated.filter(|currency| currency.is_dollar()))),
        "¥" | "￥" => Some((0, stated.filter(|currency| *currency == Currency::JPY).or(Some(Currency::CNY)))),
        "%" => Some((0, None)),
        shown => Unit::parse(shown).map(|unit| (unit.power, unit.currency)),
    };
    // Words that are neither a currency nor a unit say nothing of the amount.
    let Some((power, currency)) = beside else { return };
    // 1,250元 in a column of 万元 is one or the other; ￥1,250 is a way of showing money.
    let own_power = unit.map_or(0, |unit| unit.power);
    let has_power = power == own_power || power == 0 && !shown.contains('元');
    match (currency, stated) {
        (Some(shown), Some(stated)) if has_power && shown == stated => {}
        (None, _) if has_power && power > 0 => {}
        (Some(shown), None) if has_power => making.put(Field::Currency, Some(shown.code().into())),
        _ => {
            let (text, shown) = (text.to_owned(), shown.clone());
            making.fault(Field::Amount, Problem::Shown { text, shown });
        }
    }
}

/// The errors of a spreadsheet that was saved as text.
pub(super) fn errors_as_text(making: &mut Making<'_>) {
    const ERRORS: [&str; 7] = ["#REF!", "#N/A", "#NAME?", "#VALUE!", "#DIV/0!", "#NULL!", "#NUM!"];
    let columns = making.columns;
    for source in columns.fields.iter().filter(|source| !source.is_ours) {
        let text = making.get(source.field).filter(|text| text.starts_with('#'));
        let error = text.and_then(|text| ERRORS.into_iter().find(|error| *error == text));
        if let Some(error) = error {
            making.fault(source.field, Problem::SheetError(error.to_owned()));
        }
    }
}
