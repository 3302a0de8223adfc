//! Whether the foreign keys of a model refer to columns that are there, of the same type, and unique.

use std::collections::BTreeSet;
use std::mem::discriminant;

use aludel_core::schema::{Column, ColumnType, Constraint, ForeignKey, ReferentialAction, Schema, Table};

use super::nearest::suggestion;
use super::{ModelError, ModelTable};

/// What is wrong with the foreign keys of a model, of each the first thing.
pub(super) fn check(model: &ModelTable, schema: &Schema) -> Vec<ModelError> {
    let error = |foreign_key: &ForeignKey| {
        let mistake = mistake(&model.table, foreign_key, schema)?;
        let place = model.references.get(&foreign_key.name).unwrap_or(&model.place);
        let (table, columns) = (&model.table.name, foreign_key.columns.join(", "));
        Some(ModelError::new(*place, format!("\"{table}.{columns}\" {mistake}")))
    };
    model.table.foreign_keys().filter(|key| !model.unchecked.contains(&key.name)).filter_map(error).collect()
}

fn mistake(table: &Table, foreign_key: &ForeignKey, schema: &Schema) -> Option<String> {
    let Some(referred) = schema.table(&foreign_key.referred_table) else {
        return Some(missing_table(foreign_key, schema));
    };
    if foreign_key.columns.len() != foreign_key.referred_columns.len() {
        let (own, others) = (foreign_key.columns.len(), foreign_key.referred_columns.len());
        return Some(format!("refers to {others} columns and has {own}; make them as many"));
    }
    let mut pairs = foreign_key.columns.iter().zip(&foreign_key.referred_columns);
    pairs
        .find_map(|(column, other)| mistaken_pair(table.columns.get(column), referred, other))
        .or_else(|| not_unique(referred, foreign_key))
        .or_else(|| never_null(table, foreign_key))
}

fn missing_table(foreign_key: &ForeignKey, schema: &Schema) -> String {
    let name = foreign_key.referred_table.to_string();
    let suggestion = suggestion(&name, schema.tables.iter().map(|table| table.name.to_string()));
    let hint = if suggestion.is_empty() { "; add its model to `models!`" } else { &suggestion };
    format!(
        "refers to \"{name}.{}\", but no model has the table \"{name}\"{hint}",
        foreign_key.referred_columns.join(", ")
    )
}

fn mistaken_pair(column: Option<&Column>, referred: &Table, name: &str) -> Option<String> {
    let Some(other) = referred.columns.get(name) else {
        let suggestion = suggestion(name, referred.columns.iter().map(|column| column.name.clone()));
        let table = &referred.name;
        return Some(format!("refers to \"{table}.{name}\", but \"{table}\" has no column \"{name}\"{suggestion}"));
    };
    // A column that is not there is told of elsewhere.
    let column = column.filter(|column| !alike(&column.ty, &other.ty))?;
    let (own, others, table) = (&column.ty, &other.ty, &referred.name);
    Some(format!("is {own}, but \"{table}.{name}\", to which it refers, is {others}; make the types alike"))
}

/// Databases want the same type on both sides; lengths and digits may differ, and what is spelled out is theirs to say.
fn alike(own: &ColumnType, other: &ColumnType) -> bool {
    let is_text =
        |ty: &ColumnType| matches!(ty, ColumnType::Char { .. } | ColumnType::Varchar { .. } | ColumnType::Text { .. });
    let is_bytes = |ty: &ColumnType| {
        matches!(ty, ColumnType::Binary { .. } | ColumnType::Varbinary { .. } | ColumnType::Blob { .. })
    };
    match (own, other) {
        (ColumnType::Raw { .. }, _) | (_, ColumnType::Raw { .. }) => true,
        (ColumnType::Integer { .. } | ColumnType::Enum { .. } | ColumnType::Set { .. }, _) => own == other,
        (ColumnType::Time { zoned, .. }, ColumnType::Time { zoned: other, .. })
        | (ColumnType::Timestamp { zoned, .. }, ColumnType::Timestamp { zoned: other, .. }) => zoned == other,
        _ => {
            discriminant(own) == discriminant(other)
                || is_text(own) && is_text(other)
                || is_bytes(own) && is_bytes(other)
        }
    }
}

/// The SQL standard wants a primary key, a unique constraint or, in practice, a unique index on the columns referred to.
fn not_unique(referred: &Table, foreign_key: &ForeignKey) -> Option<String> {
    let wanted: BTreeSet<&str> = foreign_key.referred_columns.iter().map(String::as_str).collect();
    let by_constraint = referred.constraints.iter().any(|constraint| match constraint {
        Constraint::PrimaryKey(key) => same(&key.columns, &wanted),
        Constraint::Unique(unique) => same(&unique.columns, &wanted),
        Constraint::ForeignKey(_) | Constraint::Check(_) | Constraint::Exclude(_) => false,
    });
    let by_index = referred.indexes.iter().any(|index| {
        let columns = index.column_names().map(|columns| columns.into_iter().collect::<BTreeSet<_>>());
        index.unique && index.predicate.is_none() && columns.as_ref() == Some(&wanted)
    });
    if by_constraint || by_index {
        return None;
    }
    let (table, columns) = (&referred.name, foreign_key.referred_columns.join(", "));
    Some(format!(
        "refers to \"{table}.{columns}\", which is neither the primary key nor unique; make it `unique`, or refer to the key"
    ))
}

fn same(columns: &[String], wanted: &BTreeSet<&str>) -> bool {
    columns.iter().map(String::as_str).collect::<BTreeSet<_>>() == *wanted
}

fn never_null(table: &Table, foreign_key: &ForeignKey) -> Option<String> {
    let sets_null = [foreign_key.on_delete, foreign_key.on_update].contains(&ReferentialAction::SetNull);
    let mut columns = foreign_key.columns.iter().filter_map(|name| table.columns.get(name));
    let column = columns.find(|column| sets_null && !column.nullable)?;
    Some(format!("is set to NULL by its foreign key, but \"{}\" is never NULL; make it nullable", column.name))
}
