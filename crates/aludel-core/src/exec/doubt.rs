//! A statement of which only the intent is known, after a crash: what became of it is looked up and written down.

use super::error::{ExecError, HalfDone};
use super::journal::{Entry, OpenRun, State};
use super::probe::{Finding, probe};
use super::runner::Runner;
use crate::dialect::is_repeatable;
use crate::operation::Operation;

impl Runner<'_> {
    /// Finds out what became of the statement in doubt, if there is one. The run is the one to go on with.
    pub(super) async fn settle(&mut self, open: OpenRun) -> Result<OpenRun, ExecError> {
        let Some(doubt) = open.doubt.clone() else { return Ok(open) };
        match self.find(&open, &doubt).await? {
            Finding::NotDone => {
                tracing::info!(number = doubt.number, "the statement in doubt is run again");
                Ok(OpenRun { doubt: None, ..open })
            }
            Finding::Done => {
                tracing::info!(number = doubt.number, "the statement in doubt was done");
                self.write(&[Entry { state: State::Done, at: self.now(), operations: None, ..doubt.clone() }]).await?;
                Ok(open.with_done(doubt))
            }
            Finding::Unclear(found) => Err(HalfDone::in_doubt(&open, &doubt, &found).into()),
        }
    }

    /// What became of a statement.
    pub(super) async fn find(&mut self, open: &OpenRun, doubt: &Entry) -> Result<Finding, ExecError> {
        let sql = doubt.sql.clone().unwrap_or_default();
        if let Some(query) = self.dialect.outside_object(&sql) {
            let rows = self.connection.query(&query).await?;
            let is_whole = rows.first().is_some_and(|row| row.text(0).is_none());
            return Ok(if is_whole { Finding::Done } else { Finding::NotDone });
        }
        if is_repeatable(&sql) {
            return Ok(Finding::NotDone);
        }
        let Some(text) = &doubt.operations else {
            return Ok(Finding::Unclear("what it does is nothing that could be looked up".to_owned()));
        };
        let operations: Vec<Operation> = serde_json::from_str(text).map_err(|error| HalfDone::changed(open, error))?;
        let now = self.inspect_amid(open).await?;
        Ok(probe(&*self.dialect, &now, &operations))
    }

    /// Takes away what an earlier attempt at a statement left unfinished, such as an index that was never built to its end.
    pub(super) async fn clear_leftovers(&mut self, sql: &str) -> Result<(), ExecError> {
        let Some(query) = self.dialect.outside_object(sql) else { return Ok(()) };
        for row in self.connection.query(&query).await? {
            if let Some(removal) = row.text(0) {
                tracing::info!(removal, "taking away what is unfinished");
                self.connection.execute(removal).await?;
            }
        }
        Ok(())
    }
}
