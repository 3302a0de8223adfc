//! `references = "roles.id"` and what happens when the row referred to goes or changes.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::LitStr;

use crate::error::Errors;

/// A column of a table, as `references` names it.
#[derive(Clone)]
pub(crate) struct Reference {
    /// The namespace, if one is named.
    pub(crate) namespace: Option<String>,
    /// The table.
    pub(crate) table: String,
    /// The column.
    pub(crate) column: String,
}

impl Reference {
    /// Reads `table.column` or `schema.table.column`.
    pub(crate) fn read(text: &LitStr, errors: &Errors) -> Option<Self> {
        let value = text.value();
        let parts: Vec<&str> = value.split('.').collect();
        let part = |part: &str| part.to_owned();
        match parts.as_slice() {
            [table, column] if !table.is_empty() && !column.is_empty() => {
                Some(Self { namespace: None, table: part(table), column: part(column) })
            }
            [namespace, table, column] if !namespace.is_empty() && !table.is_empty() && !column.is_empty() => {
                Some(Self { namespace: Some(part(namespace)), table: part(table), column: part(column) })
            }
            _ => {
                errors.at(
                    text.span(),
                    format!("`{value}` is no column of a table; write `references = \"roles.id\"`, or `\"auth.roles.id\"` with its schema"),
                );
                None
            }
        }
    }

    /// True where both are columns of one table.
    pub(crate) fn is_of_table(&self, other: &Self) -> bool {
        (&self.namespace, &self.table) == (&other.namespace, &other.table)
    }
}

/// What a foreign key does when the row that it refers to goes or changes.
#[derive(Clone, Copy, PartialEq)]
#[expect(clippy::enum_variant_names, reason = "`NO ACTION` is a word of SQL")]
pub(crate) enum Action {
    /// Refuses, at the end of the statement.
    NoAction,
    /// Refuses at once.
    Restrict,
    /// Deletes or changes the row too.
    Cascade,
    /// Sets NULL.
    SetNull,
    /// Sets the default.
    SetDefault,
}

impl Action {
    /// Reads the words of SQL, in either case.
    pub(crate) fn read(text: &LitStr, errors: &Errors) -> Option<Self> {
        match text.value().to_lowercase().as_str() {
            "no action" => Some(Self::NoAction),
            "restrict" => Some(Self::Restrict),
            "cascade" => Some(Self::Cascade),
            "set null" => Some(Self::SetNull),
            "set default" => Some(Self::SetDefault),
            other => {
                errors.at(
                    text.span(),
                    format!("`{other}` is no action; write \"cascade\", \"set null\", \"set default\", \"restrict\" or \"no action\""),
                );
                None
            }
        }
    }

    /// The action as a value of the schema model.
    pub(crate) fn tokens(self) -> TokenStream {
        let variant = format_ident!(
            "{}",
            match self {
                Self::NoAction => "NoAction",
                Self::Restrict => "Restrict",
                Self::Cascade => "Cascade",
                Self::SetNull => "SetNull",
                Self::SetDefault => "SetDefault",
            }
        );
        quote!(::aludel::schema::ReferentialAction::#variant)
    }
}
