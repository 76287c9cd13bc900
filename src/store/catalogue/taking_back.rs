//! Taking back what an entry changed in the catalogue, in rates and in the default event.
//!
//! Each change is kept in the journal as it was before and after, so it is taken back by putting the one in place of the other, the last
//! change first, if what is there is still as the entry left it. An item that was made is retired rather than deleted, since deals
//! of the past may refer to it; where something has come to use it, it stays.

use std::collections::HashSet;

use serde_json::{Value, json};

use super::json::{as_json, from_json};
use super::texts::texts;
use super::{ITEM_COLUMNS, put, put_key};
use crate::domain::catalogue::{Catalogue, Family, Id, Item};
use crate::domain::world;
use crate::store::error::Result;
use crate::store::journal::NameChange;
use crate::store::undo::Left;
use crate::store::{Span, View, Write};

/// The items of a family, by number, that are not free to be retired.
type InUse = HashSet<i64>;

/// Whom a spelling leads to.
enum Owner {
    Itself,
    Other(Id),
    Nobody,
}

impl View<'_> {
    /// The items that were taken back and that deals refer to all the same.
    pub(in crate::store) fn retired_in_use(self, family: Family) -> Result<Vec<Item>> {
        if self.engine.one(texts(family).any_retired, &[], ["found"], |[found]| found.int())?.is_none() {
            return Ok(Vec::new());
        }
        self.engine.all(texts(family).retired_in_use, &[], ITEM_COLUMNS, |cells| self.read(cells))
    }
}

impl Write<'_> {
    /// Takes back the changes of an entry. Says how many.
    pub(in crate::store) fn take_back_names(&mut self, entry: i64, left: &mut Vec<Left>) -> Result<usize> {
        let mut changes = self.view().name_changes(Span::of(entry))?;
        changes.reverse();
        // Which spellings an item keeps follows from what it is called then.
        changes.sort_by_key(|change| change.table.ends_with("_alias"));
        let mut catalogue = self.view().catalogue()?;
        let mut in_use: [Option<InUse>; 6] = Default::default();
        let mut taken_back = 0;
        for change in changes {
            let family = |table: &str| Family::all().find(|family| family.word() == table);
            let is_taken = match (family(&change.table), change.table.strip_suffix("_alias").and_then(family)) {
                (Some(family), _) => self.take_back_item(family, &change, &mut in_use, left)?,
                (None, Some(family)) => self.take_back_alias(family, &change, left)?,
                (None, None) if change.table == "rate" => self.take_back_rate(&change, left)?,
                (None, None) => self.take_back_setting(&mut catalogue, &change, left)?,
            };
            taken_back += usize::from(is_taken);
        }
        self.revive()?;
        Ok(taken_back)
    }

    /// Items that were taken back before the deals that refer to them are there again with these.
    fn revive(&mut self) -> Result<()> {
        for family in Family::all() {
            for item in self.view().retired_in_use(family)? {
                // A partner who came by its name meanwhile is taken for it.
                let successor = match self.owner(family, &item, &family.key(&item.name))? {
                    Owner::Other(other) if family == Family::Partner => Some(other),
                    _ => None,
                };
                self.put_item(family, &item, &Item { retired: false, successor, ..item.clone() })?;
            }
        }
        Ok(())
    }

    fn take_back_item(
        &mut self,
        family: Family,
        change: &NameChange,
        in_use: &mut [Option<InUse>; 6],
        left: &mut Vec<Left>,
    ) -> Result<bool> {
        let Some(now) = self.item(family, Id(change.row))? else { return Ok(false) };
        if change.after.as_ref() != Some(&as_json(&now)) {
            left.push(Left::Name { family, code: now.code().to_owned() });
            return Ok(false);
        }
        let then = match &change.before {
            Some(before) => from_json(now.id, before),
            None => Item { retired: true, ..now.clone() },
        };
        if then.retired {
            let used = match &mut in_use[family as usize] {
                Some(used) => used,
                none => none.insert(self.in_use(family)?),
            };
            if used.contains(&now.id.0) {
                left.push(Left::InUse { family, code: now.code().to_owned() });
                return Ok(false);
            }
        }
        let mut lost = Vec::new();
        for name in world::spellings(&then).filter(|_| !then.retired) {
            match self.owner(family, &then, &family.key(name))? {
                Owner::Itself => {}
                Owner::Nobody => lost.push(name),
                Owner::Other(_) => {
                    left.push(Left::Name { family, code: now.code().to_owned() });
                    return Ok(false);
                }
            }
        }
        self.put_item(family, &now, &then)?;
        // Names that it had and lost are found again.
        lost.dedup_by_key(|name| family.key(name));
        for name in lost {
            put_key(self.engine, family, &then, &family.key(name), name)?;
            let table = format!("{}_alias", family.word());
            self.record(&table, then.id.0, None, Some(json!({ "name": name })))?;
        }
        Ok(true)
    }

    /// Whom a spelling leads to. What leads to a retired item is free.
    fn owner(&self, family: Family, item: &Item, key: &str) -> Result<Owner> {
        let owners = self.engine.all(texts(family).key, &[key.into()], ["id", "country_id"], |[id, country]| {
            Ok((Id(id.int()?), country.opt_int()?.map(Id)))
        })?;
        for (owner, country) in owners {
            if family == Family::Region && country != item.country {
                continue;
            }
            if owner == item.id {
                return Ok(Owner::Itself);
            }
            if let Some(other) = self.item(family, owner)?.filter(|other| !other.retired) {
                return Ok(Owner::Other(other.successor.unwrap_or(other.id)));
            }
        }
        Ok(Owner::Nobody)
    }

    fn take_back_alias(&mut self, family: Family, change: &NameChange, left: &mut Vec<Left>) -> Result<bool> {
        let name = |value: &Option<Value>| Some(value.as_ref()?.get("name")?.as_str()?.to_owned());
        let owner = Id(change.row);
        let Some(item) = self.item(family, owner)? else { return Ok(false) };
        if let Some(name) = name(&change.after) {
            let key = family.key(&name);
            // By now it is the name of the item itself.
            if !item.retired && world::spellings(&item).any(|own| family.key(own) == key) {
                return Ok(false);
            }
            let dropped = self.engine.execute(texts(family).drop_key, &[owner.0.into(), (&*key).into()])?;
            if dropped == 0 {
                return Ok(false);
            }
        }
        if let Some(name) = name(&change.before) {
            let key = family.key(&name);
            match self.owner(family, &item, &key)? {
                Owner::Itself => return Ok(false),
                Owner::Nobody => {}
                Owner::Other(_) => {
                    left.push(Left::Name { family, code: item.code().to_owned() });
                    return Ok(false);
                }
            }
            put_key(self.engine, family, &item, &key, &name)?;
        }
        self.record(&change.table, change.row, change.after.clone(), change.before.clone())?;
        Ok(true)
    }

    fn take_back_setting(
        &mut self,
        catalogue: &mut Catalogue,
        change: &NameChange,
        left: &mut Vec<Left>,
    ) -> Result<bool> {
        let event = |value: &Option<Value>| value.as_ref()?.get("default_event_id")?.as_i64().map(Id);
        if catalogue.default_event != event(&change.after) {
            left.push(Left::DefaultEvent);
            return Ok(false);
        }
        self.set_default_event(catalogue.default_event, event(&change.before))?;
        catalogue.default_event = event(&change.before);
        Ok(true)
    }

    fn put_item(&mut self, family: Family, now: &Item, then: &Item) -> Result<()> {
        put(self.engine, family, then)?;
        self.record(family.word(), now.id.0, Some(as_json(now)), Some(as_json(then)))
    }

    fn item(&self, family: Family, id: Id) -> Result<Option<Item>> {
        let view = self.view();
        self.engine.one(texts(family).item, &[id.0.into()], ITEM_COLUMNS, |cells| view.read(cells))
    }

    fn in_use(&self, family: Family) -> Result<InUse> {
        Ok(self.engine.all(texts(family).in_use, &[], ["id"], |[id]| id.int())?.into_iter().collect())
    }
}
