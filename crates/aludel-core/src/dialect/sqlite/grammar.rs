//! How SQLite writes names and values, and the pieces of SQL that several statements share.

use super::expression;
use crate::dialect::{Grammar, SqlWriter};
use crate::name::ObjectName;

/// Names in double quotes, truth as words (which SQLite reads as 1 and 0), text in single quotes.
pub(super) static GRAMMAR: Grammar =
    Grammar { quote: '"', booleans: ["FALSE", "TRUE"], text: write_text, bytes: write_bytes, char_length: "length" };

/// A writer of this dialect.
pub(super) fn sql() -> SqlWriter {
    SqlWriter::new(&GRAMMAR)
}

/// An expression in parentheses, without those that it has itself and without its comments.
pub(super) fn parenthesised(sql: SqlWriter, expression: &str) -> SqlWriter {
    sql.parens(|sql| sql.raw(&expression::bare(expression)))
}

/// A collation: the three that are built in as words, others quoted.
pub(super) fn collation(sql: SqlWriter, name: &str) -> SqlWriter {
    let sql = sql.keyword("COLLATE");
    match name.to_ascii_uppercase().as_str() {
        known @ ("BINARY" | "NOCASE" | "RTRIM") => sql.keyword(known),
        _ => sql.ident(name),
    }
}

/// `ALTER TABLE "users"`.
pub(super) fn alter_table(table: &ObjectName) -> SqlWriter {
    sql().keyword("ALTER TABLE").name(table)
}

fn write_text(out: &mut String, text: &str) {
    // SQLite reads a statement up to the first NUL, so such a text can only be written as its bytes.
    if text.contains('\0') {
        out.push_str("CAST(");
        write_bytes(out, text.as_bytes());
        out.push_str(" AS TEXT)");
        return;
    }
    out.push('\'');
    out.push_str(&text.replace('\'', "''"));
    out.push('\'');
}

fn write_bytes(out: &mut String, bytes: &[u8]) {
    out.push_str("X'");
    bytes.iter().for_each(|byte| out.push_str(&format!("{byte:02X}")));
    out.push('\'');
}
