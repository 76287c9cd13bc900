//! `DEAL…`: which deals a command is to change, by number, range or ref, or as they come on stdin.

use std::collections::HashSet;
use std::io::{self, BufRead as _};

use clap::Args;

use super::context::Context;
use super::failure::Failure;
use crate::domain::deal::Field;
use crate::domain::relation::DealKey;
use crate::lang::{Said, said};
use crate::store::{Error, View};

/// How many deals are changed without being asked about.
const UNASKED: usize = 10;

/// Deals that are to be changed.
#[derive(Args, Debug)]
pub(crate) struct DealArgs {
    /// The deals
    #[arg(value_name = "DEAL", required = true)]
    deals: Vec<String>,
    /// Do not ask, however many deals they are
    #[arg(short, long)]
    yes: bool,
    /// Kept with the entry in the log
    #[arg(short, long, value_name = "TEXT")]
    pub message: Option<String>,
}

impl DealArgs {
    /// The numbers of the deals that are named, each once, in the order in which they are named.
    ///
    /// Of a range those that are there count; what is named alone must be there.
    pub(crate) fn numbers(&self, context: &Context) -> Result<Vec<i64>, Failure> {
        // Whoever writes on stdin may take his time, and keeps nobody from the ledger.
        let mut texts = Vec::new();
        for text in &self.deals {
            if text == "-" {
                texts.extend(from_stdin()?);
            } else {
                texts.push(text.clone());
            }
        }
        let store = context.open()?;
        let mut numbers = Vec::new();
        for text in &texts {
            numbers.extend(of_text(text, store.view())?);
        }
        let mut seen = HashSet::new();
        numbers.retain(|number| seen.insert(*number));
        if numbers.is_empty() {
            return Err(Failure::refused(said!("no deal is named", "未指明任何项目")));
        }
        Ok(numbers)
    }

    /// Has somebody say yes to what is done to many deals, on a terminal; scripts say `--yes`.
    pub(crate) fn confirm(&self, question: &Said, deals: usize, context: &Context) -> Result<(), Failure> {
        if self.yes || deals <= UNASKED {
            return Ok(());
        }
        match context.console.ask(question)?.as_deref() {
            Some("y" | "yes" | "是") => Ok(()),
            Some(_) => Err(Failure::refused(said!("nothing was changed", "未作任何改动"))),
            None => Err(Failure::refused(said!(
                "these are {deals} deals, and nobody is there to be asked",
                "涉及{deals}个项目，且没有可供确认的终端"
            ))
            .hint(said!("--yes goes ahead", "可用`--yes`直接执行"))),
        }
    }
}

/// The deals of a number, a range or a ref.
pub(crate) fn of_text(text: &str, view: View<'_>) -> Result<Vec<i64>, Failure> {
    let Some((first, last)) = range(text) else { return Ok(vec![view.deal(&DealKey::parse(text))?.deal.id]) };
    if let Some(id) = view.deal_with_ref(text)? {
        return Err(Failure::refused(said!(
            "`{text}` is a range of numbers, and the ref of deal {id}",
            "`{text}`既是编号范围，又是{id}号项目的合同号"
        ))
        .hint(said!("`ref:{text}` is the deal of that ref", "`ref:{text}`表示合同号为该值的项目")));
    }
    if first > last {
        return Err(Failure::refused(said!("`{text}` ends before it begins", "`{text}`的终点小于起点"))
            .hint(said!("`ref:{text}` is the deal of that ref", "`ref:{text}`表示合同号为该值的项目")));
    }
    let found = view.deals_between(first, last)?;
    if found.is_empty() { Err(Error::NoDeal(text.to_owned()).into()) } else { Ok(found) }
}

/// `12-20`
fn range(text: &str) -> Option<(i64, i64)> {
    let (first, last) = text.split_once('-')?;
    Some((first.parse().ok()?, last.parse().ok()?))
}

/// Numbers, ranges and refs, one or more a line; also the column of numbers that `list --columns id` shows, in its frame.
fn from_stdin() -> Result<Vec<String>, Failure> {
    let mut texts = Vec::new();
    for line in io::stdin().lock().lines() {
        let line = line.map_err(|error| Failure::refused(said!("-: {error}", "-：`{error}`")))?;
        let line = line.trim_start_matches('\u{feff}');
        let is_frame = |c: char| ('\u{2500}'..='\u{257f}').contains(&c) || matches!(c, '|' | '+' | '-' | '=' | ':');
        let cell = line.trim_matches(|c: char| c.is_whitespace() || is_frame(c));
        let head = Field::Id.label();
        if [Field::Id.name(), head.en, head.zh].contains(&cell) {
            continue;
        }
        texts.extend(cell.split([' ', ',', '\t']).filter(|text| !text.is_empty()).map(str::to_owned));
    }
    Ok(texts)
}
