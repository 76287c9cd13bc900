//! The console: stdout for data, stderr for talk. The only place that prints.

use std::io::{self, IsTerminal, Write};
use std::time::Duration;

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::failure::Failure;
use crate::domain::label::{Label, Lang, label};
use crate::lang::Said;
use crate::render::{VisibleWriter, visible};

/// Where a command writes.
pub(crate) struct Console {
    quiet: bool,
    choice: ColorChoice,
    lang: Lang,
    /// Whether people look at stdout.
    pub on_terminal: bool,
}

/// How far a long work has come, shown on a terminal once it takes longer than [`PATIENCE`].
pub(crate) struct Progress {
    bar: ProgressBar,
    on_terminal: bool,
}

/// How many lines a terminal shows unless told.
pub(crate) const SCREENFUL: u16 = 50;

/// How many deals that were changed are told one by one.
pub(crate) const TOLD: usize = 10;

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
    /// A console that keeps quiet or not, with colours or not, and speaks a language.
    #[must_use]
    pub(crate) fn new(quiet: bool, choice: ColorChoice, lang: Lang) -> Self {
        Self { quiet, choice, lang, on_terminal: io::stdout().is_terminal() }
    }

    /// Stdout, buffered. To a terminal no control character of the data gets through.
    #[must_use]
    pub(crate) fn data(&self) -> Box<dyn Write> {
        let stdout = io::BufWriter::with_capacity(1 << 16, io::stdout().lock());
        if self.on_terminal { Box::new(VisibleWriter::new(stdout)) } else { Box::new(stdout) }
    }

    /// Begins to show how far a long work has come.
    pub(crate) fn progress(&self) -> Progress {
        let rows = label("{spinner} {human_pos} rows", "{spinner} {human_pos}行").in_lang(self.lang);
        let style = ProgressStyle::with_template(rows);
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let bar = style.map_or(bar.clone(), |style| bar.with_style(style));
        Progress { bar, on_terminal: !self.quiet && io::stderr().is_terminal() }
    }

    /// Says something on stderr.
    pub(crate) fn talk(&self, sentence: impl Into<Said>) {
        if !self.quiet {
            self.say(&visible(sentence.into().in_lang(self.lang)));
        }
    }

    /// Asks something, which is not silenced. Gives the answer, or nothing where nobody is there to give one.
    pub(crate) fn ask(&self, question: &Said) -> io::Result<Option<String>> {
        if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
            return Ok(None);
        }
        let question = visible(question.in_lang(self.lang)).into_owned();
        write!(AutoStream::new(io::stderr().lock(), self.choice), "{question} [y/N] ")?;
        let mut answer = String::new();
        io::stdin().read_line(&mut answer)?;
        Ok(Some(answer.trim().to_lowercase()))
    }

    /// Says something to be careful about.
    pub(crate) fn warn(&self, sentence: impl Into<Said>) {
        if !self.quiet {
            self.say(&self.marked(WARNING, label("warning:", "警告："), &sentence.into()));
        }
    }

    /// A fault with its place, of which there may be many. Not silenced.
    pub(crate) fn fault(&self, line: impl Into<Said>) {
        self.say(&visible(line.into().in_lang(self.lang)));
    }

    /// Prints a failure. Not silenced.
    pub(crate) fn failure(&self, failure: &Failure) {
        for problem in &failure.problems {
            self.say(&self.marked(ERROR, label("error:", "错误："), &problem.message));
            for hint in &problem.hints {
                self.say(&self.marked(HINT, label("hint:", "提示："), hint));
            }
        }
    }

    /// A sentence with a coloured word before it. Chinese sets words apart without a space.
    fn marked(&self, style: Style, word: Label, sentence: &Said) -> String {
        let space = if self.lang == Lang::Zh { "" } else { " " };
        format!("{style}{}{style:#}{space}{}", word.in_lang(self.lang), visible(sentence.in_lang(self.lang)))
    }

    /// Where stderr has gone there is nobody left to tell.
    fn say(&self, line: &str) {
        let _ = writeln!(AutoStream::new(io::stderr().lock(), self.choice), "{line}");
    }
}
