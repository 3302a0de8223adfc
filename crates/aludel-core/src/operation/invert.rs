//! The inverse of an operation, computed from what it carries.

use std::mem::swap;

use super::Operation;

/// Why an operation has no inverse, and what to write instead.
///
/// ```
/// use aludel_core::operation::Operation;
///
/// let execute = Operation::Execute { sql: "TRUNCATE users".into(), undo: None, changes: None };
/// assert!(execute.invert().is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{operation} cannot be taken back: {reason}")]
pub struct Irreversible {
    /// The operation, in words.
    pub operation: String,
    /// Why it has no inverse.
    pub reason: String,
    /// What to do about it.
    pub help: String,
}

/// The operations that take a list back, last first.
///
/// # Errors
/// The first operation, from the end, that has no inverse.
pub fn invert_all(operations: &[Operation]) -> Result<Vec<Operation>, Irreversible> {
    operations.iter().rev().map(Operation::invert).collect()
}

impl Operation {
    /// The operation that takes this one back: `invert(invert(op)) == op`.
    ///
    /// # Errors
    /// [`Irreversible`] for SQL without an `undo` and for functions.
    pub fn invert(&self) -> Result<Self, Irreversible> {
        use Operation as Op;
        Ok(match self.clone() {
            Op::CreateNamespace { name } => Op::DropNamespace { name },
            Op::DropNamespace { name } => Op::CreateNamespace { name },
            Op::CreateTable { table } => Op::DropTable { table },
            Op::DropTable { table } => Op::CreateTable { table },
            Op::RenameTable { from, to } => Op::RenameTable { from: to, to: from },
            Op::AlterTableOptions { table, from, to } => Op::AlterTableOptions { table, from: to, to: from },
            Op::AlterTableComment { table, from, to } => Op::AlterTableComment { table, from: to, to: from },
            Op::AddColumn { table, column } => Op::DropColumn { table, column },
            Op::DropColumn { table, column } => Op::AddColumn { table, column },
            Op::AlterColumn { table, from, to, using: None } => {
                Op::AlterColumn { table, from: to, to: from, using: None }
            }
            Op::AlterColumn { using: Some(using), .. } => {
                return Err(self.irreversible(
                    format!("`{using}` says only how the old values become new ones"),
                    "write the downgrade by hand, with a `using` of its own",
                ));
            }
            Op::RenameColumn { table, from, to } => Op::RenameColumn { table, from: to, to: from },
            Op::CreateConstraint { table, constraint } => Op::DropConstraint { table, constraint },
            Op::DropConstraint { table, constraint } => Op::CreateConstraint { table, constraint },
            Op::RenameConstraint { table, kind, mut from, mut to } => {
                swap(&mut from, &mut to);
                Op::RenameConstraint { table, kind, from, to }
            }
            Op::CreateIndex { table, index } => Op::DropIndex { table, index },
            Op::DropIndex { table, index } => Op::CreateIndex { table, index },
            Op::RenameIndex { table, from, to } => Op::RenameIndex { table, from: to, to: from },
            Op::CreateEnum { enum_type } => Op::DropEnum { enum_type },
            Op::DropEnum { enum_type } => Op::CreateEnum { enum_type },
            Op::AlterEnum { from, to } => Op::AlterEnum { from: to, to: from },
            Op::RenameEnum { from, to } => Op::RenameEnum { from: to, to: from },
            Op::CreateSequence { sequence } => Op::DropSequence { sequence },
            Op::DropSequence { sequence } => Op::CreateSequence { sequence },
            Op::AlterSequence { from, to } => Op::AlterSequence { from: to, to: from },
            Op::CreateView { view } => Op::DropView { view },
            Op::DropView { view } => Op::CreateView { view },
            Op::AlterView { from, to } => Op::AlterView { from: to, to: from },
            Op::Execute { sql, undo: Some(undo), changes } => {
                let changes = changes.as_deref().map(invert_all).transpose()?;
                Op::Execute { sql: undo, undo: Some(sql), changes }
            }
            Op::Execute { undo: None, .. } => {
                return Err(self.irreversible("it has no undo", "add `.undo(\"…\")` with the SQL that takes it back"));
            }
            Op::InsertRows { table, columns, rows } => Op::DeleteRows { table, columns, rows },
            Op::DeleteRows { table, columns, rows } => Op::InsertRows { table, columns, rows },
            Op::FillColumn { .. } => {
                return Err(self.irreversible(
                    "which rows had no value is not known",
                    "write the downgrade by hand: often nothing, since a value that was filled in does no harm",
                ));
            }
            Op::Run { .. } => {
                return Err(self.irreversible(
                    "what a function does to the data is not known",
                    "write the downgrade by hand, with a function that takes it back",
                ));
            }
            Op::Batch { table, operations } => {
                // The batch is named by the table as it is called before; a rename inside would need the name after.
                Op::Batch { table, operations: invert_all(&operations)? }
            }
        })
    }

    fn irreversible(&self, reason: impl Into<String>, help: &str) -> Irreversible {
        Irreversible { operation: self.to_string(), reason: reason.into(), help: help.to_owned() }
    }
}
