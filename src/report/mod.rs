//! Reports: which numbers, never layout.
//!
//! A [`Question`] says what is asked. Groups of deals, from the store's queries or one by one from files, are added up by a
//! [`Tally`]; every deal falls into exactly one group (by tag: into one for each of its tags), so the parts add up to the total. The
//! [`Report`] that comes of it is laid out as a sheet, with a heading that says what was counted and notes on what was not.

mod arrange;
mod bridge;
mod bridge_sheet;
pub mod brief;
mod compare;
mod cross;
mod explain;
mod heading;
mod measure;
mod names;
mod notes;
mod public;
mod question;
mod rates;
mod sheet;
mod tagged;
mod tally;
mod target;
mod target_columns;

use foldhash::HashMap;

use crate::domain::catalogue::Catalogue;
use crate::domain::dimension::{Dimension, Value};
use crate::domain::filter::Filter;
use crate::domain::target::Aim;
use crate::store::{self, RateUsed, Unrated, View};
use arrange::Folding;
use question::Purpose;
use tagged::Tagged;
use tally::Cut;
use target::Aims;

pub use bridge::{Bridge, Figures, Moved, States, Step};
pub use bridge_sheet::{TITLED, Told};
pub use compare::{Basis, Comparison, Verdict, absent, events, recorded};
pub use cross::{Cross, CrossColumn};
pub use explain::{Explanation, Placing};
pub use heading::{Provenance, heading, selection};
pub use measure::Measure;
pub use names::{code_of, name_of};
pub use notes::of_absent_event;
pub use question::{Question, Side, SortBy};
pub use rates::{RatesUsed, Waiting};
pub use sheet::sheet;
pub use tally::{LeftOut, Overflow, Sides, Sums, Tally, counted};
pub use target::AIMED;

/// What a line stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A group: a value in each dimension.
    Group,
    /// The groups beyond the number asked for, whose values these are.
    Rest(Vec<Vec<Value>>),
    /// All the groups that agree in the first dimensions.
    Subtotal,
}

/// One line of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it stands for.
    pub kind: Kind,
    /// The value in each dimension; of a subtotal or a rest, in those in which all its groups agree.
    pub values: Vec<Value>,
    /// What its deals come to.
    pub sums: Sides,
    /// Of a cross-tab, what they come to in each column.
    pub cells: Vec<Sums>,
    /// What they were to come to, where targets are asked for.
    pub aim: Aim,
}

/// Where the deals of a report come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// From a ledger.
    Ledger,
    /// Straight from files.
    Files,
}

/// A report.
#[derive(Clone, Debug)]
pub struct Report {
    /// What was asked.
    pub question: Question,
    /// Where its deals come from.
    pub source: Source,
    /// Its lines.
    pub lines: Vec<Line>,
    /// The total of all lines.
    pub total: Sides,
    /// What that was to be, where targets are asked for.
    pub aim: Aim,
    /// The columns of a cross-tab.
    pub cross: Option<Cross>,
    /// What it is compared with.
    pub comparison: Option<Comparison>,
    /// Deals with an amount but no rate, by currency.
    pub unrated: Vec<Unrated>,
    /// The rates that were used on each side, where they are to be listed.
    pub rates_used: Vec<(Side, Vec<RateUsed>)>,
    /// Rows of files that were left out.
    pub refused: i64,
    /// What is not counted, since it was signed before.
    pub left_out: LeftOut,
    /// The same among those they are compared with.
    pub left_out_before: LeftOut,
    /// How many deals are not counted though their first signing is not among those asked for.
    pub first_outside: i64,
}

impl Tally {
    /// The report, its lines in order.
    pub fn report(self, question: &Question, catalogue: &Catalogue, source: Source) -> Result<Report, Overflow> {
        let (cuts, total, [left_out, left_out_before]) = self.finish();
        let [mut groups, mut columns, mut cells, mut above, mut events]: [HashMap<Vec<Value>, Sides>; 5] =
            Default::default();
        let mut tagged = None;
        for Cut { purpose, by, groups: cut } in cuts {
            match purpose {
                Purpose::Lines => groups = cut,
                Purpose::Columns => columns = cut,
                Purpose::Cells => cells = cut,
                Purpose::Subtotals => above.extend(cut),
                Purpose::Tagged => {
                    let at = by.iter().position(|dimension| *dimension == Dimension::Tag).unwrap_or(0);
                    tagged = Some(Tagged::new(at, cut));
                }
                Purpose::Events => events = cut,
            }
        }
        let folding = Folding { question, tagged: tagged.as_ref(), catalogue };
        let mut lines = arrange::lines(folding, groups.into_iter().collect(), &above)?;
        let cross = match question.across {
            Some(across) => Some(Cross::lay(folding, across, columns, &cells, &mut lines)?),
            None => None,
        };
        let comparison = question.compares.then(|| Comparison::of_events(&events));
        let question = question.clone();
        let (unrated, rates_used, refused) = (Vec::new(), Vec::new(), 0);
        let first_outside = 0;
        Ok(Report {
            question,
            source,
            lines,
            total,
            aim: Aim::default(),
            cross,
            comparison,
            unrated,
            rates_used,
            refused,
            left_out,
            left_out_before,
            first_outside,
        })
    }
}

/// The report of the deals of a ledger that pass a filter, and of those that they are compared with.
pub fn of_ledger(
    view: View<'_>,
    catalogue: &Catalogue,
    question: &Question,
    filter: &Filter,
    before: Option<&Filter>,
) -> Result<Report, ReportError> {
    let mut tally = Tally::new(question, catalogue.home);
    let (grouping, of_receipts) = (question.grouping(), question.grouping_of_receipts());
    for (side, filter) in [(Side::Now, Some(filter)), (Side::Before, before)] {
        let Some(filter) = filter else { continue };
        let ground = (catalogue.home, catalogue.base);
        for group in view.groups(filter, ground, &grouping)? {
            tally.add(side, &group, catalogue)?;
        }
        if let Some(grouping) = &of_receipts {
            for group in view.receipt_groups(filter, ground, grouping)? {
                tally.add(side, &group, catalogue)?;
            }
        }
    }
    let aims = if question.targets { Some(Aims::of(question, filter, view.targets()?, catalogue)?) } else { None };
    for key in aims.iter().flat_map(|aims| aims.lines.keys()) {
        tally.open(key);
    }
    let mut report = tally.report(question, catalogue, Source::Ledger)?;
    if let Some(aims) = aims {
        aims.put(&mut report)?;
    }
    report.unrated = view.unrated(filter, catalogue.home, question.counting)?;
    if report.left_out.deals.keys().any(|relation| !relation.adds_amount()) {
        report.first_outside = view.first_outside(filter, (catalogue.home, catalogue.base))?;
    }
    Ok(report)
}

/// Why a report cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The ledger cannot be read.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// A sum is too large.
    #[error(transparent)]
    Overflow(#[from] Overflow),
}
