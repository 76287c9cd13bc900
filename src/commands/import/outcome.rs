//! What came of the rows of an import, and how it is told.

use super::Job;
use crate::commands::context::Context;
use crate::commands::failure::Failure;
use crate::commands::rows::RefusedRow;
use crate::commands::telling;
use crate::domain::catalogue::{Catalogue, Family};
use crate::domain::deal::Deal;
use crate::domain::label::label;
use crate::domain::name::Name;
use crate::intake::cells::Told;
use crate::intake::source::{LeftOut, Source};
use crate::lang::faults::noun;
use crate::lang::{SEMICOLON, Said, said};

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
    /// How many of the refused ones were refused only when they were written, so that they have left names behind: another deal has their
    /// number or ref, or what they follow is nowhere.
    pub refused_late: u64,
    /// How many were refused for saying the same as another.
    pub doubles: u64,
    /// How many took the rate of their day anew.
    pub rated_anew: u64,
    /// How many rows had cells that were changed in the file and in the ledger.
    pub conflicts: u64,
    /// What `--create` would have made.
    pub lacking: Vec<&'static str>,
    /// Whether `--stage-date` would have helped.
    pub lacks_stage_date: bool,
}

/// An event or sector that was made.
#[derive(Debug)]
pub(super) struct Made {
    what: Said,
    /// What it may have been meant to be.
    near: Option<Said>,
}

impl Outcome {
    /// What comes of no rows.
    pub(super) fn nothing() -> Self {
        Self { total: Some(0), ..Self::default() }
    }

    /// Tells a refused row, and counts it.
    pub(super) fn refuse(&mut self, row: &RefusedRow, names: &[String], context: &Context) {
        row.lines(names).for_each(|line| context.console.fault(line));
        self.refused += 1;
        self.first_refused.get_or_insert(row.spot.line);
        self.lacks_stage_date |= row.lacks_stage_date;
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

    /// Takes back what was counted of a deal that is withdrawn.
    pub(super) fn withdraw(&mut self, deal: &Deal) {
        self.total = self.total.map(|sum| sum - deal.base_amount.unwrap_or(0));
        self.first.retain(|first| first != deal);
        self.added -= 1;
        self.refused_late += 1;
        self.unrated -= u64::from(deal.amount.is_some() && deal.base_amount.is_none());
    }

    /// Takes in the names that the rows have added.
    pub(super) fn take_names(&mut self, catalogue: &Catalogue) {
        let of = |family: Family| {
            catalogue.made(family).map(move |item| {
                let near = catalogue.near(family, item).map(|near| {
                    let name = Said::from(&Name::from(near));
                    said!("`{}` ({name})", "`{}`（{name:#}）", near.code())
                });
                Made { what: said!("{} `{}`", "{:#}`{}`", noun(family), item.code()), near }
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
        let failure = Failure::refused(said!(
            "{refused} of {all} rows cannot be imported, so nothing was written",
            "{all}行中有{refused}行无法导入，因此未写入任何内容"
        ));
        let correct = match self.first_refused.filter(|_| refused == 1) {
            Some(line) => said!("correct line {line}", "请改正第{line}行"),
            None => said!("correct the lines above", "请改正上述各行"),
        };
        let hint = match all - refused {
            0 => correct,
            good => said!(
                "{correct}, or pass --skip-bad to import the other {good}",
                "{correct:#}，或用`--skip-bad`只导入其余{good}行"
            ),
        };
        let lacking = self.lacking.join(",");
        let create = said!(
            "--create {lacking} makes those that the ledger lacks",
            "可用`--create {lacking}`新建台账中没有的名称"
        );
        let create = (!self.lacking.is_empty()).then_some(create);
        let same = (self.doubles > 0).then(|| {
            said!(
                "--match ref or title,partner,signed updates deals that are there",
                "可用`--match ref`或`--match title,partner,signed`更新已有项目"
            )
        });
        let both = (self.conflicts > 0).then(|| {
            said!(
                "--theirs takes what the file says where both have changed a cell, --ours what the ledger says",
                "双方都改动过的单元格，可用`--theirs`以文件为准，或用`--ours`以台账为准"
            )
        });
        let stage_date = self.lacks_stage_date.then(|| {
            said!(
                "--stage-date DATE is the date of stages that have none in the file",
                "文件中未填日期的进展，可用`--stage-date 日期`补上"
            )
        });
        Err(create
            .into_iter()
            .chain(same)
            .chain(stage_date)
            .chain(both)
            .chain([hint])
            .take(2)
            .fold(failure, Failure::hint))
    }

    /// Says what was done.
    pub(super) fn tell(&self, job: &Job<'_>, rejected: Option<&str>) -> Result<(), Failure> {
        let console = &job.context.console;
        self.tell_details(job.context);
        let files: Vec<Said> = job.args.files.iter().map(|file| Said::same(file.display().to_string())).collect();
        let files = Said::joined(&files, label(", ", "、"));
        console.talk(self.in_short(job, &files));
        if self.rated_anew > 0 {
            let count = self.rated_anew;
            console.talk(said!(
                "took the rate of their day, for a new amount, currency or date: {count}",
                "因金额、币种或日期变动而改用签约当日汇率的项目：{count}个"
            ));
        }
        if self.conflicts > 0 && self.refused == 0 {
            let (count, theirs) = (self.conflicts, job.args.theirs);
            console.talk(if theirs {
                said!(
                    "rows changed on both sides, taken as in the file: {count}",
                    "双方都改动过、以文件为准的行：{count}行"
                )
            } else {
                said!(
                    "rows changed on both sides, kept as in the ledger: {count}",
                    "双方都改动过、以台账为准的行：{count}行"
                )
            });
        }
        if self.in_future > 0 {
            console.warn(said!("signing dates in the future: {}", "签约日期晚于今天的项目：{}个", self.in_future));
        }
        if self.unrated > 0 {
            let count = self.unrated;
            console.warn(said!(
                "deals without a rate, left out of sums until one is added: {count} (see `deals status`)",
                "缺少汇率、补充之前不计入合计的项目：{count}个（见`deals status`）"
            ));
        }
        if self.refused == 0 {
            return Ok(());
        }
        let (refused, all) = (self.refused, self.rows());
        let failure = Failure::refused(said!(
            "{refused} of {all} rows were refused and left out",
            "{all}行中有{refused}行被拒绝，未导入"
        ));
        Err(match rejected {
            Some(path) => failure.hint(said!(
                "they are in {path}: correct them and import that file",
                "这些行已写入{path}：请改正后导入该文件"
            )),
            None => failure,
        })
    }

    /// What was done, in one sentence.
    fn in_short(&self, job: &Job<'_>, files: &Said) -> Said {
        let deals = |count: u64| match count {
            1 => said!("1 deal", "1个项目"),
            _ => said!("{count} deals", "{count}个项目"),
        };
        let (added, changed, skipped, unchanged) = (self.added, self.changed, self.skipped, self.unchanged);
        if !job.args.r#match.is_empty() {
            let mut parts = vec![said!("changed {} from {files}", "已按{files:#}更新{:#}", deals(changed))];
            parts.extend((added > 0).then(|| said!("added: {added}", "新增：{added}个")));
            parts.extend(
                (skipped > 0).then(|| said!("there already and skipped: {skipped}", "已有并跳过：{skipped}个")),
            );
            parts.push(said!("as in the file already: {unchanged}", "与文件相同：{unchanged}个"));
            return Said::joined(&parts, SEMICOLON);
        }
        match (deals(added), self.last) {
            (deals, _) if added == 0 => said!("imported {deals} from {files}", "已从{files:#}导入{deals:#}"),
            (deals, last) => said!(
                "imported {deals} from {files}; the last number is {last}",
                "已从{files:#}导入{deals:#}；最后一个编号为{last}"
            ),
        }
    }

    /// What was made, left out or not taken as it stands.
    pub(super) fn tell_details(&self, context: &Context) {
        for Made { what, near } in &self.made {
            match near {
                Some(near) => {
                    context.console.warn(said!("made {what}, which is near {near}", "已新建{what:#}，与{near:#}相近"));
                }
                None => context.console.talk(said!("made {what}", "已新建{what:#}")),
            }
        }
        for (name, left_out) in &self.left_out {
            telling::left_out(name, left_out, context);
        }
        telling::rows(&self.told, context);
        for (a, b) in self.alike.iter().take(SHOWN) {
            context.console.warn(said!(
                "`{a}` and `{b}` may be one partner (--same-partners, or `deals partner merge`)",
                "`{a}`和`{b}`可能是同一合作方（可用`--same-partners`，或用`deals partner merge`合并）"
            ));
        }
        if self.alike.len() > SHOWN {
            context.console.warn(said!(
                "other partners that may be one: {}",
                "其他可能重复的合作方：{}组",
                self.alike.len() - SHOWN
            ));
        }
    }
}

/// How many of the deals are kept to be shown.
const FIRST: usize = 5;
/// How many partners that may be one are named.
const SHOWN: usize = 20;
