//! The fast form of a revision as one transaction: all of it goes to the server as one text.
//!
//! The text takes the lock or fails, and takes the next number of the journal or fails, so that it runs only where nobody
//! wrote since the database was looked at. Whatever is not as expected is rolled back and left to the way step by step.

use super::error::{ExecError, Failure};
use super::journal::Entry;
use super::planning::{Piece, Planning};
use super::position::Decision;
use super::runner::Runner;
use super::transact::{End, Lock, Stop};
use super::{Direction, Work};
use crate::connection::{DriverError, DriverErrorKind};
use crate::plan::{Placement, Statement};

/// What came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Once {
    /// The revision is over: run, or found to be run by another process.
    Over,
    /// It has to go step by step; nothing of it was kept.
    StepByStep,
    /// It cannot be run in one transaction; nothing of it was kept.
    Impossible,
}

/// A revision that can be one text.
struct Text {
    /// Its statements; the entry of the journal before them and the change of the ledger after them.
    statements: Vec<String>,
    /// What they come from, where there are any.
    piece: Option<Piece>,
}

/// The longest text that is sent at once, in bytes.
const LONGEST: usize = 1 << 20;

impl Runner<'_> {
    /// Runs a revision as one text, if it can be one.
    pub(super) async fn at_once(&mut self, work: &mut Work) -> Result<Once, ExecError> {
        match self.decide(work).await {
            Ok(Decision::Run) if !self.contended => {}
            Ok(Decision::Skip) => {
                self.skipped(work);
                return Ok(Once::Over);
            }
            Ok(Decision::Run | Decision::Resume(_)) | Err(_) => return Ok(Once::StepByStep),
        }
        let start = self.executor.connector.now();
        let text = match self.text(work).await? {
            Ok(text) => text,
            Err(once) => return Ok(once),
        };
        let end = match work.direction {
            Direction::Upgrade => End::Commit,
            Direction::Downgrade => End::Open,
        };
        let mut outcome = self.transact(&text.statements, Lock::Own, end).await;
        let count = text.piece.as_ref().map_or(0, |piece| piece.plan.statements.len());
        if let (Ok(changed), Direction::Downgrade) = (&outcome, work.direction) {
            if *changed != 1 {
                self.rollback().await;
                self.position = None;
                return Ok(Once::StepByStep);
            }
            if let Err(error) = self.commit().await {
                self.rollback().await;
                outcome = Err(Stop::At(text.statements.len(), error));
            }
        }
        match outcome {
            Ok(_) => {
                self.written(1);
                if let Some(piece) = text.piece {
                    let after = piece.plan.after.clone();
                    self.pass(piece, after);
                }
                self.finished(work, u32::try_from(count).unwrap_or(u32::MAX), start);
                Ok(Once::Over)
            }
            Err(stop) => self.stopped(work, text.piece.as_ref(), stop).await,
        }
    }

    /// The text of a revision, or what is to be done in its place.
    async fn text(&mut self, work: &mut Work) -> Result<Result<Text, Once>, ExecError> {
        let Some(clock) = self.dialect.clock(self.executor.connector.now()) else { return Ok(Err(Once::StepByStep)) };
        if !work.functions.is_empty() || !self.executor.hooks.is_empty() {
            return Ok(Err(Once::StepByStep));
        }
        let mut planning = Planning::new(work);
        // A script that has no plan is an error of the way step by step, which plans under the lock.
        let Ok(piece) = self.next_piece(&mut planning).await else { return Ok(Err(Once::StepByStep)) };
        let planned: &[Statement] = piece.as_ref().map_or(&[], |piece| &piece.plan.statements);
        if planned.iter().any(|statement| self.is_outside(statement)) {
            return Ok(Err(Once::Impossible));
        }
        let needs_more = piece.as_ref().is_some_and(|piece| {
            let plan = &piece.plan;
            !plan.settings.is_empty() || !plan.guards.is_empty() || planned.iter().any(|it| it.run.is_some())
        });
        let length: usize = planned.iter().map(|statement| statement.sql.len()).sum();
        if needs_more || !planning.is_over() || length > LONGEST {
            return Ok(Err(Once::StepByStep));
        }
        let after = piece.as_ref().map_or(self.schema.as_ref(), |piece| piece.plan.after.as_ref());
        let ledger = &self.executor.ledger;
        let change = match work.direction {
            Direction::Upgrade => {
                ledger.insert_by_clock(&*self.dialect, &self.row(work, self.executor.connector.now(), after), clock)
            }
            Direction::Downgrade => ledger.delete(&*self.dialect, &[work.revision.as_str()]),
        };
        let closing = Entry::closing(work.revision.as_str(), &work.direction.to_string(), self.now());
        let mut statements = vec![ledger.journal.insert(&*self.dialect, self.last_entry(), &[closing])];
        statements.extend(planned.iter().map(|statement| statement.sql.clone()));
        statements.push(change);
        Ok(Ok(Text { statements, piece }))
    }

    /// What a text that came to nothing means.
    async fn stopped(&mut self, work: &mut Work, piece: Option<&Piece>, stop: Stop) -> Result<Once, ExecError> {
        let (place, error) = match stop {
            Stop::Locked => {
                self.contended = true;
                return Ok(Once::StepByStep);
            }
            Stop::Closed(error) => return Err(error.into()),
            Stop::At(place, error) => (place, error),
        };
        (self.position, self.schema) = (None, None);
        let planned: &[Statement] = piece.map_or(&[], |piece| &piece.plan.statements);
        let failed = place.checked_sub(1).and_then(|place| planned.get(place));
        let lost = error.kind == DriverErrorKind::Lost;
        let error = match failed {
            Some(_) if self.dialect.wants_commit(&error) => return Ok(Once::Impossible),
            Some(statement) => failure(work, place, &statement.sql, error),
            None if place > planned.len() + 1 => failure(work, place - 1, "commit", error),
            None if lost => error.into(),
            // The journal or the ledger is not what it was.
            None => return Ok(Once::StepByStep),
        };
        Err(error)
    }

    /// True for a statement that cannot be part of a transaction.
    pub(super) fn is_outside(&self, statement: &Statement) -> bool {
        statement.placement == Placement::Outside || self.dialect.runs_outside_transactions(&statement.sql)
    }
}

fn failure(work: &Work, number: usize, sql: &str, error: DriverError) -> ExecError {
    let number = u32::try_from(number).unwrap_or(u32::MAX);
    Failure { number, sql: sql.to_owned(), ..Failure::of(work, error.into()) }.into()
}
