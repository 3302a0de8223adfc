//! A table as a struct.

use super::super::expression::Expression;
use super::super::literal::{text, word};
use super::super::operation::Scribe;
use super::column::Said;
use super::names::{self, Given};
use super::table::{self, Keys};
use super::types::Types;
use super::{attribute, comment, documentation, flag, function, given, is_name};
use crate::schema::{Column, Constraint, Objects, Schema, Table, TableOptions};

/// A struct that is a table.
pub(super) struct Record {
    /// Its name.
    pub(super) name: String,
    documentation: Option<String>,
    attributes: Vec<Expression>,
    fields: Vec<Field>,
    /// The function that says what the attributes cannot, by its name.
    more: Option<(String, Expression)>,
}

struct Field {
    name: String,
    rust_type: String,
    documentation: Option<String>,
    attributes: Vec<Expression>,
}

/// Why no struct can be a table.
pub(super) fn obstacle(table: &Table) -> Option<&'static str> {
    let names: Vec<String> = table.columns.iter().map(|column| column.name.to_ascii_lowercase()).collect();
    if !is_name(&table.name.name) || table.name.namespace.as_deref().is_some_and(|namespace| !is_name(namespace)) {
        return Some("a derive takes names of one to 63 bytes");
    }
    if !table.columns.iter().all(|column| is_name(&column.name)) {
        return Some("a derive takes columns with names of one to 63 bytes");
    }
    let twice = names.iter().enumerate().any(|(place, name)| names.iter().take(place).any(|other| other == name));
    twice.then_some("a derive takes no two columns whose names differ only in case")
}

impl Record {
    /// The struct for a table that nothing [stands in the way](obstacle) of. The function names the one that says the rest.
    pub(super) fn of(
        table: &Table,
        name: String,
        schema: &Schema,
        types: &mut Types<'_>,
        function: impl FnOnce(&str) -> String,
    ) -> Self {
        let mirror = Mirror { table, schema };
        let options = mirror.options(types);
        let (said, columns) = mirror.columns(types, &options);
        let keys = mirror.keys(types, &said);
        let mut attributes = vec![given("table", text(&table.name.name))];
        attributes.extend(table.name.namespace.as_ref().map(|namespace| given("schema", text(namespace))));
        attributes.extend(options_attributes(&options));
        attributes.extend(keys.attributes);
        attributes.extend(comment(table.comment.as_deref()));
        let more = Table { columns, constraints: keys.constraints, indexes: keys.indexes, ..Table::new(&table.name) };
        let is_all = more.columns.is_empty() && more.constraints.is_empty() && more.indexes.is_empty();
        let more = (!is_all).then(|| {
            let said = Scribe::default().table(&more);
            (function(&names::field(&name)), said)
        });
        attributes.extend(more.iter().map(|(function, _)| given("with", word(function))));
        let mut given_names = Given::default();
        let mut of_fields = keys.fields.into_iter();
        let fields = said.into_iter().map(|said| {
            let name = given_names.first_free(&[names::field(&said.column.name)], "_");
            Field::of(said, name, of_fields.next().unwrap_or_default())
        });
        Self { name, documentation: table.comment.clone(), attributes, fields: fields.collect(), more }
    }

    /// The struct with its attributes.
    pub(super) fn text(&self) -> String {
        let documentation = documentation(self.documentation.as_deref(), 0);
        let head = attribute("model", self.attributes.clone(), 0);
        let fields: String = self.fields.iter().map(Field::text).collect();
        format!("{documentation}#[derive(Debug, Clone, Model)]\n{head}\npub struct {} {{\n{fields}}}\n", self.name)
    }

    /// The function that says the rest.
    pub(super) fn more(&self) -> Option<String> {
        let (name, said) = self.more.as_ref()?;
        Some(format!("/// What no attribute says of [`{}`].\n{}", self.name, function(name, "TableBuilder", said)))
    }
}

impl Field {
    fn of(said: Said, name: String, keys: table::FieldKeys) -> Self {
        let column = &said.column.name;
        let mut attributes: Vec<Expression> =
            (*column != name).then(|| given("column", text(column))).into_iter().collect();
        attributes.extend(said.shape);
        attributes.extend(keys.primary_key.then(|| flag("primary_key")));
        attributes.extend(said.source);
        attributes.extend(keys.others);
        attributes.extend(said.comment);
        let documentation = said.column.comment;
        Self { name: names::written(&name), rust_type: said.rust_type, documentation, attributes }
    }

    fn text(&self) -> String {
        let documentation = documentation(self.documentation.as_deref(), 4);
        let attributes = (!self.attributes.is_empty()).then(|| attribute("model", self.attributes.clone(), 4) + "\n");
        let Self { name, rust_type, .. } = self;
        format!("{documentation}{}    pub {name}: {rust_type},\n", attributes.unwrap_or_default())
    }
}

/// Holds what a derive would make against the table that it is to make.
struct Mirror<'a> {
    table: &'a Table,
    schema: &'a Schema,
}

impl Mirror<'_> {
    /// The key of a table of that schema.
    fn key(&self, types: &Types<'_>, table: Table) -> Table {
        let alone = Schema {
            enum_types: self.schema.enum_types.clone(),
            tables: [table.clone()].into_iter().collect(),
            ..Schema::default()
        };
        types.dialect.key(&alone).tables.into_iter().next().unwrap_or(table)
    }

    /// The options that have to be said.
    fn options(&self, types: &Types<'_>) -> TableOptions {
        let key = |options: &TableOptions| {
            let bare = Table { options: options.clone(), ..Table::new(&self.table.name) };
            self.key(types, bare).options
        };
        let wanted = key(&self.table.options);
        let mut said = self.table.options.clone();
        let leave_out: [fn(&mut TableOptions); 7] = [
            |options| options.engine = None,
            |options| options.row_format = None,
            |options| options.charset = None,
            |options| options.collation = None,
            |options| options.strict = false,
            |options| options.without_rowid = false,
            |options| options.unlogged = false,
        ];
        for leave_out in leave_out {
            let mut shorter = said.clone();
            leave_out(&mut shorter);
            if key(&shorter) == wanted {
                said = shorter;
            }
        }
        said
    }

    /// The fields, and the columns that attributes cannot say.
    fn columns(&self, types: &mut Types<'_>, options: &TableOptions) -> (Vec<Said>, Objects<Column>) {
        let wanted = self.key(types, self.table.clone());
        let is_null = |column: &Column| wanted.columns.get(&column.name).is_none_or(|column| column.nullable);
        let columns: Vec<Column> = self
            .table
            .columns
            .iter()
            .map(|column| Column { nullable: column.nullable && is_null(column), ..column.clone() })
            .collect();
        let counted = columns.iter().position(Column::is_auto_increment);
        let counts = |place: usize| counted.is_none_or(|counted| counted == place);
        let natural: Vec<Option<Said>> =
            columns.iter().enumerate().map(|(place, column)| types.natural(column, counts(place))).collect();
        let spelled: Vec<Said> =
            columns.iter().enumerate().map(|(place, column)| types.spelled(column, counts(place), options)).collect();
        let made = |said: Vec<&Said>| {
            let columns = said.into_iter().map(|said| said.column.clone()).collect();
            self.key(types, Table { columns, options: options.clone(), ..self.table.clone() }).columns
        };
        let of_natural = made(natural.iter().zip(&spelled).map(|(one, other)| one.as_ref().unwrap_or(other)).collect());
        let of_spelled = made(spelled.iter().collect());
        let mut by_hand = Objects::default();
        let mut said = Vec::new();
        for ((natural, spelled), column) in natural.into_iter().zip(spelled).zip(&self.table.columns) {
            let is = |made: &Objects<Column>| made.get(&column.name) == wanted.columns.get(&column.name);
            match natural {
                Some(natural) if is(&of_natural) => said.push(natural),
                Some(_) | None => {
                    if !is(&of_spelled) {
                        by_hand.insert(column.clone());
                    }
                    said.push(spelled);
                }
            }
        }
        (said, by_hand)
    }

    /// The keys, indexes and checks, where attributes can say them, and those that they cannot.
    fn keys(&self, types: &Types<'_>, said: &[Said]) -> Keys {
        let primary_key = |name: &str| {
            let mut key = self.table.primary_key()?.clone();
            key.name = name.to_owned();
            let mut table = self.table.clone();
            table.constraints.insert(Constraint::PrimaryKey(key));
            self.key(types, table).primary_key().cloned()
        };
        let conventional = crate::name::primary_key(&self.table.name);
        let is_named = self.table.primary_key().is_some_and(|key| primary_key(&key.name) != primary_key(&conventional));
        Keys::of(self.table, self.schema, said, is_named)
    }
}

fn options_attributes(options: &TableOptions) -> Vec<Expression> {
    let TableOptions { engine, charset, collation, row_format, strict, without_rowid, unlogged } = options;
    let texts = [("engine", engine), ("charset", charset), ("collation", collation), ("row_format", row_format)];
    let flags = [("strict", strict), ("without_rowid", without_rowid), ("unlogged", unlogged)];
    let texts = texts.into_iter().filter_map(|(name, value)| Some(given(name, text(value.as_ref()?))));
    texts.chain(flags.into_iter().filter(|(_, set)| **set).map(|(name, _)| flag(name))).collect()
}
