//! `deals edit`: other values in the fields of deals.

use clap::Args;

use super::catalogue::whole;
use super::change::{Changed, Over, is_same_value};
use super::console::TOLD;
use super::context::Context;
use super::deal_keys::DealArgs;
use super::differences::{differences, in_words};
use super::failure::Failure;
use super::fields::{self, FieldArgs};
use super::{faults, names};
use crate::domain::catalogue::{Catalogue, Family};
use crate::domain::deal::Field;
use crate::domain::draft::{Draft, Terms};
use crate::domain::fault::Fault;
use crate::domain::relation::DealKey;
use crate::lang::{Said, said};
use crate::store::{Listed, Write};

/// Change fields of deals; only what differs is written, and what it was is kept
///
/// DEAL is a number, a range such as `12-20`, a ref (`ref:123` for a ref that is all digits), or `-` for numbers from stdin, as `deals
/// list --columns id` gives them. A new amount, currency or signing date takes the rate in force on the day of signing, unless
/// `--rate` gives another. `deals show` tells the history of a deal, `deals undo` takes the change back.
#[derive(Args, Debug)]
#[command(override_usage = "deals edit <DEAL>... --FIELD <VALUE>... --clear <FIELD>...")]
pub(crate) struct EditArgs {
    #[command(flatten)]
    which: DealArgs,
    /// What the project is called
    #[arg(long, value_name = "TEXT", help_heading = "Fields")]
    title: Option<String>,
    #[command(flatten)]
    fields: FieldArgs,
    /// Empty these fields
    #[arg(long, value_name = "FIELD,…", value_delimiter = ',', value_parser = names::field, help_heading = "Fields")]
    clear: Vec<Field>,
}

/// Runs it.
pub(crate) fn run(args: &EditArgs, context: &Context) -> Result<(), Failure> {
    let tags = args.fields.tags();
    let draft = args.fields.draft(args.title.as_deref(), &tags);
    let given: Vec<Field> = Field::all().filter(|field| draft.get(*field).is_some()).collect();
    check(args, &given)?;
    let numbers = args.which.numbers(context)?;
    if numbers.len() > 1 && given.contains(&Field::Ref) {
        return Err(Failure::refused(said!(
            "--ref: no two deals have the same ref, and these are {}",
            "--ref：合同号不能重复，而所选项目有{}个",
            numbers.len()
        )));
    }
    let many = said!("Change {} deals?", "要修改{}个项目吗？", numbers.len());
    args.which.confirm(&many, numbers.len(), context)?;
    let mut store = context.open_to_write()?;
    let written = store.write("edit", &context.author(args.which.message.as_deref()), |write| {
        let editing = Editing { args, draft: &draft, numbers: &numbers, context };
        editing.run(write)
    })?;
    context.announce(store.path(), &written);
    let (catalogue, changes) = &written.value;
    tell(changes, numbers.len(), catalogue, context);
    Ok(())
}

/// What the command line alone shows to be wrong.
fn check(args: &EditArgs, given: &[Field]) -> Result<(), Failure> {
    let blank = args.fields.blank();
    if !blank.is_empty() {
        return Err(faults::of_command_line(&blank));
    }
    let refused = |field: &Field, why: Said| Failure::usage(why).at(&format!("--clear {}", field.name()));
    for field in &args.clear {
        if given.contains(field) {
            return Err(refused(field, said!("it is given a value as well", "同时又给出了新值")));
        }
        if matches!(field, Field::Id | Field::Title | Field::Signed | Field::Sector | Field::Currency | Field::Stage) {
            return Err(refused(field, said!("every deal has one", "每个项目都必须有该字段")));
        }
        if field.is_derived() {
            return Err(refused(field, said!("it follows from others", "该字段由其他内容得出")));
        }
    }
    if given.is_empty() && args.clear.is_empty() {
        return Err(Failure::usage(said!("nothing is to be changed", "未指明要修改的内容")).hint(said!(
            "`--amount 350m`, `--note TEXT`, `--clear note` and the like say what",
            "可用`--amount 3.5亿`、`--note 文字`、`--clear note`等指明"
        )));
    }
    Ok(())
}

struct Editing<'a> {
    args: &'a EditArgs,
    draft: &'a Draft<'a>,
    numbers: &'a [i64],
    context: &'a Context,
}

/// A deal before and after.
type Edited = (Listed, Changed);

impl Editing<'_> {
    fn run(&self, write: &mut Write<'_>) -> Result<(Catalogue, Vec<Edited>), Failure> {
        let mut catalogue = whole(write.view())?;
        let rates = write.view().rates(None)?;
        let terms = Terms {
            rates: &rates,
            today: self.context.today,
            day_from_event: false,
            use_default_event: false,
            make_events: false,
            make_sectors: false,
            same_partners: false,
            stage_date: None,
        };
        let has = |field: Field| self.draft.get(field).is_some() || self.args.clear.contains(&field);
        let mut edited = Vec::new();
        for number in self.numbers {
            let follows = fields::follows(write.view(), self.draft, Some(*number))?;
            let follows = follows.map_err(|fault| self.refused(*number, &[fault]))?;
            let mut cells = *self.draft;
            if let Some(first) = &follows {
                cells.set(Field::Follows, first);
            }
            let over = Over { cells: &cells, faults: &[], has: &has, clears: true, moves: true };
            let listed = write.view().deal(&DealKey::Number(*number))?;
            if let Some(taken) = fields::ref_taken(write.view(), self.draft, Some(*number))? {
                return Err(faults::of_command_line(&[taken]));
            }
            match over.deal(&listed, &mut catalogue, &terms) {
                Ok(Some(changed)) => edited.push((listed, changed)),
                Ok(None) => {}
                Err(faults) => return Err(self.refused(*number, &faults)),
            }
        }
        write.add_made(&catalogue)?;
        for (_, changed) in &edited {
            write.update_deal(&changed.deal)?;
        }
        Ok((catalogue, edited))
    }

    /// The faults of one deal, named where there are several.
    fn refused(&self, number: i64, faults: &[Fault]) -> Failure {
        let mut failure = faults::of_command_line(faults);
        if self.numbers.len() > 1 {
            for problem in &mut failure.problems {
                problem.message = said!("deal {number}: {}", "{number}号项目：{:#}", problem.message);
            }
        }
        failure
    }
}

/// Says what was changed, deal by deal where they are few.
fn tell(changes: &[Edited], asked: usize, catalogue: &Catalogue, context: &Context) {
    let console = &context.console;
    for (before, Changed { deal, rated_anew, keeps_rate }) in changes.iter().take(TOLD) {
        let partner = deal.partner.and_then(|id| catalogue.current(Family::Partner, id));
        let partner = partner.map(|partner| partner.name.clone());
        let after = Listed { deal: deal.clone(), partner, ..before.clone() };
        let differences = differences((Some(before), Some(&after)), catalogue, context.lang);
        let (id, what) = (deal.id, in_words(&differences, context.lang));
        console.talk(said!("changed deal {id}: {what}", "已修改{id}号项目：{what:#}"));
        if let Some(rate) = deal.rate.filter(|_| *rated_anew) {
            let (day, currency) = (deal.signed, deal.currency);
            console.talk(said!(
                "deal {id} took the rate of {currency} in force on {day}: {rate}",
                "{id}号项目改用{day}有效的{currency}汇率：{rate}"
            ));
        }
        if let Some(rate) = deal.rate.filter(|_| *keeps_rate) {
            let (day, currency) = (deal.signed, deal.currency);
            console.warn(said!(
                "no rate of {currency} is in force on {day}, so deal {id} keeps the one it has: {rate}",
                "{day}没有{currency}的有效汇率，{id}号项目沿用原汇率：{rate}"
            ));
        }
        if !is_same_value(&before.deal, deal) {
            fields::warn(deal, catalogue, context);
        }
    }
    if changes.len() > TOLD {
        let rated = changes.iter().filter(|(_, changed)| changed.rated_anew).count();
        console.talk(said!("changed {} deals in all", "共修改{}个项目", changes.len()));
        if rated > 0 {
            console.talk(said!("of these took the rate of their day: {rated}", "其中改用签约当日汇率：{rated}个"));
        }
    }
    match asked - changes.len() {
        0 => {}
        1 if asked == 1 => console.talk(said!("nothing to change: the deal is so already", "无需修改：该项目已是如此")),
        same => console.talk(said!("nothing to change in {same} of them", "其中无需修改：{same}个")),
    }
}
