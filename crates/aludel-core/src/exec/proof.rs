//! Whether the lock of a session keeps others out.
//!
//! A pooler that hands out a server's session for one transaction at a time gives the same lock to two of its clients, and
//! each server of a cluster has locks of its own. Whatever is run under such a lock may be run twice.

use super::error::{ExecError, ExecErrorKind};
use super::lock::truth;
use super::runner::Runner;
use crate::connection::{Connection, DriverError};
use crate::dialect::SessionLock;

impl Runner<'_> {
    /// Sees to it, once in a run, that nobody else can take the lock that this session has.
    pub(super) async fn prove(&mut self, lock: &SessionLock) -> Result<(), ExecError> {
        if self.proved {
            return Ok(());
        }
        self.demand_one_writer().await?;
        let mut second = self.executor.connector.connect().await.map_err(|error| {
            unproved(
                format!("no second session could be opened to prove it: {error}"),
                "let the account open two sessions",
            )
        })?;
        let excluded = self.excludes(lock, &mut *second).await;
        let closed = second.close().await;
        if !excluded? {
            return Err(unproved(
                "a second session could take it too, as behind a pooler that lends a session for one transaction"
                    .into(),
                "name the server itself, or a pooler in session mode, in the URL",
            ));
        }
        closed?;
        self.proved = true;
        Ok(())
    }

    /// True where a second session fails to take the lock, and the first still has it while the second is kept busy.
    async fn excludes(&mut self, lock: &SessionLock, second: &mut dyn Connection) -> Result<bool, DriverError> {
        second.begin().await?;
        let taken = truth(second, &lock.acquire).await?;
        if taken {
            second.query(&lock.release).await?;
        }
        let held = truth(self.connection, &lock.held).await?;
        second.rollback().await?;
        Ok(held && !taken)
    }

    async fn demand_one_writer(&mut self) -> Result<(), ExecError> {
        if self.executor.single_writer {
            return Ok(());
        }
        let Some(query) = self.dialect.several_writers() else { return Ok(()) };
        let rows = self.connection.query(&query).await?;
        match rows.first().and_then(|row| row.boolean(1)) {
            Some(true) => Err(unproved(
                "this is a Galera cluster, and the lock is this node's own".into(),
                "see that all runs go to this node, then say so with `--single-writer`",
            )),
            Some(false) | None => Ok(()),
        }
    }
}

fn unproved(reason: String, help: &'static str) -> ExecError {
    ExecErrorKind::Unproved { reason, help }.into()
}
