//! Expressions as text: made bare, brought into a canonical form, and followed through renames, token by token.

use super::lexer::{self, Kind, Lexer, Token};

/// The expression without comments and without parentheses around the whole of it.
///
/// A comment up to the end of its line would hide what is written behind the expression.
pub(super) fn bare(sql: &str) -> String {
    let sql = without_comments(sql);
    let Ok(tokens) = lexer::tokens(&sql) else { return sql.trim().to_owned() };
    let inner = unwrapped(&tokens);
    let bounds = inner.first().zip(inner.last()).map(|(first, last)| first.start..last.end());
    bounds.and_then(|bounds| sql.get(bounds)).unwrap_or(sql.trim()).to_owned()
}

/// One text for all expressions that SQLite reads the same way, so far as tokens show it: blanks, comments, the case of
/// words, the quotes of names and outer parentheses do not count.
pub(super) fn canonical(sql: &str) -> String {
    let Ok(tokens) = lexer::tokens(sql) else { return sql.trim().to_owned() };
    let words: Vec<String> = unwrapped(&tokens).iter().map(canonical_token).collect();
    words.join(" ")
}

/// True where a name of this spelling stands in the expression. A string in double quotes counts as a name.
pub(super) fn mentions(sql: &str, name: &str) -> bool {
    let tokens = lexer::tokens(sql).unwrap_or_default();
    tokens.iter().filter_map(Token::name).any(|word| word.eq_ignore_ascii_case(name))
}

/// The expression after a column of its own table was given another name.
pub(super) fn rename_column(sql: &str, from: &str, to: &str) -> String {
    replace(sql, |before, token, after| {
        let is_call = token.kind == Kind::Word && after.is_some_and(|after| after.is_symbol("("));
        // What follows these words is the name of a type or of a collation.
        let is_other = before.is_some_and(|before| before.is_word("AS") || before.is_word("COLLATE"));
        let is_column = token.name().is_some_and(|name| name.eq_ignore_ascii_case(from));
        (is_column && !is_call && !is_other).then(|| quoted(to))
    })
}

/// The expression without the name of its table before the names of columns, so that it also holds in a table of another
/// name.
pub(super) fn unqualified(sql: &str, table: &str) -> String {
    let is_table = |token: &Token<'_>| token.name().is_some_and(|name| name.eq_ignore_ascii_case(table));
    replace(sql, |before, token, after| {
        let is_qualifier = is_table(token) && after.is_some_and(|after| after.is_symbol("."));
        let is_dot = token.is_symbol(".") && before.is_some_and(is_table);
        (is_qualifier || is_dot).then(String::new)
    })
}

/// The text with a blank in the place of each comment, and none at its ends.
pub(super) fn without_comments(sql: &str) -> String {
    let mut kept = String::with_capacity(sql.len());
    let mut done = 0;
    for token in Lexer::new(sql).map_while(Result::ok).filter(|token| token.kind == Kind::Comment) {
        kept.push_str(sql.get(done..token.start).unwrap_or_default());
        kept.push(' ');
        done = token.end();
    }
    kept.push_str(sql.get(done..).unwrap_or_default());
    kept.trim().to_owned()
}

/// The text with some tokens replaced; all else stays as it is written.
fn replace<'a>(
    sql: &'a str,
    replacement: impl Fn(Option<&Token<'a>>, &Token<'a>, Option<&Token<'a>>) -> Option<String>,
) -> String {
    let Ok(tokens) = lexer::tokens(sql) else { return sql.to_owned() };
    let mut replaced = String::with_capacity(sql.len());
    let mut done = 0;
    for (place, token) in tokens.iter().enumerate() {
        let before = place.checked_sub(1).and_then(|place| tokens.get(place));
        if let Some(text) = replacement(before, token, tokens.get(place + 1)) {
            replaced.push_str(sql.get(done..token.start).unwrap_or_default());
            replaced.push_str(&text);
            done = token.end();
        }
    }
    replaced.push_str(sql.get(done..).unwrap_or_default());
    replaced
}

/// The tokens between parentheses that stand around all of them, however many pairs there are.
pub(super) fn unwrapped<'a, 'b>(tokens: &'b [Token<'a>]) -> &'b [Token<'a>] {
    let mut inner = tokens;
    while let [open, within @ .., close] = inner
        && open.is_symbol("(")
        && close.is_symbol(")")
        && !within.is_empty()
        && is_balanced(within)
    {
        inner = within;
    }
    inner
}

/// True where each closing parenthesis has an opening one before it, and the other way round.
fn is_balanced(tokens: &[Token<'_>]) -> bool {
    let mut depth = 0_usize;
    for token in tokens {
        if token.is_symbol("(") {
            depth += 1;
        } else if token.is_symbol(")") {
            match depth.checked_sub(1) {
                Some(less) => depth = less,
                None => return false,
            }
        }
    }
    depth == 0
}

fn canonical_token(token: &Token<'_>) -> String {
    match token.kind {
        Kind::Word | Kind::Number => token.text.to_ascii_lowercase(),
        Kind::Name => canonical_name(&lexer::unquoted(token.text)),
        Kind::Blob => token.text.to_ascii_uppercase(),
        Kind::Symbol => match token.text {
            "<>" => "!=".to_owned(),
            "==" => "=".to_owned(),
            other => other.to_owned(),
        },
        Kind::Text | Kind::Variable | Kind::Comment => token.text.to_owned(),
    }
}

/// A quoted name as it would be written without quotes, where it can be.
fn canonical_name(name: &str) -> String {
    const VALUES: [&str; 6] = ["null", "true", "false", "current_date", "current_time", "current_timestamp"];
    let lower = name.to_ascii_lowercase();
    let is_plain =
        lower.chars().all(lexer::continues_word) && !lower.starts_with(|c: char| c.is_ascii_digit() || c == '$');
    if is_plain && !lower.is_empty() && !VALUES.contains(&lower.as_str()) { lower } else { quoted(&lower) }
}

fn quoted(name: &str) -> String {
    super::grammar::sql().ident(name).finish()
}
