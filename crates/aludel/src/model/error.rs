//! What is wrong with models, found when they are collected and said all at once.

use std::error::Error;
use std::fmt;

use super::Place;

/// One mistake in a model, and where.
///
/// ```
/// use aludel::model::{ModelError, Place};
///
/// let error = ModelError::new(Place { file: "src/models.rs", line: 12 }, "\"users.age\" has a length of text");
/// assert_eq!(error.to_string(), "src/models.rs:12: \"users.age\" has a length of text");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelError {
    /// Where the model says it.
    pub place: Place,
    /// What is wrong, and what to write instead.
    pub message: String,
}

impl ModelError {
    /// A mistake at a place.
    pub fn new(place: Place, message: impl Into<String>) -> Self {
        Self { place, message: message.into() }
    }
}

impl fmt::Display for ModelError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.message)
    }
}

impl Error for ModelError {}

/// Every mistake in the models, of which there is at least one.
///
/// ```
/// use aludel::schema::{Column, ColumnType, ForeignKey, Constraint, Table};
///
/// let users = Table::new("users")
///     .column(Column::new("role_id", ColumnType::integer()))
///     .constraint(Constraint::ForeignKey(ForeignKey::new("fk_users_role_id_roles", ["role_id"], "roles", ["id"])));
/// let errors = aludel::Models::new().table(users).schema().unwrap_err();
/// assert!(errors.to_string().contains("no model has the table \"roles\""));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelsError(Vec<ModelError>);

impl ModelsError {
    /// The mistakes as an error, or `None` where there are none.
    pub(crate) fn of(errors: Vec<ModelError>) -> Option<Self> {
        if errors.is_empty() { None } else { Some(Self(errors)) }
    }

    /// The mistakes, in the order of the models.
    pub fn errors(&self) -> &[ModelError] {
        &self.0
    }
}

impl fmt::Display for ModelsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let [error] = self.0.as_slice() {
            return write!(f, "a mistake in the models: {error}");
        }
        write!(f, "{} mistakes in the models:", self.0.len())?;
        self.0.iter().try_for_each(|error| write!(f, "\n  {error}"))
    }
}

impl Error for ModelsError {}

impl From<ModelsError> for aludel_core::error::Error {
    fn from(error: ModelsError) -> Self {
        Self::new(aludel_core::error::ErrorKind::Models, error.to_string())
    }
}
