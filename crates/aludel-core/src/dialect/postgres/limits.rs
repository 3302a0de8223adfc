//! `lock_timeout` and `statement_timeout`.

use super::grammar::GRAMMAR;
use super::offline::block;
use crate::dialect::limits::milliseconds;
use crate::dialect::{SessionLimits, SqlWriter};
use crate::revision::Limits;
use crate::schema::Literal;

/// Until the end of the transaction.
pub(super) fn of_transaction(limits: Limits) -> Vec<String> {
    let set = |(name, milliseconds): (&str, u64)| {
        SqlWriter::new(&GRAMMAR)
            .keyword("SET LOCAL")
            .keyword(name)
            .keyword("=")
            .literal(&Literal::number(milliseconds))
            .finish()
    };
    named(limits).map(set).collect()
}

/// For the session. What was there is remembered in settings of our own.
pub(super) fn of_session(limits: Limits) -> Option<SessionLimits> {
    let (mut set, mut restore) = (String::new(), String::new());
    for (name, milliseconds) in named(limits) {
        let was = format!("current_setting('{name}')");
        set += &format!("PERFORM set_config('aludel.{name}', {was}, false); ");
        set += &format!("PERFORM set_config('{name}', '{milliseconds}', false); ");
        restore += &format!("PERFORM set_config('{name}', current_setting('aludel.{name}'), false); ");
    }
    let said = !set.is_empty();
    said.then(|| SessionLimits { set: vec![block(set.trim_end())], restore: vec![block(restore.trim_end())] })
}

fn named(limits: Limits) -> impl Iterator<Item = (&'static str, u64)> {
    let named = [("lock_timeout", limits.table_lock), ("statement_timeout", limits.statement)];
    named.into_iter().filter_map(|(name, limit)| Some((name, milliseconds(limit?))))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn what_nobody_says_is_left_to_the_server() {
        assert_eq!(of_transaction(Limits::default()), Vec::<String>::new());
        assert_eq!(of_session(Limits::default()), None);
        assert_eq!(of_transaction(Limits::usual()), ["SET LOCAL lock_timeout = 5000"]);
    }

    #[test]
    fn the_shortest_limit_is_not_none() {
        let limits =
            Limits { table_lock: Some(Duration::from_nanos(1)), statement: Some(Duration::ZERO), ..Limits::default() };
        assert_eq!(of_transaction(limits), ["SET LOCAL lock_timeout = 1", "SET LOCAL statement_timeout = 0"]);
    }
}
