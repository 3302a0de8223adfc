//! Columns.

use super::plan::Planner;
use super::{Postgres, Refusal, default, sequence, types};
use crate::dialect::{Dialect, SqlWriter};
use crate::name::ObjectName;
use crate::schema::{Column, Generation, Identity, IdentityMode, Literal, Storage};

/// A column as it stands in `CREATE TABLE` and `ADD COLUMN`.
pub(super) fn definition(postgres: Postgres, column: &Column) -> Result<String, Refusal> {
    refuse_foreign(column)?;
    let sql = postgres.sql().ident(&column.name);
    let collation = |sql: SqlWriter| sql.optional(column.plain_collation(), collate);
    let ty = types::spelled(&column.ty)?;
    Ok(match &column.generation {
        Some(Generation::AutoIncrement) => identity(sql.raw(&ty), &Identity::default(), &ty)?,
        Some(Generation::Identity(options)) => identity(sql.raw(&ty), options, &ty)?,
        Some(Generation::Serial) => sql.keyword(serial(&ty)?),
        Some(Generation::Expression { sql: expression, storage }) => {
            let sql = collation(sql.raw(&ty)).keyword("GENERATED ALWAYS AS").parens(|sql| sql.raw(expression));
            not_null(sql.keyword(storage_keyword(postgres, *storage)?), column)
        }
        None => {
            let sql = not_null(collation(sql.raw(&ty)), column);
            sql.optional(column.default.as_ref(), |sql, value| {
                sql.keyword("DEFAULT").raw(&default::spelled(value, &column.ty))
            })
        }
    }
    .finish())
}

/// `COLLATE`.
pub(super) fn collate(sql: SqlWriter, collation: &str) -> SqlWriter {
    sql.keyword("COLLATE").ident(collation)
}

fn not_null(sql: SqlWriter, column: &Column) -> SqlWriter {
    sql.when(!column.nullable, |sql| sql.keyword("NOT NULL"))
}

/// Refuses what columns of other databases say and ones here can't.
pub(super) fn refuse_foreign(column: &Column) -> Result<(), Refusal> {
    match &column.on_update {
        Some(_) => Err(Refusal::new(
            format!("no column sets itself when its row changes, as \"{}\" should", column.name),
            "set it in the application or in a trigger",
        )),
        None => Ok(()),
    }
}

/// `GENERATED … AS IDENTITY`, which makes the column NOT NULL.
pub(super) fn identity(sql: SqlWriter, identity: &Identity, ty: &str) -> Result<SqlWriter, Refusal> {
    if !matches!(ty, "smallint" | "integer" | "bigint") {
        return Err(Refusal::new(
            format!("the database numbers smallint, integer and bigint columns only, not {ty}"),
            "give the column one of these types",
        ));
    }
    let clauses = sequence::clauses(&Default::default(), &identity.options);
    let sql = sql.keyword("GENERATED").keyword(mode(identity.mode)).keyword("AS IDENTITY");
    Ok(sql.when(!clauses.is_empty(), |sql| sql.parens(|sql| sql.raw(&clauses.join(" ")))))
}

/// Whether a row may bring its own number.
pub(super) fn mode(mode: IdentityMode) -> &'static str {
    match mode {
        IdentityMode::ByDefault => "BY DEFAULT",
        IdentityMode::Always => "ALWAYS",
    }
}

/// The type that makes a column serial.
pub(super) fn serial(ty: &str) -> Result<&'static str, Refusal> {
    match ty {
        "smallint" => Ok("smallserial"),
        "integer" => Ok("serial"),
        "bigint" => Ok("bigserial"),
        _ => Err(Refusal::new(
            format!("a serial column is of type smallint, integer or bigint, not {ty}"),
            "give the column one of these types",
        )),
    }
}

fn storage_keyword(postgres: Postgres, storage: Storage) -> Result<&'static str, Refusal> {
    match storage {
        Storage::Stored => Ok("STORED"),
        Storage::Virtual if postgres.has_virtual_columns() => Ok("VIRTUAL"),
        Storage::Virtual => Err(Refusal::new(
            format!("PostgreSQL {} has no columns that are computed when read", postgres.version()),
            "make the column stored, or use PostgreSQL 18",
        )),
    }
}

impl Planner<'_> {
    /// Adds a column and its comment.
    pub(super) fn add_column(&mut self, table: &ObjectName, column: &Column) -> Result<(), Refusal> {
        let definition = definition(self.postgres, column)?;
        self.push(self.alter_table(table).keyword("ADD COLUMN").raw(&definition));
        if let Some(comment) = &column.comment {
            self.comment_on_column(table, &column.name, Some(comment));
        }
        Ok(())
    }

    /// The comment of a column.
    pub(super) fn comment_on_column(&mut self, table: &ObjectName, column: &str, comment: Option<&str>) {
        self.comment("COLUMN", |sql| sql.name(table).tight(".").ident(column), comment);
    }
}

/// The call that finds the sequence that a serial or identity column owns. The table is SQL to it, the column plain text.
pub(super) fn owned_sequence(planner: &Planner<'_>, table: &ObjectName, column: &str) -> String {
    let table = planner.sql().name(table).finish();
    let call = planner.sql().keyword("pg_get_serial_sequence(").literal(&Literal::Text(table)).tight(", ");
    call.literal(&Literal::text(column)).tight(")").finish()
}
