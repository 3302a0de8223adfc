//! The column that each Rust type needs.

use std::borrow::Cow;
use std::sync::Arc;

use aludel::ColumnType;
use aludel::schema::ColumnType as Column;

#[track_caller]
fn check<T: ColumnType>(expected: Column) {
    assert_eq!(T::column_type(), expected);
    assert!(!T::NULLABLE);
    assert_eq!(Option::<T>::column_type(), expected);
    const { assert!(Option::<T>::NULLABLE) };
}

#[test]
fn numbers_text_and_bytes() {
    check::<bool>(Column::Boolean);
    check::<i16>(Column::small_integer());
    check::<i32>(Column::integer());
    check::<i64>(Column::big_integer());
    check::<f32>(Column::Real);
    check::<f64>(Column::Double);
    check::<String>(Column::text());
    check::<Box<str>>(Column::text());
    check::<Arc<str>>(Column::text());
    check::<Cow<'static, str>>(Column::text());
    check::<Vec<u8>>(Column::blob());
    check::<Box<[u8]>>(Column::blob());
}

#[test]
fn integers_keep_size_and_sign() {
    use aludel::schema::IntegerWidth::{Big, Regular, Small, Tiny};
    let integer = |width, unsigned| Column::Integer { width, unsigned };
    check::<i8>(integer(Tiny, false));
    check::<u8>(integer(Tiny, true));
    check::<u16>(integer(Small, true));
    check::<u32>(integer(Regular, true));
    check::<u64>(integer(Big, true));
}

#[test]
fn days_and_times() {
    let time = Column::Time { precision: None, zoned: false };
    check::<chrono::NaiveDate>(Column::Date);
    check::<chrono::NaiveTime>(time.clone());
    check::<chrono::NaiveDateTime>(Column::timestamp());
    check::<chrono::DateTime<chrono::Utc>>(Column::timestamp_zoned());
    check::<chrono::DateTime<chrono::Local>>(Column::timestamp_zoned());
    check::<chrono::DateTime<chrono::FixedOffset>>(Column::timestamp_zoned());
    check::<time::Date>(Column::Date);
    check::<time::Time>(time);
    check::<time::PrimitiveDateTime>(Column::timestamp());
    check::<time::OffsetDateTime>(Column::timestamp_zoned());
}

#[test]
fn values_of_other_crates() {
    check::<uuid::Uuid>(Column::Uuid);
    check::<rust_decimal::Decimal>(Column::Numeric { precision: None, scale: None });
    check::<serde_json::Value>(Column::Jsonb);
    check::<sqlx::types::Json<Vec<u32>>>(Column::Jsonb);
}

/// Compiles only where sqlx reads and writes the type.
fn sqlx_knows<T>()
where
    T: ColumnType + sqlx::Type<sqlx::Postgres>,
    for<'a> T: sqlx::Encode<'a, sqlx::Postgres> + sqlx::Decode<'a, sqlx::Postgres>,
{
}

#[test]
fn sqlx_reads_and_writes_what_is_mapped() {
    sqlx_knows::<i8>();
    sqlx_knows::<Box<str>>();
    sqlx_knows::<Cow<'static, str>>();
    sqlx_knows::<chrono::DateTime<chrono::FixedOffset>>();
    sqlx_knows::<time::PrimitiveDateTime>();
    sqlx_knows::<rust_decimal::Decimal>();
    sqlx_knows::<uuid::Uuid>();
    sqlx_knows::<sqlx::types::Json<Vec<u32>>>();
}
