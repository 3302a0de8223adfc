//! Where the values of a column come from that a row doesn't give: `default`, `default_expr`, `auto_increment` or
//! `generated`. A column has one of them.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::LitStr;

use super::default;
use super::rust_type::Kind;
use crate::attributes::{Entries, Value};
use crate::error::Errors;

/// Where the values come from that a row doesn't give.
pub(crate) enum Source {
    /// Nowhere.
    None,
    /// A literal, as a value of the schema model.
    Literal(TokenStream),
    /// SQL.
    Expression(LitStr),
    /// Numbers that the database counts.
    AutoIncrement(Span),
    /// SQL over other columns.
    Generated {
        /// That SQL.
        sql: LitStr,
        /// Whether it is kept, as a value of the schema model.
        storage: TokenStream,
    },
}

impl Source {
    /// Reads it, and checks it against what can be seen of the field's type, unless attributes spell the type.
    pub(crate) fn read(entries: &mut Entries<'_>, kind: Kind, spelled: bool, errors: &Errors) -> Self {
        let kind = if spelled { Kind::Unseen } else { kind };
        let found: Vec<(&str, Span, Self)> = [
            literal(entries, kind, errors),
            expression(entries),
            auto_increment(entries, kind, errors),
            generated(entries, errors),
        ]
        .into_iter()
        .flatten()
        .collect();
        if let [(first, ..), (second, span, _), ..] = found.as_slice() {
            errors.at(*span, format!("`{second}` beside `{first}`; a column has one of them, remove the other"));
        }
        found.into_iter().next().map_or(Self::None, |(_, _, source)| source)
    }

    /// True where a row that gives no value gets one.
    pub(crate) fn is_default(&self) -> bool {
        match self {
            Self::Literal(_) | Self::Expression(_) => true,
            Self::None | Self::AutoIncrement(_) | Self::Generated { .. } => false,
        }
    }
}

type Found = Option<(&'static str, Span, Source)>;

fn literal(entries: &mut Entries<'_>, kind: Kind, errors: &Errors) -> Found {
    let entry = entries.take("default")?;
    match &entry.value {
        Value::Given(value) => {
            let source = default::literal(value, kind, errors).map_or(Source::None, Source::Literal);
            Some(("default", entry.word.span(), source))
        }
        Value::None | Value::List(_) => entries.wrong(&entry, "takes a literal"),
    }
}

fn expression(entries: &mut Entries<'_>) -> Found {
    let sql = entries.text("default_expr")?;
    Some(("default_expr", sql.span(), Source::Expression(sql)))
}

fn auto_increment(entries: &mut Entries<'_>, kind: Kind, errors: &Errors) -> Found {
    let span = entries.flag("auto_increment")?;
    if !matches!(kind, Kind::Integer { .. } | Kind::Unseen) {
        let holds = kind.noun();
        errors.at(
            span,
            format!("`auto_increment` counts in whole numbers, and the column holds {holds}; use `i32` or `i64`"),
        );
    }
    Some(("auto_increment", span, Source::AutoIncrement(span)))
}

fn generated(entries: &mut Entries<'_>, errors: &Errors) -> Found {
    let given = entries.take("generated");
    let (stored, computed) = (entries.flag("stored"), entries.flag("virtual"));
    if let (Some(_), Some(span)) = (stored, computed) {
        errors.at(span, "`virtual` beside `stored`; a generated column is one of them");
    }
    let Some(entry) = given else {
        for (word, span) in [("stored", stored), ("virtual", computed)] {
            if let Some(span) = span {
                errors
                    .at(span, format!("`{word}` without `generated`; write `generated = \"price * amount\", {word}`"));
            }
        }
        return None;
    };
    let sql = entries.text_of(&entry)?;
    let storage = match computed {
        Some(_) => quote!(::aludel::schema::Storage::Virtual),
        None => quote!(::aludel::schema::Storage::Stored),
    };
    Some(("generated", entry.word.span(), Source::Generated { sql, storage }))
}
