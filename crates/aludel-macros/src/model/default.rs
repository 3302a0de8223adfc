//! `default = …`: a literal that fits the field's type, as far as that can be seen.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Expr, Lit};

use super::rust_type::Kind;
use crate::attributes::signed_literal;
use crate::error::Errors;

/// The default as a literal of the schema model.
pub(crate) fn literal(value: &Expr, kind: Kind, errors: &Errors) -> Option<TokenStream> {
    let Some((negative, literal)) = signed_literal(value) else {
        errors.over(value, "`default` takes a literal; for SQL write `default_expr = \"now()\"`");
        return None;
    };
    if !fits(literal, kind) {
        errors.over(value, format!("the column holds {}; {}", kind.noun(), example(kind)));
        return None;
    }
    check_range(value, negative, literal, kind, errors);
    let sign = if negative { "-" } else { "" };
    match literal {
        Lit::Bool(value) => Some(quote!(::aludel::schema::Literal::Boolean(#value))),
        Lit::Int(value) => Some(number(&format!("{sign}{}", value.base10_digits()))),
        Lit::Float(value) => Some(number(&format!("{sign}{}", value.base10_digits()))),
        Lit::Str(value) => Some(quote!(::aludel::schema::Literal::text(#value))),
        Lit::ByteStr(value) => Some(quote!(::aludel::schema::Literal::Bytes(#value.to_vec()))),
        _ => {
            errors.over(value, "`default` takes true, false, a number, or text in quotes");
            None
        }
    }
}

fn number(digits: &str) -> TokenStream {
    quote!(::aludel::schema::Literal::number(#digits))
}

fn fits(literal: &Lit, kind: Kind) -> bool {
    match kind {
        Kind::Boolean => matches!(literal, Lit::Bool(_)),
        Kind::Integer { .. } => matches!(literal, Lit::Int(_)),
        Kind::Float => matches!(literal, Lit::Int(_) | Lit::Float(_)),
        Kind::Text => matches!(literal, Lit::Str(_)),
        Kind::Bytes => matches!(literal, Lit::ByteStr(_)),
        Kind::Unseen => true,
    }
}

fn example(kind: Kind) -> &'static str {
    match kind {
        Kind::Boolean => "write `default = true` or `default = false`",
        Kind::Integer { .. } => "write `default = 0`, without quotes and point",
        Kind::Float => "write `default = 0.5`, without quotes",
        Kind::Text => "write `default = \"text\"`, in quotes",
        Kind::Bytes => "write `default = b\"bytes\"`",
        Kind::Unseen => "write a literal",
    }
}

fn check_range(value: &Expr, negative: bool, literal: &Lit, kind: Kind, errors: &Errors) {
    let (Lit::Int(digits), Kind::Integer { name, lowest, highest }) = (literal, kind) else { return };
    let magnitude = digits.base10_digits().parse::<i128>().ok();
    let number = magnitude.map(|magnitude| if negative { -magnitude } else { magnitude });
    if !number.is_some_and(|number| (lowest..=highest).contains(&number)) {
        errors.over(value, format!("not a value of `{name}`, which goes from {lowest} to {highest}"));
    }
}
