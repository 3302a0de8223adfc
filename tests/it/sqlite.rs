//! SQLite: plans that are run, and what inspection makes of the result.

mod expressions;
mod kept;
mod rebuild;
mod rebuilt_once;
mod round_trip;
mod types;

use aludel_core::connection::{Connection, DriverError, Row, Value};
use aludel_core::dialect::{Dialect, Inspection, Scope};
use aludel_core::operation::Operation;
use aludel_core::plan::{Plan, plan};
use aludel_core::schema::Schema;
use aludel_drivers::System;

use crate::harness::{TestDatabase, on_servers};

/// Runs a test on a new database.
#[track_caller]
fn on_sqlite(test: impl AsyncFn(&mut Session)) {
    let run = async |database: &TestDatabase| {
        let mut session = Session { connection: database.connect().await, schema: Schema::default() };
        test(&mut session).await;
        session.connection.close().await.unwrap();
    };
    on_servers(|server| server.system() == System::Sqlite, run);
}

/// A connection, and the schema that the operations so far make.
struct Session {
    connection: Box<dyn Connection>,
    schema: Schema,
}

impl Session {
    /// Plans and runs operations, then checks that the database is as they say.
    async fn apply(&mut self, operations: &[Operation]) -> Plan {
        let plan = self.plan(operations);
        if let Err(error) = self.run(&plan).await {
            panic!("{error}\n{}", text(&plan));
        }
        self.schema = plan.after.clone().unwrap();
        let inspected = self.inspect().await;
        assert_same(&*self.connection.dialect(), &inspected.schema, &self.schema);
        assert_eq!(self.query("PRAGMA integrity_check").await, ["ok"]);
        assert_eq!(self.query("PRAGMA foreign_key_check").await, [""; 0]);
        plan
    }

    fn plan(&self, operations: &[Operation]) -> Plan {
        plan(&*self.connection.dialect(), &self.schema, operations).unwrap_or_else(|error| panic!("{error}"))
    }

    /// Runs a plan as the executor does: settings, transaction, guards.
    async fn run(&mut self, plan: &Plan) -> Result<(), DriverError> {
        let mut restore = Vec::new();
        for setting in &plan.settings {
            if self.query(&setting.verify).await != [setting.expected.as_str()] {
                self.connection.execute(&setting.set).await?;
                assert_eq!(self.query(&setting.verify).await, [setting.expected.as_str()]);
                restore.push(setting.restore.clone());
            }
        }
        self.connection.begin().await?;
        let mut outcome = Ok(());
        for statement in &plan.statements {
            if outcome.is_ok() {
                outcome = self.connection.execute(&statement.sql).await.map(drop);
            }
        }
        for guard in &plan.guards {
            assert_eq!(self.query(&guard.query).await, [""; 0], "{}", guard.message);
        }
        match outcome {
            Ok(()) => self.connection.commit().await?,
            Err(_) => self.connection.rollback().await?,
        }
        for statement in restore.iter().rev() {
            self.connection.execute(statement).await?;
        }
        outcome
    }

    async fn inspect(&mut self) -> Inspection {
        let dialect = self.connection.dialect();
        dialect.inspect(&mut *self.connection, &Scope::default()).await.unwrap()
    }

    async fn execute(&mut self, sql: &str) {
        self.connection.execute(sql).await.unwrap_or_else(|error| panic!("{error}\n{sql}"));
    }

    /// The rows of a query, each with its values between bars.
    async fn query(&mut self, sql: &str) -> Vec<String> {
        let rows = self.connection.query(sql).await.unwrap_or_else(|error| panic!("{error}\n{sql}"));
        rows.iter().map(shown).collect()
    }
}

fn shown(row: &Row) -> String {
    let value = |value: &Value| match value {
        Value::Null => "NULL".to_owned(),
        Value::Integer(number) => number.to_string(),
        Value::Float(number) => format!("{number:?}"),
        Value::Text(text) => text.clone(),
        Value::Bytes(bytes) => format!("{bytes:?}"),
    };
    row.0.iter().map(value).collect::<Vec<_>>().join("|")
}

fn text(plan: &Plan) -> String {
    plan.statements.iter().map(|statement| format!("{};\n", statement.sql)).collect()
}

/// Compares two schemas as the database tells them apart, and shows the first object that differs.
#[track_caller]
fn assert_same(dialect: &dyn Dialect, one: &Schema, other: &Schema) {
    let (one, other) = (dialect.key(one), dialect.key(other));
    for table in one.tables.iter().chain(&other.tables) {
        assert_eq!(one.table(&table.name), other.table(&table.name));
    }
    assert_eq!(one.views, other.views);
    assert_eq!(one, other);
}
