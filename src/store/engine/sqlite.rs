//! SQLite behind the seam.

use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::backup::Backup;
use rusqlite::{CachedStatement, Connection, ErrorCode, OpenFlags, Statement, TransactionState, ffi};

use super::Param;
use super::cell::{Cell, Cells};
use super::defence::{LONGEST, defend};
use crate::store::error::{Error, Result};
use crate::store::open::Identity;

/// How many pages are copied at once.
const PAGES: i32 = 1000;

/// An open database.
pub(in crate::store) struct Engine {
    connection: Connection,
    path: PathBuf,
    patience: Duration,
    /// The file that was opened, whatever has become of its name.
    file: Option<Identity>,
}

/// Opens the file of an engine that is reading once more.
pub(in crate::store) struct Reopener {
    path: PathBuf,
    file: Identity,
}

/// A table, index, view or trigger of a schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::store) struct Made {
    /// What it is, as the engine calls it.
    pub(in crate::store) kind: String,
    /// Its name.
    pub(in crate::store) name: String,
    /// What it was made from.
    pub(in crate::store) text: String,
}

/// A statement that is run many times.
pub(in crate::store) struct Bulk<'a> {
    engine: &'a Engine,
    statement: CachedStatement<'a>,
    filled: Filled,
}

/// Which parameters of a statement may have a value. Those that have none, as half of them in most rows, are not bound to none again.
#[derive(Default)]
struct Filled(Vec<bool>);

impl Engine {
    /// Opens a file that is there to be written. What may not be written opens read-only, which the first write finds out.
    pub(in crate::store) fn open(path: &Path, patience: Duration) -> Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        // Without a folder before it a name such as `:memory:` has a meaning of its own.
        let file = if path.is_relative() { Path::new(".").join(path) } else { path.to_owned() };
        let mut connection = Connection::open_with_flags(file, flags).map_err(|error| translated(&error, path))?;
        let ready = defend(&connection).and_then(|()| connection.busy_handler(Some(waiter(patience))));
        ready.map_err(|error| translated(&error, path))?;
        Ok(Self { connection, path: path.to_owned(), patience, file: Identity::of(path) })
    }

    /// What opens its file once more, if that has so many bytes at least and this one reads it; none while anything may be written.
    pub(in crate::store) fn reopener(&self, least: u64) -> Option<Reopener> {
        let reads = self.connection.transaction_state(None::<&str>).is_ok_and(|state| state == TransactionState::Read);
        let file = self.file.filter(|_| reads)?;
        let is_large = std::fs::metadata(&self.path).is_ok_and(|found| found.len() >= least);
        is_large.then(|| Reopener { path: self.path.clone(), file })
    }

    /// How long it waits for others.
    pub(in crate::store) fn patience(&self) -> Duration {
        self.patience
    }

    /// A copy of the database that is gone when it is dropped.
    pub(in crate::store) fn copy_in_memory(&self) -> Result<Self> {
        let mut copy = Connection::open_in_memory().map_err(|error| self.translate(&error))?;
        let copied = defend(&copy).and_then(|()| self.fill(&mut copy));
        copied.map_err(|error| self.translate(&error))?;
        Ok(Self { connection: copy, path: self.path.clone(), patience: self.patience, file: None })
    }

    /// Copies the database into a file that is there and holds nothing; `name` is what it is called where something goes wrong.
    pub(in crate::store) fn copy_to(&self, file: &Path, name: &Path) -> Result<Self> {
        let mut copy = Self { path: name.to_owned(), ..Self::open(file, self.patience)? };
        // What stops half-way is thrown away, so that nothing need be rolled back.
        copy.batch("PRAGMA journal_mode = MEMORY")?;
        self.fill(&mut copy.connection).map_err(|error| match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase | ErrorCode::DatabaseBusy) => {
                self.translate(&error)
            }
            _ => copy.translate(&error),
        })?;
        Ok(copy)
    }

    /// Copies page by page what a reader sees now.
    fn fill(&self, copy: &mut Connection) -> rusqlite::Result<()> {
        Backup::new(&self.connection, copy)?.run_to_completion(PAGES, Duration::ZERO, None)
    }

    /// A database that is gone when it is dropped.
    pub(in crate::store) fn in_memory() -> Result<Self> {
        let path = PathBuf::from(":memory:");
        let connection = Connection::open_in_memory().map_err(|error| translated(&error, &path))?;
        defend(&connection).map_err(|error| translated(&error, &path))?;
        Ok(Self { connection, path, patience: Duration::ZERO, file: None })
    }

    /// From here on nothing can be written; all reads see one state of the database.
    pub(in crate::store) fn begin_read(&self) -> Result<()> {
        self.batch("PRAGMA query_only = 1; BEGIN")
    }

    /// Waits for other writers, then keeps them out until the end of the transaction.
    ///
    /// Once so much is written that it must go to the file before the end, readers are kept out as well.
    pub(in crate::store) fn begin_write(&self) -> Result<()> {
        self.keep_much()?;
        self.batch("BEGIN IMMEDIATE")
    }

    /// Ends a transaction. Nothing is written to a file that has lost its name: it would be lost with it.
    pub(in crate::store) fn commit(&self) -> Result<()> {
        if self.file.is_some() && self.file != Identity::of(&self.path) {
            return Err(Error::Gone(self.path.clone()));
        }
        self.batch("COMMIT")
    }

    pub(in crate::store) fn rollback(&self) -> Result<()> {
        if self.connection.is_autocommit() { Ok(()) } else { self.batch("ROLLBACK") }
    }

    /// Runs statements that take no parameters.
    pub(in crate::store) fn batch(&self, sql: &str) -> Result<()> {
        self.connection.execute_batch(sql).map_err(|error| self.translate(&error))
    }

    /// Runs one statement, and says how many rows it wrote.
    pub(in crate::store) fn execute(&self, sql: &str, params: &[Param<'_>]) -> Result<usize> {
        self.bulk(sql)?.run(params)
    }

    /// Prepares a statement to be run many times.
    pub(in crate::store) fn bulk(&self, sql: &str) -> Result<Bulk<'_>> {
        let statement = self.connection.prepare_cached(sql).map_err(|error| self.translate(&error))?;
        Ok(Bulk { engine: self, statement, filled: Filled::default() })
    }

    /// Hands over each row as the cells of the columns named, as long as `take` says to go on.
    pub(in crate::store) fn each<const WIDTH: usize>(
        &self,
        sql: &str,
        params: &[Param<'_>],
        columns: [&str; WIDTH],
        mut take: impl FnMut([Cell<'_>; WIDTH]) -> Result<bool>,
    ) -> Result<()> {
        self.each_row(sql, params, &columns, |row| take(row.cells()))
    }

    /// The same where the columns are known only now, or not every cell is wanted.
    pub(in crate::store) fn each_row(
        &self,
        sql: &str,
        params: &[Param<'_>],
        columns: &[&str],
        mut take: impl FnMut(&Cells<'_>) -> Result<bool>,
    ) -> Result<()> {
        let mut run = || -> std::result::Result<Result<()>, rusqlite::Error> {
            let mut statement = self.connection.prepare_cached(sql)?;
            let places = places(&statement.column_names().collect::<Vec<_>>(), columns)?;
            Filled::default().bind(&mut statement, params)?;
            let mut rows = statement.raw_query();
            while let Some(row) = rows.next()? {
                match take(&Cells::new(row, &places)) {
                    Ok(true) => {}
                    Ok(false) => break,
                    Err(error) => return Ok(Err(error)),
                }
            }
            Ok(Ok(()))
        };
        run().map_err(|error| self.translate(&error))?
    }

    /// Every row.
    pub(in crate::store) fn all<T, const WIDTH: usize>(
        &self,
        sql: &str,
        params: &[Param<'_>],
        columns: [&str; WIDTH],
        mut read: impl FnMut([Cell<'_>; WIDTH]) -> Result<T>,
    ) -> Result<Vec<T>> {
        let mut all = Vec::new();
        self.each(sql, params, columns, |cells| {
            all.push(read(cells)?);
            Ok(true)
        })?;
        Ok(all)
    }

    /// The first row, if there is one.
    pub(in crate::store) fn one<T, const WIDTH: usize>(
        &self,
        sql: &str,
        params: &[Param<'_>],
        columns: [&str; WIDTH],
        mut read: impl FnMut([Cell<'_>; WIDTH]) -> Result<T>,
    ) -> Result<Option<T>> {
        let mut first = None;
        self.each(sql, params, columns, |cells| {
            first = Some(read(cells)?);
            Ok(false)
        })?;
        Ok(first)
    }

    /// What a ledger is marked with: application id and version. Zeros in a new file.
    pub(in crate::store) fn marks(&self) -> Result<(i64, i64)> {
        let application = self.one("PRAGMA application_id", &[], ["application_id"], |[id]| id.int())?;
        let version = self.one("PRAGMA user_version", &[], ["user_version"], |[version]| version.int())?;
        Ok((application.unwrap_or(0), version.unwrap_or(0)))
    }

    /// Whether nothing at all is in the database.
    pub(in crate::store) fn is_empty(&self) -> Result<bool> {
        let any = self.one("SELECT 1 AS found FROM sqlite_schema LIMIT 1", &[], ["found"], |[found]| found.int())?;
        Ok(any.is_none())
    }

    /// Switches the enforcement of foreign keys; only outside of a transaction.
    pub(in crate::store) fn enforce_foreign_keys(&self, on: bool) -> Result<()> {
        self.batch(if on { "PRAGMA foreign_keys = 1" } else { "PRAGMA foreign_keys = 0" })
    }

    /// Lets indexes be sorted on threads beside this one: for a million rows on two cores a quarter less time with four of them, and
    /// next to nothing less with two.
    pub(in crate::store) fn sort_on_threads(&self) -> Result<()> {
        self.batch("PRAGMA threads = 4")
    }

    /// Takes the indexes of a table away and gives back the statements that make them again. One whose name would be more than a
    /// name in a statement is none of ours, and stays, as do those that are to be kept.
    pub(in crate::store) fn drop_indexes(&self, table: &str, keep: &[&str]) -> Result<Vec<String>> {
        let sql = "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = $1 AND sql IS NOT NULL ORDER BY rowid";
        let indexes = self.all(sql, &[table.into()], ["name", "sql"], |[name, sql]| {
            Ok((name.text()?.to_owned(), sql.text()?.to_owned()))
        })?;
        let is_plain = |name: &str| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        let indexes = indexes.into_iter().filter(|(name, _)| is_plain(name) && !keep.contains(&name.as_str()));
        indexes.map(|(name, create)| self.execute(&format!("DROP INDEX {name}"), &[]).map(|_| create)).collect()
    }

    /// Makes the indexes again that were taken away.
    pub(in crate::store) fn make_indexes(&self, indexes: &[String]) -> Result<()> {
        self.sort_little()?;
        for index in indexes {
            self.execute(index, &[])?;
        }
        self.keep_much()
    }

    /// The schema, in a fixed order: what there is, its name, and the text it was made from without comments and white space, so that
    /// two ways of making it can be compared. What the engine makes for itself is left out.
    pub(in crate::store) fn schema(&self) -> Result<Vec<Made>> {
        let sql =
            "SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite|_%' ESCAPE '|' ORDER BY type, name";
        self.all(sql, &[], ["type", "name", "sql"], |[kind, name, sql]| {
            let code = sql.text()?.lines().map(|line| line.split("--").next().unwrap_or_default());
            let text = code.flat_map(str::split_whitespace).collect();
            Ok(Made { kind: kind.text()?.to_owned(), name: name.text()?.to_owned(), text })
        })
    }

    /// What the engine finds wrong with the file, in its own words. Where pages are lost it would go on and on: a thousand will do.
    pub(in crate::store) fn flaws(&self) -> Result<Vec<String>> {
        let said =
            self.all("PRAGMA integrity_check(1000)", &[], ["integrity_check"], |[said]| Ok(said.text()?.to_owned()))?;
        Ok(said.into_iter().filter(|said| said != "ok").collect())
    }

    /// Hands over the references that point to nothing: the table, its row, and the table that is pointed to.
    pub(in crate::store) fn each_dangling(&self, mut take: impl FnMut(&str, i64, &str) -> Result<()>) -> Result<()> {
        let sql = "SELECT [table] AS child, rowid AS line, parent FROM pragma_foreign_key_check";
        self.each(sql, &[], ["child", "line", "parent"], |[child, line, parent]| {
            take(child.text()?, line.int()?, parent.text()?)?;
            Ok(true)
        })
    }

    fn translate(&self, error: &rusqlite::Error) -> Error {
        // The ledger is open, so what cannot be opened is the journal beside it: the folder may not be written.
        match error.sqlite_error_code() {
            Some(ErrorCode::CannotOpen) => Error::ReadOnly(self.path.clone()),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                Error::Busy { path: self.path.clone(), waited: self.patience.as_secs() }
            }
            _ => translated(error, &self.path),
        }
    }
}

impl Reopener {
    /// Opens it to read the state that the first one reads: as long as that reads, nobody changes the file. Waits for nobody.
    pub(in crate::store) fn open(&self) -> Result<Engine> {
        let engine = Engine::open(&self.path, Duration::ZERO)?;
        engine.begin_read()?;
        // From its first look at the file on it keeps others from changing it.
        engine.marks()?;
        engine.keep_few()?;
        if engine.file == Some(self.file) { Ok(engine) } else { Err(Error::Gone(self.path.clone())) }
    }
}

impl Bulk<'_> {
    /// Runs it once, and says how many rows it wrote.
    pub(in crate::store) fn run(&mut self, params: &[Param<'_>]) -> Result<usize> {
        let wrote = self.filled.bind(&mut self.statement, params).and_then(|()| self.statement.raw_execute());
        wrote.map_err(|error| self.engine.translate(&error))
    }
}

/// Where each column wanted is among those that a statement gives.
fn places(given: &[&str], wanted: &[&str]) -> rusqlite::Result<Vec<usize>> {
    let place = |column: &&str| given.iter().position(|name| name == column);
    wanted
        .iter()
        .map(|column| place(column).ok_or_else(|| rusqlite::Error::InvalidColumnName((*column).to_owned())))
        .collect()
}

impl Filled {
    fn bind(&mut self, statement: &mut Statement<'_>, params: &[Param<'_>]) -> rusqlite::Result<()> {
        self.0.resize(params.len(), true);
        for ((number, param), filled) in (1..).zip(params).zip(&mut self.0) {
            match *param {
                Param::Null if !*filled => {}
                Param::Null => statement.raw_bind_parameter(number, rusqlite::types::Null)?,
                Param::Int(value) => statement.raw_bind_parameter(number, value)?,
                Param::Text(value) => statement.raw_bind_parameter(number, value)?,
            }
            *filled = *param != Param::Null;
        }
        Ok(())
    }
}

/// Waits for other programs, as often as it is called and at most so long. All who wait ask equally often, however long they have
/// waited: with SQLite's own pauses, which grow, newcomers overtake them without end.
fn waiter(patience: Duration) -> impl FnMut(i32) -> bool + Send + 'static {
    let mut waited = Duration::ZERO;
    move |times| {
        if times == 0 {
            waited = Duration::ZERO;
        }
        // Pauses of different lengths keep two from asking in step.
        let pause = Duration::from_millis(1 + u64::from(times.unsigned_abs() % 5));
        let goes_on = waited < patience;
        if goes_on {
            std::thread::sleep(pause);
            waited += pause;
        }
        goes_on
    }
}

fn translated(error: &rusqlite::Error, path: &Path) -> Error {
    let path = || path.to_owned();
    let (failure, message) = match error {
        rusqlite::Error::SqliteFailure(failure, message) => (failure, message),
        // The only text from a ledger that is run makes an index anew.
        rusqlite::Error::MultipleStatement => return Error::Misshapen { path: path(), why: error.to_string() },
        other => return Error::Engine(other.to_string()),
    };
    let said = message.clone().unwrap_or_else(|| failure.to_string());
    let by_system = |said: &str| io::Error::other(format!("{said} (SQLite code {})", failure.extended_code));
    match (failure.code, failure.extended_code) {
        (ErrorCode::FileLockingProtocolFailed | ErrorCode::NoLargeFileSupport, _)
        | (
            _,
            ffi::SQLITE_IOERR_LOCK
            | ffi::SQLITE_IOERR_RDLOCK
            | ffi::SQLITE_IOERR_UNLOCK
            | ffi::SQLITE_IOERR_CHECKRESERVEDLOCK,
        ) => Error::NoLocks(path()),
        (_, ffi::SQLITE_READONLY_DBMOVED) => Error::Gone(path()),
        (_, ffi::SQLITE_READONLY_ROLLBACK | ffi::SQLITE_READONLY_RECOVERY | ffi::SQLITE_READONLY_CANTLOCK) => {
            Error::Unfinished(path())
        }
        (ErrorCode::ReadOnly, _) => Error::ReadOnly(path()),
        (ErrorCode::DiskFull, _) => Error::Full(path()),
        (ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt, _) => Error::Damaged { path: path(), why: said },
        (_, ffi::SQLITE_IOERR_WRITE | ffi::SQLITE_IOERR_FSYNC | ffi::SQLITE_IOERR_TRUNCATE) => {
            Error::CannotWrite { path: path(), why: by_system(&said) }
        }
        (ErrorCode::CannotOpen | ErrorCode::SystemIoFailure | ErrorCode::PermissionDenied, _) => {
            Error::CannotOpen { path: path(), why: by_system(&said) }
        }
        (ErrorCode::ConstraintViolation, ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY) => {
            Error::Taken(said)
        }
        _ if said == "integer overflow" => Error::Overflow,
        (ErrorCode::TooBig, _) => Error::TooLong(LONGEST / 1_000_000),
        // Our statements are right for the tables that we make.
        (_, ffi::SQLITE_ERROR) => Error::Misshapen { path: path(), why: said },
        _ => Error::Engine(said),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_disk_without_locks_says_has_a_message_of_its_own() {
        let says = |code| {
            let failure = rusqlite::Error::SqliteFailure(ffi::Error::new(code), None);
            translated(&failure, Path::new("ledger.db"))
        };
        for code in [
            ffi::SQLITE_IOERR_LOCK,
            ffi::SQLITE_IOERR_RDLOCK,
            ffi::SQLITE_IOERR_UNLOCK,
            ffi::SQLITE_IOERR_CHECKRESERVEDLOCK,
            ffi::SQLITE_PROTOCOL,
            ffi::SQLITE_NOLFS,
        ] {
            assert!(matches!(says(code), Error::NoLocks(_)), "{code}");
        }
        assert!(matches!(says(ffi::SQLITE_IOERR_READ), Error::CannotOpen { .. }));
        assert!(matches!(says(ffi::SQLITE_IOERR_WRITE), Error::CannotWrite { .. }));
    }
}
