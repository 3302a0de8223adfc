//! The catalogue: one row for each object that the database keeps.

use super::makes_virtual_table;
use crate::connection::Row;
use crate::dialect::sqlite::parser::ParseError;
use crate::dialect::{InspectError, NotUnderstood};

/// All objects but those that SQLite makes for itself, in the order in which they were made.
///
/// Indexes behind constraints have no text. Tables that belong to a virtual table are known by the database only.
pub(super) const QUERY: &str = "\
SELECT type, name, tbl_name, sql,
    name IN (SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'shadow')
FROM sqlite_schema
WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
ORDER BY rowid";

/// One object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::dialect::sqlite) struct Entry {
    pub(in crate::dialect::sqlite) kind: Kind,
    pub(in crate::dialect::sqlite) name: String,
    /// The table or view that it belongs to; its own name where it is one.
    pub(in crate::dialect::sqlite) table: String,
    /// The statement that makes it.
    pub(in crate::dialect::sqlite) sql: String,
}

/// The kinds of object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::dialect::sqlite) enum Kind {
    Table,
    Index,
    View,
    Trigger,
    /// A table whose rows a module makes.
    Virtual,
    /// A table in which such a module keeps its things.
    Shadow,
}

/// The entries that rows of [`QUERY`] are.
pub(in crate::dialect::sqlite) fn entries(rows: &[Row]) -> Result<Vec<Entry>, InspectError> {
    rows.iter().map(entry).collect()
}

fn entry(row: &Row) -> Result<Entry, InspectError> {
    let text = |place| row.text(place).unwrap_or_default().to_owned();
    let sql = text(3);
    let kind = match row.text(0) {
        Some("table") if makes_virtual_table(&sql) => Kind::Virtual,
        Some("table") if row.boolean(4).unwrap_or_default() => Kind::Shadow,
        Some("table") => Kind::Table,
        Some("index") => Kind::Index,
        Some("view") => Kind::View,
        Some("trigger") => Kind::Trigger,
        other => {
            let value = other.unwrap_or_default().to_owned();
            return Err(InspectError::Unknown { place: "sqlite_schema.type".to_owned(), value });
        }
    };
    Ok(Entry { kind, name: text(1), table: text(2), sql })
}

impl Entry {
    /// The note that it is there and cannot be said.
    pub(super) fn note(&self, reason: &str) -> NotUnderstood {
        let part = (self.table != self.name).then(|| self.name.clone());
        NotUnderstood { object: self.table.as_str().into(), part, reason: reason.to_owned() }
    }

    /// The note that a part of it cannot be said.
    pub(super) fn note_on(&self, part: &str, reason: &str) -> NotUnderstood {
        let part = Some(part.to_owned());
        NotUnderstood { object: self.table.as_str().into(), part, reason: reason.to_owned() }
    }

    pub(super) fn unreadable(&self, error: &ParseError) -> InspectError {
        InspectError::Definition { object: self.name.clone(), reason: error.to_string() }
    }
}
