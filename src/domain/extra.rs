//! What a file says of a deal beyond the fields: the cells of its other columns, kept so that nothing is lost.
//!
//! Held as one JSON object of texts by column, in the order of the columns.

use std::fmt;

use serde_json::{Map, Value};

/// Cells by the names of their columns: at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Extra(String);

/// Why a text is no such object.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a JSON object of texts (write {{\"Phase\":\"two\"}})")]
pub struct NotExtra(pub String);

impl Extra {
    /// Reads a JSON object whose values are texts. An empty one is none.
    pub fn parse(text: &str) -> Result<Option<Self>, NotExtra> {
        let object: Map<String, Value> = serde_json::from_str(text).map_err(|_| NotExtra(text.to_owned()))?;
        if object.values().any(|value| !value.is_string()) {
            return Err(NotExtra(text.to_owned()));
        }
        Ok(Self::of(object.iter().filter_map(|(name, value)| Some((name.as_str(), value.as_str()?)))))
    }

    /// Makes one of names and texts; of a name that comes twice the last counts.
    #[must_use]
    pub fn of<'a>(cells: impl Iterator<Item = (&'a str, &'a str)>) -> Option<Self> {
        let object: Map<String, Value> = cells.map(|(name, text)| (name.to_owned(), text.into())).collect();
        (!object.is_empty()).then(|| Self(Value::Object(object).to_string()))
    }

    /// The object as it is kept.
    #[must_use]
    pub fn as_json(&self) -> &str {
        &self.0
    }

    /// Name and text of each cell.
    #[must_use]
    pub fn cells(&self) -> Vec<(String, String)> {
        let object: Map<String, Value> = serde_json::from_str(&self.0).unwrap_or_default();
        let text = |value: Value| value.as_str().map(str::to_owned);
        object.into_iter().filter_map(|(name, value)| Some((name, text(value)?))).collect()
    }
}

impl fmt::Display for Extra {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects_of_texts_are_read_and_nothing_else() {
        let extra = Extra::parse(r#"{ "期数": "二期", "Share Size": "51%" }"#).unwrap().unwrap();
        assert_eq!(extra.as_json(), r#"{"期数":"二期","Share Size":"51%"}"#);
        assert_eq!(extra.cells()[1], ("Share Size".to_owned(), "51%".to_owned()));
        assert_eq!(Extra::parse("{}"), Ok(None));
        for text in ["", "[]", "二期", r#"{"a":1}"#, r#"{"a":{}}"#] {
            assert_eq!(Extra::parse(text), Err(NotExtra(text.to_owned())), "{text}");
        }
    }
}
