//! Expressions that follow a column's new name, as every database has them follow it.

use crate::schema::{Constraint, Generation, IndexTarget, Table};

/// Puts the new name of a column into the expressions of its table: checks, generated columns, indexes.
pub(super) fn rename_column(table: &mut Table, from: &str, to: &str) {
    let follow = |sql: &mut String| *sql = renamed(sql, from, to);
    for column in table.columns.iter_mut() {
        if let Some(Generation::Expression { sql, .. }) = &mut column.generation {
            follow(sql);
        }
    }
    for constraint in table.constraints.iter_mut() {
        match constraint {
            Constraint::Check(check) => follow(&mut check.expression),
            Constraint::Exclude(exclude) => {
                exclude.elements.iter_mut().for_each(|element| follow(&mut element.target));
                exclude.predicate.iter_mut().for_each(follow);
            }
            Constraint::PrimaryKey(_) | Constraint::Unique(_) | Constraint::ForeignKey(_) => {}
        }
    }
    for index in table.indexes.iter_mut() {
        index.predicate.iter_mut().for_each(follow);
        for part in &mut index.parts {
            if let IndexTarget::Expression(sql) = &mut part.target {
                follow(sql);
            }
        }
    }
}

/// The expression with one name for another. Strings, comments and names of functions stay as they are.
fn renamed(sql: &str, from: &str, to: &str) -> String {
    let mut written = String::with_capacity(sql.len());
    let mut rest = sql;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '\'' | '"' | '`' => quoted(rest, first),
            '-' if rest.starts_with("--") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            _ if is_word(first) => rest.find(|character| !is_word(character)).unwrap_or(rest.len()),
            _ => first.len_utf8(),
        };
        let (token, behind) = rest.split_at_checked(length).unwrap_or((rest, ""));
        rest = behind;
        let is_call = behind.trim_start().starts_with('(');
        match first {
            '"' | '`' if unquoted(token, first) == from => {
                written.push_str(&requoted(to, first));
            }
            _ if is_word(first) && !is_call && token.eq_ignore_ascii_case(from) => {
                let is_plain = to.chars().all(|character| character.is_ascii_lowercase() || character == '_');
                written.push_str(&if is_plain { to.to_owned() } else { requoted(to, quote_of(sql)) });
            }
            _ => written.push_str(token),
        }
    }
    written
}

/// The quote that the expression has around other names.
fn quote_of(sql: &str) -> char {
    if sql.contains('`') { '`' } else { '"' }
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_' || character == '$'
}

/// How long a quoted token is; its quote doubled stands for itself.
fn quoted(text: &str, quote: char) -> usize {
    let mut characters = text.char_indices().skip(1).peekable();
    while let Some((place, character)) = characters.next() {
        if character == quote && characters.next_if(|(_, next)| *next == quote).is_none() {
            return place + character.len_utf8();
        }
    }
    text.len()
}

fn unquoted(token: &str, quote: char) -> String {
    let inner = token.strip_prefix(quote).and_then(|token| token.strip_suffix(quote)).unwrap_or(token);
    inner.replace(&format!("{quote}{quote}"), &quote.to_string())
}

fn requoted(name: &str, quote: char) -> String {
    format!("{quote}{}{quote}", name.replace(quote, &format!("{quote}{quote}")))
}

#[cfg(test)]
mod tests {
    use super::renamed;

    #[test]
    fn names_follow_and_nothing_else_does() {
        assert_eq!(renamed("age > 0 AND Age < 9", "age", "years"), "years > 0 AND years < 9");
        assert_eq!(
            renamed("age(\"age\") > 'age' -- age\n+ t.age", "age", "years"),
            "age(\"years\") > 'age' -- age\n+ t.years"
        );
        assert_eq!(renamed("`age` > 0", "age", "the `age`"), "`the ``age``` > 0");
        assert_eq!(renamed("pages + ages", "age", "years"), "pages + ages");
        assert_eq!(renamed("age > 'it''s age", "age", "Order"), "\"Order\" > 'it''s age");
    }
}
