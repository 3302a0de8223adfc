//! How names and values are written, the same for every `sql_mode`.

use crate::dialect::Grammar;
use crate::plan::Setting;

pub(super) static GRAMMAR: Grammar =
    Grammar { quote: '`', booleans: ["FALSE", "TRUE"], text, bytes, char_length: "char_length" };

/// Text between single quotes. With `NO_BACKSLASH_ESCAPES` a backslash is a character, without it an escape, so text that
/// has one is written in hexadecimal digits, which mean the same in both modes.
pub(super) fn text(out: &mut String, text: &str) {
    if text.contains(['\\', '\0', '\u{1a}']) {
        out.push_str("_utf8mb4 ");
        bytes(out, text.as_bytes());
    } else {
        quoted(out, text);
    }
}

/// Bytes in hexadecimal digits: `X'00FF'`.
pub(super) fn bytes(out: &mut String, bytes: &[u8]) {
    out.push_str("X'");
    bytes.iter().for_each(|byte| out.push_str(&format!("{byte:02X}")));
    out.push('\'');
}

/// A value of an `ENUM` or `SET`, which may be in hexadecimal digits but takes no character set in front.
pub(super) fn member(out: &mut String, text: &str) {
    if text.contains('\\') { bytes(out, text.as_bytes()) } else { quoted(out, text) }
}

/// A plain string, where nothing else may stand, as in a comment: a backslash in it needs [`backslash_escapes`].
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::new();
    quoted(&mut out, &text.replace('\\', "\\\\"));
    out
}

/// The setting under which a backslash in a plain string is an escape.
pub(super) fn backslash_escapes() -> Setting {
    Setting {
        set: "SET SESSION sql_mode = REPLACE(@@SESSION.sql_mode, 'NO_BACKSLASH_ESCAPES', '')".into(),
        verify: "SELECT FIND_IN_SET('NO_BACKSLASH_ESCAPES', @@SESSION.sql_mode)".into(),
        expected: "0".into(),
        restore: "SET SESSION sql_mode = CONCAT(@@SESSION.sql_mode, ',NO_BACKSLASH_ESCAPES')".into(),
        usual: true,
    }
}

fn quoted(out: &mut String, text: &str) {
    out.push('\'');
    out.push_str(&text.replace('\'', "''"));
    out.push('\'');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> String {
        let mut out = String::new();
        super::text(&mut out, text);
        out
    }

    #[test]
    fn text_means_the_same_in_both_modes() {
        assert_eq!(written("it's"), "'it''s'");
        assert_eq!(written("a\\b"), "_utf8mb4 X'615C62'");
        assert_eq!(written("nul\0"), "_utf8mb4 X'6E756C00'");
        assert_eq!(written("line\nnext \"x\" 😀"), "'line\nnext \"x\" 😀'");
    }

    #[test]
    fn a_comment_is_a_plain_string() {
        assert_eq!(escaped("it's a \\"), "'it''s a \\\\'");
    }

    #[test]
    fn a_member_may_be_hexadecimal() {
        let mut out = String::new();
        member(&mut out, "d\\e");
        assert_eq!(out, "X'645C65'");
    }
}
