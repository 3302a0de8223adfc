//! `inspect`: a schema, as JSON, as SQL or as models in Rust.

use serde::Serialize;

use super::honest::notes;
use crate::dialect::{Dialect, Inspection, NotUnderstood};
use crate::diff::{Renames, diff};
use crate::environment::{Environment, Source, Understood, Wanted};
use crate::error::Error;
use crate::plan::plan;
use crate::schema::Schema;
use crate::script::{Moments, WrittenModels, write_models};

/// A schema, and the statements or models that make it.
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
    /// The models, if they were asked for.
    #[serde(skip)]
    pub models: Option<WrittenModels>,
}

impl Inspected {
    /// What is not fully understood, in words: one line for each object; and what the models leave out.
    pub fn notes(&self) -> Vec<String> {
        let left_out = self.models.iter().flat_map(|models| &models.left_out);
        let left_out = left_out.map(|left| format!("left out of the models: {left}"));
        notes(&[], &self.not_understood).into_iter().chain(left_out).collect()
    }
}

/// What a schema is wanted as.
///
/// ```
/// use aludel_core::command::InspectAs;
/// use aludel_core::script::Moments;
///
/// assert_ne!(InspectAs::Sql, InspectAs::Models(Moments::Chrono));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InspectAs {
    /// The schema alone.
    Schema,
    /// Statements that make it.
    Sql,
    /// Models in Rust, with the types of a crate for days and times.
    Models(Moments),
}

/// Reads the schema of a source.
///
/// # Errors
/// A source that cannot be read; with [`InspectAs::Sql`], a schema that the database at hand cannot have.
pub async fn inspect(environment: &Environment, source: &Source, wanted: InspectAs) -> Result<Inspected, Error> {
    let Understood { inspection, dialect, printed: _ } = environment.understood(source, Wanted::Schema).await?;
    let Inspection { mut schema, not_understood } = inspection;
    environment.settings.filter.apply(&mut schema);
    let mut inspected = Inspected { schema, not_understood, sql: Vec::new(), models: None };
    if wanted == InspectAs::Schema {
        return Ok(inspected);
    }
    let dialect = match dialect {
        Some(dialect) => dialect,
        None => environment.dialect_unopened().await?,
    };
    match wanted {
        InspectAs::Schema => {}
        InspectAs::Sql => inspected.sql = statements(&*dialect, &inspected.schema)?,
        InspectAs::Models(moments) => {
            inspected.models = Some(write_models(&*dialect, &inspected.schema, moments, &inspected.notes()));
        }
    }
    Ok(inspected)
}

fn statements(dialect: &dyn Dialect, schema: &Schema) -> Result<Vec<String>, Error> {
    let operations = diff(&Schema::default(), schema, &Renames::default());
    let plan = plan(dialect, &Schema::default(), &operations)?;
    Ok(plan.script().into_iter().map(|statement| statement.sql).collect())
}
