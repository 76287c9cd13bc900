//! What is known of an event beyond its names and days: which signings it counts, and the totals that were published of it.

use super::catalogue::{Catalogue, Family, Id, Item};
use super::choice::{Choice, choice};
use super::label::label;

/// Which signings an event counts. Editions of different scope are not comparable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scope {
    /// Those of its ceremony alone.
    OnSite,
    /// Those signed elsewhere as well.
    All,
}

impl Scope {
    /// Every scope with its number in a ledger, its code, its words and other spellings.
    const TABLE: [Choice<Self>; 2] = [
        (Self::OnSite, 1, "on-site", label("on-site signings alone", "仅现场签约"), &[]),
        (Self::All, 2, "all", label("on-site and off-site signings", "含现场和场外签约"), &[]),
    ];
}

choice!(Scope);

/// The totals that were published of an event: what is compared with where its deals are not in the ledger.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// How many projects.
    pub deals: Option<i64>,
    /// Their sum, in minor units of the base currency.
    pub amount: Option<i64>,
    /// Where that was published.
    pub source: Option<String>,
}

impl Published {
    /// Whether no figure was published.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.deals.is_none() && self.amount.is_none()
    }
}

/// The editions before this one, the last of them first.
pub fn editions_before(catalogue: &Catalogue, event: Id) -> impl Iterator<Item = &Item> {
    std::iter::successors(edition_before(catalogue, event), move |item| edition_before(catalogue, item.id))
}

/// The edition before this one: of the events whose codes differ from its code in digits alone, the last one before it. By their days
/// where both have them, else by the number in the code.
#[must_use]
pub fn edition_before(catalogue: &Catalogue, event: Id) -> Option<&Item> {
    let this = catalogue.item(Family::Event, event)?;
    let series = |item: &Item| item.code().chars().filter(|c| !c.is_numeric()).collect::<String>().to_lowercase();
    let number = |item: &Item| item.code().chars().filter(char::is_ascii_digit).collect::<String>().parse::<u64>().ok();
    let key = |item: &Item| (item.days.map(|days| days.from), number(item));
    let is_before = |one: &Item, other: &Item| match (key(one), key(other)) {
        ((Some(one), _), (Some(other), _)) => one < other,
        ((_, Some(one)), (_, Some(other))) => one < other,
        _ => false,
    };
    let editions = catalogue.items(Family::Event).filter(|item| series(item) == series(this) && is_before(item, this));
    editions.reduce(|latest, item| if is_before(latest, item) { item } else { latest })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_edition_before_is_the_last_of_the_series_before_it() {
        let mut catalogue = Catalogue::new(crate::domain::currency::Currency::CNY, Id(156));
        let day = |text: &str| crate::domain::date::parse_day(text).unwrap();
        for (id, code, from) in [
            (1, "SCE2017", None),
            (2, "SCE2019", Some("2019-08-26")),
            (3, "SCE2018", Some("2018-08-23")),
            (4, "WMC2018", Some("2018-05-25")),
            (5, "Expo", None),
        ] {
            let mut item = Item::new(Id(id), Some(code.to_owned()), code.to_owned());
            item.days = from.map(|from| super::super::catalogue::Days { from: day(from), to: day(from) });
            catalogue.insert(Family::Event, item);
        }
        let before = |id| edition_before(&catalogue, Id(id)).map(|item| item.id.0);
        assert_eq!([2, 3, 1, 4, 5].map(before), [Some(3), Some(1), None, None, None]);
    }
}
