//! 中文简报。 Briefings in Chinese: measure words, no space beside figures, numbers without thousands set apart, as official documents
//! write them.

use super::{Became, Before, Chosen, Group, Names, Press, Prose, Roughly, Sum};
use crate::domain::currency::Currency;
use crate::domain::dimension::Dimension;
use crate::domain::label::Lang;
use crate::domain::money::Money;
use crate::domain::place::Origin;
use crate::domain::size::Band;
use crate::domain::stage::Stage;

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
fn sum(sum: Sum) -> Prose {
    match sum.amount {
        Some(amount) => count(sum.deals).words("、").amount(amount, ZH),
        None => count(sum.deals),
    }
}

fn joined(parts: Vec<Prose>, between: &str) -> Prose {
    let mut parts = parts.into_iter();
    let first = parts.next().unwrap_or_default();
    parts.fold(first, |text, part| text.words(between).then(part))
}

pub(super) fn headline(expo: Option<&str>, now: Sum) -> Prose {
    if now.deals == 0 {
        return Prose::of(expo.map_or("所选范围内没有签约项目。".to_owned(), |expo| format!("{expo}尚无签约项目。")));
    }
    let text = match expo {
        Some(expo) => Prose::of(format!("{expo}共签约项目")).then(count(now.deals)),
        None => Prose::of("所选范围内共有签约项目").then(count(now.deals)),
    };
    match now.amount {
        Some(amount) => text.words("，合同总额").amount(amount, ZH).words("。"),
        None => text.words("。"),
    }
}

pub(super) fn compared(now: Sum, before: &Before) -> Prose {
    let Before { name, sum: was, is_published, unlike } = before;
    let figures = match is_published {
        true => Prose::of("公布数为").then(sum(*was)),
        false => sum(*was),
    };
    let name = name.as_deref().unwrap_or("对照项目");
    if let Some([counts, counted]) = unlike {
        let text = Prose::of(format!("{name}（")).then(figures);
        return text.words(format!("，{counted}）与本次（{counts}）统计口径不同，不作比较。"));
    }
    let text = Prose::of(format!("与{name}（")).then(figures).words("）相比");
    let sides = [("项目数", Some((now.deals, was.deals))), ("总额", amounts(now, *was))];
    sides
        .into_iter()
        .fold(text, |text, (what, sides)| match sides.filter(|(_, was)| *was > 0) {
            None => text,
            Some((now, was)) if now == was => text.words(format!("，{what}持平")),
            Some((now, was)) => {
                let word = if now > was { "增长" } else { "下降" };
                text.words(format!("，{what}{word}")).size_of_change((now - was, was), ZH)
            }
        })
        .words("。")
}

fn amounts(now: Sum, was: Sum) -> Option<(i64, i64)> {
    Some((now.amount?.minor, was.amount?.minor))
}

/// `上海、浙江、广东等20个省区市`, or all of them.
fn some(of: &Names, measure: &str, unit: &str, roughly: bool) -> Prose {
    let Names { said, all } = of;
    let names = said.join("、");
    if said.len() == *all {
        return Prose::of(names);
    }
    let exact = all.to_string();
    let number = match Roughly::of(*all, roughly) {
        Roughly::Just(_) => exact.clone(),
        Roughly::Over(10) => "十余".to_owned(),
        Roughly::Over(tens) => format!("{tens}余"),
        Roughly::Nearly(tens) => format!("近{tens}"),
    };
    let names = if said.is_empty() { names } else { format!("{names}等") };
    Prose::of(names).figure(number, exact).words(format!("{measure}{unit}"))
}

pub(super) fn press(press: &Press) -> Prose {
    let Press { expo, deals, sectors, home, at_home, hmt, abroad, roughly } = press;
    let mut text = match expo {
        Some(expo) => Prose::of(format!("{expo}签约的")).then(count(*deals)).words("项目"),
        None => count(*deals).words("签约项目"),
    };
    if sectors.all > 0 {
        text = text.words("涵盖").then(some(sectors, "个", "领域", false));
        text = match sectors.said.len() {
            said if said < sectors.all => text,
            1 => text.words("领域"),
            all => text.count(i64::try_from(all).unwrap_or(i64::MAX), ZH).words("个领域"),
        };
    }
    let mut from = Vec::new();
    if at_home.all > 0 {
        let unit = if home == "中国" { "省区市" } else { "地区" };
        from.push(some(at_home, "个", unit, *roughly));
    }
    if !hmt.is_empty() {
        from.push(Prose::of(hmt.join("、")));
    }
    if abroad.all > 0 {
        from.push(some(abroad, "个", "国家", *roughly));
    }
    if let Some(last) = from.pop() {
        text = text.words("，合作方来自");
        text = if from.is_empty() { text } else { text.then(joined(from, "，")).words("，以及") };
        text = text.then(last);
    }
    text.words("。")
}

/// `24个、694.3亿元，占54.1%`
fn figures(group: &Group) -> Prose {
    let text = sum(group.sum);
    match group.share {
        Some(share) => text.words("，占").share(share, ZH),
        None => text,
    }
}

pub(super) fn origins(groups: &[(Origin, Group)]) -> Prose {
    let part = |(origin, group): &(Origin, Group)| {
        let name = match origin {
            Origin::Domestic => "内资项目",
            Origin::Hmt => "港澳台资项目",
            Origin::Overseas => "外资项目",
        };
        Prose::of(name).then(figures(group))
    };
    Prose::of("从资金来源看，").then(joined(groups.iter().map(part).collect(), "；")).words("。")
}

pub(super) fn first(_: Dimension, groups: &[Group]) -> Prose {
    let by = if groups.iter().any(|group| group.sum.amount.is_some()) { "金额" } else { "项目数" };
    let of_one = |one: &Group| Prose::of(format!("{}（", one.name)).then(figures(one)).words("）");
    Prose::of(format!("按{by}计，居前的是")).then(joined(groups.iter().map(of_one).collect(), "、")).words("。")
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
    let text = Prose::of("现场签约").then(count(on_site)).words("，场外签约").then(count(off_site));
    if unknown == 0 { text.words("。") } else { text.words("；另有").then(count(unknown)).words("未注明。") }
}

pub(super) fn flagship(chosen: &Chosen, sum: Sum, part: Option<(i64, i64)>) -> Prose {
    let text = match chosen {
        Chosen::Largest if sum.deals == 1 => Prose::of("金额最大的项目"),
        Chosen::Largest => Prose::of("金额居前的").then(count(sum.deals)).words("项目"),
        Chosen::Tagged(tag) => Prose::of(format!("标记为“{tag}”的项目")).then(count(sum.deals)),
        Chosen::Named => Prose::of("重点项目").then(count(sum.deals)),
    };
    let Some(amount) = sum.amount else { return Prose::of("重点项目").then(count(sum.deals)).words("。") };
    let text = text.words(if sum.deals == 1 { "，金额" } else { "，合计" }).amount(amount, ZH);
    match part {
        Some(part) => text.words("，占合同总额的").share(part, ZH).words("。"),
        None => text.words("。"),
    }
}

pub(super) fn became(became: &Became) -> Prose {
    let Became { name, signed, reached, ended, received, received_rate } = became;
    let text = match name {
        Some(name) => Prose::of(format!("{name}签约的")).then(count(*signed)).words("项目中，"),
        None => Prose::of("未注明签约活动的").then(count(*signed)).words("项目中，"),
    };
    let stage = |(stage, deals, of): &(Stage, i64, i64)| {
        let (done, rate) = match stage {
            Stage::Registered => ("已注册", "注册率"),
            Stage::Started => ("已开工", "开工率"),
            Stage::Producing => ("已投产", "投产率"),
            _ => ("已达产", "占已开工的"),
        };
        let text = Prose::of(done).then(count(*deals));
        if *of > 0 { text.words(format!("（{rate}")).share((*deals, *of), ZH).words("）") } else { text }
    };
    let mut parts: Vec<Prose> = reached.iter().map(stage).collect();
    if *ended > 0 {
        parts.push(Prose::of("已终止").then(count(*ended)));
    }
    let text = text.then(joined(parts, "、"));
    let Some(received) = received else { return text.words("。") };
    let text = text.words("；到位资金").amount(*received, ZH);
    match received_rate {
        Some(rate) => text.words("，资金到位率").share(*rate, ZH).words("。"),
        None => text.words("。"),
    }
}

pub(super) fn overdue(deals: i64, longest: i64) -> Prose {
    let text = Prose::of("已过预计开工或投产日期而未开工、未投产的项目").then(count(deals));
    let text = text.words(if deals == 1 { "，已逾期" } else { "，最长已逾期" });
    text.count(longest, ZH).words("天。")
}
