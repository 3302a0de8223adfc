//! Which column a Rust type needs. Types of other crates are in [`super::values`].

use std::borrow::Cow;
use std::sync::Arc;

use aludel_core::schema::{self, IntegerWidth};

/// A Rust type that a column holds. The column type is the one that sqlx reads and writes for it.
///
/// Implement it for types of your own:
///
/// ```
/// use aludel::{ColumnType, schema};
///
/// struct Email(String);
///
/// impl ColumnType for Email {
///     fn column_type() -> schema::ColumnType {
///         schema::ColumnType::varchar(254)
///     }
/// }
///
/// assert!(!Email::NULLABLE);
/// assert!(Option::<Email>::NULLABLE);
/// assert_eq!(Option::<Email>::column_type(), schema::ColumnType::varchar(254));
/// ```
///
/// | Rust | Column |
/// |---|---|
/// | `bool` | boolean |
/// | `i8` `i16` `i32` `i64` | integer of that size; PostgreSQL begins at 16 bits |
/// | `u8` `u16` `u32` `u64` | unsigned integer of that size; PostgreSQL has none, and the next wider one for the first three |
/// | `f32` `f64` | real, double |
/// | `String`, `Box<str>`, `Arc<str>`, `Cow<str>` | text; with `length` varchar |
/// | `Vec<u8>`, `Box<[u8]>` | blob; with `length` varbinary |
/// | `Option<T>` | that of `T`, nullable |
/// | an enum that derives [`SqlEnum`](crate::SqlEnum) | enum |
/// | `chrono::NaiveDate`, `time::Date` | date |
/// | `chrono::NaiveTime`, `time::Time` | time |
/// | `chrono::NaiveDateTime`, `time::PrimitiveDateTime` | timestamp without zone |
/// | `chrono::DateTime<Utc>`, `DateTime<Local>`, `time::OffsetDateTime` | timestamp with zone; in MySQL from 1970 to 2038 |
/// | `chrono::DateTime<FixedOffset>` | timestamp with zone; sqlx does not read it from MySQL |
/// | `uuid::Uuid` | uuid; 16 bytes in SQLite and MySQL |
/// | `rust_decimal::Decimal` | numeric; give `precision` and `scale`; sqlx does not read it from SQLite |
/// | `serde_json::Value`, `sqlx::types::Json<T>` | jsonb |
///
/// Those of other crates need the feature of the crate's name. Times keep six digits behind the seconds unless `precision`
/// says fewer. JSON is `jsonb` and not `json` because that is what sqlx declares its values to be, and because only `jsonb`
/// can be compared and indexed; databases with one kind of JSON have that.
///
/// Where sqlx does not know a type, it reads a wider one and converts: `#[sqlx(try_from = "i16")]` for `i8` and `u8` in
/// PostgreSQL, `"i32"` for `u16`, `"i64"` for `u32`, and `"String"` for an enum that is never NULL in MySQL. In SQLite a
/// decimal keeps its digits only as text: `#[model(type = "text")] price: sqlx::types::Text<Decimal>`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the type of a column",
    label = "no column is known for this type",
    note = "implement `aludel::ColumnType` for it, write the column's type as in `#[model(type = \"point\")]`, or leave \
            the field out with `#[model(skip)]`",
    note = "types of chrono, time, uuid, rust_decimal and serde_json need the feature of aludel with that name"
)]
pub trait ColumnType {
    /// Whether the column may be NULL.
    const NULLABLE: bool = false;

    /// The type of the column.
    fn column_type() -> schema::ColumnType;
}

impl<T: ColumnType> ColumnType for Option<T> {
    const NULLABLE: bool = true;

    fn column_type() -> schema::ColumnType {
        T::column_type()
    }
}

/// Implements [`ColumnType`] for Rust types, each with its column.
macro_rules! columns {
    ($($rust:ty => $column:expr;)*) => {
        $(impl $crate::ColumnType for $rust {
            fn column_type() -> aludel_core::schema::ColumnType {
                $column
            }
        })*
    };
}

columns! {
    bool => schema::ColumnType::Boolean;
    i8 => integer(IntegerWidth::Tiny);
    i16 => integer(IntegerWidth::Small);
    i32 => integer(IntegerWidth::Regular);
    i64 => integer(IntegerWidth::Big);
    u8 => unsigned(IntegerWidth::Tiny);
    u16 => unsigned(IntegerWidth::Small);
    u32 => unsigned(IntegerWidth::Regular);
    u64 => unsigned(IntegerWidth::Big);
    f32 => schema::ColumnType::Real;
    f64 => schema::ColumnType::Double;
    String => schema::ColumnType::text();
    Box<str> => schema::ColumnType::text();
    Arc<str> => schema::ColumnType::text();
    Cow<'_, str> => schema::ColumnType::text();
    Vec<u8> => schema::ColumnType::blob();
    Box<[u8]> => schema::ColumnType::blob();
}

fn integer(width: IntegerWidth) -> schema::ColumnType {
    schema::ColumnType::Integer { width, unsigned: false }
}

fn unsigned(width: IntegerWidth) -> schema::ColumnType {
    schema::ColumnType::Integer { width, unsigned: true }
}
