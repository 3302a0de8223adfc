//! Rows that a script writes and deletes.

use super::column::owned_sequence;
use super::default;
use super::plan::Planner;
use crate::dialect::SqlWriter;
use crate::name::ObjectName;
use crate::schema::{Column, ColumnType, Generation, IdentityMode, Literal};

impl<'a> Planner<'a> {
    /// Writes rows, and moves the sequences of columns that the rows bring their own numbers for behind these.
    pub(super) fn insert_rows(&mut self, table: &ObjectName, columns: &[String], rows: &[Vec<Literal>]) {
        if rows.is_empty() {
            return;
        }
        let known: Vec<Option<&Column>> = columns.iter().map(|column| self.known_column(table, column)).collect();
        let sql = self.sql().keyword("INSERT INTO").name(table).idents(columns);
        let sql = sql
            .when(known.iter().flatten().any(|column| is_always(column)), |sql| sql.keyword("OVERRIDING SYSTEM VALUE"));
        let sql = sql.keyword("VALUES").list(rows, |sql, row| {
            let values = row.iter().zip(&known).map(|(value, column)| default::value(value, column.map(|one| &one.ty)));
            sql.tight("\n    ").parens(|sql| sql.list(values, |sql, value| sql.literal(&value)))
        });
        self.push(sql);
        for column in known.into_iter().flatten().filter(|column| column.is_auto_increment()) {
            let sequence = owned_sequence(self, table, &column.name);
            let sql = self.sql().keyword("SELECT setval(").raw(&sequence).tight(", greatest(nextval(").raw(&sequence);
            let sql = sql.tight("), max(").ident(&column.name).tight("))) FROM").name(table);
            self.push(sql);
        }
    }

    /// Deletes the rows that have just these values; NULL is a value here.
    pub(super) fn delete_rows(&mut self, table: &ObjectName, columns: &[String], rows: &[Vec<Literal>]) {
        if rows.is_empty() || columns.is_empty() {
            return;
        }
        let known: Vec<Option<&Column>> = columns.iter().map(|column| self.known_column(table, column)).collect();
        let mut sql = self.sql().keyword("DELETE FROM").name(table).keyword("WHERE");
        for (place, row) in rows.iter().enumerate() {
            sql = sql.when(place > 0, |sql| sql.tight("\n   ").keyword("OR")).parens(|mut sql| {
                for (place, ((name, value), column)) in columns.iter().zip(row).zip(&known).enumerate() {
                    sql = sql.when(place > 0, |sql| sql.keyword("AND"));
                    sql = equals(sql, name, value, column.map(|column| &column.ty));
                }
                sql
            });
        }
        self.push(sql);
    }

    fn known_column(&self, table: &ObjectName, column: &str) -> Option<&'a Column> {
        self.before.table(table).and_then(|table| table.columns.get(column))
    }
}

fn equals(sql: SqlWriter, name: &str, value: &Literal, ty: Option<&ColumnType>) -> SqlWriter {
    match value {
        Literal::Null => sql.ident(name).keyword("IS NULL"),
        // The type json knows no equality.
        Literal::Text(_) if ty == Some(&ColumnType::Json) => {
            sql.ident(name).tight("::text").keyword("=").literal(value)
        }
        Literal::Boolean(_) | Literal::Number(_) | Literal::Text(_) | Literal::Bytes(_) => {
            sql.ident(name).keyword("=").literal(&default::value(value, ty))
        }
    }
}

fn is_always(column: &Column) -> bool {
    match &column.generation {
        Some(Generation::Identity(identity)) => identity.mode == IdentityMode::Always,
        Some(Generation::AutoIncrement | Generation::Serial | Generation::Expression { .. }) | None => false,
    }
}
