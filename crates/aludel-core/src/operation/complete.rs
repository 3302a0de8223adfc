//! What a script says, made whole from the schema before it.

use super::recorded::once;
use super::{ColumnSpec, Operation, Recorded, TableChange, TableSpec};
use crate::name::ObjectName;
use crate::schema::{Column, ColumnType, EnumType, Schema, Table};

/// Why something that a script says has no meaning on the schema before it.
///
/// ```
/// use aludel_core::operation::{CompleteError, Recorded};
/// use aludel_core::schema::Schema;
///
/// let error = Schema::default().complete(Recorded::DropTable { table: "users".into() });
/// assert_eq!(error, Err(CompleteError::NoSuch { what: "table".into(), name: "users".into() }));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CompleteError {
    /// Something that is named is not there.
    #[error("there is no {what} \"{name}\"")]
    NoSuch {
        /// What it would be.
        what: String,
        /// Its name.
        name: String,
    },
    /// A new column is said to have no type.
    #[error("column \"{column}\" of table \"{table}\" has no type")]
    NoType {
        /// The table.
        table: ObjectName,
        /// The column.
        column: String,
    },
    /// Something is said twice.
    #[error("table \"{table}\" has {what} twice")]
    Twice {
        /// The table.
        table: ObjectName,
        /// What is there twice.
        what: String,
    },
    /// Something that cannot be meant.
    #[error("{0}")]
    Invalid(String),
}

impl Schema {
    /// The whole operation that a script means, on this schema.
    ///
    /// # Errors
    /// [`CompleteError`] where it names what is not there, or leaves out what cannot be known.
    pub fn complete(&self, recorded: Recorded) -> Result<Operation, CompleteError> {
        Ok(match recorded {
            Recorded::Whole(operation) => operation,
            Recorded::CreateTable(spec) => Operation::CreateTable { table: self.complete_table(spec)? },
            Recorded::DropTable { table } => Operation::DropTable { table: self.known_table(&table)?.clone() },
            Recorded::AlterTable { table, change } => {
                let before = self.known_table(&table)?;
                match change {
                    TableChange::Comment(to) => {
                        Operation::AlterTableComment { table, from: before.comment.clone(), to }
                    }
                    TableChange::Options(to) => {
                        Operation::AlterTableOptions { table, from: before.options.clone(), to }
                    }
                }
            }
            Recorded::AddColumn { table, column } => {
                let column = self.complete_column(&table, column)?;
                Operation::AddColumn { table, column }
            }
            Recorded::DropColumn { table, column } => {
                let column = self.known_column(&table, &column)?.clone();
                Operation::DropColumn { table, column }
            }
            Recorded::AlterColumn { table, column, using } => {
                let from = self.known_column(&table, &column.name)?.clone();
                let to = self.altered(&from, column)?;
                Operation::AlterColumn { table, from, to, using }
            }
            Recorded::DropConstraint { table, kind, name } => {
                let constraint = self.known_table(&table)?.constraint_named(kind, &name).cloned();
                let constraint = constraint.ok_or_else(|| no_such(&kind.to_string(), format!("{table}.{name}")))?;
                Operation::DropConstraint { table, constraint }
            }
            Recorded::DropIndex { table, name } => {
                let index = self.known_table(&table)?.indexes.get(&name).cloned();
                Operation::DropIndex { index: index.ok_or_else(|| no_such("index", format!("{table}.{name}")))?, table }
            }
            Recorded::DropEnum { name } => Operation::DropEnum { enum_type: self.known_enum(&name)?.clone() },
            Recorded::AlterEnum { to } => Operation::AlterEnum { from: self.known_enum(&to.name)?.clone(), to },
            Recorded::DropSequence { name } => {
                let sequence = self.sequences.get(&name).cloned();
                Operation::DropSequence { sequence: sequence.ok_or_else(|| no_such("sequence", name))? }
            }
            Recorded::AlterSequence { to } => {
                let from = self.sequences.get(&to.name).cloned();
                Operation::AlterSequence { from: from.ok_or_else(|| no_such("sequence", &to.name))?, to }
            }
            Recorded::DropView { name } => {
                Operation::DropView { view: self.views.get(&name).cloned().ok_or_else(|| no_such("view", name))? }
            }
            Recorded::AlterView { to } => {
                let from = self.views.get(&to.name).cloned();
                Operation::AlterView { from: from.ok_or_else(|| no_such("view", &to.name))?, to }
            }
            Recorded::Execute { sql, undo, changes } => {
                let changes = changes.map(|changes| self.complete_all(changes)).transpose()?;
                Operation::Execute { sql, undo, changes }
            }
            Recorded::Batch { table, operations } => {
                Operation::Batch { operations: self.complete_all(operations)?, table }
            }
            Recorded::Outside(step) => self.complete(*step)?,
            Recorded::Invalid { reason } => return Err(CompleteError::Invalid(reason)),
        })
    }

    /// The operations that a list means, each on the schema that those before it leave.
    fn complete_all(&self, recorded: Vec<Recorded>) -> Result<Vec<Operation>, CompleteError> {
        let mut schema = self.clone();
        let complete = |recorded| {
            let operation = schema.complete(recorded)?;
            schema.apply(&operation).map_err(|error| CompleteError::Invalid(error.to_string()))?;
            Ok(operation)
        };
        recorded.into_iter().map(complete).collect()
    }

    /// The whole table that a script means.
    pub(crate) fn complete_table(&self, spec: TableSpec) -> Result<Table, CompleteError> {
        let twice = |what: String| CompleteError::Twice { table: spec.name.clone(), what };
        let columns: Result<Vec<Column>, CompleteError> =
            spec.columns.into_iter().map(|column| self.complete_column(&spec.name, column)).collect();
        Ok(Table {
            columns: once(columns?).map_err(|name| twice(format!("column \"{name}\"")))?,
            constraints: once(spec.constraints).map_err(|(kind, name)| twice(format!("{kind} \"{name}\"")))?,
            indexes: once(spec.indexes).map_err(|name| twice(format!("index \"{name}\"")))?,
            options: spec.options,
            comment: spec.comment,
            name: spec.name,
        })
    }

    fn complete_column(&self, table: &ObjectName, spec: ColumnSpec) -> Result<Column, CompleteError> {
        let Some(ty) = spec.ty.clone() else {
            return Err(CompleteError::NoType { table: table.clone(), column: spec.name });
        };
        self.altered(&Column::new(spec.name.clone(), ty), spec)
    }

    /// A column with what is said of it changed.
    fn altered(&self, from: &Column, spec: ColumnSpec) -> Result<Column, CompleteError> {
        Ok(Column {
            name: from.name.clone(),
            ty: spec.ty.map(|ty| self.complete_type(ty)).transpose()?.unwrap_or_else(|| from.ty.clone()),
            nullable: spec.nullable.unwrap_or(from.nullable),
            default: spec.default.unwrap_or_else(|| from.default.clone()),
            generation: spec.generation.unwrap_or_else(|| from.generation.clone()),
            on_update: spec.on_update.unwrap_or_else(|| from.on_update.clone()),
            charset: spec.charset.unwrap_or_else(|| from.charset.clone()),
            collation: spec.collation.unwrap_or_else(|| from.collation.clone()),
            invisible: spec.invisible.unwrap_or(from.invisible),
            comment: spec.comment.unwrap_or_else(|| from.comment.clone()),
        })
    }

    /// A type whose named enum types have their values.
    fn complete_type(&self, ty: ColumnType) -> Result<ColumnType, CompleteError> {
        Ok(match ty {
            ColumnType::Enum { name: Some(name), values } if values.is_empty() => self.known_enum(&name)?.column_type(),
            ColumnType::Array { element } => ColumnType::array(self.complete_type(*element)?),
            whole => whole,
        })
    }

    fn known_table(&self, name: &ObjectName) -> Result<&Table, CompleteError> {
        self.table(name).ok_or_else(|| no_such("table", name))
    }

    fn known_column(&self, table: &ObjectName, column: &str) -> Result<&Column, CompleteError> {
        let columns = &self.known_table(table)?.columns;
        columns.get(column).ok_or_else(|| no_such("column", format!("{table}.{column}")))
    }

    fn known_enum(&self, name: &ObjectName) -> Result<&EnumType, CompleteError> {
        self.enum_type(name).ok_or_else(|| no_such("enum type", name))
    }
}

fn no_such(what: &str, name: impl ToString) -> CompleteError {
    CompleteError::NoSuch { what: what.to_owned(), name: name.to_string() }
}
