//! Stamping: the ledger is changed, and nothing else.

use std::collections::BTreeSet;

use super::error::ExecError;
use super::journal::Entry;
use super::runner::{Runner, Tables};
use super::{LedgerError, LedgerRow, StampReport};

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
        let present = self.connection.query(&ledger.select_ids(&*self.dialect)).await.map_err(LedgerError::Driver)?;
        let present: BTreeSet<&str> = present.iter().filter_map(|row| row.text(0)).collect();
        let wanted: BTreeSet<&str> = rows.iter().map(|row| row.revision.as_str()).collect();
        let removed: Vec<&str> = present.difference(&wanted).copied().collect();
        let now = self.now();
        let added: Vec<LedgerRow> = rows
            .iter()
            .filter(|row| !present.contains(row.revision.as_str()))
            .map(|row| LedgerRow {
                applied_at: now.clone(),
                applied_by: self.executor.applied_by.clone(),
                ..row.clone()
            })
            .collect();
        if !removed.is_empty() {
            self.connection.execute(&ledger.delete(&*self.dialect, &removed)).await?;
        }
        for some in added.chunks(ROWS) {
            self.connection.execute(&ledger.insert(&*self.dialect, some)).await?;
        }
        let report = StampReport {
            added: added.into_iter().map(|row| row.revision).collect(),
            removed: removed.into_iter().map(str::to_owned).collect(),
        };
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
