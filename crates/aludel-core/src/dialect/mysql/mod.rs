//! MySQL and MariaDB.
//!
//! The files are those of the other dialects. Where the two servers differ, `version` has a predicate for it, and
//! `mariadb` what is more than a line.

mod alter;
mod altering;
mod charset;
mod clause;
mod column;
mod commit;
mod constraint;
mod decimal;
mod default;
mod effects;
mod expression;
mod grammar;
mod implicit;
mod index;
mod inspect;
mod key;
mod lexer;
mod limits;
mod lock;
mod mariadb;
mod offline;
mod plan;
mod presence;
mod print;
mod refusal;
mod rows;
mod session;
mod split;
mod table;
mod types;
mod version;
mod view;

use std::sync::Arc;

use super::{
    Blockers, Capabilities, Dialect, Effect, Grammar, InspectError, Inspection, LockKey, NamedPart, Offline, Phrase,
    Scope, SessionLimits, SessionLock, Sheet, SplitError, TransactionLock, Version,
};
use crate::connection::{BoxFuture, Connection, DriverError};
use crate::name::ObjectName;
use crate::operation::Operation;
use crate::plan::{Statements, Unsupported};
use crate::revision::{Altering, Limits};
use crate::schema::{ColumnType, Objects, Schema, TableOptions, View};

/// MySQL, from 8.0, or MariaDB, from 10.6.
///
/// ```
/// use aludel_core::dialect::{Dialect, mysql::MySql};
///
/// assert_eq!(MySql::newest_mariadb().name(), "mariadb");
/// ```
#[derive(Clone, Debug)]
pub struct MySql {
    flavour: Flavour,
    version: Version,
    /// The collation of the database, where it is known.
    collation: Option<Arc<str>>,
    /// How far the server may go to alter a table.
    altering: Altering,
}

/// Which of the two servers.
///
/// ```
/// use aludel_core::dialect::mysql::Flavour;
///
/// assert_ne!(Flavour::MySql, Flavour::MariaDb);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flavour {
    /// MySQL.
    MySql,
    /// MariaDB.
    MariaDb,
}

impl MySql {
    /// A given server.
    pub fn new(flavour: Flavour, version: Version) -> Self {
        Self { flavour, version, collation: None, altering: Altering::default() }
    }

    /// The same server, where the database has this collation (`@@collation_database`). Without it, tables that name no
    /// collation are taken to have the server's usual one for `utf8mb4`.
    pub fn with_collation(self, collation: &str) -> Self {
        Self { collation: Some(collation.into()), ..self }
    }

    /// The newest MySQL that we know.
    pub fn newest_mysql() -> Self {
        Self::new(Flavour::MySql, Version(9, 7, 0))
    }

    /// The newest MariaDB that we know.
    pub fn newest_mariadb() -> Self {
        Self::new(Flavour::MariaDb, Version(11, 8, 0))
    }
}

static MYSQL: Capabilities = Capabilities {
    transactional_ddl: false,
    unique_is_index: true,
    enum_types: false,
    namespaces: false,
    sequences: false,
    comments: true,
    exact_numbers: true,
    exact_text: Some(["ascii", "ascii_bin"]),
    begin: "START TRANSACTION",
};

static MARIADB: Capabilities = Capabilities { sequences: true, ..MYSQL };

impl Dialect for MySql {
    fn name(&self) -> &'static str {
        match self.flavour {
            Flavour::MySql => "mysql",
            Flavour::MariaDb => "mariadb",
        }
    }

    fn version(&self) -> Version {
        self.version
    }

    fn capabilities(&self) -> &Capabilities {
        if self.has_sequences() { &MARIADB } else { &MYSQL }
    }

    fn grammar(&self) -> &'static Grammar {
        &grammar::GRAMMAR
    }

    fn type_words(&self, ty: &ColumnType, _options: &TableOptions) -> Option<String> {
        types::write(ty).ok()
    }

    fn name_list(&self, part: NamedPart) -> Option<&'static str> {
        match part {
            NamedPart::ForeignKey => Some("foreign keys"),
            NamedPart::Check => (self.flavour == Flavour::MySql).then_some("checks"),
            NamedPart::Index | NamedPart::Unique | NamedPart::Exclude => None,
        }
    }

    fn key(&self, schema: &Schema) -> Schema {
        key::key(self, schema)
    }

    fn plan(&self, before: &Schema, operations: &[Operation], out: &mut Statements) -> Result<(), Unsupported> {
        plan::plan(self, before, operations, out)
    }

    fn effects(&self, before: &Schema, operation: &Operation) -> Option<Vec<Effect>> {
        effects::of(self, before, operation)
    }

    fn inspect<'a>(
        &'a self,
        connection: &'a mut dyn Connection,
        scope: &'a Scope,
    ) -> BoxFuture<'a, Result<Inspection, InspectError>> {
        Box::pin(inspect::inspect(self, connection, scope))
    }

    fn views<'a>(
        &'a self,
        connection: &'a mut dyn Connection,
        scope: &'a Scope,
    ) -> BoxFuture<'a, Result<Objects<View>, InspectError>> {
        Box::pin(inspect::views(self, connection, scope))
    }

    fn keeps_text(&self) -> bool {
        false
    }

    fn reprints(&self, phrase: &Phrase) -> bool {
        !matches!(phrase, Phrase::Query(_) | Phrase::Exclude(_))
    }

    fn print<'a>(
        &'a self,
        connection: &'a mut dyn Connection,
        sheets: &'a [Sheet],
    ) -> BoxFuture<'a, Result<Vec<Vec<String>>, DriverError>> {
        Box::pin(print::print(self, connection, sheets))
    }

    fn shown(&self, printed: &str) -> Option<String> {
        if self.is_mariadb() { print::with_question_marks(printed) } else { None }
    }

    fn resembles(&self, one: &str, other: &str) -> bool {
        view::bare(one) == view::bare(other)
    }

    fn split<'a>(&self, script: &'a str) -> Result<Vec<&'a str>, SplitError> {
        split::split(script)
    }

    fn session_changes(&self, statement: &str) -> Option<Vec<String>> {
        session::changes(statement)
    }

    fn runs_outside_transactions(&self, statement: &str) -> bool {
        commit::is_implicit(statement)
    }

    fn transaction_lock(&self, _key: &LockKey) -> Option<TransactionLock> {
        None
    }

    fn session_lock(&self, key: &LockKey) -> Option<SessionLock> {
        Some(self.named_lock(key))
    }

    fn limit_session(&self, limits: Limits) -> Option<SessionLimits> {
        self.session_limits(limits)
    }

    fn altering(&self, altering: Altering) -> Option<Arc<dyn Dialect>> {
        Some(Arc::new(Self { altering, ..self.clone() }))
    }

    fn blockers(&self, key: &LockKey) -> Blockers {
        self.blockers_of(key)
    }

    /// In a Galera cluster every node takes writes, and `GET_LOCK` is the node's own.
    fn several_writers(&self) -> Option<String> {
        Some(self.sql().keyword("SHOW GLOBAL VARIABLES LIKE 'wsrep_on'").finish())
    }

    fn database_name(&self) -> Option<String> {
        Some(self.sql().keyword("SELECT DATABASE()").finish())
    }

    fn table_exists(&self, table: &ObjectName) -> String {
        presence::table_exists(self.sql(), table)
    }

    fn is_missing_table(&self, error: &DriverError) -> bool {
        presence::is_missing_table(error)
    }

    fn offline(&self) -> &dyn Offline {
        self
    }
}

#[cfg(test)]
mod tests;
