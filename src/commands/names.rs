//! Names of fields and dimensions as people type them: ours, the words for them, and those that head the columns of their files.

use chrono::NaiveDate;

use crate::domain::date::{PartialDate, parse_day};
use crate::domain::deal::Field;
use crate::domain::dimension::Dimension;
use crate::intake::names::{self, Meaning, by_key, key};

/// Finds a field.
pub(crate) fn field(text: &str) -> Result<Field, String> {
    // What heads the columns that we show is meant before what heads those of files: 编号 is a number here, a ref there.
    let shown = |field: &Field| [field.label().en, field.label().zh].contains(&text.trim());
    Field::all().find(shown).or_else(|| names::field(text)).ok_or_else(|| {
        let names: Vec<&str> = Field::all().map(Field::name).collect();
        format!("no such field (one of {})", names.join(", "))
    })
}

/// Reads a date, of which a month or a year may be all that is known.
pub(crate) fn date(text: &str) -> Result<PartialDate, String> {
    PartialDate::parse(text).map_err(|fault| fault.to_string())
}

/// Reads a whole day.
pub(crate) fn day(text: &str) -> Result<NaiveDate, String> {
    parse_day(text).map_err(|fault| fault.to_string())
}

/// Finds a dimension.
pub(crate) fn dimension(text: &str) -> Option<Dimension> {
    let everyday = || match by_key().get(&key(text))? {
        Meaning::Field(Field::Tags) => Some(Dimension::Tag),
        Meaning::Field(field) => Dimension::named(field.name()),
        Meaning::Place => Some(Dimension::Place),
        Meaning::Year => Some(Dimension::Year),
        Meaning::Month => Some(Dimension::Month),
        _ => None,
    };
    Dimension::named(text.trim()).or_else(everyday)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dimensions_are_found_by_the_words_of_both_languages() {
        for (text, wanted) in [
            ("sector", Dimension::Sector),
            ("行业", Dimension::Sector),
            ("所属行业", Dimension::Sector),
            ("industry", Dimension::Sector),
            ("国别", Dimension::Country),
            ("省份", Dimension::Region),
            ("来源地", Dimension::Place),
            ("资金来源", Dimension::Origin),
            ("投资方", Dimension::Partner),
            ("标签", Dimension::Tag),
            ("年份", Dimension::Year),
            ("月份", Dimension::Month),
            ("规模", Dimension::Size),
        ] {
            assert_eq!(dimension(text), Some(wanted), "{text}");
        }
        assert_eq!(dimension("title"), None);
        assert_eq!(field("签约日期"), Ok(Field::Signed));
        assert_eq!((field("编号"), field("项目编号")), (Ok(Field::Id), Ok(Field::Ref)));
        assert_eq!(field("base_amount"), Ok(Field::BaseAmount));
        assert!(field("nothing").is_err());
    }
}
