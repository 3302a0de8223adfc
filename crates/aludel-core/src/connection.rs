//! How the core reaches a database, a clock and chance: two traits that drivers implement.
//!
//! Statements go out as plain text, values written into them as literals, so that what is sent is what an offline script
//! would say. Nothing here knows a driver or an async runtime.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::dialect::Dialect;

/// A boxed future that may move between threads.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// One open session with a database.
///
/// At most one transaction is open at a time. After a future was dropped halfway, nothing more can be sent: open another
/// session. The driver sees to it that an application's pool does not get such a session back with a transaction open.
///
/// ```
/// use aludel_core::connection::{Connection, DriverError};
///
/// async fn count(connection: &mut dyn Connection) -> Result<i64, DriverError> {
///     let rows = connection.query("SELECT count(*) FROM users").await?;
///     Ok(rows.first().and_then(|row| row.integer(0)).unwrap_or(0))
/// }
/// ```
pub trait Connection: Send {
    /// The dialect of the server at the other end, its version taken into account.
    fn dialect(&self) -> Arc<dyn Dialect>;

    /// Sends one or more statements and returns the rows of all of them, in order.
    fn query<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<Vec<Row>, DriverError>>;

    /// Sends one or more statements and returns how many rows they changed.
    fn execute<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<u64, DriverError>>;

    /// Sends several statements, each of which may also open or end a transaction, and returns how many rows the last of
    /// them changed. The first that fails is the last that is run.
    ///
    /// A driver that can sends them all in one round trip; unless it says otherwise they go one by one.
    fn batch<'a>(&'a mut self, statements: &'a [String]) -> BoxFuture<'a, Result<u64, BatchError>> {
        Box::pin(async move {
            let mut changed = 0;
            for (place, sql) in statements.iter().enumerate() {
                changed = self.execute(sql).await.map_err(|error| BatchError { place, error })?;
            }
            Ok(changed)
        })
    }

    /// Opens a transaction, with the statement that the dialect has for it.
    fn begin(&mut self) -> BoxFuture<'_, Result<(), DriverError>>;

    /// Commits the open transaction.
    fn commit(&mut self) -> BoxFuture<'_, Result<(), DriverError>>;

    /// Rolls the open transaction back.
    fn rollback(&mut self) -> BoxFuture<'_, Result<(), DriverError>>;

    /// The value of `-x key=value`, for a function that a script runs: `db.x("batch")`. Anywhere else there is none.
    fn x(&self, key: &str) -> Option<&str> {
        let _: &str = key;
        None
    }

    /// The word of `--tag`, for a function that a script runs. Anywhere else there is none.
    fn tag(&self) -> Option<&str> {
        None
    }

    /// Ends the session in order: what is open is rolled back, an application's pool gets a session that is as it was,
    /// and a scratch database is dropped. A session that is only dropped ends too, but nobody hears whether it went well.
    fn close(self: Box<Self>) -> BoxFuture<'static, Result<(), DriverError>>;
}

/// What opens sessions, and stands for the world outside: time and chance.
///
/// ```
/// use aludel_core::connection::{Connector, DriverError};
///
/// async fn version(connector: &dyn Connector) -> Result<String, DriverError> {
///     let connection = connector.connect().await?;
///     Ok(connection.dialect().version().to_string())
/// }
/// ```
pub trait Connector: Send + Sync {
    /// Where it leads, for people: a URL with the password masked.
    fn describe(&self) -> String;

    /// The dialect of what is there, for the newest version that we know; `None` where only opening it tells.
    fn dialect(&self) -> Option<Arc<dyn Dialect>> {
        None
    }

    /// Opens a session. A database file that is missing is an error, unless `create` was asked of the connector.
    fn connect(&self) -> BoxFuture<'_, Result<Box<dyn Connection>, DriverError>>;

    /// Opens a session, after making the database if it is a file that is missing.
    fn connect_or_create(&self) -> BoxFuture<'_, Result<Box<dyn Connection>, DriverError>>;

    /// Opens a session with an empty database that is gone when the session ends: for SQLite in memory; on a server a new
    /// database of a random name, if the account may create one.
    fn scratch(&self) -> BoxFuture<'_, Result<Box<dyn Connection>, DriverError>>;

    /// The database's own client, if it has one; a pool or a file in memory may have none.
    fn client(&self) -> Option<Client> {
        None
    }

    /// Waits.
    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()>;

    /// The time of day.
    fn now(&self) -> SystemTime;

    /// Fills a buffer with bytes that nobody can guess.
    fn random(&self, buffer: &mut [u8]);
}

/// A program of the database's own, to be run by a person. A password goes by a variable, never by an argument.
///
/// ```
/// use aludel_core::connection::Client;
///
/// let client = Client { program: "sqlite3", arguments: vec!["app.db".into()], variables: vec![] };
/// assert_eq!(client.arguments.len(), 1);
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Client {
    /// The program.
    pub program: &'static str,
    /// Its arguments.
    pub arguments: Vec<String>,
    /// Variables of its environment.
    pub variables: Vec<(String, String)>,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { program, arguments, variables } = self;
        // Their values are secrets.
        let variables: Vec<&str> = variables.iter().map(|(name, _)| name.as_str()).collect();
        let mut shown = f.debug_struct("Client");
        shown.field("program", program).field("arguments", arguments).field("variables", &variables).finish()
    }
}

/// One row that a query returned.
///
/// ```
/// use aludel_core::connection::{Row, Value};
///
/// let row = Row(vec![Value::Text("users".into()), Value::Text("7".into()), Value::Null]);
/// assert_eq!((row.text(0), row.integer(1), row.text(2)), (Some("users"), Some(7), None));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Row(pub Vec<Value>);

impl Row {
    /// The text at a place; `None` where it is NULL, not text, or not there.
    pub fn text(&self, place: usize) -> Option<&str> {
        match self.0.get(place)? {
            Value::Text(text) => Some(text),
            Value::Null | Value::Integer(_) | Value::Float(_) | Value::Bytes(_) => None,
        }
    }

    /// The number at a place, also where it came as text.
    pub fn integer(&self, place: usize) -> Option<i64> {
        match self.0.get(place)? {
            Value::Integer(integer) => Some(*integer),
            Value::Text(text) => text.parse().ok(),
            Value::Null | Value::Float(_) | Value::Bytes(_) => None,
        }
    }

    /// The truth at a place, also where it came as `t`, `1` or `YES`.
    pub fn boolean(&self, place: usize) -> Option<bool> {
        match self.0.get(place)? {
            Value::Integer(integer) => Some(*integer != 0),
            Value::Text(text) => match text.to_ascii_lowercase().as_str() {
                "t" | "true" | "1" | "yes" | "on" => Some(true),
                "f" | "false" | "0" | "no" | "off" => Some(false),
                _ => None,
            },
            Value::Null | Value::Float(_) | Value::Bytes(_) => None,
        }
    }
}

/// One value of a row. Databases that answer in text give text for everything. Shown, bytes are hex digits.
///
/// ```
/// use aludel_core::connection::Value;
///
/// assert_ne!(Value::Integer(1), Value::Text("1".into()));
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// NULL.
    Null,
    /// A whole number.
    Integer(i64),
    /// A floating-point number.
    Float(f64),
    /// Text.
    Text(String),
    /// Bytes that are not text.
    Bytes(Vec<u8>),
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("NULL"),
            Self::Integer(number) => write!(f, "{number}"),
            Self::Float(number) => write!(f, "{number}"),
            Self::Text(text) => f.write_str(text),
            Self::Bytes(bytes) => bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}")),
        }
    }
}

/// What went wrong between us and the database, in the server's words.
///
/// ```
/// use aludel_core::connection::{DriverError, DriverErrorKind};
///
/// let error = DriverError::new(DriverErrorKind::Statement, "no such table: users");
/// assert_eq!(error.to_string(), "no such table: users");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DriverError {
    /// What kind of thing.
    pub kind: DriverErrorKind,
    /// The server's words, or the driver's; never a password.
    pub message: String,
    /// The server's code for it: an SQLSTATE, an error number.
    pub code: Option<String>,
    /// Where in the statement it is, in characters counted from 1, where the server says so.
    pub position: Option<usize>,
}

impl DriverError {
    /// An error without a code.
    pub fn new(kind: DriverErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), code: None, position: None }
    }
}

impl fmt::Display for DriverError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        self.code.iter().try_for_each(|code| write!(f, " ({code})"))
    }
}

impl std::error::Error for DriverError {}

/// The statement of a [`batch`](Connection::batch) that failed.
///
/// ```
/// use aludel_core::connection::{BatchError, DriverError, DriverErrorKind};
///
/// let error = DriverError::new(DriverErrorKind::Statement, "no such table: users");
/// assert_eq!(BatchError { place: 2, error }.to_string(), "statement 3: no such table: users");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchError {
    /// Its place, counted from 0.
    pub place: usize,
    /// What it says.
    pub error: DriverError,
}

impl fmt::Display for BatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "statement {}: {}", self.place.saturating_add(1), self.error)
    }
}

impl std::error::Error for BatchError {}

/// The kinds of thing that go wrong between us and a database.
///
/// ```
/// use aludel_core::connection::DriverErrorKind;
///
/// assert_ne!(DriverErrorKind::Unreachable, DriverErrorKind::Refused);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DriverErrorKind {
    /// The URL cannot be understood, or names a database that this build has no driver for.
    Url,
    /// The file of a database does not exist yet.
    Missing,
    /// What the path of a database's file leads to cannot be opened as one, or the folder is not there.
    File,
    /// Nobody answers there.
    Unreachable,
    /// The server does not let us in: user, password, or a database that does not exist.
    Refused,
    /// The connection is not encrypted as the URL asks for, or nobody vouches for the server.
    Unsafe,
    /// The session ended under us.
    Lost,
    /// Somebody else holds a lock that we waited for.
    Busy,
    /// The server would have to go further than a statement lets it, and did nothing.
    Beyond,
    /// The server refused a statement.
    Statement,
    /// The account lacks a right.
    Denied,
}
