//! The one error that commands return. Details stay beside the code that raises them.

use std::error::Error as StdError;
use std::fmt;

use serde::Serialize;

use crate::exec::{ExecError, ExecErrorKind, LedgerError, Report};
use crate::plan::PlanError;
use crate::revision::{BadRange, BadRevisionId, BadSymbol, GraphError};
use crate::script::{ScriptError, WriteError};

/// Why a command stopped: what and where, and what to type next.
///
/// ```
/// use aludel_core::error::{Error, ErrorKind};
///
/// let error = Error::new(ErrorKind::Usage, "there are no models").help("give `models![..]` to `Migrate::models`");
/// assert_eq!(error.to_string(), "there are no models");
/// assert_eq!(error.kind(), ErrorKind::Usage);
/// ```
#[derive(Debug)]
pub struct Error(Box<Detail>);

#[derive(Debug)]
struct Detail {
    kind: ErrorKind,
    message: String,
    help: Option<String>,
    source: Option<Box<dyn StdError + Send + Sync>>,
    report: Report,
    database: Option<String>,
}

/// The kinds of error, as `--json` names them.
///
/// ```
/// use aludel_core::error::ErrorKind;
///
/// assert_eq!(ErrorKind::HalfDone.name(), "half_done");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ErrorKind {
    /// What was asked for makes no sense, or lacks something.
    Usage,
    /// The application's models contradict themselves, or there are none.
    Models,
    /// A revision script cannot be read, or says what has no meaning.
    Script,
    /// The revisions do not fit together, or a name leads to none of them.
    Graph,
    /// The folder of revisions cannot be read or written.
    Folder,
    /// The database cannot be reached, or does not let us in.
    Connection,
    /// The database holds what cannot be read.
    Inspect,
    /// The database cannot do what a script says.
    Unsupported,
    /// An operation does not fit the schema before it.
    Plan,
    /// A statement failed.
    Statement,
    /// Somebody else holds the lock, or a table that a statement needs.
    Locked,
    /// A revision is half done.
    HalfDone,
    /// Somebody asked the run to stop.
    Stopped,
    /// The ledger contradicts the revisions.
    Ledger,
    /// Something would be lost, or has to be decided.
    Refused,
}

impl ErrorKind {
    /// Its name, as `--json` prints it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Usage => "usage",
            Self::Models => "models",
            Self::Script => "script",
            Self::Graph => "graph",
            Self::Folder => "folder",
            Self::Connection => "connection",
            Self::Inspect => "inspect",
            Self::Unsupported => "unsupported",
            Self::Plan => "plan",
            Self::Statement => "statement",
            Self::Locked => "locked",
            Self::HalfDone => "half_done",
            Self::Stopped => "stopped",
            Self::Ledger => "ledger",
            Self::Refused => "refused",
        }
    }
}

impl Error {
    /// An error that says what and where.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Detail {
            kind,
            message: message.into(),
            help: None,
            source: None,
            report: Report::default(),
            database: None,
        }))
    }

    /// An error that another one caused.
    pub fn caused(kind: ErrorKind, message: impl Into<String>, cause: impl StdError + Send + Sync + 'static) -> Self {
        let mut error = Self::new(kind, message);
        error.0.source = Some(Box::new(cause));
        error
    }

    /// The same error, with what to type next.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.0.help = Some(help.into());
        self
    }

    /// The same error, of a command that was at work on a database.
    #[must_use]
    pub(crate) fn at_work_on(mut self, database: String) -> Self {
        self.0.database = Some(database);
        self
    }

    /// The kind of error.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// What a run had done before it stopped.
    pub fn report(&self) -> &Report {
        &self.0.report
    }

    /// The database that a run was at work on when it stopped, its password masked.
    pub fn database(&self) -> Option<&str> {
        self.0.database.as_deref()
    }

    /// What to type next.
    pub fn help_text(&self) -> Option<&str> {
        self.0.help.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_deref().map(|source| source as &(dyn StdError + 'static))
    }
}

impl From<GraphError> for Error {
    fn from(error: GraphError) -> Self {
        Self::new(ErrorKind::Graph, error.to_string()).help(error.help())
    }
}

impl From<BadSymbol> for Error {
    fn from(error: BadSymbol) -> Self {
        Self::new(ErrorKind::Graph, error.to_string()).help(error.help())
    }
}

impl From<BadRange> for Error {
    fn from(error: BadRange) -> Self {
        Self::new(ErrorKind::Graph, error.to_string()).help(error.help())
    }
}

impl From<BadRevisionId> for Error {
    fn from(error: BadRevisionId) -> Self {
        Self::new(ErrorKind::Graph, error.to_string()).help("leave `--rev-id` out to get a random one")
    }
}

impl From<ScriptError> for Error {
    fn from(error: ScriptError) -> Self {
        Self::new(ErrorKind::Script, error.to_string()).help(error.help)
    }
}

impl From<WriteError> for Error {
    fn from(error: WriteError) -> Self {
        let help = match &error {
            WriteError::Template { .. } => "mend the template, or remove the file to get the usual one",
            WriteError::NoSql { .. } | WriteError::Section { .. } => "use `--format rust`",
        };
        Self::new(ErrorKind::Script, error.to_string()).help(help)
    }
}

impl From<PlanError> for Error {
    fn from(error: PlanError) -> Self {
        match &error {
            PlanError::Unsupported(unsupported) => {
                Self::new(ErrorKind::Unsupported, error.to_string()).help(unsupported.help.clone())
            }
            PlanError::Apply { .. } => Self::new(ErrorKind::Plan, error.to_string()).help("mend the script"),
            PlanError::Opaque { .. } => Self::new(ErrorKind::Plan, error.to_string())
                .help("say what the SQL does with `.changes(|op| ..)`, or put it into a revision of its own"),
        }
    }
}

impl From<LedgerError> for Error {
    fn from(error: LedgerError) -> Self {
        let (message, help) = (error.to_string(), error.help());
        Self::caused(ErrorKind::Ledger, message, error).help(help)
    }
}

impl From<ExecError> for Error {
    fn from(error: ExecError) -> Self {
        let kind = match error.kind() {
            ExecErrorKind::Locked { .. } | ExecErrorKind::Blocked(_) => ErrorKind::Locked,
            ExecErrorKind::Stopped { .. } => ErrorKind::Stopped,
            ExecErrorKind::HalfDone(_) => ErrorKind::HalfDone,
            ExecErrorKind::Statement(_)
            | ExecErrorKind::Hook(_)
            | ExecErrorKind::Guard { .. }
            | ExecErrorKind::Setting { .. } => ErrorKind::Statement,
            ExecErrorKind::Plan { error: PlanError::Unsupported(_), .. }
            | ExecErrorKind::NotUnderstood { .. }
            | ExecErrorKind::Unproved { .. }
            | ExecErrorKind::Apart { .. } => ErrorKind::Unsupported,
            ExecErrorKind::Complete { .. } | ExecErrorKind::Plan { .. } => ErrorKind::Plan,
            ExecErrorKind::Ledger(_)
            | ExecErrorKind::Moved { .. }
            | ExecErrorKind::Gone { .. }
            | ExecErrorKind::NothingHalfDone { .. } => ErrorKind::Ledger,
            ExecErrorKind::Inspect(_) => ErrorKind::Inspect,
            ExecErrorKind::Driver(_) | ExecErrorKind::Tables { .. } => ErrorKind::Connection,
        };
        let (message, help, report) = (error.to_string(), error.help(), error.report().clone());
        let mut converted = Self::caused(kind, message, error).help(help);
        converted.0.report = report;
        converted
    }
}
