//! Values in a script: what `default(..)` and rows take.

use crate::schema::Literal;

/// NULL, as a value in a row.
///
/// ```
/// use aludel_core::script::language::*;
///
/// let mut op = Operations::new("sqlite");
/// op.insert_rows("roles", ["id", "note"], [(1, Null), (2, Null)]);
/// assert_eq!(op.finish().recorded.len(), 1);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Null;

/// A number that no Rust type holds exactly, in plain decimal writing, such as `number("0.10")`.
pub fn number(text: impl Into<String>) -> Literal {
    Literal::Number(text.into())
}

/// A value of any kind, for rows whose values do not line up by type.
pub fn literal(value: impl Into<Literal>) -> Literal {
    value.into()
}

impl From<Null> for Literal {
    fn from(_: Null) -> Self {
        Self::Null
    }
}

impl From<bool> for Literal {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

impl From<&str> for Literal {
    fn from(text: &str) -> Self {
        Self::text(text)
    }
}

impl From<String> for Literal {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&[u8]> for Literal {
    fn from(bytes: &[u8]) -> Self {
        Self::Bytes(bytes.to_owned())
    }
}

impl<const N: usize> From<&[u8; N]> for Literal {
    fn from(bytes: &[u8; N]) -> Self {
        Self::Bytes(bytes.to_vec())
    }
}

impl From<Vec<u8>> for Literal {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes)
    }
}

impl<T: Into<Literal>> From<Option<T>> for Literal {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

macro_rules! numbers {
    ($($number:ty)*) => {
        $(impl From<$number> for Literal {
            fn from(number: $number) -> Self {
                Self::number(number)
            }
        })*
    };
}

numbers!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize f32 f64);
