//! What sqlx knows of a Rust type, asked of the compiler.

use std::marker::PhantomData;

use sqlx::{Database, Decode, Encode, Type};

/// `Known::<T, Client>::YES` is true where the client reads and writes the type.
pub(super) struct Known<T, DB>(PhantomData<(T, DB)>);

impl<T, DB: Database> Known<T, DB>
where
    T: Type<DB> + for<'q> Encode<'q, DB> + for<'r> Decode<'r, DB>,
{
    pub(super) const YES: bool = true;
}

/// An inherent constant is found before this one, so it counts where that is not there.
pub(super) trait Otherwise {
    const YES: bool = false;
}

impl<T, DB> Otherwise for Known<T, DB> {}
