//! Where a partner comes from: country and region settled against each other, and what follows from them.
//!
//! A region implies its country. China's divisions are known and no other name is taken there; regions of other countries are
//! free text. Hong Kong, Macao and Taiwan are countries or regions without a region below, however they are written.

use super::catalogue::{Catalogue, Family, Id, Item, Place, Unknown};
use super::label::{Label, Lang, label};
use super::name::Name;
use super::world;

/// China, by its ISO 3166-1 number.
pub const CHINA: Id = Id(156);
/// Hong Kong, Macao and Taiwan: 港澳台, which China's statistics count apart from foreign countries.
pub const HMT: [Id; 3] = [Id(344), Id(446), Id(158)];

/// The dependent territories of ISO 3166-1, which are counted as 地区 rather than 国家. Those that China takes for states of their own
/// (the Cook Islands, Niue, Palestine) are not among them.
const TERRITORIES: [&str; 49] = [
    "AI", "AQ", "AS", "AW", "AX", "BL", "BM", "BQ", "BV", "CC", "CW", "CX", "EH", "FK", "FO", "GF", "GG", "GI", "GL",
    "GP", "GS", "GU", "HM", "IM", "IO", "JE", "KY", "MF", "MP", "MQ", "MS", "NC", "NF", "PF", "PM", "PN", "PR", "RE",
    "SH", "SJ", "SX", "TC", "TF", "TK", "UM", "VG", "VI", "WF", "YT",
];

/// Whether a code of ISO 3166-1 is that of a territory rather than a country.
#[must_use]
pub fn is_territory(code: &str) -> bool {
    TERRITORIES.contains(&code)
}

/// Why country and region cannot be taken as written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PlaceFault {
    /// No country has that name.
    #[error(transparent)]
    UnknownCountry(Unknown),
    /// A continent or grouping of countries.
    #[error("`{0}` is a group of countries, not a country")]
    Group(String),
    /// A region was written where a country belongs.
    #[error("`{text}` is a region of {country}, not a country")]
    RegionAsCountry {
        /// What was written.
        text: String,
        /// The country it lies in.
        country: Name,
    },
    /// No division of China has that name, or no region at all and the country is not stated.
    #[error(transparent)]
    UnknownRegion(Unknown),
    /// The region lies in another country than the one stated.
    #[error("`{region}` lies in {lies_in}, not in {stated}")]
    Elsewhere {
        /// The region as written.
        region: String,
        /// The country it lies in.
        lies_in: Name,
        /// The country stated.
        stated: Name,
    },
    /// Regions of this name are known in several countries.
    #[error("`{region}` is a region in several countries: {countries}")]
    Ambiguous {
        /// The region as written.
        region: String,
        /// The codes of the countries.
        countries: String,
    },
    /// Hong Kong, Macao and Taiwan take no region.
    #[error("`{country}` takes no region below it, but `{region}` is given")]
    NoRegionBelow {
        /// The country or region.
        country: Name,
        /// What is written below it.
        region: String,
    },
    /// A country was written where a region belongs.
    #[error("`{0}` is a country, not a region")]
    CountryAsRegion(String),
}

impl PlaceFault {
    /// Whether the country is at fault, rather than the region.
    #[must_use]
    pub fn concerns_country(&self) -> bool {
        matches!(self, Self::UnknownCountry(_) | Self::Group(_) | Self::RegionAsCountry { .. })
    }
}

/// Finds a country, or says what else the text names.
pub fn country(catalogue: &Catalogue, text: &str) -> Result<Id, PlaceFault> {
    catalogue.find(Family::Country, text).map_err(|unknown| {
        if world::is_group(text) {
            return PlaceFault::Group(text.to_owned());
        }
        match catalogue.region(CHINA, text) {
            Some(_) => PlaceFault::RegionAsCountry { text: text.to_owned(), country: name_of(catalogue, CHINA) },
            None => PlaceFault::UnknownCountry(unknown),
        }
    })
}

/// A country and region that agree; the region may have to be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settled<'a> {
    known: Place,
    new_region: Option<&'a str>,
}

impl Settled<'_> {
    /// The place, its region made if it is new.
    pub fn make(self, catalogue: &mut Catalogue) -> Place {
        match (self.known.country, self.new_region) {
            (Some(country), Some(name)) => {
                Place { country: Some(country), region: Some(catalogue.make_region(country, name)) }
            }
            _ => self.known,
        }
    }

    /// The region, where it is known already.
    #[must_use]
    pub fn known_region(self) -> Option<Id> {
        self.known.region
    }

    /// A place that was settled before.
    #[must_use]
    pub fn again(known: Place) -> Self {
        Self { known, new_region: None }
    }
}

/// Settles the country and region of a deal against each other. Other countries than China take any name of a region.
pub fn settle<'a>(
    catalogue: &Catalogue,
    country_text: Option<&str>,
    region_text: Option<&'a str>,
) -> Result<Settled<'a>, PlaceFault> {
    let stated = country_text.map(|text| country(catalogue, text)).transpose()?;
    let Some(text) = region_text else { return Ok(Settled::again(Place { country: stated, region: None })) };
    if super::fold::place_key(text).is_empty() {
        return Err(unknown_region(catalogue, text));
    }
    // Regions that a file has just added do not count here, so that what a row means does not depend on the rows before it.
    let mut anywhere = if stated.is_none() { catalogue.regions_anywhere(text) } else { Vec::new() };
    anywhere.retain(|region| !catalogue.is_made(Family::Region, region.id));
    match (known(catalogue, stated, text, &anywhere)?, stated) {
        (Some(place), _) => Ok(Settled::again(place)),
        (None, Some(_)) => Ok(Settled { known: Place { country: stated, region: None }, new_region: Some(text) }),
        (None, None) => Err(unknown_region(catalogue, text)),
    }
}

/// Finds the regions of this name that the ledger knows, for filters: of several countries all of them.
///
/// Hong Kong, Macao and Taiwan come without a region.
pub fn regions(catalogue: &Catalogue, text: &str) -> Result<Vec<Place>, PlaceFault> {
    let anywhere = catalogue.regions_anywhere(text);
    match known(catalogue, None, text, &anywhere) {
        Err(PlaceFault::Ambiguous { .. }) => {
            let place = |region: &&Item| Place { country: region.country, region: Some(region.id) };
            Ok(anywhere.iter().map(place).collect())
        }
        found => found?.map(|place| vec![place]).ok_or_else(|| unknown_region(catalogue, text)),
    }
}

fn known(
    catalogue: &Catalogue,
    stated: Option<Id>,
    text: &str,
    anywhere: &[&Item],
) -> Result<Option<Place>, PlaceFault> {
    let found = |country: Id, region: Option<Id>| Ok(Some(Place { country: Some(country), region }));
    // 香港 as a region, of China or of itself, is the country or region HK.
    let as_country = catalogue.get(Family::Country, text);
    if let Some(hmt) = as_country.filter(|id| HMT.contains(id))
        && stated.is_none_or(|stated| stated == CHINA || stated == hmt)
    {
        return found(hmt, None);
    }
    let Some(stated) = stated else {
        if let Some(region) = catalogue.region(CHINA, text).or_else(|| catalogue.region(catalogue.home, text)) {
            let country = catalogue.item(Family::Region, region).and_then(|item| item.country).unwrap_or(CHINA);
            return found(country, Some(region));
        }
        return match anywhere {
            [one] => Ok(Some(Place { country: one.country, region: Some(one.id) })),
            [] if as_country.is_some() => Err(PlaceFault::CountryAsRegion(text.to_owned())),
            [] => Ok(None),
            several => {
                let codes: Vec<&str> =
                    several.iter().filter_map(|item| item.country).map(|id| code_of(catalogue, id)).collect();
                Err(PlaceFault::Ambiguous { region: text.to_owned(), countries: codes.join(", ") })
            }
        };
    };
    if HMT.contains(&stated) {
        return Err(PlaceFault::NoRegionBelow { country: name_of(catalogue, stated), region: text.to_owned() });
    }
    if let Some(region) = catalogue.region(stated, text) {
        return found(stated, Some(region));
    }
    let lies_in = catalogue.region(CHINA, text).map(|_| CHINA).or(as_country.filter(|id| HMT.contains(id)));
    if let Some(lies_in) = lies_in {
        let (lies_in, stated) = (name_of(catalogue, lies_in), name_of(catalogue, stated));
        return Err(PlaceFault::Elsewhere { region: text.to_owned(), lies_in, stated });
    }
    if stated == CHINA { Err(unknown_region(catalogue, text)) } else { Ok(None) }
}

fn unknown_region(catalogue: &Catalogue, text: &str) -> PlaceFault {
    PlaceFault::UnknownRegion(catalogue.unknown(Family::Region, text))
}

fn name_of(catalogue: &Catalogue, country: Id) -> Name {
    catalogue.item(Family::Country, country).map_or_else(Name::default, Name::from)
}

fn code_of(catalogue: &Catalogue, country: Id) -> &str {
    catalogue.item(Family::Country, country).map_or("", |item| item.code())
}

/// Whether the money comes from home, from Hong Kong, Macao and Taiwan, or from elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Origin {
    /// From the ledger's own country.
    Domestic,
    /// From Hong Kong, Macao or Taiwan, where home is China.
    Hmt,
    /// From any other country.
    Overseas,
}

impl Origin {
    const TABLE: [(Self, &'static str, Label); 3] = [
        (Self::Domestic, "domestic", label("Domestic", "内地")),
        (Self::Hmt, "hmt", label("Hong Kong, Macao, Taiwan", "港澳台")),
        (Self::Overseas, "overseas", label("Overseas", "国外")),
    ];

    /// The origin of a deal whose partner comes from `country`.
    #[must_use]
    pub fn of(country: Id, home: Id) -> Self {
        if country == home {
            Self::Domestic
        } else if home == CHINA && HMT.contains(&country) {
            Self::Hmt
        } else {
            Self::Overseas
        }
    }

    /// Finds an origin by its code or its name in either language.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let fits = |row: &&(Self, &str, Label)| row.1.eq_ignore_ascii_case(text) || row.2.zh == text;
        Self::TABLE.iter().find(fits).map(|row| row.0)
    }

    /// Every origin.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::TABLE.into_iter().map(|row| row.0)
    }

    /// Its code.
    #[must_use]
    pub fn code(self) -> &'static str {
        Self::TABLE[self as usize].1
    }

    /// Its name.
    #[must_use]
    pub fn name(self, lang: Lang) -> &'static str {
        Self::TABLE[self as usize].2.in_lang(lang)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::currency::Currency;

    fn given(text: &str) -> Option<&str> {
        Some(text).filter(|text| !text.is_empty())
    }

    fn settled(country: &str, region: &str) -> Result<String, PlaceFault> {
        let mut catalogue = world::catalogue(Currency::CNY, CHINA);
        let place = settle(&catalogue, given(country), given(region))?.make(&mut catalogue);
        let code = |family, id: Option<Id>| {
            id.map_or("-".to_owned(), |id| catalogue.item(family, id).unwrap().code().to_owned())
        };
        Ok(format!("{} {}", code(Family::Country, place.country), code(Family::Region, place.region)))
    }

    #[test]
    fn a_region_implies_its_country() {
        for region in ["Sichuan", "四川", "四川省", "CN-SC", "sichuan province", "ＳＩＣＨＵＡＮ"] {
            assert_eq!(settled("", region).as_deref(), Ok("CN CN-SC"), "{region}");
            assert_eq!(settled("China", region).as_deref(), Ok("CN CN-SC"), "{region}");
        }
        assert_eq!(settled("Germany", "Bavaria").as_deref(), Ok("DE Bavaria"));
        assert_eq!(settled("Britain", "").as_deref(), Ok("GB -"));
        assert_eq!(settled("", "").as_deref(), Ok("- -"));
    }

    #[test]
    fn hong_kong_macao_and_taiwan_are_countries_however_written() {
        for (country, region, code) in [
            ("", "CN-HK", "HK -"),
            ("中国香港", "", "HK -"),
            ("China", "Hong Kong", "HK -"),
            ("中国", "香港", "HK -"),
            ("HK", "香港特别行政区", "HK -"),
            ("", "澳门", "MO -"),
            ("CN", "CN-TW", "TW -"),
            ("台湾省", "", "TW -"),
        ] {
            assert_eq!(settled(country, region).as_deref(), Ok(code), "{country} {region}");
        }
        assert!(matches!(settled("HK", "Kowloon"), Err(PlaceFault::NoRegionBelow { .. })));
        assert!(matches!(settled("HK", "Sichuan"), Err(PlaceFault::NoRegionBelow { .. })));
    }

    #[test]
    fn what_disagrees_or_is_no_country_is_refused() {
        assert!(matches!(settled("Germany", "Sichuan"), Err(PlaceFault::Elsewhere { .. })));
        assert!(matches!(settled("Germany", "香港"), Err(PlaceFault::Elsewhere { .. })));
        assert!(matches!(settled("Africa", ""), Err(PlaceFault::Group(_))));
        assert!(matches!(settled("非洲", ""), Err(PlaceFault::Group(_))));
        assert!(matches!(settled("Sichuan", ""), Err(PlaceFault::RegionAsCountry { .. })));
        assert!(matches!(settled("", "Singapore"), Err(PlaceFault::CountryAsRegion(_))));
        assert!(matches!(settled("Atlantis", ""), Err(PlaceFault::UnknownCountry(_))));
        assert!(matches!(settled("", "Bavaria"), Err(PlaceFault::UnknownRegion(_))));
        let Err(PlaceFault::UnknownRegion(unknown)) = settled("China", "Sichaun") else { panic!("taken") };
        assert_eq!((unknown.nearest[0].0.as_str(), unknown.nearest[0].1.en.as_str()), ("CN-SC", "Sichuan"));
    }

    #[test]
    fn origins_follow_from_country_and_home() {
        assert_eq!(Origin::of(CHINA, CHINA), Origin::Domestic);
        assert_eq!(Origin::of(HMT[0], CHINA), Origin::Hmt);
        assert_eq!(Origin::of(Id(276), CHINA), Origin::Overseas);
        assert_eq!(Origin::of(HMT[0], Id(702)), Origin::Overseas);
        assert_eq!(Origin::of(Id(702), Id(702)), Origin::Domestic);
        for origin in Origin::all() {
            assert_eq!(Origin::parse(origin.code()), Some(origin));
        }
    }
}
