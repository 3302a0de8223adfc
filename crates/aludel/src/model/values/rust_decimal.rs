//! Exact numbers of rust_decimal.

use aludel_core::schema::ColumnType;

use crate::model::column_type::columns;

columns! {
    ::rust_decimal::Decimal => ColumnType::Numeric { precision: None, scale: None };
}
