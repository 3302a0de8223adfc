//! An application's pool is left as it was.

use aludel_drivers::{Database, System};
use sqlx::sqlite::SqlitePoolOptions;

use super::pool::Pool;
use crate::harness::{on_every_server, on_servers};

/// What an application may have set in its sessions, and a query that shows it.
fn settings(system: System) -> (&'static str, &'static str) {
    match system {
        System::Sqlite => {
            ("PRAGMA foreign_keys = OFF", "SELECT 'foreign keys: ' || foreign_keys FROM pragma_foreign_keys")
        }
        System::MySql => (
            "SET time_zone = '+03:00', sql_mode = 'ANSI_QUOTES', collation_connection = 'utf8mb4_bin'",
            "SELECT CONCAT_WS(' ', @@time_zone, @@sql_mode, @@character_set_client, @@collation_connection, \
             @@character_set_results)",
        ),
        System::Postgres => (
            "SET TimeZone TO 'Europe/Berlin'; SET DateStyle TO 'German'",
            "SELECT current_setting('TimeZone') || ' ' || current_setting('DateStyle')",
        ),
    }
}

#[test]
fn settings_are_as_they_were() {
    on_every_server(async |database| {
        let (setup, shown) = settings(database.server().system());
        let pool = Pool::open(database, setup).await;
        let before = pool.ask(shown).await;
        let connector = pool.database().connector().unwrap();

        let mut reading = connector.connect().await.unwrap();
        reading.query("SELECT 1").await.unwrap();
        reading.close().await.unwrap();
        assert_eq!(pool.ask(shown).await, before, "after reading");

        let mut writing = connector.connect().await.unwrap();
        writing.execute("CREATE TABLE notes (id INTEGER)").await.unwrap();
        writing.close().await.unwrap();
        assert_eq!(pool.ask(shown).await, before, "after writing");

        let mut dropped = connector.connect().await.unwrap();
        dropped.begin().await.unwrap();
        drop(dropped);
        assert_eq!(pool.ask(shown).await, before, "after a drop");
    });
}

#[test]
fn a_session_that_was_only_read_from_goes_back() {
    let number = |system| match system {
        System::Sqlite => "SELECT name FROM temp.mark",
        System::MySql => "SELECT CONCAT('', CONNECTION_ID())",
        System::Postgres => "SELECT pg_backend_pid()",
    };
    on_every_server(async |database| {
        let number = number(database.server().system());
        // SQLite has no numbers for sessions; a temporary table tells whether it is the same one.
        let is_sqlite = database.server().system() == System::Sqlite;
        let setup = if is_sqlite { "CREATE TEMP TABLE mark (name)" } else { "SELECT 1" };
        let pool = Pool::open(database, setup).await;
        if is_sqlite {
            pool.execute("INSERT INTO temp.mark VALUES ('marked')").await;
        }
        let before = pool.ask(number).await;
        let mut session = pool.database().connector().unwrap().connect().await.unwrap();
        session.query("SELECT 1").await.unwrap();
        session.close().await.unwrap();
        assert_eq!(pool.ask(number).await, before);
    });
}

#[test]
fn sessions_begin_alike_wherever_they_come_from() {
    let own = |system| match system {
        System::Sqlite => "SELECT 1",
        System::MySql => {
            "SELECT @@sql_mode = @@global.sql_mode, @@time_zone = @@global.time_zone, @@character_set_client, \
             @@character_set_connection, @@collation_connection, @@character_set_results"
        }
        System::Postgres => "SELECT current_setting('TimeZone'), current_setting('DateStyle')",
    };
    on_every_server(async |database| {
        let system = database.server().system();
        let asked = database.connect().await.query(own(system)).await.unwrap();
        let pool = Pool::open(database, settings(system).0).await;
        let mut pooled = pool.database().connector().unwrap().connect().await.unwrap();
        assert_eq!(pooled.query(own(system)).await.unwrap(), asked);
        if system == System::MySql {
            assert_eq!(
                (asked[0].integer(0), asked[0].integer(1), asked[0].text(2)),
                (Some(1), Some(1), Some("utf8mb4"))
            );
        }
    });
}

#[test]
fn poolers_are_not_sent_what_they_refuse() {
    on_servers(
        |server| server.system() == System::Postgres,
        async |database| {
            let source = "SELECT source FROM pg_settings WHERE name = 'extra_float_digits'";
            assert_eq!(database.connect().await.query(source).await.unwrap()[0].text(0), Some("default"));
        },
    );
}

#[test]
fn a_pool_of_one_is_enough_for_two_sessions() {
    on_every_server(async |database| {
        let pool = Pool::open(database, "SELECT 1").await;
        let connector = pool.database().connector().unwrap();
        let mut first = connector.connect().await.unwrap();
        let mut second = connector.connect().await.unwrap();
        first.execute("CREATE TABLE notes (id INTEGER)").await.unwrap();
        assert_eq!(second.query("SELECT id FROM notes").await.unwrap(), []);
        first.close().await.unwrap();
        second.close().await.unwrap();
        let third = connector.connect().await.unwrap();
        third.close().await.unwrap();
        pool.execute("DROP TABLE notes").await;
    });
}

#[test]
fn a_database_in_memory_outlives_our_session() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let pool = SqlitePoolOptions::new().max_connections(1).connect("sqlite::memory:").await.unwrap();
        let connector = Database::from(pool.clone()).connector().unwrap();
        let mut session = connector.connect().await.unwrap();
        session.execute("CREATE TABLE notes (id INTEGER)").await.unwrap();
        session.execute("PRAGMA foreign_keys = OFF").await.unwrap();
        session.begin().await.unwrap();
        session.execute("INSERT INTO notes VALUES (1)").await.unwrap();
        session.close().await.unwrap();
        let pool = Pool::Sqlite(pool);
        let shown = "SELECT count(*) || ' ' || (SELECT foreign_keys FROM pragma_foreign_keys) FROM notes";
        assert_eq!(pool.ask(shown).await, "0 1");

        let mut session = connector.connect().await.unwrap();
        session.begin().await.unwrap();
        session.execute("INSERT INTO notes VALUES (2)").await.unwrap();
        drop(session);
        assert_eq!(pool.ask(shown).await, "0 1");
    });
}
