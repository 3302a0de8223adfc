//! Which statements PostgreSQL refuses inside a transaction, or ends one with.

use super::token::{Kind, meaningful};

/// True for a statement that cannot be part of a transaction.
pub(super) fn is_outside(statement: &str) -> bool {
    const LONGEST: usize = 64;
    let words = meaningful(statement).filter(|token| token.kind == Kind::Word).take(LONGEST);
    let words: Vec<String> = words.map(|token| token.text.to_ascii_lowercase()).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["create", "index", "concurrently", ..] | ["create", "unique", "index", "concurrently", ..] => true,
        ["drop", "index", "concurrently", ..] => true,
        ["reindex", rest @ ..] => {
            rest.iter().take(4).any(|word| matches!(*word, "concurrently" | "database" | "system" | "schema"))
        }
        ["alter", "table", rest @ ..] => rest.contains(&"detach") && rest.last() == Some(&"concurrently"),
        ["create" | "drop", "database" | "tablespace" | "subscription", ..] => true,
        ["alter", "database", .., "set", "tablespace", _] => true,
        ["alter", "subscription", .., "refresh", "publication"] => true,
        ["alter", "system", ..] | ["vacuum", ..] | ["discard", "all"] | ["cluster"] => true,
        ["commit" | "end" | "abort", ..] | ["prepare", "transaction", ..] => true,
        ["rollback", rest @ ..] => !rest.contains(&"to"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_outside;

    #[test]
    fn these_cannot_be_part_of_a_transaction() {
        for statement in [
            "CREATE INDEX CONCURRENTLY ix ON t (a)",
            "-- why\ncreate unique index /* a */ concurrently ix on t (a)",
            "DROP INDEX CONCURRENTLY ix",
            "REINDEX (VERBOSE) TABLE CONCURRENTLY t",
            "REINDEX DATABASE shop",
            "VACUUM FULL t",
            "CREATE DATABASE shop",
            "ALTER SYSTEM SET work_mem = '1MB'",
            "ALTER TABLE t DETACH PARTITION p CONCURRENTLY",
            "COMMIT",
            "ROLLBACK",
            "PREPARE TRANSACTION 'x'",
        ] {
            assert!(is_outside(statement), "{statement}");
        }
    }

    #[test]
    fn these_can() {
        for statement in [
            "CREATE INDEX concurrently_made ON t (a)",
            "CREATE TABLE t (a text DEFAULT 'VACUUM')",
            "ALTER TYPE mood ADD VALUE 'x'",
            "ROLLBACK TO SAVEPOINT a",
            "REFRESH MATERIALIZED VIEW CONCURRENTLY v",
            "ALTER TABLE t DETACH PARTITION p",
            "",
        ] {
            assert!(!is_outside(statement), "{statement}");
        }
    }
}
