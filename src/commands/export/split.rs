//! `--split`: the deals of an export by the values of one dimension, each with a name for its file.

use std::collections::{BTreeMap, BTreeSet};

use crate::commands::failure::Failure;
use crate::domain::catalogue::{Catalogue, Family};
use crate::domain::dimension::{Dimension, Value};
use crate::domain::filter::{Filter, Members};
use crate::report::code_of;
use crate::store::{Grouping, View};

/// The deals of one value.
pub(super) struct Part {
    /// What the file is called, without its ending.
    pub(super) name: String,
    /// Which deals they are.
    pub(super) filter: Filter,
}

/// The parts in the order of their names. Each deal is in one of them.
pub(super) fn parts(
    view: View<'_>,
    dimension: Dimension,
    filter: &Filter,
    catalogue: &Catalogue,
) -> Result<Vec<Part>, Failure> {
    let mut catalogue = catalogue.clone();
    if let Some(family) = dimension.family() {
        view.load_items(&mut catalogue, family)?;
    }
    let grouping = Grouping { by: vec![dimension], ..Grouping::default() };
    let mut values: BTreeMap<Value, Vec<Value>> = BTreeMap::new();
    for group in view.groups(filter, (catalogue.home, catalogue.base), &grouping)? {
        let value = dimension.value(&group.common.facts, catalogue.home);
        let same = values.entry(today(&value, &catalogue)).or_default();
        if !same.contains(&value) {
            same.push(value);
        }
    }
    let mut names: BTreeSet<String> = BTreeSet::new();
    let mut parts: Vec<Part> = Vec::new();
    for (value, any_of) in values {
        let name = file_name(&value, &catalogue);
        let numbered = (2..).map(|number| format!("{name}-{number}"));
        // Names that differ in their case alone are one on some systems.
        let mut free = std::iter::once(name.clone()).chain(numbered).filter(|name| names.insert(name.to_lowercase()));
        let name = free.next().unwrap_or_default();
        let mut filter = filter.clone();
        filter.members.push(Members { dimension, any_of });
        parts.push(Part { name, filter });
    }
    parts.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(parts)
}

/// What was merged goes under its name of today.
fn today(value: &Value, catalogue: &Catalogue) -> Value {
    match value {
        Value::Item(family, id) => Value::Item(*family, catalogue.current(*family, *id).map_or(*id, |item| item.id)),
        other => other.clone(),
    }
}

/// The code of a value as a name of a file; `none` where there is none.
fn file_name(value: &Value, catalogue: &Catalogue) -> String {
    let code = match value {
        Value::None => "none".into(),
        Value::Item(Family::Region, id) => {
            // Regions of two countries may share a name.
            let region = catalogue.item(Family::Region, *id);
            let country = region.and_then(|region| catalogue.item(Family::Country, region.country?));
            let code = region.map_or("", |region| region.code());
            match country.filter(|_| region.is_some_and(|region| region.code.is_none())) {
                Some(country) => format!("{}-{code}", country.code()).into(),
                None => code.into(),
            }
        }
        value => code_of(value, catalogue),
    };
    let is_safe = |c: char| !c.is_control() && !matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
    let safe: String = code.chars().map(|c| if is_safe(c) { c } else { '-' }).take(LONGEST).collect();
    // A leading dot would hide the file.
    let safe = safe.trim().trim_start_matches('.');
    if safe.is_empty() { "-".to_owned() } else { safe.to_owned() }
}

/// How many characters of a code stand in the name of a file: systems take 255 bytes.
const LONGEST: usize = 60;
