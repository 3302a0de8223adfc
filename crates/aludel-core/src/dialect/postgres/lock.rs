//! Advisory locks. They end with their transaction or session, whatever becomes of the client.

use super::grammar::GRAMMAR;
use crate::dialect::{LockKey, SessionLock, SqlWriter};
use crate::schema::Literal;

/// Tries to take the lock until the end of the transaction.
pub(super) fn of_transaction(key: &LockKey) -> String {
    call("pg_try_advisory_xact_lock", key)
}

/// The lock of a session.
///
/// It is only ever tried for: a session that waits for a lock holds a snapshot, and `CREATE INDEX CONCURRENTLY` waits for
/// all snapshots, so that the two would wait for each other.
pub(super) fn of_session(key: &LockKey) -> SessionLock {
    SessionLock {
        acquire: call("pg_try_advisory_lock", key),
        release: call("pg_advisory_unlock", key),
        holder: include_str!("lock/holder.sql").trim_end().replace(":key", &key.number().to_string()),
    }
}

fn call(function: &str, key: &LockKey) -> String {
    let sql = SqlWriter::new(&GRAMMAR).keyword("SELECT").keyword(function);
    sql.tight("(").literal(&Literal::number(key.number())).tight(")").finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_is_tried_for_and_never_waited_for() {
        let key = LockKey { database: "shop".into(), ledger: "aludel_revisions".into() };
        let lock = of_session(&key);
        assert_eq!(lock.acquire, format!("SELECT pg_try_advisory_lock({})", key.number()));
        assert_eq!(lock.release, format!("SELECT pg_advisory_unlock({})", key.number()));
        assert_eq!(of_transaction(&key), format!("SELECT pg_try_advisory_xact_lock({})", key.number()));
        assert!(lock.holder.contains(&key.number().to_string()));
    }
}
