//! What queries return.

use aludel_core::connection::{Connection, Value};
use aludel_drivers::System;

use crate::harness::{on_every_server, on_servers};

#[test]
fn null_is_no_text() {
    on_every_server(async |database| {
        let values = row(&mut *database.connect().await, "SELECT NULL, '', 'NULL'").await;
        assert_eq!(values, [Value::Null, text(""), text("NULL")]);
    });
}

#[test]
fn text_comes_through_whatever_its_script() {
    on_every_server(async |database| {
        let mut connection = database.connect().await;
        connection.execute("CREATE TABLE notes (body VARCHAR(100))").await.unwrap();
        connection.execute("INSERT INTO notes VALUES ('Tšč — 日本語 🦀 it''s \"so\"')").await.unwrap();
        assert_eq!(row(&mut *connection, "SELECT body FROM notes").await, [text("Tšč — 日本語 🦀 it's \"so\"")]);
    });
}

#[test]
fn numbers_are_read_as_numbers() {
    on_every_server(async |database| {
        let mut connection = database.connect().await;
        let table = "CREATE TABLE n (small SMALLINT, big BIGINT, exact NUMERIC(10, 2), approximate DOUBLE PRECISION)";
        connection.execute(table).await.unwrap();
        connection.execute("INSERT INTO n VALUES (-7, 9223372036854775807, 1.5, 0.1)").await.unwrap();
        let rows = connection.query("SELECT small, big, exact, approximate, count(*) FROM n GROUP BY 1, 2, 3, 4").await;
        let row = &rows.unwrap()[0];
        assert_eq!((row.integer(0), row.integer(1), row.integer(4)), (Some(-7), Some(i64::MAX), Some(1)));
        let exact = match &row.0[2] {
            Value::Text(text) => text.parse::<f64>().unwrap(),
            Value::Float(float) => *float,
            other => panic!("{other:?}"),
        };
        assert_eq!(exact.to_string(), "1.5");
        assert!(matches!(&row.0[3], Value::Text(text) if text == "0.1") || row.0[3] == Value::Float(0.1));
    });
}

#[test]
fn truth_and_dates_come_as_each_database_writes_them() {
    on_every_server(async |database| {
        let mut connection = database.connect().await;
        connection.execute("CREATE TABLE n (yes BOOLEAN, day DATE, at TIMESTAMP)").await.unwrap();
        connection.execute("INSERT INTO n VALUES (TRUE, '2026-11-20', '2026-11-20 09:06:00')").await.unwrap();
        let row = connection.query("SELECT yes, day, at FROM n").await.unwrap().remove(0);
        assert_eq!(row.boolean(0), Some(true));
        assert_eq!((row.text(1), row.text(2)), (Some("2026-11-20"), Some("2026-11-20 09:06:00")));
    });
}

#[test]
fn bytes_that_are_no_text_stay_bytes() {
    let sqlite_or_mysql = |system| matches!(system, System::Sqlite | System::MySql);
    on_servers(
        |server| sqlite_or_mysql(server.system()),
        async |database| {
            assert_eq!(row(&mut *database.connect().await, "SELECT X'FF00'").await, [Value::Bytes(vec![0xFF, 0])]);
        },
    );
    on_servers(
        |server| server.system() == System::Postgres,
        async |database| {
            assert_eq!(row(&mut *database.connect().await, "SELECT '\\xFF00'::bytea").await, [text("\\xff00")]);
        },
    );
}

#[test]
fn a_statement_without_rows_returns_none() {
    on_every_server(async |database| {
        let mut connection = database.connect().await;
        assert_eq!(connection.query("CREATE TABLE notes (id INTEGER)").await.unwrap(), []);
        assert_eq!(connection.query("SELECT id FROM notes").await.unwrap(), []);
    });
}

#[test]
fn many_rows_come_in_order() {
    on_every_server(async |database| {
        let numbers = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) SELECT i FROM n";
        let rows = database.connect().await.query(numbers).await.unwrap();
        let numbers: Vec<_> = rows.iter().filter_map(|row| row.integer(0)).collect();
        assert_eq!(numbers, (1..=1000).collect::<Vec<_>>());
    });
}

async fn row(connection: &mut dyn Connection, sql: &str) -> Vec<Value> {
    connection.query(sql).await.unwrap().remove(0).0
}

fn text(text: &str) -> Value {
    Value::Text(text.into())
}
