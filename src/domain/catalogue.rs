//! The catalogue: events, sectors, districts, partners, countries and regions, found by code, name or alias in either language.
//!
//! Held in memory, whole or as much of it as a command needs; the store loads it and writes back what was made. A name that comes
//! for the first time in a partner, district or foreign region is made here with the next number.

use std::collections::BTreeMap;

use foldhash::{HashMap, HashMapExt as _};

use super::currency::Currency;
use super::fold::{code_from, loose_key, place_key};
use super::name::Name;
use super::suggest;

pub use super::family::Family;
pub use super::item::{Days, Id, Item, Place};

/// No item of the family matches.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no {} matches `{text}`", family.word())]
pub struct Unknown {
    /// Where it was looked for.
    pub family: Family,
    /// What was written.
    pub text: String,
    /// Code and name of the nearest, at most two.
    pub nearest: Vec<(String, Name)>,
}

/// The items of one family that are in memory, and the keys they are found by.
#[derive(Clone, Debug, Default)]
struct Section {
    items: BTreeMap<Id, Item>,
    keys: HashMap<String, Id>,
    /// The keys of items that were taken back, which comes to them again if they are made again.
    retired: HashMap<String, Id>,
    next: i64,
    made: Vec<Id>,
    /// Spellings as they were written, so that a file that repeats them is not folded row by row.
    written: HashMap<Box<str>, Id>,
}

/// The families, and the two settings of the ledger that give them meaning.
#[derive(Clone, Debug)]
pub struct Catalogue {
    /// The currency that amounts are added up in.
    pub base: Currency,
    /// The country whose deals are domestic.
    pub home: Id,
    /// The event of deals that name none, where one was set.
    pub default_event: Option<Id>,
    sections: [Section; 6],
    places: HashMap<Box<str>, HashMap<Box<str>, Place>>,
    /// Partners by their loose keys, as far as they were asked for.
    loose: Option<HashMap<String, Id>>,
    /// Spellings under which known partners were found loosely.
    spellings: Vec<(Id, String)>,
}

impl Catalogue {
    /// An empty one.
    #[must_use]
    pub fn new(base: Currency, home: Id) -> Self {
        let mut sections: [Section; 6] = Default::default();
        for section in &mut sections {
            section.next = 1;
        }
        Self { base, home, default_event: None, sections, places: HashMap::new(), loose: None, spellings: Vec::new() }
    }

    /// Takes in an item that the ledger holds.
    pub fn insert(&mut self, family: Family, item: Item) {
        let section = self.section_mut(family);
        section.next = section.next.max(item.id.0 + 1);
        section.items.insert(item.id, item);
    }

    /// Takes in a spelling of an item that was taken in before. The first to claim a key keeps it. A region's spelling counts within
    /// its country.
    pub fn insert_key(&mut self, family: Family, country: Option<Id>, key: String, id: Id) {
        let section = self.section_mut(family);
        let is_retired = section.items.get(&id).is_some_and(|item| item.retired);
        let keys = if is_retired { &mut section.retired } else { &mut section.keys };
        keys.entry(scoped(country, key)).or_insert(id);
    }

    /// Makes numbers begin at `next`, for a ledger of which only a part is in memory.
    pub fn reserve(&mut self, family: Family, next: i64) {
        let section = self.section_mut(family);
        section.next = section.next.max(next);
    }

    /// The number that a new item of this code, or of this name where it has none, gets: the one it had if it was taken back,
    /// otherwise the next.
    #[must_use]
    pub fn id_for(&self, family: Family, country: Option<Id>, code_or_name: &str) -> Id {
        let section = self.section(family);
        let key = family.key(code_or_name);
        let retired = section.retired.get(&scoped(country, key.clone()));
        let is_same = |id: &&Id| section.items.get(id).is_some_and(|item| family.key(item.code()) == key);
        retired.filter(is_same).copied().unwrap_or(Id(section.next))
    }

    /// The item of this number, if it is in memory. Not its successor.
    #[must_use]
    pub fn item(&self, family: Family, id: Id) -> Option<&Item> {
        self.section(family).items.get(&id)
    }

    /// The item that stands for this number today: what it was merged into, or itself.
    #[must_use]
    pub fn current(&self, family: Family, id: Id) -> Option<&Item> {
        let item = self.item(family, id)?;
        match item.successor {
            Some(successor) => self.item(family, successor),
            None => Some(item),
        }
    }

    /// What stands today for each number up to `most`, by number: where many are looked up it is found at once.
    #[must_use]
    pub fn by_number(&self, family: Family, most: usize) -> Vec<Option<&Item>> {
        let numbers = 0..self.section(family).next;
        numbers.take(most).map(|number| self.current(family, Id(number))).collect()
    }

    /// The number of `id` and of everything that was merged into it.
    #[must_use]
    pub fn with_merged(&self, family: Family, id: Id) -> Vec<Id> {
        let merged = self.section(family).items.values().filter(|item| item.successor == Some(id)).map(|item| item.id);
        std::iter::once(id).chain(merged).collect()
    }

    /// The item that was taken back and is called so; what has its code again must be it.
    #[must_use]
    pub fn retired(&self, family: Family, text: &str) -> Option<&Item> {
        let section = self.section(family);
        section.items.get(section.retired.get(&family.key(text))?)
    }

    /// The items of a family that were neither merged into others nor taken back, by number.
    pub fn items(&self, family: Family) -> impl Iterator<Item = &Item> {
        self.section(family).items.values().filter(|item| item.successor.is_none() && !item.retired)
    }

    /// What was made since it was loaded, in the order in which it was made.
    pub fn made(&self, family: Family) -> impl Iterator<Item = &Item> {
        let section = self.section(family);
        section.made.iter().filter_map(|id| section.items.get(id))
    }

    /// Takes out again what was made since it was loaded.
    pub fn unmake(&mut self, family: Family, id: Id) {
        let section = self.section_mut(family);
        section.made.retain(|made| *made != id);
        section.items.remove(&id);
    }

    /// Whether an item was made since it was loaded.
    #[must_use]
    pub fn is_made(&self, family: Family, id: Id) -> bool {
        self.section(family).made.contains(&id)
    }

    /// How many items were made since it was loaded.
    #[must_use]
    pub fn made_count(&self) -> usize {
        self.sections.iter().map(|section| section.made.len()).sum()
    }

    /// Finds an item by code, name or alias. Regions are found by [`Catalogue::region`].
    #[must_use]
    pub fn get(&self, family: Family, text: &str) -> Option<Id> {
        let section = self.section(family);
        let id = *section.keys.get(&family.key(text))?;
        Some(section.items.get(&id).and_then(|item| item.successor).unwrap_or(id))
    }

    /// The same for rows of a file: what was found once is found again without folding.
    pub fn recall(&mut self, family: Family, text: &str) -> Option<Id> {
        if let Some(id) = self.section(family).written.get(text) {
            return Some(*id);
        }
        let id = self.get(family, text)?;
        self.section_mut(family).written.insert(text.into(), id);
        Some(id)
    }

    /// A partner that has the same name but for punctuation and legal form.
    pub fn recall_loosely(&mut self, text: &str) -> Option<Id> {
        let loose = self.loose.get_or_insert_with(|| {
            let section = &self.sections[Family::Partner as usize];
            let mut loose = HashMap::new();
            for item in section.items.values().filter(|item| !item.retired) {
                // Of several that are alike the first that was made is taken.
                loose.entry(loose_key(&item.name)).or_insert(item.successor.unwrap_or(item.id));
            }
            loose
        });
        loose.get(&loose_key(text)).copied()
    }

    /// Takes a spelling under which a partner was found loosely for one of its own.
    pub fn learn(&mut self, partner: Id, spelling: &str) {
        self.insert_key(Family::Partner, None, Family::Partner.key(spelling), partner);
        self.spellings.push((partner, spelling.to_owned()));
    }

    /// The spellings under which partners were found loosely.
    #[must_use]
    pub fn new_spellings(&self) -> &[(Id, String)] {
        &self.spellings
    }

    /// Partners, at least one of them made since it was loaded, that may be one: their names differ in punctuation and legal form
    /// alone.
    #[must_use]
    pub fn alike(&self) -> Vec<(&Item, &Item)> {
        let section = self.section(Family::Partner);
        if section.made.is_empty() {
            return Vec::new();
        }
        let made: std::collections::HashSet<Id> = section.made.iter().copied().collect();
        let mut first: HashMap<String, &Item> = HashMap::new();
        let mut alike = Vec::new();
        for item in self.items(Family::Partner) {
            let earlier = *first.entry(loose_key(&item.name)).or_insert(item);
            if earlier.id != item.id && (made.contains(&item.id) || made.contains(&earlier.id)) {
                alike.push((earlier, item));
            }
        }
        alike
    }

    /// The place of a country and region as written, if that was settled before.
    #[must_use]
    pub fn recall_place(&self, country: Option<&str>, region: Option<&str>) -> Option<Place> {
        self.places.get(country.unwrap_or_default())?.get(region.unwrap_or_default()).copied()
    }

    /// Keeps what a country and region as written were settled as.
    pub fn keep_place(&mut self, country: Option<&str>, region: Option<&str>, place: Place) {
        let regions = self.places.entry(country.unwrap_or_default().into()).or_default();
        regions.insert(region.unwrap_or_default().into(), place);
    }

    /// The same, with the nearest names where there is none.
    pub fn find(&self, family: Family, text: &str) -> Result<Id, Unknown> {
        self.get(family, text).ok_or_else(|| self.unknown(family, text))
    }

    /// Finds a region within a country.
    #[must_use]
    pub fn region(&self, country: Id, text: &str) -> Option<Id> {
        self.section(Family::Region).keys.get(&scoped(Some(country), place_key(text))).copied()
    }

    /// The regions of this name, in whatever country.
    #[must_use]
    pub fn regions_anywhere(&self, text: &str) -> Vec<&Item> {
        let countries: std::collections::BTreeSet<Id> =
            self.items(Family::Region).filter_map(|region| region.country).collect();
        let found = countries.into_iter().filter_map(|country| self.region(country, text));
        found.filter_map(|id| self.item(Family::Region, id)).collect()
    }

    /// Makes an item of this name, with a code made from it in a family that has codes.
    pub fn make(&mut self, family: Family, name: &str) -> Id {
        let code = family.has_codes().then(|| self.free_code(family, name));
        let id = self.id_for(family, None, code.as_deref().unwrap_or(name));
        let keys = [Some(family.key(name)), code.as_deref().map(|code| family.key(code))];
        self.insert(family, Item::new(id, code, name.to_owned()));
        for key in keys.into_iter().flatten() {
            self.insert_key(family, None, key, id);
        }
        if let Some(loose) = self.loose.as_mut().filter(|_| family == Family::Partner) {
            loose.entry(loose_key(name)).or_insert(id);
        }
        self.section_mut(family).made.push(id);
        id
    }

    /// Makes a region without a code, in a country that is not China.
    pub fn make_region(&mut self, country: Id, name: &str) -> Id {
        let id = self.id_for(Family::Region, Some(country), name);
        let mut item = Item::new(id, None, name.to_owned());
        item.country = Some(country);
        self.insert(Family::Region, item);
        self.insert_key(Family::Region, Some(country), place_key(name), id);
        self.section_mut(Family::Region).made.push(id);
        id
    }

    /// What is to be said where nothing matches.
    #[must_use]
    pub fn unknown(&self, family: Family, text: &str) -> Unknown {
        let wanted = family.key(text);
        let by_key: BTreeMap<&str, Id> = self
            .section(family)
            .keys
            .iter()
            .map(|(key, id)| (key.rsplit(COUNTRY_MARK).next().unwrap_or(key), *id))
            .collect();
        let mut nearest: Vec<&Item> = Vec::new();
        for key in suggest::nearest(&wanted, by_key.keys().copied(), 6) {
            let item = by_key.get(key).and_then(|id| self.current(family, *id));
            nearest.extend(item.filter(|item| !nearest.contains(item)));
        }
        let nearest = nearest.iter().take(2).map(|item| (item.code().to_owned(), Name::from(*item))).collect();
        Unknown { family, text: text.to_owned(), nearest }
    }

    /// The item, among those that were not just made, whose spelling comes nearest to the name of this one.
    ///
    /// Names that differ only in their digits are those of other editions (`SCE2018`, `SCE2019`), not slips.
    #[must_use]
    pub fn near(&self, family: Family, item: &Item) -> Option<&Item> {
        let letters = |key: &str| key.chars().filter(|c| !c.is_numeric()).collect::<String>();
        let key = family.key(&item.name);
        let section = self.section(family);
        let others =
            section.keys.iter().filter(|(other, id)| !section.made.contains(id) && letters(other) != letters(&key));
        let by_key: BTreeMap<&str, Id> = others.map(|(key, id)| (key.as_str(), *id)).collect();
        let nearest = suggest::nearest(&key, by_key.keys().copied(), 1);
        self.current(family, *by_key.get(nearest.first()?)?)
    }

    /// A code made from `name` that no other item has: where two names give one code, the later gets a number behind it.
    fn free_code(&self, family: Family, name: &str) -> String {
        let code = code_from(name);
        let section = self.section(family);
        // A code that was taken back is free for what has the same name alone: it is the same again.
        let is_other = |id: &Id| section.items.get(id).is_some_and(|item| family.key(&item.name) != family.key(name));
        let taken = |code: &str| {
            let key = family.key(code);
            section.keys.contains_key(&key) || section.retired.get(&key).is_some_and(is_other)
        };
        let numbered = (2..).map(|number| format!("{code}-{number}"));
        std::iter::once(code.clone()).chain(numbered).find(|code| !taken(code)).unwrap_or(code)
    }

    fn section(&self, family: Family) -> &Section {
        &self.sections[family as usize]
    }

    fn section_mut(&mut self, family: Family) -> &mut Section {
        &mut self.sections[family as usize]
    }
}

/// Stands between a region's country and its key; no key holds it.
const COUNTRY_MARK: char = '\u{1f}';

fn scoped(country: Option<Id>, key: String) -> String {
    match country {
        Some(Id(country)) => format!("{country}{COUNTRY_MARK}{key}"),
        None => key,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catalogue() -> Catalogue {
        let mut catalogue = Catalogue::new(Currency::CNY, Id(156));
        let sector = Item::new(Id(1), Some("BIO".into()), "Biomedicine".into());
        catalogue.insert(Family::Sector, sector);
        for key in ["bio", "biomedicine", "生物医药"] {
            catalogue.insert_key(Family::Sector, None, key.into(), Id(1));
        }
        catalogue
    }

    #[test]
    fn items_are_found_by_every_spelling() {
        let catalogue = catalogue();
        assert_eq!(catalogue.find(Family::Sector, " Bio"), Ok(Id(1)));
        assert_eq!(catalogue.find(Family::Sector, "生物医药"), Ok(Id(1)));
        let unknown = catalogue.find(Family::Sector, "biomedcine").unwrap_err();
        let [(code, name)] = unknown.nearest.as_slice() else { panic!("{unknown:?}") };
        assert_eq!((code.as_str(), name.en.as_str()), ("BIO", "Biomedicine"));
    }

    #[test]
    fn what_is_made_is_found_again_and_never_takes_a_code_twice() {
        let mut catalogue = catalogue();
        let first = catalogue.make(Family::District, "Real estate");
        let second = catalogue.make(Family::District, "Real & estate");
        let code = |id| catalogue.item(Family::District, id).unwrap().code().to_owned();
        assert_eq!((code(first), code(second)), ("Real-estate".to_owned(), "Real-estate-2".to_owned()));
        assert_eq!(catalogue.get(Family::District, "REAL ESTATE"), Some(first));
        assert_eq!(catalogue.made(Family::District).count(), 2);
    }

    #[test]
    fn a_merged_item_is_found_as_its_successor() {
        let mut catalogue = catalogue();
        let (old, new) = (catalogue.make(Family::Partner, "Acme"), catalogue.make(Family::Partner, "Acme Ltd"));
        let mut merged = catalogue.item(Family::Partner, old).unwrap().clone();
        merged.successor = Some(new);
        catalogue.insert(Family::Partner, merged);
        assert_eq!(catalogue.get(Family::Partner, "acme"), Some(new));
        assert_eq!(catalogue.with_merged(Family::Partner, new), [new, old]);
    }
}
