//! The limits of a revision's statements: until the end of its transaction, or for the session, which gets back what it
//! had.

use std::sync::Arc;

use super::error::ExecError;
use super::runner::Runner;
use super::send::send_all;
use crate::connection::DriverError;
use crate::dialect::{Dialect, SessionLimits};
use crate::revision::Limits;

/// A dialect that writes its plans within some limits.
pub(crate) fn within(dialect: Arc<dyn Dialect>, limits: Limits) -> Arc<dyn Dialect> {
    dialect.altering(limits.altering).unwrap_or(dialect)
}

/// Limits that a session has.
pub(super) struct InForce {
    limits: Limits,
    words: SessionLimits,
}

impl Runner<'_> {
    /// Those of the revision at hand: what it says itself goes before what the run says.
    pub(super) fn limits(&self) -> Limits {
        self.of_revision.or(self.executor.limits)
    }

    /// Goes on under what a revision says.
    pub(super) fn limit(&mut self, of_revision: Limits) {
        self.of_revision = of_revision;
        self.dialect = within(self.connection.dialect(), self.limits());
    }

    /// Sets them for the transaction that is open.
    pub(super) async fn limit_transaction(&mut self) -> Result<(), ExecError> {
        let words = self.dialect.limit_transaction(self.limits());
        if !words.is_empty() {
            send_all(self.connection, &words).await.map_err(|failed| failed.error)?;
        }
        Ok(())
    }

    /// Sets them for the session, unless it has them.
    pub(super) async fn limit_session(&mut self) -> Result<(), ExecError> {
        let limits = self.limits();
        if self.in_force.as_ref().map(|in_force| in_force.limits).unwrap_or_default() == limits {
            return Ok(());
        }
        self.unlimit_session().await?;
        if let Some(words) = self.dialect.limit_session(limits) {
            let set = words.set.clone();
            self.in_force = Some(InForce { limits, words });
            send_all(self.connection, &set).await.map_err(|failed| failed.error)?;
        }
        Ok(())
    }

    /// Gives the session back what it had.
    pub(super) async fn unlimit_session(&mut self) -> Result<(), DriverError> {
        let Some(in_force) = self.in_force.take() else { return Ok(()) };
        send_all(self.connection, &in_force.words.restore).await.map(drop).map_err(|failed| failed.error)
    }
}
