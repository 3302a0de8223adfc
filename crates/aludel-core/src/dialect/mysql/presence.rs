//! Whether a table is there: asked beforehand, and told from an error.

use crate::connection::DriverError;
use crate::dialect::SqlWriter;
use crate::name::ObjectName;
use crate::schema::Literal;

pub(super) fn table_exists(sql: SqlWriter, table: &ObjectName) -> String {
    sql.keyword("SELECT EXISTS")
        .parens(|sql| {
            let sql = sql.keyword("SELECT 1 FROM information_schema.tables WHERE table_schema =");
            match &table.namespace {
                Some(database) => sql.literal(&Literal::text(&**database)),
                None => sql.keyword("DATABASE()"),
            }
            .keyword("AND table_name =")
            .literal(&Literal::text(&*table.name))
        })
        .finish()
}

/// The errors `ER_NO_SUCH_TABLE` and `ER_BAD_DB_ERROR`, by number or by SQLSTATE.
pub(super) fn is_missing_table(error: &DriverError) -> bool {
    matches!(error.code.as_deref(), Some("1146" | "42S02" | "1049"))
}
