//! Scripts for `psql`.

use super::Postgres;
use super::grammar::GRAMMAR;
use crate::dialect::{Dialect, LockKey, Offline, OfflineClock, SqlWriter};
use crate::name::ObjectName;
use crate::schema::Literal;

impl Offline for Postgres {
    fn client(&self) -> &'static str {
        "psql -X -f SCRIPT DATABASE"
    }

    fn opening(&self, _patience: u64) -> Vec<String> {
        vec!["\\set ON_ERROR_STOP on".to_owned(), "SET client_encoding = 'UTF8';".to_owned()]
    }

    fn demand(&self, condition: &str, message: &str) -> Vec<String> {
        let message = sql().literal(&Literal::text(message)).finish();
        vec![block(&format!("IF ({condition}) IS NOT TRUE THEN RAISE EXCEPTION USING MESSAGE = {message}; END IF;"))]
    }

    fn transaction_lock(&self, ledger: &ObjectName) -> Option<String> {
        Some(call("pg_try_advisory_xact_lock", ledger))
    }

    /// It is only tried for: see the lock of a run that is online.
    fn session_lock(&self, ledger: &ObjectName, _patience: u64) -> Option<[String; 2]> {
        let release = block(&format!("PERFORM {};", call("pg_advisory_unlock", ledger)));
        Some([call("pg_try_advisory_lock", ledger), release])
    }

    /// A new value of an enum type.
    fn wants_commit(&self, statement: &str) -> bool {
        statement.starts_with("ALTER TYPE") && statement.contains(" ADD VALUE ")
    }

    fn clock(&self) -> OfflineClock {
        let now = Dialect::clock(self, std::time::UNIX_EPOCH).map(|clock| clock.now).unwrap_or_default();
        let elapsed = "CAST(EXTRACT(EPOCH FROM clock_timestamp() - \
                       CAST(current_setting('aludel.start') AS timestamptz)) * 1000 AS bigint)";
        OfflineClock {
            start: vec![block("PERFORM set_config('aludel.start', CAST(clock_timestamp() AS text), false);")],
            now,
            elapsed: elapsed.to_owned(),
            end: Vec::new(),
        }
    }
}

fn sql() -> SqlWriter {
    SqlWriter::new(&GRAMMAR)
}

fn call(function: &str, ledger: &ObjectName) -> String {
    let key = LockKey { database: String::new(), ledger: ledger.clone() };
    sql().keyword(function).tight("(").literal(&Literal::number(key.number())).tight(")").finish()
}

/// Statements that are run without a result, between quotes that they do not hold.
pub(super) fn block(statements: &str) -> String {
    let mut tag = "$aludel$".to_owned();
    while statements.contains(&tag) {
        tag.insert(tag.len() - 1, '_');
    }
    format!("DO {tag} BEGIN {statements} END {tag}")
}
