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

/// Fields that say one thing together: of these a row counts whole or not at all.
const TOGETHER: [[Field; 2]; 2] = [[Field::Amount, Field::Currency], [Field::Country, Field::Region]];

/// Everything that a row can say of a deal, in the order of the fields.
fn quantities() -> impl Iterator<Item = Vec<Field>> {
    let alone = |field: &Field| {
        !TOGETHER.iter().flatten().any(|one| one == field) && *field != Field::Id && !field.is_derived()
    };
    let alone = Field::all().filter(move |field| alone(field)).map(|field| vec![field]);
    alone.chain(TOGETHER.into_iter().map(Vec::from))
}

impl Returned<'_> {
    /// Which cells count; where both sides have changed one, `side` decides.
    pub(super) fn taken(&self, side: Option<Side>, catalogue: &Catalogue) -> Taken {
        let mut taken = Taken::default();
        for quantity in quantities() {
            let written: Vec<Field> = quantity.iter().copied().filter(|field| self.is_written(*field)).collect();
            let says = |field: &Field, version: &Listed| {
                self.text(*field, catalogue).as_deref() == Some(&*text_of(*field, version, catalogue))
            };
            let is_same = |version: &Listed| written.iter().all(|field| says(field, version));
            if is_same(self.sent) || is_same(self.now) {
                continue;
            }
            let moved = |field: &Field| text_of(*field, self.sent, catalogue) != text_of(*field, self.now, catalogue);
            let is_conflict = quantity.iter().any(moved);
            // An emptied rate asks for that of the day, which the deal may have by now.
            if is_conflict && quantity == [Field::Rate] && self.file.get(Field::Rate).is_none() {
                continue;
            }
            if is_conflict {
                let differs = |field: &&Field| !says(field, self.now) || moved(field);
                taken.conflicts.extend(written.iter().filter(differs).map(|field| self.conflict(*field, catalogue)));
            }
            if !is_conflict || side == Some(Side::Theirs) {
                taken.fields.extend(written);
            }
        }
        taken
    }

    fn conflict(&self, field: Field, catalogue: &Catalogue) -> Said {
        let (name, theirs) = (field.name(), self.file.get(field).unwrap_or_default());
        let (sent, now) = (text_of(field, self.sent, catalogue), text_of(field, self.now, catalogue));
        said!(
            "{name}: was `{sent}`, is `{theirs}` in the file and `{now}` in the ledger",
            "{name}：原为`{sent}`，文件中为`{theirs}`，台账中为`{now}`"
        )
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
