//! Triggers, which go with their table or view and are put back.
//!
//! A plan cannot know the text of triggers, and no statement runs a text that is in a table. So the rows of the catalogue
//! that hold them are set aside and written back, the way that the database's own dumps write virtual tables; the
//! catalogue is then read again.

use super::column;
use super::grammar::sql;
use super::view::check_all;
use crate::name::ObjectName;
use crate::plan::{Statement, Statements};
use crate::schema::{Literal, Table};

/// Where triggers are kept meanwhile. It is a temporary table, so that nobody else sees it.
const SET_ASIDE: &str = "_aludel_triggers";

/// The statement after which the catalogue takes rows.
pub(super) const OPEN_CATALOGUE: &str = "PRAGMA writable_schema = ON";

/// Writes statements that drop a table or view and make it anew, between others that keep its triggers.
pub(super) fn keep<E>(
    owner: &ObjectName,
    out: &mut Statements,
    remake: impl FnOnce(&mut Statements) -> Result<(), E>,
) -> Result<(), E> {
    set_aside(owner, SET_ASIDE, out);
    remake(out)?;
    put_back(SET_ASIDE, out);
    Ok(())
}

/// Writes statements that set the triggers of a view aside that is away while other operations run.
pub(super) fn set_aside_of_view(view: &ObjectName, out: &mut Statements) {
    set_aside(view, &set_aside_while_away(view), out);
}

/// Writes statements that put them back, and fail where one no longer holds.
pub(super) fn put_back_of_view(view: &ObjectName, out: &mut Statements) {
    put_back(&set_aside_while_away(view), out);
    check_all(out);
}

/// Tables that are made anew meanwhile have a place of their own for theirs.
fn set_aside_while_away(view: &ObjectName) -> String {
    format!("{SET_ASIDE}_of_{}", view.name)
}

fn set_aside(owner: &ObjectName, place: &str, out: &mut Statements) {
    let comment = Some(format!("the triggers of {owner} go with it, so they are set aside"));
    out.add(Statement { comment, ..Statement::new(copied(owner, place), 0) });
}

fn put_back(place: &str, out: &mut Statements) {
    out.push(OPEN_CATALOGUE);
    let back = sql().keyword("INSERT INTO sqlite_schema SELECT * FROM").ident(place);
    let comment = Some("and put back".to_owned());
    out.add(Statement { comment, ..Statement::new(back.finish(), 0) });
    out.push("PRAGMA writable_schema = RESET");
    out.push(sql().keyword("DROP TABLE").ident(place).finish());
}

/// Writes statements that change no row and fail where a trigger of the table no longer holds: all of them are read for
/// such a statement, whichever rows it finds.
pub(super) fn check(table: &Table, out: &mut Statements) {
    let columns: Vec<&str> = table
        .columns
        .iter()
        .filter(|column| column::generated(column).is_none())
        .map(|column| column.name.as_str())
        .collect();
    let first = columns.first().copied().unwrap_or_default();
    let insert = sql().keyword("INSERT INTO").name(&table.name).parens(|sql| sql.ident(first));
    let insert = insert.keyword("SELECT NULL WHERE FALSE");
    let update = sql().keyword("UPDATE").name(&table.name).keyword("SET");
    let update = update.list(columns, |sql, column| sql.ident(column).keyword("=").ident(column));
    let update = update.keyword("WHERE FALSE");
    let delete = sql().keyword("DELETE FROM").name(&table.name).keyword("WHERE FALSE");
    for statement in [insert, update, delete] {
        out.push(statement.finish());
    }
}

fn copied(owner: &ObjectName, place: &str) -> String {
    let owner = Literal::text(&owner.name);
    sql()
        .keyword("CREATE TEMP TABLE")
        .ident(place)
        .keyword("AS SELECT * FROM sqlite_schema WHERE type = 'trigger' AND tbl_name =")
        .literal(&owner)
        .keyword("COLLATE NOCASE")
        .finish()
}
