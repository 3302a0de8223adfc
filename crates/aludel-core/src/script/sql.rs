//! The sections of an SQL script.

use super::error::Problem;

/// What begins a section, in a comment.
pub(super) const MARKER: &str = "aludel:";

/// One direction of an SQL script.
///
/// ```
/// use std::path::Path;
///
/// use aludel_core::script::{Body, Script};
///
/// let text = "-- add an index\n--\n-- revision: a\n-- revises: base\n\n-- aludel: upgrade transaction=off\n\nSELECT 1;\n";
/// let script = Script::read(Path::new("a.sql"), text)?;
/// let Body::Sql { upgrade, downgrade } = script.body else { unreachable!() };
/// assert_eq!((upgrade.sql.as_str(), upgrade.transaction, upgrade.line), ("SELECT 1;", false, 8));
/// assert_eq!(downgrade, None);
/// # Ok::<(), aludel_core::script::ScriptError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The statements.
    pub sql: String,
    /// False where the section says `transaction=off`: each statement commits by itself.
    pub transaction: bool,
    /// The line of the file in which `sql` begins, from 1.
    pub line: usize,
}

/// Both directions; a section that is left out is `None`.
#[derive(Default)]
pub(super) struct Sections {
    pub(super) upgrade: Option<Section>,
    pub(super) downgrade: Option<Section>,
}

/// Reads the sections of what follows on a header, which begins in line `first`.
///
/// A line that says `-- aludel:` begins a section wherever it stands, also inside of a string.
pub(super) fn sections(body: &str, first: usize) -> Result<Sections, Problem> {
    let mut sections = Sections::default();
    let mut open: Option<(Begin, usize)> = None;
    let mut at = 0;
    for (number, line) in (first..).zip(body.split_inclusive('\n')) {
        let start = at;
        at += line.len();
        if let Some(words) = marker(line) {
            close(&mut sections, open.take(), body.get(..start))?;
            open = Some((Begin::read(number, words)?, at));
        } else if open.is_none() && !line.trim().is_empty() && !line.trim_start().starts_with("--") {
            let problem = "a statement stands before the first section";
            return Err(Problem::new(number, problem, "put a line `-- aludel: upgrade` above it"));
        }
    }
    close(&mut sections, open, Some(body))?;
    Ok(sections)
}

/// What stands behind `-- aludel:` in a line.
pub(super) fn marker(line: &str) -> Option<&str> {
    line.trim().strip_prefix("--")?.trim_start().strip_prefix(MARKER)
}

/// The line that begins a section.
struct Begin {
    line: usize,
    direction: Direction,
    transaction: bool,
}

#[derive(Clone, Copy)]
enum Direction {
    Upgrade,
    Downgrade,
}

impl Begin {
    fn read(line: usize, words: &str) -> Result<Self, Problem> {
        let help = "write `-- aludel: upgrade` or `-- aludel: downgrade`, with `transaction=off` behind it if need be";
        let mut words = words.split_whitespace();
        let direction = match words.next() {
            Some("upgrade") => Direction::Upgrade,
            Some("downgrade") => Direction::Downgrade,
            Some(word) => return Err(Problem::new(line, format!("there is no section \"{word}\""), help)),
            None => return Err(Problem::new(line, "the section has no name", help)),
        };
        let mut transaction = true;
        for word in words {
            match word {
                "transaction=off" => transaction = false,
                _ => return Err(Problem::new(line, format!("a section does not understand \"{word}\""), help)),
            }
        }
        Ok(Self { line, direction, transaction })
    }
}

/// Keeps a section that ends, and began so far into the text.
fn close(sections: &mut Sections, open: Option<(Begin, usize)>, text: Option<&str>) -> Result<(), Problem> {
    let Some((begin, start)) = open else { return Ok(()) };
    let (place, name) = match begin.direction {
        Direction::Upgrade => (&mut sections.upgrade, "upgrade"),
        Direction::Downgrade => (&mut sections.downgrade, "downgrade"),
    };
    let mut rest = text.and_then(|text| text.get(start..)).unwrap_or_default();
    let mut blank = 0;
    while let Some((_, after)) = rest.split_once('\n').filter(|(line, _)| line.trim().is_empty()) {
        (rest, blank) = (after, blank + 1);
    }
    let sql = rest.trim_end().replace("\r\n", "\n");
    let section = Section { sql, transaction: begin.transaction, line: begin.line + 1 + blank };
    if place.replace(section).is_some() {
        let problem = format!("the section \"{name}\" stands there twice");
        return Err(Problem::new(begin.line, problem, "put the statements of both into one"));
    }
    Ok(())
}
