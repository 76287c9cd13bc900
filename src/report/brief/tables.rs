//! Tables by one dimension, each with a sentence on it.

use super::Writer;
use super::press::named;
use crate::brief::{Section, Table};
use crate::domain::currency::Currency;
use crate::domain::deal::Venue;
use crate::domain::dimension::{Dimension, Value};
use crate::domain::place::Origin;
use crate::domain::size::Band;
use crate::lang::brief::{self as prose, Group, Prose, Ranking, Sum};
use crate::report::names::name_of;
use crate::report::{Kind, Line, Measure, Question, Report, ReportError, Side, SortBy};

/// How many lines a table has where the form does not say.
const MOST: usize = 50;

/// How many groups a sentence names.
const NAMED: usize = 3;

/// Dimensions in which a confidential deal has no value in public, and periods, of which those that are missing would be told.
pub(super) const WITHHELD: [Dimension; 4] = [Dimension::Partner, Dimension::Size, Dimension::Quarter, Dimension::Month];

/// Dimensions of which the values of one lie within those of another, so that the amounts of both tell of their differences.
const NESTED: [&[Dimension]; 2] = [
    &[Dimension::Origin, Dimension::Place, Dimension::Country, Dimension::Region],
    &[Dimension::Event, Dimension::Year],
];

impl Writer<'_> {
    /// A table by a dimension, with what is to be said of it.
    pub(super) fn by_dimension(
        &self,
        dimension: Dimension,
        top: Option<usize>,
        section: &mut Section,
    ) -> Result<(), ReportError> {
        // There confidential deals would be told as if they had no value at all, or by what is missing.
        if self.hides && WITHHELD.contains(&dimension) {
            return Ok(());
        }
        // Lines under subtotals would tell of what is folded in public.
        let nests = dimension == Dimension::Place && !self.request.public;
        let by = if nests { vec![Dimension::Origin, Dimension::Place] } else { vec![dimension] };
        let counts_alone = self.hides && self.is_nested(dimension);
        let plain = self.by(dimension);
        let plain =
            if counts_alone { Question { show: vec![Measure::Deals], sort: SortBy::Deals, ..plain } } else { plain };
        let report = self.report(&Question { by, top: top.or(Some(MOST)), subtotals: nests, ..plain.clone() })?;
        // Where no value is known, or in public none may be told, there is nothing to say.
        if named(&report).is_empty() {
            return Ok(());
        }
        // What is said is of all groups, however many have lines.
        let is_short = report.lines.iter().any(|line| matches!(line.kind, Kind::Rest(_)));
        let said = if nests || is_short {
            self.said_of(dimension, &self.report(&plain)?, counts_alone)
        } else {
            self.said_of(dimension, &report, counts_alone)
        };
        section.paragraphs.extend(said);
        let mut sheet = self.sheet(&report);
        if sheet.rows.len() - sheet.subtotals.len() < 2 {
            sheet.chart = None;
        }
        section.tables.push(Table { caption: None, sheet });
        Ok(())
    }

    /// Whether the amounts by another dimension, within which or around which its values lie, stand in the briefing before it.
    fn is_nested(&self, dimension: Dimension) -> bool {
        let shown = self.request.template.dimensions().take_while(|other| *other != dimension);
        let nested = NESTED.iter().find(|nested| nested.contains(&dimension));
        nested.is_some_and(|nested| shown.into_iter().any(|other| nested.contains(&other)))
    }

    /// What is said of a table, by all of its groups.
    fn said_of(&self, dimension: Dimension, flat: &Report, counts_alone: bool) -> Option<Prose> {
        let lang = self.lang();
        let has_name = |line: &&Line| {
            line.kind == Kind::Group && line.sums.now.deals > 0 && line.values.last() != Some(&Value::None)
        };
        let is_folded = flat.lines.iter().any(|line| matches!(line.kind, Kind::Rest(_)));
        let mut lines: Vec<&Line> = flat.lines.iter().filter(has_name).collect();
        let groups =
            |lines: &[&Line]| -> Vec<Group> { lines.iter().map(|line| self.group(line, flat, counts_alone)).collect() };
        match dimension {
            Dimension::Origin => {
                lines.sort_by_key(|line| line.values.first().cloned());
                let origins = lines.iter().filter_map(|line| match line.values.first() {
                    Some(Value::Origin(origin)) => Some(*origin),
                    _ => None,
                });
                let groups: Vec<(Origin, Group)> = origins.zip(groups(&lines)).collect();
                let unknown = flat.total.now.deals - groups.iter().map(|(_, group)| group.sum.deals).sum::<i64>();
                (!groups.is_empty() && !is_folded).then(|| prose::origins(&groups, unknown, lang))
            }
            Dimension::Size if !is_folded => {
                let bounds = bounds(flat, self.catalogue.base);
                (!bounds.is_empty()).then(|| prose::sizes(&bounds, self.catalogue.base, lang))
            }
            Dimension::Venue => {
                let of = |wanted: &Value| {
                    let found = flat.lines.iter().filter(|line| line.values.first() == Some(wanted));
                    found.map(|line| line.sums.now.deals).sum::<i64>()
                };
                let [on, off] = [Venue::OnSite, Venue::OffSite].map(|venue| of(&Value::Venue(venue)));
                (!is_folded).then(|| prose::venues(on, off, of(&Value::None), lang))
            }
            // Beside how many are larger, confidential deals would be told by what is missing.
            Dimension::Size | Dimension::Year | Dimension::Quarter | Dimension::Month => None,
            _ => {
                if counts_alone {
                    lines.sort_by_key(|line| std::cmp::Reverse(line.sums.now.deals));
                }
                let is_all_there_is = lines.len() == 1 && flat.lines.len() == 1;
                let is_whole = lines.len() <= NAMED && lines.len() == flat.lines.len();
                lines.truncate(NAMED);
                let ranking = Ranking { by: dimension, groups: groups(&lines), is_whole, is_ranked: !is_folded };
                (!lines.is_empty() && !is_all_there_is).then(|| prose::first(&ranking, lang))
            }
        }
    }

    fn group(&self, line: &Line, report: &Report, counts_alone: bool) -> Group {
        let is_told = !counts_alone && !report.withholds(Side::Now);
        let whole = report.total.now.amount.filter(|amount| *amount > 0);
        let amount = line.sums.now.amount.filter(|_| is_told);
        let name = |value| name_of(value, self.catalogue, self.lang()).into_owned();
        Group {
            name: line.values.last().map_or(String::new(), name),
            sum: Sum { deals: line.sums.now.deals, amount: amount.map(|minor| self.money(minor)) },
            share: amount.zip(whole),
        }
    }
}

/// How many deals are at least as large as each bound that any is, but for the least, which all are. Where two bounds have the same
/// number, the greater says it.
fn bounds(report: &Report, base: Currency) -> Vec<(Band, i64)> {
    let deals = |band: Band| {
        let lines = report.lines.iter().filter(move |line| line.values.first() == Some(&Value::Size(band)));
        lines.map(|line| line.sums.now.deals).sum::<i64>()
    };
    let mut bounds: Vec<(Band, i64)> = Vec::new();
    let mut so_large = 0;
    for band in Band::all(base).rev().filter(|band| band.number() > 0) {
        let own = deals(band);
        so_large += own;
        bounds.extend((own > 0).then_some((band, so_large)));
    }
    bounds.reverse();
    bounds
}
