//! `#[derive(SqlEnum)]`: the values of an enum type are the names of the variants, in their order.
//!
//! The encoding is sqlx's own derive, so the names must be those that it writes: what `#[sqlx(...)]` says is taken
//! over, and `#[sql_enum(...)]` may not say otherwise.

use heck::ToSnakeCase as _;
use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt as _;
use syn::{Attribute, Data, DeriveInput, Fields, Ident, LitStr, Variant};

use crate::attributes::{Entries, Word, check_name, once};
use crate::case::Case;
use crate::error::Errors;
use crate::sqlx;

const ENUM_WORDS: &[Word] = &[
    once("name", "name = \"mood\""),
    once("schema", "schema = \"auth\""),
    once("rename_all", "rename_all = \"snake_case\""),
];

const VARIANT_WORDS: &[Word] = &[once("rename", "rename = \"happy\"")];

/// The implementations for an enum, or what is wrong with it.
pub(crate) fn derive(input: &DeriveInput) -> TokenStream {
    let errors = Errors::default();
    let expansion = implementation(input, &errors);
    match expansion {
        Some(expansion) if errors.is_empty() => expansion,
        Some(_) | None => errors.into_compile_errors(),
    }
}

fn implementation(input: &DeriveInput, errors: &Errors) -> Option<TokenStream> {
    let Data::Enum(data) = &input.data else {
        errors.at(input.ident.span(), "`SqlEnum` is for an enum without data; a struct is a `Model`");
        return None;
    };
    if !input.generics.params.is_empty() {
        errors
            .over(&input.generics, "a generic enum is no type of a column; derive `SqlEnum` on one without parameters");
    }
    if data.variants.is_empty() {
        errors.at(input.ident.span(), "an enum without variants has no values; add one");
    }
    check_representation(&input.attrs, errors);
    let mut entries = Entries::read(&input.attrs, "sql_enum", ENUM_WORDS, errors);
    let name = TypeName::read(&mut entries, input, errors);
    let case = agreed("rename_all", entries.text("rename_all"), &input.attrs, errors);
    let case = case.map_or(Case::Unchanged, |case| Case::read(&case, errors));
    let values: Vec<LitStr> = data.variants.iter().map(|variant| value(variant, case, errors)).collect();
    check_values(&values, errors);
    let variants: Vec<&Ident> = data.variants.iter().map(|variant| &variant.ident).collect();
    Some(expand(&input.ident, &name, &variants, &values))
}

/// sqlx writes an enum with an integer representation as that integer.
fn check_representation(attributes: &[Attribute], errors: &Errors) {
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("repr")) {
        let Ok(representation) = attribute.parse_args::<Ident>() else { continue };
        if representation != "C" && representation != "transparent" {
            let message = format!(
                "sqlx writes an enum with `repr({representation})` as a number; remove `repr`, or implement `aludel::ColumnType` by hand"
            );
            errors.at(representation.span(), message);
        }
    }
}

/// The name of the enum type in the database.
struct TypeName {
    namespace: Option<String>,
    name: String,
}

impl TypeName {
    /// What `sql_enum` or else `sqlx` says, or else the name of the enum; a mistake where the two differ.
    fn read(entries: &mut Entries<'_>, input: &DeriveInput, errors: &Errors) -> Self {
        let (name, namespace) = (entries.name("name"), entries.name("schema").map(|schema| schema.value()));
        let theirs = sqlx::text(&input.attrs, "type_name");
        if let (None, None, Some(theirs)) = (&name, &namespace, &theirs) {
            check_name(theirs, errors);
            return Self::split(&theirs.value());
        }
        let name = name.map_or_else(|| input.ident.unraw().to_string().to_snake_case(), |name| name.value());
        let ours = Self { namespace, name };
        if let Some(theirs) = theirs.filter(|theirs| theirs.value() != ours.qualified()) {
            let (ours, value) = (ours.qualified(), theirs.value());
            errors.at(
                theirs.span(),
                format!("the type is \"{ours}\" in `sql_enum` and \"{value}\" here; make them alike"),
            );
        }
        ours
    }

    fn split(text: &str) -> Self {
        match text.split_once('.') {
            Some((namespace, name)) => Self { namespace: Some(namespace.to_owned()), name: name.to_owned() },
            None => Self { namespace: None, name: text.to_owned() },
        }
    }

    fn qualified(&self) -> String {
        match &self.namespace {
            Some(namespace) => format!("{namespace}.{}", self.name),
            None => self.name.clone(),
        }
    }
}

/// What our attribute or else that of sqlx says; a mistake where they differ.
fn agreed(word: &str, ours: Option<LitStr>, attributes: &[Attribute], errors: &Errors) -> Option<LitStr> {
    let theirs = sqlx::text(attributes, word);
    if let (Some(ours), Some(theirs)) = (&ours, &theirs)
        && ours.value() != theirs.value()
    {
        let message =
            format!("`{word}` is \"{}\" in `sql_enum` and \"{}\" here; make them alike", ours.value(), theirs.value());
        errors.at(theirs.span(), message);
    }
    ours.or(theirs)
}

fn value(variant: &Variant, case: Case, errors: &Errors) -> LitStr {
    if !matches!(variant.fields, Fields::Unit) {
        errors.over(&variant.fields, "a variant with data is no value of a column; remove the data");
    }
    let mut entries = Entries::read(&variant.attrs, "sql_enum", VARIANT_WORDS, errors);
    let renamed = agreed("rename", entries.text("rename"), &variant.attrs, errors);
    let value =
        renamed.unwrap_or_else(|| LitStr::new(&case.apply(&variant.ident.unraw().to_string()), variant.ident.span()));
    check_name(&value, errors);
    value
}

fn check_values(values: &[LitStr], errors: &Errors) {
    for (place, value) in values.iter().enumerate() {
        if values.iter().take(place).any(|other| other.value() == value.value()) {
            errors.at(value.span(), format!("two variants with the value \"{}\"; rename one", value.value()));
        }
    }
}

fn expand(ident: &Ident, name: &TypeName, variants: &[&Ident], values: &[LitStr]) -> TokenStream {
    let TypeName { namespace, name } = name;
    let object_name = match namespace {
        Some(namespace) => quote!(::aludel::name::ObjectName::from((#namespace, #name))),
        None => quote!(::aludel::name::ObjectName::from(#name)),
    };
    quote! {
        #[automatically_derived]
        impl ::aludel::SqlEnum for #ident {
            const VALUES: &'static [&'static str] = &[#(#values),*];

            fn as_str(&self) -> &'static str {
                match self {
                    #(Self::#variants => #values,)*
                }
            }
        }

        #[automatically_derived]
        impl ::aludel::ColumnType for #ident {
            fn column_type() -> ::aludel::schema::ColumnType {
                ::aludel::schema::EnumType::new(
                    #object_name,
                    <Self as ::aludel::SqlEnum>::VALUES.iter().copied(),
                )
                .column_type()
            }
        }

        #[automatically_derived]
        impl ::core::str::FromStr for #ident {
            type Err = ::aludel::model::UnknownValue;

            fn from_str(text: &str) -> ::core::result::Result<Self, Self::Err> {
                match text {
                    #(#values => ::core::result::Result::Ok(Self::#variants),)*
                    _ => ::core::result::Result::Err(::aludel::model::UnknownValue::of::<Self>(text)),
                }
            }
        }

        #[automatically_derived]
        impl ::core::convert::TryFrom<::std::string::String> for #ident {
            type Error = ::aludel::model::UnknownValue;

            fn try_from(text: ::std::string::String) -> ::core::result::Result<Self, Self::Error> {
                ::core::str::FromStr::from_str(&text)
            }
        }
    }
}
