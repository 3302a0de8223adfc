//! Which lock an operation takes: there is one, and it is the whole file's.

use super::Sqlite;
use crate::dialect::Dialect;
use crate::dialect::effects::{self, Blocks, Effect, Effort};
use crate::operation::Operation;
use crate::schema::Schema;

/// `None` where what is run is not known.
pub(super) fn of(sqlite: Sqlite, before: &Schema, operation: &Operation) -> Option<Vec<Effect>> {
    use Operation as Op;
    let effort = match operation {
        Op::Execute { .. } | Op::Run { .. } => return None,
        Op::Batch { operations, .. } => return effects::all(&sqlite, before, operations),
        Op::CreateIndex { .. } => Effort::Build,
        Op::DeleteRows { .. } | Op::FillColumn { .. } => Effort::Scan,
        operation if sqlite.rewrites_table(operation) => Effort::Rewrite,
        _ => Effort::Brief,
    };
    // Readers wait only while it is committed.
    Some(vec![Effect { table: None, lock: "RESERVED", blocks: Blocks::Writes, effort }])
}
