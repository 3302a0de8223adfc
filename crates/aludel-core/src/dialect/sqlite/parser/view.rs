//! `CREATE VIEW`.

use super::{Cursor, ParseError, constraint};

/// What a `CREATE VIEW` statement says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ViewDefinition {
    pub(crate) name: String,
    /// The names of its columns, where they are named apart from the query.
    pub(crate) columns: Vec<String>,
    pub(crate) query: String,
}

/// Reads a `CREATE VIEW` statement.
pub(crate) fn view(sql: &str) -> Result<ViewDefinition, ParseError> {
    let mut cursor = Cursor::new(sql)?;
    cursor.expect("CREATE")?;
    let _is_temporary = cursor.eat(&["TEMP"]) || cursor.eat(&["TEMPORARY"]);
    cursor.expect("VIEW")?;
    cursor.eat(&["IF", "NOT", "EXISTS"]);
    let name = cursor.object_name()?;
    let columns = if cursor.is_symbol("(") { constraint::names(&mut cursor)? } else { Vec::new() };
    cursor.expect("AS")?;
    let query = cursor.rest().trim_end_matches(';').trim_end().to_owned();
    Ok(ViewDefinition { name, columns, query })
}
