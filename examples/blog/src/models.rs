//! The models: what the database should look like.

use serde::{Deserialize, Serialize};

/// What a user may do.
#[derive(aludel::Model, sqlx::FromRow, Serialize)]
#[model(table = "roles")]
pub struct Role {
    #[model(primary_key, auto_increment)]
    pub id: i32,
    #[model(length = 64, unique)]
    pub name: String,
}

/// A person who can sign in.
#[derive(aludel::Model, sqlx::FromRow, Serialize, Deserialize)]
#[model(table = "users")]
pub struct User {
    #[model(primary_key, auto_increment)]
    #[serde(default)]
    pub id: i32,
    #[model(length = 64, unique, index)]
    pub username: String,
    #[model(references = "roles.id", on_delete = "set null")]
    pub role_id: Option<i32>,
}
