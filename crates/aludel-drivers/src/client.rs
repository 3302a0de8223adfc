//! What differs between the clients.

use std::sync::Arc;

use aludel_core::connection::{BoxFuture, Connection, DriverError, DriverErrorKind, Value};
use aludel_core::dialect::Dialect;
use futures_util::stream::BoxStream;
use sqlx::Database;
use sqlx::error::DatabaseError;

use crate::error::{self, Phase};

/// How a client says where to connect.
pub(crate) type Options<C> = <<C as Database>::Connection as sqlx::Connection>::Options;

/// A client of sqlx. Everything else is the same for all of them.
pub(crate) trait Client: Database {
    /// Where it leads, for people, without a password.
    fn describe(options: &Options<Self>) -> String;

    /// Opens a session of our own.
    fn connect(options: &Options<Self>, missing: Missing) -> BoxFuture<'_, Result<Self::Connection, sqlx::Error>>;

    /// Opens a session with an empty database that is gone when the session ends.
    fn scratch(options: &Options<Self>) -> BoxFuture<'_, Result<Box<dyn Connection>, DriverError>>;

    /// Says why a session could not be opened.
    fn explain(error: sqlx::Error, options: &Options<Self>) -> DriverError {
        let mut error = error::translate::<Self>(error, Phase::Opening);
        if error.kind == DriverErrorKind::Unreachable {
            error.message = format!("cannot reach {}: {}", Self::describe(options), error.message);
        }
        error
    }

    /// Asks what a new session is like. May change the settings of one of our own, never those of a pool's.
    fn find(connection: &mut Self::Connection, origin: Origin) -> BoxFuture<'_, Result<Found, sqlx::Error>>;

    /// Sends a text and returns all rows.
    fn fetch<'a>(
        connection: &'a mut Self::Connection,
        sql: &'a str,
    ) -> BoxFuture<'a, Result<Vec<Self::Row>, sqlx::Error>>;

    /// Sends a text and returns how many rows it changed.
    fn execute<'a>(connection: &'a mut Self::Connection, sql: &'a str) -> BoxFuture<'a, Result<u64, sqlx::Error>>;

    /// Sends a text, and tells of each of its statements how many rows it changed, until one fails.
    fn each<'a>(connection: &'a mut Self::Connection, sql: &'a str) -> BoxStream<'a, Result<u64, sqlx::Error>>;

    /// Where in the text that was sent an error is, in characters counted from 1, if the server says so.
    fn position(_error: &dyn DatabaseError) -> Option<usize> {
        None
    }

    /// One value of a row.
    fn value(row: &Self::Row, place: usize) -> Result<Value, sqlx::Error>;

    /// What a database answered instead of a result, with its code as people know it.
    fn answer(error: &dyn DatabaseError) -> DriverError;
}

/// What becomes of a database file that is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Missing {
    /// It is created.
    Create,
    /// It is an error.
    Refuse,
}

/// Where a session comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// We opened it.
    Own,
    /// An application's pool lent it.
    Pool,
}

/// What [`Client::find`] found.
#[derive(Clone)]
pub(crate) struct Found {
    /// The dialect of the server's version.
    pub(crate) dialect: Arc<dyn Dialect>,
    /// What brings a pool's session to the settings of our own. Empty where it has them.
    pub(crate) settle: String,
    /// What puts the settings of a pool's session back, and gives up what it locked.
    pub(crate) restore: String,
    /// The database outlives the session.
    pub(crate) durable: bool,
}
