//! What a run did.

use std::time::Duration;

use super::Direction;
use crate::revision::RevisionId;

/// What a run did, revision by revision.
///
/// ```
/// use aludel_core::exec::Report;
///
/// assert!(Report::default().steps.is_empty());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The revisions that were reached, in order. After an error: those that were finished before it.
    pub steps: Vec<StepReport>,
    /// What somebody should know who wrote the scripts.
    pub warnings: Vec<String>,
}

/// How the run of one revision went.
///
/// ```
/// use aludel_core::exec::StepReport;
/// use aludel_core::revision::Direction;
///
/// let id = "8f2c1a90b3d4".parse()?;
/// let step = StepReport::skipped(&id, "create users", Direction::Upgrade);
/// assert_eq!(step.statements, 0);
/// # Ok::<(), aludel_core::revision::BadRevisionId>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepReport {
    /// The revision.
    pub revision: RevisionId,
    /// Its message.
    pub message: String,
    /// Which way it was run.
    pub direction: Direction,
    /// How many statements were sent for it.
    pub statements: u32,
    /// How long it took.
    pub duration: Duration,
    /// True where another process had run it meanwhile.
    pub skipped: bool,
}

impl StepReport {
    /// A revision that another process had run meanwhile.
    pub fn skipped(revision: &RevisionId, message: &str, direction: Direction) -> Self {
        Self {
            revision: revision.clone(),
            message: message.to_owned(),
            direction,
            statements: 0,
            duration: Duration::ZERO,
            skipped: true,
        }
    }
}

/// What stamping changed in the ledger.
///
/// ```
/// use aludel_core::exec::StampReport;
///
/// assert!(StampReport::default().added.is_empty());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StampReport {
    /// The revisions that are in it now and were not.
    pub added: Vec<RevisionId>,
    /// The ids that were in it and are not any more, as they stood there.
    pub removed: Vec<String>,
}
