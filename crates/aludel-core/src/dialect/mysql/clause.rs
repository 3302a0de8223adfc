//! What one operation on a table says within `ALTER TABLE`.

use super::column::require_settings;
use super::refusal::{Refusal, refuse};
use super::table::require_comment;
use super::{MySql, expression, mariadb};
use crate::dialect::Dialect;
use crate::operation::Operation;
use crate::plan::Statements;
use crate::schema::{Column, Constraint, ConstraintKind, DefaultValue, Generation, IndexTarget, Storage, Table};

/// The clauses of an operation on a table that is `before` and will be `after`. More than one list is more than one
/// statement.
pub(super) fn steps(
    dialect: &MySql,
    before: &Table,
    after: &Table,
    operation: &Operation,
    out: &mut Statements,
) -> Result<Vec<Vec<String>>, Refusal> {
    use Operation as Op;
    let mut clauses = Clauses { dialect, before, after, out };
    let written = match operation {
        Op::AlterTableOptions { from, .. } => dialect.alter_options(after, from, clauses.out)?,
        Op::AlterTableComment { to, .. } => {
            require_comment(to.as_deref(), clauses.out);
            vec![dialect.comment_clause(to.as_deref())]
        }
        Op::AddColumn { column, .. } => vec![clauses.column("ADD COLUMN", column)?],
        Op::DropColumn { column, .. } => vec![clauses.named("DROP COLUMN", &column.name)],
        Op::AlterColumn { from, to, using, .. } => return clauses.alter_column(from, to, using.as_deref()),
        Op::RenameColumn { from, to, .. } => return clauses.rename_column(from, to),
        Op::CreateConstraint { constraint, .. } => vec![clauses.add_constraint(constraint)?],
        Op::DropConstraint { constraint, .. } => clauses.drop_constraint(constraint)?,
        Op::RenameConstraint { kind, from, to, .. } => clauses.rename_constraint(*kind, from, to)?,
        Op::CreateIndex { index, .. } => {
            require_comment(index.comment.as_deref(), clauses.out);
            vec![dialect.sql().keyword("ADD").raw(&dialect.index_definition(after, index)?).finish()]
        }
        Op::DropIndex { index, .. } => vec![clauses.named("DROP INDEX", &index.name)],
        Op::RenameIndex { from, to, .. } => vec![clauses.rename_index(from, to)],
        Op::CreateNamespace { .. }
        | Op::DropNamespace { .. }
        | Op::CreateTable { .. }
        | Op::DropTable { .. }
        | Op::RenameTable { .. }
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
        | Op::Batch { .. } => Vec::new(),
    };
    Ok(vec![written])
}

struct Clauses<'a> {
    dialect: &'a MySql,
    before: &'a Table,
    after: &'a Table,
    out: &'a mut Statements,
}

impl Clauses<'_> {
    fn named(&self, words: &str, name: &str) -> String {
        self.dialect.sql().keyword(words).ident(name).finish()
    }

    /// A column with its whole definition in the table after the operation.
    fn column(&mut self, words: &str, column: &Column) -> Result<String, Refusal> {
        require_settings(self.dialect, column, self.out);
        let definition = self.dialect.column_definition(self.after, column)?;
        Ok(self.dialect.sql().keyword(words).raw(&definition).finish())
    }

    fn rename_index(&self, from: &str, to: &str) -> String {
        self.dialect.sql().keyword("RENAME INDEX").ident(from).keyword("TO").ident(to).finish()
    }

    /// Neither server changes a virtual column into any other, or any other into one: it goes, and comes back in its
    /// place. One that becomes a plain column is kept for a moment, so that its values stay.
    fn alter_column(&mut self, from: &Column, to: &Column, using: Option<&str>) -> Result<Vec<Vec<String>>, Refusal> {
        if using.is_some() {
            return Err(refuse(
                "there is no `using` here: values are converted by the server's own rules",
                "leave `using` out, or add a column, fill it with `op.execute(\"UPDATE …\")` and drop the old one",
            ));
        }
        let modify = self.column("MODIFY COLUMN", to)?;
        if is_virtual(from) == is_virtual(to) {
            return Ok(vec![vec![modify]]);
        }
        self.refuse_used(&to.name)?;
        let mut again = |column: &Column| -> Result<Vec<String>, Refusal> {
            let add = self.column("ADD COLUMN", column)?;
            Ok(vec![self.named("DROP COLUMN", &column.name), format!("{add} {}", self.position(&column.name))])
        };
        match &from.generation {
            Some(Generation::Expression { sql, storage: Storage::Virtual }) if to.generation.is_none() => {
                let generation = Generation::Expression { sql: sql.clone(), storage: Storage::Stored };
                let kept = Column { generation: Some(generation), default: None, on_update: None, ..to.clone() };
                Ok(vec![again(&kept)?, vec![modify]])
            }
            _ => Ok(vec![again(to)?]),
        }
    }

    /// Refuses a column that would take keys and checks with it when it goes for a moment.
    fn refuse_used(&self, name: &str) -> Result<(), Refusal> {
        let in_index = self.after.indexes.iter().find(|index| index.columns().contains(&name)).map(|one| &one.name);
        let in_constraint = self.after.constraints.iter().find(|one| one.columns().contains(&name));
        match in_index.map(String::as_str).or(in_constraint.map(Constraint::name)) {
            Some(user) => Err(refuse(
                format!("a virtual column has to be made again, and `{user}` uses `{name}`"),
                format!("drop `{user}` before and create it again after"),
            )),
            None => Ok(()),
        }
    }

    fn position(&self, name: &str) -> String {
        let place = self.before.columns.iter().position(|column| column.name == name).unwrap_or(0);
        match place.checked_sub(1).and_then(|place| self.before.columns.iter().nth(place)) {
            Some(previous) => self.named("AFTER", &previous.name),
            None => "FIRST".to_owned(),
        }
    }

    /// Checks that name the column go before and come back after, where the server does not have them follow.
    fn rename_column(&mut self, from: &str, to: &str) -> Result<Vec<Vec<String>>, Refusal> {
        if let Some(user) = self.blocks_rename(from) {
            return Err(refuse(
                format!("`{from}` cannot be renamed while {user} uses it"),
                format!("drop {user} before and create it again after"),
            ));
        }
        let rename = self.dialect.sql().keyword("RENAME COLUMN").ident(from).keyword("TO").ident(to).finish();
        let names_it = |check: &&Constraint| matches!(check, Constraint::Check(check) if expression::mentions(&check.expression, from));
        let (before, after) = (self.before, self.after);
        let checks: Vec<&Constraint> = before.constraints.iter().filter(names_it).collect();
        if self.dialect.is_mariadb() || checks.is_empty() {
            return Ok(vec![vec![rename]]);
        }
        let (mut drops, mut adds) = (Vec::new(), Vec::new());
        for check in checks {
            drops.extend(self.drop_constraint(check)?);
            if let Some(check) = after.constraint_named(ConstraintKind::Check, check.name()) {
                adds.push(self.add_constraint(check)?);
            }
        }
        Ok(vec![drops, vec![rename], adds])
    }

    /// What keeps a column from being renamed. MySQL refuses while an expression names it; MariaDB writes the expression
    /// again, but a check that belongs to the column takes its new name, which the schema does not know.
    fn blocks_rename(&self, name: &str) -> Option<String> {
        if self.dialect.is_mariadb() {
            let check = mariadb::column_check(self.dialect, self.before, name)?;
            return Some(format!("check \"{}\"", check.name));
        }
        for column in &self.before.columns {
            let generation = match &column.generation {
                Some(Generation::Expression { sql, .. }) => Some(sql),
                Some(Generation::AutoIncrement | Generation::Serial | Generation::Identity(_)) | None => None,
            };
            let default = match &column.default {
                Some(DefaultValue::Expression(sql)) => Some(sql),
                Some(DefaultValue::Literal(_)) | None => None,
            };
            if generation.into_iter().chain(default).any(|sql| expression::mentions(sql, name)) {
                return Some(format!("column \"{}\"", column.name));
            }
        }
        let index = self.before.indexes.iter().find(|index| {
            let names_it =
                |target: &IndexTarget| matches!(target, IndexTarget::Expression(sql) if expression::mentions(sql, name));
            index.parts.iter().any(|part| names_it(&part.target))
        })?;
        Some(format!("index \"{}\"", index.name))
    }

    fn add_constraint(&mut self, constraint: &Constraint) -> Result<String, Refusal> {
        if let Some(column) = self.column_of_check(self.after, constraint) {
            return self.column("MODIFY COLUMN", &column);
        }
        let definition = self.dialect.constraint_definition(self.after, constraint)?;
        Ok(self.dialect.sql().keyword("ADD").raw(&definition).finish())
    }

    fn drop_constraint(&mut self, constraint: &Constraint) -> Result<Vec<String>, Refusal> {
        if let Some(column) = self.column_of_check(self.before, constraint) {
            return Ok(vec![self.column("MODIFY COLUMN", &column)?]);
        }
        let mut clauses = vec![self.dialect.drop_constraint(constraint)];
        if let Constraint::PrimaryKey(key) = constraint {
            let after = self.after;
            let columns = key.columns.iter().filter_map(|name| after.columns.get(name.as_str()));
            for column in columns.filter(|column| column.nullable) {
                clauses.push(self.column("MODIFY COLUMN", column)?);
            }
        }
        Ok(clauses)
    }

    fn rename_constraint(&mut self, kind: ConstraintKind, from: &str, to: &str) -> Result<Vec<String>, Refusal> {
        match kind {
            // The primary key is called PRIMARY, whatever the schema calls it.
            ConstraintKind::PrimaryKey => Ok(Vec::new()),
            ConstraintKind::Unique => Ok(vec![self.rename_index(from, to)]),
            ConstraintKind::ForeignKey | ConstraintKind::Check | ConstraintKind::Exclude => {
                let mut clauses = Vec::new();
                if let Some(constraint) = self.before.constraint_named(kind, from) {
                    clauses.extend(self.drop_constraint(constraint)?);
                }
                if let Some(constraint) = self.after.constraint_named(kind, to) {
                    clauses.push(self.add_constraint(constraint)?);
                }
                Ok(clauses)
            }
        }
    }

    /// The column that a check is written with, as it is after the operation.
    fn column_of_check(&self, table: &Table, constraint: &Constraint) -> Option<Column> {
        mariadb::is_column_check(self.dialect, table, constraint)
            .then(|| self.after.columns.get(constraint.name()).cloned())
            .flatten()
    }
}

/// True for a column that is computed when it is read.
pub(super) fn is_virtual(column: &Column) -> bool {
    matches!(&column.generation, Some(Generation::Expression { storage: Storage::Virtual, .. }))
}
