//! Rows that a script writes and deletes.

use super::{MySql, types};
use crate::dialect::{Dialect, SqlWriter};
use crate::name::ObjectName;
use crate::schema::{Literal, Table};

impl MySql {
    /// One `INSERT` for all rows; `None` where there is none.
    pub(super) fn insert_rows(&self, table: &ObjectName, columns: &[String], rows: &[Vec<Literal>]) -> Option<String> {
        if rows.is_empty() {
            return None;
        }
        let sql = self.sql().keyword("INSERT INTO").name(table).idents(columns).keyword("VALUES");
        let row = |sql: SqlWriter, row: &Vec<Literal>| {
            sql.tight("\n    ").parens(|sql| sql.list(row, |sql, value| sql.literal(value)))
        };
        Some(sql.list(rows, row).finish())
    }

    /// One `DELETE` for all rows; `None` where there is none.
    ///
    /// Text is compared byte by byte besides: to a collation, `A` may be `a`, and the row of another would go.
    pub(super) fn delete_rows(
        &self,
        name: &ObjectName,
        table: Option<&Table>,
        columns: &[String],
        rows: &[Vec<Literal>],
    ) -> Option<String> {
        let mut sql = self.sql().keyword("DELETE FROM").name(name).keyword("WHERE");
        for (place, row) in rows.iter().enumerate() {
            sql = if place == 0 { sql.tight("\n    ") } else { sql.tight("\n    OR ") };
            sql = sql.parens(|sql| {
                columns.iter().zip(row).enumerate().fold(sql, |sql, (place, (column, value))| {
                    let sql = sql.when(place > 0, |sql| sql.keyword("AND"));
                    let sql = sql.ident(column).keyword("<=>").literal(value);
                    let known = table.and_then(|table| table.columns.get(column.as_str()));
                    let is_text = known.is_some_and(|column| types::is_text(&column.ty));
                    match value {
                        Literal::Text(_) if is_text => exactly(sql.keyword("AND"), column, value),
                        Literal::Text(_)
                        | Literal::Null
                        | Literal::Boolean(_)
                        | Literal::Number(_)
                        | Literal::Bytes(_) => sql,
                    }
                })
            });
        }
        (!rows.is_empty() && !columns.is_empty()).then(|| sql.finish())
    }
}

fn exactly(sql: SqlWriter, column: &str, value: &Literal) -> SqlWriter {
    let sql = sql.keyword("CAST").tight("(CONVERT(").ident(column).keyword("USING utf8mb4").tight(")");
    sql.keyword("AS BINARY").tight(")").keyword("=").literal(value)
}
