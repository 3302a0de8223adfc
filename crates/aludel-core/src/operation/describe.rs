//! An operation in one line, for people.

use std::fmt;

use super::Operation;

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CreateNamespace { name } => write!(f, "create namespace {name}"),
            Self::DropNamespace { name } => write!(f, "drop namespace {name}"),
            Self::CreateTable { table } => write!(f, "create table {}", table.name),
            Self::DropTable { table } => write!(f, "drop table {}", table.name),
            Self::RenameTable { from, to } => write!(f, "rename table {from} to {to}"),
            Self::AlterTableOptions { table, .. } => write!(f, "alter options of table {table}"),
            Self::AlterTableComment { table, .. } => write!(f, "alter comment of table {table}"),
            Self::AddColumn { table, column } => write!(f, "add column {table}.{}", column.name),
            Self::DropColumn { table, column } => write!(f, "drop column {table}.{}", column.name),
            Self::AlterColumn { table, to, .. } => write!(f, "alter column {table}.{}", to.name),
            Self::RenameColumn { table, from, to } => write!(f, "rename column {table}.{from} to {to}"),
            Self::CreateConstraint { table, constraint } => {
                write!(f, "create {} {} on {table}", constraint.kind(), constraint.name())
            }
            Self::DropConstraint { table, constraint } => {
                write!(f, "drop {} {} of {table}", constraint.kind(), constraint.name())
            }
            Self::RenameConstraint { table, kind, from, to } => {
                write!(f, "rename {kind} {from} of {table} to {to}")
            }
            Self::CreateIndex { table, index } => write!(f, "create index {} on {table}", index.name),
            Self::DropIndex { table, index } => write!(f, "drop index {} of {table}", index.name),
            Self::RenameIndex { table, from, to } => write!(f, "rename index {from} of {table} to {to}"),
            Self::CreateEnum { enum_type } => write!(f, "create enum type {}", enum_type.name),
            Self::DropEnum { enum_type } => write!(f, "drop enum type {}", enum_type.name),
            Self::AlterEnum { to, .. } => write!(f, "alter enum type {}", to.name),
            Self::RenameEnum { from, to } => write!(f, "rename enum type {from} to {to}"),
            Self::CreateSequence { sequence } => write!(f, "create sequence {}", sequence.name),
            Self::DropSequence { sequence } => write!(f, "drop sequence {}", sequence.name),
            Self::AlterSequence { to, .. } => write!(f, "alter sequence {}", to.name),
            Self::CreateView { view } => write!(f, "create view {}", view.name),
            Self::DropView { view } => write!(f, "drop view {}", view.name),
            Self::AlterView { to, .. } => write!(f, "alter view {}", to.name),
            Self::Execute { sql, .. } => write!(f, "execute {}", first_line(sql)),
            Self::InsertRows { table, rows, .. } => write!(f, "insert {} rows into {table}", rows.len()),
            Self::DeleteRows { table, rows, .. } => write!(f, "delete {} rows from {table}", rows.len()),
            Self::FillColumn { table, column, value } => write!(f, "fill column {table}.{column} with {value}"),
            Self::Run { name, .. } => write!(f, "run {name}"),
            Self::Batch { table, operations } => write!(f, "batch of {} changes of {table}", operations.len()),
        }
    }
}

/// The first line of a text that says something, cut where it gets long.
fn first_line(text: &str) -> String {
    const LONGEST: usize = 60;
    let line = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    if line.chars().count() <= LONGEST {
        return line.to_owned();
    }
    line.chars().take(LONGEST - 1).chain(['…']).collect()
}
