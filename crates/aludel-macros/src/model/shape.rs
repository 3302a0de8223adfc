//! What attributes say of a column's type: `length`, `precision`, `scale`, `collation`, `nullable`, or the whole `type`.

use proc_macro2::Span;
use syn::{LitInt, LitStr};

use super::rust_type::Kind;
use crate::attributes::Entries;
use crate::error::Errors;

/// What attributes say of a column's type.
pub(crate) struct Shape {
    /// The type, as the database spells it.
    pub(crate) raw: Option<LitStr>,
    /// Characters or bytes.
    pub(crate) length: Option<LitInt>,
    /// Digits of a number, or behind the seconds of a time.
    pub(crate) precision: Option<LitInt>,
    /// Digits behind the point.
    pub(crate) scale: Option<LitInt>,
    /// The collation.
    pub(crate) collation: Option<LitStr>,
    /// The character set.
    pub(crate) charset: Option<LitStr>,
    /// Whether it may be NULL, where that is not left to the Rust type.
    pub(crate) nullable: Option<(bool, Span)>,
}

impl Shape {
    /// Reads it, and checks it against what can be seen of the field's type.
    pub(crate) fn read(entries: &mut Entries<'_>, kind: Kind, errors: &Errors) -> Self {
        let shape = Self {
            raw: entries.text("type"),
            length: entries.number("length"),
            precision: entries.number("precision"),
            scale: entries.number("scale"),
            collation: entries.text("collation"),
            charset: entries.text("charset"),
            nullable: entries.boolean("nullable"),
        };
        shape.check_against_raw(errors);
        if shape.raw.is_none() {
            shape.check_against_kind(kind, errors);
        }
        shape.check_numbers(errors);
        shape
    }

    fn check_against_raw(&self, errors: &Errors) {
        for (word, number) in [("length", &self.length), ("precision", &self.precision), ("scale", &self.scale)] {
            if let (Some(_), Some(number)) = (&self.raw, number) {
                let example = "as in `type = \"varchar(64)\"` or `type = \"numeric(10, 2)\"`";
                errors.at(number.span(), format!("`{word}` beside `type`; write it within the type, {example}"));
            }
        }
    }

    fn check_against_kind(&self, kind: Kind, errors: &Errors) {
        let holds = kind.noun();
        if let (Some(length), Kind::Boolean | Kind::Integer { .. } | Kind::Float) = (&self.length, kind) {
            errors
                .at(length.span(), format!("`length` is for text and bytes, and the column holds {holds}; remove it"));
        }
        for (word, text) in [("collation", &self.collation), ("charset", &self.charset)] {
            if let (Some(text), Kind::Boolean | Kind::Integer { .. } | Kind::Float | Kind::Bytes) = (text, kind) {
                errors.at(text.span(), format!("`{word}` is for text, and the column holds {holds}; remove it"));
            }
        }
        if kind == Kind::Unseen {
            return;
        }
        if let Some(precision) = &self.precision {
            let message = format!("`precision` is for decimals and times, and the column holds {holds}; remove it");
            errors.at(precision.span(), message);
        }
        if let Some(scale) = &self.scale {
            errors.at(scale.span(), format!("`scale` is for decimals, and the column holds {holds}; remove it"));
        }
    }

    fn check_numbers(&self, errors: &Errors) {
        check_range(self.length.as_ref(), "length", 1, u64::from(u32::MAX), errors);
        check_range(self.precision.as_ref(), "precision", 0, 1000, errors);
        check_range(self.scale.as_ref(), "scale", 0, 1000, errors);
        if let (Some(scale), None) = (&self.scale, &self.precision) {
            errors.at(scale.span(), "`scale` without `precision`; write `precision = 10, scale = 2`");
        }
    }
}

fn check_range(number: Option<&LitInt>, word: &str, lowest: u64, highest: u64, errors: &Errors) {
    let Some(number) = number else { return };
    if !number.base10_parse::<u64>().is_ok_and(|value| (lowest..=highest).contains(&value)) {
        errors.at(number.span(), format!("`{word}` goes from {lowest} to {highest}"));
    }
}
