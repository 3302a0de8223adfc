//! Puts what the catalogue says together into a schema.

use std::collections::HashMap;

use super::catalog::{self, Catalog};
use super::{constraint, index, notes};
use crate::dialect::postgres::expression::without_outer_parentheses;
use crate::dialect::postgres::{default, sequence, types};
use crate::dialect::{InspectError, Inspection};
use crate::name::ObjectName;
use crate::schema::{
    Column, ColumnType, EnumType, Generation, Identity, IdentityMode, Index, Objects, Schema, Sequence,
    SequenceOptions, Storage, Table, TableOptions, View,
};

/// The schema, and what it cannot say. Objects of the default namespace have none in their names.
pub(super) fn inspection(default_namespace: &str, catalog: Catalog) -> Result<Inspection, InspectError> {
    let names = Names { default: default_namespace };
    let mut notes = notes::read(&names, &catalog);
    let mut parts = Parts::new(&names, catalog.columns, catalog.constraints, catalog.indexes);
    let enum_types: Objects<EnumType> = catalog.enum_types.iter().map(|one| enum_type(&names, one)).collect();
    let tables = catalog.tables.into_iter().map(|table| parts.table(table, &enum_types));
    let tables: Objects<Table> = tables.collect::<Result<_, _>>()?;
    let views = catalog.views.into_iter().map(|view| parts.view(view)).collect();
    let in_scope = catalog.enum_types.iter().filter(|one| one.in_scope).map(|one| enum_type(&names, one));
    let schema = Schema {
        namespaces: catalog.namespaces.into_iter().map(|one| one.name).filter(|name| name != names.default).collect(),
        enum_types: in_scope.collect(),
        sequences: catalog.sequences.into_iter().map(|one| self::sequence(&names, one)).collect(),
        tables,
        views,
    };
    notes.sort_by(|one, other| (&one.object, &one.part, &one.reason).cmp(&(&other.object, &other.part, &other.reason)));
    Ok(Inspection { schema, not_understood: notes })
}

/// How objects are called.
pub(super) struct Names<'a> {
    default: &'a str,
}

impl Names<'_> {
    pub(super) fn object(&self, namespace: &str, name: &str) -> ObjectName {
        let namespace = (namespace != self.default).then(|| namespace.to_owned());
        ObjectName { namespace, name: name.to_owned() }
    }
}

/// What belongs to tables and views, by their ids.
struct Parts<'a> {
    names: &'a Names<'a>,
    columns: HashMap<i64, Vec<catalog::Column>>,
    constraints: HashMap<i64, Vec<catalog::Constraint>>,
    indexes: HashMap<i64, Vec<catalog::Index>>,
}

impl<'a> Parts<'a> {
    fn new(
        names: &'a Names<'a>,
        columns: Vec<catalog::Column>,
        constraints: Vec<catalog::Constraint>,
        indexes: Vec<catalog::Index>,
    ) -> Self {
        Self {
            names,
            columns: grouped(columns, |column| column.table),
            constraints: grouped(constraints, |constraint| constraint.table),
            indexes: grouped(indexes, |index| index.table),
        }
    }

    fn table(&mut self, table: catalog::Table, enum_types: &Objects<EnumType>) -> Result<Table, InspectError> {
        let columns = self.columns.remove(&table.id).unwrap_or_default().into_iter();
        let constraints = self.constraints.remove(&table.id).unwrap_or_default().into_iter();
        Ok(Table {
            name: self.names.object(&table.namespace, &table.name),
            columns: columns.map(|one| column(self.names, one, enum_types)).collect::<Result<_, _>>()?,
            constraints: constraints.map(|one| constraint::read(self.names, one)).collect::<Result<_, _>>()?,
            indexes: self.indexes(table.id),
            options: TableOptions { unlogged: table.unlogged, ..TableOptions::default() },
            comment: table.comment,
        })
    }

    fn view(&mut self, view: catalog::View) -> View {
        let depends_on = view.depends_on.unwrap_or_default();
        View {
            name: self.names.object(&view.namespace, &view.name),
            query: view.query.trim().trim_end_matches(';').to_owned(),
            materialized: view.materialized,
            indexes: self.indexes(view.id),
            depends_on: depends_on.iter().map(|read| self.names.object(&read.namespace, &read.name)).collect(),
            comment: view.comment,
        }
    }

    fn indexes(&mut self, table: i64) -> Objects<Index> {
        self.indexes.remove(&table).unwrap_or_default().into_iter().map(index::read).collect()
    }
}

fn grouped<T>(all: Vec<T>, table: impl Fn(&T) -> i64) -> HashMap<i64, Vec<T>> {
    let mut groups: HashMap<i64, Vec<T>> = HashMap::new();
    for one in all {
        groups.entry(table(&one)).or_default().push(one);
    }
    groups
}

fn enum_type(names: &Names<'_>, one: &catalog::Enum) -> EnumType {
    let name = names.object(&one.namespace, &one.name);
    EnumType { name, values: one.values.clone(), comment: one.comment.clone() }
}

fn sequence(names: &Names<'_>, one: catalog::Sequence) -> Sequence {
    let ty = types::parsed(&one.ty);
    Sequence {
        name: names.object(&one.namespace, &one.name),
        options: options(&one.numbers, &ty),
        ty: Some(ty).filter(|ty| *ty != ColumnType::big_integer()),
        comment: one.comment,
    }
}

fn options(numbers: &catalog::Numbers, ty: &ColumnType) -> SequenceOptions {
    let options = SequenceOptions {
        start: Some(numbers.start),
        increment: Some(numbers.increment),
        minimum: Some(numbers.minimum),
        maximum: Some(numbers.maximum),
        cache: Some(numbers.cache),
        cycle: numbers.cycle,
    };
    sequence::canonical(&options, sequence::bits(ty))
}

fn column(names: &Names<'_>, one: catalog::Column, enum_types: &Objects<EnumType>) -> Result<Column, InspectError> {
    let ty = match (&one.enum_namespace, &one.enum_name) {
        (Some(namespace), Some(name)) => {
            let name = names.object(namespace, name);
            let values = enum_types.get(&name).map(|found| found.values.clone()).unwrap_or_default();
            let ty = ColumnType::Enum { name: Some(name), values };
            if one.is_array { ColumnType::array(ty) } else { ty }
        }
        _ => types::parsed(&one.ty),
    };
    let generation = generation(&one, &ty)?;
    let default = one.expression.as_deref().filter(|_| generation.is_none());
    Ok(Column {
        nullable: one.nullable,
        default: default.and_then(|text| default::parsed(text, &ty)),
        generation,
        collation: one.collation,
        comment: one.comment,
        ..Column::new(one.name, ty)
    })
}

fn generation(one: &catalog::Column, ty: &ColumnType) -> Result<Option<Generation>, InspectError> {
    let mode = match one.identity.as_str() {
        "" => None,
        "a" => Some(IdentityMode::Always),
        "d" => Some(IdentityMode::ByDefault),
        other => return Err(unknown("pg_attribute.attidentity", other)),
    };
    if let (Some(mode), Some(owned)) = (mode, &one.sequence) {
        let identity = Identity { mode, options: options(&owned.numbers, ty) };
        let is_usual = identity == Identity::default();
        return Ok(Some(if is_usual { Generation::AutoIncrement } else { Generation::Identity(identity) }));
    }
    let storage = match one.generated.as_str() {
        "" => None,
        "s" => Some(Storage::Stored),
        "v" => Some(Storage::Virtual),
        other => return Err(unknown("pg_attribute.attgenerated", other)),
    };
    let expression = one.expression.as_deref().unwrap_or_default();
    if let Some(storage) = storage {
        let sql = without_outer_parentheses(expression).to_owned();
        return Ok(Some(Generation::Expression { sql, storage }));
    }
    let is_serial = one.sequence.as_ref().is_some_and(|owned| owned.is_default)
        && expression.starts_with("nextval(")
        && matches!(ty, ColumnType::Integer { .. });
    Ok(is_serial.then_some(Generation::Serial))
}

/// What no known version has in its catalogue.
pub(super) fn unknown(place: &str, value: &str) -> InspectError {
    InspectError::Unknown { place: place.to_owned(), value: value.to_owned() }
}
