//! Brings an inspected schema into the words of another one, wherever the database cannot tell the two apart.
//!
//! Each part of the current schema whose canonical key equals that of its namesake in the desired one is replaced by the
//! desired one. What is left different is different, so that the diff can compare with `==` and know no database.

use super::Dialect;
use crate::schema::{
    Column, Constraint, ConstraintKind, DefaultValue, Generation, Index, IndexTarget, Object, Objects, Schema, Table,
    View,
};

/// The current schema in the words of the desired one.
///
/// A server prints expressions and queries in its own way, so one of the current schema is compared by its text only where
/// the part that holds it stands just so in `authored`; elsewhere it counts as the same. What was [settled](super::settle())
/// before is all authored: give it for both. A database that keeps text as it is written has all of it compared.
pub fn align(dialect: &dyn Dialect, current: &Schema, desired: &Schema, authored: &Schema) -> Schema {
    let authored = if dialect.keeps_text() { current } else { authored };
    align_keyed(dialect, (current, desired), authored, (dialect.key(current), dialect.key(desired)))
}

/// The same, the keys of both known already.
pub(super) fn align_keyed(
    dialect: &dyn Dialect,
    (current, desired): (&Schema, &Schema),
    authored: &Schema,
    keys: (Schema, Schema),
) -> Schema {
    let aligner = Aligner { dialect, current: keys.0, desired: keys.1 };
    let capabilities = dialect.capabilities();
    Schema {
        namespaces: if capabilities.namespaces { &current.namespaces } else { &desired.namespaces }.clone(),
        enum_types: if capabilities.enum_types {
            whole(&current.enum_types, &desired.enum_types, &aligner.current.enum_types, &aligner.desired.enum_types)
        } else {
            desired.enum_types.clone()
        },
        sequences: if capabilities.sequences {
            whole(&current.sequences, &desired.sequences, &aligner.current.sequences, &aligner.desired.sequences)
        } else {
            desired.sequences.clone()
        },
        tables: current
            .tables
            .iter()
            .map(|table| match desired.table(&table.name) {
                Some(desired) => aligner.table(table, desired, authored.table(&table.name)),
                None => table.clone(),
            })
            .collect(),
        views: current.views.iter().map(|view| aligner.view(view, desired, authored)).collect(),
    }
}

/// Objects that are taken over whole where their keys are equal.
fn whole<T: Object + Clone + PartialEq>(
    current: &Objects<T>,
    desired: &Objects<T>,
    current_keys: &Objects<T>,
    desired_keys: &Objects<T>,
) -> Objects<T> {
    let choose = |object: &T| {
        let (key, wanted) = (object.key(), desired.get(&object.key()));
        let same = current_keys.get(&key).is_some() && current_keys.get(&key) == desired_keys.get(&key);
        wanted.filter(|_| same).unwrap_or(object).clone()
    };
    current.iter().map(choose).collect()
}

struct Aligner<'a> {
    dialect: &'a dyn Dialect,
    current: Schema,
    desired: Schema,
}

impl Aligner<'_> {
    fn view(&self, current: &View, desired: &Schema, authored: &Schema) -> View {
        let Some(wanted) = desired.views.get(&current.name) else { return current.clone() };
        let is_authored = authored.views.get(&current.name) == Some(current);
        let keys = self.current.views.get(&current.name).zip(self.desired.views.get(&current.name));
        let same = keys.is_some_and(|(one, other)| {
            one == other || (!is_authored && without_text_of_view(one) == without_text_of_view(other))
        });
        if same { wanted } else { current }.clone()
    }

    fn table(&self, current: &Table, desired: &Table, authored: Option<&Table>) -> Table {
        let (Some(current_key), Some(desired_key)) =
            (self.current.table(&current.name), self.desired.table(&desired.name))
        else {
            return current.clone();
        };
        let pair = Pair { current_key, desired_key, unique_is_index: self.dialect.capabilities().unique_is_index };
        let (constraints, indexes) = pair.constraints_and_indexes(current, desired, authored);
        Table {
            name: current.name.clone(),
            columns: pair.columns(current, desired, authored),
            constraints,
            indexes,
            options: if current_key.options == desired_key.options { &desired.options } else { &current.options }
                .clone(),
            comment: if current_key.comment == desired_key.comment { &desired.comment } else { &current.comment }
                .clone(),
        }
    }
}

/// The keys of one table on both sides.
struct Pair<'a> {
    current_key: &'a Table,
    desired_key: &'a Table,
    unique_is_index: bool,
}

/// A constraint or an index: where a unique constraint is an index, one can stand for the other.
#[derive(Clone, PartialEq)]
enum Part {
    Constraint(Constraint),
    Index(Index),
}

impl Pair<'_> {
    fn columns(&self, current: &Table, desired: &Table, authored: Option<&Table>) -> Objects<Column> {
        let sort = |table: &Table| (table.options.strict, table.options.without_rowid);
        let remade = sort(self.current_key) != sort(self.desired_key);
        let rewritten = self.current_key.options.collation != self.desired_key.options.collation;
        let characters = |column: &Column| (column.charset.clone(), column.collation.clone());
        let choose = |column: &Column| {
            let wanted = desired.columns.get(&column.name);
            let is_authored = authored.and_then(|table| table.columns.get(&column.name)) == Some(column);
            let keys = self.current_key.columns.get(&column.name).zip(self.desired_key.columns.get(&column.name));
            let same = keys.is_some_and(|(one, other)| {
                one == other || (!is_authored && without_text_of_column(one) == without_text_of_column(other))
            });
            // Two types that are one in a table of this sort may be two in a table of that.
            let same_sort = !remade || wanted.is_some_and(|wanted| wanted.ty == column.ty);
            // One that says what the table says no longer follows it when the table changes.
            let follows = !rewritten || wanted.is_some_and(|wanted| characters(wanted) == characters(column));
            wanted.filter(|_| same && same_sort && follows).unwrap_or(column).clone()
        };
        current.columns.iter().map(choose).collect()
    }

    fn constraints_and_indexes(
        &self,
        current: &Table,
        desired: &Table,
        authored: Option<&Table>,
    ) -> (Objects<Constraint>, Objects<Index>) {
        let authored = authored.map(parts).unwrap_or_default();
        let mut wanted = parts(desired);
        let mut aligned = Vec::new();
        for part in parts(current) {
            // What has no key is not there for the database: an index that a foreign key brought along.
            let Some(key) = self.key(self.current_key, &part) else { continue };
            let is_authored = authored.contains(&part);
            let same = |other: &Part| {
                self.key(self.desired_key, other).is_some_and(|other| {
                    key == other || (!is_authored && without_text(key.clone()) == without_text(other))
                })
            };
            let found = wanted.iter().position(same);
            aligned.push(found.map(|place| wanted.remove(place)).unwrap_or(part));
        }
        // What the database cannot keep is taken to be there.
        aligned.extend(wanted.into_iter().filter(|part| self.key(self.desired_key, part).is_none()));
        let (mut constraints, mut indexes) = (Objects::default(), Objects::default());
        for part in aligned {
            match part {
                Part::Constraint(constraint) => drop(constraints.insert(constraint)),
                Part::Index(index) => drop(indexes.insert(index)),
            }
        }
        (constraints, indexes)
    }

    /// The canonical form of a part.
    fn key(&self, keys: &Table, part: &Part) -> Option<Part> {
        match part {
            Part::Constraint(constraint) if constraint.kind() == ConstraintKind::Unique && self.unique_is_index => {
                keys.indexes.get(constraint.name()).cloned().map(Part::Index)
            }
            Part::Constraint(constraint) => keys.constraints.get(&constraint.key()).cloned().map(Part::Constraint),
            Part::Index(index) => keys.indexes.get(&index.name).cloned().map(Part::Index),
        }
    }
}

fn parts(table: &Table) -> Vec<Part> {
    let constraints = table.constraints.iter().cloned().map(Part::Constraint);
    constraints.chain(table.indexes.iter().cloned().map(Part::Index)).collect()
}

/// The column without the text of its expressions.
fn without_text_of_column(column: &Column) -> Column {
    let mut column = column.clone();
    if let Some(DefaultValue::Expression(sql)) = &mut column.default {
        sql.clear();
    }
    if let Some(Generation::Expression { sql, .. }) = &mut column.generation {
        sql.clear();
    }
    column
}

/// The view without the text of its query and of the expressions in its indexes.
fn without_text_of_view(view: &View) -> View {
    let indexes = view.indexes.iter().map(|index| match without_text(Part::Index(index.clone())) {
        Part::Index(index) => index,
        Part::Constraint(_) => index.clone(),
    });
    View { query: String::new(), indexes: indexes.collect(), ..view.clone() }
}

/// The part without the text of its expressions.
fn without_text(mut part: Part) -> Part {
    match &mut part {
        Part::Constraint(Constraint::Check(check)) => check.expression.clear(),
        Part::Constraint(Constraint::Exclude(exclude)) => {
            exclude.predicate.iter_mut().for_each(String::clear);
            exclude.elements.iter_mut().for_each(|element| element.target.clear());
        }
        Part::Constraint(_) => {}
        Part::Index(index) => {
            index.predicate.iter_mut().for_each(String::clear);
            for part in &mut index.parts {
                if let IndexTarget::Expression(sql) = &mut part.target {
                    sql.clear();
                }
            }
        }
    }
    part
}
