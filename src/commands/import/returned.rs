//! Sheets that come back: a file of `export --for-update` has with each row the entry that had written the deal as it was sent out. Of
//! such a row only the cells that were changed in it since count. A cell that was changed in the ledger as well is a conflict,
//! unless both say the same.

use super::matching::text_in;
use crate::commands::change::{text_of, with_extra};
use crate::domain::catalogue::Catalogue;
use crate::domain::deal::Field;
use crate::domain::draft::Draft;
use crate::intake::header::Columns;
use crate::lang::{Said, said};
use crate::store::Listed;

/// Whose cells count where both sides have changed them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// Those of the file.
    Theirs,
    /// Those of the ledger.
    Ours,
}

/// A row that came back, beside the deal as it was sent out and as it is now.
pub(super) struct Returned<'a> {
    pub(super) file: &'a Draft<'a>,
    pub(super) columns: &'a Columns,
    pub(super) sent: &'a Listed,
    pub(super) now: &'a Listed,
}

/// What is to be taken from a row.
#[derive(Debug, Default)]
pub(super) struct Taken {
    /// The fields whose cells count.
    pub(super) fields: Vec<Field>,
    /// The cells that both sides have changed, each in a sentence.
    pub(super) conflicts: Vec<Said>,
}

impl Returned<'_> {
    /// Which cells count; where both sides have changed one, `side` decides.
    pub(super) fn taken(&self, side: Option<Side>, catalogue: &Catalogue) -> Taken {
        let mut taken = Taken::default();
        let written = Field::all().filter(|field| !matches!(field, Field::Id | Field::BaseAmount));
        for field in written.filter(|field| self.is_written(*field)) {
            let (sent, now) = (text_of(field, self.sent, catalogue), text_of(field, self.now, catalogue));
            let theirs = self.text(field, catalogue);
            let says = |text: &str| theirs.as_deref() == Some(text);
            if says(&sent) || says(&now) {
                continue;
            }
            let is_conflict = now != sent;
            if is_conflict {
                let theirs = self.file.get(field).unwrap_or_default();
                taken.conflicts.push(conflict(field, &sent, theirs, &now));
            }
            if !is_conflict || side == Some(Side::Theirs) {
                taken.fields.push(field);
            }
        }
        taken
    }

    /// Whether the row says something of a field. Columns that fit no field are kept with the deal.
    fn is_written(&self, field: Field) -> bool {
        self.columns.has(field) || self.file.get(field).is_some_and(|text| !text.is_empty())
    }

    /// What the row says, as `export` writes it; none where that is not known yet.
    fn text(&self, field: Field, catalogue: &Catalogue) -> Option<String> {
        match (field, self.file.get(field)) {
            (Field::Extra, Some(text)) => Some(with_extra(self.sent.deal.extra.as_ref(), text)),
            _ => text_in(field, self.file, catalogue),
        }
    }
}

fn conflict(field: Field, sent: &str, theirs: &str, now: &str) -> Said {
    let name = field.name();
    said!(
        "{name}: was `{sent}`, is `{theirs}` in the file and `{now}` in the ledger",
        "{name}：原为`{sent}`，文件中为`{theirs}`，台账中为`{now}`"
    )
}
