//! What came of the rows of an import, and how it is told.

use super::Job;
use crate::commands::context::Context;
use crate::commands::failure::Failure;
use crate::commands::rows::RefusedRow;
use crate::commands::telling;
use crate::domain::catalogue::{Catalogue, Family};
use crate::domain::deal::Deal;
use crate::intake::cells::Told;
use crate::intake::source::{LeftOut, Source};

/// What came of the rows.
#[derive(Default)]
pub(super) struct Outcome {
    /// The files, read to their ends.
    pub sources: Vec<Source>,
    /// What was left out of each, by name.
    pub left_out: Vec<(String, LeftOut)>,
    /// What was not taken as it stands.
    pub told: Told,
    /// How many deals were added.
    pub added: u64,
    /// How many deals were changed.
    pub changed: u64,
    /// How many were there already as they are in the file.
    pub unchanged: u64,
    /// How many were there already and were to be passed over.
    pub skipped: u64,
    /// How many rows were refused.
    pub refused: u64,
    /// How many are signed after today.
    pub in_future: u64,
    /// How many have an amount and no rate.
    pub unrated: u64,
    /// What the base amounts of added and changed deals come to; none if that is more than can be counted.
    pub total: Option<i64>,
    /// The first deals that are added.
    pub first: Vec<Deal>,
    /// The last number given.
    pub last: i64,
    /// The line of the first refused row, for the hint.
    pub first_refused: Option<u32>,
    /// What `--create` made.
    pub made: Vec<Made>,
    /// How many names of each family came for the first time.
    pub new_names: Vec<(Family, Vec<String>)>,
    /// Partners that may be one.
    pub alike: Vec<(String, String)>,
    /// How many of the refused ones were refused by the ledger, for a number or ref that another deal has.
    pub taken: u64,
    /// How many were refused for saying the same as another.
    pub doubles: u64,
    /// How many took the rate of their day anew.
    pub rated_anew: u64,
    /// What `--create` would have made.
    pub lacking: Vec<&'static str>,
}

/// An event or sector that was made.
#[derive(Debug)]
pub(super) struct Made {
    what: String,
    /// What it may have been meant to be.
    near: Option<String>,
}

impl Outcome {
    /// What comes of no rows.
    pub(super) fn nothing() -> Self {
        Self { total: Some(0), ..Self::default() }
    }

    /// Tells a refused row, and counts it.
    pub(super) fn refuse(&mut self, row: &RefusedRow, names: &[String], context: &Context) {
        row.lines(names).for_each(|line| context.console.fault(&line));
        self.refused += 1;
        self.first_refused.get_or_insert(row.spot.line);
        for what in &row.lacking {
            if !self.lacking.contains(what) {
                self.lacking.push(what);
            }
        }
    }

    /// Counts a deal that is written, and what is to be warned of in it.
    pub(super) fn note(&mut self, deal: &Deal, context: &Context) {
        self.total = self.total.and_then(|sum| sum.checked_add(deal.base_amount.unwrap_or(0)));
        if self.first.len() < FIRST {
            self.first.push(deal.clone());
        }
        self.in_future += u64::from(deal.signed.first_day() > context.today);
        self.unrated += u64::from(deal.amount.is_some() && deal.base_amount.is_none());
    }

    /// Takes in the names that the rows have added.
    pub(super) fn take_names(&mut self, catalogue: &Catalogue) {
        let of = |family: Family| {
            catalogue.made(family).map(move |item| {
                let near = catalogue.near(family, item).map(|near| format!("`{}` ({})", near.code(), near.name));
                Made { what: format!("{} `{}`", family.word(), item.code()), near }
            })
        };
        self.made = of(Family::Event).chain(of(Family::Sector)).collect();
        let names = |family: Family| catalogue.made(family).map(|item| item.code().to_owned()).collect::<Vec<_>>();
        self.new_names =
            Family::all().map(|family| (family, names(family))).filter(|(_, names)| !names.is_empty()).collect();
        self.alike = catalogue.alike().into_iter().map(|(a, b)| (a.name.clone(), b.name.clone())).collect();
    }

    pub(super) fn rows(&self) -> u64 {
        self.added + self.changed + self.unchanged + self.skipped + self.refused
    }

    /// The failure, if rows were refused and may not be.
    pub(super) fn verdict(&self, skip_bad: bool) -> Result<(), Failure> {
        let (refused, all) = (self.refused, self.rows());
        if refused == 0 || skip_bad {
            return Ok(());
        }
        let failure = Failure::refused(format!("{refused} of {all} rows cannot be imported, so nothing was written"));
        let correct = match self.first_refused.filter(|_| refused == 1) {
            Some(line) => format!("correct line {line}"),
            None => "correct the lines above".to_owned(),
        };
        let good = all - refused;
        let hint =
            if good == 0 { correct } else { format!("{correct}, or pass --skip-bad to import the other {good}") };
        let create = format!("--create {} makes those that the ledger lacks", self.lacking.join(","));
        let create = (!self.lacking.is_empty()).then_some(create);
        let same =
            (self.doubles > 0).then(|| "--match ref or title,partner,signed updates deals that are there".to_owned());
        Err(create.into_iter().chain(same).chain([hint]).take(2).fold(failure, Failure::hint))
    }

    /// Says what was done.
    pub(super) fn tell(&self, job: &Job<'_>, rejected: Option<&str>) -> Result<(), Failure> {
        let console = &job.context.console;
        self.tell_details(job.context);
        let files: Vec<String> = job.args.files.iter().map(|file| file.display().to_string()).collect();
        let files = files.join(", ");
        let deals = |count: u64| if count == 1 { "1 deal".to_owned() } else { format!("{count} deals") };
        if !job.args.r#match.is_empty() {
            let mut parts = vec![format!("changed {} from {files}", deals(self.changed))];
            parts.extend((self.added > 0).then(|| format!("added: {}", self.added)));
            parts.extend((self.skipped > 0).then(|| format!("there already and skipped: {}", self.skipped)));
            parts.push(format!("as in the file already: {}", self.unchanged));
            console.talk(&parts.join("; "));
        } else if self.added == 0 {
            console.talk(&format!("imported 0 deals from {files}"));
        } else {
            console.talk(&format!("imported {} from {files}; the last number is {}", deals(self.added), self.last));
        }
        if self.rated_anew > 0 {
            let count = self.rated_anew;
            console.talk(&format!("took the rate of their day, for a new amount, currency or date: {count}"));
        }
        if self.in_future > 0 {
            console.warn(&format!("signing dates in the future: {}", self.in_future));
        }
        if self.unrated > 0 {
            let count = self.unrated;
            console.warn(&format!(
                "deals without a rate, left out of sums until one is added: {count} (see `deals status`)"
            ));
        }
        if self.refused == 0 {
            return Ok(());
        }
        let failure = Failure::refused(format!("{} of {} rows were refused and left out", self.refused, self.rows()));
        Err(match rejected {
            Some(path) => failure.hint(format!("they are in {path}: correct them and import that file")),
            None => failure,
        })
    }

    /// What was made, left out or not taken as it stands.
    pub(super) fn tell_details(&self, context: &Context) {
        for Made { what, near } in &self.made {
            match near {
                Some(near) => context.console.warn(&format!("made {what}, which is near {near}")),
                None => context.console.talk(&format!("made {what}")),
            }
        }
        for (name, left_out) in &self.left_out {
            telling::left_out(name, left_out, context);
        }
        telling::rows(&self.told, context);
        for (a, b) in self.alike.iter().take(SHOWN) {
            context
                .console
                .warn(&format!("`{a}` and `{b}` may be one partner (--same-partners, or `deals partner merge`)"));
        }
        if self.alike.len() > SHOWN {
            context.console.warn(&format!("other partners that may be one: {}", self.alike.len() - SHOWN));
        }
    }
}

/// How many of the deals are kept to be shown.
const FIRST: usize = 5;
/// How many partners that may be one are named.
const SHOWN: usize = 20;
