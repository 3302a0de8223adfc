//! Statements that change the session.

use super::super::repeatable::without_comments;

/// For a statement that sets something of the session, expressions for what puts that back; a variable of the user's own
/// only keeps its value. <https://dev.mysql.com/doc/refman/en/set-variable.html>
pub(super) fn changes(statement: &str) -> Option<Vec<String>> {
    let text = executed(without_comments(statement));
    let (verb, rest) = text.split_once(char::is_whitespace)?;
    if !verb.eq_ignore_ascii_case("set") {
        return None;
    }
    let mut reads = Vec::new();
    let mut is_of_session = false;
    for assignment in assignments(rest) {
        let lower = assignment.trim().to_ascii_lowercase();
        let words: Vec<&str> =
            lower.split(|letter: char| letter.is_whitespace() || letter == '=' || letter == ':').collect();
        let names: &[&str] = match words.as_slice() {
            ["names" | "charset", ..] | ["character", "set", ..] => {
                &["character_set_client", "character_set_results", "collation_connection"]
            }
            ["session" | "local", name, ..] | [name, ..] => {
                &[name.trim_start_matches("@@session.").trim_start_matches("@@local.")]
            }
            [] => &[],
        };
        for name in names.iter().map(|name| name.strip_prefix("@@").unwrap_or(name)) {
            if name.starts_with('@') {
                is_of_session = true;
            } else if is_setting(name) {
                is_of_session = true;
                reads.push(read(name));
            }
        }
    }
    is_of_session.then_some(reads)
}

/// What stands in a comment that the server executes, as dumps have them: `/*!40101 SET NAMES utf8 */`.
fn executed(text: &str) -> &str {
    match text.strip_prefix("/*!").or_else(|| text.strip_prefix("/*M!")) {
        Some(inner) => {
            let inner = inner.trim_start_matches(|letter: char| letter.is_ascii_digit());
            inner.trim_end().trim_end_matches("*/").trim()
        }
        None => text,
    }
}

/// True for `USE`, after which names mean those of another database.
pub(super) fn leads_away(statement: &str) -> bool {
    let first = without_comments(statement).split_ascii_whitespace().next();
    first.is_some_and(|word| word.eq_ignore_ascii_case("use"))
}

/// The statement that sets a variable to what it is now. Numbers are not quoted: the server takes no text for them.
fn read(name: &str) -> String {
    format!(
        "CONCAT('SET SESSION {name} = ', IF(@@SESSION.{name} REGEXP '^-?[0-9]+([.][0-9]+)?$', @@SESSION.{name}, \
         COALESCE(QUOTE(@@SESSION.{name}), 'NULL')))"
    )
}

/// True for the name of a variable; other words behind `SET` begin statements of other kinds.
fn is_setting(name: &str) -> bool {
    const OTHERS: [&str; 9] =
        ["global", "persist", "persist_only", "password", "role", "default", "resource", "transaction", "statement"];
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    !name.is_empty() && name.chars().all(is_plain) && !OTHERS.contains(&name)
}

/// The parts of a list, commas inside of quotes and parentheses left alone.
fn assignments(list: &str) -> Vec<&str> {
    let (mut parts, mut begin, mut depth, mut quote) = (Vec::new(), 0_usize, 0_i32, None);
    for (place, letter) in list.char_indices() {
        match (quote, letter) {
            (Some(open), _) if open == letter => quote = None,
            (Some(_), _) => {}
            (None, '\'' | '"' | '`') => quote = Some(letter),
            (None, '(') => depth += 1,
            (None, ')') => depth -= 1,
            (None, ',') if depth == 0 => {
                parts.extend(list.get(begin..place));
                begin = place + 1;
            }
            (None, _) => {}
        }
    }
    parts.extend(list.get(begin..));
    parts
}

#[cfg(test)]
mod tests {
    use super::{changes, leads_away};

    fn names(statement: &str) -> Option<Vec<String>> {
        let name = |read: String| read.split([' ', '\'']).nth(3).unwrap().to_owned();
        changes(statement).map(|reads| reads.into_iter().map(name).collect())
    }

    #[test]
    fn what_outlives_a_statement_is_put_back() {
        for (statement, expected) in [
            ("SET sql_mode = ''", vec!["sql_mode"]),
            ("-- why\nset @@session.Time_Zone='+01:00', foreign_key_checks=0", vec!["time_zone", "foreign_key_checks"]),
            ("SET SESSION sql_mode = REPLACE(@@SESSION.sql_mode, 'A,B', '')", vec!["sql_mode"]),
            ("SET NAMES utf8mb4", vec!["character_set_client", "character_set_results", "collation_connection"]),
            ("SET @v := 'a, b'", vec![]),
            ("/*!40014 SET @OLD=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0 */", vec!["foreign_key_checks"]),
        ] {
            assert_eq!(names(statement).unwrap(), expected, "{statement}");
        }
        for statement in [
            "SET GLOBAL max_connections = 5",
            "SET @@global.max_connections = 5",
            "SET PASSWORD = 'x'",
            "SET TRANSACTION READ ONLY",
            "SET STATEMENT max_statement_time=1 FOR SELECT 1",
            "UPDATE t SET a = 1",
            "SETTLE x",
            "",
        ] {
            assert_eq!(names(statement), None, "{statement}");
        }
    }

    #[test]
    fn use_leads_away() {
        assert!(leads_away("/* to */ use other"));
        assert!(!leads_away("UPDATE used SET a = 1"));
    }
}
