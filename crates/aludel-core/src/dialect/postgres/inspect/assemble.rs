//! Puts what the catalogue says together into a schema.

use std::collections::BTreeMap;

use super::catalog::{self, Catalog};
use crate::dialect::postgres::expression::without_outer_parentheses;
use crate::dialect::postgres::{default, sequence, types};
use crate::dialect::{InspectError, Inspection, NotUnderstood};
use crate::name::ObjectName;
use crate::schema::{
    Check, Column, ColumnType, Constraint, Deferral, EnumType, Exclude, ExcludeElement, ForeignKey, Generation,
    Identity, IdentityMode, Index, IndexPart, MatchType, NullsOrder, Objects, PrimaryKey, ReferentialAction, Schema,
    Sequence, SequenceOptions, SortOrder, Storage, Table, TableOptions, Unique, Validity, View,
};

/// The schema, and what it cannot say. Objects of the default namespace have none in their names.
pub(super) fn inspection(default_namespace: &str, catalog: Catalog) -> Result<Inspection, InspectError> {
    let names = Names { default: default_namespace };
    let mut notes = notes(&names, &catalog);
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
struct Names<'a> {
    default: &'a str,
}

impl Names<'_> {
    fn object(&self, namespace: &str, name: &str) -> ObjectName {
        let namespace = (namespace != self.default).then(|| namespace.to_owned());
        ObjectName { namespace, name: name.to_owned() }
    }
}

/// What belongs to tables and views, by their ids.
struct Parts<'a> {
    names: &'a Names<'a>,
    columns: BTreeMap<i64, Vec<catalog::Column>>,
    constraints: BTreeMap<i64, Vec<catalog::Constraint>>,
    indexes: BTreeMap<i64, Vec<catalog::Index>>,
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
            constraints: constraints.map(|one| constraint(self.names, one)).collect::<Result<_, _>>()?,
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
        self.indexes.remove(&table).unwrap_or_default().into_iter().map(index).collect()
    }
}

fn grouped<T>(all: Vec<T>, table: impl Fn(&T) -> i64) -> BTreeMap<i64, Vec<T>> {
    let mut groups: BTreeMap<i64, Vec<T>> = BTreeMap::new();
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

fn constraint(names: &Names<'_>, one: catalog::Constraint) -> Result<Constraint, InspectError> {
    let deferral = match (one.deferrable, one.deferred) {
        (false, _) => Deferral::Never,
        (true, false) => Deferral::Immediate,
        (true, true) => Deferral::Deferred,
    };
    let validity = match (one.enforced, one.valid) {
        (false, _) => Validity::NotEnforced,
        (true, false) => Validity::NotValid,
        (true, true) => Validity::Enforced,
    };
    let columns = one.columns.unwrap_or_default();
    let include = one.include.unwrap_or_default();
    let plain = |text: String| without_outer_parentheses(&text).to_owned();
    Ok(match one.kind.as_str() {
        "p" => Constraint::PrimaryKey(PrimaryKey { deferral, ..PrimaryKey::new(one.name, columns) }),
        "u" => Constraint::Unique(Unique {
            include,
            nulls_not_distinct: one.nulls_not_distinct,
            deferral,
            ..Unique::new(one.name, columns)
        }),
        "f" => {
            let (namespace, table) =
                (one.referred_namespace.unwrap_or_default(), one.referred_table.unwrap_or_default());
            let referred_columns = one.referred_columns.unwrap_or_default();
            Constraint::ForeignKey(ForeignKey {
                on_delete: action(&one.on_delete)?,
                on_update: action(&one.on_update)?,
                match_type: match_type(&one.match_type)?,
                deferral,
                validity,
                ..ForeignKey::new(one.name, columns, names.object(&namespace, &table), referred_columns)
            })
        }
        "c" => Constraint::Check(Check {
            validity,
            no_inherit: one.no_inherit,
            ..Check::new(one.name, plain(one.expression.unwrap_or_default()))
        }),
        "x" => Constraint::Exclude(Exclude {
            name: one.name,
            method: one.method.unwrap_or_default(),
            elements: one.elements.unwrap_or_default().into_iter().map(element).collect(),
            include,
            predicate: one.predicate.map(plain),
            deferral,
        }),
        other => return Err(unknown("pg_constraint.contype", other)),
    })
}

fn element(one: catalog::Element) -> ExcludeElement {
    ExcludeElement { target: one.target, operator: one.operator }
}

fn action(letter: &str) -> Result<ReferentialAction, InspectError> {
    Ok(match letter {
        "a" => ReferentialAction::NoAction,
        "r" => ReferentialAction::Restrict,
        "c" => ReferentialAction::Cascade,
        "n" => ReferentialAction::SetNull,
        "d" => ReferentialAction::SetDefault,
        other => return Err(unknown("pg_constraint.confdeltype", other)),
    })
}

fn match_type(letter: &str) -> Result<MatchType, InspectError> {
    Ok(match letter {
        "s" => MatchType::Simple,
        "f" => MatchType::Full,
        "p" => MatchType::Partial,
        other => return Err(unknown("pg_constraint.confmatchtype", other)),
    })
}

fn index(one: catalog::Index) -> Index {
    let options = one.options.unwrap_or_default();
    let option = |option: &String| option.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
    Index {
        parts: one.parts.into_iter().map(part).collect(),
        unique: one.unique,
        nulls_not_distinct: one.nulls_not_distinct,
        predicate: one.predicate.map(|text| without_outer_parentheses(&text).to_owned()),
        include: one.include.unwrap_or_default(),
        method: Some(one.method).filter(|method| method != "btree"),
        options: options.iter().filter_map(option).collect(),
        comment: one.comment,
        ..Index::new::<String>(one.name, [])
    }
}

fn part(one: catalog::Part) -> IndexPart {
    let target = match one.column {
        Some(column) => IndexPart::column(column),
        None => IndexPart::expression(without_outer_parentheses(&one.expression.unwrap_or_default())),
    };
    let nulls = match (one.descending, one.nulls_first) {
        (false, true) => Some(NullsOrder::First),
        (true, false) => Some(NullsOrder::Last),
        (false, false) | (true, true) => None,
    };
    let order = if one.descending { SortOrder::Descending } else { SortOrder::Ascending };
    IndexPart { order, nulls, operator_class: one.class, collation: one.collation, ..target }
}

fn unknown(place: &str, value: &str) -> InspectError {
    InspectError::Unknown { place: place.to_owned(), value: value.to_owned() }
}

/// What the catalogue holds that the schema cannot say.
fn notes(names: &Names<'_>, catalog: &Catalog) -> Vec<NotUnderstood> {
    let tables = catalog.tables.iter().map(|table| (table.id, names.object(&table.namespace, &table.name)));
    let tables: BTreeMap<i64, ObjectName> = tables.collect();
    let of_part = |table: i64, part: &str, reason: &str| {
        let (part, reason) = (Some(part.to_owned()), reason.to_owned());
        tables.get(&table).map(|object| NotUnderstood { object: object.clone(), part, reason })
    };
    let constraints = catalog.constraints.iter().filter_map(|one| {
        let includes = one.kind == "p" && one.include.is_some();
        let reason = match (one.sets_some_columns, one.is_temporal, includes) {
            (true, ..) => "deleting sets some of its columns only",
            (_, true, _) => "it is over periods of time",
            (_, _, true) => "it includes columns besides its own",
            (false, false, false) => return None,
        };
        of_part(one.table, &one.name, reason)
    });
    let indexes = catalog.indexes.iter().filter(|index| !index.valid);
    let indexes = indexes.filter_map(|one| of_part(one.table, &one.name, "it is not valid: building it failed"));
    let others = catalog.notes.iter().map(|note| NotUnderstood {
        object: names.object(&note.namespace, &note.name),
        part: note.part.clone(),
        reason: note.reason.clone(),
    });
    constraints.chain(indexes).chain(others).collect()
}
