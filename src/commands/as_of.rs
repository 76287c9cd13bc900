//! `--as-of`: the ledger as it stood at the end of a day, or after an entry.

use std::fmt::Display;
use std::path::PathBuf;

use chrono::{DateTime, Days, Local, NaiveDate, NaiveTime, TimeZone, Utc};
use clap::Args;

use super::context::{Context, day_of};
use super::failure::Failure;
use crate::domain::date::parse_day;
use crate::domain::period::Period;
use crate::lang::said;
use crate::store::{Entry, Span, Store, View};

/// A state of the ledger.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct AsOfArgs {
    /// As the ledger stood at the end of a day (2019-09-01, yesterday), or after an entry (entry:41)
    #[arg(long, value_name = "DAY|entry:N", help_heading = "Filters")]
    as_of: Option<String>,
}

impl AsOfArgs {
    /// Files have no former states.
    pub(crate) fn check_no_files(&self, files: &[PathBuf]) -> Result<(), Failure> {
        match (&self.as_of, files) {
            (Some(_), [_, ..]) => {
                Err(Failure::usage(said!("--as-of: files have no former states", "--as-of：文件没有过去的状态")))
            }
            _ => Ok(()),
        }
    }

    /// Whether the ledger is read as it stands.
    pub(crate) fn is_now(&self) -> bool {
        self.as_of.is_none()
    }

    /// What is confidential now may not have been then.
    pub(crate) fn check_not_public(&self, public: bool) -> Result<(), Failure> {
        if public && !self.is_now() {
            return Err(Failure::usage(said!(
                "--public: only the ledger as it stands says what may be seen; deals that are confidential now were not so always",
                "--public：哪些内容可以公开以台账现状为准，不能与`--as-of`并用（现已保密的项目当时可能尚未保密）"
            )));
        }
        Ok(())
    }

    /// The day that it was in that state: the one named, or that of the entry.
    pub(crate) fn today(&self, view: View<'_>, context: &Context) -> Result<NaiveDate, Failure> {
        let named = match self.as_of.as_deref().map(|text| (text, text.trim().starts_with("entry:"))) {
            None => None,
            Some((text, false)) => Period::parse(text, context.today).ok().and_then(|period| period.ends().1),
            Some((_, true)) => view.newest_entry()?.and_then(|entry| parse_day(&day_of(&entry.at)).ok()),
        };
        Ok(named.map_or(context.today, |day| day.min(context.today)))
    }

    /// The option that names the state once more; an entry means the same tomorrow.
    pub(crate) fn option(&self, view: View<'_>) -> Result<Option<(&'static str, String)>, Failure> {
        let Some(_) = &self.as_of else { return Ok(None) };
        let entry = view.newest_entry()?.map_or(0, |entry| entry.id);
        Ok(Some(("as-of", format!("entry:{entry}"))))
    }

    /// Opens the ledger to be read, as it stands or as it stood.
    pub(crate) fn open(&self, context: &Context) -> Result<Store, Failure> {
        let store = context.open()?;
        let Some(text) = &self.as_of else { return Ok(store) };
        let view = store.view();
        let entry = entry_at(text, view, context).map_err(|failure| failure.at("--as-of"))?;
        match view.entry(entry)? {
            Some(Entry { id, at, who, .. }) => {
                let day = day_of(&at);
                context.console.talk(said!(
                    "the ledger as it stood after entry {id} ({day}, {who})",
                    "台账截至第{id}条记录（{day}，{who}）时的状态"
                ));
            }
            None => {
                context
                    .console
                    .talk(said!("the ledger as it stood before its first entry", "台账尚无任何记录时的状态"));
            }
        }
        let last = view.last_entry()?;
        let renamed = view.count_name_changes(Span { after: entry, to: last })?;
        if renamed > 0 {
            context.console.talk(said!(
                "names are those of today; changes of names, rates and settings since: {renamed}",
                "名称按现在的名称显示；此后名称、汇率和设置的变动：{renamed}处"
            ));
        }
        Ok(store.as_of(entry))
    }
}

/// The last entry of a state that is named by a day or an entry; 0 for the ledger before its first one.
pub(crate) fn entry_at(text: &str, view: View<'_>, context: &Context) -> Result<i64, Failure> {
    if let Some(number) = text.trim().strip_prefix("entry:") {
        return entry_numbered(number, view.last_entry()?);
    }
    let period = Period::parse(text, context.today).map_err(|fault| {
        Failure::refused(&fault)
            .hint(said!("`entry:41` is the ledger after entry 41", "`entry:41`表示第41条记录之后的台账"))
    })?;
    let (_, Some(day)) = period.ends() else { return Err(no_day(text)) };
    if text.contains("..") {
        return Err(no_day(text));
    }
    Ok(view.last_entry_before(end_of(day))?)
}

/// A span of days is no state.
fn no_day(text: &str) -> Failure {
    Failure::refused(said!("`{text}` does not name one day", "`{text}`不是某一天"))
}

/// An entry by its number, up to the last one; 0 for the ledger before its first one.
pub(crate) fn entry_numbered(text: &str, last: i64) -> Result<i64, Failure> {
    let number = text.trim().strip_prefix("entry:").unwrap_or(text.trim());
    number.parse().ok().filter(|entry| (0..=last).contains(entry)).ok_or_else(|| no_entry(number))
}

/// There is no entry of this number.
pub(crate) fn no_entry(number: impl Display) -> Failure {
    Failure::refused(said!("there is no entry `{number}`", "没有第`{number}`条记录"))
        .hint(said!("`deals log` lists the entries", "可用`deals log`查看全部记录"))
}

/// The moment at which a day ends where people are.
pub(crate) fn end_of(day: NaiveDate) -> DateTime<Utc> {
    let next = day.checked_add_days(Days::new(1)).unwrap_or(day).and_time(NaiveTime::MIN);
    // Where the clocks jump over midnight the day ends when they have.
    let local = Local.from_local_datetime(&next).earliest();
    local.map_or_else(|| next.and_utc(), |moment| moment.to_utc())
}
