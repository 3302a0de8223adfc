//! What the SQL of a revision sets in the session, and the end of it: the next revision finds the session as this one did.

use std::collections::BTreeSet;

use super::Work;
use super::course::Course;
use super::error::ExecError;
use super::runner::Runner;
use crate::connection::DriverError;
use crate::operation::Recorded;

impl Runner<'_> {
    /// The statements that put back what the SQL of a revision will set. The database is asked only where it sets something.
    pub(super) async fn session_before(&mut self, recorded: &[Recorded]) -> Vec<String> {
        let mut reads = BTreeSet::new();
        for step in recorded {
            let Recorded::Execute { sql, .. } = step else { continue };
            // What cannot be split is refused when it is planned.
            let statements = self.dialect.split(sql).unwrap_or_default();
            let changes = statements.iter().filter_map(|statement| self.dialect.session_changes(statement));
            reads.extend(changes.flatten());
        }
        let reads: Vec<String> = reads.into_iter().map(|read| format!("SELECT {read}")).collect();
        if reads.is_empty() {
            return Vec::new();
        }
        // A setting that the server does not know is refused by the statement that sets it.
        let rows = self.connection.query(&reads.join(" UNION ALL ")).await.unwrap_or_default();
        rows.iter().filter_map(|row| row.text(0)).map(str::to_owned).collect()
    }

    /// Runs a revision by single statements, and puts back what it set.
    pub(super) async fn single_in_session(&mut self, work: Work, put_back: Vec<String>) -> Result<(), ExecError> {
        self.single(work).await?;
        for sql in put_back {
            self.connection.execute(&sql).await?;
        }
        Ok(())
    }

    /// Sends those statements again that an earlier run did, and which only set something in a session that is over.
    pub(super) async fn set_again(&mut self, course: &mut Course) -> Result<(), DriverError> {
        for sql in std::mem::take(&mut course.skipped) {
            if self.dialect.session_changes(&sql).is_some() {
                tracing::debug!(sql, "set again");
                self.connection.execute(&sql).await?;
            }
        }
        Ok(())
    }
}

/// Adds statements to the end of what a revision says.
pub(super) fn extend(work: &mut Work, statements: &[String]) {
    let step = |sql: &String| Recorded::Execute { sql: sql.clone(), undo: None, changes: Some(Vec::new()) };
    work.recorded.extend(statements.iter().map(step));
}
