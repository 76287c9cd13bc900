//! The edge: what a command is told by the environment, the clock and the terminal. Nothing below asks them.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use chrono::{DateTime, Local, NaiveDate, TimeZone, Utc};

use super::account;
use super::console::Console;
use super::failure::Failure;
use super::surroundings::doubts_about;
use crate::domain::date::parse_day;
use crate::domain::label::Lang;
use crate::lang::{Say as _, said};
use crate::store::{Author, Lifted, Store, Written};

/// Whether Ctrl-C was pressed.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// What is true for the whole of a command.
pub(crate) struct Context {
    /// Where it writes.
    pub console: Console,
    /// The language of reports, lists and talk.
    pub lang: Lang,
    /// The day it is.
    pub today: NaiveDate,
    /// The width of the terminal, where there is one or it is given.
    pub width: Option<u16>,
    /// Whether the terminal can show none but plain characters.
    pub is_plain: bool,
    /// How long a busy ledger is waited for.
    pub patience: Duration,
    now: DateTime<Utc>,
    db: Option<PathBuf>,
    config: OnceLock<Config>,
}

impl Context {
    /// Asks the environment what the command line leaves open.
    pub(crate) fn new(console: Console, db: Option<PathBuf>, lang: Lang, patience: Duration) -> Result<Self, Failure> {
        let clock = Local::now();
        let today = match text("DEALS_TODAY") {
            Some(day) => parse_day(&day).map_err(|fault| Failure::usage(&fault).at("DEALS_TODAY"))?,
            None => clock.date_naive(),
        };
        // The date of an entry follows DEALS_TODAY, its time of day the clock.
        let now = Local.from_local_datetime(&today.and_time(clock.time())).earliest();
        let now = now.map_or_else(|| clock.to_utc(), |now| now.to_utc());
        let width = if console.on_terminal { terminal_size::terminal_size().map(|(width, _)| width.0) } else { None };
        let width = width.or_else(|| text("COLUMNS")?.parse().ok()).filter(|width| *width > 0);
        let is_plain = console.on_terminal && shows_plain_characters_alone();
        Ok(Self { console, lang, today, width, is_plain, patience, now, db, config: OnceLock::new() })
    }

    /// The ledger: as the command line says, else `DEALS_DB`, else the config file, else the platform's data folder.
    pub(crate) fn ledger(&self) -> Result<PathBuf, Failure> {
        if let Some(path) = self.db.clone().or_else(|| variable("DEALS_DB").map(PathBuf::from)) {
            return Ok(path);
        }
        if let Some(path) = &self.config()?.db {
            return Ok(path.clone());
        }
        let folders = account::folders().ok_or_else(|| {
            Failure::refused(said!("no home folder is known", "找不到用户主文件夹"))
                .hint(said!("`--db FILE` says which ledger", "可用`--db 文件`指定台账"))
        })?;
        Ok(folders.data.join("deals").join("ledger.db"))
    }

    /// The folder of the config file. Without a home folder there is none.
    pub(crate) fn config_folder() -> Option<PathBuf> {
        account::folders().map(|folders| folders.config.join("deals"))
    }

    /// The config file, read once and only by what needs it. Without a home folder there is none.
    fn config(&self) -> Result<&Config, Failure> {
        if let Some(config) = self.config.get() {
            return Ok(config);
        }
        let config = Self::config_folder().map_or_else(|| Ok(Config::default()), |folder| Config::read(&folder))?;
        Ok(self.config.get_or_init(|| config))
    }

    /// The ledger as the command line names it, where it does.
    #[must_use]
    pub(crate) fn ledger_named(&self) -> Option<&Path> {
        self.db.as_deref()
    }

    /// Opens the ledger to be read.
    pub(crate) fn open(&self) -> Result<Store, Failure> {
        Ok(Store::open(&self.ledger()?, self.patience)?)
    }

    /// Opens the ledger to be written; the first write makes it.
    pub(crate) fn open_to_write(&self) -> Result<Store, Failure> {
        // What is wrong with the config file is said before anything is written, where it says who writes.
        if text("DEALS_USER").is_none() {
            self.config()?;
        }
        Ok(Store::open_to_write(&self.ledger()?, self.patience)?)
    }

    /// Who writes: as `DEALS_USER` says, else the config file, else the system.
    fn who(&self) -> Result<String, Failure> {
        match text("DEALS_USER") {
            Some(user) => Ok(user),
            None => Ok(self.config()?.user.clone().unwrap_or_else(account::user)),
        }
    }

    /// Who writes now.
    #[must_use]
    pub(crate) fn author(&self, message: Option<&str>) -> Author {
        let who = self.who().unwrap_or_else(|_| account::user());
        Author { who, at: self.now, message: message.filter(|text| !text.trim().is_empty()).map(str::to_owned) }
    }

    /// Warns of a ledger that lies where it may not be safe.
    pub(crate) fn warn_of_place(&self, ledger: &Path) {
        for doubt in doubts_about(ledger) {
            self.console.warn(doubt);
        }
    }

    /// Says so if a write has made the ledger, or brought it to a newer version.
    pub(crate) fn announce<T>(&self, path: &Path, written: &Written<T>) {
        if written.created {
            self.console.talk(said!(
                "made a new ledger at {} (base currency CNY, home CN)",
                "已新建台账：{}（本位币CNY，本国CN）",
                path.display()
            ));
            self.warn_of_place(path);
        }
        if let Some(Lifted { from, to, backup }) = &written.lifted {
            let backup = backup.display();
            self.console.talk(said!(
                "brought the ledger from version {from} to {to}; what it was before is kept at {backup}",
                "台账已从版本{from}升级到版本{to}，升级前的副本保存在{backup}"
            ));
        }
    }
}

/// The day of a moment in UTC, RFC 3339, where people are.
#[must_use]
pub(crate) fn day_of(at: &str) -> String {
    let moment = DateTime::parse_from_rfc3339(at).map(|moment| moment.with_timezone(&Local).date_naive());
    moment.map_or_else(|_| at.to_owned(), |day| day.to_string())
}

/// The minute of such a moment: `2019-08-27 14:03`.
#[must_use]
pub(crate) fn minute_of(at: &str) -> String {
    let moment = DateTime::parse_from_rfc3339(at).map(|moment| moment.with_timezone(&Local));
    moment.map_or_else(|_| at.to_owned(), |moment| moment.format("%Y-%m-%d %H:%M").to_string())
}

/// From here on Ctrl-C does not end the process at once: long work looks for it and takes itself back.
pub(crate) fn watch_interrupts() {
    // Where no handler can be set, Ctrl-C ends the process, which leaves the ledger as it was as well.
    let _ = ctrlc::set_handler(|| INTERRUPTED.store(true, Ordering::Relaxed));
}

/// Fails if Ctrl-C was pressed.
pub(crate) fn check_interrupt() -> Result<(), Failure> {
    if INTERRUPTED.load(Ordering::Relaxed) { Err(Failure::interrupted()) } else { Ok(()) }
}

/// What the config file says.
#[derive(Debug, Default)]
struct Config {
    /// Where the ledger is; a relative path begins at the folder of the config file.
    db: Option<PathBuf>,
    /// Who writes.
    user: Option<String>,
}

impl Config {
    fn read(folder: &Path) -> Result<Self, Failure> {
        let path = folder.join("config.toml");
        let name = path.display();
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(Failure::refused(said!("{name}: {}", "{name}：{:#}", error.said()))),
        };
        let mut table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
            Failure::refused(said!("{name}: {}", "{name}：不符合TOML格式：`{}`", error.message()))
        })?;
        let db = match table.remove("db") {
            None => None,
            Some(toml::Value::String(db)) => Some(folder.join(db)),
            Some(_) => {
                return Err(Failure::refused(said!(
                    "{name}: `db` is not a path in quotes",
                    "{name}：`db`须为加引号的路径"
                )));
            }
        };
        let user = match table.remove("user") {
            None => None,
            Some(toml::Value::String(user)) if !user.trim().is_empty() => Some(user.trim().to_owned()),
            Some(_) => {
                return Err(Failure::refused(said!(
                    "{name}: `user` is not a name in quotes",
                    "{name}：`user`须为加引号的名称"
                )));
            }
        };
        Ok(Self { db, user })
    }
}

/// The language of people who name none on the command line.
pub(crate) fn language() -> Lang {
    let names = ["DEALS_LANG", "LC_ALL", "LC_MESSAGES", "LANG"];
    match names.iter().find_map(|name| text(name)) {
        Some(lang) if lang.to_ascii_lowercase().starts_with("zh") => Lang::Zh,
        _ => Lang::En,
    }
}

/// Whether the terminal says of itself that frames and bars are nothing for it: a dumb one, or a locale that is not UTF-8.
fn shows_plain_characters_alone() -> bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].iter().find_map(|name| text(name));
    let is_utf8 = locale.is_none_or(|locale| locale.to_ascii_lowercase().replace('-', "").contains("utf8"));
    !is_utf8 || text("TERM").is_some_and(|terminal| terminal == "dumb")
}

/// A variable that is set to something.
pub(super) fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

pub(super) fn text(name: &str) -> Option<String> {
    variable(name)?.into_string().ok()
}
