//! The end of a revision: the ledger moves, the journal closes the run, the report has one step more.

use std::time::SystemTime;

use super::clock::{between, milliseconds, rfc3339};
use super::error::{ExecError, ExecErrorKind};
use super::journal::Entry;
use super::planning::complete_all;
use super::runner::Runner;
use super::{Direction, Downgrade, LedgerRow, StepReport, StoredDowngrade, Work};
use crate::schema::Schema;

impl Runner<'_> {
    /// Moves the ledger and closes the run in the journal, in the open transaction.
    pub(super) async fn conclude(&mut self, work: &mut Work, start: SystemTime) -> Result<(), ExecError> {
        let ledger = &self.executor.ledger;
        match work.direction {
            Direction::Upgrade => {
                let insert = ledger.insert(&*self.dialect, &[self.row(work, start)]);
                self.connection.execute(&insert).await?;
            }
            Direction::Downgrade => {
                let delete = ledger.delete(&*self.dialect, &[work.revision.as_str()]);
                let deleted = self.connection.execute(&delete).await?;
                if deleted != 1 {
                    let what = format!("the ledger had {deleted} rows of it, not one");
                    let (revision, direction) = (work.revision.clone(), work.direction);
                    return Err(ExecErrorKind::Moved { revision, direction, what }.into());
                }
            }
        }
        let closing = Entry::closing(work.revision.as_str(), &work.direction.to_string(), self.now());
        self.write(&[closing]).await
    }

    fn row(&self, work: &Work, start: SystemTime) -> LedgerRow {
        let end = self.executor.connector.now();
        LedgerRow {
            parents: work.parents.clone(),
            checksum: work.checksum.clone(),
            applied_at: rfc3339(end),
            duration_ms: milliseconds(between(start, end)),
            applied_by: self.executor.applied_by.clone(),
            downgrade: work.downgrade.as_ref().and_then(|downgrade| stored(downgrade, self.schema.as_ref())),
            ..LedgerRow::new(work.revision.clone(), &*work.message)
        }
    }

    /// Notes that a revision is finished.
    pub(super) fn finished(&mut self, work: &Work, statements: u32, start: SystemTime) {
        if let Some(position) = &mut self.position {
            position.advance(work);
        }
        let duration = between(start, self.executor.connector.now());
        tracing::info!(statements, ?duration, "finish");
        let step = StepReport::skipped(&work.revision, &work.message, work.direction);
        self.report.steps.push(StepReport { statements, duration, skipped: false, ..step });
    }

    /// Notes that another process ran a revision.
    pub(super) fn skipped(&mut self, work: &Work) {
        tracing::info!("another process ran it meanwhile");
        self.report.steps.push(StepReport::skipped(&work.revision, &work.message, work.direction));
    }
}

/// The way back as the ledger keeps it; `None` where it cannot be made whole, since the schema is not known.
fn stored(downgrade: &Downgrade, after: Option<&Schema>) -> Option<StoredDowngrade> {
    match downgrade {
        Downgrade::Stored(stored) => Some(stored.clone()),
        Downgrade::Recorded(recorded) => complete_all(recorded, after).map(StoredDowngrade::Operations),
    }
}
