//! Renames that somebody has said are renames.

use std::collections::BTreeMap;

use crate::name::ObjectName;
use crate::operation::Operation;
use crate::schema::Schema;

/// Which tables and columns of the desired schema have another name in the current one.
///
/// ```
/// use aludel_core::diff::{Renames, diff};
/// use aludel_core::operation::Operation;
/// use aludel_core::schema::{Schema, Table};
///
/// let (mut current, mut desired) = (Schema::default(), Schema::default());
/// current.tables.insert(Table::new("users"));
/// desired.tables.insert(Table::new("people"));
/// let renames = Renames::default().table("users", "people");
/// let operations = diff(&current, &desired, &renames);
/// assert_eq!(operations, [Operation::RenameTable { from: "users".into(), to: "people".into() }]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Renames {
    /// New name of a table to its old one.
    tables: BTreeMap<ObjectName, ObjectName>,
    /// New name of a table, with the new name of a column, to the column's old one.
    columns: BTreeMap<(ObjectName, String), String>,
}

impl Renames {
    /// These renames and that of a table.
    #[must_use]
    pub fn table(mut self, from: impl Into<ObjectName>, to: impl Into<ObjectName>) -> Self {
        self.tables.insert(to.into(), from.into());
        self
    }

    /// These renames and that of a column, in a table under its new name.
    #[must_use]
    pub fn column(mut self, table: impl Into<ObjectName>, from: impl Into<String>, to: impl Into<String>) -> Self {
        self.columns.insert((table.into(), to.into()), from.into());
        self
    }

    /// These renames and those; where both name one thing, those hold.
    #[must_use]
    pub fn and(mut self, those: Self) -> Self {
        self.tables.extend(those.tables);
        self.columns.extend(those.columns);
        self
    }
}

/// The renames that apply, and the current schema after them.
pub(super) fn renames(current: &Schema, desired: &Schema, renames: &Renames) -> (Vec<Operation>, Schema) {
    let mut renamed = current.clone();
    let mut operations = Vec::new();
    let mut rename = |schema: &mut Schema, operation: Operation| {
        if schema.apply(&operation).is_ok() {
            operations.push(operation);
        }
    };
    for (to, from) in &renames.tables {
        if desired.table(to).is_some() && desired.table(from).is_none() && renamed.table(from).is_some() {
            rename(&mut renamed, Operation::RenameTable { from: from.clone(), to: to.clone() });
        }
    }
    for ((table, to), from) in &renames.columns {
        let has =
            |schema: &Schema, column: &str| schema.table(table).is_some_and(|table| table.columns.contains(column));
        if has(desired, to) && !has(desired, from) && has(&renamed, from) {
            let (from, to) = (from.clone(), to.clone());
            rename(&mut renamed, Operation::RenameColumn { table: table.clone(), from, to });
        }
    }
    (operations, renamed)
}
