//! What is asked of a report: by which dimensions, which measures, in which order, against what.

use chrono::NaiveDate;

use super::measure::Measure;
use crate::domain::dimension::Dimension;
use crate::domain::label::Lang;
use crate::domain::relation::Counting;
use crate::domain::stage::Stage;
use crate::store::{Grouping, Progress};

/// What a report is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SortBy {
    /// Periods and sizes in their own order, everything else by amount, then deals, both downwards, then code.
    #[default]
    Usual,
    /// By number of deals, downwards.
    Deals,
    /// By amount, downwards.
    Amount,
    /// By name in a language; by code where programs read it.
    Name(Option<Lang>),
}

/// The deals asked for, or those they are compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The deals asked for.
    Now,
    /// Those they are compared with.
    Before,
}

/// What a cut is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// The lines, each as a whole.
    Lines,
    /// The columns of a cross-tab, each as a whole.
    Columns,
    /// Where lines and columns meet.
    Cells,
    /// The groups that lines are nested under.
    Subtotals,
    /// The deals of several tags that become one line or column.
    Tagged,
    /// The events that are compared.
    Events,
}

/// What is asked.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "one for each flag")]
pub struct Question {
    /// The dimensions of the lines.
    pub by: Vec<Dimension>,
    /// The dimension of the columns, and what is counted in them.
    pub across: Option<(Dimension, Measure)>,
    /// What is shown of each line.
    pub show: Vec<Measure>,
    /// The order.
    pub sort: SortBy,
    /// How many lines are shown before the rest is folded into one.
    pub top: Option<usize>,
    /// Whether the lines are nested under subtotals.
    pub subtotals: bool,
    /// Whether other deals are compared with.
    pub compares: bool,
    /// Whether deals count by how they relate to earlier ones.
    pub counting: Counting,
    /// The day up to which it counts what became of the deals; none for all that is known.
    pub on: Option<NaiveDate>,
    /// Whether anybody may see it, so that confidential deals are not to be told from it.
    pub public: bool,
    /// Whether targets stand beside what was done.
    pub targets: bool,
    /// The stage of which the rates of later ones are parts, where that is not the usual one.
    pub of: Option<Stage>,
}

impl Question {
    /// The usual measures by some dimensions.
    #[must_use]
    pub fn by(by: &[Dimension]) -> Self {
        Self {
            by: by.to_vec(),
            across: None,
            show: Measure::USUAL.to_vec(),
            sort: SortBy::Usual,
            top: None,
            subtotals: false,
            compares: false,
            counting: Counting::ByRule,
            on: None,
            of: None,
            public: false,
            targets: false,
        }
    }

    /// Whether its lines are nested.
    #[must_use]
    pub fn is_nested(&self) -> bool {
        self.subtotals && self.by.len() > 1
    }

    /// The dimensions of lines and columns.
    #[must_use]
    pub fn dimensions(&self) -> Vec<Dimension> {
        self.by.iter().copied().chain(self.across.map(|(dimension, _)| dimension)).collect()
    }

    /// The cuts that it needs, and what each is for.
    pub(super) fn cuts(&self) -> Vec<(Purpose, Vec<Dimension>)> {
        let mut cuts = Vec::new();
        match self.across {
            Some((across, _)) => cuts.extend([
                (Purpose::Cells, self.dimensions()),
                (Purpose::Lines, self.by.clone()),
                (Purpose::Columns, vec![across]),
            ]),
            None => cuts.push((Purpose::Lines, self.by.clone())),
        }
        if self.is_nested() {
            cuts.extend((1..self.by.len()).map(|depth| (Purpose::Subtotals, self.by[..depth].to_vec())));
        }
        if self.top.is_some() && self.dimensions().contains(&Dimension::Tag) {
            cuts.push((Purpose::Tagged, self.dimensions()));
        }
        if self.compares {
            cuts.push((Purpose::Events, vec![Dimension::Event]));
        }
        cuts
    }

    fn shows(&self, measure: Measure) -> bool {
        self.show.contains(&measure)
    }

    /// Whether amounts are added up, rather than deals, partners and countries alone counted.
    pub(super) fn adds_amounts(&self) -> bool {
        let adds = |measure: &Measure| {
            let counts = matches!(measure, Measure::Deals | Measure::Partners | Measure::Countries | Measure::Received);
            !counts && measure.stage().is_none() && measure.rate(None).is_none()
        };
        match &self.across {
            Some((_, measure)) => adds(measure),
            None => self.compares || self.show.iter().any(adds),
        }
    }

    pub(super) fn counts_partners(&self) -> bool {
        self.shows(Measure::Partners)
    }

    pub(super) fn counts_countries(&self) -> bool {
        self.shows(Measure::Countries)
    }

    /// How the ledger is to group its deals for it.
    pub(super) fn grouping(&self) -> Grouping {
        let mut by = self.dimensions();
        by.extend(self.compares.then_some(Dimension::Event));
        by.extend(self.counts_partners().then_some(Dimension::Partner));
        by.extend(self.counts_countries().then_some(Dimension::Country));
        let progress = self.show.iter().any(|measure| measure.is_of_stages()).then_some(Progress { on: self.on });
        Grouping { by, largest: self.shows(Measure::Largest), progress, confidential: self.public, by_arrival: false }
    }

    /// How it groups receipts; none if it shows nothing of them.
    pub(super) fn grouping_of_receipts(&self) -> Option<Grouping> {
        let is_shown = self.across.is_none() && self.show.iter().any(|measure| measure.is_of_receipts());
        is_shown.then(|| Grouping {
            by: self.dimensions(),
            progress: Some(Progress { on: self.on }),
            by_arrival: self.receives_by_arrival(),
            ..Grouping::default()
        })
    }

    /// Whether money received goes by the time when it came. Beside stages and rates it goes by the signing, as all that these are of does.
    pub(super) fn receives_by_arrival(&self) -> bool {
        !self.show.iter().any(|measure| measure.is_of_stages() || *measure == Measure::ReceivedRate)
    }
}
