//! Settling a revision that is half done, by a person's word.

use super::error::{ExecError, ExecErrorKind, HalfDone};
use super::half_done::{Found, Halfway, JournaledStatement, Verdict};
use super::journal::{Entry, OpenRun, State};
use super::ledger::{Ledger, LedgerRow};
use super::lock::Patience;
use super::probe::Finding;
use super::runner::Runner;
use super::{Executor, Work};
use crate::connection::Connection;
use crate::revision::RevisionGraph;

impl Executor<'_> {
    /// What is half done, with what a look at the database says; `None` where nothing is. Nothing is written. Where a session
    /// has no lock, it may be what another process is at work on.
    ///
    /// # Errors
    /// [`ExecError`] where the lock is not to be had or the database does not answer as it should.
    pub async fn examine(&self, connection: &mut dyn Connection) -> Result<Option<Halfway>, ExecError> {
        let mut runner = Runner::new(self, connection).await?;
        runner.with_session_lock(|runner| Box::pin(runner.show())).await
    }

    /// The statements that are still to be run of what is half done, each with its number, as far as they can be told now.
    ///
    /// # Errors
    /// [`ExecError`] for a script that was changed, and where the database does not answer as it should.
    pub async fn to_come(
        &self,
        connection: &mut dyn Connection,
        work: &mut Work,
    ) -> Result<Vec<JournaledStatement>, ExecError> {
        let mut runner = Runner::new(self, connection).await?;
        let Some(open) = runner.look().await?.tail.open.clone() else { return Ok(Vec::new()) };
        let found = runner.found(&open).await?;
        let rest = runner.rest(open, found, work).await?;
        let numbers = (1..).skip(rest.passed);
        Ok(rest.to_come.into_iter().zip(numbers).map(|(sql, number)| JournaledStatement { number, sql }).collect())
    }

    /// Why what is done of a run cannot be taken back, as far as that can be told now; `None` where it can, and where nothing
    /// is half done.
    pub(crate) async fn no_way_back(&self, connection: &mut dyn Connection) -> Result<Option<HalfDone>, ExecError> {
        let mut runner = Runner::new(self, connection).await?;
        let Some(open) = runner.look().await?.tail.open.clone() else { return Ok(None) };
        let open = open.clone().found(runner.found(&open).await?);
        runner.no_way_back(&open).await
    }

    /// Writes down what a person says of the statement in doubt. Returns what is half done then.
    ///
    /// # Errors
    /// [`ExecError`] where no statement is in doubt, or the lock is not to be had.
    pub async fn settle(
        &self,
        connection: &mut dyn Connection,
        verdict: Verdict,
    ) -> Result<Option<Halfway>, ExecError> {
        let mut runner = Runner::new(self, connection).await?;
        runner.with_session_lock(move |runner| Box::pin(runner.judge(verdict))).await
    }

    /// Takes back the statements that are done of what is half done, the last first, within the limits that the header of
    /// its revision sets. Returns what it was.
    ///
    /// # Errors
    /// [`ExecError`] where nothing is half done, where a statement cannot be taken back, before any is, and where one fails.
    pub async fn take_back(
        &self,
        connection: &mut dyn Connection,
        graph: &RevisionGraph,
    ) -> Result<Halfway, ExecError> {
        let mut runner = Runner::new(self, connection).await?;
        runner.with_session_lock(|runner| Box::pin(runner.take_back(graph))).await
    }

    /// Writes rows of the ledger anew, such as with the checksum of an edited script.
    ///
    /// # Errors
    /// [`ExecError`] where a revision is half done or one of the rows is gone, or the lock is not to be had.
    pub async fn rewrite(&self, connection: &mut dyn Connection, rows: &[LedgerRow]) -> Result<(), ExecError> {
        let mut runner = Runner::new(self, connection).await?;
        if runner.dialect.capabilities().transactional_ddl {
            runner.begin_locked().await?;
            let written = runner.rewrite(rows).await;
            return runner.end(written).await;
        }
        runner
            .with_session_lock(|runner| {
                Box::pin(async move {
                    runner.connection.begin().await?;
                    let written = runner.rewrite(rows).await;
                    runner.end(written).await
                })
            })
            .await
    }
}

impl Runner<'_> {
    /// What is half done, when nobody is at work on it.
    pub(super) async fn open_run(&mut self) -> Result<Option<OpenRun>, ExecError> {
        let mut patience = Patience::new(self.executor, self.executor.lock_timeout);
        loop {
            let open = self.look().await?.tail.open.clone();
            if open.as_ref().is_none_or(|open| self.is_left(open)) {
                return Ok(open);
            }
            if !patience.wait().await {
                return Err(self.locked(&patience).await);
            }
        }
    }

    pub(super) fn nothing_half_done(&self) -> ExecError {
        ExecErrorKind::NothingHalfDone { database: self.executor.connector.describe() }.into()
    }

    async fn show(&mut self) -> Result<Option<Halfway>, ExecError> {
        let Some(open) = self.look().await?.tail.open.clone() else { return Ok(None) };
        let found = self.found(&open).await?;
        Ok(Some(Halfway::of(&open, found)))
    }

    /// What a look at the database says of the statement in doubt, where there is one.
    pub(super) async fn found(&mut self, open: &OpenRun) -> Result<Option<Found>, ExecError> {
        let Some(doubt) = &open.doubt else { return Ok(None) };
        Ok(Some(match self.find(open, doubt).await? {
            Finding::Done => Found::Done,
            Finding::NotDone => Found::NotDone,
            Finding::Unclear(found) => Found::Unclear(found),
        }))
    }

    /// Why what is done cannot be taken back, as far as that can be told now.
    async fn no_way_back(&mut self, open: &OpenRun) -> Result<Option<HalfDone>, ExecError> {
        match self.way_back(open).await {
            Ok(_) => Ok(None),
            Err(error) => error.half_done().map(Some),
        }
    }

    async fn judge(&mut self, verdict: Verdict) -> Result<Option<Halfway>, ExecError> {
        let open = self.open_run().await?.ok_or_else(|| self.nothing_half_done())?;
        let Some(doubt) = open.doubt.clone() else {
            let no_way_back = self.no_way_back(&open).await?;
            return Err(HalfDone::no_doubt(&open, no_way_back.as_ref()).into());
        };
        let state = match verdict {
            Verdict::Done => State::Done,
            Verdict::NotDone => State::Failed,
        };
        let error = Some("by a person's word".to_owned());
        self.write(&[Entry { state, at: self.now(), operations: None, error, ..doubt }]).await?;
        self.position = None;
        Ok(self.look().await?.tail.open.as_ref().map(|open| Halfway::of(open, None)))
    }

    async fn rewrite(&mut self, rows: &[LedgerRow]) -> Result<(), ExecError> {
        let position = self.look().await?;
        if let Some(open) = &position.tail.open {
            return Err(HalfDone::in_the_way(open).into());
        }
        // They were read without the lock.
        if let Some(gone) = rows.iter().find(|row| !position.applied.contains_key(&row.revision)) {
            return Err(ExecErrorKind::Gone { revision: gone.revision.clone() }.into());
        }
        let ledger: &Ledger = &self.executor.ledger;
        for row in rows {
            let delete = ledger.delete(&*self.dialect, &[row.revision.as_str()]);
            self.connection.execute(&delete).await?;
            self.connection.execute(&ledger.insert(&*self.dialect, std::slice::from_ref(row))).await?;
        }
        let last = rows.last().map_or("base", |row| row.revision.as_str());
        self.write(&[Entry::closing(last, "accept", self.now())]).await
    }
}
