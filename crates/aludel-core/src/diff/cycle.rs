//! Foreign keys that run in a circle: tables that refer to each other cannot be made or dropped one after the other.

use std::collections::BTreeSet;

use crate::name::ObjectName;
use crate::schema::{Constraint, Object, Table};

/// The tables, those referred to first, and the foreign keys taken off them because they close a circle.
///
/// A table that refers to itself is no circle. Only as many keys are taken off as it needs, from the first table by name.
pub(super) fn detach(tables: Vec<Table>) -> (Vec<Table>, Vec<(ObjectName, Constraint)>) {
    let mut waiting: BTreeSet<ObjectName> = tables.iter().map(|table| table.name.clone()).collect();
    let mut remaining = tables;
    let (mut ordered, mut detached) = (Vec::new(), Vec::new());
    while !remaining.is_empty() {
        let free = remaining.iter().position(|table| blockers(table, &waiting).is_empty());
        let mut table = remaining.remove(free.unwrap_or_else(|| first_of_a_circle(&remaining, &waiting)));
        for key in blockers(&table, &waiting) {
            if let Some(constraint) = table.constraints.remove(&key.key()) {
                detached.push((table.name.clone(), constraint));
            }
        }
        waiting.remove(&table.name);
        ordered.push(table);
    }
    (ordered, detached)
}

/// The foreign keys of a table to other tables that are still to come.
fn blockers(table: &Table, waiting: &BTreeSet<ObjectName>) -> Vec<Constraint> {
    let blocks = |referred: &ObjectName| *referred != table.name && waiting.contains(referred);
    table.foreign_keys().filter(|key| blocks(&key.referred_table)).cloned().map(Constraint::ForeignKey).collect()
}

/// The place of the first table that is on a circle itself, not merely waiting for one.
fn first_of_a_circle(tables: &[Table], waiting: &BTreeSet<ObjectName>) -> usize {
    tables.iter().position(|table| reaches_itself(table, tables, waiting)).unwrap_or(0)
}

fn reaches_itself(start: &Table, tables: &[Table], waiting: &BTreeSet<ObjectName>) -> bool {
    let mut seen = BTreeSet::new();
    let mut next: Vec<&Table> = vec![start];
    while let Some(table) = next.pop() {
        for key in table.foreign_keys().filter(|key| key.referred_table != table.name) {
            if key.referred_table == start.name {
                return true;
            }
            if waiting.contains(&key.referred_table) && seen.insert(&key.referred_table) {
                next.extend(tables.iter().find(|other| other.name == key.referred_table));
            }
        }
    }
    false
}
