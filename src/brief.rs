//! A briefing: sections of prose and tables, what reports hand to the renderers of documents.
//!
//! Sentences, tables and charts carry exact figures, so that every form of a briefing can be held against the report that it is drawn
//! from; how they look is the renderers' business.

use chrono::NaiveDate;

use crate::domain::currency::Currency;
use crate::domain::label::Lang;
use crate::lang::brief::Prose;
use crate::sheet::Sheet;

/// A whole briefing.
#[derive(Clone, Debug)]
pub struct Brief {
    /// The language it is written in.
    pub lang: Lang,
    /// What stands at its head.
    pub title: String,
    /// What is said below that: the day, and which deals it is of.
    pub about: Vec<String>,
    /// Its sections; those that have nothing to say are not among them.
    pub sections: Vec<Section>,
    /// What it was drawn from, and what prints it again.
    pub foot: Vec<String>,
    /// The same for programs.
    pub source: Source,
}

/// What a briefing was drawn from.
#[derive(Clone, Debug)]
pub struct Source {
    /// The day of the briefing.
    pub day: NaiveDate,
    /// The currency that amounts are added up in.
    pub currency: Currency,
    /// The file of the ledger.
    pub ledger: String,
    /// Its last entry; none in a ledger without one.
    pub entry: Option<i64>,
    /// The command that prints it again; none where that cannot be told.
    pub again: Option<String>,
}

/// A section.
#[derive(Clone, Debug)]
pub struct Section {
    /// What programs and templates call it.
    pub key: &'static str,
    /// What people read above it.
    pub heading: String,
    /// Its text.
    pub paragraphs: Vec<Prose>,
    /// Its tables, each drawn as a chart as well where its sheet says so.
    pub tables: Vec<Table>,
    /// Points that stand one below the other.
    pub points: Vec<String>,
}

/// A table with what it is of, where its section has several.
#[derive(Clone, Debug)]
pub struct Table {
    /// What it is of.
    pub caption: Option<String>,
    /// The table.
    pub sheet: Sheet,
}

impl Section {
    /// One without content yet.
    #[must_use]
    pub fn new(key: &'static str, heading: String) -> Self {
        Self { key, heading, paragraphs: Vec::new(), tables: Vec::new(), points: Vec::new() }
    }

    /// Whether there is nothing to say.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.paragraphs.is_empty() && self.tables.is_empty() && self.points.is_empty()
    }
}
