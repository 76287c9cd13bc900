//! `deals check`: is the ledger sound?

use std::path::Path;

use clap::Args;

use super::context::Context;
use super::failure::{Failure, FailureKind};
use super::output::OutputArgs;
use super::typed::quoted;
use crate::domain::catalogue::Family;
use crate::domain::deal::Field;
use crate::domain::rate::Rate;
use crate::lang::{Said, Say as _, said, words};
use crate::render::Format;
use crate::sheet::{Cell, Column, ColumnKind, Sheet};
use crate::store::{Error, Flaw, Flaws, Store, Wrong};

/// Check whether the ledger is sound: file, history, names, amounts, totals
///
/// Lists what is wrong, with a way out of each, and ends with exit code 3 if there is any problem. What is for you to judge, such as
/// deals that look like doubles, is a warning and no problem. Nothing is written.
#[derive(Args, Debug)]
pub(crate) struct CheckArgs {
    /// List at most so many of each kind
    #[arg(short = 'n', long, value_name = "N", default_value_t = 20, help_heading = "Output")]
    limit: usize,
    #[command(flatten)]
    output: OutputArgs,
}

/// Runs it.
pub(crate) fn run(args: &CheckArgs, context: &Context) -> Result<(), Failure> {
    let path = context.ledger()?;
    let layout = args.output.layout(context, Format::Table)?;
    // The ledger is closed again before anything is written out: who reads slowly keeps nobody from writing.
    let flaws = match Store::open(&path, context.patience) {
        Ok(store) => store.view().flaws(context.today, args.limit)?,
        Err(error @ (Error::Damaged { .. } | Error::Misshapen { .. })) => {
            let mut flaws = Flaws::new(args.limit);
            flaws.add(None, error.into());
            flaws
        }
        Err(error) => return Err(error.into()),
    };
    let words = words(context.lang);
    let column = |key, label, kind| Column::new(key, label, kind);
    let sheet = Sheet {
        rows: flaws.listed.iter().map(|flaw| row(flaw, &path, context)).collect(),
        ..Sheet::list(vec![
            column("check", words.check, ColumnKind::Text),
            column("severity", words.severity, ColumnKind::Text),
            column("deal", words.deal, ColumnKind::Count),
            column("problem", words.problem, ColumnKind::Text),
            column("hint", words.hint, ColumnKind::Text),
        ])
    };
    // An empty frame is no news to people; a file from the last time would be old news.
    if layout.format != Format::Table || !sheet.rows.is_empty() || args.output.is_to_file() {
        args.output.write_as(context, layout, &sheet)?;
    }
    for (check, more) in flaws.unlisted() {
        let (name, all) = (Said::new(check.code(), check.label().zh), more + args.limit);
        context.console.talk(said!(
            "{name}: {more} more are not listed; `-n {all}` lists them",
            "{name:#}：另有{more}项未列出，可用`-n {all}`全部列出"
        ));
    }
    context.warn_of_place(&path);
    verdict(&flaws, &path, context)
}

fn row(flaw: &Flaw, path: &Path, context: &Context) -> Vec<Cell<'static>> {
    let (words, check, lang) = (words(context.lang), flaw.wrong.check(), context.lang);
    let (code, name) = if flaw.is_warning() { ("warning", words.warning) } else { ("problem", words.problem) };
    let wrong = flaw.wrong.said();
    let wrong = match flaw.until {
        Some(until) => said!("as it was before entry {until}: {wrong}", "第{until}条记录之前的版本：{wrong:#}"),
        None => wrong,
    };
    vec![
        Cell::Named { code: check.code().into(), name: check.label().in_lang(lang).into() },
        Cell::Named { code: code.into(), name: name.into() },
        flaw.deal.map_or(Cell::Empty, Cell::Number),
        Cell::text(Some(wrong.in_lang(lang).to_owned())),
        Cell::text(Some(way_out(flaw, path, context).in_lang(lang).to_owned())),
    ]
}

/// What can be done about it. Deals of the past cannot be changed.
fn way_out(flaw: &Flaw, path: &Path, context: &Context) -> Said {
    let path = quoted(&path.display().to_string());
    let deals = if context.ledger_named().is_some() { format!("deals --db {path}") } else { "deals".to_owned() };
    match (&flaw.wrong, flaw.deal.filter(|_| flaw.until.is_none())) {
        (Wrong::Engine(said), _) if said.contains("index") => reindex(&path),
        (Wrong::Total { .. }, _) => reindex(&path),
        (Wrong::Trigger { name }, _) => takes_out("TRIGGER", name, &path),
        (Wrong::Foreign { kind, name }, _) => takes_out(&kind.to_uppercase(), name, &path),
        (Wrong::Missing { kind, .. } | Wrong::Altered { kind, .. }, _) if kind != "table" => said!(
            "`{deals} export -o deals.csv` and `deals --db NEW import deals.csv` make a new ledger of the same deals, without their \
             history",
            "可用`{deals} export -o deals.csv`和`deals --db 新台账 import deals.csv`按同样的项目重建台账（不含历史）"
        ),
        (Wrong::Unreadable(Error::Overflow), _) => said!(
            "look at the largest amounts: `{deals} list --sort amount:desc`",
            "请核对最大的金额：`{deals} list --sort amount:desc`"
        ),
        (Wrong::NotFound { family, item, name }, _) if item != name && *family != Family::Region => {
            let (word, item, name) = (family.word(), quoted(item), quoted(name));
            said!("`{deals} {word} edit {item} --alias {name}`", "可用`{deals} {word} edit {item} --alias {name}`补上")
        }
        (wrong, Some(deal)) => of_deal(wrong, deal, &deals).unwrap_or_else(sound_copy),
        _ => sound_copy(),
    }
}

/// What can be done about a deal as it stands.
fn of_deal(wrong: &Wrong, deal: i64, deals: &str) -> Option<Said> {
    Some(match wrong {
        Wrong::BaseAmount { rate: Some(rate), .. } => anew(deal, *rate, deals),
        Wrong::BaseRate(_) => anew(deal, Rate::ONE, deals),
        Wrong::BaseAmount { rate: None, .. } => {
            said!(
                "`{deals} edit {deal} --rate RATE` works it out anew",
                "可用`{deals} edit {deal} --rate 汇率`重新折算"
            )
        }
        Wrong::Elsewhere { lies_in, .. } => said!(
            "`{deals} edit {deal} --country {lies_in}`, or another region",
            "可用`{deals} edit {deal} --country {lies_in}`更正，或改填省份"
        ),
        Wrong::NoCountry { region } => {
            let region = quoted(region);
            said!("`{deals} edit {deal} --region {region}`", "可用`{deals} edit {deal} --region {region}`更正")
        }
        Wrong::OutOfOrder { field, .. } => said!(
            "`{deals} edit {deal} --{} DATE`, or `--clear` it",
            "可用`{deals} edit {deal} --{} 日期`更正，或用`--clear`清空",
            field.name()
        ),
        Wrong::NotEnded => said!(
            "`{deals} edit {deal} --ended DATE`, or `--clear reason`",
            "可用`{deals} edit {deal} --ended 日期`补上，或`--clear reason`清空"
        ),
        Wrong::HalfRelated | Wrong::Circle { .. } => said!(
            "`{deals} edit {deal} --relation new --clear follows`, or `--follows DEAL`",
            "可用`{deals} edit {deal} --relation new --clear follows`解除，或用`--follows 项目`更正"
        ),
        Wrong::RefTwice { .. } => said!(
            "`{deals} edit {deal} --ref REF` gives it its own",
            "可用`{deals} edit {deal} --ref 合同号`另给合同号"
        ),
        Wrong::Double { .. } => {
            said!("if it is, `{deals} delete {deal}` takes it out", "若确系重复，可用`{deals} delete {deal}`删除")
        }
        Wrong::Future { field: Field::Received, .. } => said!(
            "if it is a slip, `{deals} log --deal {deal}` shows the entry and `{deals} undo ENTRY` takes it back",
            "若系笔误，可用`{deals} log --deal {deal}`查出该条记录，再用`{deals} undo 序号`撤销"
        ),
        Wrong::Future { field, .. } => said!(
            "if it is a slip, `{deals} edit {deal} --{} DATE`",
            "若系笔误，可用`{deals} edit {deal} --{} 日期`更正",
            field.name()
        ),
        _ => return None,
    })
}

fn anew(deal: i64, rate: Rate, deals: &str) -> Said {
    said!("`{deals} edit {deal} --rate {rate}` works it out anew", "可用`{deals} edit {deal} --rate {rate}`重新折算")
}

fn sound_copy() -> Said {
    said!(
        "take the last sound copy; `deals backup FILE` makes one",
        "请改用最近一份完好的副本；`deals backup 文件`可生成副本"
    )
}

fn reindex(path: &str) -> Said {
    said!("`sqlite3 {path} REINDEX` makes the indexes anew", "可用`sqlite3 {path} REINDEX`重建索引")
}

fn takes_out(kind: &str, name: &str, path: &str) -> Said {
    let statement = quoted(&format!("DROP {kind} \"{}\"", name.replace('"', "\"\"")));
    said!("`sqlite3 {path} {statement}` takes it out", "可用`sqlite3 {path} {statement}`移除")
}

/// Says that the ledger is sound, or fails.
fn verdict(flaws: &Flaws, path: &Path, context: &Context) -> Result<(), Failure> {
    let (path, problems, warnings) = (path.display(), flaws.problems(), flaws.warnings());
    if problems > 0 {
        let message = said!(
            "{path} is not sound: problems {problems}, warnings {warnings}",
            "{path}：台账有问题{problems}项，提醒{warnings}项"
        );
        let failure = Failure { kind: FailureKind::Unsound, ..Failure::refused(message) };
        return Err(failure.hint(said!("put a copy of the file aside before you mend it", "修复之前请先另存一份文件")));
    }
    let counted = |count: i64, one: &str, many: &str| format!("{count} {}", if count == 1 { one } else { many });
    let deals = Said::new(counted(flaws.deals, "deal", "deals"), format!("{}个项目", flaws.deals));
    let entries = Said::new(counted(flaws.entries, "entry", "entries"), format!("{}条记录", flaws.entries));
    let sound = said!("{path} is sound: {deals}, {entries}", "{path}：台账完好，{deals:#}，{entries:#}");
    context.console.talk(match warnings {
        0 => sound,
        _ => said!("{sound}; warnings: {warnings}", "{sound:#}；提醒{warnings}项"),
    });
    Ok(())
}
