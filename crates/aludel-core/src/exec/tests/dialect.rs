//! A dialect whose statements are easy to read: a change of the schema is the operation itself, all else is text.

use std::sync::Arc;
use std::time::SystemTime;

use crate::connection::{BoxFuture, Connection, DriverError};
use crate::dialect::sqlite::Sqlite;
use crate::dialect::{
    Blockers, Capabilities, Clock, Dialect, Effect, Grammar, InspectError, Inspection, LockKey, NamedPart, Offline,
    Scope, SessionLock, SplitError, TransactionLock, Version,
};
use crate::name::ObjectName;
use crate::operation::Operation;
use crate::plan::{Guard, Placement, Setting, Statement, Statements, Unsupported};
use crate::schema::{ColumnType, Schema, TableOptions};

#[derive(Clone, Debug)]
pub(super) struct TestDialect {
    capabilities: Capabilities,
    /// Writes scripts.
    offline: Sqlite,
    /// Whether a session can hold a lock.
    pub(super) session_lock: bool,
}

impl TestDialect {
    /// Where changes of the schema are part of transactions.
    pub(super) fn transactional() -> Self {
        let capabilities = Capabilities { begin: "BEGIN", ..Sqlite::newest().capabilities().clone() };
        Self { capabilities, offline: Sqlite::newest(), session_lock: true }
    }

    /// Where a change of the schema commits by itself.
    pub(super) fn committing() -> Self {
        let mut dialect = Self::transactional();
        dialect.capabilities.transactional_ddl = false;
        dialect
    }

    /// Where opening a transaction takes the only lock that there is.
    pub(super) fn file() -> Self {
        Self { session_lock: false, ..Self::transactional() }
    }

    pub(super) fn shared(self) -> Arc<dyn Dialect> {
        Arc::new(self)
    }
}

impl Dialect for TestDialect {
    fn name(&self) -> &'static str {
        "test"
    }

    fn version(&self) -> Version {
        Version::default()
    }

    fn capabilities(&self) -> &Capabilities {
        &self.capabilities
    }

    fn grammar(&self) -> &'static Grammar {
        Sqlite::newest().grammar()
    }

    fn offline(&self) -> &dyn Offline {
        &self.offline
    }

    fn type_words(&self, ty: &ColumnType, _options: &TableOptions) -> Option<String> {
        Some(ty.to_string())
    }

    fn name_list(&self, _part: NamedPart) -> Option<&'static str> {
        None
    }

    fn key(&self, schema: &Schema) -> Schema {
        schema.clone()
    }

    /// A table called `rebuilt` needs a setting and a guard; an index called `big` is made outside of transactions.
    fn plan(&self, _: &Schema, operations: &[Operation], out: &mut Statements) -> Result<(), Unsupported> {
        for (place, operation) in operations.iter().enumerate() {
            out.for_operation(place);
            match operation {
                Operation::Execute { sql, changes: None, .. } => {
                    sql.split("; ").for_each(|statement| out.push(statement));
                    continue;
                }
                Operation::Run { name, .. } => {
                    out.add(Statement { run: Some(name.clone()), ..Statement::new("", 0) });
                    continue;
                }
                Operation::DropTable { table } if table.name.name == "kept" => {
                    return Err(Unsupported::new(operation, "it is to be kept", "keep it"));
                }
                other => {
                    let sql = format!("APPLY {}", serde_json::to_string(other).unwrap());
                    let outside = matches!(other, Operation::CreateIndex { index, .. } if index.name == "big");
                    let placement = if outside { Placement::Outside } else { Placement::Inside };
                    out.add(Statement { placement, ..Statement::new(sql, 0) });
                }
            }
            if operation.table().is_some_and(|table| table.name == "rebuilt") {
                out.require(Setting {
                    set: "SET keys off".into(),
                    verify: "SHOW keys".into(),
                    expected: "off".into(),
                    restore: "SET keys on".into(),
                    usual: false,
                });
                out.guard(Guard {
                    query: "VIOLATIONS".into(),
                    thorough: None,
                    message: "rows refer to nothing".into(),
                });
            }
        }
        Ok(())
    }

    fn effects(&self, _: &Schema, _: &Operation) -> Option<Vec<Effect>> {
        None
    }

    fn inspect<'a>(
        &'a self,
        connection: &'a mut dyn Connection,
        _: &'a Scope,
    ) -> BoxFuture<'a, Result<Inspection, InspectError>> {
        Box::pin(async move {
            let rows = connection.query("INSPECT").await?;
            let schema = serde_json::from_str(rows[0].text(0).unwrap()).unwrap();
            Ok(Inspection { schema, ..Inspection::default() })
        })
    }

    fn split<'a>(&self, script: &'a str) -> Result<Vec<&'a str>, SplitError> {
        Ok(vec![script])
    }

    fn runs_outside_transactions(&self, statement: &str) -> bool {
        let ends_one = !self.capabilities.transactional_ddl && statement.starts_with("APPLY");
        ends_one || statement.starts_with("VACUUM")
    }

    fn transaction_lock(&self, _: &LockKey) -> Option<TransactionLock> {
        (self.session_lock && self.capabilities.transactional_ddl)
            .then(|| TransactionLock { attempt: "LOCK transaction".into(), demand: "DEMAND lock".into() })
    }

    fn clock(&self, _: SystemTime) -> Option<Clock> {
        let clock = Clock { now: "'2026-11-20T09:06:00.000Z'".into(), elapsed: "0".into() };
        self.capabilities.transactional_ddl.then_some(clock)
    }

    fn wants_commit(&self, error: &DriverError) -> bool {
        error.code.as_deref() == Some("uncommitted")
    }

    fn several_writers(&self) -> Option<String> {
        Some("WRITERS".into())
    }

    fn session_lock(&self, _: &LockKey) -> Option<SessionLock> {
        self.session_lock.then(|| SessionLock {
            acquire: "LOCK session".into(),
            held: "HELD".into(),
            release: "UNLOCK session".into(),
            holder: "HOLDER".into(),
        })
    }

    fn blockers(&self, _: &LockKey) -> Blockers {
        Blockers { query: Some("BLOCKERS".into()), by_hand: "LOOK" }
    }

    fn table_exists(&self, table: &ObjectName) -> String {
        format!("EXISTS {table}")
    }

    fn is_missing_table(&self, error: &DriverError) -> bool {
        error.code.as_deref() == Some("missing")
    }
}
