//! Expressions: a light canonical form, and what has to be known to write one into a statement.
//!
//! This knows tokens and not the grammar. It takes away what people write in several ways and the server in one; where a
//! text still differs, the caller decides what that means.

use super::token::{Kind, Token, meaningful};

/// A text that is the same for two ways of writing one expression: blanks, comments, case, outer parentheses, casts of
/// strings, and a few synonyms apart. A text that does not end is returned as it is.
pub(super) fn canonical(sql: &str) -> String {
    let tokens: Vec<Token<'_>> = meaningful(without_outer_parentheses(sql)).collect();
    if tokens.iter().any(|token| matches!(token.kind, Kind::Unfinished(_))) {
        return sql.to_owned();
    }
    let mut words: Vec<String> = Vec::new();
    let mut rest = tokens.as_slice();
    while let Some((token, after)) = rest.split_first() {
        words.push(canonical_token(token));
        rest = after;
        while token.kind == Kind::String && rest.first().is_some_and(|next| next.is_symbol("::")) {
            let length = type_length(rest.get(1..).unwrap_or_default());
            rest = rest.get(1 + length..).unwrap_or_default();
        }
        if let [.., now, open, close] = words.as_slice()
            && (now.as_str(), open.as_str(), close.as_str()) == ("now", "(", ")")
        {
            words.truncate(words.len() - 3);
            words.push("current_timestamp".to_owned());
        }
    }
    words.join(" ")
}

fn canonical_token(token: &Token<'_>) -> String {
    match token.kind {
        Kind::Word => token.text.to_ascii_lowercase(),
        Kind::Quoted => plain_name(token.text).unwrap_or(token.text).to_owned(),
        Kind::String => match string_value(token.text) {
            Some(value) => format!("'{}'", value.replace('\'', "''")),
            None => token.text.to_owned(),
        },
        Kind::Symbol if token.text == "!=" => "<>".to_owned(),
        Kind::Symbol | Kind::Number | Kind::Blank | Kind::Comment | Kind::Unfinished(_) => token.text.to_owned(),
    }
}

/// The name in quotes that would mean the same without them.
fn plain_name(quoted: &str) -> Option<&str> {
    let name = quoted.strip_prefix('"')?.strip_suffix('"')?;
    let plain = name.starts_with(|c: char| c.is_ascii_lowercase() || c == '_')
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    plain.then_some(name)
}

/// The text that a string stands for; `None` for strings of bits, of code points, and for escapes that are not simple.
pub(super) fn string_value(text: &str) -> Option<String> {
    if let Some(body) = text.strip_prefix('\'') {
        return Some(body.strip_suffix('\'')?.replace("''", "'"));
    }
    if text.starts_with('$') {
        let tag = text.get(..=text.get(1..)?.find('$')? + 1)?;
        return Some(text.strip_prefix(tag)?.strip_suffix(tag)?.to_owned());
    }
    let body = text.strip_prefix(['e', 'E'])?.strip_prefix('\'')?.strip_suffix('\'')?;
    let mut value = String::new();
    let mut characters = body.chars();
    while let Some(character) = characters.next() {
        match (character, characters.clone().next()) {
            ('\\' | '\'', Some(next @ ('\\' | '\''))) => {
                characters.next();
                value.push(next);
            }
            ('\\', _) => return None,
            (plain, _) => value.push(plain),
        }
    }
    Some(value)
}

/// How many of the tokens, from the first, spell a type.
pub(super) fn type_length(tokens: &[Token<'_>]) -> usize {
    const CONTINUED: [&str; 13] = [
        "precision",
        "varying",
        "with",
        "without",
        "time",
        "zone",
        "year",
        "month",
        "day",
        "hour",
        "minute",
        "second",
        "to",
    ];
    let mut length = 0;
    while let Some(token) = tokens.get(length) {
        let after_dot = length > 0 && tokens.get(length - 1).is_some_and(|before| before.is_symbol("."));
        let continues = match token.kind {
            Kind::Word => length == 0 || after_dot || CONTINUED.iter().any(|word| token.is_word(word)),
            Kind::Quoted => length == 0 || after_dot,
            Kind::Symbol => length > 0 && matches!(token.text, "." | "["),
            Kind::Blank | Kind::Comment | Kind::String | Kind::Number | Kind::Unfinished(_) => false,
        };
        length += match (continues, token.text) {
            (true, "[") => closing(tokens, length, "]"),
            (true, _) => 1,
            (false, "(") if length > 0 => closing(tokens, length, ")"),
            (false, _) => return length,
        };
    }
    length.min(tokens.len())
}

/// How many tokens there are from an opening one to that closing one.
fn closing(tokens: &[Token<'_>], open: usize, close: &str) -> usize {
    let rest = tokens.get(open..).unwrap_or_default();
    rest.iter().position(|token| token.is_symbol(close)).map_or(rest.len(), |place| place + 1)
}

/// The expression without blanks, and without parentheses around all of it.
pub(super) fn without_outer_parentheses(sql: &str) -> &str {
    let mut sql = sql.trim();
    while let Some(inner) = enclosed(sql) {
        sql = inner.trim();
    }
    sql
}

/// What stands in the parentheses that begin and end a text.
fn enclosed(sql: &str) -> Option<&str> {
    let inner = sql.strip_prefix('(')?.strip_suffix(')')?;
    let mut depth = 0_usize;
    for token in meaningful(sql) {
        match token.text {
            "(" => depth += 1,
            ")" => {
                depth = depth.checked_sub(1)?;
                if depth == 0 && token.start + 1 < sql.len() {
                    return None;
                }
            }
            _ => {}
        }
    }
    // The last character may be part of a comment or string, and then the parentheses do not end.
    (depth == 0).then_some(inner)
}

/// True for an expression that needs no parentheses where SQL wants a simple one: a word, a value, a call, a name.
pub(super) fn is_simple(sql: &str) -> bool {
    let tokens: Vec<Token<'_>> = meaningful(sql).collect();
    let ends = tokens.iter().all(|token| !matches!(token.kind, Kind::Unfinished(_))) && !sql.contains("--");
    ends && match tokens.as_slice() {
        [] => false,
        [one] => one.kind != Kind::Symbol,
        [name, open, .., close] if name.kind == Kind::Word && open.is_symbol("(") && close.is_symbol(")") => {
            closes_at_end(tokens.get(1..).unwrap_or_default())
        }
        _ => false,
    }
}

fn closes_at_end(tokens: &[Token<'_>]) -> bool {
    let mut depth = 0_usize;
    for (place, token) in tokens.iter().enumerate() {
        match token.text {
            "(" => depth += 1,
            ")" => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return place + 1 == tokens.len();
        }
    }
    false
}

/// True where an expression or query names that column, or takes a whole row, as in `users.*`.
pub(super) fn mentions(sql: &str, column: &str) -> bool {
    let mut before = "";
    meaningful(sql).any(|token| {
        let is_row = std::mem::replace(&mut before, token.text) == "." && token.text == "*";
        is_row
            || match token.kind {
                Kind::Word => token.is_word(column),
                Kind::Quoted => token.text.trim_matches('"').replace("\"\"", "\"") == column,
                Kind::Symbol | Kind::Blank | Kind::Comment | Kind::String | Kind::Number | Kind::Unfinished(_) => false,
            }
    })
}

/// True where a query may take all columns: a star may also be a product.
pub(super) fn has_star(query: &str) -> bool {
    meaningful(query).any(|token| token.kind == Kind::Symbol && token.text == "*")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_product_names_no_column_but_its_own() {
        assert!(!mentions("n * 2", "login") && mentions("n * 2", "n"));
        assert!(mentions("(users.*) IS NOT NULL", "login") && has_star("SELECT * FROM users"));
    }

    #[track_caller]
    fn same(one: &str, other: &str) {
        assert_eq!(canonical(one), canonical(other));
    }

    #[test]
    fn ways_of_writing_are_alike() {
        same("(age >= 0)", "AGE>=0");
        same("now()", "CURRENT_TIMESTAMP");
        same("(\"status\" <> 'x'::character varying(3))", "status != 'x'");
        same("lower(name) /* why */", "LOWER ( name )");
        same("a > '1 day'::interval day to second(3) and b", "a > '1 day' AND b");
        same("'{}'::public.mood[]", "$${}$$");
    }

    #[test]
    fn meanings_are_kept_apart() {
        assert_ne!(canonical("\"Age\" > 0"), canonical("age > 0"));
        assert_ne!(canonical("a > 'X'"), canonical("a > 'x'"));
        assert_ne!(canonical("(a) + (b)"), canonical("a) + (b"));
    }

    #[test]
    fn outer_parentheses_are_those_around_everything() {
        assert_eq!(without_outer_parentheses("((a + b))"), "a + b");
        assert_eq!(without_outer_parentheses("(a) + (b)"), "(a) + (b)");
        assert_eq!(without_outer_parentheses("(a -- b)"), "(a -- b)");
        assert_eq!(without_outer_parentheses("('a)')"), "'a)'");
    }

    #[test]
    fn simple_expressions_need_no_parentheses() {
        for simple in ["CURRENT_TIMESTAMP", "now()", "f(a, (b))", "'x'", "7"] {
            assert!(is_simple(simple), "{simple}");
        }
        for other in ["a + b", "f(a) + g(b)", "", "'x", "now() -- f()"] {
            assert!(!is_simple(other), "{other}");
        }
    }

    proptest! {
        #[test]
        fn one_canonical_form(text in "([a-zA-Z0-9 ()'\"$*/\\-\\\\:;.é\n]|now\\(\\)|::text|::){0,20}") {
            let once = canonical(&text);
            prop_assert_eq!(canonical(&once), once);
        }
    }
}
