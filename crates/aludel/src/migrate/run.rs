//! How revisions are run.

use std::sync::Arc;
use std::time::Duration;

use aludel_core::exec::{Hook, Progress, Retry, Stop};
use aludel_core::revision::Altering;

use super::Migrate;

impl Migrate {
    /// How long to wait for another process that runs revisions; a minute unless given.
    #[must_use]
    pub fn lock_timeout(mut self, timeout: Duration) -> Self {
        self.settings.lock_timeout = timeout;
        self
    }

    /// Runs all revisions of a run in one transaction, so that all of them are kept or none, in place of one for each.
    /// What cannot be part of one is refused, and so is all of it where the database commits each change by itself.
    #[must_use]
    pub fn single_transaction(mut self) -> Self {
        self.settings.single_transaction = true;
        self
    }

    /// Says of a Galera cluster that no other node takes writes of ours while revisions are run: the lock is one node's
    /// own, and without this word such a cluster is refused.
    #[must_use]
    pub fn single_writer(mut self) -> Self {
        self.settings.single_writer = true;
        self
    }

    /// A value for templates and for functions that revisions run (`db.x("key")`), as `-x key=value` gives it.
    #[must_use]
    pub fn x(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.settings.x.insert(key.into(), value.into());
        self
    }

    /// A word for templates and for functions that revisions run (`db.tag()`), as `--tag` gives it.
    #[must_use]
    pub fn tag(mut self, tag: impl Into<String>) -> Self {
        self.settings.tag = Some(tag.into());
        self
    }

    /// How long a statement waits for a table, or a row, that somebody else uses; five seconds unless given. Zero is no
    /// limit. A revision may say another one in its header.
    ///
    /// A statement that waits for a table lets nobody else have it either. So it gives up soon, and is tried again later,
    /// as [`retries`](Self::retries) says.
    #[must_use]
    pub fn table_lock_timeout(mut self, limit: Duration) -> Self {
        self.settings.limits.table_lock = Some(limit);
        self
    }

    /// How long a statement may take; as long as the server lets it unless given. Zero is no limit. A revision may say
    /// another one in its header.
    #[must_use]
    pub fn statement_timeout(mut self, limit: Duration) -> Self {
        self.settings.limits.statement = Some(limit);
        self
    }

    /// How far the server may go to alter a table; as far as it takes unless given. A revision may say another thing in its
    /// header. MySQL and MariaDB refuse a statement that needs more; other databases have no such choice.
    ///
    /// ```
    /// use aludel::{Altering, Migrate, TableLock};
    ///
    /// let migrate = Migrate::new().altering(Altering::new(None, Some(TableLock::None))?);
    /// # drop(migrate);
    /// # Ok::<(), aludel::BadAltering>(())
    /// ```
    #[must_use]
    pub fn altering(mut self, altering: Altering) -> Self {
        self.settings.limits.altering = altering;
        self
    }

    /// How often, and for how long, a revision is tried again that somebody was in the way of; ten times within five
    /// minutes unless given.
    #[must_use]
    pub fn retries(mut self, times: u32, within: Duration) -> Self {
        self.settings.retry = Retry { times, within };
        self
    }

    /// What stops a run after the statement at hand, once it is asked. The library listens for no signal itself.
    ///
    /// ```no_run
    /// use aludel::{ErrorKind, Migrate, Stop};
    ///
    /// # async fn shutdown() {}
    /// # async fn run(migrate: Migrate) -> Result<(), aludel::Error> {
    /// let stop = Stop::new();
    /// let at_shutdown = stop.clone();
    /// tokio::spawn(async move {
    ///     shutdown().await;
    ///     at_shutdown.ask();
    /// });
    /// match migrate.stop(stop).upgrade().await {
    ///     Err(error) if error.kind() == ErrorKind::Stopped => println!("{error}"),
    ///     other => drop(other?),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn stop(mut self, stop: Stop) -> Self {
        self.settings.stop = stop;
        self
    }

    /// Calls a function before each revision that is run, in its transaction. Several are called in order; one that fails
    /// keeps the revision from being run.
    ///
    /// ```
    /// use aludel::op::{Connection, Result};
    /// use aludel::{Migrate, Turn};
    ///
    /// async fn allow_long_work(turn: Turn, db: &mut dyn Connection) -> Result<()> {
    ///     if let Some(memory) = db.x("memory").map(str::to_owned) {
    ///         db.execute(&format!("SET LOCAL maintenance_work_mem = '{memory}'")).await?;
    ///     }
    ///     println!("{} of {}: {}", turn.number, turn.total, turn.message);
    ///     Ok(())
    /// }
    ///
    /// let migrate = Migrate::new().before_each(allow_long_work);
    /// # drop(migrate);
    /// ```
    #[must_use]
    pub fn before_each(mut self, hook: impl for<'c> Hook<'c>) -> Self {
        self.settings.hooks = self.settings.hooks.before(hook);
        self
    }

    /// Calls a function after each revision that was run, before its transaction ends. Several are called in order; one
    /// that fails takes the revision back with it, where changes of the schema are part of transactions.
    ///
    /// ```
    /// use aludel::op::{Connection, Result};
    /// use aludel::{Direction, Migrate, Turn};
    ///
    /// async fn note(turn: Turn, db: &mut dyn Connection) -> Result<()> {
    ///     if turn.direction == Direction::Upgrade {
    ///         db.execute(&format!("INSERT INTO deployments (revision) VALUES ('{}')", turn.revision)).await?;
    ///     }
    ///     Ok(())
    /// }
    ///
    /// let migrate = Migrate::new().after_each(note);
    /// # drop(migrate);
    /// ```
    #[must_use]
    pub fn after_each(mut self, hook: impl for<'c> Hook<'c>) -> Self {
        self.settings.hooks = self.settings.hooks.after(hook);
        self
    }

    /// Tells a function what happens in a run, as it happens.
    ///
    /// ```
    /// use aludel::{Migrate, Progress};
    ///
    /// let migrate = Migrate::new().on_progress(|progress| {
    ///     if let Progress::Begun { turn } = progress {
    ///         println!("{}/{} {}", turn.number, turn.total, turn.message);
    ///     }
    /// });
    /// # drop(migrate);
    /// ```
    #[must_use]
    pub fn on_progress(mut self, observer: impl Fn(&Progress) + Send + Sync + 'static) -> Self {
        self.settings.observer = Some(Arc::new(observer));
        self
    }
}
