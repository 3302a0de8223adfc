//! SQLite: pragmas, and of the stored text what no pragma shows.
//!
//! `ALTER TABLE` edits that text in its own ways, so it is not compared as it stands.

use aludel_core::connection::Connection;

use super::{column, is_ours, rows, shown};

pub(super) async fn lines(connection: &mut dyn Connection) -> Vec<String> {
    let mut lines = Vec::new();
    for table in column(connection, "SELECT name FROM sqlite_schema WHERE type = 'table'").await {
        if !is_ours(&table) && !table.starts_with("sqlite_") {
            lines.extend(of_table(connection, &table).await);
        }
    }
    let others = "SELECT type || ' ' || name || ' on ' || tbl_name || ': ' || sql FROM sqlite_schema
        WHERE type IN ('view', 'trigger') AND sql IS NOT NULL";
    lines.extend(column(connection, others).await.iter().map(|text| tokens(text).join(" ")));
    lines
}

async fn of_table(connection: &mut dyn Connection, table: &str) -> Vec<String> {
    let quoted = table.replace('\'', "''");
    let pragmas = [
        // Its place among the columns is left out.
        // Of the words of a type nothing counts but what it likes to keep, and its numbers. A primary key that stands for the row's number is never NULL, whatever it says.
        format!(
            "SELECT 'column', name,
                 CASE WHEN type LIKE '%INT%' THEN 'integer'
                     WHEN type LIKE '%CHAR%' OR type LIKE '%CLOB%' OR type LIKE '%TEXT%' THEN 'text'
                     WHEN type LIKE '%BLOB%' OR type = '' THEN 'blob'
                     WHEN type LIKE '%REAL%' OR type LIKE '%FLOA%' OR type LIKE '%DOUB%' THEN 'real' ELSE 'numeric' END,
                 CASE WHEN instr(type, '(') THEN replace(substr(type, instr(type, '(')), ' ', '') END,
                 \"notnull\" OR (pk = 1 AND upper(type) = 'INTEGER'),
                 CASE WHEN dflt_value LIKE 'current_%' OR upper(dflt_value) IN ('TRUE', 'FALSE') THEN upper(dflt_value) ELSE dflt_value END, pk, hidden
             FROM pragma_table_xinfo('{quoted}')"
        ),
        format!("SELECT 'options', wr, strict FROM pragma_table_list('{quoted}') WHERE schema = 'main'"),
        format!(
            "SELECT 'foreign key', group_concat(\"from\"), \"table\",
                 -- Without columns, a key refers to the primary key.
                 coalesce(group_concat(\"to\"), (SELECT group_concat(name) FROM (
                     SELECT name FROM pragma_table_info(\"table\") WHERE pk ORDER BY pk))), on_update, on_delete
             FROM (SELECT * FROM pragma_foreign_key_list('{quoted}') ORDER BY id, seq) GROUP BY id"
        ),
        format!(
            "SELECT 'index', CASE WHEN origin = 'c' THEN list.name END, \"unique\", origin, partial,
                 (SELECT group_concat(coalesce(name, '(expression)') || CASE WHEN desc THEN ' DESC ' ELSE ' ' END || coll)
                  FROM (SELECT * FROM pragma_index_xinfo(list.name) WHERE key ORDER BY seqno))
             FROM pragma_index_list('{quoted}') AS list"
        ),
    ];
    let mut lines = Vec::new();
    for pragma in pragmas {
        let shown = rows(connection, &pragma).await;
        lines.extend(shown.iter().map(|row| row.0.iter().map(shown_token).collect::<Vec<_>>().join(" ")));
    }
    let text = format!(
        "SELECT sql FROM sqlite_schema WHERE tbl_name = '{quoted}' AND type IN ('table', 'index') AND sql > ''"
    );
    for text in column(connection, &text).await {
        lines.extend(clauses(&tokens(&text)));
    }
    lines.into_iter().map(|line| format!("{table}: {line}")).collect()
}

fn shown_token(value: &aludel_core::connection::Value) -> String {
    tokens(&shown(value)).join(" ")
}

/// What no pragma shows.
fn clauses(tokens: &[String]) -> Vec<String> {
    let mut clauses = Vec::new();
    let is = |place: usize, word: &str| tokens.get(place).is_some_and(|token| token.eq_ignore_ascii_case(word));
    for place in 0..tokens.len() {
        let count = match tokens[place].to_ascii_uppercase().as_str() {
            "AUTOINCREMENT" => 1,
            "COLLATE" => 2,
            "CONFLICT" => 2,
            "DEFERRABLE" => 1,
            "INITIALLY" => 2,
            "STORED" => 1,
            "CHECK" | "AS" if is(place + 1, "(") => parenthesised(&tokens[place + 1..]) + 1,
            "WHERE" => tokens.len() - place,
            // What an index is over.
            "ON" if is(place + 2, "(") && is(0, "CREATE") && !is(1, "TABLE") => tokens.len() - place,
            _ => continue,
        };
        // Parentheses around an expression are no difference.
        let clause = tokens[place..place + count].iter().filter(|token| !matches!(token.as_str(), "(" | ")"));
        clauses.push(clause.cloned().collect::<Vec<_>>().join(" ").to_ascii_lowercase());
    }
    clauses
}

/// How many tokens a parenthesis takes.
fn parenthesised(tokens: &[String]) -> usize {
    let mut depth = 0;
    for (place, token) in tokens.iter().enumerate() {
        match token.as_str() {
            "(" => depth += 1,
            ")" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return place + 1;
        }
    }
    tokens.len()
}

/// Words, names without their quotes, literals and signs; without comments.
fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let end = match first {
            '-' if rest.starts_with("--") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            '\'' | '"' | '`' => quoted(rest, first),
            '[' => rest.find(']').map_or(rest.len(), |end| end + 1),
            _ if is_word(first) => rest.find(|character| !is_word(character)).unwrap_or(rest.len()),
            _ => first.len_utf8(),
        };
        let token = &rest[..end];
        if matches!(first, '"' | '`' | '[') {
            tokens.push(token[1..end - 1].to_owned());
        } else if first == '\'' && tokens.last().is_some_and(|last| last.eq_ignore_ascii_case("x")) {
            // Bytes.
            tokens.pop();
            tokens.push("x".to_owned());
            tokens.push(token.to_ascii_lowercase());
        } else if !token.starts_with("--") && !token.starts_with("/*") {
            tokens.push(token.to_owned());
        }
        rest = rest[end..].trim_start();
    }
    tokens
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '_' | '$')
}

/// Where a quoted token ends; its quote doubled stands for itself.
fn quoted(text: &str, quote: char) -> usize {
    let mut characters = text.char_indices().skip(1).peekable();
    while let Some((place, character)) = characters.next() {
        if character == quote && characters.next_if(|(_, next)| *next == quote).is_none() {
            return place + 1;
        }
    }
    text.len()
}
