//! The definition of a column, always whole: `MODIFY COLUMN` forgets what is not said again.

use super::refusal::{Refusal, refuse};
use super::{MySql, default, expression, grammar, mariadb, types};
use crate::dialect::{Dialect, SqlWriter};
use crate::plan::{Setting, Statements};
use crate::schema::{Column, ColumnType, Generation, Storage, Table};

impl MySql {
    /// A column as `CREATE TABLE`, `ADD COLUMN` and `MODIFY COLUMN` take it.
    pub(super) fn column_definition(&self, table: &Table, column: &Column) -> Result<String, Refusal> {
        let ty = types::write(&column.ty)?;
        let sql = self.sql().ident(&column.name).raw(&ty);
        let sql = charset(sql, column.charset.as_deref(), column.collation.as_deref());
        let sql = match &column.generation {
            Some(Generation::Expression { sql: expression, storage }) => {
                let storage = if *storage == Storage::Stored { "STORED" } else { "VIRTUAL" };
                sql.keyword("GENERATED ALWAYS AS").parens(|sql| sql.raw(expression::bare(expression))).keyword(storage)
            }
            Some(Generation::AutoIncrement | Generation::Serial | Generation::Identity(_)) | None => sql,
        };
        let sql = self.nullability(sql, table, column);
        let sql = sql.optional(default::write(self, column)?, |sql, value| sql.keyword("DEFAULT").raw(&value));
        let sql = sql.optional(on_update(column)?, |sql, value| sql.keyword("ON UPDATE").raw(&value));
        let sql = sql.when(column.is_auto_increment(), |sql| sql.keyword("AUTO_INCREMENT"));
        if column.invisible && !self.has_invisible_columns() {
            return Err(refuse("columns cannot be invisible before MySQL 8.0.23", "leave `invisible` out"));
        }
        let sql = sql.when(column.invisible, |sql| sql.keyword("INVISIBLE"));
        let sql =
            sql.optional(column.comment.as_deref(), |sql, text| sql.keyword("COMMENT").raw(&grammar::escaped(text)));
        let check = mariadb::column_check(self, table, &column.name);
        Ok(sql.optional(check, |sql, check| sql.keyword("CHECK").parens(|sql| sql.raw(&check.expression))).finish())
    }

    fn nullability(&self, sql: SqlWriter, table: &Table, column: &Column) -> SqlWriter {
        let is_generated = matches!(column.generation, Some(Generation::Expression { .. }));
        if is_generated && !self.has_generated_not_null() {
            return sql;
        }
        let in_key = table.primary_key().is_some_and(|key| key.columns.contains(&column.name));
        if !column.nullable || in_key {
            return sql.keyword("NOT NULL");
        }
        // Before MariaDB 10.10 a TIMESTAMP is NOT NULL unless told otherwise.
        let is_timestamp = matches!(column.ty, ColumnType::Timestamp { zoned: true, .. });
        sql.when(is_timestamp, |sql| sql.keyword("NULL"))
    }
}

/// Asks for what the session must be set to, so that a column definition means what it says.
pub(super) fn require_settings(dialect: &MySql, column: &Column, out: &mut Statements) {
    let in_comment = column.comment.as_ref().is_some_and(|comment| comment.contains('\\'));
    if in_comment || default::escapes(dialect, column).is_some() {
        out.require(grammar::backslash_escapes());
    }
    if matches!(column.ty, ColumnType::Timestamp { zoned: true, .. }) && !column.nullable && column.default.is_none() {
        out.require(explicit_timestamps(dialect));
    }
}

/// `CHARACTER SET … COLLATE …`.
pub(super) fn charset(sql: SqlWriter, charset: Option<&str>, collation: Option<&str>) -> SqlWriter {
    let sql = sql.optional(charset, |sql, charset| word(sql.keyword("CHARACTER SET"), charset));
    sql.optional(collation, |sql, collation| word(sql.keyword("COLLATE"), collation))
}

/// A name that needs no quotes unless it holds something odd.
pub(super) fn word(sql: SqlWriter, word: &str) -> SqlWriter {
    let is_plain = !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if is_plain { sql.raw(word) } else { sql.ident(word) }
}

fn on_update(column: &Column) -> Result<Option<String>, Refusal> {
    let Some(sql) = &column.on_update else { return Ok(None) };
    default::now(&column.ty, sql).map(Some).ok_or_else(|| {
        refuse(
            format!("ON UPDATE sets nothing but CURRENT_TIMESTAMP, in a datetime or timestamp, and not `{sql}`"),
            "write a trigger, or leave it to the application",
        )
    })
}

/// Without this, MariaDB before 10.10 gives the first TIMESTAMP of a table a default that nobody asked for.
fn explicit_timestamps(dialect: &MySql) -> Setting {
    Setting {
        set: "SET SESSION explicit_defaults_for_timestamp = ON".into(),
        verify: "SELECT @@SESSION.explicit_defaults_for_timestamp".into(),
        expected: "1".into(),
        restore: "SET SESSION explicit_defaults_for_timestamp = OFF".into(),
        usual: dialect.has_explicit_timestamps(),
    }
}
