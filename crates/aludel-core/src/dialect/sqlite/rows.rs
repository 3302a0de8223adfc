//! Rows that a script writes and deletes.

use super::grammar::sql;
use super::refusal::Refusal;
use super::table;
use crate::name::ObjectName;
use crate::plan::Statements;
use crate::schema::Literal;

/// The longest list of values in one statement, in bytes: well under the million that SQLite takes unless told otherwise.
const LONGEST: usize = 200_000;

/// Writes `INSERT`, in several statements where there are many rows.
pub(super) fn insert(
    table: &ObjectName,
    columns: &[String],
    rows: &[Vec<Literal>],
    out: &mut Statements,
) -> Result<(), Refusal> {
    check(table, columns, rows)?;
    let (mut values, mut length) = (Vec::new(), 0);
    for row in rows {
        let row = sql().parens(|sql| sql.list(row, |sql, value| sql.literal(value))).finish();
        if length > 0 && length + row.len() > LONGEST {
            out.push(insert_values(table, columns, &values));
            values.clear();
            length = 0;
        }
        length += row.len();
        values.push(row);
    }
    if !values.is_empty() {
        out.push(insert_values(table, columns, &values));
    }
    Ok(())
}

/// Writes one `DELETE` for each row: a condition over many would be deeper than SQLite takes.
pub(super) fn delete(
    table: &ObjectName,
    columns: &[String],
    rows: &[Vec<Literal>],
    out: &mut Statements,
) -> Result<(), Refusal> {
    check(table, columns, rows)?;
    for row in rows {
        let mut delete = sql().keyword("DELETE FROM").name(table);
        for (place, (column, value)) in columns.iter().zip(row).enumerate() {
            let keyword = if place == 0 { "WHERE" } else { "AND" };
            delete = delete.keyword(keyword).ident(column).keyword("IS").literal(&as_value(value));
        }
        out.push(delete.finish());
    }
    Ok(())
}

/// Refuses rows that do not have one value for each column: a condition that says less would delete more.
fn check(table: &ObjectName, columns: &[String], rows: &[Vec<Literal>]) -> Result<(), Refusal> {
    table::check_name(table)?;
    if columns.is_empty() || rows.iter().any(|row| row.len() != columns.len()) {
        return Err(Refusal::new(
            "each row needs one value for each column",
            "give every row as many values as columns",
        ));
    }
    Ok(())
}

fn insert_values(table: &ObjectName, columns: &[String], values: &[String]) -> String {
    let insert = sql().keyword("INSERT INTO").name(table).idents(columns).keyword("VALUES");
    insert.list(values, |sql, row| sql.tight("\n    ").tight(row)).finish()
}

/// `IS TRUE` asks whether a value is true, not whether it is 1.
fn as_value(literal: &Literal) -> Literal {
    match literal {
        Literal::Boolean(value) => Literal::number(u8::from(*value)),
        Literal::Null | Literal::Number(_) | Literal::Text(_) | Literal::Bytes(_) => literal.clone(),
    }
}
