//! A revision as one transaction: its statements, its row of the ledger and its entry of the journal come together or
//! not at all.

use std::time::Duration;

use super::error::{ExecError, ExecErrorKind, Failure};
use super::guards::Guards;
use super::journal::{Entry, State};
use super::once::Once;
use super::planning::{Piece, Planning, is_outside};
use super::position::Decision;
use super::retry::Retries;
use super::runner::Runner;
use super::settings::Settings;
use super::{Transaction, Work};
use crate::connection::DriverError;
use crate::plan::{Guard, Setting};
use crate::schema::Objects;

/// What came of running a revision as one transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whole {
    /// It is over: run, or found to be run by another process.
    Over,
    /// It cannot be run in one transaction; nothing of it was kept.
    Impossible,
}

/// What came of one attempt at it.
pub(super) enum Attempt {
    /// It was run.
    Finished,
    /// Another process ran it meanwhile.
    Skipped,
    /// It needs something before its transaction begins; nothing of it was kept.
    Needs(Needs),
    /// It cannot be run in one transaction; nothing of it was kept.
    Impossible,
}

/// What must be there before a transaction begins.
#[derive(Clone, Debug, Default)]
pub(super) struct Needs {
    pub(super) settings: Vec<Setting>,
    pub(super) guards: Vec<Guard>,
}

impl Runner<'_> {
    /// Runs a revision as one transaction.
    ///
    /// The settings that a plan needs are known only when it is made, on the schema that is there under the lock, and
    /// must be made before a transaction begins. So a plan that needs some is given up and made again, under the lock once
    /// more, and on the schema as it is then. Each time one setting more is there, and dialects know few.
    pub(super) async fn whole(&mut self, work: &mut Work) -> Result<Whole, ExecError> {
        if work.transaction == Transaction::Off || work.recorded.iter().any(is_outside) {
            return Ok(Whole::Impossible);
        }
        let mut retries = Retries::new(self.executor);
        loop {
            let functions = work.functions.len();
            let error = match self.try_whole(work).await {
                Ok(whole) => return Ok(whole),
                Err(error) => error,
            };
            // A function can run once.
            let retried = match work.functions.len() == functions {
                true => self.retry(error, &mut retries).await,
                false => Err(self.blocked(error, &retries)),
            };
            if let Err(error) = retried {
                self.record_failure(work, &error).await;
                return Err(error);
            }
        }
    }

    async fn try_whole(&mut self, work: &mut Work) -> Result<Whole, ExecError> {
        match self.at_once(work).await? {
            Once::Over => return Ok(Whole::Over),
            Once::Impossible => return Ok(Whole::Impossible),
            Once::StepByStep => {}
        }
        let mut needs = Needs::default();
        loop {
            let mut settings = Settings::default();
            let attempt = match self.make(&mut settings, &needs.settings, work).await {
                Ok(()) => self.attempt(work, &settings, &needs).await,
                Err(error) => Err(error),
            };
            let restored = settings.restore(self.connection).await;
            let attempt = attempt?;
            restored?;
            match attempt {
                Attempt::Finished | Attempt::Skipped => return Ok(Whole::Over),
                Attempt::Impossible => return Ok(Whole::Impossible),
                Attempt::Needs(more) => needs = more,
            }
        }
    }

    /// Makes settings of the session.
    pub(super) async fn make(
        &mut self,
        settings: &mut Settings,
        wanted: &[Setting],
        work: &mut Work,
    ) -> Result<(), ExecError> {
        match settings.make(self.connection, wanted).await? {
            None => Ok(()),
            Some(setting) => Err(cannot_set(work, format!("`{}` has no effect on this session", setting.set))),
        }
    }

    async fn attempt(&mut self, work: &mut Work, settings: &Settings, needs: &Needs) -> Result<Attempt, ExecError> {
        self.begin_locked().await?;
        let start = self.executor.connector.now();
        let expected = self.expected.clone();
        let functions = work.functions.len();
        let mut sent = 0;
        let mut outcome = match self.look().await.and_then(|position| position.decide(work)) {
            Ok(Decision::Run) => self.inside(work, settings, needs, &mut sent).await,
            Ok(Decision::Skip) => Ok(Attempt::Skipped),
            Ok(Decision::Resume(_)) => Ok(Attempt::Impossible),
            Err(error) => Err(error),
        };
        if matches!(&outcome, Err(error) if self.wants_commit(error)) && work.functions.len() == functions {
            outcome = Ok(Attempt::Impossible);
        }
        if matches!(outcome, Ok(Attempt::Finished))
            && let Err(error) = self.note_and_commit().await
        {
            let number = sent.saturating_add(1);
            outcome = Err(Failure { number, sql: "commit".to_owned(), ..Failure::of(work, error.into()) }.into());
        }
        match &outcome {
            Ok(Attempt::Finished) => self.finished(work, sent, start),
            Ok(Attempt::Skipped) => {
                self.rollback().await;
                self.skipped(work);
            }
            Ok(Attempt::Needs(_) | Attempt::Impossible) => {
                self.rollback().await;
                self.schema = self.schema.take().filter(|_| sent == 0);
                self.expected = expected;
            }
            Err(error) => {
                self.rollback().await;
                tracing::debug!(%error, "rolled back");
                (self.position, self.schema, self.expected) = (None, None, expected);
            }
        }
        outcome
    }

    /// Commits what left the schema as it is known.
    async fn note_and_commit(&mut self) -> Result<(), DriverError> {
        self.note_schema().await?;
        self.commit().await
    }

    /// What happens in the transaction; `sent` counts the statements.
    pub(super) async fn inside(
        &mut self,
        work: &mut Work,
        settings: &Settings,
        needs: &Needs,
        sent: &mut u32,
    ) -> Result<Attempt, ExecError> {
        let start = self.executor.connector.now();
        let functions = work.functions.len();
        self.limit_transaction().await?;
        self.call_before().await?;
        let mut guards = Guards::default();
        guards.watch(self.connection, &needs.guards).await?;
        let mut planning = Planning::new(work);
        while let Some(piece) = self.next_piece(&mut planning).await? {
            if let Some(obstacle) = self.obstacle(work, &piece, settings, needs) {
                return if work.functions.len() == functions { Ok(obstacle) } else { Err(too_late(work)) };
            }
            self.demand_understood(work, &piece)?;
            self.warn(work, &piece);
            let watched = self.guards(work, &piece.plan);
            guards.watch(self.connection, &watched).await?;
            let statistics = self.statistics(&piece).await?;
            for statement in &piece.plan.statements {
                self.go_on()?;
                *sent += 1;
                self.send(work, statement, *sent, 0).await?;
            }
            self.put_back(&statistics).await?;
            let after = piece.plan.after.clone();
            self.pass(piece, after);
        }
        if let Some(violation) = guards.check(self.connection).await? {
            return Err(violation.of(work, 0).into());
        }
        // Where all of it is one transaction, the server prints a view whenever it is asked.
        self.conclude(work, start, &Objects::default()).await?;
        self.call_after().await?;
        Ok(Attempt::Finished)
    }

    /// What keeps a piece from being run in the transaction that is open.
    fn obstacle(&self, work: &Work, piece: &Piece, settings: &Settings, needs: &Needs) -> Option<Attempt> {
        if piece.plan.statements.iter().any(|statement| self.is_outside(statement)) {
            return Some(Attempt::Impossible);
        }
        if settings.hold(&piece.plan.settings) {
            return None;
        }
        let mut needs = needs.clone();
        needs.settings.extend(piece.plan.settings.iter().cloned());
        needs.guards.extend(self.guards(work, &piece.plan));
        Some(Attempt::Needs(needs))
    }

    /// True for the failure of a statement that needs what the transaction has made to be committed.
    fn wants_commit(&self, error: &ExecError) -> bool {
        let ExecErrorKind::Statement(failure) = error.kind() else { return false };
        failure.cause.downcast_ref().is_some_and(|cause| self.dialect.wants_commit(cause))
    }

    /// Writes into the journal, after the rollback, why a revision failed.
    ///
    /// The lock went with the transaction. Where another process has it now and keeps it, the entry is left out; and so it
    /// is where a run is half done, since the entry would hide that.
    pub(super) async fn record_failure(&mut self, work: &mut Work, error: &ExecError) {
        let error = match error.kind() {
            ExecErrorKind::Statement(failure) if failure.is_loss() => return,
            ExecErrorKind::Statement(_)
            | ExecErrorKind::Guard { .. }
            | ExecErrorKind::Hook(_)
            | ExecErrorKind::Blocked(_) => error.to_string(),
            _ => return,
        };
        let closing = Entry::closing(work.revision.as_str(), &work.direction.to_string(), self.now());
        let entry = Entry { state: State::Failed, error: Some(error), ..closing };
        let written = match self.begin_locked_within(FAILURE_PATIENCE).await {
            Ok(()) => {
                let written = self.append(entry).await;
                self.end(written).await
            }
            Err(error) => Err(error),
        };
        if let Err(error) = written {
            tracing::warn!(%error, "cannot write the failure into the journal");
        }
    }

    async fn append(&mut self, entry: Entry) -> Result<(), ExecError> {
        match self.look().await?.tail.open {
            Some(_) => Ok(()),
            None => self.write(&[entry]).await,
        }
    }
}

/// How long a failure waits for the lock to be written down.
const FAILURE_PATIENCE: Duration = Duration::from_secs(1);

fn cannot_set(work: &Work, what: String) -> ExecError {
    ExecErrorKind::Setting { revision: work.revision.clone(), direction: work.direction, what }.into()
}

fn too_late(work: &Work) -> ExecError {
    let what = "an operation cannot be run in the transaction that is open, and a function has already run in it";
    cannot_set(work, what.to_owned())
}
