//! Views and materialised views.

use serde::{Deserialize, Serialize};

use super::{Index, Object, Objects};
use crate::name::ObjectName;

/// A view.
///
/// ```
/// use aludel_core::schema::View;
///
/// assert!(!View::new("active_users", "SELECT * FROM users WHERE active").materialized);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct View {
    /// Its name.
    pub name: ObjectName,
    /// Its query, as it was written.
    pub query: String,
    /// True where its rows are kept (PostgreSQL).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub materialized: bool,
    /// The indexes of a materialised view.
    #[serde(default, skip_serializing_if = "Objects::is_empty")]
    pub indexes: Objects<Index>,
    /// The tables and views that it reads, so that they are made before it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub depends_on: Vec<ObjectName>,
    /// What people are told of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

impl View {
    /// A plain view.
    pub fn new(name: impl Into<ObjectName>, query: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            query: query.into(),
            materialized: false,
            indexes: Objects::default(),
            depends_on: Vec::new(),
            comment: None,
        }
    }
}

impl Object for View {
    type Key = ObjectName;

    fn key(&self) -> ObjectName {
        self.name.clone()
    }
}
