//! Column types, as they are meant, before a dialect spells them.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::name::ObjectName;

/// The type of a column.
///
/// ```
/// use aludel_core::schema::ColumnType;
///
/// assert_eq!(ColumnType::varchar(64).to_string(), "varchar(64)");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum ColumnType {
    /// True or false.
    Boolean,
    /// A whole number.
    Integer {
        /// Its size.
        width: IntegerWidth,
        /// True where negative numbers are left out.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        unsigned: bool,
    },
    /// A 32-bit floating-point number.
    Real,
    /// A 64-bit floating-point number.
    Double,
    /// An exact decimal number.
    Numeric {
        /// Digits in all; `None` is the database's own default.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        precision: Option<u16>,
        /// Digits behind the point.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        scale: Option<i16>,
    },
    /// Text of a fixed length, padded with blanks.
    Char {
        /// Characters; `None` is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        length: Option<u32>,
    },
    /// Text up to a length.
    Varchar {
        /// Characters; `None` is no limit, where the database has such a type.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        length: Option<u32>,
    },
    /// Long text.
    Text {
        /// Its size class, which only some databases tell apart.
        #[serde(default)]
        size: LobSize,
    },
    /// Bytes of a fixed length.
    Binary {
        /// Bytes; `None` is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        length: Option<u32>,
    },
    /// Bytes up to a length.
    Varbinary {
        /// Bytes.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        length: Option<u32>,
    },
    /// Many bytes.
    Blob {
        /// Its size class, which only some databases tell apart.
        #[serde(default)]
        size: LobSize,
    },
    /// A string of bits.
    Bit {
        /// Bits; `None` is one, or no limit where varying.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        length: Option<u32>,
        /// True for up to so many, false for just so many.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        varying: bool,
    },
    /// A day.
    Date,
    /// A time of day.
    Time {
        /// Digits behind the seconds; `None` is the database's own default.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        precision: Option<u8>,
        /// True where it comes with an offset from UTC.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        zoned: bool,
    },
    /// A day and a time. Zoned is an instant; without a zone it is what a clock on the wall shows.
    Timestamp {
        /// Digits behind the seconds; `None` is the database's own default.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        precision: Option<u8>,
        /// True for an instant (PostgreSQL `timestamptz`, MySQL `TIMESTAMP`), false for wall time (MySQL `DATETIME`).
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        zoned: bool,
    },
    /// A length of time.
    Interval {
        /// The fields kept, as in `day to second`; `None` is all.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        fields: Option<String>,
        /// Digits behind the seconds.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        precision: Option<u8>,
    },
    /// A universally unique identifier.
    Uuid,
    /// JSON, kept as written where the database can.
    Json,
    /// JSON in a binary form, where the database has one.
    Jsonb,
    /// One of some values.
    Enum {
        /// The named type, or `None` for values that belong to this column alone.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<ObjectName>,
        /// The values, in their order.
        values: Vec<String>,
    },
    /// Any of some values (MySQL `SET`).
    Set {
        /// The members, in their order.
        values: Vec<String>,
    },
    /// Several values of one type. Databases do not keep the number of dimensions.
    Array {
        /// The type of each.
        element: Box<ColumnType>,
    },
    /// An IPv4 or IPv6 address, with an optional mask.
    Inet,
    /// An IPv4 or IPv6 network.
    Cidr,
    /// A hardware address.
    MacAddr,
    /// Any other type, as the database spells it.
    Raw {
        /// The text of the type.
        sql: String,
    },
}

/// The size of a whole number.
///
/// ```
/// use aludel_core::schema::IntegerWidth;
///
/// assert_eq!(IntegerWidth::Big.bits(), 64);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IntegerWidth {
    /// 8 bits.
    Tiny,
    /// 16 bits.
    Small,
    /// 24 bits (MySQL `MEDIUMINT`).
    Medium,
    /// 32 bits.
    Regular,
    /// 64 bits.
    Big,
}

impl IntegerWidth {
    /// The number of bits.
    pub fn bits(self) -> u32 {
        match self {
            Self::Tiny => 8,
            Self::Small => 16,
            Self::Medium => 24,
            Self::Regular => 32,
            Self::Big => 64,
        }
    }
}

/// The size class of long text or many bytes (MySQL: 255 bytes, 64 KiB, 16 MiB, 4 GiB).
///
/// ```
/// use aludel_core::schema::LobSize;
///
/// assert_eq!(LobSize::default(), LobSize::Regular);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LobSize {
    /// Up to 255 bytes.
    Tiny,
    /// Up to 64 KiB, or without a limit where the database has one size only.
    #[default]
    Regular,
    /// Up to 16 MiB.
    Medium,
    /// Up to 4 GiB.
    Long,
}

impl ColumnType {
    /// A signed 16-bit number.
    pub fn small_integer() -> Self {
        Self::Integer { width: IntegerWidth::Small, unsigned: false }
    }

    /// A signed 32-bit number.
    pub fn integer() -> Self {
        Self::Integer { width: IntegerWidth::Regular, unsigned: false }
    }

    /// A signed 64-bit number.
    pub fn big_integer() -> Self {
        Self::Integer { width: IntegerWidth::Big, unsigned: false }
    }

    /// Text of up to `length` characters.
    pub fn varchar(length: u32) -> Self {
        Self::Varchar { length: Some(length) }
    }

    /// Text of the usual size class.
    pub fn text() -> Self {
        Self::Text { size: LobSize::Regular }
    }

    /// Bytes of the usual size class.
    pub fn blob() -> Self {
        Self::Blob { size: LobSize::Regular }
    }

    /// An exact number of `precision` digits, `scale` of them behind the point.
    pub fn numeric(precision: u16, scale: i16) -> Self {
        Self::Numeric { precision: Some(precision), scale: Some(scale) }
    }

    /// Wall time, with the database's own precision.
    pub fn timestamp() -> Self {
        Self::Timestamp { precision: None, zoned: false }
    }

    /// An instant, with the database's own precision.
    pub fn timestamp_zoned() -> Self {
        Self::Timestamp { precision: None, zoned: true }
    }

    /// Several values of a type.
    pub fn array(element: ColumnType) -> Self {
        Self::Array { element: Box::new(element) }
    }

    /// The name of the enum type that it is, or is an array of.
    pub fn enum_name(&self) -> Option<&ObjectName> {
        match self {
            Self::Enum { name, .. } => name.as_ref(),
            Self::Array { element } => element.enum_name(),
            _ => None,
        }
    }
}

impl fmt::Display for ColumnType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Boolean => f.write_str("boolean"),
            Self::Integer { width, unsigned } => {
                let prefix = if *unsigned { "unsigned " } else { "" };
                write!(f, "{prefix}{}-bit integer", width.bits())
            }
            Self::Real => f.write_str("real"),
            Self::Double => f.write_str("double"),
            Self::Numeric { precision: Some(precision), scale: Some(scale) } => {
                write!(f, "numeric({precision},{scale})")
            }
            Self::Numeric { precision, scale: _ } => sized(f, "numeric", precision.map(u32::from)),
            Self::Char { length } => sized(f, "char", *length),
            Self::Varchar { length } => sized(f, "varchar", *length),
            Self::Text { size } => lob(f, "text", *size),
            Self::Binary { length } => sized(f, "binary", *length),
            Self::Varbinary { length } => sized(f, "varbinary", *length),
            Self::Blob { size } => lob(f, "blob", *size),
            Self::Bit { length, varying } => sized(f, if *varying { "bit varying" } else { "bit" }, *length),
            Self::Date => f.write_str("date"),
            Self::Time { precision, zoned } => moment(f, "time", *precision, *zoned),
            Self::Timestamp { precision, zoned } => moment(f, "timestamp", *precision, *zoned),
            Self::Interval { fields, precision } => {
                sized(f, "interval", precision.map(u32::from))?;
                fields.iter().try_for_each(|fields| write!(f, " {fields}"))
            }
            Self::Uuid => f.write_str("uuid"),
            Self::Json => f.write_str("json"),
            Self::Jsonb => f.write_str("jsonb"),
            Self::Enum { name: Some(name), values: _ } => write!(f, "enum {name}"),
            Self::Enum { name: None, values } => write!(f, "enum({})", values.join(", ")),
            Self::Set { values } => write!(f, "set({})", values.join(", ")),
            Self::Array { element } => write!(f, "array of {element}"),
            Self::Inet => f.write_str("inet"),
            Self::Cidr => f.write_str("cidr"),
            Self::MacAddr => f.write_str("macaddr"),
            // SQLite has columns of which nobody said the type.
            Self::Raw { sql } if sql.trim().is_empty() => f.write_str("no type"),
            Self::Raw { sql } => f.write_str(sql),
        }
    }
}

fn sized(f: &mut fmt::Formatter<'_>, name: &str, size: Option<u32>) -> fmt::Result {
    match size {
        Some(size) => write!(f, "{name}({size})"),
        None => f.write_str(name),
    }
}

fn moment(f: &mut fmt::Formatter<'_>, name: &str, precision: Option<u8>, zoned: bool) -> fmt::Result {
    sized(f, name, precision.map(u32::from))?;
    if zoned { f.write_str(" with zone") } else { Ok(()) }
}

fn lob(f: &mut fmt::Formatter<'_>, name: &str, size: LobSize) -> fmt::Result {
    let prefix = match size {
        LobSize::Tiny => "tiny",
        LobSize::Regular => "",
        LobSize::Medium => "medium",
        LobSize::Long => "long",
    };
    write!(f, "{prefix}{name}")
}
