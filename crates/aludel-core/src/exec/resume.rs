//! The schema before a run that is half done: the one that is there, with what the journal says was done taken back.

use super::error::{ExecError, HalfDone};
use super::journal::OpenRun;
use crate::operation::{Operation, invert_all};
use crate::schema::Schema;

/// The schema on which the script was planned, so that it can be planned again and its statements compared with those that
/// ran. Operations whose effect is not known are taken to have none.
pub(super) fn before(now: Schema, open: &OpenRun) -> Result<Schema, ExecError> {
    let mut schema = now;
    let mut later = None;
    for text in open.done.iter().rev().filter_map(|entry| entry.operations.as_ref()) {
        // Several statements of one operation stand behind each other; it is taken back once.
        if later.replace(text) == Some(text) {
            continue;
        }
        let operations: Vec<Operation> = serde_json::from_str(text).map_err(|error| HalfDone::changed(open, error))?;
        take_back(&mut schema, &operations).map_err(|what| HalfDone::changed(open, what))?;
    }
    Ok(schema)
}

fn take_back(schema: &mut Schema, operations: &[Operation]) -> Result<(), String> {
    let shapes: Vec<Operation> = operations.iter().flat_map(shape).collect();
    let inverse = invert_all(&shapes).map_err(|error| error.to_string())?;
    inverse.iter().try_for_each(|operation| schema.apply(operation)).map_err(|error| error.to_string())
}

/// What an operation does to the schema, without what it does to data.
fn shape(operation: &Operation) -> Vec<Operation> {
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
