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
    /// 5: somebody else holds the lock, or a table that a statement needs.
    Locked,
    /// 6: a revision is half done.
    HalfDone,
    /// 130: somebody asked it to stop, as with Ctrl-C.
    Stopped,
}

impl Exit {
    /// How a command that stopped with this error ends.
    pub(super) fn of(error: &Error) -> Self {
        match error.kind() {
            ErrorKind::Usage => Self::Usage,
            ErrorKind::Locked => Self::Locked,
            ErrorKind::HalfDone => Self::HalfDone,
            ErrorKind::Stopped => Self::Stopped,
            _ => Self::Error,
        }
    }
}

impl Exit {
    /// Its number.
    pub(super) fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Error => 1,
            Self::Usage => 2,
            Self::Difference => 3,
            Self::Locked => 5,
            Self::HalfDone => 6,
            Self::Stopped => 130,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}
