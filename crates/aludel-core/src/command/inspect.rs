//! `inspect`: a schema, as JSON or as SQL.

use super::diff::difference;
use crate::diff::{Renames, diff};
use crate::environment::{Environment, Source};
use crate::error::{Error, ErrorKind};
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
    let (schema, dialect) = environment.schema_of(source).await?;
    if with == WithSql::No {
        return Ok(Inspected { schema, sql: Vec::new() });
    }
    let dialect = match dialect {
        Some(dialect) => dialect,
        None => environment.dialect().await?,
    };
    let operations = diff(&Schema::default(), &schema, &Renames::default());
    let difference = difference(&*dialect, &Schema::default(), operations);
    match difference.unsupported {
        Some(unsupported) if difference.upgrade.is_empty() && !schema.is_empty() => {
            Err(Error::new(ErrorKind::Unsupported, unsupported).help("leave `--sql` out to see the schema"))
        }
        _ => Ok(Inspected { schema, sql: difference.upgrade }),
    }
}
