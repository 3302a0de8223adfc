//! What shares a transaction, and what does not.

use std::time::Duration;

use aludel_core::exec::ExecErrorKind;
use aludel_core::script::language::{Operations, Typed as _, column as column_named, enum_type};
use aludel_drivers::System;

use super::*;

/// The states of the journal, in order, each with its number.
async fn journal(connection: &mut dyn Connection) -> Vec<String> {
    let rows = connection.query("SELECT number, state FROM aludel_journal ORDER BY id").await.unwrap();
    let number = |place: usize| rows[place].integer(0).map_or("-".to_owned(), |number| number.to_string());
    (0..rows.len()).map(|place| format!("{} {}", number(place), rows[place].text(1).unwrap())).collect()
}

#[test]
fn all_revisions_of_a_run_share_one_transaction_where_the_database_can() {
    on_every_server(async |database| {
        let connector = &*database.connector;
        let executor = Executor { single_transaction: true, ..Executor::new(connector, Ledger::default()) };
        let mut connection = database.connect().await;
        let bad = Script::sql("c3", Some("b2"), "INSERT INTO nowhere VALUES (1)", "");
        let works =
            |scripts: &[Script]| scripts.iter().map(|script| script.work(Direction::Upgrade)).collect::<Vec<_>>();
        let [first, second] = two();
        let error = executor.run(&mut *connection, None, works(&[first, second, bad])).await.unwrap_err();
        assert!(tables(&mut *connection).await.is_empty() && error.report().steps.is_empty(), "{error}");
        assert!(applied(connector).await.is_empty());
        let ran = executor.run(&mut *connection, None, works(&two())).await;
        if connection.dialect().capabilities().transactional_ddl {
            assert_eq!(ran.unwrap().steps.len(), 2);
            assert_eq!(applied(connector).await, ["a1", "b2"]);
        } else {
            assert!(matches!(ran.unwrap_err().kind(), ExecErrorKind::Apart { .. }));
        }
    });
}

#[test]
fn a_new_value_of_an_enum_type_is_committed_before_it_is_used() {
    on_servers(
        |server| server.system() == System::Postgres,
        async |database| {
            let connector = &*database.connector;
            let make = Script::sql("a1", None, "CREATE TYPE mood AS ENUM ('sad'); CREATE TABLE t (m mood)", "");
            let both = "ALTER TYPE mood ADD VALUE 'ok'; INSERT INTO t VALUES ('ok')";
            upgrade(connector, &[make, Script::sql("b2", Some("a1"), both, "")]).await.unwrap();
            let mut connection = database.connect().await;
            assert_eq!(column(&mut *connection, "SELECT m::text FROM t").await, ["ok"]);
            assert_eq!(journal(&mut *connection).await, ["- done", "1 done", "2 done", "- done"]);
        },
    );
}

/// An enum value that is used at once is committed first, so that the revision is no transaction of its own; what an
/// operation takes away to make it again comes back all the same.
#[test]
fn what_is_made_again_is_there_after_a_failure() {
    on_servers(
        |server| server.system() == System::Postgres,
        async |database| {
            let connector = &*database.connector;
            let make = "CREATE TYPE mood AS ENUM ('sad', 'ok');
                CREATE TABLE users (id INTEGER PRIMARY KEY, login VARCHAR(64), mood mood);
                INSERT INTO users VALUES (1, 'a long login');
                CREATE VIEW adults AS SELECT id, login FROM users";
            upgrade(connector, &[Script::sql("a1", None, make, "")]).await.unwrap();
            let mut op = Operations::new("postgres");
            op.alter_enum(enum_type("mood", ["sad", "ok", "meh"]));
            op.alter_column("users", column_named("mood").default("meh"));
            op.alter_column("users", column_named("login").varchar(5));
            let recorded = op.finish().recorded;
            let script = || Script { upgrade: recorded.clone(), ..Script::sql("b2", Some("a1"), "", "") };
            let error = upgrade(connector, &[script()]).await.unwrap_err();
            assert!(error.to_string().contains("statement 4"), "{error}");
            let mut connection = database.connect().await;
            assert_eq!(super::column(&mut *connection, "SELECT id FROM adults").await, ["1"]);
            connection.execute("UPDATE users SET login = 'short'").await.unwrap();
            upgrade(connector, &[script()]).await.unwrap();
            assert_eq!(super::column(&mut *connection, "SELECT login FROM adults").await, ["short"]);
            assert_eq!(journal(&mut *connection).await.last().map(String::as_str), Some("- done"));
        },
    );
}

#[test]
fn a_block_that_commits_by_itself_is_kept_where_what_follows_fails() {
    on_every_server(async |database| {
        let connector = &*database.connector;
        let script = |last: &str| Script {
            upgrade: vec![
                execute("CREATE TABLE t (id INTEGER)"),
                Recorded::Outside(Box::new(execute("INSERT INTO t VALUES (1)"))),
                execute(last),
            ],
            ..Script::sql("a1", None, "", "")
        };
        upgrade(connector, &[script("INSERT INTO nowhere VALUES (1)")]).await.unwrap_err();
        let mut connection = database.connect().await;
        assert_eq!(column(&mut *connection, "SELECT id FROM t").await, ["1"]);
        // On a file, a run that was written to so short a while ago may be under way.
        let executor = Executor { lock_timeout: Duration::from_secs(1), ..Executor::new(connector, Ledger::default()) };
        let known = executor.ledger.read(&mut *connection).await.unwrap();
        let works = vec![script("INSERT INTO t VALUES (2)").work(Direction::Upgrade)];
        executor.run(&mut *connection, known.as_ref(), works).await.unwrap();
        assert_eq!(column(&mut *connection, "SELECT id FROM t ORDER BY id").await, ["1", "2"]);
        let journal = journal(&mut *connection).await;
        assert!(journal.windows(2).any(|pair| pair == ["2 intent", "2 done"]), "{journal:?}");
    });
}

#[test]
fn the_ledger_tells_when_and_how_long() {
    on_every_server(async |database| {
        let slow = match database.server().system() {
            System::Postgres => "SELECT pg_sleep(0.2)",
            System::MySql => "SELECT SLEEP(0.2)",
            System::Sqlite => {
                "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000) SELECT max(i) FROM n"
            }
        };
        upgrade(&*database.connector, &[Script::sql("a1", None, slow, "")]).await.unwrap();
        let rows = ledger(&*database.connector).await;
        let (row, label) = (&rows[0], database.server().label());
        assert!((20..60_000).contains(&row.duration_ms), "{label}: {}", row.duration_ms);
        assert!(row.applied_at.len() == 24 && row.applied_at.ends_with('Z'), "{label}: {}", row.applied_at);
    });
}
