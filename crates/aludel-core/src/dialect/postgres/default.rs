//! Defaults of columns: read from what the server prints, compared, and written.

use super::expression::{self, string_value, type_length, without_outer_parentheses};
use super::grammar::GRAMMAR;
use super::token::{Kind, Token, meaningful};
use super::types::{self, Family, family};
use crate::dialect::SqlWriter;
use crate::schema::{ColumnType, DefaultValue, Literal};

/// A default from its text: a value where it is one of the column's own type, else the expression.
///
/// `None` for NULL: a column without a default gets that, too.
pub(super) fn parsed(text: &str, ty: &ColumnType) -> Option<DefaultValue> {
    let text = without_outer_parentheses(text);
    let tokens: Vec<Token<'_>> = meaningful(text).collect();
    match cast_literal(&tokens) {
        Some((Literal::Null, _)) => None,
        Some((literal, casts)) if casts.iter().all(|cast| keeps_value(&literal, cast, ty)) => {
            Some(DefaultValue::Literal(typed(literal, ty)))
        }
        Some(_) | None => Some(DefaultValue::Expression(text.to_owned())),
    }
}

/// A value, perhaps in parentheses, and the types that it is cast to.
fn cast_literal(tokens: &[Token<'_>]) -> Option<(Literal, Vec<ColumnType>)> {
    if let [open, inner @ .., close] = tokens
        && open.is_symbol("(")
        && close.is_symbol(")")
        && let Some(found) = cast_literal(inner)
    {
        return Some(found);
    }
    let cast = tokens.iter().rposition(|token| token.is_symbol("::"));
    let Some(cast) = cast else { return Some((literal(tokens)?, Vec::new())) };
    let (before, ty) = (tokens.get(..cast)?, tokens.get(cast + 1..)?);
    if ty.is_empty() || type_length(ty) != ty.len() {
        return None;
    }
    let (literal, mut casts) = cast_literal(before)?;
    casts.push(types::parsed(&joined(ty)));
    Some((literal, casts))
}

/// The text of a type, with blanks only between words.
fn joined(tokens: &[Token<'_>]) -> String {
    let mut text = String::new();
    for token in tokens {
        if token.kind == Kind::Word && text.ends_with(|c: char| c.is_alphanumeric() || c == ')') {
            text.push(' ');
        }
        text.push_str(token.text);
    }
    text
}

fn literal(tokens: &[Token<'_>]) -> Option<Literal> {
    match tokens {
        [one] => match one.kind {
            Kind::String => string_value(one.text).map(Literal::Text),
            Kind::Number => Some(Literal::number(one.text)),
            Kind::Word if one.is_word("true") => Some(Literal::Boolean(true)),
            Kind::Word if one.is_word("false") => Some(Literal::Boolean(false)),
            Kind::Word if one.is_word("null") => Some(Literal::Null),
            Kind::Word | Kind::Quoted | Kind::Symbol | Kind::Blank | Kind::Comment | Kind::Unfinished(_) => None,
        },
        [sign, number] if number.kind == Kind::Number && matches!(sign.text, "-" | "+") => {
            Some(Literal::Number(format!("{}{}", sign.text, number.text)))
        }
        _ => None,
    }
}

/// True where a cast leaves a value what it is for a column of that type.
fn keeps_value(literal: &Literal, cast: &ColumnType, ty: &ColumnType) -> bool {
    let is_blank_padded = matches!(cast, ColumnType::Raw { sql } if sql == "bpchar");
    match (family(cast), family(ty)) {
        (Family::Number, Family::Number) => !matches!(cast, ColumnType::Integer { .. }) || is_whole(literal),
        (Family::Text, Family::Text) => length(cast).is_none() || cast == ty,
        (Family::Other, Family::Text) if is_blank_padded => true,
        (Family::Boolean, Family::Boolean) | (Family::Bytes, Family::Bytes) => true,
        _ => without_sizes(cast) == without_sizes(ty),
    }
}

/// A cast to a whole number rounds what is none.
fn is_whole(literal: &Literal) -> bool {
    inner(literal).trim_start_matches(['-', '+']).chars().all(|c| c.is_ascii_digit())
}

fn length(ty: &ColumnType) -> Option<u32> {
    if let ColumnType::Char { length } | ColumnType::Varchar { length } = ty { *length } else { None }
}

/// The type as a cast in a default names it: without lengths; an enum type by its name.
fn without_sizes(ty: &ColumnType) -> ColumnType {
    match types::canonical(ty) {
        ColumnType::Time { zoned, .. } => ColumnType::Time { precision: None, zoned },
        ColumnType::Timestamp { zoned, .. } => ColumnType::Timestamp { precision: None, zoned },
        ColumnType::Interval { .. } => ColumnType::Interval { fields: None, precision: None },
        ColumnType::Bit { varying, .. } => ColumnType::Bit { length: None, varying },
        ColumnType::Array { element } => ColumnType::array(without_sizes(&element)),
        ColumnType::Enum { name: Some(name), .. } => ColumnType::Raw { sql: name.name },
        // The text may name the namespace, and have quotes where the grammar needs them, as for "bit".
        ColumnType::Raw { sql } => {
            let name = sql.rsplit('.').next().unwrap_or(&sql).trim_matches('"');
            let is_bits = name == "bit" && sql.contains('"');
            if is_bits {
                ColumnType::Bit { length: None, varying: false }
            } else {
                ColumnType::Raw { sql: name.to_owned() }
            }
        }
        plain @ (ColumnType::Boolean
        | ColumnType::Integer { .. }
        | ColumnType::Real
        | ColumnType::Double
        | ColumnType::Numeric { .. }
        | ColumnType::Char { .. }
        | ColumnType::Varchar { .. }
        | ColumnType::Text { .. }
        | ColumnType::Binary { .. }
        | ColumnType::Varbinary { .. }
        | ColumnType::Blob { .. }
        | ColumnType::Date
        | ColumnType::Uuid
        | ColumnType::Json
        | ColumnType::Jsonb
        | ColumnType::Enum { name: None, .. }
        | ColumnType::Set { .. }
        | ColumnType::Inet
        | ColumnType::Cidr
        | ColumnType::MacAddr) => plain,
    }
}

/// A value in the form that fits the type of its column, so that one script means the same on databases that keep truths
/// as numbers.
fn typed(literal: Literal, ty: &ColumnType) -> Literal {
    match (family(ty), literal) {
        (Family::Boolean, literal) => match &literal {
            Literal::Number(text) | Literal::Text(text) => truth(text).map(Literal::Boolean).unwrap_or(literal),
            Literal::Null | Literal::Boolean(_) | Literal::Bytes(_) => literal,
        },
        (Family::Number, Literal::Boolean(truth)) => Literal::number(u8::from(truth)),
        (Family::Number, Literal::Text(text)) if decimal(&text).is_some() => Literal::Number(text),
        (Family::Text, Literal::Number(number)) => Literal::Text(number),
        (Family::Text, Literal::Boolean(truth)) => Literal::text(truth.to_string()),
        (Family::Bytes, Literal::Text(text)) => bytes(&text).map(Literal::Bytes).unwrap_or(Literal::Text(text)),
        (_, literal) => literal,
    }
}

/// The ways of writing a truth that PostgreSQL takes.
fn truth(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "t" | "true" | "y" | "yes" | "on" | "1" => Some(true),
        "f" | "false" | "n" | "no" | "off" | "0" => Some(false),
        _ => None,
    }
}

/// The bytes that a text stands for; `None` where it has escapes.
fn bytes(text: &str) -> Option<Vec<u8>> {
    let Some(digits) = text.strip_prefix("\\x") else {
        return (!text.contains('\\')).then(|| text.as_bytes().to_vec());
    };
    let digits: Vec<u32> = digits.chars().map(|c| c.to_digit(16)).collect::<Option<_>>()?;
    let pairs = digits.chunks(2).map(|pair| match pair {
        [high, low] => u8::try_from(high * 16 + low).ok(),
        _ => None,
    });
    pairs.collect()
}

/// A default in the form in which two that PostgreSQL cannot tell apart are equal.
pub(super) fn canonical(default: &DefaultValue, ty: &ColumnType) -> Option<DefaultValue> {
    let literal = match default {
        DefaultValue::Literal(Literal::Null) => return None,
        DefaultValue::Literal(literal) => typed(literal.clone(), ty),
        // What only casts told apart from a value is one.
        DefaultValue::Expression(sql) => match parsed(&expression::canonical(sql), ty)? {
            DefaultValue::Literal(literal) => literal,
            expression @ DefaultValue::Expression(_) => return Some(expression),
        },
    };
    Some(canonical_literal(literal, ty))
}

fn canonical_literal(literal: Literal, ty: &ColumnType) -> DefaultValue {
    let usual = match &literal {
        Literal::Number(number) => decimal(number).map(Literal::Number),
        Literal::Text(text) if *ty == ColumnType::Uuid => uuid(text).map(Literal::Text),
        Literal::Text(text) if *ty == ColumnType::Jsonb => {
            serde_json::from_str::<serde_json::Value>(text).ok().map(|value| Literal::text(value.to_string()))
        }
        Literal::Null | Literal::Boolean(_) | Literal::Text(_) | Literal::Bytes(_) => None,
    };
    let literal = usual.unwrap_or(literal);
    // The server prints these in its own way, as it does with expressions, and they are compared as such.
    let reprinted = matches!(family(ty), Family::Moment | Family::Other);
    match literal {
        Literal::Text(_) | Literal::Number(_) if reprinted => {
            DefaultValue::Expression(SqlWriter::new(&GRAMMAR).literal(&Literal::text(inner(&literal))).finish())
        }
        literal => DefaultValue::Literal(literal),
    }
}

fn inner(literal: &Literal) -> &str {
    match literal {
        Literal::Number(text) | Literal::Text(text) => text,
        Literal::Null | Literal::Boolean(_) | Literal::Bytes(_) => "",
    }
}

/// A number without leading and trailing zeros, sign of zero, and exponent; `None` for what is none.
fn decimal(text: &str) -> Option<String> {
    const LARGEST_EXPONENT: i32 = 400;
    let text = text.trim();
    let (negative, unsigned) = match text.strip_prefix(['-', '+']) {
        Some(unsigned) => (text.starts_with('-'), unsigned),
        None => (false, text),
    };
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i32>().ok()?),
        None => (unsigned, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    if digits.is_empty() || !digits.chars().all(|c| c.is_ascii_digit()) || exponent.abs() > LARGEST_EXPONENT {
        return None;
    }
    let point = i32::try_from(whole.len()).ok()?.checked_add(exponent)?;
    let padded = match (usize::try_from(point), point.unsigned_abs()) {
        (Ok(point), _) => format!("{digits:0<point$}"),
        (Err(_), missing) => "0".repeat(usize::try_from(missing).ok()?) + &digits,
    };
    let (whole, fraction) = padded.split_at_checked(usize::try_from(point).unwrap_or(0))?;
    let (whole, fraction) = (whole.trim_start_matches('0'), fraction.trim_end_matches('0'));
    let whole = if whole.is_empty() { "0" } else { whole };
    let sign = if negative && (whole != "0" || !fraction.is_empty()) { "-" } else { "" };
    let point = if fraction.is_empty() { "" } else { "." };
    Some(format!("{sign}{whole}{point}{fraction}"))
}

/// The usual form of a UUID.
fn uuid(text: &str) -> Option<String> {
    let text = text.trim();
    let text = text.strip_prefix('{').and_then(|text| text.strip_suffix('}')).unwrap_or(text);
    let digits: String = text.chars().filter(|c| *c != '-').collect::<String>().to_ascii_lowercase();
    if digits.len() != 32 || !digits.chars().all(|c| c.is_ascii_hexdigit()) {
        return None;
    }
    let parts = [digits.get(..8)?, digits.get(8..12)?, digits.get(12..16)?, digits.get(16..20)?, digits.get(20..)?];
    Some(parts.join("-"))
}

/// A default as it stands behind `DEFAULT`.
pub(super) fn spelled(default: &DefaultValue, ty: &ColumnType) -> String {
    let sql = SqlWriter::new(&GRAMMAR);
    match default {
        DefaultValue::Literal(literal) => sql.literal(&typed(literal.clone(), ty)),
        DefaultValue::Expression(text) if expression::is_simple(text) => sql.raw(text),
        DefaultValue::Expression(text) => sql.parens(|sql| sql.raw(without_outer_parentheses(text))),
    }
    .finish()
}

/// A value of a row, in the form that fits its column, if that is known.
pub(super) fn value(literal: &Literal, ty: Option<&ColumnType>) -> Literal {
    match ty {
        Some(ty) => typed(literal.clone(), ty),
        None => literal.clone(),
    }
}

#[cfg(test)]
mod tests;
