//! `deals target`: what is to be signed.

use clap::{Args, Subcommand};

use super::as_of::AsOfArgs;
use super::catalogue::{find, whole};
use super::context::Context;
use super::failure::Failure;
use super::output::OutputArgs;
use crate::domain::catalogue::{Catalogue, Family, Id};
use crate::domain::dimension::Dimension;
use crate::domain::filter::Filter;
use crate::domain::money::Money;
use crate::domain::target::{Aim, Target, TargetOf};
use crate::lang::{COMMA, Said, said, words};
use crate::report::{AIMED, Question};
use crate::sheet::{Cell, Column, ColumnKind, Sheet};
use crate::store::{Error, View};

/// Targets: how many deals and how much are to be signed at an event, in all or of a sector or district
///
/// `deals report --targets` and `deals progress --targets` show them beside what was done.
#[derive(Args, Debug)]
pub(crate) struct TargetArgs {
    #[command(subcommand)]
    command: TargetCommand,
}

#[derive(Subcommand, Debug)]
enum TargetCommand {
    /// Set a target, or change it
    Set(SetArgs),
    /// List the targets
    List(ListArgs),
    /// Take a target out
    Clear(ClearArgs),
}

/// What a target is for.
#[derive(Args, Debug)]
struct OfArgs {
    /// The event [default: that of `deals event use`]
    #[arg(long, value_name = "EVENT")]
    event: Option<String>,
    /// Of this sector alone
    #[arg(long, value_name = "SECTOR")]
    sector: Option<String>,
    /// Of this district alone
    #[arg(long, value_name = "DISTRICT")]
    district: Option<String>,
}

#[derive(Args, Debug)]
struct SetArgs {
    #[command(flatten)]
    of: OfArgs,
    /// How many deals
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i64).range(0..))]
    deals: Option<i64>,
    /// How much, in the base currency: 50bn, 500亿
    #[arg(long, value_name = "AMOUNT", allow_negative_numbers = true)]
    amount: Option<String>,
    /// Kept with the entry in the log
    #[arg(short, long, value_name = "TEXT")]
    message: Option<String>,
}

#[derive(Args, Debug)]
struct ListArgs {
    #[command(flatten)]
    as_of: AsOfArgs,
    #[command(flatten)]
    output: OutputArgs,
}

#[derive(Args, Debug)]
struct ClearArgs {
    #[command(flatten)]
    of: OfArgs,
    /// Kept with the entry in the log
    #[arg(short, long, value_name = "TEXT")]
    message: Option<String>,
}

/// Runs it.
pub(crate) fn run(args: &TargetArgs, context: &Context) -> Result<(), Failure> {
    match &args.command {
        TargetCommand::Set(args) => set(args, context),
        TargetCommand::List(args) => list(args, context),
        TargetCommand::Clear(args) => clear(args, context),
    }
}

impl OfArgs {
    fn settle(&self, catalogue: &Catalogue) -> Result<TargetOf, Failure> {
        let item = |family: Family, text: &Option<String>, option: &str| -> Result<Option<Id>, Failure> {
            let Some(text) = text else { return Ok(None) };
            Ok(Some(find(catalogue, family, text).map_err(|failure| failure.at(option))?.id))
        };
        let event = item(Family::Event, &self.event, "--event")?.or(catalogue.default_event);
        let event = event.ok_or_else(|| {
            Failure::usage(said!("--event: a target is of an event", "--event：目标须属于某个签约活动"))
                .hint(said!("`deals event list` shows the events", "可用`deals event list`查看签约活动"))
        })?;
        let sector = item(Family::Sector, &self.sector, "--sector")?;
        let district = item(Family::District, &self.district, "--district")?;
        Ok(TargetOf { event, sector, district }.under_todays_names(catalogue))
    }
}

fn set(args: &SetArgs, context: &Context) -> Result<(), Failure> {
    if args.deals.is_none() && args.amount.is_none() {
        return Err(Failure::usage(said!("a target of nothing", "未填写目标"))
            .hint(said!("`--deals N`, `--amount AMOUNT` or both", "可用`--deals 个数`、`--amount 金额`，或二者并用")));
    }
    let mut store = context.open_to_write()?;
    let written = store.write("target set", &context.author(args.message.as_deref()), |write| {
        let catalogue = whole(write.view())?;
        let of = args.of.settle(&catalogue)?;
        let amount = args.amount.as_deref().map(|text| Money::parse(text, Some(catalogue.base), catalogue.base));
        let amount = amount.transpose().map_err(|fault| Failure::refused(&fault).at("--amount"))?;
        let there = there(write.view(), of, &catalogue)?;
        let had = together(&there)?;
        let aim = Aim { deals: args.deals.or(had.deals), amount: amount.map(|money| money.minor).or(had.amount) };
        if there.is_empty() || aim != had {
            let (id, merged) = there.split_first().map_or((0, &[][..]), |(first, merged)| (first.id, merged));
            for target in merged {
                write.delete_target(target.id)?;
            }
            write.set_target(&Target { id, of, aim })?;
        }
        Ok::<_, Failure>((of, aim, catalogue))
    })?;
    context.announce(store.path(), &written);
    let (of, aim, catalogue) = &written.value;
    let (what, aim) = (of_in_words(*of, catalogue), aim_in_words(*aim, catalogue));
    context.console.talk(match written.entry {
        Some(_) => said!("target of {what}: {aim}", "{what:#}的目标：{aim:#}"),
        None => {
            said!("nothing to change: the target of {what} is {aim} already", "无需修改：{what:#}的目标已是{aim:#}")
        }
    });
    Ok(())
}

fn clear(args: &ClearArgs, context: &Context) -> Result<(), Failure> {
    let mut store = context.open_to_write()?;
    let written = store.write("target clear", &context.author(args.message.as_deref()), |write| {
        let catalogue = whole(write.view())?;
        let of = args.of.settle(&catalogue)?;
        let there = there(write.view(), of, &catalogue)?;
        if there.is_empty() {
            let what = of_in_words(of, &catalogue);
            return Err(Failure::refused(said!("there is no target of {what}", "{what:#}没有目标"))
                .hint(said!("`deals target list` shows the targets", "可用`deals target list`查看全部目标")));
        }
        for target in &there {
            write.delete_target(target.id)?;
        }
        Ok((of, together(&there)?, catalogue))
    })?;
    context.announce(store.path(), &written);
    let (of, aim, catalogue) = &written.value;
    let (what, aim) = (of_in_words(*of, catalogue), aim_in_words(*aim, catalogue));
    context.console.talk(said!("took out the target of {what}: {aim}", "已删除{what:#}的目标：{aim:#}"));
    Ok(())
}

/// The target that is set for something: several where that was merged of others.
fn there(view: View<'_>, of: TargetOf, catalogue: &Catalogue) -> Result<Vec<Target>, Failure> {
    let is_of = |target: &Target| target.of.under_todays_names(catalogue) == of;
    Ok(view.targets()?.into_iter().filter(is_of).collect())
}

/// What targets of the same come to.
fn together(targets: &[Target]) -> Result<Aim, Failure> {
    let sum = targets.iter().try_fold(Aim::default(), |sum, target| sum.plus(target.aim));
    sum.ok_or_else(|| Error::Overflow.into())
}

fn code(family: Family, id: Id, catalogue: &Catalogue) -> String {
    catalogue.current(family, id).map_or_else(String::new, |item| item.code().to_owned())
}

/// What a target is for: `SCE2019, sector 5G`.
pub(crate) fn of_in_words(of: TargetOf, catalogue: &Catalogue) -> Said {
    let mut parts = vec![Said::same(code(Family::Event, of.event, catalogue))];
    parts.extend(of.sector.map(|id| {
        let code = code(Family::Sector, id, catalogue);
        said!("sector {code}", "领域{code}")
    }));
    parts.extend(of.district.map(|id| {
        let code = code(Family::District, id, catalogue);
        said!("district {code}", "区县{code}")
    }));
    Said::joined(&parts, COMMA)
}

fn aim_in_words(aim: Aim, catalogue: &Catalogue) -> Said {
    let base = catalogue.base;
    let mut parts = Vec::new();
    parts.extend(aim.deals.map(|deals| said!("{deals} deals", "{deals}个项目")));
    parts.extend(aim.amount.map(|minor| {
        let amount = Money { minor, currency: base }.grouped();
        said!("{base} {amount}", "{base} {amount}")
    }));
    Said::joined(&parts, COMMA)
}

fn list(args: &ListArgs, context: &Context) -> Result<(), Failure> {
    let store = args.as_of.open(context)?;
    let catalogue = whole(store.view())?;
    let lang = context.lang;
    let words = words(lang);
    let dimension =
        |dimension: Dimension| Column::new(dimension.name(), dimension.label().in_lang(lang), ColumnKind::Text);
    let mut sheet = Sheet::list(AIMED.map(dimension).to_vec());
    sheet.columns.push(Column::new("deals", words.deals, ColumnKind::Count));
    sheet.columns.push(Column::new("amount", words.amount, ColumnKind::Whole(catalogue.base)));
    let item = |family: Family, id: Option<Id>| match id.and_then(|id| catalogue.current(family, id)) {
        Some(item) => Cell::Named { code: item.code().to_owned().into(), name: item.label(lang).to_owned().into() },
        None => Cell::Empty,
    };
    let mut aims: Vec<(TargetOf, Aim)> = Vec::new();
    for Target { of, .. } in store.view().targets()? {
        let of = of.under_todays_names(&catalogue);
        if aims.iter().all(|(other, _)| *other != of) {
            aims.push((of, together(&there(store.view(), of, &catalogue)?)?));
        }
    }
    for (of, aim) in aims {
        let amount = aim.amount.map_or(Cell::Empty, |minor| Cell::Money { minor, currency: catalogue.base });
        sheet.rows.push(vec![
            Cell::text(Some(code(Family::Event, of.event, &catalogue))),
            item(Family::Sector, of.sector),
            item(Family::District, of.district),
            aim.deals.map_or(Cell::Empty, Cell::Count),
            amount,
        ]);
    }
    args.output.write(context, &sheet)
}

/// Sees to it that targets can stand beside what is asked for: they are of events, their sectors and districts, and of nothing else.
pub(crate) fn check(question: &Question, filter: &Filter) -> Result<(), Failure> {
    let named = || filter.members.iter().map(|members| members.dimension);
    if let Some(other) = question.dimensions().into_iter().chain(named()).find(|one| !AIMED.contains(one)) {
        let name = other.name();
        return Err(Failure::usage(said!(
            "--targets: targets are of events, sectors and districts, not by {name}",
            "--targets：目标只按签约活动、领域和区县设置，不能与`{name}`并用"
        )));
    }
    let is_narrowed = filter.signed.is_some()
        || !filter.dates.is_empty()
        || filter.min.or(filter.max).is_some()
        || !filter.words.is_empty();
    if is_narrowed {
        return Err(Failure::usage(said!(
            "--targets: targets are of all deals of an event, sector or district, not of those signed within a period or selected by amount or words",
            "--targets：目标针对签约活动、领域或区县的全部项目，不能再按日期、金额或文字筛选"
        )));
    }
    let several =
        filter.members.iter().any(|members| members.dimension == Dimension::Event && members.any_of.len() > 1);
    if several && !question.by.contains(&Dimension::Event) {
        return Err(Failure::usage(said!(
            "--targets: the targets of several events are not added up",
            "--targets：多个签约活动的目标不能合并计算"
        ))
        .hint(said!("one event at a time, or `--by event`", "请只选一个签约活动，或加上`--by event`")));
    }
    if !question.by.contains(&Dimension::Event) && !named().any(|one| one == Dimension::Event) {
        return Err(Failure::usage(said!("--targets: of which event is not said", "--targets：未指明签约活动"))
            .hint(said!("`--event EVENT` or `--by event`", "可用`--event 活动`或`--by event`")));
    }
    Ok(())
}
