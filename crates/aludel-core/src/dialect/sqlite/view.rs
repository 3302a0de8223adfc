//! Views: made, dropped, altered.

use std::collections::BTreeSet;

use super::grammar::sql;
use super::refusal::Refusal;
use super::{lexer, table, trigger};
use crate::name::ObjectName;
use crate::operation::name_column_of_view;
use crate::plan::Statements;
use crate::schema::{Schema, View};

/// Writes `CREATE VIEW`.
pub(super) fn create(view: &View, out: &mut Statements) -> Result<(), Refusal> {
    table::check_name(&view.name)?;
    if view.materialized {
        return Err(Refusal::new("there are no materialised views", "leave `materialized` away, or make it a table"));
    }
    out.push(sql().keyword("CREATE VIEW").name(&view.name).keyword("AS").raw(query(view)).finish());
    Ok(())
}

/// Writes `DROP VIEW`.
pub(super) fn drop(view: &View, out: &mut Statements) -> Result<(), Refusal> {
    table::check_name(&view.name)?;
    out.push(sql().keyword("DROP VIEW").name(&view.name).finish());
    Ok(())
}

/// Writes a view anew. Its triggers, which go with it, are put back.
pub(super) fn alter(from: &View, to: &View, out: &mut Statements) -> Result<(), Refusal> {
    trigger::keep(&from.name, out, |out| {
        drop(from, out)?;
        create(to, out)
    })
}

/// Drops a view that comes back later. Its triggers, which go with it, are set aside.
pub(super) fn put_away(view: &View, out: &mut Statements) -> Result<(), Refusal> {
    trigger::set_aside_of_view(&view.name, out);
    drop(view, out)
}

/// Makes a view again that was put away, with its triggers.
pub(super) fn bring_back(view: &View, out: &mut Statements) -> Result<(), Refusal> {
    create(view, out)?;
    trigger::put_back_of_view(&view.name, out);
    Ok(())
}

/// Writes the views anew that have a column which is called after one of a table, so that it keeps its name when SQLite
/// follows the other name into them.
pub(super) fn name_column(
    schema: &Schema,
    table: &ObjectName,
    column: &str,
    out: &mut Statements,
) -> Result<(), Refusal> {
    for view in &schema.views {
        let mut named = view.clone();
        name_column_of_view(&mut named, table, column);
        if named != *view {
            // The names that one has apart from its query are not known here.
            out.rebuilds(&view.name);
            alter(view, &named, out)?;
        }
    }
    Ok(())
}

/// Writes statements that change nothing and fail where a view or trigger of the database no longer holds: dropping a
/// column in place looks at all of them, so one of an empty table is dropped.
pub(super) fn check_all(out: &mut Statements) {
    out.push(sql().keyword("CREATE TABLE").ident(TRIED).idents(["kept", "dropped"]).finish());
    out.push(sql().keyword("ALTER TABLE").ident(TRIED).keyword("DROP COLUMN").ident("dropped").finish());
    out.push(sql().keyword("DROP TABLE").ident(TRIED).finish());
}

/// The table that has a column dropped for no other reason than what else SQLite looks at.
const TRIED: &str = "_aludel_tried";

/// The names that stand in a query, in lower case: of tables, columns and all else.
pub(super) fn names_in(query: &str) -> BTreeSet<String> {
    let tokens = lexer::tokens(query).unwrap_or_default();
    tokens.iter().filter_map(|token| token.name()).map(|name| name.to_ascii_lowercase()).collect()
}

/// The query without a semicolon or a comment behind it, which would hide what follows.
pub(super) fn query(view: &View) -> &str {
    let tokens = lexer::tokens(&view.query).unwrap_or_default();
    let last = tokens.iter().rev().find(|token| !token.is_symbol(";"));
    last.and_then(|last| view.query.get(..last.end())).unwrap_or(&view.query)
}
