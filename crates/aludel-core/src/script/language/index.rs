//! Indexes in a script.

use crate::name::{self, ObjectName};
use crate::schema::{Index, IndexPart, IndexTarget, NullsOrder, SortOrder};

/// An index over columns, as in `index(["email"])`, or over [`part`]s and [`expression`]s. Without a name of its own it is
/// called `ix_`, the table and the columns.
pub fn index<P: Into<IndexPartBuilder>>(parts: impl IntoIterator<Item = P>) -> IndexBuilder {
    let none: [String; 0] = [];
    let mut index = Index::new("", none);
    index.parts = parts.into_iter().map(|part| part.into().0).collect();
    IndexBuilder(index)
}

/// What a script says of an index. Where nothing but the columns is to be said, an array of them is enough.
///
/// ```
/// use aludel_core::script::language::*;
///
/// let mut op = Operations::new("postgres");
/// op.create_index("users", ["email"]);
/// op.create_index("users", index(["username"]).unique().predicate("deleted_at IS NULL"));
/// op.create_index("posts", index([part("author"), part("written_at").desc()]).include(["title"]));
/// op.create_index("posts", index([expression("lower(title)")]).name("ix_posts_title").method("btree"));
/// assert_eq!(op.finish().recorded.len(), 4);
/// ```
#[derive(Clone, Debug)]
pub struct IndexBuilder(Index);

impl IndexBuilder {
    /// Its name.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.0.name = name.into();
        self
    }

    /// No two rows may have the same.
    pub fn unique(mut self) -> Self {
        self.0.unique = true;
        self
    }

    /// Two NULLs count as the same (PostgreSQL 15).
    pub fn nulls_not_distinct(mut self) -> Self {
        self.0.nulls_not_distinct = true;
        self
    }

    /// The rows that it holds, as SQL.
    pub fn predicate(mut self, sql: impl Into<String>) -> Self {
        self.0.predicate = Some(sql.into());
        self
    }

    /// Columns that it holds besides.
    pub fn include<C: Into<String>>(mut self, columns: impl IntoIterator<Item = C>) -> Self {
        self.0.include = columns.into_iter().map(Into::into).collect();
        self
    }

    /// Its method: `btree`, `hash`, `gin`, `gist`, `brin`, `fulltext`, `spatial`.
    pub fn method(mut self, method: impl Into<String>) -> Self {
        self.0.method = Some(method.into());
        self
    }

    /// The full-text parser (MySQL).
    pub fn parser(mut self, parser: impl Into<String>) -> Self {
        self.0.parser = Some(parser.into());
        self
    }

    /// A storage parameter, as the database spells it: `option("fillfactor", "70")`.
    pub fn option(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.0.options.insert(name.into(), value.into());
        self
    }

    /// The optimiser leaves it aside (MySQL, MariaDB).
    pub fn invisible(mut self) -> Self {
        self.0.invisible = true;
        self
    }

    /// What people are told of it.
    pub fn comment(mut self, comment: impl Into<String>) -> Self {
        self.0.comment = Some(comment.into());
        self
    }

    pub(super) fn build(mut self, table: &ObjectName) -> Index {
        if self.0.name.is_empty() {
            self.0.name = conventional_index(table, &self.0);
        }
        self.0
    }
}

/// The name that an index has where the script gives none.
pub(in crate::script) fn conventional_index(table: &ObjectName, index: &Index) -> String {
    let target = |part: &IndexPart| match &part.target {
        IndexTarget::Column(column) => column.clone(),
        IndexTarget::Expression(sql) => words(sql),
    };
    let targets: Vec<String> = index.parts.iter().map(target).collect();
    name::index(table, &targets)
}

/// The words of some SQL, joined so that they can be part of a name.
pub(super) fn words(sql: &str) -> String {
    let words: Vec<&str> = sql.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join("_")
}

impl<P: Into<IndexPartBuilder>, const N: usize> From<[P; N]> for IndexBuilder {
    fn from(parts: [P; N]) -> Self {
        index(parts)
    }
}

/// A column as part of an index, where more than its name is to be said: `part("written_at").desc()`.
pub fn part(column: impl Into<String>) -> IndexPartBuilder {
    IndexPartBuilder(IndexPart::column(column))
}

/// An expression, as SQL, as part of an index: `expression("lower(email)")`.
pub fn expression(sql: impl Into<String>) -> IndexPartBuilder {
    IndexPartBuilder(IndexPart::expression(sql))
}

/// What a script says of one part of an index.
///
/// ```
/// use aludel_core::script::language::*;
///
/// let mut op = Operations::new("postgres");
/// op.create_index("users", index([part("name").collation("C"), part("seen_at").desc().nulls_last()]));
/// assert_eq!(op.finish().recorded.len(), 1);
/// ```
#[derive(Clone, Debug)]
pub struct IndexPartBuilder(IndexPart);

impl IndexPartBuilder {
    /// From high to low.
    pub fn desc(mut self) -> Self {
        self.0.order = SortOrder::Descending;
        self
    }

    /// NULLs stand before all values.
    pub fn nulls_first(mut self) -> Self {
        self.0.nulls = Some(NullsOrder::First);
        self
    }

    /// NULLs stand after all values.
    pub fn nulls_last(mut self) -> Self {
        self.0.nulls = Some(NullsOrder::Last);
        self
    }

    /// Only so many characters or bytes of the column (MySQL).
    pub fn prefix(mut self, length: u32) -> Self {
        self.0.prefix_length = Some(length);
        self
    }

    /// The operator class, as the database spells it.
    pub fn operator_class(mut self, class: impl Into<String>) -> Self {
        self.0.operator_class = Some(class.into());
        self
    }

    /// The collation.
    pub fn collation(mut self, collation: impl Into<String>) -> Self {
        self.0.collation = Some(collation.into());
        self
    }
}

impl From<&str> for IndexPartBuilder {
    fn from(column: &str) -> Self {
        part(column)
    }
}

impl From<String> for IndexPartBuilder {
    fn from(column: String) -> Self {
        part(column)
    }
}
