//! Values as Rust writes them.

use super::expression::{Expression, call};
use crate::name::ObjectName;
use crate::schema::Literal;
use crate::script::language::LONGEST_TUPLE;
use crate::script::quoted::unsafe_in_line;

/// A text: raw where it has quotes, backslashes or several long lines, escaped where it is short or a raw one could not
/// say it.
pub(super) fn text(text: &str) -> Expression {
    const SHORT: usize = 60;
    let hard = if text.contains('\n') { text.len() > SHORT } else { text.contains(['"', '\\']) };
    let blank_ends = text.lines().any(|line| line.ends_with(char::is_whitespace));
    let raw = hard && !blank_ends && !text.contains(|c| c != '\n' && unsafe_in_line(c));
    Expression::Word(if raw { raw_string(text) } else { format!("\"{}\"", escaped(text)) })
}

fn raw_string(text: &str) -> String {
    let mut fence = String::new();
    while text.contains(&format!("\"{fence}")) {
        fence.push('#');
    }
    format!("r{fence}\"{text}\"{fence}")
}

fn escaped(text: &str) -> String {
    let escape = |c: char| match c {
        '"' => "\\\"".to_owned(),
        '\\' => "\\\\".to_owned(),
        '\n' => "\\n".to_owned(),
        '\r' => "\\r".to_owned(),
        '\t' => "\\t".to_owned(),
        c if unsafe_in_line(c) => format!("\\u{{{:x}}}", u32::from(c)),
        c => c.to_string(),
    };
    text.chars().map(escape).collect()
}

/// The name of an object: a text, or a pair with its namespace.
pub(super) fn name(name: &ObjectName) -> Expression {
    match &name.namespace {
        Some(namespace) => Expression::Tuple(vec![text(namespace), text(&name.name)]),
        None => text(&name.name),
    }
}

/// Texts in brackets.
pub(super) fn texts(list: &[String]) -> Expression {
    array(list.iter().map(|each| text(each)).collect())
}

/// Items in brackets; where there is none, the type of what is not there has to be said.
pub(super) fn array(items: Vec<Expression>) -> Expression {
    if items.is_empty() { word("[\"\"; 0]") } else { Expression::Array(items) }
}

/// A word of the language, or a number.
pub(super) fn word(word: impl ToString) -> Expression {
    Expression::Word(word.to_string())
}

/// A value.
pub(super) fn literal(literal: &Literal) -> Expression {
    match literal {
        Literal::Null => word("Null"),
        Literal::Boolean(value) => word(value),
        Literal::Number(digits) => number(digits),
        Literal::Text(value) => text(value),
        Literal::Bytes(bytes) => word(format!("b\"{}\"", bytes.escape_ascii())),
    }
}

/// A number as a Rust literal where one gives these digits back, else as text.
fn number(digits: &str) -> Expression {
    match (digits.parse::<i32>(), digits.parse::<i64>(), digits.parse::<f64>()) {
        (Ok(number), ..) if number.to_string() == digits => word(digits),
        (_, Ok(number), _) if number.to_string() == digits => word(format!("{digits}_i64")),
        (.., Ok(number)) if digits.contains('.') && number.to_string() == digits => word(digits),
        _ => Expression::Call(call("number", [text(digits)])),
    }
}

/// Rows: tuples where the values of each column have one type, else arrays of values.
pub(super) fn rows(rows: &[Vec<Literal>], columns: usize) -> Expression {
    if rows.is_empty() {
        return word("[[Null; 0]; 0]");
    }
    let types = |row: &Vec<Literal>| row.iter().map(type_of).collect::<Vec<_>>();
    let mut kinds = rows.iter().map(types);
    let first = kinds.next();
    let aligned = kinds.all(|kinds| Some(kinds) == first);
    let row = |row: &Vec<Literal>| match row.as_slice() {
        [] => word("[Null; 0]"),
        [only] if aligned => Expression::Array(vec![literal(only)]),
        several if aligned && columns <= LONGEST_TUPLE => Expression::Tuple(several.iter().map(literal).collect()),
        several => Expression::Array(several.iter().map(wrapped).collect()),
    };
    Expression::Array(rows.iter().map(row).collect())
}

/// A value whose type does not show.
fn wrapped(value: &Literal) -> Expression {
    Expression::Call(call("literal", [literal(value)]))
}

/// What tells the Rust types of two values apart.
fn type_of(value: &Literal) -> (u8, usize) {
    match (value, literal(value)) {
        (Literal::Null, _) => (0, 0),
        (Literal::Boolean(_), _) => (1, 0),
        (Literal::Text(_), _) => (2, 0),
        (Literal::Bytes(bytes), _) => (3, bytes.len()),
        (Literal::Number(_), Expression::Word(word)) if word.contains('.') => (4, 0),
        (Literal::Number(_), Expression::Word(word)) if word.ends_with("_i64") => (5, 0),
        (Literal::Number(_), Expression::Word(_)) => (6, 0),
        (Literal::Number(_), _) => (7, 0),
    }
}
