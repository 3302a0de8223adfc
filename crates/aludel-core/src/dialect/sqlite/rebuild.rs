//! Makes a table anew where `ALTER TABLE` cannot change it, after the procedure in SQLite's manual.
//!
//! Foreign keys are off from before the transaction, so that dropping the old table deletes no child rows, and are
//! checked before it ends. Columns are renamed in place before, because SQLite then follows the names into triggers,
//! views and other tables.

use std::collections::BTreeMap;

use super::alter::plan_steps;
use super::grammar::{alter_table, sql};
use super::refusal::Refusal;
use super::step::{Change, Step};
use super::{column, conversion, expression, index, table, trigger, view};
use crate::name::ObjectName;
use crate::plan::{Guard, Setting, Statement, Statements, Unsupported};
use crate::schema::{Column, Constraint, Generation, Literal, Objects, Table, View};

/// Writes the statements that take a table through some steps in one rebuild, of which `cause` is the first to need one.
///
/// There are two where a column takes a name that another one had before.
pub(super) fn plan(
    views: &Objects<View>,
    steps: &[Step<'_>],
    cause: &Step<'_>,
    out: &mut Statements,
) -> Result<(), Unsupported> {
    let (steps, rest) = steps.split_at_checked(Sources::reach(steps)).unwrap_or((steps, &[]));
    if !rest.is_empty() {
        plan_steps(views, steps, out)?;
        return plan_steps(views, rest, out);
    }
    let (Some(first), Some(last)) = (steps.first(), steps.last()) else { return Ok(()) };
    for (place, from, to) in Sources::renames(steps) {
        out.for_operation(place);
        out.push(column::rename(&first.before.name, from, to));
    }
    out.for_operation(cause.place);
    let rebuild = Rebuild { before: &first.before, after: &last.after, sources: Sources::of(steps), steps };
    rebuild.write(cause, views, out).map_err(|refusal| refusal.of(blame(steps, cause).operation))
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
    }
}

/// Asks for foreign keys to be off, and in their place for a look that no row refers to nothing in the end.
pub(super) fn without_foreign_keys(out: &mut Statements) {
    out.require(foreign_keys_off());
    // The number of the key in its table is left out: it changes with the other keys.
    out.guard(Guard {
        query: "SELECT \"table\", rowid, parent FROM pragma_foreign_key_check".to_owned(),
        message: "rows refer to rows that are not there".to_owned(),
    });
}

/// The pragma is without effect inside of a transaction.
fn foreign_keys_off() -> Setting {
    Setting {
        set: "PRAGMA foreign_keys = OFF".to_owned(),
        verify: "PRAGMA foreign_keys".to_owned(),
        expected: "0".to_owned(),
        restore: "PRAGMA foreign_keys = ON".to_owned(),
    }
}

/// The step after which the table can no longer be written, where it could before.
fn blame<'a, 'b>(steps: &'b [Step<'a>], cause: &'b Step<'a>) -> &'b Step<'a> {
    let is_broken = |table: &Table| table::definition(table, &table.name).is_err();
    steps.iter().find(|step| is_broken(&step.after) && !is_broken(&step.before)).unwrap_or(cause)
}

/// Where the values of the columns come from: by the column's name, the expression that makes it out of the old row, or
/// `None` for the old value. A column that is not there is new.
#[derive(Debug, Default)]
struct Sources(BTreeMap<String, Option<String>>);

impl Sources {
    fn of(steps: &[Step<'_>]) -> Self {
        let mut sources = Self::before(steps);
        steps.iter().for_each(|step| sources.follow(step));
        sources
    }

    /// The renames of columns that the table before has, each with the place of its operation.
    fn renames<'a>(steps: &[Step<'a>]) -> Vec<(usize, &'a str, &'a str)> {
        let mut sources = Self::before(steps);
        let mut renames = Vec::new();
        for step in steps {
            if let Change::RenameColumn { from, to } = step.change
                && sources.0.contains_key(from)
            {
                renames.push((step.place, from, to));
            }
            sources.follow(step);
        }
        renames
    }

    /// How many of the steps one rebuild can take: up to a rename to a name that the table before it has for another
    /// column, or to a second conversion of one column.
    fn reach(steps: &[Step<'_>]) -> usize {
        let mut sources = Self::before(steps);
        let mut taken: Vec<String> = sources.0.keys().map(|name| name.to_ascii_lowercase()).collect();
        for (number, step) in steps.iter().enumerate() {
            match step.change {
                Change::RenameColumn { from, to } if number > 0 && sources.0.contains_key(from) => {
                    let (from, to) = (from.to_ascii_lowercase(), to.to_ascii_lowercase());
                    if from != to && taken.contains(&to) {
                        return number;
                    }
                    taken.retain(|name| *name != from);
                    taken.push(to);
                }
                Change::AlterColumn { to, using: Some(_), .. }
                    if sources.0.get(&to.name).is_some_and(Option::is_some) =>
                {
                    return number;
                }
                Change::AddColumn(_)
                | Change::DropColumn(_)
                | Change::RenameColumn { .. }
                | Change::AlterColumn { .. }
                | Change::CreateForeignKey(_)
                | Change::CreateIndex(_)
                | Change::DropIndex(_)
                | Change::RenameIndex { .. }
                | Change::Definition
                | Change::Nothing => {}
            }
            sources.follow(step);
        }
        steps.len()
    }

    fn before(steps: &[Step<'_>]) -> Self {
        let columns = steps.first().into_iter().flat_map(|step| step.before.columns.iter());
        Self(columns.map(|column| (column.name.clone(), None)).collect())
    }

    fn follow(&mut self, step: &Step<'_>) {
        match step.change {
            Change::DropColumn(column) => drop(self.0.remove(&column.name)),
            Change::RenameColumn { from, to } => {
                // The expressions are over the table whose columns have their new names already.
                for expression in self.0.values_mut().flatten() {
                    *expression = expression::rename_column(expression, from, to);
                }
                if let Some(source) = self.0.remove(from) {
                    self.0.insert(to.to_owned(), source);
                }
            }
            Change::AlterColumn { to, using: Some(using), .. } => {
                if let Some(source) = self.0.get_mut(&to.name) {
                    *source = Some(using.to_owned());
                }
            }
            Change::AddColumn(_)
            | Change::AlterColumn { using: None, .. }
            | Change::CreateForeignKey(_)
            | Change::CreateIndex(_)
            | Change::DropIndex(_)
            | Change::RenameIndex { .. }
            | Change::Definition
            | Change::Nothing => {}
        }
    }
}

/// One rebuild: the table before, but for names of columns, and after.
struct Rebuild<'a> {
    before: &'a Table,
    after: &'a Table,
    sources: Sources,
    steps: &'a [Step<'a>],
}

impl Rebuild<'_> {
    fn write(&self, cause: &Step<'_>, views: &Objects<View>, out: &mut Statements) -> Result<(), Refusal> {
        let (name, new) = (&self.after.name, new_name(&self.after.name));
        without_foreign_keys(out);
        out.require(references_followed());
        conversion::check(self.steps, out);
        out.for_operation(cause.place);
        let comment = Some(format!("{name} is made anew: SQLite cannot {} in place", cause.operation));
        out.add(Statement { comment, ..Statement::new(table::definition(&self.unqualified(), &new)?, 0) });
        out.add(Statement { loss: self.loss(), ..Statement::new(self.copy(&new)?, 0) });
        self.keep_counter(&new, out);
        trigger::keep(name, out, |out| {
            out.push(sql().keyword("DROP TABLE").name(name).finish());
            // Without this, the rename would stop at each view and trigger that names the table just dropped.
            out.push("PRAGMA legacy_alter_table = ON");
            out.push(alter_table(&new).keyword("RENAME TO").name(name).finish());
            out.push("PRAGMA legacy_alter_table = OFF");
            Ok(())
        })?;
        for index in &self.after.indexes {
            out.push(index::create(name, index)?);
        }
        if self.steps.iter().any(|step| matches!(step.change, Change::DropColumn(_))) {
            view::check(&view::readers(views, name), out);
            trigger::check(self.after, out);
        }
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

    /// `INSERT … SELECT`: each value as it is, or as a conversion makes it, and the row's number where it has one.
    fn copy(&self, new: &ObjectName) -> Result<String, Refusal> {
        let mut columns: Vec<(String, String)> = Vec::new();
        columns.extend(self.row_number());
        for column in self.after.columns.iter().filter(|column| column::generated(column).is_none()) {
            let ident = sql().ident(&column.name).finish();
            let Some(source) = self.sources.0.get(&column.name) else { continue };
            let value = source.as_deref().map_or_else(|| ident.clone(), expression::bare);
            columns.push((ident, self.not_null_in_rowid(column, value)));
        }
        if columns.is_empty() {
            return Err(Refusal::new(
                "no value of its rows would be kept",
                "create a new table instead, and drop this one",
            ));
        }
        // Without the word, a constraint that leaves rows out or replaces them would do so here.
        let insert = if self.resolves_conflicts() { "INSERT OR ABORT INTO" } else { "INSERT INTO" };
        Ok(sql()
            .keyword(insert)
            .name(new)
            .parens(|sql| sql.list(&columns, |sql, (column, _)| sql.raw(column)))
            .keyword("SELECT")
            .list(&columns, |sql, (_, value)| sql.raw(value))
            .keyword("FROM")
            .name(&self.after.name)
            .finish())
    }

    /// The value, made so that NULL is refused in a column that now stands for the row's number. SQLite would number such
    /// rows itself; text it refuses.
    fn not_null_in_rowid(&self, column: &Column, value: String) -> String {
        let was_rowid = || self.before.columns.iter().any(|column| column::is_rowid(column, self.before));
        if !column::is_rowid(column, self.after) || was_rowid() {
            return value;
        }
        let reason = Literal::text("NULL");
        sql().keyword("coalesce").tight("(").raw(&value).tight(", ").literal(&reason).tight(")").finish()
    }

    /// True where a constraint says what to do with a row that breaks it.
    fn resolves_conflicts(&self) -> bool {
        self.after.constraints.iter().any(|constraint| match constraint {
            Constraint::PrimaryKey(key) => key.on_conflict.is_some(),
            Constraint::Unique(unique) => unique.on_conflict.is_some(),
            Constraint::ForeignKey(_) | Constraint::Check(_) | Constraint::Exclude(_) => false,
        })
    }

    /// The row's number, and what it is copied into: itself, or a new column that stands for it.
    fn row_number(&self) -> Option<(String, String)> {
        if self.before.options.without_rowid || self.after.options.without_rowid {
            return None;
        }
        let tables = [self.before, self.after];
        let is_free = |word: &&str| {
            let mut columns = tables.iter().flat_map(|table| table.columns.iter());
            !columns.any(|column| column.name.eq_ignore_ascii_case(word))
        };
        let word = ["rowid", "_rowid_", "oid"].into_iter().find(is_free)?;
        match self.after.columns.iter().find(|column| column::is_rowid(column, self.after)) {
            Some(column) if self.sources.0.contains_key(&column.name) => None,
            Some(column) => Some((sql().ident(&column.name).finish(), word.to_owned())),
            None => Some((word.to_owned(), word.to_owned())),
        }
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
