//! UUIDs in databases that keep their sixteen bytes: people write them as text, and drivers bind and read the bytes.

use std::borrow::Cow;

use crate::schema::{Column, ColumnType, DefaultValue, Literal, Table};

/// The default of a column, a UUID as its bytes.
pub(super) fn default(column: &Column) -> Option<Cow<'_, DefaultValue>> {
    let default = column.default.as_ref()?;
    Some(match default {
        DefaultValue::Literal(literal) => match stored(literal, &column.ty) {
            Some(bytes) => Cow::Owned(DefaultValue::Literal(bytes)),
            None => Cow::Borrowed(default),
        },
        DefaultValue::Expression(_) => Cow::Borrowed(default),
    })
}

/// Rows of a table, their UUIDs as bytes where the columns are known.
pub(super) fn rows<'a>(table: Option<&Table>, columns: &[String], rows: &'a [Vec<Literal>]) -> Cow<'a, [Vec<Literal>]> {
    let ty = |name: &String| Some(&table?.columns.get(name.as_str())?.ty);
    let types: Vec<Option<&ColumnType>> = columns.iter().map(ty).collect();
    if !types.contains(&Some(&ColumnType::Uuid)) {
        return Cow::Borrowed(rows);
    }
    let value = |(place, literal): (usize, &Literal)| {
        let ty = types.get(place).copied().flatten();
        ty.and_then(|ty| stored(literal, ty)).unwrap_or_else(|| literal.clone())
    };
    rows.iter().map(|row| row.iter().enumerate().map(value).collect()).collect()
}

/// The bytes of a UUID that is written as text; `None` where the literal is to stay what it is.
fn stored(literal: &Literal, ty: &ColumnType) -> Option<Literal> {
    match (literal, ty) {
        (Literal::Text(text), ColumnType::Uuid) => bytes(text).map(Literal::Bytes),
        _ => None,
    }
}

/// The sixteen bytes, from hexadecimal digits with hyphens between them or without, in braces or without.
fn bytes(text: &str) -> Option<Vec<u8>> {
    let text = text.trim();
    let text = text.strip_prefix('{').and_then(|text| text.strip_suffix('}')).unwrap_or(text);
    let digits: Option<Vec<u8>> = text
        .chars()
        .filter(|character| *character != '-')
        .map(|character| character.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect();
    let pairs = digits.filter(|digits| digits.len() == 32)?;
    pairs.chunks(2).map(|pair| if let [high, low] = pair { Some(high * 16 + low) } else { None }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "67e55044-10b1-426f-9247-bb680e5fe0c8";

    fn known() -> Literal {
        Literal::Bytes(vec![
            0x67, 0xe5, 0x50, 0x44, 0x10, 0xb1, 0x42, 0x6f, 0x92, 0x47, 0xbb, 0x68, 0x0e, 0x5f, 0xe0, 0xc8,
        ])
    }

    #[test]
    fn each_way_of_writing_one_is_the_same_bytes() {
        for text in [TEXT, "{67E55044-10B1-426F-9247-BB680E5FE0C8}", " 67e5504410b1426f9247bb680e5fe0c8 "] {
            assert_eq!(stored(&Literal::text(text), &ColumnType::Uuid), Some(known()), "{text}");
        }
    }

    #[test]
    fn anything_else_stays_what_it_is() {
        for text in ["", "67e55044", "é7e55044-10b1-426f-9247-bb680e5fe0c8", "67e55044-10b1-426f-9247-bb680e5fe0c8a"] {
            assert_eq!(stored(&Literal::text(text), &ColumnType::Uuid), None, "{text}");
        }
        assert_eq!(stored(&Literal::text(TEXT), &ColumnType::text()), None);
        assert_eq!(stored(&Literal::Null, &ColumnType::Uuid), None);
    }

    #[test]
    fn rows_are_written_by_the_types_of_their_columns() {
        let table =
            Table::new("t").column(Column::new("id", ColumnType::Uuid)).column(Column::new("text", ColumnType::text()));
        let columns = ["text".to_owned(), "id".to_owned(), "missing".to_owned()];
        let row = vec![Literal::text(TEXT); 3];
        let written = rows(Some(&table), &columns, std::slice::from_ref(&row));
        assert_eq!(written[0], [Literal::text(TEXT), known(), Literal::text(TEXT)]);
        assert_eq!(rows(None, &columns, std::slice::from_ref(&row))[0], row);
    }
}
