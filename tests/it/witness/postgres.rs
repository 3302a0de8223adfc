//! PostgreSQL: the catalogue as its own functions print it, and `pg_dump`.

use std::process::Command;
use std::sync::LazyLock;

use aludel_core::connection::Connection;
use aludel_core::dialect::Dialect;
use aludel_core::dialect::postgres::Postgres;

use regex::Regex;

use super::column;
use crate::harness::TestDatabase;

pub(super) async fn lines(connection: &mut dyn Connection) -> Vec<String> {
    let path = column(connection, "SELECT current_setting('search_path')").await.remove(0);
    connection.execute("SET search_path = pg_catalog").await.unwrap();
    let lines = column(connection, include_str!("postgres.sql")).await;
    connection.execute(&format!("SET search_path = {path}")).await.unwrap();
    lines.iter().map(|line| plain(line)).collect()
}

/// A line without what makes no difference: a default of NULL, the type in which the number of a default is written, and
/// that times have six digits, which they have anyhow.
fn plain(line: &str) -> String {
    static NULL: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r" default NULL::[a-z ]+?(\([0-9]+\))? identity").unwrap());
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r" default '(-?[0-9.]+)'::(smallint|integer|bigint|numeric|real|double precision|character varying|text) ",
        )
        .unwrap()
    });
    static DIGITS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r" (timestamp|time|interval)\(6\)").unwrap());
    let line = NULL.replace(line, " default  identity");
    let line = DIGITS.replace(&line, " $1");
    NUMBER.replace(&line, " default $1 ").into_owned()
}

/// The statements of `pg_dump`; those that make a table without the order of its columns.
pub(super) fn dump(database: &TestDatabase) -> Vec<String> {
    let dumped = Command::new("pg_dump")
        .args(["--schema-only", "--no-owner", "--no-privileges", "--exclude-table=aludel_*", "--dbname"])
        .arg(database.url.for_client())
        .output();
    let Ok(dumped) = dumped else { return Vec::new() };
    assert!(dumped.status.success(), "{}", String::from_utf8_lossy(&dumped.stderr));
    let text = String::from_utf8(dumped.stdout).unwrap();
    // Lines for the client `psql` alone.
    let text: String = text.lines().filter(|line| !line.starts_with('\\')).map(|line| format!("{line}\n")).collect();
    let statements = Postgres::newest().split(&text).unwrap().into_iter().map(statement).collect::<Vec<_>>();
    statements.into_iter().filter(|statement| !statement.starts_with("SET ")).collect()
}

fn statement(text: &str) -> String {
    let lines: Vec<&str> = text.lines().filter(|line| !line.starts_with("--") && !line.is_empty()).collect();
    if !text.contains("CREATE TABLE") {
        return lines.join("\n");
    }
    let mut lines: Vec<&str> = lines.into_iter().map(|line| line.trim_end_matches(',')).collect();
    let end = lines.len() - 1;
    lines[1..end].sort_unstable();
    lines.join("\n")
}
