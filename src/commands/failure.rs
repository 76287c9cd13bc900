//! The one form of failure that people read: what, where, and what to do next.

use crate::lang::{Said, said};
use crate::store;

/// Why a command ends without having done its work.
#[derive(Debug)]
pub(crate) struct Failure {
    /// What kind it is, which decides the exit code.
    pub kind: FailureKind,
    /// Everything that is wrong, so that all of it can be mended at once.
    pub problems: Vec<Problem>,
}

/// The kinds of failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FailureKind {
    /// It could not be done: not found, refused, unreadable.
    Refused,
    /// The command line is wrong.
    Usage,
    /// Ctrl-C was pressed.
    Interrupted,
    /// Whoever reads the output has stopped: no failure at all.
    BrokenPipe,
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    /// Lowercase, the place first, values in backticks.
    pub message: Said,
    /// At most two, each something that can be typed or done.
    pub hints: Vec<Said>,
}

impl Failure {
    /// It could not be done.
    pub(crate) fn refused(message: impl Into<Said>) -> Self {
        Self { kind: FailureKind::Refused, problems: vec![Problem { message: message.into(), hints: Vec::new() }] }
    }

    /// The command line is wrong.
    pub(crate) fn usage(message: impl Into<Said>) -> Self {
        Self { kind: FailureKind::Usage, ..Self::refused(message) }
    }

    /// Ctrl-C was pressed before anything was written.
    pub(crate) fn interrupted() -> Self {
        Self { kind: FailureKind::Interrupted, ..Self::refused("interrupted; nothing was written") }
    }

    /// The problems of another one as well.
    #[must_use]
    pub(crate) fn and(mut self, other: Self) -> Self {
        self.problems.extend(other.problems);
        self
    }

    /// Adds a hint to the last problem.
    #[must_use]
    pub(crate) fn hint(mut self, hint: impl Into<Said>) -> Self {
        if let Some(problem) = self.problems.last_mut() {
            problem.hints.push(hint.into());
        }
        self
    }

    /// Puts the option that is at fault before each problem.
    #[must_use]
    pub(crate) fn at(mut self, option: &str) -> Self {
        for problem in &mut self.problems {
            problem.message = said!("{option}: {}", "{option}：{:#}", problem.message);
        }
        self
    }

    /// The exit code.
    #[must_use]
    pub(crate) fn exit_code(&self) -> u8 {
        match self.kind {
            FailureKind::BrokenPipe => 0,
            FailureKind::Refused => 1,
            FailureKind::Usage => 2,
            FailureKind::Interrupted => 130,
        }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::BrokenPipe {
            return Self { kind: FailureKind::BrokenPipe, problems: Vec::new() };
        }
        Self::refused(format!("the output cannot be written: {error}"))
    }
}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Self {
        use store::Error;
        let failure = Self::refused(error.to_string());
        match &error {
            Error::NotThere(_) => failure
                .hint("`deals add TITLE --sector SECTOR` or `deals import FILE` makes one with its first deals")
                .hint("`deals init` makes an empty one; `--db FILE` names another"),
            Error::AlreadyThere(_) => failure.hint("`--db FILE` names another place"),
            Error::NotALedger { .. } => failure.hint("`--db FILE` names another file"),
            Error::Newer { .. } => failure.hint("use the newer `deals` that wrote it"),
            Error::Damaged { .. } | Error::CutOff(_) => {
                failure.hint("take the last sound copy; nothing was changed in this file")
            }
            Error::Busy(_) => failure.hint("try again when the other program has finished"),
            Error::ReadOnly(path) | Error::Unfinished(path) => {
                let hint = format!("run the command as a user who may write to {} and its folder", path.display());
                let copy = "or copy the file, with the `-journal` file beside it, to a folder that you may write to";
                failure.hint(hint).hint(copy)
            }
            Error::Full(_) => failure.hint("make room and run the command again; nothing was changed"),
            Error::Overflow => failure.hint("filter to fewer deals: each sum must stay below 9.2 × 10^18 minor units"),
            Error::NoDeal(_) => failure.hint("`deals list` shows their numbers and refs"),
            Error::CannotOpen { .. } | Error::Taken(_) | Error::Rate { .. } | Error::Unsound(_) | Error::Engine(_) => {
                failure
            }
        }
    }
}
