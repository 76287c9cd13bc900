//! `deals stage`: what became of deals, stage by stage.

use clap::Args;

use super::console::TOLD;
use super::context::Context;
use super::deal_keys::DealArgs;
use super::failure::{Failure, Problem};
use super::{fields, names};
use crate::domain::date::PartialDate;
use crate::domain::deal::Deal;
use crate::domain::fault;
use crate::domain::relation::DealKey;
use crate::domain::stage::Stage;
use crate::lang::{Said, Say as _, said};

/// Record that deals have reached a stage: registered, started, producing, full or ended
///
/// Stages may be skipped; dates go forward and never lie before the signing. A stage that has another date already is changed by
/// `--correct` alone, and taken back by `deals edit DEAL --clear STAGE` or `deals undo`. A deal can end at any time and keeps the
/// stages that it had reached.
#[derive(Args, Debug)]
#[command(override_usage = "deals stage <STAGE> <DEAL>... [OPTIONS]")]
pub(crate) struct StageArgs {
    /// The stage: registered, started, producing, full, ended
    #[arg(value_name = "STAGE", value_parser = parse_stage)]
    stage: Stage,
    #[command(flatten)]
    which: DealArgs,
    /// When it was reached: a day, a month or a year [default: today]
    #[arg(long, value_name = "DATE", value_parser = names::date)]
    on: Option<PartialDate>,
    /// Why it ended
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Change the date of a stage that has one
    #[arg(long)]
    correct: bool,
}

fn parse_stage(text: &str) -> Result<Stage, String> {
    let stage = Stage::parse(text).filter(|stage| Stage::DATED.contains(stage));
    stage.ok_or_else(|| {
        let codes: Vec<&str> = Stage::DATED.into_iter().map(Stage::code).collect();
        format!("one of {}", codes.join(", "))
    })
}

/// Runs it.
pub(crate) fn run(args: &StageArgs, context: &Context) -> Result<(), Failure> {
    let reason = args.reason.as_deref().map(str::trim).filter(|reason| !reason.is_empty());
    if reason.is_some() && args.stage != Stage::Ended {
        return Err(Failure::usage(said!("--reason: only an end has one", "--reason：只有终止才填写原因")));
    }
    let numbers = args.which.numbers(context)?;
    let many = said!("Record this of {} deals?", "要登记{}个项目吗？", numbers.len());
    args.which.confirm(&many, numbers.len(), context)?;
    let on = args.on.unwrap_or_else(|| PartialDate::of_day(context.today));
    let reached = Reached { stage: args.stage, on, reason, corrects: args.correct };
    let mut store = context.open_to_write()?;
    let author = context.author(args.which.message.as_deref());
    let written = store.write("stage", &author, |write| {
        let mut changes = Vec::new();
        let mut problems = Vec::new();
        for number in &numbers {
            let before = write.view().deal(&DealKey::Number(*number))?.deal;
            match reached.by(&before) {
                Ok(Some(after)) => changes.push((before, after)),
                Ok(None) => {}
                Err(problem) => problems.push(problem),
            }
        }
        if !problems.is_empty() {
            return Err(Failure::several(problems));
        }
        for (_, after) in &changes {
            write.update_deal(after)?;
        }
        Ok(changes)
    })?;
    context.announce(store.path(), &written);
    let changes = &written.value;
    for (before, after) in changes.iter().take(TOLD) {
        context.console.talk(reached.sentence(before, after));
        fields::warn_of_stages(after, context);
    }
    if changes.len() > TOLD {
        context.console.talk(said!("recorded of {} deals in all", "共登记{}个项目", changes.len()));
    }
    match numbers.len() - changes.len() {
        0 => {}
        same => context
            .console
            .talk(said!("nothing to record: {same} had this date already", "无需登记：{same}个项目已有该日期")),
    }
    for deal in changes.iter().map(|(_, after)| after).filter(|deal| !deal.relation.adds_deal()).take(TOLD) {
        tell_of_related(deal, &said!("its stages", "其进展"), context);
    }
    Ok(())
}

/// Says of a deal that goes with an earlier one that something of it is not counted.
pub(crate) fn tell_of_related(deal: &Deal, what: &Said, context: &Context) {
    let (id, first) = (deal.id, deal.follows.as_ref().map_or_else(String::new, ToString::to_string));
    let relation = Said::within(deal.relation.label());
    context.console.warn(said!(
        "deal {id} is no further deal ({relation} of deal {first}), so {what} are not counted; those of deal {first} are",
        "{id}号项目不单独计数（{relation:#}，原项目为{first}号），{what:#}不计入统计；应登记在{first}号项目上"
    ));
}

/// A stage, and what is said of it.
struct Reached<'a> {
    stage: Stage,
    on: PartialDate,
    reason: Option<&'a str>,
    corrects: bool,
}

impl Reached<'_> {
    /// The deal that has reached the stage; none if that is known already.
    fn by(&self, before: &Deal) -> Result<Option<Deal>, Problem> {
        let mut after = before.clone();
        let had = before.lifecycle.date(self.stage);
        if let Some(had) = had.filter(|had| *had != self.on && !self.corrects) {
            let (id, on) = (before.id, self.on);
            let stage = Said::within(self.stage.label());
            return Err(Problem {
                message: said!("deal {id}: {stage} already has the date {had}", "{id}号项目：{stage:#}日期已是{had}"),
                hints: vec![said!("--correct makes it {on}", "可用`--correct`改为{on}")],
            });
        }
        let known = before.lifecycle.reason.as_deref();
        if let (Some(known), Some(reason)) =
            (known, self.reason.filter(|reason| known != Some(reason) && !self.corrects))
        {
            let id = before.id;
            return Err(Problem {
                message: said!("deal {id}: the reason is already `{known}`", "{id}号项目：已有终止原因`{known}`"),
                hints: vec![said!("--correct makes it `{reason}`", "可用`--correct`改为`{reason}`")],
            });
        }
        after.lifecycle.set(self.stage, Some(self.on));
        if let Some(reason) = self.reason {
            after.lifecycle.reason = Some(reason.to_owned());
        }
        let wrong = after.lifecycle.out_of_order(after.signed).into_iter().next();
        match wrong {
            Some(wrong) => {
                let (date, earlier, then) = (wrong.date, wrong.earlier.field(), wrong.after);
                let problem = fault::Problem::Before { date, than: earlier, then };
                let (id, field) = (before.id, wrong.stage.field().name());
                let other = if wrong.stage == self.stage { earlier } else { wrong.stage.field() };
                let said = problem.said();
                Err(Problem {
                    message: said!("deal {id}: {field}: {said}", "{id}号项目：{field}：{said:#}"),
                    hints: vec![said!(
                        "dates go forward; `deals edit {id} --{} DATE` changes the other",
                        "各阶段日期须依次向后；可用`deals edit {id} --{} 日期`修改另一日期",
                        other.name()
                    )],
                })
            }
            None => Ok((after != *before).then_some(after)),
        }
    }

    fn sentence(&self, before: &Deal, after: &Deal) -> Said {
        let (id, title, on) = (after.id, &after.title, self.on);
        let stage = Said::within(self.stage.label());
        match (before.lifecycle.date(self.stage), self.reason) {
            (Some(had), _) if had != on => said!(
                "deal {id}: {stage} {on}, not {had} ({title})",
                "{id}号项目：{stage:#}日期由{had}改为{on}（{title}）"
            ),
            (_, Some(reason)) => said!(
                "deal {id}: {stage} {on}, because of: {reason} ({title})",
                "{id}号项目：{stage:#}，{on}，原因：{reason}（{title}）"
            ),
            (_, None) => said!("deal {id}: {stage} {on} ({title})", "{id}号项目：{stage:#}，{on}（{title}）"),
        }
    }
}
