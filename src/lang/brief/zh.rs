//! 中文简报。 Briefings in Chinese: measure words, no space beside figures, numbers without thousands set apart, as official documents
//! write them.

use super::{Became, Before, Chosen, Flagship, Group, Names, Press, Prose, Ranking, Roughly, Sum, is_slight};
use crate::domain::currency::Currency;
use crate::domain::label::Lang;
use crate::domain::money::Money;
use crate::domain::place::Origin;
use crate::domain::size::Band;
use crate::domain::stage::Stage;
use crate::lang::report::day;

const ZH: Lang = Lang::Zh;

/// 一、二、…十、十一: up to ninety-nine, more than a briefing has sections.
pub(super) fn ordinal(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let (tens, ones) = (number / 10, DIGITS[number % 10]);
    match tens {
        0 => ones.to_owned(),
        1 => format!("十{ones}"),
        2..=9 => format!("{}十{ones}", DIGITS[tens]),
        _ => number.to_string(),
    }
}

fn count(number: i64) -> Prose {
    Prose::default().count(number, ZH).words("个")
}

/// `64个、400.6亿元`
fn sum(deals: Option<i64>, amount: Option<Money>) -> Prose {
    match (deals, amount) {
        (Some(deals), Some(amount)) => count(deals).words("、").amount(amount, ZH),
        (Some(deals), None) => count(deals),
        (None, Some(amount)) => Prose::default().amount(amount, ZH),
        (None, None) => Prose::default(),
    }
}

fn joined(parts: Vec<Prose>, between: &str) -> Prose {
    let mut parts = parts.into_iter();
    let first = parts.next().unwrap_or_default();
    parts.fold(first, |text, part| text.words(between).then(part))
}

pub(super) fn headline(expo: Option<&str>, now: Sum) -> Prose {
    if let (0, Some(amount)) = (now.deals, now.amount.filter(|amount| amount.minor > 0)) {
        return Prose::of("没有单独计数的项目；已有项目增资合计").amount(amount, ZH).words("。");
    }
    let text = match (now.deals, expo) {
        (0, Some(expo)) => return Prose::of(format!("台账中尚无{expo}签约项目。")),
        (0, None) => return Prose::of("统计范围内没有签约项目。"),
        (deals, Some(expo)) => Prose::of(format!("{expo}共签约项目")).then(count(deals)),
        (deals, None) => Prose::of("统计范围内共有签约项目").then(count(deals)),
    };
    match now.amount {
        Some(amount) => text.words("，签约总额").amount(amount, ZH).words("。"),
        None => text.words("。"),
    }
}

/// What the deals before are called.
fn called(before: &Before) -> String {
    match (&before.name, before.is_part) {
        (Some(name), false) => name.clone(),
        (Some(name), true) => format!("{name}同口径项目"),
        (None, _) => "对照范围".to_owned(),
    }
}

pub(super) fn compared(now: Sum, before: &Before) -> Prose {
    let published = if before.is_published { "公布数据为" } else { "" };
    let figures = Prose::of(published).then(sum(before.deals, before.amount));
    let called = called(before);
    if let Some([counts, counted]) = &before.unlike {
        let text = Prose::of(format!("{called}（")).then(figures);
        return text.words(format!("，{counted}）与本届（{counts}）统计口径不同，不作比较。"));
    }
    let deals = before.deals.map(|was| (now.deals, was));
    let money = now.amount.zip(before.amount).map(|(now, was)| (now.minor, was.minor));
    let is_told = |sides: &(i64, i64)| sides.1 > 0;
    let sides = [("项目数", "增加", "减少", deals.filter(is_told)), ("总额", "增长", "下降", money.filter(is_told))];
    if sides.iter().all(|(.., sides)| sides.is_none()) {
        return Prose::of(format!("对照{called}（")).then(figures).words("）。");
    }
    let text = Prose::of(format!("与{called}（")).then(figures).words("）相比");
    let text = sides.into_iter().fold(text, |text, (what, more, less, sides)| match sides {
        None => text,
        Some((now, was)) if now == was => text.words(format!("，{what}持平")),
        Some((now, was)) if is_slight((now - was, was)) => text.words(format!("，{what}基本持平")),
        Some((now, was)) => {
            let word = if now > was { more } else { less };
            text.words(format!("，{what}{word}")).size_of_change((now - was, was), ZH)
        }
    });
    text.words("。")
}

/// How many there are, as it may be said.
fn number(all: usize, roughly: bool) -> Prose {
    let exact = all.to_string();
    let shown = match Roughly::of(all, roughly) {
        Roughly::Just(_) => exact.clone(),
        Roughly::Over(10) => "十余".to_owned(),
        Roughly::Over(tens) => format!("{tens}余"),
        Roughly::Nearly(tens) => format!("近{tens}"),
    };
    Prose::default().figure(shown, exact)
}

/// `上海、浙江、广东等20个省区市`; all of few.
fn some(of: &Names, unit: &str, roughly: bool) -> Prose {
    let names = of.said.join("、");
    if of.said.len() == of.all {
        return Prose::of(names);
    }
    let names = if of.said.is_empty() { names } else { format!("{names}等") };
    Prose::of(names).then(number(of.all, roughly)).words(format!("个{unit}"))
}

/// The fields of industry. A figure beside a name such as 5G would be read with it, so that of a whole list is a word.
fn sectors(of: &Names, deals: i64) -> Prose {
    match of.all {
        0 => Prose::default(),
        1 if of.said.is_empty() && deals == 1 => Prose::default(),
        1 if of.said.is_empty() => Prose::of("均属同一领域"),
        1 if deals == 1 => Prose::of(format!("属于{}领域", of.said.join("、"))),
        1 => Prose::of(format!("均属{}领域", of.said.join("、"))),
        all if of.said.len() == all => {
            let word = if all == 2 { "两".to_owned() } else { ordinal(all) };
            Prose::of(format!("涵盖{}", of.said.join("、"))).figure(word, all.to_string()).words("个领域")
        }
        _ => Prose::of("涵盖").then(some(of, "领域", false)),
    }
}

pub(super) fn press(press: &Press) -> Prose {
    let Press { expo, deals, home, at_home, is_home_partly_known, hmt, abroad, has_territories, roughly, .. } = press;
    let text = match expo {
        Some(expo) => Prose::of(format!("{expo}签约的")).then(count(*deals)).words("项目"),
        None => count(*deals).words("签约项目"),
    };
    let text = text.then(sectors(&press.sectors, *deals));
    let unit = if home == "中国" { "省区市" } else { "地区" };
    let is_whole = at_home.said.len() == at_home.all;
    let at_home = match (at_home.all, is_whole, is_home_partly_known) {
        (0, _, true) => Some(Prose::of("国内")),
        (0, _, false) => None,
        (_, true, true) => Some(some(at_home, unit, false).words("等地")),
        _ => Some(some(at_home, unit, *roughly)),
    };
    let near = match (at_home, hmt.is_empty()) {
        (at_home, true) => at_home,
        (None, false) => Some(Prose::of(hmt.join("、"))),
        (Some(at_home), false) => Some(at_home.words("和").words(hmt.join("、"))),
    };
    let countries = if *has_territories { "国家和地区" } else { "国家" };
    let abroad = (abroad.all > 0).then(|| some(abroad, countries, *roughly));
    let from: Vec<Prose> = near.into_iter().chain(abroad).collect();
    let text = if from.is_empty() { text } else { text.words("，合作方来自").then(joined(from, "，以及")) };
    text.words("。")
}

/// `24个、694.3亿元，占54.1%`
fn figures(group: &Group) -> Prose {
    let text = sum(Some(group.sum.deals), group.sum.amount);
    match group.share {
        Some(share) => text.words("，占").share(share, ZH),
        None => text,
    }
}

pub(super) fn origins(groups: &[(Origin, Group)], unknown: i64) -> Prose {
    let name = |origin: Origin| match origin {
        Origin::Domestic => "内资项目",
        Origin::Hmt => "港澳台资项目",
        Origin::Overseas => "外资项目",
    };
    if let ([(origin, group)], 0) = (groups, unknown) {
        let all = if group.sum.deals == 1 { "为" } else { "均为" };
        return Prose::of(format!("{all}{}。", name(*origin)));
    }
    let part = |(origin, group): &(Origin, Group)| Prose::of(name(*origin)).then(figures(group));
    let text = Prose::of("按合作方来源分，").then(joined(groups.iter().map(part).collect(), "；"));
    if unknown == 0 { text.words("。") } else { text.words("；另有").then(count(unknown)).words("未注明。") }
}

pub(super) fn first(ranking: &Ranking) -> Prose {
    let Ranking { groups, is_whole, is_ranked, .. } = ranking;
    let by = if groups.iter().any(|group| group.sum.amount.is_some()) { "签约金额" } else { "项目数" };
    let of_one = |one: &Group| Prose::of(format!("{}（", one.name)).then(figures(one)).words("）");
    let text = match (is_ranked, is_whole) {
        (false, _) => Prose::of("其中有"),
        (true, true) => Prose::of(format!("按{by}排序，依次为")),
        (true, false) if groups.len() == 1 => Prose::of(format!("按{by}排序，居首位的是")),
        (true, false) => {
            let first = i64::try_from(groups.len()).unwrap_or(i64::MAX);
            Prose::of(format!("按{by}排序，前")).count(first, ZH).words("位依次为")
        }
    };
    text.then(joined(groups.iter().map(of_one).collect(), "、")).words("。")
}

pub(super) fn sizes(bounds: &[(Band, i64)], base: Currency) -> Prose {
    let bound = |band: &Band| Prose::default().amount(Money { minor: band.low(), currency: base }, ZH).words("及以上");
    let mut parts = bounds.iter().enumerate().map(|(at, (band, deals))| match at {
        0 => bound(band).words("的项目").then(count(*deals)),
        _ => bound(band).words("的").then(count(*deals)),
    });
    let first = parts.next().unwrap_or_default();
    let rest: Vec<Prose> = parts.collect();
    if rest.is_empty() { first.words("。") } else { first.words("，其中").then(joined(rest, "、")).words("。") }
}

pub(super) fn venues(on_site: i64, off_site: i64, unknown: i64) -> Prose {
    let all = if on_site + off_site + unknown == 1 { "为" } else { "均为" };
    match (on_site, off_site, unknown) {
        (_, 0, 0) => return Prose::of(format!("{all}现场签约。")),
        (0, _, 0) => return Prose::of(format!("{all}场外签约。")),
        _ => {}
    }
    let some = [("现场签约", on_site), ("场外签约", off_site)].into_iter().filter(|(_, deals)| *deals > 0);
    let text = joined(some.map(|(venue, deals)| Prose::of(venue).then(count(deals))).collect(), "，");
    if unknown == 0 { text.words("。") } else { text.words("；另有").then(count(unknown)).words("未注明。") }
}

pub(super) fn flagship(flagship: &Flagship) -> Prose {
    let Flagship { chosen, deals, unpriced, amount, share } = flagship;
    let one = *deals == 1;
    let text = match chosen {
        Chosen::Largest if one => Prose::of("金额最大的项目"),
        Chosen::Largest => Prose::of("金额居前的").then(count(*deals)).words("项目"),
        Chosen::LargestOpen if one => Prose::of("可公开项目中金额最大的项目"),
        Chosen::LargestOpen => Prose::of("可公开项目中金额居前的").then(count(*deals)).words("项目"),
        Chosen::Tagged(tag) => Prose::of(format!("“{tag}”项目")).then(count(*deals)),
        Chosen::Named => Prose::of("重点项目").then(count(*deals)),
    };
    let Some(amount) = amount else { return text.words("，列示如下。") };
    let text = text.words(if one { "，金额为" } else { "，合计" }).amount(*amount, ZH);
    let text = match share {
        Some(share) => text.words("，占签约总额的").share(*share, ZH),
        None => text,
    };
    if *unpriced == 0 {
        text.words("。")
    } else {
        text.words("（其中").then(count(*unpriced)).words("未列金额）。")
    }
}

pub(super) fn became(became: &Became) -> Prose {
    let Became { day: on, name, is_part, signed, reached, ended, received, received_rate } = became;
    let at = |stage: Stage| reached.iter().find(|(own, _)| *own == stage).map_or(0, |(_, deals)| *deals);
    let text = Prose::of(format!("截至{}，", day(*on).in_lang(ZH)));
    let text = match (name, is_part) {
        (Some(name), false) => text.words(format!("{name}签约的")).then(count(*signed)).words("项目中，"),
        (Some(name), true) => text.words(format!("{name}同口径的")).then(count(*signed)).words("项目中，"),
        (None, _) => text.words("未注明签约活动的").then(count(*signed)).words("项目中，"),
    };
    let part = |done: &str, rate: &str, deals: i64, of: i64| {
        let text = Prose::of(done).then(count(deals));
        if of > 0 { text.words(format!("（{rate}")).share((deals, of), ZH).words("）") } else { text }
    };
    let (registered, started) = (at(Stage::Registered), at(Stage::Started));
    let mut early = vec![part("已注册", "注册率", registered, *signed)];
    early.extend((started > 0).then(|| part("已开工", "开工率", started, *signed)));
    let mut text = text.then(joined(early, "、"));
    let later = [(Stage::Producing, "已投产"), (Stage::Full, "已达产")];
    let later = later.into_iter().filter(|(stage, _)| at(*stage) > 0);
    let later: Vec<Prose> = later.map(|(stage, done)| part(done, "占", at(stage), started)).collect();
    if !later.is_empty() {
        text = text.words("；已开工项目中，").then(joined(later, "、"));
    }
    if *ended > 0 {
        text = text.words("；已终止").then(count(*ended));
    }
    let text = text.words("。");
    let Some(received) = received else { return text };
    let text = text.words("到位资金").amount(*received, ZH);
    match received_rate {
        Some(rate) => text.words("，资金到位率").share(*rate, ZH).words("。"),
        None => text.words("。"),
    }
}

pub(super) fn overdue(deals: i64, longest: Option<i64>) -> Prose {
    let text =
        Prose::of("逾期项目").then(count(deals)).words("（已过预计开工日期仍未开工，或已过预计投产日期仍未投产）");
    match longest {
        Some(longest) => {
            text.words(if deals == 1 { "，已逾期" } else { "，逾期最长" }).count(longest, ZH).words("天。")
        }
        None => text.words("。"),
    }
}
