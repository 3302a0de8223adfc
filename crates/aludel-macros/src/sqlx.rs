//! What `#[sqlx(...)]` says beside our own attributes.

use syn::{Attribute, Expr, LitStr, Token};

/// The text that a word of `#[sqlx(...)]` is given. What is wrong with that attribute is for sqlx's own derive to say.
pub(crate) fn text(attributes: &[Attribute], word: &str) -> Option<LitStr> {
    let mut found = None;
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("sqlx")) {
        let parsed = attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident(word) {
                found = Some(meta.value()?.parse()?);
            } else if meta.input.peek(Token![=]) {
                meta.value()?.parse::<Expr>()?;
            }
            Ok(())
        });
        if parsed.is_err() {
            return None;
        }
    }
    found
}
