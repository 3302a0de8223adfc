//! The one error that commands return. Details stay beside the code that raises them.

use std::error::Error as StdError;
use std::fmt;

use serde::Serialize;

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
    /// Somebody else holds the lock.
    Locked,
    /// A revision is half done.
    HalfDone,
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
            Self::Ledger => "ledger",
            Self::Refused => "refused",
        }
    }
}

impl Error {
    /// An error that says what and where.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self(Box::new(Detail { kind, message: message.into(), help: None, source: None }))
    }

    /// An error that another one caused.
    pub fn caused(kind: ErrorKind, message: impl Into<String>, cause: impl StdError + Send + Sync + 'static) -> Self {
        Self(Box::new(Detail { kind, message: message.into(), help: None, source: Some(Box::new(cause)) }))
    }

    /// The same error, with what to type next.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.0.help = Some(help.into());
        self
    }

    /// The kind of error.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
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
