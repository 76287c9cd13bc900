//! Briefings in English.

use super::{Became, Before, Chosen, Flagship, Group, Names, Press, Prose, Ranking, Roughly, Sum, is_slight};
use crate::domain::currency::Currency;
use crate::domain::dimension::Dimension;
use crate::domain::label::Lang;
use crate::domain::money::Money;
use crate::domain::place::Origin;
use crate::domain::size::Band;
use crate::domain::stage::Stage;
use crate::lang::report::day;

const EN: Lang = Lang::En;

fn count(number: i64) -> Prose {
    Prose::default().count(number, EN)
}

fn projects(number: i64) -> Prose {
    count(number).words(if number == 1 { " project" } else { " projects" })
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
    listed(names.iter().map(|name| Prose::of(place(name))).collect())
}

/// A country within a sentence: some have an article, and some are written otherwise than in a list.
fn place(name: &str) -> String {
    let begins = ["United ", "Isle of "];
    let ends = [
        "Netherlands",
        "Philippines",
        "Bahamas",
        "Maldives",
        "Comoros",
        "Gambia",
        " Islands",
        " Republic",
        " Territory",
        " Territories",
    ];
    match name {
        "Congo - Kinshasa" => "the Democratic Republic of the Congo".to_owned(),
        "Congo - Brazzaville" => "the Republic of the Congo".to_owned(),
        "Myanmar (Burma)" => "Myanmar".to_owned(),
        _ if name.starts_with("South Georgia") => name.to_owned(),
        _ if begins.iter().any(|begin| name.starts_with(begin)) || ends.iter().any(|end| name.ends_with(end)) => {
            format!("the {name}")
        }
        _ => name.to_owned(),
    }
}

/// A field of industry within a sentence: those that a new ledger knows have no capital there, others are as the office writes them.
fn sector(name: &str) -> String {
    match name {
        "Integrated circuits" => "integrated circuits".to_owned(),
        "Artificial intelligence" => "artificial intelligence".to_owned(),
        "Internet of Things" => "the Internet of Things".to_owned(),
        other => other.to_owned(),
    }
}

/// So many projects, and what they come to.
fn sum(deals: Option<i64>, amount: Option<Money>) -> Prose {
    match (deals, amount) {
        (Some(deals), Some(amount)) => projects(deals).words(" worth ").amount(amount, EN),
        (Some(deals), None) => projects(deals),
        (None, Some(amount)) => Prose::default().amount(amount, EN),
        (None, None) => Prose::default(),
    }
}

pub(super) fn headline(expo: Option<&str>, now: Sum) -> Prose {
    if let (0, Some(amount)) = (now.deals, now.amount.filter(|amount| amount.minor > 0)) {
        let text = Prose::of("No project of its own is counted; increases of earlier ones come to ");
        return text.amount(amount, EN).words(".");
    }
    let text = match (now.deals, expo) {
        (0, Some(expo)) => return Prose::of(format!("No project is recorded for {expo}.")),
        (0, None) => return Prose::of("No project is counted here."),
        (1, Some(_)) => Prose::default().figure("One", "1").words(" project"),
        (1, None) => Prose::default().figure("One", "1").words(" signed project"),
        (deals, Some(_)) => Prose::of("Altogether ").then(projects(deals)),
        (deals, None) => Prose::of("Altogether ").count(deals, EN).words(" signed projects"),
    };
    let text = match now.amount {
        Some(amount) if now.deals == 1 => text.words(", worth ").amount(amount, EN).words(","),
        Some(amount) => text.words(", worth ").amount(amount, EN).words(" in total,"),
        None => text,
    };
    let was = if now.deals == 1 { "was" } else { "were" };
    match expo {
        Some(expo) => text.words(format!(" {was} signed at {expo}.")),
        None => text.words(if now.deals == 1 { " is counted here." } else { " are counted here." }),
    }
}

/// What the deals before are called.
fn called(before: &Before) -> String {
    match (&before.name, before.is_part) {
        (Some(name), false) => name.clone(),
        (Some(name), true) => format!("the same selection of {name}"),
        (None, _) => "the selection compared with".to_owned(),
    }
}

pub(super) fn compared(now: Sum, before: &Before) -> Prose {
    let published = if before.is_published { "as published, " } else { "" };
    let figures = Prose::of(published).then(sum(before.deals, before.amount));
    let called = called(before);
    if let Some([counts, counted]) = &before.unlike {
        let text = Prose::of(format!("The figures of {called} (")).then(figures);
        return text.words(format!(") are of {counted}, these of {counts}, so the two are not compared."));
    }
    let at = if before.name.is_some() && !before.is_part { "at" } else { "in" };
    let deals = before.deals.filter(|was| *was > 0).map(|was| match now.deals - was {
        0 => Prose::of("as many projects as"),
        by if is_slight((by, was)) => Prose::of("about as many projects as"),
        by => {
            let than = if by > 0 { " more projects than" } else { " fewer projects than" };
            Prose::default().size_of_change((by, was), EN).words(than)
        }
    });
    let money = now.amount.zip(before.amount.filter(|was| was.minor > 0));
    let money = money.map(|(now, was)| match now.minor - was.minor {
        0 => Prose::of("the total value is unchanged"),
        by if is_slight((by, was.minor)) => Prose::of("the total value is nearly unchanged"),
        by => {
            let word = if by > 0 { "the total value is up " } else { "the total value is down " };
            Prose::of(word).size_of_change((by, was.minor), EN)
        }
    });
    match (deals, money) {
        (Some(deals), money) => {
            let text = Prose::of("That is ").then(deals).words(format!(" {at} {called} (")).then(figures).words(")");
            let text = match money {
                Some(money) => text.words(", and ").then(money),
                None => text,
            };
            text.words(".")
        }
        (None, Some(money)) => {
            Prose::of(format!("Against {called} (")).then(figures).words(") ").then(money).words(".")
        }
        (None, None) => Prose::of(format!("Beside it stands {called} (")).then(figures).words(")."),
    }
}

/// How many there are, as it may be said.
fn number(all: usize, roughly: bool) -> Prose {
    let exact = all.to_string();
    let shown = match Roughly::of(all, roughly) {
        Roughly::Just(_) => exact.clone(),
        Roughly::Over(10) => "over ten".to_owned(),
        Roughly::Over(tens) => format!("over {tens}"),
        Roughly::Nearly(tens) => format!("nearly {tens}"),
    };
    Prose::default().figure(shown, exact)
}

/// How many there are of what and some of their names, if any is told; all of few.
fn some(of: &Names, (one, what, such_as): (&str, &str, &str), roughly: bool) -> Prose {
    if of.said.len() == of.all {
        return names(&of.said);
    }
    let text = number(of.all, roughly).words(format!(" {}", if of.all == 1 { one } else { what }));
    if of.said.is_empty() { text } else { text.words(format!(" {such_as} ")).then(names(&of.said)) }
}

/// Where the partners come from, each part with its `from`.
fn origins_of_partners(press: &Press) -> Vec<Prose> {
    let Press { home, at_home, is_home_partly_known, hmt, abroad, has_territories, roughly, .. } = press;
    let home = if hmt.is_empty() { format!("in {home}") } else { "on the Chinese mainland".to_owned() };
    let mut from = Vec::new();
    let is_whole = at_home.said.len() == at_home.all;
    from.extend(match (at_home.all, is_whole, is_home_partly_known) {
        (0, _, true) => Some(Prose::of(home.trim_start_matches("in ").trim_start_matches("on "))),
        (0, _, false) => None,
        (_, true, true) => Some(Prose::of(format!("places {home} including ")).then(names(&at_home.said))),
        (_, true, false) => Some(names(&at_home.said).words(format!(" {home}"))),
        (_, false, _) => {
            Some(some(at_home, (&format!("place {home}"), &format!("places {home}"), "such as"), *roughly))
        }
    });
    from.extend((!hmt.is_empty()).then(|| names(hmt)));
    let countries = if *has_territories { "countries and territories" } else { "countries" };
    from.extend((abroad.all > 0).then(|| some(abroad, ("country", countries, "including"), *roughly)));
    from.into_iter().map(|part| Prose::of("from ").then(part)).collect()
}

pub(super) fn press(press: &Press) -> Prose {
    let Press { expo, deals, sectors, .. } = press;
    let is_one = *deals == 1;
    let text = if is_one { Prose::of("The project") } else { Prose::of("The ").then(projects(*deals)) };
    let text = match expo {
        Some(expo) => text.words(format!(" signed at {expo}")),
        None => text,
    };
    let sectors = Names { said: sectors.said.iter().map(|name| sector(name)).collect(), ..*sectors };
    let text = match (sectors.all, is_one) {
        (0, _) => text,
        (1, true) => text.words(" is in ").then(some(&sectors, ("area", "areas", "including"), false)),
        (1, false) => text.words(if *deals == 2 { " are both in " } else { " are all in " }).then(some(
            &sectors,
            ("area", "areas", "including"),
            false,
        )),
        _ => text.words(" cover ").then(some(&sectors, ("area", "areas", "including"), false)),
    };
    let mut from = origins_of_partners(press);
    let text = match (from.is_empty(), sectors.all > 0, is_one) {
        (true, ..) => return text.words(if sectors.all > 0 { "." } else { " are counted." }),
        (_, true, true) => text.words("; the partner comes "),
        (_, true, false) => text.words("; partners come "),
        (_, false, true) => text.words(" has a partner "),
        (_, false, false) => text.words(" have partners "),
    };
    let last = from.pop().unwrap_or_default();
    let text = match from.len() {
        0 => text.then(last),
        1 => text.then(listed(from)).words(" and ").then(last),
        _ => {
            let first = from.into_iter().reduce(|text, part| text.words(", ").then(part)).unwrap_or_default();
            text.then(first).words(", and ").then(last)
        }
    };
    text.words(".")
}

fn share(text: Prose, share: Option<(i64, i64)>) -> Prose {
    match share {
        Some(share) => text.words(", ").share(share, EN),
        None => text,
    }
}

pub(super) fn origins(groups: &[(Origin, Group)], unknown: i64) -> Prose {
    let partners = |origin: Origin| match origin {
        Origin::Domestic => "domestic partners",
        Origin::Hmt => "partners from Hong Kong, Macao or Taiwan",
        Origin::Overseas => "foreign partners",
    };
    if let ([(origin, group)], 0) = (groups, unknown) {
        let all = if group.sum.deals == 1 { "The project is" } else { "All projects are" };
        return Prose::of(format!("{all} with {}.", partners(*origin)));
    }
    let part = |(at, (origin, group)): (usize, &(Origin, Group))| {
        let is = match (at, group.sum.deals) {
            (0, 1) => " is",
            (0, _) => " are",
            _ => "",
        };
        let text = count(group.sum.deals).words(format!("{is} with {}", partners(*origin)));
        let Some(amount) = group.sum.amount else { return text };
        share(text.words(" (").amount(amount, EN), group.share).words(")")
    };
    let text = Prose::of("Of the projects, ").then(listed(groups.iter().enumerate().map(part).collect()));
    if unknown == 0 { text.words(".") } else { text.words("; for ").count(unknown, EN).words(" it is not recorded.") }
}

pub(super) fn first(ranking: &Ranking) -> Prose {
    let Ranking { by, groups, is_whole, is_ranked } = ranking;
    let named = |group: &Group| {
        let name = match by {
            Dimension::Sector => sector(&group.name),
            Dimension::Country | Dimension::Place => place(&group.name),
            _ => group.name.clone(),
        };
        let text = Prose::of(format!("{name} (")).then(sum(Some(group.sum.deals), group.sum.amount));
        share(text, group.share).words(")")
    };
    let has_amount = groups.iter().any(|group| group.sum.amount.is_some());
    let is_one = groups.len() == 1;
    let begin = match (is_ranked, is_whole, has_amount) {
        (false, ..) => {
            if is_one {
                "Among them is "
            } else {
                "Among them are "
            }
        }
        (true, true, true) => "By amount they rank ",
        (true, true, false) => "By number of projects they rank ",
        (true, false, true) => {
            if is_one {
                "The largest by amount is "
            } else {
                "The largest by amount are "
            }
        }
        (true, false, false) if is_one => "The largest by number of projects is ",
        (true, false, false) => "The largest by number of projects are ",
    };
    Prose::of(begin).then(listed(groups.iter().map(named).collect())).words(".")
}

pub(super) fn sizes(bounds: &[(Band, i64)], base: Currency) -> Prose {
    let bound =
        |band: &Band| Prose::default().amount(Money { minor: band.low(), currency: base }, EN).words(" or more");
    let Some(((band, deals), rest)) = bounds.split_first() else { return Prose::default() };
    let text = match deals {
        1 => Prose::default().figure("One", "1").words(" project is worth ").then(bound(band)),
        deals => Prose::of("Projects worth ").then(bound(band)).words(" number ").count(*deals, EN),
    };
    let part = |(at, (band, deals)): (usize, &(Band, i64))| {
        let worth = match (at, *deals) {
            (0, 1) => " is worth ",
            (0, _) => " are worth ",
            _ => " ",
        };
        count(*deals).words(worth).then(bound(band))
    };
    match rest {
        [] => text.words("."),
        rest => text.words("; of these, ").then(listed(rest.iter().enumerate().map(part).collect())).words("."),
    }
}

pub(super) fn venues(on_site: i64, off_site: i64, unknown: i64) -> Prose {
    let all = if on_site + off_site + unknown == 1 { "It was" } else { "All were" };
    let is = |number: i64| if number == 1 { " was" } else { " were" };
    let text = Prose::of("Of the projects, ");
    let text = match (on_site, off_site, unknown) {
        (_, 0, 0) => return Prose::of(format!("{all} signed on site.")),
        (0, _, 0) => return Prose::of(format!("{all} signed off site.")),
        (on_site, 0, _) => text.count(on_site, EN).words(format!("{} signed on site", is(on_site))),
        (0, off_site, _) => text.count(off_site, EN).words(format!("{} signed off site", is(off_site))),
        (on_site, off_site, _) => {
            let text = text.count(on_site, EN).words(format!("{} signed on site and ", is(on_site)));
            text.count(off_site, EN).words(" off site")
        }
    };
    if unknown == 0 {
        text.words(".")
    } else {
        text.words("; for ").count(unknown, EN).words(" the venue is not recorded.")
    }
}

pub(super) fn flagship(flagship: &Flagship) -> Prose {
    let Flagship { chosen, deals, unpriced, amount, share: part } = flagship;
    let one = *deals == 1;
    let text = match (chosen, one) {
        (Chosen::Largest, true) => Prose::of("The largest project"),
        (Chosen::Largest, false) => Prose::of("The ").count(*deals, EN).words(" largest projects"),
        (Chosen::LargestOpen, true) => Prose::of("The largest project that may be named"),
        (Chosen::LargestOpen, false) => {
            Prose::of("The ").count(*deals, EN).words(" largest projects that may be named")
        }
        (Chosen::Tagged(tag), true) => Prose::of(format!("The project tagged “{tag}”")),
        (Chosen::Tagged(tag), false) => Prose::of("The ").then(projects(*deals)).words(format!(" tagged “{tag}”")),
        (Chosen::Named, true) => Prose::of("The flagship project"),
        (Chosen::Named, false) => Prose::of("The ").count(*deals, EN).words(" flagship projects"),
    };
    let Some(amount) = amount else { return text.words(if one { " is listed." } else { " are listed." }) };
    let text =
        if one { text.words(" is worth ").amount(*amount, EN) } else { text.words(" are worth ").amount(*amount, EN) };
    let text = share(text, *part).words(if part.is_some() { " of the total" } else { "" });
    match unpriced {
        0 => text.words("."),
        1 => text.words("; ").count(1, EN).words(" states no amount."),
        more => text.words("; ").count(*more, EN).words(" state no amount."),
    }
}

pub(super) fn became(became: &Became) -> Prose {
    let Became { day: on, name, is_part, signed, reached, ended, received, received_rate } = became;
    let at = |stage: Stage| reached.iter().find(|(own, _)| *own == stage).map_or(0, |(_, deals)| *deals);
    let (are, have) =
        (|deals: i64| if deals == 1 { "is" } else { "are" }, |deals: i64| if deals == 1 { "has" } else { "have" });
    let text = Prose::of(format!("As of {}, of the ", day(*on).in_lang(EN))).then(projects(*signed));
    let text = text.words(match (name, is_part) {
        (Some(name), false) => format!(" signed at {name}, "),
        (Some(name), true) => format!(" in the same selection of {name}, "),
        (None, _) => " recorded without an event, ".to_owned(),
    });
    let part = |deals: i64, word: &str, of: i64| {
        if deals == 0 {
            return Prose::default().figure("none", "0").words(" is registered");
        }
        let text = count(deals).words(word);
        if of > 0 { text.words(" (").share((deals, of), EN).words(")") } else { text }
    };
    let (registered, started) = (at(Stage::Registered), at(Stage::Started));
    let mut early = vec![part(registered, &format!(" {} registered", are(registered)), *signed)];
    early.extend((started > 0).then(|| part(started, &format!(" {} started construction", have(started)), *signed)));
    let mut text = text.then(listed(early)).words(".");
    let later = [(Stage::Producing, "in production"), (Stage::Full, "at full capacity")];
    let later = later.into_iter().filter(|(stage, _)| at(*stage) > 0);
    let later: Vec<Prose> =
        later.map(|(stage, word)| part(at(stage), &format!(" {} {word}", are(at(stage))), started)).collect();
    if started == 1 && !later.is_empty() {
        let word = if at(Stage::Full) > 0 { "at full capacity" } else { "in production" };
        text = text.words(format!(" That one is {word}."));
    } else if !later.is_empty() {
        text = text.words(" Of those ").count(started, EN).words(", ").then(listed(later)).words(".");
    }
    match ended {
        0 => {}
        1 => text = text.words(" ").figure("One", "1").words(" has been terminated."),
        ended => text = text.words(" Terminated: ").count(*ended, EN).words("."),
    }
    let Some(received) = received else { return text };
    let text = text.words(" Funds received come to ").amount(*received, EN);
    share(text, *received_rate).words(if received_rate.is_some() { " of the amount signed." } else { "." })
}

pub(super) fn overdue(deals: i64, longest: Option<i64>) -> Prose {
    let passed = "passed its due date for starting or producing without reaching it";
    let (text, by) = match deals {
        1 => (Prose::default().figure("One", "1").words(format!(" project is overdue: it has {passed}")), ", by "),
        _ => (
            Prose::of("Overdue projects number ").count(deals, EN).words(format!(": each has {passed}")),
            "; the longest is overdue by ",
        ),
    };
    match longest {
        Some(longest) => text.words(by).count(longest, EN).words(if longest == 1 { " day." } else { " days." }),
        None => text.words("."),
    }
}
