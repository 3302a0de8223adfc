//! The changes of one table, one after the other, with the table before and after each.

use super::plan::{Placed, misfit};
use super::{column, expression, key, types};
use crate::operation::{Operation, computes_instead};
use crate::plan::Unsupported;
use crate::schema::{Column, Constraint, ForeignKey, Generation, Index, IndexTarget, Schema, Table};

/// One operation, and its table before and after it.
#[derive(Clone, Debug)]
pub(super) struct Step<'a> {
    /// The place of the operation among those that are planned.
    pub(super) place: usize,
    pub(super) operation: &'a Operation,
    pub(super) change: Change<'a>,
    pub(super) before: Table,
    pub(super) after: Table,
}

/// What an operation does to its table.
#[derive(Clone, Copy, Debug)]
pub(super) enum Change<'a> {
    AddColumn(&'a Column),
    DropColumn(&'a Column),
    RenameColumn {
        from: &'a str,
        to: &'a str,
    },
    AlterColumn {
        from: &'a Column,
        to: &'a Column,
        using: Option<&'a str>,
    },
    CreateForeignKey(&'a ForeignKey),
    CreateIndex(&'a Index),
    DropIndex(&'a Index),
    RenameIndex {
        from: &'a str,
        to: &'a str,
    },
    /// A change of constraints or options.
    Definition,
    /// Nothing that SQLite keeps.
    Nothing,
}

/// The steps that some operations on one table are.
pub(super) fn steps<'a>(table: &Table, operations: &[Placed<'a>]) -> Result<Vec<Step<'a>>, Unsupported> {
    let mut before = table.clone();
    let mut steps = Vec::with_capacity(operations.len());
    for (place, operation) in operations.iter().copied() {
        let change = Change::of(operation);
        let mut alone = Schema::default();
        alone.tables.insert(before.clone());
        if let Change::RenameColumn { from, to } = change {
            alone.tables.iter_mut().for_each(|table| follow_rename(table, from, to));
        }
        alone.apply(operation).map_err(|error| misfit(operation, &error))?;
        let after = alone.tables.into_iter().next().ok_or_else(|| misfit(operation, &"it leaves no table"))?;
        steps.push(Step { place, operation, change, before, after: after.clone() });
        before = after;
    }
    Ok(steps)
}

impl Step<'_> {
    /// True where `ALTER TABLE` cannot do it, or only with a loss.
    pub(super) fn needs_rebuild(&self) -> bool {
        match self.change {
            Change::AddColumn(column) => !column::can_be_added(column),
            Change::DropColumn(column) => !column::can_be_dropped(&column.name, &self.before),
            Change::AlterColumn { using: Some(_), .. } => true,
            Change::AlterColumn { .. } | Change::CreateForeignKey(_) | Change::Definition => {
                key::table(&self.before) != key::table(&self.after)
            }
            Change::RenameColumn { .. }
            | Change::CreateIndex(_)
            | Change::DropIndex(_)
            | Change::RenameIndex { .. }
            | Change::Nothing => false,
        }
    }

    /// True where it changes what is said of a column that has this name after it.
    pub(super) fn alters(&self, column: &str) -> bool {
        matches!(self.change, Change::AlterColumn { to, .. } if to.name == column)
    }

    /// What data it loses. A value that stays keeps its form unless the affinity of its column changes.
    pub(super) fn loss(&self) -> Option<String> {
        if let Change::AlterColumn { from, to, .. } = self.change
            && !computes_instead(from, to)
        {
            let of = |column: &Column, table: &Table| types::affinity(&column.ty, table.options.strict);
            if of(from, &self.before) == of(to, &self.after) {
                return None;
            }
        }
        self.operation.loss()
    }
}

impl<'a> Change<'a> {
    fn of(operation: &'a Operation) -> Self {
        use Operation as Op;
        match operation {
            Op::AddColumn { column, .. } => Self::AddColumn(column),
            Op::DropColumn { column, .. } => Self::DropColumn(column),
            Op::RenameColumn { from, to, .. } => Self::RenameColumn { from, to },
            Op::AlterColumn { from, to, using, .. } => Self::AlterColumn { from, to, using: using.as_deref() },
            Op::CreateConstraint { constraint: Constraint::ForeignKey(key), .. } => Self::CreateForeignKey(key),
            Op::CreateIndex { index, .. } => Self::CreateIndex(index),
            Op::DropIndex { index, .. } => Self::DropIndex(index),
            Op::RenameIndex { from, to, .. } => Self::RenameIndex { from, to },
            Op::CreateConstraint { .. }
            | Op::DropConstraint { .. }
            | Op::RenameConstraint { .. }
            | Op::AlterTableOptions { .. } => Self::Definition,
            Op::AlterTableComment { .. }
            | Op::CreateTable { .. }
            | Op::DropTable { .. }
            | Op::RenameTable { .. }
            | Op::CreateNamespace { .. }
            | Op::DropNamespace { .. }
            | Op::CreateEnum { .. }
            | Op::DropEnum { .. }
            | Op::AlterEnum { .. }
            | Op::RenameEnum { .. }
            | Op::CreateSequence { .. }
            | Op::DropSequence { .. }
            | Op::AlterSequence { .. }
            | Op::CreateView { .. }
            | Op::DropView { .. }
            | Op::AlterView { .. }
            | Op::Execute { .. }
            | Op::InsertRows { .. }
            | Op::DeleteRows { .. }
            | Op::FillColumn { .. }
            | Op::Run { .. }
            | Op::Batch { .. } => Self::Nothing,
        }
    }
}

/// Puts the new name of a column into the expressions of its table, as SQLite does.
fn follow_rename(table: &mut Table, from: &str, to: &str) {
    let follow = |sql: &mut String| *sql = expression::rename_column(sql, from, to);
    for column in table.columns.iter_mut() {
        if let Some(Generation::Expression { sql, .. }) = &mut column.generation {
            follow(sql);
        }
    }
    for constraint in table.constraints.iter_mut() {
        if let Constraint::Check(check) = constraint {
            follow(&mut check.expression);
        }
    }
    for index in table.indexes.iter_mut() {
        index.predicate.iter_mut().for_each(follow);
        for part in &mut index.parts {
            if let IndexTarget::Expression(sql) = &mut part.target {
                follow(sql);
            }
        }
    }
}
