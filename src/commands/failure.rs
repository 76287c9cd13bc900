//! The one form of failure that people read: what, where, and what to do next.

use crate::lang::{Said, Say as _, said};
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
    /// The ledger was checked, and problems were found.
    Unsound,
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
        Self::several(vec![Problem { message: message.into(), hints: Vec::new() }])
    }

    /// Several things are wrong.
    pub(crate) fn several(problems: Vec<Problem>) -> Self {
        Self { kind: FailureKind::Refused, problems }
    }

    /// The command line is wrong.
    pub(crate) fn usage(message: impl Into<Said>) -> Self {
        Self { kind: FailureKind::Usage, ..Self::refused(message) }
    }

    /// Ctrl-C was pressed before anything was written.
    pub(crate) fn interrupted() -> Self {
        Self {
            kind: FailureKind::Interrupted,
            ..Self::refused(said!("interrupted; nothing was written", "已中断，未写入任何内容"))
        }
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
            FailureKind::Unsound => 3,
            FailureKind::Interrupted => 130,
        }
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::BrokenPipe {
            return Self { kind: FailureKind::BrokenPipe, problems: Vec::new() };
        }
        let error = error.said();
        Self::refused(said!("the output cannot be written: {error}", "无法写出结果：{error:#}"))
    }
}

impl From<store::Error> for Failure {
    fn from(error: store::Error) -> Self {
        use store::Error;
        let failure = Self::refused(&error);
        match &error {
            Error::NotThere(_) => failure
                .hint(said!(
                    "`deals add TITLE --sector SECTOR` or `deals import FILE` makes one with its first deals",
                    "可用`deals add 项目名称 --sector 领域`或`deals import 文件`新建台账并录入首批项目"
                ))
                .hint(said!(
                    "`deals init` makes an empty one; `--db FILE` names another",
                    "可用`deals init`新建空台账；可用`--db 文件`指定另一个台账"
                )),
            Error::AlreadyThere(_) => failure.hint(said!("`--db FILE` names another place", "可用`--db 文件`另选位置")),
            Error::NotALedger { .. } => {
                failure.hint(said!("`--db FILE` names another file", "可用`--db 文件`另选文件"))
            }
            Error::Newer { .. } => {
                failure.hint(said!("use the newer `deals` that wrote it", "请使用写入该台账的较新版本的`deals`"))
            }
            Error::Damaged { .. } | Error::Misshapen { .. } | Error::CutOff(_) => failure.hint(said!(
                "take the last sound copy; nothing was changed in this file",
                "请改用最近一份完好的副本；本文件未作任何改动"
            )),
            Error::Busy { waited, .. } => {
                let longer = waited.saturating_mul(4).max(60);
                failure
                    .hint(said!("try again when the other program has finished", "请在其他程序结束后重试"))
                    .hint(said!("`--wait {longer}` waits longer", "可用`--wait {longer}`等待更久"))
            }
            Error::ReadOnly(path) | Error::Unfinished(path) => {
                let path = path.display();
                failure
                    .hint(said!(
                        "run the command as a user who may write to {path} and its folder",
                        "请以对{path}及其所在文件夹有写入权限的用户运行"
                    ))
                    .hint(said!(
                        "or copy the file, with the `-journal` file beside it, to a folder that you may write to",
                        "或将该文件连同旁边的`-journal`文件复制到有写入权限的文件夹"
                    ))
            }
            Error::NoLocks(_) => failure.hint(said!(
                "move it to a disk of this computer, off network shares and folders of sync programs",
                "请将其移到本机磁盘，不要放在网络共享或同步软件的文件夹中"
            )),
            Error::Gone(_) => failure.hint(said!(
                "put it back, or restore a copy, and run the command again; nothing was written",
                "请放回原文件或恢复副本后重新运行；未写入任何内容"
            )),
            Error::Full(_) => failure.hint(said!(
                "make room and run the command again; nothing was changed",
                "请腾出空间后重新运行；台账未作任何改动"
            )),
            Error::Overflow => failure.hint(said!(
                "filter to fewer deals: each sum must stay below 9.2 × 10^18 minor units",
                "请缩小筛选范围：每项合计须小于9.2 × 10^18个最小货币单位"
            )),
            Error::NoDeal(_) => {
                failure.hint(said!("`deals list` shows their numbers and refs", "可用`deals list`查看项目编号和合同号"))
            }
            Error::Exists(_) => failure.hint(said!(
                "name another file, or pass --force to replace this one",
                "请另选文件，或用`--force`替换该文件"
            )),
            Error::CannotOpen { .. }
            | Error::CannotWrite { .. }
            | Error::NotTheSame(_)
            | Error::TooLong(_)
            | Error::NoNumberLeft(_)
            | Error::Taken(_)
            | Error::Rate { .. }
            | Error::Unsound(_)
            | Error::Engine(_) => failure,
        }
    }
}
