//! MySQL and MariaDB.

mod presence;

use super::{
    Capabilities, Dialect, Grammar, InspectError, Inspection, LockKey, Scope, SessionLock, SplitError, Version,
};
use crate::connection::{BoxFuture, Connection, DriverError};
use crate::name::ObjectName;
use crate::operation::Operation;
use crate::plan::{Statements, Unsupported};
use crate::schema::Schema;

/// MySQL, from 8.0, or MariaDB, from 10.6.
///
/// ```
/// use aludel_core::dialect::{Dialect, mysql::MySql};
///
/// assert_eq!(MySql::newest_mariadb().name(), "mariadb");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct MySql {
    flavour: Flavour,
    version: Version,
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
        Self { flavour, version }
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

static CAPABILITIES: Capabilities = Capabilities {
    transactional_ddl: false,
    unique_is_index: true,
    enum_types: false,
    namespaces: false,
    sequences: false,
    begin: "START TRANSACTION",
};

static GRAMMAR: Grammar = Grammar { quote: '`', booleans: ["FALSE", "TRUE"], text: write_text, bytes: write_bytes };

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

    fn database_name(&self) -> Option<String> {
        Some(self.sql().keyword("SELECT DATABASE()").finish())
    }

    fn table_exists(&self, table: &ObjectName) -> String {
        presence::table_exists(self.sql(), table)
    }

    fn is_missing_table(&self, error: &DriverError) -> bool {
        presence::is_missing_table(error)
    }
}
