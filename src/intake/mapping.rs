//! The user's say: which column holds which field, values for rows that state none, units and forms; on the command line or in a TOML
//! file, so that next month's file is one word.

use crate::domain::deal::Field;
use crate::domain::label::{Label, label};

use super::csv::DELIMITERS;
use super::dates::DateOrder;
use super::encoding::TextEncoding;
use super::names;
use super::unit::Unit;

/// Everything that a user can say of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mapping {
    /// Columns by field, by name or letter; several are read one after the other.
    pub map: Vec<(Field, Vec<String>)>,
    /// Values of rows that state none.
    pub set: Vec<(Field, String)>,
    /// What one of the amount column is.
    pub unit: Option<Unit>,
    /// The order of day and month.
    pub date_order: Option<DateOrder>,
    /// Whether decimals follow a comma, and thousands a point.
    pub decimal_comma: Option<bool>,
    /// The encoding, by its label.
    pub encoding: Option<String>,
    /// What sets cells apart.
    pub delimiter: Option<u8>,
    /// The sheet, by name or number.
    pub sheet: Option<String>,
    /// The line or row of the header.
    pub header_row: Option<u32>,
    /// Whether vague amounts are left out and their words kept in the note.
    pub vague_blank: bool,
    /// Whether the file is of receipts: of its amounts those that were received count, and of its dates when they were.
    pub of_receipts: bool,
}

/// Why something said of a file is not understood.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MappingFault {
    /// Not of the form `FIELD=…`.
    #[error("`{}` is not of the form {}", .0, .1.en)]
    Form(String, Label),
    /// No such field.
    #[error("no field is called `{0}`")]
    Field(String),
    /// It follows from other fields.
    #[error("`{0}` follows from other fields")]
    Derived(&'static str),
    /// The field comes twice.
    #[error("`{0}` is given twice")]
    Twice(&'static str),
    /// Not a unit.
    #[error("`{0}` is not a unit (write 元, 万元, 亿元, thousand, million, billion, or USD m)")]
    Unit(String),
    /// Not an order.
    #[error("`{0}` is not an order of day, month and year (one of dmy, mdy, ymd)")]
    Order(String),
    /// Not an encoding.
    #[error("`{0}` is not an encoding (write gb18030, utf-8, utf-16le, big5, shift_jis, windows-1252, …)")]
    Encoding(String),
    /// Not a delimiter.
    #[error("`{0}` is not a delimiter (one of comma, semicolon, tab, pipe)")]
    Delimiter(String),
    /// Not a sign before decimals.
    #[error("`{0}` is no sign before decimals (one of point, comma)")]
    Decimal(String),
    /// Not a choice for vague amounts.
    #[error("`{0}` is no way with vague amounts (one of refuse, blank)")]
    Vague(String),
    /// Not TOML.
    #[error("{0}")]
    Toml(String),
    /// A key of a mapping file whose value is of another kind.
    #[error("`{key}` must be {}", .kind.en)]
    Kind {
        /// The key.
        key: String,
        /// What it must be.
        kind: Label,
    },
    /// A key that a mapping file does not have.
    #[error("`{0}` means nothing here (one of {KEYS})")]
    Key(String),
}

/// The words for delimiters, in the order of [`DELIMITERS`].
const DELIMITER_WORDS: [&str; 4] = ["comma", "semicolon", "tab", "pipe"];

/// The keys of a mapping file.
pub(crate) const KEYS: &str = "map, set, unit, date-order, decimal, encoding, delimiter, sheet, header-row, vague";

/// The forms of what is said of columns and values.
const TO_COLUMN: Label = label("FIELD=COLUMN", "字段=列名");
const TO_VALUE: Label = label("FIELD=VALUE", "字段=内容");

/// What the values of a mapping file must be.
const TEXT: Label = label("a text in quotes", "加引号的文本");
const TEXTS: Label = label("of texts", "文本");
const COUNT: Label = label("a number from 1", "从1起的整数");
const COLUMNS: Label = label("a table of columns by field", "以字段为键、列名为值的表");
const VALUES: Label = label("a table of values by field", "以字段为键、内容为值的表");
const TEXT_VALUES: Label = label("a table of texts", "值为文本的表");

impl Mapping {
    /// Takes `FIELD=COLUMN` or `FIELD=COLUMN+COLUMN`.
    pub fn add_map(&mut self, text: &str) -> Result<(), MappingFault> {
        let (field, columns) = assignment(text, TO_COLUMN)?;
        self.put_map(field, columns.split('+').map(|column| column.trim().to_owned()).collect())
    }

    fn put_map(&mut self, field: Field, columns: Vec<String>) -> Result<(), MappingFault> {
        if columns.iter().any(String::is_empty) {
            return Err(MappingFault::Form(format!("{}={}", field.name(), columns.join("+")), TO_COLUMN));
        }
        if field != Field::Extra && self.map.iter().any(|(other, _)| *other == field) {
            return Err(MappingFault::Twice(field.name()));
        }
        self.map.push((field, columns));
        Ok(())
    }

    /// Takes `FIELD=VALUE`.
    pub fn add_set(&mut self, text: &str) -> Result<(), MappingFault> {
        let (field, value) = assignment(text, TO_VALUE)?;
        self.put_set(field, value)
    }

    fn put_set(&mut self, field: Field, value: &str) -> Result<(), MappingFault> {
        if self.set.iter().any(|(other, _)| *other == field) {
            return Err(MappingFault::Twice(field.name()));
        }
        self.set.push((field, value.trim().to_owned()));
        Ok(())
    }

    /// Takes a unit.
    pub fn set_unit(&mut self, text: &str) -> Result<(), MappingFault> {
        self.unit = Some(Unit::parse(text).ok_or_else(|| MappingFault::Unit(text.to_owned()))?);
        Ok(())
    }

    /// Takes an order of day and month.
    pub fn set_date_order(&mut self, text: &str) -> Result<(), MappingFault> {
        self.date_order = Some(DateOrder::named(text).ok_or_else(|| MappingFault::Order(text.to_owned()))?);
        Ok(())
    }

    /// Takes the label of an encoding.
    pub fn set_encoding(&mut self, text: &str) -> Result<(), MappingFault> {
        TextEncoding::named(text).ok_or_else(|| MappingFault::Encoding(text.to_owned()))?;
        self.encoding = Some(text.to_owned());
        Ok(())
    }

    /// Takes a delimiter, by its sign or its word.
    pub fn set_delimiter(&mut self, text: &str) -> Result<(), MappingFault> {
        let fits = |(word, sign): &(&str, u8)| word.eq_ignore_ascii_case(text) || text.as_bytes() == [*sign];
        let tab = if text == "\\t" { Some(b'\t') } else { None };
        let found = DELIMITER_WORDS.into_iter().zip(DELIMITERS).find(fits).map(|(_, sign)| sign);
        self.delimiter = Some(found.or(tab).ok_or_else(|| MappingFault::Delimiter(text.to_owned()))?);
        Ok(())
    }

    /// Takes the sign before decimals, by its word.
    pub fn set_decimal(&mut self, text: &str) -> Result<(), MappingFault> {
        self.decimal_comma = match text {
            "comma" => Some(true),
            "point" => Some(false),
            _ => return Err(MappingFault::Decimal(text.to_owned())),
        };
        Ok(())
    }

    /// Takes a way with vague amounts.
    pub fn set_vague(&mut self, text: &str) -> Result<(), MappingFault> {
        self.vague_blank = match text {
            "blank" => true,
            "refuse" => false,
            _ => return Err(MappingFault::Vague(text.to_owned())),
        };
        Ok(())
    }

    /// Whether the user has mapped this field.
    #[must_use]
    pub fn maps(&self, field: Field) -> bool {
        self.map.iter().any(|(other, _)| *other == field)
    }

    /// The value for rows that state none.
    #[must_use]
    pub fn value_of(&self, field: Field) -> Option<&str> {
        self.set.iter().find(|(other, _)| *other == field).map(|(_, value)| value.as_str())
    }

    /// Reads a mapping file.
    pub fn from_toml(text: &str) -> Result<Self, MappingFault> {
        let table: toml::Table =
            text.parse().map_err(|error: toml::de::Error| MappingFault::Toml(error.message().to_owned()))?;
        let mut mapping = Self::default();
        for (key, value) in &table {
            let wrong = |kind: Label| MappingFault::Kind { key: key.clone(), kind };
            let text = || value.as_str().ok_or_else(|| wrong(TEXT));
            match key.as_str() {
                "map" => {
                    for (name, columns) in value.as_table().ok_or_else(|| wrong(COLUMNS))? {
                        let columns = match columns {
                            toml::Value::String(column) => vec![column.clone()],
                            toml::Value::Array(columns) => columns
                                .iter()
                                .map(|column| column.as_str().map(str::to_owned).ok_or_else(|| wrong(TEXTS)))
                                .collect::<Result<_, _>>()?,
                            _ => return Err(wrong(COLUMNS)),
                        };
                        let field = field(name)?;
                        // Each column kept aside stands for itself; of any other field several are one text.
                        if field == Field::Extra {
                            columns.into_iter().try_for_each(|column| mapping.put_map(field, vec![column]))?;
                        } else {
                            mapping.put_map(field, columns)?;
                        }
                    }
                }
                "set" => {
                    for (name, value) in value.as_table().ok_or_else(|| wrong(VALUES))? {
                        mapping.put_set(field(name)?, value.as_str().ok_or_else(|| wrong(TEXT_VALUES))?)?;
                    }
                }
                "unit" => mapping.set_unit(text()?)?,
                "date-order" => mapping.set_date_order(text()?)?,
                "decimal" => mapping.set_decimal(text()?)?,
                "encoding" => mapping.set_encoding(text()?)?,
                "delimiter" => mapping.set_delimiter(text()?)?,
                "sheet" => mapping.sheet = Some(text()?.to_owned()),
                "vague" => mapping.set_vague(text()?)?,
                "header-row" => {
                    let row = value.as_integer().and_then(|row| u32::try_from(row).ok());
                    mapping.header_row = Some(row.filter(|row| *row > 0).ok_or_else(|| wrong(COUNT))?);
                }
                _ => return Err(MappingFault::Key(key.clone())),
            }
        }
        Ok(mapping)
    }

    /// Writes a mapping file.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let mut table = toml::Table::new();
        let mut put = |key: &str, value: Option<toml::Value>| {
            if let Some(value) = value {
                table.insert(key.to_owned(), value);
            }
        };
        put("unit", self.unit.as_ref().map(|unit| unit.text.clone().into()));
        put("date-order", self.date_order.map(|order| order.name().into()));
        put("decimal", self.decimal_comma.map(|comma| if comma { "comma" } else { "point" }.into()));
        put("encoding", self.encoding.clone().map(Into::into));
        let word = |sign: u8| DELIMITERS.iter().position(|other| *other == sign).map(|at| DELIMITER_WORDS[at]);
        put("delimiter", self.delimiter.and_then(word).map(Into::into));
        put("sheet", self.sheet.clone().map(Into::into));
        put("header-row", self.header_row.map(|row| i64::from(row).into()));
        put("vague", self.vague_blank.then(|| "blank".into()));
        let mut map = toml::Table::new();
        let mut aside = Vec::new();
        for (field, columns) in &self.map {
            match columns.as_slice() {
                columns if *field == Field::Extra => aside.extend(columns.iter().cloned().map(toml::Value::String)),
                [column] => drop(map.insert(field.name().to_owned(), column.clone().into())),
                columns => drop(map.insert(field.name().to_owned(), columns.to_vec().into())),
            }
        }
        if !aside.is_empty() {
            map.insert(Field::Extra.name().to_owned(), aside.into());
        }
        put("map", (!map.is_empty()).then_some(map.into()));
        let set: toml::Table =
            self.set.iter().map(|(field, value)| (field.name().to_owned(), value.clone().into())).collect();
        put("set", (!set.is_empty()).then_some(set.into()));
        table.to_string()
    }

    /// What was said later, where something was, over what was said before.
    #[must_use]
    pub fn over(self, before: Self) -> Self {
        let mut map: Vec<_> = before.map;
        map.retain(|(field, columns)| {
            let says_of = |(other, names): &(Field, Vec<String>)| {
                (other == field && *field != Field::Extra) || names.iter().any(|name| columns.contains(name))
            };
            !self.map.iter().any(says_of)
        });
        map.extend(self.map);
        let mut set = before.set;
        set.retain(|(field, _)| !self.set.iter().any(|(other, _)| other == field));
        set.extend(self.set);
        Self {
            map,
            set,
            unit: self.unit.or(before.unit),
            date_order: self.date_order.or(before.date_order),
            decimal_comma: self.decimal_comma.or(before.decimal_comma),
            encoding: self.encoding.or(before.encoding),
            delimiter: self.delimiter.or(before.delimiter),
            sheet: self.sheet.or(before.sheet),
            header_row: self.header_row.or(before.header_row),
            vague_blank: self.vague_blank || before.vague_blank,
            of_receipts: self.of_receipts,
        }
    }
}

fn assignment(text: &str, form: Label) -> Result<(Field, &str), MappingFault> {
    let (name, value) = text.split_once('=').ok_or_else(|| MappingFault::Form(text.to_owned(), form))?;
    Ok((field(name.trim())?, value))
}

fn field(name: &str) -> Result<Field, MappingFault> {
    match names::field(name) {
        Some(field) if field.is_derived() => Err(MappingFault::Derived(field.name())),
        Some(field) => Ok(field),
        None => Err(MappingFault::Field(name.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_saved_is_read_back() {
        let mut mapping = Mapping::default();
        mapping.add_map("signed=Year + Month").unwrap();
        mapping.add_map("title=项目").unwrap();
        mapping.add_map("extra=Region").unwrap();
        mapping.add_set("currency=USD").unwrap();
        mapping.set_unit("million").unwrap();
        mapping.set_delimiter("tab").unwrap();
        mapping.set_vague("blank").unwrap();
        mapping.set_decimal("comma").unwrap();
        mapping.header_row = Some(3);
        let text = mapping.to_toml();
        assert!(text.contains("signed = [\"Year\", \"Month\"]"), "{text}");
        let mut read = Mapping::from_toml(&text).unwrap();
        read.map.sort_by_key(|(field, _)| *field);
        mapping.map.sort_by_key(|(field, _)| *field);
        assert_eq!(read, mapping);
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        let mut mapping = Mapping::default();
        assert!(matches!(mapping.add_map("title"), Err(MappingFault::Form(..))));
        assert!(matches!(mapping.add_map("title="), Err(MappingFault::Form(..))));
        assert!(matches!(mapping.add_map("sponsor=A"), Err(MappingFault::Field(_))));
        assert!(matches!(mapping.add_set("base_amount=1"), Err(MappingFault::Derived(_))));
        mapping.add_map("title=A").unwrap();
        assert!(matches!(mapping.add_map("title=B"), Err(MappingFault::Twice("title"))));
        assert!(matches!(mapping.set_unit("lots"), Err(MappingFault::Unit(_))));
        for text in ["map = 1", "unit = 3", "colour = 'red'", "header-row = 0", "[map]\ntitle = 4", "= ="] {
            assert!(Mapping::from_toml(text).is_err(), "{text}");
        }
    }

    #[test]
    fn what_is_said_later_counts() {
        let before = Mapping::from_toml("unit = '万元'\n[map]\ntitle = 'A'\nnote = 'B'\n[set]\nevent = 'X'").unwrap();
        let mut later = Mapping::default();
        later.add_map("title=C").unwrap();
        later.add_set("event=Y").unwrap();
        let both = later.over(before);
        assert_eq!(both.value_of(Field::Event), Some("Y"));
        assert_eq!(both.map, [(Field::Note, vec!["B".to_owned()]), (Field::Title, vec!["C".to_owned()])]);
        assert_eq!(both.unit.map(|unit| unit.power), Some(4));
    }
}
