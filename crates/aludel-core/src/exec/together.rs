//! All revisions of a run in one transaction: all of them are kept, or none.

use std::time::SystemTime;

use super::error::{ExecError, ExecErrorKind};
use super::planning::is_outside;
use super::position::Decision;
use super::progress::Turn;
use super::retry::Retries;
use super::runner::Runner;
use super::settings::Settings;
use super::whole::{Attempt, Needs};
use super::{Transaction, Work, session};
use crate::schema::Schema;

/// A revision that ran in the transaction that is still open.
struct Ran {
    place: usize,
    statements: u32,
    start: SystemTime,
}

impl Runner<'_> {
    /// Runs all revisions in one transaction.
    ///
    /// What a plan needs before a transaction begins is known only when it is made. So the transaction is given up then,
    /// and begun again with that.
    pub(super) async fn together(&mut self, mut works: Vec<Work>) -> Result<(), ExecError> {
        if let Some(work) = works.iter().find(|work| is_off(work)) {
            return Err(impossible(&format!("revision \"{}\" asks to be run outside of transactions", work.revision)));
        }
        let Some(first) = works.first().map(|work| work.revision.clone()) else { return Ok(()) };
        for work in &mut works {
            let put_back = self.session_before(&work.recorded).await;
            session::extend(work, &put_back);
        }
        let expected = self.expected.clone();
        let functions = left(&works);
        let mut retries = Retries::new(self.executor);
        let mut needs = Needs::default();
        loop {
            let mut ran = Vec::new();
            let error = match self.try_together(&mut works, &needs, &mut ran).await {
                Ok(None) => return Ok(()),
                Ok(Some(more)) => {
                    tracing::debug!(%first, "begun again with what a plan needs");
                    needs = more;
                    self.start_over(expected.clone());
                    continue;
                }
                Err(error) => error,
            };
            // A function can run once.
            let retried = match left(&works) == functions {
                true => self.retry(error, &mut retries).await,
                false => Err(self.blocked(error, &retries)),
            };
            if let Err(error) = retried {
                if let Some(work) = works.get_mut(ran.len()) {
                    self.record_failure(work, &error).await;
                }
                return Err(error);
            }
            self.start_over(expected.clone());
        }
    }

    /// One attempt; returns what it needs before its transaction begins, if it must be begun again.
    async fn try_together(
        &mut self,
        works: &mut [Work],
        needs: &Needs,
        ran: &mut Vec<Ran>,
    ) -> Result<Option<Needs>, ExecError> {
        let mut settings = Settings::default();
        let made = match works.first_mut() {
            Some(work) => self.make(&mut settings, &needs.settings, work).await,
            None => Ok(()),
        };
        let outcome = match made {
            Ok(()) => self.one_transaction(works, &settings, needs, ran).await,
            Err(error) => Err(error),
        };
        let restored = settings.restore(self.connection).await;
        let outcome = outcome?;
        restored?;
        Ok(outcome)
    }

    fn start_over(&mut self, expected: Option<Schema>) {
        (self.position, self.schema, self.expected) = (None, None, expected);
    }

    async fn one_transaction(
        &mut self,
        works: &mut [Work],
        settings: &Settings,
        needs: &Needs,
        ran: &mut Vec<Ran>,
    ) -> Result<Option<Needs>, ExecError> {
        self.begin_locked().await?;
        let mut outcome = match self.look().await {
            Ok(_) => self.in_turn(works, settings, needs, ran).await,
            Err(error) => Err(error),
        };
        if matches!(outcome, Ok(None))
            && let Err(error) = self.commit().await
        {
            outcome = Err(error.into());
        }
        match &outcome {
            Ok(None) => {
                for ran in ran {
                    if let Some(work) = works.get(ran.place) {
                        self.turn = Some(Turn::of(work, ran.place, works.len()));
                        self.finished(work, ran.statements, ran.start);
                    }
                }
            }
            Ok(Some(_)) => self.rollback().await,
            Err(error) => {
                self.rollback().await;
                self.report.steps.clear();
                tracing::debug!(%error, "rolled back");
                (self.position, self.schema) = (None, None);
            }
        }
        outcome
    }

    /// The revisions, one after the other, in the transaction that is open.
    async fn in_turn(
        &mut self,
        works: &mut [Work],
        settings: &Settings,
        needs: &Needs,
        ran: &mut Vec<Ran>,
    ) -> Result<Option<Needs>, ExecError> {
        let total = works.len();
        let functions: Vec<usize> = works.iter().map(|work| work.functions.len()).collect();
        for place in 0..works.len() {
            let consumed = works.iter().zip(&functions).any(|(work, before)| work.functions.len() != *before);
            let Some(work) = works.get_mut(place) else { break };
            self.begin_turn(Turn::of(work, place, total), work.limits)?;
            let start = self.executor.connector.now();
            let mut statements = 0;
            let attempt = match self.decide(work).await? {
                Decision::Run => self.inside(work, settings, needs, &mut statements).await?,
                Decision::Skip => Attempt::Skipped,
                Decision::Resume(_) => Attempt::Impossible,
            };
            match attempt {
                Attempt::Finished => {
                    if let Some(position) = &mut self.position {
                        position.advance(work);
                    }
                }
                Attempt::Skipped => self.skipped(work),
                Attempt::Needs(_) if consumed => {
                    return Err(impossible(&format!(
                        "revision \"{}\" needs a setting from before the transaction, and a function has run in it",
                        work.revision
                    )));
                }
                Attempt::Needs(more) => return Ok(Some(more)),
                Attempt::Impossible => {
                    return Err(impossible(&format!("revision \"{}\" cannot be part of one", work.revision)));
                }
            }
            ran.push(Ran { place, statements, start });
        }
        Ok(None)
    }
}

/// How many functions are left to be run.
fn left(works: &[Work]) -> usize {
    works.iter().map(|work| work.functions.len()).sum()
}

fn is_off(work: &Work) -> bool {
    work.transaction == Transaction::Off || work.recorded.iter().any(is_outside)
}

/// That a run cannot be one transaction.
pub(super) fn impossible(what: &str) -> ExecError {
    ExecErrorKind::Apart { what: what.to_owned() }.into()
}
