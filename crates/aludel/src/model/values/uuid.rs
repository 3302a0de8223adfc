//! Identifiers of uuid.

use aludel_core::schema::ColumnType;

use crate::model::column_type::columns;

columns! {
    ::uuid::Uuid => ColumnType::Uuid;
}
