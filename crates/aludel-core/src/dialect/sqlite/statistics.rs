//! What `ANALYZE` found out about a table, which goes where the table is dropped.

use super::grammar::sql;
use crate::connection::{Connection, DriverError, Row, Value};
use crate::name::ObjectName;
use crate::schema::Literal;

/// The tables that it is kept in, each with the columns behind those of the table and the index.
const TABLES: [(&str, &str); 2] = [("sqlite_stat1", "stat"), ("sqlite_stat4", "neq, nlt, ndlt, sample")];

/// The statements that put it back once the table is made anew, as far as the indexes are what they were.
pub(super) async fn kept(connection: &mut dyn Connection, table: &ObjectName) -> Result<Vec<String>, DriverError> {
    let mut statements = Vec::new();
    for (statistics, columns) in TABLES {
        if connection.query(&presence(statistics)).await?.is_empty() {
            continue;
        }
        let rows = connection.query(&select(statistics, columns, table)).await?;
        statements.extend(rows.iter().filter_map(|row| insert(statistics, columns, row)));
    }
    Ok(statements)
}

fn presence(statistics: &str) -> String {
    sql().keyword("SELECT 1 FROM sqlite_schema WHERE name =").literal(&Literal::text(statistics)).finish()
}

/// The shape of the index, and what is kept of it.
fn select(statistics: &str, columns: &str, table: &ObjectName) -> String {
    let shape = shape("kept.idx");
    let select = sql().keyword("SELECT").raw(&shape).tight(", kept.tbl, kept.idx, ").tight(columns).keyword("FROM");
    let select = select.keyword(statistics).keyword("AS kept WHERE kept.tbl =");
    select.literal(&Literal::text(&*table.name)).keyword("COLLATE NOCASE ORDER BY rowid").finish()
}

/// The columns of an index with their orders and collations; NULL where it is not there, as for the table itself.
fn shape(index: &str) -> String {
    sql()
        .keyword("(SELECT group_concat(quote(name) || \"desc\" || upper(coll)) FROM pragma_index_xinfo(")
        .tight(index)
        .tight(") WHERE key)")
        .finish()
}

fn insert(statistics: &str, columns: &str, row: &Row) -> Option<String> {
    let values: Vec<Literal> = row.0.iter().map(literal).collect();
    let (shape_before, values) = values.split_first()?;
    let index = sql().literal(values.get(1)?).finish();
    Some(
        sql()
            .keyword("INSERT INTO")
            .keyword(statistics)
            .keyword("(tbl, idx,")
            .keyword(columns)
            .tight(") SELECT")
            .list(values, |sql, value| sql.literal(value))
            .keyword("WHERE")
            .raw(&shape(&index))
            .keyword("IS")
            .literal(shape_before)
            .finish(),
    )
}

fn literal(value: &Value) -> Literal {
    match value {
        Value::Null => Literal::Null,
        Value::Integer(number) => Literal::number(*number),
        Value::Float(number) => Literal::number(format!("{number:?}")),
        Value::Text(text) => Literal::text(text.as_str()),
        Value::Bytes(bytes) => Literal::Bytes(bytes.clone()),
    }
}
