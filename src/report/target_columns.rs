//! The columns of targets: what was to be signed, what was, and its part of that, of deals and of amounts.

use super::measure::Measure;
use super::sheet::{Figure, Figures, money, part};
use super::tally::Sums;
use crate::domain::label::Label;
use crate::domain::target::Aim;
use crate::lang::report as words;
use crate::sheet::{Cell, Column, ColumnKind};

impl Figures<'_> {
    /// The columns of the targets that there are.
    pub(super) fn of_targets(&self) -> Vec<Figure> {
        let aims = || self.report.lines.iter().map(|line| line.aim).chain([self.report.aim]);
        let mut figures = Vec::new();
        for (measure, has) in [
            (Measure::Deals, aims().any(|aim| aim.deals.is_some())),
            (Measure::Amount, aims().any(|aim| aim.amount.is_some())),
        ] {
            if has {
                figures.extend([Figure::Target(measure), Figure::Done(measure), Figure::Completion(measure)]);
            }
        }
        figures
    }

    pub(super) fn target_column(&self, figure: Figure) -> Column {
        match figure {
            Figure::Target(measure) => self.aimed("target", words::TARGET, measure),
            Figure::Done(measure) => self.aimed("done", words::DONE, measure),
            Figure::Completion(measure) => {
                let label = words::aimed(words::COMPLETION, measure.label(), self.lang);
                Column::new(format!("{}_completion", measure.name()), label, ColumnKind::Share)
            }
            _ => Column::new("", "", ColumnKind::Text),
        }
    }

    /// A column of targets, or of what was done beside them.
    fn aimed(&self, key: &str, head: Label, measure: Measure) -> Column {
        let label = words::aimed(head, measure.label(), self.lang);
        Column::new(format!("{}_{key}", measure.name()), label, self.kind(measure)).sharing_unit()
    }

    pub(super) fn aim(&self, figure: Figure, aim: Aim, sums: &Sums) -> Cell<'static> {
        let (Figure::Target(measure) | Figure::Done(measure) | Figure::Completion(measure)) = figure else {
            return Cell::Empty;
        };
        let (is, should) = match measure {
            Measure::Deals => (Some(sums.deals), aim.deals),
            _ => (sums.amount.or((sums.deals == 0).then_some(0)), aim.amount),
        };
        let figure_of = |number: Option<i64>| match measure {
            Measure::Deals => number.map_or(Cell::Empty, Cell::Count),
            _ => money(number, self.catalogue),
        };
        match figure {
            Figure::Target(_) => figure_of(should),
            // What has no target is not on the way to one.
            Figure::Done(_) => should.map_or(Cell::Empty, |_| figure_of(is)),
            _ => part(is, should),
        }
    }
}
