//! Tests of the dialect that need no database.

mod fuzz;
mod key;
mod parser;
mod plan;
mod script;
mod strategy;

use super::Sqlite;
use super::inspect::{Entry, EntryKind, assemble};
use crate::connection::{Row, Value};
use crate::dialect::{Dialect, Inspection};
use crate::operation::Operation;
use crate::plan::{Plan, plan};
use crate::schema::Schema;

const SQLITE: Sqlite = Sqlite { version: crate::dialect::Version(3, 50, 0) };

/// What inspection would make of a database that some operations have made, without the database: the statements are
/// kept there as they are sent.
fn made(schema: &Schema) -> Inspection {
    let tables = schema.tables.iter().map(|table| Operation::CreateTable { table: table.clone() });
    let views = schema.views.iter().map(|view| Operation::CreateView { view: view.clone() });
    let operations: Vec<Operation> = tables.chain(views).collect();
    let plan = plan(&SQLITE, &Schema::default(), &operations).unwrap();
    inspected(&plan.statements.iter().map(|statement| statement.sql.as_str()).collect::<Vec<_>>())
}

/// What inspection would make of a database that keeps these statements.
fn inspected(statements: &[&str]) -> Inspection {
    assemble(&statements.iter().map(|sql| entry(sql)).collect::<Vec<_>>()).unwrap()
}

fn entry(sql: &str) -> Entry {
    use super::parser;
    let (kind, name, table) = if let Ok(table) = parser::table(sql) {
        (EntryKind::Table, table.name.clone(), table.name)
    } else if let Ok(view) = parser::view(sql) {
        (EntryKind::View, view.name.clone(), view.name)
    } else {
        let index = parser::index(sql).unwrap();
        (EntryKind::Index, index.name, index.table)
    };
    Entry { kind, name, table, sql: sql.to_owned() }
}

/// The statements of a plan, each with a semicolon.
fn text(plan: &Plan) -> String {
    plan.statements.iter().map(|statement| format!("{};\n", statement.sql)).collect()
}

#[test]
fn rows_of_the_catalogue_are_read() {
    let row = |kind: &str, name: &str, table: &str, sql: &str, shadow: i64| {
        let text = [kind, name, table, sql].map(|text| Value::Text(text.to_owned()));
        Row(text.into_iter().chain([Value::Integer(shadow)]).collect())
    };
    let rows = [
        row("table", "t", "t", "CREATE TABLE t (a)", 0),
        row("table", "n", "n", "CREATE /* x */ VIRTUAL TABLE n USING fts5(b)", 0),
        row("table", "n_data", "n_data", "CREATE TABLE n_data (id)", 1),
        row("trigger", "tr", "t", "CREATE TRIGGER tr AFTER INSERT ON t BEGIN SELECT 1; END", 0),
    ];
    let inspection = assemble(&super::inspect::entries(&rows).unwrap()).unwrap();
    assert_eq!(inspection.schema.tables.len(), 1);
    let notes: Vec<_> =
        inspection.not_understood.iter().map(|note| (note.object.name.as_str(), note.part.as_deref())).collect();
    assert_eq!(notes, [("n", None), ("n_data", None), ("t", Some("tr"))]);
    let odd = super::inspect::entries(&[row("sequence", "s", "s", "", 0)]).unwrap_err();
    assert_eq!(odd.to_string(), "unknown value \"sequence\" in sqlite_schema.type");
    let broken =
        assemble(&super::inspect::entries(&[row("table", "t", "t", "CREATE TABLE t (a", 0)]).unwrap()).unwrap_err();
    assert_eq!(broken.to_string(), "cannot read the definition of \"t\": ) was expected at the end");
}

#[test]
fn nothing_but_a_transaction_locks() {
    let key = crate::dialect::LockKey { database: "x".into(), ledger: "y".into() };
    assert_eq!((SQLITE.transaction_lock(&key), SQLITE.session_lock(&key)), (None, None));
    assert_eq!(SQLITE.capabilities().begin, "BEGIN IMMEDIATE");
}
