//! The comments of tables and columns on a database that keeps none: the scripts say what they are there.

use super::compare::DesiredSide;
use crate::dialect::Dialect;
use crate::environment::Scripts;
use crate::schema::{Schema, Table};

/// Who knows the comments of the current side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comments {
    /// The database, or somebody who is asked like it.
    Database,
    /// The scripts alone.
    Scripts,
}

impl Comments {
    /// Scripts in SQL for such a database say no comments, and a schema that was read from one has none: where either is
    /// looked at, no comment is a difference.
    pub(super) fn of(dialect: &dyn Dialect, scripts: &Scripts, desired: &DesiredSide) -> Self {
        if !dialect.capabilities().comments && desired.says_comments && scripts.are_all_in_rust() {
            Self::Scripts
        } else {
            Self::Database
        }
    }

    /// Gives an inspected schema the comments that the scripts know; what they do not know has the desired ones.
    pub(super) fn complete(self, inspected: &mut Schema, folded: &Schema, desired: &Schema) {
        if self == Self::Scripts {
            take(inspected, &[folded, desired]);
        }
    }

    /// Gives a schema that was brought into the words of another its own comments back.
    pub(super) fn restore(self, settled: &mut Schema, current: &Schema) {
        if self == Self::Scripts {
            take(settled, &[current]);
        }
    }
}

/// Takes each comment from the first of some schemas that has its table or column.
fn take(schema: &mut Schema, from: &[&Schema]) {
    for table in schema.tables.iter_mut() {
        let namesakes: Vec<&Table> = from.iter().filter_map(|schema| schema.table(&table.name)).collect();
        if let Some(namesake) = namesakes.first() {
            table.comment.clone_from(&namesake.comment);
        }
        for column in table.columns.iter_mut() {
            let found = namesakes.iter().find_map(|table| table.columns.get(&column.name));
            let found = found.map(|namesake| namesake.comment.clone());
            column.comment = found.unwrap_or_else(|| column.comment.take());
        }
    }
}
