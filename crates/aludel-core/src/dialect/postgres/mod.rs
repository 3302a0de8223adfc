//! PostgreSQL.

mod presence;

use super::{
    Capabilities, Dialect, Grammar, InspectError, Inspection, LockKey, Scope, SessionLock, SplitError, Version,
};
use crate::connection::{BoxFuture, Connection, DriverError};
use crate::name::ObjectName;
use crate::operation::Operation;
use crate::plan::{Statements, Unsupported};
use crate::schema::Schema;

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
    begin: "BEGIN",
};

static GRAMMAR: Grammar = Grammar { quote: '"', booleans: ["FALSE", "TRUE"], text: write_text, bytes: write_bytes };

fn write_text(out: &mut String, text: &str) {
    out.push('\'');
    out.push_str(&text.replace('\'', "''"));
    out.push('\'');
}

fn write_bytes(out: &mut String, bytes: &[u8]) {
    out.push_str("X'");
    bytes.iter().for_each(|byte| out.push_str(&format!("{byte:02X}")));
    out.push('\'');
}

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

    fn key(&self, schema: &Schema) -> Schema {
        schema.clone()
    }

    fn plan(&self, _before: &Schema, operations: &[Operation], out: &mut Statements) -> Result<(), Unsupported> {
        for (place, operation) in operations.iter().enumerate() {
            out.for_operation(place);
            out.push(operation.to_string());
        }
        Ok(())
    }

    fn inspect<'a>(
        &'a self,
        _connection: &'a mut dyn Connection,
        _scope: &'a Scope,
    ) -> BoxFuture<'a, Result<Inspection, InspectError>> {
        Box::pin(async { Ok(Inspection::default()) })
    }

    fn split<'a>(&self, script: &'a str) -> Result<Vec<&'a str>, SplitError> {
        Ok(vec![script])
    }

    fn runs_outside_transactions(&self, _statement: &str) -> bool {
        false
    }

    fn transaction_lock(&self, _key: &LockKey) -> Option<String> {
        None
    }

    fn session_lock(&self, key: &LockKey) -> Option<SessionLock> {
        Some(SessionLock {
            acquire: format!("SELECT GET_LOCK('{}', 0)", key.name()),
            release: String::new(),
            holder: String::new(),
        })
    }

    fn table_exists(&self, table: &ObjectName) -> String {
        presence::table_exists(self.sql(), |name| self.sql().name(name).finish(), table)
    }

    fn is_missing_table(&self, error: &DriverError) -> bool {
        presence::is_missing_table(error)
    }
}
