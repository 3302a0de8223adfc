//! Several runners at once.

use std::sync::Arc;
use std::time::Duration;

use aludel_core::connection::BoxFuture;
use aludel_core::exec::ExecErrorKind;

use super::*;
use crate::harness::TestDatabase;

const IDS: [&str; 10] = ["r0", "r1", "r2", "r3", "r4", "r5", "r6", "r7", "r8", "r9"];

/// Ten revisions; each makes a table, which works once, and writes a row.
fn ten(between: &str) -> Vec<Script> {
    let script = |place: usize| {
        let sql = format!("CREATE TABLE t{place} (id INTEGER); {between}INSERT INTO counts VALUES ({place})");
        Script::sql(IDS[place], place.checked_sub(1).map(|parent| IDS[parent]), &sql, "")
    };
    (0..IDS.len()).map(script).collect()
}

/// Eight tasks upgrade; returns the number of revisions that each ran.
async fn race(database: &TestDatabase, between: &'static str) -> Vec<usize> {
    database.connect().await.execute("CREATE TABLE counts (id INTEGER)").await.unwrap();
    let tasks: Vec<_> = (0..8)
        .map(|_| {
            let connector = Arc::clone(&database.connector);
            let task: BoxFuture<'static, usize> = Box::pin(async move {
                let report = upgrade(&*connector, &ten(between)).await.unwrap();
                report.steps.iter().filter(|step| !step.skipped).count()
            });
            tokio::spawn(task)
        })
        .collect();
    let mut ran = Vec::new();
    for task in tasks {
        ran.push(task.await.unwrap());
    }
    ran
}

async fn each_ran_once(database: &TestDatabase, ran: &[usize]) {
    assert_eq!(ran.iter().sum::<usize>(), IDS.len(), "{ran:?}");
    let mut connection = database.connect().await;
    let counts = column(&mut *connection, "SELECT id FROM counts ORDER BY id").await;
    assert_eq!(counts, ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
    assert_eq!(applied(&*database.connector).await, IDS);
}

#[test]
fn eight_at_once_run_each_revision_once() {
    on_every_server(async |database| {
        let ran = race(database, "").await;
        each_ran_once(database, &ran).await;
    });
}

#[test]
fn eight_at_once_do_not_deadlock_an_index_that_is_built_concurrently() {
    on_servers(
        |server| server.system() == aludel_drivers::System::Postgres,
        async |database| {
            let ran = race(database, "CREATE INDEX CONCURRENTLY ON counts (id); ").await;
            each_ran_once(database, &ran).await;
        },
    );
}

#[test]
fn eight_at_once_without_transactions_run_each_revision_once() {
    on_every_server(async |database| {
        let scripts = || [Script::sql("a1", None, "CREATE TABLE t (id INTEGER); INSERT INTO t VALUES (1)", "")];
        let tasks: Vec<_> = (0..8)
            .map(|_| {
                let connector = Arc::clone(&database.connector);
                tokio::spawn(async move {
                    let mut connection = connector.connect().await.unwrap();
                    let ledger = Ledger::default();
                    let known = ledger.read(&mut *connection).await.unwrap();
                    let pending = known.iter().all(|known| known.rows.is_empty());
                    let off = |script: &Script| Work {
                        transaction: aludel_core::exec::Transaction::Off,
                        ..script.work(Direction::Upgrade)
                    };
                    let works = scripts().iter().filter(|_| pending).map(off).collect();
                    let executor = Executor::new(&*connector, ledger);
                    executor.run(&mut *connection, known.as_ref(), works).await.unwrap()
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        assert_eq!(column(&mut *database.connect().await, "SELECT id FROM t").await, ["1"]);
    });
}

#[test]
fn who_does_not_get_the_lock_in_time_says_who_has_it() {
    on_every_server(async |database| {
        let connector = &*database.connector;
        upgrade(connector, &two()[..1]).await.unwrap();
        let mut holder = database.connect().await;
        let dialect = holder.dialect();
        let key = aludel_core::dialect::LockKey {
            database: match dialect.database_name() {
                Some(query) => column(&mut *holder, &query).await.remove(0),
                None => String::new(),
            },
            ledger: Ledger::default().name,
        };
        match dialect.session_lock(&key) {
            Some(lock) => drop(holder.query(&lock.acquire).await.unwrap()),
            None => holder.begin().await.unwrap(),
        }
        let mut connection = database.connect().await;
        let executor =
            Executor { lock_timeout: Duration::from_millis(300), ..Executor::new(connector, Ledger::default()) };
        let known = executor.ledger.read(&mut *connection).await.unwrap();
        let works = vec![two()[1].work(Direction::Upgrade)];
        let error = executor.run(&mut *connection, known.as_ref(), works).await.unwrap_err();
        let ExecErrorKind::Locked { holder: name, .. } = error.kind() else { panic!("{error}") };
        assert_eq!(name.is_some(), dialect.session_lock(&key).is_some(), "{error}");
        holder.close().await.unwrap();
        upgrade(connector, &two()).await.unwrap();
        assert_eq!(applied(connector).await, ["a1", "b2"]);
    });
}
