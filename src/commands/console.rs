//! The console: stdout for data, stderr for talk. The only place that prints.

use std::io::{self, IsTerminal, Write};

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};

use super::failure::Failure;
use crate::render::{VisibleWriter, visible};

/// Where a command writes.
pub(crate) struct Console {
    quiet: bool,
    choice: ColorChoice,
    /// Whether people look at stdout.
    pub on_terminal: bool,
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
