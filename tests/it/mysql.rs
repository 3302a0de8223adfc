//! MySQL and MariaDB: what is planned is what is inspected afterwards, and the way back leads back.

mod inspection;
mod operations;

use aludel_core::connection::Connection;
use aludel_core::dialect::{Inspection, Scope, align};
use aludel_core::diff::{Renames, diff};
use aludel_core::operation::{Operation, invert_all};
use aludel_core::plan::plan;
use aludel_core::schema::Schema;
use aludel_drivers::System;

use crate::harness::{TestDatabase, on_servers};

/// Runs a test on each server of the two kinds.
#[track_caller]
fn on_mysql(test: impl AsyncFn(&TestDatabase)) {
    on_servers(|server| server.system() == System::MySql, test);
}

/// Plans operations and runs the statements.
async fn run(connection: &mut dyn Connection, before: &Schema, operations: &[Operation]) -> Schema {
    let dialect = connection.dialect();
    let plan = plan(&*dialect, before, operations).unwrap();
    for setting in &plan.settings {
        let rows = connection.query(&setting.verify).await.unwrap();
        if rows[0].text(0) != Some(setting.expected.as_str()) {
            connection.execute(&setting.set).await.unwrap();
        }
    }
    for statement in &plan.statements {
        connection.execute(&statement.sql).await.unwrap_or_else(|error| panic!("{error}:\n{}", statement.sql));
    }
    plan.after.unwrap()
}

async fn inspect(connection: &mut dyn Connection) -> Inspection {
    let dialect = connection.dialect();
    dialect.inspect(connection, &Scope::default()).await.unwrap()
}

/// Expects the database to be as told.
#[track_caller]
fn expect(connection: &dyn Connection, current: &Schema, desired: &Schema) {
    let dialect = connection.dialect();
    let aligned = align(&*dialect, current, desired, &Schema::default());
    let differences = diff(&aligned, desired, &Renames::default());
    assert_eq!(differences, [], "inspected: {current:#?}");
    assert_eq!(dialect.key(current).tables.len(), dialect.key(&aligned).tables.len());
}

/// Runs operations there and back, with rows in the tables, and expects what is folded to be what is there.
async fn there_and_back(database: &TestDatabase, start: &Schema, rows: &str, operations: &[Operation]) {
    let mut connection = database.connect().await;
    let create: Vec<Operation> = create(start);
    let before = run(&mut *connection, &Schema::default(), &create).await;
    assert_eq!(before, *start);
    if !rows.is_empty() {
        connection.execute(rows).await.unwrap();
    }
    let counted = count(&mut *connection, start).await;
    let found = inspect(&mut *connection).await;
    assert_eq!(found.not_understood, []);
    expect(&*connection, &found.schema, start);

    let after = run(&mut *connection, start, operations).await;
    let found = inspect(&mut *connection).await;
    expect(&*connection, &found.schema, &after);

    let back = invert_all(operations).unwrap();
    let again = run(&mut *connection, &after, &back).await;
    assert_eq!(again, *start);
    let found = inspect(&mut *connection).await;
    expect(&*connection, &found.schema, start);
    assert_eq!(count(&mut *connection, start).await, counted);
}

/// The operations that make all of a schema.
fn create(schema: &Schema) -> Vec<Operation> {
    let types = schema.enum_types.iter().map(|enum_type| Operation::CreateEnum { enum_type: enum_type.clone() });
    let sequences = schema.sequences.iter().map(|sequence| Operation::CreateSequence { sequence: sequence.clone() });
    let tables = schema.tables.iter().map(|table| Operation::CreateTable { table: table.clone() });
    let views = schema.views.iter().map(|view| Operation::CreateView { view: view.clone() });
    types.chain(sequences).chain(tables).chain(views).collect()
}

/// How many rows each table has.
async fn count(connection: &mut dyn Connection, schema: &Schema) -> Vec<Option<i64>> {
    let mut counts = Vec::new();
    for table in &schema.tables {
        let sql = connection.dialect().sql().keyword("SELECT count(*) FROM").name(&table.name).finish();
        counts.push(connection.query(&sql).await.unwrap()[0].integer(0));
    }
    counts
}
