//! How wide lines may be, and cutting them.

use std::fs::File;
use std::io::{self, IsTerminal as _};
use std::process::Command;

use unicode_width::UnicodeWidthChar as _;

/// How wide lines may be: what `COLUMNS` says, else the width of the terminal; `None` is that nothing limits them.
pub(super) fn limit() -> Option<usize> {
    let named = std::env::var("COLUMNS").ok().and_then(|columns| columns.trim().parse().ok());
    named.or_else(|| if io::stdout().is_terminal() { of_terminal() } else { None }).filter(|width| *width > 0)
}

/// The width of the terminal, as the system's own program knows it.
fn of_terminal() -> Option<usize> {
    let terminal = File::open("/dev/tty").ok()?;
    let output = Command::new("stty").arg("size").stdin(terminal).output().ok()?;
    String::from_utf8(output.stdout).ok()?.split_whitespace().nth(1)?.parse().ok()
}

/// A line cut to a width, with `…` at its end where it was; escape sequences take no room.
pub(super) fn cut(line: &str, width: usize) -> String {
    let (mut kept, mut taken, mut escaped, mut is_styled) = (String::new(), 0, false, false);
    let mut fits = 0;
    for letter in line.chars() {
        if escaped || letter == '\u{1b}' {
            escaped = letter == '\u{1b}' || !letter.is_ascii_alphabetic();
            is_styled = true;
        } else {
            taken += letter.width().unwrap_or_default();
            if taken > width {
                kept.truncate(fits);
                return if is_styled { format!("{kept}…\u{1b}[0m") } else { format!("{kept}…") };
            }
        }
        kept.push(letter);
        // Room for the mark of the cut.
        if taken < width {
            fits = kept.len();
        }
    }
    line.to_owned()
}

#[cfg(test)]
mod tests {
    use super::cut;

    #[test]
    fn a_line_is_cut_where_it_is_too_wide() {
        assert_eq!(cut("create users", 12), "create users");
        assert_eq!(cut("create users", 11), "create use…");
        assert_eq!(cut("naïve", 3), "na…");
        assert_eq!(cut("漢字漢字", 8), "漢字漢字");
        assert_eq!(cut("漢字漢字", 7), "漢字漢…", "a wide character takes two columns");
        assert_eq!(cut("漢字漢字", 6), "漢字…");
    }

    #[test]
    fn escape_sequences_take_no_room() {
        assert_eq!(cut("\u{1b}[32m(head)\u{1b}[0m", 6), "\u{1b}[32m(head)\u{1b}[0m");
        assert_eq!(cut("\u{1b}[32m(head)\u{1b}[0m, x", 5), "\u{1b}[32m(hea…\u{1b}[0m");
    }
}
