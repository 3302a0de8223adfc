//! Foreign keys that stay as they are, but rest on what changes: they go before, and come back after.

use std::collections::BTreeSet;

use crate::name::ObjectName;
use crate::operation::Operation;
use crate::schema::{Column, Constraint, ForeignKey, Object, Schema};

/// Columns, or a key over some of them, that operations change.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Changed<'a> {
    /// A column that gets another type, or begins or ceases to be numbered.
    Column(&'a ObjectName, &'a str),
    /// A key that is dropped, by its columns.
    Key(&'a ObjectName, Vec<&'a str>),
}

/// Adds a drop and a create for each foreign key whose columns, on either side, are stored in another way afterwards, or
/// whose key in the other table is dropped.
pub(super) fn detach(current: &Schema, desired: &Schema, changes: &mut Vec<Operation>) {
    let changed: BTreeSet<Changed<'_>> = changes.iter().filter_map(changed).collect();
    if changed.is_empty() {
        return;
    }
    let mut detached = Vec::new();
    for table in &current.tables {
        let Some(wanted) = desired.table(&table.name) else { continue };
        for key in table.foreign_keys().filter(|key| rests_on(&table.name, key, &changed)) {
            let constraint = Constraint::ForeignKey(key.clone());
            if wanted.constraints.get(&constraint.key()) == Some(&constraint) {
                detached.push((table.name.clone(), constraint));
            }
        }
    }
    drop(changed);
    let drops = detached.iter().cloned().map(|(table, constraint)| Operation::DropConstraint { table, constraint });
    changes.splice(0..0, drops);
    changes.extend(detached.into_iter().map(|(table, constraint)| Operation::CreateConstraint { table, constraint }));
}

fn changed(operation: &Operation) -> Option<Changed<'_>> {
    match operation {
        Operation::AlterColumn { table, from, to, .. } => {
            let stored = |column: &Column| {
                let Column { ty, charset, collation, generation, .. } = column.clone();
                (ty, charset, collation, generation)
            };
            (stored(from) != stored(to)).then_some(Changed::Column(table, &from.name))
        }
        Operation::DropConstraint { table, constraint: Constraint::PrimaryKey(key) } => {
            Some(Changed::Key(table, sorted(&key.columns)))
        }
        Operation::DropConstraint { table, constraint: Constraint::Unique(unique) } => {
            Some(Changed::Key(table, sorted(&unique.columns)))
        }
        Operation::DropIndex { table, index } if index.unique => {
            let mut columns = index.column_names()?;
            columns.sort_unstable();
            Some(Changed::Key(table, columns))
        }
        _ => None,
    }
}

fn rests_on(table: &ObjectName, key: &ForeignKey, changed: &BTreeSet<Changed<'_>>) -> bool {
    let is_changed = |table, column: &String| changed.contains(&Changed::Column(table, column));
    key.columns.iter().any(|column| is_changed(table, column))
        || key.referred_columns.iter().any(|column| is_changed(&key.referred_table, column))
        || changed.contains(&Changed::Key(&key.referred_table, sorted(&key.referred_columns)))
}

fn sorted(columns: &[String]) -> Vec<&str> {
    let mut columns: Vec<&str> = columns.iter().map(String::as_str).collect();
    columns.sort_unstable();
    columns
}
