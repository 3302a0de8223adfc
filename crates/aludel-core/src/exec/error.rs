//! What goes wrong while revisions are run.

use std::error::Error;
use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use super::excerpt::{excerpt, quoted_in};
use super::journal::{Entry, OpenRun};
use super::{Blocked, Direction, HookFailure, LedgerError, Report, Turn, Work};
use crate::connection::{DriverError, DriverErrorKind};
use crate::dialect::InspectError;
use crate::name::ObjectName;
use crate::operation::CompleteError;
use crate::plan::PlanError;
use crate::revision::{RevisionGraph, RevisionId};

/// Why a run stopped, and what it had done by then.
///
/// ```
/// use aludel_core::connection::{DriverError, DriverErrorKind};
/// use aludel_core::exec::ExecError;
///
/// let error = ExecError::from(DriverError::new(DriverErrorKind::Lost, "the server went away"));
/// assert_eq!(error.to_string(), "the server went away");
/// assert!(error.report().steps.is_empty());
/// ```
#[derive(Debug)]
pub struct ExecError {
    kind: Box<ExecErrorKind>,
    report: Report,
}

impl ExecError {
    /// What it is.
    pub fn kind(&self) -> &ExecErrorKind {
        &self.kind
    }

    /// What was done before.
    pub fn report(&self) -> &Report {
        &self.report
    }

    /// What to do about it.
    pub fn help(&self) -> String {
        self.kind.help()
    }

    /// That a revision is half done.
    ///
    /// # Errors
    /// Itself, where it is something else.
    pub(super) fn half_done(self) -> Result<HalfDone, Self> {
        match *self.kind {
            ExecErrorKind::HalfDone(half_done) => Ok(half_done),
            kind => Err(Self { kind: Box::new(kind), report: self.report }),
        }
    }

    /// The same, as it is where only these revisions are known.
    pub(crate) fn among(mut self, graph: &RevisionGraph) -> Self {
        if let ExecErrorKind::HalfDone(half_done) = &mut *self.kind {
            *half_done = half_done.clone().among(graph);
        }
        self
    }

    pub(super) fn after(self, report: Report) -> Self {
        Self { report, ..self }
    }
}

impl fmt::Display for ExecError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.fmt(f)
    }
}

impl Error for ExecError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.kind.source()
    }
}

impl<K: Into<ExecErrorKind>> From<K> for ExecError {
    fn from(kind: K) -> Self {
        Self { kind: Box::new(kind.into()), report: Report::default() }
    }
}

/// The kinds of thing that go wrong while revisions are run.
///
/// ```
/// use aludel_core::exec::ExecErrorKind;
///
/// let locked = ExecErrorKind::Locked { ledger: "aludel_revisions".into(), holder: None, waited: Default::default() };
/// assert!(locked.help().contains("--lock-timeout"));
/// ```
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExecErrorKind {
    /// Somebody else runs revisions here and did not finish in time.
    #[error(
        "ledger \"{ledger}\" is locked{} and was not freed within {} s",
        .holder.as_ref().map(|holder| format!(" by {holder}")).unwrap_or_default(),
        .waited.as_secs_f32().round()
    )]
    Locked {
        /// The ledger.
        ledger: ObjectName,
        /// Who holds the lock, where the server knows.
        holder: Option<String>,
        /// How long was waited.
        waited: Duration,
    },
    /// A revision is half done, and what is left of it cannot be run without a person's word.
    #[error(transparent)]
    HalfDone(#[from] HalfDone),
    /// A statement failed.
    #[error(transparent)]
    Statement(#[from] Failure),
    /// Somebody was in the way of a statement for too long.
    #[error(transparent)]
    Blocked(Blocked),
    /// The application's hook failed.
    #[error(transparent)]
    Hook(HookFailure),
    /// The run was asked to stop.
    #[error("{}", stopped(.next.as_ref(), *.kept))]
    Stopped {
        /// The revision that was next or at hand.
        next: Option<Turn>,
        /// How many statements of it stay done.
        kept: u32,
    },
    /// The revision left data in a state that it was not in before.
    #[error("cannot {direction} revision \"{revision}\": {message}: {violation}")]
    Guard {
        /// The revision.
        revision: RevisionId,
        /// Which way.
        direction: Direction,
        /// What a violation means.
        message: String,
        /// The first one, its values as the database gives them.
        violation: String,
        /// How many statements of the revision stay done.
        kept: u32,
    },
    /// A setting of the session that a plan needs could not be made.
    #[error("cannot {direction} revision \"{revision}\": {what}")]
    Setting {
        /// The revision.
        revision: RevisionId,
        /// Which way.
        direction: Direction,
        /// What about the setting.
        what: String,
    },
    /// What the script says has no meaning on the schema before it.
    #[error("cannot {direction} revision \"{revision}\": {error}")]
    Complete {
        /// The revision.
        revision: RevisionId,
        /// Which way.
        direction: Direction,
        /// Why.
        error: CompleteError,
    },
    /// What the script says has no plan on this database.
    #[error("cannot {direction} revision \"{revision}\": {error}")]
    Plan {
        /// The revision.
        revision: RevisionId,
        /// Which way.
        direction: Direction,
        /// Why.
        error: PlanError,
    },
    /// A table would be made anew of which the schema does not say all that is there.
    #[error(
        "cannot {direction} revision \"{revision}\": table \"{table}\" would have to be made anew, and it is not fully understood: {what}"
    )]
    NotUnderstood {
        /// The revision.
        revision: RevisionId,
        /// Which way.
        direction: Direction,
        /// The table.
        table: ObjectName,
        /// What would be lost.
        what: String,
    },
    /// The lock of a session may not keep others out.
    #[error(
        "cannot run anything outside of transactions: the lock that a session holds here keeps nobody out: {reason}"
    )]
    Unproved {
        /// Why.
        reason: String,
        /// What to do about it.
        help: &'static str,
    },
    /// A run cannot be one transaction.
    #[error("cannot run all revisions in one transaction: {what}")]
    Apart {
        /// Why.
        what: String,
    },
    /// The ledger or the journal could not be made.
    #[error("cannot make the tables that say what is applied: {what}")]
    Tables {
        /// Why.
        what: String,
    },
    /// The ledger is not what the run was planned on.
    #[error("cannot {direction} revision \"{revision}\": {what}")]
    Moved {
        /// The revision.
        revision: RevisionId,
        /// Which way.
        direction: Direction,
        /// What changed.
        what: String,
    },
    /// A revision that is half done was to be settled, and there is none.
    #[error("no revision is half done in {database}")]
    NothingHalfDone {
        /// The database, its password masked.
        database: String,
    },
    /// A row of the ledger that was to be written anew is gone.
    #[error("cannot accept the text of revision \"{revision}\": it is not applied any more")]
    Gone {
        /// The revision.
        revision: RevisionId,
    },
    /// The ledger cannot be read.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The database cannot be inspected.
    #[error(transparent)]
    Inspect(#[from] InspectError),
    /// The database did not answer as it should, apart from statements of a revision.
    #[error(transparent)]
    Driver(#[from] DriverError),
}

impl ExecErrorKind {
    /// What to do about it.
    pub fn help(&self) -> String {
        match self {
            Self::Locked { .. } => "run the command again, with a longer `--lock-timeout` if need be".to_owned(),
            Self::HalfDone(half_done) => half_done.help.clone(),
            Self::Statement(failure) => failure.help(),
            Self::Blocked(blocked) => blocked.help(),
            Self::Hook(HookFailure { kept: 0, .. }) => {
                "mend what it needs and run the command again: nothing of this revision was kept".to_owned()
            }
            Self::Hook(HookFailure { kept, .. }) => {
                format!("all {kept} statements stay done: mend what it needs and run the command again to finish")
            }
            Self::Stopped { kept: 0, .. } => "run the command again to go on".to_owned(),
            Self::Stopped { kept, .. } => {
                format!(
                    "run the command again to go on with statement {}, or say `db repair --back` to take back what is done",
                    kept.saturating_add(1)
                )
            }
            Self::Guard { kept: 0, .. } => {
                "mend the data or the script and run the command again: nothing of this revision was kept".to_owned()
            }
            Self::Guard { kept, .. } => {
                format!(
                    "all {kept} statements stay done: mend the data and run the command again to finish the revision"
                )
            }
            Self::Setting { revision, .. } => {
                format!("split revision \"{revision}\" before the operation that needs the setting")
            }
            Self::NotUnderstood { table, .. } => format!(
                "make \"{table}\" anew by hand in a script of `db revision`, with `op.execute(\"..\")`, or take that out of it first"
            ),
            Self::Unproved { help, .. } => (*help).to_owned(),
            Self::Apart { .. } => "run them without `--single-transaction`".to_owned(),
            Self::Complete { revision, .. } => {
                format!("compare the script of revision \"{revision}\" with the schema that is there")
            }
            Self::Plan { error: PlanError::Unsupported(unsupported), .. } => unsupported.help.clone(),
            Self::Plan { revision, .. } => {
                format!("compare the script of revision \"{revision}\" with the schema that is there")
            }
            Self::Moved { .. } | Self::Gone { .. } => {
                "another process changed the ledger meanwhile: look at `current`, then run the command again".to_owned()
            }
            Self::NothingHalfDone { .. } => "run `db current` to see where the database stands".to_owned(),
            Self::Tables { .. } => {
                "give the account the right to create tables, or set another namespace for these".to_owned()
            }
            Self::Ledger(error) => error.help().to_owned(),
            Self::Inspect(_) | Self::Driver(_) => "see what the server says, then run the command again".to_owned(),
        }
    }
}

/// That a run stopped, and before what.
fn stopped(next: Option<&Turn>, kept: u32) -> String {
    match (next, kept) {
        (None, _) => "stopped as asked".to_owned(),
        (Some(Turn { revision, direction, .. }), 0) => {
            format!("stopped as asked before the {direction} of revision \"{revision}\"")
        }
        (Some(Turn { revision, direction, .. }), kept) => {
            format!(
                "stopped as asked within the {direction} of revision \"{revision}\": {kept} of its statements stay done"
            )
        }
    }
}

/// What to do where the server would have to go further than it may.
const ALLOW: &str = "wait for a quiet hour, let the server go further with `algorithm: default` in the header of the \
                     revision, or in the statement where it is your own,";

/// A statement that failed, and what is left of its revision.
///
/// ```
/// use aludel_core::connection::{DriverError, DriverErrorKind};
/// use aludel_core::exec::Failure;
/// use aludel_core::revision::Direction;
///
/// let failure = Failure {
///     revision: "8f2c1a90b3d4".parse()?,
///     direction: Direction::Upgrade,
///     path: None,
///     number: 2,
///     sql: "DROP TABLE users".into(),
///     cause: DriverError::new(DriverErrorKind::Statement, "no such table: users").into(),
///     kept: 0,
/// };
/// assert!(failure.to_string().contains("statement 2 failed: no such table: users"));
/// # Ok::<(), aludel_core::revision::BadRevisionId>(())
/// ```
#[derive(Debug)]
pub struct Failure {
    /// The revision.
    pub revision: RevisionId,
    /// Which way it was run.
    pub direction: Direction,
    /// Its file.
    pub path: Option<PathBuf>,
    /// The statement, counted from 1; the one after the last is the commit.
    pub number: u32,
    /// Its text, or what it was.
    pub sql: String,
    /// The server's words, or those of the function.
    pub cause: Box<dyn Error + Send + Sync>,
    /// How many statements before it stay done.
    pub kept: u32,
}

impl Failure {
    /// The failure of some statement of a revision.
    pub(super) fn of(work: &Work, cause: Box<dyn Error + Send + Sync>) -> Self {
        Self {
            revision: work.revision.clone(),
            direction: work.direction,
            path: work.path.clone(),
            number: 0,
            sql: String::new(),
            cause,
            kept: 0,
        }
    }

    /// True where the session ended, so that nobody knows whether the statement took effect.
    pub(super) fn is_loss(&self) -> bool {
        self.is(DriverErrorKind::Lost)
    }

    fn is(&self, kind: DriverErrorKind) -> bool {
        self.cause.downcast_ref::<DriverError>().is_some_and(|cause| cause.kind == kind)
    }

    /// The character of the statement at which the error is, counted from 0, where the server says so.
    fn place(&self) -> Option<usize> {
        let cause = self.cause.downcast_ref::<DriverError>()?;
        let told = cause.position.and_then(|position| position.checked_sub(1));
        told.or_else(|| quoted_in(&cause.message, &self.sql))
    }

    /// What to do about it.
    pub fn help(&self) -> String {
        if self.is_loss() {
            return "run the command again: it looks how far the revision came".to_owned();
        }
        let mend = match self.kept {
            _ if self.is(DriverErrorKind::Beyond) => ALLOW.to_owned(),
            0 => "mend the script or the data".to_owned(),
            _ => format!("mend statement {}", self.number),
        };
        match self.kept {
            0 => format!("{mend} and run the command again: nothing of this revision was kept"),
            1 => format!("statement 1 stays done: {mend} and run the command again to go on"),
            kept => format!("statements 1 to {kept} stay done: {mend} and run the command again to go on"),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot {} revision \"{}\"", self.direction, self.revision)?;
        if let Some(path) = &self.path {
            write!(f, " ({})", path.display())?;
        }
        write!(f, ": statement {} failed: {}", self.number, self.cause)?;
        excerpt(&self.sql, self.place()).iter().try_for_each(|line| write!(f, "\n    {line}"))
    }
}

impl Error for Failure {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause.source()
    }
}

/// A revision of which some statements are done and others are not.
///
/// ```
/// use aludel_core::exec::HalfDone;
///
/// let half_done = HalfDone {
///     revision: "8f2c1a90b3d4".into(),
///     direction: "upgrade".into(),
///     number: 3,
///     sql: None,
///     reason: "statement 3 was sent, and its outcome is not known".into(),
///     help: "look whether it took effect".into(),
/// };
/// assert!(half_done.to_string().starts_with("the upgrade of revision \"8f2c1a90b3d4\" is half done: statement 3"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HalfDone {
    /// The revision, as the journal has it.
    pub revision: String,
    /// Which way it was run.
    pub direction: String,
    /// The first statement that is not known to be done, counted from 1.
    pub number: u32,
    /// How that statement begins, where the journal knows.
    pub sql: Option<String>,
    /// Why it cannot just go on.
    pub reason: String,
    /// What to do about it.
    pub help: String,
}

impl HalfDone {
    /// Another revision was to be run, or this one the other way.
    pub(super) fn in_the_way(open: &OpenRun) -> Self {
        let half_done = Self::of(open, "it must be finished before anything else is run");
        let Self { direction, number, .. } = &half_done;
        let help = format!("run the {direction} again as far as this revision: it goes on with statement {number}");
        Self { help, ..half_done }
    }

    /// What is there does not tell whether a statement ran.
    pub(super) fn in_doubt(open: &OpenRun, doubt: &Entry, found: &str) -> Self {
        let number = doubt.number.unwrap_or_default();
        let reason = format!("statement {number} was sent, and its outcome is not known: {found}");
        let half_done = Self::of(open, reason);
        let help = format!(
            "look whether statement {number} took effect; then say `db repair --done` or `db repair --not-done`, and run \
             the command again"
        );
        Self { number, sql: doubt.sql.clone(), help, ..half_done }
    }

    /// No statement is in doubt.
    pub(super) fn no_doubt(open: &OpenRun, no_way_back: Option<&Self>) -> Self {
        let both = "say `db repair --finish` to run the rest, or `db repair --back` to take it back";
        let help = no_way_back.map_or_else(|| both.to_owned(), |why| why.help.clone());
        Self { help, ..Self::of(open, "no statement of it is in doubt") }
    }

    /// A statement cannot be taken back.
    pub(super) fn irreversible(open: &OpenRun, number: u32, what: &str) -> Self {
        let half_done = Self::of(open, format!("statement {number} cannot be taken back: {what}"));
        Self { help: format!("say `db repair --finish` to run the rest; or {}", by_hand(open)), ..half_done }
    }

    /// What takes a statement back failed.
    pub(super) fn stuck(open: &OpenRun, number: u32, what: &str) -> Self {
        let half_done = Self::of(open, format!("statement {number} was not taken back: {what}"));
        let help =
            "mend what stands in the way and say `db repair --back` again; or say `db repair --finish` to run the rest";
        Self { help: help.to_owned(), ..half_done }
    }

    /// The script is not the one that ran.
    pub(super) fn changed(open: &OpenRun, what: impl fmt::Display) -> Self {
        let half_done = Self::of(open, format!("its script was changed meanwhile: {what}"));
        let help = format!("put the script back as it was and run the command again; or {}", by_hand(open));
        Self { help, ..half_done }
    }

    /// The same; where no script has its revision, that this stands in the way.
    pub(crate) fn among(self, graph: &RevisionGraph) -> Self {
        let id = self.revision.parse::<RevisionId>();
        if id.is_ok_and(|id| graph.get(&id).is_some()) { self } else { self.without_script() }
    }

    /// The same, for want of the script.
    pub(super) fn without_script(self) -> Self {
        let help = "get the script back, such as from version control, and run the command again";
        Self { reason: "no script has this revision any more".to_owned(), help: help.to_owned(), ..self }
    }

    fn of(open: &OpenRun, reason: impl Into<String>) -> Self {
        Self {
            revision: open.revision.clone(),
            direction: open.direction.clone(),
            number: u32::try_from(open.done.len()).unwrap_or(u32::MAX).saturating_add(1),
            sql: None,
            reason: reason.into(),
            help: String::new(),
        }
    }
}

/// How a person settles a revision that is half done: stamping closes the run.
fn by_hand(open: &OpenRun) -> String {
    let revision = &open.revision;
    let (done, undone) = match open.direction.as_str() {
        "downgrade" => ("`stamp` the revision before it".to_owned(), format!("`stamp {revision}`")),
        _ => (format!("`stamp {revision}`"), "`stamp` the revision before it".to_owned()),
    };
    format!("finish the rest by hand and {done}, or take back what is done and {undone}")
}

impl fmt::Display for HalfDone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the {} of revision \"{}\" is half done: {}", self.direction, self.revision, self.reason)?;
        self.sql.iter().flat_map(|sql| excerpt(sql, None)).try_for_each(|line| write!(f, "\n    {line}"))
    }
}

impl Error for HalfDone {}
