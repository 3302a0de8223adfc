//! Types of columns: how they are spelled, read, and which of them SQLite cannot tell apart.
//!
//! SQLite keeps the words of a type as they were declared and derives from them no more than an affinity. The spelling
//! is chosen so that the affinity keeps every value as it is, and so that drivers that look at the declared words
//! decode it: JSON and identifiers would turn into numbers in columns that are declared `JSON` or `UUID`.

use super::refusal::Refusal;
use crate::schema::{ColumnType, IntegerWidth, LobSize};

/// What a column likes to keep, by the words of its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Affinity {
    Integer,
    Text,
    Blob,
    Real,
    Numeric,
}

impl Affinity {
    /// The affinity of a declared type, by the manual's five rules, in their order.
    pub(super) fn of(declared: &str) -> Self {
        let upper = declared.to_ascii_uppercase();
        let has = |words: &[&str]| words.iter().any(|word| upper.contains(word));
        match () {
            () if has(&["INT"]) => Self::Integer,
            () if has(&["CHAR", "CLOB", "TEXT"]) => Self::Text,
            () if has(&["BLOB"]) || upper.is_empty() => Self::Blob,
            () if has(&["REAL", "FLOA", "DOUB"]) => Self::Real,
            () => Self::Numeric,
        }
    }

    /// True where text that looks like a number becomes one.
    pub(super) fn is_numeric(self) -> bool {
        matches!(self, Self::Integer | Self::Real | Self::Numeric)
    }
}

/// The words of a type. In `STRICT` tables only the names of the storage classes are allowed.
pub(super) fn spell(ty: &ColumnType, strict: bool) -> Result<String, Refusal> {
    use ColumnType as Ty;
    let either = |usual: &str, storage_class: &str| if strict { storage_class } else { usual }.to_owned();
    Ok(match ty {
        Ty::Boolean => either("BOOLEAN", "INTEGER"),
        Ty::Integer { width: IntegerWidth::Big, unsigned: true } => {
            return Err(Refusal::new(
                "whole numbers have a sign and 64 bits, so a 64-bit number without a sign does not fit",
                "use a signed 64-bit integer (`i64`)",
            ));
        }
        Ty::Integer { width, unsigned } => either(&integer(*width, *unsigned), "INTEGER"),
        Ty::Real => "REAL".to_owned(),
        Ty::Double => either("DOUBLE", "REAL"),
        Ty::Numeric { .. } if strict => {
            return Err(Refusal::new(
                "a STRICT table has no type for decimal numbers",
                "use `text` or `double`, or leave `strict` away",
            ));
        }
        Ty::Numeric { precision, scale } => numeric(*precision, *scale),
        Ty::Char { length } => either(&sized("CHAR", *length), "TEXT"),
        Ty::Varchar { length } => either(&sized("VARCHAR", *length), "TEXT"),
        Ty::Text { .. } | Ty::Json | Ty::Jsonb | Ty::Enum { .. } => "TEXT".to_owned(),
        Ty::Binary { .. } | Ty::Varbinary { .. } | Ty::Blob { .. } | Ty::Uuid => "BLOB".to_owned(),
        Ty::Date => either("DATE", "TEXT"),
        Ty::Time { zoned: false, .. } => either("TIME", "TEXT"),
        Ty::Timestamp { zoned: false, .. } => either("DATETIME", "TEXT"),
        Ty::Timestamp { zoned: true, .. } => either("TIMESTAMP", "TEXT"),
        Ty::Raw { sql } if strict && !is_strict_type(sql) => {
            return Err(Refusal::new(
                format!("a STRICT table has no type `{sql}`"),
                "use INT, INTEGER, REAL, TEXT, BLOB or ANY, or leave `strict` away",
            ));
        }
        Ty::Raw { sql } => sql.trim().to_owned(),
        Ty::Time { zoned: true, .. }
        | Ty::Bit { .. }
        | Ty::Interval { .. }
        | Ty::Set { .. }
        | Ty::Array { .. }
        | Ty::Inet
        | Ty::Cidr
        | Ty::MacAddr => {
            return Err(Refusal::new(
                format!("there is no type for {ty}"),
                "keep it as `text`, `blob` or `json`, and convert it in the application",
            ));
        }
    })
}

/// The type that some declared words mean: the one whose spelling has the same affinity; any other as it stands.
pub(super) fn parse(declared: &str) -> ColumnType {
    let declared = declared.trim();
    known(declared).unwrap_or_else(|| ColumnType::Raw { sql: declared.to_owned() })
}

/// The affinity of a column of this type.
pub(super) fn affinity(ty: &ColumnType, strict: bool) -> Affinity {
    spell(ty, strict).map_or(Affinity::Blob, |spelled| Affinity::of(&spelled))
}

/// The type that stands for all those with which SQLite does the same.
pub(super) fn canonical(ty: &ColumnType, strict: bool) -> ColumnType {
    use ColumnType as Ty;
    let Ok(spelled) = spell(ty, strict) else { return ty.clone() };
    match parse(&spelled) {
        Ty::Numeric { precision: Some(precision), scale: None } => ColumnType::numeric(precision, 0),
        Ty::Char { length: None } => Ty::Char { length: Some(1) },
        Ty::Text { .. } => ColumnType::text(),
        Ty::Blob { .. } => ColumnType::blob(),
        Ty::Time { .. } => Ty::Time { precision: None, zoned: false },
        // DATETIME and TIMESTAMP differ by nothing but the word.
        Ty::Timestamp { .. } => ColumnType::timestamp(),
        Ty::Raw { sql } => Ty::Raw { sql: words(&sql) },
        same @ (Ty::Boolean
        | Ty::Integer { .. }
        | Ty::Real
        | Ty::Double
        | Ty::Numeric { .. }
        | Ty::Char { .. }
        | Ty::Varchar { .. }
        | Ty::Binary { .. }
        | Ty::Varbinary { .. }
        | Ty::Bit { .. }
        | Ty::Date
        | Ty::Interval { .. }
        | Ty::Uuid
        | Ty::Json
        | Ty::Jsonb
        | Ty::Enum { .. }
        | Ty::Set { .. }
        | Ty::Array { .. }
        | Ty::Inet
        | Ty::Cidr
        | Ty::MacAddr) => same,
    }
}

fn known(declared: &str) -> Option<ColumnType> {
    use ColumnType as Ty;
    let (name, arguments) = arguments(declared)?;
    let one = || match arguments.as_slice() {
        [] => Some(None),
        [length] => u32::try_from(*length).ok().map(Some),
        _ => None,
    };
    let precision = || one()?.map(u8::try_from).transpose().ok();
    Some(match name.as_str() {
        "BOOLEAN" | "BOOL" if arguments.is_empty() => Ty::Boolean,
        "CHAR" | "CHARACTER" | "NCHAR" | "NATIVE CHARACTER" => Ty::Char { length: one()? },
        "VARCHAR" | "NVARCHAR" | "VARYING CHARACTER" | "CHARACTER VARYING" | "CHAR VARYING" => {
            Ty::Varchar { length: one()? }
        }
        "NUMERIC" | "DECIMAL" | "DEC" => exact(&arguments)?,
        "TIME" => Ty::Time { precision: precision()?, zoned: false },
        "DATETIME" => Ty::Timestamp { precision: precision()?, zoned: false },
        "TIMESTAMP" => Ty::Timestamp { precision: precision()?, zoned: true },
        "TIMESTAMPTZ" | "TIMESTAMP WITH TIME ZONE" if arguments.is_empty() => ColumnType::timestamp_zoned(),
        "TIMESTAMP WITHOUT TIME ZONE" if arguments.is_empty() => ColumnType::timestamp(),
        "REAL" if arguments.is_empty() => Ty::Real,
        "DOUBLE" | "DOUBLE PRECISION" | "FLOAT" | "FLOAT8" => Ty::Double,
        "DATE" if arguments.is_empty() => Ty::Date,
        "TEXT" | "CLOB" | "NTEXT" if arguments.is_empty() => ColumnType::text(),
        "TINYTEXT" if arguments.is_empty() => Ty::Text { size: LobSize::Tiny },
        "MEDIUMTEXT" if arguments.is_empty() => Ty::Text { size: LobSize::Medium },
        "LONGTEXT" if arguments.is_empty() => Ty::Text { size: LobSize::Long },
        "BLOB" if arguments.is_empty() => ColumnType::blob(),
        "TINYBLOB" if arguments.is_empty() => Ty::Blob { size: LobSize::Tiny },
        "MEDIUMBLOB" if arguments.is_empty() => Ty::Blob { size: LobSize::Medium },
        "LONGBLOB" if arguments.is_empty() => Ty::Blob { size: LobSize::Long },
        name if arguments.len() <= 1 => {
            let (width, unsigned) = integer_name(name)?;
            Ty::Integer { width, unsigned }
        }
        _ => return None,
    })
}

/// The width that a name of whole numbers says, and whether it is without a sign. `BIGINT UNSIGNED` is none of ours.
fn integer_name(name: &str) -> Option<(IntegerWidth, bool)> {
    let (name, unsigned) = match name.strip_suffix(" UNSIGNED") {
        Some(name) => (name, true),
        None => (name, false),
    };
    let width = match name {
        "TINYINT" => IntegerWidth::Tiny,
        "SMALLINT" | "INT2" => IntegerWidth::Small,
        "MEDIUMINT" => IntegerWidth::Medium,
        "INTEGER" | "INT" | "INT4" => IntegerWidth::Regular,
        "BIGINT" | "INT8" if !unsigned => IntegerWidth::Big,
        _ => return None,
    };
    Some((width, unsigned))
}

fn integer(width: IntegerWidth, unsigned: bool) -> String {
    let name = match width {
        IntegerWidth::Tiny => "TINYINT",
        IntegerWidth::Small => "SMALLINT",
        IntegerWidth::Medium => "MEDIUMINT",
        IntegerWidth::Regular => "INTEGER",
        IntegerWidth::Big => "BIGINT",
    };
    if unsigned { format!("{name} UNSIGNED") } else { name.to_owned() }
}

fn numeric(precision: Option<u16>, scale: Option<i16>) -> String {
    match (precision, scale) {
        (Some(precision), Some(scale)) => format!("NUMERIC({precision}, {scale})"),
        (Some(precision), None) => format!("NUMERIC({precision})"),
        (None, _) => "NUMERIC".to_owned(),
    }
}

fn exact(arguments: &[i64]) -> Option<ColumnType> {
    Some(match arguments {
        [] => ColumnType::Numeric { precision: None, scale: None },
        [precision] => ColumnType::Numeric { precision: Some(u16::try_from(*precision).ok()?), scale: None },
        [precision, scale] => ColumnType::numeric(u16::try_from(*precision).ok()?, i16::try_from(*scale).ok()?),
        _ => return None,
    })
}

fn sized(name: &str, length: Option<u32>) -> String {
    length.map_or_else(|| name.to_owned(), |length| format!("{name}({length})"))
}

/// The words before the parentheses, in upper case, and the numbers between them.
fn arguments(declared: &str) -> Option<(String, Vec<i64>)> {
    let Some((name, rest)) = declared.split_once('(') else { return Some((words(declared), Vec::new())) };
    let numbers = rest.strip_suffix(')')?.split(',').map(|number| number.trim().parse().ok());
    Some((words(name), numbers.collect::<Option<_>>()?))
}

/// The text in upper case, its words a blank apart.
fn words(text: &str) -> String {
    text.to_ascii_uppercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_strict_type(sql: &str) -> bool {
    ["INT", "INTEGER", "REAL", "TEXT", "BLOB", "ANY"].iter().any(|name| sql.trim().eq_ignore_ascii_case(name))
}
