//! The difference between two states of one table.

use super::{Pairs, sorted};
use crate::name::ObjectName;
use crate::operation::Operation;
use crate::schema::{Column, Constraint, Generation, Index, Object, Objects, Table, TableOptions};

/// Adds the operations that turn a table into another one of the same name.
///
/// Constraints, indexes and rules go first and come last, so that the columns between are free to change.
pub(super) fn alter(from: &Table, to: &Table, out: &mut Vec<Operation>) {
    let table = &from.name;
    let columns = Pairs::<Column>::of(&from.columns, &to.columns);
    let constraints = Changes::of(&from.constraints, &to.constraints, |one, name| one.clone().renamed(name));
    let indexes = Changes::of(&from.indexes, &to.indexes, |one, name| Index { name: name.to_owned(), ..one.clone() });

    let loosened = loosened(&from.options, &to.options);
    options(table, &from.options, &loosened, out);
    let drop_constraint = |constraint| Operation::DropConstraint { table: table.clone(), constraint };
    out.extend(constraints.dropped.into_iter().map(drop_constraint));
    out.extend(indexes.dropped.into_iter().map(|index| Operation::DropIndex { table: table.clone(), index }));
    let add = |column: &Column| Operation::AddColumn { table: table.clone(), column: column.clone() };
    // What is computed from other columns comes after them, and goes before them.
    let (plain, computed): (Vec<_>, Vec<_>) =
        in_order_of(&to.columns, columns.created).into_iter().partition(|column| !is_computed(column));
    out.extend(plain.into_iter().map(add));
    let drop_column = |column: &Column| Operation::DropColumn { table: table.clone(), column: column.clone() };
    let (plain_gone, computed_gone): (Vec<_>, Vec<_>) =
        columns.dropped.into_iter().partition(|column| !is_computed(column));
    out.extend(computed_gone.into_iter().map(drop_column));
    out.extend(columns.altered.into_iter().map(|(from, to)| Operation::AlterColumn {
        table: table.clone(),
        from: from.clone(),
        to: to.clone(),
        using: None,
    }));
    out.extend(computed.into_iter().map(add));
    let rename_constraint = |(from, to): (Constraint, Constraint)| Operation::RenameConstraint {
        table: table.clone(),
        kind: from.kind(),
        from: from.name().to_owned(),
        to: to.name().to_owned(),
    };
    out.extend(constraints.renamed.into_iter().map(rename_constraint));
    out.extend(indexes.renamed.into_iter().map(|(from, to)| Operation::RenameIndex {
        table: table.clone(),
        from: from.name,
        to: to.name,
    }));
    let create_constraint = |constraint| Operation::CreateConstraint { table: table.clone(), constraint };
    out.extend(constraints.created.into_iter().map(create_constraint));
    out.extend(indexes.created.into_iter().map(|index| Operation::CreateIndex { table: table.clone(), index }));
    out.extend(plain_gone.into_iter().map(drop_column));
    options(table, &loosened, &to.options, out);
    if from.comment != to.comment {
        let (from_comment, to_comment) = (from.comment.clone(), to.comment.clone());
        out.push(Operation::AlterTableComment { table: from.name.clone(), from: from_comment, to: to_comment });
    }
}

fn is_computed(column: &Column) -> bool {
    matches!(column.generation, Some(Generation::Expression { .. }))
}

/// The options without the rules that are let go of: they go first, since the columns may need it. New rules come last,
/// when the columns meet them.
fn loosened(from: &TableOptions, to: &TableOptions) -> TableOptions {
    TableOptions {
        strict: from.strict && to.strict,
        without_rowid: from.without_rowid && to.without_rowid,
        ..from.clone()
    }
}

fn options(table: &ObjectName, from: &TableOptions, to: &TableOptions, out: &mut Vec<Operation>) {
    if from != to {
        out.push(Operation::AlterTableOptions { table: table.clone(), from: from.clone(), to: to.clone() });
    }
}

/// New columns in the order in which the table has them.
fn in_order_of<'a>(columns: &Objects<Column>, created: Vec<&'a Column>) -> Vec<&'a Column> {
    let place = |column: &&Column| columns.iter().position(|other| other.name == column.name);
    sorted(created.into_iter(), place)
}

/// What became of constraints or indexes. One that changed is dropped and created; one that only changed its name is
/// renamed.
struct Changes<T> {
    dropped: Vec<T>,
    renamed: Vec<(T, T)>,
    created: Vec<T>,
}

impl<T: Object + Clone + PartialEq + Named> Changes<T> {
    fn of(from: &Objects<T>, to: &Objects<T>, named: impl Fn(&T, &str) -> T) -> Self {
        let pairs = Pairs::of(from, to);
        let mut created: Vec<T> = pairs.created.into_iter().cloned().collect();
        let mut changes = Self { dropped: Vec::new(), renamed: Vec::new(), created: Vec::new() };
        for gone in pairs.dropped {
            match created.iter().position(|new| named(gone, new.object_name()) == *new) {
                Some(place) => changes.renamed.push((gone.clone(), created.remove(place))),
                None => changes.dropped.push(gone.clone()),
            }
        }
        for (before, after) in pairs.altered {
            // A primary key has one place, whatever its name: one that differs in its name alone stands here.
            if before.object_name() != after.object_name() && named(before, after.object_name()) == *after {
                changes.renamed.push((before.clone(), after.clone()));
            } else {
                changes.dropped.push(before.clone());
                created.push(after.clone());
            }
        }
        changes.created = created;
        changes
    }
}

/// A constraint or an index, by its name.
trait Named {
    fn object_name(&self) -> &str;
}

impl Named for Constraint {
    fn object_name(&self) -> &str {
        self.name()
    }
}

impl Named for Index {
    fn object_name(&self) -> &str {
        &self.name
    }
}
