//! The world as a new ledger knows it: countries, China's divisions, the first four sectors.
//!
//! `countries.tsv` comes from Unicode CLDR by `scripts/countries.py` (see LICENSE-UNICODE); the other tables are written by hand.
//! A ledger takes all this in when it is made, and an office may then rename what it likes; reports straight from files use it
//! as it stands here.

use super::catalogue::{Catalogue, Family, Id, Item};
use super::currency::Currency;
use super::fold::place_key;

const COUNTRIES: &str = include_str!("countries.tsv");
const COUNTRY_ALIASES: &str = include_str!("country-aliases.tsv");
const REGIONS: &str = include_str!("regions.tsv");
const GROUPS: &str = include_str!("groups.tsv");

/// Something built in: an item and the spellings it is found by, beside its code and names.
#[derive(Debug)]
pub struct BuiltIn {
    /// The item, with its number.
    pub item: Item,
    /// Other spellings; of a country, its alpha-3 code first.
    pub aliases: Vec<&'static str>,
}

/// Code, English and Chinese name, aliases.
type SectorRow = (&'static str, &'static str, &'static str, &'static [&'static str]);

/// The sectors of the first expo.
const SECTORS: [SectorRow; 4] = [
    ("5G", "5G", "5G", &["5G technology", "5G技术", "5G通信", "第五代移动通信"]),
    (
        "IC",
        "Integrated circuits",
        "集成电路",
        &["integrated circuit", "integrated circuits (IC)", "集成电路产业", "集成电路（IC）"],
    ),
    ("AI", "Artificial intelligence", "人工智能", &["artificial intelligence (AI)", "人工智能技术", "人工智能（AI）"]),
    (
        "IoT",
        "Internet of Things",
        "物联网",
        &["the internet of things", "internet-of-things", "internet of things (IoT)", "物联网技术", "物联网（IoT）"],
    ),
];

/// The sectors a new ledger knows.
pub fn sectors() -> impl Iterator<Item = BuiltIn> {
    (1..).zip(SECTORS).map(|(number, (code, name, name_zh, aliases))| {
        let mut item = Item::new(Id(number), Some(code.to_owned()), name.to_owned());
        item.name_zh = Some(name_zh.to_owned());
        BuiltIn { item, aliases: aliases.to_vec() }
    })
}

/// The 249 countries and territories of ISO 3166-1, with their numbers there.
pub fn countries() -> impl Iterator<Item = BuiltIn> {
    let mut extra = rows(COUNTRY_ALIASES).peekable();
    rows(COUNTRIES).map(move |[alpha2, alpha3, number, name, name_zh, aliases]| {
        let mut item = Item::new(Id(number.parse().unwrap_or(0)), Some(alpha2.to_owned()), name.to_owned());
        item.name_zh = Some(name_zh.to_owned());
        let mut spellings = vec![alpha3];
        spellings.extend(split_aliases(aliases));
        // Both tables are in the order of the codes.
        while let Some([_, alias]) = extra.next_if(|[code, _]: &[&str; 2]| *code <= alpha2) {
            spellings.push(alias);
        }
        BuiltIn { item, aliases: spellings }
    })
}

/// China's divisions but for Hong Kong, Macao and Taiwan.
pub fn regions() -> impl Iterator<Item = BuiltIn> {
    (1..).zip(rows(REGIONS)).map(|(number, [code, _country, name, name_zh, aliases])| {
        let mut item = Item::new(Id(number), Some(code.to_owned()), name.to_owned());
        item.name_zh = Some(name_zh.to_owned());
        item.country = Some(super::place::CHINA);
        BuiltIn { item, aliases: split_aliases(aliases).collect() }
    })
}

/// Whether this is a continent or a grouping of countries.
#[must_use]
pub fn is_group(text: &str) -> bool {
    let key = place_key(text);
    rows(GROUPS).any(|names: [&str; 2]| names.iter().any(|name| place_key(name) == key))
}

/// A catalogue of what is built in, for work that touches no ledger.
#[must_use]
pub fn catalogue(base: Currency, home: Id) -> Catalogue {
    let mut catalogue = Catalogue::new(base, home);
    let mut take_in = |family: Family, built_in: BuiltIn| {
        let BuiltIn { item, aliases } = built_in;
        let (id, country) = (item.id, item.country);
        for spelling in spellings(&item).chain(aliases) {
            catalogue.insert_key(family, country, family.key(spelling), id);
        }
        catalogue.insert(family, item);
    };
    sectors().for_each(|sector| take_in(Family::Sector, sector));
    countries().for_each(|country| take_in(Family::Country, country));
    regions().for_each(|region| take_in(Family::Region, region));
    catalogue
}

/// The spellings of an item that follow from itself: code and names.
pub fn spellings(item: &Item) -> impl Iterator<Item = &str> {
    [item.code.as_deref(), Some(&*item.name), item.name_zh.as_deref()].into_iter().flatten()
}

fn split_aliases(cell: &'static str) -> impl Iterator<Item = &'static str> {
    cell.split('|').filter(|alias| !alias.is_empty())
}

/// The rows of a table, without its header. A row of another width would be a slip in the table; a test finds it.
fn rows<const WIDTH: usize>(table: &'static str) -> impl Iterator<Item = [&'static str; WIDTH]> {
    table.lines().skip(1).map(|line| {
        let mut cells = line.split('\t');
        std::array::from_fn(|_| cells.next().unwrap_or_default())
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::domain::place::CHINA;

    #[test]
    fn the_tables_are_whole() {
        for (table, width) in [(COUNTRIES, 6), (COUNTRY_ALIASES, 2), (REGIONS, 5), (GROUPS, 2)] {
            for line in table.lines() {
                assert_eq!(line.split('\t').count(), width, "{line}");
            }
        }
        assert_eq!(countries().count(), 249);
        assert_eq!(regions().count(), 31);
        let hand_written = COUNTRY_ALIASES.lines().count() - 1;
        let built_in: usize = rows::<6>(COUNTRIES).map(|[.., aliases]| split_aliases(aliases).count() + 1).sum();
        assert_eq!(countries().map(|country| country.aliases.len()).sum::<usize>(), hand_written + built_in);
        assert!(countries().all(|country| country.item.id.0 > 0 && !country.item.name.is_empty()));
    }

    #[test]
    fn no_spelling_belongs_to_two() {
        for built_ins in [countries().collect::<Vec<_>>(), regions().collect(), sectors().collect()] {
            let mut owners: BTreeMap<String, Id> = BTreeMap::new();
            for built_in in &built_ins {
                let spellings = spellings(&built_in.item).chain(built_in.aliases.iter().copied());
                for spelling in spellings {
                    let owner = *owners.entry(place_key(spelling)).or_insert(built_in.item.id);
                    assert_eq!(owner, built_in.item.id, "{spelling}");
                }
            }
        }
        let catalogue = catalogue(Currency::CNY, CHINA);
        for [en, zh] in rows::<2>(GROUPS) {
            assert_eq!((catalogue.get(Family::Country, en), catalogue.get(Family::Country, zh)), (None, None), "{en}");
        }
    }

    #[test]
    fn countries_are_found_by_code_name_and_everyday_spelling() {
        let catalogue = catalogue(Currency::CNY, CHINA);
        for (text, code) in [
            ("Britain", "GB"),
            ("英国", "GB"),
            ("GBR", "GB"),
            ("England", "GB"),
            ("UAE", "AE"),
            ("Lao PDR", "LA"),
            ("Korea, Republic of", "KR"),
            ("南韩", "KR"),
            ("Congo, Dem. Rep.", "CD"),
            ("Türkiye", "TR"),
            ("turkey", "TR"),
            ("Cote d'Ivoire", "CI"),
            ("the Netherlands", "NL"),
            ("Viet Nam", "VN"),
            ("U.S.A.", "US"),
            ("中华人民共和国", "CN"),
            ("Macau", "MO"),
            ("新加坡", "SG"),
        ] {
            let found = catalogue.get(Family::Country, text).and_then(|id| catalogue.item(Family::Country, id));
            assert_eq!(found.map(Item::code), Some(code), "{text}");
        }
    }

    #[test]
    fn sectors_are_found_in_both_languages() {
        let catalogue = catalogue(Currency::CNY, CHINA);
        for (text, code) in [
            ("integrated circuits", "IC"),
            ("集成电路", "IC"),
            ("Internet of Things", "IoT"),
            ("物联网", "IoT"),
            ("iot", "IoT"),
            ("5g", "5G"),
            ("人工智能", "AI"),
        ] {
            let found = catalogue.get(Family::Sector, text).and_then(|id| catalogue.item(Family::Sector, id));
            assert_eq!(found.map(Item::code), Some(code), "{text}");
        }
    }
}
