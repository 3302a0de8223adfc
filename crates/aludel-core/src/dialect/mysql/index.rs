//! Indexes: what stands behind `ADD` and in `CREATE TABLE`.

use super::refusal::{Refusal, refuse};
use super::{MySql, expression, grammar, types};
use crate::dialect::{Dialect, SqlWriter};
use crate::schema::{Index, IndexPart, IndexTarget, NullsOrder, SortOrder, Table};

/// The kinds of index that the servers have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method {
    BTree,
    Hash,
    FullText,
    Spatial,
}

impl Method {
    /// The kind of an index; `None` for kinds of other databases.
    pub(super) fn of(table: &Table, index: &Index) -> Option<Self> {
        match index.method.as_deref().map(str::to_ascii_lowercase).as_deref() {
            None => Some(Self::usual(table)),
            Some("btree") => Some(Self::BTree),
            Some("hash") => Some(Self::Hash),
            Some("fulltext") => Some(Self::FullText),
            Some("spatial") => Some(Self::Spatial),
            Some(_) => None,
        }
    }

    /// True where each part may be the beginning of a column.
    pub(super) fn has_prefixes(self) -> bool {
        matches!(self, Self::BTree | Self::Hash)
    }

    /// What the engine of a table makes of an index of which no more is said. InnoDB makes a tree of a hash, too.
    pub(super) fn usual(table: &Table) -> Self {
        if is_memory(table) { Self::Hash } else { Self::BTree }
    }

    /// The words that ask for it, where they make a difference.
    fn spelled(self, index: &Index, table: &Table) -> Option<&'static str> {
        index.method.as_ref()?;
        match self {
            Self::Hash => Some("USING HASH"),
            Self::BTree => is_memory(table).then_some("USING BTREE"),
            Self::FullText | Self::Spatial => None,
        }
    }
}

impl MySql {
    /// An index as `CREATE TABLE` and `ADD` take it.
    pub(super) fn index_definition(&self, table: &Table, index: &Index) -> Result<String, Refusal> {
        let method = self.refuse_foreign(table, index)?;
        let kind = match method {
            Method::FullText => "FULLTEXT INDEX",
            Method::Spatial => "SPATIAL INDEX",
            Method::BTree | Method::Hash if index.unique => "UNIQUE INDEX",
            Method::BTree | Method::Hash => "INDEX",
        };
        let parts: Vec<String> =
            index.parts.iter().map(|part| self.index_part(table, part, method)).collect::<Result<_, _>>()?;
        let sql = self.sql().keyword(kind).ident(&index.name);
        let sql = sql.parens(|sql| sql.list(&parts, |sql, part| sql.raw(part)));
        let sql = sql.optional(method.spelled(index, table), SqlWriter::keyword);
        let sql = sql.optional(index.parser.as_deref(), |sql, parser| sql.keyword("WITH PARSER").ident(parser));
        let hidden = if self.is_mariadb() { "IGNORED" } else { "INVISIBLE" };
        let sql = sql.when(index.invisible, |sql| sql.keyword(hidden));
        let comment = index.comment.as_deref();
        Ok(sql.optional(comment, |sql, text| sql.keyword("COMMENT").raw(&grammar::escaped(text))).finish())
    }

    /// Refuses what other databases' indexes can do.
    fn refuse_foreign(&self, table: &Table, index: &Index) -> Result<Method, Refusal> {
        if index.predicate.is_some() {
            return Err(refuse(
                "an index holds all rows here",
                "leave the condition out, or index a generated column that is NULL for the other rows",
            ));
        }
        refuse_include(&index.include)?;
        if index.nulls_not_distinct {
            return Err(distinct_nulls());
        }
        if let Some((name, _)) = index.options.first_key_value() {
            return Err(refuse(format!("an index has no option `{name}` here"), "leave the option out"));
        }
        Method::of(table, index).ok_or_else(|| {
            let method = index.method.as_deref().unwrap_or_default();
            refuse(
                format!("there are no {method} indexes here"),
                "leave the method out, or use btree, hash, fulltext or spatial",
            )
        })
    }

    fn index_part(&self, table: &Table, part: &IndexPart, method: Method) -> Result<String, Refusal> {
        let natural = match part.order {
            SortOrder::Ascending => NullsOrder::First,
            SortOrder::Descending => NullsOrder::Last,
        };
        if part.nulls.is_some_and(|nulls| nulls != natural) {
            return Err(refuse("NULLs are lower than every value here", "leave the order of NULLs out"));
        }
        if part.operator_class.is_some() || part.collation.is_some() {
            return Err(refuse(
                "a part of an index has no operator class and no collation of its own here",
                "give the column the collation",
            ));
        }
        let sql = match &part.target {
            IndexTarget::Column(column) => {
                if method.has_prefixes() && part.prefix_length.is_none() {
                    refuse_long_columns(table, std::slice::from_ref(column))?;
                }
                beginning(self.sql().ident(column), part.prefix_length)
            }
            IndexTarget::Expression(sql) if self.has_functional_indexes() => {
                self.sql().parens(|writer| writer.raw(expression::bare(sql)))
            }
            IndexTarget::Expression(_) => {
                return Err(refuse(
                    "there are no indexes over expressions here",
                    "add a generated column of that expression, and index it",
                ));
            }
        };
        Ok(sql.when(part.order == SortOrder::Descending, |sql| sql.keyword("DESC")).finish())
    }
}

/// True for tables that the engine MEMORY keeps, whose indexes are hashes unless they are said to be trees.
fn is_memory(table: &Table) -> bool {
    table.options.engine.as_deref().is_some_and(|engine| engine.eq_ignore_ascii_case("memory"))
}

/// How much of a column counts, behind its name.
pub(super) fn beginning(column: SqlWriter, length: Option<u32>) -> SqlWriter {
    column.optional(length, |sql, length| sql.tight("(").tight(&length.to_string()).tight(")"))
}

/// Refuses columns that only the beginning of can be indexed.
pub(super) fn refuse_long_columns(table: &Table, columns: &[String]) -> Result<(), Refusal> {
    for column in columns.iter().filter_map(|name| table.columns.get(name.as_str())) {
        if types::is_json(&column.ty) {
            return Err(refuse(
                format!("`{}` is JSON, which cannot be indexed", column.name),
                "add a generated column of the part that matters, and index that",
            ));
        }
        if types::is_lob(&column.ty) {
            return Err(refuse(
                format!("`{}` is {}, which cannot be indexed or referred to as a whole", column.name, column.ty),
                "give it a length, which makes it a varchar: `#[model(length = 191)]`",
            ));
        }
    }
    Ok(())
}

/// Refuses columns that an index would hold besides.
pub(super) fn refuse_include(include: &[String]) -> Result<(), Refusal> {
    if include.is_empty() {
        return Ok(());
    }
    Err(refuse("an index holds no other columns here", "add the columns to the index itself, or leave them out"))
}

/// Why NULLs cannot be the same.
pub(super) fn distinct_nulls() -> Refusal {
    refuse("two NULLs are never the same in a unique index here", "make the columns NOT NULL")
}
