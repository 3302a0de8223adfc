//! Indexes: made and dropped.

use super::constraint::nulls_not_distinct;
use super::grammar::{collation, parenthesised, sql};
use super::refusal::Refusal;
use super::{expression, table};
use crate::dialect::SqlWriter;
use crate::name::ObjectName;
use crate::schema::{Index, IndexPart, IndexTarget, SortOrder};

/// `CREATE INDEX`.
///
/// What makes an index only smaller or faster elsewhere is left out: included columns, storage parameters, operator
/// classes, the place of NULLs, visibility.
pub(super) fn create(table: &ObjectName, index: &Index) -> Result<String, Refusal> {
    check(index).map_err(|refusal| refusal.within("index", &index.name))?;
    table::check_name(table)?;
    Ok(sql()
        .keyword(if index.unique { "CREATE UNIQUE INDEX" } else { "CREATE INDEX" })
        .ident(&index.name)
        .keyword("ON")
        .name(table)
        .parens(|sql| sql.list(&index.parts, part))
        .optional(index.predicate.as_deref(), |sql, predicate| sql.keyword("WHERE").raw(&expression::bare(predicate)))
        .finish())
}

/// `DROP INDEX`. An index is found by its name alone.
pub(super) fn drop(name: &str) -> String {
    sql().keyword("DROP INDEX").ident(name).finish()
}

fn check(index: &Index) -> Result<(), Refusal> {
    if let Some(method) = index.method.as_deref().filter(|method| !matches!(*method, "btree" | "hash")) {
        return Err(Refusal::new(
            format!("there are no {method} indexes"),
            "leave the method away, or leave the index to the other databases with `op.for_dialect`",
        ));
    }
    if index.nulls_not_distinct {
        return Err(nulls_not_distinct());
    }
    if index.unique && index.parts.iter().any(|part| part.prefix_length.is_some()) {
        return Err(Refusal::new(
            "the beginnings of values cannot be made unique by a length",
            "index `substr(column, 1, …)` as an expression",
        ));
    }
    Ok(())
}

fn part(sql: SqlWriter, part: &IndexPart) -> SqlWriter {
    let sql = match &part.target {
        IndexTarget::Column(name) => sql.ident(name),
        IndexTarget::Expression(expression) => parenthesised(sql, expression),
    };
    sql.optional(part.collation.as_deref(), collation)
        .when(part.order == SortOrder::Descending, |sql| sql.keyword("DESC"))
}
