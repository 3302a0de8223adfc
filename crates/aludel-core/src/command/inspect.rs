//! `inspect`: a schema, as JSON or as SQL.

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
#[derive(Clone, Debug)]
pub struct Inspected {
    /// The schema.
    pub schema: Schema,
    /// The statements, if they were asked for.
    pub sql: Vec<String>,
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
    let (mut schema, dialect) = environment.schema_of(source).await?;
    environment.settings.filter.apply(&mut schema);
    if with == WithSql::No {
        return Ok(Inspected { schema, sql: Vec::new() });
    }
    let dialect = match dialect {
        Some(dialect) => dialect,
        None => environment.dialect_unopened().await?,
    };
    let operations = diff(&Schema::default(), &schema, &Renames::default());
    let plan = plan(&*dialect, &Schema::default(), &operations)?;
    Ok(Inspected { schema, sql: plan.script().into_iter().map(|statement| statement.sql).collect() })
}
