//! `deals diff`: why a total moved between two states of the ledger.

use std::collections::{BTreeSet, HashMap};

use clap::Args;

use super::as_of::entry_at;
use super::context::{Context, day_of, minute_of};
use super::failure::Failure;
use super::filters::FilterArgs;
use super::output::OutputArgs;
use super::report::dimensions;
use crate::domain::catalogue::Catalogue;
use crate::domain::dimension::Dimension;
use crate::domain::money::Money;
use crate::lang::{Said, bridge as words, said};
use crate::render::Format;
use crate::report::{Bridge, Question, States, TITLED, Told, selection};
use crate::sheet::Sheet;
use crate::store::{Span, View};

/// Tell why the total moved between two states of the ledger, step by step, each with its deals, entry, who and message
///
/// The total then + added − deleted ± edited ± moved in or out of the filters ± rates = the total now, to the last digit. With `--by` it
/// is each group then and now, the change, and the entries behind it. Names are those of today in both states.
#[derive(Args, Debug)]
pub(crate) struct DiffArgs {
    /// The first state: the end of a day (2019-09-01, yesterday), or after an entry (entry:41)
    #[arg(value_name = "FROM")]
    from: String,
    /// The second state [default: the ledger as it is]
    #[arg(value_name = "TO")]
    to: Option<String>,
    /// By one dimension or more, as `deals report` takes them
    #[arg(long, value_name = "DIM,…")]
    by: Vec<String>,
    #[command(flatten)]
    filters: FilterArgs,
    #[command(flatten)]
    output: OutputArgs,
}

/// Runs it.
pub(crate) fn run(args: &DiffArgs, context: &Context) -> Result<(), Failure> {
    let store = context.open()?;
    let view = store.view();
    let layout = args.output.layout(context, Format::Table)?;
    let question = match &*args.by {
        [] => None,
        by => Some(Question { compares: true, ..Question::by(&dimensions("--by", by)?) }),
    };
    let span = span(args, view, context)?;
    let mut catalogue = view.catalogue()?;
    // What was taken back since is asked for by its name as well.
    let then = view.as_of(span.after);
    let filter = args.filters.resolve(then, &mut catalogue, context.today)?;
    then.load_all(&mut catalogue)?;
    let bridge = States { view, span, filter: &filter, catalogue: &catalogue }.bridge(question.as_ref())?;
    if !bridge.adds_up() {
        return Err(Failure::refused(said!(
            "the entries do not account for the difference",
            "各条记录之和与合计的差额不符"
        ))
        .hint(said!("`deals check` finds what is wrong in the ledger", "可用`deals check`检查台账")));
    }
    let mut sheet = match bridge.sheet_of_lines(&catalogue, context.lang, layout.format.is_for_people()) {
        Some(sheet) => sheet,
        None => steps(&bridge, view, layout.format.is_for_people(), (&catalogue, context))?,
    };
    let state = |entry: i64| -> Result<Said, Failure> {
        let entry = view.entry(entry)?;
        let entry = entry.map(|entry| (entry.id, day_of(&entry.at)));
        Ok(words::state(entry.as_ref().map(|(entry, day)| (*entry, day.as_str()))))
    };
    let title = words::title(&selection(&filter, &catalogue), &state(span.after)?, &state(span.to)?);
    let money = |minor: i64| Money { minor, currency: catalogue.base };
    let (then, now) = (bridge.then, bridge.now);
    let summary = words::summary((then.deals, money(then.amount)), (now.deals, money(now.amount)));
    let mut notes = Vec::new();
    notes.extend((bridge.steps.is_empty() && then == now).then(words::note_nothing));
    notes.extend((bridge.idle > 0).then(|| words::note_idle(bridge.idle)));
    let by_tag = question.is_some_and(|question| question.by.contains(&Dimension::Tag));
    notes.extend(by_tag.then(words::note_tags));
    let in_lang = |said: &Said| said.in_lang(context.lang).to_owned();
    sheet.heading = [title, summary].iter().map(in_lang).collect();
    sheet.notes = notes.iter().map(in_lang).collect();
    args.output.write_as(context, layout, &sheet)
}

/// The entries between the states.
fn span(args: &DiffArgs, view: View<'_>, context: &Context) -> Result<Span, Failure> {
    let after = entry_at(&args.from, view, context).map_err(|failure| failure.at("FROM"))?;
    let to = match &args.to {
        Some(text) => entry_at(text, view, context).map_err(|failure| failure.at("TO"))?,
        None => view.last_entry()?,
    };
    if after > to {
        return Err(Failure::refused(said!(
            "the first state is the later one: entry {after}, then entry {to}",
            "起始状态晚于终止状态：第{after}条记录，第{to}条记录"
        )));
    }
    Ok(Span { after, to })
}

/// The steps, with their entries and the titles of the deals.
fn steps(
    bridge: &Bridge,
    view: View<'_>,
    for_people: bool,
    (catalogue, context): (&Catalogue, &Context),
) -> Result<Sheet, Failure> {
    let mut entries = HashMap::new();
    let numbers: BTreeSet<i64> = bridge.steps.keys().map(|(_, entry)| *entry).collect();
    for number in numbers {
        entries.extend(view.entry(number)?.map(|entry| (number, entry)));
    }
    let mut titles = HashMap::new();
    for id in bridge.steps.values().filter(|moved| moved.deals.len() <= TITLED).flat_map(|moved| &moved.deals) {
        titles.extend(view.last_title(*id)?.map(|title| (*id, title)));
    }
    let told = Told { entries: &entries, titles: &titles, when: &minute_of };
    bridge.sheet(&told, catalogue, context.lang, for_people).map_err(|_| crate::store::Error::Overflow.into())
}
