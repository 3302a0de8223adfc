//! Statements that change nothing and stop a script where a condition does not hold.
//!
//! SQLite raises errors in triggers only, and with a text that is fixed. The error of a constraint shows its name; so the
//! constraint of a temporary table, which nobody else sees, gets what is to be said for a name.

use super::grammar::sql;

/// The table into which a row goes only where the condition holds.
const CHECK: &str = "_aludel_check";

/// Statements that fail with a message unless a condition holds. The second of them is the one that fails.
pub(super) fn demand(condition: &str, message: &str) -> [String; 3] {
    let create = sql().keyword("CREATE TEMP TABLE").ident(CHECK).parens(|sql| {
        let sql = sql.ident("holds").keyword("CONSTRAINT").ident(message).keyword("CHECK");
        sql.parens(|sql| sql.ident("holds"))
    });
    let insert = sql().keyword("INSERT INTO").ident(CHECK).keyword("SELECT COALESCE((").raw(condition).tight("), 0)");
    [create.finish(), insert.finish(), sql().keyword("DROP TABLE").ident(CHECK).finish()]
}
