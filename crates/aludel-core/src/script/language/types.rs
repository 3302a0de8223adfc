//! The types of columns and sequences, one method for each.

use crate::name::ObjectName;
use crate::schema::{ColumnType, IntegerWidth, LobSize};

/// Says a type: of [`column`](fn@super::column) and of [`sequence`](fn@super::sequence).
///
/// One method says the type, those below it say more of it: `.big_integer().unsigned()`, `.timestamp().precision(3)`,
/// `.text().array()`. A length of `None` is the one that the database takes when none is given.
///
/// ```
/// use aludel_core::script::language::*;
///
/// let mut op = Operations::new("sqlite");
/// op.add_column("orders", column("total").numeric(12, 2));
/// op.add_column("orders", column("placed_at").timestamp_zoned().precision(3));
/// op.add_column("orders", column("state").one_of(["open", "paid", "sent"]).default("open"));
/// assert_eq!(op.finish().recorded.len(), 3);
/// ```
pub trait Typed: Sized {
    /// The place where the type is kept.
    #[doc(hidden)]
    fn type_mut(&mut self) -> &mut Option<ColumnType>;

    /// Keeps what is wrong, to be said when the script is used.
    #[doc(hidden)]
    fn mistake(self, reason: &str) -> Self;

    /// A type from the schema model.
    fn of_type(mut self, ty: ColumnType) -> Self {
        *self.type_mut() = Some(ty);
        self
    }

    /// True or false.
    fn boolean(self) -> Self {
        self.of_type(ColumnType::Boolean)
    }

    /// A whole number of 8 bits.
    fn tiny_integer(self) -> Self {
        self.of_type(ColumnType::Integer { width: IntegerWidth::Tiny, unsigned: false })
    }

    /// A whole number of 16 bits.
    fn small_integer(self) -> Self {
        self.of_type(ColumnType::small_integer())
    }

    /// A whole number of 24 bits (MySQL `MEDIUMINT`).
    fn medium_integer(self) -> Self {
        self.of_type(ColumnType::Integer { width: IntegerWidth::Medium, unsigned: false })
    }

    /// A whole number of 32 bits.
    fn integer(self) -> Self {
        self.of_type(ColumnType::integer())
    }

    /// A whole number of 64 bits.
    fn big_integer(self) -> Self {
        self.of_type(ColumnType::big_integer())
    }

    /// A floating-point number of 32 bits.
    fn real(self) -> Self {
        self.of_type(ColumnType::Real)
    }

    /// A floating-point number of 64 bits.
    fn double(self) -> Self {
        self.of_type(ColumnType::Double)
    }

    /// An exact number: digits in all, and digits behind the point, as in `numeric(12, 2)`.
    fn numeric(self, precision: impl Into<Option<u16>>, scale: impl Into<Option<i16>>) -> Self {
        self.of_type(ColumnType::Numeric { precision: precision.into(), scale: scale.into() })
    }

    /// Text of just so many characters, padded with blanks.
    fn char(self, length: impl Into<Option<u32>>) -> Self {
        self.of_type(ColumnType::Char { length: length.into() })
    }

    /// Text of up to so many characters.
    fn varchar(self, length: impl Into<Option<u32>>) -> Self {
        self.of_type(ColumnType::Varchar { length: length.into() })
    }

    /// Long text.
    fn text(self) -> Self {
        self.of_type(ColumnType::text())
    }

    /// Text of up to 255 bytes (MySQL `TINYTEXT`).
    fn tiny_text(self) -> Self {
        self.of_type(ColumnType::Text { size: LobSize::Tiny })
    }

    /// Text of up to 16 MiB (MySQL `MEDIUMTEXT`).
    fn medium_text(self) -> Self {
        self.of_type(ColumnType::Text { size: LobSize::Medium })
    }

    /// Text of up to 4 GiB (MySQL `LONGTEXT`).
    fn long_text(self) -> Self {
        self.of_type(ColumnType::Text { size: LobSize::Long })
    }

    /// Just so many bytes.
    fn binary(self, length: impl Into<Option<u32>>) -> Self {
        self.of_type(ColumnType::Binary { length: length.into() })
    }

    /// Up to so many bytes.
    fn varbinary(self, length: impl Into<Option<u32>>) -> Self {
        self.of_type(ColumnType::Varbinary { length: length.into() })
    }

    /// Many bytes.
    fn blob(self) -> Self {
        self.of_type(ColumnType::blob())
    }

    /// Up to 255 bytes (MySQL `TINYBLOB`).
    fn tiny_blob(self) -> Self {
        self.of_type(ColumnType::Blob { size: LobSize::Tiny })
    }

    /// Up to 16 MiB (MySQL `MEDIUMBLOB`).
    fn medium_blob(self) -> Self {
        self.of_type(ColumnType::Blob { size: LobSize::Medium })
    }

    /// Up to 4 GiB (MySQL `LONGBLOB`).
    fn long_blob(self) -> Self {
        self.of_type(ColumnType::Blob { size: LobSize::Long })
    }

    /// Just so many bits.
    fn bit(self, length: impl Into<Option<u32>>) -> Self {
        self.of_type(ColumnType::Bit { length: length.into(), varying: false })
    }

    /// Up to so many bits.
    fn bit_varying(self, length: impl Into<Option<u32>>) -> Self {
        self.of_type(ColumnType::Bit { length: length.into(), varying: true })
    }

    /// A day.
    fn date(self) -> Self {
        self.of_type(ColumnType::Date)
    }

    /// A time of day.
    fn time(self) -> Self {
        self.of_type(ColumnType::Time { precision: None, zoned: false })
    }

    /// A time of day with its offset from UTC.
    fn time_zoned(self) -> Self {
        self.of_type(ColumnType::Time { precision: None, zoned: true })
    }

    /// A day and a time as a clock on the wall shows them (MySQL `DATETIME`).
    fn timestamp(self) -> Self {
        self.of_type(ColumnType::timestamp())
    }

    /// An instant (PostgreSQL `timestamptz`, MySQL `TIMESTAMP`).
    fn timestamp_zoned(self) -> Self {
        self.of_type(ColumnType::timestamp_zoned())
    }

    /// A length of time.
    fn interval(self) -> Self {
        self.of_type(ColumnType::Interval { fields: None, precision: None })
    }

    /// A length of time that keeps only some fields, as in `interval_of("day to second")`.
    fn interval_of(self, fields: impl Into<String>) -> Self {
        self.of_type(ColumnType::Interval { fields: Some(fields.into()), precision: None })
    }

    /// A universally unique identifier.
    fn uuid(self) -> Self {
        self.of_type(ColumnType::Uuid)
    }

    /// JSON, kept as written where the database can.
    fn json(self) -> Self {
        self.of_type(ColumnType::Json)
    }

    /// JSON in a binary form, where the database has one.
    fn jsonb(self) -> Self {
        self.of_type(ColumnType::Jsonb)
    }

    /// One of these values, which belong to this column alone.
    fn one_of<V: Into<String>>(self, values: impl IntoIterator<Item = V>) -> Self {
        self.of_type(ColumnType::Enum { name: None, values: values.into_iter().map(Into::into).collect() })
    }

    /// A named enum type. Its values are those that the type has at this point of the history.
    fn enum_type(self, name: impl Into<ObjectName>) -> Self {
        self.of_type(ColumnType::Enum { name: Some(name.into()), values: Vec::new() })
    }

    /// Any of these values at once (MySQL `SET`).
    fn set_of<V: Into<String>>(self, values: impl IntoIterator<Item = V>) -> Self {
        self.of_type(ColumnType::Set { values: values.into_iter().map(Into::into).collect() })
    }

    /// An IPv4 or IPv6 address.
    fn inet(self) -> Self {
        self.of_type(ColumnType::Inet)
    }

    /// An IPv4 or IPv6 network.
    fn cidr(self) -> Self {
        self.of_type(ColumnType::Cidr)
    }

    /// A hardware address.
    fn mac_addr(self) -> Self {
        self.of_type(ColumnType::MacAddr)
    }

    /// Any other type, as the database spells it.
    fn raw_type(self, sql: impl Into<String>) -> Self {
        self.of_type(ColumnType::Raw { sql: sql.into() })
    }

    /// Leaves negative numbers out; follows a whole number.
    fn unsigned(mut self) -> Self {
        match self.type_mut() {
            Some(ColumnType::Integer { unsigned, .. }) => {
                *unsigned = true;
                self
            }
            _ => self.mistake("`unsigned` follows a whole number, as in `.integer().unsigned()`"),
        }
    }

    /// Digits behind the seconds; follows a time, a timestamp or an interval.
    fn precision(mut self, digits: u8) -> Self {
        match self.type_mut() {
            Some(
                ColumnType::Time { precision, .. }
                | ColumnType::Timestamp { precision, .. }
                | ColumnType::Interval { precision, .. },
            ) => {
                *precision = Some(digits);
                self
            }
            _ => self
                .mistake("`precision` follows a time, a timestamp or an interval, as in `.timestamp().precision(3)`"),
        }
    }

    /// The values of an enum type that the history does not know; follows `enum_type`.
    fn values<V: Into<String>>(mut self, listed: impl IntoIterator<Item = V>) -> Self {
        match self.type_mut() {
            Some(ColumnType::Enum { values, .. }) => {
                *values = listed.into_iter().map(Into::into).collect();
                self
            }
            _ => {
                self.mistake("`values` follows an enum type, as in `.enum_type(\"mood\").values([\"sad\", \"happy\"])`")
            }
        }
    }

    /// Several values of the type said so far, as in `.text().array()`.
    fn array(mut self) -> Self {
        match self.type_mut().take() {
            Some(element) => self.of_type(ColumnType::array(element)),
            None => self.mistake("`array` follows the type of its elements, as in `.text().array()`"),
        }
    }
}
