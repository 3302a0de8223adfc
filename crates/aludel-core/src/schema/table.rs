//! Tables and what belongs to them.

use serde::{Deserialize, Serialize};

use super::{Column, Constraint, ConstraintKind, ForeignKey, Index, Object, Objects, PrimaryKey};
use crate::name::ObjectName;

/// One table.
///
/// ```
/// use aludel_core::schema::{Column, ColumnType, Constraint, PrimaryKey, Table};
///
/// let table = Table::new("users")
///     .column(Column::new("id", ColumnType::integer()).auto_increment())
///     .constraint(Constraint::PrimaryKey(PrimaryKey::new("pk_users", ["id"])));
/// assert_eq!(table.primary_key().map(|key| key.columns.as_slice()), Some(&["id".to_owned()][..]));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Table {
    /// Its name.
    pub name: ObjectName,
    /// Its columns, in the order in which a new table gets them.
    pub columns: Objects<Column>,
    /// Its constraints, the primary key among them.
    #[serde(default, skip_serializing_if = "Objects::is_empty")]
    pub constraints: Objects<Constraint>,
    /// Its indexes, those behind constraints left out.
    #[serde(default, skip_serializing_if = "Objects::is_empty")]
    pub indexes: Objects<Index>,
    /// What only some databases say of a table.
    #[serde(default, skip_serializing_if = "TableOptions::is_default")]
    pub options: TableOptions,
    /// What people are told of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

impl Table {
    /// A table without columns.
    pub fn new(name: impl Into<ObjectName>) -> Self {
        Self {
            name: name.into(),
            columns: Objects::default(),
            constraints: Objects::default(),
            indexes: Objects::default(),
            options: TableOptions::default(),
            comment: None,
        }
    }

    /// The same table with one more column.
    pub fn column(mut self, column: Column) -> Self {
        self.columns.insert(column);
        self
    }

    /// The same table with one more constraint.
    pub fn constraint(mut self, constraint: Constraint) -> Self {
        self.constraints.insert(constraint);
        self
    }

    /// The same table with one more index.
    pub fn index(mut self, index: Index) -> Self {
        self.indexes.insert(index);
        self
    }

    /// The same table with a comment.
    pub fn comment(self, comment: impl Into<String>) -> Self {
        Self { comment: Some(comment.into()), ..self }
    }

    /// Its primary key.
    pub fn primary_key(&self) -> Option<&PrimaryKey> {
        match self.constraints.get(&Constraint::key_of(ConstraintKind::PrimaryKey, "")) {
            Some(Constraint::PrimaryKey(primary_key)) => Some(primary_key),
            Some(_) | None => None,
        }
    }

    /// Its foreign keys, in their order.
    pub fn foreign_keys(&self) -> impl Iterator<Item = &ForeignKey> {
        self.constraints.iter().filter_map(|constraint| match constraint {
            Constraint::ForeignKey(foreign_key) => Some(foreign_key),
            Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::Check(_) | Constraint::Exclude(_) => None,
        })
    }

    /// The constraint of that kind and name.
    pub fn constraint_named(&self, kind: ConstraintKind, name: &str) -> Option<&Constraint> {
        self.constraints.get(&Constraint::key_of(kind, name))
    }
}

impl Object for Table {
    type Key = ObjectName;

    fn key(&self) -> ObjectName {
        self.name.clone()
    }
}

/// What only some databases say of a table. Each default is what the database does unless told otherwise.
///
/// ```
/// use aludel_core::schema::TableOptions;
///
/// assert!(!TableOptions::default().strict);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TableOptions {
    /// The storage engine (MySQL, MariaDB).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub engine: Option<String>,
    /// The character set that columns get (MySQL, MariaDB).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub charset: Option<String>,
    /// The collation that columns get (MySQL, MariaDB).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub collation: Option<String>,
    /// How rows are laid out (MySQL, MariaDB).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row_format: Option<String>,
    /// True where values must be of their column's type (SQLite `STRICT`).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub strict: bool,
    /// True where the primary key is the row's place (SQLite `WITHOUT ROWID`).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub without_rowid: bool,
    /// True where a crash empties it (PostgreSQL `UNLOGGED`).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unlogged: bool,
}

impl TableOptions {
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}
