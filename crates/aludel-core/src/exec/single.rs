//! A revision statement by statement: where statements commit by themselves, or its script asks for it.
//!
//! Before such a statement its intent goes into the journal, and after it its outcome; a statement that does not commit by
//! itself shares a transaction with its outcome and is never in doubt. What failed is gone on with at the statement that
//! failed, as long as those before it are still what they were.

use super::course::Course;
use super::error::{ExecError, ExecErrorKind};
use super::journal::{Entry, State};
use super::planning::{Piece, Planning, stands_alone};
use super::position::Decision;
use super::runner::Runner;
use super::{Work, views};

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
            self.kept = before.as_ref().map_or(0, |open| u32::try_from(open.done.len()).unwrap_or(u32::MAX));
            self.go_on()?;
            self.call_before_alone().await?;
            let mut course = Course::new(before, self.executor.connector.now());
            let outcome = self.statements(&mut work, &mut course).await;
            let restored = course.settings.restore(self.connection).await;
            match outcome {
                // Without a lock for the session, the first entry of the journal is the claim, and another process was
                // quicker to make it.
                Err(error) if course.sent == 0 && self.lost_claim(&error).await => {}
                Err(error) => {
                    (self.position, self.schema) = (None, None);
                    return Err(error);
                }
                Ok(()) => {
                    self.finished(&work, course.sent, course.start);
                    return Ok(restored?);
                }
            }
        }
    }

    async fn statements(&mut self, work: &mut Work, course: &mut Course) -> Result<(), ExecError> {
        self.take_up(work, course).await?;
        let outcome = self.run_the_rest(work, course).await;
        if let Err(error) = &outcome
            && matches!(error.kind(), ExecErrorKind::Stopped { kept: 1.., .. })
            && let Err(error) = self.leave(work, self.kept + 1, "stopped as asked".to_owned()).await
        {
            tracing::warn!(%error, "cannot write into the journal that nobody is at work");
        }
        outcome
    }

    /// Runs what is not done yet, and concludes.
    async fn run_the_rest(&mut self, work: &mut Work, course: &mut Course) -> Result<(), ExecError> {
        let mut planning = Planning::new(work);
        while let Some(piece) = self.next_piece(&mut planning).await.map_err(|error| course.explain(error))? {
            self.piece(work, &piece, course).await?;
            views::note(&mut course.views, &piece.operations, piece.folded.as_ref());
            let after = course.schema_after(&piece);
            self.pass(piece, after);
        }
        course.demand_complete()?;
        let guards = std::mem::take(&mut course.guards);
        if let Some(violation) = guards.check(self.connection).await? {
            return Err(violation.of(work, course.number).into());
        }
        self.kept = course.number;
        self.conclude_alone(work, course).await
    }

    /// Finds where an earlier run stopped, if there was one, and the schema that its script was planned on.
    async fn take_up(&mut self, work: &mut Work, course: &mut Course) -> Result<(), ExecError> {
        let Some(open) = course.before.take() else { return Ok(()) };
        let open = self.settle(open).await?;
        if !work.recorded.iter().all(stands_alone) {
            self.schema = Some(self.inspect_before(&open).await?);
        }
        course.before = Some(open);
        Ok(())
    }

    /// Runs what is not done yet of a piece.
    async fn piece(&mut self, work: &mut Work, piece: &Piece, course: &mut Course) -> Result<(), ExecError> {
        self.make(&mut course.settings, &piece.plan.settings, work).await?;
        self.demand_understood(work, piece)?;
        self.warn(work, piece);
        let watched = self.guards(work, &piece.plan);
        course.guards.watch(self.connection, &watched).await?;
        let statistics = self.statistics(piece).await?;
        for places in piece.transactions() {
            let steps = course.steps(work, piece, places)?;
            if let Some(first) = steps.first() {
                self.kept = first.number - 1;
                self.go_on()?;
                self.set_again(course).await?;
                self.patiently(work, piece, &steps, course).await?;
            }
        }
        Ok(self.put_back(&statistics).await?)
    }

    /// Writes down that nobody is at work any more on a run that came to a statement, and why.
    pub(super) async fn leave(&mut self, work: &mut Work, number: u32, why: String) -> Result<(), ExecError> {
        let closing = Entry::closing(work.revision.as_str(), &work.direction.to_string(), self.now());
        self.write(&[Entry { number: Some(number), state: State::Failed, error: Some(why), ..closing }]).await
    }
}
