//! `inspect`: a schema, as JSON or as SQL.

use serde::Serialize;

use super::honest::notes;
use crate::dialect::{Inspection, NotUnderstood};
use crate::diff::{Renames, diff};
use crate::environment::{Environment, Source};
use crate::error::Error;
use crate::plan::plan;
use crate::schema::Schema;

/// A schema and the statements that make it.
///
/// ```
/// use aludel_core::command::Inspected;
///
/// fn tables(inspected: &Inspected) -> usize {
///     inspected.schema.tables.len()
/// }
/// ```
#[derive(Clone, Debug, Serialize)]
pub struct Inspected {
    /// The schema.
    #[serde(flatten)]
    pub schema: Schema,
    /// What a schema cannot say of the database.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub not_understood: Vec<NotUnderstood>,
    /// The statements, if they were asked for.
    #[serde(skip)]
    pub sql: Vec<String>,
}

impl Inspected {
    /// What is not fully understood, in words: one line for each object.
    pub fn notes(&self) -> Vec<String> {
        notes(&[], &self.not_understood)
    }
}

/// Whether statements are wanted.
///
/// ```
/// use aludel_core::command::WithSql;
///
/// assert_ne!(WithSql::Yes, WithSql::No);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WithSql {
    /// They are.
    Yes,
    /// They are not.
    No,
}

/// Reads the schema of a source.
///
/// # Errors
/// A source that cannot be read; with [`WithSql::Yes`], a schema that the database at hand cannot have.
pub async fn inspect(environment: &Environment, source: &Source, with: WithSql) -> Result<Inspected, Error> {
    let (Inspection { mut schema, not_understood }, dialect) = environment.understood(source).await?;
    environment.settings.filter.apply(&mut schema);
    if with == WithSql::No {
        return Ok(Inspected { schema, not_understood, sql: Vec::new() });
    }
    let dialect = match dialect {
        Some(dialect) => dialect,
        None => environment.dialect_unopened().await?,
    };
    let operations = diff(&Schema::default(), &schema, &Renames::default());
    let plan = plan(&*dialect, &Schema::default(), &operations)?;
    let sql = plan.script().into_iter().map(|statement| statement.sql).collect();
    Ok(Inspected { schema, not_understood, sql })
}
