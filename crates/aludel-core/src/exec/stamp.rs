//! Stamping: the ledger is changed, and nothing else.

use std::collections::{BTreeMap, BTreeSet};

use super::error::ExecError;
use super::journal::Entry;
use super::ledger::read_parents;
use super::runner::{Runner, Tables};
use super::{LedgerError, LedgerRow, StampReport};
use crate::connection::Row;

impl Runner<'_> {
    /// Makes the ledger say that just these revisions are applied.
    pub(super) async fn stamp(&mut self, tables: Tables, rows: Vec<LedgerRow>) -> Result<StampReport, ExecError> {
        if self.dialect.capabilities().transactional_ddl {
            self.begin_locked().await?;
            let stamped = self.replace(tables, rows).await;
            return self.end(stamped).await;
        }
        self.with_session_lock(move |runner| {
            Box::pin(async move {
                runner.make_tables_if(tables).await?;
                runner.connection.begin().await?;
                let stamped = runner.replace(Tables::Present, rows).await;
                runner.end(stamped).await
            })
        })
        .await
    }

    /// What changes, in the open transaction.
    async fn replace(&mut self, tables: Tables, rows: Vec<LedgerRow>) -> Result<StampReport, ExecError> {
        self.make_tables_if(tables).await?;
        let ledger = &self.executor.ledger;
        let present =
            self.connection.query(&ledger.select_parents(&*self.dialect)).await.map_err(LedgerError::Driver)?;
        let present: BTreeMap<&str, &Row> = present.iter().map(|row| (row.text(0).unwrap_or_default(), row)).collect();
        let stays = |row: &LedgerRow| {
            let parents = present.get(row.revision.as_str()).map(|found| read_parents(&ledger.name, "", found.text(1)));
            parents == Some(Ok(row.parents.clone()))
        };
        let (kept, written): (Vec<LedgerRow>, Vec<LedgerRow>) = rows.iter().cloned().partition(stays);
        let kept: BTreeSet<&str> = kept.iter().map(|row| row.revision.as_str()).collect();
        let gone: Vec<&str> = present.keys().filter(|id| !kept.contains(*id)).copied().collect();
        if !gone.is_empty() {
            self.connection.execute(&ledger.delete(&*self.dialect, &gone)).await?;
        }
        let now = self.now();
        for some in written.chunks(ROWS) {
            let stamped = |row: &LedgerRow| LedgerRow {
                applied_at: now.clone(),
                applied_by: self.executor.applied_by.clone(),
                ..row.clone()
            };
            let some: Vec<LedgerRow> = some.iter().map(stamped).collect();
            self.connection.execute(&ledger.insert(&*self.dialect, &some)).await?;
        }
        let wanted: BTreeSet<&str> = rows.iter().map(|row| row.revision.as_str()).collect();
        let added = written.iter().map(|row| &row.revision).filter(|id| !present.contains_key(id.as_str()));
        let removed = gone.iter().filter(|id| !wanted.contains(*id));
        let report =
            StampReport { added: added.cloned().collect(), removed: removed.map(|id| (*id).to_owned()).collect() };
        self.write_stamp(&rows, now).await?;
        Ok(report)
    }

    /// The entry that closes whatever run was open.
    async fn write_stamp(&mut self, rows: &[LedgerRow], now: String) -> Result<(), ExecError> {
        let revision = rows.last().map_or("base", |row| row.revision.as_str());
        let entry = Entry::closing(revision, "stamp", now);
        self.look().await?;
        self.write(&[entry]).await
    }
}

/// How many rows go into one statement, so that none gets longer than servers take.
const ROWS: usize = 500;
