//! The session is lost at every request, before and after it reaches the server; then the command is run again.

use std::sync::Arc;

use aludel_core::connection::{BatchError, BoxFuture, DriverError, DriverErrorKind, Row};
use aludel_core::dialect::Dialect;
use aludel_core::exec::{ExecErrorKind, LedgerRow};

use super::*;
use crate::harness::TestDatabase;

/// When a request is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Moment {
    /// Before it reaches the server.
    Before,
    /// After the server has done it.
    After,
}

/// A session that ends at a request, counted down.
struct Cut {
    inner: Option<Box<dyn Connection>>,
    dialect: Arc<dyn Dialect>,
    left: usize,
    moment: Moment,
}

impl Cut {
    async fn open(database: &TestDatabase, left: usize, moment: Moment) -> Self {
        let inner = database.connect().await;
        Self { dialect: inner.dialect(), inner: Some(inner), left, moment }
    }

    /// Lets a request through, or ends the session before or after it.
    async fn through<T>(
        &mut self,
        request: impl for<'c> FnOnce(&'c mut dyn Connection) -> BoxFuture<'c, Result<T, DriverError>> + Send,
    ) -> Result<T, DriverError> {
        let lost = || DriverError::new(DriverErrorKind::Lost, "the session was cut");
        self.left = self.left.saturating_sub(1);
        let now = self.left == 0;
        let Some(inner) = &mut self.inner else { return Err(lost()) };
        let outcome = if now && self.moment == Moment::Before { Err(lost()) } else { request(&mut **inner).await };
        if !now {
            return outcome;
        }
        // Closing waits until the server has let go, so that the next run does not meet this one's locks.
        if let Some(inner) = self.inner.take() {
            inner.close().await?;
        }
        Err(lost())
    }
}

impl Connection for Cut {
    fn dialect(&self) -> Arc<dyn Dialect> {
        Arc::clone(&self.dialect)
    }

    fn query<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<Vec<Row>, DriverError>> {
        let sql = sql.to_owned();
        Box::pin(self.through(move |inner| Box::pin(async move { inner.query(&sql).await })))
    }

    fn execute<'a>(&'a mut self, sql: &'a str) -> BoxFuture<'a, Result<u64, DriverError>> {
        let sql = sql.to_owned();
        Box::pin(self.through(move |inner| Box::pin(async move { inner.execute(&sql).await })))
    }

    fn batch<'a>(&'a mut self, statements: &'a [String]) -> BoxFuture<'a, Result<u64, BatchError>> {
        let statements = statements.to_vec();
        Box::pin(async move {
            let sent = self.through(move |inner| Box::pin(async move { Ok(inner.batch(&statements).await) })).await;
            sent.unwrap_or_else(|error| Err(BatchError { place: 0, error }))
        })
    }

    fn begin(&mut self) -> BoxFuture<'_, Result<(), DriverError>> {
        Box::pin(self.through(|inner| inner.begin()))
    }

    fn commit(&mut self) -> BoxFuture<'_, Result<(), DriverError>> {
        Box::pin(self.through(|inner| inner.commit()))
    }

    fn rollback(&mut self) -> BoxFuture<'_, Result<(), DriverError>> {
        Box::pin(self.through(|inner| inner.rollback()))
    }

    fn close(self: Box<Self>) -> BoxFuture<'static, Result<(), DriverError>> {
        Box::pin(async move {
            match self.inner {
                Some(inner) => inner.close().await,
                None => Ok(()),
            }
        })
    }
}

fn scripts() -> [Script; 2] {
    let [create, mut changes] = operations();
    changes.upgrade.insert(0, execute("INSERT INTO users (name) VALUES ('ann')"));
    changes.downgrade.push(execute("DELETE FROM users WHERE name = 'ann'"));
    [create, changes]
}

/// Takes everything away again.
async fn clear(database: &TestDatabase) {
    let mut connection = database.connect().await;
    for table in ["users", "aludel_revisions", "aludel_journal"] {
        connection.execute(&format!("DROP TABLE IF EXISTS {table}")).await.unwrap();
    }
    connection.close().await.unwrap();
}

/// Settles by hand what is in doubt.
async fn settle(database: &TestDatabase, error: &ExecError) {
    let ExecErrorKind::HalfDone(half_done) = error.kind() else { panic!("{error}") };
    assert!(half_done.reason.contains("its outcome is not known"), "{error}");
    assert!(half_done.sql.is_some(), "{error}");
    let rows: Vec<LedgerRow> = Vec::new();
    let mut connection = database.connect().await;
    let executor = Executor::new(&*database.connector, Ledger::default());
    executor.stamp(&mut *connection, Some(&[]), rows).await.unwrap();
    connection.close().await.unwrap();
}

/// Cuts a run at requests spread over it. Returns how often the next run finished, and how often it stopped with a
/// statement in doubt.
async fn cut_everywhere(database: &TestDatabase, direction: Direction, moment: Moment) -> (usize, usize) {
    let (mut finished, mut doubtful) = (0, 0);
    let connector = &*database.connector;
    prepare(database, direction).await;
    let mut counted = Counted::new(database.connect().await);
    run(connector, &mut counted, &scripts(), direction).await.unwrap();
    let requests = counted.trips();
    Box::new(counted).close().await.unwrap();
    clear(database).await;
    for request in (1..=requests).step_by(stride(requests * 4, trials())) {
        prepare(database, direction).await;
        let mut connection = Cut::open(database, request, moment).await;
        // A request that only gives the lock back is not missed.
        drop(run(connector, &mut connection, &scripts(), direction).await);
        let again = match direction {
            Direction::Upgrade => upgrade(connector, &scripts()).await,
            Direction::Downgrade => downgrade(connector, &scripts()).await,
        };
        match again {
            Ok(_) => {
                check(database, direction, &format!("{direction} {moment:?} {request}")).await;
                finished += 1;
            }
            Err(error) => {
                settle(database, &error).await;
                doubtful += 1;
            }
        }
        clear(database).await;
    }
    (finished, doubtful)
}

/// What a run begins with.
async fn prepare(database: &TestDatabase, direction: Direction) {
    if direction == Direction::Downgrade {
        upgrade(&*database.connector, &scripts()).await.unwrap();
    }
}

/// All is there once, or all is gone.
async fn check(database: &TestDatabase, direction: Direction, case: &str) {
    let mut connection = database.connect().await;
    let applied = applied(&*database.connector).await;
    if direction == Direction::Upgrade {
        assert_eq!(applied, ["a1", "b2"], "{case}");
        assert_eq!(column(&mut *connection, "SELECT name FROM users WHERE email IS NULL").await, ["ann"], "{case}");
    } else {
        assert!(applied.is_empty() && tables(&mut *connection).await.is_empty(), "{case}");
    }
    connection.close().await.unwrap();
}

#[test]
fn a_run_that_was_cut_is_finished_by_the_next_or_stops_with_what_it_found() {
    on_every_server(async |database| {
        let rolls_back = database.connect().await.dialect().capabilities().transactional_ddl;
        for direction in [Direction::Upgrade, Direction::Downgrade] {
            for moment in [Moment::Before, Moment::After] {
                let (finished, doubtful) = cut_everywhere(database, direction, moment).await;
                assert!(finished > 0 && (!rolls_back || doubtful == 0), "{finished}, {doubtful}");
            }
        }
    });
}
