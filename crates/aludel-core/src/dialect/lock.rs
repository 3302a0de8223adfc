//! The lock under which revisions run.

use crate::digest::{hex, sha256};
use crate::name::ObjectName;

/// What a lock is for: one ledger in one database.
///
/// Two clones of a database on one server, and two ledgers in one database, have different keys.
///
/// ```
/// use aludel_core::dialect::LockKey;
///
/// let key = LockKey { database: "shop".into(), ledger: "aludel_revisions".into() };
/// assert_ne!(key.number(), LockKey { database: "blog".into(), ..key.clone() }.number());
/// assert!(key.name().len() <= 64);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LockKey {
    /// What tells the database apart on its server.
    pub database: String,
    /// The ledger.
    pub ledger: ObjectName,
}

impl LockKey {
    /// The key as a number, for databases whose locks are numbers.
    pub fn number(&self) -> i64 {
        self.digest().into_iter().take(8).fold(0, |number, byte| (number << 8) | i64::from(byte))
    }

    /// The key as a name of at most 64 bytes, for databases whose locks have names.
    pub fn name(&self) -> String {
        format!("aludel_{}", hex(self.digest().into_iter().take(16)))
    }

    fn digest(&self) -> [u8; 32] {
        sha256(&format!("{}\n{}", self.database, self.ledger))
    }
}

/// How the lock is taken inside a transaction, until its end.
///
/// ```
/// use aludel_core::dialect::{self, LockKey};
///
/// let key = LockKey { database: String::new(), ledger: "aludel_revisions".into() };
/// let lock = dialect::by_name("postgres").and_then(|dialect| dialect.transaction_lock(&key));
/// assert!(lock.is_some_and(|lock| lock.attempt.contains("pg_try_advisory_xact_lock")));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransactionLock {
    /// Tries to take it without waiting: one row with one truth.
    pub attempt: String,
    /// Takes it without waiting, or fails: for a transaction that is sent as one text.
    pub demand: String,
}

/// How a lock is taken for a whole session and given back. Each query returns one row.
///
/// ```
/// use aludel_core::dialect::{self, LockKey};
///
/// let key = LockKey { database: "shop".into(), ledger: "aludel_revisions".into() };
/// let lock = dialect::by_name("mysql").and_then(|dialect| dialect.session_lock(&key));
/// assert!(lock.is_some_and(|lock| lock.acquire.contains("GET_LOCK")));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionLock {
    /// Tries to take it without waiting: one truth.
    pub acquire: String,
    /// Whether this session has it: one truth.
    pub held: String,
    /// Gives it back.
    pub release: String,
    /// Who holds it, in words; no row or NULL where nobody does or it is not known.
    pub holder: String,
}
