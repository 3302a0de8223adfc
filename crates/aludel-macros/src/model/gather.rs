//! Brings what the fields say of constraints and indexes to the table, so that there is one place to write them from.

use syn::LitStr;

use super::field::{Field, Membership};
use super::table::{Check, ForeignKey, Index, Table, Unique};
use crate::error::Errors;

/// The table with the constraints and indexes of its fields, which stand before those that the struct names.
pub(crate) fn gather(fields: &[Field], table: Table, errors: &Errors) -> Table {
    let (uniques, indexes) = keys(fields, errors);
    let primary_key = table.primary_key.or_else(|| primary_key(fields));
    Table {
        primary_key,
        uniques: uniques.into_iter().chain(table.uniques).collect(),
        indexes: indexes.into_iter().chain(table.indexes).collect(),
        checks: fields.iter().filter_map(check).chain(table.checks).collect(),
        foreign_keys: fields.iter().filter_map(foreign_key).chain(table.foreign_keys).collect(),
        ..table
    }
}

fn column(field: &Field) -> LitStr {
    LitStr::new(&field.column, field.ident.span())
}

fn primary_key(fields: &[Field]) -> Option<Vec<LitStr>> {
    let columns: Vec<LitStr> = fields.iter().filter(|field| field.primary_key.is_some()).map(column).collect();
    (!columns.is_empty()).then_some(columns)
}

fn check(field: &Field) -> Option<Check> {
    let expression = field.check.clone()?;
    Some(Check { name: None, column: Some(column(field)), expression })
}

fn foreign_key(field: &Field) -> Option<ForeignKey> {
    let foreign_key = field.foreign_key.as_ref()?;
    Some(ForeignKey {
        place: field.ident.span(),
        name: foreign_key.name.clone(),
        columns: vec![column(field)],
        references: vec![foreign_key.reference.clone()],
        on_delete: foreign_key.on_delete.map(|(action, _)| action),
        on_update: foreign_key.on_update.map(|(action, _)| action),
    })
}

/// Columns that share a constraint or index: one column alone, or those that name one group.
struct Key {
    group: Option<String>,
    columns: Vec<LitStr>,
    unique: bool,
    index: bool,
}

fn keys(fields: &[Field], errors: &Errors) -> (Vec<Unique>, Vec<Index>) {
    let mut keys: Vec<Key> = Vec::new();
    for field in fields {
        for (group, unique, index) in memberships(field) {
            let known = keys.iter_mut().find(|key| group.is_some() && key.group == group);
            match known {
                None => keys.push(Key { group, columns: vec![column(field)], unique, index }),
                Some(key) if (key.unique, key.index) == (unique, index) => key.columns.push(column(field)),
                Some(key) => {
                    let group = key.group.as_deref().unwrap_or_default();
                    let (first, here) = (words(key.unique, key.index), words(unique, index));
                    let message = format!("group \"{group}\" is {first} elsewhere and {here} here; make them alike");
                    errors.at(field.ident.span(), message);
                }
            }
        }
    }
    let (indexes, uniques): (Vec<Key>, Vec<Key>) = keys.into_iter().partition(|key| key.index);
    let uniques = uniques.into_iter().map(|key| Unique { name: None, columns: key.columns });
    let indexes = indexes.into_iter().map(|key| Index::over(key.columns, key.unique));
    (uniques.collect(), indexes.collect())
}

/// The groups that a field is in, each with whether it is unique and whether it is an index. `unique` and `index` of
/// the same group, or both alone, are one unique index.
fn memberships(field: &Field) -> Vec<(Option<String>, bool, bool)> {
    let group = |membership: &Membership| match membership {
        Membership::Alone => None,
        Membership::Group(name) => Some(name.value()),
    };
    match (field.unique.as_ref().map(group), field.index.as_ref().map(group)) {
        (Some(unique), Some(index)) if unique == index => vec![(unique, true, true)],
        (unique, index) => {
            let unique = unique.map(|group| (group, true, false));
            unique.into_iter().chain(index.map(|group| (group, false, true))).collect()
        }
    }
}

fn words(unique: bool, index: bool) -> &'static str {
    match (unique, index) {
        (true, true) => "`unique` and `index`",
        (true, false) => "`unique`",
        (false, true) => "`index`",
        (false, false) => "nothing",
    }
}
