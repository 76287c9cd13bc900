//! Places as files write them in one cell: `陕西-西安`, `广东省深圳市`, `北美洲-美国`, `Shenzhen, Guangdong`, `美国加州`.
//!
//! Only what is known is taken out of a cell: a country, a region of China, a group of countries. Where words are left over (a city,
//! a continent) the whole cell is also kept aside, so that nothing is lost. A cell of which nothing is known stays as it is, to be
//! refused with suggestions.

use crate::domain::catalogue::{Catalogue, Family, Id};
use crate::domain::place::{self, CHINA, HMT};
use crate::domain::world;

/// What a cell or two say of where a partner comes from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlaceCells {
    /// The country, as it is found.
    pub country: Option<String>,
    /// The region.
    pub region: Option<String>,
    /// Whether words are left over.
    pub has_rest: bool,
}

/// Reads a country and a region as written; `None` where they are to be taken as they stand.
#[must_use]
pub fn read(catalogue: &Catalogue, country: Option<&str>, region: Option<&str>) -> Option<PlaceCells> {
    match (country, region) {
        (None, None) => None,
        (Some(country), Some(region)) => both(catalogue, country, region),
        (Some(text), None) | (None, Some(text)) => one(catalogue, text, country.is_some()),
    }
}

/// Whether what stands as region is a group of countries, or a country: `Australia` beside New Zealand.
fn says_no_more(catalogue: &Catalogue, country: &Known, region: &str) -> bool {
    match Known::of(catalogue, region) {
        Some(Known::Group) => true,
        Some(named @ Known::Country(id)) => !HMT.contains(&id) && (named == *country || !could_be_a_state(region)),
        _ => false,
    }
}

/// A country beside a region, of which either may say more than it should.
fn both(catalogue: &Catalogue, country: &str, region: &str) -> Option<PlaceCells> {
    let named = Known::of(catalogue, country);
    // `Europe` beside Germany, or `USA` beside USA, is no region of it.
    if named.is_some_and(|named| {
        matches!(named, Known::Country(id) if !HMT.contains(&id)) && says_no_more(catalogue, &named, region)
    }) && place::settle(catalogue, Some(country), Some(region)).is_ok()
    {
        return Some(PlaceCells { country: Some(country.to_owned()), region: None, has_rest: true });
    }
    if place::settle(catalogue, Some(country), Some(region)).is_ok() {
        return None;
    }
    // 中国 | 广东省深圳市, 四川 | 成都: the words of both together.
    Found::in_text(catalogue, &format!("{country}-{region}"))?.settled(catalogue)
}

fn one(catalogue: &Catalogue, text: &str, is_country: bool) -> Option<PlaceCells> {
    match Known::of(catalogue, text) {
        Some(Known::Country(_)) if is_country => None,
        Some(Known::Region) if !is_country => None,
        // The state alone, as its column says.
        Some(Known::Country(_)) if !is_country && could_be_a_state(text) => None,
        Some(Known::Country(_)) => Some(PlaceCells { country: Some(text.to_owned()), ..PlaceCells::default() }),
        Some(Known::Region) => Some(PlaceCells { region: Some(text.to_owned()), ..PlaceCells::default() }),
        Some(Known::Group) => None,
        None => Found::in_text(catalogue, text)?.settled(catalogue),
    }
}

/// What a word is known as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Known {
    Country(Id),
    /// A region of China, or of home.
    Region,
    Group,
}

impl Known {
    fn of(catalogue: &Catalogue, word: &str) -> Option<Self> {
        if let Some(country) = catalogue.get(Family::Country, word) {
            return Some(Self::Country(country));
        }
        if catalogue.region(CHINA, word).or_else(|| catalogue.region(catalogue.home, word)).is_some() {
            return Some(Self::Region);
        }
        world::is_group(word).then_some(Self::Group)
    }
}

/// What was found in the words of a cell.
#[derive(Debug, Default)]
struct Found {
    country: Option<String>,
    region: Option<String>,
    rest: bool,
}

const SEPARATORS: [char; 17] =
    ['-', '－', '—', '–', '·', '/', '／', ',', '，', '、', '|', '>', '→', ';', '；', '(', ')'];

impl Found {
    /// Looks at each word; none if nothing is known of it, or if it names two countries or two regions.
    fn in_text(catalogue: &Catalogue, text: &str) -> Option<Self> {
        let text = text.replace('（', "(").replace('）', ")");
        let mut found = Self::default();
        for word in text.split(SEPARATORS).map(str::trim).filter(|word| !word.is_empty()) {
            found.take(catalogue, word)?;
        }
        (found.country.is_some() || found.region.is_some()).then_some(found)
    }

    fn take(&mut self, catalogue: &Catalogue, word: &str) -> Option<()> {
        match Known::of(catalogue, word).filter(|_| !could_be_a_state(word)) {
            Some(Known::Country(_)) => keep(&mut self.country, word, |known| {
                catalogue.get(Family::Country, known) == catalogue.get(Family::Country, word)
            }),
            Some(Known::Region) => {
                keep(&mut self.region, word, |known| catalogue.region(CHINA, known) == catalogue.region(CHINA, word))
            }
            Some(Known::Group) => {
                self.rest = true;
                Some(())
            }
            None => self.take_run_together(catalogue, word),
        }
    }

    /// Words written without anything between them: the longest known one in front, then what follows it.
    fn take_run_together(&mut self, catalogue: &Catalogue, word: &str) -> Option<()> {
        let is_han = word.chars().all(|c| !c.is_ascii());
        let ends = word.char_indices().skip(2).map(|(at, _)| at).collect::<Vec<_>>();
        let split = ends.into_iter().rev().map(|at| word.split_at(at));
        let split = split.filter(|_| is_han).find(|(head, _)| Known::of(catalogue, head).is_some());
        let Some((head, rest)) = split else {
            self.rest = true;
            return Some(());
        };
        self.take(catalogue, head)?;
        if Known::of(catalogue, head) == Some(Known::Country(CHINA)) || Known::of(catalogue, rest).is_some() {
            return self.take(catalogue, rest);
        }
        self.rest = true;
        Some(())
    }

    /// What was found, if country and region agree.
    fn settled(self, catalogue: &Catalogue) -> Option<PlaceCells> {
        place::settle(catalogue, self.country.as_deref(), self.region.as_deref()).ok()?;
        Some(PlaceCells { country: self.country, region: self.region, has_rest: self.rest })
    }
}

/// Whether a word among others may be a state of the United States: `San Jose, CA` is not in Canada, nor `Atlanta, Georgia` in
/// Georgia.
fn could_be_a_state(word: &str) -> bool {
    /// USPS Publication 28, appendix B, without the islands.
    const STATES: [&str; 51] = [
        "AL", "AK", "AZ", "AR", "CA", "CO", "CT", "DE", "DC", "FL", "GA", "HI", "ID", "IL", "IN", "IA", "KS", "KY",
        "LA", "ME", "MD", "MA", "MI", "MN", "MS", "MO", "MT", "NE", "NV", "NH", "NJ", "NM", "NY", "NC", "ND", "OH",
        "OK", "OR", "PA", "RI", "SC", "SD", "TN", "TX", "UT", "VT", "VA", "WA", "WV", "WI", "WY",
    ];
    STATES.iter().any(|state| word.eq_ignore_ascii_case(state)) || word.eq_ignore_ascii_case("Georgia")
}

/// Keeps the first word; a second one must mean the same.
fn keep(slot: &mut Option<String>, word: &str, is_same: impl Fn(&str) -> bool) -> Option<()> {
    match slot {
        Some(known) if !is_same(known) => None,
        Some(_) => Some(()),
        None => {
            *slot = Some(word.to_owned());
            Some(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::catalogue::Item;
    use crate::domain::currency::Currency;

    /// Country, region and whether something is left over, by code.
    fn settled(country: &str, region: &str) -> Option<(String, bool)> {
        let mut catalogue = world::catalogue(Currency::CNY, CHINA);
        let given = |text: &'static str| Some(text).filter(|text| !text.is_empty());
        let (country, region) = (given(String::leak(country.to_owned())), given(String::leak(region.to_owned())));
        let cells = read(&catalogue, country, region);
        let rest = cells.as_ref().is_some_and(|cells| cells.has_rest);
        let (country, region) = match &cells {
            Some(cells) => (cells.country.as_deref(), cells.region.as_deref()),
            None => (country, region),
        };
        let place = place::settle(&catalogue, country, region).ok()?.make(&mut catalogue);
        let code =
            |family, id: Option<Id>| id.and_then(|id| catalogue.item(family, id)).map_or("-", Item::code).to_owned();
        Some((format!("{} {}", code(Family::Country, place.country), code(Family::Region, place.region)), rest))
    }

    #[test]
    fn cells_that_hold_several_words_are_read() {
        for (country, region, place, rest) in [
            ("", "陕西-西安", "CN CN-SN", true),
            ("", "广东省深圳市", "CN CN-GD", true),
            ("广东省深圳市", "", "CN CN-GD", true),
            ("北美洲-美国", "", "US -", true),
            ("", "北美洲-美国", "US -", true),
            ("四川", "", "CN CN-SC", false),
            ("", "新加坡", "SG -", false),
            ("中国四川", "", "CN CN-SC", false),
            ("中国-浙江", "", "CN CN-ZJ", false),
            ("北京市海淀区", "", "CN CN-BJ", true),
            ("Shenzhen, Guangdong", "", "CN CN-GD", true),
            ("中国香港", "", "HK -", false),
            ("美国加州", "", "US -", true),
            ("Germany", "Europe", "DE -", true),
            ("USA", "USA", "US -", true),
            ("New Zealand", "Australia", "NZ -", true),
            ("USA", "CA", "US CA", false),
            ("USA", "Georgia", "US Georgia", false),
            ("London, UK", "", "GB -", true),
            ("中国", "广东省深圳市", "CN CN-GD", true),
            ("China", "Hong Kong", "HK -", false),
            ("Germany", "Bavaria", "DE Bavaria", false),
        ] {
            assert_eq!(settled(country, region), Some((place.to_owned(), rest)), "{country} {region}");
        }
    }

    #[test]
    fn what_is_not_known_or_disagrees_is_not_taken() {
        for (country, region) in [
            ("San Jose, CA", ""),
            ("Atlanta, Georgia", ""),
            ("深圳", ""),
            ("美国-德国", ""),
            ("四川-浙江", ""),
            ("亚洲", ""),
            ("Germany", "四川"),
            ("", "Bavaria"),
        ] {
            assert_eq!(settled(country, region), None, "{country} {region}");
        }
    }
}
