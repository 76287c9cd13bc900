//! `deals receive`: money that has come for a deal.

use clap::Args;

use super::context::Context;
use super::failure::Failure;
use super::{faults, names, stage};
use crate::domain::currency::Currency;
use crate::domain::date::PartialDate;
use crate::domain::deal::Deal;
use crate::domain::money::Money;
use crate::domain::receipt::{self, Receipt};
use crate::domain::relation::{DealKey, Relation};
use crate::lang::{Said, said};
use crate::store::View;

/// Record money received for a deal; `deals show` lists what came
///
/// Each receipt is an entry of its own and counts in the base currency at the rate of the day on which it came. Where what came in all
/// is reported, `--total` records the difference to what is there up to that day.
#[derive(Args, Debug)]
#[command(
    override_usage = "deals receive <DEAL> <AMOUNT> [OPTIONS]\n       deals receive <DEAL> --total <AMOUNT> [OPTIONS]"
)]
pub(crate) struct ReceiveArgs {
    /// The deal, by number or ref
    #[arg(value_name = "DEAL")]
    deal: String,
    /// How much came: 1234.56, 1.2bn, 3.5亿, US$3m
    #[arg(
        value_name = "AMOUNT",
        allow_negative_numbers = true,
        conflicts_with = "total",
        required_unless_present = "total"
    )]
    amount: Option<String>,
    /// How much has come in all; the difference to what is there is recorded
    #[arg(long, value_name = "AMOUNT", allow_negative_numbers = true)]
    total: Option<String>,
    /// The currency, if it is not that of the deal
    #[arg(long, value_name = "CURRENCY")]
    currency: Option<String>,
    /// When it came: a day, a month or a year [default: today]
    #[arg(long, value_name = "DATE", value_parser = names::date)]
    on: Option<PartialDate>,
    /// Anything to be kept with it
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// Take a total that is less than what is there, so that the receipt is below zero, or that is of a day before other receipts
    #[arg(long)]
    correct: bool,
    /// Kept with the entry in the log
    #[arg(short, long, value_name = "TEXT")]
    message: Option<String>,
}

/// Runs it.
pub(crate) fn run(args: &ReceiveArgs, context: &Context) -> Result<(), Failure> {
    if args.correct && args.total.is_none() {
        return Err(Failure::usage(said!(
            "--correct: only a total is corrected",
            "--correct：只能用于更正累计数（`--total`）"
        )));
    }
    let currency = args.currency.as_deref().map(Currency::parse).transpose();
    let currency = currency.map_err(|unknown| faults::of_currency(&unknown).at("--currency"))?;
    let received = args.on.unwrap_or_else(|| PartialDate::of_day(context.today));
    let mut store = context.open_to_write()?;
    let written = store.write("receive", &context.author(args.message.as_deref()), |write| {
        let deal = write.view().deal(&DealKey::parse(&args.deal))?.deal;
        let before = write.view().receipts(Some(deal.id))?;
        let money = money(args, currency, (&deal, &before, received))?;
        if money.minor == 0 {
            return Ok((deal.clone(), deal, before, None));
        }
        let base = write.view().catalogue()?.base;
        let rates = write.view().rates(Some(money.currency))?;
        let note = args.note.clone().filter(|note| !note.trim().is_empty());
        let receipt = Receipt::new((deal.id, money, received), None, note, (base, &rates))
            .map_err(|fault| Failure::refused(&fault))?;
        write.insert_receipts(std::slice::from_ref(&receipt), 1)?;
        let after = write.view().receipts(Some(deal.id))?;
        let contract = with_increases(write.view(), &deal)?;
        Ok::<_, Failure>((deal, contract, after, Some((receipt, base))))
    })?;
    context.announce(store.path(), &written);
    let (deal, contract, receipts, receipt) = &written.value;
    let Some((receipt, base)) = receipt else {
        context.console.talk(said!("nothing to record: that much has come already", "无需登记：到位资金已是该数额"));
        return Ok(());
    };
    context.console.talk(sentence(deal, receipts, receipt));
    warn(contract, (receipts, receipt), *base, context);
    if !deal.relation.adds_amount() {
        stage::tell_of_related(deal, &said!("its receipts", "其到位资金"), context);
    }
    Ok(())
}

/// What came: as it is said, or what is missing to the total that is said.
fn money(
    args: &ReceiveArgs,
    currency: Option<Currency>,
    (deal, before, received): (&Deal, &[Receipt], PartialDate),
) -> Result<Money, Failure> {
    let (option, text) = match (&args.amount, &args.total) {
        (Some(amount), _) => ("AMOUNT", amount),
        (None, Some(total)) => ("--total", total),
        (None, None) => return Err(Failure::usage(said!("no amount is given", "未填写金额"))),
    };
    let money = Money::parse(text, currency, deal.currency).map_err(|fault| Failure::refused(&fault).at(option))?;
    if args.total.is_none() {
        if money.minor == 0 {
            return Err(Failure::refused(said!("nothing is no receipt", "到位资金不能为零")).at(option));
        }
        return Ok(money);
    }
    difference(money, (before, received), args.correct)
}

/// What is missing to a total of what came up to a day.
pub(crate) fn difference(
    total: Money,
    (before, received): (&[Receipt], PartialDate),
    corrects: bool,
) -> Result<Money, Failure> {
    let currency = total.currency;
    let until: Vec<Receipt> =
        before.iter().filter(|one| one.received.last_day() <= received.last_day()).cloned().collect();
    let Some(there) = receipt::sum(&until, currency) else {
        return Err(Failure::refused(said!(
            "some of what came is in another currency than {currency}, so no total tells what is missing",
            "已登记的到位资金中有{currency}以外的币种，无法由累计数推算差额"
        ))
        .hint(said!("record what came since, without --total", "请直接登记新到位的金额，不用`--total`")));
    };
    let minor = total.minor.checked_sub(there).ok_or(crate::store::Error::Overflow)?;
    if minor < 0 && !corrects {
        let (total, there) = (total.grouped(), Money { minor: there, currency }.grouped());
        return Err(Failure::refused(said!(
            "a total of {currency} {total} is less than what is there, {currency} {there}",
            "累计{currency} {total}少于已登记的{currency} {there}"
        ))
        .hint(said!("--correct records the difference, below zero", "可用`--correct`登记负的差额")));
    }
    let later = before.iter().map(|one| one.received).filter(|one| one.last_day() > received.last_day()).max();
    if let Some(later) = later.filter(|_| minor != 0 && !corrects) {
        return Err(Failure::refused(said!(
            "money that came later, on {later}, is recorded already, and would be more by what this total of {received} adds",
            "已登记{later}的到位资金，按{received}的累计数补登会使其后的累计数随之变动"
        ))
        .hint(said!(
            "record what is missing without --total, or with --correct where the later totals are to move",
            "可不用`--total`直接登记所缺金额；若其后的累计数确应变动，可用`--correct`"
        )));
    }
    Ok(Money { minor, currency })
}

/// What was recorded, and what that comes to.
fn sentence(deal: &Deal, receipts: &[Receipt], receipt: &Receipt) -> Said {
    let (id, title, on) = (deal.id, &deal.title, receipt.received);
    let said = |money: Money| format!("{} {}", money.currency, money.grouped());
    let money = said(receipt.money);
    let in_all = receipt::sum(receipts, receipt.money.currency);
    let in_all = in_all.map_or_else(Said::default, |minor| {
        let sum = said(Money { minor, currency: receipt.money.currency });
        said!(", {sum} in all", "，累计{sum}")
    });
    said!("deal {id}: received {money} on {on}{in_all} ({title})", "{id}号项目：{on}到位{money}{in_all:#}（{title}）")
}

/// Warns of money that cannot be added up, that is more than the contract, or that came before the signing or is to come.
fn warn(deal: &Deal, (receipts, receipt): (&[Receipt], &Receipt), base: Currency, context: &Context) {
    let console = &context.console;
    let (id, on, currency) = (deal.id, receipt.received, receipt.money.currency);
    if on.first_day() > context.today {
        console.warn(said!("{on} is in the future", "{on}晚于今天"));
    }
    if on.last_day() < deal.signed.first_day() {
        let signed = deal.signed;
        console.warn(said!("{on} is before the signing, {signed}", "{on}早于签约日期{signed}"));
    }
    if receipt.base_amount.is_none() {
        console.warn(said!(
            "no rate of {currency} is in force on {on}, so reports cannot add this receipt; \
             `deals rate add {currency} RATE --on {on} --source TEXT` adds one ({base} for one {currency})",
            "{on}没有{currency}的有效汇率，统计时无法计入该笔资金；\
             可用`deals rate add {currency} 汇率 --on {on} --source 来源`补充（1 {currency}折合多少{base}）"
        ));
    }
    if let Some((sum, contract)) = more_than_contract(deal, receipts, base) {
        console.warn(said!(
            "deal {id} has received more than its contract amount: {sum} of {contract}",
            "{id}号项目到位资金超过合同金额：{contract}，已到位{sum}"
        ));
    }
}

/// A deal with the amounts of its increases added to its own; in the base currency alone where one is in another currency.
pub(crate) fn with_increases(view: View<'_>, deal: &Deal) -> Result<Deal, Failure> {
    let mut whole = deal.clone();
    for follower in view.followers(deal.id)? {
        let more = view.deal(&DealKey::Number(follower))?.deal;
        if more.relation != Relation::Increase {
            continue;
        }
        let sum = |one: Option<i64>, other: Option<i64>| one?.checked_add(other?);
        whole.amount = sum(whole.amount, more.amount.filter(|_| more.currency == deal.currency));
        whole.base_amount = sum(whole.base_amount, more.base_amount);
    }
    Ok(whole)
}

/// What came and what the contract is of, where the first is more: in the currency of the deal if all came in that, else in the base
/// currency.
pub(crate) fn more_than_contract(deal: &Deal, receipts: &[Receipt], base: Currency) -> Option<(String, String)> {
    let said = |minor: i64, currency: Currency| format!("{currency} {}", Money { minor, currency }.grouped());
    let (sum, contract, currency) = match receipt::sum(receipts, deal.currency).zip(deal.amount) {
        Some((sum, contract)) => (sum, contract, deal.currency),
        None => (receipt::base_sum(receipts)?, deal.base_amount?, base),
    };
    (sum > contract).then(|| (said(sum, currency), said(contract, currency)))
}
