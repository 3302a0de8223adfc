//! `#[derive(Model)]`: attributes are read, checked, gathered to the table, and written as code.

mod default;
mod expand;
mod field;
mod gather;
mod options;
mod reference;
mod rules;
mod rust_type;
mod shape;
mod source;
mod table;

use field::Field;
use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Fields, FieldsNamed};
use table::Table;

use crate::error::Errors;

/// The implementation of `Model` for a struct, or what is wrong with it.
pub(crate) fn derive(input: &DeriveInput) -> TokenStream {
    let errors = Errors::default();
    let expansion = implementation(input, &errors);
    match expansion {
        Some(expansion) if errors.is_empty() => expansion,
        Some(_) | None => {
            let (errors, placeholder) = (errors.into_compile_errors(), expand::placeholder(input));
            quote!(#errors #placeholder)
        }
    }
}

fn implementation(input: &DeriveInput, errors: &Errors) -> Option<TokenStream> {
    let fields = named_fields(input, errors)?;
    if !input.generics.params.is_empty() {
        errors.over(&input.generics, "a generic struct is no table; derive `Model` on a struct without parameters");
    }
    let table = Table::read(input, errors);
    let fields: Vec<Field> = fields.named.iter().filter_map(|field| Field::read(field, errors)).collect();
    rules::check(&input.ident, &table, &fields, errors);
    let table = gather::gather(&fields, table, errors);
    Some(expand::model(input, &table, &fields))
}

fn named_fields<'a>(input: &'a DeriveInput, errors: &Errors) -> Option<&'a FieldsNamed> {
    let message = match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => return Some(fields),
            Fields::Unnamed(_) => "a tuple struct is no table; name its fields",
            Fields::Unit => "a struct without fields is no table; add a field for each column",
        },
        Data::Enum(_) => "an enum is no table; derive `Model` on a struct, and `SqlEnum` on the type of a column",
        Data::Union(_) => "a union is no table; derive `Model` on a struct with named fields",
    };
    errors.at(input.ident.span(), message);
    None
}
