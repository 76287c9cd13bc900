//! The notes of reports: what is left out of a figure, what cannot be compared, and which deals a figure is of.

use chrono::NaiveDate;

use super::report::{Compared, amount, so_many_deals, span};
use super::{COMMA, SEMICOLON, Said, count, said};
use crate::domain::date::PartialDate;
use crate::domain::deal::DealKind;
use crate::domain::event::Scope;
use crate::domain::label::{Label, Lang, label};
use crate::domain::money::Money;
use crate::domain::relation::Relation;
use crate::domain::stage::Stage;

/// The rates of one currency, each with its dates and deals.
#[must_use]
pub fn rates_used(currency: &str, base: &str, rates: &[(String, i64, (PartialDate, PartialDate))]) -> Said {
    let en = rates
        .iter()
        .map(|(rate, deals, (first, last))| format!("{rate} ({deals} signed {})", span(first, last, Lang::En)));
    let zh = rates
        .iter()
        .map(|(rate, deals, (first, last))| format!("{rate}（{}签约{deals}个）", span(first, last, Lang::Zh)));
    let (en, zh): (Vec<String>, Vec<String>) = (en.collect(), zh.collect());
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

/// Deals that are no further deals by how they relate to earlier ones.
#[must_use]
pub fn related(by_relation: &[(Relation, i64)]) -> Said {
    let listed = |adds_amount: bool| {
        let some = by_relation.iter().filter(|(relation, _)| relation.adds_amount() == adds_amount);
        let some = some.map(|(relation, deals)| {
            let deals = count(*deals);
            let relation = Said::within(relation.label());
            said!("{relation} {deals}", "{relation:#}{deals}个")
        });
        some.collect::<Vec<_>>()
    };
    let mut parts = Vec::new();
    match &*listed(false) {
        [] => {}
        again => {
            let again = Said::joined(again, COMMA);
            parts.push(said!("neither counted nor added ({again})", "不计项目数和金额（{again:#}）"));
        }
    }
    match &*listed(true) {
        [] => {}
        more => {
            let more = Said::joined(more, COMMA);
            parts.push(said!("added to the amount and not counted ({more})", "只计金额、不计项目数（{more:#}）"));
        }
    }
    let parts = Said::joined(&parts, SEMICOLON);
    said!(
        "Deals that follow earlier ones: {parts}; `--raw` counts everything.",
        "与已有项目相关的签约：{parts:#}；`--raw`则全部计入。"
    )
}

/// Renewals and upgrades whose first signing is not among the deals that are counted.
#[must_use]
pub fn first_outside(deals: i64) -> Said {
    let deals = count(deals);
    said!(
        "Of those that are not counted, the first signing lies outside this selection: {deals}.",
        "不计的签约中，首次签约不在所选范围内的：{deals}个。"
    )
}

/// Renewals and upgrades that have stages or receipts of their own, which are not counted either.
#[must_use]
pub fn progress_of_related(with_stages: i64, receipts: i64) -> Said {
    let (stages, money) = (count(with_stages), count(receipts));
    let mut parts = Vec::new();
    parts.extend((with_stages > 0).then(|| said!("stages of {stages}", "{stages}个另记有进展")));
    parts.extend((receipts > 0).then(|| said!("receipts {money}", "另有{money}笔到位资金")));
    let parts = Said::joined(&parts, COMMA);
    said!(
        "What the deals that are not counted have of their own is not counted either, and belongs to the first signing: {parts}.",
        "不计项目数的签约中，{parts:#}，均未计入：应记在首次签约的项目上。"
    )
}

/// Receipts that wait for a rate.
#[must_use]
pub fn unrated_receipts(unrated: i64, all: i64) -> Said {
    let (unrated, all) = (count(unrated), count(all));
    said!(
        "{unrated} of {all} receipts wait for a rate and are not in the sum.",
        "{all}笔到位资金中有{unrated}笔缺少汇率，未计入合计。"
    )
}

/// The stage of which rates are parts, where that is not the usual one.
#[must_use]
pub fn rates_of(stage: Stage) -> Said {
    let (code, stage) = (stage.code(), Said::within(stage.label()));
    said!(
        "The rates of the stages after it are of the {stage} deals (`--of {code}`).",
        "其后各阶段的比率以{stage:#}项目数为分母（`--of {code}`）。"
    )
}

/// Everything counts.
#[must_use]
pub fn raw() -> Said {
    said!(
        "Everything is counted, also what follows an earlier signing (`--raw`).",
        "已全部计入，包括与已有项目相关的签约（`--raw`）。"
    )
}

/// By which day money received goes in a report by time: that on which it came, or that of the signing.
#[must_use]
pub fn received_by_time(by_arrival: bool) -> Said {
    if by_arrival {
        said!(
            "Money received is shown when it came, deals when they were signed.",
            "到位资金按到位时间统计，项目按签约时间统计。"
        )
    } else {
        said!(
            "Money received is shown with its deals, when these were signed, whenever it came.",
            "到位资金不论何时到位，均随项目按签约时间统计。"
        )
    }
}

/// Confidential deals that are counted, and whether all amounts had to be withheld for them.
#[must_use]
pub fn confidential(deals: i64, withheld: bool) -> Said {
    let deals = count(deals);
    if withheld {
        return said!(
            "Confidential deals are counted ({deals}); there are too few deals to show any amount.",
            "保密项目已计入项目数（{deals}个）；项目过少，不显示金额。"
        );
    }
    said!(
        "Confidential deals are counted ({deals}); lines of fewer than three deals with amounts that hold one are folded together.",
        "保密项目已计入（{deals}个）；含保密项目且有金额的项目不足三个的行已合并。"
    )
}

/// What became of the deals is counted up to a day.
#[must_use]
pub fn up_to(day: NaiveDate) -> Said {
    said!("Counted is what is dated up to {day}.", "统计截至{day}。")
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
pub fn unlike(sides: &Compared, now: &Said, before: &Said) -> Said {
    let scopes = both(sides, now, before);
    said!(
        "The two count different signings ({scopes}) and are not comparable, so no change is shown; --force-compare shows it.",
        "两者统计口径不同（{scopes:#}），不可比，故不列增减；如仍需比较，请用`--force-compare`。"
    )
}

/// The scopes differ, and the change is shown all the same.
#[must_use]
pub fn unlike_forced(sides: &Compared, now: &Said, before: &Said) -> Said {
    let scopes = both(sides, now, before);
    said!(
        "The two count different signings ({scopes}): the changes are not of like with like.",
        "两者统计口径不同（{scopes:#}），增减不具可比性。"
    )
}

/// What is said of each side.
fn both(sides: &Compared, now: &Said, before: &Said) -> Said {
    let of =
        |side: Label, scopes: &Said| Said::new(format!("{}: {scopes}", side.en), format!("{}：{scopes:#}", side.zh));
    Said::joined(&[of(sides.now, now), of(sides.before, before)], SEMICOLON)
}

/// The scope of some events is not known; of none of them where the deals of one side are of no event.
#[must_use]
pub fn scope_unknown(events: &[String]) -> Said {
    let Some(first) = events.first() else {
        return said!(
            "Whether the two count the same signings is not known: some of their deals are of no event.",
            "两者统计口径是否一致不明：部分项目未注明签约活动。"
        );
    };
    let (en, zh) = (events.join(", "), events.join("、"));
    let command = format!("`deals event edit {first} --scope all`");
    Said::new(
        format!(
            "Whether the two count the same signings is not known: no scope is stated for {en}; {command} (or on-site) states it."
        ),
        format!("两者统计口径是否一致不明：{zh}未注明统计口径，可用{command}（或 on-site）注明。"),
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

/// A note that is of one side of a comparison.
#[must_use]
pub fn of_side(side: Label, note: &Said) -> Said {
    let (first, rest) = side.en.split_at(1);
    Said::new(format!("{}{rest}: {note}", first.to_uppercase()), format!("{}：{note:#}", side.zh))
}

/// The scope of events is not known, since files state none.
#[must_use]
pub fn scope_not_in_files() -> Said {
    said!(
        "Whether the two count the same signings is not known: files do not state the scope of their events.",
        "两者统计口径是否一致不明：文件未注明签约活动的统计口径。"
    )
}

/// Deals of which the selection that is compared with lacks amounts.
#[must_use]
pub fn before_incomplete(before: Label, some: i64, all: i64) -> Said {
    let (have, are) = if some == 1 { ("has", "is") } else { ("have", "are") };
    let (some, all) = (count(some), count(all));
    Said::new(
        format!("Of the {all} deals {}, {some} {have} no base amount and {are} not in its sum.", before.en),
        format!("{0}{all}个项目中有{some}个没有折合金额，未计入{0}合计。", before.zh),
    )
}

/// What the commands of an explanation list beside what is explained.
#[must_use]
pub fn listed_again() -> Said {
    said!(
        "The commands list renewals and upgrades as well, which are not counted.",
        "上述命令也会列出续签和升级的签约，这些未计入。"
    )
}

/// Where receipts are listed.
#[must_use]
pub fn receipts_listed_by() -> Said {
    said!(
        "Deals are explained here; what was received for them is listed by `deals export --receipts`.",
        "此处说明项目；各笔到位资金可用`deals export --receipts`列出。"
    )
}

/// In public there are no tables in which confidential deals would be missing.
#[must_use]
pub fn withheld_dimensions() -> Said {
    said!(
        "Tables by size, partner, quarter and month are left out: confidential deals would be missing in them.",
        "不列按规模、合作方、季度和月份的统计：其中会缺少保密项目。"
    )
}

/// Some of the deals are no contracts yet.
#[must_use]
pub fn no_contracts(framework: i64, intent: i64) -> Said {
    let some = |deals: i64, kind: DealKind| {
        let (deals, kind) = (count(deals), Said::within(kind.label()));
        said!("{kind} {deals}", "{kind:#}{deals}个")
    };
    let kinds = [(framework, DealKind::Framework), (intent, DealKind::Intent)];
    let kinds: Vec<Said> =
        kinds.into_iter().filter(|(deals, _)| *deals > 0).map(|(deals, kind)| some(deals, kind)).collect();
    let kinds = Said::joined(&kinds, label(", ", "、"));
    said!("Counted are also deals that are no contracts yet: {kinds}.", "统计中含非正式合同：{kinds:#}。")
}

/// Stages of which it is not certain that they have come by a day.
#[must_use]
pub fn uncertain_stages(deals: i64, day: NaiveDate) -> Said {
    let deals = count(deals);
    said!(
        "Deals with a stage dated to a month or year that is not over on {day}: {deals}; what is due counts it as reached, the progress does not yet.",
        "有进展日期只到月或年、而该月或该年在{day}尚未结束的项目：{deals}个；逾期和跟踪清单视为已达到，落地情况暂不计入。"
    )
}

/// The command that prints a briefing again as it was.
#[must_use]
pub fn printed_again(command: &str) -> Said {
    said!("Printed again by `{command}`.", "可用`{command}`再次生成。")
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
