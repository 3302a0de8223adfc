//! SQLite.
//!
//! SQLite keeps the statements that made a table, an index or a view as they were written, and little else. So this
//! dialect has a lexer and a parser for them, compares expressions by their tokens, and makes a table
//! anew where `ALTER TABLE` does not reach.

mod alter;
mod column;
mod constraint;
mod default;
mod demand;
mod effects;
mod expression;
mod grammar;
mod index;
mod inspect;
mod journal;
mod key;
mod lexer;
mod offline;
mod parser;
mod plan;
mod rebuild;
mod refusal;
mod rows;
mod split;
mod statistics;
mod step;
mod table;
#[cfg(test)]
mod tests;
mod trigger;
mod types;
mod view;

mod presence;

use std::time::SystemTime;

use super::{
    Blockers, Capabilities, Clock, Dialect, Effect, Grammar, InspectError, Inspection, LockKey, NamedPart, Offline,
    Scope, SessionLock, SplitError, TransactionLock, Version,
};
use crate::connection::{BoxFuture, Connection, DriverError};
use crate::name::ObjectName;
use crate::operation::Operation;
use crate::plan::{Setting, Statements, Unsupported};
use crate::schema::{ColumnType, Schema, TableOptions};

/// SQLite, from 3.40.
///
/// ```
/// use aludel_core::dialect::{Dialect, sqlite::Sqlite};
///
/// assert_eq!(Sqlite::newest().name(), "sqlite");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Sqlite {
    version: Version,
}

impl Sqlite {
    /// A given version.
    pub fn new(version: Version) -> Self {
        Self { version }
    }

    /// The newest version that we know.
    pub fn newest() -> Self {
        Self::new(Version(3, 50, 0))
    }
}

static CAPABILITIES: Capabilities = Capabilities {
    transactional_ddl: true,
    unique_is_index: false,
    enum_types: false,
    namespaces: false,
    sequences: false,
    comments: false,
    exact_numbers: false,
    // The lock for writing is taken at once, so that what is read in the transaction still holds when it writes.
    exact_text: None,
    begin: "BEGIN IMMEDIATE",
};

impl Dialect for Sqlite {
    fn name(&self) -> &'static str {
        "sqlite"
    }

    fn version(&self) -> Version {
        self.version
    }

    fn capabilities(&self) -> &Capabilities {
        &CAPABILITIES
    }

    fn grammar(&self) -> &'static Grammar {
        &grammar::GRAMMAR
    }

    fn type_words(&self, ty: &ColumnType, options: &TableOptions) -> Option<String> {
        types::spell(ty, options.strict).ok()
    }

    fn name_list(&self, part: NamedPart) -> Option<&'static str> {
        match part {
            NamedPart::Index => Some("indexes"),
            NamedPart::Unique | NamedPart::ForeignKey | NamedPart::Check | NamedPart::Exclude => None,
        }
    }

    fn key(&self, schema: &Schema) -> Schema {
        key::schema(schema)
    }

    fn plan(&self, before: &Schema, operations: &[Operation], out: &mut Statements) -> Result<(), Unsupported> {
        plan::plan(before, operations, out)
    }

    fn effects(&self, before: &Schema, operation: &Operation) -> Option<Vec<Effect>> {
        effects::of(*self, before, operation)
    }

    fn inspect<'a>(
        &'a self,
        connection: &'a mut dyn Connection,
        _scope: &'a Scope,
    ) -> BoxFuture<'a, Result<Inspection, InspectError>> {
        Box::pin(inspect::inspect(connection))
    }

    fn rewrites_table(&self, operation: &Operation) -> bool {
        use Operation as Op;
        if let Op::AddColumn { column, .. } = operation {
            return !column::can_be_added(column);
        }
        matches!(
            operation,
            Op::AlterColumn { .. }
                | Op::DropColumn { .. }
                | Op::AlterTableOptions { .. }
                | Op::CreateConstraint { .. }
                | Op::DropConstraint { .. }
                | Op::RenameConstraint { .. }
        )
    }

    fn statistics<'a>(
        &'a self,
        connection: &'a mut dyn Connection,
        table: &'a ObjectName,
    ) -> BoxFuture<'a, Result<Vec<String>, DriverError>> {
        Box::pin(statistics::kept(connection, table))
    }

    fn schema_version(&self) -> Option<&'static str> {
        Some("PRAGMA schema_version")
    }

    fn keeps_triggers_of_views(&self) -> bool {
        true
    }

    fn split<'a>(&self, script: &'a str) -> Result<Vec<&'a str>, SplitError> {
        split::split(script)
    }

    fn runs_outside_transactions(&self, statement: &str) -> bool {
        split::runs_outside_transactions(statement)
    }

    /// The library's clock is ours, so that the start can be told as a number.
    fn clock(&self, start: SystemTime) -> Option<Clock> {
        let start = start.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_millis();
        Some(Clock {
            now: "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')".to_owned(),
            elapsed: format!("max(0, CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER) - {start})"),
        })
    }

    fn for_many_transactions(&self) -> Option<Setting> {
        Some(journal::kept())
    }

    fn transaction_lock(&self, _key: &LockKey) -> Option<TransactionLock> {
        None
    }

    fn session_lock(&self, _key: &LockKey) -> Option<SessionLock> {
        None
    }

    /// The file has one lock, and nobody writes down who has it.
    fn blockers(&self, _key: &LockKey) -> Blockers {
        Blockers { query: None, by_hand: "fuser FILE" }
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
