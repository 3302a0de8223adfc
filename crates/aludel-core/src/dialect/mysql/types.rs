//! Column types: how they are written, read back and compared.
//!
//! Uuid is `BINARY(16)`, which is what Rust drivers bind for one; MariaDB's own `UUID` type would not run on MySQL. A time
//! that says no precision has six digits behind the seconds, as elsewhere; the servers' own default, whole seconds, would
//! round what an application writes. It is the precision 0.

use super::grammar;
use super::lexer::{Kind, Token, tokens, unquote};
use super::refusal::{Refusal, refuse};
use crate::schema::{ColumnType, IntegerWidth, LobSize};

/// A type as `CREATE TABLE` takes it.
pub(super) fn write(ty: &ColumnType) -> Result<String, Refusal> {
    Ok(match ty {
        ColumnType::Boolean => "BOOLEAN".into(),
        ColumnType::Integer { width, unsigned } => integer(*width, *unsigned),
        ColumnType::Real => "FLOAT".into(),
        ColumnType::Double => "DOUBLE".into(),
        ColumnType::Numeric { precision, scale } => numeric(*precision, *scale)?,
        ColumnType::Char { length } => sized("CHAR", length.unwrap_or(1)),
        ColumnType::Varchar { length } => sized("VARCHAR", length.ok_or_else(no_length)?),
        ColumnType::Text { size } => lob(*size, "TEXT"),
        ColumnType::Binary { length } => sized("BINARY", length.unwrap_or(1)),
        ColumnType::Varbinary { length } => sized("VARBINARY", length.ok_or_else(no_length)?),
        ColumnType::Blob { size } => lob(*size, "BLOB"),
        ColumnType::Bit { length, varying: false } => sized("BIT", length.unwrap_or(1)),
        ColumnType::Date => "DATE".into(),
        ColumnType::Time { precision, zoned: false } => moment("TIME", *precision),
        ColumnType::Timestamp { precision, zoned: false } => moment("DATETIME", *precision),
        ColumnType::Timestamp { precision, zoned: true } => moment("TIMESTAMP", *precision),
        ColumnType::Uuid => sized("BINARY", 16),
        ColumnType::Json | ColumnType::Jsonb => "JSON".into(),
        ColumnType::Enum { values, name: _ } => members("ENUM", values)?,
        ColumnType::Set { values } => members("SET", values)?,
        ColumnType::Raw { sql } => sql.clone(),
        ColumnType::Bit { varying: true, .. } => return Err(missing(ty, "use bit(n) or varbinary(n)")),
        ColumnType::Time { zoned: true, .. } => return Err(missing(ty, "use a time without a zone, or a timestamp")),
        ColumnType::Interval { .. } => return Err(missing(ty, "keep a number of seconds in a bigint, or use a time")),
        ColumnType::Array { .. } => return Err(missing(ty, "use json, or a table of its own")),
        ColumnType::Inet | ColumnType::Cidr => return Err(missing(ty, "use varchar(49) or varbinary(16)")),
        ColumnType::MacAddr => return Err(missing(ty, "use char(17) or binary(6)")),
    })
}

/// A type as `information_schema.columns.column_type` tells it. What the model has no word for is raw.
pub(super) fn read(told: &str) -> ColumnType {
    let raw = || ColumnType::Raw { sql: told.trim().to_owned() };
    let Some(tokens) = tokens(told) else { return raw() };
    let Some((name, rest)) = tokens.split_first() else { return raw() };
    let (arguments, attributes) = arguments(rest);
    let unsigned = match attributes.iter().map(|token| token.text.to_ascii_lowercase()).collect::<Vec<_>>().as_slice() {
        [] => false,
        [one] if one == "unsigned" => true,
        _ => return raw(),
    };
    let name = name.text.to_ascii_lowercase();
    if let Some(ty) = integer_named(&name, &arguments, unsigned) {
        return ty;
    }
    if unsigned { raw() } else { other(&name, &arguments).unwrap_or_else(raw) }
}

/// The one form of all types that the server cannot tell apart.
pub(super) fn canonical(ty: &ColumnType) -> ColumnType {
    match ty {
        ColumnType::Raw { sql } => match read(sql) {
            ColumnType::Raw { sql } => ColumnType::Raw { sql: raw(&sql) },
            known => canonical(&known),
        },
        ColumnType::Uuid => ColumnType::Binary { length: Some(16) },
        ColumnType::Jsonb => ColumnType::Json,
        ColumnType::Char { length } => ColumnType::Char { length: Some(length.unwrap_or(1)) },
        ColumnType::Binary { length } => ColumnType::Binary { length: Some(length.unwrap_or(1)) },
        ColumnType::Bit { length, varying: false } => {
            ColumnType::Bit { length: Some(length.unwrap_or(1)), varying: false }
        }
        ColumnType::Numeric { precision: Some(precision), scale } => {
            ColumnType::Numeric { precision: Some(*precision), scale: Some(scale.unwrap_or(0)) }
        }
        ColumnType::Time { precision, zoned } => {
            ColumnType::Time { precision: Some(digits(*precision)), zoned: *zoned }
        }
        ColumnType::Timestamp { precision, zoned } => {
            ColumnType::Timestamp { precision: Some(digits(*precision)), zoned: *zoned }
        }
        ColumnType::Enum { values, name: _ } => ColumnType::Enum { name: None, values: kept(values) },
        ColumnType::Set { values } => ColumnType::Set { values: kept(values) },
        ColumnType::Boolean
        | ColumnType::Integer { .. }
        | ColumnType::Real
        | ColumnType::Double
        | ColumnType::Numeric { .. }
        | ColumnType::Varchar { .. }
        | ColumnType::Text { .. }
        | ColumnType::Varbinary { .. }
        | ColumnType::Blob { .. }
        | ColumnType::Bit { .. }
        | ColumnType::Date
        | ColumnType::Interval { .. }
        | ColumnType::Json
        | ColumnType::Array { .. }
        | ColumnType::Inet
        | ColumnType::Cidr
        | ColumnType::MacAddr => ty.clone(),
    }
}

/// How many digits a time keeps behind the seconds: six, the most that there are, unless it says so.
pub(super) fn digits(precision: Option<u8>) -> u8 {
    precision.unwrap_or(6)
}

/// The text that the catalogue keeps: characters outside of the basic plane are question marks there.
pub(super) fn catalogue_text(text: &str) -> String {
    text.chars().map(|character| if u32::from(character) > 0xffff { '?' } else { character }).collect()
}

fn kept(values: &[String]) -> Vec<String> {
    // The server takes blanks from the ends of members.
    values.iter().map(|value| catalogue_text(value.trim_end_matches(' '))).collect()
}

/// True for types of text, which have a character set.
pub(super) fn is_text(ty: &ColumnType) -> bool {
    match ty {
        ColumnType::Char { .. }
        | ColumnType::Varchar { .. }
        | ColumnType::Text { .. }
        | ColumnType::Enum { .. }
        | ColumnType::Set { .. } => true,
        ColumnType::Raw { .. }
        | ColumnType::Boolean
        | ColumnType::Integer { .. }
        | ColumnType::Real
        | ColumnType::Double
        | ColumnType::Numeric { .. }
        | ColumnType::Binary { .. }
        | ColumnType::Varbinary { .. }
        | ColumnType::Blob { .. }
        | ColumnType::Bit { .. }
        | ColumnType::Date
        | ColumnType::Time { .. }
        | ColumnType::Timestamp { .. }
        | ColumnType::Interval { .. }
        | ColumnType::Uuid
        | ColumnType::Json
        | ColumnType::Jsonb
        | ColumnType::Array { .. }
        | ColumnType::Inet
        | ColumnType::Cidr
        | ColumnType::MacAddr => false,
    }
}

/// True for types that are kept beside the row: an index holds only the beginning of one.
pub(super) fn is_lob(ty: &ColumnType) -> bool {
    matches!(ty, ColumnType::Text { .. } | ColumnType::Blob { .. })
}

/// The length in which prefixes of an index are counted; `None` for types without one.
pub(super) fn length(ty: &ColumnType) -> Option<u32> {
    let (ColumnType::Char { length }
    | ColumnType::Varchar { length }
    | ColumnType::Binary { length }
    | ColumnType::Varbinary { length }) = ty
    else {
        return None;
    };
    *length
}

/// True for types that cannot be indexed at all.
pub(super) fn is_json(ty: &ColumnType) -> bool {
    matches!(ty, ColumnType::Json | ColumnType::Jsonb)
}

/// True for the geometric types.
pub(super) fn is_geometry(ty: &ColumnType) -> bool {
    const NAMES: [&str; 9] = [
        "geometry",
        "point",
        "linestring",
        "polygon",
        "multipoint",
        "multilinestring",
        "multipolygon",
        "geometrycollection",
        "geomcollection",
    ];
    let ColumnType::Raw { sql } = ty else { return false };
    let first = sql.split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
    NAMES.contains(&first.as_str())
}

fn integer(width: IntegerWidth, unsigned: bool) -> String {
    let name = match width {
        IntegerWidth::Tiny => "TINYINT",
        IntegerWidth::Small => "SMALLINT",
        IntegerWidth::Medium => "MEDIUMINT",
        IntegerWidth::Regular => "INT",
        IntegerWidth::Big => "BIGINT",
    };
    if unsigned { format!("{name} UNSIGNED") } else { name.into() }
}

fn numeric(precision: Option<u16>, scale: Option<i16>) -> Result<String, Refusal> {
    let precision = precision.ok_or_else(|| {
        refuse(
            "a decimal without digits would be DECIMAL(10,0) and cut every fraction",
            "say how many digits: `#[model(precision = 12, scale = 2)]`",
        )
    })?;
    match scale.unwrap_or(0) {
        0 => Ok(format!("DECIMAL({precision})")),
        scale if scale > 0 => Ok(format!("DECIMAL({precision},{scale})")),
        scale => Err(refuse(format!("a decimal cannot have {scale} digits behind the point"), "use a scale from 0")),
    }
}

fn sized(name: &str, size: u32) -> String {
    format!("{name}({size})")
}

fn lob(size: LobSize, name: &str) -> String {
    let prefix = match size {
        LobSize::Tiny => "TINY",
        LobSize::Regular => "",
        LobSize::Medium => "MEDIUM",
        LobSize::Long => "LONG",
    };
    format!("{prefix}{name}")
}

fn moment(name: &str, precision: Option<u8>) -> String {
    match digits(precision) {
        0 => name.into(),
        digits => format!("{name}({digits})"),
    }
}

fn members(name: &str, values: &[String]) -> Result<String, Refusal> {
    if values.is_empty() {
        return Err(refuse("a type of listed values needs at least one", "give it its values"));
    }
    let mut out = format!("{name}(");
    for (place, value) in values.iter().enumerate() {
        if place > 0 {
            out.push_str(", ");
        }
        grammar::member(&mut out, value);
    }
    out.push(')');
    Ok(out)
}

fn no_length() -> Refusal {
    refuse("a varchar or varbinary needs a length", "say one: `#[model(length = 191)]`")
}

fn missing(ty: &ColumnType, help: &str) -> Refusal {
    refuse(format!("there is no type {ty} here"), help)
}

/// What stands between the parentheses behind a type's name, and what follows.
fn arguments<'a, 'b>(rest: &'b [Token<'a>]) -> (Vec<&'b Token<'a>>, &'b [Token<'a>]) {
    match rest {
        [open, inner @ ..] if open.text == "(" => {
            let end = inner.iter().position(|token| token.text == ")").unwrap_or(inner.len());
            let (arguments, after) = inner.split_at(end);
            (arguments.iter().filter(|token| token.text != ",").collect(), after.get(1..).unwrap_or_default())
        }
        _ => (Vec::new(), rest),
    }
}

fn integer_named(name: &str, arguments: &[&Token<'_>], unsigned: bool) -> Option<ColumnType> {
    let width = match name {
        "bool" | "boolean" => return Some(ColumnType::Boolean),
        "tinyint" if !unsigned && matches!(arguments, [one] if one.text == "1") => return Some(ColumnType::Boolean),
        "tinyint" | "int1" => IntegerWidth::Tiny,
        "smallint" | "int2" => IntegerWidth::Small,
        "mediumint" | "int3" => IntegerWidth::Medium,
        "int" | "integer" | "int4" => IntegerWidth::Regular,
        "bigint" | "int8" => IntegerWidth::Big,
        _ => return None,
    };
    Some(ColumnType::Integer { width, unsigned })
}

fn other(name: &str, arguments: &[&Token<'_>]) -> Option<ColumnType> {
    let first = || arguments.first().and_then(|token| token.text.parse::<u32>().ok());
    let precision = || Some(arguments.first().and_then(|token| token.text.parse::<u8>().ok()).unwrap_or(0));
    Some(match name {
        "float" if arguments.is_empty() => ColumnType::Real,
        "double" | "real" if arguments.is_empty() => ColumnType::Double,
        "decimal" | "numeric" | "dec" | "fixed" => ColumnType::Numeric {
            precision: Some(arguments.first().and_then(|token| token.text.parse().ok()).unwrap_or(10)),
            scale: Some(arguments.get(1).and_then(|token| token.text.parse().ok()).unwrap_or(0)),
        },
        "char" | "character" => ColumnType::Char { length: Some(first().unwrap_or(1)) },
        "varchar" => ColumnType::Varchar { length: Some(first()?) },
        "tinytext" => ColumnType::Text { size: LobSize::Tiny },
        "text" if arguments.is_empty() => ColumnType::Text { size: LobSize::Regular },
        "mediumtext" => ColumnType::Text { size: LobSize::Medium },
        "longtext" => ColumnType::Text { size: LobSize::Long },
        "binary" => ColumnType::Binary { length: Some(first().unwrap_or(1)) },
        "varbinary" => ColumnType::Varbinary { length: Some(first()?) },
        "tinyblob" => ColumnType::Blob { size: LobSize::Tiny },
        "blob" if arguments.is_empty() => ColumnType::Blob { size: LobSize::Regular },
        "mediumblob" => ColumnType::Blob { size: LobSize::Medium },
        "longblob" => ColumnType::Blob { size: LobSize::Long },
        "bit" => ColumnType::Bit { length: Some(first().unwrap_or(1)), varying: false },
        "date" => ColumnType::Date,
        "time" => ColumnType::Time { precision: precision(), zoned: false },
        "datetime" => ColumnType::Timestamp { precision: precision(), zoned: false },
        "timestamp" => ColumnType::Timestamp { precision: precision(), zoned: true },
        "json" => ColumnType::Json,
        "enum" => ColumnType::Enum { name: None, values: values(arguments)? },
        "set" => ColumnType::Set { values: values(arguments)? },
        _ => return None,
    })
}

fn values(arguments: &[&Token<'_>]) -> Option<Vec<String>> {
    arguments.iter().map(|token| (token.kind == Kind::Text).then(|| unquote(token.text))).collect()
}

/// A raw type in small letters and single blanks, `year(4)` as the `year` that it is.
fn raw(sql: &str) -> String {
    let Some(tokens) = tokens(sql) else { return sql.trim().to_owned() };
    let mut out = String::new();
    for token in &tokens {
        let is_tight = matches!(token.text, "(" | ")" | ",") || out.ends_with(['(', ',']);
        if !out.is_empty() && !is_tight {
            out.push(' ');
        }
        match token.kind {
            Kind::Text | Kind::Quoted => out.push_str(token.text),
            Kind::Word
            | Kind::Number
            | Kind::Symbol
            | Kind::Space
            | Kind::Comment
            | Kind::Executable
            | Kind::Delimiter => out.push_str(&token.text.to_lowercase()),
        }
    }
    if out == "year(4)" { "year".into() } else { out }
}

#[cfg(test)]
mod tests;
