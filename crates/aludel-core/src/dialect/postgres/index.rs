//! Indexes.

use super::expression::{is_simple, without_outer_parentheses};
use super::name::beside;
use super::plan::Planner;
use super::{Refusal, constraint};
use crate::dialect::SqlWriter;
use crate::name::ObjectName;
use crate::schema::{Index, IndexPart, IndexTarget, NullsOrder, SortOrder};

impl Planner<'_> {
    /// Makes an index of a table or of a materialised view.
    pub(super) fn create_index(&mut self, table: &ObjectName, index: &Index) -> Result<(), Refusal> {
        let method = method(index)?;
        if index.nulls_not_distinct {
            constraint::nulls_not_distinct(self.postgres)?;
        }
        let sql = self.sql().keyword("CREATE").when(index.unique, |sql| sql.keyword("UNIQUE"));
        let sql = sql.keyword("INDEX").ident(&index.name).keyword("ON").name(table);
        let sql = sql.optional(method, |sql, method| sql.keyword("USING").keyword(method));
        let sql = constraint::include(sql.parens(|sql| sql.list(&index.parts, part)), &index.include);
        let sql = sql.when(index.nulls_not_distinct, |sql| sql.keyword("NULLS NOT DISTINCT"));
        let sql = sql.when(!index.options.is_empty(), |sql| {
            let option = |sql: SqlWriter, (name, value): (&String, &String)| sql.raw(name).keyword("=").raw(value);
            sql.keyword("WITH").parens(|sql| sql.list(&index.options, option))
        });
        self.push(sql.optional(index.predicate.as_deref(), |sql, predicate| {
            sql.keyword("WHERE").raw(without_outer_parentheses(predicate))
        }));
        if let Some(comment) = &index.comment {
            self.comment("INDEX", |sql| sql.name(&beside(table, &index.name)), Some(comment));
        }
        Ok(())
    }

    /// Drops an index, which lies in the namespace of its table.
    pub(super) fn drop_index(&mut self, table: &ObjectName, index: &Index) {
        self.push(self.sql().keyword("DROP INDEX").name(&beside(table, &index.name)));
    }

    /// Gives an index another name.
    pub(super) fn rename_index(&mut self, table: &ObjectName, from: &str, to: &str) {
        let sql = self.sql().keyword("ALTER INDEX").name(&beside(table, from));
        self.push(sql.keyword("RENAME TO").ident(to));
    }
}

/// The index method to name.
fn method(index: &Index) -> Result<Option<&str>, Refusal> {
    let prefix = index.parts.iter().any(|part| part.prefix_length.is_some());
    if prefix && index.unique {
        return Err(Refusal::new(
            "a unique index cannot hold the beginnings of values only",
            "make the index over left(column, length), or over the whole column",
        ));
    }
    match index.method.as_deref() {
        Some("fulltext") => Err(Refusal::new(
            "there is no fulltext index method",
            "make a gin index over to_tsvector('english', column) here",
        )),
        Some("spatial") => Err(Refusal::new("there is no spatial index method", "make a gist index here")),
        Some("btree") | None => Ok(None),
        Some(other) => Ok(Some(other)),
    }
}

fn part(sql: SqlWriter, part: &IndexPart) -> SqlWriter {
    let sql = match &part.target {
        IndexTarget::Column(name) => sql.ident(name),
        IndexTarget::Expression(text) if is_simple(text) && text.ends_with(')') => sql.raw(text),
        IndexTarget::Expression(text) => sql.parens(|sql| sql.raw(without_outer_parentheses(text))),
    };
    let sql = sql.optional(part.collation.as_ref(), |sql, collation| sql.keyword("COLLATE").ident(collation));
    let sql = sql.optional(part.operator_class.as_ref(), |sql, class| sql.raw(class));
    let sql = sql.when(part.order == SortOrder::Descending, |sql| sql.keyword("DESC"));
    sql.optional(part.nulls, |sql, nulls| match nulls {
        NullsOrder::First => sql.keyword("NULLS FIRST"),
        NullsOrder::Last => sql.keyword("NULLS LAST"),
    })
}
