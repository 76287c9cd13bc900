//! `import --receipts`: money received for many deals, from the tables in which districts report it.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use clap::ValueEnum;

use super::outcome::Outcome;
use super::rejects::Rejects;
use super::{Job, Stop};
use crate::commands::context::check_interrupt;
use crate::commands::failure::Failure;
use crate::commands::receive::{difference, more_than_contract, with_increases};
use crate::commands::rows::{self, FileRow, RefusedRow};
use crate::commands::telling;
use crate::domain::catalogue::Catalogue;
use crate::domain::currency::Currency;
use crate::domain::date::PartialDate;
use crate::domain::deal::{Deal, Field};
use crate::domain::draft::Draft;
use crate::domain::fault::Problem;
use crate::domain::money::{AmountFault, Money};
use crate::domain::rate::{Rate, Rates};
use crate::domain::receipt::{DATE, Receipt};
use crate::domain::relation::DealKey;
use crate::intake::cells::{CellReader, Prepared};
use crate::intake::heads::describe;
use crate::intake::names::{Coming, Meaning};
use crate::intake::source::Source;
use crate::lang::{Said, Say as _, said};
use crate::store::{Error, Write};

/// What the amounts of a file are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Amounts {
    /// What came in all up to the day of each row.
    Total,
    /// What came since the last time.
    New,
}

/// What came of the rows.
#[derive(Debug, Default)]
pub(super) struct Taken {
    receipts: Vec<Receipt>,
    refused: u64,
    unchanged: u64,
    /// Deals that received more than their contract amounts.
    above: Vec<i64>,
    base: Option<Currency>,
}

/// Reads the rows and writes what they say was received.
pub(super) fn run(
    job: &Job<'_>,
    write: &mut Write<'_>,
    sources: Vec<Source>,
    mut rejects: Option<&mut Rejects>,
) -> Result<(Taken, Outcome), Stop> {
    let names: Vec<String> = sources.iter().map(|source| source.name.clone()).collect();
    let catalogue = write.view().catalogue()?;
    let rates = write.view().rates(None)?;
    let mut reading = Reading { job, catalogue, rates, deals: BTreeMap::new(), taken: Taken::default() };
    let (mut outcome, mut reader) = (Outcome::nothing(), CellReader::new(job.mapping));
    let mut refuse = |outcome: &mut Outcome, refused: &RefusedRow| -> Result<(), Failure> {
        outcome.refuse(refused, &names, job.context);
        rejects.as_mut().map_or(Ok(()), |rejects| rejects.add(refused))
    };
    for mut source in sources {
        let name = source.name.clone();
        let kind = kind(job, &source)?;
        let mut totals = Vec::new();
        while let Some(row) = rows::next_row(&name, &mut source, &mut reader, &reading.catalogue)? {
            check_interrupt()?;
            let spot = row.source.spot;
            let cells = job.keeps_cells.then(|| rows::cells_to_correct(&row.source));
            let recorded = match reading.read(write, &name, row)? {
                Ok(says) if kind == Amounts::Total => {
                    totals.push((says, spot, cells));
                    continue;
                }
                Ok(says) => reading.record(says, kind).map_err(RefusedRow::because),
                Err(refused) => Err(refused),
            };
            if let Err(refused) = recorded {
                refuse(&mut outcome, &RefusedRow { spot, cells, ..refused })?;
            }
        }
        // A total holds those of the days before it, wherever their rows stand.
        totals.sort_by_key(|(says, ..)| says.received.last_day());
        for (says, spot, cells) in totals {
            if let Err(reasons) = reading.record(says, kind) {
                refuse(&mut outcome, &RefusedRow { spot, cells, ..RefusedRow::because(reasons) })?;
            }
        }
        telling::left_out(&name, &source.left_out, job.context);
    }
    let mut taken = reading.taken;
    taken.refused = outcome.refused;
    taken.base = Some(reading.catalogue.base);
    for one in reading.deals.values() {
        let contract = with_increases(write.view(), &one.deal)?;
        if more_than_contract(&contract, &one.receipts, reading.catalogue.base).is_some() {
            taken.above.push(one.deal.id);
        }
    }
    outcome.added = taken.receipts.len() as u64;
    outcome.unchanged = taken.unchanged;
    write.insert_receipts(&taken.receipts, deals_of(&taken.receipts))?;
    Ok((taken, outcome))
}

fn deals_of(receipts: &[Receipt]) -> i64 {
    let deals: BTreeSet<i64> = receipts.iter().map(|receipt| receipt.deal).collect();
    i64::try_from(deals.len()).unwrap_or(i64::MAX)
}

/// What the amounts of a file are: as its head says, or as was said; of a plain 到位资金 that must be said.
fn kind(job: &Job<'_>, source: &Source) -> Result<Amounts, Failure> {
    if let Some(amounts) = job.args.amounts {
        return Ok(amounts);
    }
    let column = source.columns.of_field(Field::Amount).and_then(|found| found.columns.first());
    let head = column.and_then(|at| source.columns.header.get(*at)).map_or("", String::as_str);
    match describe(head) {
        Some((Meaning::Received(Some(Coming::Total)), _)) => Ok(Amounts::Total),
        Some((Meaning::Received(None), _)) => {
            let name = &source.name;
            Err(Failure::refused(said!(
                "{name}: `{head}` does not say whether it is what came in all or what came since the last time",
                "{name}：`{head}`未说明是累计到位还是本期到位"
            ))
            .hint(said!("`--amounts total` if it is what came in all", "若为累计数，请用`--amounts total`"))
            .hint(said!("`--amounts new` if it is what came since", "若为本期数，请用`--amounts new`")))
        }
        _ => Ok(Amounts::New),
    }
}

/// What rows are read with.
struct Reading<'a, 'b> {
    job: &'b Job<'a>,
    catalogue: Catalogue,
    rates: Rates,
    /// The deals that rows are for.
    deals: BTreeMap<i64, AtHand>,
    taken: Taken,
}

/// A deal that rows are for.
struct AtHand {
    deal: Deal,
    /// What came for it, that of the rows before included.
    receipts: Vec<Receipt>,
    /// By what a double is known.
    known: HashSet<(PartialDate, i64, i64)>,
}

/// By what a receipt of a deal is known.
fn mark(received: PartialDate, money: Money) -> (PartialDate, i64, i64) {
    (received, money.minor, money.currency.number())
}

/// A reason, with the column that it is of.
fn of_column(column: &str, said: &Said) -> Said {
    said!("{column}: {said}", "{column}：{said:#}")
}

/// What a row says.
struct Says {
    deal: i64,
    money: Money,
    received: PartialDate,
    rate: Option<Rate>,
    note: Option<String>,
}

impl Reading<'_, '_> {
    /// What a row says, and of which deal.
    fn read(&mut self, write: &Write<'_>, name: &str, row: FileRow<'_>) -> Result<Result<Says, RefusedRow>, Failure> {
        let spot = row.source.spot;
        let is_ours = row.source.columns.of_field(Field::Amount).is_some_and(|found| found.is_ours);
        let read = match row.read {
            Ok(read) => read,
            Err(row) => return Ok(Err(row)),
        };
        if let Some(failure) = rows::without_unit(name, spot, &read.faults) {
            return Err(failure);
        }
        let draft = read.draft();
        let id = match self.find(write, &draft)? {
            Ok(id) => id,
            Err(reason) => return Ok(Err(RefusedRow::because(vec![reason]))),
        };
        Ok(self.says(&read, &draft, &self.deals[&id].deal, is_ours).map_err(RefusedRow::because))
    }

    /// Records what a row says, or tells why not.
    fn record(&mut self, says: Says, kind: Amounts) -> Result<(), Vec<Said>> {
        let id = says.deal;
        let AtHand { receipts: there, known, .. } = &self.deals[&id];
        let money = match kind {
            Amounts::New => says.money,
            Amounts::Total => {
                let money = difference(says.money, (there, says.received), self.job.args.correct);
                money.map_err(|failure| {
                    let reasons = failure.problems.into_iter().map(|problem| problem.message);
                    reasons.map(|said| of_column(Field::Amount.name(), &said)).collect::<Vec<_>>()
                })?
            }
        };
        if money.minor == 0 {
            self.taken.unchanged += 1;
            return Ok(());
        }
        let mark = mark(says.received, money);
        if kind == Amounts::New && known.contains(&mark) && !self.job.args.allow_duplicates {
            let on = says.received;
            return Err(vec![said!(
                "amount: deal {id} has a receipt of this amount on {on} already (--allow-duplicates takes it all the same)",
                "amount：{id}号项目在{on}已有同一金额的到位记录（可用`--allow-duplicates`照样导入）"
            )]);
        }
        let terms = (self.catalogue.base, &self.rates);
        let receipt = Receipt::new((id, money, says.received), says.rate, says.note, terms)
            .map_err(|fault| vec![of_column(Field::Rate.name(), &fault.said())])?;
        if let Some(AtHand { receipts, known, .. }) = self.deals.get_mut(&id) {
            receipts.push(receipt.clone());
            known.insert(mark);
        }
        self.taken.receipts.push(receipt);
        Ok(())
    }

    /// The number of the deal of a row, which is then at hand.
    fn find(&mut self, write: &Write<'_>, draft: &Draft<'_>) -> Result<Result<i64, Said>, Failure> {
        let (field, key) = match (draft.get(Field::Id), draft.get(Field::Ref)) {
            (Some(text), _) => {
                let Ok(number) = text.parse() else {
                    return Ok(Err(of_column(Field::Id.name(), &Problem::NoNumber(text.to_owned()).said())));
                };
                (Field::Id, DealKey::Number(number))
            }
            (None, Some(text)) => (Field::Ref, DealKey::Ref(text.to_owned())),
            (None, None) => {
                return Ok(Err(said!(
                    "the row names no deal: neither a number nor a ref",
                    "该行未注明项目：既无编号，也无合同号"
                )));
            }
        };
        let id = match write.view().number_of(&key)? {
            Ok(id) => id,
            Err(problem) => {
                return Ok(Err(of_column(field.name(), &problem.said())));
            }
        };
        if let std::collections::btree_map::Entry::Vacant(vacant) = self.deals.entry(id) {
            let deal = match write.view().deal(&DealKey::Number(id)) {
                Ok(listed) => listed.deal,
                Err(error @ Error::NoDeal(_)) => return Ok(Err(error.said())),
                Err(error) => return Err(error.into()),
            };
            let receipts = write.view().receipts(Some(id))?;
            let known = receipts.iter().map(|one| mark(one.received, one.money)).collect();
            vacant.insert(AtHand { deal, receipts, known });
        }
        let has = self.deals[&id].deal.reference.as_deref();
        if let (Field::Id, Some(says)) = (field, draft.get(Field::Ref).filter(|says| Some(*says) != has)) {
            let has = has.unwrap_or("");
            return Ok(Err(said!(
                "id: deal {id} has the ref `{has}`, and the row says `{says}`",
                "id：{id}号项目的合同号为`{has}`，该行却为`{says}`"
            )));
        }
        Ok(Ok(id))
    }

    /// Amount, day, rate and note of a row, or all that is wrong with them.
    fn says(&self, read: &Prepared<'_>, draft: &Draft<'_>, deal: &Deal, is_ours: bool) -> Result<Says, Vec<Said>> {
        let mut reasons = Vec::new();
        let mut fault = |field: &str, said: Said| reasons.push(of_column(field, &said));
        for known in &read.faults {
            let name = if known.field == Field::Signed { DATE } else { known.field.name() };
            fault(name, known.problem.said());
        }
        let is_known = |field: Field| read.faults.iter().any(|fault| fault.field == field);
        if let Some(unit) = read.loose_unit.clone().filter(|_| deal.currency != Currency::CNY) {
            fault(Field::Amount.name(), Problem::OtherUnit { deal: deal.currency, unit }.said());
        }
        let received = match (draft.get(Field::Signed), self.job.args.on) {
            (Some(text), _) => PartialDate::parse(text).map_err(|wrong| fault(DATE, wrong.said())).ok(),
            (None, Some(on)) => Some(on),
            (None, None) => {
                if !is_known(Field::Signed) {
                    fault(DATE, Problem::Missing.said());
                }
                None
            }
        };
        let currency = draft.get(Field::Currency).map(Currency::parse).transpose();
        let currency = currency.map_err(|wrong| fault(Field::Currency.name(), wrong.said())).ok();
        let rate = draft.get(Field::Rate).map(Rate::parse).transpose();
        let rate = rate.map_err(|wrong| fault(Field::Rate.name(), wrong.said())).ok();
        let money = match draft.get(Field::Amount) {
            None => {
                if !is_known(Field::Amount) {
                    fault(Field::Amount.name(), Problem::Missing.said());
                }
                None
            }
            Some(text) => {
                let parsed = parse(text, currency.flatten(), deal.currency, is_ours);
                parsed.map_err(|wrong| fault(Field::Amount.name(), wrong.said())).ok()
            }
        };
        match (money, received, rate) {
            (Some(money), Some(received), Some(rate)) if reasons.is_empty() => {
                Ok(Says { deal: deal.id, money, received, rate, note: draft.get(Field::Note).map(str::to_owned) })
            }
            _ => Err(reasons),
        }
    }
}

/// An amount; in a file of ours a correction may be below zero.
fn parse(text: &str, given: Option<Currency>, otherwise: Currency, is_ours: bool) -> Result<Money, AmountFault> {
    match text.strip_prefix('-').filter(|_| is_ours) {
        Some(positive) => Money::parse(positive, given, otherwise).map(|money| Money { minor: -money.minor, ..money }),
        None => Money::parse(text, given, otherwise),
    }
}

impl Taken {
    /// Says what was recorded, or would be.
    pub(super) fn tell(&self, job: &Job<'_>, rejected: Option<&str>) -> Result<(), Failure> {
        let console = &job.context.console;
        let (receipts, deals) = (self.receipts.len(), deals_of(&self.receipts));
        let base = self.base.unwrap_or(Currency::CNY);
        let sum = self.receipts.iter().filter_map(|receipt| receipt.base_amount).fold(0_i64, i64::saturating_add);
        let sum = format!("{base} {}", Money { minor: sum, currency: base }.grouped());
        console.talk(if job.args.dry_run {
            said!(
                "would record receipts: {receipts}, of deals: {deals}; {sum} in all; nothing was written",
                "将登记{deals}个项目的{receipts}笔到位资金，共{sum}；未写入任何内容"
            )
        } else {
            said!(
                "recorded receipts: {receipts}, of deals: {deals}; {sum} in all",
                "已登记{deals}个项目的{receipts}笔到位资金，共{sum}"
            )
        });
        if self.unchanged > 0 {
            console.talk(said!("rows that say what is there already: {}", "与已登记数相同的行：{}行", self.unchanged));
        }
        let unrated = self.receipts.iter().filter(|receipt| receipt.base_amount.is_none()).count();
        if unrated > 0 {
            console.warn(said!("receipts that wait for a rate: {unrated}", "缺少汇率的到位资金：{unrated}笔"));
        }
        if !self.above.is_empty() {
            let few: Vec<String> = self.above.iter().take(NAMED).map(ToString::to_string).collect();
            let more = if self.above.len() > NAMED { ", …" } else { "" };
            let (all, few) = (self.above.len(), few.join(", ") + more);
            console.warn(said!(
                "deals that have received more than their contract amounts: {all} ({few})",
                "到位资金超过合同金额的项目：{all}个（{few}）"
            ));
        }
        if self.refused > 0 {
            let refused = self.refused;
            let failure = Failure::refused(said!("rows that were left out: {refused}", "未导入的行：{refused}行"));
            return Err(match rejected {
                Some(path) => failure.hint(said!(
                    "they are in {}, to be corrected and imported",
                    "这些行已写入{}，改正后可再导入",
                    path
                )),
                None => failure,
            });
        }
        Ok(())
    }
}

/// How many deals are named.
const NAMED: usize = 20;
