//! What a run would make of a revision that is half done, found without writing anything.

use super::error::{ExecError, HalfDone};
use super::half_done::{Found, Halfway};
use super::journal::OpenRun;
use super::planning::Planning;
use super::runner::Runner;
use super::send::shown;
use super::{Executor, Work, resume};
use crate::connection::Connection;
use crate::schema::Schema;

/// What a run would make of what is half done.
pub(crate) struct Foreseen {
    pub(crate) halfway: Halfway,
    /// What it would stop with; `None` where it would go on.
    pub(crate) stop: Option<HalfDone>,
    /// What is left of the revision, as far as that can be told.
    pub(crate) rest: Option<Rest>,
}

/// What is left of a revision that is half done.
pub(crate) struct Rest {
    /// The schema that its script is planned on.
    pub(crate) before: Schema,
    /// How many of its statements are done or in doubt.
    pub(crate) passed: usize,
    /// The statements that come after these.
    pub(super) to_come: Vec<String>,
}

impl Rest {
    /// True where a statement is still to be run.
    pub(crate) fn is_left(&self) -> bool {
        !self.to_come.is_empty()
    }
}

impl Executor<'_> {
    /// Waits until nobody can be at work on what is half done: so a run that was cut off is told from one that is under way.
    pub(crate) async fn wait_for_others(&self, connection: &mut dyn Connection) -> Result<(), ExecError> {
        let mut runner = Runner::new(self, connection).await?;
        runner.with_session_lock(|runner| Box::pin(async { runner.open_run().await.map(drop) })).await
    }

    /// What a run that begins with this work, or has none, would make of what is half done; `None` where nothing is.
    pub(crate) async fn foresee(
        &self,
        connection: &mut dyn Connection,
        first: Option<&mut Work>,
    ) -> Result<Option<Foreseen>, ExecError> {
        let mut runner = Runner::new(self, connection).await?;
        match runner.look().await?.tail.open.clone() {
            Some(open) => runner.foresee(open, first).await.map(Some),
            None => Ok(None),
        }
    }
}

impl Runner<'_> {
    async fn foresee(&mut self, open: OpenRun, first: Option<&mut Work>) -> Result<Foreseen, ExecError> {
        let found = self.found(&open).await?;
        let halfway = Halfway::of(&open, found.clone());
        let Some(work) = first.filter(|work| open.is_of(work)) else {
            return Ok(Foreseen { halfway, stop: Some(HalfDone::in_the_way(&open)), rest: None });
        };
        let in_doubt = match (&found, &open.doubt) {
            (Some(Found::Unclear(what)), Some(doubt)) => Some(HalfDone::in_doubt(&open, doubt, what)),
            _ => None,
        };
        match (self.rest(open, found, work).await, in_doubt) {
            (Ok(rest), stop) => Ok(Foreseen { halfway, stop, rest: Some(rest) }),
            (Err(_), Some(in_doubt)) => Ok(Foreseen { halfway, stop: Some(in_doubt), rest: None }),
            (Err(error), None) => Ok(Foreseen { halfway, stop: Some(error.half_done()?), rest: None }),
        }
    }

    /// What is left of a run, when the statement in doubt was looked for.
    pub(super) async fn rest(
        &mut self,
        open: OpenRun,
        found: Option<Found>,
        work: &mut Work,
    ) -> Result<Rest, ExecError> {
        self.limit(work.limits);
        let open = open.found(found);
        let passed = open.passed();
        let now = self.inspect().await?;
        let before = resume::before(&*self.dialect, now, &open)?;
        let mut to_come = self.statements_of(&open, work, before.clone())?;
        Ok(Rest { before, passed, to_come: to_come.split_off(passed.min(to_come.len())) })
    }

    /// The statements of a revision, of which those that are done must be the ones that ran.
    fn statements_of(&self, open: &OpenRun, work: &Work, before: Schema) -> Result<Vec<String>, ExecError> {
        let (mut schema, mut planning, mut statements) = (before, Planning::new(work), Vec::new());
        let mut number = 0;
        while let Some(piece) =
            planning.next(&*self.dialect, Some(&schema)).map_err(|error| open.explain(number, error))?
        {
            for statement in &piece.plan.statements {
                number += 1;
                open.has_done(number, statement)?;
                statements.push(shown(statement));
            }
            schema = piece.plan.after.or(piece.folded).unwrap_or(schema);
        }
        open.demand_no_more_than(number)?;
        Ok(statements)
    }
}
