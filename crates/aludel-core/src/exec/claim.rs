//! A revision that runs by single statements is one process's at a time: the session's lock sees to that, and where there is
//! none the journal.

use std::time::SystemTime;

use super::Work;
use super::clock::rfc3339;
use super::error::{ExecError, ExecErrorKind};
use super::journal::OpenRun;
use super::lock::Patience;
use super::position::Decision;
use super::runner::Runner;

impl Runner<'_> {
    /// What is to be done about the revision. Where the session has no lock, a run that was written to a short while ago
    /// is somebody else's who is still at it.
    pub(super) async fn claim(&mut self, work: &mut Work) -> Result<Decision, ExecError> {
        if self.dialect.session_lock(&self.key).is_some() {
            // Nobody else has written since the session has the lock.
            return self.decide(work).await;
        }
        let timeout = self.executor.lock_timeout;
        let mut patience = Patience::new(self.executor, timeout);
        loop {
            self.begin_locked().await?;
            let decision = self.look().await.and_then(|position| position.decide(work));
            self.rollback().await;
            let open = self.position.as_ref().and_then(|position| position.tail.open.as_ref());
            if open.is_none_or(|open| self.is_left(open)) {
                return decision;
            }
            if !patience.wait().await {
                return Err(self.locked(&patience).await);
            }
        }
    }

    /// True where nobody can be at work on a run that is half done.
    pub(super) fn is_left(&self, open: &OpenRun) -> bool {
        let (now, timeout) = (self.executor.connector.now(), self.executor.lock_timeout);
        let recent = rfc3339(now.checked_sub(timeout).unwrap_or(SystemTime::UNIX_EPOCH));
        self.dialect.session_lock(&self.key).is_some() || open.left || open.at <= recent
    }

    /// True where an entry was refused since another process wrote one in its place.
    pub(super) async fn lost_claim(&mut self, error: &ExecError) -> bool {
        if !matches!(error.kind(), ExecErrorKind::Driver(_)) || self.dialect.session_lock(&self.key).is_some() {
            return false;
        }
        let last = self.last_entry();
        self.position = None;
        matches!(self.look().await, Ok(position) if position.tail.last > last)
    }
}
