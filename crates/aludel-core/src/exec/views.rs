//! What the server made of the views of a revision, kept in the ledger: elsewhere nobody could tell later whether one was
//! changed by hand.

use std::collections::BTreeSet;

use super::LedgerRow;
use super::error::ExecError;
use super::resume::shape;
use super::runner::Runner;
use crate::dialect::{PrintedView, readers};
use crate::name::ObjectName;
use crate::operation::Operation;
use crate::revision::RevisionId;
use crate::schema::{Objects, Schema, View};

/// Notes the views that the operations of a piece make and alter, as these say them, and those that are made anew since a
/// table below them or a column of it is called otherwise, as the schema after the piece says them. SQL of unknown effect,
/// which ends a piece, may alter those that it names.
pub(super) fn note(views: &mut Objects<View>, operations: &[Operation], after: Option<&Schema>) {
    let mut renamed: BTreeSet<ObjectName> = BTreeSet::new();
    for operation in operations.iter().flat_map(shape) {
        match operation {
            Operation::CreateView { view } | Operation::AlterView { to: view, .. } => drop(views.insert(view)),
            Operation::DropView { view } => drop(views.remove(&view.name)),
            Operation::RenameTable { from, to } => {
                renamed.remove(&from);
                renamed.insert(to);
            }
            Operation::RenameColumn { table, .. } => drop(renamed.insert(table)),
            _ => {}
        }
    }
    let reads = |view: &View| view.depends_on.iter().any(|name| renamed.contains(name));
    let anew = after.into_iter().flat_map(|after| readers(after.views.iter(), reads));
    anew.for_each(|view| drop(views.insert(view.clone())));
    for operation in operations {
        if let Operation::Execute { sql, changes: None, .. } = operation {
            let sql = sql.to_lowercase();
            views.retain(|view| !sql.contains(&view.name.name.to_lowercase()));
        }
    }
}

impl Runner<'_> {
    /// What the server made of some views. Nothing is asked where there are none, or where the server can be asked at any
    /// time; of a view that cannot be read nothing is known.
    pub(super) async fn printed(&mut self, views: &Objects<View>) -> Vec<PrintedView> {
        if views.is_empty() || !self.dialect.prints_what_is_there() {
            return Vec::new();
        }
        match self.dialect.views(self.connection, &self.executor.scope).await {
            Ok(found) => {
                let print = |written: &View| Some(PrintedView::new(&*self.dialect, written, found.get(&written.name)?));
                views.iter().filter_map(print).collect()
            }
            Err(error) => {
                tracing::warn!(%error, "cannot read the views that were made");
                Vec::new()
            }
        }
    }

    /// The statements that keep what the server made of views that a way back restored: with each revision of which it is
    /// known what was made of the same words, else with `otherwise`. What the row that is `leaving` knows goes with it.
    pub(super) async fn keep_restored(
        &mut self,
        leaving: Option<&RevisionId>,
        otherwise: Option<&RevisionId>,
        printed: Vec<PrintedView>,
    ) -> Result<Vec<String>, ExecError> {
        if printed.is_empty() {
            return Ok(Vec::new());
        }
        let ledger = &self.executor.ledger;
        let mut rows = ledger.read(self.connection).await?.unwrap_or_default().rows;
        rows.retain(|row| Some(&row.revision) != leaving);
        let before = rows.clone();
        for new in printed {
            let mut known = rows.iter_mut().filter_map(|row| row.print_of_same(&new)).peekable();
            if known.peek().is_some() {
                known.for_each(|old| old.clone_from(&new));
            } else if let Some(row) = rows.iter_mut().find(|row| Some(&row.revision) == otherwise) {
                row.views.push(new);
            }
        }
        let changed = rows.into_iter().zip(before).filter(|(row, before)| row != before).map(|(row, _)| row);
        let changed: Vec<LedgerRow> = changed.collect();
        if changed.is_empty() {
            return Ok(Vec::new());
        }
        let revisions: Vec<&str> = changed.iter().map(|row| row.revision.as_str()).collect();
        Ok(vec![ledger.delete(&*self.dialect, &revisions), ledger.insert(&*self.dialect, &changed)])
    }
}

impl LedgerRow {
    /// What is known of the same words of the same view.
    fn print_of_same(&mut self, print: &PrintedView) -> Option<&mut PrintedView> {
        self.views.iter_mut().find(|old| (&old.view, &old.authored) == (&print.view, &print.authored))
    }
}
