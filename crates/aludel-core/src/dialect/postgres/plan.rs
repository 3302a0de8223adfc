//! Operations to statements: which method of the planner writes which.

use std::borrow::Cow;

use super::{Postgres, Refusal, name, placement};
use crate::dialect::{Dialect, SqlWriter};
use crate::operation::Operation;
use crate::plan::{Placement, Statement, Statements, Unsupported};
use crate::schema::Schema;

/// Writes the statements for operations that follow each other.
pub(super) fn plan(
    postgres: Postgres,
    before: &Schema,
    operations: &[Operation],
    out: &mut Statements,
) -> Result<(), Unsupported> {
    let mut schema = Cow::Borrowed(before);
    for (place, operation) in operations.iter().enumerate() {
        out.for_operation(place);
        let later = out.later().to_vec();
        let mut planner = Planner { postgres, before: &schema, later, statements: Vec::new() };
        let planned = name::check(operation).and_then(|()| planner.operation(operation));
        planned.map_err(|refusal| Unsupported::new(operation, refusal.reason, refusal.help))?;
        if let Some(first) = planner.statements.first_mut() {
            first.loss = operation.loss();
        }
        planner.statements.into_iter().for_each(|statement| out.add(statement));
        // One that does not fit is reported by the planner, which folds it in next.
        if place + 1 < operations.len() && schema.to_mut().apply(operation).is_err() {
            return Ok(());
        }
    }
    Ok(())
}

/// Gathers the statements of one operation.
pub(super) struct Planner<'a> {
    pub(super) postgres: Postgres,
    /// The schema before the operation.
    pub(super) before: &'a Schema,
    /// What follows in the same revision, where it matters.
    pub(super) later: Vec<Operation>,
    statements: Vec<Statement>,
}

impl Planner<'_> {
    /// An empty statement.
    pub(super) fn sql(&self) -> SqlWriter {
        self.postgres.sql()
    }

    /// Adds a statement.
    pub(super) fn push(&mut self, sql: SqlWriter) {
        self.statements.push(Statement::new(sql.finish(), 0));
    }

    /// Adds a statement that is committed before the next one runs.
    pub(super) fn push_outside(&mut self, sql: SqlWriter, comment: &str) {
        let (placement, comment) = (Placement::Outside, Some(comment.to_owned()));
        self.statements.push(Statement { placement, comment, ..Statement::new(sql.finish(), 0) });
    }

    fn operation(&mut self, operation: &Operation) -> Result<(), Refusal> {
        use Operation as Op;
        match operation {
            Op::CreateNamespace { name } => self.push(self.sql().keyword("CREATE SCHEMA").ident(name)),
            Op::DropNamespace { name } => self.push(self.sql().keyword("DROP SCHEMA").ident(name)),
            Op::CreateTable { table } => self.create_table(table)?,
            Op::DropTable { table } => self.push(self.sql().keyword("DROP TABLE").name(&table.name)),
            Op::RenameTable { from, to } => self.rename_object("TABLE", from, to),
            Op::AlterTableOptions { table, from, to } => self.alter_table_options(table, from, to),
            Op::AlterTableComment { table, to, .. } => {
                self.comment("TABLE", |sql| sql.name(table), to.as_deref());
            }
            Op::AddColumn { table, column } => self.add_column(table, column)?,
            Op::DropColumn { table, column } => {
                self.push(self.alter_table(table).keyword("DROP COLUMN").ident(&column.name));
            }
            Op::AlterColumn { table, from, to, using } => self.alter_column(table, from, to, using.as_deref())?,
            Op::RenameColumn { table, from, to } => {
                self.push(self.alter_table(table).keyword("RENAME COLUMN").ident(from).keyword("TO").ident(to));
            }
            Op::CreateConstraint { table, constraint } => self.create_constraint(table, constraint)?,
            Op::DropConstraint { table, constraint } => self.drop_constraint(table, constraint),
            Op::RenameConstraint { table, kind: _, from, to } => {
                self.push(self.alter_table(table).keyword("RENAME CONSTRAINT").ident(from).keyword("TO").ident(to));
            }
            Op::CreateIndex { table, index } => self.create_index(table, index)?,
            Op::DropIndex { table, index } => self.drop_index(table, index),
            Op::RenameIndex { table, from, to } => self.rename_index(table, from, to),
            Op::CreateEnum { enum_type } => self.create_enum(enum_type),
            Op::DropEnum { enum_type } => self.push(self.sql().keyword("DROP TYPE").name(&enum_type.name)),
            Op::AlterEnum { from, to } => self.alter_enum(from, to)?,
            Op::RenameEnum { from, to } => self.rename_object("TYPE", from, to),
            Op::CreateSequence { sequence } => self.create_sequence(sequence)?,
            Op::DropSequence { sequence } => self.push(self.sql().keyword("DROP SEQUENCE").name(&sequence.name)),
            Op::AlterSequence { from, to } => self.alter_sequence(from, to)?,
            Op::CreateView { view } => self.create_view(view)?,
            Op::DropView { view } => self.drop_view(view),
            Op::AlterView { from, to } => self.alter_view(from, to)?,
            Op::Execute { sql, .. } => self.execute(sql)?,
            Op::InsertRows { table, columns, rows } => self.insert_rows(table, columns, rows),
            Op::DeleteRows { table, columns, rows } => self.delete_rows(table, columns, rows),
            Op::Run { name, offline } => {
                let sql = offline.clone().unwrap_or_default();
                self.statements.push(Statement { run: Some(name.clone()), ..Statement::new(sql, 0) });
            }
            Op::Batch { operations, .. } => operations.iter().try_for_each(|operation| self.operation(operation))?,
        }
        Ok(())
    }

    /// The statements that somebody wrote.
    fn execute(&mut self, script: &str) -> Result<(), Refusal> {
        let statements = self.postgres.split(script).map_err(|error| {
            Refusal::new(error.to_string(), "end it, or send rows with INSERT in place of COPY … FROM stdin")
        })?;
        for sql in statements {
            let outside = placement::is_outside(sql);
            let placement = if outside { Placement::Outside } else { Placement::Inside };
            self.statements.push(Statement { placement, ..Statement::new(sql, 0) });
        }
        Ok(())
    }

    /// `COMMENT ON`; no comment takes away the one that is there.
    pub(super) fn comment(&mut self, what: &str, target: impl FnOnce(SqlWriter) -> SqlWriter, comment: Option<&str>) {
        let sql = target(self.sql().keyword("COMMENT ON").keyword(what)).keyword("IS");
        let comment = comment.map_or(crate::schema::Literal::Null, crate::schema::Literal::text);
        self.push(sql.literal(&comment));
    }
}
