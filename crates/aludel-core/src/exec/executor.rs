//! The entrance: runs works, or stamps.

use std::time::Duration;

use tracing::Instrument;

use super::error::ExecError;
use super::position::Position;
use super::runner::{Runner, Tables};
use super::{Hooks, Known, Ledger, LedgerRow, Observer, Report, Retry, StampReport, Stop, Work};
use crate::connection::{Connection, Connector};
use crate::dialect::Scope;
use crate::revision::Limits;
use crate::schema::Schema;

/// Runs revisions, one after the other, each under the lock.
///
/// ```
/// use aludel_core::connection::{Connection, Connector};
/// use aludel_core::exec::{ExecError, Executor, Ledger, Report, Work};
///
/// async fn upgrade(connector: &dyn Connector, works: Vec<Work>) -> Result<Report, ExecError> {
///     let ledger = Ledger::default();
///     let mut connection = connector.connect().await?;
///     let known = ledger.read(&mut *connection).await?;
///     Executor::new(connector, ledger).run(&mut *connection, known.as_ref(), works).await
/// }
/// ```
pub struct Executor<'a> {
    /// Time and chance.
    pub connector: &'a dyn Connector,
    /// The tables that are ours.
    pub ledger: Ledger,
    /// How long to wait for other processes.
    pub lock_timeout: Duration,
    /// How long statements may wait and take, where their revision says nothing of it.
    pub limits: Limits,
    /// What becomes of a revision that somebody is in the way of.
    pub retry: Retry,
    /// The wish that the run stops.
    pub stop: Stop,
    /// What is called before and after each revision.
    pub hooks: Hooks,
    /// Who is told what happens.
    pub observer: Option<Observer>,
    /// All revisions of a run in one transaction, where the database can have it, in place of one for each.
    pub single_transaction: bool,
    /// The account's word that only one server of a cluster takes writes, so that a lock of that server is enough.
    pub single_writer: bool,
    /// Who is at work, for the ledger.
    pub applied_by: String,
    /// Where to look when the schema must be known.
    pub scope: Scope,
    /// The schema as the scripts say it before the first work, where that is known: what is inspected is brought into its
    /// words, so that a script finds things by the names that it gave them.
    pub expected: Option<Schema>,
}

impl<'a> Executor<'a> {
    /// One that waits a minute for other processes, and looks in the connection's own namespace.
    pub fn new(connector: &'a dyn Connector, ledger: Ledger) -> Self {
        Self {
            connector,
            ledger,
            lock_timeout: Duration::from_secs(60),
            limits: Limits::usual(),
            retry: Retry::default(),
            stop: Stop::new(),
            hooks: Hooks::default(),
            observer: None,
            single_transaction: false,
            single_writer: false,
            applied_by: String::new(),
            scope: Scope::default(),
            expected: None,
        }
    }

    /// Runs revisions in the order given; `known` is the ledger as [`Ledger::read`] gave it when the order was found.
    ///
    /// Under the lock it is made sure that the ledger is still that one: what another process did meanwhile is skipped. With
    /// no work no lock is taken, and nothing is asked, unless a revision is half done. The session is meant to be closed afterwards; where this future is dropped, it must be.
    ///
    /// # Errors
    /// [`ExecError`]; its report says what was done before. Where the database rolls changes of the schema back, nothing
    /// of the revision that failed is there; elsewhere the journal knows how far it came, and running it again goes on
    /// from there.
    pub async fn run(
        &self,
        connection: &mut dyn Connection,
        known: Option<&Known>,
        works: Vec<Work>,
    ) -> Result<Report, ExecError> {
        let half_done = known.is_some_and(Known::is_half_done);
        if works.is_empty() && !half_done {
            return Ok(Report::default());
        }
        let mut runner = Runner::new(self, connection).await?;
        runner.position = known.map(Position::from);
        let (database, revisions) = (self.connector.describe(), works.len());
        let span = tracing::info_span!("run", database, revisions);
        let outcome =
            async { if works.is_empty() { runner.idle().await } else { runner.run(Tables::of(known), works).await } };
        let outcome = outcome.instrument(span).await;
        match outcome {
            Ok(()) => Ok(runner.report),
            Err(error) => Err(error.after(runner.report)),
        }
    }

    /// Makes the ledger say that just these revisions are applied, without running any.
    ///
    /// Rows that are there, with the same parents, stay as they are; the others get the present as their time. A revision that is half done counts
    /// as settled from then on. This works on a damaged ledger too, `known` being anything but `None` then.
    ///
    /// # Errors
    /// [`ExecError`] where the lock is not to be had or the database does not answer as it should.
    pub async fn stamp(
        &self,
        connection: &mut dyn Connection,
        known: Option<&[LedgerRow]>,
        rows: Vec<LedgerRow>,
    ) -> Result<StampReport, ExecError> {
        let tables = Tables::of(known);
        Runner::new(self, connection).await?.stamp(tables, rows).await
    }

    /// Makes the ledger and the journal where they are missing.
    ///
    /// # Errors
    /// [`ExecError`] where the lock is not to be had or the database does not answer as it should.
    pub async fn ensure(&self, connection: &mut dyn Connection) -> Result<(), ExecError> {
        Runner::new(self, connection).await?.run(Tables::Missing, Vec::new()).await
    }
}
