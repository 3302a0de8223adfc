//! `diff`: what differs between any two schemas.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::Serialize;

use super::answers;
use super::compare::renamed_back;
use super::honest::{notes, refused};
use crate::connection::DriverError;
use crate::dialect::{Dialect, NotUnderstood, Settled, Trust, has_doubts, recognize, settle};
use crate::diff::{Renames, diff as differ};
use crate::environment::{Environment, Source, Wanted};
use crate::error::{Error, ErrorKind};
use crate::name::ObjectName;
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
    /// What data the operations can lose, in words.
    pub losses: Vec<String>,
    /// What could not be compared, or not in whole.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// What the database cannot do of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unsupported: Option<String>,
}

/// Compares two schemas, in the words of whichever side is a database; SQL is written for that one.
///
/// # Errors
/// A source that cannot be read.
pub async fn diff(environment: &Environment, options: &DiffOptions) -> Result<Difference, Error> {
    let from = environment.understood(&options.from, Wanted::Prints).await?;
    let to = environment.understood(&options.to, Wanted::Prints).await?;
    let not_understood: Vec<NotUnderstood> =
        from.inspection.not_understood.into_iter().chain(to.inspection.not_understood).collect();
    let dialect: Arc<dyn Dialect> = match from.dialect.or(to.dialect) {
        Some(dialect) => dialect,
        None => environment.dialect_unopened().await?,
    };
    let (printed_from, printed_to) = (from.printed, to.printed);
    let (mut from, mut to) = (from.inspection.schema, to.inspection.schema);
    environment.settings.filter.apply(&mut from);
    environment.settings.filter.apply(&mut to);
    let mut different = recognize(&*dialect, &mut from, &to, &printed_from);
    different.extend(recognize(&*dialect, &mut to, &from, &printed_to));
    let renames = answers::renames(&options.renames, &Renames::default(), &from, &to)?;
    let wanted = renamed_back(&to, &renames, &from);
    let settled = settle_with(environment, options, &*dialect, (from, &wanted), &different).await?;
    let operations = differ(&settled.schema, &to, &renames);
    let mut notes = notes(&settled.remarks, &not_understood);
    notes.extend(refused(&settled.remarks));
    Ok(Difference { notes, ..difference(&*dialect, &settled.schema, operations) })
}

/// Settles what differs as text: with the database that one of the two is, else with the configured one if it is of the
/// same kind, else by text alone.
async fn settle_with(
    environment: &Environment,
    options: &DiffOptions,
    dialect: &dyn Dialect,
    (from, to): (Schema, &Schema),
    different: &BTreeSet<ObjectName>,
) -> Result<Settled, Error> {
    let wrong = |error: DriverError| Error::caused(ErrorKind::Inspect, error.to_string(), error);
    let is_database = |source: &&Source| matches!(source, Source::Database | Source::Url(_));
    let source = [&options.from, &options.to].into_iter().find(is_database).unwrap_or(&Source::Database);
    let mut connection = if has_doubts(dialect, &from, to) { environment.connect_to(source).await.ok() } else { None };
    if let Some(other) = connection.take_if(|connection| connection.dialect().name() != dialect.name()) {
        environment.end(other).await?;
    }
    let Some(mut connection) = connection else {
        return settle(dialect, None, from, to, Trust::Texts, different).await.map_err(wrong);
    };
    let settled = settle(dialect, Some(&mut *connection), from, to, Trust::Texts, different).await;
    environment.end(connection).await?;
    settled.map_err(wrong)
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
        losses: operations.iter().filter_map(Operation::loss).collect(),
        operations,
        upgrade: upgrade.unwrap_or_default(),
        downgrade: downgrade.unwrap_or_default(),
        notes: Vec::new(),
        unsupported,
    }
}
