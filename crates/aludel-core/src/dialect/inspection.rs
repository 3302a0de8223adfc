//! What inspecting a database gives.

use serde::Serialize;

use crate::connection::DriverError;
use crate::name::ObjectName;
use crate::schema::Schema;

/// Where inspection looks.
///
/// ```
/// use aludel_core::dialect::Scope;
///
/// assert!(Scope::default().namespaces.is_empty());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// Namespaces besides the connection's default one. Objects of the default one have no namespace in their names.
    pub namespaces: Vec<String>,
}

/// What is in a database.
///
/// ```
/// use aludel_core::dialect::Inspection;
///
/// assert!(Inspection::default().not_understood.is_empty());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inspection {
    /// What could be read.
    pub schema: Schema,
    /// What is there and cannot be said exactly; it is never changed or dropped without a word.
    pub not_understood: Vec<NotUnderstood>,
}

/// Something in a database that the schema model cannot say exactly.
///
/// ```
/// use aludel_core::dialect::NotUnderstood;
///
/// let note = NotUnderstood { object: "events".into(), part: None, reason: "it is partitioned".into() };
/// assert_eq!(note.object.name, "events");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NotUnderstood {
    /// The table, view or other object.
    pub object: ObjectName,
    /// The part of it, if it is not the whole.
    pub part: Option<String>,
    /// What about it.
    pub reason: String,
}

impl NotUnderstood {
    /// What it says, without the object that it says it of.
    ///
    /// ```
    /// use aludel_core::dialect::NotUnderstood;
    ///
    /// let part = Some("audit".to_owned());
    /// let note = NotUnderstood { object: "events".into(), part, reason: "it is a trigger".into() };
    /// assert_eq!(note.said(), "\"audit\": it is a trigger");
    /// ```
    pub fn said(&self) -> String {
        match &self.part {
            Some(part) => format!("\"{part}\": {}", self.reason),
            None => self.reason.clone(),
        }
    }

    /// True for the note that a trigger is there.
    pub(crate) fn is_trigger(&self) -> bool {
        self.part.is_some() && self.reason.starts_with("it is a trigger")
    }
}

/// Why a database could not be inspected.
///
/// ```
/// use aludel_core::dialect::InspectError;
///
/// let error = InspectError::Unknown { place: "pg_constraint.contype".into(), value: "z".into() };
/// assert_eq!(error.to_string(), "unknown value \"z\" in pg_constraint.contype");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InspectError {
    /// The database did not answer as it should.
    #[error("cannot read the catalogue: {0}")]
    Driver(#[from] DriverError),
    /// The catalogue holds something that no known version has there.
    #[error("unknown value \"{value}\" in {place}")]
    Unknown {
        /// Catalogue table and column.
        place: String,
        /// What stands there.
        value: String,
    },
    /// A statement that the database keeps cannot be read.
    #[error("cannot read the definition of \"{object}\": {reason}")]
    Definition {
        /// Whose definition.
        object: String,
        /// What about it.
        reason: String,
    },
}
