//! Tables of the schema model, from what the statements that made them say.

use std::collections::HashMap;

use super::catalogue::Entry;
use crate::dialect::NotUnderstood;
use crate::dialect::sqlite::parser::{
    ColumnDefinition, ConstraintBody, ConstraintDefinition, ForeignKeyDefinition, IndexDefinition, KeyColumn,
    PartDefinition, TableDefinition,
};
use crate::dialect::sqlite::types;
use crate::name::{self, ObjectName};
use crate::schema::{
    Check, Column, ColumnType, Constraint, ForeignKey, Generation, Index, IndexPart, IndexTarget, Object, Objects,
    PrimaryKey, Table, TableOptions, Unique,
};

/// The tables, with names in the case in which they were declared.
pub(super) fn tables(
    definitions: &[(&Entry, TableDefinition)],
    not_understood: &mut Vec<NotUnderstood>,
) -> Objects<Table> {
    let known: Known<'_> =
        definitions.iter().map(|(entry, definition)| (entry.name.to_ascii_lowercase(), (*entry, definition))).collect();
    definitions
        .iter()
        .map(|(entry, definition)| Reader { entry, definition, known: &known }.table(not_understood))
        .collect()
}

/// Puts the indexes into their tables.
pub(super) fn add_indexes(
    tables: &mut Objects<Table>,
    indexes: &[(&Entry, IndexDefinition)],
    not_understood: &mut Vec<NotUnderstood>,
) {
    for (entry, definition) in indexes {
        match tables.get_mut(&ObjectName::from(entry.table.as_str())) {
            Some(table) => drop(table.indexes.insert(index(&entry.name, definition, table))),
            None => not_understood.push(entry.note("it is an index of something that cannot be said")),
        }
    }
}

/// The tables by their names in lower case, in which SQLite looks them up.
type Known<'a> = HashMap<String, (&'a Entry, &'a TableDefinition)>;

/// Reads one table.
struct Reader<'a> {
    entry: &'a Entry,
    definition: &'a TableDefinition,
    known: &'a Known<'a>,
}

impl Reader<'_> {
    fn table(&self, not_understood: &mut Vec<NotUnderstood>) -> Table {
        let mut table = Table::new(self.entry.name.as_str());
        let TableDefinition { strict, without_rowid, .. } = *self.definition;
        table.options = TableOptions { strict, without_rowid, ..TableOptions::default() };
        for column in &self.definition.columns {
            not_understood.extend(column.unmodelled.iter().map(|reason| self.entry.note_on(&column.name, reason)));
            table.columns.insert(self.column(column));
        }
        for constraint in &self.definition.constraints {
            let read = self.constraint(constraint, &table.name);
            let read = without_clash(read, &table.constraints);
            let unmodelled = self.unmodelled(&constraint.body);
            not_understood.extend(unmodelled.map(|reason| self.entry.note_on(read.name(), reason)));
            table.constraints.insert(read);
        }
        table
    }

    fn column(&self, definition: &ColumnDefinition) -> Column {
        let in_key = primary_key(self.definition).iter().any(|key| key.name.eq_ignore_ascii_case(&definition.name));
        let is_rowid = self.is_rowid(definition);
        // The manual: only these primary keys imply NOT NULL; in the others a mistake of old is kept.
        let implied = in_key && (is_rowid || self.definition.without_rowid || self.definition.strict);
        let generation = match &definition.generated {
            Some((sql, storage)) => Some(Generation::Expression { sql: sql.clone(), storage: *storage }),
            None => definition.auto_increment.then_some(Generation::AutoIncrement),
        };
        Column {
            nullable: !definition.not_null && !implied,
            default: definition.default.clone(),
            generation,
            collation: definition.collation.clone(),
            ..Column::new(&definition.name, self.column_type(definition))
        }
    }

    /// The type; as it stands where it would turn the column into the rowid or back.
    fn column_type(&self, definition: &ColumnDefinition) -> ColumnType {
        let read = types::parse(&definition.declared);
        let is_key = self.is_whole_key(definition) && !self.definition.without_rowid;
        if is_key && read == ColumnType::integer() && !self.is_rowid(definition) {
            return ColumnType::Raw { sql: definition.declared.clone() };
        }
        read
    }

    /// True for a column that is another name of the rowid. `INTEGER PRIMARY KEY DESC` is none: a mistake of old, which
    /// the manual says is kept, and only where the words stand with the column.
    fn is_rowid(&self, definition: &ColumnDefinition) -> bool {
        let of_column = |constraint: &&ConstraintDefinition| constraint.of_column.is_some();
        let descends = self.definition.constraints.iter().filter(of_column).any(|constraint| match &constraint.body {
            ConstraintBody::PrimaryKey { columns, .. } => columns.iter().any(|column| column.descending),
            ConstraintBody::Unique { .. } | ConstraintBody::Check { .. } | ConstraintBody::ForeignKey(_) => false,
        });
        self.is_whole_key(definition)
            && definition.declared.eq_ignore_ascii_case("INTEGER")
            && !self.definition.without_rowid
            && !descends
    }

    fn is_whole_key(&self, definition: &ColumnDefinition) -> bool {
        matches!(primary_key(self.definition), [key] if key.name.eq_ignore_ascii_case(&definition.name))
    }

    fn constraint(&self, definition: &ConstraintDefinition, table: &ObjectName) -> Constraint {
        let named = |conventional: String| definition.name.clone().unwrap_or(conventional);
        match &definition.body {
            ConstraintBody::PrimaryKey { columns, on_conflict } => Constraint::PrimaryKey(PrimaryKey {
                on_conflict: *on_conflict,
                ..PrimaryKey::new(named(name::primary_key(table)), self.key_columns(columns))
            }),
            ConstraintBody::Unique { columns, on_conflict } => {
                let columns = self.key_columns(columns);
                let name = named(name::unique(table, &columns));
                Constraint::Unique(Unique { on_conflict: *on_conflict, ..Unique::new(name, columns) })
            }
            ConstraintBody::Check { expression } => {
                let of_column: Vec<String> = definition.of_column.iter().cloned().collect();
                Constraint::Check(Check::new(named(name::check(table, &of_column, expression)), expression))
            }
            ConstraintBody::ForeignKey(key) => Constraint::ForeignKey(self.foreign_key(key, table, named)),
        }
    }

    fn foreign_key(
        &self,
        key: &ForeignKeyDefinition,
        table: &ObjectName,
        named: impl FnOnce(String) -> String,
    ) -> ForeignKey {
        let columns = declared(&key.columns, self.definition);
        let (referred_table, referred_columns) = match self.known.get(&key.table.to_ascii_lowercase()) {
            Some((entry, definition)) if key.referred.is_empty() => {
                let names: Vec<String> = primary_key(definition).iter().map(|key| key.name.clone()).collect();
                (entry.name.clone(), declared(&names, definition))
            }
            Some((entry, definition)) => (entry.name.clone(), declared(&key.referred, definition)),
            None => (key.table.clone(), key.referred.clone()),
        };
        let name = named(name::foreign_key(table, &columns, &referred_table.as_str().into()));
        ForeignKey {
            on_delete: key.on_delete,
            on_update: key.on_update,
            deferral: key.deferral,
            ..ForeignKey::new(name, columns, referred_table, referred_columns)
        }
    }

    fn key_columns(&self, columns: &[KeyColumn]) -> Vec<String> {
        let names: Vec<String> = columns.iter().map(|column| column.name.clone()).collect();
        declared(&names, self.definition)
    }

    /// What the schema model has no place for in a constraint.
    fn unmodelled(&self, body: &ConstraintBody) -> Option<&'static str> {
        match body {
            ConstraintBody::PrimaryKey { columns, .. } | ConstraintBody::Unique { columns, .. } => {
                let is_odd = columns.iter().any(|column| column.descending || column.collation.is_some());
                is_odd.then_some("its columns have an order or a collation of their own")
            }
            ConstraintBody::ForeignKey(key) => {
                let is_unknown = key.referred.is_empty() && !self.known.contains_key(&key.table.to_ascii_lowercase());
                is_unknown.then_some("it refers to the primary key of a table that is not there")
            }
            ConstraintBody::Check { .. } => None,
        }
    }
}

fn primary_key(definition: &TableDefinition) -> &[KeyColumn] {
    let of_key = |constraint: &'_ ConstraintDefinition| match &constraint.body {
        ConstraintBody::PrimaryKey { .. } => true,
        ConstraintBody::Unique { .. } | ConstraintBody::Check { .. } | ConstraintBody::ForeignKey(_) => false,
    };
    match definition.constraints.iter().find(|constraint| of_key(constraint)).map(|constraint| &constraint.body) {
        Some(ConstraintBody::PrimaryKey { columns, .. }) => columns,
        Some(_) | None => &[],
    }
}

/// Names of columns in the case in which the table declares them.
fn declared(names: &[String], definition: &TableDefinition) -> Vec<String> {
    let find = |name: &String| definition.columns.iter().find(|column| column.name.eq_ignore_ascii_case(name));
    names.iter().map(|name| find(name).map_or_else(|| name.clone(), |column| column.name.clone())).collect()
}

/// The constraint with a number behind its name, if another one of its kind has the name: SQLite lets them.
fn without_clash(constraint: Constraint, others: &Objects<Constraint>) -> Constraint {
    if !others.contains(&constraint.key()) {
        return constraint;
    }
    let name = constraint.name().to_owned();
    let renamed = |number: usize| constraint.clone().renamed(name::shorten(format!("{name}_{number}")));
    (2..=others.len() + 2).map(renamed).find(|one| !others.contains(&one.key())).unwrap_or(constraint)
}

fn index(name: &str, definition: &IndexDefinition, table: &Table) -> Index {
    Index {
        parts: definition.parts.iter().map(|definition| part(definition, table)).collect(),
        unique: definition.unique,
        predicate: definition.predicate.clone(),
        ..Index::new(name, [] as [&str; 0])
    }
}

/// A part is an expression unless it is the name of a column.
fn part(definition: &PartDefinition, table: &Table) -> IndexPart {
    let named = |name: &String| table.columns.iter().find(|column| column.name.eq_ignore_ascii_case(name));
    let target = match definition.name.as_ref().and_then(named) {
        Some(column) => IndexTarget::Column(column.name.clone()),
        None => IndexTarget::Expression(definition.sql.clone()),
    };
    IndexPart { target, order: definition.order, collation: definition.collation.clone(), ..IndexPart::column("") }
}
