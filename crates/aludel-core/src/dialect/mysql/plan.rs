//! From operations to statements.

use super::column::require_settings;
use super::refusal::{Refusal, refuse};
use super::{MySql, alter, commit, session, split, view};
use crate::dialect::rows::fill;
use crate::dialect::{Dialect, uuid};
use crate::name::ObjectName;
use crate::operation::Operation;
use crate::plan::{Placement, Statement, Statements, Unsupported};
use crate::schema::{ColumnType, EnumType, Schema, View};

impl MySql {
    /// A statement, outside of transactions where it ends one.
    pub(super) fn statement(&self, sql: impl Into<String>) -> Statement {
        let statement = Statement::new(sql, 0);
        let placement = if commit::is_implicit(&statement.sql) { Placement::Outside } else { Placement::Inside };
        Statement { placement, ..statement }
    }

    fn push(&self, sql: String, out: &mut Statements) {
        out.add(self.statement(sql));
    }
}

/// Writes the statements for some operations on one table, or for one other operation.
pub(super) fn plan(
    dialect: &MySql,
    before: &Schema,
    operations: &[Operation],
    out: &mut Statements,
) -> Result<(), Unsupported> {
    let mut on_table = Vec::new();
    for (place, operation) in operations.iter().enumerate() {
        out.for_operation(place);
        if let Operation::Batch { operations, .. } = operation {
            on_table.extend(operations.iter().map(|one| (place, one)));
        } else if is_alteration(operation) {
            on_table.push((place, operation));
        } else {
            single(dialect, before, operation, out).map_err(|error| error.of(operation))?;
        }
    }
    alter::plan(dialect, before, &on_table, out)
}

/// True for what changes a table that is there and stays.
fn is_alteration(operation: &Operation) -> bool {
    let makes_or_renames = matches!(
        operation,
        Operation::CreateTable { .. } | Operation::DropTable { .. } | Operation::RenameTable { .. }
    );
    operation.table().is_some() && !makes_or_renames
}

fn single(dialect: &MySql, before: &Schema, operation: &Operation, out: &mut Statements) -> Result<(), Refusal> {
    use Operation as Op;
    match operation {
        Op::CreateNamespace { .. } | Op::DropNamespace { .. } => {
            return Err(refuse(
                "what holds tables here is a database, which is made outside of migrations",
                "create the database with the server's own tools, and name it in the URL",
            ));
        }
        Op::CreateTable { table } => {
            let sql = dialect.create_table(table, out)?;
            dialect.push(sql, out);
        }
        Op::DropTable { table } => {
            let sql = dialect.sql().keyword("DROP TABLE").name(&table.name).finish();
            out.add(Statement { loss: operation.loss(), ..dialect.statement(sql) });
        }
        Op::RenameTable { from, to } => {
            let statements = dialect.rename_table(before.table(from), from, to)?;
            statements.into_iter().for_each(|statement| out.add(statement));
            let mut after = before.clone();
            // One that does not fit is reported by the planner, which folds it in next.
            if after.apply(operation).is_ok() {
                dialect.follow(&after, to, out)?;
            }
        }
        // The values of an enum type stand in each column that has it.
        Op::CreateEnum { .. } | Op::DropEnum { .. } | Op::RenameEnum { .. } => {}
        Op::AlterEnum { from, to } => alter_enum(dialect, before, from, to, operation.loss(), out)?,
        Op::CreateSequence { sequence } => dialect.push(dialect.create_sequence(sequence)?, out),
        Op::DropSequence { sequence } if dialect.has_sequences() => {
            let sql = dialect.sql().keyword("DROP SEQUENCE").name(&sequence.name).finish();
            out.add(Statement { loss: operation.loss(), ..dialect.statement(sql) });
        }
        Op::DropSequence { .. } => return Err(super::mariadb::no_sequences()),
        Op::AlterSequence { from, to } => {
            dialect.alter_sequence(from, to)?.into_iter().for_each(|sql| dialect.push(sql, out));
        }
        Op::CreateView { view } => dialect.push(dialect.view("CREATE VIEW", view)?, out),
        Op::DropView { view } => drop_view(dialect, view, out),
        Op::AlterView { from: _, to } => dialect.push(dialect.view(view::ALTER, to)?, out),
        Op::Execute { sql, .. } => execute(dialect, sql, out)?,
        Op::InsertRows { table, columns, rows } => {
            let rows = uuid::rows(before.table(table), columns, rows);
            dialect.insert_rows(table, columns, &rows).into_iter().for_each(|sql| dialect.push(sql, out));
        }
        Op::DeleteRows { table, columns, rows } => {
            let rows = uuid::rows(before.table(table), columns, rows);
            let sql = dialect.delete_rows(table, before.table(table), columns, &rows);
            sql.into_iter().for_each(|sql| out.add(Statement { loss: operation.loss(), ..dialect.statement(sql) }));
        }
        Op::FillColumn { table, column, value } => {
            dialect.push(fill(dialect.sql(), table, column, value).finish(), out);
        }
        Op::Run { name, offline } => {
            let sql = offline.clone().unwrap_or_default();
            out.add(Statement { run: Some(name.clone()), ..dialect.statement(sql) });
        }
        // These change a table and are written together: see `alter`.
        Op::AlterTableOptions { .. }
        | Op::AlterTableComment { .. }
        | Op::AddColumn { .. }
        | Op::DropColumn { .. }
        | Op::AlterColumn { .. }
        | Op::RenameColumn { .. }
        | Op::CreateConstraint { .. }
        | Op::DropConstraint { .. }
        | Op::RenameConstraint { .. }
        | Op::CreateIndex { .. }
        | Op::DropIndex { .. }
        | Op::RenameIndex { .. }
        | Op::Batch { .. } => {}
    }
    Ok(())
}

/// Writes each column of the type again, one statement for each table.
fn alter_enum(
    dialect: &MySql,
    before: &Schema,
    from: &EnumType,
    to: &EnumType,
    loss: Option<String>,
    out: &mut Statements,
) -> Result<(), Refusal> {
    if from.values == to.values {
        return Ok(());
    }
    for table in &before.tables {
        let mut clauses = Vec::new();
        for column in table.columns.iter().filter(|column| is_of_type(&column.ty, &from.name)) {
            let mut altered = column.clone();
            altered.ty = to.column_type();
            require_settings(dialect, &altered, out);
            let definition = dialect.column_definition(table, &altered)?;
            clauses.push(dialect.sql().keyword("MODIFY COLUMN").raw(&definition).finish());
        }
        if !clauses.is_empty() {
            out.add(Statement { loss: loss.clone(), ..dialect.alter_table(&table.name, &clauses)? });
        }
    }
    Ok(())
}

fn is_of_type(ty: &ColumnType, name: &ObjectName) -> bool {
    matches!(ty, ColumnType::Enum { name: Some(own), .. } if own == name)
}

fn drop_view(dialect: &MySql, view: &View, out: &mut Statements) {
    dialect.push(dialect.sql().keyword("DROP VIEW").name(&view.name).finish(), out);
}

fn execute(dialect: &MySql, sql: &str, out: &mut Statements) -> Result<(), Refusal> {
    let statements = split::split(sql)
        .map_err(|error| refuse(error.to_string(), "close it; a backslash in a string escapes the quote behind it"))?;
    for statement in statements {
        if session::leads_away(statement) {
            return Err(refuse(
                format!("\"{statement}\" leads away from the database that is migrated, and from its ledger"),
                "take it out, and name what is in another database with it: `other`.`things`",
            ));
        }
        dialect.push(statement.to_owned(), out);
    }
    Ok(())
}
