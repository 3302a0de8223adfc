//! Puts operations into an order in which they can run.
//!
//! Each operation says what it makes, needs, lets go of and destroys. What makes a thing runs before what needs it; what
//! lets go of a thing before what destroys it; what destroys a name before what makes it again. Where that leaves a
//! choice, the order of the list stays.

use std::collections::{BTreeMap, BTreeSet};

use crate::name::ObjectName;
use crate::operation::Operation;
use crate::schema::{Column, ColumnType, Constraint, ForeignKey, Index, Table};

/// The operations in an order in which they can run.
pub(super) fn order(operations: Vec<Operation>) -> Vec<Operation> {
    let uses: Vec<Uses> = operations.iter().map(Uses::of).collect();
    let mut followers: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); operations.len()];
    let mut before = |first: &BTreeMap<&Thing, Vec<usize>>, then: &BTreeMap<&Thing, Vec<usize>>| {
        for (thing, earlier) in first {
            for &late in then.get(thing).into_iter().flatten() {
                for &early in earlier.iter().filter(|&&early| early != late) {
                    followers.get_mut(early).map(|followers| followers.insert(late));
                }
            }
        }
    };
    let by = |select: fn(&Uses) -> &Vec<Thing>| by_thing(&uses, select);
    before(&by(|uses| &uses.makes), &by(|uses| &uses.needs));
    before(&by(|uses| &uses.lets_go), &by(|uses| &uses.destroys));
    before(&by(|uses| &uses.destroys), &by(|uses| &uses.makes));
    sort(operations, &followers)
}

/// Which operations make, need, let go of or destroy each thing.
fn by_thing(uses: &[Uses], select: fn(&Uses) -> &Vec<Thing>) -> BTreeMap<&Thing, Vec<usize>> {
    let mut by_thing: BTreeMap<&Thing, Vec<usize>> = BTreeMap::new();
    for (place, uses) in uses.iter().enumerate() {
        for thing in select(uses) {
            by_thing.entry(thing).or_default().push(place);
        }
    }
    by_thing
}

/// A topological sort that takes the first operation of the list that is free, one on the table of the last one before
/// others, so that changes of one table stay together. A circle, which the operations of a diff do not form, is broken at
/// its first operation.
fn sort(operations: Vec<Operation>, followers: &[BTreeSet<usize>]) -> Vec<Operation> {
    let tables: Vec<Option<ObjectName>> = operations.iter().map(|operation| operation.table().cloned()).collect();
    let table_of = |place: usize| tables.get(place).and_then(Option::as_ref);
    let mut waits_for = vec![0_usize; operations.len()];
    let count = |waits_for: &mut Vec<usize>, place: &usize| {
        if let Some(count) = waits_for.get_mut(*place) {
            *count += 1;
        }
    };
    followers.iter().flatten().for_each(|place| count(&mut waits_for, place));
    let mut waiting: BTreeMap<usize, Operation> = operations.into_iter().enumerate().collect();
    let mut free: BTreeSet<usize> =
        waits_for.iter().enumerate().filter(|(_, count)| **count == 0).map(|(place, _)| place).collect();
    // The same, by table.
    let mut of_table: BTreeMap<&ObjectName, BTreeSet<usize>> = BTreeMap::new();
    for &place in &free {
        if let Some(table) = table_of(place) {
            of_table.entry(table).or_default().insert(place);
        }
    }
    let mut ordered = Vec::with_capacity(waiting.len());
    let mut last: Option<&ObjectName> = None;
    loop {
        let neighbour = last.and_then(|table| of_table.get(table)).and_then(|places| places.first());
        let Some(place) = neighbour.or(free.first()).copied().or_else(|| waiting.keys().next().copied()) else { break };
        free.remove(&place);
        last = table_of(place);
        if let Some(places) = last.and_then(|table| of_table.get_mut(table)) {
            places.remove(&place);
        }
        let Some(operation) = waiting.remove(&place) else { continue };
        ordered.push(operation);
        for &follower in followers.get(place).into_iter().flatten() {
            if let Some(count) = waits_for.get_mut(follower) {
                *count = count.saturating_sub(1);
                if *count == 0 && waiting.contains_key(&follower) {
                    free.insert(follower);
                    if let Some(table) = table_of(follower) {
                        of_table.entry(table).or_default().insert(follower);
                    }
                }
            }
        }
    }
    ordered
}

/// Something that one operation makes and another one needs.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Thing {
    Namespace(String),
    Type(ObjectName),
    /// The values of an enum type as they shall be, which operations that come later carry in its columns.
    Values(ObjectName),
    /// A table or view.
    Relation(ObjectName),
    Column(ObjectName, String),
    /// Columns that tell rows apart, which a foreign key may refer to.
    Key(ObjectName, Vec<String>),
    /// An index that begins with a column: a foreign key of that column may rest on it.
    IndexOn(ObjectName, String),
    /// The columns of a table as they shall be, before its options change.
    Columns(ObjectName),
    /// The name of a constraint or index, which some databases keep once for all tables of a namespace.
    Name(Option<String>, String),
}

#[derive(Debug, Default)]
struct Uses {
    makes: Vec<Thing>,
    needs: Vec<Thing>,
    lets_go: Vec<Thing>,
    destroys: Vec<Thing>,
}

impl Uses {
    fn of(operation: &Operation) -> Self {
        use Operation as Op;
        match operation {
            Op::CreateNamespace { name } => Self { makes: vec![Thing::Namespace(name.clone())], ..Self::default() },
            Op::DropNamespace { name } => Self { destroys: vec![Thing::Namespace(name.clone())], ..Self::default() },
            Op::CreateTable { table } => Self { makes: made_by(table), needs: needed_by(table), ..Self::default() },
            Op::DropTable { table } => Self {
                destroys: made_by(table),
                lets_go: needed_by(table),
                needs: table.columns.iter().flat_map(values_of).collect(),
                ..Self::default()
            },
            Op::AddColumn { table, column } => Self {
                makes: vec![Thing::Column(table.clone(), column.name.clone())],
                needs: types_of(column),
                ..Self::default()
            },
            Op::DropColumn { table, column } => Self {
                destroys: vec![Thing::Column(table.clone(), column.name.clone())],
                lets_go: types_of(column),
                needs: values_of(column),
                ..Self::default()
            },
            // What hangs on the column as it was goes before, what hangs on it as it shall be comes after.
            Op::AlterColumn { table, from, to, .. } => Self {
                makes: columns(table, [to.name.as_str()]).into_iter().chain([Thing::Columns(table.clone())]).collect(),
                destroys: columns(table, [from.name.as_str()]),
                needs: types_of(to).into_iter().chain(values_of(from)).collect(),
                lets_go: types_of(from),
            },
            Op::CreateConstraint { table, constraint } => Self {
                makes: made_by_constraint(table, constraint),
                needs: needed_by_constraint(table, constraint),
                ..Self::default()
            },
            Op::DropConstraint { table, constraint } => Self {
                destroys: made_by_constraint(table, constraint),
                lets_go: needed_by_constraint(table, constraint),
                ..Self::default()
            },
            Op::CreateIndex { table, index } => {
                Self { makes: made_by_index(table, index), needs: columns(table, index.columns()), ..Self::default() }
            }
            Op::DropIndex { table, index } => Self {
                destroys: made_by_index(table, index),
                lets_go: columns(table, index.columns()),
                ..Self::default()
            },
            Op::RenameConstraint { table, from, to, .. } | Op::RenameIndex { table, from, to } => Self {
                makes: vec![Thing::Name(table.namespace.clone(), to.clone())],
                destroys: vec![Thing::Name(table.namespace.clone(), from.clone())],
                ..Self::default()
            },
            Op::CreateEnum { enum_type } => Self {
                makes: vec![Thing::Type(enum_type.name.clone())],
                needs: namespace(&enum_type.name),
                ..Self::default()
            },
            Op::AlterEnum { to, .. } => {
                Self { makes: vec![Thing::Type(to.name.clone()), Thing::Values(to.name.clone())], ..Self::default() }
            }
            Op::DropEnum { enum_type } => Self {
                destroys: vec![Thing::Type(enum_type.name.clone())],
                lets_go: namespace(&enum_type.name),
                ..Self::default()
            },
            Op::CreateSequence { sequence } => Self { needs: namespace(&sequence.name), ..Self::default() },
            Op::DropSequence { sequence } => Self { lets_go: namespace(&sequence.name), ..Self::default() },
            Op::CreateView { view } | Op::AlterView { to: view, .. } => Self {
                makes: vec![Thing::Relation(view.name.clone())],
                needs: relations(&view.depends_on).chain(namespace(&view.name)).collect(),
                ..Self::default()
            },
            Op::DropView { view } => Self {
                destroys: vec![Thing::Relation(view.name.clone())],
                lets_go: relations(&view.depends_on).chain(namespace(&view.name)).collect(),
                ..Self::default()
            },
            // A rule that is let go of may be what the columns wait for.
            Op::AlterTableOptions { from, to, .. }
                if from.strict && !to.strict || from.without_rowid && !to.without_rowid =>
            {
                Self::default()
            }
            Op::AlterTableOptions { table, .. } => {
                Self { needs: vec![Thing::Columns(table.clone())], ..Self::default() }
            }
            Op::RenameTable { .. }
            | Op::AlterTableComment { .. }
            | Op::RenameColumn { .. }
            | Op::RenameEnum { .. }
            | Op::AlterSequence { .. }
            | Op::Execute { .. }
            | Op::InsertRows { .. }
            | Op::DeleteRows { .. }
            | Op::FillColumn { .. }
            | Op::Run { .. }
            | Op::Batch { .. } => Self::default(),
        }
    }
}

fn made_by(table: &Table) -> Vec<Thing> {
    let mut things = vec![Thing::Relation(table.name.clone())];
    things.extend(columns(&table.name, table.columns.iter().map(|column| column.name.as_str())));
    things.extend(table.constraints.iter().flat_map(|constraint| made_by_constraint(&table.name, constraint)));
    things.extend(table.indexes.iter().flat_map(|index| made_by_index(&table.name, index)));
    things
}

/// What a table needs that is not its own.
fn needed_by(table: &Table) -> Vec<Thing> {
    let mut things = namespace(&table.name);
    things.extend(table.columns.iter().flat_map(types_of));
    let keys = table.foreign_keys().filter(|key| key.referred_table != table.name);
    things.extend(keys.flat_map(referred));
    things
}

fn made_by_constraint(table: &ObjectName, constraint: &Constraint) -> Vec<Thing> {
    let mut things = vec![Thing::Name(table.namespace.clone(), constraint.name().to_owned())];
    match constraint {
        Constraint::PrimaryKey(key) => things.extend(key_of(table, &key.columns)),
        Constraint::Unique(unique) => things.extend(key_of(table, &unique.columns)),
        Constraint::ForeignKey(_) | Constraint::Check(_) | Constraint::Exclude(_) => {}
    }
    things
}

fn needed_by_constraint(table: &ObjectName, constraint: &Constraint) -> Vec<Thing> {
    let mut things = columns(table, constraint.columns());
    // Which columns a check names, its text alone says.
    things.extend(matches!(constraint, Constraint::Check(_)).then(|| Thing::Columns(table.clone())));
    if let Constraint::ForeignKey(key) = constraint {
        things.extend(referred(key));
        things.extend(key.columns.first().map(|column| Thing::IndexOn(table.clone(), column.clone())));
    }
    things
}

fn made_by_index(table: &ObjectName, index: &Index) -> Vec<Thing> {
    let mut things = vec![Thing::Name(table.namespace.clone(), index.name.clone())];
    if let Some(names) = index.column_names() {
        let names: Vec<String> = names.into_iter().map(str::to_owned).collect();
        if index.unique {
            things.extend(key_of(table, &names));
        }
        things.extend(names.first().map(|column| Thing::IndexOn(table.clone(), column.clone())));
    }
    things
}

/// A key, and the index behind it.
fn key_of(table: &ObjectName, columns: &[String]) -> Vec<Thing> {
    let mut sorted = columns.to_vec();
    sorted.sort();
    let index = columns.first().map(|column| Thing::IndexOn(table.clone(), column.clone()));
    [Thing::Key(table.clone(), sorted)].into_iter().chain(index).collect()
}

fn referred(key: &ForeignKey) -> Vec<Thing> {
    let mut sorted = key.referred_columns.clone();
    sorted.sort();
    let mut things = vec![Thing::Relation(key.referred_table.clone()), Thing::Key(key.referred_table.clone(), sorted)];
    things.extend(columns(&key.referred_table, key.referred_columns.iter().map(String::as_str)));
    things
}

fn columns<'a>(table: &ObjectName, names: impl IntoIterator<Item = &'a str>) -> Vec<Thing> {
    names.into_iter().map(|name| Thing::Column(table.clone(), name.to_owned())).collect()
}

fn relations(names: &[ObjectName]) -> impl Iterator<Item = Thing> {
    names.iter().cloned().map(Thing::Relation)
}

fn namespace(name: &ObjectName) -> Vec<Thing> {
    name.namespace.iter().cloned().map(Thing::Namespace).collect()
}

fn types_of(column: &Column) -> Vec<Thing> {
    enum_of(&column.ty).cloned().map(Thing::Type).into_iter().collect()
}

fn values_of(column: &Column) -> Vec<Thing> {
    enum_of(&column.ty).cloned().map(Thing::Values).into_iter().collect()
}

fn enum_of(ty: &ColumnType) -> Option<&ObjectName> {
    match ty {
        ColumnType::Enum { name, .. } => name.as_ref(),
        ColumnType::Array { element } => enum_of(element),
        _ => None,
    }
}
