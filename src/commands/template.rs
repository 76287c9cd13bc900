//! `deals template`: an empty workbook to hand out.

use std::path::PathBuf;

use clap::Args;

use super::catalogue;
use super::context::Context;
use super::failure::Failure;
use super::output::OutputArgs;
use crate::domain::catalogue::{Catalogue, Family, Item};
use crate::domain::currency::Currency;
use crate::domain::deal::{DealKind, Field, Venue};
use crate::domain::label::Lang;
use crate::domain::relation::Relation;
use crate::domain::{place, world};
use crate::lang::template::{COLUMNS, EXAMPLE, LISTS};
use crate::lang::{Said, said, words};
use crate::render::Format;
use crate::render::template::{self, Takes, Template, TemplateColumn};
use crate::store;

/// Write an empty Excel workbook to hand out, which `import` reads when it is filled in
///
/// Its heads are in the language of `--lang`, its lists of sectors, countries, regions, currencies, events and the rest are those of the
/// ledger, where there is one. An example shows how it is done and is left out by `import`.
#[derive(Args, Debug)]
pub(crate) struct TemplateArgs {
    /// The file, ending in .xlsx; `-` for stdout
    #[arg(short, long, value_name = "FILE", help_heading = "Output")]
    output: Option<PathBuf>,
}

/// The days between which a date of signing lies.
const FIRST_DAY: &str = "1900-01-01";
const LAST_DAY: &str = "2100-12-31";

/// Runs it.
pub(crate) fn run(args: &TemplateArgs, context: &Context) -> Result<(), Failure> {
    let Some(path) = &args.output else {
        let failure = Failure::usage(said!("--output: a template needs a file", "--output：模板须写入文件"));
        return Err(failure.hint(Said::same("`deals template -o deals.xlsx`")));
    };
    let output = OutputArgs::to(path.clone());
    if output.layout(context, Format::Xlsx)?.format != Format::Xlsx {
        let message = said!("{} is no name of a workbook", "{}不是工作簿的文件名", path.display());
        let failure = Failure::usage(message).at("--output");
        return Err(failure.hint(Said::same("`deals template -o deals.xlsx`")));
    }
    let known = known(context)?;
    output.with_sink(context, |out| template::write(out, &filled(&known, context.lang)))
}

/// What the ledger knows, or what one would that is made today.
fn known(context: &Context) -> Result<Catalogue, Failure> {
    match store::Store::open(&context.ledger()?, context.patience) {
        Ok(store) => catalogue::whole(store.view()),
        Err(store::Error::NotThere(_)) => Ok(world::catalogue(Currency::CNY, place::CHINA)),
        Err(error) => Err(error.into()),
    }
}

fn filled(known: &Catalogue, lang: Lang) -> Template {
    let columns = COLUMNS.iter().map(|(field, head, hint)| {
        let takes = takes(field, known, lang);
        let example = example(field, &takes, lang);
        let is_required = matches!(*field, "title" | "signed" | "sector");
        TemplateColumn { head: head.in_lang(lang), hint: hint.in_lang(lang), is_required, takes, example }
    });
    Template { name: words(lang).sheet, lists: LISTS.in_lang(lang), columns: columns.collect() }
}

fn takes(field: &str, known: &Catalogue, lang: Lang) -> Takes {
    if Field::named(field).is_some_and(Field::is_date) {
        return Takes::Date(FIRST_DAY, LAST_DAY);
    }
    let (values, only) = match field {
        "amount" => return Takes::Amount,
        "event" => (names(known, Family::Event, lang), false),
        "sector" => (names(known, Family::Sector, lang), false),
        "country" => (names(known, Family::Country, lang), true),
        "region" => (names(known, Family::Region, lang), false),
        "currency" => (currencies(known.base), true),
        "kind" => (DealKind::all().map(|kind| kind.name(lang).to_owned()).collect(), true),
        "relation" => (Relation::all().map(|relation| relation.name(lang).to_owned()).collect(), true),
        "confidential" => (vec![words(lang).yes.to_owned(), words(lang).no.to_owned()], true),
        "venue" => (Venue::all().map(|venue| venue.name(lang).to_owned()).collect(), true),
        _ => return Takes::Text,
    };
    Takes::OneOf { values, only }
}

/// The names of a family: the usual ones first, countries in the order of the alphabet where the language has one.
fn names(known: &Catalogue, family: Family, lang: Lang) -> Vec<String> {
    let is_usual = |item: &Item| match family {
        Family::Event => Some(item.id) == known.default_event,
        Family::Country => item.id == known.home,
        _ => item.country == Some(known.home),
    };
    let mut items: Vec<&Item> = known.items(family).collect();
    if family == Family::Country {
        items.sort_by_key(|item| if lang == Lang::En { item.label(lang) } else { item.code() });
    }
    items.sort_by_key(|item| !is_usual(item));
    let mut names: Vec<String> = Vec::with_capacity(items.len());
    for name in items.iter().map(|item| item.label(lang)) {
        if !names.iter().any(|other| other == name) {
            names.push(name.to_owned());
        }
    }
    names
}

/// The codes of all currencies, the base first.
fn currencies(base: Currency) -> Vec<String> {
    let others = Currency::all().filter(|currency| *currency != base);
    std::iter::once(base).chain(others).map(|currency| currency.code().to_owned()).collect()
}

/// What the example has in a field: the first of a list, else words of its own.
fn example(field: &str, takes: &Takes, lang: Lang) -> String {
    let words = || EXAMPLE.iter().find(|(name, _)| *name == field).map(|(_, words)| words.in_lang(lang).to_owned());
    let is_usual = |field: &str| matches!(field, "relation" | "confidential");
    let first = if is_usual(field) {
        None
    } else if let Takes::OneOf { values, .. } = takes {
        values.first().cloned()
    } else {
        words()
    };
    first.unwrap_or_default()
}
