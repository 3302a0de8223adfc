//! Reads what is in a database, from `information_schema`, in a fixed number of queries.
//!
//! `SHOW CREATE TABLE` tells more, but one table at a time. What is lost without it: the parser of a full-text index, and
//! characters outside of the basic plane, which the catalogue shows as question marks. Defaults are asked for again where
//! they may hold such characters, all in one query; what else may be lost is noted.

mod column;
mod constraint;
mod index;
mod probe;
mod sequence;
mod table;
mod view;

use super::{MySql, expression, implicit};
use crate::connection::{Connection, DriverError, DriverErrorKind, Row};
use crate::dialect::{Dialect, InspectError, Inspection, NotUnderstood, Scope};
use crate::name::ObjectName;
use crate::schema::{Literal, Objects, Table, View};

pub(super) async fn inspect(
    dialect: &MySql,
    connection: &mut dyn Connection,
    scope: &Scope,
) -> Result<Inspection, InspectError> {
    let queries = Queries { dialect, databases: databases(dialect, scope) };
    let databases = connection.query(&queries.fill(include_str!("inspect/databases.sql"))).await?;
    if !databases.iter().any(|row| row.text(0).is_none()) {
        let message = "no database is chosen: name one in the URL";
        return Err(DriverError::new(DriverErrorKind::Refused, message).into());
    }
    let mut reading = Reading::new(dialect, &databases);
    reading.read_tables(&connection.query(&queries.fill(include_str!("inspect/tables.sql"))).await?)?;
    let columns = connection.query(&queries.columns()).await?;
    let checks = match queries.checks() {
        Some(query) => connection.query(&query).await?,
        None => Vec::new(),
    };
    reading.read_columns(&columns)?;
    reading.read_indexes(&connection.query(&queries.indexes()).await?)?;
    // Joined by the server, the two take many times as long.
    let foreign_keys = connection.query(&queries.fill(include_str!("inspect/foreign_keys.sql"))).await?;
    let actions = connection.query(&queries.fill(include_str!("inspect/foreign_key_actions.sql"))).await?;
    reading.read_foreign_keys(&foreign_keys, &actions)?;
    reading.read_checks(&checks)?;
    reading.read_views(&connection.query(&queries.views()).await?);
    reading.note_triggers(&connection.query(&queries.fill(include_str!("inspect/triggers.sql"))).await?);
    if let Some(query) = reading.sequences_query() {
        reading.read_sequences(&connection.query(&query).await?)?;
    }
    if let Some(query) = reading.probes_query() {
        let answer = connection.query(&query).await;
        reading.read_probes(answer.as_deref())?;
    }
    Ok(reading.finish())
}

/// The views alone, in one query.
pub(super) async fn views(
    dialect: &MySql,
    connection: &mut dyn Connection,
    scope: &Scope,
) -> Result<Objects<View>, InspectError> {
    let queries = Queries { dialect, databases: databases(dialect, scope) };
    let mut reading = Reading::new(dialect, &[]);
    reading.read_views(&connection.query(&queries.views()).await?);
    Ok(reading.inspection.schema.views)
}

/// The comparison that finds the databases to look into. MariaDB looks into all of them where it is not an equality.
fn databases(dialect: &MySql, scope: &Scope) -> String {
    let sql = dialect.sql();
    if scope.namespaces.is_empty() {
        return sql.keyword("= DATABASE()").finish();
    }
    let names = scope.namespaces.iter().map(|name| dialect.literal(&Literal::text(name.as_str())));
    let names = std::iter::once("DATABASE()".to_owned()).chain(names);
    sql.keyword("IN").parens(|sql| sql.list(names, |sql, name| sql.raw(&name))).finish()
}

/// The queries, filled in for a server and the databases that are looked into.
struct Queries<'a> {
    dialect: &'a MySql,
    databases: String,
}

impl Queries<'_> {
    fn fill(&self, query: &str) -> String {
        query.replace("{databases}", &self.databases)
    }

    fn views(&self) -> String {
        // MariaDB writes the names of a view's columns into its query.
        let names =
            if self.dialect.is_mariadb() { "NULL" } else { include_str!("inspect/view_columns.sql").trim_end() };
        self.fill(include_str!("inspect/views.sql")).replace("{names}", names)
    }

    fn columns(&self) -> String {
        let srid = if self.dialect.is_mariadb() { "NULL" } else { "srs_id" };
        self.fill(include_str!("inspect/columns.sql")).replace("{srid}", srid)
    }

    fn indexes(&self) -> String {
        let hidden = if self.dialect.is_mariadb() { "ignored" } else { "IF(is_visible = 'NO', 'YES', 'NO')" };
        let expression = if self.dialect.has_functional_indexes() { "expression" } else { "NULL" };
        let query = self.fill(include_str!("inspect/indexes.sql"));
        query.replace("{hidden}", hidden).replace("{expression}", expression)
    }

    fn checks(&self) -> Option<String> {
        let query = if self.dialect.is_mariadb() {
            include_str!("inspect/checks_mariadb.sql")
        } else {
            include_str!("inspect/checks_mysql.sql")
        };
        self.dialect.has_checks().then(|| self.fill(query))
    }
}

/// What has been read so far.
struct Reading<'a> {
    dialect: &'a MySql,
    inspection: Inspection,
    /// The name of the database that is the default one.
    database: String,
    /// The collation of each database, by namespace.
    collations: Vec<(Option<String>, String)>,
    /// The collation of each table with one.
    table_collations: std::collections::HashMap<ObjectName, String>,
    sequences: Vec<(ObjectName, Option<String>)>,
    probes: Vec<probe::Probe>,
}

impl<'a> Reading<'a> {
    fn new(dialect: &'a MySql, databases: &[Row]) -> Self {
        let collation = |row: &Row| (row.text(0).map(str::to_owned), row.text(2).unwrap_or_default().to_owned());
        let default = databases.iter().find(|row| row.text(0).is_none());
        Self {
            dialect,
            inspection: Inspection::default(),
            database: default.and_then(|row| row.text(1)).unwrap_or_default().to_owned(),
            collations: databases.iter().map(collation).collect(),
            table_collations: std::collections::HashMap::new(),
            sequences: Vec::new(),
            probes: Vec::new(),
        }
    }

    /// The table that a row of the catalogue is about, if it is one that is read.
    fn table_of(&mut self, row: &Row) -> Option<&mut Table> {
        self.inspection.schema.tables.get_mut(&object_of(row)?)
    }

    /// An expression as the catalogue tells it, without the name of the default database.
    fn expression(&self, told: &str) -> String {
        expression::read(self.dialect, told, &self.database)
    }

    fn note(&mut self, object: &ObjectName, part: Option<&str>, reason: impl Into<String>) {
        let (object, part) = (object.clone(), part.map(str::to_owned));
        self.inspection.not_understood.push(NotUnderstood { object, part, reason: reason.into() });
    }

    /// Notes text that the catalogue may have shown with question marks in place of characters.
    fn note_lost_characters(&mut self, object: &ObjectName, part: Option<&str>, text: &str) {
        if text.contains('?') {
            self.note(
                object,
                part,
                "it has question marks, which may stand for characters that the catalogue cannot show",
            );
        }
    }

    fn finish(mut self) -> Inspection {
        self.inspection.schema.tables.iter_mut().for_each(implicit::leave_out);
        self.inspection
    }
}

/// The object that a row is about: its first two columns are the namespace, NULL for the default one, and the name.
fn object_of(row: &Row) -> Option<ObjectName> {
    Some(ObjectName { namespace: row.text(0).map(str::to_owned), name: row.text(1)?.to_owned() })
}

/// The text that must be in a row.
fn required<'r>(row: &'r Row, place: usize, what: &str) -> Result<&'r str, InspectError> {
    row.text(place).ok_or_else(|| InspectError::Unknown { place: what.to_owned(), value: format!("{row:?}") })
}

/// Text that is there and not empty.
fn filled(row: &Row, place: usize) -> Option<&str> {
    row.text(place).filter(|text| !text.is_empty())
}
