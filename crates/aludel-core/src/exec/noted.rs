//! What the journal notes of a statement.

use super::Work;
use super::journal::Entry;
use super::ledger::{cut, operations_text};
use super::send::shown;
use crate::digest::{hex, sha256};
use crate::operation::Operation;
use crate::plan::Statement;

/// How much of a statement the journal shows.
pub(super) const SHOWN: usize = 2_000;

/// What the journal says of a statement of a revision once it is done, but for when.
pub(super) fn noted(work: &Work, number: u32, statement: &Statement, operations: &[Operation]) -> Entry {
    Entry {
        number: Some(number),
        hash: Some(hash(statement)),
        operations: kept(operations),
        sql: Some(cut(&shown(statement), SHOWN)),
        ..Entry::closing(work.revision.as_str(), &work.direction.to_string(), String::new())
    }
}

/// The operations, as they are kept; of a function, its name says all.
fn kept(operations: &[Operation]) -> Option<String> {
    let is_function = |operation: &Operation| matches!(operation, Operation::Run { .. });
    (!operations.iter().any(is_function)).then(|| operations_text(operations))
}

/// What tells a statement from another.
pub(super) fn hash(statement: &Statement) -> String {
    let text = statement.run.as_ref().map_or_else(|| statement.essence().to_owned(), |_| shown(statement));
    hex(sha256(&text))
}
