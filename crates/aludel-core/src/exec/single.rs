//! A revision statement by statement: where statements commit by themselves, or its script asks for it.
//!
//! Before such a statement its intent goes into the journal, and after it its outcome; a statement that does not commit by
//! itself shares a transaction with its outcome and is never in doubt. What failed is gone on with at the statement that
//! failed, as long as those before it are still what they were.

use std::ops::Range;
use std::time::SystemTime;

use sha2::{Digest, Sha256};

use super::clock::rfc3339;
use super::conclude::demand_one;
use super::error::{ExecError, ExecErrorKind, Failure, HalfDone};
use super::guards::Guards;
use super::journal::{Entry, OpenRun, State};
use super::ledger::{cut, operations_text};
use super::lock::Patience;
use super::planning::{Piece, Planning, stands_alone};
use super::position::Decision;
use super::retry::Retries;
use super::runner::Runner;
use super::send::{explained, shown};
use super::settings::Settings;
use super::transact::{End, Refused};
use super::{Direction, Transaction, Work, resume, views};
use crate::connection::{BatchError, DriverErrorKind};
use crate::dialect::is_whole_or_nothing;
use crate::operation::Operation;
use crate::plan::Statement;
use crate::schema::{Objects, Schema, View};

/// How much of a statement the journal shows.
pub(super) const SHOWN: usize = 2_000;

/// What a run by single statements has come to.
struct Progress {
    /// What an earlier run had done.
    before: Option<OpenRun>,
    settings: Settings,
    guards: Guards,
    /// The views that it makes and alters, those of an earlier run too.
    views: Objects<View>,
    /// The last statement that is done, counted from 1.
    number: u32,
    /// How many were sent by this run.
    sent: u32,
    start: SystemTime,
}

/// A statement that is next.
struct Step<'p> {
    /// Its place in its piece.
    place: usize,
    /// Its number in the revision, counted from 1.
    number: u32,
    statement: &'p Statement,
    /// What the journal says of it once it is done, but for when.
    entry: Entry,
}

impl Runner<'_> {
    /// Runs a revision statement by statement. The session has the lock, where there is one.
    pub(super) async fn single(&mut self, mut work: Work) -> Result<(), ExecError> {
        self.limit_session().await?;
        loop {
            let before = match self.claim(&mut work).await? {
                Decision::Run => None,
                Decision::Resume(open) => Some(open),
                Decision::Skip => {
                    self.skipped(&work);
                    return Ok(());
                }
            };
            self.go_on(0)?;
            self.call_before_alone().await?;
            let mut progress = Progress {
                before,
                settings: Settings::default(),
                guards: Guards::default(),
                views: Objects::default(),
                number: 0,
                sent: 0,
                start: self.executor.connector.now(),
            };
            let outcome = self.statements(&mut work, &mut progress).await;
            let restored = progress.settings.restore(self.connection).await;
            match outcome {
                // Without a lock for the session, the first entry of the journal is the claim, and another process was
                // quicker to make it.
                Err(error) if progress.sent == 0 && self.lost_claim(&error).await => {}
                Err(error) => {
                    (self.position, self.schema) = (None, None);
                    return Err(error);
                }
                Ok(()) => {
                    self.finished(&work, progress.sent, progress.start);
                    return Ok(restored?);
                }
            }
        }
    }

    /// What is to be done about the revision. Where the session has no lock, a run that was written to a short while ago
    /// is somebody else's who is still at it.
    async fn claim(&mut self, work: &mut Work) -> Result<Decision, ExecError> {
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
            if open.is_none_or(|open| self.is_left(open)) || !patience.wait().await {
                return decision;
            }
        }
    }

    /// True where nobody can be at work on a run that is half done.
    pub(super) fn is_left(&self, open: &OpenRun) -> bool {
        let (now, timeout) = (self.executor.connector.now(), self.executor.lock_timeout);
        let recent = rfc3339(now.checked_sub(timeout).unwrap_or(SystemTime::UNIX_EPOCH));
        self.dialect.session_lock(&self.key).is_some() || open.left || open.at < recent
    }

    /// True where an entry was refused since another process wrote one in its place.
    async fn lost_claim(&mut self, error: &ExecError) -> bool {
        if !matches!(error.kind(), ExecErrorKind::Driver(_)) || self.dialect.session_lock(&self.key).is_some() {
            return false;
        }
        let last = self.last_entry();
        self.position = None;
        matches!(self.look().await, Ok(position) if position.tail.last > last)
    }

    async fn statements(&mut self, work: &mut Work, progress: &mut Progress) -> Result<(), ExecError> {
        if let Some(open) = progress.before.take() {
            progress.before = Some(self.settle(open).await?);
        }
        if let Some(open) = &progress.before
            && !work.recorded.iter().all(stands_alone)
        {
            let now = self.inspect().await?;
            self.schema = Some(resume::before(&*self.dialect, now, open)?);
        }
        let mut planning = Planning::new(work);
        while let Some(piece) = self.next_piece(&mut planning).await.map_err(|error| progress.explain(error))? {
            self.make(&mut progress.settings, &piece.plan.settings, work).await?;
            self.demand_understood(work, &piece)?;
            self.warn(work, &piece);
            let watched = self.guards(work, &piece.plan);
            progress.guards.watch(self.connection, &watched).await?;
            let statistics = self.statistics(&piece).await?;
            for places in piece.transactions() {
                let steps = progress.steps(work, &piece, places)?;
                if let Some(first) = steps.first() {
                    self.pause_here(work, first.number).await?;
                    self.patiently(work, &piece, &steps, progress).await?;
                }
            }
            self.put_back(&statistics).await?;
            views::note(&mut progress.views, &piece.operations);
            let after = progress.schema_after(&piece);
            self.pass(piece, after);
        }
        progress.is_complete()?;
        let guards = std::mem::take(&mut progress.guards);
        if let Some(violation) = guards.check(self.connection).await? {
            return Err(violation.of(work, progress.number).into());
        }
        self.conclude_alone(work, progress).await
    }

    /// Goes on to a statement, unless the run is asked to stop: then the journal says that nobody is at work on what is
    /// done.
    async fn pause_here(&mut self, work: &mut Work, number: u32) -> Result<(), ExecError> {
        let Err(stopped) = self.go_on(number - 1) else { return Ok(()) };
        if number > 1 {
            self.leave(work, number, "stopped as asked".to_owned()).await?;
        }
        Err(stopped)
    }

    /// Writes down that nobody is at work any more on a run that came to a statement, and why.
    async fn leave(&mut self, work: &mut Work, number: u32, why: String) -> Result<(), ExecError> {
        let closing = Entry::closing(work.revision.as_str(), &work.direction.to_string(), self.now());
        self.write(&[Entry { number: Some(number), state: State::Failed, error: Some(why), ..closing }]).await
    }

    /// Runs statements that share a transaction, mostly a single one, again and again where somebody is in its way and it
    /// is certain that nothing of it is done.
    async fn patiently(
        &mut self,
        work: &mut Work,
        piece: &Piece,
        steps: &[Step<'_>],
        progress: &mut Progress,
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
            let Err(error) = self.transaction(work, piece, steps, progress).await else { return Ok(()) };
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

    /// Closes the run in the journal and moves the ledger, in a transaction of their own.
    async fn conclude_alone(&mut self, work: &mut Work, progress: &Progress) -> Result<(), ExecError> {
        if !self.executor.hooks.is_empty() {
            return self.conclude_with_hooks(work, progress).await;
        }
        let conclusion = self.conclusion(work, progress.start, &progress.views).await?;
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

    async fn conclude_with_hooks(&mut self, work: &mut Work, progress: &Progress) -> Result<(), ExecError> {
        let before = self.position.clone();
        self.begin_locked().await?;
        let mut concluded = self.conclude(work, progress.start, &progress.views).await;
        if concluded.is_ok() {
            concluded = self.call_after(progress.number).await;
        }
        let concluded = self.end(concluded).await;
        if let Err(error) = &concluded {
            self.position = before;
            self.leave(work, progress.number.saturating_add(1), error.to_string()).await?;
        }
        concluded
    }

    /// Runs statements that share a transaction, mostly a single one, and writes down how it went.
    async fn transaction(
        &mut self,
        work: &mut Work,
        piece: &Piece,
        steps: &[Step<'_>],
        progress: &mut Progress,
    ) -> Result<(), ExecError> {
        let alone = matches!(steps, [step] if self.is_by_itself(work, piece, step));
        let outcome = match steps {
            [step] if alone => self.alone(work, piece, step, progress).await,
            steps => {
                let outcome = self.with_outcome(work, steps).await;
                progress.sent += if outcome.is_ok() { u32::try_from(steps.len()).unwrap_or(u32::MAX) } else { 0 };
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
        progress: &mut Progress,
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
            progress.sent += 1;
            self.send(work, statement, *number, number - 1).await?;
        } else {
            progress.sent += 1;
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

impl Progress {
    /// The statements at some places, without those that an earlier run did.
    fn steps<'p>(&mut self, work: &Work, piece: &'p Piece, places: Range<usize>) -> Result<Vec<Step<'p>>, ExecError> {
        let mut steps = Vec::new();
        for (place, statement) in piece.plan.statements.iter().enumerate().skip(places.start).take(places.len()) {
            self.number += 1;
            if self.is_done(statement)? {
                continue;
            }
            let entry = Entry {
                number: Some(self.number),
                hash: Some(hash(statement)),
                operations: kept(piece.noted(place)),
                sql: Some(cut(&shown(statement), SHOWN)),
                ..Entry::closing(work.revision.as_str(), &work.direction.to_string(), String::new())
            };
            steps.push(Step { place, number: self.number, statement, entry });
        }
        Ok(steps)
    }

    /// True where an earlier run did the statement that is next.
    fn is_done(&self, statement: &Statement) -> Result<bool, ExecError> {
        let Some(open) = &self.before else { return Ok(false) };
        match open.done.get(self.number as usize - 1) {
            Some(entry) if entry.hash.as_ref() == Some(&hash(statement)) => Ok(true),
            Some(_) => {
                let what = format!("statement {} is not the one that ran", self.number);
                Err(HalfDone::changed(open, what).into())
            }
            None => Ok(false),
        }
    }

    /// Checks that all that an earlier run did was found in the script.
    fn is_complete(&self) -> Result<(), ExecError> {
        match &self.before {
            Some(open) if open.done.len() > self.number as usize => {
                let what = format!("{} statements ran, and the script has {}", open.done.len(), self.number);
                Err(HalfDone::changed(open, what).into())
            }
            Some(_) | None => Ok(()),
        }
    }

    /// The schema after a piece. What an earlier run did was there when the database was inspected.
    fn schema_after(&self, piece: &Piece) -> Option<Schema> {
        match &self.before {
            Some(open) if self.number as usize <= open.done.len() => piece.folded.clone(),
            Some(_) | None => piece.plan.after.clone(),
        }
    }

    /// A script that cannot be planned any more up to where an earlier run came, is not the script that ran.
    fn explain(&self, error: ExecError) -> ExecError {
        match (&self.before, error.kind()) {
            (Some(open), ExecErrorKind::Complete { .. } | ExecErrorKind::Plan { .. })
                if (self.number as usize) < open.done.len() =>
            {
                HalfDone::changed(open, error.to_string()).into()
            }
            _ => error,
        }
    }
}

/// The operations, for the journal; of a function, its name says all.
pub(super) fn kept(operations: &[Operation]) -> Option<String> {
    let is_function = |operation: &Operation| matches!(operation, Operation::Run { .. });
    (!operations.iter().any(is_function)).then(|| operations_text(operations))
}

/// True for an operation whose statements mean the same within a transaction of their own.
fn is_typed(operation: &Operation) -> bool {
    !matches!(operation, Operation::Execute { .. } | Operation::Run { .. })
}

/// What tells a statement from another.
pub(super) fn hash(statement: &Statement) -> String {
    let text = statement.run.as_ref().map_or_else(|| statement.essence().to_owned(), |_| shown(statement));
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}
