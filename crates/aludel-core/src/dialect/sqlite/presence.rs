//! Whether a table is there: asked beforehand, and told from an error.

use crate::connection::DriverError;
use crate::dialect::SqlWriter;
use crate::name::ObjectName;
use crate::schema::Literal;

pub(super) fn table_exists(sql: SqlWriter, table: &ObjectName) -> String {
    let catalogue = ObjectName { namespace: table.namespace.clone(), name: "sqlite_master".into() };
    sql.keyword("SELECT EXISTS")
        .parens(|sql| {
            sql.keyword("SELECT 1 FROM")
                .name(&catalogue)
                .keyword("WHERE type = 'table' AND name =")
                .literal(&Literal::text(&*table.name))
                .keyword("COLLATE NOCASE")
        })
        .finish()
}

/// SQLite has one code for every error in a statement, so its words decide.
pub(super) fn is_missing_table(error: &DriverError) -> bool {
    error.message.contains("no such table") || error.message.contains("unknown database")
}
