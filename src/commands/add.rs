//! `deals add`: one deal.

use std::io::Write as _;

use clap::Args;

use super::context::Context;
use super::failure::Failure;
use super::faults;
use super::fields::{self, FieldArgs};
use crate::domain::catalogue::{Catalogue, Family};
use crate::domain::deal::{Deal, Field};
use crate::domain::draft::Terms;
use crate::domain::rate::Rates;
use crate::lang::{COMMA, Said, said};
use crate::store::Write;

/// Record one deal; its number goes to stdout
///
/// Title and sector are required. Without `--signed` it is the event's day, or today where there is no event; without `--event` the
/// event of `deals event use`; without `--currency` the base currency. Names of sectors, events, countries and regions are taken in English or Chinese, as codes or aliases. A partner, district or
/// foreign region that is new is made as it comes. All that is wrong with the command line is said at once, and nothing is
/// written.
#[derive(Args, Debug)]
#[command(override_usage = "deals add [OPTIONS] <TITLE> --sector <SECTOR>")]
pub(crate) struct AddArgs {
    /// What the project is called
    #[arg(value_name = "TITLE")]
    title: Option<String>,
    /// Kept with the entry in the log
    #[arg(short, long, value_name = "TEXT")]
    message: Option<String>,
    #[command(flatten)]
    fields: FieldArgs,
}

/// Runs it.
pub(crate) fn run(args: &AddArgs, context: &Context) -> Result<(), Failure> {
    let mut store = context.open_to_write()?;
    let written = store.write("add", &context.author(args.message.as_deref()), |write| {
        let (catalogue, deal) = settle(args, context, write)?;
        write.add_made(&catalogue)?;
        let mut taken = false;
        let id = write.insert_deals([((), &deal)], |(), _, id| taken = id.is_none())?;
        if taken {
            return Err(Failure::refused(said!(
                "the number or ref of the deal is taken",
                "项目的编号或合同号已被占用"
            ))
            .hint(said!("`deals status` says which ledger this is", "可用`deals status`查看所用台账")));
        }
        Ok::<_, Failure>((catalogue, Deal { id, ..deal }))
    })?;
    let (catalogue, deal) = &written.value;
    let mut out = context.console.data();
    let told = writeln!(out, "{}", deal.id).and_then(|()| out.flush());
    told.map_err(|error| {
        Failure::from(error).hint(said!("the deal is recorded, with the number {}", "项目已经录入，编号为{}", deal.id))
    })?;
    context.announce(store.path(), &written);
    context.console.talk(sentence(deal, catalogue));
    if args.fields.event.is_none() && deal.event.is_some() {
        context.console.talk(said!(
            "the event is the default one; `deals event use none` ends that",
            "签约活动取自默认设置；可用`deals event use none`取消默认"
        ));
    }
    fields::warn(deal, catalogue, context);
    store.let_go();
    Ok(())
}

/// Settles the draft with as little of the catalogue as it names; where that fails, with all of it, to tell what is near.
fn settle(args: &AddArgs, context: &Context, write: &Write<'_>) -> Result<(Catalogue, Deal), Failure> {
    let tags = args.fields.tags();
    let (view, mut draft) = (write.view(), args.fields.draft(args.title.as_deref(), &tags));
    let mut catalogue = view.catalogue()?;
    view.load_named_or_made(&mut catalogue, &fields::named(&draft))?;
    let rates = match draft.currency(catalogue.base) {
        Some(currency) if currency != catalogue.base => view.rates(Some(currency))?,
        _ => Rates::default(),
    };
    let terms = Terms {
        rates: &rates,
        today: context.today,
        day_from_event: true,
        use_default_event: true,
        make_events: false,
        make_sectors: false,
        same_partners: false,
        stage_date: None,
    };
    let mut others = args.fields.blank();
    others.extend(fields::ref_taken(view, &draft, None)?);
    let follows = match fields::follows(view, &draft, None)? {
        Ok(follows) => follows,
        Err(fault) => {
            others.push(fault);
            None
        }
    };
    if let Some(number) = &follows {
        draft.set(Field::Follows, number);
    }
    match draft.settle(&mut catalogue, &terms) {
        Ok(deal) if others.is_empty() => Ok((catalogue, deal)),
        _ => {
            view.load_all(&mut catalogue)?;
            let mut found = draft.settle(&mut catalogue, &terms).err().unwrap_or_default();
            // A blank option is told as such, not as missing.
            found.retain(|fault| !others.iter().any(|other| other.field == fault.field));
            found.extend(others);
            found.sort_by_key(|fault| fault.field);
            Err(faults::of_command_line(&found))
        }
    }
}

/// What was added, in one sentence.
fn sentence(deal: &Deal, catalogue: &Catalogue) -> Said {
    let name = |family, id| catalogue.current(family, id).map_or("", |item| item.code()).to_owned();
    let mut parts = vec![Said::same(name(Family::Sector, deal.sector))];
    parts.extend(deal.money().map(|money| Said::same(format!("{} {}", money.currency, money.grouped()))));
    parts.push(said!("signed {}", "签约日期{}", deal.signed));
    parts.extend(deal.event.map(|event| said!("event {}", "签约活动{}", name(Family::Event, event))));
    parts.extend(deal.partner.map(|partner| said!("with {}", "合作方{}", name(Family::Partner, partner))));
    let place = deal.region.map(|region| name(Family::Region, region));
    let place = place.or(deal.country.map(|id| name(Family::Country, id)));
    parts.extend(place.map(|place| said!("from {place}", "来源地{place}")));
    let (id, title, parts) = (deal.id, &deal.title, Said::joined(&parts, COMMA));
    said!("added deal {id}: {title} ({parts})", "已录入{id}号项目：{title}（{parts:#}）")
}
