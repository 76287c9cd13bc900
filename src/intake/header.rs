//! Headers: which column holds which field. Nothing is guessed: a column that is not known is a fault.

use csv::StringRecord;

use crate::domain::deal::Field;
use crate::domain::draft::Draft;
use crate::domain::suggest;

/// A fault of a header.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HeaderFault {
    /// No field has this name.
    #[error("unknown column `{name}`{}", .nearest.map_or(String::new(), |near| format!(" (did you mean `{near}`?)")))]
    Unknown {
        /// What is written.
        name: String,
        /// The nearest name.
        nearest: Option<&'static str>,
    },
    /// A column without a name.
    #[error("column {0} has no name")]
    Nameless(usize),
    /// Two columns for one field.
    #[error("two columns named `{0}`")]
    Twice(String),
    /// A column that must be there.
    #[error("column `{0}` is missing")]
    Missing(&'static str),
}

/// The columns of a file of deals.
#[derive(Clone, Debug)]
pub struct Columns {
    fields: Vec<Option<Field>>,
    ignored: Vec<&'static str>,
}

/// Follows from the other fields, so that a file cannot state it.
const FOLLOWS: [&str; 2] = ["base_amount", "received"];

impl Columns {
    /// Matches a header against the names of fields; `required` must be among them.
    pub fn of(header: &[String], required: &[Field]) -> Result<Self, Vec<HeaderFault>> {
        let names: Vec<&str> = Field::all().map(Field::name).collect();
        let mut columns = Self { fields: Vec::with_capacity(header.len()), ignored: Vec::new() };
        let mut faults = Vec::new();
        for (at, name) in header.iter().enumerate() {
            let field = Field::named(name);
            let follows = FOLLOWS.iter().find(|follows| follows.eq_ignore_ascii_case(name));
            if header[..at].iter().any(|other| !name.is_empty() && other.eq_ignore_ascii_case(name)) {
                faults.push(HeaderFault::Twice(name.clone()));
            } else if name.is_empty() {
                faults.push(HeaderFault::Nameless(at + 1));
            } else if field.is_none() && follows.is_none() {
                let near = suggest::nearest(&name.to_ascii_lowercase(), names.iter().copied(), 1).first().copied();
                let nearest = near.and_then(Field::named).map(Field::name);
                faults.push(HeaderFault::Unknown { name: name.clone(), nearest });
            }
            columns.ignored.extend(follows);
            columns.fields.push(field.filter(|_| follows.is_none()));
        }
        let missing = required.iter().filter(|field| !columns.has(**field));
        faults.extend(missing.map(|field| HeaderFault::Missing(field.name())));
        if faults.is_empty() { Ok(columns) } else { Err(faults) }
    }

    /// Whether the file has a column for this field.
    #[must_use]
    pub fn has(&self, field: Field) -> bool {
        self.fields.contains(&Some(field))
    }

    /// The columns that are passed over because they follow from others.
    #[must_use]
    pub fn ignored(&self) -> &[&'static str] {
        &self.ignored
    }

    /// The cells of a row, by field.
    #[must_use]
    pub fn draft<'a>(&self, cells: &'a StringRecord) -> Draft<'a> {
        let mut draft = Draft::default();
        for (field, cell) in self.fields.iter().zip(cells) {
            if let Some(field) = field {
                draft.set(*field, cell);
            }
        }
        draft
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(header: &[&str]) -> Vec<String> {
        let header: Vec<String> = header.iter().map(|name| (*name).to_owned()).collect();
        let required = [Field::Title, Field::Signed, Field::Sector];
        let faults = Columns::of(&header, &required).err().unwrap_or_default();
        faults.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn every_fault_of_a_header_is_found() {
        assert_eq!(faults(&["title", "Signed", "SECTOR", "base_amount", "received"]), [""; 0]);
        assert_eq!(
            faults(&["titel", "signed", "", "signed", "sponsor"]),
            [
                "unknown column `titel` (did you mean `title`?)",
                "column 3 has no name",
                "two columns named `signed`",
                "unknown column `sponsor`",
                "column `title` is missing",
                "column `sector` is missing",
            ]
        );
    }
}
