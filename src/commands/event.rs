//! `deals event`: the occasions at which deals are signed.

use clap::{Args, Subcommand};

use super::catalogue::{self, Coded, ListArgs, NameChanges, NewNames};
use super::context::Context;
use super::failure::Failure;
use super::faults;
use crate::domain::catalogue::{Family, Item};
use crate::domain::currency::Currency;
use crate::domain::event::Scope;
use crate::domain::filter::base_bound;
use crate::domain::name::Name;
use crate::lang::{Said, said};

/// Events: codes, names, city, days, scope and published totals; which one is the default
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
    /// Which signings it counts: on-site (its ceremony alone) or all (those signed elsewhere too); `none` if that is not known
    #[arg(long, value_name = "SCOPE")]
    scope: Option<String>,
    /// How many projects were published of it, for an edition whose deals are not in the ledger; `none` takes it back
    #[arg(long, value_name = "N")]
    published_deals: Option<String>,
    /// Their published sum, in the base currency; `none` takes it back
    #[arg(long, value_name = "AMOUNT")]
    published_amount: Option<String>,
    /// Where that was published; `none` takes it back
    #[arg(long, value_name = "TEXT")]
    source: Option<String>,
}

impl FactArgs {
    /// Puts what is given into an event.
    fn complete(&self, item: &mut Item, base: Currency) -> Result<(), Failure> {
        item.days = catalogue::days(self.from.as_deref(), self.to.as_deref(), item.days)?;
        if self.city.is_some() {
            item.city.clone_from(&self.city);
        }
        set(&mut item.scope, self.scope.as_deref(), parse_scope)?;
        set(&mut item.published.deals, self.published_deals.as_deref(), parse_count)?;
        set(&mut item.published.amount, self.published_amount.as_deref(), |text| {
            base_bound(text, base).map_err(|fault| faults::of_filter("published-amount", &fault))
        })?;
        set(&mut item.published.source, self.source.as_deref(), |text| Ok(text.to_owned()))?;
        if item.published.is_empty() && self.source.is_none() {
            // The source was of figures that are taken back.
            item.published.source = None;
        }
        if item.published.is_empty() && item.published.source.is_some() {
            return Err(Failure::refused(said!(
                "--source: is of published figures, and there are none",
                "--source：用于注明公布数的来源，但未填公布数"
            ))
            .hint(said!(
                "`--published-deals N` or `--published-amount AMOUNT`",
                "`--published-deals 数量`或`--published-amount 金额`"
            )));
        }
        Ok(())
    }
}

/// Puts what an option gives into a field; `none` empties it.
fn set<T>(
    field: &mut Option<T>,
    text: Option<&str>,
    parse: impl Fn(&str) -> Result<T, Failure>,
) -> Result<(), Failure> {
    match text.map(str::trim) {
        None => {}
        Some(none) if none.eq_ignore_ascii_case("none") => *field = None,
        Some(text) => *field = Some(parse(text)?),
    }
    Ok(())
}

fn parse_scope(text: &str) -> Result<Scope, Failure> {
    Scope::parse(text).ok_or_else(|| {
        let codes: Vec<&str> = Scope::all().map(Scope::code).collect();
        let (en, zh) = (codes.join(", "), codes.join("、"));
        Failure::refused(Said::new(
            format!("--scope: `{text}` is no scope (one of {en}, none)"),
            format!("--scope：`{text}`不是统计口径（可用：{zh}、none）"),
        ))
    })
}

fn parse_count(text: &str) -> Result<i64, Failure> {
    let number = text.replace([',', '，'], "").parse().ok().filter(|number: &i64| *number >= 0);
    number.ok_or_else(|| {
        Failure::refused(said!(
            "--published-deals: `{text}` is not a number of projects",
            "--published-deals：`{text}`不是项目数"
        ))
    })
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
            catalogue::add(context, family, (Some(&args.coded.code), &args.coded.name), &args.names, |known, item| {
                args.facts.complete(item, known.base)
            })
        }
        EventCommand::List(args) => catalogue::list(context, family, args),
        EventCommand::Edit(args) => {
            let find = |known: &_| catalogue::find(known, family, &args.event);
            catalogue::edit(context, family, &args.changes, find, |known, item| args.facts.complete(item, known.base))
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
