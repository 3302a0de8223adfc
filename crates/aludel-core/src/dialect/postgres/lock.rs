//! Advisory locks. They end with their transaction or session, whatever becomes of the client.

use super::grammar::GRAMMAR;
use crate::dialect::{Blockers, LockKey, SessionLock, SqlWriter, TransactionLock};
use crate::schema::Literal;

/// The lock until the end of the transaction.
pub(super) fn of_transaction(key: &LockKey) -> TransactionLock {
    const FUNCTION: &str = "pg_try_advisory_xact_lock";
    let number = Literal::number(key.number());
    // Without the lock the text is no number; the server's log shows it, so it says what happened.
    let demand = SqlWriter::new(&GRAMMAR).keyword("SELECT CAST(CASE WHEN").keyword(FUNCTION);
    let demand = demand.tight("(").literal(&number).tight(")").keyword("THEN '0' ELSE").literal(&Literal::text(TAKEN));
    TransactionLock { attempt: call(FUNCTION, key), demand: demand.keyword("END AS integer)").finish() }
}

/// What a transaction that demands the lock fails with.
const TAKEN: &str = "aludel: another process has the lock, and this one will try again";

/// The lock of a session.
///
/// It is only ever tried for: a session that waits for a lock holds a snapshot, and `CREATE INDEX CONCURRENTLY` waits for
/// all snapshots, so that the two would wait for each other.
pub(super) fn of_session(key: &LockKey) -> SessionLock {
    SessionLock {
        acquire: call("pg_try_advisory_lock", key),
        held: catalogue(include_str!("lock/held.sql"), key),
        release: call("pg_advisory_unlock", key),
        holder: catalogue(include_str!("lock/holder.sql"), key),
    }
}

/// Who keeps the process that has the lock waiting.
pub(super) fn blockers(key: &LockKey) -> Blockers {
    Blockers {
        query: Some(catalogue(include_str!("lock/blockers.sql"), key)),
        by_hand: "SELECT pid, pg_blocking_pids(pid), state, query FROM pg_stat_activity",
    }
}

/// A query of the catalogue about the lock of a key.
fn catalogue(query: &str, key: &LockKey) -> String {
    query.trim_end().replace(":key", &key.number().to_string())
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
        let within = of_transaction(&key);
        assert_eq!(within.attempt, format!("SELECT pg_try_advisory_xact_lock({})", key.number()));
        assert_eq!(
            within.demand,
            format!(
                "SELECT CAST(CASE WHEN pg_try_advisory_xact_lock({}) THEN '0' ELSE \
                 'aludel: another process has the lock, and this one will try again' END AS integer)",
                key.number()
            )
        );
        assert!(lock.holder.contains(&key.number().to_string()));
    }
}
