//! Which statements commit by themselves, and so have no place inside a transaction.

use super::lexer::{Kind, Lexer};

/// True for a statement that commits implicitly, or that ends or begins a transaction. The list is that of the MySQL
/// manual, "Statements That Cause an Implicit Commit", with what MariaDB's adds to it.
pub(super) fn is_implicit(statement: &str) -> bool {
    let words = words(statement);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        // Temporary tables come and go within a transaction.
        ["create" | "drop", "temporary", ..] | ["create", "or", "replace", "temporary", ..] => false,
        ["rollback", "to", ..] | ["rollback", "work", "to", ..] => false,
        ["set", rest @ ..] => rest.contains(&"password") || rest.contains(&"autocommit"),
        ["start", next, ..] => matches!(*next, "transaction" | "slave" | "replica" | "all" | "group_replication"),
        ["stop", next, ..] => matches!(*next, "slave" | "replica" | "all" | "group_replication"),
        ["load", "index", ..] | ["cache", "index", ..] | ["check", "table" | "view", ..] => true,
        [first, ..] => matches!(
            *first,
            "alter"
                | "analyze"
                | "backup"
                | "begin"
                | "change"
                | "commit"
                | "create"
                | "drop"
                | "flush"
                | "grant"
                | "import"
                | "install"
                | "lock"
                | "optimize"
                | "purge"
                | "rename"
                | "repair"
                | "reset"
                | "revoke"
                | "rollback"
                | "truncate"
                | "uninstall"
                | "unlock"
                | "xa"
        ),
        [] => false,
    }
}

/// The first words of a statement in small letters, also those in a comment that is run.
fn words(statement: &str) -> Vec<String> {
    const ENOUGH: usize = 8;
    let mut words = Vec::new();
    for token in Lexer::new(statement).map_while(Result::ok) {
        match token.kind {
            Kind::Word => words.push(token.text.to_ascii_lowercase()),
            Kind::Executable => words.extend(executable(token.text)),
            Kind::Quoted | Kind::Text | Kind::Number | Kind::Symbol | Kind::Space | Kind::Comment | Kind::Delimiter => {
            }
        }
        if words.len() >= ENOUGH {
            break;
        }
    }
    words
}

/// The words of `/*!40101 … */`, the version left out.
fn executable(comment: &str) -> Vec<String> {
    let inner = comment.trim_start_matches("/*").trim_start_matches('M').trim_start_matches('!');
    words(inner.trim_start_matches(|c: char| c.is_ascii_digit()).trim_end_matches("*/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changes_the_schema_commits() {
        for statement in [
            "CREATE TABLE a (b INT)",
            "-- why\nalter table a add b int",
            "/*!50001 CREATE VIEW a AS SELECT 1 */",
            "truncate a",
            "SET autocommit = 1",
            "set @@session.autocommit=0",
            "LOCK TABLES a READ",
            "start transaction",
            "rollback",
        ] {
            assert!(is_implicit(statement), "{statement}");
        }
    }

    #[test]
    fn what_changes_data_does_not() {
        for statement in [
            "INSERT INTO a VALUES (1)",
            "create temporary table a (b int)",
            "drop temporary table a",
            "rollback to savepoint a",
            "set @a = 1",
            "/*!40101 SET NAMES utf8 */",
            "with a as (select 1) select * from a",
            "",
        ] {
            assert!(!is_implicit(statement), "{statement}");
        }
    }
}
