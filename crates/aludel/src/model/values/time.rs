//! Days and times of time.

use aludel_core::schema::ColumnType;

columns! {
    ::time::Date => ColumnType::Date;
    ::time::Time => ColumnType::Time { precision: None, zoned: false };
    ::time::PrimitiveDateTime => ColumnType::timestamp();
    ::time::OffsetDateTime => ColumnType::timestamp_zoned();
}
