//! Sequences.

use serde::{Deserialize, Serialize};

use super::{ColumnType, Object};
use crate::name::ObjectName;

/// A sequence of numbers that stands alone.
///
/// ```
/// use aludel_core::schema::Sequence;
///
/// assert_eq!(Sequence::new("ticket_numbers").options.increment, None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sequence {
    /// Its name.
    pub name: ObjectName,
    /// The type of its numbers; `None` is 64 bits.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub ty: Option<ColumnType>,
    /// How the numbers run.
    #[serde(default)]
    pub options: SequenceOptions,
    /// What people are told of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

impl Sequence {
    /// A sequence of 64-bit numbers from 1.
    pub fn new(name: impl Into<ObjectName>) -> Self {
        Self { name: name.into(), ty: None, options: SequenceOptions::default(), comment: None }
    }
}

impl Object for Sequence {
    type Key = ObjectName;

    fn key(&self) -> ObjectName {
        self.name.clone()
    }
}

/// How the numbers of a sequence or identity column run. `None` is the database's own default.
///
/// ```
/// use aludel_core::schema::SequenceOptions;
///
/// assert!(!SequenceOptions::default().cycle);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SequenceOptions {
    /// The first number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<i64>,
    /// The step from one number to the next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub increment: Option<i64>,
    /// The lowest number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minimum: Option<i64>,
    /// The highest number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maximum: Option<i64>,
    /// How many numbers a session takes at once.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cache: Option<i64>,
    /// True where it starts again at its end.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub cycle: bool,
}
