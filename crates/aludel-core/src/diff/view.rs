//! Views that come, go and change, and those that have to go and come back because of what changes below them.

use std::collections::BTreeSet;

use super::Pairs;
use crate::name::ObjectName;
use crate::operation::Operation;
use crate::schema::{Schema, Table, View};

/// The schemas that views are compared in.
pub(super) struct Views<'a> {
    /// The current one, before its renames.
    pub(super) before: &'a Schema,
    /// The current one, after its renames.
    pub(super) renamed: &'a Schema,
    pub(super) desired: &'a Schema,
}

impl Views<'_> {
    /// What becomes of views: the drops, which come before all that happens to tables, and the rest, which comes after it.
    pub(super) fn changes(&self, renames: &[Operation], changes: &[Operation]) -> (Vec<Operation>, Vec<Operation>) {
        let pairs = Pairs::of(&self.renamed.views, &self.desired.views);
        let made_anew = self.made_anew(&pairs, [renames, changes].concat());
        let is_anew = |view: &View| made_anew.contains(&view.name);
        let kept = self.desired.views.iter().filter(|view| is_anew(view));
        let gone = pairs.dropped.iter().copied().chain(kept).filter_map(|view| self.before.views.get(&view.name));
        let drops = gone.map(|view| Operation::DropView { view: view.clone() }).collect();
        let unchanged = self.desired.views.iter().filter(|view| self.renamed.views.get(&view.name) == Some(*view));
        let altered = pairs.altered.iter().map(|(_, to)| *to);
        let anew = altered.chain(unchanged).filter(|view| is_anew(view));
        let created = pairs.created.iter().copied().chain(anew);
        let mut rest: Vec<Operation> = created.map(|view| Operation::CreateView { view: view.clone() }).collect();
        let altered = pairs.altered.iter().filter(|(_, to)| !is_anew(to));
        rest.extend(altered.map(|(from, to)| Operation::AlterView { from: View::clone(from), to: View::clone(to) }));
        (drops, rest)
    }

    /// The views that are dropped and created again. One that changes holds neither with what is below it afterwards nor,
    /// on the way back, with what was below it before; one that reads such a view cannot stay while that is away.
    fn made_anew(&self, pairs: &Pairs<'_, View>, operations: Vec<Operation>) -> BTreeSet<ObjectName> {
        let altered: BTreeSet<&ObjectName> = pairs.altered.iter().map(|(from, _)| &from.name).collect();
        let mut changed: BTreeSet<ObjectName> =
            operations.iter().flat_map(|operation| self.changed_by(operation)).collect();
        changed.extend(altered.iter().copied().cloned());
        let mut away: BTreeSet<ObjectName> = operations.iter().filter_map(dropped).collect();
        away.extend(pairs.dropped.iter().map(|view| view.name.clone()));
        let mut anew = BTreeSet::new();
        loop {
            let reads = |view: &View, names: &BTreeSet<ObjectName>| {
                let in_schema = |schema: &Schema| schema.views.get(&view.name).map(|view| view.depends_on.clone());
                let read = [self.before, self.renamed].into_iter().filter_map(in_schema).flatten();
                read.into_iter().any(|name| name != view.name && names.contains(&name))
            };
            let follows = |view: &&View| {
                self.desired.views.contains(&view.name)
                    && !anew.contains(&view.name)
                    && (reads(view, &away) || (altered.contains(&view.name) && reads(view, &changed)))
            };
            let more: Vec<ObjectName> =
                self.renamed.views.iter().filter(follows).map(|view| view.name.clone()).collect();
            if more.is_empty() {
                return anew;
            }
            away.extend(more.iter().cloned());
            anew.extend(more);
        }
    }

    /// The tables in which a view may miss something afterwards that it reads now.
    fn changed_by(&self, operation: &Operation) -> Vec<ObjectName> {
        match operation {
            Operation::DropTable { table } => vec![table.name.clone()],
            Operation::RenameTable { from, to } => vec![from.clone(), to.clone()],
            Operation::DropColumn { table, .. } | Operation::RenameColumn { table, .. } => vec![table.clone()],
            Operation::AlterColumn { table, from, to, .. } if from.ty != to.ty => vec![table.clone()],
            Operation::AlterEnum { from, .. } => {
                let has_it =
                    |table: &&Table| table.columns.iter().any(|column| column.ty.enum_name() == Some(&from.name));
                self.before.tables.iter().filter(has_it).map(|table| table.name.clone()).collect()
            }
            _ => Vec::new(),
        }
    }
}

/// The table that is gone afterwards.
fn dropped(operation: &Operation) -> Option<ObjectName> {
    match operation {
        Operation::DropTable { table } => Some(table.name.clone()),
        _ => None,
    }
}
