//! What rows hold, so that none is lost on the way.

use std::collections::BTreeMap;

use aludel_core::connection::Connection;
use aludel_core::name::ObjectName;
use aludel_core::schema::{Generation, Schema};

use crate::witness::shown;

/// The columns of each table whose values are looked at.
pub(crate) type Columns = BTreeMap<ObjectName, Vec<String>>;

/// All columns of a schema that a row may bring values for.
pub(crate) fn written(schema: &Schema) -> Columns {
    let columns = |table: &aludel_core::schema::Table| {
        let kept = table.columns.iter().filter(|one| !matches!(one.generation, Some(Generation::Expression { .. })));
        (table.name.clone(), kept.map(|column| column.name.clone()).collect())
    };
    schema.tables.iter().map(columns).collect()
}

/// Of some columns those that are in the schema too.
pub(crate) fn common(columns: &Columns, schema: &Schema) -> Columns {
    let has = |table: &ObjectName, column: &String| {
        schema.table(table).is_some_and(|table| table.columns.contains(column.as_str()))
    };
    let keep = |(table, names): (&ObjectName, &Vec<String>)| {
        let names: Vec<String> = names.iter().filter(|column| has(table, column)).cloned().collect();
        schema.table(table).map(|_| (table.clone(), names))
    };
    columns.iter().filter_map(keep).collect()
}

/// The rows of each table, in an order of their own.
pub(crate) async fn contents(connection: &mut dyn Connection, columns: &Columns) -> Vec<Vec<String>> {
    let mut contents = Vec::new();
    for (table, names) in columns {
        let select = connection.dialect().sql().keyword("SELECT");
        let select = match names.as_slice() {
            [] => select.keyword("1"),
            names => select.list(names, |sql, name| sql.ident(name)),
        };
        let sql = select.keyword("FROM").name(table).finish();
        let rows = connection.query(&sql).await.unwrap_or_else(|error| panic!("{error}\n{sql}"));
        let line = |row: &aludel_core::connection::Row| row.0.iter().map(shown).collect::<Vec<_>>().join(" | ");
        let mut rows: Vec<String> = rows.iter().map(line).collect();
        rows.sort();
        contents.push(rows);
    }
    contents.sort();
    contents
}
