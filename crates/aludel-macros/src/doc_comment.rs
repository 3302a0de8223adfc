//! `comment`: given as text, or taken from the doc comment.

use syn::{Attribute, Expr, ExprLit, Lit, Meta};

use crate::attributes::{Entries, Value};
use crate::error::Errors;

/// The comment that `comment = "text"` gives, or that `comment` alone takes from the doc comment.
pub(crate) fn comment(entries: &mut Entries<'_>, attributes: &[Attribute], errors: &Errors) -> Option<String> {
    let entry = entries.take("comment")?;
    match &entry.value {
        Value::Given(_) | Value::List(_) => entries.text_of(&entry).map(|text| text.value()),
        Value::None => {
            let summary = summary(attributes);
            if summary.is_none() {
                let message = "`comment` alone takes the doc comment, and there is none; write `comment = \"text\"`";
                errors.at(entry.word.span(), message);
            }
            summary
        }
    }
}

/// The first paragraph of a doc comment, on one line.
fn summary(attributes: &[Attribute]) -> Option<String> {
    let text: Vec<String> = attributes.iter().filter_map(documentation).collect();
    let text = text.join("\n");
    let paragraph = text.lines().map(str::trim).skip_while(|line| line.is_empty()).take_while(|line| !line.is_empty());
    let paragraph = paragraph.collect::<Vec<_>>().join(" ");
    (!paragraph.is_empty()).then_some(paragraph)
}

fn documentation(attribute: &Attribute) -> Option<String> {
    match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        Meta::Path(_) | Meta::List(_) | Meta::NameValue(_) => None,
    }
}
