//! Statements that change settings of the session.

use super::super::repeatable::without_comments;

/// For a statement that sets something, expressions for what puts it back. What is set for the transaction counts where
/// the ledger would not be found, or not be written, with it.
/// <https://www.postgresql.org/docs/current/sql-set.html>
pub(super) fn changes(statement: &str) -> Option<Vec<String>> {
    let words: String =
        without_comments(statement).chars().map(|letter| if "=();,".contains(letter) { ' ' } else { letter }).collect();
    let words: Vec<String> = words.split_ascii_whitespace().map(str::to_ascii_lowercase).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let name = match words.as_slice() {
        ["set", "local", rest @ ..] => name(rest).filter(|name| ["search_path", "role"].contains(name)),
        ["set", "session", "authorization", ..] => Some("session_authorization"),
        ["set", "session", rest @ ..] | ["set" | "reset", rest @ ..] => name(rest),
        ["select", "set_config" | "pg_catalog.set_config", name, ..] => Some(name.trim_matches('\'')),
        _ => None,
    };
    let name =
        name.filter(|name| name.chars().all(|letter| letter.is_ascii_alphanumeric() || "_.".contains(letter)))?;
    Some(vec![format!(
        "format('SELECT set_config(%L, %L, false)', '{name}', COALESCE(current_setting('{name}', true), ''))"
    )])
}

/// The setting that words behind `SET` are about.
fn name<'w>(words: &[&'w str]) -> Option<&'w str> {
    match words {
        ["transaction" | "constraints" | "characteristics" | "all", ..] => None,
        ["time", "zone", ..] => Some("timezone"),
        ["schema", ..] => Some("search_path"),
        ["names", ..] => Some("client_encoding"),
        [name, ..] => Some(name),
        [] => None,
    }
}

#[cfg(test)]
mod tests {
    use super::changes;

    #[test]
    fn what_outlives_a_statement_is_put_back() {
        for (statement, name) in [
            ("SET search_path = other, public", "search_path"),
            ("-- why\nset session Lock_Timeout to '1s'", "lock_timeout"),
            ("SET LOCAL search_path TO other", "search_path"),
            ("SET TIME ZONE 'UTC'", "timezone"),
            ("SET SCHEMA 'other'", "search_path"),
            ("SET ROLE owner", "role"),
            ("SET my.setting = 1", "my.setting"),
            ("RESET search_path", "search_path"),
            ("SELECT pg_catalog.set_config('search_path', '', false)", "search_path"),
        ] {
            let [read] = changes(statement).unwrap().try_into().unwrap();
            assert!(read.contains(&format!("current_setting('{name}'")), "{statement}: {read}");
        }
        for statement in [
            "SET LOCAL lock_timeout = '1s'",
            "SET TRANSACTION READ ONLY",
            "SET CONSTRAINTS ALL DEFERRED",
            "SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY",
            "RESET ALL",
            "SET \"odd name\" = 1",
            "UPDATE t SET a = 1",
            "",
        ] {
            assert_eq!(changes(statement), None, "{statement}");
        }
    }
}
