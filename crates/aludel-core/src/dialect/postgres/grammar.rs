//! How PostgreSQL writes names and values.

use crate::dialect::Grammar;

/// Names in double quotes, truth as `TRUE` and `FALSE`, text that means the same whatever
/// `standard_conforming_strings` says.
pub(super) static GRAMMAR: Grammar = Grammar {
    quote: '"',
    booleans: ["FALSE", "TRUE"],
    text: write_text,
    bytes: write_bytes,
    char_length: "char_length",
};

/// A backslash is read as it stands or as an escape, depending on a setting; in an `E''` string it always is an escape.
fn write_text(out: &mut String, text: &str) {
    let escaped = text.contains('\\');
    out.push_str(if escaped { "E'" } else { "'" });
    for character in text.chars() {
        if character == '\'' || character == '\\' {
            out.push(character);
        }
        out.push(character);
    }
    out.push('\'');
}

/// The hexadecimal input form of `bytea`, as text.
fn write_bytes(out: &mut String, bytes: &[u8]) {
    let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    write_text(out, &format!("\\x{digits}"));
}

#[cfg(test)]
mod tests {
    use crate::dialect::{Dialect, postgres::Postgres};
    use crate::schema::Literal;

    #[test]
    fn a_backslash_makes_an_escape_string() {
        let postgres = Postgres::newest();
        assert_eq!(postgres.literal(&Literal::text("it's")), "'it''s'");
        assert_eq!(postgres.literal(&Literal::text(r"a\b'c")), r"E'a\\b''c'");
        assert_eq!(postgres.literal(&Literal::Bytes(vec![0, 255])), r"E'\\x00ff'");
        assert_eq!(postgres.literal(&Literal::Boolean(true)), "TRUE");
    }
}
