//! Exact numbers of rust_decimal.

use aludel_core::schema::ColumnType;

columns! {
    ::rust_decimal::Decimal => ColumnType::Numeric { precision: None, scale: None };
}
