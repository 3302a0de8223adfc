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

use aludel_core::connection::{BatchError, BoxFuture, Connection, DriverError, DriverErrorKind, Row};
use aludel_core::dialect::Dialect;
use sqlx::pool::PoolConnection;
use sqlx::{Connection as _, Row as _};
use tokio::runtime::Handle;

use crate::batch::Text;
use crate::client::{Client, Found, Options, Origin};
use crate::error::{self, Phase};

/// An open session.
pub(crate) struct Session<C: Client> {
    /// Gone only once the session has ended.
    link: Option<Link<C>>,
    found: Found,
    /// A future was dropped while a statement was under way.
    interrupted: bool,
    /// More than queries went over it.
    written: bool,
}

/// A session of sqlx.
pub(crate) enum Link<C: Client> {
    /// One of our own.
    Own(C::Connection),
    /// One of an application's pool.
    Pool(PoolConnection<C>, Loan),
}

impl<C: Client> Session<C> {
    /// Makes a new session ready: from here on it does not matter where it comes from.
    pub(crate) async fn new(mut link: Link<C>, options: &Options<C>) -> Result<Self, DriverError> {
        let origin = match link {
            Link::Own(_) => Origin::Own,
            Link::Pool(..) => Origin::Pool,
        };
        let found = C::find(&mut link, origin).await.map_err(|error| C::explain(error, options))?;
        let settle = found.settle.clone();
        let mut session = Self { link: Some(link), found, interrupted: false, written: false };
        if !settle.is_empty() {
            session.run(|connection| C::execute(connection, &settle)).await?;
        }
        Ok(session)
    }

    /// Lets one request run, and remembers if it could not end.
    async fn run<'a, T>(
        &'a mut self,
        request: impl FnOnce(&'a mut C::Connection) -> BoxFuture<'a, Result<T, sqlx::Error>>,
    ) -> Result<T, DriverError> {
        let Some(link) = self.link.as_mut().filter(|_| !self.interrupted) else {
            let message = "a statement was interrupted in this session, so nothing more can be sent over it";
            return Err(DriverError::new(DriverErrorKind::Lost, message));
        };
        self.interrupted = true;
        let outcome = request(link).await;
        self.interrupted = false;
        outcome.map_err(translate::<C>)
    }

    async fn write(&mut self, sql: &str) -> Result<u64, DriverError> {
        self.written = true;
        self.run(|connection| C::execute(connection, sql)).await
    }

    /// True if a pool can have its session back once [`mend`] is through.
    fn can_go_back(&self) -> bool {
        !self.found.durable || !(self.written || self.interrupted)
    }
}

impl<C: Client> Connection for Session<C> {
    fn dialect(&self) -> Arc<dyn Dialect> {
        Arc::clone(&self.found.dialect)
    }

    fn query<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<Vec<Row>, DriverError>> {
        Box::pin(async move {
            let rows = self.run(|connection| C::fetch(connection, sql)).await?;
            rows.iter().map(read::<C>).collect::<Result<_, _>>().map_err(translate::<C>)
        })
    }

    fn execute<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<u64, DriverError>> {
        Box::pin(self.write(sql))
    }

    fn batch<'a>(&'a mut self, statements: &'a [String]) -> BoxFuture<'a, Result<u64, BatchError>> {
        Box::pin(async move {
            let text = Text::of(statements);
            self.written = true;
            let sent = self.run(|connection| Box::pin(text.send::<C>(connection))).await;
            sent.unwrap_or_else(|error| Err(BatchError { place: 0, error }))
        })
    }

    fn begin(&mut self) -> BoxFuture<'_, Result<(), DriverError>> {
        let dialect = self.dialect();
        Box::pin(async move { self.write(dialect.capabilities().begin).await.map(drop) })
    }

    fn commit(&mut self) -> BoxFuture<'_, Result<(), DriverError>> {
        Box::pin(async { self.write("COMMIT").await.map(drop) })
    }

    fn rollback(&mut self) -> BoxFuture<'_, Result<(), DriverError>> {
        Box::pin(async { self.write("ROLLBACK").await.map(drop) })
    }

    fn close(mut self: Box<Self>) -> BoxFuture<'static, Result<(), DriverError>> {
        Box::pin(async move {
            let can_go_back = self.can_go_back();
            if let Some(Link::Pool(connection, _)) = &mut self.link
                && can_go_back
            {
                // The link stays in its place meanwhile: if this future is dropped, `drop` decides what becomes of it.
                mend::<C>(connection, &self.found).await.map_err(translate::<C>)?;
                drop(self.link.take());
                return Ok(());
            }
            let outcome = match self.link.take() {
                Some(Link::Own(connection)) => connection.close().await,
                Some(Link::Pool(connection, _loan)) => connection.close().await,
                None => Ok(()),
            };
            outcome.map_err(translate::<C>)
        })
    }
}

impl<C: Client> Drop for Session<C> {
    fn drop(&mut self) {
        let Some(Link::Pool(mut connection, loan)) = self.link.take() else { return };
        match Handle::try_current() {
            Ok(runtime) if !self.found.durable => {
                let found = self.found.clone();
                drop(runtime.spawn(async move {
                    // There is nobody to tell if it fails, and nothing that would save the database.
                    drop(mend::<C>(&mut connection, &found).await);
                    drop((connection, loan));
                }));
            }
            Ok(_) | Err(_) => connection.close_on_drop(),
        }
    }
}

/// Brings a pool's session to where it was.
async fn mend<C: Client>(connection: &mut C::Connection, found: &Found) -> Result<(), sqlx::Error> {
    if !found.durable {
        // Refused where no transaction is open, which is all the same here.
        drop(C::execute(connection, "ROLLBACK").await);
    }
    C::execute(connection, &found.restore).await.map(drop)
}

fn read<C: Client>(row: &C::Row) -> Result<Row, sqlx::Error> {
    (0..row.len()).map(|place| C::value(row, place)).collect::<Result<_, _>>().map(Row)
}

fn translate<C: Client>(error: sqlx::Error) -> DriverError {
    error::translate::<C>(error, Phase::Open)
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
