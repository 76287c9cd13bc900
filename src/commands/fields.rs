//! The fields of a deal as options: the same for `add` and `edit`.

use clap::Args;

use super::context::Context;
use crate::domain::catalogue::{Catalogue, Family};
use crate::domain::deal::{Deal, Field};
use crate::domain::draft::Draft;
use crate::domain::fault::{Fault, Other, Problem};
use crate::domain::flag;
use crate::domain::label::Lang;
use crate::domain::relation::DealKey;
use crate::domain::stage::Stage;
use crate::lang::{Said, said};
use crate::store::{self, View};

/// What a deal is to have in its fields.
#[derive(Args, Debug)]
#[command(next_help_heading = "Fields")]
pub(crate) struct FieldArgs {
    /// Its sector
    #[arg(long, value_name = "SECTOR")]
    sector: Option<String>,
    /// When it was signed: a day, a month or a year
    #[arg(long, value_name = "DATE")]
    signed: Option<String>,
    /// The event at which it was signed; `none` for none
    #[arg(long, value_name = "EVENT")]
    pub event: Option<String>,
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
    /// Its currency: USD, 人民币, …
    #[arg(long, value_name = "CURRENCY")]
    currency: Option<String>,
    /// The exchange rate to keep, in place of the one in force on the day
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
    /// Its stage, beside the date of it: signed, registered, started, producing, full or ended
    #[arg(long, value_name = "STAGE")]
    stage: Option<String>,
    /// When the project company was registered
    #[arg(long, value_name = "DATE")]
    registered: Option<String>,
    /// When construction started
    #[arg(long, value_name = "DATE")]
    started: Option<String>,
    /// When production began
    #[arg(long, value_name = "DATE")]
    producing: Option<String>,
    /// When full capacity was reached
    #[arg(long, value_name = "DATE")]
    full: Option<String>,
    /// When it was ended
    #[arg(long, value_name = "DATE")]
    ended: Option<String>,
    /// Why it was ended
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// When it is to start
    #[arg(long, visible_alias = "start_due", value_name = "DATE")]
    start_due: Option<String>,
    /// When it is to produce
    #[arg(long, visible_alias = "production_due", value_name = "DATE")]
    production_due: Option<String>,
    /// How it relates to an earlier deal: increase, upgrade, renewal or phase; new where to none
    #[arg(long, value_name = "RELATION")]
    relation: Option<String>,
    /// The earlier deal, by number or ref
    #[arg(long, value_name = "DEAL")]
    follows: Option<String>,
    /// It is not to be named in public; `=no` where it may be
    #[arg(long, value_name = "yes|no", num_args = 0..=1, require_equals = true, default_missing_value = flag::YES)]
    confidential: Option<String>,
    /// The park or district that hosts the project
    #[arg(long, value_name = "DISTRICT")]
    district: Option<String>,
    /// Your own reference; no two deals have the same
    #[arg(long, value_name = "REF")]
    r#ref: Option<String>,
    /// Anything else to be kept
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

impl FieldArgs {
    /// The tags as one text, which a draft refers to.
    pub(crate) fn tags(&self) -> String {
        self.tags.join(";")
    }

    fn texts(&self) -> [(Field, Option<&str>); 26] {
        [
            (Field::Ref, &self.r#ref),
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
            (Field::Stage, &self.stage),
            (Field::Registered, &self.registered),
            (Field::Started, &self.started),
            (Field::Producing, &self.producing),
            (Field::Full, &self.full),
            (Field::Ended, &self.ended),
            (Field::Reason, &self.reason),
            (Field::StartDue, &self.start_due),
            (Field::ProductionDue, &self.production_due),
            (Field::Relation, &self.relation),
            (Field::Follows, &self.follows),
            (Field::Confidential, &self.confidential),
            (Field::District, &self.district),
            (Field::Note, &self.note),
        ]
        .map(|(field, text)| (field, text.as_deref()))
    }

    /// What is given, with the title and tags that go with it.
    pub(crate) fn draft<'a>(&'a self, title: Option<&'a str>, tags: &'a str) -> Draft<'a> {
        let mut draft = Draft::default();
        for (field, text) in self.texts().into_iter().chain([(Field::Title, title)]) {
            if let Some(text) = text {
                draft.set(field, text);
            }
        }
        draft.set(Field::Tags, tags);
        draft
    }

    /// Options that were given with nothing in them: what was meant cannot be told.
    pub(crate) fn blank(&self) -> Vec<Fault> {
        let is_blank = |text: Option<&str>| text.is_some_and(|text| text.trim().is_empty());
        let blank = self
            .texts()
            .into_iter()
            .filter(|(field, text)| !matches!(field, Field::Note | Field::Reason) && is_blank(*text));
        blank.map(|(field, _)| Fault { field, problem: Problem::Blank }).collect()
    }
}

/// What a draft names of the catalogue.
pub(crate) fn named<'a>(draft: &Draft<'a>) -> Vec<(Family, &'a str)> {
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

/// The fault of a draft whose ref another deal than `own` has.
pub(crate) fn ref_taken(view: View<'_>, draft: &Draft<'_>, own: Option<i64>) -> store::Result<Option<Fault>> {
    let Some(text) = draft.get(Field::Ref) else { return Ok(None) };
    let other = view.deal_with_ref(text)?.filter(|id| Some(*id) != own);
    let taken = other.map(|id| Problem::Taken { text: text.to_owned(), by: Other::Deal(id) });
    Ok(taken.map(|problem| Fault { field: Field::Ref, problem }))
}

/// The number of the deal that a draft is to follow, as text to be written in its place; `own` is the deal itself where it is there.
pub(crate) fn follows(
    view: View<'_>,
    draft: &Draft<'_>,
    own: Option<i64>,
) -> store::Result<Result<Option<String>, Fault>> {
    let Some(text) = draft.get(Field::Follows).filter(|text| !text.eq_ignore_ascii_case("none")) else {
        return Ok(Ok(None));
    };
    let found = match (view.number_of(&DealKey::parse(text))?, own) {
        (Ok(first), Some(own)) if view.would_loop(own, first)? => Err(Problem::Loop),
        (found, _) => found,
    };
    Ok(found.map(|number| Some(number.to_string())).map_err(|problem| Fault { field: Field::Follows, problem }))
}

/// Warns of a deal that is signed after today, and of one whose amount cannot be added up.
pub(crate) fn warn(deal: &Deal, catalogue: &Catalogue, context: &Context) {
    if deal.signed.first_day() > context.today {
        context.console.warn(said!("the signing date {} is in the future", "签约日期{}晚于今天", deal.signed));
    }
    warn_of_stages(deal, context);
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

/// Warns of stages that are reached after today.
pub(crate) fn warn_of_stages(deal: &Deal, context: &Context) {
    for stage in Stage::DATED {
        if let Some(date) = deal.lifecycle.date(stage).filter(|date| date.first_day() > context.today) {
            let stage = Said::new(stage.name(Lang::En), stage.name(Lang::Zh));
            context.console.warn(said!("{stage}: {date} is in the future", "{stage:#}：{date}晚于今天"));
        }
    }
}
