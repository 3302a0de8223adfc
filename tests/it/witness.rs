//! What a database says of itself, with no word of Aludel's: the outside witness.
//!
//! Each is a list of lines. Only what is no difference is made equal: the order of columns, of constraints and of options.

mod mysql;
mod postgres;
mod sqlite;

use std::collections::BTreeMap;

use aludel_core::connection::{Connection, Row, Value};
use aludel_drivers::System;

use crate::harness::TestDatabase;

/// A program to ask in place of the catalogue, where it is `pg_dump`.
const WITNESS: &str = "ALUDEL_WITNESS";

/// What the database says of itself, in order; the tables of ours are left out.
pub(crate) async fn testimony(database: &TestDatabase, connection: &mut dyn Connection) -> Vec<String> {
    let mut lines = match database.server().system() {
        System::Sqlite => sqlite::lines(connection).await,
        System::MySql => mysql::lines(connection).await,
        System::Postgres if std::env::var(WITNESS).is_ok_and(|program| program == "pg_dump") => dump(database),
        System::Postgres => postgres::lines(connection).await,
    };
    lines.sort();
    lines
}

/// What `pg_dump` says, or nothing where it is not there.
pub(crate) fn dump(database: &TestDatabase) -> Vec<String> {
    postgres::dump(database)
}

/// What only one of two witnesses says: `-` the first, `+` the second.
pub(crate) fn difference(one: &[String], other: &[String]) -> Vec<String> {
    let mut counts: BTreeMap<&String, i32> = BTreeMap::new();
    one.iter().for_each(|line| *counts.entry(line).or_default() -= 1);
    other.iter().for_each(|line| *counts.entry(line).or_default() += 1);
    let sign = |count: i32| if count < 0 { "-" } else { "+" };
    counts.iter().filter(|(_, count)| **count != 0).map(|(line, count)| format!("{} {line}", sign(*count))).collect()
}

async fn rows(connection: &mut dyn Connection, sql: &str) -> Vec<Row> {
    connection.query(sql).await.unwrap_or_else(|error| panic!("{error}\n{sql}"))
}

/// The first column of a query.
async fn column(connection: &mut dyn Connection, sql: &str) -> Vec<String> {
    rows(connection, sql).await.iter().map(|row| shown(&row.0[0])).collect()
}

/// A value for people.
pub(crate) fn shown(value: &Value) -> String {
    match value {
        Value::Null => "NULL".to_owned(),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Text(text) => text.clone(),
        Value::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
    }
}

fn is_ours(table: &str) -> bool {
    table.starts_with("aludel_")
}
