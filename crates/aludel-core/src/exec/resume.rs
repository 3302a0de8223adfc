//! What is there while a run is half done, and the schema before that run: what the journal says was done is taken back.

use super::error::{ExecError, HalfDone};
use super::journal::OpenRun;
use super::runner::Runner;
use crate::dialect::{Dialect, align};
use crate::name::ObjectName;
use crate::operation::{Operation, invert_all};
use crate::schema::{Object, Objects, Schema, Table};

impl Runner<'_> {
    /// What is there, in the words of the scripts and of what is done of a run. The database may have others: a unique
    /// constraint that it keeps as an index, a type that it writes into each column.
    pub(super) async fn inspect_amid(&mut self, open: &OpenRun) -> Result<Schema, ExecError> {
        let done = done(open).map_err(|error| HalfDone::changed(open, error))?;
        let now = self.inspect_plainly().await?;
        Ok(worded(&*self.dialect, &now, self.expected.as_ref(), &done))
    }

    /// The schema on which the script was planned, so that it can be planned again and its statements compared with those
    /// that ran. Operations whose effect is not known are taken to have none.
    pub(super) async fn inspect_before(&mut self, open: &OpenRun) -> Result<Schema, ExecError> {
        let mut schema = self.inspect_amid(open).await?;
        let mut done = done(open).map_err(|error| HalfDone::changed(open, error))?;
        let mut is_last = true;
        while let Some(operations) = done.pop() {
            schema = match (taken_back(&schema, &operations), &self.expected) {
                (Ok(before), _) => before,
                (Err(what), Some(expected)) if is_last => {
                    part_taken_back(schema, &wanted(expected, &done), &operations)
                        .ok_or_else(|| HalfDone::changed(open, what))?
                }
                (Err(what), _) => return Err(HalfDone::changed(open, what).into()),
            };
            is_last = false;
        }
        // What an operation that is done in part has not come to yet is in the words of the database.
        Ok(match &self.expected {
            Some(expected) => align(&*self.dialect, &schema, expected, &Schema::default()),
            None => schema,
        })
    }
}

/// What is there, in the words of what is expected before some operations and of these operations.
fn worded(dialect: &dyn Dialect, now: &Schema, expected: Option<&Schema>, done: &[Vec<Operation>]) -> Schema {
    align(dialect, now, &wanted(expected.unwrap_or(now), done), &Schema::default())
}

/// What is expected once some operations are done.
fn wanted(expected: &Schema, done: &[Vec<Operation>]) -> Schema {
    let mut wanted = expected.clone();
    done.iter().flatten().flat_map(shape).for_each(|operation| leave(&mut wanted, &operation));
    wanted
}

/// Makes what an operation leaves part of a schema, whatever is in its place there.
fn leave(schema: &mut Schema, operation: &Operation) {
    use Operation as Op;
    if schema.apply(operation).is_ok() {
        return;
    }
    match operation.clone() {
        Op::CreateTable { table } => drop(schema.tables.insert(table)),
        Op::CreateView { view } | Op::AlterView { to: view, .. } => drop(schema.views.insert(view)),
        Op::CreateEnum { enum_type } | Op::AlterEnum { to: enum_type, .. } => {
            drop(schema.enum_types.insert(enum_type));
        }
        Op::CreateSequence { sequence } | Op::AlterSequence { to: sequence, .. } => {
            drop(schema.sequences.insert(sequence));
        }
        Op::AddColumn { table, column } | Op::AlterColumn { table, to: column, .. } => {
            put(schema, &table, column, |table| &mut table.columns);
        }
        Op::CreateConstraint { table, constraint } => put(schema, &table, constraint, |table| &mut table.constraints),
        Op::CreateIndex { table, index } => put(schema, &table, index, |table| &mut table.indexes),
        operation => tracing::debug!(%operation, "it says nothing of what is there"),
    }
}

/// Puts a part into a table, if there is that table.
fn put<T: Object>(schema: &mut Schema, table: &ObjectName, part: T, parts: fn(&mut Table) -> &mut Objects<T>) {
    if let Some(table) = schema.tables.get_mut(table) {
        parts(table).insert(part);
    }
}

/// What is there, with what some operations say of the types that the database does not keep.
pub(super) fn tell(dialect: &dyn Dialect, now: &Schema, operations: &[Operation]) -> Schema {
    let mut schema = now.clone();
    if !dialect.capabilities().enum_types {
        for operation in operations.iter().flat_map(shape).filter(is_of_type) {
            if let Err(error) = schema.apply(&operation) {
                tracing::debug!(%error, "it is told already");
            }
        }
    }
    schema
}

fn is_of_type(operation: &Operation) -> bool {
    matches!(
        operation,
        Operation::CreateEnum { .. }
            | Operation::DropEnum { .. }
            | Operation::AlterEnum { .. }
            | Operation::RenameEnum { .. }
    )
}

/// The operations that are done, in order. Several statements of some stand behind each other.
fn done(open: &OpenRun) -> Result<Vec<Vec<Operation>>, serde_json::Error> {
    let mut texts: Vec<&String> = open.done.iter().filter_map(|entry| entry.operations.as_ref()).collect();
    texts.dedup();
    texts.into_iter().map(|text| serde_json::from_str(text)).collect()
}

fn taken_back(schema: &Schema, operations: &[Operation]) -> Result<Schema, String> {
    let shapes: Vec<Operation> = operations.iter().flat_map(shape).collect();
    let inverse = invert_all(&shapes).map_err(|error| error.to_string())?;
    let mut schema = schema.clone();
    inverse.iter().try_for_each(|operation| schema.apply(operation)).map_err(|error| error.to_string())?;
    Ok(schema)
}

/// The schema before operations of which some statements are done and others are not: their tables are as they are expected
/// to have been. Whether they were is told by the statements that are planned on them.
fn part_taken_back(mut schema: Schema, expected: &Schema, operations: &[Operation]) -> Option<Schema> {
    for operation in operations.iter().flat_map(shape) {
        if let Operation::RenameTable { to, .. } = &operation {
            schema.tables.remove(to);
        }
        schema.tables.insert(expected.table(operation.table()?)?.clone());
    }
    Some(schema)
}

/// What an operation does to the schema, without what it does to data.
pub(super) fn shape(operation: &Operation) -> Vec<Operation> {
    match operation.clone() {
        Operation::InsertRows { .. }
        | Operation::DeleteRows { .. }
        | Operation::FillColumn { .. }
        | Operation::Run { .. }
        | Operation::Execute { changes: None, .. } => Vec::new(),
        Operation::Execute { changes: Some(operations), .. } | Operation::Batch { operations, .. } => {
            operations.iter().flat_map(shape).collect()
        }
        Operation::AlterColumn { table, from, to, using: _ } => {
            vec![Operation::AlterColumn { table, from, to, using: None }]
        }
        operation => vec![operation],
    }
}
