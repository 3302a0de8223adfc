//! The code that a derive of `Model` stands for: a chain of declarations, which `aludel` checks and collects at start.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::{DeriveInput, LitStr};

use super::field::Field;
use super::reference::Action;
use super::source::Source;
use super::table::{Check, ForeignKey, Index, Table, Unique};

/// The implementation of `Model`.
pub(crate) fn model(input: &DeriveInput, table: &Table, fields: &[Field]) -> TokenStream {
    let ident = &input.ident;
    let (namespace, name, place) = (optional(table.namespace.as_ref()), &table.name, place(ident.span()));
    let promises = fields.iter().map(|field| promises(field, table));
    let reads = fields.iter().map(|field| &field.ident);
    let comment = table.comment.iter().map(|comment| quote!(.comment(#comment)));
    let renamed_from = table.renamed_from.iter().map(|name| quote!(.renamed_from(#name)));
    let columns = fields.iter().map(column);
    let key_name = optional(table.primary_key_name.as_ref());
    let primary_key = table.primary_key.iter().map(|columns| quote!(.primary_key(#key_name, &[#(#columns),*])));
    let uniques = table.uniques.iter().map(unique);
    let indexes = table.indexes.iter().map(index);
    let checks = table.checks.iter().map(check);
    let foreign_keys = table.foreign_keys.iter().map(foreign_key);
    let options = &table.options;
    let with = table.with.iter().map(|function| quote_spanned!(function.span()=> .with(#function())));
    quote! {
        #[automatically_derived]
        impl ::aludel::Model for #ident {
            fn table() -> ::aludel::model::ModelTable {
                #(#promises)*
                // A column is used, whether or not the program reads the field.
                let _: fn(&Self) = |row| {
                    #(let _ = &row.#reads;)*
                };
                ::aludel::__private::TableDeclaration::new(#namespace, #name, #place)
                    #(#comment)*
                    #(#renamed_from)*
                    #(.column(#columns))*
                    #(#primary_key)*
                    #(#uniques)*
                    #(#indexes)*
                    #(#checks)*
                    #(#foreign_keys)*
                    .options(#options)
                    #(#with)*
                    .finish()
            }
        }
    }
}

/// An implementation of `Model` to stand beside compile errors, so that they are the only ones.
pub(crate) fn placeholder(input: &DeriveInput) -> TokenStream {
    let (ident, place) = (&input.ident, place(input.ident.span()));
    let (head, types, condition) = input.generics.split_for_impl();
    quote! {
        impl #head ::aludel::Model for #ident #types #condition {
            fn table() -> ::aludel::model::ModelTable {
                ::aludel::__private::TableDeclaration::new(::core::option::Option::None, "", #place).finish()
            }
        }
    }
}

/// The file and line of a span, as the compiler resolves them there.
fn place(span: Span) -> TokenStream {
    quote_spanned!(span=> ::aludel::model::Place { file: ::core::file!(), line: ::core::line!() })
}

fn optional<T: ToTokens>(value: Option<&T>) -> TokenStream {
    match value {
        Some(value) => quote!(::core::option::Option::Some(#value)),
        None => quote!(::core::option::Option::None),
    }
}

/// Whether the column may be NULL, as an expression that is constant.
fn nullable(field: &Field) -> TokenStream {
    let ty = &field.rust_type;
    match (field.shape.nullable, &field.shape.raw) {
        (Some((nullable, _)), _) => quote!(#nullable),
        (None, None) => quote_spanned!(ty.span()=> <#ty as ::aludel::ColumnType>::NULLABLE),
        // A glob, because the trait behind `Nullability` is not used where the type is an `Option`.
        (None, Some(_)) => quote!({
            use ::aludel::__private::nullability::*;
            Nullability::<#ty>::NULLABLE
        }),
    }
}

/// What the compiler checks of a field by its type, behind aliases too.
fn promises(field: &Field, table: &Table) -> TokenStream {
    let nullable = nullable(field);
    let promise = |span: Span, condition: TokenStream, message: &str| quote_spanned!(span=> const _: () = ::core::assert!(#condition, #message););
    let mut promises = TokenStream::new();
    let in_key = |columns: &Vec<LitStr>| columns.iter().any(|column| column.value() == field.column);
    if table.primary_key.as_ref().is_some_and(in_key) {
        let message = "a primary key is never NULL: use a type without `Option`, or add `nullable = false`";
        promises.extend(promise(field.rust_type.span(), quote!(!#nullable), message));
    }
    for (action, span) in field.foreign_key.iter().flat_map(|key| [key.on_delete, key.on_update]).flatten() {
        let message = match action {
            Action::SetNull => "\"set null\" on a column that is never NULL: make the field's type an `Option`",
            Action::SetDefault if !field.source.is_default() => {
                "\"set default\" on a column that is never NULL and has no default: add `default = …`"
            }
            Action::SetDefault | Action::Cascade | Action::Restrict | Action::NoAction => continue,
        };
        promises.extend(promise(span, nullable.clone(), message));
    }
    promises
}

fn column(field: &Field) -> TokenStream {
    let (name, ty, shape) = (&field.column, &field.rust_type, &field.shape);
    let (nullable, place) = (nullable(field), place(field.ident.span()));
    let new = match &shape.raw {
        Some(sql) => quote!(::aludel::__private::ColumnDeclaration::spelled(#name, #sql, #nullable, #place)),
        None => quote_spanned! {ty.span()=>
            ::aludel::__private::ColumnDeclaration::of::<#ty>(#name, #nullable, #place)
        },
    };
    let length = shape.length.iter().map(|length| quote!(.length(#length)));
    let digits = shape.precision.iter().map(|precision| {
        let scale = optional(shape.scale.as_ref());
        quote!(.precision(#precision, #scale))
    });
    let collation = shape.collation.iter().map(|collation| quote!(.collation(#collation)));
    let charset = shape.charset.iter().map(|charset| quote!(.charset(#charset)));
    let source = match &field.source {
        Source::None => TokenStream::new(),
        Source::Literal(literal) => quote!(.default_literal(#literal)),
        Source::Expression(sql) => quote!(.default_expression(#sql)),
        Source::AutoIncrement(_) => quote!(.auto_increment()),
        Source::Generated { sql, storage } => quote!(.generated(#sql, #storage)),
    };
    let on_update = field.on_update.iter().map(|sql| quote!(.on_update(#sql)));
    let comment = field.comment.iter().map(|comment| quote!(.comment(#comment)));
    let renamed_from = field.renamed_from.iter().map(|name| quote!(.renamed_from(#name)));
    quote!(#new #(#length)* #(#digits)* #(#collation)* #(#charset)* #source #(#on_update)* #(#comment)* #(#renamed_from)*)
}

fn unique(unique: &Unique) -> TokenStream {
    let (name, columns) = (optional(unique.name.as_ref()), &unique.columns);
    quote!(.unique(#name, &[#(#columns),*]))
}

fn index(index: &Index) -> TokenStream {
    let Index { columns, unique, include, .. } = index;
    let (name, expression) = (optional(index.name.as_ref()), optional(index.expression.as_ref()));
    let (predicate, method) = (optional(index.predicate.as_ref()), optional(index.method.as_ref()));
    quote! {
        .index(::aludel::__private::IndexDeclaration {
            name: #name,
            columns: &[#(#columns),*],
            expression: #expression,
            unique: #unique,
            predicate: #predicate,
            include: &[#(#include),*],
            method: #method,
        })
    }
}

fn check(check: &Check) -> TokenStream {
    let (name, column, expression) = (optional(check.name.as_ref()), check.column.iter(), &check.expression);
    quote!(.check(#name, &[#(#column),*], #expression))
}

fn foreign_key(foreign_key: &ForeignKey) -> TokenStream {
    let ForeignKey { columns, references, .. } = foreign_key;
    let (name, place) = (optional(foreign_key.name.as_ref()), place(foreign_key.place));
    let namespace = optional(references.first().and_then(|reference| reference.namespace.as_ref()));
    let table = references.first().map(|reference| &reference.table);
    let referred = references.iter().map(|reference| &reference.column);
    let action = |action: Option<Action>| action.unwrap_or(Action::NoAction).tokens();
    let (on_delete, on_update) = (action(foreign_key.on_delete), action(foreign_key.on_update));
    quote! {
        .foreign_key(::aludel::__private::ForeignKeyDeclaration {
            name: #name,
            columns: &[#(#columns),*],
            namespace: #namespace,
            table: #table,
            referred_columns: &[#(#referred),*],
            on_delete: #on_delete,
            on_update: #on_update,
            place: #place,
        })
    }
}
