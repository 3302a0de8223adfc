//! What a run tells while it is under way.

use std::sync::Arc;
use std::time::Duration;

use super::{Direction, Work};
use crate::name::ObjectName;
use crate::revision::RevisionId;

/// A revision whose turn it is in a run.
///
/// ```
/// use aludel_core::exec::Turn;
/// use aludel_core::revision::Direction;
///
/// let turn = Turn {
///     revision: "8f2c1a90b3d4".parse()?,
///     message: "create users".into(),
///     direction: Direction::Upgrade,
///     number: 1,
///     total: 12,
/// };
/// assert_eq!(format!("{}/{} {}", turn.number, turn.total, turn.revision), "1/12 8f2c1a90b3d4");
/// # Ok::<(), aludel_core::revision::BadRevisionId>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The revision.
    pub revision: RevisionId,
    /// Its message.
    pub message: String,
    /// Which way it is run.
    pub direction: Direction,
    /// Its place in the run, from 1.
    pub number: usize,
    /// How many revisions there are in the run.
    pub total: usize,
}

impl Turn {
    /// That of a work in a run.
    pub(super) fn of(work: &Work, place: usize, total: usize) -> Self {
        Self {
            revision: work.revision.clone(),
            message: work.message.clone(),
            direction: work.direction,
            number: place.saturating_add(1),
            total,
        }
    }
}

/// What happens in a run, told as it happens. There may be more kinds of it.
///
/// ```
/// use aludel_core::exec::Progress;
///
/// fn line(progress: &Progress) -> Option<String> {
///     match progress {
///         Progress::Begun { turn } => Some(format!("{}/{} {}", turn.number, turn.total, turn.message)),
///         _ => None,
///     }
/// }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Progress {
    /// A revision begins.
    Begun {
        /// Which one.
        turn: Turn,
    },
    /// A revision is over.
    Finished {
        /// Which one.
        turn: Turn,
        /// How long it took.
        duration: Duration,
        /// Another process had run it meanwhile.
        skipped: bool,
    },
    /// A revision copies the rows of a table, which may take long.
    Copying {
        /// Which one.
        turn: Turn,
        /// The table.
        table: ObjectName,
        /// How many rows there are.
        rows: u64,
    },
    /// A revision is tried again, since somebody was in its way.
    Retrying {
        /// Which one.
        turn: Turn,
        /// What the server said.
        cause: String,
        /// How often it was tried by now.
        attempts: u32,
        /// Who was in the way, where that is known.
        blockers: Vec<String>,
    },
}

/// Who is told.
pub type Observer = Arc<dyn Fn(&Progress) + Send + Sync>;
