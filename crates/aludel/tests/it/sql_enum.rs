//! Enums beside sqlx's own derive.

use aludel::schema::{ColumnType as Column, EnumType};
use aludel::{ColumnType as _, Model, SqlEnum, models};

#[derive(Clone, Copy, Debug, PartialEq, SqlEnum, sqlx::Type)]
#[sqlx(type_name = "mood", rename_all = "snake_case")]
#[sql_enum(name = "mood", rename_all = "snake_case")]
enum Mood {
    Sad,
    #[sqlx(rename = "ok")]
    #[sql_enum(rename = "ok")]
    SoSo,
    VeryHappy,
}

#[derive(Debug, PartialEq, SqlEnum, sqlx::Type)]
#[sqlx(type_name = "auth.user_kind", rename_all = "SCREAMING_SNAKE_CASE")]
enum Kind {
    ReadOnly,
    #[sqlx(rename = "rw")]
    ReadWrite,
}

#[derive(SqlEnum)]
#[sql_enum(schema = "auth")]
enum ShirtSize {
    S,
    XL,
}

#[derive(Model)]
struct Person {
    #[model(primary_key)]
    id: i32,
    #[model(default = "ok")]
    mood: Mood,
    mood_before: Option<Mood>,
    kind: Kind,
}

/// What sqlx writes for a value on PostgreSQL.
fn written(mood: Mood) -> String {
    let mut buffer = sqlx::postgres::PgArgumentBuffer::default();
    let _null = sqlx::Encode::<sqlx::Postgres>::encode_by_ref(&mood, &mut buffer).unwrap();
    String::from_utf8(buffer.to_vec()).unwrap()
}

#[test]
fn values_are_those_that_sqlx_writes() {
    assert_eq!(Mood::VALUES, ["sad", "ok", "very_happy"]);
    for mood in [Mood::Sad, Mood::SoSo, Mood::VeryHappy] {
        assert_eq!(mood.as_str(), written(mood));
        assert_eq!(mood.as_str().parse(), Ok(mood));
    }
}

#[test]
fn names_are_taken_from_sqlx_or_from_the_enum() {
    assert_eq!(Kind::VALUES, ["READ_ONLY", "rw"]);
    assert_eq!(Kind::column_type(), EnumType::new(("auth", "user_kind"), ["READ_ONLY", "rw"]).column_type());
    assert_eq!(ShirtSize::column_type(), EnumType::new(("auth", "shirt_size"), ["S", "XL"]).column_type());
    assert!("readonly".parse::<Kind>().is_err());
    assert_eq!(Kind::try_from(String::from("rw")), Ok(Kind::ReadWrite));
}

#[test]
fn a_model_brings_the_enum_types_of_its_columns() {
    let schema = models![Person].schema().unwrap();
    let names: Vec<String> = schema.enum_types.iter().map(|enum_type| enum_type.name.to_string()).collect();
    assert_eq!(names, ["mood", "auth.user_kind"]);
    assert_eq!(schema.namespaces.into_iter().collect::<Vec<_>>(), ["auth"]);
    let person = schema.tables.iter().next().unwrap();
    assert!(matches!(person.columns.get("mood_before").unwrap().ty, Column::Enum { .. }));
}
