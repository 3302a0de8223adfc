//! Writes the sections of SQL scripts.

use super::quoted::one_line;
use super::{WriteError, sql};
use crate::plan::{Placement, Statement};

/// One statement to a block, a blank line between two, and comments above those that can lose data.
pub(super) fn section(statements: &[Statement]) -> Result<String, WriteError> {
    let blocks: Result<Vec<String>, WriteError> = statements.iter().map(block).collect();
    Ok(blocks?.join("\n\n"))
}

/// What stands behind the name of a section.
pub(super) fn options(statements: &[Statement]) -> &'static str {
    let outside = statements.iter().any(|statement| statement.placement == Placement::Outside);
    if outside { " transaction=off" } else { "" }
}

fn block(statement: &Statement) -> Result<String, WriteError> {
    if let Some(function) = &statement.run
        && statement.sql.trim().is_empty()
    {
        return Err(WriteError::NoSql { function: function.clone() });
    }
    if let Some(line) = statement.sql.lines().find(|line| sql::marker(line).is_some()) {
        return Err(WriteError::Section { line: line.trim().to_owned() });
    }
    let mut lines = Vec::new();
    lines.extend(statement.loss.iter().map(|loss| format!("-- loses data: {}", one_line(loss))));
    lines.extend(
        statement.comment.iter().flat_map(|comment| comment.lines()).map(|line| format!("-- {}", one_line(line))),
    );
    let sql = statement.sql.trim_end().trim_end_matches(';').trim_end();
    // A semicolon at the end of a comment would be part of it.
    let comment = sql.lines().last().is_some_and(|last| last.contains("--") || last.contains('#'));
    lines.push(format!("{sql}{};", if comment { "\n" } else { "" }));
    Ok(lines.join("\n"))
}
