//! `deals event`: the occasions at which deals are signed.

use clap::{Args, Subcommand};

use super::catalogue::{self, Coded, ListArgs, NameChanges, NewNames};
use super::context::Context;
use super::failure::Failure;
use crate::domain::catalogue::Family;
use crate::domain::name::Name;
use crate::lang::{Said, said};

/// Events: codes, names, city and days; which one is the default
#[derive(Args, Debug)]
pub(crate) struct EventArgs {
    #[command(subcommand)]
    command: EventCommand,
}

#[derive(Subcommand, Debug)]
enum EventCommand {
    /// Add an event
    Add(AddArgs),
    /// List the events
    List(ListArgs),
    /// Change an event; its code is fixed
    Edit(EditArgs),
    /// Make an event that of later deals which name none; `none` ends that
    Use(UseArgs),
}

#[derive(Args, Debug)]
struct AddArgs {
    #[command(flatten)]
    coded: Coded,
    #[command(flatten)]
    names: NewNames,
    #[command(flatten)]
    facts: FactArgs,
}

#[derive(Args, Debug)]
struct EditArgs {
    /// The event
    #[arg(value_name = "EVENT")]
    event: String,
    #[command(flatten)]
    changes: NameChanges,
    #[command(flatten)]
    facts: FactArgs,
}

#[derive(Args, Debug)]
struct FactArgs {
    /// The city it takes place in
    #[arg(long, value_name = "CITY")]
    city: Option<String>,
    /// Its first day
    #[arg(long, value_name = "DATE")]
    from: Option<String>,
    /// Its last day [default: the first]
    #[arg(long, value_name = "DATE")]
    to: Option<String>,
}

#[derive(Args, Debug)]
struct UseArgs {
    /// The event, or `none`
    #[arg(value_name = "EVENT")]
    event: String,
    /// Kept with the entry in the log
    #[arg(short, long, value_name = "TEXT")]
    message: Option<String>,
}

/// Runs it.
pub(crate) fn run(args: &EventArgs, context: &Context) -> Result<(), Failure> {
    let family = Family::Event;
    match &args.command {
        EventCommand::Add(args) => {
            let days = catalogue::days(args.facts.from.as_deref(), args.facts.to.as_deref(), None)?;
            catalogue::add(context, family, (Some(&args.coded.code), &args.coded.name), &args.names, |_, item| {
                item.days = days;
                item.city.clone_from(&args.facts.city);
                Ok(())
            })
        }
        EventCommand::List(args) => catalogue::list(context, family, args),
        EventCommand::Edit(args) => {
            let find = |known: &_| catalogue::find(known, family, &args.event);
            catalogue::edit(context, family, &args.changes, find, |item| {
                item.days = catalogue::days(args.facts.from.as_deref(), args.facts.to.as_deref(), item.days)?;
                if args.facts.city.is_some() {
                    item.city.clone_from(&args.facts.city);
                }
                Ok(())
            })
        }
        EventCommand::Use(args) => use_event(args, context),
    }
}

fn use_event(args: &UseArgs, context: &Context) -> Result<(), Failure> {
    let mut store = context.open_to_write()?;
    let written = store.write("event use", &context.author(args.message.as_deref()), |write| {
        let known = catalogue::whole(write.view())?;
        let event = match args.event.as_str() {
            none if none.eq_ignore_ascii_case("none") => None,
            event => Some(catalogue::find(&known, Family::Event, event)?),
        };
        write.set_default_event(known.default_event, event.as_ref().map(|event| event.id))?;
        Ok::<_, Failure>(event)
    })?;
    context.announce(store.path(), &written);
    context.console.talk(match &written.value {
        Some(event) => {
            let name = Said::from(&Name::from(event));
            said!(
                "deals that name no event are now of {} ({name})",
                "此后未注明签约活动的项目归入{}（{name:#}）",
                event.code()
            )
        }
        None => said!("deals that name no event have none", "此后未注明签约活动的项目不归入任何活动"),
    });
    Ok(())
}
