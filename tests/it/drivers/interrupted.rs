//! Futures that are dropped halfway.

use std::sync::Arc;
use std::time::Duration;

use aludel_core::connection::{Connector, DriverError, DriverErrorKind};
use sqlx::sqlite::SqlitePoolOptions;

use super::pool::Pool;
use crate::harness::{drop_after, on_every_server};

/// A query that no server has answered by the time it is sent.
const SLOW: &str = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 900) \
    SELECT count(*) FROM n AS a, n AS b";

/// How a run of ours ends.
#[derive(Clone, Copy)]
enum End {
    Commit,
    Rollback,
    Nothing,
}

/// A run: one transaction, with every kind of request in it.
async fn run(connector: Arc<dyn Connector>, end: End) -> Result<(), DriverError> {
    let mut session = connector.connect().await?;
    session.begin().await?;
    session.execute("INSERT INTO notes VALUES (1)").await?;
    session.query("SELECT id FROM notes").await?;
    session.execute("INSERT INTO notes VALUES (2)").await?;
    match end {
        End::Commit => session.commit().await?,
        End::Rollback => session.rollback().await?,
        End::Nothing => {}
    }
    session.close().await
}

/// Drops a run after each number of polls, and looks at what is left each time.
async fn drop_everywhere(pool: &Pool, end: End, check: impl AsyncFn(usize)) {
    let connector = pool.database().connector().unwrap();
    for polls in 0.. {
        assert!(polls < 10_000, "it never ends");
        let done = drop_after(polls, run(Arc::clone(&connector), end)).await.is_some();
        let checked = tokio::time::timeout(Duration::from_secs(20), check(polls)).await;
        checked.unwrap_or_else(|_| panic!("blocked after {polls} polls"));
        if done {
            return;
        }
    }
}

#[test]
fn nothing_stays_of_a_transaction_that_was_dropped() {
    on_every_server(async |database| {
        database.connect().await.execute("CREATE TABLE notes (id INTEGER)").await.unwrap();
        let pool = Pool::open(database, "SELECT 1").await;
        for end in [End::Rollback, End::Nothing] {
            drop_everywhere(&pool, end, async |polls| {
                // Seen by others at once, unless the pool's session were left inside a transaction.
                pool.execute("INSERT INTO notes VALUES (7)").await;
                let mut other = database.connect().await;
                let rows = other.query("SELECT id FROM notes").await.unwrap();
                let seen: Vec<_> = rows.iter().map(|row| row.integer(0)).collect();
                assert_eq!(seen, [Some(7)], "after {polls} polls");
                // Waits for ever where another transaction has used the table.
                other.execute("DROP TABLE notes; CREATE TABLE notes (id INTEGER)").await.unwrap();
            })
            .await;
        }
    });
}

#[test]
fn a_commit_that_was_dropped_is_whole_or_not_at_all() {
    on_every_server(async |database| {
        database.connect().await.execute("CREATE TABLE notes (id INTEGER)").await.unwrap();
        let pool = Pool::open(database, "SELECT 1").await;
        drop_everywhere(&pool, End::Commit, async |polls| {
            let mut other = database.connect().await;
            // The server may still be at the commit that we no longer wait for.
            other.execute("DELETE FROM notes WHERE id = 0").await.unwrap();
            let count = other.query("SELECT count(*) FROM notes").await.unwrap()[0].integer(0);
            assert!(matches!(count, Some(0 | 2)), "after {polls} polls: {count:?}");
            other.execute("DROP TABLE notes; CREATE TABLE notes (id INTEGER)").await.unwrap();
            pool.execute("DELETE FROM notes").await;
        })
        .await;
    });
}

#[test]
fn a_table_that_was_never_committed_is_not_there() {
    on_every_server(async |database| {
        if !database.connect().await.dialect().capabilities().transactional_ddl {
            return;
        }
        let pool = Pool::open(database, "SELECT 1").await;
        let connector = pool.database().connector().unwrap();
        let mut session = connector.connect().await.unwrap();
        session.begin().await.unwrap();
        session.execute("CREATE TABLE notes (id INTEGER)").await.unwrap();
        assert_eq!(drop_after(1, session.query(SLOW)).await, None);
        drop(session);
        pool.execute("CREATE TABLE notes (id INTEGER)").await;
    });
}

#[test]
fn a_database_in_memory_is_mended() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let pool = SqlitePoolOptions::new().max_connections(1).connect("sqlite::memory:").await.unwrap();
        let pool = Pool::Sqlite(pool);
        pool.execute("CREATE TABLE notes (id INTEGER)").await;
        for end in [End::Rollback, End::Nothing] {
            drop_everywhere(&pool, end, async |polls| {
                let shown = pool.ask("SELECT count(*) || '' FROM notes").await;
                assert_eq!(shown, "0", "after {polls} polls");
                pool.execute("BEGIN IMMEDIATE; COMMIT").await;
            })
            .await;
        }
        drop_everywhere(&pool, End::Commit, async |polls| {
            let shown = pool.ask("SELECT count(*) || '' FROM notes").await;
            assert!(["0", "2"].contains(&shown.as_str()), "after {polls} polls: {shown}");
            pool.execute("BEGIN IMMEDIATE; DELETE FROM notes; COMMIT").await;
        })
        .await;
    });
}

#[test]
fn a_session_that_was_interrupted_says_so() {
    on_every_server(async |database| {
        let mut session = database.connect().await;
        assert_eq!(drop_after(1, session.query(SLOW)).await, None);
        let error = session.query("SELECT 1").await.unwrap_err();
        assert_eq!(error.kind, DriverErrorKind::Lost);
        assert!(error.message.contains("interrupted"), "{error}");
        session.close().await.unwrap();
    });
}
