//! The difference between two schemas, as the operations that turn the one into the other.
//!
//! Pure, total and deterministic: equal input gives equal output. It compares with `==` and knows no database; what a
//! database cannot tell apart is made equal before ([`crate::dialect::align`]). The order of columns is no difference.

mod cycle;
mod order;
mod referred;
mod rename;
mod table;
#[cfg(test)]
mod tests;
mod view;

pub use rename::Renames;
pub(crate) use rename::renames;

use crate::operation::Operation;
use crate::schema::{Object, Objects, Schema, Table};

/// The operations that turn `current` into `desired`, in an order in which they can run.
///
/// A rename is taken up where its old name is there and its new name is not, or is that of another rename, and dropped in
/// silence elsewhere.
///
/// ```
/// use aludel_core::diff::{Renames, diff};
/// use aludel_core::operation::Operation;
/// use aludel_core::schema::{Column, ColumnType, Schema, Table};
///
/// let table = Table::new("users").column(Column::new("id", ColumnType::integer()));
/// let (current, mut desired) = (Schema::default(), Schema::default());
/// desired.tables.insert(table.clone());
/// assert_eq!(diff(&current, &desired, &Renames::default()), [Operation::CreateTable { table }]);
/// assert_eq!(diff(&desired, &desired, &Renames::default()), []);
/// ```
pub fn diff(current: &Schema, desired: &Schema, renames: &Renames) -> Vec<Operation> {
    let before = current;
    let (renames, mut current) = rename::renames(before, desired, renames);
    let mut changes = Vec::new();
    altered_enums(&mut current, desired, &mut changes);
    created_types(&current, desired, &mut changes);
    created_tables(&current, desired, &mut changes);
    altered_tables(&current, desired, &mut changes);
    dropped_tables(&current, desired, &mut changes);
    referred::detach(&current, desired, &mut changes);
    dropped_types(&current, desired, &mut changes);
    let views = view::Views { before, renamed: &current, desired };
    let (drops, rest) = views.changes(&renames, &changes);
    changes.extend(rest);
    [order::order(drops), renames, order::order(changes)].concat()
}

/// Objects by what became of them, each list in the order of names.
struct Pairs<'a, T> {
    created: Vec<&'a T>,
    dropped: Vec<&'a T>,
    altered: Vec<(&'a T, &'a T)>,
}

impl<'a, T: Object + PartialEq> Pairs<'a, T> {
    fn of(current: &'a Objects<T>, desired: &'a Objects<T>) -> Self {
        Self {
            created: sorted(desired.iter().filter(|object| !current.contains(&object.key())), |object| object.key()),
            dropped: sorted(current.iter().filter(|object| !desired.contains(&object.key())), |object| object.key()),
            altered: sorted(
                current
                    .iter()
                    .filter_map(|object| Some((object, desired.get(&object.key())?)))
                    .filter(|(from, to)| from != to),
                |(object, _)| object.key(),
            ),
        }
    }
}

fn sorted<T: Copy, K: Ord>(items: impl Iterator<Item = T>, key: impl FnMut(&T) -> K) -> Vec<T> {
    let items: Vec<T> = items.collect();
    // The keys are sorted in place of the items: there are fewer types of them, which shortens builds.
    let mut places: Vec<(K, usize)> = items.iter().map(key).zip(0..).collect();
    places.sort();
    places.into_iter().filter_map(|(_, place)| items.get(place).copied()).collect()
}

/// Enum types that change, which changes the columns of those types too, before anything else looks at them.
fn altered_enums(current: &mut Schema, desired: &Schema, out: &mut Vec<Operation>) {
    let alter = |(from, to): (&_, &_)| Operation::AlterEnum { from: Clone::clone(from), to: Clone::clone(to) };
    let altered: Vec<Operation> =
        Pairs::of(&current.enum_types, &desired.enum_types).altered.into_iter().map(alter).collect();
    out.extend(altered.into_iter().filter(|operation| current.apply(operation).is_ok()));
}

/// Namespaces, enum types and sequences that tables may need.
fn created_types(current: &Schema, desired: &Schema, out: &mut Vec<Operation>) {
    let namespaces = desired.namespaces.difference(&current.namespaces);
    out.extend(namespaces.map(|name| Operation::CreateNamespace { name: name.clone() }));

    let enums = Pairs::of(&current.enum_types, &desired.enum_types);
    out.extend(enums.created.into_iter().map(|enum_type| Operation::CreateEnum { enum_type: enum_type.clone() }));

    let sequences = Pairs::of(&current.sequences, &desired.sequences);
    out.extend(sequences.created.into_iter().map(|sequence| Operation::CreateSequence { sequence: sequence.clone() }));
    let alter = |(from, to): (&_, &_)| Operation::AlterSequence { from: Clone::clone(from), to: Clone::clone(to) };
    out.extend(sequences.altered.into_iter().map(alter));
}

fn dropped_types(current: &Schema, desired: &Schema, out: &mut Vec<Operation>) {
    let sequences = Pairs::of(&current.sequences, &desired.sequences);
    out.extend(sequences.dropped.into_iter().map(|sequence| Operation::DropSequence { sequence: sequence.clone() }));
    let enums = Pairs::of(&current.enum_types, &desired.enum_types);
    out.extend(enums.dropped.into_iter().map(|enum_type| Operation::DropEnum { enum_type: enum_type.clone() }));
    let namespaces = current.namespaces.difference(&desired.namespaces);
    out.extend(namespaces.map(|name| Operation::DropNamespace { name: name.clone() }));
}

/// New tables; foreign keys that run in a circle become operations of their own.
fn created_tables(current: &Schema, desired: &Schema, out: &mut Vec<Operation>) {
    let created: Vec<Table> = Pairs::of(&current.tables, &desired.tables).created.into_iter().cloned().collect();
    let (tables, detached) = cycle::detach(created);
    out.extend(tables.into_iter().map(|table| Operation::CreateTable { table }));
    out.extend(detached.into_iter().map(|(table, constraint)| Operation::CreateConstraint { table, constraint }));
}

fn dropped_tables(current: &Schema, desired: &Schema, out: &mut Vec<Operation>) {
    let dropped: Vec<Table> = Pairs::of(&current.tables, &desired.tables).dropped.into_iter().cloned().collect();
    let (tables, detached) = cycle::detach(dropped);
    out.extend(detached.into_iter().map(|(table, constraint)| Operation::DropConstraint { table, constraint }));
    out.extend(tables.into_iter().map(|table| Operation::DropTable { table }));
}

fn altered_tables(current: &Schema, desired: &Schema, out: &mut Vec<Operation>) {
    for (from, to) in Pairs::of(&current.tables, &desired.tables).altered {
        table::alter(from, to, out);
    }
}
