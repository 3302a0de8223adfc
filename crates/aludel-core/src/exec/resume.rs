//! The schema before a run that is half done: the one that is there, with what the journal says was done taken back.

use super::error::{ExecError, HalfDone};
use super::journal::OpenRun;
use crate::dialect::Dialect;
use crate::operation::{Operation, invert_all};
use crate::schema::Schema;

/// The schema on which the script was planned, so that it can be planned again and its statements compared with those that
/// ran. Operations whose effect is not known are taken to have none.
pub(super) fn before(dialect: &dyn Dialect, now: Schema, open: &OpenRun) -> Result<Schema, ExecError> {
    let mut schema = told(dialect, now, open).map_err(|error| HalfDone::changed(open, error))?;
    for operations in done(open).map_err(|error| HalfDone::changed(open, error))?.iter().rev() {
        take_back(&mut schema, operations).map_err(|what| HalfDone::changed(open, what))?;
    }
    Ok(schema)
}

/// What is there, with what the journal says of the types that the database does not keep.
pub(super) fn told(dialect: &dyn Dialect, now: Schema, open: &OpenRun) -> Result<Schema, serde_json::Error> {
    Ok(done(open)?.iter().fold(now, |schema, operations| tell(dialect, &schema, operations)))
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

fn take_back(schema: &mut Schema, operations: &[Operation]) -> Result<(), String> {
    let shapes: Vec<Operation> = operations.iter().flat_map(shape).collect();
    let inverse = invert_all(&shapes).map_err(|error| error.to_string())?;
    inverse.iter().try_for_each(|operation| schema.apply(operation)).map_err(|error| error.to_string())
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
