//! One column, from the attributes of a field.

use aludel_core::schema::{self, Column, ColumnType, DefaultValue, Generation, Literal, Storage};

use super::default;
use crate::model::{ModelError, Place};

/// A column under way from a field to a table. What its type does not allow is noted, and said with the rest.
pub struct ColumnDeclaration {
    pub(super) column: Column,
    pub(super) place: Place,
    pub(super) renamed_from: Option<&'static str>,
    /// What is wrong, without the column's name.
    pub(super) mistakes: Vec<String>,
}

impl ColumnDeclaration {
    /// A column of the type that a Rust type needs.
    pub fn of<T: crate::ColumnType>(name: &str, nullable: bool, place: Place) -> Self {
        Self::new(name, T::column_type(), nullable, place)
    }

    /// A column of a type as the database spells it.
    pub fn spelled(name: &str, sql: &str, nullable: bool, place: Place) -> Self {
        Self::new(name, ColumnType::Raw { sql: sql.to_owned() }, nullable, place)
    }

    fn new(name: &str, ty: ColumnType, nullable: bool, place: Place) -> Self {
        let column = Column { nullable, ..Column::new(name, ty) };
        Self { column, place, renamed_from: None, mistakes: Vec::new() }
    }

    /// Text or bytes up to a length.
    pub fn length(mut self, length: u32) -> Self {
        self.column.ty = match self.column.ty {
            ColumnType::Text { .. } | ColumnType::Varchar { .. } => ColumnType::varchar(length),
            ColumnType::Char { .. } => ColumnType::Char { length: Some(length) },
            ColumnType::Blob { .. } | ColumnType::Varbinary { .. } => ColumnType::Varbinary { length: Some(length) },
            ColumnType::Binary { .. } => ColumnType::Binary { length: Some(length) },
            ColumnType::Bit { varying, .. } => ColumnType::Bit { length: Some(length), varying },
            other => {
                self.mistakes.push(format!("has a `length`, which is for text and bytes, but is {other}; remove it"));
                other
            }
        };
        self
    }

    /// The digits of a decimal, or those behind the seconds of a time.
    pub fn precision(mut self, precision: u16, scale: Option<i16>) -> Self {
        let digits = u8::try_from(precision).ok().filter(|digits| *digits <= 6 && scale.is_none());
        self.column.ty = match (self.column.ty, digits) {
            (ColumnType::Numeric { .. }, _) => ColumnType::Numeric { precision: Some(precision), scale },
            (ColumnType::Time { zoned, .. }, Some(digits)) => ColumnType::Time { precision: Some(digits), zoned },
            (ColumnType::Timestamp { zoned, .. }, Some(digits)) => {
                ColumnType::Timestamp { precision: Some(digits), zoned }
            }
            (ColumnType::Interval { fields, .. }, Some(digits)) => {
                ColumnType::Interval { fields, precision: Some(digits) }
            }
            (other @ (ColumnType::Time { .. } | ColumnType::Timestamp { .. } | ColumnType::Interval { .. }), None) => {
                let words = "has a `precision` or `scale` that no time has";
                self.mistakes
                    .push(format!("{words}; write `precision = 0` to `precision = 6`, the digits behind the seconds"));
                other
            }
            (other, _) => {
                let words = "has a `precision`, which is for decimals and times, but is";
                self.mistakes.push(format!("{words} {other}; remove it"));
                other
            }
        };
        self
    }

    /// The collation of text.
    pub fn collation(mut self, collation: &str) -> Self {
        if !is_text(&self.column.ty) {
            let ty = &self.column.ty;
            self.mistakes.push(format!("has a `collation`, which is for text, but is {ty}; remove it"));
        }
        self.column.collation = Some(collation.to_owned());
        self
    }

    /// The character set of text.
    pub fn charset(mut self, charset: &str) -> Self {
        if !is_text(&self.column.ty) {
            let ty = &self.column.ty;
            self.mistakes.push(format!("has a `charset`, which is for text, but is {ty}; remove it"));
        }
        self.column.charset = Some(charset.to_owned());
        self
    }

    /// A literal as the default.
    pub fn default_literal(mut self, literal: Literal) -> Self {
        if let Err(mistake) = default::check(&literal, &self.column.ty) {
            self.mistakes.push(mistake);
        }
        self.column.default = Some(DefaultValue::Literal(literal));
        self
    }

    /// SQL as the default.
    pub fn default_expression(mut self, sql: &str) -> Self {
        self.column.default = Some(DefaultValue::Expression(sql.to_owned()));
        self
    }

    /// Numbers that the database counts.
    pub fn auto_increment(mut self) -> Self {
        if !matches!(self.column.ty, ColumnType::Integer { .. } | ColumnType::Raw { .. }) {
            let ty = &self.column.ty;
            self.mistakes
                .push(format!("is `auto_increment`, which counts in whole numbers, but is {ty}; use `i32` or `i64`"));
        }
        if self.column.nullable {
            let words = "is `auto_increment`, which gives each row a number, but may be NULL";
            self.mistakes.push(format!("{words}; use a type without `Option`, or add `nullable = false`"));
        }
        self.column.generation = Some(Generation::AutoIncrement);
        self
    }

    /// The value that a row gets when it changes and gives none.
    pub fn on_update(mut self, sql: &str) -> Self {
        self.column.on_update = Some(sql.to_owned());
        self
    }

    /// Values computed from other columns.
    pub fn generated(mut self, sql: &str, storage: Storage) -> Self {
        self.column.generation = Some(Generation::Expression { sql: sql.to_owned(), storage });
        self
    }

    /// What people are told of it.
    pub fn comment(mut self, comment: &str) -> Self {
        self.column.comment = Some(comment.to_owned());
        self
    }

    /// The name it had before.
    pub fn renamed_from(self, name: &'static str) -> Self {
        Self { renamed_from: Some(name), ..self }
    }

    /// The mistakes, with the name of the column.
    pub(super) fn errors(&self, table: &schema::Table) -> impl Iterator<Item = ModelError> {
        let column = format!("\"{}.{}\"", table.name, self.column.name);
        self.mistakes.iter().map(move |mistake| ModelError::new(self.place, format!("{column} {mistake}")))
    }
}

fn is_text(ty: &ColumnType) -> bool {
    matches!(
        ty,
        ColumnType::Char { .. }
            | ColumnType::Varchar { .. }
            | ColumnType::Text { .. }
            | ColumnType::Enum { .. }
            | ColumnType::Set { .. }
            | ColumnType::Raw { .. }
    )
}
