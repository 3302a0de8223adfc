//! What is told of a statement that copies many rows, for whoever listens to events.

use std::time::SystemTime;

use super::clock::between;
use crate::connection::{Connection, Connector};
use crate::plan::Statement;

/// A copy that is under way. The events have the target `aludel::copy`.
pub(super) struct Copying<'a>(Option<(&'a dyn Connector, i64, SystemTime)>);

impl<'a> Copying<'a> {
    /// Tells that it begins; nobody counts the rows where nobody listens.
    pub(super) async fn begin(
        connection: &mut dyn Connection,
        connector: &'a dyn Connector,
        statement: &Statement,
    ) -> Self {
        let Some(query) = &statement.rows else { return Self(None) };
        if !tracing::enabled!(target: "aludel::copy", tracing::Level::INFO) {
            return Self(None);
        }
        // Where they cannot be counted, the statement itself says why.
        let rows = connection.query(query).await.ok().and_then(|rows| rows.first()?.integer(0));
        let Some(rows) = rows else { return Self(None) };
        tracing::info!(target: "aludel::copy", rows, sql = statement.sql, "copying");
        Self(Some((connector, rows, connector.now())))
    }

    /// Tells that it is over.
    pub(super) fn end(self) {
        if let Self(Some((connector, rows, start))) = self {
            let duration = between(start, connector.now());
            tracing::info!(target: "aludel::copy", rows, ?duration, "copied");
        }
    }
}
