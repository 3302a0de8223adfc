//! Enums that are no enum type.

use aludel::SqlEnum;

#[derive(SqlEnum)]
struct Struct;

#[derive(SqlEnum)]
enum Empty {}

#[derive(SqlEnum)]
enum Data {
    A,
    B(i32),
    C { x: i32 },
}

#[derive(SqlEnum)]
enum Generic<T> {
    A(T),
}

#[derive(SqlEnum)]
#[repr(i32)]
enum Number {
    A = 1,
}

#[derive(SqlEnum)]
#[sql_enum(rename_al = "snake_case")]
enum Word {
    #[sql_enum(renam = "a")]
    A,
}

#[derive(SqlEnum)]
#[sql_enum(rename_all = "SnakeCase")]
enum Case {
    A,
}

#[derive(SqlEnum)]
enum Twice {
    A,
    #[sql_enum(rename = "A")]
    B,
}

#[derive(SqlEnum, sqlx::Type)]
#[sqlx(type_name = "mood", rename_all = "snake_case")]
#[sql_enum(name = "moods", rename_all = "lowercase")]
enum Differ {
    #[sqlx(rename = "sad")]
    #[sql_enum(rename = "bad")]
    Sad,
}

fn main() {}
