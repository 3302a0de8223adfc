//! Named enum types.

use serde::{Deserialize, Serialize};

use super::{ColumnType, Object};
use crate::name::ObjectName;

/// A named type whose values are listed.
///
/// ```
/// use aludel_core::schema::EnumType;
///
/// assert_eq!(EnumType::new("mood", ["sad", "happy"]).values, ["sad", "happy"]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnumType {
    /// Its name.
    pub name: ObjectName,
    /// Its values, in the order in which they sort.
    pub values: Vec<String>,
    /// What people are told of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

impl EnumType {
    /// A type of these values.
    pub fn new<S: Into<String>>(name: impl Into<ObjectName>, values: impl IntoIterator<Item = S>) -> Self {
        Self { name: name.into(), values: values.into_iter().map(Into::into).collect(), comment: None }
    }

    /// The type of a column of this enum type.
    pub fn column_type(&self) -> ColumnType {
        ColumnType::Enum { name: Some(self.name.clone()), values: self.values.clone() }
    }
}

impl Object for EnumType {
    type Key = ObjectName;

    fn key(&self) -> ObjectName {
        self.name.clone()
    }
}
