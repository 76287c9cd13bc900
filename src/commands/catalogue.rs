//! What the commands on names share: finding an item, adding, changing, merging and listing.

use clap::Args;

use super::context::Context;
use super::failure::Failure;
use super::faults;
use super::output::OutputArgs;
use crate::domain::catalogue::{Catalogue, Days, Family, Id, Item};
use crate::domain::date::{DateFault, parse_day};
use crate::domain::fold::{code_from, is_code};
use crate::domain::label::{Lang, label};
use crate::domain::name::Name;
use crate::domain::world;
use crate::lang::faults::noun;
use crate::lang::{Said, said, words};
use crate::sheet::{Cell, Column, ColumnKind, Sheet};
use crate::store::{View, Write};

/// The code and name of an item that is added.
#[derive(Args, Debug)]
pub(crate) struct Coded {
    /// Its code: letters, digits, `-`, `_` and `.`
    #[arg(value_name = "CODE")]
    pub(crate) code: String,
    /// Its name
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
}

/// Names of an item that is added.
#[derive(Args, Debug)]
pub(crate) struct NewNames {
    /// Its name in Chinese
    #[arg(long, value_name = "NAME")]
    pub name_zh: Option<String>,
    /// Another spelling it is found by; can be repeated
    #[arg(long, value_name = "NAME")]
    pub alias: Vec<String>,
    /// Kept with the entry in the log
    #[arg(short, long, value_name = "TEXT")]
    pub message: Option<String>,
}

/// Changes of the names of an item.
#[derive(Args, Debug)]
pub(crate) struct NameChanges {
    /// Its new name; the old one stays an alias
    #[arg(long, value_name = "NAME")]
    pub name: Option<String>,
    /// Its new name in Chinese
    #[arg(long, value_name = "NAME")]
    pub name_zh: Option<String>,
    /// Another spelling it is found by; can be repeated
    #[arg(long, value_name = "NAME")]
    pub alias: Vec<String>,
    /// A spelling it is no longer found by; can be repeated
    #[arg(long, value_name = "NAME")]
    pub remove_alias: Vec<String>,
    /// Kept with the entry in the log
    #[arg(short, long, value_name = "TEXT")]
    pub message: Option<String>,
}

/// Items that turn out to be one.
#[derive(Args, Debug)]
pub(crate) struct MergeArgs {
    /// The names that go
    #[arg(value_name = "NAME", required = true)]
    from: Vec<String>,
    /// The name that stays
    #[arg(long, value_name = "NAME")]
    into: String,
    /// Kept with the entry in the log
    #[arg(short, long, value_name = "TEXT")]
    message: Option<String>,
}

/// A list of the items.
#[derive(Args, Debug)]
pub(crate) struct ListArgs {
    #[command(flatten)]
    output: OutputArgs,
}

/// Everything a ledger knows by name.
pub(crate) fn whole(view: View<'_>) -> Result<Catalogue, Failure> {
    let mut catalogue = view.catalogue()?;
    view.load_all(&mut catalogue)?;
    Ok(catalogue)
}

/// Finds an item by code, name or alias.
pub(crate) fn find(catalogue: &Catalogue, family: Family, text: &str) -> Result<Item, Failure> {
    let id = catalogue.find(family, text).map_err(|unknown| faults::of_name(&unknown))?;
    let item = catalogue.item(family, id).cloned();
    item.ok_or_else(|| Failure::refused(said!("no {} matches `{text}`", "没有与`{text}`相符的{:#}", noun(family))))
}

/// Adds an item, with its code, name and spellings checked.
pub(crate) fn add(
    context: &Context,
    family: Family,
    (code, name): (Option<&str>, &str),
    names: &NewNames,
    complete: impl Fn(&Catalogue, &mut Item) -> Result<(), Failure>,
) -> Result<(), Failure> {
    check_code(family, code)?;
    check_name(family, name)?;
    let mut store = context.open_to_write()?;
    let command = format!("{} add", family.word());
    let written = store.write(&command, &context.author(names.message.as_deref()), |write| {
        let catalogue = whole(write.view())?;
        let mut item = Item::new(Id(0), code.map(str::to_owned), name.trim().to_owned());
        item.name_zh = names.name_zh.as_deref().map(|name| name.trim().to_owned());
        complete(&catalogue, &mut item)?;
        item.id = catalogue.id_for(family, item.country, item.code());
        let spellings = world::spellings(&item).chain(names.alias.iter().map(String::as_str));
        check_spellings(&catalogue, family, &item, spellings)?;
        write.add_item(family, &item, &names.alias)?;
        Ok::<_, Failure>(item)
    })?;
    context.announce(store.path(), &written);
    let item = &written.value;
    let (word, code, name) = (noun(family), item.code(), Name::from(item));
    let name = Said::from(&name);
    context.console.talk(said!("added {word} {code}: {name}", "已添加{word:#}{code}：{name:#}"));
    Ok(())
}

/// Changes the names of an item, and whatever else `complete` does to it.
pub(crate) fn edit(
    context: &Context,
    family: Family,
    changes: &NameChanges,
    find: impl Fn(&Catalogue) -> Result<Item, Failure>,
    complete: impl Fn(&Catalogue, &mut Item) -> Result<(), Failure>,
) -> Result<(), Failure> {
    if let Some(name) = &changes.name {
        check_name(family, name)?;
    }
    let mut store = context.open_to_write()?;
    let command = format!("{} edit", family.word());
    let written = store.write(&command, &context.author(changes.message.as_deref()), |write| {
        let catalogue = whole(write.view())?;
        let before = find(&catalogue)?;
        let mut after = before.clone();
        if let Some(name) = &changes.name {
            name.trim().clone_into(&mut after.name);
        }
        if let Some(name_zh) = &changes.name_zh {
            after.name_zh = Some(name_zh.trim().to_owned()).filter(|name| !name.is_empty());
        }
        complete(&catalogue, &mut after)?;
        let spellings = world::spellings(&after).chain(changes.alias.iter().map(String::as_str));
        check_spellings(&catalogue, family, &after, spellings)?;
        check_removed(write, &catalogue, family, &after, &changes.remove_alias)?;
        let aliases = (&*changes.alias, &*changes.remove_alias);
        write.edit_item(&catalogue, family, (&before, &after), aliases)?;
        Ok::<_, Failure>(after)
    })?;
    context.announce(store.path(), &written);
    let (word, code) = (noun(family), written.value.code());
    context.console.talk(match written.entry {
        Some(_) => said!("changed {word} {code}", "已修改{word:#}{code}"),
        None => said!("nothing to change: {word} {code} is so already", "无需修改：{word:#}{code}已是如此"),
    });
    Ok(())
}

/// Merges items into one.
pub(crate) fn merge(context: &Context, family: Family, args: &MergeArgs) -> Result<(), Failure> {
    let mut store = context.open_to_write()?;
    let command = format!("{} merge", family.word());
    let written = store.write(&command, &context.author(args.message.as_deref()), |write| {
        let mut catalogue = whole(write.view())?;
        let into = find(&catalogue, family, &args.into)?;
        let mut merged = Vec::new();
        for name in &args.from {
            let from = find(&catalogue, family, name)?;
            if from.id == into.id {
                let (word, same) = (family.word(), &into.name);
                return Err(Failure::refused(said!("`{name}` is `{same}` already", "`{name}`与`{same}`本是同一个"))
                    .hint(said!("`deals {word} list` shows what there is", "可用`deals {word} list`查看现有名称")));
            }
            write.merge(&catalogue, family, from.id, into.id)?;
            catalogue.insert(family, Item { successor: Some(into.id), ..from.clone() });
            merged.push(from.name);
        }
        Ok((merged, into))
    })?;
    context.announce(store.path(), &written);
    let (merged, into) = &written.value;
    let merged: Vec<Said> = merged.iter().map(|name| Said::same(format!("`{name}`"))).collect();
    let (merged, into) = (Said::joined(&merged, label(", ", "、")), &into.name);
    context.console.talk(said!("merged {merged} into `{into}`", "已将{merged:#}并入`{into}`"));
    Ok(())
}

/// Lists the items of a family that were not merged into others.
pub(crate) fn list(context: &Context, family: Family, args: &ListArgs) -> Result<(), Failure> {
    let store = context.open()?;
    let view = store.view();
    let mut catalogue = view.catalogue()?;
    view.load_items(&mut catalogue, family)?;
    view.load_items(&mut catalogue, Family::Country)?;
    let words = words(context.lang);
    let text = |key, label| Column::new(key, label, ColumnKind::Text);
    let mut columns = Vec::new();
    if family.has_codes() {
        columns.push(text("code", words.code));
    }
    columns.extend([text("name", words.name), text("name_zh", words.name_zh)]);
    match family {
        Family::Event => columns.extend([
            text("city", words.city),
            text("from", words.from),
            text("to", words.to),
            text("scope", words.scope),
            Column::new("published_deals", words.published_deals, ColumnKind::Count),
            Column::new("published_amount", words.published_amount, ColumnKind::Money(catalogue.base)),
            text("source", words.source),
        ]),
        Family::Region => columns.push(text("country", Family::Country.label().in_lang(context.lang))),
        _ => {}
    }
    columns.push(text("aliases", words.aliases));
    let mut items: Vec<&Item> = catalogue.items(family).collect();
    items.sort_by(|a, b| a.code().cmp(b.code()).then(a.id.cmp(&b.id)));
    let aliases = view.aliases(family, &catalogue)?;
    let mut sheet = Sheet::list(columns);
    for item in items {
        let aliases = Cell::text(aliases.get(&item.id).map(|aliases| aliases.join("; ")));
        let mut row = Vec::new();
        if family.has_codes() {
            row.push(Cell::text(item.code.clone()));
        }
        row.extend([Cell::text(Some(item.name.clone())), Cell::text(item.name_zh.clone())]);
        row.extend(more(family, item, &catalogue, context.lang));
        row.push(aliases);
        sheet.rows.push(row);
    }
    args.output.write(context, &sheet)
}

/// What a family has beside names.
fn more(family: Family, item: &Item, catalogue: &Catalogue, lang: Lang) -> Vec<Cell<'static>> {
    let day = |day: Option<chrono::NaiveDate>| Cell::text(day.map(|day| day.to_string()));
    let country = |id: Id| catalogue.item(Family::Country, id).map(|country| country.code().to_owned());
    match family {
        Family::Event => vec![
            Cell::text(item.city.clone()),
            day(item.days.map(|days| days.from)),
            day(item.days.map(|days| days.to)),
            item.scope
                .map_or(Cell::Empty, |scope| Cell::Named { code: scope.code().into(), name: scope.name(lang).into() }),
            item.published.deals.map_or(Cell::Empty, Cell::Count),
            item.published.amount.map_or(Cell::Empty, |minor| Cell::Money { minor, currency: catalogue.base }),
            Cell::text(item.published.source.clone()),
        ],
        Family::Region => vec![Cell::text(item.country.and_then(country))],
        _ => Vec::new(),
    }
}

/// The days of an event, from what is given and what it had.
pub(crate) fn days(from: Option<&str>, to: Option<&str>, had: Option<Days>) -> Result<Option<Days>, Failure> {
    let day = |option: &str, text: Option<&str>| {
        let fault = |fault: DateFault| Failure::refused(&fault).at(option);
        text.map(parse_day).transpose().map_err(fault)
    };
    let (from, to) = (day("--from", from)?, day("--to", to)?);
    let (first, last) = match (from, to, had) {
        (None, None, had) => return Ok(had),
        (Some(from), Some(to), _) => (from, to),
        (Some(from), None, had) => (from, had.map_or(from, |had| had.to)),
        (None, Some(to), Some(had)) => (had.from, to),
        (None, Some(_), None) => {
            return Err(Failure::refused(said!("--from: is required with --to", "--from：填写`--to`时必填")));
        }
    };
    if first > last {
        return Err(Failure::refused(said!(
            "--to: the event would end on {last}, before it begins on {first}",
            "--to：活动结束日期{last}早于开始日期{first}"
        )));
    }
    Ok(Some(Days { from: first, to: last }))
}

fn check_code(family: Family, code: Option<&str>) -> Result<(), Failure> {
    let Some(code) = code.filter(|code| !is_code(code)) else { return Ok(()) };
    let failure = Failure::refused(said!(
        "`{code}` is not a code: letters, digits, `-`, `_` and `.` make one",
        "`{code}`不是代码：代码由字母、数字、`-`、`_`和`.`组成"
    ));
    let made = code_from(code);
    let word = family.word();
    let hint = Said::same(format!("`deals {word} add {made} \"{code}\"`"));
    Err(if is_code(&made) { failure.hint(hint) } else { failure })
}

fn check_name(family: Family, name: &str) -> Result<(), Failure> {
    if name.trim().is_empty() {
        Err(Failure::refused(said!("the name of the {} is blank", "{:#}的名称为空", noun(family))))
    } else {
        Ok(())
    }
}

/// No spelling may lead to another item.
fn check_spellings<'a>(
    catalogue: &Catalogue,
    family: Family,
    item: &Item,
    spellings: impl Iterator<Item = &'a str>,
) -> Result<(), Failure> {
    for spelling in spellings {
        let is_none = spelling.trim().eq_ignore_ascii_case("none");
        if family.key(spelling).is_empty() || is_none {
            return Err(Failure::refused(if is_none {
                said!(
                    "`{spelling}` cannot be a name: it stands for having none",
                    "`{spelling}`不能用作名称：它表示“没有”"
                )
            } else {
                said!("`{spelling}` cannot be a name: it is blank", "`{spelling}`不能用作名称：内容为空")
            }));
        }
        let owner = match (family, item.country) {
            (Family::Region, Some(country)) => catalogue.region(country, spelling),
            _ => catalogue.get(family, spelling),
        };
        let owner = owner.filter(|owner| *owner != item.id).and_then(|owner| catalogue.item(family, owner));
        // Deals of the past go by its code; partners, who have none, may go by one name.
        let retired = catalogue.retired(family, spelling).filter(|retired| {
            let is_own = world::spellings(retired).any(|own| family.key(own) == family.key(spelling));
            family.has_codes() && family != Family::Region && retired.id != item.id && is_own
        });
        if let Some(retired) = retired {
            let (word, code, noun) = (family.word(), retired.code(), noun(family));
            return Err(Failure::refused(said!(
                "`{spelling}` belongs to the {noun} `{code}`, which was taken back",
                "`{spelling}`属于已撤销的{noun:#}`{code}`"
            ))
            .hint(said!(
                "`deals {word} add {code} NAME` makes that again",
                "可用`deals {word} add {code} 名称`重新添加"
            )));
        }
        if let Some(owner) = owner {
            let (word, code, name) = (noun(family), owner.code(), Name::from(owner));
            let name = Said::from(&name);
            return Err(Failure::refused(said!(
                "`{spelling}` is taken by the {word} `{code}` ({name})",
                "`{spelling}`已被{word:#}`{code}`（{name:#}）占用"
            )));
        }
    }
    Ok(())
}

/// Only an alias can be taken away: code and names are what the item is.
fn check_removed(
    write: &Write<'_>,
    catalogue: &Catalogue,
    family: Family,
    item: &Item,
    removed: &[String],
) -> Result<(), Failure> {
    let aliases = write.view().aliases(family, catalogue)?.remove(&item.id).unwrap_or_default();
    let has = |wanted: &str| aliases.iter().any(|alias| family.key(alias) == family.key(wanted));
    match removed.iter().find(|alias| !has(alias)) {
        Some(alias) => {
            let (word, code) = (noun(family), item.code());
            Err(Failure::refused(said!(
                "`{alias}` is not an alias of {word} `{code}`",
                "`{alias}`不是{word:#}`{code}`的别名"
            )))
        }
        None => Ok(()),
    }
}
