//! Items as the journal keeps them: objects of JSON, without what they do not have.

use serde_json::{Map, Value};

use crate::domain::catalogue::{Days, Id, Item};
use crate::domain::date::parse_day;
use crate::domain::event::{Published, Scope};

pub(super) fn as_json(item: &Item) -> Value {
    let mut object = Map::new();
    let mut set = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            object.insert(key.to_owned(), value);
        }
    };
    set("code", item.code.as_deref().map(Into::into));
    set("name", Some(item.name.as_str().into()));
    set("name_zh", item.name_zh.as_deref().map(Into::into));
    set("country_id", item.country.map(|id| id.0.into()));
    set("successor_id", item.successor.map(|id| id.0.into()));
    set("city", item.city.as_deref().map(Into::into));
    set("first_day", item.days.map(|days| days.from.to_string().into()));
    set("last_day", item.days.map(|days| days.to.to_string().into()));
    set("scope", item.scope.map(|scope| scope.number().into()));
    set("published_deals", item.published.deals.map(Into::into));
    set("published_amount", item.published.amount.map(Into::into));
    set("published_source", item.published.source.as_deref().map(Into::into));
    set("retired", item.retired.then_some(true.into()));
    object.into()
}

/// The item of a number that an object is of.
pub(super) fn from_json(id: Id, object: &Value) -> Item {
    let text = |key: &str| object.get(key).and_then(Value::as_str).map(str::to_owned);
    let number = |key: &str| object.get(key).and_then(Value::as_i64);
    let day = |key: &str| text(key).and_then(|text| parse_day(&text).ok());
    Item {
        name_zh: text("name_zh"),
        country: number("country_id").map(Id),
        successor: number("successor_id").map(Id),
        days: day("first_day").zip(day("last_day")).map(|(from, to)| Days { from, to }),
        city: text("city"),
        scope: number("scope").and_then(Scope::from_number),
        published: Published {
            deals: number("published_deals"),
            amount: number("published_amount"),
            source: text("published_source"),
        },
        retired: object.get("retired").is_some(),
        ..Item::new(id, text("code"), text("name").unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_comes_back_from_its_object() {
        let day = |text| parse_day(text).unwrap();
        let event = Item {
            name_zh: Some("智博会".to_owned()),
            days: Some(Days { from: day("2019-08-26"), to: day("2019-08-29") }),
            city: Some("Chongqing".to_owned()),
            scope: Scope::from_number(2),
            published: Published { deals: Some(530), amount: Some(81_690_000), source: Some("press".to_owned()) },
            ..Item::new(Id(7), Some("SCE2019".to_owned()), "Expo".to_owned())
        };
        let merged = Item { successor: Some(Id(1)), retired: true, ..Item::new(Id(2), None, "Acme".to_owned()) };
        let region = Item { country: Some(Id(276)), ..Item::new(Id(3), None, "Bavaria".to_owned()) };
        for item in [event, merged, region] {
            assert_eq!(from_json(item.id, &as_json(&item)), item);
        }
    }
}
