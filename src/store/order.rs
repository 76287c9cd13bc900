//! The order in which deals are read.

use super::deal_row::STAGE;
use crate::domain::deal::Field;

/// A field to sort by, and which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sort {
    /// The field.
    pub field: Field,
    /// Whether the greatest comes first.
    pub descending: bool,
}

/// The order in which deals are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// By number.
    #[default]
    Number,
    /// The newest signing first.
    Newest,
    /// By a field; deals without one come last.
    By(Sort),
}

impl Order {
    /// Every order is total, so that it is the same each time: the number decides at last.
    pub(super) fn clause(self, public: bool) -> String {
        match self {
            Self::Number => " ORDER BY d.id".to_owned(),
            Self::Newest => " ORDER BY d.signed DESC, d.id DESC".to_owned(),
            Self::By(Sort { field, descending }) if public => {
                let way = if descending { "DESC" } else { "ASC" };
                let key = sort_key(field);
                format!(" ORDER BY CASE WHEN d.confidential IS NULL THEN {key} END {way} NULLS LAST, d.id {way}")
            }
            Self::By(Sort { field, descending }) => {
                let way = if descending { "DESC" } else { "ASC" };
                format!(" ORDER BY {} {way} NULLS LAST, d.id {way}", sort_key(field))
            }
        }
    }
}

/// What a field sorts by: codes and names, not numbers of the catalogue.
fn sort_key(field: Field) -> &'static str {
    match field {
        Field::Id => "d.id",
        Field::Ref => "d.ref",
        Field::Title => "d.title",
        Field::Signed => "d.signed",
        Field::Event => "(SELECT code FROM event WHERE id = d.event_id)",
        Field::Sector => "(SELECT code FROM sector WHERE id = d.sector_id)",
        Field::Partner => "COALESCE(s.name, p.name)",
        Field::Region => "(SELECT COALESCE(code, name) FROM region WHERE id = d.region_id)",
        Field::Country => "(SELECT code FROM country WHERE id = d.country_id)",
        Field::Amount => "d.amount",
        Field::Currency => "(SELECT code FROM currency WHERE id = d.currency_id)",
        Field::Rate => "CAST(d.rate AS NUMERIC)",
        Field::BaseAmount => "d.base_amount",
        Field::Kind => "d.kind",
        Field::Venue => "d.venue",
        Field::Tags => "d.tags",
        Field::Stage => STAGE,
        Field::Registered => "d.registered",
        Field::Started => "d.started",
        Field::Producing => "d.producing",
        Field::Full => "d.full_capacity",
        Field::Ended => "d.ended",
        Field::Reason => "d.reason",
        Field::StartDue => "d.start_due",
        Field::ProductionDue => "d.production_due",
        Field::Received => "received",
        Field::Relation => "COALESCE(d.relation, 1)",
        Field::Follows => "d.follows_id",
        Field::Confidential => "d.confidential",
        Field::District => {
            "(SELECT COALESCE(now.code, was.code) FROM district AS was \
             LEFT JOIN district AS now ON now.id = was.successor_id WHERE was.id = d.district_id)"
        }
        Field::Note => "d.note",
        Field::Extra => "d.extra",
    }
}
