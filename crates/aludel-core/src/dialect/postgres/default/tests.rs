use proptest::prelude::*;

use super::*;
use crate::schema::EnumType;

#[track_caller]
fn check(printed: &str, ty: &ColumnType, literal: Literal) {
    assert_eq!(parsed(printed, ty), Some(DefaultValue::Literal(literal)), "{printed}");
}

fn expression(sql: &str) -> Option<DefaultValue> {
    Some(DefaultValue::Expression(sql.to_owned()))
}

#[test]
fn values_are_read_from_what_the_server_prints() {
    check("'draft'::character varying", &ColumnType::varchar(20), Literal::text("draft"));
    check("'it''s'::text", &ColumnType::text(), Literal::text("it's"));
    check("'ab'::bpchar", &ColumnType::Char { length: Some(3) }, Literal::text("ab"));
    check("7", &ColumnType::integer(), Literal::number(7));
    check("'-1'::integer", &ColumnType::integer(), Literal::number("-1"));
    check("'-1.50'::numeric", &ColumnType::numeric(10, 2), Literal::number("-1.50"));
    check("(0)::numeric", &ColumnType::numeric(10, 2), Literal::number(0));
    check("'1000'::numeric", &ColumnType::Double, Literal::number(1000));
    check("true", &ColumnType::Boolean, Literal::Boolean(true));
    check("'\\x00ff'::bytea", &ColumnType::blob(), Literal::Bytes(vec![0, 255]));
    check("'sad'::auth.\"mood\"", &EnumType::new(("auth", "mood"), ["sad"]).column_type(), Literal::text("sad"));
    check("'{}'::jsonb", &ColumnType::Jsonb, Literal::text("{}"));
    check("'{}'::integer[]", &ColumnType::array(ColumnType::integer()), Literal::text("{}"));
    check(
        "'10:00:00'::time without time zone",
        &ColumnType::Time { precision: Some(3), zoned: false },
        Literal::text("10:00:00"),
    );
}

#[test]
fn null_is_no_default() {
    assert_eq!(parsed("NULL::character varying", &ColumnType::varchar(3)), None);
    assert_eq!(canonical(&DefaultValue::Literal(Literal::Null), &ColumnType::text()), None);
}

#[test]
fn what_computes_something_is_an_expression() {
    assert_eq!(parsed("(now())", &ColumnType::timestamp()), expression("now()"));
    assert_eq!(parsed("('a'::text || 'b'::text)", &ColumnType::text()), expression("'a'::text || 'b'::text"));
    assert_eq!(parsed("'now'::text", &ColumnType::timestamp()), expression("'now'::text"));
    assert_eq!(parsed("(1.7)::integer", &ColumnType::integer()), expression("(1.7)::integer"));
    assert_eq!(parsed("'abc'::character varying(2)", &ColumnType::text()), expression("'abc'::character varying(2)"));
}

#[test]
fn values_of_one_meaning_have_one_form() {
    let same = |one: Literal, other: Literal, ty: &ColumnType| {
        let one = canonical(&DefaultValue::Literal(one), ty);
        assert_eq!(one, canonical(&DefaultValue::Literal(other), ty));
    };
    same(Literal::number("1.50"), Literal::number("1.5"), &ColumnType::numeric(4, 2));
    same(Literal::number("1e3"), Literal::number("+1000.0"), &ColumnType::Double);
    same(Literal::number("-0.0"), Literal::number("0"), &ColumnType::Double);
    same(Literal::number(1), Literal::Boolean(true), &ColumnType::Boolean);
    same(Literal::Boolean(false), Literal::number(0), &ColumnType::integer());
    same(Literal::number(5), Literal::text("5"), &ColumnType::text());
    same(Literal::text("abc"), Literal::Bytes(b"abc".to_vec()), &ColumnType::blob());
    same(Literal::text("{\"b\":1, \"a\":2}"), Literal::text("{\"a\": 2, \"b\": 1}"), &ColumnType::Jsonb);
    same(
        Literal::text("{A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11}"),
        Literal::text("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
        &ColumnType::Uuid,
    );
}

#[test]
fn a_value_that_was_written_as_an_expression_is_a_value() {
    let written = DefaultValue::Expression("'draft'".into());
    assert_eq!(canonical(&written, &ColumnType::text()), Some(DefaultValue::Literal(Literal::text("draft"))));
}

#[test]
fn what_is_not_simple_is_written_in_parentheses() {
    let spelled = |sql: &str| spelled(&DefaultValue::Expression(sql.into()), &ColumnType::text());
    assert_eq!(spelled("now()"), "now()");
    assert_eq!(spelled("a || b"), "(a || b)");
    assert_eq!(spelled("((a || b))"), "(a || b)");
}

#[test]
fn decimals() {
    for (text, expected) in
        [("007", "7"), ("1.230", "1.23"), (".5", "0.5"), ("12e-3", "0.012"), ("-1.5E2", "-150"), ("0e5", "0")]
    {
        assert_eq!(decimal(text).as_deref(), Some(expected), "{text}");
    }
    for text in ["", ".", "x", "1e999999999", "1.2.3", "e5", "--1"] {
        assert_eq!(decimal(text), None, "{text}");
    }
}

fn any_type() -> impl Strategy<Value = ColumnType> {
    prop::sample::select(vec![
        ColumnType::Boolean,
        ColumnType::integer(),
        ColumnType::Double,
        ColumnType::numeric(5, 2),
        ColumnType::text(),
        ColumnType::varchar(5),
        ColumnType::blob(),
        ColumnType::timestamp(),
        ColumnType::Uuid,
        ColumnType::Jsonb,
        ColumnType::Inet,
        ColumnType::array(ColumnType::integer()),
        EnumType::new("mood", ["a", "b"]).column_type(),
        ColumnType::Raw { sql: "citext".into() },
    ])
}

proptest! {
    #[test]
    fn any_text_has_one_canonical_form(
        text in "([a-zA-Z0-9 ()'\"$\\-+\\\\:;.é{}]|::(text|numeric|bytea|mood)|NULL|true){0,12}",
        ty in any_type(),
    ) {
        let written = [DefaultValue::Expression(text.clone()), DefaultValue::Literal(Literal::Text(text.clone())),
            DefaultValue::Literal(Literal::Number(text))];
        for default in written {
            if let Some(once) = canonical(&default, &ty) {
                let twice = canonical(&once, &ty);
                prop_assert_eq!(twice, Some(once));
            }
        }
    }
}
