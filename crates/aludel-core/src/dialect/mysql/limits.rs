//! `lock_wait_timeout` and `innodb_lock_wait_timeout`; `max_statement_time` of MariaDB and `max_execution_time` of MySQL.

use std::time::Duration;

use super::MySql;
use crate::dialect::limits::{milliseconds, seconds};
use crate::dialect::{Dialect, SessionLimits};
use crate::revision::Limits;
use crate::schema::Literal;

/// As long as the servers can wait: a year. They know no wait without an end.
const NO_END: u64 = 31_536_000;

impl MySql {
    /// For the session. What was there is remembered in variables of the session.
    ///
    /// Tables and rows have a limit each, both in whole seconds. MySQL limits the time of no statement but `SELECT`.
    pub(super) fn session_limits(&self, limits: Limits) -> Option<SessionLimits> {
        let mut assigned: Vec<(&str, String)> = Vec::new();
        if let Some(limit) = limits.table_lock {
            let limit = if limit.is_zero() { NO_END } else { seconds(limit).min(NO_END) };
            let limit = self.literal(&Literal::number(limit));
            assigned.extend([("lock_wait_timeout", limit.clone()), ("innodb_lock_wait_timeout", limit)]);
        }
        if let Some(limit) = limits.statement {
            assigned.push(self.statement_limit(limit));
        }
        if assigned.is_empty() {
            return None;
        }
        let remembered = |name: &str| format!("@aludel_{name}");
        let remember = assigned.iter().map(|(name, _)| format!("{} = @@SESSION.{name}", remembered(name)));
        let set = assigned.iter().map(|(name, value)| format!("SESSION {name} = {value}"));
        let restore = assigned.iter().map(|(name, _)| format!("SESSION {name} = {}", remembered(name)));
        let words = |assignments: Vec<String>| self.sql().keyword("SET").keyword(&assignments.join(", ")).finish();
        Some(SessionLimits { set: vec![words(remember.chain(set).collect())], restore: vec![words(restore.collect())] })
    }

    fn statement_limit(&self, limit: Duration) -> (&'static str, String) {
        let milliseconds = milliseconds(limit);
        if self.is_mariadb() {
            ("max_statement_time", format!("{}.{:03}", milliseconds / 1000, milliseconds % 1000))
        } else {
            ("max_execution_time", milliseconds.to_string())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_server_has_its_own_words_and_no_limit_is_a_long_one() {
        let limits = Limits {
            table_lock: Some(Duration::ZERO),
            statement: Some(Duration::from_millis(1500)),
            ..Limits::default()
        };
        let of = |server: MySql| server.session_limits(limits).map(|limits| [limits.set, limits.restore].concat());
        assert_eq!(
            of(MySql::newest_mariadb()).unwrap_or_default(),
            [
                "SET @aludel_lock_wait_timeout = @@SESSION.lock_wait_timeout, \
                 @aludel_innodb_lock_wait_timeout = @@SESSION.innodb_lock_wait_timeout, \
                 @aludel_max_statement_time = @@SESSION.max_statement_time, SESSION lock_wait_timeout = 31536000, \
                 SESSION innodb_lock_wait_timeout = 31536000, SESSION max_statement_time = 1.500",
                "SET SESSION lock_wait_timeout = @aludel_lock_wait_timeout, \
                 SESSION innodb_lock_wait_timeout = @aludel_innodb_lock_wait_timeout, \
                 SESSION max_statement_time = @aludel_max_statement_time",
            ]
        );
        let mysql = of(MySql::newest_mysql()).unwrap_or_default().concat();
        assert!(mysql.contains("SESSION max_execution_time = 1500"), "{mysql}");
    }
}
