//! Reads what is in a database: the statements that SQLite keeps of it, in one query.
//!
//! Everything comes from the text of these statements. The database's own tables about tables leave out names, checks,
//! expressions and much else.

mod catalogue;
mod table;

use super::grammar::sql;
use super::view::names_in;
use super::{lexer, parser};
use crate::connection::Connection;
use crate::dialect::{InspectError, Inspection, NotUnderstood};
use crate::schema::{Schema, View};
#[cfg(test)]
pub(super) use catalogue::entries;
pub(super) use catalogue::{Entry, Kind as EntryKind};

/// The objects of the database, and what of them the schema model cannot say.
pub(super) async fn inspect(connection: &mut dyn Connection) -> Result<Inspection, InspectError> {
    let rows = connection.query(catalogue::QUERY).await?;
    assemble(&catalogue::entries(&rows)?)
}

/// The schema that some entries of the catalogue make.
pub(super) fn assemble(entries: &[Entry]) -> Result<Inspection, InspectError> {
    let mut not_understood = Vec::new();
    let mut definitions = Vec::new();
    let mut indexes = Vec::new();
    let mut views = Vec::new();
    for entry in entries {
        let unreadable = |error: parser::ParseError| entry.unreadable(&error);
        match entry.kind {
            EntryKind::Table => definitions.push((entry, parser::table(&entry.sql).map_err(unreadable)?)),
            EntryKind::Index => indexes.push((entry, parser::index(&entry.sql).map_err(unreadable)?)),
            EntryKind::View => views.push(parser::view(&entry.sql).map_err(unreadable)?),
            EntryKind::Trigger => not_understood.push(entry.note("it is a trigger, which a schema does not hold")),
            EntryKind::Virtual => not_understood.push(entry.note("it is a virtual table")),
            EntryKind::Shadow => not_understood.push(entry.note("it belongs to a virtual table")),
        }
    }
    let mut schema = Schema { tables: table::tables(&definitions, &mut not_understood), ..Schema::default() };
    table::add_indexes(&mut schema.tables, &indexes, &mut not_understood);
    add_views(&mut schema, views, &mut not_understood);
    Ok(Inspection { schema, not_understood })
}

fn add_views(schema: &mut Schema, views: Vec<parser::ViewDefinition>, not_understood: &mut Vec<NotUnderstood>) {
    let tables = schema.tables.iter().map(|table| table.name.name.clone());
    let names: Vec<String> = tables.chain(views.iter().map(|view| view.name.clone())).collect();
    for view in views {
        if !view.columns.is_empty() {
            let reason = "its columns are named apart from its query: made anew, it has the names in it".to_owned();
            not_understood.push(NotUnderstood { object: view.name.as_str().into(), part: None, reason });
        }
        let named = names_in(&view.query);
        let reads = |name: &&String| **name != view.name && named.contains(&name.to_ascii_lowercase());
        let depends_on = names.iter().filter(reads).map(|name| name.as_str().into()).collect();
        let query = naming_its_columns(&view, &names);
        schema.views.insert(View { depends_on, ..View::new(view.name, query) });
    }
}

/// The query of a view that gives its columns the names which the view has for them, where these stand apart from it.
fn naming_its_columns(view: &parser::ViewDefinition, names: &[String]) -> String {
    if view.columns.is_empty() {
        return view.query.clone();
    }
    let mut inner = format!("{}_query", view.name);
    while names.contains(&inner) || view.query.contains(&inner) {
        inner.push('_');
    }
    let with = sql().keyword("WITH").ident(&inner).idents(&view.columns).keyword("AS (").finish();
    let select = sql().keyword("SELECT * FROM").ident(&inner).finish();
    format!("{with}\n{}\n)\n{select}", view.query)
}

/// True for a statement that makes a virtual table.
fn makes_virtual_table(sql: &str) -> bool {
    let tokens = lexer::tokens(sql).unwrap_or_default();
    matches!(tokens.as_slice(), [create, word, ..] if create.is_word("CREATE") && word.is_word("VIRTUAL"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_columns_that_stand_apart_are_written_into_the_query() {
        let view = parser::view("CREATE VIEW v (x, y) AS SELECT id, a FROM v_query").unwrap();
        let expected =
            "WITH \"v_query_\" (\"x\", \"y\") AS (\nSELECT id, a FROM v_query\n)\nSELECT * FROM \"v_query_\"";
        assert_eq!(naming_its_columns(&view, &[]), expected);
        assert_eq!(naming_its_columns(&parser::view("CREATE VIEW v AS SELECT 1").unwrap(), &[]), "SELECT 1");
    }
}
