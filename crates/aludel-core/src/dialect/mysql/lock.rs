//! Named locks. They end with their session.

use super::MySql;
use crate::dialect::{Blockers, Dialect, LockKey, SessionLock};
use crate::schema::Literal;

impl MySql {
    /// A lock that is one for the whole server, so that its name tells the database apart.
    pub(super) fn named_lock(&self, key: &LockKey) -> SessionLock {
        let name = self.literal(&Literal::text(key.name()));
        let holder = "SELECT CONCAT('connection ', id, ' of ', user, '@', host) FROM information_schema.processlist \
                      WHERE id = IS_USED_LOCK(";
        SessionLock {
            acquire: self.sql().keyword("SELECT GET_LOCK(").raw(&name).tight(", 0)").finish(),
            held: self.sql().keyword("SELECT IS_USED_LOCK(").raw(&name).tight(") = CONNECTION_ID()").finish(),
            release: self.sql().keyword("SELECT RELEASE_LOCK(").raw(&name).tight(")").finish(),
            holder: self.sql().keyword(holder).raw(&name).tight(")").finish(),
        }
    }

    /// Who keeps the connection that has the lock waiting. MariaDB tells who waits for the lock of a table only with a
    /// plugin, so that there whoever has a transaction open may be the one.
    pub(super) fn blockers_of(&self, key: &LockKey) -> Blockers {
        let name = self.literal(&Literal::text(key.name()));
        let (query, by_hand) = if self.is_mariadb() {
            (include_str!("lock/blockers_mariadb.sql"), "SHOW FULL PROCESSLIST")
        } else {
            (include_str!("lock/blockers.sql"), "SELECT * FROM sys.schema_table_lock_waits")
        };
        Blockers { query: Some(query.trim_end().replace(":name", &name)), by_hand }
    }
}
