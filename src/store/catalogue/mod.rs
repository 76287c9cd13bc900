//! The catalogue in the ledger: filling a new one, loading, adding, changing, merging.

mod json;
mod taking_back;
mod texts;

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde_json::json;

use super::engine::{Cell, Engine, Param};
use super::error::Result;
use super::{View, Write};
use crate::domain::catalogue::{Catalogue, Days, Family, Id, Item};
use crate::domain::currency::Currency;
use crate::domain::date::parse_day;
use crate::domain::event::{Published, Scope};
use crate::domain::world::{self, BuiltIn};
use json::as_json;
use texts::texts;

const PUT_CURRENCY: &str = "INSERT INTO currency (id, code, digits) VALUES ($1, $2, $3)";
const SET_DEFAULT_EVENT: &str = "UPDATE ledger SET default_event_id = $1";

/// Puts into a new ledger what it knows from the start.
pub(super) fn fill(engine: &Engine) -> Result<()> {
    let mut statement = engine.bulk(PUT_CURRENCY)?;
    for currency in Currency::all() {
        statement.run(&[currency.number().into(), currency.code().into(), i64::from(currency.digits()).into()])?;
    }
    let take_in = |family: Family, built_in: &BuiltIn| {
        let BuiltIn { item, aliases } = built_in;
        put(engine, family, item)?;
        let mut seen = Vec::new();
        for name in world::spellings(item).chain(aliases.iter().copied()) {
            let key = family.key(name);
            if !seen.contains(&key) {
                put_key(engine, family, item, &key, name)?;
                seen.push(key);
            }
        }
        Ok(())
    };
    world::sectors().try_for_each(|sector| take_in(Family::Sector, &sector))?;
    world::countries().try_for_each(|country| take_in(Family::Country, &country))?;
    world::regions().try_for_each(|region| take_in(Family::Region, &region))
}

fn put(engine: &Engine, family: Family, item: &Item) -> Result<()> {
    let code = Param::from(item.code.as_deref());
    let name = Param::from(&*item.name);
    let name_zh = Param::from(item.name_zh.as_deref());
    let id = Param::from(item.id.0);
    let successor = Param::from(item.successor.map(|id| id.0));
    let retired = Param::from(item.retired.then_some(1));
    let put = texts(family).put;
    match family {
        Family::Country => engine.execute(put, &[id, code, name, name_zh]),
        Family::Sector => engine.execute(put, &[id, code, name, name_zh, retired]),
        Family::District => engine.execute(put, &[id, code, name, name_zh, successor, retired]),
        Family::Partner => engine.execute(put, &[id, name, name_zh, successor, retired]),
        Family::Region => engine.execute(put, &[id, code, name, name_zh, item.country.map(|id| id.0).into(), retired]),
        Family::Event => {
            let [from, to] = [item.days.map(|days| days.from), item.days.map(|days| days.to)].map(day_text);
            let city = Param::from(item.city.as_deref());
            let [from, to] = [Param::from(from.as_deref()), Param::from(to.as_deref())];
            let scope = Param::from(item.scope.map(Scope::number));
            let Published { deals, amount, source } = &item.published;
            let [deals, amount, source] = [Param::from(*deals), Param::from(*amount), Param::from(source.as_deref())];
            engine.execute(put, &[id, code, name, name_zh, city, from, to, scope, deals, amount, source, retired])
        }
    }?;
    Ok(())
}

fn put_key(engine: &Engine, family: Family, item: &Item, key: &str, name: &str) -> Result<()> {
    let owner = Param::from(item.id.0);
    let put = texts(family).put_key;
    match item.country {
        Some(country) if family == Family::Region => {
            engine.execute(put, &[owner, key.into(), name.into(), country.0.into()])
        }
        _ => engine.execute(put, &[owner, key.into(), name.into()]),
    }?;
    Ok(())
}

fn day_text(day: Option<NaiveDate>) -> Option<String> {
    day.map(|day| day.to_string())
}

const ITEM_COLUMNS: [&str; 14] = [
    "id",
    "code",
    "name",
    "name_zh",
    "country_id",
    "successor_id",
    "city",
    "first_day",
    "last_day",
    "scope",
    "published_deals",
    "published_amount",
    "published_source",
    "retired",
];

fn read_item(cells: [Cell<'_>; 14]) -> Result<Item> {
    let [id, code, name, name_zh, country, successor, city, from, to, scope, deals, amount, source, retired] = cells;
    let day = |cell: Cell<'_>| Ok::<_, super::Error>(cell.opt_text()?.and_then(|text| parse_day(text).ok()));
    Ok(Item {
        id: Id(id.int()?),
        code: code.owned()?,
        name: name.text()?.to_owned(),
        name_zh: name_zh.owned()?,
        country: country.opt_int()?.map(Id),
        successor: successor.opt_int()?.map(Id),
        days: day(from)?.zip(day(to)?).map(|(from, to)| Days { from, to }),
        city: city.owned()?,
        scope: scope.opt_int()?.and_then(Scope::from_number),
        published: Published { deals: deals.opt_int()?, amount: amount.opt_int()?, source: source.owned()? },
        retired: retired.opt_int()?.is_some(),
    })
}

impl View<'_> {
    /// What was taken back since is there where the ledger is read as it stood.
    fn read(self, cells: [Cell<'_>; 14]) -> Result<Item> {
        let item = read_item(cells)?;
        Ok(Item { retired: item.retired && self.as_of.is_none(), ..item })
    }

    /// Takes in the items of a family, without their spellings.
    pub fn load_items(&self, catalogue: &mut Catalogue, family: Family) -> Result<()> {
        self.each_item(family, |item| {
            catalogue.insert(family, item);
            Ok(())
        })
    }

    /// The items of a family one by one, in the order of their numbers.
    pub(super) fn each_item(self, family: Family, mut take: impl FnMut(Item) -> Result<()>) -> Result<()> {
        self.engine.each(texts(family).items, &[], ITEM_COLUMNS, |cells| {
            take(self.read(cells)?)?;
            Ok(true)
        })
    }

    /// The spellings of a family one by one: the key, and what was written.
    pub(super) fn each_spelling(self, family: Family, mut take: impl FnMut(&str, &str)) -> Result<()> {
        self.engine.each(texts(family).names, &[], ["key", "name"], |[key, name]| {
            take(key.text()?, name.text()?);
            Ok(true)
        })
    }

    /// Whether a spelling leads to an item, itself or by way of one that was merged into it.
    pub(super) fn leads_to(self, family: Family, spelling: &str, item: &Item) -> Result<bool> {
        let key = family.key(spelling);
        let owners =
            self.engine.all(texts(family).key, &[Param::from(&*key)], ["id", "country_id"], |[id, country]| {
                Ok((Id(id.int()?), country.opt_int()?.map(Id)))
            })?;
        for (owner, _) in owners.into_iter().filter(|(_, country)| *country == item.country) {
            let merged = |other: &Item| other.id == owner && other.successor == Some(item.id);
            let stands_for =
                || self.engine.all(texts(family).item_and_merged, &[owner.0.into()], ITEM_COLUMNS, read_item);
            if owner == item.id || stands_for()?.iter().any(merged) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Takes in everything: items and spellings of all families.
    pub fn load_all(&self, catalogue: &mut Catalogue) -> Result<()> {
        Family::all().try_for_each(|family| self.load_family(catalogue, family))
    }

    fn load_family(self, catalogue: &mut Catalogue, family: Family) -> Result<()> {
        self.load_items(catalogue, family)?;
        self.engine.each(texts(family).keys, &[], ["key", "id", "country_id"], |[key, id, country]| {
            catalogue.insert_key(family, country.opt_int()?.map(Id), key.text()?.to_owned(), Id(id.int()?));
            Ok(true)
        })
    }

    /// Takes in what each text could name in its family.
    ///
    /// A region can also name Hong Kong, Macao or Taiwan, so its text is looked up among the countries as well.
    pub fn load_named(&self, catalogue: &mut Catalogue, texts_by_family: &[(Family, &str)]) -> Result<()> {
        for &(family, text) in texts_by_family {
            self.load_spelling(catalogue, family, text)?;
            if family == Family::District && catalogue.get(family, text).is_none() {
                // It will be made, with a code that no other one may have.
                self.load_family(catalogue, family)?;
            }
            let other = match family {
                Family::Region => Family::Country,
                Family::Country => Family::Region,
                _ => continue,
            };
            self.load_spelling(catalogue, other, text)?;
        }
        Ok(())
    }

    /// The same where a partner, region or district that a text names may be made: takes in where their numbers go on from as well.
    pub fn load_named_or_made(&self, catalogue: &mut Catalogue, texts_by_family: &[(Family, &str)]) -> Result<()> {
        use Family::{District, Partner, Region};
        self.load_named(catalogue, texts_by_family)?;
        for &(family, _) in texts_by_family.iter().filter(|(family, _)| matches!(family, Partner | Region | District)) {
            let last = self.engine.one(texts(family).last, &[], ["last"], |[last]| last.int())?;
            catalogue.reserve(family, last.unwrap_or(0) + 1);
        }
        Ok(())
    }

    fn load_spelling(self, catalogue: &mut Catalogue, family: Family, text: &str) -> Result<()> {
        let key = family.key(text);
        let found =
            self.engine.all(texts(family).key, &[Param::from(&*key)], ["id", "country_id"], |[id, country]| {
                Ok((Id(id.int()?), country.opt_int()?.map(Id)))
            })?;
        for (id, country) in found {
            self.load_item(catalogue, family, id)?;
            catalogue.insert_key(family, country, key.clone(), id);
        }
        Ok(())
    }

    /// Takes in one item with what was merged into it, and its country; of one that was merged itself, that of which it is part by now.
    pub fn load_item(&self, catalogue: &mut Catalogue, family: Family, id: Id) -> Result<()> {
        self.load_with_merged(catalogue, family, id)?;
        let item = catalogue.item(family, id);
        let (successor, country) = (item.and_then(|item| item.successor), item.and_then(|item| item.country));
        // A successor stands for itself. In a damaged ledger it may not, and is not followed further.
        if let Some(successor) = successor {
            self.load_with_merged(catalogue, family, successor)?;
        }
        if let Some(country) = country {
            self.load_with_merged(catalogue, Family::Country, country)?;
        }
        Ok(())
    }

    fn load_with_merged(&self, catalogue: &mut Catalogue, family: Family, id: Id) -> Result<()> {
        self.engine.each(texts(family).item_and_merged, &[id.0.into()], ITEM_COLUMNS, |cells| {
            catalogue.insert(family, self.read(cells)?);
            Ok(true)
        })
    }

    /// The aliases of every item of a family: the spellings that are not its code or a name. One pass for all of them.
    pub fn aliases(&self, family: Family, catalogue: &Catalogue) -> Result<BTreeMap<Id, Vec<String>>> {
        let mut aliases: BTreeMap<Id, Vec<String>> = BTreeMap::new();
        self.engine.each(texts(family).names, &[], ["id", "key", "name"], |[id, key, name]| {
            let (id, key) = (Id(id.int()?), key.text()?);
            // What was merged leaves its names to the one that stays.
            let item = catalogue.current(family, id);
            if let Some(item) = item.filter(|item| !world::spellings(item).any(|own| family.key(own) == key)) {
                aliases.entry(item.id).or_default().push(name.text()?.to_owned());
            }
            Ok(true)
        })?;
        Ok(aliases)
    }
}

impl Write<'_> {
    /// Adds an item with its aliases. None of its spellings may belong to another.
    pub fn add_item(&mut self, family: Family, item: &Item, aliases: &[String]) -> Result<()> {
        put(self.engine, family, item)?;
        self.record(family.word(), item.id.0, None, Some(as_json(item)))?;
        self.add_spellings(family, item, Vec::new(), world::spellings(item).chain(aliases.iter().map(String::as_str)))
    }

    /// Adds what was made in memory: the partners, districts, regions and whatever else came for the first time.
    pub fn add_made(&mut self, catalogue: &Catalogue) -> Result<()> {
        Family::all()
            .try_for_each(|family| catalogue.made(family).try_for_each(|item| self.add_item(family, item, &[])))?;
        self.add_new_spellings(catalogue)
    }

    /// Adds the spellings under which partners were found loosely. One that no deal uses was not added, and gets none.
    fn add_new_spellings(&mut self, catalogue: &Catalogue) -> Result<()> {
        for (id, name) in catalogue.new_spellings() {
            let keys = texts(Family::Partner).keys_of;
            let keys = self.engine.all(keys, &[id.0.into()], ["key"], |[key]| Ok(key.text()?.to_owned()))?;
            if let Some(item) = catalogue.item(Family::Partner, *id).filter(|_| !keys.is_empty()) {
                self.add_spellings(Family::Partner, item, keys, std::iter::once(name.as_str()))?;
            }
        }
        Ok(())
    }

    /// The same, but for what no deal of the ledger uses, which is taken out of the catalogue.
    pub fn add_made_in_use(&mut self, catalogue: &mut Catalogue) -> Result<()> {
        for family in Family::all() {
            let made: Vec<Id> = catalogue.made(family).map(|item| item.id).collect();
            for id in made {
                let used = self.engine.one(texts(family).used, &[id.0.into()], ["found"], |[found]| found.int())?;
                if used.is_none() {
                    catalogue.unmake(family, id);
                }
            }
        }
        self.add_made(catalogue)
    }

    /// Changes an item from `before` to `after`, adds aliases and takes others away. What it was called stays an alias, and what
    /// was merged into it leaves it its names.
    pub fn edit_item(
        &mut self,
        catalogue: &Catalogue,
        family: Family,
        (before, after): (&Item, &Item),
        (add, drop): (&[String], &[String]),
    ) -> Result<()> {
        if before != after {
            put(self.engine, family, after)?;
            self.record(family.word(), after.id.0, Some(as_json(before)), Some(as_json(after)))?;
        }
        let table = format!("{}_alias", family.word());
        let owners = catalogue.with_merged(family, after.id);
        for (alias, owner) in drop.iter().flat_map(|alias| owners.iter().map(move |owner| (alias, owner))) {
            let key = family.key(alias);
            if self.engine.execute(texts(family).drop_key, &[owner.0.into(), Param::from(&*key)])? > 0 {
                self.record(&table, owner.0, Some(json!({ "name": alias })), None)?;
            }
        }
        let mut has = Vec::new();
        for owner in owners {
            let keys = texts(family).keys_of;
            has.extend(self.engine.all(keys, &[owner.0.into()], ["key"], |[key]| Ok(key.text()?.to_owned()))?);
        }
        self.add_spellings(family, after, has, world::spellings(after).chain(add.iter().map(String::as_str)))
    }

    /// Makes `from`, and all that was merged into it, stand for `into`.
    pub fn merge(&mut self, catalogue: &Catalogue, family: Family, from: Id, into: Id) -> Result<()> {
        for id in catalogue.with_merged(family, from) {
            let Some(before) = catalogue.item(family, id) else { continue };
            let after = Item { successor: Some(into), ..before.clone() };
            put(self.engine, family, &after)?;
            self.record(family.word(), id.0, Some(as_json(before)), Some(as_json(&after)))?;
        }
        Ok(())
    }

    /// Sets the event of later deals that name none.
    pub fn set_default_event(&mut self, before: Option<Id>, after: Option<Id>) -> Result<()> {
        if before == after {
            return Ok(());
        }
        self.engine.execute(SET_DEFAULT_EVENT, &[after.map(|id| id.0).into()])?;
        let text = |event: Option<Id>| Some(json!({ "default_event_id": event.map(|id| id.0) }));
        self.record("ledger", 1, text(before), text(after))
    }

    /// Adds the spellings of an item whose keys are not among those it has.
    fn add_spellings<'a>(
        &mut self,
        family: Family,
        item: &Item,
        mut known: Vec<String>,
        names: impl Iterator<Item = &'a str>,
    ) -> Result<()> {
        // A new item has its code and names; of one that had others it must be known which came with them.
        let is_new = known.is_empty();
        let own: Vec<String> = world::spellings(item).map(|name| family.key(name)).collect();
        for name in names {
            let key = family.key(name);
            if known.contains(&key) {
                continue;
            }
            put_key(self.engine, family, item, &key, name)?;
            if !is_new || !own.contains(&key) {
                let table = format!("{}_alias", family.word());
                self.record(&table, item.id.0, None, Some(json!({ "name": name })))?;
            }
            known.push(key);
        }
        Ok(())
    }
}
