//! Views: made, dropped, altered.

use std::collections::BTreeSet;

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
    let named: Vec<(&View, BTreeSet<String>)> = views.iter().map(|view| (view, names_in(&view.query))).collect();
    let mut reached = BTreeSet::from([table.name.to_ascii_lowercase()]);
    // A chain of views is no longer than there are views.
    for _ in 0..named.len() {
        let found = named.iter().filter(|(_, names)| !names.is_disjoint(&reached));
        let found: Vec<String> = found.map(|(view, _)| view.name.name.to_ascii_lowercase()).collect();
        let before = reached.len();
        reached.extend(found);
        if reached.len() == before {
            break;
        }
    }
    named.iter().filter(|(_, names)| !names.is_disjoint(&reached)).map(|(view, _)| *view).collect()
}

/// Writes statements that return nothing and fail where a view no longer holds.
pub(super) fn check(views: &[&View], out: &mut Statements) {
    for view in views {
        out.push(sql().keyword("SELECT * FROM").name(&view.name).keyword("LIMIT 0").finish());
    }
}

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
