//! Indexes.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Object;

/// One index of a table.
///
/// ```
/// use aludel_core::schema::Index;
///
/// let index = Index::new("ix_users_username", ["username"]).unique();
/// assert_eq!(index.column_names(), Some(vec!["username"]));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Index {
    /// Its name.
    pub name: String,
    /// What it is over, in order.
    pub parts: Vec<IndexPart>,
    /// True where no two rows may have the same.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unique: bool,
    /// True where two NULLs count as the same (PostgreSQL 15).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub nulls_not_distinct: bool,
    /// The rows that it holds, as SQL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub predicate: Option<String>,
    /// Columns that it holds besides.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub include: Vec<String>,
    /// Its method (`btree`, `hash`, `gin`, `gist`, `brin`, `fulltext`, `spatial`); `None` is the database's usual one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// The full-text parser (MySQL).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parser: Option<String>,
    /// Storage parameters, as the database spells them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub options: BTreeMap<String, String>,
    /// True where the optimiser leaves it aside (MySQL `INVISIBLE`, MariaDB `IGNORED`).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub invisible: bool,
    /// What people are told of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

impl Index {
    /// A plain index over columns.
    pub fn new<S: Into<String>>(name: impl Into<String>, columns: impl IntoIterator<Item = S>) -> Self {
        Self {
            name: name.into(),
            parts: columns.into_iter().map(IndexPart::column).collect(),
            unique: false,
            nulls_not_distinct: false,
            predicate: None,
            include: Vec::new(),
            method: None,
            parser: None,
            options: BTreeMap::new(),
            invisible: false,
            comment: None,
        }
    }

    /// The same index, unique.
    pub fn unique(self) -> Self {
        Self { unique: true, ..self }
    }

    /// The columns that it is over, or `None` where a part is an expression.
    pub fn column_names(&self) -> Option<Vec<&str>> {
        self.parts.iter().map(|part| part.target.column()).collect()
    }

    /// The columns that it names outside of expressions, included ones too.
    pub fn columns(&self) -> Vec<&str> {
        let parts = self.parts.iter().filter_map(|part| part.target.column());
        parts.chain(self.include.iter().map(String::as_str)).collect()
    }

    /// The columns that it names, to change in place.
    pub fn columns_mut(&mut self) -> Vec<&mut String> {
        let parts = self.parts.iter_mut().filter_map(|part| match &mut part.target {
            IndexTarget::Column(name) => Some(name),
            IndexTarget::Expression(_) => None,
        });
        parts.chain(&mut self.include).collect()
    }
}

impl Object for Index {
    type Key = String;

    fn key(&self) -> String {
        self.name.clone()
    }
}

/// One part of an index.
///
/// ```
/// use aludel_core::schema::{IndexPart, SortOrder};
///
/// assert_eq!(IndexPart::column("name").order, SortOrder::Ascending);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndexPart {
    /// A column or an expression.
    pub target: IndexTarget,
    /// Which way it runs.
    #[serde(default, skip_serializing_if = "SortOrder::is_ascending")]
    pub order: SortOrder,
    /// Where NULLs stand; `None` is the usual place for the order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nulls: Option<NullsOrder>,
    /// How many characters or bytes of the column it holds (MySQL).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefix_length: Option<u32>,
    /// The operator class, as the database spells it; `None` is the type's usual one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operator_class: Option<String>,
    /// The collation; `None` is the column's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collation: Option<String>,
}

impl IndexPart {
    /// A column, ascending.
    pub fn column(name: impl Into<String>) -> Self {
        Self::new(IndexTarget::Column(name.into()))
    }

    /// An expression, ascending.
    pub fn expression(sql: impl Into<String>) -> Self {
        Self::new(IndexTarget::Expression(sql.into()))
    }

    fn new(target: IndexTarget) -> Self {
        Self {
            target,
            order: SortOrder::Ascending,
            nulls: None,
            prefix_length: None,
            operator_class: None,
            collation: None,
        }
    }
}

/// What a part of an index is over.
///
/// ```
/// use aludel_core::schema::IndexTarget;
///
/// assert_eq!(IndexTarget::Column("name".into()).column(), Some("name"));
/// assert_eq!(IndexTarget::Expression("lower(name)".into()).column(), None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IndexTarget {
    /// A column.
    Column(String),
    /// An expression, as it was written, without outer parentheses.
    Expression(String),
}

impl IndexTarget {
    /// The column, if it is one.
    pub fn column(&self) -> Option<&str> {
        match self {
            Self::Column(name) => Some(name),
            Self::Expression(_) => None,
        }
    }
}

/// Which way an index runs.
///
/// ```
/// use aludel_core::schema::SortOrder;
///
/// assert_eq!(SortOrder::default(), SortOrder::Ascending);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SortOrder {
    /// From low to high.
    #[default]
    Ascending,
    /// From high to low.
    Descending,
}

impl SortOrder {
    fn is_ascending(&self) -> bool {
        *self == Self::Ascending
    }
}

/// Where NULLs stand in an index.
///
/// ```
/// use aludel_core::schema::NullsOrder;
///
/// assert_ne!(NullsOrder::First, NullsOrder::Last);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NullsOrder {
    /// Before all values.
    First,
    /// After all values.
    Last,
}
