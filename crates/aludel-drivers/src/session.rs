//! One session with a database, the same for all clients.
//!
//! Transactions are opened and ended with plain statements, not through sqlx's own bookkeeping, which loses track of a
//! transaction when the future that opens it is dropped. So a session of an application's pool goes back there only
//! from [`Connection::close`], and only when we know that it is as we found it. In every other case it is closed, and
//! the pool opens another when it needs one: the server then rolls back, and forgets locks, temporary tables and
//! settings. A database in memory would be lost with its session, so that one is mended instead.

use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use aludel_core::connection::{BoxFuture, Connection, DriverError, DriverErrorKind, Row, Value};
use aludel_core::dialect::Dialect;
use sqlx::error::DatabaseError;
use sqlx::pool::PoolConnection;
use sqlx::{Connection as _, Database, Row as _};

use crate::error::{self, Phase};

/// How a client says where to connect.
pub(crate) type Options<C> = <<C as Database>::Connection as sqlx::Connection>::Options;

/// What differs between the clients.
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

    /// Brings a new session to where every session of ours begins.
    fn prepare(connection: &mut Self::Connection, origin: Origin) -> BoxFuture<'_, Result<Prepared, sqlx::Error>>;

    /// Sends a text and returns all rows.
    fn fetch<'a>(
        connection: &'a mut Self::Connection,
        sql: &'a str,
    ) -> BoxFuture<'a, Result<Vec<Self::Row>, sqlx::Error>>;

    /// Sends a text and returns how many rows it changed.
    fn execute<'a>(connection: &'a mut Self::Connection, sql: &'a str) -> BoxFuture<'a, Result<u64, sqlx::Error>>;

    /// One value of a row.
    fn value(row: &Self::Row, place: usize) -> Result<Value, sqlx::Error>;

    /// What kind of thing a server's error is, and its code as people know it.
    fn classify(error: &dyn DatabaseError) -> (DriverErrorKind, String);
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

/// What [`Client::prepare`] found.
pub(crate) struct Prepared {
    pub(crate) dialect: Arc<dyn Dialect>,
    /// What puts the settings back that were changed. Empty where none were.
    pub(crate) restore: String,
    /// The database outlives the session.
    pub(crate) durable: bool,
}

/// An open session.
pub(crate) struct Session<C: Client> {
    /// Gone only once the session has ended.
    link: Option<Link<C>>,
    prepared: Prepared,
    /// A future was dropped while a statement was under way.
    interrupted: bool,
    /// More than queries went over it.
    written: bool,
}

/// A session of sqlx.
pub(crate) enum Link<C: Client> {
    Own(C::Connection),
    Pool(PoolConnection<C>, Loan),
}

impl<C: Client> Session<C> {
    pub(crate) async fn new(mut link: Link<C>) -> Result<Self, sqlx::Error> {
        let origin = match link {
            Link::Own(_) => Origin::Own,
            Link::Pool(..) => Origin::Pool,
        };
        let prepared = C::prepare(&mut link, origin).await?;
        Ok(Self { link: Some(link), prepared, interrupted: false, written: false })
    }

    /// Lets one request run, and remembers when it is not allowed to end.
    async fn run<'a, T>(
        &'a mut self,
        request: impl FnOnce(&'a mut C::Connection) -> BoxFuture<'a, Result<T, sqlx::Error>>,
    ) -> Result<T, DriverError> {
        if self.interrupted {
            let message = "a statement was interrupted in this session, so it cannot be used any more";
            return Err(DriverError::new(DriverErrorKind::Lost, message));
        }
        let Some(link) = self.link.as_mut() else {
            return Err(DriverError::new(DriverErrorKind::Lost, "the session has ended"));
        };
        self.interrupted = true;
        let outcome = request(link).await;
        self.interrupted = false;
        outcome.map_err(|error| error::translate::<C>(error, Phase::Open))
    }

    async fn write(&mut self, sql: &str) -> Result<u64, DriverError> {
        self.written = true;
        self.run(|connection| C::execute(connection, sql)).await
    }
}

impl<C: Client> Connection for Session<C> {
    fn dialect(&self) -> Arc<dyn Dialect> {
        Arc::clone(&self.prepared.dialect)
    }

    fn query<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<Vec<Row>, DriverError>> {
        Box::pin(async move {
            let rows = self.run(|connection| C::fetch(connection, sql)).await?;
            rows.iter()
                .map(read::<C>)
                .collect::<Result<_, _>>()
                .map_err(|error| error::translate::<C>(error, Phase::Open))
        })
    }

    fn execute<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<u64, DriverError>> {
        Box::pin(self.write(sql))
    }

    fn begin(&mut self) -> BoxFuture<'_, Result<(), DriverError>> {
        let begin = self.prepared.dialect.clone();
        Box::pin(async move { self.write(begin.capabilities().begin).await.map(drop) })
    }

    fn commit(&mut self) -> BoxFuture<'_, Result<(), DriverError>> {
        Box::pin(async { self.write("COMMIT").await.map(drop) })
    }

    fn rollback(&mut self) -> BoxFuture<'_, Result<(), DriverError>> {
        Box::pin(async { self.write("ROLLBACK").await.map(drop) })
    }

    fn close(mut self: Box<Self>) -> BoxFuture<'static, Result<(), DriverError>> {
        Box::pin(async move {
            let Some(link) = self.link.take() else { return Ok(()) };
            let outcome = match link {
                Link::Own(connection) => connection.close().await,
                Link::Pool(connection, _loan) if self.goes_back() => mend(connection, &self.prepared.restore).await,
                Link::Pool(connection, _loan) => connection.close().await,
            };
            outcome.map_err(|error| error::translate::<C>(error, Phase::Open))
        })
    }
}

impl<C: Client> Session<C> {
    /// True if the pool can have its session back after [`mend`].
    fn goes_back(&self) -> bool {
        !self.prepared.durable || !(self.written || self.interrupted)
    }
}

impl<C: Client> Drop for Session<C> {
    fn drop(&mut self) {
        let Some(Link::Pool(mut connection, loan)) = self.link.take() else { return };
        match tokio::runtime::Handle::try_current() {
            Ok(runtime) if !self.prepared.durable => {
                let restore = std::mem::take(&mut self.prepared.restore);
                drop(runtime.spawn(async move {
                    let _loan = loan;
                    drop(mend(connection, &restore).await);
                }));
            }
            Ok(_) | Err(_) => connection.close_on_drop(),
        }
    }
}

/// Brings a pool's session to where it was and gives it back.
async fn mend<C: Client>(mut connection: PoolConnection<C>, restore: &str) -> Result<(), sqlx::Error> {
    // Where no transaction is open, servers warn and SQLite refuses; both are as good as done.
    drop(C::execute(&mut connection, "ROLLBACK").await);
    let outcome = if restore.is_empty() { Ok(0) } else { C::execute(&mut connection, restore).await };
    if outcome.is_err() {
        connection.close_on_drop();
    }
    outcome.map(drop)
}

fn read<C: Client>(row: &C::Row) -> Result<Row, sqlx::Error> {
    (0..row.len()).map(|place| C::value(row, place)).collect::<Result<_, _>>().map(Row)
}

impl<C: Client> Deref for Link<C> {
    type Target = C::Connection;

    fn deref(&self) -> &Self::Target {
        match self {
            Self::Own(connection) => connection,
            Self::Pool(connection, _) => connection,
        }
    }
}

impl<C: Client> DerefMut for Link<C> {
    fn deref_mut(&mut self) -> &mut Self::Target {
        match self {
            Self::Own(connection) => connection,
            Self::Pool(connection, _) => connection,
        }
    }
}

/// That a session of a pool is with us, until this is dropped.
pub(crate) struct Loan(Arc<AtomicBool>);

impl Loan {
    /// A loan, unless there is one already.
    pub(crate) fn take(lent: &Arc<AtomicBool>) -> Option<Self> {
        (!lent.swap(true, Ordering::AcqRel)).then(|| Self(Arc::clone(lent)))
    }
}

impl Drop for Loan {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Release);
    }
}
