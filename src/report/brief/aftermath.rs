//! The projects that stand out, what became of this and earlier editions, and what is overdue.

use chrono::NaiveDate;

use super::{Overdue, Request, Writer};
use crate::brief::{Section, Table};
use crate::domain::catalogue::{Catalogue, Family};
use crate::domain::dimension::{Dimension, Value};
use crate::domain::filter::{Filter, Members};
use crate::domain::label::{Label, label};
use crate::domain::stage::Stage;
use crate::lang::brief::{self as prose, Became, Flagship};
use crate::report::{Kind, Line, Measure, Question, Report, ReportError, Side, Sums, of_ledger};

const LONGEST: Label = label("Longest overdue", "逾期时间较长的项目");
const LISTS: Label = label("Projects to follow up", "分类跟踪情况");

impl Writer<'_> {
    /// The deals that stand out.
    pub(super) fn flagship(&self, whole: &Report, section: &mut Section) {
        let Some(flagship) = self.request.flagship.clone().filter(|flagship| flagship.deals > 0) else { return };
        let all = whole.total.now.amount.filter(|amount| *amount > 0 && !whole.withholds(Side::Now));
        let said = Flagship {
            chosen: flagship.chosen,
            deals: flagship.deals,
            unpriced: flagship.unpriced,
            amount: flagship.amount.map(|minor| self.money(minor)),
            share: flagship.amount.zip(all),
        };
        section.paragraphs.push(prose::flagship(&said, self.lang()));
        section.tables.push(Table { caption: None, sheet: flagship.sheet });
    }

    /// What became of the deals of this and earlier editions, as far as anything did.
    pub(super) fn progress(&self, section: &mut Section) -> Result<(), ReportError> {
        let Request { editions, public, day, .. } = *self.request;
        // Of few deals, money received would tell what they are worth.
        let tells = |measure: &Measure| matches!(measure, Measure::Amount | Measure::Received | Measure::ReceivedRate);
        let show = Measure::PROGRESS.into_iter().filter(|measure| !(public && tells(measure))).collect();
        let question = Question { show, on: Some(day), ..self.by(Dimension::Event) };
        let of = |filter: &Filter| of_ledger(self.view, self.catalogue, &question, filter, None);
        let mut report = of(editions)?;
        let come = report.lines.iter().filter(|line| has_come(&line.sums.now, public));
        let any_of: Vec<Value> = come.filter_map(|line| line.values.first().cloned()).collect();
        if any_of.is_empty() {
            return Ok(());
        }
        // Deals of which nothing is known yet would make the rates of the total less.
        if any_of.len() < report.lines.len() {
            let mut filter = editions.clone();
            filter.members.push(Members { dimension: Dimension::Event, any_of });
            report = of(&filter)?;
        }
        let has_deals = |line: &&Line| line.kind == Kind::Group && line.sums.now.deals > 0;
        let mut lines: Vec<&Line> = report.lines.iter().filter(has_deals).collect();
        // The latest edition first, as far as their days are known.
        let first_day = |line: &&Line| line.values.first().and_then(|value| first_day(value, self.catalogue));
        lines.sort_by_key(|line| std::cmp::Reverse(first_day(line)));
        section.paragraphs.extend(lines.into_iter().map(|line| prose::became(&self.became(line), self.lang())));
        let mut sheet = self.sheet(&report);
        sheet.chart = None;
        section.tables.push(Table { caption: None, sheet });
        Ok(())
    }

    fn became(&self, line: &Line) -> Became {
        let Request { filter, public, day, .. } = *self.request;
        let sums = &line.sums.now;
        let received = sums.receipts.base_amount.filter(|_| !public);
        let contract = sums.amount.filter(|amount| *amount > 0);
        Became {
            day,
            name: line.values.first().and_then(|value| match value {
                Value::Item(Family::Event, event) => Some(self.event_name(*event)),
                _ => None,
            }),
            is_part: filter.members.iter().any(|members| members.dimension != Dimension::Event)
                || !Filter { members: Vec::new(), ..filter.clone() }.is_everything(),
            signed: sums.deals,
            reached: Stage::REACHED.map(|stage| (stage, sums.at(stage))).into(),
            ended: sums.ended,
            received: received.map(|minor| self.money(minor)),
            received_rate: received.zip(contract),
        }
    }

    /// What is overdue, and how long the standing lists are.
    pub(super) fn overdue(&self, section: &mut Section) {
        let Some(Overdue { deals, longest, sheet, lists }) = self.request.overdue.clone() else { return };
        if deals == 0 {
            return;
        }
        section.paragraphs.push(prose::overdue(deals, (longest > 0).then_some(longest), self.lang()));
        let caption = |label: Label| Some(label.in_lang(self.lang()).to_owned());
        if !sheet.rows.is_empty() {
            section.tables.push(Table { caption: caption(LONGEST), sheet });
        }
        section.tables.push(Table { caption: caption(LISTS), sheet: lists });
    }
}

/// Whether anything is known of what became of deals; of money nothing is said in public.
fn has_come(sums: &Sums, public: bool) -> bool {
    sums.at(Stage::Registered) > 0 || sums.ended > 0 || (sums.receipts.count > 0 && !public)
}

/// The first day of an event.
fn first_day(value: &Value, catalogue: &Catalogue) -> Option<NaiveDate> {
    match value {
        Value::Item(Family::Event, event) => Some(catalogue.item(Family::Event, *event)?.days?.from),
        _ => None,
    }
}
