//! The attributes of a field: what its column is.

use proc_macro2::Span;
use syn::ext::IdentExt as _;
use syn::{Ident, LitStr, Type};

use super::reference::{Action, Reference};
use super::rust_type;
use super::shape::Shape;
use super::source::Source;
use crate::attributes::{Entries, Value, Word, check_name, once};
use crate::doc_comment;
use crate::error::Errors;

const WORDS: &[Word] = &[
    once("column", "column = \"name\""),
    once("type", "type = \"citext\""),
    once("length", "length = 64"),
    once("precision", "precision = 10"),
    once("scale", "scale = 2"),
    once("collation", "collation = \"nocase\""),
    once("charset", "charset = \"latin1\""),
    once("nullable", "nullable"),
    once("primary_key", "primary_key"),
    once("auto_increment", "auto_increment"),
    once("default", "default = 0"),
    once("default_expr", "default_expr = \"now()\""),
    once("generated", "generated = \"price * amount\""),
    once("stored", "generated = \"price * amount\", stored"),
    once("virtual", "generated = \"price * amount\", virtual"),
    once("unique", "unique` or `unique = \"group\""),
    once("index", "index` or `index = \"group\""),
    once("check", "check = \"age >= 0\""),
    once("references", "references = \"roles.id\""),
    once("on_delete", "on_delete = \"cascade\""),
    once("on_update", "on_update = \"cascade\""),
    once("foreign_key", "foreign_key = \"fk_x\""),
    once("on_update_expr", "on_update_expr = \"CURRENT_TIMESTAMP\""),
    once("comment", "comment` or `comment = \"text\""),
    once("renamed_from", "renamed_from = \"old_name\""),
    once("skip", "skip"),
];

/// A field that is a column.
pub(crate) struct Field {
    /// The field.
    pub(crate) ident: Ident,
    /// Its type in Rust.
    pub(crate) rust_type: Type,
    /// The column's name.
    pub(crate) column: String,
    /// The column's type, as far as attributes say it.
    pub(crate) shape: Shape,
    /// Where the values come from that a row doesn't give.
    pub(crate) source: Source,
    /// The value that a row gets when it changes, as SQL.
    pub(crate) on_update: Option<LitStr>,
    /// Where `primary_key` stands.
    pub(crate) primary_key: Option<Span>,
    /// Its part in a unique constraint or index.
    pub(crate) unique: Option<Membership>,
    /// Its part in an index.
    pub(crate) index: Option<Membership>,
    /// A condition.
    pub(crate) check: Option<LitStr>,
    /// The column it refers to.
    pub(crate) foreign_key: Option<ForeignKey>,
    /// What people are told of it.
    pub(crate) comment: Option<String>,
    /// The name it had.
    pub(crate) renamed_from: Option<LitStr>,
}

/// A part in a constraint or index.
pub(crate) enum Membership {
    /// It has one of its own.
    Alone,
    /// It shares one with the fields that name the same group.
    Group(LitStr),
}

/// The column that a field refers to.
pub(crate) struct ForeignKey {
    /// Its name, where it isn't the conventional one.
    pub(crate) name: Option<LitStr>,
    /// That column.
    pub(crate) reference: Reference,
    /// What happens when its row goes.
    pub(crate) on_delete: Option<(Action, Span)>,
    /// What happens when it changes.
    pub(crate) on_update: Option<(Action, Span)>,
}

impl Field {
    /// Reads a field; `None` where it is skipped.
    pub(crate) fn read(field: &syn::Field, errors: &Errors) -> Option<Self> {
        let ident = field.ident.clone()?;
        let mut entries = Entries::read(&field.attrs, "model", WORDS, errors);
        if entries.flag("skip").is_some() {
            if let Some(other) = entries.first() {
                errors.at(other.word.span(), format!("`{}` beside `skip`, which leaves the field out", other.word));
            }
            return None;
        }
        let kind = rust_type::kind(&field.ty);
        let column = column_name(&ident, entries.name("column"), errors);
        let shape = Shape::read(&mut entries, kind, errors);
        Some(Self {
            column,
            source: Source::read(&mut entries, kind, shape.raw.is_some(), errors),
            shape,
            on_update: entries.text("on_update_expr"),
            primary_key: entries.flag("primary_key"),
            unique: membership(&mut entries, "unique"),
            index: membership(&mut entries, "index"),
            check: entries.text("check"),
            foreign_key: foreign_key(&mut entries, errors),
            comment: doc_comment::comment(&mut entries, &field.attrs, errors),
            renamed_from: entries.name("renamed_from"),
            rust_type: field.ty.clone(),
            ident,
        })
    }
}

fn column_name(ident: &Ident, given: Option<LitStr>, errors: &Errors) -> String {
    let name = given.unwrap_or_else(|| {
        let name = LitStr::new(&ident.unraw().to_string(), ident.span());
        check_name(&name, errors);
        name
    });
    name.value()
}

fn membership(entries: &mut Entries<'_>, word: &str) -> Option<Membership> {
    let entry = entries.take(word)?;
    match &entry.value {
        Value::None => Some(Membership::Alone),
        Value::Given(_) | Value::List(_) => entries.text_of(&entry).map(Membership::Group),
    }
}

fn foreign_key(entries: &mut Entries<'_>, errors: &Errors) -> Option<ForeignKey> {
    let references = entries.take("references");
    let given = references.is_some();
    let text = references.and_then(|entry| entries.text_of(&entry));
    let mut action = |word: &str| {
        let text = entries.text(word)?;
        if !given {
            errors.at(text.span(), format!("`{word}` without `references`; add `references = \"roles.id\"`"));
        }
        Some((Action::read(&text, errors)?, text.span()))
    };
    let (on_delete, on_update) = (action("on_delete"), action("on_update"));
    let name = entries.name("foreign_key");
    if let (Some(name), false) = (&name, given) {
        errors.at(name.span(), "`foreign_key` without `references`; add `references = \"roles.id\"`");
    }
    Some(ForeignKey { name, reference: Reference::read(&text?, errors)?, on_delete, on_update })
}
