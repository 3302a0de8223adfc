//! Exit codes, all in one place.

use std::process::ExitCode;

use aludel_core::error::{Error, ErrorKind};

/// How a command ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exit {
    /// 0: it is done.
    Done,
    /// 1: an error.
    Error,
    /// 2: what was asked for makes no sense.
    Usage,
    /// 3: `check` or `diff` found a difference, or pending revisions.
    Difference,
    /// 5: somebody else holds the lock.
    Locked,
    /// 6: a revision is half done.
    HalfDone,
}

impl Exit {
    /// How a command that stopped with this error ends.
    pub(super) fn of(error: &Error) -> Self {
        match error.kind() {
            ErrorKind::Usage => Self::Usage,
            ErrorKind::Locked => Self::Locked,
            ErrorKind::HalfDone => Self::HalfDone,
            _ => Self::Error,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Error => 1,
            Exit::Usage => 2,
            Exit::Difference => 3,
            Exit::Locked => 5,
            Exit::HalfDone => 6,
        })
    }
}
