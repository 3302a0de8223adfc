//! What opens sessions: for a URL, or for an application's own pool.

use std::io;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, SystemTime};

use aludel_core::connection::{BoxFuture, Client as Program, Connection, Connector, DriverError, DriverErrorKind};
use aludel_core::dialect::Dialect;
use sqlx::Pool;

use crate::client::{Client, Missing, Options};
use crate::session::{Link, Loan, Session};
use crate::url::DatabaseUrl;

/// What opens sessions with the database of a URL. Nothing is opened yet.
///
/// # Errors
/// A URL that this build has no client for, or that a client cannot make sense of.
pub fn connector(url: &DatabaseUrl) -> Result<Arc<dyn Connector>, DriverError> {
    crate::open(url)
}

/// Opens one session with the database of a URL.
///
/// # Errors
/// As [`DatabaseUrl::parse`] and [`connector`], and whatever keeps us out.
pub async fn connect(url: &str) -> Result<Box<dyn Connection>, DriverError> {
    connector(&DatabaseUrl::parse(url)?)?.connect().await
}

/// A database as an application names it: a URL, or the pool that it has already.
///
/// A URL that cannot be understood is only reported by [`Database::connector`], when a command needs it.
///
/// ```
/// use aludel_drivers::Database;
///
/// let database = Database::from("oracle://localhost/shop");
/// assert!(database.connector().is_err_and(|error| error.to_string().contains("oracle")));
/// ```
#[derive(Clone)]
pub struct Database(pub(crate) Result<Arc<dyn Connector>, DriverError>);

impl Database {
    /// No database: every command that needs one says so.
    pub fn unbound() -> Self {
        let error = DriverError::new(DriverErrorKind::Url, "no database is named");
        Self(Ok(Arc::new(crate::unbound::Unbound(error))))
    }

    /// What opens sessions with it.
    ///
    /// # Errors
    /// A URL that cannot be understood.
    pub fn connector(&self) -> Result<Arc<dyn Connector>, DriverError> {
        self.0.clone()
    }

    /// The same, where a URL that cannot be understood is an error of whoever opens it: what needs no database goes on.
    pub fn opened_late(&self) -> Arc<dyn Connector> {
        self.0.clone().unwrap_or_else(|error| Arc::new(crate::unbound::Unbound(error)))
    }
}

impl std::fmt::Debug for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.0 {
            Ok(connector) => write!(f, "Database({})", connector.describe()),
            Err(error) => write!(f, "Database({error})"),
        }
    }
}

impl From<&str> for Database {
    fn from(url: &str) -> Self {
        Self(DatabaseUrl::parse(url).and_then(|url| connector(&url)))
    }
}

impl From<String> for Database {
    fn from(url: String) -> Self {
        Self::from(url.as_str())
    }
}

impl From<&String> for Database {
    fn from(url: &String) -> Self {
        Self::from(url.as_str())
    }
}

impl From<&DatabaseUrl> for Database {
    fn from(url: &DatabaseUrl) -> Self {
        Self(connector(url))
    }
}

impl From<DatabaseUrl> for Database {
    fn from(url: DatabaseUrl) -> Self {
        Self(connector(&url))
    }
}

impl From<Arc<dyn Connector>> for Database {
    fn from(connector: Arc<dyn Connector>) -> Self {
        Self(Ok(connector))
    }
}

/// What opens sessions of one client.
pub(crate) struct Source<C: Client> {
    options: Options<C>,
    /// The application's pool, and whether a session of it is with us.
    pool: Option<(Pool<C>, Arc<AtomicBool>)>,
    /// The program for a person.
    program: Option<Program>,
}

impl<C: Client> Source<C> {
    pub(crate) fn new(options: Options<C>, program: Option<Program>) -> Self {
        Self { options, pool: None, program }
    }

    /// Opens a session of the pool; while we have one already, a session of our own, because a pool of one could never
    /// give us the second.
    async fn open(&self, missing: Missing) -> Result<Session<C>, DriverError> {
        let borrowed = self.pool.as_ref().and_then(|(pool, lent)| Some((pool.clone(), Loan::take(lent)?)));
        let Some((pool, loan)) = borrowed else { return own(&self.options, missing).await };
        // In a task of its own, which ends even if nobody waits for it any more: sqlx closes the session that it is at
        // if its future is dropped, and a database in memory would be gone.
        let acquired = tokio::spawn(async move { pool.acquire().await }).await;
        let acquired = acquired.unwrap_or(Err(sqlx::Error::WorkerCrashed));
        let connection = acquired.map_err(|error| C::explain(error, &self.options))?;
        Session::new(Link::Pool(connection, loan), &self.options).await
    }
}

impl<C: Client> From<Pool<C>> for Source<C> {
    fn from(pool: Pool<C>) -> Self {
        Self {
            options: Options::<C>::clone(&pool.connect_options()),
            pool: Some((pool, Arc::default())),
            program: None,
        }
    }
}

impl<C: Client> Connector for Source<C> {
    fn describe(&self) -> String {
        C::describe(&self.options)
    }

    fn dialect(&self) -> Option<Arc<dyn Dialect>> {
        C::dialect()
    }

    fn connect(&self) -> BoxFuture<'_, Result<Box<dyn Connection>, DriverError>> {
        Box::pin(async { Ok(Box::new(self.open(Missing::Refuse).await?) as Box<dyn Connection>) })
    }

    fn connect_or_create(&self) -> BoxFuture<'_, Result<Box<dyn Connection>, DriverError>> {
        Box::pin(async { Ok(Box::new(self.open(Missing::Create).await?) as Box<dyn Connection>) })
    }

    fn scratch(&self) -> BoxFuture<'_, Result<Box<dyn Connection>, DriverError>> {
        Box::pin(C::scratch(&self.options))
    }

    fn client(&self) -> Option<Program> {
        self.program.clone()
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(tokio::time::sleep(duration))
    }

    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn random(&self, buffer: &mut [u8]) {
        random(buffer);
    }
}

/// How long we wait for a server to let us in: as long as a pool of sqlx does.
const PATIENCE: Duration = Duration::from_secs(30);

/// Opens a session of our own.
pub(crate) async fn own<C: Client>(options: &Options<C>, missing: Missing) -> Result<Session<C>, DriverError> {
    let late = |_| Err(io::Error::new(io::ErrorKind::TimedOut, "no answer within 30 seconds").into());
    let connection = tokio::time::timeout(PATIENCE, C::connect(options, missing)).await.unwrap_or_else(late);
    Session::new(Link::Own(connection.map_err(|error| C::explain(error, options))?), options).await
}

/// Fills a buffer from the operating system's source.
#[expect(
    clippy::expect_used,
    reason = "an operating system without randomness cannot be served, and no supported one lacks it"
)]
pub(crate) fn random(buffer: &mut [u8]) {
    getrandom::fill(buffer).expect("the operating system has randomness");
}
