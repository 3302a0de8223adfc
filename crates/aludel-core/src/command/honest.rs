//! What a comparison could not see in whole: said in the reports, and never changed or dropped without a word.

use std::collections::BTreeMap;

use super::MassDrop;
use crate::dialect::{Dialect, NotUnderstood, Remark, RemarkKind};
use crate::error::{Error, ErrorKind};
use crate::name::ObjectName;
use crate::operation::Operation;

/// What was not compared, or not in whole, in words: one line for each object.
pub(super) fn notes<'a>(
    remarks: &[Remark],
    not_understood: impl IntoIterator<Item = &'a NotUnderstood>,
) -> Vec<String> {
    let by_text = remarks.iter().filter(|remark| remark.kind == RemarkKind::ByText).map(ToString::to_string);
    let mut objects: BTreeMap<&ObjectName, Vec<String>> = BTreeMap::new();
    for note in not_understood {
        let said = objects.entry(&note.object).or_default();
        // Both sides of a comparison may hold it.
        if !said.contains(&note.said()) {
            said.push(note.said());
        }
    }
    let in_words = |(object, said): (&ObjectName, Vec<String>)| {
        format!("\"{object}\" is not fully understood: {}", said.join("; "))
    };
    by_text.chain(objects.into_iter().map(in_words)).collect()
}

/// What the database does not take, in words.
pub(super) fn refused(remarks: &[Remark]) -> Vec<String> {
    remarks.iter().filter(|remark| remark.kind == RemarkKind::Refused).map(ToString::to_string).collect()
}

/// Refuses operations that would change or drop what is not fully understood.
pub(super) fn demand_understood(
    dialect: &dyn Dialect,
    operations: &[Operation],
    not_understood: &[NotUnderstood],
    mass_drop: MassDrop,
) -> Result<(), Error> {
    for operation in operations {
        let touched = not_understood.iter().find(|note| {
            let is_kept = note.is_trigger() && dialect.keeps_triggers_of_views() && comes_back(operation, operations);
            !is_kept && touches(dialect, operation, note)
        });
        let Some(note) = touched else { continue };
        let is_drop = matches!(operation, Operation::DropTable { .. } | Operation::DropView { .. });
        if is_drop && mass_drop == MassDrop::Allow {
            continue;
        }
        let message = format!("cannot {operation}: \"{}\" is not fully understood: {}", note.object, note.said());
        let by_hand = "change it by hand in a script of `db revision`, with `op.execute(\"..\")`";
        let help = match operation {
            Operation::CreateTable { .. } | Operation::CreateView { .. } => {
                "give the model another name, or drop what is there in a script of `db revision`".to_owned()
            }
            _ if is_drop => format!("say `--allow-drop` if it shall go with all that belongs to it, or {by_hand}"),
            _ => format!("{by_hand}, or leave the model as the database is"),
        };
        return Err(Error::new(ErrorKind::Refused, message).help(help));
    }
    Ok(())
}

/// True for a view that is dropped while other things change, and made again after them.
fn comes_back(operation: &Operation, operations: &[Operation]) -> bool {
    let is_made = |name: &ObjectName| {
        operations.iter().any(|operation| matches!(operation, Operation::CreateView { view } if view.name == *name))
    };
    matches!(operation, Operation::DropView { view } if is_made(&view.name))
}

/// True where an operation would change, drop or stumble over what a note is about.
fn touches(dialect: &dyn Dialect, operation: &Operation, note: &NotUnderstood) -> bool {
    use Operation as Op;
    let whole = |name: &ObjectName| *name == note.object;
    let part = |table: &ObjectName, name: &str| {
        *table == note.object
            && (note.part.as_deref() == Some(name) || (dialect.rewrites_table(operation) && !note.is_trigger()))
    };
    match operation {
        Op::CreateTable { table } => whole(&table.name) && note.part.is_none(),
        Op::CreateView { view } => whole(&view.name) && note.part.is_none(),
        Op::DropTable { table } => whole(&table.name),
        Op::DropView { view } => whole(&view.name),
        Op::AlterView { to, .. } => whole(&to.name) && !(note.is_trigger() && dialect.keeps_triggers_of_views()),
        Op::AlterTableOptions { table, .. } => whole(table) && !note.is_trigger(),
        Op::AlterEnum { to, .. } => whole(&to.name),
        Op::DropEnum { enum_type } => whole(&enum_type.name),
        Op::AlterSequence { to, .. } => whole(&to.name),
        Op::DropSequence { sequence } => whole(&sequence.name),
        Op::DropColumn { table, column } => part(table, &column.name),
        Op::AlterColumn { table, from, .. } => part(table, &from.name),
        Op::CreateConstraint { table, constraint } | Op::DropConstraint { table, constraint } => {
            part(table, constraint.name())
        }
        Op::CreateIndex { table, index } | Op::DropIndex { table, index } => part(table, &index.name),
        Op::RenameConstraint { table, from, .. } => part(table, from),
        Op::Batch { operations, .. } => operations.iter().any(|operation| touches(dialect, operation, note)),
        Op::CreateNamespace { .. }
        | Op::DropNamespace { .. }
        | Op::RenameTable { .. }
        | Op::AlterTableComment { .. }
        | Op::AddColumn { .. }
        | Op::RenameColumn { .. }
        | Op::RenameIndex { .. }
        | Op::CreateEnum { .. }
        | Op::RenameEnum { .. }
        | Op::CreateSequence { .. }
        | Op::Execute { .. }
        | Op::InsertRows { .. }
        | Op::DeleteRows { .. }
        | Op::FillColumn { .. }
        | Op::Run { .. } => false,
    }
}
