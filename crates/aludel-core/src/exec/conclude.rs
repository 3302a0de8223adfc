//! The end of a revision: the ledger moves, the journal closes the run, the report has one step more.

use std::time::{Duration, SystemTime};

use super::clock::{between, milliseconds, rfc3339};
use super::course::Course;
use super::error::{ExecError, ExecErrorKind};
use super::journal::Entry;
use super::planning::complete_all;
use super::progress::Progress;
use super::runner::Runner;
use super::send::send_all;
use super::transact::End;
use super::{Direction, Downgrade, LedgerRow, StepReport, StoredDowngrade, Work};
use crate::schema::{Objects, Schema, View};

impl Runner<'_> {
    /// Closes the run in the journal and moves the ledger, in the open transaction.
    pub(super) async fn conclude(
        &mut self,
        work: &mut Work,
        start: SystemTime,
        views: &Objects<View>,
    ) -> Result<(), ExecError> {
        let conclusion = self.conclusion(work, start, views).await?;
        let changed = send_all(self.connection, &conclusion).await.map_err(|failed| failed.error)?;
        self.written(1);
        demand_one(work, changed)
    }

    /// Closes the run in the journal and moves the ledger, in a transaction of their own.
    pub(super) async fn conclude_alone(&mut self, work: &mut Work, course: &Course) -> Result<(), ExecError> {
        if !self.executor.hooks.is_empty() {
            return self.conclude_with_hooks(work, course).await;
        }
        let conclusion = self.conclusion(work, course.start, &course.views).await?;
        match work.direction {
            Direction::Upgrade => drop(self.transact_patiently(&conclusion, End::Commit).await?),
            Direction::Downgrade => {
                let changed = self.transact_patiently(&conclusion, End::Open).await?;
                self.end(demand_one(work, changed)).await?;
            }
        }
        self.written(1);
        Ok(())
    }

    async fn conclude_with_hooks(&mut self, work: &mut Work, course: &Course) -> Result<(), ExecError> {
        let before = self.position.clone();
        self.begin_locked().await?;
        let mut concluded = self.conclude(work, course.start, &course.views).await;
        if concluded.is_ok() {
            concluded = self.call_after().await;
        }
        let concluded = self.end(concluded).await;
        if let Err(error) = &concluded {
            self.position = before;
            self.leave(work, course.number.saturating_add(1), error.to_string()).await?;
        }
        concluded
    }

    /// The statements that close the run in the journal and move the ledger: by one row, which the last of them changes.
    /// The views are those that the run made and altered.
    pub(super) async fn conclusion(
        &mut self,
        work: &mut Work,
        start: SystemTime,
        views: &Objects<View>,
    ) -> Result<Vec<String>, ExecError> {
        let ledger = &self.executor.ledger;
        let printed = self.printed(views).await;
        let closing = Entry::closing(work.revision.as_str(), &work.direction.to_string(), self.now());
        let mut statements = vec![ledger.journal.insert(&*self.dialect, self.last_entry(), &[closing])];
        match work.direction {
            Direction::Upgrade => {
                let row = LedgerRow { views: printed, ..self.row(work, start, self.schema.as_ref()) };
                statements.push(ledger.insert(&*self.dialect, &[row]));
            }
            Direction::Downgrade => {
                statements.extend(self.keep_restored(Some(&work.revision), work.parents.first(), printed).await?);
                statements.push(ledger.delete(&*self.dialect, &[work.revision.as_str()]));
            }
        }
        Ok(statements)
    }

    /// The row of a revision that began at `start` and left that schema.
    pub(super) fn row(&self, work: &Work, start: SystemTime, after: Option<&Schema>) -> LedgerRow {
        let end = self.executor.connector.now();
        LedgerRow {
            parents: work.parents.clone(),
            checksum: work.checksum.clone(),
            applied_at: rfc3339(end),
            duration_ms: milliseconds(between(start, end)),
            applied_by: self.executor.applied_by.clone(),
            downgrade: work.downgrade.as_ref().and_then(|downgrade| stored(downgrade, after)),
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
        self.tell_end(duration, false);
    }

    /// Notes that another process ran a revision.
    pub(super) fn skipped(&mut self, work: &Work) {
        tracing::info!("another process ran it meanwhile");
        self.report.steps.push(StepReport::skipped(&work.revision, &work.message, work.direction));
        self.tell_end(Duration::ZERO, true);
    }

    fn tell_end(&self, duration: Duration, skipped: bool) {
        if let Some(turn) = self.turn.clone() {
            self.tell(&Progress::Finished { turn, duration, skipped });
        }
    }
}

/// Checks that the ledger had the row that a downgrade takes away.
pub(super) fn demand_one(work: &Work, changed: u64) -> Result<(), ExecError> {
    if work.direction == Direction::Upgrade || changed == 1 {
        return Ok(());
    }
    let what = format!("the ledger had {changed} rows of it, not one");
    Err(ExecErrorKind::Moved { revision: work.revision.clone(), direction: work.direction, what }.into())
}

/// The way back as the ledger keeps it; `None` where it cannot be made whole, since the schema is not known.
pub(super) fn stored(downgrade: &Downgrade, after: Option<&Schema>) -> Option<StoredDowngrade> {
    match downgrade {
        Downgrade::Stored(stored) => Some(stored.clone()),
        Downgrade::Recorded(recorded) => complete_all(recorded, after).map(StoredDowngrade::Operations),
    }
}
