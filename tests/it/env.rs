//! A clean room for the binary: environment cleared, home, user, day and width pinned, times and paths made the same.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use calamine::{Data, Reader, Xlsx};
use tempfile::TempDir;

/// The day of the tests: the second of the 2019 expo.
pub(crate) const TODAY: &str = "2019-08-27";

/// The checkout.
pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A folder of its own, with a ledger path in it.
pub(crate) struct Env {
    folder: TempDir,
}

/// What came of a run.
pub(crate) struct Outcome {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) code: i32,
}

impl Env {
    /// A room without a ledger.
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// A room whose ledger holds the rates and both sample files.
    pub(crate) fn with_samples() -> Self {
        let env = Self::new();
        env.ok(&["rate", "import", &sample("rates.csv")]);
        env.ok(&["import", "--create", "events", &sample("sce-2018.csv"), &sample("sce-2019.csv")]);
        env
    }

    /// The same with both editions known, and what became of the deals of 2018: what `scripts/sample_ledger` makes.
    pub(crate) fn with_editions() -> Self {
        let env = Self::new();
        let add = |code: &'static str, year: &'static str, [from, to]: [&'static str; 2]| {
            let (name, zh) = (format!("{year} Smart China Expo"), format!("{year}智博会"));
            let days = ["--from", from, "--to", to, "--city", "Chongqing", "--scope", "all"];
            env.ok(&[&["event", "add", code, &name, "--name-zh", &zh][..], &days].concat());
        };
        add("SCE2019", "2019", ["2019-08-26", "2019-08-29"]);
        add("SCE2018", "2018", ["2018-08-23", "2018-08-25"]);
        env.ok(&["rate", "import", &sample("rates.csv")]);
        env.ok(&["import", &sample("sce-2018.csv"), &sample("sce-2019.csv")]);
        env.ok(&["import", "--match", "ref", &sample("sce-2018-progress.csv")]);
        env.ok(&["import", "--receipts", &sample("sce-2018-receipts.csv")]);
        env
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn ledger(&self) -> PathBuf {
        self.path("ledger.db")
    }

    /// Writes a file and gives its name, which is enough since commands run in the folder.
    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> String {
        fs::write(self.path(name), content).unwrap();
        name.to_owned()
    }

    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_deals"));
        command
            .args(args)
            .env_clear()
            .env("HOME", self.folder.path())
            .env("TZ", "UTC")
            .env("DEALS_DB", "ledger.db")
            .env("DEALS_TODAY", TODAY)
            .env("DEALS_USER", "tester")
            .current_dir(self.folder.path())
            .stdin(Stdio::null());
        command
    }

    /// A disk with a limit: the shell's limit on the size of files, in blocks of 1024 bytes, stands in for a full one.
    pub(crate) fn with_files_up_to(&self, blocks: u32, args: &[&str]) -> Command {
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec {} \"$@\"", env!("CARGO_BIN_EXE_deals"));
        let mut shell = Command::new("bash");
        let pinned = self.command(&[]);
        shell.envs(pinned.get_envs().filter_map(|(key, value)| Some((key, value?))));
        shell.args(["-c", &script, "bash"]).args(args).current_dir(self.folder.path()).stdin(Stdio::null());
        shell
    }

    /// The names in the folder, in order.
    pub(crate) fn names(&self) -> Vec<String> {
        let names = fs::read_dir(self.folder.path()).unwrap();
        let mut names: Vec<String> = names.map(|name| name.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    pub(crate) fn run(&self, args: &[&str]) -> Outcome {
        outcome(&mut self.command(args))
    }

    /// Runs with something on stdin.
    pub(crate) fn pipe(&self, input: &str, args: &[&str]) -> Outcome {
        let name = self.path("stdin");
        fs::write(&name, input).unwrap();
        outcome(self.command(args).stdin(fs::File::open(name).unwrap()))
    }

    /// Runs what must succeed; gives stdout.
    #[track_caller]
    pub(crate) fn ok(&self, args: &[&str]) -> String {
        let Outcome { stdout, stderr, code } = self.run(args);
        assert_eq!(code, 0, "{args:?}: {stderr}");
        stdout
    }

    /// Runs what must fail with this code, and leave stdout empty; gives stderr.
    #[track_caller]
    pub(crate) fn fails(&self, code: i32, args: &[&str]) -> String {
        let outcome = self.run(args);
        assert_eq!((outcome.code, outcome.stdout.as_str()), (code, ""), "{args:?}: {}", outcome.stderr);
        outcome.stderr
    }

    /// The whole outcome as text: stdout, then stderr, then the code where it is not 0; times and the folder made the same.
    pub(crate) fn shows(&self, args: &[&str]) -> String {
        self.shown(&self.run(args))
    }

    pub(crate) fn shown(&self, Outcome { stdout, stderr, code }: &Outcome) -> String {
        let mut text = stdout.clone();
        if !stderr.is_empty() {
            text.push_str("--- stderr\n");
            text.push_str(stderr);
        }
        if *code != 0 {
            text.push_str(&format!("--- exit {code}\n"));
        }
        self.normal(&text)
    }

    /// Times and the folder made the same on every run.
    pub(crate) fn normal(&self, text: &str) -> String {
        let mut text = text.replace(&self.folder.path().display().to_string(), "$DIR");
        // `T12:34:56Z` → `T00:00:00Z`
        let mut from = 0;
        while let Some(at) = text[from..].find('T').map(|at| from + at) {
            from = at + 1;
            let time = text.get(at..at + 10).filter(|time| time.ends_with('Z'));
            if time.is_some_and(|time| time[1..9].bytes().all(|byte| byte.is_ascii_digit() || byte == b':')) {
                text.replace_range(at..at + 10, "T00:00:00Z");
            }
        }
        // ` 12:34, ` behind a day → ` 00:00, `
        let mut from = 0;
        while let Some(at) = text[from..].find(':').map(|at| from + at) {
            from = at + 1;
            let is_digit = |at: usize| text.as_bytes().get(at).is_some_and(u8::is_ascii_digit);
            let time = at.checked_sub(6).filter(|start| text.is_char_boundary(*start) && text.is_char_boundary(at + 3));
            let is_time = time.is_some_and(|start| {
                text[start..at].starts_with('-')
                    && [start + 1, start + 2, at - 2, at - 1, at + 1, at + 2].into_iter().all(is_digit)
                    && text.as_bytes()[at - 3] == b' '
            });
            if is_time {
                text.replace_range(at - 2..at + 3, "00:00");
            }
        }
        text
    }

    /// The ledger, opened by other means: the independent witness of the tests.
    pub(crate) fn sqlite(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.ledger()).unwrap()
    }

    /// One number of the ledger.
    pub(crate) fn count(&self, sql: &str) -> i64 {
        self.sqlite().query_row(sql, [], |row| row.get(0)).unwrap()
    }
}

/// A copy of the binary, and the command line of a user who is not root: root may write everywhere.
pub(crate) fn as_nobody(env: &Env, args: &[&str]) -> Command {
    let is_root = fs::metadata(env.path(".")).unwrap().uid() == 0;
    let mut command = env.command(args);
    if is_root {
        use std::os::unix::process::CommandExt;
        let binary = env.path("deals");
        if !binary.exists() {
            // Not copied from here: another test that starts a program at this moment would hold it open, too busy to be run.
            let copied = Command::new("cp").args([Path::new(env!("CARGO_BIN_EXE_deals")), &binary]).status().unwrap();
            assert!(copied.success());
            fs::set_permissions(&binary, fs::Permissions::from_mode(0o755)).unwrap();
        }
        let mut unprivileged = Command::new(binary);
        unprivileged.args(args).env_clear().current_dir(env.path(".")).stdin(Stdio::null());
        unprivileged.envs(command.get_envs().filter_map(|(key, value)| Some((key, value?))));
        unprivileged.uid(65534).gid(65534);
        command = unprivileged;
    }
    command
}

pub(crate) fn outcome(command: &mut Command) -> Outcome {
    let output = command.output().unwrap();
    Outcome {
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
        code: output.status.code().unwrap_or(-1),
    }
}

/// The path of a sample.
pub(crate) fn sample(name: &str) -> String {
    repository().join("samples").join(name).display().to_string()
}

/// The rows of CSV, each as its cells; the header first.
pub(crate) fn csv_rows(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// The first sheet of a workbook, read back by another program's eyes: its name, and a line a row. A number or date has its format
/// behind it, `*` is before what is bold.
pub(crate) fn sheet(path: &Path) -> (String, Vec<Vec<String>>) {
    let mut book: Xlsx<_> = calamine::open_workbook(path).unwrap();
    let name = book.sheet_names()[0].clone();
    let cells = book.worksheet_range(&name).unwrap();
    let styles = book.worksheet_style(&name).unwrap();
    let mut rows = vec![Vec::new(); cells.height()];
    for (row, column, cell) in cells.cells() {
        let style = styles.get((u32::try_from(row).unwrap(), u32::try_from(column).unwrap()));
        let format = style.and_then(|style| style.number_format.as_ref()).map_or("", |format| &format.format_code);
        let bold = style.and_then(|style| style.font.as_ref()).is_some_and(calamine::Font::is_bold);
        let text = match cell {
            Data::DateTime(day) => {
                let (year, month, day, ..) = day.to_ymd_hms_milli();
                format!("{year}-{month:02}-{day:02} [{format}]")
            }
            Data::Float(number) => format!("{number} [{format}]"),
            other => other.to_string(),
        };
        rows[row].push(if bold { format!("*{text}") } else { text });
    }
    (name, rows)
}
