//! One run: what it knows, and the order of things.

use std::sync::Arc;

use tracing::Instrument;

use super::clock::rfc3339;
use super::error::{ExecError, ExecErrorKind, Failure, HalfDone};
use super::journal::Entry;
use super::limit::{InForce, within};
use super::lock::{self, truth};
use super::planning::{Piece, Planning};
use super::position::{Decision, Position, read_tail};
use super::progress::{Progress, Turn};
use super::seen::Seen;
use super::send::{explained, send, shown};
use super::settings::Settings;
use super::whole::Whole;
use super::{Executor, Functions, Report, Work, session, together};
use crate::connection::Connection;
use crate::dialect::{Dialect, LockKey, align};
use crate::plan::{PlanError, Statement, plan};
use crate::revision::Limits;
use crate::schema::Schema;

/// What a run has at hand.
pub(super) struct Runner<'a> {
    pub(super) executor: &'a Executor<'a>,
    pub(super) connection: &'a mut dyn Connection,
    /// The session's, within the limits of the revision at hand.
    pub(super) dialect: Arc<dyn Dialect>,
    pub(super) key: LockKey,
    /// Where the database stood when we last looked; `None` where that must not be relied on.
    pub(super) position: Option<Position>,
    /// The schema as it is, where that is known.
    pub(super) schema: Option<Schema>,
    /// What was seen beside it when the database was last inspected.
    pub(super) seen: Seen,
    /// The schema as the scripts say it, whose words an inspected one is brought into.
    pub(super) expected: Option<Schema>,
    /// Another process had the lock when we last tried it.
    pub(super) contended: bool,
    /// That the lock of the session keeps others out.
    pub(super) proved: bool,
    /// The revision whose turn it is, or will be next.
    pub(super) turn: Option<Turn>,
    /// How many of its statements stay done, whatever becomes of the rest.
    pub(super) kept: u32,
    /// What it says of how long its statements may wait and take, and how far they may go.
    pub(super) of_revision: Limits,
    /// The limits that the session has.
    pub(super) in_force: Option<InForce>,
    /// Somebody has to look who is in the way of statements.
    pub(super) watched: bool,
    /// Who was in the way when somebody last looked.
    pub(super) blockers: Vec<String>,
    pub(super) report: Report,
}

/// Whether the ledger and the journal are there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tables {
    Present,
    Missing,
}

impl Tables {
    pub(super) fn of<T>(known: Option<T>) -> Self {
        if known.is_some() { Self::Present } else { Self::Missing }
    }
}

impl<'a> Runner<'a> {
    pub(super) async fn new(executor: &'a Executor<'a>, connection: &'a mut dyn Connection) -> Result<Self, ExecError> {
        let key = lock::key(connection, &executor.ledger).await?;
        let dialect = within(connection.dialect(), executor.limits);
        let expected = executor.expected.clone();
        Ok(Self {
            executor,
            connection,
            dialect,
            key,
            position: None,
            schema: None,
            seen: Seen::default(),
            expected,
            contended: false,
            proved: false,
            turn: None,
            kept: 0,
            of_revision: Limits::default(),
            in_force: None,
            watched: false,
            blockers: Vec::new(),
            report: Report::default(),
        })
    }

    /// Runs all of it. Where changes of the schema are part of transactions, each revision takes the lock for itself;
    /// elsewhere the session has it from the first to the last.
    pub(super) async fn run(&mut self, tables: Tables, works: Vec<Work>) -> Result<(), ExecError> {
        self.turn = works.first().map(|work| Turn::of(work, 0, works.len()));
        if self.dialect.capabilities().transactional_ddl {
            if tables == Tables::Missing {
                self.begin_locked().await?;
                let made = self.make_tables_if(tables).await;
                self.end(made).await?;
            }
            return if self.executor.single_transaction {
                self.together(works).await
            } else {
                self.in_a_row(works).await
            };
        }
        if self.executor.single_transaction && !works.is_empty() {
            return Err(together::impossible("here each change of the schema commits by itself"));
        }
        self.with_session_lock(move |runner| {
            Box::pin(async move {
                runner.make_tables_if(tables).await?;
                runner.each(works).await
            })
        })
        .await
    }

    /// Stops at a revision that is half done, where there is nothing else to do. The lock is taken to tell a run that was
    /// cut off from one that is under way.
    pub(super) async fn idle(&mut self) -> Result<(), ExecError> {
        let ledger = &self.executor.ledger;
        self.with_session_lock(|runner| {
            Box::pin(async move {
                match read_tail(runner.connection, ledger).await?.open {
                    Some(open) => Err(HalfDone::in_the_way(&open).into()),
                    None => Ok(()),
                }
            })
        })
        .await
    }

    /// Runs revisions that are transactions, one after the other.
    async fn in_a_row(&mut self, works: Vec<Work>) -> Result<(), ExecError> {
        let eased = self.dialect.for_many_transactions().filter(|_| works.len() > 1);
        let mut settings = Settings::default();
        // Where it has no effect, nothing is lost but time.
        let outcome = match settings.make(self.connection, eased.as_slice()).await {
            Ok(_) => self.each(works).await,
            Err(error) => Err(error.into()),
        };
        let restored = settings.restore(self.connection).await;
        outcome?;
        restored.map_err(ExecError::from)
    }

    async fn each(&mut self, works: Vec<Work>) -> Result<(), ExecError> {
        let total = works.len();
        for (place, work) in works.into_iter().enumerate() {
            self.begin_turn(Turn::of(&work, place, total), work.limits)?;
            let span = tracing::info_span!("revision", id = %work.revision, direction = %work.direction);
            self.revision(work).instrument(span).await?;
        }
        Ok(())
    }

    /// Goes on to a revision, unless the run is asked to stop.
    pub(super) fn begin_turn(&mut self, turn: Turn, limits: Limits) -> Result<(), ExecError> {
        self.turn = Some(turn.clone());
        self.limit(limits);
        // With no second attempt, the first has to tell who was in the way.
        self.watched = self.executor.retry.times == 0;
        self.blockers.clear();
        self.kept = 0;
        self.go_on()?;
        self.tell(&Progress::Begun { turn });
        Ok(())
    }

    /// Tells of a statement that copies rows how many these are; nobody counts them where nobody listens.
    async fn announce(&mut self, statement: &Statement) {
        let (Some(copied), Some(turn), true) = (&statement.copied, &self.turn, self.executor.observer.is_some()) else {
            return;
        };
        let (turn, table) = (turn.clone(), copied.table.clone());
        // Where they cannot be counted, the statement itself will say why.
        let counted = self.connection.query(&copied.count).await;
        if let Some(rows) = counted.ok().and_then(|rows| rows.first()?.integer(0)?.try_into().ok()) {
            tracing::info!(%table, rows, "copying");
            self.tell(&Progress::Copying { turn, table, rows });
        }
    }

    /// Tells whoever wants to know.
    pub(super) fn tell(&self, progress: &Progress) {
        if let Some(observer) = &self.executor.observer {
            observer(progress);
        }
    }

    async fn revision(&mut self, mut work: Work) -> Result<(), ExecError> {
        tracing::info!(message = work.message, "start");
        let put_back = self.session_before(&work.recorded).await;
        if !self.dialect.capabilities().transactional_ddl {
            return self.single_in_session(work, put_back).await;
        }
        // The ledger is written in the same transaction, and is to be found there.
        let said = work.recorded.len();
        session::extend(&mut work, &put_back);
        match self.whole(&mut work).await? {
            Whole::Over => Ok(()),
            Whole::Impossible => {
                work.recorded.truncate(said);
                self.with_session_lock(move |runner| Box::pin(runner.single_in_session(work, put_back))).await
            }
        }
    }

    /// Commits what went well, and rolls back what did not.
    pub(super) async fn end<T>(&mut self, outcome: Result<T, ExecError>) -> Result<T, ExecError> {
        let outcome = match outcome {
            Ok(value) => self.commit().await.map(|()| value).map_err(ExecError::from),
            Err(error) => Err(error),
        };
        if outcome.is_err() {
            self.position = None;
            self.rollback().await;
        }
        outcome
    }

    /// The same where nothing but data of others was written, so that what is known of our tables still holds.
    pub(super) async fn end_keeping_position<T>(&mut self, outcome: Result<T, ExecError>) -> Result<T, ExecError> {
        let position = self.position.clone();
        let outcome = self.end(outcome).await;
        self.position = position;
        outcome
    }

    /// Makes those of our tables that are missing, if any may be. The lock is held.
    pub(super) async fn make_tables_if(&mut self, tables: Tables) -> Result<(), ExecError> {
        if tables == Tables::Present {
            return Ok(());
        }
        let ledger = &self.executor.ledger;
        let journal_exists = truth(self.connection, &self.dialect.table_exists(&ledger.journal.name)).await?;
        let ledger_exists = truth(self.connection, &self.dialect.table_exists(&ledger.name)).await?;
        if !journal_exists && !ledger_exists {
            self.position = Some(Position::default());
        }
        for operation in ledger.missing(&*self.dialect, journal_exists, ledger_exists) {
            let unplanned = |error: PlanError| ExecErrorKind::Tables { what: error.to_string() };
            let plan = plan(&*self.dialect, &Schema::default(), &[operation]).map_err(unplanned)?;
            for statement in &plan.statements {
                let sent = send(self.connection, statement, &mut Functions::new()).await;
                sent.map_err(|error| ExecErrorKind::Tables { what: error.to_string() })?;
            }
        }
        Ok(())
    }

    /// Looks where the database stands. What is written after that without the lock is noticed under it: the number of the
    /// next entry of the journal is taken then; and what was planned on a schema that somebody else has changed since is
    /// planned again.
    pub(super) async fn look(&mut self) -> Result<&mut Position, ExecError> {
        let known = self.position.take();
        let last = known.as_ref().map(|known| known.tail.last);
        let position = Position::read(self.connection, &self.executor.ledger, known).await?;
        if last != Some(position.tail.last) || !self.is_as_seen().await? {
            self.schema = None;
        }
        Ok(self.position.insert(position))
    }

    /// What is to be done about a revision, where it is known how the database stands, or after a look.
    pub(super) async fn decide(&mut self, work: &mut Work) -> Result<Decision, ExecError> {
        match &self.position {
            Some(position) => position.decide(work),
            None => self.look().await?.decide(work),
        }
    }

    /// The next piece of a revision, planned on the schema that is there; the database is inspected only where the piece
    /// cannot do without.
    pub(super) async fn next_piece(&mut self, planning: &mut Planning) -> Result<Option<Piece>, ExecError> {
        if planning.needs_schema() && self.schema.is_none() {
            self.schema = Some(self.inspect().await?);
        }
        planning.next(&*self.dialect, self.schema.as_ref())
    }

    /// What is there, in the words of the scripts.
    pub(super) async fn inspect(&mut self) -> Result<Schema, ExecError> {
        let inspected = self.inspect_plainly().await?;
        Ok(match &self.expected {
            Some(expected) => align(&*self.dialect, &inspected, expected, &Schema::default()),
            None => inspected,
        })
    }

    /// What is there, in the words of the database.
    pub(super) async fn inspect_plainly(&mut self) -> Result<Schema, ExecError> {
        // Read first: what changes in between is taken for a change.
        let version = self.schema_version().await?;
        let inspection = self.dialect.inspect(self.connection, &self.executor.scope).await?;
        self.seen = Seen { version, not_understood: inspection.not_understood };
        Ok(inspection.schema)
    }

    /// Goes on from a piece that has run, which left that schema.
    pub(super) fn pass(&mut self, piece: Piece, schema: Option<Schema>) {
        self.seen.follow(&piece.operations);
        self.schema = schema;
        self.expected = piece.folded.or(self.expected.take());
    }

    /// Sends one statement of a revision.
    pub(super) async fn send(
        &mut self,
        work: &mut Work,
        statement: &Statement,
        number: u32,
        kept: u32,
    ) -> Result<(), Failure> {
        self.announce(statement).await;
        let sent: Result<(), Box<dyn std::error::Error + Send + Sync>> = if statement.run.is_some() {
            send(self.connection, statement, &mut work.functions).await
        } else {
            let sent = self.send_all(std::slice::from_ref(&statement.sql)).await;
            sent.map(drop).map_err(|failed| failed.error.into())
        };
        match sent {
            Ok(()) => Ok(()),
            Err(cause) => {
                let cause = explained(self.connection, statement, cause).await;
                Err(Failure { number, sql: shown(statement), kept, ..Failure::of(work, cause) })
            }
        }
    }

    /// Writes entries into the journal.
    pub(super) async fn write(&mut self, entries: &[Entry]) -> Result<(), ExecError> {
        let last = self.last_entry();
        let insert = self.executor.ledger.journal.insert(&*self.dialect, last, entries);
        self.connection.execute(&insert).await?;
        self.written(entries.len());
        Ok(())
    }

    /// Notes that so many entries were added to the journal.
    pub(super) fn written(&mut self, entries: usize) {
        if let Some(position) = &mut self.position {
            position.tail.last = position.tail.last.saturating_add_unsigned(entries as u64);
        }
    }

    pub(super) fn last_entry(&self) -> i64 {
        self.position.as_ref().map_or(0, |position| position.tail.last)
    }

    pub(super) fn now(&self) -> String {
        rfc3339(self.executor.connector.now())
    }
}
