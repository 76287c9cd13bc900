//! The console: stdout for data, stderr for talk. The only place that prints.

use std::io::{self, IsTerminal, Write};
use std::time::Duration;

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::failure::Failure;
use crate::render::{VisibleWriter, visible};

/// Where a command writes.
pub(crate) struct Console {
    quiet: bool,
    choice: ColorChoice,
    /// Whether people look at stdout.
    pub on_terminal: bool,
}

/// How far a long work has come, shown on a terminal once it takes longer than [`PATIENCE`].
pub(crate) struct Progress {
    bar: ProgressBar,
    on_terminal: bool,
}

const PATIENCE: Duration = Duration::from_secs(1);

impl Progress {
    /// Some more rows are done.
    pub(crate) fn add(&self, rows: usize) {
        self.bar.inc(rows as u64);
        if self.on_terminal && self.bar.is_hidden() && self.bar.elapsed() > PATIENCE {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const HINT: Style = AnsiColor::Cyan.on_default();

impl Console {
    /// A console that keeps quiet or not, with colours or not.
    #[must_use]
    pub(crate) fn new(quiet: bool, choice: ColorChoice) -> Self {
        Self { quiet, choice, on_terminal: io::stdout().is_terminal() }
    }

    /// Stdout, buffered. To a terminal no control character of the data gets through.
    #[must_use]
    pub(crate) fn data(&self) -> Box<dyn Write> {
        let stdout = io::BufWriter::with_capacity(1 << 16, io::stdout().lock());
        if self.on_terminal { Box::new(VisibleWriter::new(stdout)) } else { Box::new(stdout) }
    }

    /// Begins to show how far a long work has come.
    pub(crate) fn progress(&self) -> Progress {
        let style = ProgressStyle::with_template("{spinner} {human_pos} rows");
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let bar = style.map_or(bar.clone(), |style| bar.with_style(style));
        Progress { bar, on_terminal: !self.quiet && io::stderr().is_terminal() }
    }

    /// Says something on stderr.
    pub(crate) fn talk(&self, sentence: &str) {
        if !self.quiet {
            self.say(&visible(sentence));
        }
    }

    /// Says something to be careful about.
    pub(crate) fn warn(&self, sentence: &str) {
        if !self.quiet {
            self.say(&format!("{WARNING}warning:{WARNING:#} {}", visible(sentence)));
        }
    }

    /// A fault with its place, of which there may be many. Not silenced.
    pub(crate) fn fault(&self, line: &str) {
        self.say(&visible(line));
    }

    /// Prints a failure. Not silenced.
    pub(crate) fn failure(&self, failure: &Failure) {
        for problem in &failure.problems {
            self.say(&format!("{ERROR}error:{ERROR:#} {}", visible(&problem.message)));
            for hint in &problem.hints {
                self.say(&format!("{HINT}hint:{HINT:#} {}", visible(hint)));
            }
        }
    }

    /// Where stderr has gone there is nobody left to tell.
    fn say(&self, line: &str) {
        let _ = writeln!(AutoStream::new(io::stderr().lock(), self.choice), "{line}");
    }
}
