//! Changes of one table: in place where SQLite can make all of them, else all in one rebuild.

use std::collections::BTreeMap;

use super::plan::{Placed, misfit};
use super::refusal::Refusal;
use super::step::{Change, Step, steps};
use super::{column, constraint, index, rebuild};
use crate::operation::Operation;
use crate::plan::{Statement, Statements, Unsupported};
use crate::schema::{ForeignKey, Schema};

/// Writes the statements of some operations that alter one table.
pub(super) fn plan(schema: &Schema, operations: &[Placed<'_>], out: &mut Statements) -> Result<(), Unsupported> {
    let Some((_, first)) = operations.first() else { return Ok(()) };
    match first.table().and_then(|name| schema.table(name)) {
        Some(table) => plan_steps(schema, &steps(table, operations)?, out),
        None => Err(no_table(schema, first)),
    }
}

/// Writes the statements of some steps, each of which begins where the one before it ends.
pub(super) fn plan_steps(schema: &Schema, steps: &[Step<'_>], out: &mut Statements) -> Result<(), Unsupported> {
    let attached = Attached::of(steps);
    let cause = steps.iter().enumerate().find(|(number, step)| !attached.makes(*number) && step.needs_rebuild());
    match cause {
        Some((_, cause)) => rebuild::plan(schema, steps, cause, out),
        None => steps.iter().enumerate().try_for_each(|(number, step)| {
            out.for_operation(step.place);
            alter_in_place(step, attached.with(number), out).map_err(|refusal| refusal.of(step.operation))
        }),
    }
}

fn no_table(schema: &Schema, operation: &Operation) -> Unsupported {
    match operation.table() {
        Some(name) if schema.views.contains(name) => {
            Unsupported::new(operation, "a view has no indexes", "index the tables that the view reads")
        }
        _ => misfit(operation, &"there is no such table"),
    }
}

/// Foreign keys that `ADD COLUMN` makes together with their column: by the number of the step that adds the column, the
/// number of the step that makes the key, and the key.
struct Attached<'a>(BTreeMap<usize, (usize, &'a ForeignKey)>);

impl<'a> Attached<'a> {
    fn of(steps: &[Step<'a>]) -> Self {
        let mut attached: BTreeMap<usize, (usize, &ForeignKey)> = BTreeMap::new();
        for (number, step) in steps.iter().enumerate() {
            let Change::CreateForeignKey(key) = step.change else { continue };
            let adds = |step: &Step<'_>| {
                matches!(step.change, Change::AddColumn(column)
                    if key.columns == [column.name.as_str()] && column::can_be_added_with_foreign_key(column))
            };
            let adder = steps.iter().take(number).rposition(adds);
            if let Some(adder) = adder.filter(|adder| !attached.contains_key(adder)) {
                attached.insert(adder, (number, key));
            }
        }
        Self(attached)
    }

    /// True for a step whose foreign key is made with its column.
    fn makes(&self, number: usize) -> bool {
        self.0.values().any(|(maker, _)| *maker == number)
    }

    /// The foreign key that is made with the column of a step.
    fn with(&self, number: usize) -> Option<&'a ForeignKey> {
        self.0.get(&number).map(|(_, key)| *key)
    }
}

fn alter_in_place(step: &Step<'_>, attached: Option<&ForeignKey>, out: &mut Statements) -> Result<(), Refusal> {
    let table = &step.after.name;
    match step.change {
        Change::AddColumn(column) => {
            let foreign_key = attached.map(constraint::of_column).transpose()?;
            out.push(column::add(column, &step.after, foreign_key.as_deref())?);
        }
        Change::DropColumn(column) => {
            let drop = Statement::new(column::drop(table, &column.name), step.place);
            out.add(Statement { loss: step.loss(), ..drop });
        }
        Change::RenameColumn { from, to } => out.push(column::rename(table, from, to)),
        Change::CreateIndex(index) => out.push(index::create(table, index)?),
        Change::DropIndex(index) => out.push(index::drop(&index.name)),
        Change::RenameIndex { from, to } => {
            out.push(index::drop(from));
            if let Some(index) = step.after.indexes.get(to) {
                out.push(index::create(table, index)?);
            }
        }
        // Only those come here that leave the table as SQLite keeps it, or that go with their column.
        Change::AlterColumn { .. } | Change::CreateForeignKey(_) | Change::Definition | Change::Nothing => {}
    }
    Ok(())
}
