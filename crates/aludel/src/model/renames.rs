//! What models say of names that their tables and columns had before.

use std::collections::BTreeMap;

use aludel_core::name::ObjectName;

/// The names that tables and columns had before, from `renamed_from`. A name that the database no longer knows means
/// that the rename is done.
///
/// ```
/// use aludel::model::Renames;
///
/// let mut renames = Renames::default();
/// renames.column("users", "full_name", "name");
/// assert_eq!(renames.columns[&("users".into(), "full_name".into())], "name");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Renames {
    /// The name that a table had, by the name it has.
    pub tables: BTreeMap<ObjectName, ObjectName>,
    /// The name that a column had, by its table's name and its own.
    pub columns: BTreeMap<(ObjectName, String), String>,
}

impl Renames {
    /// Notes that a table had another name.
    pub fn table(&mut self, table: impl Into<ObjectName>, from: impl Into<ObjectName>) {
        self.tables.insert(table.into(), from.into());
    }

    /// Notes that a column had another name.
    pub fn column(&mut self, table: impl Into<ObjectName>, column: impl Into<String>, from: impl Into<String>) {
        self.columns.insert((table.into(), column.into()), from.into());
    }

    /// Adds those of another model.
    pub(crate) fn extend(&mut self, other: Self) {
        self.tables.extend(other.tables);
        self.columns.extend(other.columns);
    }
}
