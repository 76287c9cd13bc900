//! `deals rate`: exchange rates.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::console::TOLD;
use super::context::Context;
use super::failure::{Failure, Problem};
use super::output::OutputArgs;
use super::{faults, file_faults};
use crate::domain::currency::Currency;
use crate::domain::date::parse_day;
use crate::domain::deal::Field;
use crate::domain::money::Money;
use crate::domain::rate::{Rate, Rates};
use crate::intake::rates::{self, RateFileFault, RateLine};
use crate::lang::{Say as _, said, words};
use crate::sheet::{Cell, Column, ColumnKind, Sheet};
use crate::store::{Filled, Moved, RateRow, Refixed, Write};

/// Exchange rates: units of the base currency for one of another, from a day on
///
/// The rate in force on a day is the latest that is effective on or before it. A deal keeps the rate that was used when it was
/// recorded; deals that wait for a rate get it when it is added.
#[derive(Args, Debug)]
pub(crate) struct RateArgs {
    #[command(subcommand)]
    command: RateCommand,
}

#[derive(Subcommand, Debug)]
enum RateCommand {
    /// Add a rate
    Add(AddArgs),
    /// List rates, in the order of currencies and days
    List(ListArgs),
    /// Add the rates of a CSV file, all or none: currency,effective,rate,source
    Import(ImportArgs),
}

#[derive(Args, Debug)]
struct AddArgs {
    /// The currency
    #[arg(value_name = "CURRENCY")]
    currency: String,
    /// Units of the base currency for one of it
    #[arg(value_name = "RATE", allow_negative_numbers = true)]
    rate: String,
    /// The first day it is in force [default: today]
    #[arg(long, value_name = "DATE")]
    on: Option<String>,
    /// Where it comes from
    #[arg(long, value_name = "TEXT")]
    source: Option<String>,
    /// Convert anew at this rate what was signed or received while it is in force, and say what moved
    #[arg(long)]
    refix: bool,
    /// Kept with the entry in the log
    #[arg(short, long, value_name = "TEXT")]
    message: Option<String>,
}

#[derive(Args, Debug)]
struct ListArgs {
    /// Only this currency
    #[arg(value_name = "CURRENCY")]
    currency: Option<String>,
    #[command(flatten)]
    output: OutputArgs,
}

#[derive(Args, Debug)]
struct ImportArgs {
    /// The file; `-` for stdin
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Kept with the entry in the log
    #[arg(short, long, value_name = "TEXT")]
    message: Option<String>,
}

/// Runs it.
pub(crate) fn run(args: &RateArgs, context: &Context) -> Result<(), Failure> {
    match &args.command {
        RateCommand::Add(args) => add(args, context),
        RateCommand::List(args) => list(args, context),
        RateCommand::Import(args) => import(args, context),
    }
}

/// Reads a file of rates; every fault in it is told.
pub(crate) fn read_rates(path: &Path, base: Currency, context: &Context) -> Result<Rates, Failure> {
    let mut rates = Rates::default();
    for line in read_lines(path, base, context)? {
        rates.add(line.currency, line.effective, line.rate);
    }
    Ok(rates)
}

fn read_lines(path: &Path, base: Currency, context: &Context) -> Result<Vec<RateLine>, Failure> {
    let name = path.display();
    let file = rates::read(path, base).map_err(|fault| match fault {
        RateFileFault::File(fault) => file_faults::of_file(&name.to_string(), &fault),
        RateFileFault::Header(faults) => file_faults::of_header(&name.to_string(), Some(1), &faults).hint(said!(
            "the columns are: {}",
            "各列为：{}",
            rates::COLUMNS.join(" ")
        )),
    })?;
    if file.faults.is_empty() {
        return Ok(file.rates);
    }
    for (line, fault) in &file.faults {
        context.console.fault(said!("{name}:{line}: {}", "{name}:{line}：{:#}", fault.said()));
    }
    let refused = file.refused();
    let rows = file.rates.len() + refused;
    Err(Failure::refused(said!(
        "{refused} of {rows} rates cannot be read, so none was taken",
        "{rows}条汇率中有{refused}条无法读取，因此全部未导入"
    ))
    .hint(said!("correct the lines above", "请改正上述各行")))
}

fn add(args: &AddArgs, context: &Context) -> Result<(), Failure> {
    let currency = Currency::parse(&args.currency).map_err(|unknown| faults::of_currency(&unknown));
    let rate = Rate::parse(&args.rate).map_err(|fault| Failure::refused(&fault).at("RATE"));
    let on = args.on.as_deref().map_or(Ok(context.today), parse_day);
    let on = on.map_err(|fault| Failure::refused(&fault).at("--on"));
    let (currency, rate, effective) = match (currency, rate, on) {
        (Ok(currency), Ok(rate), Ok(on)) => (currency, rate, on),
        (currency, rate, on) => {
            let failures = [currency.err(), rate.err(), on.err()].into_iter().flatten();
            let problems: Vec<Problem> = failures.flat_map(|failure| failure.problems).collect();
            return Err(Failure::several(problems));
        }
    };
    let line = RateLine { currency, effective, rate, source: args.source.clone() };
    write(context, ("rate add", args.refix), args.message.as_deref(), |_| Ok(vec![line.clone()]))
}

fn import(args: &ImportArgs, context: &Context) -> Result<(), Failure> {
    write(context, ("rate import", false), args.message.as_deref(), |base| read_lines(&args.file, base, context))
}

/// What came of adding rates.
struct Added {
    base: Currency,
    new: Vec<RateLine>,
    known: usize,
    filled: Filled,
    /// What was converted anew, where that was asked for.
    refixed: Option<Refixed>,
}

/// Adds rates, and fills in the deals that wait for them, in one entry.
fn write(
    context: &Context,
    (command, refixes): (&str, bool),
    message: Option<&str>,
    lines: impl Fn(Currency) -> Result<Vec<RateLine>, Failure>,
) -> Result<(), Failure> {
    let mut store = context.open_to_write()?;
    let written = store.write(command, &context.author(message), |write| {
        let base = write.view().catalogue()?.base;
        let lines = lines(base)?;
        if lines.iter().any(|line| line.currency == base) {
            return Err(Failure::refused(said!(
                "{base} is the base currency: its rate is always 1",
                "{base}是本位币，汇率恒为1"
            )));
        }
        let mut added = add_lines(write, base, lines.clone())?;
        if let Some(RateLine { currency, effective, rate, .. }) = lines.first().filter(|_| refixes) {
            added.refixed = Some(write.refix(*currency, (*effective, *rate), base)?);
        }
        Ok(added)
    })?;
    context.announce(store.path(), &written);
    let Added { base, new, known, filled, refixed } = &written.value;
    match new.as_slice() {
        [] => {}
        [one] => {
            let RateLine { currency, effective, rate, .. } = one;
            context.console.talk(said!(
                "added a rate: 1 {currency} = {rate} {base} from {effective}",
                "已添加汇率：1 {currency} = {rate} {base}，自{effective}起生效"
            ));
        }
        several => context.console.talk(said!("added {} rates", "已添加{}条汇率", several.len())),
    }
    if *known > 0 {
        context.console.talk(said!("rates that were there already: {known}", "已有的汇率：{known}条"));
    }
    let Filled { deals, receipts } = filled;
    if *deals > 0 {
        context.console.talk(said!(
            "deals that waited for a rate and have it now: {deals}",
            "原缺汇率、现已补齐的项目：{deals}个"
        ));
    }
    if *receipts > 0 {
        context.console.talk(said!(
            "receipts that waited for a rate and have it now: {receipts}",
            "原缺汇率、现已补齐的到位资金：{receipts}笔"
        ));
    }
    if let Some(refixed) = refixed {
        tell_refixed(refixed, *base, context);
    }
    Ok(())
}

/// What moved with a rate: deal by deal where they are few, and in all.
fn tell_refixed(refixed: &Refixed, base: Currency, context: &Context) {
    let console = &context.console;
    let said = |minor: i64| format!("{base} {}", Money { minor, currency: base }.grouped());
    for Moved { deal, rate, before, after } in refixed.deals.iter().take(TOLD) {
        let (before, after) = (said(*before), said(*after));
        console.talk(said!(
            "deal {deal}: {before} → {after} (was converted at {rate})",
            "{deal}号项目：{before} → {after}（原按{rate}折算）"
        ));
    }
    let sums = |moved: &[Moved]| {
        let sum = |of: fn(&Moved) -> i64| moved.iter().map(of).fold(0_i64, i64::saturating_add);
        (moved.len(), said(sum(|one| one.before)), said(sum(|one| one.after)))
    };
    if refixed.deals.is_empty() && refixed.receipts.is_empty() {
        console.talk(said!(
            "nothing moved: no deal or receipt was converted at another rate",
            "没有变动：相关项目和到位资金均已按该汇率折算"
        ));
    }
    if !refixed.deals.is_empty() {
        let (deals, before, after) = sums(&refixed.deals);
        console.talk(said!(
            "deals converted anew: {deals}; in all {before} → {after}",
            "重新折算{deals}个项目：合计{before} → {after}"
        ));
    }
    if !refixed.receipts.is_empty() {
        let (receipts, before, after) = sums(&refixed.receipts);
        console.talk(said!(
            "receipts converted anew: {receipts}; in all {before} → {after}",
            "重新折算{receipts}笔到位资金：合计{before} → {after}"
        ));
    }
}

/// A rate that says what the latest of its currency and day says already is not added again.
fn add_lines(write: &mut Write<'_>, base: Currency, lines: Vec<RateLine>) -> Result<Added, Failure> {
    let mut rows = write.view().rate_rows(None)?;
    let mut outcome = Added { base, new: Vec::new(), known: 0, filled: Filled::default(), refixed: None };
    for line in lines {
        let RateLine { currency, effective, rate, source } = &line;
        let latest = rows.iter().rev().find(|row| (row.currency, row.effective) == (*currency, *effective));
        if latest.is_some_and(|row| (row.rate, &row.source) == (*rate, source)) {
            outcome.known += 1;
            continue;
        }
        write.add_rate(*currency, *effective, *rate, source.as_deref())?;
        let (currency, effective, rate, source) = (*currency, *effective, *rate, source.clone());
        rows.push(RateRow { currency, effective, rate, source });
        outcome.new.push(line);
    }
    let mut currencies: Vec<Currency> = outcome.new.iter().map(|line| line.currency).collect();
    currencies.sort_unstable();
    currencies.dedup();
    for currency in currencies {
        let filled = write.fill_in(currency, base)?;
        outcome.filled.deals += filled.deals;
        outcome.filled.receipts += filled.receipts;
    }
    Ok(outcome)
}

fn list(args: &ListArgs, context: &Context) -> Result<(), Failure> {
    let store = context.open()?;
    let currency = args.currency.as_deref().map(Currency::parse).transpose();
    let mut rows = store.view().rate_rows(currency.map_err(|unknown| faults::of_currency(&unknown))?)?;
    rows.sort_by_key(|row| (row.currency, row.effective));
    let words = words(context.lang);
    let column = |key, label, kind| Column::new(key, label, kind);
    let mut sheet = Sheet::list(vec![
        column("currency", Field::Currency.label().in_lang(context.lang), ColumnKind::Text),
        column("effective", words.effective, ColumnKind::Text),
        column("rate", Field::Rate.label().in_lang(context.lang), ColumnKind::Count),
        column("source", words.source, ColumnKind::Text),
    ]);
    let row = |row: RateRow| {
        vec![
            Cell::text(Some(row.currency.code())),
            Cell::text(Some(row.effective.to_string())),
            Cell::text(Some(row.rate.to_string())),
            Cell::text(row.source),
        ]
    };
    sheet.rows = rows.into_iter().map(row).collect();
    args.output.write(context, &sheet)
}
