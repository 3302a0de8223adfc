//! The macros of Aludel. Use them through the crate `aludel`, which re-exports and documents them.

mod attributes;
mod case;
mod doc_comment;
mod error;
mod migrations;
mod model;
mod sql_enum;
mod sqlx;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Makes a struct with named fields a table: each field is a column.
///
/// See `aludel::model` for the attributes.
#[proc_macro_derive(Model, attributes(model))]
pub fn model(input: TokenStream) -> TokenStream {
    model::derive(&parse_macro_input!(input as DeriveInput)).into()
}

/// Makes an enum without data an enum type, whose values are the names of the variants.
///
/// See `aludel::SqlEnum` for the attributes.
#[proc_macro_derive(SqlEnum, attributes(sql_enum))]
pub fn sql_enum(input: TokenStream) -> TokenStream {
    sql_enum::derive(&parse_macro_input!(input as DeriveInput)).into()
}

/// Compiles the revisions of a folder into the program: `migrations!(mod migrations = "migrations");`.
///
/// See `aludel::migrations` for what the module holds.
#[proc_macro]
pub fn migrations(input: TokenStream) -> TokenStream {
    migrations::expand(&parse_macro_input!(input as migrations::Invocation)).into()
}
