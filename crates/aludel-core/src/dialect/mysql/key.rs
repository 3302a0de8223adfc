//! The canonical form of a schema, in which two are equal that the server cannot tell apart.

use super::index::Method;
use super::{MySql, default, expression, implicit, mariadb, types};
use crate::dialect::uuid;
use crate::name::ObjectName;
use crate::schema::{
    Check, Column, Constraint, Deferral, ForeignKey, Generation, Index, IndexPart, IndexTarget, MatchType, Objects,
    PrimaryKey, ReferentialAction, Schema, Sequence, SortOrder, Table, TableOptions, Validity, View,
};

/// A schema in its canonical form.
pub(super) fn key(dialect: &MySql, schema: &Schema) -> Schema {
    let sequences = schema.sequences.iter().filter(|_| dialect.has_sequences()).map(sequence).collect();
    Schema {
        sequences,
        tables: schema.tables.iter().map(|one| table(dialect, one)).collect(),
        views: schema.views.iter().map(view).collect(),
        // Values of enum types stand in the columns, and what holds tables is the database itself.
        ..Schema::default()
    }
}

fn table(dialect: &MySql, table: &Table) -> Table {
    let collation = dialect.table_collation(&table.options);
    let (constraints, uniques) = constraints(dialect, table);
    let indexes: Objects<Index> = table.indexes.iter().map(|one| index(dialect, table, one)).collect();
    let mut key = Table {
        name: table.name.clone(),
        columns: table.columns.iter().map(|one| column(dialect, table, one, &collation)).collect(),
        constraints,
        indexes: uniques.into_iter().filter(|unique| !indexes.contains(&unique.name)).chain(indexes.clone()).collect(),
        options: options(dialect, &table.options, &collation),
        comment: comment(table.comment.as_deref()),
    };
    implicit::leave_out(&mut key);
    key
}

fn options(dialect: &MySql, options: &TableOptions, collation: &str) -> TableOptions {
    let lower = |value: &Option<String>| value.as_ref().map(|value| value.to_lowercase());
    TableOptions {
        engine: lower(&options.engine).filter(|engine| engine != "innodb"),
        collation: (collation != dialect.database_collation()).then(|| collation.to_owned()),
        row_format: lower(&options.row_format).filter(|format| format != "default"),
        ..TableOptions::default()
    }
}

fn column(dialect: &MySql, table: &Table, column: &Column, table_collation: &str) -> Column {
    let ty = types::canonical(&column.ty);
    let generation = match &column.generation {
        Some(Generation::AutoIncrement | Generation::Serial | Generation::Identity(_)) => {
            Some(Generation::AutoIncrement)
        }
        Some(Generation::Expression { sql, storage }) => {
            Some(Generation::Expression { sql: expression::canonical(sql), storage: *storage })
        }
        None => None,
    };
    let is_generated = matches!(generation, Some(Generation::Expression { .. }));
    let in_key = table.primary_key().is_some_and(|key| key.columns.contains(&column.name));
    let collation = dialect.column_collation(column, table_collation).filter(|own| own != table_collation);
    Column {
        name: column.name.clone(),
        nullable: if is_generated && !dialect.has_generated_not_null() { true } else { column.nullable && !in_key },
        default: uuid::default(column).and_then(|value| default::canonical(&ty, &value)),
        on_update: column.on_update.as_ref().map(|sql| default::now(&ty, sql).unwrap_or_else(|| sql.clone())),
        charset: None,
        collation,
        invisible: column.invisible,
        comment: comment(column.comment.as_deref()),
        generation,
        ty,
    }
}

/// The constraints that are kept as such, and the unique ones, which are indexes and nothing else.
fn constraints(dialect: &MySql, table: &Table) -> (Objects<Constraint>, Vec<Index>) {
    let (mut kept, mut indexes) = (Objects::default(), Vec::new());
    for constraint in &table.constraints {
        match constraint {
            Constraint::PrimaryKey(key) => {
                kept.insert(Constraint::PrimaryKey(primary_key(table, key)));
            }
            Constraint::Unique(unique) => {
                indexes.push(Index::new(unique.name.clone(), lower(&unique.columns)).unique());
            }
            Constraint::ForeignKey(key) => drop(kept.insert(Constraint::ForeignKey(foreign_key(key)))),
            Constraint::Check(one) => drop(kept.insert(Constraint::Check(check(dialect, one)))),
            // There are none.
            Constraint::Exclude(_) => {}
        }
    }
    (kept, indexes)
}

fn primary_key(table: &Table, key: &PrimaryKey) -> PrimaryKey {
    let beginnings = key.parts().filter_map(|(column, length)| Some((column, beginning(table, column, length)?)));
    let whole = PrimaryKey::new("", lower(&key.columns));
    beginnings.fold(whole, |key, (column, length)| key.prefix(&column.to_lowercase(), length))
}

/// How much of a column counts; one as long as the column is none.
fn beginning(table: &Table, column: &str, length: Option<u32>) -> Option<u32> {
    let whole = table.columns.get(column).and_then(|column| types::length(&types::canonical(&column.ty)));
    length.filter(|length| whole.is_none_or(|whole| *length < whole))
}

fn foreign_key(key: &ForeignKey) -> ForeignKey {
    // NO ACTION and RESTRICT are one: each server shows one of them for both, and not the same one.
    let action = |action: ReferentialAction| match action {
        ReferentialAction::Restrict => ReferentialAction::NoAction,
        ReferentialAction::NoAction
        | ReferentialAction::Cascade
        | ReferentialAction::SetNull
        | ReferentialAction::SetDefault => action,
    };
    ForeignKey {
        name: key.name.clone(),
        columns: lower(&key.columns),
        referred_table: key.referred_table.clone(),
        referred_columns: lower(&key.referred_columns),
        on_delete: action(key.on_delete),
        on_update: action(key.on_update),
        match_type: MatchType::Simple,
        deferral: Deferral::Never,
        validity: Validity::Enforced,
    }
}

fn check(dialect: &MySql, check: &Check) -> Check {
    let enforced = check.validity != Validity::NotEnforced || !dialect.has_unenforced_checks();
    Check {
        name: check.name.clone(),
        expression: expression::canonical(&check.expression),
        validity: if enforced { Validity::Enforced } else { Validity::NotEnforced },
        no_inherit: false,
    }
}

fn index(dialect: &MySql, table: &Table, index: &Index) -> Index {
    let method = Method::of(table, index);
    Index {
        name: index.name.clone(),
        parts: index.parts.iter().map(|one| part(dialect, table, one, method)).collect(),
        unique: index.unique,
        nulls_not_distinct: false,
        predicate: None,
        include: Vec::new(),
        method: match method {
            Some(Method::FullText) => Some("fulltext".into()),
            Some(Method::Spatial) => Some("spatial".into()),
            Some(Method::BTree) if Method::usual(table) == Method::Hash => Some("btree".into()),
            Some(Method::BTree | Method::Hash) | None => None,
        },
        // The catalogue does not tell it.
        parser: None,
        options: std::collections::BTreeMap::new(),
        invisible: index.invisible,
        comment: comment(index.comment.as_deref()),
    }
}

fn part(dialect: &MySql, table: &Table, part: &IndexPart, method: Option<Method>) -> IndexPart {
    let has_prefixes = method.is_none_or(Method::has_prefixes);
    let mut key = match &part.target {
        IndexTarget::Column(column) => IndexPart::column(column.to_lowercase()),
        IndexTarget::Expression(sql) => IndexPart::expression(expression::canonical(sql)),
    };
    if has_prefixes && dialect.has_descending_indexes() {
        key.order = part.order;
    } else {
        key.order = SortOrder::Ascending;
    }
    let length = part.prefix_length.filter(|_| has_prefixes);
    key.prefix_length = part.target.column().and_then(|column| beginning(table, column, length));
    key
}

fn view(view: &View) -> View {
    View { query: expression::canonical(&view.query), ..View::new(view.name.clone(), "") }
}

fn sequence(sequence: &Sequence) -> Sequence {
    Sequence {
        options: mariadb::canonical_options(&sequence.options),
        comment: comment(sequence.comment.as_deref()),
        ..Sequence::new(ObjectName::clone(&sequence.name))
    }
}

/// A comment as the catalogue keeps it; an empty one is none.
fn comment(comment: Option<&str>) -> Option<String> {
    comment.filter(|text| !text.is_empty()).map(types::catalogue_text)
}

/// Names of columns are the same in capital and small letters.
fn lower(names: &[String]) -> Vec<String> {
    names.iter().map(|name| name.to_lowercase()).collect()
}
