//! Statements that do no harm if they run twice, told by their first words.

/// True for a statement that can run again whether it took effect or not: one that says itself that what it makes may be
/// there, or what it drops may be gone, and those that only tidy up.
pub fn is_repeatable(statement: &str) -> bool {
    const ENOUGH: usize = 8;
    let words: Vec<String> =
        without_comments(statement).split_ascii_whitespace().take(ENOUGH).map(str::to_ascii_lowercase).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["create", "or", "replace", ..] | ["alter", "view", _, "as", ..] => true,
        ["create", rest @ ..] => is_followed_by(rest, &["if", "not", "exists"]),
        ["drop", rest @ ..] => is_followed_by(rest, &["if", "exists"]),
        ["vacuum" | "analyze" | "reindex" | "optimize", ..] => true,
        _ => false,
    }
}

/// True for a statement that takes effect as a whole or, where it fails, not at all: one that changes an object, and no
/// call of something that may have committed half of its work.
pub fn is_whole_or_nothing(statement: &str) -> bool {
    const VERBS: [&str; 9] =
        ["create", "alter", "drop", "rename", "comment", "reindex", "vacuum", "truncate", "refresh"];
    let first = without_comments(statement).split_ascii_whitespace().next().unwrap_or_default();
    VERBS.contains(&first.to_ascii_lowercase().as_str())
}

/// True where nothing but the kind of object stands before these words.
fn is_followed_by(words: &[&str], wanted: &[&str]) -> bool {
    const KINDS: [&str; 16] = [
        "table",
        "index",
        "unique",
        "view",
        "materialized",
        "schema",
        "sequence",
        "type",
        "trigger",
        "function",
        "procedure",
        "extension",
        "event",
        "concurrently",
        "database",
        "domain",
    ];
    let kinds = words.iter().take_while(|word| KINDS.contains(*word)).count();
    kinds > 0 && words.iter().skip(kinds).zip(wanted).filter(|(word, wanted)| word == wanted).count() == wanted.len()
}

/// A text from its first word on.
pub(super) fn without_comments(text: &str) -> &str {
    let text = text.trim_start();
    if let Some(comment) = text.strip_prefix("--") {
        return comment.split_once('\n').map_or("", |(_, rest)| without_comments(rest));
    }
    match text.strip_prefix("/*") {
        Some(comment) if !comment.starts_with(['!', 'M', '+']) => {
            comment.split_once("*/").map_or("", |(_, rest)| without_comments(rest))
        }
        Some(_) | None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::{is_repeatable, is_whole_or_nothing};

    #[test]
    fn a_call_may_have_done_half_of_its_work() {
        for statement in ["ALTER TABLE t ADD a int", "/* why */ create index concurrently ix ON t (a)", "DROP VIEW v"] {
            assert!(is_whole_or_nothing(statement), "{statement}");
        }
        for statement in ["CALL fill()", "DO $$ BEGIN COMMIT; END $$", "INSERT INTO t VALUES (1)", "ALTERED", ""] {
            assert!(!is_whole_or_nothing(statement), "{statement}");
        }
    }

    #[test]
    fn these_may_run_twice() {
        for statement in [
            "CREATE TABLE IF NOT EXISTS t (a int)",
            "-- why\n/* and */ create unique index concurrently if not exists ix ON t (a)",
            "DROP TABLE IF EXISTS t",
            "CREATE OR REPLACE VIEW v AS SELECT 1",
            "ALTER VIEW `v` AS SELECT 1",
            "VACUUM",
        ] {
            assert!(is_repeatable(statement), "{statement}");
        }
    }

    #[test]
    fn these_may_not() {
        for statement in [
            "CREATE TABLE t (a int)",
            "DROP TABLE t",
            "ALTER VIEW v RENAME TO w",
            "ALTER TABLE t ADD COLUMN IF NOT EXISTS a int, ADD COLUMN b int",
            "CREATE TRIGGER x BEFORE INSERT ON t IF NOT EXISTS",
            "INSERT INTO t VALUES (1)",
            "TRUNCATE TABLE t",
            "-- nothing",
            "",
        ] {
            assert!(!is_repeatable(statement), "{statement}");
        }
    }
}
