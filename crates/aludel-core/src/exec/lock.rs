//! One runner at a time: the lock inside a revision's transaction, and the one for a whole session.
//!
//! Neither ever waits in the database. A statement that waits holds a snapshot, and building an index concurrently waits
//! for old snapshots: two runners would wait for each other. So the lock is tried, and tried again after a pause outside
//! of any transaction.

use std::time::{Duration, SystemTime};

use super::Executor;
use super::clock::between;
use super::error::{ExecError, ExecErrorKind};
use super::runner::Runner;
use super::waiting::either;
use crate::connection::{BoxFuture, Connection, DriverError, DriverErrorKind};
use crate::dialect::{LockKey, SessionLock};

impl Runner<'_> {
    /// Opens a transaction that holds the lock until its end.
    pub(super) async fn begin_locked(&mut self) -> Result<(), ExecError> {
        self.begin_locked_within(self.executor.lock_timeout).await
    }

    /// The same, with a limit of its own.
    pub(super) async fn begin_locked_within(&mut self, timeout: Duration) -> Result<(), ExecError> {
        let mut patience = Patience::new(self.executor, timeout.min(self.executor.lock_timeout));
        self.contended = false;
        while !self.try_begin_locked().await? {
            self.contended = true;
            if !patience.wait().await {
                return Err(self.locked(&patience).await);
            }
        }
        Ok(())
    }

    /// Opens a transaction and tries the lock once; without it, no transaction is open.
    async fn try_begin_locked(&mut self) -> Result<bool, ExecError> {
        match self.connection.begin().await {
            Ok(()) => {}
            Err(error) if error.kind == DriverErrorKind::Busy => return Ok(false),
            Err(error) => return Err(error.into()),
        }
        let Some(lock) = self.dialect.transaction_lock(&self.key) else { return Ok(true) };
        let taken = truth(self.connection, &lock.attempt).await;
        if !matches!(taken, Ok(true)) {
            self.rollback().await;
        }
        Ok(taken?)
    }

    /// Commits; where readers of the database hold that up, a little later. New readers have to wait meanwhile, as they
    /// would for a table.
    pub(super) async fn commit(&mut self) -> Result<(), DriverError> {
        let limit = self.limits().table_lock.filter(|limit| !limit.is_zero());
        let mut patience = Patience::new(self.executor, limit.unwrap_or(self.executor.lock_timeout));
        loop {
            match self.connection.commit().await {
                Err(error) if error.kind == DriverErrorKind::Busy && patience.wait().await => {}
                outcome => return outcome,
            }
        }
    }

    /// Rolls back. That this fails says nothing new: the session is lost, and what it had begun with it.
    pub(super) async fn rollback(&mut self) {
        if let Err(error) = self.connection.rollback().await {
            tracing::debug!(%error, "cannot roll back");
        }
    }

    /// Does something while the session holds the lock, and gives it back whatever comes of it.
    ///
    /// Where the database has no lock for a session, its journal is what keeps two runners apart.
    pub(super) async fn with_session_lock<T>(
        &mut self,
        body: impl for<'r> FnOnce(&'r mut Self) -> BoxFuture<'r, Result<T, ExecError>> + Send,
    ) -> Result<T, ExecError> {
        let Some(lock) = self.dialect.session_lock(&self.key) else { return body(self).await };
        self.acquire(&lock).await?;
        // What was known before may be old by now.
        self.position = None;
        let outcome = match self.prove(&lock).await {
            Ok(()) => body(self).await,
            Err(error) => Err(error),
        };
        if let Err(error) = self.unlimit_session().await {
            tracing::warn!(%error, "cannot put the limits of the session back: they end with it");
        }
        if let Err(error) = self.connection.query(&lock.release).await {
            tracing::warn!(%error, "cannot give the lock back: the server does so when the session ends");
        }
        outcome
    }

    async fn acquire(&mut self, lock: &SessionLock) -> Result<(), ExecError> {
        let mut patience = Patience::new(self.executor, self.executor.lock_timeout);
        while !truth(self.connection, &lock.acquire).await? {
            if !patience.wait().await {
                return Err(self.locked(&patience).await);
            }
        }
        Ok(())
    }

    /// The error of a lock that is not to be had, with its holder where the server knows; or that the run was asked to
    /// stop while it waited.
    pub(super) async fn locked(&mut self, patience: &Patience<'_>) -> ExecError {
        if let Err(stopped) = self.go_on() {
            return stopped;
        }
        let holder = match self.dialect.session_lock(&self.key) {
            Some(lock) if !lock.holder.is_empty() => self.connection.query(&lock.holder).await.unwrap_or_default(),
            Some(_) | None => Vec::new(),
        };
        let holder = holder.first().and_then(|row| row.text(0)).map(str::to_owned);
        ExecErrorKind::Locked { ledger: self.key.ledger.clone(), holder, waited: patience.waited() }.into()
    }
}

/// What the lock is for: this ledger in this database.
pub(super) async fn key(connection: &mut dyn Connection, ledger: &super::Ledger) -> Result<LockKey, DriverError> {
    let database = match connection.dialect().database_name() {
        Some(query) => {
            connection.query(&query).await?.first().and_then(|row| row.text(0)).unwrap_or_default().to_owned()
        }
        None => String::new(),
    };
    Ok(LockKey { database, ledger: ledger.name.clone() })
}

/// The one truth that a query returns; NULL, as for a lock that was not to be had, is no.
pub(super) async fn truth(connection: &mut dyn Connection, query: &str) -> Result<bool, DriverError> {
    let rows = connection.query(query).await?;
    Ok(rows.first().and_then(|row| row.boolean(0)).unwrap_or(false))
}

/// Waits in growing pauses, until the time is up or the run is asked to stop.
pub(super) struct Patience<'a> {
    executor: &'a Executor<'a>,
    start: SystemTime,
    timeout: Duration,
    slept: Duration,
    pause: Duration,
    longest: Duration,
}

impl<'a> Patience<'a> {
    /// For another process that does what we do: it is soon done with each revision.
    pub(super) fn new(executor: &'a Executor<'a>, timeout: Duration) -> Self {
        Self::between(executor, timeout, Duration::from_millis(10), Duration::from_millis(500))
    }

    /// For others, who have to get on with what has piled up behind us.
    pub(super) fn long(executor: &'a Executor<'a>, timeout: Duration) -> Self {
        Self::between(executor, timeout, Duration::from_millis(500), Duration::from_secs(30))
    }

    fn between(executor: &'a Executor<'a>, timeout: Duration, pause: Duration, longest: Duration) -> Self {
        Self { executor, start: executor.connector.now(), timeout, slept: Duration::ZERO, pause, longest }
    }

    /// Sleeps for the next pause; false where the time is up, or the run is asked to stop. The last pause ends when the time does, so that there is
    /// one attempt at the very end.
    pub(super) async fn wait(&mut self) -> bool {
        let left = self.timeout.saturating_sub(self.waited());
        if left.is_zero() || self.executor.stop.is_asked() {
            return false;
        }
        let pause = self.jitter(self.pause).min(left);
        either(self.executor.connector.sleep(pause), self.executor.stop.asked()).await;
        self.slept += pause;
        self.pause = (self.pause * 2).min(self.longest);
        !self.executor.stop.is_asked()
    }

    /// How long it has been; what was slept counts even where the clock was set back meanwhile.
    pub(super) fn waited(&self) -> Duration {
        between(self.start, self.executor.connector.now()).max(self.slept)
    }

    /// Between a half of the pause and one and a half, so that many that began together do not ask together.
    fn jitter(&self, pause: Duration) -> Duration {
        let mut byte = [0];
        self.executor.connector.random(&mut byte);
        let [byte] = byte;
        pause / 2 + pause * u32::from(byte) / 255
    }
}
