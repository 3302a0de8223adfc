//! Defaults as attributes, where a derive takes them.

use super::super::expression::Expression;
use super::super::literal::{literal, text, word};
use super::given;
use crate::schema::{ColumnType, DefaultValue, Literal};

/// The attribute for a default, and what it stands for; `None` where none can say it. The type is that of the column that
/// the Rust type makes; a column whose type is spelled out takes any literal.
pub(super) fn default(value: &DefaultValue, ty: Option<&ColumnType>) -> Option<(Expression, DefaultValue)> {
    match value {
        DefaultValue::Expression(sql) if sql.trim().is_empty() => None,
        DefaultValue::Expression(sql) => Some((given("default_expr", text(sql)), value.clone())),
        DefaultValue::Literal(value) => {
            let value = as_truth(value, ty).unwrap_or_else(|| value.clone());
            let words = written(&value).filter(|_| ty.is_none_or(|ty| fits(&value, ty)))?;
            Some((given("default", words), DefaultValue::Literal(value)))
        }
    }
}

/// What a number means that is the default of a column of truth values.
fn as_truth(value: &Literal, ty: Option<&ColumnType>) -> Option<Literal> {
    match (value, ty?) {
        (Literal::Number(digits), ColumnType::Boolean) if digits == "0" => Some(Literal::Boolean(false)),
        (Literal::Number(digits), ColumnType::Boolean) if digits == "1" => Some(Literal::Boolean(true)),
        _ => None,
    }
}

/// The literal as Rust has it, unless Rust would read it as another one.
fn written(value: &Literal) -> Option<Expression> {
    match value {
        Literal::Null => None,
        Literal::Number(digits) => is_number(digits).then(|| word(digits)),
        Literal::Boolean(_) | Literal::Text(_) | Literal::Bytes(_) => Some(literal(value)),
    }
}

/// True for digits that a literal of Rust keeps as they are.
fn is_number(digits: &str) -> bool {
    let digits = digits.strip_prefix('-').unwrap_or(digits);
    let (whole, fraction) = digits.split_once('.').map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    all_digits(whole) && (whole == "0" || !whole.starts_with('0')) && fraction.is_none_or(all_digits)
}

/// True for a literal that the derive takes as the default of a column.
fn fits(value: &Literal, ty: &ColumnType) -> bool {
    use ColumnType as Ty;
    match (value, ty) {
        (Literal::Boolean(_), Ty::Boolean) | (Literal::Number(_), Ty::Real | Ty::Double | Ty::Numeric { .. }) => true,
        (Literal::Number(digits), Ty::Integer { width, unsigned }) => {
            let bits = width.bits();
            let range =
                if *unsigned { 0..=(1_i128 << bits) - 1 } else { -(1_i128 << (bits - 1))..=(1_i128 << (bits - 1)) - 1 };
            digits.parse().is_ok_and(|number: i128| range.contains(&number))
        }
        (Literal::Text(text), Ty::Char { length: Some(length) } | Ty::Varchar { length: Some(length) }) => {
            u32::try_from(text.chars().count()).is_ok_and(|count| count <= *length)
        }
        (Literal::Text(text), Ty::Enum { values, .. }) => values.contains(text),
        (
            Literal::Text(_),
            Ty::Char { .. }
            | Ty::Varchar { .. }
            | Ty::Text { .. }
            | Ty::Date
            | Ty::Time { .. }
            | Ty::Timestamp { .. }
            | Ty::Uuid
            | Ty::Json
            | Ty::Jsonb,
        ) => true,
        (Literal::Bytes(_), Ty::Binary { .. } | Ty::Varbinary { .. } | Ty::Blob { .. }) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_rust_reads_back_is_written_as_a_number() {
        for digits in ["0", "-1", "42", "0.50", "-3.25"] {
            assert!(is_number(digits), "{digits}");
        }
        for digits in ["007", "1e5", "+1", ".5", "5.", "", "-", "1_000", "0x10", "NaN"] {
            assert!(!is_number(digits), "{digits}");
        }
    }

    #[test]
    fn a_literal_fits_its_column() {
        let small = ColumnType::small_integer();
        assert!(fits(&Literal::number(-32768), &small) && !fits(&Literal::number(32768), &small));
        assert!(!fits(&Literal::text("1"), &small));
        assert!(!fits(&Literal::text("long"), &ColumnType::varchar(3)));
        let truth = default(&DefaultValue::Literal(Literal::number(1)), Some(&ColumnType::Boolean)).unwrap();
        assert_eq!(truth.1, DefaultValue::Literal(Literal::Boolean(true)));
    }
}
