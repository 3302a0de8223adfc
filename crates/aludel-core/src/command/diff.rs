//! `diff`: what differs between any two schemas.

use std::sync::Arc;

use serde::Serialize;

use super::answers;
use crate::dialect::{Dialect, align};
use crate::diff::diff as differ;
use crate::environment::{Environment, Source};
use crate::error::Error;
use crate::operation::{Operation, invert_all};
use crate::plan::plan;
use crate::schema::Schema;

/// Which two schemas.
///
/// ```
/// use aludel_core::command::DiffOptions;
/// use aludel_core::environment::Source;
///
/// let options = DiffOptions { from: Source::Empty, to: Source::Models, renames: vec![] };
/// assert_ne!(options.from, options.to);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiffOptions {
    /// The current one.
    pub from: Source,
    /// The desired one.
    pub to: Source,
    /// Renames, as they are typed.
    pub renames: Vec<String>,
}

/// What differs, and the statements for it.
///
/// ```
/// use aludel_core::command::Difference;
///
/// assert!(Difference::default().operations.is_empty());
/// ```
#[derive(Clone, Debug, Default, Serialize)]
pub struct Difference {
    /// The operations that turn the one into the other.
    pub operations: Vec<Operation>,
    /// The statements for them, each one that a plain client can run.
    pub upgrade: Vec<String>,
    /// The statements that lead back; none where there is no way.
    pub downgrade: Vec<String>,
    /// What the database cannot do of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unsupported: Option<String>,
}

/// Compares two schemas, in the words of whichever side is a database; SQL is written for that one.
///
/// # Errors
/// A source that cannot be read.
pub async fn diff(environment: &Environment, options: &DiffOptions) -> Result<Difference, Error> {
    let (mut from, from_dialect) = environment.schema_of(&options.from).await?;
    let (mut to, to_dialect) = environment.schema_of(&options.to).await?;
    environment.settings.filter.apply(&mut from);
    environment.settings.filter.apply(&mut to);
    let dialect: Arc<dyn Dialect> = match from_dialect.or(to_dialect) {
        Some(dialect) => dialect,
        None => environment.dialect_unopened().await?,
    };
    let renames = answers::renames(&options.renames, &from, &to)?;
    let aligned = align(&*dialect, &from, &to, &Schema::default());
    let operations = differ(&aligned, &to, &renames);
    Ok(difference(&*dialect, &aligned, operations))
}

/// Operations with their statements, both ways.
pub(super) fn difference(dialect: &dyn Dialect, before: &Schema, operations: Vec<Operation>) -> Difference {
    let statements = |before: &Schema, operations: &[Operation]| -> Result<Vec<String>, String> {
        let plan = plan(dialect, before, operations).map_err(|error| error.to_string())?;
        Ok(plan.script().into_iter().map(|statement| statement.sql).collect())
    };
    let mut after = before.clone();
    let folds = operations.iter().all(|operation| after.apply(operation).is_ok());
    let upgrade = statements(before, &operations);
    let downgrade = match invert_all(&operations) {
        Ok(inverse) if folds => statements(&after, &inverse),
        Ok(_) => Ok(Vec::new()),
        Err(irreversible) => Err(irreversible.to_string()),
    };
    let unsupported = upgrade.as_ref().err().or(downgrade.as_ref().err()).cloned();
    Difference {
        operations,
        upgrade: upgrade.unwrap_or_default(),
        downgrade: downgrade.unwrap_or_default(),
        unsupported,
    }
}
