//! `deals undo`: the last entry, or a given one, taken back.

use std::fs::File;
use std::io::{BufWriter, Seek as _, Write as _};

use clap::Args;

use super::as_of::{entry_numbered, no_entry};
use super::catalogue::whole;
use super::context::{Context, day_of};
use super::failure::Failure;
use super::history_sheet::History;
use super::output::OutputArgs;
use crate::lang::faults::noun;
use crate::lang::{SEMICOLON, Said, said};
use crate::store::{self, Entry, Left, Span, TakenBack, Undoings, Write};

/// Take back the last entry, or a given one, whole, as a new entry; again: one further back
///
/// Without ENTRY it is the newest that is neither an undo nor undone; an undo can be given as well. What later entries have changed is
/// left alone and named. Names that an entry made go with it, unless something has come to use them. `deals redo` returns what was
/// taken back last.
#[derive(Args, Debug)]
pub(crate) struct UndoArgs {
    /// The number of the entry, as `deals log` shows it
    #[arg(value_name = "ENTRY")]
    entry: Option<String>,
    #[command(flatten)]
    how: TakingBack,
}

/// Runs it.
pub(crate) fn run(args: &UndoArgs, context: &Context) -> Result<(), Failure> {
    let which = |undoings: &Undoings, last: i64| match &args.entry {
        Some(text) => given(text, undoings, last),
        None => undoings.next_to_undo(last).ok_or_else(|| {
            Failure::refused(said!("nothing is left to be undone", "没有可撤销的记录"))
                .hint(said!("`deals log` lists the entries", "可用`deals log`查看全部记录"))
        }),
    };
    let goes_further = args.entry.is_none();
    let Some((entry, taken)) = args.how.run("undo", context, (which, goes_further))? else { return Ok(()) };
    let entry = entry_in_words(&entry);
    if taken.is_nothing() {
        context.console.talk(said!("nothing of {entry} can be taken back", "{entry:#}中没有可以撤销的内容"));
        tell(&taken, context);
        return Ok(());
    }
    context.console.talk(said!("took back {entry}", "已撤销{entry:#}"));
    tell(&taken, context);
    context.console.talk(said!("`deals redo` returns it", "可用`deals redo`恢复"));
    Ok(())
}

/// An entry that is named must be one that can be undone.
fn given(text: &str, undoings: &Undoings, last: i64) -> Result<i64, Failure> {
    let entry = entry_numbered(text, last)?;
    if let Some(redone) = undoings.undoes(entry).and_then(|undo| undoings.undoes(undo)) {
        return Err(Failure::refused(said!(
            "entry {entry} is a redo, of what entry {redone} had written",
            "第{entry}条记录是对第{redone}条记录的恢复"
        ))
        .hint(Said::same(format!("`deals undo {redone}`"))));
    }
    match undoings.undone_by(entry) {
        Some(by) if undoings.undoes(entry).is_some() => Err(undone(entry, by)),
        _ => Ok(entry),
    }
}

fn undone(entry: i64, by: i64) -> Failure {
    Failure::refused(said!("entry {entry} is undone already, by entry {by}", "第{entry}条记录已被第{by}条记录撤销"))
}

/// How an entry is taken back, by `undo` and by `redo`.
#[derive(Args, Debug)]
pub(crate) struct TakingBack {
    /// Show what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
    /// Kept with the entry in the log
    #[arg(short, long, value_name = "TEXT")]
    message: Option<String>,
    #[command(flatten)]
    output: OutputArgs,
}

/// What would be done.
struct Preview {
    rows: File,
    /// What is to be said where not all of it is shown.
    told: Option<Said>,
}

/// Why a write ends.
enum Stop {
    /// Only what would be done was wanted.
    DryRun(TakenBack, Preview),
    /// It could not be done.
    Failure(Failure),
}

impl From<store::Error> for Stop {
    fn from(error: store::Error) -> Self {
        Self::Failure(error.into())
    }
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

impl TakingBack {
    /// Takes back the entry that `which` names, told the last one; where nothing of that can be taken back, an earlier one, if it goes
    /// further. Gives the entry, and what came of it; none where that was shown only.
    pub(crate) fn run(
        &self,
        command: &str,
        context: &Context,
        (which, goes_further): (impl Fn(&Undoings, i64) -> Result<i64, Failure>, bool),
    ) -> Result<Option<(Entry, TakenBack)>, Failure> {
        // Without a ledger there is nothing to take back, and none is made.
        drop(context.open()?);
        let mut store = context.open_to_write()?;
        let written = store.write(command, &context.author(self.message.as_deref()), |write| {
            let undoings = write.view().undoings()?;
            let mut last = write.entry() - 1;
            let (number, taken) = loop {
                let number = which(&undoings, last)?;
                let taken = write.take_back(number)?;
                if !taken.is_nothing() || !goes_further {
                    break (number, taken);
                }
                last = number - 1;
            };
            if let Some(by) = undoings.undone_by(number).filter(|_| taken.is_nothing()) {
                return Err(undone(number, by).into());
            }
            let entry = write.view().entry(number)?.ok_or_else(|| no_entry(number))?;
            if self.dry_run {
                return Err(Stop::DryRun(taken, self.preview(write, context)?));
            }
            Ok((entry, taken))
        });
        match written {
            Ok(written) => {
                context.announce(store.path(), &written);
                Ok(Some(written.value))
            }
            Err(Stop::Failure(failure)) => Err(failure),
            Err(Stop::DryRun(taken, Preview { mut rows, told })) => {
                rows.rewind()?;
                self.output.with_sink(context, |out| std::io::copy(&mut rows, out).map(drop))?;
                if let Some(told) = told {
                    context.console.talk(told);
                }
                tell(&taken, context);
                context.console.talk(said!("nothing was written", "未写入任何内容"));
                Ok(None)
            }
        }
    }

    /// What would be done, set aside until the ledger is free again: who reads it may take his time.
    fn preview(&self, write: &Write<'_>, context: &Context) -> Result<Preview, Failure> {
        let (view, span) = (write.view(), Span::of(write.entry()));
        let history = History { view, catalogue: &whole(view)?, span, limit: None };
        let mut rows = tempfile::tempfile()?;
        let mut out = BufWriter::new(&mut rows);
        let told = history.write_to(&mut out, &self.output, context)?;
        out.flush()?;
        drop(out);
        Ok(Preview { rows, told })
    }
}

/// `entry 12 (2019-08-27, tester, import: late contracts)`
pub(crate) fn entry_in_words(entry: &Entry) -> Said {
    let Entry { id, at, who, command, message, .. } = entry;
    let day = day_of(at);
    match message {
        Some(message) => said!(
            "entry {id} ({day}, {who}, {command}: {message})",
            "第{id}条记录（{day}，{who}，{command}：{message}）"
        ),
        None => said!("entry {id} ({day}, {who}, {command})", "第{id}条记录（{day}，{who}，{command}）"),
    }
}

/// How many of what is left are named.
const NAMED: usize = 20;

/// Says what was taken back, and what was left alone.
pub(crate) fn tell(taken: &TakenBack, context: &Context) {
    let console = &context.console;
    let TakenBack { deals, targets, names, left } = taken;
    let mut parts = Vec::new();
    parts.extend((*deals > 0).then(|| said!("deals affected: {deals}", "涉及项目：{deals}个")));
    parts.extend((*targets > 0).then(|| said!("targets: {targets}", "涉及目标：{targets}项")));
    parts.extend((*names > 0).then(|| said!("names, rates and settings: {names}", "涉及名称、汇率和设置：{names}处")));
    if !parts.is_empty() {
        console.talk(Said::joined(&parts, SEMICOLON));
    }
    for left in left.iter().take(NAMED) {
        console.warn(match left {
            Left::Deal { id, by } => {
                said!(
                    "deal {id} is left as it is: entry {by} has changed it since",
                    "{id}号项目保持不变：此后第{by}条记录又作了修改"
                )
            }
            Left::Ref { id, other } => {
                said!(
                    "deal {id} is left as it is: deal {other} has its ref by now",
                    "{id}号项目保持不变：其合同号现已用于{other}号项目"
                )
            }
            Left::Followed { id, by } => {
                said!("deal {id} is left as it is: deal {by} follows it", "{id}号项目保持不变：{by}号项目以其为原项目")
            }
            Left::FollowsNone { id, first } => {
                said!(
                    "deal {id} is left as it is: deal {first}, which it followed, is gone or follows it by now",
                    "{id}号项目保持不变：其原项目{first}号现已不存在，或反以其为原项目"
                )
            }
            Left::Paid { id, by } => {
                said!(
                    "deal {id} is left as it is: entry {by} has recorded money received for it since",
                    "{id}号项目保持不变：此后第{by}条记录登记了其到位资金"
                )
            }
            Left::Receipt { id, by } => {
                said!(
                    "receipt {id} is left as it is: entry {by} has changed it since",
                    "第{id}笔到位资金保持不变：此后第{by}条记录又作了修改"
                )
            }
            Left::Target { id } => {
                said!("target {id} is left as it is: it was set anew since", "第{id}项目标保持不变：此后又作了设置")
            }
            Left::Name { family, code } => {
                let word = noun(*family);
                said!(
                    "{word} `{code}` is left as it is: it was changed since",
                    "{word:#}`{code}`保持不变：此后又作了修改"
                )
            }
            Left::InUse { family, code } => {
                let word = noun(*family);
                said!("{word} `{code}` stays: something uses it", "{word:#}`{code}`保留：仍在使用")
            }
            Left::Rate { currency } => {
                said!(
                    "a rate of {currency} is left as it is: it was changed since",
                    "一条{currency}汇率保持不变：此后又作了修改"
                )
            }
            Left::DefaultEvent => {
                said!(
                    "the default event is left as it is: it was set anew since",
                    "默认签约活动保持不变：此后又作了设置"
                )
            }
        });
    }
    if left.len() > NAMED {
        console.warn(said!("others that are left as they are: {}", "其他保持不变的：{}处", left.len() - NAMED));
    }
}
