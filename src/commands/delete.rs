//! `deals delete`: deals taken out of the ledger.

use std::collections::HashSet;

use clap::Args;

use super::console::TOLD;
use super::context::Context;
use super::deal_keys::DealArgs;
use super::failure::{Failure, Problem};
use crate::domain::deal::Deal;
use crate::domain::relation::DealKey;
use crate::lang::{Said, said};
use crate::store::Write;

/// Take deals out; history keeps them, and `deals undo` brings them back
///
/// DEAL is a number, a range such as `12-20`, a ref (`ref:123` for a ref that is all digits), or `-` for numbers from stdin, as `deals
/// list --columns id` gives them. Their numbers are never given again.
#[derive(Args, Debug)]
pub(crate) struct DeleteArgs {
    #[command(flatten)]
    which: DealArgs,
}

/// What was deleted, in one sentence.
fn sentence(deal: &Deal) -> Said {
    let (id, title) = (deal.id, &deal.title);
    match deal.money().map(|money| format!("{} {}", money.currency, money.grouped())) {
        Some(money) => said!("deleted deal {id}: {title} ({money})", "已删除{id}号项目：{title}（{money}）"),
        None => said!("deleted deal {id}: {title}", "已删除{id}号项目：{title}"),
    }
}

/// Runs it.
pub(crate) fn run(args: &DeleteArgs, context: &Context) -> Result<(), Failure> {
    let numbers = args.which.numbers(context)?;
    let many = said!("Delete {} deals?", "要删除{}个项目吗？", numbers.len());
    args.which.confirm(&many, numbers.len(), context)?;
    let mut store = context.open_to_write()?;
    let written = store.write("delete", &context.author(args.which.message.as_deref()), |write| {
        let mut told = Vec::new();
        refuse_followed(&numbers, write)?;
        for number in &numbers {
            let deal = write.view().deal(&DealKey::Number(*number))?.deal;
            write.delete_deal(deal.id)?;
            if told.len() < TOLD {
                told.push(sentence(&deal));
            }
        }
        Ok::<_, Failure>(told)
    })?;
    context.announce(store.path(), &written);
    written.value.into_iter().for_each(|deleted| context.console.talk(deleted));
    if numbers.len() > TOLD {
        context.console.talk(said!("deleted {} deals in all", "共删除{}个项目", numbers.len()));
    }
    context.console.talk(said!("`deals undo` brings them back", "可用`deals undo`恢复"));
    Ok(())
}

/// A deal goes only together with those that follow it, which would be left without their first signing.
fn refuse_followed(numbers: &[i64], write: &Write<'_>) -> Result<(), Failure> {
    let going: HashSet<i64> = numbers.iter().copied().collect();
    let mut problems = Vec::new();
    for number in numbers {
        if let Some(by) = write.view().followers(*number)?.into_iter().find(|by| !going.contains(by)) {
            problems.push(Problem {
                message: said!("deal {number}: deal {by} follows it", "{number}号项目：{by}号项目以其为原项目"),
                hints: vec![said!(
                    "`deals edit {by} --relation new --clear follows` ends that, or delete both",
                    "可用`deals edit {by} --relation new --clear follows`解除，或一并删除"
                )],
            });
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(Failure::several(problems)) }
}
