//! The PostgreSQL dialect on real servers: what was planned is what is inspected, there and back.

mod changes;
mod numbering;
mod session;

use aludel_core::connection::Connection;
use aludel_core::dialect::{Scope, align};
use aludel_core::diff::{Renames, diff};
use aludel_core::operation::{Operation, invert_all};
use aludel_core::plan::{Placement, plan};
use aludel_core::schema::Schema;
use aludel_drivers::System;

use crate::harness::{TestDatabase, on_servers};

/// Runs a test on each PostgreSQL server, with a database of its own.
#[track_caller]
fn on_postgres(test: impl AsyncFn(&TestDatabase)) {
    on_servers(|server| server.system() == System::Postgres, test);
}

/// Plans operations and sends them.
async fn run(connection: &mut dyn Connection, before: &Schema, operations: &[Operation]) -> Schema {
    let dialect = connection.dialect();
    let plan = plan(&*dialect, before, operations).unwrap_or_else(|error| panic!("{error}"));
    connection.begin().await.unwrap();
    for statement in &plan.statements {
        assert_eq!(statement.placement, Placement::Inside, "{}", statement.sql);
        if let Err(error) = connection.execute(&statement.sql).await {
            panic!("{error}\n{}", statement.sql);
        }
    }
    connection.commit().await.unwrap();
    plan.after.unwrap()
}

/// What is in the database.
async fn inspect(connection: &mut dyn Connection, scope: &Scope) -> Schema {
    let dialect = connection.dialect();
    dialect.inspect(connection, scope).await.unwrap().schema
}

/// Checks that the database holds just that schema.
async fn assert_holds(connection: &mut dyn Connection, expected: &Schema) {
    let dialect = connection.dialect();
    let scope = Scope { namespaces: expected.namespaces.iter().cloned().collect() };
    let found = inspect(connection, &scope).await;
    let aligned = align(&*dialect, &found, expected, &Schema::default());
    let shown = |schema: &Schema| format!("{:#?}", dialect.key(schema));
    assert!(aligned == *expected, "{}", difference(&shown(&found), &shown(expected)));
    assert_eq!(diff(&aligned, expected, &Renames::default()), []);
}

/// The lines that only one of two texts has.
fn difference(found: &str, expected: &str) -> String {
    let only = |one: &str, other: &str, sign: &str| -> String {
        let others: Vec<&str> = other.lines().collect();
        one.lines().filter(|line| !others.contains(line)).map(|line| format!("{sign}{line}\n")).collect()
    };
    format!("found -, expected +\n{}{}\n{found}", only(found, expected, "-"), only(expected, found, "+"))
}

/// Makes a schema, writes rows, changes it, and takes the change back: each time the database holds what it should, and
/// at the end the rows are those of the beginning.
async fn there_and_back(database: &TestDatabase, start: &[Operation], rows: &str, change: &[Operation]) {
    let mut connection = database.connect().await;
    let connection = connection.as_mut();
    let before = run(connection, &Schema::default(), start).await;
    assert_holds(connection, &before).await;
    if !rows.is_empty() {
        connection.execute(rows).await.unwrap();
    }
    let kept = contents(connection, &before).await;
    let after = run(connection, &before, change).await;
    assert_holds(connection, &after).await;
    let back = run(connection, &after, &invert_all(change).unwrap()).await;
    assert_eq!(back, before);
    assert_holds(connection, &before).await;
    assert_eq!(contents(connection, &before).await, kept);
}

/// All rows of all tables, in order, columns by name.
async fn contents(connection: &mut dyn Connection, schema: &Schema) -> Vec<String> {
    let mut contents = Vec::new();
    for table in &schema.tables {
        let sql = connection.dialect().sql().keyword("SELECT to_jsonb(t)::text FROM").name(&table.name);
        let rows = connection.query(&sql.keyword("AS t ORDER BY 1").finish()).await.unwrap();
        contents.extend(rows.iter().map(|row| format!("{}: {}", table.name, row.text(0).unwrap())));
    }
    contents
}
