//! Views: made, dropped, altered.

use super::grammar::sql;
use super::refusal::Refusal;
use super::{lexer, table, trigger};
use crate::name::ObjectName;
use crate::plan::Statements;
use crate::schema::{Objects, View};

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

/// The views that read a table, by way of others too, in the order in which they stand.
pub(super) fn readers<'a>(views: &'a Objects<View>, table: &ObjectName) -> Vec<&'a View> {
    let mut names = vec![table.name.to_ascii_lowercase()];
    let mut readers: Vec<&View> = Vec::new();
    // Each round finds those that read one found before; a chain of views is no longer than there are views.
    for _ in 0..views.len() {
        let found = |view: &&View| !readers.contains(view) && names_one_of(&view.query, &names);
        let Some(view) = views.iter().find(found) else { break };
        names.push(view.name.name.to_ascii_lowercase());
        readers.push(view);
    }
    readers
}

/// Writes statements that return nothing and fail where a view no longer holds.
pub(super) fn check(views: &[&View], out: &mut Statements) {
    for view in views {
        out.push(sql().keyword("SELECT * FROM").name(&view.name).keyword("LIMIT 0").finish());
    }
}

/// True where one of these names, given in lower case, stands in a query.
pub(super) fn names_one_of(query: &str, names: &[String]) -> bool {
    let tokens = lexer::tokens(query).unwrap_or_default();
    tokens.iter().filter_map(|token| token.name()).any(|name| names.contains(&name.to_ascii_lowercase()))
}

/// The query without a semicolon or a comment behind it, which would hide what follows.
pub(super) fn query(view: &View) -> &str {
    let tokens = lexer::tokens(&view.query).unwrap_or_default();
    let last = tokens.iter().rev().find(|token| !token.is_symbol(";"));
    last.and_then(|last| view.query.get(..last.end())).unwrap_or(&view.query)
}
