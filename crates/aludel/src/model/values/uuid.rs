//! Identifiers of uuid.

use aludel_core::schema::ColumnType;

columns! {
    ::uuid::Uuid => ColumnType::Uuid;
}
