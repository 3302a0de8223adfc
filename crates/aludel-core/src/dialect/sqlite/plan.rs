//! Chooses the statements of each operation.

use std::borrow::Cow;

use super::grammar::sql;
use super::refusal::Refusal;
use super::{alter, rebuild, rows, split, table, view};
use crate::dialect::rows::fill;
use crate::dialect::{SplitError, uuid};
use crate::name::ObjectName;
use crate::operation::Operation;
use crate::plan::{Placement, Statement, Statements, Unsupported};
use crate::schema::Schema;

/// An operation, and its place among those that are planned.
pub(super) type Placed<'a> = (usize, &'a Operation);

/// Writes the statements of some operations, those in batches among them. Neighbours that alter one table go together.
pub(super) fn plan(before: &Schema, operations: &[Operation], out: &mut Statements) -> Result<(), Unsupported> {
    let placed: Vec<Placed<'_>> =
        operations.iter().enumerate().flat_map(|(place, operation)| flatten(place, operation)).collect();
    let mut groups = placed.chunk_by(|(_, one), (_, next)| altered(one).is_some() && altered(one) == altered(next));
    let mut schema = Cow::Borrowed(before);
    let mut next = groups.next();
    while let Some(group) = next {
        plan_group(&schema, group, out)?;
        next = groups.next();
        if next.is_some() {
            for (_, operation) in group {
                schema.to_mut().apply(operation).map_err(|error| misfit(operation, &error))?;
            }
        }
    }
    Ok(())
}

/// The error for an operation that does not fit the schema.
pub(super) fn misfit(operation: &Operation, error: &impl ToString) -> Unsupported {
    Unsupported::new(operation, error.to_string(), "make it fit the schema that the operations before it leave")
}

fn flatten(place: usize, operation: &Operation) -> Vec<Placed<'_>> {
    match operation {
        Operation::Batch { operations, .. } => operations.iter().flat_map(|inner| flatten(place, inner)).collect(),
        other => vec![(place, other)],
    }
}

/// The table that an operation alters in place.
fn altered(operation: &Operation) -> Option<&ObjectName> {
    match operation {
        Operation::CreateTable { .. } | Operation::DropTable { .. } | Operation::RenameTable { .. } => None,
        other => other.table(),
    }
}

fn plan_group(schema: &Schema, group: &[Placed<'_>], out: &mut Statements) -> Result<(), Unsupported> {
    match group {
        [(place, operation)] if altered(operation).is_none() => {
            out.for_operation(*place);
            plan_one(schema, operation, out).map_err(|refusal| refusal.of(operation))
        }
        _ => {
            out.for_operation(group.first().map_or(0, |(place, _)| *place));
            for (_, operation) in group {
                if let Operation::RenameColumn { table, from, .. } = operation {
                    view::name_column(schema, table, from, out).map_err(|refusal| refusal.of(operation))?;
                }
            }
            alter::plan(schema, group, out)
        }
    }
}

/// Writes the statements of an operation that is not about a part of a table.
fn plan_one(schema: &Schema, operation: &Operation, out: &mut Statements) -> Result<(), Refusal> {
    use Operation as Op;
    match operation {
        Op::CreateTable { table } => table::create(table, out),
        Op::DropTable { table } => table::drop(table, operation.loss(), out),
        Op::RenameTable { from, to } => table::rename(from, to, out),
        Op::CreateView { view } if out.view_comes_back() => view::bring_back(view, out),
        Op::CreateView { view } => view::create(view, out),
        Op::DropView { view } if out.view_comes_back() => view::put_away(view, out),
        Op::DropView { view } => view::drop(view, out),
        Op::AlterView { from, to } => view::alter(from, to, out),
        Op::Execute { sql, .. } => execute(sql, out),
        Op::InsertRows { table, columns, rows } => {
            rows::insert(table, columns, &uuid::rows(schema.table(table), columns, rows), out)
        }
        Op::DeleteRows { table, columns, rows } => {
            rows::delete(table, columns, &uuid::rows(schema.table(table), columns, rows), out)
        }
        Op::FillColumn { table, column, value } => {
            out.push(fill(sql(), table, column, value).finish());
            Ok(())
        }
        Op::Run { name, offline } => {
            let sql = offline.clone().unwrap_or_default();
            out.add(Statement { run: Some(name.clone()), ..Statement::new(sql, 0) });
            Ok(())
        }
        // A column of an enum type is text, and its values are nowhere kept.
        Op::CreateEnum { .. } | Op::DropEnum { .. } | Op::AlterEnum { .. } | Op::RenameEnum { .. } => Ok(()),
        Op::CreateNamespace { .. } | Op::DropNamespace { .. } => {
            Err(Refusal::new("there are no namespaces", "leave it to the other databases with `op.for_dialect`"))
        }
        Op::CreateSequence { .. } | Op::DropSequence { .. } | Op::AlterSequence { .. } => Err(Refusal::new(
            "there are no sequences",
            "number the rows with `auto_increment`, or leave it to the other databases with `op.for_dialect`",
        )),
        Op::AlterTableOptions { .. }
        | Op::AlterTableComment { .. }
        | Op::AddColumn { .. }
        | Op::DropColumn { .. }
        | Op::AlterColumn { .. }
        | Op::RenameColumn { .. }
        | Op::CreateConstraint { .. }
        | Op::DropConstraint { .. }
        | Op::RenameConstraint { .. }
        | Op::CreateIndex { .. }
        | Op::DropIndex { .. }
        | Op::RenameIndex { .. }
        | Op::Batch { .. } => Ok(()),
    }
}

fn execute(sql: &str, out: &mut Statements) -> Result<(), Refusal> {
    let refused = |error: SplitError| Refusal::new(error.to_string(), "end it, or double the quote inside of it");
    let mut unchecked = false;
    for statement in split::split(sql).map_err(refused)? {
        if split::controls_transaction(statement) {
            return Err(Refusal::new(
                format!("\"{statement}\" stands in a script whose transactions are begun and ended for it"),
                "take it out; where each statement shall commit by itself, open the section with `transaction=off`",
            ));
        }
        // Inside a transaction the pragma does nothing, so a script that rebuilds a table has it made before.
        match split::foreign_keys(statement) {
            Some(false) => {
                rebuild::without_foreign_keys(out);
                unchecked = true;
                continue;
            }
            Some(true) if unchecked => continue,
            Some(true) | None => {}
        }
        let outside = split::runs_outside_transactions(statement);
        let placement = if outside { Placement::Outside } else { Placement::Inside };
        out.add(Statement { placement, ..Statement::new(statement, 0) });
    }
    Ok(())
}
