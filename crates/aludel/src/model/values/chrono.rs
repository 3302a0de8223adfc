//! Days and times of chrono.

use aludel_core::schema::ColumnType;

columns! {
    ::chrono::NaiveDate => ColumnType::Date;
    ::chrono::NaiveTime => ColumnType::Time { precision: None, zoned: false };
    ::chrono::NaiveDateTime => ColumnType::timestamp();
    ::chrono::DateTime<::chrono::Utc> => ColumnType::timestamp_zoned();
    ::chrono::DateTime<::chrono::Local> => ColumnType::timestamp_zoned();
    ::chrono::DateTime<::chrono::FixedOffset> => ColumnType::timestamp_zoned();
}
