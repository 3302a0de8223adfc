//! Reading and writing rows of plain tables, in SQL that every dialect understands.

use super::{Dialect, SqlWriter};
use crate::name::ObjectName;
use crate::schema::Literal;

/// Adds rows; each has a value for each of the columns.
pub fn insert(dialect: &dyn Dialect, table: &ObjectName, columns: &[&str], rows: &[Vec<Literal>]) -> String {
    let written = |row: &Vec<Literal>| row.iter().map(|value| dialect.literal(value)).collect();
    insert_expressions(dialect, table, columns, &rows.iter().map(written).collect::<Vec<_>>())
}

/// Adds rows; each has an expression for each of the columns.
pub fn insert_expressions(dialect: &dyn Dialect, table: &ObjectName, columns: &[&str], rows: &[Vec<String>]) -> String {
    dialect
        .sql()
        .keyword("INSERT INTO")
        .name(table)
        .idents(columns)
        .keyword("VALUES")
        .list(rows, |sql, row| sql.parens(|sql| sql.list(row, |sql, value| sql.raw(value))))
        .finish()
}

/// Adds a row whose first column is the number after the greatest that is there; the expressions are for the others.
pub fn insert_next(dialect: &dyn Dialect, table: &ObjectName, columns: &[&str], row: &[String]) -> String {
    let number = columns.first().copied().unwrap_or_default();
    dialect
        .sql()
        .keyword("INSERT INTO")
        .name(table)
        .idents(columns)
        .keyword("SELECT COALESCE(MAX(")
        .ident(number)
        .tight("), 0) + 1,")
        .list(row, |sql, value| sql.raw(value))
        .keyword("FROM")
        .name(table)
        .finish()
}

/// Gives a column a value in the rows that have none.
pub(super) fn fill(sql: SqlWriter, table: &ObjectName, column: &str, value: &str) -> SqlWriter {
    let sql = sql.keyword("UPDATE").name(table).keyword("SET").ident(column).keyword("=").raw(value);
    sql.keyword("WHERE").ident(column).keyword("IS NULL")
}

/// Reads all rows, ordered by one of the columns.
pub fn select(dialect: &dyn Dialect, table: &ObjectName, columns: &[&str], order: &str) -> String {
    dialect
        .sql()
        .keyword("SELECT")
        .list(columns, |sql, column| sql.ident(column))
        .keyword("FROM")
        .name(table)
        .keyword("ORDER BY")
        .ident(order)
        .finish()
}

/// Reads one row of nothing, which stands between the rows of two tables that are read together.
pub fn select_divider(dialect: &dyn Dialect) -> String {
    dialect.sql().keyword("SELECT NULL").finish()
}

/// Reads the last row that has no value in the column `closing`, and all rows after it; the first of the columns is a
/// number that grows from row to row, and orders them.
///
/// The last such row is found by a subquery that reads the primary key backwards, so that a long table costs nothing.
pub fn select_tail(dialect: &dyn Dialect, table: &ObjectName, columns: &[&str], closing: &str) -> String {
    let id = columns.first().copied().unwrap_or_default();
    dialect
        .sql()
        .keyword("SELECT")
        .list(columns, |sql, column| sql.ident(column))
        .keyword("FROM")
        .name(table)
        .keyword("WHERE")
        .ident(id)
        .keyword(">= COALESCE")
        .tight("(")
        .parens(|sql| {
            sql.keyword("SELECT")
                .ident(id)
                .keyword("FROM")
                .name(table)
                .keyword("WHERE")
                .ident(closing)
                .keyword("IS NULL ORDER BY")
                .ident(id)
                .keyword("DESC LIMIT 1")
        })
        .tight(", 0)")
        .keyword("ORDER BY")
        .ident(id)
        .finish()
}

/// Deletes the rows that have one of these values in a column.
pub fn delete(dialect: &dyn Dialect, table: &ObjectName, column: &str, values: &[Literal]) -> String {
    dialect
        .sql()
        .keyword("DELETE FROM")
        .name(table)
        .keyword("WHERE")
        .ident(column)
        .keyword("IN")
        .parens(|sql| sql.list(values, |sql, value| sql.literal(value)))
        .finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dialect::{by_name, sqlite::Sqlite};

    #[test]
    fn rows_are_written_with_quoted_names_and_values() {
        let rows = [vec![Literal::text("it's"), Literal::number(1)], vec![Literal::Null, Literal::number(-2)]];
        assert_eq!(
            insert(&Sqlite::newest(), &("main", "odd \"one\"").into(), &["a", "order"], &rows),
            r#"INSERT INTO "main"."odd ""one""" ("a", "order") VALUES ('it''s', 1), (NULL, -2)"#
        );
        let mysql = by_name("mysql").expect("it is one of them");
        assert_eq!(
            delete(&*mysql, &"t".into(), "a", &[Literal::text("x"), Literal::text("y")]),
            "DELETE FROM `t` WHERE `a` IN ('x', 'y')"
        );
    }

    #[test]
    fn rows_are_read_in_order() {
        assert_eq!(
            select(&Sqlite::newest(), &"t".into(), &["a", "b"], "b"),
            r#"SELECT "a", "b" FROM "t" ORDER BY "b""#
        );
        assert_eq!(
            select_tail(&Sqlite::newest(), &"t".into(), &["id", "b"], "n"),
            r#"SELECT "id", "b" FROM "t" WHERE "id" >= COALESCE((SELECT "id" FROM "t" WHERE "n" IS NULL ORDER BY "id" DESC LIMIT 1), 0) ORDER BY "id""#
        );
    }
}
