//! Heads: what the cell above a column means, and the unit that it states.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

use super::mapping::Mapping;
use super::names::{self, Meaning};
use super::unit::Unit;
use crate::domain::deal::Field;

/// Every everyday name by its key.
static MEANINGS: LazyLock<HashMap<String, Meaning>> = LazyLock::new(names::by_key);

/// A cell of more bytes is no name of a column.
const LONGEST_NAME: usize = 200;

/// What a header cell means, with the unit it states.
#[must_use]
pub fn describe(name: &str) -> Option<(Meaning, Option<Unit>)> {
    if name.len() > LONGEST_NAME {
        return None;
    }
    if let Some(meaning) = names::own_meaning(name) {
        return Some((meaning, None));
    }
    let folded: String = name.nfkc().collect();
    let name = folded.trim();
    if let Some(meaning) = MEANINGS.get(&names::key(name)) {
        return Some((*meaning, None));
    }
    // 投资方（全称） is 投资方; 投资额（亿元） states its unit.
    if let Some((base, inner)) = name.strip_suffix([')', ']']).and_then(|rest| rest.rsplit_once(['(', '['])) {
        let (meaning, unit) = describe(base)?;
        let unit = unit.or_else(|| Unit::parse(inner).filter(|_| is_of_amounts(meaning)));
        return Some((meaning, unit));
    }
    // 投资额万元, Quantity in Millions, Investment, USD m
    let splits = name.char_indices().skip(1).map(|(at, _)| name.split_at(at));
    splits
        .filter_map(|(base, rest)| {
            let amount = MEANINGS.get(&names::key(base)).filter(|meaning| is_of_amounts(**meaning))?;
            let ends = !base.is_ascii() || !rest.starts_with(|c: char| c.is_alphanumeric());
            let unit = Unit::parse(rest.trim_matches([' ', ',', ':', '/', '-', '_', '\n'])).filter(|_| ends)?;
            Some((*amount, Some(unit)))
        })
        .last()
}

/// Whether a column of this meaning holds amounts of money.
fn is_of_amounts(meaning: Meaning) -> bool {
    matches!(meaning, Meaning::Field(Field::Amount) | Meaning::Received(_))
}

/// The unit that a head states, whatever else it says: `Capital expenditure (US$ m)`, `合同外资（万美元）`.
#[must_use]
pub fn unit_of(name: &str) -> Option<Unit> {
    if name.len() > LONGEST_NAME {
        return None;
    }
    if let Some((_, Some(unit))) = describe(name) {
        return Some(unit);
    }
    let folded: String = name.nfkc().collect();
    if let Some(at) = folded.find(['(', '[']) {
        // (EUR) in millions, else what one pair of brackets holds: half of it would leave out a currency that is not known.
        let in_brackets = folded.split(['(', '[']).skip(1).filter_map(|rest| rest.split([')', ']']).next());
        return std::iter::once(&folded[at..]).chain(in_brackets).find_map(Unit::parse);
    }
    let behind = folded.match_indices([' ', ',', ':', '/']).map(|(at, sign)| (sign, &folded[at + 1..]));
    let mut units = behind.filter_map(|(sign, rest)| Some((sign, Unit::parse(rest)?)));
    let (sign, unit) = units.next()?;
    // A power behind a mere space has a word before it that may name a currency: `kr m`.
    (sign != " " || unit.currency.is_some() || unit.text.to_lowercase().starts_with("in ")).then_some(unit)
}

/// How many different fields the cells of a row name.
#[must_use]
pub fn fields_named<'a>(cells: impl Iterator<Item = &'a str>, mapping: &Mapping) -> usize {
    let mut found: Vec<Option<Meaning>> = Vec::new();
    for cell in cells.map(str::trim).filter(|cell| !cell.is_empty() && cell.len() <= LONGEST_NAME) {
        let is_mapped =
            mapping.map.iter().any(|(_, columns)| columns.iter().any(|name| names::key(name) == names::key(cell)));
        let meaning = match describe(cell) {
            Some((Meaning::Serial | Meaning::Reject, _)) => continue,
            Some((meaning, _)) if !found.contains(&Some(meaning)) => Some(meaning),
            _ if is_mapped => None,
            _ => continue,
        };
        found.push(meaning);
    }
    found.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_come_from_the_header() {
        let unit = |name: &str| describe(name).map(|(meaning, unit)| (meaning, unit.map(|unit| unit.text)));
        let amount = |unit: Option<&str>| Some((Meaning::Field(Field::Amount), unit.map(str::to_owned)));
        assert_eq!(unit("投资额（亿元）"), amount(Some("亿元")));
        assert_eq!(unit("合同金额(万元)"), amount(Some("万元")));
        assert_eq!(unit("投资总额\n（万美元）"), amount(Some("万美元")));
        assert_eq!(unit("投资额万元"), amount(Some("万元")));
        assert_eq!(unit("Investment (USD m)"), amount(Some("USD m")));
        assert_eq!(unit("Quantity in Millions"), amount(Some("in Millions")));
        assert_eq!(unit("Amount, USD million"), amount(Some("USD million")));
        assert_eq!(unit("总投资"), amount(None));
        assert_eq!(unit("投资方（全称）"), Some((Meaning::Field(Field::Partner), None)));
        assert_eq!(unit("Investment climate"), None);
    }
}
