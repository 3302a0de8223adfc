//! How the values of one type become values of another: the `USING` of a change of type.

use super::grammar::GRAMMAR;
use super::types::{Family, canonical, family};
use crate::dialect::SqlWriter;
use crate::schema::ColumnType;

/// The expression over a quoted column that makes values of the type spelled `ty`; `None` where the server needs none.
pub(super) fn using(column: &str, from: &ColumnType, to: &ColumnType, ty: &str) -> Option<String> {
    let (from, to) = (canonical(from), canonical(to));
    if from == to {
        return None;
    }
    let sql = || SqlWriter::new(&GRAMMAR).raw(column);
    let through = |middle: &str| sql().tight("::").tight(middle).tight("::").tight(ty);
    let cast = || sql().tight("::").tight(ty);
    let call =
        |function: &str, rest: &str| SqlWriter::new(&GRAMMAR).keyword(function).tight("(").tight(rest).tight(")");
    let expression = match (family(&from), family(&to)) {
        (Family::Number, Family::Number)
        | (Family::Text, Family::Text)
        | (Family::Moment, Family::Moment)
        | (Family::Json, Family::Json)
        | (Family::Boolean | Family::Number | Family::Moment | Family::Json | Family::Uuid, Family::Text) => {
            return None;
        }
        (Family::Number, Family::Boolean) => sql().keyword("<> 0"),
        (Family::Boolean, Family::Number) => through("integer"),
        (Family::Text, Family::Bytes) => call("convert_to", &format!("{column}, 'UTF8'")),
        (Family::Bytes, Family::Text) => call("convert_from", &format!("{column}, 'UTF8'")),
        (Family::Uuid, Family::Bytes) => call("uuid_send", column),
        (Family::Bytes, Family::Uuid) => call("encode", &format!("{column}, 'hex'")).tight("::uuid"),
        (_, Family::Bytes) => call("convert_to", &format!("{column}::text, 'UTF8'")),
        (Family::Bytes, _) => call("convert_from", &format!("{column}, 'UTF8'")).tight("::").tight(ty),
        (Family::Text, _) => cast(),
        (Family::Other, Family::Other) => cast(),
        (Family::Other, Family::Text) => through("text"),
        // A text in between reads as the same value, or as none.
        (_, _) => through("text"),
    };
    Some(expression.finish())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(from: ColumnType, to: ColumnType, ty: &str, expected: Option<&str>) {
        assert_eq!(using("\"c\"", &from, &to, ty).as_deref(), expected);
    }

    #[test]
    fn only_what_the_server_cannot_do_by_itself_is_said() {
        check(ColumnType::integer(), ColumnType::big_integer(), "bigint", None);
        check(ColumnType::varchar(5), ColumnType::text(), "text", None);
        check(ColumnType::integer(), ColumnType::text(), "text", None);
        check(ColumnType::text(), ColumnType::integer(), "integer", Some("\"c\"::integer"));
        check(ColumnType::big_integer(), ColumnType::Boolean, "boolean", Some("\"c\" <> 0"));
        check(ColumnType::Boolean, ColumnType::big_integer(), "bigint", Some("\"c\"::integer::bigint"));
        check(ColumnType::text(), ColumnType::blob(), "bytea", Some("convert_to(\"c\", 'UTF8')"));
        check(ColumnType::blob(), ColumnType::Uuid, "uuid", Some("encode(\"c\", 'hex')::uuid"));
        check(ColumnType::integer(), ColumnType::Date, "date", Some("\"c\"::text::date"));
    }
}
