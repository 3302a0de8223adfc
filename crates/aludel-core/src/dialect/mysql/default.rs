//! Defaults: how they are written, read back and compared.

use super::refusal::{Refusal, refuse};
use super::{MySql, decimal, expression, grammar, types};
use crate::dialect::{Dialect, uuid};
use crate::schema::{Column, ColumnType, DefaultValue, Literal};

/// What stands behind `DEFAULT`, if there is one.
///
/// An expression stands in parentheses, the current date and time does not; MySQL takes a default of text, blobs and
/// JSON only as an expression.
pub(super) fn write(dialect: &MySql, column: &Column) -> Result<Option<String>, Refusal> {
    match uuid::default(column).as_deref() {
        None | Some(DefaultValue::Literal(Literal::Null)) => Ok(None),
        Some(DefaultValue::Literal(literal)) => {
            let literal = match escapes(dialect, column) {
                Some(text) => grammar::escaped(text),
                None => dialect.literal(literal),
            };
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

/// The text of a default that has to be a plain string with escapes: MariaDB 10.11 loses the quoting of one in hexadecimal
/// digits when it is the default of a long text.
pub(super) fn escapes<'a>(dialect: &MySql, column: &'a Column) -> Option<&'a str> {
    match &column.default {
        Some(DefaultValue::Literal(Literal::Text(text))) if text.contains('\\') => {
            let is_long = types::is_lob(&column.ty) || types::is_json(&column.ty);
            (is_long && dialect.has_literal_lob_defaults()).then_some(text)
        }
        Some(DefaultValue::Literal(_) | DefaultValue::Expression(_)) | None => None,
    }
}

/// The current date and time as the default of a column, with as many digits as the column has: the servers refuse
/// others. `None` for every other expression and every other type.
pub(super) fn now(ty: &ColumnType, sql: &str) -> Option<String> {
    let ColumnType::Timestamp { precision, zoned: _ } = ty else { return None };
    expression::current_timestamp(sql)?;
    Some(match types::digits(*precision) {
        0 => "CURRENT_TIMESTAMP".into(),
        digits => format!("CURRENT_TIMESTAMP({digits})"),
    })
}

/// A default as the catalogue tells it; `is_expression` where MySQL flags it as `DEFAULT_GENERATED`.
pub(super) fn read(
    dialect: &MySql,
    ty: &ColumnType,
    told: &str,
    is_expression: bool,
    database: &str,
) -> Option<DefaultValue> {
    if !dialect.is_mariadb() && !is_expression {
        return Some(DefaultValue::Literal(typed(ty, plain(ty, told))));
    }
    let sql = expression::read(dialect, told, database);
    match expression::literal(&sql) {
        Some(Literal::Null) => None,
        Some(literal) => Some(DefaultValue::Literal(typed(ty, literal))),
        None => Some(DefaultValue::Expression(sql)),
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
    match Family::of(ty) {
        Family::Bits => expression::literal(told).unwrap_or_else(|| Literal::text(told)),
        Family::FixedBytes(_) | Family::Bytes => {
            let bytes = told.strip_prefix("0x").and_then(expression::bytes_of);
            bytes.map_or_else(|| Literal::text(told), Literal::Bytes)
        }
        Family::Decimal(_) | Family::Float | Family::Double | Family::Year => Literal::number(told),
        Family::Text | Family::Clock(_) | Family::Moment(_) | Family::Other => Literal::text(told),
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

fn canonical_literal(ty: &ColumnType, literal: Literal) -> Literal {
    let family = Family::of(ty);
    let text = match literal {
        Literal::Null => return Literal::Null,
        Literal::Boolean(value) => u8::from(value).to_string(),
        Literal::Bytes(bytes) if family == Family::Text => match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => return Literal::Bytes(error.into_bytes()),
        },
        Literal::Bytes(bytes) => match family {
            Family::FixedBytes(length) => return Literal::Bytes(padded(bytes, length)),
            _ => return Literal::Bytes(bytes),
        },
        Literal::Number(text) | Literal::Text(text) => text,
    };
    match family {
        Family::Bits => decimal::canonical(&text, 0),
        Family::Decimal(scale) => decimal::canonical(&text, scale),
        Family::Float => text.parse::<f32>().map_or(Literal::Text(text), Literal::number),
        Family::Double => text.parse::<f64>().map_or(Literal::Text(text), Literal::number),
        Family::Year => Literal::Number(text),
        Family::FixedBytes(length) => Literal::Bytes(padded(text.into_bytes(), length)),
        Family::Bytes => Literal::Bytes(text.into_bytes()),
        Family::Clock(precision) => Literal::Text(clock(&text, precision).unwrap_or(text)),
        Family::Moment(precision) => Literal::Text(moment(&text, precision).unwrap_or(text)),
        Family::Text | Family::Other => Literal::Text(text),
    }
}

/// How the values of a type are compared.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    /// With so many digits behind the point.
    Decimal(usize),
    Float,
    Double,
    Bits,
    Year,
    Text,
    FixedBytes(u32),
    Bytes,
    /// A time of day, with so many digits behind the seconds.
    Clock(u8),
    Moment(u8),
    Other,
}

impl Family {
    fn of(ty: &ColumnType) -> Self {
        match ty {
            ColumnType::Boolean | ColumnType::Integer { .. } => Self::Decimal(0),
            ColumnType::Numeric { scale, precision: _ } => {
                Self::Decimal(scale.unwrap_or(0).max(0).unsigned_abs().into())
            }
            ColumnType::Real => Self::Float,
            ColumnType::Double => Self::Double,
            ColumnType::Bit { .. } => Self::Bits,
            ColumnType::Raw { sql } if sql.to_ascii_lowercase().starts_with("year") => Self::Year,
            ColumnType::Char { .. }
            | ColumnType::Varchar { .. }
            | ColumnType::Text { .. }
            | ColumnType::Enum { .. }
            | ColumnType::Set { .. } => Self::Text,
            ColumnType::Binary { length } => Self::FixedBytes(length.unwrap_or(1)),
            ColumnType::Uuid => Self::FixedBytes(16),
            ColumnType::Varbinary { .. } | ColumnType::Blob { .. } => Self::Bytes,
            ColumnType::Time { precision, zoned: _ } => Self::Clock(types::digits(*precision)),
            ColumnType::Timestamp { precision, zoned: _ } => Self::Moment(types::digits(*precision)),
            ColumnType::Date
            | ColumnType::Interval { .. }
            | ColumnType::Json
            | ColumnType::Jsonb
            | ColumnType::Array { .. }
            | ColumnType::Inet
            | ColumnType::Cidr
            | ColumnType::MacAddr
            | ColumnType::Raw { .. } => Self::Other,
        }
    }
}

fn padded(mut bytes: Vec<u8>, length: u32) -> Vec<u8> {
    let length = usize::try_from(length).unwrap_or(0);
    // A length that no column can have is a mistake for the server to tell, not a reason to fill the memory.
    if bytes.len() < length && length <= 255 {
        bytes.resize(length, 0);
    }
    bytes
}

/// A time of day with its seconds, and as many digits behind them as the type has; `None` for what is no time.
fn clock(text: &str, precision: u8) -> Option<String> {
    let (whole, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let is_digits = |part: &str| part.chars().all(|c| c.is_ascii_digit());
    let colons = whole.matches(':').count();
    if !whole.split(':').all(|part| !part.is_empty() && is_digits(part)) || !is_digits(fraction) || colons == 0 {
        return None;
    }
    let whole = if colons == 1 { format!("{whole}:00") } else { whole.to_owned() };
    let digits: String = fraction.chars().chain(std::iter::repeat('0')).take(precision.into()).collect();
    Some(if digits.is_empty() { whole } else { format!("{whole}.{digits}") })
}

/// A day and its time, midnight where it has none; `None` for what is no such thing.
fn moment(text: &str, precision: u8) -> Option<String> {
    let (day, time) = text.trim().split_once([' ', 'T']).unwrap_or((text.trim(), "00:00:00"));
    let is_day = day.len() == 10 && day.chars().all(|c| c.is_ascii_digit() || c == '-');
    is_day.then(|| clock(time, precision).map(|time| format!("{day} {time}"))).flatten()
}

#[cfg(test)]
mod tests;
