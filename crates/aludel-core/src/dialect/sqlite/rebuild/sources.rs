//! Where the values of the columns after a rebuild come from.

use std::collections::BTreeMap;

use crate::dialect::sqlite::expression;
use crate::dialect::sqlite::step::{Change, Step};

/// By the name of each column that is not new: where its values come from.
#[derive(Debug, Default)]
pub(super) struct Sources(BTreeMap<String, Source>);

/// Where the values of a column come from.
#[derive(Clone, Debug)]
pub(super) struct Source {
    /// The name of the column before.
    pub(super) column: String,
    /// The expression that makes them, over the table whose columns have their new names already; `None` for the values
    /// as they are.
    pub(super) using: Option<String>,
}

impl Sources {
    pub(super) fn of(steps: &[Step<'_>]) -> Self {
        let mut sources = Self::before(steps);
        steps.iter().for_each(|step| sources.follow(step));
        sources
    }

    /// Where the values of a column come from; `None` for a new one.
    pub(super) fn get(&self, column: &str) -> Option<&Source> {
        self.0.get(column)
    }

    /// The renames of columns that the table before has, each with the place of its operation.
    pub(super) fn renames<'a>(steps: &[Step<'a>]) -> Vec<(usize, &'a str, &'a str)> {
        let mut sources = Self::before(steps);
        let mut renames = Vec::new();
        for step in steps {
            if let Change::RenameColumn { from, to } = step.change
                && sources.0.contains_key(from)
            {
                renames.push((step.place, from, to));
            }
            sources.follow(step);
        }
        renames
    }

    /// How many of the steps one rebuild can take: up to a rename to a name that the table before it has for another
    /// column, or to a second conversion of one column.
    pub(super) fn reach(steps: &[Step<'_>]) -> usize {
        let mut sources = Self::before(steps);
        let mut taken: Vec<String> = sources.0.keys().map(|name| name.to_ascii_lowercase()).collect();
        for (number, step) in steps.iter().enumerate() {
            match step.change {
                Change::RenameColumn { from, to } if number > 0 && sources.0.contains_key(from) => {
                    let (from, to) = (from.to_ascii_lowercase(), to.to_ascii_lowercase());
                    if from != to && taken.contains(&to) {
                        return number;
                    }
                    taken.retain(|name| *name != from);
                    taken.push(to);
                }
                Change::AlterColumn { to, using: Some(_), .. }
                    if sources.0.get(&to.name).is_some_and(|source| source.using.is_some()) =>
                {
                    return number;
                }
                Change::AddColumn(_)
                | Change::DropColumn(_)
                | Change::RenameColumn { .. }
                | Change::AlterColumn { .. }
                | Change::CreateForeignKey(_)
                | Change::CreateIndex(_)
                | Change::DropIndex(_)
                | Change::RenameIndex { .. }
                | Change::Definition
                | Change::Nothing => {}
            }
            sources.follow(step);
        }
        steps.len()
    }

    fn before(steps: &[Step<'_>]) -> Self {
        let columns = steps.first().into_iter().flat_map(|step| step.before.columns.iter());
        let itself = |name: &String| Source { column: name.clone(), using: None };
        Self(columns.map(|column| (column.name.clone(), itself(&column.name))).collect())
    }

    fn follow(&mut self, step: &Step<'_>) {
        match step.change {
            Change::DropColumn(column) => drop(self.0.remove(&column.name)),
            Change::RenameColumn { from, to } => {
                for using in self.0.values_mut().filter_map(|source| source.using.as_mut()) {
                    *using = expression::rename_column(using, from, to);
                }
                if let Some(source) = self.0.remove(from) {
                    self.0.insert(to.to_owned(), source);
                }
            }
            Change::AlterColumn { to, using: Some(using), .. } => {
                if let Some(source) = self.0.get_mut(&to.name) {
                    source.using = Some(using.to_owned());
                }
            }
            Change::AddColumn(_)
            | Change::AlterColumn { using: None, .. }
            | Change::CreateForeignKey(_)
            | Change::CreateIndex(_)
            | Change::DropIndex(_)
            | Change::RenameIndex { .. }
            | Change::Definition
            | Change::Nothing => {}
        }
    }
}
