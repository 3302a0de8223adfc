//! Whether a literal can be the default of a column, for the types that the macro could not see.

use aludel_core::schema::{ColumnType, IntegerWidth, Literal};

/// What is wrong with a literal as the default of a column of a type.
pub(super) fn check(literal: &Literal, ty: &ColumnType) -> Result<(), String> {
    match expected(ty) {
        Some(expected) if !expected.fits(literal) => {
            Err(format!("has the default {}, but is {ty}; write {}", shown(literal), expected.usage()))
        }
        Some(_) | None => check_value(literal, ty),
    }
}

/// The kind of literal that a column takes.
enum Expected {
    Boolean,
    Number,
    Text,
    Bytes,
}

impl Expected {
    fn fits(&self, literal: &Literal) -> bool {
        match self {
            Self::Boolean => matches!(literal, Literal::Boolean(_)),
            Self::Number => matches!(literal, Literal::Number(_)),
            Self::Text => matches!(literal, Literal::Text(_)),
            Self::Bytes => matches!(literal, Literal::Bytes(_)),
        }
    }

    fn usage(&self) -> &'static str {
        match self {
            Self::Boolean => "`default = true` or `default = false`",
            Self::Number => "`default = 0`, without quotes",
            Self::Text => "`default = \"text\"`, in quotes",
            Self::Bytes => "`default = b\"bytes\"`",
        }
    }
}

/// The kind of literal that a type takes; `None` where that is for the database to say.
fn expected(ty: &ColumnType) -> Option<Expected> {
    match ty {
        ColumnType::Boolean => Some(Expected::Boolean),
        ColumnType::Integer { .. } | ColumnType::Real | ColumnType::Double | ColumnType::Numeric { .. } => {
            Some(Expected::Number)
        }
        ColumnType::Char { .. }
        | ColumnType::Varchar { .. }
        | ColumnType::Text { .. }
        | ColumnType::Date
        | ColumnType::Time { .. }
        | ColumnType::Timestamp { .. }
        | ColumnType::Interval { .. }
        | ColumnType::Uuid
        | ColumnType::Json
        | ColumnType::Jsonb
        | ColumnType::Enum { .. }
        | ColumnType::Set { .. }
        | ColumnType::Inet
        | ColumnType::Cidr
        | ColumnType::MacAddr => Some(Expected::Text),
        ColumnType::Binary { .. } | ColumnType::Varbinary { .. } | ColumnType::Blob { .. } => Some(Expected::Bytes),
        ColumnType::Bit { .. } | ColumnType::Array { .. } | ColumnType::Raw { .. } => None,
    }
}

fn check_value(literal: &Literal, ty: &ColumnType) -> Result<(), String> {
    match (literal, ty) {
        (Literal::Number(number), ColumnType::Integer { width, unsigned }) => {
            check_integer(number, *width, *unsigned, ty)
        }
        (
            Literal::Text(text),
            ColumnType::Varchar { length: Some(length) } | ColumnType::Char { length: Some(length) },
        ) if text.chars().count() > usize::try_from(*length).unwrap_or(usize::MAX) => {
            Err(format!("has the default {text:?}, which is longer than {length}; shorten it, or raise `length`"))
        }
        (Literal::Text(text), ColumnType::Enum { values, .. }) if !values.contains(text) => {
            Err(format!("has the default {text:?}, which is none of {values:?}"))
        }
        _ => Ok(()),
    }
}

fn check_integer(number: &str, width: IntegerWidth, unsigned: bool, ty: &ColumnType) -> Result<(), String> {
    let bits = width.bits();
    let (lowest, highest) =
        if unsigned { (0, (1_i128 << bits) - 1) } else { (-(1_i128 << (bits - 1)), (1_i128 << (bits - 1)) - 1) };
    match number.parse::<i128>() {
        Ok(number) if (lowest..=highest).contains(&number) => Ok(()),
        Ok(_) => Err(format!("has the default {number}, but is {ty}, which goes from {lowest} to {highest}")),
        Err(_) => Err(format!("has the default {number}, but is {ty}; write a whole number")),
    }
}

fn shown(literal: &Literal) -> String {
    match literal {
        Literal::Null => String::from("NULL"),
        Literal::Boolean(value) => value.to_string(),
        Literal::Number(number) => number.clone(),
        Literal::Text(text) => format!("{text:?}"),
        Literal::Bytes(bytes) => format!("of {} bytes", bytes.len()),
    }
}
