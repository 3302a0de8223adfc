//! The one way by which statements of a plan reach a database.

use std::error::Error;

use super::Functions;
use crate::connection::Connection;
use crate::plan::Statement;

/// Sends one statement of a plan, or runs the function that stands in its place. Nothing else sends any.
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

/// What is shown of a statement in messages.
pub(super) fn shown(statement: &Statement) -> String {
    match &statement.run {
        Some(name) => format!("run {name}"),
        None => statement.sql.clone(),
    }
}
