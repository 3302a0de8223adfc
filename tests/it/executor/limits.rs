//! Limits of statements, and tables that somebody else uses.

use std::time::{Duration, Instant};

use aludel_core::exec::{ExecErrorKind, Retry};
use aludel_core::revision::Limits;
use aludel_drivers::System;

use super::*;
use crate::harness::TestDatabase;

/// A table of notes that is there, and a revision that changes it.
fn change() -> [Script; 2] {
    [
        Script::sql("a1", None, "CREATE TABLE notes (id INTEGER)", "DROP TABLE notes"),
        Script::sql("b2", Some("a1"), "ALTER TABLE notes ADD COLUMN word VARCHAR(9)", ""),
    ]
}

fn short(times: u32) -> (Limits, Retry) {
    let limits = Limits { table_lock: Some(Duration::from_millis(200)), ..Limits::default() };
    (limits, Retry { times, within: Duration::from_secs(60) })
}

/// A session that reads the notes and leaves its transaction open, and what the server calls it.
async fn reader(database: &TestDatabase) -> (Box<dyn Connection>, String) {
    let mut reader = database.connect().await;
    let (begin, id) = match database.server().system() {
        System::Postgres => ("BEGIN", "SELECT pg_backend_pid()"),
        System::MySql => ("START TRANSACTION", "SELECT CONNECTION_ID()"),
        System::Sqlite => ("BEGIN", "SELECT 0"),
    };
    let id = column(&mut *reader, id).await.remove(0);
    reader.execute(begin).await.unwrap();
    reader.query("SELECT id FROM notes").await.unwrap();
    (reader, id)
}

async fn run_within(
    database: &TestDatabase,
    scripts: &[Script],
    (limits, retry): (Limits, Retry),
) -> Result<Report, ExecError> {
    let mut connection = database.connect().await;
    let executor = Executor { limits, retry, ..Executor::new(&*database.connector, Ledger::default()) };
    let known = executor.ledger.read(&mut *connection).await?;
    let works = scripts.iter().map(|script| script.work(Direction::Upgrade)).collect();
    let outcome = executor.run(&mut *connection, known.as_ref(), works).await;
    connection.close().await?;
    outcome
}

#[test]
fn who_is_in_the_way_for_too_long_is_named_and_nothing_is_kept() {
    on_every_server(async |database| {
        let label = database.server().label();
        upgrade(&*database.connector, &change()[..1]).await.unwrap();
        let (mut reader, id) = reader(database).await;
        let start = Instant::now();
        let error = run_within(database, &change()[1..], short(1)).await.unwrap_err();
        assert!(start.elapsed() < Duration::from_secs(20), "{label}: {:?}", start.elapsed());
        let ExecErrorKind::Blocked(blocked) = error.kind() else { panic!("{label}: {error}") };
        assert_eq!(blocked.attempts, 2, "{label}");
        let is_named = blocked.blockers.iter().any(|blocker| blocker.contains(&id));
        assert_eq!(is_named, database.server().system() != System::Sqlite, "{label}: {id}: {error}");
        reader.rollback().await.unwrap();
        assert_eq!(applied(&*database.connector).await, ["a1"], "{label}");
        upgrade(&*database.connector, &change()).await.unwrap();
        assert_eq!(applied(&*database.connector).await, ["a1", "b2"], "{label}");
    });
}

#[test]
fn the_first_attempt_names_them_where_it_is_the_only_one() {
    on_servers(
        |server| server.system() != System::Sqlite,
        async |database| {
            upgrade(&*database.connector, &change()[..1]).await.unwrap();
            let (mut reader, id) = reader(database).await;
            let error = run_within(database, &change()[1..], short(0)).await.unwrap_err();
            assert!(error.to_string().contains(&id), "{id}: {error}");
            reader.rollback().await.unwrap();
        },
    );
}

#[test]
fn what_is_freed_in_time_is_run() {
    on_every_server(async |database| {
        upgrade(&*database.connector, &change()[..1]).await.unwrap();
        let (mut reader, _) = reader(database).await;
        let freed = tokio::spawn(async move {
            tokio::time::sleep(Duration::from_millis(1500)).await;
            reader.rollback().await.unwrap();
        });
        let report = run_within(database, &change()[1..], short(20)).await.unwrap();
        assert_eq!(report.steps.len(), 1, "{}", database.server().label());
        freed.await.unwrap();
    });
}

/// The limits of a session, as its server tells them.
fn asked(database: &TestDatabase) -> Option<&'static str> {
    match (database.server().system(), database.server().label().starts_with("MariaDB")) {
        (System::Sqlite, _) => None,
        (System::Postgres, _) => {
            Some("SELECT current_setting('lock_timeout') || ' ' || current_setting('statement_timeout')")
        }
        (System::MySql, true) => Some("SELECT CONCAT(@@lock_wait_timeout, ' ', @@max_statement_time)"),
        (System::MySql, false) => Some("SELECT CONCAT(@@lock_wait_timeout, ' ', @@max_execution_time)"),
    }
}

#[test]
fn limits_hold_for_their_revision_and_the_session_gets_back_what_it_had() {
    on_every_server(async |database| {
        let Some(asked) = asked(database) else { return };
        let seen = format!("CREATE TABLE seen (word VARCHAR(99)); INSERT INTO seen {asked}");
        let mut scripts = vec![
            Script::sql("a1", None, &seen, ""),
            Script::sql("b2", Some("a1"), &format!("INSERT INTO seen {asked}"), ""),
        ];
        if database.server().system() == System::Postgres {
            let outside = format!(
                "CREATE TABLE big (id INTEGER); CREATE INDEX CONCURRENTLY ON big (id); INSERT INTO seen {asked}"
            );
            scripts.push(Script::sql("c3", Some("b2"), &outside, ""));
        }
        let mut works: Vec<Work> = scripts.iter().map(|script| script.work(Direction::Upgrade)).collect();
        works[1].limits = Limits { table_lock: Some(Duration::ZERO), ..Limits::default() };
        let mut connection = database.connect().await;
        let before = column(&mut *connection, asked).await;
        let (table_lock, statement) = (Some(Duration::from_secs(7)), Some(Duration::from_secs(600)));
        let limits = Limits { table_lock, statement, ..Limits::default() };
        let executor = Executor { limits, ..Executor::new(&*database.connector, Ledger::default()) };
        executor.run(&mut *connection, None, works).await.unwrap();
        let expected = match (database.server().system(), database.server().label().starts_with("MariaDB")) {
            (System::Postgres, _) => vec!["7s 10min", "0 10min", "7s 10min"],
            (_, true) => vec!["7 600.000000", "31536000 600.000000"],
            (_, false) => vec!["7 600000", "31536000 600000"],
        };
        assert_eq!(column(&mut *connection, "SELECT word FROM seen").await, expected);
        assert_eq!(column(&mut *connection, asked).await, before);
    });
}

#[test]
fn a_statement_that_takes_too_long_is_ended_and_not_tried_again() {
    on_servers(
        |server| server.system() == System::Postgres || server.label().starts_with("MariaDB"),
        async |database| {
            let sleep = if database.server().system() == System::Postgres {
                "SELECT pg_sleep(9)"
            } else {
                "SELECT count(*) FROM information_schema.columns a, information_schema.columns b, information_schema.columns c"
            };
            let limits = Limits { statement: Some(Duration::from_millis(300)), ..Limits::default() };
            let start = Instant::now();
            let scripts = [Script::sql("a1", None, sleep, "")];
            let error = run_within(database, &scripts, (limits, Retry::default())).await.unwrap_err();
            assert!(matches!(error.kind(), ExecErrorKind::Statement(_)), "{error}");
            assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
        },
    );
}
