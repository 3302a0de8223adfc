//! Whether a table is there: asked beforehand, and told from an error.

use crate::connection::DriverError;
use crate::dialect::SqlWriter;
use crate::name::ObjectName;
use crate::schema::Literal;

/// `to_regclass` looks a name up as any statement would, in the search path where it has no schema.
pub(super) fn table_exists(sql: SqlWriter, quote: impl FnOnce(&ObjectName) -> String, table: &ObjectName) -> String {
    sql.keyword("SELECT to_regclass").tight("(").literal(&Literal::Text(quote(table))).tight(") IS NOT NULL").finish()
}

/// The SQLSTATEs `undefined_table` and `invalid_schema_name`.
pub(super) fn is_missing_table(error: &DriverError) -> bool {
    matches!(error.code.as_deref(), Some("42P01" | "3F000"))
}
