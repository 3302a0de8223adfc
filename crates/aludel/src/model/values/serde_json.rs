//! JSON, as a value or as any type that serde reads.

use aludel_core::schema::ColumnType;

columns! {
    ::serde_json::Value => ColumnType::Jsonb;
}

impl<T> crate::ColumnType for sqlx::types::Json<T> {
    fn column_type() -> ColumnType {
        ColumnType::Jsonb
    }
}
