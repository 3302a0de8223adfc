//! What attributes mean together: the rules over one field, and over all fields of a table.

use proc_macro2::Span;
use syn::{Ident, LitStr};

use super::field::Field;
use super::source::Source;
use super::table::Table;
use crate::error::{Errors, suggestion};

/// Notes what is wrong with the fields, each alone and together with the table.
pub(crate) fn check(ident: &Ident, table: &Table, fields: &[Field], errors: &Errors) {
    if fields.is_empty() {
        errors.at(ident.span(), "a table has at least one column; add a field, or take `skip` from one");
    }
    fields.iter().for_each(|field| check_field(field, errors));
    check_names(fields, errors);
    check_columns(table, fields, errors);
    check_primary_key(table, fields, errors);
    check_auto_increment(fields, errors);
}

fn check_field(field: &Field, errors: &Errors) {
    if let (Some(_), Some((true, span))) = (field.primary_key, field.shape.nullable) {
        errors.at(span, "`nullable` beside `primary_key`, which is never NULL; remove one");
    }
    if let (Source::AutoIncrement(_), Some((true, span))) = (&field.source, field.shape.nullable) {
        errors.at(span, "`nullable` beside `auto_increment`, which gives each row a number; remove one");
    }
    if let Some(name) = field.renamed_from.as_ref().filter(|name| name.value() == field.column) {
        errors.at(name.span(), "`renamed_from` is the column's name; write the name that it had before");
    }
}

/// Databases differ in whether the case of a column's name counts, so two that differ in case only are one too many.
fn check_names(fields: &[Field], errors: &Errors) {
    for (place, field) in fields.iter().enumerate() {
        let before = || fields.iter().take(place);
        if before().any(|other| other.column.eq_ignore_ascii_case(&field.column)) {
            let message = format!("two columns named \"{}\"; give one `column = \"…\"`", field.column);
            errors.at(field.ident.span(), message);
        }
        let Some(renamed_from) = &field.renamed_from else { continue };
        let name = renamed_from.value();
        if fields.iter().any(|other| other.column == name && other.column != field.column) {
            errors
                .at(renamed_from.span(), format!("the column \"{name}\" is still there; remove it, or `renamed_from`"));
        }
        if before().any(|other| other.renamed_from.as_ref().is_some_and(|other| other.value() == name)) {
            errors.at(renamed_from.span(), format!("two columns are renamed from \"{name}\"; one of them is new"));
        }
    }
}

/// The columns that the struct's attributes name are those of its fields.
fn check_columns(table: &Table, fields: &[Field], errors: &Errors) {
    for column in table.columns() {
        let name = column.value();
        if !fields.iter().any(|field| field.column == name) {
            let suggestion = suggestion(&name, fields.iter().map(|field| field.column.as_str()));
            errors.at(column.span(), format!("no column \"{name}\"; {suggestion}"));
        }
    }
    let lists = [&table.primary_key].into_iter().flatten();
    let lists = lists.chain(table.uniques.iter().map(|unique| &unique.columns));
    lists.chain(table.indexes.iter().map(|index| &index.columns)).for_each(|list| check_once(list, errors));
}

fn check_once(columns: &[LitStr], errors: &Errors) {
    for (place, column) in columns.iter().enumerate() {
        if columns.iter().take(place).any(|other| other.value() == column.value()) {
            errors.at(column.span(), format!("\"{}\" stands there twice; remove one", column.value()));
        }
    }
}

fn check_primary_key(table: &Table, fields: &[Field], errors: &Errors) {
    if table.primary_key.is_none() {
        let is_there = fields.iter().any(|field| field.primary_key.is_some());
        if let Some(name) = table.primary_key_name.as_ref().filter(|_| !is_there) {
            errors.at(name.span(), "`primary_key_name` without a primary key; write `primary_key` at a field");
        }
        return;
    }
    for span in fields.iter().filter_map(|field| field.primary_key) {
        errors.at(span, "the struct's attributes name the primary key too; keep one of them");
    }
}

fn check_auto_increment(fields: &[Field], errors: &Errors) {
    let counted = fields.iter().filter_map(|field| match field.source {
        Source::AutoIncrement(span) => Some(span),
        Source::None | Source::Literal(_) | Source::Expression(_) | Source::Generated { .. } => None,
    });
    for span in counted.skip(1).collect::<Vec<Span>>() {
        errors.at(span, "a second `auto_increment`; a table has one");
    }
}
