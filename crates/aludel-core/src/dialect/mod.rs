//! Dialects: each database's language and catalogue. The only place where SQL is written.
//!
//! The same file names stand in each dialect's folder, so that two can be read side by side.

mod align;
mod blockers;
mod capabilities;
mod clock;
mod effects;
#[cfg(test)]
mod fuzz;
mod inspection;
mod limits;
mod lock;
mod names;
mod obstacle;
mod offline;
mod printed;
mod readers;
mod repeatable;
pub mod rows;
mod settle;
mod sheet;
mod sql;
mod uuid;
mod version;

pub mod mysql;
pub mod postgres;
pub mod sqlite;

use std::fmt;
use std::sync::Arc;
use std::time::SystemTime;

pub use align::align;
pub use blockers::Blockers;
pub use capabilities::Capabilities;
pub use clock::Clock;
pub use effects::{Blocks, Effect, Effort};
pub use inspection::{InspectError, Inspection, NotUnderstood, Scope};
pub use limits::SessionLimits;
pub use lock::{LockKey, SessionLock, TransactionLock};
pub use names::{NamedPart, clash};
pub use obstacle::{MOST_COUNTED, Obstacle, obstacles, rows as count_rows, rows_without as count_rows_without};
pub use offline::{Offline, OfflineClock, OfflineGuard};
pub(crate) use offline::{closed_by, holds, if_missing, settled};
pub use printed::{PrintedView, recognize};
pub(crate) use readers::readers;
pub use repeatable::{is_repeatable, is_whole_or_nothing};
pub use settle::{Remark, RemarkKind, Settled, Trust, has_doubts, settle};
pub use sheet::{Phrase, Sheet, Surroundings};
pub use sql::{Grammar, SqlWriter};
pub use version::Version;

use crate::connection::{BoxFuture, Connection, DriverError};
use crate::name::ObjectName;
use crate::operation::Operation;
use crate::plan::{Setting, Statements, Unsupported};
use crate::revision::{Altering, Limits};
use crate::schema::{ColumnType, Literal, Objects, Schema, TableOptions, View};

/// A database's language and catalogue.
///
/// A value of it stands for one version of the server. All of it is pure but [`Dialect::inspect`],
/// [`Dialect::print`], [`Dialect::views`] and [`Dialect::statistics`].
///
/// ```
/// use aludel_core::dialect::{self, Dialect};
///
/// let dialect = dialect::by_name("sqlite").expect("it is one of them");
/// assert_eq!(dialect.name(), "sqlite");
/// ```
pub trait Dialect: Send + Sync + fmt::Debug {
    /// Its name, as in `dialect:` headers and `--dialect`.
    fn name(&self) -> &'static str;

    /// The version of the server that it speaks to.
    fn version(&self) -> Version;

    /// What shared code has to know of it.
    fn capabilities(&self) -> &Capabilities;

    /// How it writes names and values.
    fn grammar(&self) -> &'static Grammar;

    /// A schema in this dialect's canonical form: two schemas that the database cannot tell apart have equal keys.
    ///
    /// Aliases of types, implied defaults and inherited settings are resolved, and what the database cannot keep is left
    /// out. Tables, columns, constraints and indexes keep their names, so that each can be found by the name that it has
    /// in `schema`.
    fn key(&self, schema: &Schema) -> Schema;

    /// The words of a type, in a table of these options; `None` where there is none for it.
    fn type_words(&self, ty: &ColumnType, options: &TableOptions) -> Option<String>;

    /// The list of a whole namespace in which the name of such a part stands; `None` where another table may have a part of
    /// that name.
    fn name_list(&self, part: NamedPart) -> Option<&'static str>;

    /// Writes the statements for some operations that follow each other on one table, or for one other operation.
    ///
    /// # Errors
    /// [`Unsupported`] for what this database cannot do; then nothing counts that was written.
    fn plan(&self, before: &Schema, operations: &[Operation], out: &mut Statements) -> Result<(), Unsupported>;

    /// What an operation does to those who use its tables meanwhile; `None` where it is not known what is run.
    fn effects(&self, before: &Schema, operation: &Operation) -> Option<Vec<Effect>>;

    /// Reads what is there, in a fixed number of round trips.
    fn inspect<'a>(
        &'a self,
        connection: &'a mut dyn Connection,
        scope: &'a Scope,
    ) -> BoxFuture<'a, Result<Inspection, InspectError>>;

    /// True where expressions stay as they are written, so that comparing their text is all there is to do.
    fn keeps_text(&self) -> bool {
        true
    }

    /// True for an expression that the server prints in words of its own, and can be asked to without making the
    /// object that it belongs to.
    fn reprints(&self, _phrase: &Phrase) -> bool {
        false
    }

    /// What the server prints of each expression that it [reprints](Self::reprints), sheet by sheet. Nothing stays of
    /// the asking.
    ///
    /// # Errors
    /// That of the first expression that the server does not take; then nothing was printed.
    fn print<'a>(
        &'a self,
        _connection: &'a mut dyn Connection,
        _sheets: &'a [Sheet],
    ) -> BoxFuture<'a, Result<Vec<Vec<String>>, DriverError>> {
        Box::pin(async { Ok(Vec::new()) })
    }

    /// What the catalogue shows of a text that was [printed](Self::print), where it shows less than is there.
    fn shown(&self, _printed: &str) -> Option<String> {
        None
    }

    /// True where one query of a view may well be what the server made of the other: asked where it prints no view but
    /// one that is there.
    fn resembles(&self, one: &str, other: &str) -> bool {
        one == other
    }

    /// True where the server prints a view only once it is there, so that what it made of one has to be kept.
    fn prints_what_is_there(&self) -> bool {
        !self.keeps_text() && !self.reprints(&Phrase::Query(String::new()))
    }

    /// The views that [inspection](Self::inspect) finds, in one query where the server
    /// [prints what is there](Self::prints_what_is_there).
    ///
    /// # Errors
    /// As [`inspect`](Self::inspect).
    fn views<'a>(
        &'a self,
        connection: &'a mut dyn Connection,
        scope: &'a Scope,
    ) -> BoxFuture<'a, Result<Objects<View>, InspectError>> {
        Box::pin(async move { Ok(self.inspect(connection, scope).await?.schema.views) })
    }

    /// True for an operation for which this database writes the whole table anew, from what the schema says of it.
    fn rewrites_table(&self, _operation: &Operation) -> bool {
        false
    }

    /// The statements that put back what the database found out by itself about a table, such as how its values are
    /// spread, where making the table anew takes that away.
    fn statistics<'a>(
        &'a self,
        _connection: &'a mut dyn Connection,
        _table: &'a ObjectName,
    ) -> BoxFuture<'a, Result<Vec<String>, DriverError>> {
        Box::pin(async { Ok(Vec::new()) })
    }

    /// True where changing a view leaves its triggers.
    fn keeps_triggers_of_views(&self) -> bool {
        false
    }

    /// Cuts a text into its statements, without the separators between them. Comments stay with the statement that
    /// follows; a text of comments alone has none.
    ///
    /// # Errors
    /// Where a string, a quoted name or a comment does not end: the line at which it begins, and what it is.
    fn split<'a>(&self, script: &'a str) -> Result<Vec<&'a str>, SplitError>;

    /// True for a statement that this database refuses inside a transaction, or that ends one.
    fn runs_outside_transactions(&self, statement: &str) -> bool;

    /// For a statement that changes the session for longer than itself, expressions that read how it is now: each is a text,
    /// the statement that puts one setting back. None where it only keeps a value. `None` for other statements.
    fn session_changes(&self, _statement: &str) -> Option<Vec<String>> {
        None
    }

    /// True for the error of a statement that needs something which the transaction it is in has made, and which can be
    /// used only once that is committed.
    fn wants_commit(&self, _error: &DriverError) -> bool {
        false
    }

    /// How the lock is taken inside a transaction, until its end. `None` where opening a transaction takes it.
    fn transaction_lock(&self, key: &LockKey) -> Option<TransactionLock>;

    /// How the lock is taken for a whole session; `None` where the database has no such lock.
    fn session_lock(&self, key: &LockKey) -> Option<SessionLock>;

    /// The statements that set limits until the end of the transaction that is open; none where a session's limits are
    /// all that there is, or nothing is said.
    fn limit_transaction(&self, _limits: Limits) -> Vec<String> {
        Vec::new()
    }

    /// How limits are set for the session and taken back; `None` where there are none, or nothing is said.
    fn limit_session(&self, _limits: Limits) -> Option<SessionLimits> {
        None
    }

    /// The setting of the session under which many transactions in a row cost less, each as durable as without it. `None`
    /// where there is no such thing.
    fn for_many_transactions(&self) -> Option<Setting> {
        None
    }

    /// The same dialect, whose plans tell the server how far it may go to alter a table; `None` where it has no words for
    /// that.
    fn altering(&self, _altering: Altering) -> Option<Arc<dyn Dialect>> {
        None
    }

    /// How it is found out who keeps the session that has the lock from going on.
    fn blockers(&self, key: &LockKey) -> Blockers;

    /// The query that tells this database from the others of its server, where a lock is the whole server's: one row with
    /// one text. `None` where a lock is the database's own.
    fn database_name(&self) -> Option<String> {
        None
    }

    /// The query that says whether the server is one of several that take writes, where a lock is one server's own: a row
    /// with the name of a setting and its truth, or no row. `None` where there is no such thing.
    fn several_writers(&self) -> Option<String> {
        None
    }

    /// The query for what changes with each change of the schema, whoever makes it: one row with one value. `None` where the
    /// database counts them nowhere.
    fn schema_version(&self) -> Option<&'static str> {
        None
    }

    /// What time it is in a transaction that is sent as one text at that moment. `None` where changes of the schema are no
    /// part of transactions.
    fn clock(&self, _start: SystemTime) -> Option<Clock> {
        None
    }

    /// The query for the object that a statement makes outside of transactions, where it can be left unfinished: no row where
    /// it is not there, a NULL where it is whole, and else the statement that drops it. `None` for other statements.
    fn outside_object(&self, _statement: &str) -> Option<String> {
        None
    }

    /// The query that says whether there is a table of that name: one row with one truth.
    fn table_exists(&self, table: &ObjectName) -> String;

    /// True for the error of a statement that names a table which is not there.
    fn is_missing_table(&self, error: &DriverError) -> bool;

    /// How a script for the database's own client is written.
    fn offline(&self) -> &dyn Offline;

    /// A writer of this dialect.
    fn sql(&self) -> SqlWriter {
        SqlWriter::new(self.grammar())
    }

    /// A value as this dialect writes it.
    fn literal(&self, literal: &Literal) -> String {
        self.sql().literal(literal).finish()
    }
}

/// Why a text cannot be cut into statements.
///
/// ```
/// use aludel_core::dialect::SplitError;
///
/// let error = SplitError { line: 3, what: "string" };
/// assert_eq!(error.to_string(), "the string that begins in line 3 does not end");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the {what} that begins in line {line} does not end")]
pub struct SplitError {
    /// The line in which it begins, from 1.
    pub line: usize,
    /// What does not end.
    pub what: &'static str,
}

/// The names of all dialects, as [`by_name`] takes them.
pub const NAMES: [&str; 4] = ["sqlite", "postgres", "mysql", "mariadb"];

/// The dialect of that name, for the newest version that we know; aliases such as `postgresql` are understood.
pub fn by_name(name: &str) -> Option<Arc<dyn Dialect>> {
    match name.to_ascii_lowercase().as_str() {
        "sqlite" | "sqlite3" => Some(Arc::new(sqlite::Sqlite::newest())),
        "postgres" | "postgresql" => Some(Arc::new(postgres::Postgres::newest())),
        "mysql" => Some(Arc::new(mysql::MySql::newest_mysql())),
        "mariadb" => Some(Arc::new(mysql::MySql::newest_mariadb())),
        _ => None,
    }
}
