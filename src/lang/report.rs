//! The words and sentences of reports: heads, headings, notes.

use chrono::Datelike;

use super::{SEMICOLON, Said, count, said};
use crate::domain::catalogue::Item;
use crate::domain::currency::Currency;
use crate::domain::event::Scope;
use crate::domain::label::{Label, Lang, label};
use crate::domain::money::{Money, decimal, grouped};
use crate::domain::period::Period;

/// The heads of a comparison.
#[derive(Debug)]
#[expect(missing_docs, reason = "the names say it")]
pub struct Compared {
    pub deals_now: Label,
    pub deals_before: Label,
    pub amount_now: Label,
    pub amount_before: Label,
}

/// Those of what was and what is, and those of two selections that do not differ in time.
#[must_use]
pub fn compared(in_time: bool) -> &'static Compared {
    const IN_TIME: Compared = Compared {
        deals_now: label("Deals now", "本期项目数"),
        deals_before: label("Deals before", "上期项目数"),
        amount_now: label("Amount now", "本期金额"),
        amount_before: label("Amount before", "上期金额"),
    };
    const OTHERWISE: Compared = Compared {
        deals_now: label("Deals", "本组项目数"),
        deals_before: label("Deals compared with", "对照组项目数"),
        amount_now: label("Amount", "本组金额"),
        amount_before: label("Amount compared with", "对照组金额"),
    };
    if in_time { &IN_TIME } else { &OTHERWISE }
}

/// The head of a change.
pub const DEALS_CHANGE: Label = label("Change in deals", "项目数增减");
/// See [`DEALS_CHANGE`].
pub const AMOUNT_CHANGE: Label = label("Change in amount", "金额增减");
/// There was nothing before.
pub const NEW: Label = label("new", "新增");
/// There is nothing left.
pub const GONE: Label = label("gone", "已无");

/// So many groups that were folded into one line or column.
#[must_use]
pub fn rest(groups: usize) -> Said {
    let groups = count(i64::try_from(groups).unwrap_or(i64::MAX));
    said!("others ({groups})", "其他（{groups}）")
}

/// What a report counts: by which dimensions, across which and what there, and which deals.
#[must_use]
pub fn title(by: &[Label], across: Option<(Label, Label)>, selection: &Said) -> Said {
    let en: Vec<String> = by.iter().map(|one| one.en.to_lowercase()).collect();
    let zh: Vec<&str> = by.iter().map(|one| one.zh).collect();
    let (en, zh) = (en.join(", "), zh.join("、"));
    match across {
        Some((across, measured)) => Said::new(
            format!("{} by {en} across {}: {selection}", measured.en, across.en.to_lowercase()),
            format!("{}按{zh}与{}交叉统计——{selection:#}", measured.zh, across.zh),
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
    let days = event
        .days
        .map(|days| if days.from == days.to { days.from.to_string() } else { span(days.from, days.to, lang) });
    let scope = event.scope.map(|scope: Scope| scope.name(lang).to_owned());
    let facts: Vec<String> = [(name != code).then(|| name.to_owned()), days, scope].into_iter().flatten().collect();
    match (facts.is_empty(), lang) {
        (true, _) => code.to_owned(),
        (false, Lang::En) => format!("{code} ({})", facts.join(", ")),
        (false, Lang::Zh) => format!("{code}（{}）", facts.join("，")),
    }
}

fn span(from: chrono::NaiveDate, to: chrono::NaiveDate, lang: Lang) -> String {
    match lang {
        Lang::En => format!("{from} to {to}"),
        Lang::Zh => format!("{from}至{to}"),
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
        (_, (Some(from), Some(to))) if from == to => from.to_string(),
        (_, (Some(from), Some(to))) => format!("{from}至{to}"),
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

/// Deals with these words in their texts.
#[must_use]
pub fn with_words(words: &str) -> Said {
    said!("with the words `{words}`", "含“{words}”字样")
}

/// In which currency the sums are, and how they came to be in it.
#[must_use]
pub fn base(currency: Currency) -> Said {
    let name = if currency == Currency::CNY { "人民币" } else { currency.code() };
    Said::new(
        format!("Amounts are in {currency}, each converted at the rate in force on its signing day."),
        format!("金额均折合为{name}，按各项目签约日适用的汇率折算。"),
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

/// The rates of one currency, each with its dates and deals.
#[must_use]
pub fn rates_used(currency: &str, base: &str, rates: &[(String, i64, String)]) -> Said {
    let en: Vec<String> = rates.iter().map(|(rate, deals, days)| format!("{rate} ({deals} signed {days})")).collect();
    let zh: Vec<String> = rates.iter().map(|(rate, deals, days)| format!("{rate}（{days}签约{deals}个）")).collect();
    Said::new(
        format!("Rates of {currency} in {base}, with the deals converted at each: {}.", en.join(", ")),
        format!("{currency}折{base}所用汇率及项目数：{}。", zh.join("、")),
    )
}

/// No rate was used.
#[must_use]
pub fn no_rates() -> Said {
    said!("No rate was used in these sums.", "合计未使用汇率。")
}

/// Averages leave out deals without amount.
#[must_use]
pub fn average_of(priced: i64, all: i64) -> Said {
    let (priced, all) = (count(priced), count(all));
    said!(
        "Averages are of the {priced} of {all} deals that have a base amount.",
        "平均金额按{all}个项目中有折合金额的{priced}个计算。"
    )
}

/// Rounded parts that do not add up to the rounded total: the head of the column, what they come to, the total.
#[must_use]
pub fn rounded(columns: &[(String, String, String)]) -> Said {
    let parts: Vec<Said> = columns
        .iter()
        .take(NAMED)
        .map(|(head, sum, total)| said!("{head}: {sum}, total {total}", "{head}各行相加为{sum}，合计为{total}"))
        .collect();
    let parts = Said::joined(&parts, SEMICOLON);
    let more = columns.len().saturating_sub(NAMED);
    let more = if more > 0 { said!("; other columns: {more}", "；另有{more}列") } else { Said::default() };
    said!(
        "Figures are rounded one by one, so the lines as shown do not add up to the total ({parts}{more}).",
        "各数均单独四舍五入，各行相加与合计略有出入（{parts:#}{more:#}）。"
    )
}

/// How many columns a note names.
const NAMED: usize = 3;

/// Rounded lines that do not add up to the subtotals they stand under, of some of all.
#[must_use]
pub fn rounded_under(some: usize, all: usize) -> Said {
    said!(
        "Figures are rounded one by one, so the lines as shown do not add up to the subtotal above them in {some} of {all} groups.",
        "各数均单独四舍五入，{all}组中有{some}组各行相加与该组小计略有出入。"
    )
}

/// Rounded figures of some of all lines that do not add up to the total of the line.
#[must_use]
pub fn rounded_across(some: usize, all: usize) -> Said {
    said!(
        "Figures are rounded one by one, so the columns as shown do not add up to the total of the line in {some} of {all} lines.",
        "各数均单独四舍五入，{all}行中有{some}行各列相加与该行合计略有出入。"
    )
}

/// An event that is not in the ledger, with what was published of it.
#[must_use]
pub fn published(event: &str, figures: &Said, source: Option<&str>, is_used: bool) -> Said {
    let source = match source {
        Some(source) => said!(" (source: {source})", "（来源：{source}）"),
        None => Said::default(),
    };
    if is_used {
        said!(
            "The deals of {event} are not in the ledger; its total is the published one: {figures}{source}.",
            "{event}的项目未录入台账，其合计为公布数：{figures:#}{source:#}。"
        )
    } else {
        said!(
            "The deals of {event} are not in the ledger; published of it: {figures}{source}.",
            "{event}的项目未录入台账；已公布：{figures:#}{source:#}。"
        )
    }
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
    let yuan = if currency == Currency::CNY { "元" } else { currency.code() };
    let zh =
        [(8, "亿"), (4, "万")].into_iter().find_map(|(power, word)| Some(format!("{}{word}{yuan}", in_unit(power)?)));
    Said::new(en.unwrap_or_else(plain), zh.unwrap_or_else(plain))
}

/// Published figures.
#[must_use]
pub fn figures(deals: Option<i64>, sum: Option<Money>) -> Said {
    let parts: Vec<Said> = deals.map(so_many_deals).into_iter().chain(sum.map(amount)).collect();
    Said::joined(&parts, label(", ", "、"))
}

/// Published totals are of the whole event.
#[must_use]
pub fn not_of_selection(event: &str) -> Said {
    said!(
        "The deals of {event} are not in the ledger, and its published totals are of the whole event, not of this selection: nothing is compared.",
        "{event}的项目未录入台账，其公布数为整届合计，不适用于所选范围，故不作比较。"
    )
}

/// The scopes differ, and no change is shown.
#[must_use]
pub fn unlike(now: &Said, before: &Said) -> Said {
    said!(
        "The two count different signings (now: {now}; before: {before}) and are not comparable, so no change is shown; --force-compare shows it.",
        "两期统计口径不同（本期：{now:#}；上期：{before:#}），不可比，故不列增减；如仍需比较，请用`--force-compare`。"
    )
}

/// The scopes differ, and the change is shown all the same.
#[must_use]
pub fn unlike_forced(now: &Said, before: &Said) -> Said {
    said!(
        "The two count different signings (now: {now}; before: {before}): the changes are not of like with like.",
        "两期统计口径不同（本期：{now:#}；上期：{before:#}），增减不具可比性。"
    )
}

/// The scope of some events is not known; of none of them where the deals of one side are of no event.
#[must_use]
pub fn scope_unknown(events: &[String]) -> Said {
    let Some(first) = events.first() else {
        return said!(
            "Whether the two count the same signings is not known: some of their deals are of no event.",
            "两期统计口径是否一致不明：部分项目未注明签约活动。"
        );
    };
    let (en, zh) = (events.join(", "), events.join("、"));
    let command = format!("`deals event edit {first} --scope all`");
    Said::new(
        format!(
            "Whether the two count the same signings is not known: no scope is stated for {en}; {command} (or on-site) states it."
        ),
        format!("两期统计口径是否一致不明：{zh}未注明统计口径，可用{command}（或 on-site）注明。"),
    )
}

/// Events that are asked for beside others and have no deals.
#[must_use]
pub fn absent(events: &[String]) -> Said {
    Said::new(
        format!("No deals of {} are in the ledger, so nothing of them is in these figures.", events.join(", ")),
        format!("{}没有项目录入台账，各数均不含。", events.join("、")),
    )
}

/// Deals that are on both sides of a comparison.
#[must_use]
pub fn overlap(deals: i64) -> Said {
    let deals = so_many_deals(deals);
    said!("On both sides of the comparison: {deals}.", "两方所选有{deals:#}相同。")
}

/// Events that stand side by side though they count different signings.
#[must_use]
pub fn unlike_events(scopes: &[(Scope, Vec<String>)]) -> Said {
    let part = |(scope, events): &(Scope, Vec<String>)| {
        let (en, zh) = (scope.name(Lang::En), scope.name(Lang::Zh));
        Said::new(format!("{}: {en}", events.join(", ")), format!("{}{zh}", events.join("、")))
    };
    let parts = Said::joined(&scopes.iter().map(part).collect::<Vec<_>>(), SEMICOLON);
    said!(
        "The events count different signings and are not comparable ({parts}).",
        "各签约活动统计口径不同，不可比（{parts:#}）。"
    )
}

/// Events without deals for which no published totals stand in either.
#[must_use]
pub fn unrecorded(events: &[String]) -> Said {
    let (en, zh) = (events.join(", "), events.join("、"));
    Said::new(
        format!("The deals of {en} are not in the ledger, and no published totals can stand in: nothing is compared."),
        format!("{zh}的项目未录入台账，也没有可代用的公布数，故不作比较。"),
    )
}

/// A note that is of the deals asked for.
#[must_use]
pub fn of_now(note: &Said) -> Said {
    said!("Now: {note}", "本期：{note:#}")
}

/// A note that is of the deals compared with.
#[must_use]
pub fn of_before(note: &Said) -> Said {
    said!("Before: {note}", "上期：{note:#}")
}

/// The scope of events is not known, since files state none.
#[must_use]
pub fn scope_not_in_files() -> Said {
    said!(
        "Whether the two count the same signings is not known: files do not state the scope of their events.",
        "两期统计口径是否一致不明：文件未注明签约活动的统计口径。"
    )
}

/// Deals of which the selection that is compared with lacks amounts.
#[must_use]
pub fn before_incomplete(some: i64, all: i64) -> Said {
    let (have, are) = if some == 1 { ("has", "is") } else { ("have", "are") };
    let (some, all) = (count(some), count(all));
    Said::new(
        format!("Of the {all} deals before, {some} {have} no base amount and {are} not in its sum."),
        format!("上期{all}个项目中有{some}个没有折合金额，未计入上期合计。"),
    )
}

/// The command that lists the deals of a line.
#[must_use]
pub fn listed_by(line: &Said, command: &str) -> Said {
    said!("{line}: `{command}`", "{line:#}：`{command}`")
}

/// No command of `list` gives just these deals.
#[must_use]
pub fn listed_by_none(line: &Said) -> Said {
    said!(
        "{line}: no `deals list` command of a few filters gives just these deals",
        "{line:#}：没有能恰好列出这些项目的`deals list`命令"
    )
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
            (123_456_789_012, "CNY 1,234,567,890.12", "CNY 1,234,567,890.12"),
            (99, "CNY 0.99", "CNY 0.99"),
        ] {
            assert_eq!((text(minor, Lang::En).as_str(), text(minor, Lang::Zh).as_str()), (en, zh));
        }
    }
}
