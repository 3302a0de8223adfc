//! Finds the expressions that two schemas write differently.

use std::collections::BTreeSet;
use std::fmt;

use super::Words;
use crate::dialect::{Dialect, Phrase, Surroundings};
use crate::name::ObjectName;
use crate::schema::{
    Check, Column, Constraint, DefaultValue, Exclude, Generation, Index, IndexTarget, Schema, Table, View,
};

/// One expression that is written in two ways.
#[derive(Debug)]
pub(super) struct Doubt {
    pub(super) object: ObjectName,
    pub(super) slot: Slot,
    pub(super) surroundings: Surroundings,
    /// The columns around it are others on the two sides.
    pub(super) surroundings_change: bool,
    pub(super) current: Side,
    pub(super) desired: Side,
}

impl Doubt {
    /// True where one side has come to what the other was.
    pub(super) fn meets(&self, dialect: &dyn Dialect) -> bool {
        let (current, desired) = (&self.current.printed, &self.desired.printed);
        let shown = |text: &String| dialect.shown(text);
        !current.is_disjoint(desired)
            || desired.iter().filter_map(shown).any(|text| current.contains(&text))
            || current.iter().filter_map(shown).any(|text| desired.contains(&text))
    }
}

/// An expression of one side, and what the server has made of it so far.
#[derive(Debug)]
pub(super) struct Side {
    /// As it stands in the schema.
    pub(super) words: Words,
    /// As it is to be printed next.
    pub(super) phrase: Phrase,
    printed: BTreeSet<String>,
}

impl Side {
    fn new(words: Words, phrase: Phrase) -> Self {
        Self { words, phrase, printed: BTreeSet::new() }
    }

    /// Takes over what the server printed; true where printing that again may give something else.
    pub(super) fn print(&mut self, text: String) -> bool {
        let next = match &self.phrase {
            Phrase::Column(column) => Some(Phrase::Column(with_text(column, &text))),
            // A value is printed as part of a check.
            Phrase::Check(_) | Phrase::Value(_) => Some(Phrase::Check(text.clone())),
            Phrase::Query(_) => Some(Phrase::Query(text.clone())),
            Phrase::Exclude(_) => None,
        };
        if let Some(next) = next {
            self.phrase = next;
        }
        self.printed.insert(text)
    }
}

fn with_text(column: &Column, text: &str) -> Column {
    let mut column = column.clone();
    match &mut column.generation {
        Some(Generation::Expression { sql, .. }) => text.clone_into(sql),
        Some(_) | None => column.default = Some(DefaultValue::Expression(text.to_owned())),
    }
    column
}

/// Where in a table or view an expression stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    Default(String),
    Generation(String),
    Check(String),
    Exclude(String),
    /// The part of an index, by its place.
    Part(String, usize),
    Predicate(String),
    Query,
}

impl fmt::Display for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default(column) => write!(f, "the default of column \"{column}\""),
            Self::Generation(column) => write!(f, "the expression of column \"{column}\""),
            Self::Check(name) => write!(f, "check \"{name}\""),
            Self::Exclude(name) => write!(f, "exclusion constraint \"{name}\""),
            Self::Part(index, place) => write!(f, "part {} of index \"{index}\"", place + 1),
            Self::Predicate(index) => write!(f, "the predicate of index \"{index}\""),
            Self::Query => f.write_str("the query"),
        }
    }
}

impl Slot {
    /// Writes into a constraint, if this is a place in it.
    pub(super) fn write_constraint(&self, constraint: &mut Constraint, name: &str, words: &Words) {
        match (self, constraint, words) {
            (Self::Check(_), Constraint::Check(check), Words::Text(text)) if check.name == name => {
                check.expression.clone_from(text);
            }
            (Self::Exclude(_), Constraint::Exclude(exclude), Words::Exclude(other)) if exclude.name == name => {
                exclude.clone_from(other);
            }
            _ => {}
        }
    }

    /// Writes into an index, if this is a place in it.
    pub(super) fn write_index(&self, index: &mut Index, words: &Words) {
        match self {
            Self::Predicate(name) if index.name == *name => index.predicate = Some(words.text()),
            Self::Part(name, place) if index.name == *name => {
                if let Some(part) = index.parts.get_mut(*place) {
                    part.target = IndexTarget::Expression(words.text());
                }
            }
            _ => {}
        }
    }
}

/// The expressions that have different canonical forms on the two sides, and stand in the same place.
pub(super) fn doubts((current, desired): (&Schema, &Schema), keys: &(Schema, Schema)) -> Vec<Doubt> {
    let mut doubts = Vec::new();
    for (table, wanted) in current.tables.iter().filter_map(|table| Some((table, desired.table(&table.name)?))) {
        if let Some(keys) = keys.0.table(&table.name).zip(keys.1.table(&table.name))
            && keys.0 != keys.1
        {
            of_table((table, wanted), keys, &mut doubts);
        }
    }
    for (view, wanted) in current.views.iter().filter_map(|view| Some((view, desired.views.get(&view.name)?))) {
        if let Some(keys) = keys.0.views.get(&view.name).zip(keys.1.views.get(&view.name))
            && keys.0 != keys.1
        {
            of_view((view, wanted), keys, schemas_differ(current, desired, wanted), &mut doubts);
        }
    }
    doubts
}

/// True where a table or view that this one reads is not the same on both sides.
fn schemas_differ(current: &Schema, desired: &Schema, view: &View) -> bool {
    let differs = |name: &ObjectName| {
        current.tables.get(name).map(|table| &table.columns) != desired.tables.get(name).map(|table| &table.columns)
            || current.views.get(name) != desired.views.get(name)
    };
    view.depends_on.is_empty() || view.depends_on.iter().any(differs)
}

fn of_view(views: (&View, &View), keys: (&View, &View), surroundings_change: bool, doubts: &mut Vec<Doubt>) {
    let mut finder = Finder { object: &views.0.name, surroundings: Surroundings::OfView, surroundings_change, doubts };
    if keys.0.query != keys.1.query && keys.0.materialized == keys.1.materialized {
        let side = |view: &View| Side::new(Words::Text(view.query.clone()), Phrase::Query(view.query.clone()));
        finder.add(Slot::Query, side(views.0), side(views.1));
    }
    for (index, wanted) in views.0.indexes.iter().filter_map(|one| Some((one, views.1.indexes.get(&one.name)?))) {
        if let Some(keys) = keys.0.indexes.get(&index.name).zip(keys.1.indexes.get(&index.name)) {
            finder.index((index, wanted), keys);
        }
    }
}

fn of_table(tables: (&Table, &Table), keys: (&Table, &Table), doubts: &mut Vec<Doubt>) {
    let types = |table: &Table| -> Vec<(String, crate::schema::ColumnType)> {
        table.columns.iter().map(|column| (column.name.clone(), column.ty.clone())).collect()
    };
    let mut finder = Finder {
        object: &tables.0.name,
        surroundings: Surroundings::Columns(columns(tables.0, tables.1)),
        surroundings_change: types(keys.0) != types(keys.1),
        doubts,
    };
    for (column, wanted) in tables.0.columns.iter().filter_map(|one| Some((one, tables.1.columns.get(&one.name)?))) {
        if let Some(keys) = keys.0.columns.get(&column.name).zip(keys.1.columns.get(&column.name)) {
            finder.column((column, wanted), keys);
        }
    }
    for (constraint, wanted) in
        tables.0.constraints.iter().filter_map(|one| Some((one, tables.1.constraint_named(one.kind(), one.name())?)))
    {
        let named = |table: &'_ Table| table.constraint_named(constraint.kind(), constraint.name()).cloned();
        if named(keys.0) != named(keys.1) {
            finder.constraint(constraint, wanted);
        }
    }
    for (index, wanted) in tables.0.indexes.iter().filter_map(|one| Some((one, tables.1.indexes.get(&one.name)?))) {
        if let Some(keys) = keys.0.indexes.get(&index.name).zip(keys.1.indexes.get(&index.name)) {
            finder.index((index, wanted), keys);
        }
    }
}

/// The columns that an expression may name: those that are there, and those that are to come.
fn columns(current: &Table, desired: &Table) -> Vec<Column> {
    let plain = |column: &Column| Column {
        nullable: true,
        charset: column.charset.clone(),
        collation: column.collation.clone(),
        ..Column::new(&column.name, column.ty.clone())
    };
    let added = desired.columns.iter().filter(|column| !current.columns.contains(&column.name));
    current.columns.iter().chain(added).map(plain).collect()
}

struct Finder<'a> {
    object: &'a ObjectName,
    surroundings: Surroundings,
    surroundings_change: bool,
    doubts: &'a mut Vec<Doubt>,
}

impl Finder<'_> {
    fn add(&mut self, slot: Slot, current: Side, desired: Side) {
        self.doubts.push(Doubt {
            object: self.object.clone(),
            slot,
            surroundings: self.surroundings.clone(),
            surroundings_change: self.surroundings_change,
            current,
            desired,
        });
    }

    /// A column of another type is altered in any case.
    fn column(&mut self, columns: (&Column, &Column), keys: (&Column, &Column)) {
        if keys.0.ty != keys.1.ty || keys.0.collation != keys.1.collation {
            return;
        }
        let plain = |column: &Column| Column { nullable: true, on_update: None, comment: None, ..column.clone() };
        if keys.0.default != keys.1.default && keys.0.generation == keys.1.generation {
            let side = |column: &Column| {
                let value = column.default.clone()?;
                Some(Side::new(Words::Default(value), Phrase::Column(Column { generation: None, ..plain(column) })))
            };
            if let Some((current, desired)) = side(columns.0).zip(side(columns.1)) {
                self.add(Slot::Default(columns.0.name.clone()), current, desired);
            }
        }
        if keys.0.generation != keys.1.generation {
            let side = |column: &Column| match &column.generation {
                Some(Generation::Expression { sql, .. }) => {
                    let column = Column { default: None, invisible: false, ..plain(column) };
                    Some(Side::new(Words::Text(sql.clone()), Phrase::Column(column)))
                }
                Some(_) | None => None,
            };
            if let Some((current, desired)) = side(columns.0).zip(side(columns.1)) {
                self.add(Slot::Generation(columns.0.name.clone()), current, desired);
            }
        }
    }

    fn constraint(&mut self, current: &Constraint, desired: &Constraint) {
        match (current, desired) {
            (Constraint::Check(current), Constraint::Check(desired)) => {
                let side = |check: &Check| {
                    Side::new(Words::Text(check.expression.clone()), Phrase::Check(check.expression.clone()))
                };
                self.add(Slot::Check(current.name.clone()), side(current), side(desired));
            }
            (Constraint::Exclude(current), Constraint::Exclude(desired)) => {
                let side = |one: &Exclude| Side::new(Words::Exclude(one.clone()), Phrase::Exclude(one.clone()));
                self.add(Slot::Exclude(current.name.clone()), side(current), side(desired));
            }
            _ => {}
        }
    }

    fn index(&mut self, indexes: (&Index, &Index), keys: (&Index, &Index)) {
        let side = |sql: &str| Side::new(Words::Text(sql.to_owned()), Phrase::Value(sql.to_owned()));
        let name = &indexes.0.name;
        if let (Some(current), Some(desired)) = (&indexes.0.predicate, &indexes.1.predicate)
            && keys.0.predicate != keys.1.predicate
        {
            self.add(Slot::Predicate(name.clone()), side(current), side(desired));
        }
        let parts = keys.0.parts.iter().zip(&keys.1.parts).zip(indexes.0.parts.iter().zip(&indexes.1.parts));
        for (place, (keys, parts)) in parts.enumerate() {
            if let (IndexTarget::Expression(current), IndexTarget::Expression(desired)) =
                (&parts.0.target, &parts.1.target)
                && keys.0.target != keys.1.target
            {
                self.add(Slot::Part(name.clone(), place), side(current), side(desired));
            }
        }
    }
}
