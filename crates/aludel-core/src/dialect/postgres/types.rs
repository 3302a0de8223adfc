//! Column types: how PostgreSQL spells them, how its catalogue prints them, and which are one and the same to it.

use super::Refusal;
use super::grammar::GRAMMAR;
use crate::dialect::SqlWriter;
use crate::schema::{ColumnType, IntegerWidth, LobSize};

/// A type as PostgreSQL spells it.
pub(super) fn spelled(ty: &ColumnType) -> Result<String, Refusal> {
    let sql = SqlWriter::new(&GRAMMAR);
    Ok(match ty {
        ColumnType::Boolean => sql.keyword("boolean"),
        ColumnType::Integer { width, unsigned } => sql.keyword(integer(*width, *unsigned)?),
        ColumnType::Real => sql.keyword("real"),
        ColumnType::Double => sql.keyword("double precision"),
        ColumnType::Numeric { precision: Some(precision), scale: Some(scale) } => {
            sql.keyword("numeric").tight(&format!("({precision}, {scale})"))
        }
        ColumnType::Numeric { precision, scale: _ } => sized(sql, "numeric", *precision),
        ColumnType::Char { length } => sized(sql, "char", *length),
        ColumnType::Varchar { length } => sized(sql, "varchar", *length),
        ColumnType::Text { size: _ } => sql.keyword("text"),
        ColumnType::Binary { .. } | ColumnType::Varbinary { .. } | ColumnType::Blob { .. } => sql.keyword("bytea"),
        ColumnType::Bit { length, varying } => sized(sql, if *varying { "bit varying" } else { "bit" }, *length),
        ColumnType::Date => sql.keyword("date"),
        ColumnType::Time { precision, zoned } => sized(sql, if *zoned { "timetz" } else { "time" }, *precision),
        ColumnType::Timestamp { precision, zoned } => {
            sized(sql, if *zoned { "timestamptz" } else { "timestamp" }, *precision)
        }
        ColumnType::Interval { fields, precision } => {
            let sql = sql.keyword("interval").optional(fields.as_ref(), |sql, fields| sql.raw(fields));
            sql.optional(*precision, |sql, precision| sql.tight(&format!("({precision})")))
        }
        ColumnType::Uuid => sql.keyword("uuid"),
        ColumnType::Json => sql.keyword("json"),
        ColumnType::Jsonb => sql.keyword("jsonb"),
        ColumnType::Enum { name: Some(name), values: _ } => sql.name(name),
        ColumnType::Enum { name: None, .. } => {
            return Err(Refusal::new(
                "an enum type must have a name here",
                "give the enum a name and create it before the table, or use text with a check",
            ));
        }
        ColumnType::Set { .. } => {
            return Err(Refusal::new("there is no type for sets of values", "use an array of an enum type or of text"));
        }
        ColumnType::Array { element } => sql.raw(&spelled(element)?).tight("[]"),
        ColumnType::Inet => sql.keyword("inet"),
        ColumnType::Cidr => sql.keyword("cidr"),
        ColumnType::MacAddr => sql.keyword("macaddr"),
        ColumnType::Raw { sql: text } => sql.raw(text),
    }
    .finish())
}

fn sized(sql: SqlWriter, name: &str, size: Option<impl ToString>) -> SqlWriter {
    sql.keyword(name).optional(size, |sql, size| sql.tight(&format!("({})", size.to_string())))
}

/// The narrowest type that holds every value: there are no unsigned types.
fn integer(width: IntegerWidth, unsigned: bool) -> Result<&'static str, Refusal> {
    match (width.bits() + u32::from(unsigned)).next_power_of_two() {
        ..=16 => Ok("smallint"),
        32 => Ok("integer"),
        64 => Ok("bigint"),
        _ => Err(Refusal::new(
            "there is no unsigned 64-bit type",
            "use numeric(20,0), or a signed 64-bit integer (`i64`)",
        )),
    }
}

/// A type in the form in which two that PostgreSQL cannot tell apart are equal.
pub(super) fn canonical(ty: &ColumnType) -> ColumnType {
    match ty {
        ColumnType::Integer { width, unsigned } => match integer(*width, *unsigned) {
            Ok("smallint") => ColumnType::small_integer(),
            Ok("integer") => ColumnType::integer(),
            Ok(_) => ColumnType::big_integer(),
            Err(_) => ty.clone(),
        },
        ColumnType::Numeric { precision, scale } => {
            ColumnType::Numeric { precision: *precision, scale: precision.map(|_| scale.unwrap_or(0)) }
        }
        ColumnType::Char { length } => ColumnType::Char { length: Some(length.unwrap_or(1)) },
        ColumnType::Text { .. } => ColumnType::text(),
        ColumnType::Binary { .. } | ColumnType::Varbinary { .. } | ColumnType::Blob { .. } => ColumnType::blob(),
        ColumnType::Bit { length, varying: false } => {
            ColumnType::Bit { length: Some(length.unwrap_or(1)), varying: false }
        }
        ColumnType::Time { precision, zoned } => {
            ColumnType::Time { precision: below_the_finest(*precision), zoned: *zoned }
        }
        ColumnType::Timestamp { precision, zoned } => {
            ColumnType::Timestamp { precision: below_the_finest(*precision), zoned: *zoned }
        }
        ColumnType::Interval { fields, precision } => ColumnType::Interval {
            fields: fields.as_deref().map(|fields| squeezed(&fields.to_ascii_lowercase())),
            precision: below_the_finest(*precision),
        },
        // Dimensions are not kept.
        ColumnType::Array { element } => match canonical(element) {
            ColumnType::Array { element } => ColumnType::Array { element },
            element => ColumnType::array(element),
        },
        ColumnType::Raw { sql } => match parsed(sql) {
            ColumnType::Raw { sql } if sql.contains('"') => ColumnType::Raw { sql: squeezed(&sql) },
            ColumnType::Raw { sql } => ColumnType::Raw { sql: squeezed(&sql.to_ascii_lowercase()) },
            known => canonical(&known),
        },
        ColumnType::Boolean
        | ColumnType::Real
        | ColumnType::Double
        | ColumnType::Varchar { .. }
        | ColumnType::Bit { .. }
        | ColumnType::Date
        | ColumnType::Uuid
        | ColumnType::Json
        | ColumnType::Jsonb
        | ColumnType::Enum { .. }
        | ColumnType::Set { .. }
        | ColumnType::Inet
        | ColumnType::Cidr
        | ColumnType::MacAddr => ty.clone(),
    }
}

/// Six digits behind the seconds are the most, and what a type without a precision keeps.
fn below_the_finest(precision: Option<u8>) -> Option<u8> {
    precision.filter(|precision| *precision < 6)
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A type from its text, as `format_type` prints it or as people write it; [`ColumnType::Raw`] for any other.
pub(super) fn parsed(text: &str) -> ColumnType {
    let text = text.trim();
    let raw = || ColumnType::Raw { sql: text.to_owned() };
    if let Some(element) = text.strip_suffix("[]") {
        return match parsed(element) {
            ColumnType::Array { element } => ColumnType::Array { element },
            element => ColumnType::array(element),
        };
    }
    if text.contains('"') {
        return raw();
    }
    let (name, arguments) = name_and_arguments(text);
    match arguments.iter().map(|argument| argument.parse().ok()).collect::<Option<Vec<i64>>>() {
        Some(arguments) => named(&name, &arguments).unwrap_or_else(raw),
        None => raw(),
    }
}

/// The words of a type in lower case, and what stands in its parentheses.
fn name_and_arguments(text: &str) -> (String, Vec<String>) {
    let parts = text.split_once('(').and_then(|(before, rest)| Some((before, rest.rsplit_once(')')?)));
    match parts {
        Some((before, (inside, after))) => {
            let name = squeezed(&format!("{before} {after}").to_ascii_lowercase());
            (name, inside.split(',').map(|argument| argument.trim().to_owned()).collect())
        }
        None => (squeezed(&text.to_ascii_lowercase()), Vec::new()),
    }
}

fn named(name: &str, arguments: &[i64]) -> Option<ColumnType> {
    let length = || single(arguments);
    Some(match (name, arguments) {
        ("boolean" | "bool", []) => ColumnType::Boolean,
        ("smallint" | "int2", []) => ColumnType::small_integer(),
        ("integer" | "int" | "int4", []) => ColumnType::integer(),
        ("bigint" | "int8", []) => ColumnType::big_integer(),
        ("real" | "float4", []) | ("float", [1..=24]) => ColumnType::Real,
        ("double precision" | "float8" | "float", []) | ("float", [25..=53]) => ColumnType::Double,
        ("numeric" | "decimal", [precision, scale]) => {
            ColumnType::numeric(u16::try_from(*precision).ok()?, i16::try_from(*scale).ok()?)
        }
        ("numeric" | "decimal", _) => ColumnType::Numeric { precision: single(arguments)?, scale: None },
        ("character" | "char", _) | ("bpchar", [_]) => ColumnType::Char { length: length()? },
        ("character varying" | "varchar", _) => ColumnType::Varchar { length: length()? },
        ("text", []) => ColumnType::Text { size: LobSize::Regular },
        ("bytea", []) => ColumnType::Blob { size: LobSize::Regular },
        ("bit", _) => ColumnType::Bit { length: length()?, varying: false },
        ("bit varying" | "varbit", _) => ColumnType::Bit { length: length()?, varying: true },
        ("date", []) => ColumnType::Date,
        ("time" | "time without time zone", _) => ColumnType::Time { precision: single(arguments)?, zoned: false },
        ("time with time zone" | "timetz", _) => ColumnType::Time { precision: single(arguments)?, zoned: true },
        ("timestamp" | "timestamp without time zone", _) => {
            ColumnType::Timestamp { precision: single(arguments)?, zoned: false }
        }
        ("timestamp with time zone" | "timestamptz", _) => {
            ColumnType::Timestamp { precision: single(arguments)?, zoned: true }
        }
        ("uuid", []) => ColumnType::Uuid,
        ("json", []) => ColumnType::Json,
        ("jsonb", []) => ColumnType::Jsonb,
        ("inet", []) => ColumnType::Inet,
        ("cidr", []) => ColumnType::Cidr,
        ("macaddr", []) => ColumnType::MacAddr,
        ("interval", _) => ColumnType::Interval { fields: None, precision: single(arguments)? },
        (interval, _) => {
            let fields = interval.strip_prefix("interval ")?.to_owned();
            ColumnType::Interval { fields: Some(fields), precision: single(arguments)? }
        }
    })
}

/// The one argument, or none; `None` where there are more or it is too large.
fn single<T: TryFrom<i64>>(arguments: &[i64]) -> Option<Option<T>> {
    match arguments {
        [] => Some(None),
        [one] => T::try_from(*one).ok().map(Some),
        _ => None,
    }
}

/// Types between which values go over by themselves, or which literals treat alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    Boolean,
    Number,
    Text,
    Bytes,
    Moment,
    Json,
    Uuid,
    Enum,
    /// Whatever only goes over to itself.
    Other,
}

/// The family of a type.
pub(super) fn family(ty: &ColumnType) -> Family {
    match ty {
        ColumnType::Boolean => Family::Boolean,
        ColumnType::Integer { .. } | ColumnType::Real | ColumnType::Double | ColumnType::Numeric { .. } => {
            Family::Number
        }
        ColumnType::Char { .. } | ColumnType::Varchar { .. } | ColumnType::Text { .. } => Family::Text,
        ColumnType::Binary { .. } | ColumnType::Varbinary { .. } | ColumnType::Blob { .. } => Family::Bytes,
        ColumnType::Date | ColumnType::Timestamp { .. } => Family::Moment,
        ColumnType::Json | ColumnType::Jsonb => Family::Json,
        ColumnType::Uuid => Family::Uuid,
        ColumnType::Enum { .. } => Family::Enum,
        ColumnType::Bit { .. }
        | ColumnType::Time { .. }
        | ColumnType::Interval { .. }
        | ColumnType::Set { .. }
        | ColumnType::Array { .. }
        | ColumnType::Inet
        | ColumnType::Cidr
        | ColumnType::MacAddr
        | ColumnType::Raw { .. } => Family::Other,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_printed_is_read_back() {
        for text in [
            "numeric(10, 2)",
            "varchar(64)",
            "timestamptz(3)",
            "interval day to second(3)",
            "bit varying(5)",
            "timetz",
            "text[]",
            "double precision",
        ] {
            assert_eq!(spelled(&parsed(text)).unwrap(), text);
        }
    }

    #[test]
    fn the_catalogue_names_the_same_types() {
        let same = |one: &str, other: &str| assert_eq!(canonical(&parsed(one)), canonical(&parsed(other)), "{one}");
        same("character varying(64)", "varchar(64)");
        same("timestamp(6) without time zone", "timestamp");
        same("timestamp(3) with time zone[]", "timestamptz(3)[][]");
        same("character(1)", "CHAR");
        same("numeric(5,0)", "decimal(5)");
        same("interval  DAY to second", "interval day to second");
    }

    #[test]
    fn what_is_not_known_stays_as_it_is() {
        for text in
            ["\"char\"", "bpchar", "public.citext", "numeric(a)", "varchar(99999999999)", "geometry(Point,4326)"]
        {
            assert_eq!(parsed(text), ColumnType::Raw { sql: text.to_owned() }, "{text}");
        }
    }

    #[test]
    fn unsigned_numbers_take_the_next_wider_type() {
        let unsigned = |width| spelled(&ColumnType::Integer { width, unsigned: true });
        assert_eq!(unsigned(IntegerWidth::Tiny).unwrap(), "smallint");
        assert_eq!(unsigned(IntegerWidth::Small).unwrap(), "integer");
        assert_eq!(unsigned(IntegerWidth::Medium).unwrap(), "integer");
        assert_eq!(unsigned(IntegerWidth::Regular).unwrap(), "bigint");
        assert!(unsigned(IntegerWidth::Big).unwrap_err().help.contains("numeric(20,0)"));
    }

    proptest! {
        #[test]
        fn any_text_has_one_canonical_form(text in "[a-zA-Z0-9 ()\\[\\],\"]{0,30}") {
            let once = canonical(&parsed(&text));
            prop_assert_eq!(canonical(&once), once);
        }
    }
}
