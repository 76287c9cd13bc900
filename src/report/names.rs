//! What programs and people read of a value.

use std::borrow::Cow;

use crate::domain::catalogue::{Catalogue, Family};
use crate::domain::dimension::{Dimension, Value};
use crate::domain::label::Lang;
use crate::domain::place::{CHINA, Origin};
use crate::lang::words;

/// What programs read of a value; empty where there is none.
#[must_use]
pub fn code_of<'a>(value: &'a Value, catalogue: &'a Catalogue) -> Cow<'a, str> {
    match value {
        Value::None => "".into(),
        Value::Item(family, id) => catalogue.item(*family, *id).map_or("".into(), |item| item.code().into()),
        Value::Origin(origin) => origin.code().into(),
        Value::Kind(kind) => kind.code().into(),
        Value::Venue(venue) => venue.code().into(),
        Value::Stage(stage) => stage.code().into(),
        Value::Tag(tag) => Cow::Borrowed(tag),
        Value::Currency(currency) => currency.code().into(),
        Value::Year(year) => format!("{year:04}").into(),
        Value::Quarter(year, quarter) => format!("{year:04}-Q{quarter}").into(),
        Value::Month(year, month) => format!("{year:04}-{month:02}").into(),
        Value::Size(band) => band.code().into(),
    }
}

/// What people read of a value. A region abroad has its country behind it.
#[must_use]
pub fn name_of<'a>(value: &'a Value, catalogue: &'a Catalogue, lang: Lang) -> Cow<'a, str> {
    match (value, lang) {
        (Value::Item(family, id), _) => {
            let Some(item) = catalogue.item(*family, *id) else { return "".into() };
            let name = item.label(lang);
            let abroad = item.country.filter(|country| *family == Family::Region && *country != catalogue.home);
            match abroad.and_then(|country| catalogue.item(Family::Country, country)) {
                Some(country) if lang == Lang::Zh => format!("{name}（{}）", country.label(lang)).into(),
                Some(country) => format!("{name}, {}", country.label(lang)).into(),
                None => name.into(),
            }
        }
        // 内地 is said beside 港澳台, which no other country counts apart.
        (Value::Origin(Origin::Domestic), Lang::Zh) if catalogue.home != CHINA => "国内".into(),
        (Value::Origin(origin), _) => origin.name(lang).into(),
        (Value::Kind(kind), _) => kind.name(lang).into(),
        (Value::Venue(venue), _) => venue.name(lang).into(),
        (Value::Stage(stage), _) => stage.name(lang).into(),
        (Value::Size(band), _) => band.name(lang, catalogue.base).into(),
        (Value::Year(year), Lang::Zh) => format!("{year}年").into(),
        (Value::Quarter(year, quarter), Lang::Zh) => format!("{year}年第{quarter}季度").into(),
        (Value::Month(year, month), Lang::Zh) => format!("{year}年{month}月").into(),
        (other, _) => code_of(other, catalogue),
    }
}

/// What people read of a value beside others: one that is called as we call deals without a value has its dimension behind it.
pub(super) fn told_apart(value: &Value, dimension: Dimension, catalogue: &Catalogue, lang: Lang) -> String {
    let name = name_of(value, catalogue, lang);
    let is_ours = [Lang::En, Lang::Zh].iter().any(|lang| name == words(*lang).none);
    match (is_ours, lang) {
        (false, _) => name.into_owned(),
        (true, Lang::En) => format!("{name} ({})", dimension.label().en.to_lowercase()),
        (true, Lang::Zh) => format!("{name}（{}）", dimension.label().zh),
    }
}
