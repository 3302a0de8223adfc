//! There and back between two schemas on a real database: what case files, random pairs and the corpus share.

mod rows;

use aludel_core::connection::Connection;
use aludel_core::dialect::{Dialect, Inspection, Scope, align};
use aludel_core::diff::{Renames, diff};
use aludel_core::exec::{Executor, Ledger, Work};
use aludel_core::operation::{Operation, Recorded};
use aludel_core::plan::plan;
use aludel_core::revision::{Direction, Revision};
use aludel_core::schema::Schema;
use aludel_drivers::System;

use crate::harness::TestDatabase;
use crate::witness::testimony;

pub(crate) use rows::{Columns, common, contents, written};

/// What is in a database, as we see it and as the witness does.
pub(crate) struct Sight {
    pub(crate) inspection: Inspection,
    pub(crate) witness: Vec<String>,
}

impl Sight {
    pub(crate) fn schema(&self) -> &Schema {
        &self.inspection.schema
    }

    pub(crate) async fn of(database: &TestDatabase, connection: &mut dyn Connection) -> Self {
        Self { inspection: inspect(connection).await, witness: testimony(database, connection).await }
    }
}

/// Leaves an empty database, whatever was in it.
pub(crate) async fn emptied(database: &TestDatabase) -> Box<dyn Connection> {
    let name = database.url.database().unwrap_or_default().to_owned();
    match database.server().system() {
        System::Sqlite => {
            drop(std::fs::remove_file(&name));
            database.connector.connect_or_create().await.unwrap()
        }
        System::MySql => {
            let mut connection = database.connect().await;
            let again = format!("DROP DATABASE `{name}`; CREATE DATABASE `{name}`; USE `{name}`");
            connection.execute(&again).await.unwrap();
            connection
        }
        System::Postgres => {
            let mut connection = database.connect().await;
            let others = "SELECT quote_ident(nspname) FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema)'";
            let names = connection.query(others).await.unwrap();
            let drop = |row: &aludel_core::connection::Row| format!("DROP SCHEMA {} CASCADE; ", row.text(0).unwrap());
            let script: String = names.iter().map(drop).collect();
            connection.execute(&format!("{script} CREATE SCHEMA public")).await.unwrap();
            connection
        }
    }
}

/// All that is there, ours left out.
pub(crate) async fn inspect(connection: &mut dyn Connection) -> Inspection {
    let dialect = connection.dialect();
    let namespaces = namespaces(connection).await;
    let mut found = dialect.inspect(connection, &Scope { namespaces }).await.unwrap();
    found.schema.tables.retain(|table| !table.name.name.starts_with("aludel_"));
    found
}

async fn namespaces(connection: &mut dyn Connection) -> Vec<String> {
    if connection.dialect().name() != "postgres" {
        return Vec::new();
    }
    let all = "SELECT nspname FROM pg_namespace WHERE nspname !~ '^(pg_|information_schema$|public$)' ORDER BY 1";
    let rows = connection.query(all).await.unwrap();
    rows.iter().filter_map(|row| row.text(0)).map(str::to_owned).collect()
}

/// The operations that turn what is there into what shall be, after these renames.
pub(crate) fn compare(
    dialect: &dyn Dialect,
    there: &Schema,
    desired: &Schema,
    renames: &[Operation],
) -> Vec<Operation> {
    let mut current = there.clone();
    renames.iter().for_each(|operation| current.apply(operation).unwrap());
    let aligned = align(dialect, &current, desired, &current);
    renames.iter().cloned().chain(diff(&aligned, desired, &Renames::default())).collect()
}

/// Builds a schema in an empty database, as a client would that sends the statements one by one.
pub(crate) async fn create(connection: &mut dyn Connection, schema: &Schema) -> Result<(), String> {
    let dialect = connection.dialect();
    let operations = diff(&Schema::default(), schema, &Renames::default());
    let plan = plan(&*dialect, &Schema::default(), &operations).map_err(|error| error.to_string())?;
    for statement in plan.script() {
        let sent = connection.execute(&statement.sql).await;
        sent.map_err(|error| format!("{error}\n{}", statement.sql))?;
    }
    Ok(())
}

/// Runs a script, statement by statement, and returns what the server refused.
pub(crate) async fn run_script(connection: &mut dyn Connection, script: &str) -> Vec<String> {
    let mut refused = Vec::new();
    for statement in connection.dialect().split(script).unwrap() {
        if let Err(error) = connection.execute(statement).await {
            refused.push(format!("{error}: {}", statement.chars().take(80).collect::<String>()));
        }
    }
    refused
}

/// Runs operations as a revision, with the executor.
pub(crate) async fn run(
    database: &TestDatabase,
    from: &Schema,
    operations: &[Operation],
    direction: Direction,
) -> Result<(), String> {
    let connector = &*database.connector;
    let mut connection = connector.connect().await.unwrap();
    let mut executor = Executor::new(connector, Ledger::default());
    executor.scope = Scope { namespaces: namespaces(&mut *connection).await };
    executor.expected = Some(from.clone());
    let known = executor.ledger.read(&mut *connection).await.unwrap();
    let recorded = operations.iter().cloned().map(Recorded::Whole).collect();
    let work = Work::new(&Revision::new("ca5e".parse().unwrap(), "a case"), direction, recorded);
    let outcome = executor.run(&mut *connection, known.as_ref(), vec![work]).await;
    connection.close().await.unwrap();
    outcome.map(drop).map_err(|error| chain(&error))
}

/// The statements of operations, for messages.
pub(crate) fn statements(dialect: &dyn Dialect, from: &Schema, operations: &[Operation]) -> String {
    match plan(dialect, from, operations) {
        Ok(plan) => plan.script().iter().map(|statement| format!("{};\n", statement.sql)).collect(),
        Err(error) => format!("{error}\n"),
    }
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text.push_str(&format!(": {error}"));
        source = error.source();
    }
    text
}
