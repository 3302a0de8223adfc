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

/// Notes the views that operations make and alter, as these say them, and those that are made anew since a table below
/// them or a column of it is called otherwise, as the schema after all of them says them.
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

    /// The statements that keep what the server made of views that a downgrade restored, with the revision that it leads
    /// to. Where it leads to none, nothing is kept.
    pub(super) async fn keep_restored(
        &mut self,
        parents: &[RevisionId],
        printed: Vec<PrintedView>,
    ) -> Result<Vec<String>, ExecError> {
        let Some(parent) = parents.first().filter(|_| !printed.is_empty()) else { return Ok(Vec::new()) };
        let ledger = &self.executor.ledger;
        let rows = ledger.read(self.connection).await?.unwrap_or_default().rows;
        let Some(mut row) = rows.into_iter().find(|row| row.revision == *parent) else { return Ok(Vec::new()) };
        row.keep(printed);
        let delete = ledger.delete(&*self.dialect, &[parent.as_str()]);
        Ok(vec![delete, ledger.insert(&*self.dialect, &[row])])
    }
}

impl LedgerRow {
    /// Keeps what the server made of views, in place of what it made of the same words before.
    fn keep(&mut self, printed: Vec<PrintedView>) {
        self.views.retain(|old| !printed.iter().any(|new| (&new.view, &new.authored) == (&old.view, &old.authored)));
        self.views.extend(printed);
    }
}
