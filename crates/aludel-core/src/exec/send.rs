//! The one place from which statements of a plan reach a database: one at a time, or several together.

use std::error::Error;

use super::Functions;
use crate::connection::{BatchError, Connection, DriverError, DriverErrorKind};
use crate::plan::Statement;

/// Sends one statement of a plan, or runs the function that stands in its place.
pub(super) async fn send(
    connection: &mut dyn Connection,
    statement: &Statement,
    functions: &mut Functions,
) -> Result<(), Box<dyn Error + Send + Sync>> {
    let Some(name) = &statement.run else {
        tracing::debug!(sql = statement.sql, "statement");
        connection.execute(&statement.sql).await?;
        return Ok(());
    };
    tracing::debug!(function = name, "function");
    match functions.remove(name) {
        Some(function) => function(connection).await,
        None => Err(format!("the script brings no function \"{name}\", or it ran already").into()),
    }
}

/// Why a statement failed, with what its plan can find out about it.
pub(super) async fn explained(
    connection: &mut dyn Connection,
    statement: &Statement,
    cause: Box<dyn Error + Send + Sync>,
) -> Box<dyn Error + Send + Sync> {
    let (Some(query), Some(error)) = (&statement.explain, cause.downcast_ref::<DriverError>()) else { return cause };
    if error.kind != DriverErrorKind::Statement {
        return cause;
    }
    let said = connection.query(query).await.ok().and_then(|rows| Some(rows.first()?.text(0)?.to_owned()));
    match said {
        Some(said) => DriverError { message: format!("{}: {said}", error.message), ..error.clone() }.into(),
        None => cause,
    }
}

/// Sends statements of a plan and our own together. Returns how many rows the last one changed.
pub(super) async fn send_all(connection: &mut dyn Connection, statements: &[String]) -> Result<u64, BatchError> {
    statements.iter().for_each(|sql| tracing::debug!(sql, "statement"));
    connection.batch(statements).await
}

/// What is shown of a statement in messages.
pub(super) fn shown(statement: &Statement) -> String {
    match &statement.run {
        Some(name) => format!("run {name}"),
        None => statement.sql.clone(),
    }
}
