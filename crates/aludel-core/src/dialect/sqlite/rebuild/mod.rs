//! Makes a table anew where `ALTER TABLE` cannot change it, after the procedure in SQLite's manual.
//!
//! Foreign keys are off from before the transaction, so that dropping the old table deletes no child rows, and are
//! checked before it ends. Columns are renamed in place before, because SQLite then follows the names into triggers,
//! views and other tables. The statements are one transaction whatever becomes of the others of their revision, since
//! between them the table is not there.

mod conversion;
mod copy;
mod references;
mod sources;

use super::alter::plan_steps;
use super::grammar::{alter_table, sql};
use super::refusal::Refusal;
use super::step::{Change, Step};
use super::{column, expression, index, table, trigger, view};
use crate::name::ObjectName;
use crate::plan::{Copied, Setting, Statement, Statements, Unsupported};
use crate::schema::{Constraint, Generation, Literal, Schema, Table};
use sources::Sources;

pub(super) use references::without_foreign_keys;

/// Writes the statements that take a table through some steps in one rebuild, of which `cause` is the first to need one.
///
/// There are two where a column takes a name that another one had before.
pub(super) fn plan(
    schema: &Schema,
    steps: &[Step<'_>],
    cause: &Step<'_>,
    out: &mut Statements,
) -> Result<(), Unsupported> {
    let (steps, rest) = steps.split_at_checked(Sources::reach(steps)).unwrap_or((steps, &[]));
    if !rest.is_empty() {
        plan_steps(schema, steps, out)?;
        return plan_steps(schema, rest, out);
    }
    let (Some(first), Some(last)) = (steps.first(), steps.last()) else { return Ok(()) };
    for (place, from, to) in Sources::renames(steps) {
        out.for_operation(place);
        out.push(column::rename(&first.before.name, from, to));
    }
    out.for_operation(cause.place);
    let rebuild = Rebuild { before: &first.before, after: &last.after, sources: Sources::of(steps), steps };
    rebuild.write(cause, schema, out).map_err(|refusal| refusal.of(blame(steps, cause).operation))
}

/// The name under which the new table of a rebuild is made.
pub(super) fn new_name(table: &ObjectName) -> ObjectName {
    format!("_aludel_new_{}", table.name).into()
}

/// The setting with which renames are followed into foreign keys, triggers and views, as they are unless told otherwise.
pub(super) fn references_followed() -> Setting {
    Setting {
        set: "PRAGMA legacy_alter_table = OFF".to_owned(),
        verify: "PRAGMA legacy_alter_table".to_owned(),
        expected: "0".to_owned(),
        restore: "PRAGMA legacy_alter_table = ON".to_owned(),
        usual: true,
    }
}

/// The step after which the table can no longer be written, where it could before.
fn blame<'a, 'b>(steps: &'b [Step<'a>], cause: &'b Step<'a>) -> &'b Step<'a> {
    let is_broken = |table: &Table| table::definition(table, &table.name).is_err();
    steps.iter().find(|step| is_broken(&step.after) && !is_broken(&step.before)).unwrap_or(cause)
}

/// One rebuild: the table before, but for names of columns, and after.
struct Rebuild<'a> {
    before: &'a Table,
    after: &'a Table,
    sources: Sources,
    steps: &'a [Step<'a>],
}

impl Rebuild<'_> {
    fn write(&self, cause: &Step<'_>, schema: &Schema, out: &mut Statements) -> Result<(), Refusal> {
        let (name, new) = (&self.after.name, new_name(&self.after.name));
        no_leftovers(schema, name)?;
        references::check_after(self, out);
        out.require(references_followed());
        out.rebuilds(name);
        let first = out.statements().len();
        conversion::check(self, out);
        out.for_operation(cause.place);
        let children = references::Children::of(schema, name);
        children.count(out);
        let comment = Some(format!("{name} is made anew: SQLite cannot {} in place", cause.operation));
        out.add(Statement { comment, ..Statement::new(table::definition(&self.unqualified(), &new)?, 0) });
        out.add(Statement {
            loss: self.loss(),
            copied: Some(copied(name)),
            ..Statement::new(copy::rows(self, &new)?, 0)
        });
        self.keep_counter(&new, out);
        trigger::keep(name, out, |out| {
            out.push(sql().keyword("DROP TABLE").name(name).finish());
            // Without this, the rename would stop at each view and trigger that names the table just dropped.
            out.push("PRAGMA legacy_alter_table = ON");
            out.push(alter_table(&new).keyword("RENAME TO").name(name).finish());
            out.push("PRAGMA legacy_alter_table = OFF");
            Ok::<(), Refusal>(())
        })?;
        for index in &self.after.indexes {
            out.push(index::create(name, index)?);
        }
        children.check(name, out);
        if self.steps.iter().any(|step| matches!(step.change, Change::DropColumn(_))) {
            view::check_all(out);
            trigger::check(self.after, out);
        }
        out.join_since(first);
        Ok(())
    }

    /// The table after, without its name in front of columns in expressions: it has another one while it is made.
    fn unqualified(&self) -> Table {
        let mut table = self.after.clone();
        let name = &self.after.name.name;
        for column in table.columns.iter_mut() {
            if let Some(Generation::Expression { sql, .. }) = &mut column.generation {
                *sql = expression::unqualified(sql, name);
            }
        }
        for constraint in table.constraints.iter_mut() {
            if let Constraint::Check(check) = constraint {
                check.expression = expression::unqualified(&check.expression, name);
            }
        }
        table
    }

    /// Hands the counter behind `AUTOINCREMENT` to the new table; the rename takes it along.
    fn keep_counter(&self, new: &ObjectName, out: &mut Statements) {
        let counts = |table: &Table| table.columns.iter().any(|column| column.is_auto_increment());
        if !counts(self.before) || !counts(self.after) {
            return;
        }
        let (old, new) = (Literal::text(&self.after.name.name), Literal::text(&new.name));
        out.push(sql().keyword("DELETE FROM sqlite_sequence WHERE name =").literal(&new).finish());
        out.push(
            sql()
                .keyword("INSERT INTO sqlite_sequence (name, seq) SELECT")
                .literal(&new)
                .tight(", seq FROM sqlite_sequence WHERE name =")
                .literal(&old)
                .finish(),
        );
    }

    fn loss(&self) -> Option<String> {
        let losses: Vec<String> = self.steps.iter().filter_map(Step::loss).collect();
        (!losses.is_empty()).then(|| losses.join("; "))
    }
}

/// Refuses where a table has the name that a rebuild needs: somebody ran a part of one by hand.
fn no_leftovers(schema: &Schema, name: &ObjectName) -> Result<(), Refusal> {
    let left = new_name(name);
    if schema.table(&left).is_none() {
        return Ok(());
    }
    Err(Refusal::new(
        format!("there is a table \"{left}\", which a rebuild of \"{name}\" that was cut off has left behind"),
        format!("see that \"{name}\" has all rows, then drop \"{left}\""),
    ))
}

fn copied(table: &ObjectName) -> Copied {
    Copied { table: table.clone(), count: sql().keyword("SELECT count(*) FROM").name(table).finish() }
}
