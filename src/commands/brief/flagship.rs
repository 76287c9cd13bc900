//! The projects that stand out: the largest, those with a tag, or those that are named.

use std::fmt;

use super::BriefArgs;
use crate::commands::context::Context;
use crate::commands::deal_keys::of_text;
use crate::commands::deal_sheet;
use crate::commands::failure::Failure;
use crate::domain::catalogue::Catalogue;
use crate::domain::deal::Field;
use crate::domain::dimension::{Dimension, Facts, Value};
use crate::domain::filter::{Filter, Members};
use crate::domain::label::{Label, Lang};
use crate::domain::relation::DealKey;
use crate::lang::brief::Chosen;
use crate::lang::report::amount;
use crate::lang::{Said, said};
use crate::report::brief::Flagship;
use crate::report::{code_of, name_of};
use crate::sheet::{Cell, Column, ColumnKind, Sheet};
use crate::store::{Error, Listed, Order, Reading, Sort, View};

/// How the projects that stand out are chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Choice {
    /// None are.
    None,
    /// So many of the largest.
    Largest(usize),
    /// Those with a tag.
    Tag(String),
    /// Numbers, ranges and refs.
    Named(Vec<String>),
}

pub(super) fn parse_choice(text: &str) -> Result<Choice, String> {
    let text = text.trim();
    if text.eq_ignore_ascii_case("none") {
        return Ok(Choice::None);
    }
    match text.split_once(':').map(|(what, which)| (what.trim().to_ascii_lowercase(), which.trim())) {
        Some((what, number)) if what == "largest" => {
            let number = number.parse().ok().filter(|number| (1..=MOST).contains(number));
            number.map(Choice::Largest).ok_or_else(|| format!("`largest:` wants a number from 1 to {MOST}"))
        }
        Some((what, "")) if what == "tag" => Err("`tag:` wants a tag".to_owned()),
        Some((what, tag)) if what == "tag" => Ok(Choice::Tag(tag.to_owned())),
        _ => {
            let named = text.split([',', '，', '、']).map(str::trim).filter(|text| !text.is_empty());
            let named: Vec<String> = named.map(str::to_owned).collect();
            if named.is_empty() {
                Err("`largest:N`, `tag:TAG`, numbers or `none`".to_owned())
            } else {
                Ok(Choice::Named(named))
            }
        }
    }
}

/// No briefing names more.
const MOST: usize = 1000;

impl fmt::Display for Choice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::None => f.write_str("none"),
            Self::Largest(number) => write!(f, "largest:{number}"),
            Self::Tag(tag) => write!(f, "tag:{tag}"),
            Self::Named(named) => f.write_str(&named.join(",")),
        }
    }
}

/// What is said of each, beside the place that its partner comes from, and its contract amount as people say it.
const FIELDS: [Field; 5] = [Field::Title, Field::Sector, Field::Partner, Field::BaseAmount, Field::Id];

/// The deals that stand out, the largest first. Where there are confidential ones to be hidden, these are not among them, nor is it told
/// what the others are worth.
pub(super) fn flagship(
    args: &BriefArgs,
    view: View<'_>,
    filter: &Filter,
    (catalogue, context, hides): (&Catalogue, &Context, bool),
    notes: &mut Vec<Said>,
) -> Result<Option<Flagship>, Failure> {
    let counts = |listed: &Listed| args.counting().adds_deal(listed.deal.relation);
    let filter = Filter { open_only: filter.open_only || hides, ..filter.clone() };
    let (chosen, deals) = match &args.flagship {
        Choice::None => return Ok(None),
        Choice::Largest(number) => (Chosen::Largest, largest(*number, view, &filter, catalogue, counts)?),
        Choice::Tag(tag) => {
            let mut filter = filter.clone();
            filter.members.push(Members { dimension: Dimension::Tag, any_of: vec![Value::Tag(tag.as_str().into())] });
            let mut found = Vec::new();
            view.each_deal(&filter, catalogue.home, by_amount(None), |listed| {
                found.extend(Some(listed).filter(counts));
                Ok(true)
            })?;
            if found.is_empty() {
                return Err(Failure::refused(said!(
                    "--flagship: no deal of this briefing has the tag `{tag}`",
                    "--flagship：所选项目中没有带标签`{tag}`的"
                ))
                .hint(said!("`deals report --by tag` shows the tags", "可用`deals report --by tag`查看标签")));
            }
            found.sort_by_key(|listed: &Listed| (std::cmp::Reverse(listed.deal.base_amount), listed.deal.id));
            (Chosen::Tagged(tag.clone()), found)
        }
        Choice::Named(texts) => (Chosen::Named, named(args, texts, view, &filter, catalogue)?),
    };
    // The largest of all may be confidential.
    let chosen = if hides && chosen == Chosen::Largest { Chosen::LargestOpen } else { chosen };
    if deals.len() > MOST {
        let number = deals.len();
        return Err(Failure::refused(said!(
            "--flagship: {number} deals are no selection; name fewer",
            "--flagship：所选多达{number}个，请缩小范围"
        )));
    }
    let mut flagship = sheet(chosen, &deals, catalogue, context)?;
    if hides {
        without_amounts(&mut flagship);
        notes.push(said!(
            "Amounts of single projects are left out: beside the sums they would tell of confidential ones.",
            "不列单个项目金额：与合计数对照会透露保密项目的金额。"
        ));
    }
    Ok(Some(flagship))
}

/// The same without what they are worth.
fn without_amounts(flagship: &mut Flagship) {
    flagship.amount = None;
    let sheet = &mut flagship.sheet;
    let tells: Vec<bool> = sheet.columns.iter().map(|column| column.key.contains("amount")).collect();
    let mut told = tells.iter();
    sheet.columns.retain(|_| told.next() == Some(&false));
    for row in &mut sheet.rows {
        let mut told = tells.iter();
        row.retain(|_| told.next() == Some(&false));
    }
}

fn by_amount(limit: Option<i64>) -> Reading {
    Reading { order: Order::By(Sort { field: Field::BaseAmount, descending: true }), limit, ..Reading::default() }
}

/// So many of the largest. Those that are no deals of their own are passed over, however many these are.
fn largest(
    number: usize,
    view: View<'_>,
    filter: &Filter,
    catalogue: &Catalogue,
    counts: impl Fn(&Listed) -> bool,
) -> Result<Vec<Listed>, Failure> {
    let mut limit = number * 2;
    loop {
        let (mut found, mut read, mut goes_on) = (Vec::new(), 0, true);
        view.each_deal(filter, catalogue.home, by_amount(i64::try_from(limit).ok()), |listed| {
            read += 1;
            // Of equal amounts those of the least numbers are taken, so all of them are looked at.
            let least = number.checked_sub(1).and_then(|last| found.get(last));
            let is_less = least.is_some_and(|least: &Listed| listed.deal.base_amount < least.deal.base_amount);
            if !is_less {
                found.extend(Some(listed).filter(|listed| counts(listed) && listed.deal.base_amount.is_some()));
            }
            goes_on = !is_less;
            Ok(goes_on)
        })?;
        if !goes_on || read < limit {
            found.sort_by_key(|listed| (std::cmp::Reverse(listed.deal.base_amount), listed.deal.id));
            found.truncate(number);
            return Ok(found);
        }
        limit *= 4;
    }
}

/// Those that are named, each once. They must be among the deals that the briefing is of.
fn named(
    args: &BriefArgs,
    texts: &[String],
    view: View<'_>,
    filter: &Filter,
    catalogue: &Catalogue,
) -> Result<Vec<Listed>, Failure> {
    let mut found: Vec<Listed> = Vec::new();
    for text in texts {
        for id in of_text(text, view).map_err(|failure| failure.at("--flagship"))? {
            let listed = view.deal(&DealKey::Number(id))?;
            let deal = listed.deal.clone().under_todays_names(catalogue);
            if !filter.matches(&deal, listed.partner.as_deref(), (catalogue.home, catalogue.base)) {
                return Err(Failure::refused(said!(
                    "--flagship: deal {id} is not among the deals of this briefing",
                    "--flagship：{id}号项目不在本简报范围内"
                )));
            }
            if !args.counting().adds_deal(deal.relation) {
                let relation = Said::within(deal.relation.label());
                return Err(Failure::refused(said!(
                    "--flagship: deal {id} does not count by itself ({relation})",
                    "--flagship：{id}号项目不单独计数（{relation:#}）"
                ))
                .hint(said!(
                    "name its first signing, or count everything with `--raw`",
                    "请改为首次签约的项目，或用`--raw`全部计入"
                )));
            }
            if !found.iter().any(|other| other.deal.id == id) {
                found.push(listed);
            }
        }
    }
    found.sort_by_key(|listed| (std::cmp::Reverse(listed.deal.base_amount), listed.deal.id));
    Ok(found)
}

fn sheet(chosen: Chosen, deals: &[Listed], catalogue: &Catalogue, context: &Context) -> Result<Flagship, Failure> {
    let lang = context.lang;
    let mut columns = deal_sheet::columns(&FIELDS, catalogue, lang);
    columns[3].kind = ColumnKind::Money(catalogue.base);
    let column = |key: &'static str, label: Label| Column::new(key, label.in_lang(lang), ColumnKind::Text);
    columns.insert(3, column(Dimension::Place.name(), Dimension::Place.label()));
    columns.insert(4, column(Field::Amount.name(), Field::Amount.label()));
    let mut sheet = Sheet::list(columns);
    let mut sum: Option<i64> = None;
    for listed in deals {
        let cell = |field: &Field| deal_sheet::cell(*field, listed, catalogue, lang).into_owned();
        let mut row: Vec<Cell<'static>> = FIELDS.iter().map(cell).collect();
        row.insert(3, place(listed, catalogue, lang));
        row.insert(4, contract(listed, lang));
        sheet.rows.push(row);
        if let Some(own) = listed.deal.base_amount {
            sum = Some(sum.unwrap_or(0).checked_add(own).ok_or(Error::Overflow)?);
        }
    }
    let [all, priced] = [deals.len(), deals.iter().filter(|listed| listed.deal.base_amount.is_some()).count()]
        .map(|number| i64::try_from(number).unwrap_or(i64::MAX));
    Ok(Flagship { chosen, deals: all, unpriced: all - priced, amount: sum, sheet })
}

fn place(listed: &Listed, catalogue: &Catalogue, lang: Lang) -> Cell<'static> {
    let facts = Facts::of(&listed.deal, catalogue.base);
    let value = Dimension::Place.value(&facts, catalogue.home);
    if value == Value::None {
        return Cell::Empty;
    }
    let (code, name) = (code_of(&value, catalogue).into_owned(), name_of(&value, catalogue, lang).into_owned());
    Cell::Named { code: code.into(), name: name.into() }
}

/// The contract amount in its own currency, to the last digit.
fn contract(listed: &Listed, lang: Lang) -> Cell<'static> {
    listed.deal.money().map_or(Cell::Empty, |money| Cell::Named {
        code: format!("{} {}", money.currency, money.plain()).into(),
        name: amount(money).in_lang(lang).to_owned().into(),
    })
}
