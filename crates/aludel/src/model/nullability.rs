//! Whether a type that need not be a [`ColumnType`](crate::ColumnType) is an `Option`.
//!
//! A column whose type is spelled out may be of any Rust type. An inherent constant is found before one of a trait, so
//! `Nullability::<T>::NULLABLE` is true for an `Option`, behind an alias too, and false for all else.

use std::marker::PhantomData;

/// Tells an `Option` from other types.
pub struct Nullability<T>(PhantomData<T>);

impl<T> Nullability<Option<T>> {
    /// An `Option` may be NULL.
    pub const NULLABLE: bool = true;
}

/// What holds for all types but `Option`.
pub trait NeverNull {
    /// Such a type is never NULL.
    const NULLABLE: bool = false;
}

impl<T> NeverNull for Nullability<T> {}
