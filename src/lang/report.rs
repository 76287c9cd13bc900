//! The words of reports: heads and headings. Their notes have a file of their own.

use std::fmt::Display;

use chrono::{Datelike, NaiveDate};

use super::{Said, count, said};
use crate::domain::catalogue::Item;
use crate::domain::currency::Currency;
use crate::domain::deal::Field;
use crate::domain::event::Scope;
use crate::domain::label::{Label, Lang, label};
use crate::domain::money::{Money, decimal, grouped};
use crate::domain::period::Period;
use crate::domain::stage::Stage;

/// The heads of a comparison.
#[derive(Debug)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Compared {
    pub deals_now: Label,
    pub deals_before: Label,
    pub amount_now: Label,
    pub amount_before: Label,
    /// The two sides.
    pub now: Label,
    pub before: Label,
    /// What only one of them has.
    pub new: Label,
    pub gone: Label,
}

/// Those of what was and what is, and those of two selections that do not differ in time.
#[must_use]
pub fn compared(in_time: bool) -> &'static Compared {
    const IN_TIME: Compared = Compared {
        deals_now: label("Deals now", "本期项目数"),
        deals_before: label("Deals before", "上期项目数"),
        amount_now: label("Amount now", "本期金额"),
        amount_before: label("Amount before", "上期金额"),
        now: label("now", "本期"),
        before: label("before", "上期"),
        new: label("new", "新增"),
        gone: label("gone", "已无"),
    };
    const OTHERWISE: Compared = Compared {
        deals_now: label("Deals", "本组项目数"),
        deals_before: label("Deals compared with", "对照组项目数"),
        amount_now: label("Amount", "本组金额"),
        amount_before: label("Amount compared with", "对照组金额"),
        now: label("asked for", "本组"),
        before: label("compared with", "对照组"),
        new: label("only here", "仅本组"),
        gone: label("only there", "仅对照组"),
    };
    if in_time { &IN_TIME } else { &OTHERWISE }
}

/// The head of a change.
pub const DEALS_CHANGE: Label = label("Change in deals", "项目数增减");
/// See [`DEALS_CHANGE`].
pub const AMOUNT_CHANGE: Label = label("Change in amount", "金额增减");

/// So many groups that were folded into one line or column.
#[must_use]
pub fn rest(groups: usize) -> Said {
    let groups = count(i64::try_from(groups).unwrap_or(i64::MAX));
    said!("others ({groups})", "其他（{groups}）")
}

/// What a report counts: by which dimensions, across which and what there, and which deals.
#[must_use]
pub fn title(by: &[Label], across: Option<(Label, Label)>, is_progress: bool, selection: &Said) -> Said {
    let en: Vec<String> = by.iter().map(|one| one.en.to_lowercase()).collect();
    let zh: Vec<&str> = by.iter().map(|one| one.zh).collect();
    let (en, zh) = (en.join(", "), zh.join("、"));
    match across {
        Some((across, measured)) => Said::new(
            format!("{} by {en} across {}: {selection}", measured.en, across.en.to_lowercase()),
            format!("{}按{zh}与{}交叉统计——{selection:#}", measured.zh, across.zh),
        ),
        None if is_progress => Said::new(
            format!("What became of the signed deals, by {en}: {selection}"),
            format!("签约项目进展按{zh}统计——{selection:#}"),
        ),
        None => Said::new(format!("Deals by {en}: {selection}"), format!("项目按{zh}统计——{selection:#}")),
    }
}

/// Two selections that are compared.
#[must_use]
pub fn versus(now: &Said, before: &Said, in_time: bool) -> Said {
    if in_time {
        said!("now {now}; before {before}", "本期：{now:#}；上期：{before:#}")
    } else {
        said!("{now}, compared with {before}", "本组：{now:#}；对照组：{before:#}")
    }
}

/// Every deal.
#[must_use]
pub fn all_deals() -> Said {
    said!("all deals", "全部项目")
}

/// The parts of a selection, put together.
#[must_use]
pub fn all_of(parts: &[Said]) -> Said {
    Said::joined(parts, label("; ", "，"))
}

/// Deals that have one of some values in a dimension.
#[must_use]
pub fn among(dimension: Label, en: &[String], zh: &[String]) -> Said {
    Said::new(
        format!("{} {}", dimension.en.to_lowercase(), en.join(" or ")),
        format!("{}为{}", dimension.zh, zh.join("或")),
    )
}

/// An event: its name, code, days and scope.
#[must_use]
pub fn event(event: &Item, lang: Lang) -> String {
    let (code, name) = (event.code(), event.label(lang));
    let days = event.days.map(|days| span(&days.from, &days.to, lang));
    let scope = event.scope.map(|scope: Scope| scope.name(lang).to_owned());
    let facts: Vec<String> = [(name != code).then(|| name.to_owned()), days, scope].into_iter().flatten().collect();
    match (facts.is_empty(), lang) {
        (true, _) => code.to_owned(),
        (false, Lang::En) => format!("{code} ({})", facts.join(", ")),
        (false, Lang::Zh) => format!("{code}（{}）", facts.join("，")),
    }
}

/// A day as it is written out.
#[must_use]
pub fn day(day: NaiveDate) -> Said {
    Said::new(day.format("%-d %B %Y").to_string(), format!("{}年{}月{}日", day.year(), day.month(), day.day()))
}

/// From one day to another.
#[must_use]
pub fn span<D: Display + PartialEq>(from: &D, to: &D, lang: Lang) -> String {
    match lang {
        _ if from == to => from.to_string(),
        Lang::En => format!("{from} to {to}"),
        Lang::Zh => format!("{from}至{to}"),
    }
}

/// The heads of columns of targets.
pub const TARGET: Label = label("Target", "目标");
/// See [`TARGET`].
pub const DONE: Label = label("Done", "完成");
/// See [`TARGET`].
pub const COMPLETION: Label = label("Completion", "完成率");

/// A head of a column of targets, with the measure that it is of.
#[must_use]
pub fn aimed(head: Label, measure: Label, lang: Lang) -> String {
    match lang {
        Lang::En => format!("{}: {}", measure.en, head.en.to_lowercase()),
        Lang::Zh => format!("{}{}", measure.zh, head.zh),
    }
}

/// The head of a rate: what is counted, and of what it is a part.
#[must_use]
pub fn rate(name: &str, stage: Stage, of: Stage, lang: Lang) -> String {
    match lang {
        Lang::En => format!("{} / {}", stage.name(lang), of.name(lang).to_lowercase()),
        Lang::Zh => format!("{name}（占{}）", of.name(lang)),
    }
}

/// Deals of which a date lies within a period, or which have no such date.
#[must_use]
pub fn dated(field: Field, period: Option<Period>) -> Said {
    let label = field.label();
    let label = Said::new(label.en.to_lowercase(), label.zh);
    match period {
        Some(period) => {
            let period = Said::new(period.to_string(), chinese_period(period));
            said!("{label} in {period}", "{label:#}为{period:#}")
        }
        None => said!("without a date for {label}", "没有{label:#}"),
    }
}

/// Deals signed within a period.
#[must_use]
pub fn signed(period: Period) -> Said {
    let period = Said::new(period.to_string(), chinese_period(period));
    said!("signed in {period}", "签约时间为{period:#}")
}

/// A period as Chinese writes it.
fn chinese_period(period: Period) -> String {
    let months = period.whole_months().map(|(first, months)| (first.year(), first.month(), months));
    match (months, period.ends()) {
        (Some((year, 1, 12)), _) => format!("{year}年"),
        (Some((year, 1, 6)), _) => format!("{year}年上半年"),
        (Some((year, 7, 6)), _) => format!("{year}年下半年"),
        (Some((year, month @ (1 | 4 | 7 | 10), 3)), _) => format!("{year}年第{}季度", month / 3 + 1),
        (Some((year, month, 1)), _) => format!("{year}年{month}月"),
        (_, (Some(from), Some(to))) => span(&from, &to, Lang::Zh),
        (_, (Some(from), None)) => format!("{from}起"),
        (_, (None, Some(to))) => format!("截至{to}"),
        (_, (None, None)) => "不限".to_owned(),
    }
}

/// Deals with at least this base amount.
#[must_use]
pub fn at_least(bound: Money) -> Said {
    let bound = amount(bound);
    said!("base amount {bound} or more", "折合金额不低于{bound:#}")
}

/// Deals with at most this base amount.
#[must_use]
pub fn at_most(bound: Money) -> Said {
    let bound = amount(bound);
    said!("base amount {bound} or less", "折合金额不高于{bound:#}")
}

/// Deals of which anybody may see everything.
#[must_use]
pub fn open_only() -> Said {
    said!("without confidential deals", "不含保密项目")
}

/// Deals with these words in their texts.
#[must_use]
pub fn with_words(words: &str) -> Said {
    said!("with the words `{words}`", "含“{words}”字样")
}

/// In which currency the sums are, and how they came to be in it, money received too where it is shown.
#[must_use]
pub fn base(currency: Currency, with_received: bool) -> Said {
    let name = if currency == Currency::CNY { "人民币" } else { currency.code() };
    let (received, received_zh) = if with_received {
        (", what was received at that of the day it came", "，到位资金按到位当日适用的汇率折算")
    } else {
        ("", "")
    };
    Said::new(
        format!("Amounts are in {currency}, each converted at the rate in force on its signing day{received}."),
        format!("金额均折合为{name}，按各项目签约日适用的汇率折算{received_zh}。"),
    )
}

/// Which ledger a report was drawn from, and its last entry with its date.
#[must_use]
pub fn from_ledger(ledger: &str, entry: Option<(i64, &str)>) -> Said {
    match entry {
        Some((entry, day)) => {
            said!("Ledger {ledger}, last entry {entry} of {day}.", "台账{ledger}，截至第{entry}条记录（{day}）。")
        }
        None => said!("Ledger {ledger}, no entry yet.", "台账{ledger}，尚无记录。"),
    }
}

/// Which files a report was drawn from.
#[must_use]
pub fn from_files(files: &str) -> Said {
    said!("From {files}.", "来自文件{files}。")
}

/// An amount to the last digit, in the greatest unit that needs at most four decimals.
#[must_use]
pub fn amount(money: Money) -> Said {
    let Money { minor, currency } = money;
    let plain = || format!("{currency} {}", money.grouped());
    let in_unit = |power: u32| {
        let digits = power + currency.digits();
        let is_short = minor >= 10_i64.pow(digits) && minor % 10_i64.pow(digits - 4) == 0;
        let number = decimal(i128::from(minor / 10_i64.pow(digits - 4)), 4);
        is_short.then(|| grouped(number.trim_end_matches('0').trim_end_matches('.')))
    };
    let en = [(9, "bn"), (6, "m")]
        .into_iter()
        .find_map(|(power, word)| Some(format!("{currency} {}{word}", in_unit(power)?)));
    let yuan = currency.name_zh();
    let plain_zh = || format!("{}{yuan}", money.grouped());
    let zh =
        [(8, "亿"), (4, "万")].into_iter().find_map(|(power, word)| Some(format!("{}{word}{yuan}", in_unit(power)?)));
    Said::new(en.unwrap_or_else(plain), zh.unwrap_or_else(plain_zh))
}

/// The head of the groups that people see explained, and of a sum.
#[must_use]
pub fn so_many_deals(deals: i64) -> Said {
    let number = count(deals);
    if deals == 1 { said!("{number} deal", "{number}个项目") } else { said!("{number} deals", "{number}个项目") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_in_sentences_keep_every_digit() {
        let text = |minor, lang| amount(Money { minor, currency: Currency::CNY }).in_lang(lang).to_owned();
        for (minor, en, zh) in [
            (61_200_000_000_000, "CNY 612bn", "6,120亿元"),
            (11_250_000_000_000, "CNY 112.5bn", "1,125亿元"),
            (5_000_000_000, "CNY 50m", "5,000万元"),
            (123_456_789_012, "CNY 1,234,567,890.12", "1,234,567,890.12元"),
            (99, "CNY 0.99", "0.99元"),
        ] {
            assert_eq!((text(minor, Lang::En).as_str(), text(minor, Lang::Zh).as_str()), (en, zh));
        }
    }
}
