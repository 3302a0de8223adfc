//! Reads what is in a database: one question about the session, then all of the catalogue at once.
//!
//! The server prints types and expressions as the search path of the session has it, and strings as it reads backslashes
//! in them. So the catalogue is read under a path of its own, that of the default namespace alone, and with standard
//! strings. Both are set, and set back, by statements that go out together with the queries, and until the end of the
//! transaction only: there is no moment, and no error, after which the session would not be as it was.

mod assemble;
mod catalog;
mod constraint;
mod index;
mod notes;

use self::catalog::Catalog;
use super::Postgres;
use super::grammar::GRAMMAR;
use crate::connection::{Connection, Row};
use crate::dialect::{InspectError, Inspection, Scope, SqlWriter};
use crate::schema::Literal;

/// Each answers one row of one JSON array; the order is that in which [`Catalog`] reads the answers.
const QUERIES: [&str; 9] = [
    include_str!("inspect/namespaces.sql"),
    include_str!("inspect/enum_types.sql"),
    include_str!("inspect/sequences.sql"),
    include_str!("inspect/tables.sql"),
    include_str!("inspect/columns.sql"),
    include_str!("inspect/constraints.sql"),
    include_str!("inspect/indexes.sql"),
    include_str!("inspect/views.sql"),
    include_str!("inspect/notes.sql"),
];

/// Reads what is there, in two round trips.
pub(super) async fn inspect(
    postgres: Postgres,
    connection: &mut dyn Connection,
    scope: &Scope,
) -> Result<Inspection, InspectError> {
    let session = Session::read(connection).await?;
    let rows = connection.query(&session.script(postgres, scope)).await?;
    let answers = rows.iter().filter_map(|row| row.text(0));
    assemble::inspection(&session.namespace, Catalog::read(answers)?)
}

/// What inspection has to know of the session.
struct Session {
    /// The default namespace; empty where none of the search path exists.
    namespace: String,
    search_path: String,
    /// Whether a backslash in a string is what it is: `on`, or `off`.
    standard_strings: String,
}

const SEARCH_PATH: &str = "search_path";
const STANDARD_STRINGS: &str = "standard_conforming_strings";

impl Session {
    async fn read(connection: &mut dyn Connection) -> Result<Self, InspectError> {
        let rows = connection.query(include_str!("inspect/session.sql")).await?;
        let text = |place| rows.first().and_then(|row: &Row| row.text(place)).unwrap_or_default().to_owned();
        Ok(Self { namespace: text(0), search_path: text(1), standard_strings: text(2) })
    }

    /// All queries in one text. Statements that are sent so are one transaction, if none is open already.
    fn script(&self, postgres: Postgres, scope: &Scope) -> String {
        let namespaces = scope.namespaces.iter().chain([&self.namespace]).filter(|name| !name.is_empty());
        let array = sql().keyword("ARRAY[").list(namespaces, |sql, name| sql.literal(&Literal::text(name)));
        let array = array.tight("]::name[]").finish();
        let path = sql().keyword("pg_catalog");
        let path = path.when(!self.namespace.is_empty(), |sql| sql.tight(",").ident(&self.namespace)).finish();
        let mut statements = vec![set(SEARCH_PATH, &path), set(STANDARD_STRINGS, "on")];
        for query in QUERIES {
            let query = for_version(query.trim_end(), postgres).replace(":namespaces", &array);
            let answer =
                sql().keyword("SELECT coalesce(json_agg(answer), '[]')::text FROM (").tight("\n").tight(&query);
            statements.push(answer.tight("\n) AS answer").finish());
        }
        statements.push(set(SEARCH_PATH, &self.search_path));
        statements.push(set(STANDARD_STRINGS, &self.standard_strings));
        statements.join(";\n")
    }
}

/// The query, columns of the catalogue that the version does not have replaced by what they would say.
fn for_version(query: &str, postgres: Postgres) -> String {
    let newer: [(&str, bool, &str, &str); 4] = [
        (":nulls_not_distinct", postgres.has_nulls_not_distinct(), "index.indnullsnotdistinct", "FALSE"),
        (":sets_some_columns", postgres.sets_some_columns(), "con.confdelsetcols IS NOT NULL", "FALSE"),
        (":enforced", postgres.has_not_enforced(), "con.conenforced", "TRUE"),
        (":temporal", postgres.has_temporal_constraints(), "con.conperiod", "FALSE"),
    ];
    newer.into_iter().fold(query.to_owned(), |query, (place, is_there, column, otherwise)| {
        query.replace(place, if is_there { column } else { otherwise })
    })
}

/// Sets a setting until the end of the transaction. Its row has no column.
fn set(name: &str, value: &str) -> String {
    let sql = sql().keyword("SELECT FROM set_config(").literal(&Literal::text(name)).tight(",");
    sql.literal(&Literal::text(value)).tight(", TRUE)").finish()
}

fn sql() -> SqlWriter {
    SqlWriter::new(&GRAMMAR)
}
