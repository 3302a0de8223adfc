//! Identifiers, JSON and enums.

use aludel::SqlEnum;
use serde_json::{Value, json};
use sqlx::types::Json;
use uuid::Uuid;

#[derive(Clone, Copy, Debug, PartialEq, SqlEnum, sqlx::Type)]
#[sqlx(type_name = "mood", rename_all = "snake_case")]
pub(super) enum Mood {
    Sad,
    #[sqlx(rename = "it's \"ok\"")]
    Ok,
    VeryHappy,
}

columns! {
    values_of_other_crates_come_back {
        identifier: Uuid = [Uuid::nil(), Uuid::max(), "67e55044-10b1-426f-9247-bb680e5fe0c8".parse().unwrap()]
            on Sqlite "BLOB", MySql "BINARY(16)", Postgres "uuid";
        any_json: Value = [Value::Null, json!({}), json!([]), json!(""), json!(-0.5), json!({"it's": ["\"😀\"", null, true]})]
            on Sqlite "TEXT", MySql "JSON", Postgres "jsonb";
        typed_json: Json<Vec<String>> = [Json(vec![]), Json(vec!["\\ 😀".into()])]
            on Sqlite "TEXT", MySql "JSON", Postgres "jsonb";
        feeling: Mood = [Mood::Sad, Mood::Ok, Mood::VeryHappy] on Sqlite "TEXT", Postgres "mood";
    }
}
