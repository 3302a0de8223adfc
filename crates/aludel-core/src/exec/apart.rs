//! Sends the statements of a revision that runs statement by statement, each with what the journal says of it.

use super::course::{Course, Step};
use super::error::{ExecError, ExecErrorKind, Failure};
use super::journal::{Entry, State};
use super::planning::{Piece, is_typed};
use super::retry::Retries;
use super::runner::Runner;
use super::send::{explained, shown};
use super::transact::{End, Refused};
use super::{Transaction, Work};
use crate::connection::{BatchError, DriverErrorKind};
use crate::dialect::is_whole_or_nothing;
use crate::plan::Statement;

impl Runner<'_> {
    /// Runs statements that share a transaction, mostly a single one, again and again where somebody is in its way and it
    /// is certain that nothing of it is done.
    pub(super) async fn patiently(
        &mut self,
        work: &mut Work,
        piece: &Piece,
        steps: &[Step<'_>],
        course: &mut Course,
    ) -> Result<(), ExecError> {
        let mut retries = Retries::new(self.executor);
        let is_sure = |step: &Step<'_>| {
            let operations = piece.operations_of(step.place);
            let is_repeatable = operations.iter().all(is_typed) || is_whole_or_nothing(&step.statement.sql);
            (is_repeatable || !self.is_by_itself(work, piece, step)) && step.statement.run.is_none()
        };
        // Without a lock for the session, others would take the run over meanwhile.
        let may = steps.iter().all(is_sure) && self.dialect.session_lock(&self.key).is_some();
        loop {
            let Err(error) = self.transaction(work, piece, steps, course).await else { return Ok(()) };
            if !may {
                return Err(self.blocked(error, &retries));
            }
            self.retry(error, &mut retries).await?;
        }
    }

    /// True for a statement that is run without a transaction around it.
    fn is_by_itself(&self, work: &Work, piece: &Piece, step: &Step<'_>) -> bool {
        let is_off = work.transaction == Transaction::Off;
        is_off && !piece.operations_of(step.place).iter().all(is_typed) || self.is_outside(step.statement)
    }

    /// Runs statements that share a transaction, mostly a single one, and writes down how it went.
    async fn transaction(
        &mut self,
        work: &mut Work,
        piece: &Piece,
        steps: &[Step<'_>],
        course: &mut Course,
    ) -> Result<(), ExecError> {
        let alone = matches!(steps, [step] if self.is_by_itself(work, piece, step));
        let outcome = match steps {
            [step] if alone => self.alone(work, piece, step, course).await,
            steps => {
                let outcome = self.with_outcome(work, steps).await;
                course.sent += if outcome.is_ok() { u32::try_from(steps.len()).unwrap_or(u32::MAX) } else { 0 };
                outcome
            }
        };
        if let Err(error) = &outcome
            && let ExecErrorKind::Statement(failure) = error.kind()
            && !failure.is_loss()
            && let Some(step) = steps.iter().rfind(|step| step.number <= failure.number)
        {
            let cause = Some(failure.cause.to_string());
            let entry = step.entry.clone();
            let failed = Entry { state: State::Failed, error: cause, at: self.now(), operations: None, ..entry };
            if let Err(error) = self.write(&[failed]).await {
                tracing::warn!(%error, "cannot write the failure into the journal");
            }
        }
        outcome
    }

    /// Writes the intent, runs a statement that commits by itself, then writes its outcome.
    async fn alone(
        &mut self,
        work: &mut Work,
        piece: &Piece,
        step: &Step<'_>,
        course: &mut Course,
    ) -> Result<(), ExecError> {
        let Step { place, number, statement, entry } = step;
        // Of several statements that somebody wrote, what all of them do tells nothing of one.
        let operations = entry.operations.clone().filter(|_| !piece.is_one_of_several(*place));
        let late = entry.operations.clone().filter(|_| operations.is_none());
        let intent = Entry { state: State::Intent, at: self.now(), operations, ..entry.clone() };
        self.clear_leftovers(&statement.sql).await?;
        // Where all statements of a text are one transaction, the intent has to be on its own.
        if self.dialect.capabilities().transactional_ddl || statement.run.is_some() {
            self.write(&[intent]).await?;
            course.sent += 1;
            self.send(work, statement, *number, number - 1).await?;
        } else {
            course.sent += 1;
            self.send_with_intent(work, statement, intent, *number).await?;
        }
        self.write(&[Entry { at: self.now(), operations: late, ..entry.clone() }]).await
    }

    /// Sends the intent and its statement together. The server runs the second only once the first is committed.
    async fn send_with_intent(
        &mut self,
        work: &mut Work,
        statement: &Statement,
        intent: Entry,
        number: u32,
    ) -> Result<(), ExecError> {
        let intent = self.executor.ledger.journal.insert(&*self.dialect, self.last_entry(), &[intent]);
        let sent = self.send_all(&[intent, statement.sql.clone()]).await;
        let Err(BatchError { place, error }) = sent else {
            self.written(1);
            return Ok(());
        };
        if place == 0 && error.kind != DriverErrorKind::Lost {
            return Err(error.into());
        }
        self.written(1);
        Err(Failure { number, kept: number - 1, sql: shown(statement), ..Failure::of(work, error.into()) }.into())
    }

    /// Runs statements in one transaction with their outcomes.
    async fn with_outcome(&mut self, work: &mut Work, steps: &[Step<'_>]) -> Result<(), ExecError> {
        if let [Step { statement, number, entry, .. }] = steps
            && statement.run.is_some()
        {
            return self.function_with_outcome(work, statement, entry, *number).await;
        }
        let entries: Vec<Entry> = steps.iter().map(|step| Entry { at: self.now(), ..step.entry.clone() }).collect();
        let outcomes = self.executor.ledger.journal.insert(&*self.dialect, self.last_entry(), &entries);
        let statements = steps.iter().map(|step| step.statement.sql.clone());
        let texts: Vec<String> = std::iter::once(outcomes).chain(statements).collect();
        match self.transact_patiently(&texts, End::Commit).await {
            Ok(_) => {
                self.written(entries.len());
                Ok(())
            }
            // The first is the entry of the journal.
            Err(Refused::At(place, error)) if place != 0 || error.kind == DriverErrorKind::Lost => {
                let failed = place.checked_sub(1).and_then(|place| steps.get(place)).or(steps.last());
                let Some(Step { statement, number, .. }) = failed else { return Err(error.into()) };
                let kept = steps.first().map_or(0, |first| first.number - 1);
                let cause = explained(self.connection, statement, error.into()).await;
                Err(Failure { number: *number, kept, sql: shown(statement), ..Failure::of(work, cause) }.into())
            }
            Err(refused) => Err(refused.into()),
        }
    }

    /// Runs a function in one transaction with its outcome.
    async fn function_with_outcome(
        &mut self,
        work: &mut Work,
        statement: &Statement,
        entry: &Entry,
        number: u32,
    ) -> Result<(), ExecError> {
        let last = self.last_entry();
        self.begin_locked().await?;
        let mut outcome = self.write(std::slice::from_ref(entry)).await;
        if outcome.is_ok() {
            outcome = self.send(work, statement, number, number - 1).await.map_err(ExecError::from);
        }
        if outcome.is_ok()
            && let Err(error) = self.commit().await
        {
            let failure =
                Failure { number, kept: number - 1, sql: shown(statement), ..Failure::of(work, error.into()) };
            outcome = Err(failure.into());
        }
        if outcome.is_err() {
            self.rollback().await;
            if let Some(position) = &mut self.position {
                position.tail.last = last;
            }
        }
        outcome
    }
}
