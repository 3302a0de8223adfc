//! Columns as fields: what attributes can say, and what a derive makes of them.

use super::super::expression::Expression;
use super::super::literal::{text, word};
use super::types::Types;
use super::{comment, default, flag, given};
use crate::schema::{Column, ColumnType, Generation, Storage, TableOptions};

/// A column as a field would have it.
#[derive(Clone)]
pub(super) struct Said {
    /// The type of the field.
    pub(super) rust_type: String,
    /// What stands before the keys, and after them.
    pub(super) shape: Vec<Expression>,
    pub(super) source: Vec<Expression>,
    pub(super) comment: Option<Expression>,
    /// The column that a derive makes of it.
    pub(super) column: Column,
}

impl Types<'_> {
    /// A column as a field of the Rust type that stands for it by itself. `counts` is false where another column of the
    /// table is numbered by the database.
    pub(super) fn natural(&mut self, column: &Column, counts: bool) -> Option<Said> {
        let rust = self.rust_type(&column.name, &column.ty);
        let ty = rust.column?;
        let said = Said::new(
            rust.name,
            rust.attributes,
            Column { nullable: column.nullable, ..Column::new(&column.name, ty) },
        );
        Some(said.with_rest(column, counts, false))
    }

    /// A column as a field whose attributes spell its type.
    pub(super) fn spelled(&mut self, column: &Column, counts: bool, options: &TableOptions) -> Said {
        let rust = self.rust_type(&column.name, &column.ty);
        let words = self.dialect.type_words(&column.ty, options).filter(|words| !words.trim().is_empty());
        let sql = words.unwrap_or_else(|| "text".to_owned());
        let attributes = vec![given("type", text(&sql))];
        let ty = ColumnType::Raw { sql };
        let said =
            Said::new(rust.name, attributes, Column { nullable: column.nullable, ..Column::new(&column.name, ty) });
        said.with_rest(column, counts, true)
    }
}

impl Said {
    fn new(rust_type: String, shape: Vec<Expression>, column: Column) -> Self {
        let rust_type = if column.nullable { format!("Option<{rust_type}>") } else { rust_type };
        Self { rust_type, shape, source: Vec::new(), comment: None, column }
    }

    /// Says all else of a column that an attribute can say.
    fn with_rest(mut self, column: &Column, counts: bool, is_spelled: bool) -> Self {
        self.text_attributes(column, is_spelled);
        self.source_of_values(column, counts, is_spelled);
        if let Some(sql) = column.on_update.as_ref().filter(|sql| !sql.trim().is_empty()) {
            self.source.push(given("on_update_expr", text(sql)));
            self.column.on_update = Some(sql.clone());
        }
        self.comment = comment(column.comment.as_deref());
        self.column.comment = self.comment.as_ref().and(column.comment.clone());
        self
    }

    fn text_attributes(&mut self, column: &Column, is_spelled: bool) {
        let is_text =
            matches!(self.column.ty, ColumnType::Text { .. } | ColumnType::Varchar { .. } | ColumnType::Enum { .. });
        if !is_text && !is_spelled {
            return;
        }
        let not_blank = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
        self.column.collation = not_blank(&column.collation);
        self.column.charset = not_blank(&column.charset);
        self.shape.extend(self.column.collation.as_ref().map(|collation| given("collation", text(collation))));
        self.shape.extend(self.column.charset.as_ref().map(|charset| given("charset", text(charset))));
    }

    fn source_of_values(&mut self, column: &Column, counts: bool, is_spelled: bool) {
        match &column.generation {
            Some(Generation::AutoIncrement | Generation::Serial | Generation::Identity(_)) => {
                let is_number = is_spelled || matches!(self.column.ty, ColumnType::Integer { .. });
                if counts && is_number && !column.nullable {
                    self.source.push(flag("auto_increment"));
                    self.column.generation = Some(Generation::AutoIncrement);
                }
            }
            Some(Generation::Expression { sql, storage }) if !sql.trim().is_empty() => {
                self.source.push(given("generated", text(sql)));
                self.source.extend((*storage == Storage::Virtual).then(|| word("virtual")));
                self.column.generation = column.generation.clone();
            }
            Some(Generation::Expression { .. }) => {}
            None => {
                let ty = Some(&self.column.ty).filter(|_| !is_spelled);
                if let Some((attribute, value)) = column.default.as_ref().and_then(|value| default::default(value, ty))
                {
                    self.source.push(attribute);
                    self.column.default = Some(value);
                }
            }
        }
    }

    /// True where a row that gives no value gets one.
    pub(super) fn has_default(&self) -> bool {
        self.column.default.is_some()
    }
}
