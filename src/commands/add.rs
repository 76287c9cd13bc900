//! `deals add`: one deal.

use std::io::Write as _;

use clap::Args;

use super::context::Context;
use super::failure::Failure;
use super::faults;
use crate::domain::catalogue::{Catalogue, Family};
use crate::domain::deal::{Deal, Field};
use crate::domain::draft::{Draft, Terms};
use crate::domain::fault::{Fault, Other, Problem};
use crate::domain::rate::Rates;
use crate::lang::{COMMA, Said, said};
use crate::store::{View, Write};

/// Record one deal; its number goes to stdout
///
/// Names of sectors, events, countries and regions are taken in English or Chinese, as codes or aliases. A partner, district or
/// foreign region that is new is made as it comes. All that is wrong with the command line is said at once, and nothing is
/// written.
#[derive(Args, Debug)]
#[command(override_usage = "deals add [OPTIONS] <TITLE> --sector <SECTOR>")]
pub(crate) struct AddArgs {
    /// What the project is called
    #[arg(value_name = "TITLE")]
    title: Option<String>,
    /// Its sector (required)
    #[arg(long, value_name = "SECTOR")]
    sector: Option<String>,
    /// When it was signed: a day, a month or a year [default: the event's day, today without an event]
    #[arg(long, value_name = "DATE")]
    signed: Option<String>,
    /// The event at which it was signed; `none` for none [default: see `deals event use`]
    #[arg(long, value_name = "EVENT")]
    event: Option<String>,
    /// The counterparty
    #[arg(long, value_name = "NAME")]
    partner: Option<String>,
    /// The country the partner comes from
    #[arg(long, value_name = "COUNTRY")]
    country: Option<String>,
    /// The province or state; implies the country
    #[arg(long, value_name = "REGION")]
    region: Option<String>,
    /// The contract value: 1234.56, 1.2bn, 3.5亿, US$3m
    #[arg(long, value_name = "AMOUNT", allow_negative_numbers = true)]
    amount: Option<String>,
    /// Its currency [default: the base currency]
    #[arg(long, value_name = "CURRENCY")]
    currency: Option<String>,
    /// The exchange rate to keep [default: the one in force on the day]
    #[arg(long, value_name = "RATE", allow_negative_numbers = true)]
    rate: Option<String>,
    /// contract, framework or intent
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// on-site or off-site, as seen from the event
    #[arg(long, value_name = "VENUE")]
    venue: Option<String>,
    /// Words of your own, with commas or semicolons between them; can be repeated
    #[arg(long, visible_alias = "tag", value_name = "TAG,…")]
    tags: Vec<String>,
    /// The park or district that hosts the project
    #[arg(long, value_name = "DISTRICT")]
    district: Option<String>,
    /// Your own reference; no two deals have the same
    #[arg(long, value_name = "REF")]
    r#ref: Option<String>,
    /// Anything else to be kept
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// Kept with the entry in the log
    #[arg(short, long, value_name = "TEXT")]
    message: Option<String>,
}

impl AddArgs {
    fn draft<'a>(&'a self, tags: &'a str) -> Draft<'a> {
        let mut draft = Draft::default();
        for (field, text) in [
            (Field::Ref, &self.r#ref),
            (Field::Title, &self.title),
            (Field::Signed, &self.signed),
            (Field::Event, &self.event),
            (Field::Sector, &self.sector),
            (Field::Partner, &self.partner),
            (Field::Region, &self.region),
            (Field::Country, &self.country),
            (Field::Amount, &self.amount),
            (Field::Currency, &self.currency),
            (Field::Rate, &self.rate),
            (Field::Kind, &self.kind),
            (Field::Venue, &self.venue),
            (Field::District, &self.district),
            (Field::Note, &self.note),
        ] {
            if let Some(text) = text {
                draft.set(field, text);
            }
        }
        draft.set(Field::Tags, tags);
        draft
    }

    /// Options that were given with nothing in them: what was meant cannot be told.
    fn blank(&self) -> Vec<Fault> {
        let given = [
            (Field::Signed, &self.signed),
            (Field::Event, &self.event),
            (Field::Sector, &self.sector),
            (Field::Country, &self.country),
            (Field::Region, &self.region),
            (Field::Amount, &self.amount),
            (Field::Currency, &self.currency),
            (Field::Rate, &self.rate),
            (Field::Kind, &self.kind),
            (Field::Venue, &self.venue),
            (Field::Partner, &self.partner),
            (Field::District, &self.district),
            (Field::Ref, &self.r#ref),
        ];
        let is_blank = |text: &Option<String>| text.as_deref().is_some_and(|text| text.trim().is_empty());
        let blank = given.into_iter().filter(|(_, text)| is_blank(text));
        blank.map(|(field, _)| Fault { field, problem: Problem::Blank }).collect()
    }
}

/// Runs it.
pub(crate) fn run(args: &AddArgs, context: &Context) -> Result<(), Failure> {
    let mut store = context.open_to_write()?;
    let written = store.write("add", &context.author(args.message.as_deref()), |write| {
        let (catalogue, deal) = settle(args, context, write)?;
        write.add_made(&catalogue)?;
        let mut taken = false;
        let id = write.insert_deals([((), &deal)], |(), _| taken = true)?;
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
    if args.event.is_none() && deal.event.is_some() {
        context.console.talk(said!(
            "the event is the default one; `deals event use none` ends that",
            "签约活动取自默认设置；可用`deals event use none`取消默认"
        ));
    }
    warn(deal, catalogue, context);
    Ok(())
}

/// Settles the draft with as little of the catalogue as it names; where that fails, with all of it, to tell what is near.
fn settle(args: &AddArgs, context: &Context, write: &Write<'_>) -> Result<(Catalogue, Deal), Failure> {
    let tags = args.tags.join(";");
    let (view, draft) = (write.view(), args.draft(&tags));
    let mut catalogue = view.catalogue()?;
    let named = named(&draft);
    view.load_named(&mut catalogue, &named)?;
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
    };
    let mut others = args.blank();
    others.extend(ref_taken(view, &draft)?);
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

fn named<'a>(draft: &Draft<'a>) -> Vec<(Family, &'a str)> {
    let fields = [
        (Field::Event, Family::Event),
        (Field::Sector, Family::Sector),
        (Field::Partner, Family::Partner),
        (Field::Country, Family::Country),
        (Field::Region, Family::Region),
        (Field::District, Family::District),
    ];
    fields.into_iter().filter_map(|(field, family)| Some((family, draft.get(field)?))).collect()
}

fn ref_taken(view: View<'_>, draft: &Draft<'_>) -> Result<Option<Fault>, Failure> {
    let Some(text) = draft.get(Field::Ref) else { return Ok(None) };
    let taken = view.deal_with_ref(text)?;
    Ok(taken
        .map(|id| Fault { field: Field::Ref, problem: Problem::Taken { text: text.to_owned(), by: Other::Deal(id) } }))
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

fn warn(deal: &Deal, catalogue: &Catalogue, context: &Context) {
    if deal.signed.first_day() > context.today {
        context.console.warn(said!("the signing date {} is in the future", "签约日期{}晚于今天", deal.signed));
    }
    if deal.amount.is_some() && deal.base_amount.is_none() {
        let (currency, day, base) = (deal.currency, deal.signed.first_day(), catalogue.base);
        context.console.warn(said!(
            "no rate of {currency} is in force on {day}, so reports cannot add this amount; \
             `deals rate add {currency} RATE --on {day} --source TEXT` adds one ({base} for one {currency})",
            "{day}没有{currency}的有效汇率，统计时无法计入该金额；\
             可用`deals rate add {currency} 汇率 --on {day} --source 来源`补充（1 {currency}折合多少{base}）"
        ));
    }
}
