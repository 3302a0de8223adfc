//! Operations: the one vocabulary of diff, script and planner.
//!
//! An operation is plain data. One that drops or alters carries the whole old and new object, so that its inverse is
//! computed ([`Operation::invert`]) and a list of them can be folded into a schema ([`Schema::apply`]) without a
//! database. What a script says in fewer words is [`Recorded`] and made whole by [`Schema::complete`].
//!
//! [`Schema::apply`]: crate::schema::Schema::apply
//! [`Schema::complete`]: crate::schema::Schema::complete

mod apply;
mod complete;
mod describe;
mod invert;
mod loss;
mod recorded;
mod rename;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use apply::ApplyError;
pub use complete::CompleteError;
pub use invert::{Irreversible, invert_all};
pub(crate) use loss::computes_instead;
pub use recorded::{ColumnSpec, Recorded, TableChange, TableSpec};
pub(crate) use rename::name_column_of_view;

use crate::name::ObjectName;
use crate::schema::{
    Column, Constraint, ConstraintKind, EnumType, Index, Literal, Sequence, Table, TableOptions, View,
};

/// One change of a database.
///
/// ```
/// use aludel_core::operation::Operation;
/// use aludel_core::schema::{Column, ColumnType};
///
/// let column = Column::new("email", ColumnType::text()).nullable();
/// let add = Operation::AddColumn { table: "users".into(), column: column.clone() };
/// assert_eq!(add.invert(), Ok(Operation::DropColumn { table: "users".into(), column }));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "operation", rename_all = "snake_case", deny_unknown_fields)]
pub enum Operation {
    /// Makes a namespace.
    CreateNamespace {
        /// Its name.
        name: String,
    },
    /// Drops an empty namespace.
    DropNamespace {
        /// Its name.
        name: String,
    },
    /// Makes a table with its constraints and indexes.
    CreateTable {
        /// The table.
        table: Table,
    },
    /// Drops a table with all that is in it.
    DropTable {
        /// The table as it was.
        table: Table,
    },
    /// Gives a table another name.
    RenameTable {
        /// Its name before.
        from: ObjectName,
        /// Its name after.
        to: ObjectName,
    },
    /// Changes the options of a table.
    AlterTableOptions {
        /// The table.
        table: ObjectName,
        /// The options before.
        from: TableOptions,
        /// The options after.
        to: TableOptions,
    },
    /// Changes the comment of a table.
    AlterTableComment {
        /// The table.
        table: ObjectName,
        /// The comment before.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<String>,
        /// The comment after.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<String>,
    },
    /// Adds a column.
    AddColumn {
        /// The table.
        table: ObjectName,
        /// The column.
        column: Column,
    },
    /// Drops a column with all that is in it.
    DropColumn {
        /// The table.
        table: ObjectName,
        /// The column as it was.
        column: Column,
    },
    /// Changes a column; its name stays.
    AlterColumn {
        /// The table.
        table: ObjectName,
        /// The column before.
        from: Column,
        /// The column after.
        to: Column,
        /// How the values before become values after, as SQL over the column (PostgreSQL `USING`).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        using: Option<String>,
    },
    /// Gives a column another name.
    RenameColumn {
        /// The table.
        table: ObjectName,
        /// The name before.
        from: String,
        /// The name after.
        to: String,
    },
    /// Makes a primary key, unique, foreign key, check or exclusion constraint.
    CreateConstraint {
        /// The table.
        table: ObjectName,
        /// The constraint.
        constraint: Constraint,
    },
    /// Drops a constraint.
    DropConstraint {
        /// The table.
        table: ObjectName,
        /// The constraint as it was.
        constraint: Constraint,
    },
    /// Gives a constraint another name.
    RenameConstraint {
        /// The table.
        table: ObjectName,
        /// The constraint's kind.
        kind: ConstraintKind,
        /// The name before.
        from: String,
        /// The name after.
        to: String,
    },
    /// Makes an index.
    CreateIndex {
        /// The table.
        table: ObjectName,
        /// The index.
        index: Index,
    },
    /// Drops an index.
    DropIndex {
        /// The table.
        table: ObjectName,
        /// The index as it was.
        index: Index,
    },
    /// Gives an index another name.
    RenameIndex {
        /// The table.
        table: ObjectName,
        /// The name before.
        from: String,
        /// The name after.
        to: String,
    },
    /// Makes a named enum type.
    CreateEnum {
        /// The type.
        enum_type: EnumType,
    },
    /// Drops a named enum type.
    DropEnum {
        /// The type as it was.
        enum_type: EnumType,
    },
    /// Changes the values or the comment of an enum type, in every column that has it.
    AlterEnum {
        /// The type before.
        from: EnumType,
        /// The type after, of the same name.
        to: EnumType,
    },
    /// Gives an enum type another name.
    RenameEnum {
        /// The name before.
        from: ObjectName,
        /// The name after.
        to: ObjectName,
    },
    /// Makes a sequence.
    CreateSequence {
        /// The sequence.
        sequence: Sequence,
    },
    /// Drops a sequence.
    DropSequence {
        /// The sequence as it was.
        sequence: Sequence,
    },
    /// Changes a sequence.
    AlterSequence {
        /// The sequence before.
        from: Sequence,
        /// The sequence after, of the same name.
        to: Sequence,
    },
    /// Makes a view.
    CreateView {
        /// The view.
        view: View,
    },
    /// Drops a view.
    DropView {
        /// The view as it was.
        view: View,
    },
    /// Changes a view.
    AlterView {
        /// The view before.
        from: View,
        /// The view after, of the same name.
        to: View,
    },
    /// Runs SQL. What it does to the schema is not known, unless `changes` says so.
    Execute {
        /// One or more statements.
        sql: String,
        /// The SQL that takes it back.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        undo: Option<String>,
        /// What it does to the schema; `None` is not known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        changes: Option<Vec<Operation>>,
    },
    /// Writes rows.
    InsertRows {
        /// The table.
        table: ObjectName,
        /// The columns, in the order of the values.
        columns: Vec<String>,
        /// The rows, each with as many values as there are columns.
        rows: Vec<Vec<Literal>>,
    },
    /// Deletes the rows that have just these values.
    DeleteRows {
        /// The table.
        table: ObjectName,
        /// The columns, in the order of the values.
        columns: Vec<String>,
        /// The rows, each with as many values as there are columns.
        rows: Vec<Vec<Literal>>,
    },
    /// Gives a column a value in the rows that have none, so that it can be made NOT NULL.
    FillColumn {
        /// The table.
        table: ObjectName,
        /// The column.
        column: String,
        /// The value, as SQL.
        value: String,
    },
    /// Runs a function of the script on the live connection. It changes data only.
    Run {
        /// What it is called in reports and in the script.
        name: String,
        /// The SQL that does the same, for scripts that are printed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        offline: Option<String>,
    },
    /// Several changes of one table, made together where the database rebuilds it.
    Batch {
        /// The table.
        table: ObjectName,
        /// The changes, in order.
        operations: Vec<Operation>,
    },
}

impl Operation {
    /// The table whose definition it changes, if it is one table's.
    pub fn table(&self) -> Option<&ObjectName> {
        match self {
            Self::CreateTable { table } | Self::DropTable { table } => Some(&table.name),
            Self::RenameTable { from, .. } => Some(from),
            Self::AlterTableOptions { table, .. }
            | Self::AlterTableComment { table, .. }
            | Self::AddColumn { table, .. }
            | Self::DropColumn { table, .. }
            | Self::AlterColumn { table, .. }
            | Self::RenameColumn { table, .. }
            | Self::CreateConstraint { table, .. }
            | Self::DropConstraint { table, .. }
            | Self::RenameConstraint { table, .. }
            | Self::CreateIndex { table, .. }
            | Self::DropIndex { table, .. }
            | Self::RenameIndex { table, .. }
            | Self::Batch { table, .. } => Some(table),
            Self::CreateNamespace { .. }
            | Self::DropNamespace { .. }
            | Self::CreateEnum { .. }
            | Self::DropEnum { .. }
            | Self::AlterEnum { .. }
            | Self::RenameEnum { .. }
            | Self::CreateSequence { .. }
            | Self::DropSequence { .. }
            | Self::AlterSequence { .. }
            | Self::CreateView { .. }
            | Self::DropView { .. }
            | Self::AlterView { .. }
            | Self::Execute { .. }
            | Self::InsertRows { .. }
            | Self::DeleteRows { .. }
            | Self::FillColumn { .. }
            | Self::Run { .. } => None,
        }
    }

    /// True where what it does to the schema cannot be known without running it.
    pub fn is_opaque(&self) -> bool {
        matches!(self, Self::Execute { changes: None, .. })
    }
}
