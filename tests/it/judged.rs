//! Expressions on real servers: what a server prints in other words is the same, what was changed is found, planned,
//! applied and taken back.

mod by_hand;
mod changes;
mod commands;
mod renames;
mod words;

use std::collections::BTreeSet;

use aludel_core::connection::Connection;
use aludel_core::dialect::{RemarkKind, Scope, Settled, Trust, settle};
use aludel_core::diff::{Renames, diff};
use aludel_core::operation::{Operation, invert_all};
use aludel_core::plan::plan;
use aludel_core::schema::{Column, ColumnType, Schema, Table};

/// A table that expressions can name columns of.
fn people() -> Table {
    Table::new("people")
        .column(Column::new("id", ColumnType::integer()))
        .column(Column::new("age", ColumnType::integer()).nullable())
        .column(Column::new("name", ColumnType::varchar(40)))
        .column(Column::new("score", ColumnType::numeric(8, 2)).nullable())
}

fn schema(tables: impl IntoIterator<Item = Table>) -> Schema {
    Schema { tables: tables.into_iter().collect(), ..Schema::default() }
}

/// Plans operations and runs them.
async fn run(connection: &mut dyn Connection, before: &Schema, operations: &[Operation]) -> Schema {
    let dialect = connection.dialect();
    let plan = plan(&*dialect, before, operations).unwrap_or_else(|error| panic!("{error}"));
    for statement in plan.script() {
        if let Err(error) = connection.execute(&statement.sql).await {
            panic!("{error}\n{}", statement.sql);
        }
    }
    plan.after.unwrap()
}

/// What is in the database, in the words of another schema wherever the two mean the same.
async fn settled(connection: &mut dyn Connection, desired: &Schema) -> Settled {
    let dialect = connection.dialect();
    let found = dialect.inspect(connection, &Scope::default()).await.unwrap().schema;
    settle(&*dialect, Some(connection), found, desired, Trust::Texts, &BTreeSet::new()).await.unwrap()
}

/// What has to be done to the database so that it is as desired.
async fn difference(connection: &mut dyn Connection, desired: &Schema) -> Vec<Operation> {
    diff(&settled(connection, desired).await.schema, desired, &Renames::default())
}

#[track_caller]
fn assert_none(operations: &[Operation], label: &str) {
    assert!(operations.is_empty(), "{label}: {operations:#?}");
}

/// Makes the one schema, turns it into the other and back: each time the database is found to be as it should, and the
/// other way found to be what is between them.
async fn there_and_back(connection: &mut dyn Connection, before: &Schema, after: &Schema, label: &str) {
    let create = diff(&Schema::default(), before, &Renames::default());
    run(connection, &Schema::default(), &create).await;
    assert_none(&difference(connection, before).await, &format!("{label}, made"));
    let found = settled(connection, after).await;
    let refused: Vec<_> = found.remarks.iter().filter(|remark| remark.kind == RemarkKind::Refused).collect();
    assert!(refused.is_empty(), "{label}: {refused:?}");
    let change = diff(&found.schema, after, &Renames::default());
    assert_eq!(change.len(), diff(before, after, &Renames::default()).len(), "{label}: {change:#?}");
    assert!(!change.is_empty(), "{label}: the change is not found");
    run(connection, &found.schema, &change).await;
    assert_none(&difference(connection, after).await, &format!("{label}, changed"));
    run(connection, after, &invert_all(&change).unwrap()).await;
    assert_none(&difference(connection, before).await, &format!("{label}, taken back"));
    let drop = diff(before, &Schema::default(), &Renames::default());
    run(connection, before, &drop).await;
}
