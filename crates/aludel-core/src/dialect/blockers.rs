//! Who is in the way of a statement.

/// How it is found out who keeps a session waiting.
///
/// ```
/// use aludel_core::dialect::{self, LockKey};
///
/// let key = LockKey { database: String::new(), ledger: "aludel_revisions".into() };
/// let postgres = dialect::by_name("postgres").expect("it is one of them");
/// assert!(postgres.blockers(&key).query.is_some_and(|query| query.contains("pg_blocking_pids")));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blockers {
    /// The query that another session asks while the one that has the lock of the key is waiting: a row with one text for
    /// each that it waits for. `None` where the database does not know.
    pub query: Option<String>,
    /// How a person finds out.
    pub by_hand: &'static str,
}
