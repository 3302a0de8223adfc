//! Defaults: how they are written, read back and compared.

use super::refusal::{Refusal, refuse};
use super::{MySql, expression, types};
use crate::dialect::Dialect;
use crate::schema::{Column, ColumnType, DefaultValue, Literal};

/// What stands behind `DEFAULT`, if there is one.
///
/// An expression stands in parentheses, the current date and time does not; MySQL takes a default of text, blobs and
/// JSON only as an expression.
pub(super) fn write(dialect: &MySql, column: &Column) -> Result<Option<String>, Refusal> {
    match &column.default {
        None | Some(DefaultValue::Literal(Literal::Null)) => Ok(None),
        Some(DefaultValue::Literal(literal)) => {
            let literal = dialect.literal(literal);
            let is_lob = types::is_lob(&column.ty) || types::is_json(&column.ty) || types::is_geometry(&column.ty);
            if is_lob && !dialect.has_literal_lob_defaults() {
                return in_parentheses(dialect, &literal).map(Some);
            }
            Ok(Some(literal))
        }
        Some(DefaultValue::Expression(sql)) => match now(&column.ty, sql) {
            Some(now) => Ok(Some(now)),
            None => in_parentheses(dialect, expression::bare(sql)).map(Some),
        },
    }
}

/// The current date and time as the default of a column, with as many digits as the column has: the servers refuse
/// others. `None` for every other expression and every other type.
pub(super) fn now(ty: &ColumnType, sql: &str) -> Option<String> {
    let ColumnType::Timestamp { precision, zoned: _ } = ty else { return None };
    expression::current_timestamp(sql)?;
    Some(match precision {
        None | Some(0) => "CURRENT_TIMESTAMP".into(),
        Some(precision) => format!("CURRENT_TIMESTAMP({precision})"),
    })
}

/// A default as the catalogue tells it; `is_expression` where MySQL flags it as `DEFAULT_GENERATED`.
pub(super) fn read(dialect: &MySql, ty: &ColumnType, told: &str, is_expression: bool) -> Option<DefaultValue> {
    if !dialect.is_mariadb() && !is_expression {
        return Some(DefaultValue::Literal(typed(ty, plain(ty, told))));
    }
    let sql = if dialect.escapes_catalogue_expressions() { expression::from_catalogue(told) } else { told.to_owned() };
    match expression::literal(&sql) {
        Some(Literal::Null) => None,
        Some(literal) => Some(DefaultValue::Literal(typed(ty, literal))),
        None => Some(DefaultValue::Expression(expression::bare(&sql).to_owned())),
    }
}

/// The one form of all defaults of a column of this canonical type that the server cannot tell apart.
pub(super) fn canonical(ty: &ColumnType, default: &DefaultValue) -> Option<DefaultValue> {
    let literal = match default {
        DefaultValue::Literal(literal) => literal.clone(),
        DefaultValue::Expression(sql) => match expression::literal(sql) {
            Some(literal) => literal,
            None => {
                let sql = now(ty, sql).unwrap_or_else(|| canonical_expression(sql));
                return Some(DefaultValue::Expression(sql));
            }
        },
    };
    match literal {
        Literal::Null => None,
        literal => Some(DefaultValue::Literal(canonical_literal(ty, literal))),
    }
}

/// Both servers print the standard's words for the current day and time as functions.
fn canonical_expression(sql: &str) -> String {
    let canonical = expression::canonical(sql);
    match canonical.as_str() {
        "current_date" | "current_date()" => "curdate()".into(),
        "current_time" | "current_time()" => "curtime()".into(),
        "now()" | "localtime" | "localtime()" | "localtimestamp" | "localtimestamp()" | "current_timestamp" => {
            "current_timestamp()".into()
        }
        _ => canonical,
    }
}

fn in_parentheses(dialect: &MySql, sql: &str) -> Result<String, Refusal> {
    if dialect.has_expression_defaults() {
        return Ok(dialect.sql().parens(|writer| writer.raw(sql)).finish());
    }
    Err(refuse("before MySQL 8.0.13 a default cannot be an expression", "leave the default to the application"))
}

/// What MySQL tells of a literal default, which is the value without quotes.
fn plain(ty: &ColumnType, told: &str) -> Literal {
    match ty {
        ColumnType::Bit { .. } => expression::literal(told).unwrap_or_else(|| Literal::text(told)),
        ColumnType::Binary { .. } | ColumnType::Varbinary { .. } => {
            let bytes = told.strip_prefix("0x").and_then(expression::bytes_of);
            bytes.map_or_else(|| Literal::text(told), Literal::Bytes)
        }
        _ if is_number(ty) => Literal::number(told),
        _ => Literal::text(told),
    }
}

/// A literal in the form that fits the type best.
fn typed(ty: &ColumnType, literal: Literal) -> Literal {
    match (ty, literal) {
        (ColumnType::Boolean, Literal::Number(number)) if number == "0" => Literal::Boolean(false),
        (ColumnType::Boolean, Literal::Number(number)) if number == "1" => Literal::Boolean(true),
        (ColumnType::Binary { .. } | ColumnType::Varbinary { .. }, Literal::Text(text)) => {
            Literal::Bytes(text.into_bytes())
        }
        (_, literal) => literal,
    }
}

fn is_number(ty: &ColumnType) -> bool {
    let is_year = matches!(ty, ColumnType::Raw { sql } if sql.to_ascii_lowercase().starts_with("year"));
    let is_number = matches!(
        ty,
        ColumnType::Boolean
            | ColumnType::Integer { .. }
            | ColumnType::Real
            | ColumnType::Double
            | ColumnType::Numeric { .. }
            | ColumnType::Bit { .. }
    );
    is_number || is_year
}

fn canonical_literal(ty: &ColumnType, literal: Literal) -> Literal {
    let text = match literal {
        Literal::Null => return Literal::Null,
        Literal::Boolean(value) => u8::from(value).to_string(),
        Literal::Bytes(bytes) => match ty {
            ColumnType::Binary { length } => return Literal::Bytes(padded(bytes, *length)),
            _ if types::is_text(ty) => match String::from_utf8(bytes) {
                Ok(text) => return Literal::Text(text),
                Err(error) => return Literal::Bytes(error.into_bytes()),
            },
            _ => return Literal::Bytes(bytes),
        },
        Literal::Number(text) | Literal::Text(text) => text,
    };
    match ty {
        ColumnType::Boolean | ColumnType::Integer { .. } | ColumnType::Bit { .. } => number(&text, 0),
        ColumnType::Numeric { scale, .. } => number(&text, scale.unwrap_or(0).max(0).unsigned_abs().into()),
        ColumnType::Real => text.parse::<f32>().map_or(Literal::Text(text), Literal::number),
        ColumnType::Double => text.parse::<f64>().map_or(Literal::Text(text), Literal::number),
        ColumnType::Binary { length } => Literal::Bytes(padded(text.into_bytes(), *length)),
        ColumnType::Varbinary { .. } | ColumnType::Blob { .. } => Literal::Bytes(text.into_bytes()),
        ColumnType::Time { precision, .. } => Literal::Text(clock(&text, *precision)),
        ColumnType::Timestamp { precision, .. } => Literal::Text(moment(&text, *precision)),
        _ if is_number(ty) => Literal::Number(text),
        _ => Literal::Text(text),
    }
}

/// A number with so many digits behind the point, rounded half away from zero, as the servers do.
fn number(text: &str, scale: usize) -> Literal {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if !whole.chars().chain(fraction.chars()).all(|c| c.is_ascii_digit()) || whole.len() + fraction.len() == 0 {
        // With an exponent, or no number at all.
        return match text.parse::<f64>() {
            Ok(value) if value.is_finite() && text.contains(['e', 'E']) => number(&value.to_string(), scale),
            _ => Literal::text(text),
        };
    }
    let mut kept: Vec<u8> = whole.bytes().chain(fraction.bytes().chain(std::iter::repeat(b'0')).take(scale)).collect();
    if fraction.bytes().nth(scale).is_some_and(|next| next >= b'5') {
        round_up(&mut kept);
    }
    let (whole, fraction) = kept.split_at(kept.len() - scale);
    let text = |digits: &[u8]| digits.iter().map(|digit| char::from(*digit)).collect::<String>();
    let whole = text(whole).trim_start_matches('0').to_owned();
    let whole = if whole.is_empty() { "0".to_owned() } else { whole };
    let number = if scale == 0 { whole } else { format!("{whole}.{}", text(fraction)) };
    let is_zero = number.chars().all(|c| matches!(c, '0' | '.'));
    Literal::Number(if is_zero { number } else { format!("{sign}{number}") })
}

fn round_up(digits: &mut Vec<u8>) {
    for digit in digits.iter_mut().rev() {
        if *digit < b'9' {
            *digit += 1;
            return;
        }
        *digit = b'0';
    }
    digits.insert(0, b'1');
}

fn padded(mut bytes: Vec<u8>, length: Option<u32>) -> Vec<u8> {
    let length = usize::try_from(length.unwrap_or(1)).unwrap_or(1);
    // A length that no column can have is a mistake for the server to tell, not a reason to fill the memory.
    if bytes.len() < length && length <= 255 {
        bytes.resize(length, 0);
    }
    bytes
}

/// A time of day with its seconds, and as many digits behind them as the type has.
fn clock(text: &str, precision: Option<u8>) -> String {
    let (whole, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let whole = match whole.matches(':').count() {
        1 => format!("{whole}:00"),
        _ => whole.to_owned(),
    };
    let digits = usize::from(precision.unwrap_or(0));
    if digits == 0 {
        return whole;
    }
    format!("{whole}.{}", fraction.chars().chain(std::iter::repeat('0')).take(digits).collect::<String>())
}

fn moment(text: &str, precision: Option<u8>) -> String {
    match text.trim().split_once([' ', 'T']) {
        Some((day, time)) => format!("{day} {}", clock(time, precision)),
        None => format!("{} {}", text.trim(), clock("00:00:00", precision)),
    }
}

#[cfg(test)]
mod tests;
