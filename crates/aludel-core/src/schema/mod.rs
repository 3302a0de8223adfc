//! The schema model: what a database looks like, as plain values that know no database.
//!
//! Everything is comparable with `==`; the order in which tables, columns, constraints and indexes stand is kept but is
//! not part of equality. The JSON form is what `inspect --json` prints.

#[cfg(test)]
pub(crate) mod arbitrary;
mod column;
mod constraint;
mod dangling;
mod enum_type;
mod index;
mod objects;
mod sequence;
mod table;
mod ty;
mod view;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

pub use column::{Column, DefaultValue, Generation, Identity, IdentityMode, Literal, Storage};
pub use constraint::{
    Check, Constraint, ConstraintKey, ConstraintKind, Deferral, Exclude, ExcludeElement, ForeignKey, MatchType,
    OnConflict, PrimaryKey, ReferentialAction, Unique, Validity,
};
pub use enum_type::EnumType;
pub use index::{Index, IndexPart, IndexTarget, NullsOrder, SortOrder};
pub use objects::{Object, Objects};
pub use sequence::{Sequence, SequenceOptions};
pub use table::{Table, TableOptions};
pub use ty::{ColumnType, IntegerWidth, LobSize};
pub use view::View;

use crate::name::ObjectName;

/// Everything that Aludel knows of a database: the value that is compared, folded, printed and planned from.
///
/// ```
/// use aludel_core::schema::{Column, ColumnType, Schema, Table};
///
/// let mut schema = Schema::default();
/// schema.tables.insert(Table::new("users").column(Column::new("name", ColumnType::text())));
/// assert_eq!(schema.table(&"users".into()).map(|table| table.columns.len()), Some(1));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schema {
    /// Namespaces besides the default one, by name.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub namespaces: BTreeSet<String>,
    /// Named enum types. Databases that have none keep the values in each column.
    #[serde(default, skip_serializing_if = "Objects::is_empty")]
    pub enum_types: Objects<EnumType>,
    /// Sequences that stand alone; those behind an identity or serial column are part of the column.
    #[serde(default, skip_serializing_if = "Objects::is_empty")]
    pub sequences: Objects<Sequence>,
    /// Tables, with all that belongs to them.
    #[serde(default)]
    pub tables: Objects<Table>,
    /// Views and materialised views.
    #[serde(default, skip_serializing_if = "Objects::is_empty")]
    pub views: Objects<View>,
}

impl Schema {
    /// The table of that name.
    pub fn table(&self, name: &ObjectName) -> Option<&Table> {
        self.tables.get(name)
    }

    /// The enum type of that name.
    pub fn enum_type(&self, name: &ObjectName) -> Option<&EnumType> {
        self.enum_types.get(name)
    }

    /// True where there is nothing at all.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
