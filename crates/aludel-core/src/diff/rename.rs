//! Renames that somebody has said are renames.

use std::collections::{BTreeMap, BTreeSet};

use crate::name::ObjectName;
use crate::operation::Operation;
use crate::schema::Schema;

/// Which tables and columns of the desired schema have another name in the current one.
///
/// ```
/// use aludel_core::diff::{Renames, diff};
/// use aludel_core::operation::Operation;
/// use aludel_core::schema::{Schema, Table};
///
/// let (mut current, mut desired) = (Schema::default(), Schema::default());
/// current.tables.insert(Table::new("users"));
/// desired.tables.insert(Table::new("people"));
/// let renames = Renames::default().table("users", "people");
/// let operations = diff(&current, &desired, &renames);
/// assert_eq!(operations, [Operation::RenameTable { from: "users".into(), to: "people".into() }]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Renames {
    /// New name of a table to its old one.
    tables: BTreeMap<ObjectName, ObjectName>,
    /// New name of a table, with the new name of a column, to the column's old one.
    columns: BTreeMap<(ObjectName, String), String>,
}

impl Renames {
    /// These renames and that of a table.
    #[must_use]
    pub fn table(mut self, from: impl Into<ObjectName>, to: impl Into<ObjectName>) -> Self {
        self.tables.insert(to.into(), from.into());
        self
    }

    /// These renames and that of a column, in a table under its new name.
    #[must_use]
    pub fn column(mut self, table: impl Into<ObjectName>, from: impl Into<String>, to: impl Into<String>) -> Self {
        self.columns.insert((table.into(), to.into()), from.into());
        self
    }

    /// These renames and those; where both name one thing, those hold.
    #[must_use]
    pub fn and(mut self, those: Self) -> Self {
        self.tables.extend(those.tables);
        self.columns.extend(those.columns);
        self
    }
}

/// The renames that apply, in an order in which each finds its new name free, and the current schema after them.
pub(crate) fn renames(current: &Schema, desired: &Schema, renames: &Renames) -> (Vec<Operation>, Schema) {
    let mut renamed = current.clone();
    let mut operations = Vec::new();
    let has = |schema: &Schema, name: &ObjectName| schema.table(name).is_some();
    let tables = renames.tables.iter().map(|(to, from)| (from, to)).collect();
    for (from, to) in followed(tables, |name| has(current, name), |name| has(desired, name)) {
        rename(&mut renamed, &mut operations, Operation::RenameTable { from: from.clone(), to: to.clone() });
    }
    let owners: BTreeSet<&ObjectName> = renames.columns.keys().map(|(table, _)| table).collect();
    for table in owners {
        let has =
            |schema: &Schema, name: &String| schema.table(table).is_some_and(|table| table.columns.contains(name));
        let columns = renames.columns.iter().filter(|((owner, _), _)| owner == table);
        let columns = columns.map(|((_, to), from)| (from, to)).collect();
        for (from, to) in followed(columns, |name| has(&renamed, name), |name| has(desired, name)) {
            let (table, from, to) = (table.clone(), from.clone(), to.clone());
            rename(&mut renamed, &mut operations, Operation::RenameColumn { table, from, to });
        }
    }
    (operations, renamed)
}

fn rename(schema: &mut Schema, operations: &mut Vec<Operation>, operation: Operation) {
    if schema.apply(&operation).is_ok() {
        operations.push(operation);
    }
}

/// The pairs of an old and a new name that are renames between two states, in an order in which each new name is free when
/// its turn comes. A name that both states have is let go of by one pair and taken by another, or neither is a rename.
/// What goes round in a circle is left out: no name of it is ever free.
fn followed<'a, T: Ord>(
    mut pairs: Vec<(&'a T, &'a T)>,
    is_there: impl Fn(&T) -> bool,
    is_desired: impl Fn(&T) -> bool,
) -> Vec<(&'a T, &'a T)> {
    loop {
        let given_up: BTreeSet<&T> = pairs.iter().map(|(from, _)| *from).collect();
        let taken: BTreeSet<&T> = pairs.iter().map(|(_, to)| *to).collect();
        let before = pairs.len();
        pairs.retain(|(from, to)| {
            let (starts, ends) = (is_there(from), is_desired(to));
            starts && ends && (!is_desired(from) || taken.contains(from)) && (!is_there(to) || given_up.contains(to))
        });
        if pairs.len() == before {
            break;
        }
    }
    let mut ordered = Vec::new();
    loop {
        let given_up: BTreeSet<&T> = pairs.iter().map(|(from, _)| *from).collect();
        let (free, waiting): (Vec<_>, Vec<_>) = pairs.into_iter().partition(|(_, to)| !given_up.contains(to));
        if free.is_empty() {
            return ordered;
        }
        ordered.extend(free);
        pairs = waiting;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diff::diff;
    use crate::schema::{Column, ColumnType, Table};

    fn table(name: &str, columns: &[&str]) -> Table {
        let column = |name: &&str| Column::new(*name, ColumnType::integer());
        columns.iter().map(column).fold(Table::new(name), Table::column)
    }

    fn words(current: &[Table], desired: &[Table], renames: &Renames) -> Vec<String> {
        let schema = |tables: &[Table]| Schema { tables: tables.iter().cloned().collect(), ..Schema::default() };
        diff(&schema(current), &schema(desired), renames).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_chain_is_followed_from_its_end() {
        let renames = Renames::default().column("t", "a", "b").column("t", "b", "c");
        let (before, after) = ([table("t", &["a", "b"])], [table("t", &["b", "c"])]);
        assert_eq!(words(&before, &after, &renames), ["rename column t.b to c", "rename column t.a to b"]);
        assert_eq!(words(&after, &after, &renames), [""; 0], "what is done is not done again");
        let renames = Renames::default().table("a", "b").table("b", "c");
        let [a, b, c] = ["a", "b", "c"].map(|name| table(name, &["id"]));
        assert_eq!(words(&[a, b.clone()], &[b, c], &renames), ["rename table b to c", "rename table a to b"]);
    }

    #[test]
    fn what_goes_round_in_a_circle_or_is_there_still_is_no_rename() {
        let both = [table("t", &["a", "b"])];
        let swap = Renames::default().column("t", "a", "b").column("t", "b", "a");
        assert_eq!(words(&both, &both, &swap), [""; 0]);
        let renames = Renames::default().column("t", "a", "b").column("t", "b", "c");
        let added = [table("t", &["a", "b", "c"])];
        assert_eq!(words(&both, &added, &renames), ["add column t.c"]);
        assert_eq!(words(&[table("t", &["a"])], &both, &renames), ["add column t.b"]);
    }
}
