//! Columns and their types, in the words of a script.

use std::collections::HashMap;

use super::expression::{Call, Expression, call, chain, plain};
use super::literal::{literal, name, text, texts, word};
use crate::name::ObjectName;
use crate::operation::ColumnSpec;
use crate::schema::{
    ColumnType, DefaultValue, Generation, Identity, IdentityMode, IntegerWidth, LobSize, SequenceOptions, Storage,
};

/// The values of the enum types that the script has made so far, which its columns need not repeat.
pub(super) type Enums = HashMap<ObjectName, Vec<String>>;

/// `column("email").varchar(80).nullable()`
pub(super) fn column(spec: &ColumnSpec, enums: &Enums) -> Expression {
    let mut calls = spec.ty.as_ref().map(|ty| column_type(ty, enums)).unwrap_or_default();
    calls.extend(spec.generation.as_ref().map(|said| said.as_ref().map_or(plain("not_generated"), generation)));
    calls.extend(spec.nullable.map(|nullable| plain(if nullable { "nullable" } else { "not_null" })));
    calls.extend(spec.default.as_ref().map(|said| match said {
        Some(DefaultValue::Literal(value)) => call("default", [literal(value)]),
        Some(DefaultValue::Expression(sql)) => call("default_expr", [text(sql)]),
        None => plain("no_default"),
    }));
    calls.extend(said(&spec.on_update, "on_update", "no_on_update"));
    calls.extend(said(&spec.charset, "charset", "no_charset"));
    calls.extend(said(&spec.collation, "collation", "no_collation"));
    calls.extend(spec.invisible.map(|invisible| plain(if invisible { "invisible" } else { "visible" })));
    calls.extend(said(&spec.comment, "comment", "no_comment"));
    chain(call("column", [text(&spec.name)]), calls)
}

/// A text that is given or taken away.
fn said(value: &Option<Option<String>>, given: &'static str, taken: &'static str) -> Option<Call> {
    value.as_ref().map(|value| value.as_ref().map_or(plain(taken), |value| call(given, [text(value)])))
}

fn generation(generation: &Generation) -> Call {
    match generation {
        Generation::AutoIncrement => plain("auto_increment"),
        Generation::Serial => plain("serial"),
        Generation::Identity(Identity { mode, options }) => {
            let mut calls = match mode {
                IdentityMode::ByDefault => Vec::new(),
                IdentityMode::Always => vec![plain("always")],
            };
            calls.extend(numbering(options));
            call("identity", [chain(plain("identity"), calls)])
        }
        Generation::Expression { sql, storage: Storage::Stored } => call("generated_stored", [text(sql)]),
        Generation::Expression { sql, storage: Storage::Virtual } => call("generated_virtual", [text(sql)]),
    }
}

/// How numbers run: `.start(1).increment(10)`
pub(super) fn numbering(options: &SequenceOptions) -> Vec<Call> {
    let SequenceOptions { start, increment, minimum, maximum, cache, cycle } = options;
    let numbers =
        [("start", start), ("increment", increment), ("minimum", minimum), ("maximum", maximum), ("cache", cache)];
    let given = |(name, number): (&'static str, &Option<i64>)| number.map(|number| call(name, [word(number)]));
    numbers.into_iter().filter_map(given).chain(cycle.then(|| plain("cycle"))).collect()
}

/// `.varchar(80)`, `.big_integer().unsigned()`
pub(super) fn column_type(ty: &ColumnType, enums: &Enums) -> Vec<Call> {
    let sized = |name, size: &Option<u32>| vec![call(name, [option(*size)])];
    match ty {
        ColumnType::Boolean => vec![plain("boolean")],
        ColumnType::Integer { width, unsigned } => {
            let mut calls = vec![plain(integer(*width))];
            calls.extend(unsigned.then(|| plain("unsigned")));
            calls
        }
        ColumnType::Real => vec![plain("real")],
        ColumnType::Double => vec![plain("double")],
        ColumnType::Numeric { precision, scale } => vec![call("numeric", [option(*precision), option(*scale)])],
        ColumnType::Char { length } => sized("char", length),
        ColumnType::Varchar { length } => sized("varchar", length),
        ColumnType::Text { size } => vec![plain(lob(*size, ["tiny_text", "text", "medium_text", "long_text"]))],
        ColumnType::Binary { length } => sized("binary", length),
        ColumnType::Varbinary { length } => sized("varbinary", length),
        ColumnType::Blob { size } => vec![plain(lob(*size, ["tiny_blob", "blob", "medium_blob", "long_blob"]))],
        ColumnType::Bit { length, varying: false } => sized("bit", length),
        ColumnType::Bit { length, varying: true } => sized("bit_varying", length),
        ColumnType::Date => vec![plain("date")],
        ColumnType::Time { precision, zoned } => {
            with_precision(plain(if *zoned { "time_zoned" } else { "time" }), *precision)
        }
        ColumnType::Timestamp { precision, zoned } => {
            with_precision(plain(if *zoned { "timestamp_zoned" } else { "timestamp" }), *precision)
        }
        ColumnType::Interval { fields: None, precision } => with_precision(plain("interval"), *precision),
        ColumnType::Interval { fields: Some(fields), precision } => {
            with_precision(call("interval_of", [text(fields)]), *precision)
        }
        ColumnType::Uuid => vec![plain("uuid")],
        ColumnType::Json => vec![plain("json")],
        ColumnType::Jsonb => vec![plain("jsonb")],
        ColumnType::Enum { name: None, values } => vec![call("one_of", [texts(values)])],
        ColumnType::Enum { name: Some(named), values } => {
            let mut calls = vec![call("enum_type", [name(named)])];
            calls.extend((enums.get(named) != Some(values)).then(|| call("values", [texts(values)])));
            calls
        }
        ColumnType::Set { values } => vec![call("set_of", [texts(values)])],
        ColumnType::Array { element } => {
            let mut calls = column_type(element, enums);
            calls.push(plain("array"));
            calls
        }
        ColumnType::Inet => vec![plain("inet")],
        ColumnType::Cidr => vec![plain("cidr")],
        ColumnType::MacAddr => vec![plain("mac_addr")],
        ColumnType::Raw { sql } => vec![call("raw_type", [text(sql)])],
    }
}

fn integer(width: IntegerWidth) -> &'static str {
    match width {
        IntegerWidth::Tiny => "tiny_integer",
        IntegerWidth::Small => "small_integer",
        IntegerWidth::Medium => "medium_integer",
        IntegerWidth::Regular => "integer",
        IntegerWidth::Big => "big_integer",
    }
}

fn lob(size: LobSize, [tiny, regular, medium, long]: [&'static str; 4]) -> &'static str {
    match size {
        LobSize::Tiny => tiny,
        LobSize::Regular => regular,
        LobSize::Medium => medium,
        LobSize::Long => long,
    }
}

fn with_precision(ty: Call, precision: Option<u8>) -> Vec<Call> {
    std::iter::once(ty).chain(precision.map(|digits| call("precision", [word(digits)]))).collect()
}

fn option(number: Option<impl ToString>) -> Expression {
    number.map_or_else(|| word("None"), word)
}
