//! Queries that count the rows which stand in the way of an operation, in SQL that every dialect understands.

use super::{Dialect, SqlWriter};
use crate::name::ObjectName;
use crate::operation::{Operation, computes_instead};
use crate::schema::{Check, Column, ColumnType, Constraint, ForeignKey};

/// The most rows that are counted: a person wants to know whether there are some, not to wait for a scan.
pub const MOST_COUNTED: i64 = 1000;

/// Rows that stand in the way of an operation.
///
/// ```
/// use aludel_core::dialect::{self, obstacles};
/// use aludel_core::operation::Operation;
/// use aludel_core::schema::{Constraint, Unique};
///
/// let constraint = Constraint::Unique(Unique::new("uq_users_email", ["email"]));
/// let operation = Operation::CreateConstraint { table: "users".into(), constraint };
/// let dialect = dialect::by_name("sqlite").expect("it is one of them");
/// assert_eq!(obstacles(&*dialect, &operation).expect("one").what, "values of (email) that users has more than once");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obstacle {
    /// One row with one number: how many there are, [`MOST_COUNTED`] and one more at most.
    pub query: String,
    /// What is counted, in words.
    pub what: String,
}

/// What may stand in the way of an operation; `None` where nothing can.
pub fn obstacles(dialect: &dyn Dialect, operation: &Operation) -> Option<Obstacle> {
    match operation {
        Operation::CreateConstraint { table, constraint } => match constraint {
            Constraint::Unique(unique) if !unique.nulls_not_distinct => Some(twice(dialect, table, &unique.columns)),
            Constraint::PrimaryKey(key) => Some(twice(dialect, table, &key.columns)),
            Constraint::ForeignKey(key) => Some(orphans(dialect, table, key)),
            Constraint::Check(check) => Some(violations(dialect, table, check)),
            Constraint::Unique(_) | Constraint::Exclude(_) => None,
        },
        Operation::CreateIndex { table, index } if index.unique && index.predicate.is_none() => {
            let columns: Vec<String> = index.column_names()?.into_iter().map(str::to_owned).collect();
            Some(twice(dialect, table, &columns))
        }
        Operation::AlterColumn { table, from, to, .. } if computes_instead(from, to) => {
            Some(lost(dialect, table, &from.name))
        }
        Operation::AlterColumn { table, from, to, .. } if operation.loss().is_some() => {
            Some(unfit(dialect, table, from, &to.ty))
        }
        _ => None,
    }
}

/// How many rows a table has.
pub fn rows(dialect: &dyn Dialect, table: &ObjectName) -> String {
    count(dialect, |sql| sql.keyword("SELECT 1 FROM").name(table))
}

/// How many rows have no value in a column.
pub fn rows_without(dialect: &dyn Dialect, table: &ObjectName, column: &str) -> String {
    count(dialect, |sql| sql.keyword("SELECT 1 FROM").name(table).keyword("WHERE").ident(column).keyword("IS NULL"))
}

fn twice(dialect: &dyn Dialect, table: &ObjectName, columns: &[String]) -> Obstacle {
    let query = count(dialect, |sql| {
        let sql = sql.keyword("SELECT 1 FROM").name(table).keyword("WHERE");
        let sql = each(sql, columns, "AND", |sql, column| valued(sql, column));
        let sql = sql.keyword("GROUP BY").list(columns, |sql, column| sql.ident(column));
        sql.keyword("HAVING count(*) > 1")
    });
    Obstacle { query, what: format!("values of ({}) that {table} has more than once", columns.join(", ")) }
}

fn orphans(dialect: &dyn Dialect, table: &ObjectName, key: &ForeignKey) -> Obstacle {
    let query = count(dialect, |sql| {
        let sql = sql.keyword("SELECT 1 FROM").name(table).keyword("AS").ident("one").keyword("WHERE");
        let sql = each(sql, &key.columns, "AND", |sql, column| of(sql, "one", column).keyword("IS NOT NULL"));
        sql.keyword("AND NOT EXISTS").parens(|sql| {
            let sql = sql.keyword("SELECT 1 FROM").name(&key.referred_table).keyword("AS").ident("other");
            let pairs: Vec<(&String, &String)> = key.referred_columns.iter().zip(&key.columns).collect();
            each(sql.keyword("WHERE"), &pairs, "AND", |sql, (referred, column)| {
                of(of(sql, "other", referred).keyword("="), "one", column)
            })
        })
    });
    let columns = key.columns.join(", ");
    Obstacle { query, what: format!("rows of {table} whose ({columns}) {} does not have", key.referred_table) }
}

fn violations(dialect: &dyn Dialect, table: &ObjectName, check: &Check) -> Obstacle {
    let query = count(dialect, |sql| {
        let sql = sql.keyword("SELECT 1 FROM").name(table).keyword("WHERE NOT");
        sql.parens(|sql| sql.raw(&check.expression))
    });
    Obstacle { query, what: format!("rows of {table} that do not meet {}", check.expression) }
}

/// Values that go, whatever they are.
fn lost(dialect: &dyn Dialect, table: &ObjectName, column: &str) -> Obstacle {
    let query = count(dialect, |sql| valued(sql.keyword("SELECT 1 FROM").name(table).keyword("WHERE"), column));
    Obstacle { query, what: format!("values of {table}.{column} that are lost") }
}

fn valued(sql: SqlWriter, column: &str) -> SqlWriter {
    sql.ident(column).keyword("IS NOT NULL")
}

/// Values that may not fit: those that are too long or too great, where the new type says so; else all.
fn unfit(dialect: &dyn Dialect, table: &ObjectName, column: &Column, ty: &ColumnType) -> Obstacle {
    let misfit = Misfit::of(&column.ty, ty);
    let query = count(dialect, |sql| {
        let sql = sql.keyword("SELECT 1 FROM").name(table).keyword("WHERE");
        match &misfit {
            Misfit::Longer(length) => {
                let sql = sql.keyword(dialect.grammar().char_length).tight("").parens(|sql| sql.ident(&column.name));
                sql.keyword(">").keyword(&length.to_string())
            }
            Misfit::Outside([least, greatest]) => {
                let sql = sql.ident(&column.name).keyword("NOT BETWEEN").keyword(&least.to_string());
                sql.keyword("AND").keyword(&greatest.to_string())
            }
            Misfit::Any => valued(sql, &column.name),
        }
    });
    let name = &column.name;
    let what = match misfit {
        Misfit::Longer(length) => format!("values of {table}.{name} longer than {length}"),
        Misfit::Outside(_) => format!("values of {table}.{name} that do not fit a {ty}"),
        Misfit::Any => format!("values of {table}.{name} to be made {ty}"),
    };
    Obstacle { query, what }
}

/// Which values of a type may not fit another one.
enum Misfit {
    Longer(u32),
    Outside([i128; 2]),
    Any,
}

impl Misfit {
    fn of(from: &ColumnType, to: &ColumnType) -> Self {
        match (from, to) {
            (from, ColumnType::Varchar { length: Some(length) } | ColumnType::Char { length: Some(length) })
                if is_text(from) =>
            {
                Self::Longer(*length)
            }
            (ColumnType::Integer { .. }, ColumnType::Integer { width, unsigned }) => {
                let values = 1i128 << width.bits();
                Self::Outside(if *unsigned { [0, values - 1] } else { [-values / 2, values / 2 - 1] })
            }
            _ => Self::Any,
        }
    }
}

fn is_text(ty: &ColumnType) -> bool {
    matches!(ty, ColumnType::Varchar { .. } | ColumnType::Char { .. } | ColumnType::Text { .. })
}

fn of(sql: SqlWriter, table: &str, column: &str) -> SqlWriter {
    sql.ident(table).tight(".").ident(column)
}

fn each<T>(sql: SqlWriter, items: &[T], between: &str, write: impl Fn(SqlWriter, &T) -> SqlWriter) -> SqlWriter {
    let mut sql = sql;
    for (place, item) in items.iter().enumerate() {
        sql = write(if place == 0 { sql } else { sql.keyword(between) }, item);
    }
    sql
}

/// Counts the rows of a query, no further than somebody wants to know.
fn count(dialect: &dyn Dialect, query: impl FnOnce(SqlWriter) -> SqlWriter) -> String {
    let limit = (MOST_COUNTED + 1).to_string();
    let sql = dialect.sql().keyword("SELECT count(*) FROM");
    sql.parens(|sql| query(sql).keyword("LIMIT").keyword(&limit)).keyword("AS").ident("counted").finish()
}
