//! Which locks an operation takes, and for how long.
//!
//! <https://www.postgresql.org/docs/current/explicit-locking.html>, <https://www.postgresql.org/docs/current/sql-altertable.html>

use super::Postgres;
use crate::dialect::effects::{self, Blocks, Effect, Effort, is_longer};
use crate::name::ObjectName;
use crate::operation::Operation;
use crate::schema::{Column, ColumnType, Constraint, DefaultValue, Generation, Schema, Storage, Validity};

/// `None` where what is run is not known.
pub(super) fn of(postgres: Postgres, before: &Schema, operation: &Operation) -> Option<Vec<Effect>> {
    use Operation as Op;
    Some(match operation {
        Op::CreateNamespace { .. }
        | Op::DropNamespace { .. }
        | Op::CreateEnum { .. }
        | Op::DropEnum { .. }
        | Op::RenameEnum { .. }
        | Op::CreateSequence { .. }
        | Op::DropSequence { .. }
        | Op::AlterSequence { .. }
        | Op::CreateView { .. } => Vec::new(),
        Op::DropView { view } | Op::AlterView { from: view, .. } => vec![exclusive(&view.name, Effort::Brief)],
        Op::CreateTable { table } => {
            let referred = table.constraints.iter().filter_map(referred).filter(|referred| **referred != table.name);
            referred.map(|referred| no_writes(referred, Effort::Brief)).collect()
        }
        Op::DropTable { table } => {
            let referred = table.constraints.iter().filter_map(referred).filter(|referred| **referred != table.name);
            let referred = referred.map(|referred| exclusive(referred, Effort::Brief));
            std::iter::once(exclusive(&table.name, Effort::Brief)).chain(referred).collect()
        }
        Op::RenameTable { from: table, .. }
        | Op::DropColumn { table, .. }
        | Op::RenameColumn { table, .. }
        | Op::RenameConstraint { table, .. }
        | Op::DropIndex { table, .. } => vec![exclusive(table, Effort::Brief)],
        Op::AlterTableOptions { table, from, to } => {
            let effort = if from.unlogged == to.unlogged { Effort::Brief } else { Effort::Rewrite };
            vec![exclusive(table, effort)]
        }
        Op::AlterTableComment { table, .. } | Op::RenameIndex { table, .. } => {
            vec![Effect::on(table, "SHARE UPDATE EXCLUSIVE", Blocks::Changes, Effort::Brief)]
        }
        Op::AddColumn { table, column } => vec![exclusive(table, added(column))],
        Op::AlterColumn { table, from, to, .. } => vec![exclusive(table, altered(from, to))],
        Op::CreateConstraint { table, constraint } => constrained(table, constraint),
        Op::DropConstraint { table, constraint } => {
            let referred = referred(constraint).filter(|referred| *referred != table);
            let referred = referred.map(|referred| exclusive(referred, Effort::Brief));
            std::iter::once(exclusive(table, Effort::Brief)).chain(referred).collect()
        }
        Op::CreateIndex { table, .. } => vec![Effect::on(table, "SHARE", Blocks::Writes, Effort::Build)],
        Op::AlterEnum { from, to } if to.values.starts_with(&from.values) => Vec::new(),
        Op::AlterEnum { from, .. } => {
            let has_it =
                |column: &Column| matches!(&column.ty, ColumnType::Enum { name: Some(name), .. } if *name == from.name);
            let tables = before.tables.iter().filter(|table| table.columns.iter().any(has_it));
            tables.map(|table| exclusive(&table.name, Effort::Rewrite)).collect()
        }
        Op::InsertRows { table, .. } => vec![rows(table, Effort::Brief)],
        Op::DeleteRows { table, .. } | Op::FillColumn { table, .. } => vec![rows(table, Effort::Scan)],
        Op::Batch { operations, .. } => effects::all(&postgres, before, operations)?,
        Op::Execute { .. } | Op::Run { .. } => return None,
    })
}

fn exclusive(table: &ObjectName, effort: Effort) -> Effect {
    Effect::on(table, "ACCESS EXCLUSIVE", Blocks::All, effort)
}

fn no_writes(table: &ObjectName, effort: Effort) -> Effect {
    Effect::on(table, "SHARE ROW EXCLUSIVE", Blocks::Writes, effort)
}

fn rows(table: &ObjectName, effort: Effort) -> Effect {
    Effect::on(table, "ROW EXCLUSIVE", Blocks::Nothing, effort)
}

fn referred(constraint: &Constraint) -> Option<&ObjectName> {
    match constraint {
        Constraint::ForeignKey(foreign_key) => Some(&foreign_key.referred_table),
        Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::Check(_) | Constraint::Exclude(_) => None,
    }
}

/// A default that is one value for all rows is kept beside them; whatever gives each row a value of its own is written
/// into each.
fn added(column: &Column) -> Effort {
    let per_row = match (&column.generation, &column.default) {
        (Some(Generation::Expression { storage, .. }), _) => *storage == Storage::Stored,
        (Some(Generation::AutoIncrement | Generation::Serial | Generation::Identity(_)), _) => true,
        (None, Some(DefaultValue::Expression(sql))) => !is_stable(sql),
        (None, Some(DefaultValue::Literal(_)) | None) => false,
    };
    if per_row { Effort::Rewrite } else { Effort::Brief }
}

/// True for expressions that are known to be the same for all rows of a statement.
fn is_stable(sql: &str) -> bool {
    let sql = sql.to_ascii_lowercase();
    let known = ["now()", "current_timestamp", "current_date", "localtimestamp", "transaction_timestamp()"];
    !sql.contains('(') || known.contains(&sql.trim())
}

fn altered(from: &Column, to: &Column) -> Effort {
    if from.ty != to.ty && !is_longer(&from.ty, &to.ty)
        || from.generation != to.generation
        || from.collation != to.collation
    {
        Effort::Rewrite
    } else if from.nullable && !to.nullable {
        Effort::Scan
    } else {
        Effort::Brief
    }
}

fn constrained(table: &ObjectName, constraint: &Constraint) -> Vec<Effect> {
    let scan = |validity: Validity| if validity == Validity::Enforced { Effort::Scan } else { Effort::Brief };
    match constraint {
        Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::Exclude(_) => {
            vec![exclusive(table, Effort::Build)]
        }
        Constraint::Check(check) => vec![exclusive(table, scan(check.validity))],
        Constraint::ForeignKey(foreign_key) => {
            let effort = scan(foreign_key.validity);
            let referred = Some(&foreign_key.referred_table).filter(|referred| *referred != table);
            std::iter::once(table).chain(referred).map(|table| no_writes(table, effort)).collect()
        }
    }
}
