//! PostgreSQL.

mod alter;
mod column;
mod constraint;
mod conversion;
mod default;
mod effects;
mod enum_type;
mod expression;
mod grammar;
mod index;
mod inspect;
mod key;
mod limits;
mod lock;
mod name;
mod offline;
mod placement;
mod plan;
mod presence;
mod print;
mod rows;
mod sequence;
mod session;
mod split;
mod table;
#[cfg(test)]
mod tests;
mod token;
mod types;
mod unfinished;
mod version;
mod view;

use std::time::SystemTime;

use self::grammar::GRAMMAR;
use super::{
    Blockers, Capabilities, Clock, Dialect, Effect, Grammar, InspectError, Inspection, LockKey, NamedPart, Offline,
    Phrase, Scope, SessionLimits, SessionLock, Sheet, SplitError, TransactionLock, Version,
};
use crate::connection::{BoxFuture, Connection, DriverError};
use crate::name::ObjectName;
use crate::operation::Operation;
use crate::plan::{Statements, Unsupported};
use crate::revision::Limits;
use crate::schema::{ColumnType, Schema, TableOptions};

/// PostgreSQL, from 13.
///
/// ```
/// use aludel_core::dialect::{Dialect, postgres::Postgres};
///
/// assert_eq!(Postgres::newest().name(), "postgres");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Postgres {
    version: Version,
}

impl Postgres {
    /// A given version.
    pub fn new(version: Version) -> Self {
        Self { version }
    }

    /// The newest version that we know.
    pub fn newest() -> Self {
        Self::new(Version(18, 0, 0))
    }
}

static CAPABILITIES: Capabilities = Capabilities {
    transactional_ddl: true,
    unique_is_index: false,
    enum_types: true,
    namespaces: true,
    sequences: true,
    comments: true,
    exact_numbers: true,
    exact_text: None,
    // Under a stricter level that a server may have as its usual one, a second look at the ledger would see the first again.
    begin: "BEGIN ISOLATION LEVEL READ COMMITTED",
};

impl Dialect for Postgres {
    fn name(&self) -> &'static str {
        "postgres"
    }

    fn version(&self) -> Version {
        self.version
    }

    fn capabilities(&self) -> &Capabilities {
        &CAPABILITIES
    }

    fn grammar(&self) -> &'static Grammar {
        &GRAMMAR
    }

    fn type_words(&self, ty: &ColumnType, _options: &TableOptions) -> Option<String> {
        types::spelled(ty).ok()
    }

    fn name_list(&self, part: NamedPart) -> Option<&'static str> {
        match part {
            NamedPart::Index | NamedPart::Unique | NamedPart::Exclude => Some("relations"),
            NamedPart::ForeignKey | NamedPart::Check => None,
        }
    }

    fn key(&self, schema: &Schema) -> Schema {
        key::schema(schema)
    }

    fn plan(&self, before: &Schema, operations: &[Operation], out: &mut Statements) -> Result<(), Unsupported> {
        plan::plan(*self, before, operations, out)
    }

    fn effects(&self, before: &Schema, operation: &Operation) -> Option<Vec<Effect>> {
        effects::of(*self, before, operation)
    }

    fn inspect<'a>(
        &'a self,
        connection: &'a mut dyn Connection,
        scope: &'a Scope,
    ) -> BoxFuture<'a, Result<Inspection, InspectError>> {
        Box::pin(inspect::inspect(*self, connection, scope))
    }

    fn keeps_text(&self) -> bool {
        false
    }

    fn reprints(&self, _phrase: &Phrase) -> bool {
        true
    }

    fn print<'a>(
        &'a self,
        connection: &'a mut dyn Connection,
        sheets: &'a [Sheet],
    ) -> BoxFuture<'a, Result<Vec<Vec<String>>, DriverError>> {
        Box::pin(print::print(*self, connection, sheets))
    }

    fn split<'a>(&self, script: &'a str) -> Result<Vec<&'a str>, SplitError> {
        split::split(script)
    }

    fn session_changes(&self, statement: &str) -> Option<Vec<String>> {
        session::changes(statement)
    }

    fn runs_outside_transactions(&self, statement: &str) -> bool {
        placement::is_outside(statement)
    }

    /// A new value of an enum type can be used only once it is committed.
    fn wants_commit(&self, error: &DriverError) -> bool {
        error.code.as_deref() == Some("55P04")
    }

    fn outside_object(&self, statement: &str) -> Option<String> {
        unfinished::query(self.sql(), statement)
    }

    fn clock(&self, _start: SystemTime) -> Option<Clock> {
        Some(Clock {
            now: "to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')".to_owned(),
            elapsed: "CAST(EXTRACT(EPOCH FROM clock_timestamp() - transaction_timestamp()) * 1000 AS bigint)"
                .to_owned(),
        })
    }

    fn transaction_lock(&self, key: &LockKey) -> Option<TransactionLock> {
        Some(lock::of_transaction(key))
    }

    fn session_lock(&self, key: &LockKey) -> Option<SessionLock> {
        Some(lock::of_session(key))
    }

    fn limit_transaction(&self, limits: Limits) -> Vec<String> {
        limits::of_transaction(limits)
    }

    fn limit_session(&self, limits: Limits) -> Option<SessionLimits> {
        limits::of_session(limits)
    }

    fn blockers(&self, key: &LockKey) -> Blockers {
        lock::blockers(key)
    }

    fn table_exists(&self, table: &ObjectName) -> String {
        presence::table_exists(self.sql(), |name| self.sql().name(name).finish(), table)
    }

    fn is_missing_table(&self, error: &DriverError) -> bool {
        presence::is_missing_table(error)
    }

    fn offline(&self) -> &dyn Offline {
        self
    }
}

/// What cannot be done, before it is known which operation asked for it.
#[derive(Debug)]
struct Refusal {
    reason: String,
    help: String,
}

impl Refusal {
    fn new(reason: impl Into<String>, help: impl Into<String>) -> Self {
        Self { reason: reason.into(), help: help.into() }
    }
}
