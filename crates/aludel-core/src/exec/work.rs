//! What is to be run: one value for each revision.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use super::StoredDowngrade;
use crate::name::ObjectName;
use crate::operation::{Operation, Recorded};
use crate::revision::{Direction, Limits, Revision, RevisionId};
use crate::script::language::BoxedStep;

/// The functions of a script by the names that its `run` operations give them.
pub type Functions = BTreeMap<String, BoxedStep>;

/// One revision to be run in one direction.
///
/// ```
/// use aludel_core::exec::Work;
/// use aludel_core::revision::{Direction, Revision};
///
/// let revision = Revision::new("8f2c1a90b3d4".parse()?, "create users");
/// let work = Work::new(&revision, Direction::Upgrade, Vec::new());
/// assert!(work.functions.is_empty());
/// # Ok::<(), aludel_core::revision::BadRevisionId>(())
/// ```
pub struct Work {
    /// The revision.
    pub revision: RevisionId,
    /// The revisions that it follows, which the ledger keeps.
    pub parents: Vec<RevisionId>,
    /// Its message.
    pub message: String,
    /// Its file, for messages.
    pub path: Option<PathBuf>,
    /// The checksum of its text.
    pub checksum: String,
    /// Which way.
    pub direction: Direction,
    /// What its script says for that way.
    pub recorded: Vec<Recorded>,
    /// The functions that the script runs.
    pub functions: Functions,
    /// What it says of how long its statements may wait and take, and how far they may go.
    pub limits: Limits,
    /// Whether it asks for a transaction.
    pub transaction: Transaction,
    /// For an upgrade: the way back, which the ledger keeps for the day the file is gone.
    pub downgrade: Option<Downgrade>,
}

impl Work {
    /// A revision to be run in a transaction, of which nothing is kept but what its header says.
    pub fn new(revision: &Revision, direction: Direction, recorded: Vec<Recorded>) -> Self {
        Self {
            revision: revision.id.clone(),
            parents: revision.revises.clone(),
            message: revision.message.clone(),
            path: revision.path.clone(),
            checksum: String::new(),
            direction,
            recorded,
            functions: Functions::new(),
            limits: revision.limits,
            transaction: Transaction::default(),
            downgrade: None,
        }
    }

    /// True where it changes rows by other means than the schema.
    pub(super) fn changes_data(&self) -> bool {
        self.says(|operation| matches!(operation, Operation::FillColumn { .. })) || self.runs_sql()
    }

    /// What has to be said where it makes tables anew, and rows of others may hang on what it does with rows: foreign keys
    /// are off then.
    pub(super) fn unenforced(&self, rebuilt: &[ObjectName]) -> Option<String> {
        let table = rebuilt.first().filter(|_| self.runs_sql())?;
        Some(format!(
            "revision \"{}\" makes table \"{table}\" anew and changes rows too: foreign keys are not enforced while it runs, \
             so nothing is deleted or changed along; that no row refers to nothing is looked at in the end",
            self.revision
        ))
    }

    /// True for SQL and functions that may do anything with rows, and for rows that it adds and deletes.
    fn runs_sql(&self) -> bool {
        self.says(|operation| {
            matches!(
                operation,
                Operation::Execute { .. }
                    | Operation::InsertRows { .. }
                    | Operation::DeleteRows { .. }
                    | Operation::Run { .. }
            )
        })
    }

    fn says(&self, what: fn(&Operation) -> bool) -> bool {
        fn any(step: &Recorded, what: fn(&Operation) -> bool) -> bool {
            match step {
                Recorded::Whole(operation) => what(operation),
                Recorded::Outside(step) => any(step, what),
                Recorded::Execute { sql, .. } => {
                    what(&Operation::Execute { sql: sql.clone(), undo: None, changes: None })
                }
                _ => false,
            }
        }
        self.recorded.iter().any(|step| any(step, what))
    }
}

impl fmt::Debug for Work {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Work")
            .field("revision", &self.revision)
            .field("direction", &self.direction)
            .field("recorded", &self.recorded)
            .field("functions", &self.functions.keys())
            .finish_non_exhaustive()
    }
}

/// Whether a script asks for a transaction.
///
/// ```
/// use aludel_core::exec::Transaction;
///
/// assert_eq!(Transaction::default(), Transaction::On);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Transaction {
    /// As far as the database and the statements allow.
    #[default]
    On,
    /// Each statement by itself, as it stands (`transaction=off`).
    Off,
}

/// The way back from a revision, as its script says it.
///
/// ```
/// use aludel_core::exec::Downgrade;
///
/// assert!(matches!(Downgrade::from("DROP TABLE users"), Downgrade::Stored(_)));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Downgrade {
    /// What the script records; made whole after the upgrade, where the schema is known by then.
    Recorded(Vec<Recorded>),
    /// What can be stored as it is.
    Stored(StoredDowngrade),
}

impl From<&str> for Downgrade {
    fn from(sql: &str) -> Self {
        Self::Stored(StoredDowngrade::Sql(sql.to_owned()))
    }
}
