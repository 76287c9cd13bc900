//! Briefings in English.

use super::{Became, Before, Chosen, Group, Names, Press, Prose, Roughly, Sum};
use crate::domain::currency::Currency;
use crate::domain::dimension::Dimension;
use crate::domain::label::Lang;
use crate::domain::money::Money;
use crate::domain::place::Origin;
use crate::domain::size::Band;
use crate::domain::stage::Stage;

const EN: Lang = Lang::En;

fn projects(number: i64) -> Prose {
    Prose::default().count(number, EN).words(if number == 1 { " project" } else { " projects" })
}

/// `a`, `a and b`, `a, b and c`.
fn listed(parts: Vec<Prose>) -> Prose {
    let last = parts.len().saturating_sub(1);
    parts.into_iter().enumerate().fold(Prose::default(), |text, (at, part)| match at {
        0 => part,
        _ if at == last => text.words(" and ").then(part),
        _ => text.words(", ").then(part),
    })
}

fn names(names: &[String]) -> Prose {
    listed(names.iter().map(|name| Prose::of(with_article(name))).collect())
}

/// Some countries have an article in a sentence.
fn with_article(name: &str) -> String {
    let plurals =
        ["Netherlands", "Philippines", "Bahamas", "Maldives", "Comoros", "Seychelles", " Islands", " Republic"];
    if name.starts_with("United ") || plurals.iter().any(|end| name.ends_with(end)) {
        format!("the {name}")
    } else {
        name.to_owned()
    }
}

/// A field of industry within a sentence: a name with one capital alone, at its head, is no proper one.
fn within(sector: &str) -> String {
    if sector.starts_with("Internet of ") {
        return format!("the {sector}");
    }
    let rest = sector.chars().skip(1);
    if sector.chars().nth(1).is_some_and(char::is_lowercase) && !rest.into_iter().any(char::is_uppercase) {
        let mut chars = sector.chars();
        chars.next().map_or(String::new(), |first| first.to_lowercase().chain(chars).collect())
    } else {
        sector.to_owned()
    }
}

/// So many projects, and what they come to.
fn sum(sum: Sum) -> Prose {
    match sum.amount {
        Some(amount) => projects(sum.deals).words(", ").amount(amount, EN),
        None => projects(sum.deals),
    }
}

pub(super) fn headline(expo: Option<&str>, now: Sum) -> Prose {
    if now.deals == 0 {
        return Prose::of(match expo {
            Some(expo) => format!("No project is recorded for {expo}."),
            None => "The selection holds no project.".to_owned(),
        });
    }
    let was = if now.deals == 1 { "was" } else { "were" };
    let text = match expo {
        Some(expo) => projects(now.deals).words(format!(" {was} signed at {expo}")),
        None => Prose::of("The selection holds ").then(projects(now.deals)),
    };
    match now.amount {
        Some(amount) => text.words(", with a total contract amount of ").amount(amount, EN).words("."),
        None => text.words("."),
    }
}

pub(super) fn compared(now: Sum, before: &Before) -> Prose {
    let Before { name, sum: was, is_published, unlike } = before;
    let figures = match is_published {
        true => Prose::of("as published, ").then(sum(*was)),
        false => sum(*was),
    };
    if let Some([counts, counted]) = unlike {
        let name = name.as_deref().map_or("What is compared with".to_owned(), capital);
        let text = Prose::of(format!("{name} counted other signings (")).then(figures);
        return text.words(format!("; there {counted}, here {counts}), so the two are not compared."));
    }
    let text = match name {
        Some(name) => Prose::of(format!("That compares with {name} (")).then(figures).words(")"),
        None => Prose::of("That compares with ").then(figures),
    };
    let changes = [
        ("projects", " more ", " fewer ", Some((now.deals, was.deals)), "the same number of "),
        ("money", " more ", " less ", amounts(now, *was), "as much "),
    ];
    let said: Vec<Prose> = changes
        .into_iter()
        .filter_map(|(what, more, less, sides, same)| {
            let (now, was) = sides.filter(|(_, was)| *was > 0)?;
            Some(match now - was {
                0 => Prose::of(format!("{same}{what}")),
                by => {
                    let word = if by > 0 { more } else { less };
                    Prose::default().size_of_change((by, was), EN).words(format!("{word}{what}"))
                }
            })
        })
        .collect();
    if said.is_empty() { text.words(".") } else { text.words(": ").then(listed(said)).words(".") }
}

fn amounts(now: Sum, was: Sum) -> Option<(i64, i64)> {
    Some((now.amount?.minor, was.amount?.minor))
}

fn capital(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}

/// All names, or how many there are of what and some of their names, if any is told.
fn some(of: &Names, (what, such_as): (&str, &str), roughly: bool) -> Prose {
    let Names { said, all } = of;
    if said.len() == *all {
        return names(said);
    }
    let exact = all.to_string();
    let number = match Roughly::of(*all, roughly) {
        Roughly::Just(_) => exact.clone(),
        Roughly::Over(10) => "over ten".to_owned(),
        Roughly::Over(tens) => format!("over {tens}"),
        Roughly::Nearly(tens) => format!("nearly {tens}"),
    };
    let text = Prose::default().figure(number, exact).words(format!(" {what}"));
    if said.is_empty() { text } else { text.words(format!(" {such_as} ")).then(names(said)) }
}

pub(super) fn press(press: &Press) -> Prose {
    let Press { expo, deals, sectors, home, at_home, hmt, abroad, roughly } = press;
    let mut text = Prose::of("The ").then(projects(*deals));
    if let Some(expo) = expo {
        text = text.words(format!(" signed at {expo}"));
    }
    let is_one = *deals == 1;
    if sectors.all > 0 {
        let covers = if is_one { " covers " } else { " cover " };
        let sectors = Names { said: sectors.said.iter().map(|name| within(name)).collect(), ..*sectors };
        text = text.words(covers).then(some(&sectors, ("areas", "including"), false));
    }
    let mut from = Vec::new();
    if at_home.all > 0 {
        let places = some(at_home, (&format!("places in {home}"), "such as"), *roughly);
        let is_whole = at_home.said.len() == at_home.all;
        from.push(if is_whole { places.words(format!(" in {home}")) } else { places });
    }
    if !hmt.is_empty() {
        from.push(names(hmt));
    }
    if abroad.all > 0 {
        from.push(some(abroad, ("countries", "including"), *roughly));
    }
    if !from.is_empty() {
        let involves = match (sectors.all > 0, is_one) {
            (true, _) => ", involving partners ",
            (false, true) => " involves partners ",
            (false, false) => " involve partners ",
        };
        text = text.words(involves).then(listed(from.into_iter().map(|one| Prose::of("from ").then(one)).collect()));
    }
    text.words(".")
}

fn share(text: Prose, share: Option<(i64, i64)>) -> Prose {
    match share {
        Some(share) => text.words(", ").share(share, EN),
        None => text,
    }
}

pub(super) fn origins(groups: &[(Origin, Group)]) -> Prose {
    let part = |(at, (origin, group)): (usize, &(Origin, Group))| {
        let place = match origin {
            Origin::Domestic => "home",
            Origin::Hmt => "Hong Kong, Macao and Taiwan",
            Origin::Overseas => "overseas",
        };
        let come = if at > 0 {
            ""
        } else if group.sum.deals == 1 {
            " comes"
        } else {
            " come"
        };
        let text = projects(group.sum.deals).words(format!("{come} from {place}"));
        let Some(amount) = group.sum.amount else { return text };
        share(text.words(" (").amount(amount, EN), group.share).words(")")
    };
    listed(groups.iter().enumerate().map(part).collect()).words(".")
}

pub(super) fn first(by: Dimension, groups: &[Group]) -> Prose {
    let measure = if groups.iter().any(|group| group.sum.amount.is_some()) { "amount" } else { "number of projects" };
    let is = if groups.len() == 1 { "is" } else { "are" };
    let named = |group: &Group| {
        let name = match by {
            Dimension::Sector => within(&group.name),
            Dimension::Country | Dimension::Place => with_article(&group.name),
            _ => group.name.clone(),
        };
        share(Prose::of(format!("{name} (")).then(sum(group.sum)), group.share).words(")")
    };
    let text = Prose::of(format!("By {measure} the first {is} "));
    text.then(listed(groups.iter().map(named).collect())).words(".")
}

pub(super) fn sizes(bounds: &[(Band, i64)], base: Currency) -> Prose {
    let mut parts = bounds.iter().enumerate().map(|(at, (band, deals))| {
        let bound = Money { minor: band.low(), currency: base };
        let text = match at {
            0 => projects(*deals).words(if *deals == 1 { " is of " } else { " are of " }),
            _ => Prose::default().count(*deals, EN).words(" of "),
        };
        text.amount(bound, EN).words(" or more")
    });
    let first = parts.next().unwrap_or_default();
    let rest: Vec<Prose> = parts.collect();
    if rest.is_empty() { first.words(".") } else { first.words(", of these ").then(listed(rest)).words(".") }
}

pub(super) fn venues(on_site: i64, off_site: i64, unknown: i64) -> Prose {
    let was = |number: i64| if number == 1 { " was" } else { " were" };
    let text = projects(on_site).words(format!("{} signed on site and ", was(on_site))).count(off_site, EN);
    let text = text.words(" off site");
    if unknown == 0 {
        return text.words(".");
    }
    text.words("; of ").count(unknown, EN).words(" it is not recorded.")
}

pub(super) fn flagship(chosen: &Chosen, sum: Sum, part: Option<(i64, i64)>) -> Prose {
    let one = sum.deals == 1;
    let Some(amount) = sum.amount else {
        return projects(sum.deals).words(if one { " stands out." } else { " stand out." });
    };
    let text = match chosen {
        Chosen::Largest if one => Prose::of("The largest project"),
        Chosen::Largest => Prose::of("The ").count(sum.deals, EN).words(" largest projects"),
        Chosen::Tagged(tag) => projects(sum.deals).words(format!(" marked {tag}")),
        Chosen::Named => {
            Prose::of("The ").then(projects(sum.deals)).words(if one { " that stands out" } else { " that stand out" })
        }
    };
    let text = text.words(if one { " comes to " } else { " come to " }).amount(amount, EN);
    match part {
        Some(part) => text.words(", ").share(part, EN).words(" of the total amount."),
        None => text.words("."),
    }
}

pub(super) fn became(became: &Became) -> Prose {
    let Became { name, signed, reached, ended, received, received_rate } = became;
    let text = Prose::of("Of the ").then(projects(*signed));
    let text = match name {
        Some(name) => text.words(format!(" signed at {name}, ")),
        None => text.words(" of no event, "),
    };
    let stage = |(stage, deals, of): &(Stage, i64, i64)| {
        let is = if *deals == 1 { "is" } else { "are" };
        let (said, whole) = match stage {
            Stage::Registered => (format!(" {is} registered"), ""),
            Stage::Started => (if *deals == 1 { " has started" } else { " have started" }.to_owned(), ""),
            Stage::Producing => (format!(" {is} producing"), " of those started"),
            _ => (format!(" {is} at full capacity"), " of those started"),
        };
        let text = Prose::default().count(*deals, EN).words(said);
        if *of > 0 { text.words(" (").share((*deals, *of), EN).words(format!("{whole})")) } else { text }
    };
    let mut parts: Vec<Prose> = reached.iter().map(stage).collect();
    if *ended > 0 {
        parts.push(Prose::default().count(*ended, EN).words(if *ended == 1 { " has ended" } else { " have ended" }));
    }
    let text = text.then(listed(parts)).words(".");
    let Some(received) = received else { return text };
    let text = text.words(" ").amount(*received, EN).words(" has been received");
    match received_rate {
        Some(rate) => text.words(", ").share(*rate, EN).words(" of the contract amount."),
        None => text.words("."),
    }
}

pub(super) fn overdue(deals: i64, longest: i64) -> Prose {
    let (is, was) = if deals == 1 { ("is", "it was") } else { ("are", "they were") };
    let text = projects(deals).words(format!(" {is} past the date on which {was} to start or to produce"));
    let text = if deals == 1 { text.words(", by ") } else { text.words("; the longest by ") };
    text.count(longest, EN).words(if longest == 1 { " day." } else { " days." })
}
