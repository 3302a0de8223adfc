//! What is seen of a database beside its schema, and must be known before a table is made anew.

use super::Work;
use super::error::{ExecError, ExecErrorKind};
use super::planning::Piece;
use super::runner::Runner;
use super::send::send_all;
use crate::connection::DriverError;
use crate::dialect::NotUnderstood;
use crate::name::ObjectName;
use crate::operation::Operation;
use crate::plan::{Guard, Plan};

/// What was seen when a database was inspected.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// What changes with each change of the schema, whoever makes it, where the database has such a number.
    pub(super) version: Option<String>,
    /// What the schema does not say.
    pub(super) not_understood: Vec<NotUnderstood>,
}

impl Seen {
    /// Gives what is not understood the names that it has after some operations.
    pub(super) fn follow(&mut self, operations: &[Operation]) {
        for operation in operations {
            match operation {
                Operation::RenameTable { from, to } => {
                    let renamed = self.not_understood.iter_mut().filter(|note| note.object == *from);
                    renamed.for_each(|note| note.object = to.clone());
                }
                Operation::DropTable { table } => self.not_understood.retain(|note| note.object != table.name),
                Operation::Batch { operations, .. } => self.follow(operations),
                _ => {}
            }
        }
    }

    /// What would be lost of tables that are made anew, under the names that they have before or after some operations.
    fn lost(&self, rebuilt: &[ObjectName], operations: &[Operation]) -> Option<NotUnderstood> {
        let mut after = Self { version: None, not_understood: self.not_understood.clone() };
        after.follow(operations);
        let mut notes = self.not_understood.iter().chain(&after.not_understood);
        notes.find(|note| rebuilt.contains(&note.object) && !note.is_trigger()).cloned()
    }
}

impl Runner<'_> {
    /// Refuses to make a table anew of which the schema does not say all that is there.
    pub(super) fn demand_understood(&self, work: &Work, piece: &Piece) -> Result<(), ExecError> {
        match self.seen.lost(&piece.plan.rebuilt, &piece.operations) {
            None => Ok(()),
            Some(note) => Err(ExecErrorKind::NotUnderstood {
                revision: work.revision.clone(),
                direction: work.direction,
                table: note.object.clone(),
                what: note.said(),
            }
            .into()),
        }
    }

    /// What must not get worse by a plan of a revision.
    pub(super) fn guards(&self, work: &Work, plan: &Plan) -> Vec<Guard> {
        let guards = plan.guards.iter().cloned();
        if work.changes_data() || !self.executor.hooks.is_empty() {
            guards.map(Guard::where_data_changes).collect()
        } else {
            guards.collect()
        }
    }

    /// Says what the author of a revision should know of a piece.
    pub(super) fn warn(&mut self, work: &Work, piece: &Piece) {
        if let Some(warning) = work.unenforced(&piece.plan.rebuilt)
            && !self.report.warnings.contains(&warning)
        {
            tracing::warn!("{warning}");
            self.report.warnings.push(warning);
        }
    }

    /// The statements that put back what the database knows by itself of the tables that a piece makes anew.
    pub(super) async fn statistics(&mut self, piece: &Piece) -> Result<Vec<String>, DriverError> {
        let mut statements = Vec::new();
        for table in &piece.plan.rebuilt {
            statements.extend(self.dialect.statistics(self.connection, table).await?);
        }
        Ok(statements)
    }

    /// Puts that back.
    pub(super) async fn put_back(&mut self, statistics: &[String]) -> Result<(), DriverError> {
        if statistics.is_empty() {
            return Ok(());
        }
        send_all(self.connection, statistics).await.map(drop).map_err(|failed| failed.error)
    }

    /// True where nobody has changed the schema since it became known.
    pub(super) async fn is_as_seen(&mut self) -> Result<bool, DriverError> {
        Ok(self.schema.is_none() || self.schema_version().await? == self.seen.version)
    }

    /// Notes that the schema is known as it is now.
    pub(super) async fn note_schema(&mut self) -> Result<(), DriverError> {
        if self.schema.is_some() {
            self.seen.version = self.schema_version().await?;
        }
        Ok(())
    }

    pub(super) async fn schema_version(&mut self) -> Result<Option<String>, DriverError> {
        let Some(query) = self.dialect.schema_version() else { return Ok(None) };
        let rows = self.connection.query(query).await?;
        Ok(rows.first().and_then(|row| row.0.first()).map(ToString::to_string))
    }
}
