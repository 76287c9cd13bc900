//! Targets beside what was done: which of them belong to the lines of a report.
//!
//! A line has the targets that are for just what it is of: of an event in all, or of its sector or district where the lines or the
//! filters name these. So a target of a whole event never stands beside a part of it.

use std::collections::HashMap;

use super::Report;
use super::question::Question;
use super::tally::Overflow;
use crate::domain::catalogue::{Catalogue, Family, Id};
use crate::domain::dimension::{Dimension, Value};
use crate::domain::filter::Filter;
use crate::domain::target::{Aim, Target, TargetOf};

/// The dimensions that targets are for.
pub const AIMED: [Dimension; 3] = [Dimension::Event, Dimension::Sector, Dimension::District];

/// The targets of a report: of each line by its values, and of the total.
#[derive(Clone, Debug, Default)]
pub(super) struct Aims {
    pub(super) lines: HashMap<Vec<Value>, Aim>,
    total: Option<Aim>,
}

impl Aims {
    /// Those of a question among all targets.
    pub(super) fn of(
        question: &Question,
        filter: &Filter,
        targets: Vec<Target>,
        catalogue: &Catalogue,
    ) -> Result<Self, Overflow> {
        let is_named = |dimension: Dimension| filter.members.iter().any(|members| members.dimension == dimension);
        let mut aims = Self::default();
        for Target { of, aim, .. } in targets {
            let of = of.under_todays_names(catalogue);
            if !passes(of, filter) {
                continue;
            }
            let fits = |dimension: Dimension| id(of, dimension).is_some() == is_named(dimension);
            let is_of_line = |dimension: Dimension| {
                question.by.contains(&dimension) && id(of, dimension).is_some() || fits(dimension)
            };
            let parts = [Dimension::Sector, Dimension::District];
            if parts.iter().all(|part| is_of_line(*part) && (!question.by.contains(part) || id(of, *part).is_some())) {
                let key = question.by.iter().map(|dimension| value(of, *dimension)).collect();
                let line: &mut Aim = aims.lines.entry(key).or_default();
                *line = line.plus(aim).ok_or(Overflow)?;
            }
            if parts.iter().all(|part| fits(*part)) {
                let total = aims.total.unwrap_or_default();
                aims.total = Some(total.plus(aim).ok_or(Overflow)?);
            }
        }
        Ok(aims)
    }

    /// Puts the targets beside the lines. The total has one of its own, or what all its lines have together.
    pub(super) fn put(self, report: &mut Report) -> Result<(), Overflow> {
        for line in &mut report.lines {
            let rows: &[Vec<Value>] = match &line.kind {
                super::Kind::Rest(rows) => rows,
                super::Kind::Group | super::Kind::Subtotal => std::slice::from_ref(&line.values),
            };
            line.aim = together(rows.iter().map(|row| self.lines.get(row).copied().unwrap_or_default()))?;
        }
        let is_something = |line: &&super::Line| line.sums.now.addends.0 > 0 || line.aim != Aim::default();
        report.aim = match self.total.filter(|_| !report.question.by.contains(&Dimension::Event)) {
            Some(total) => total,
            None => together(report.lines.iter().filter(is_something).map(|line| line.aim))?,
        };
        Ok(())
    }
}

/// What several targets come to; of deals or amounts that one does not say, none.
fn together(aims: impl Iterator<Item = Aim>) -> Result<Aim, Overflow> {
    let mut sum: Option<Aim> = None;
    for aim in aims {
        let known = sum.unwrap_or(Aim { deals: Some(0), amount: Some(0) });
        let both = known.plus(aim).ok_or(Overflow)?;
        let is_said = |one: Option<i64>, other: Option<i64>, sum: Option<i64>| one.and(other).and(sum);
        sum = Some(Aim {
            deals: is_said(known.deals, aim.deals, both.deals),
            amount: is_said(known.amount, aim.amount, both.amount),
        });
    }
    Ok(sum.unwrap_or_default())
}

fn id(of: TargetOf, dimension: Dimension) -> Option<Id> {
    match dimension {
        Dimension::Event => Some(of.event),
        Dimension::Sector => of.sector,
        Dimension::District => of.district,
        _ => None,
    }
}

fn value(of: TargetOf, dimension: Dimension) -> Value {
    let family = dimension.family().unwrap_or(Family::Event);
    id(of, dimension).map_or(Value::None, |id| Value::Item(family, id))
}

/// Whether what a target is for passes a filter, as far as that names events, sectors and districts.
fn passes(of: TargetOf, filter: &Filter) -> bool {
    filter.members.iter().all(|members| match id(of, members.dimension) {
        Some(_) => members.any_of.contains(&value(of, members.dimension)),
        None => true,
    })
}
