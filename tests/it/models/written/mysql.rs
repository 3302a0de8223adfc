//! The tables of a database (mysql), as `inspect --rust` found them. A check against that
//! database finds no difference; what is changed here becomes the next revision.
//!
//! Needs the features `chrono`, `rust_decimal`, `serde_json` of `aludel`, and the crates of that name.

use aludel::{Model, SqlEnum};

/// All of them, for `Migrate::models`.
pub fn models() -> aludel::Models {
    aludel::models![Code, Line, Order, Part, Role, User].view(grown_up())
}

#[derive(Debug, Clone, Model)]
#[model(table = "codes", with = more_of_code)]
pub struct Code {
    pub code: String,
}

#[derive(Debug, Clone, Model)]
#[model(table = "lines", primary_key("line", "id"))]
pub struct Line {
    pub id: i32,
    pub line: i32,
}

#[derive(Debug, Clone, Model)]
#[model(
    table = "order",
    engine = "MyISAM",
    collation = "latin1_swedish_ci",
    row_format = "dynamic",
    primary_key("line", "id")
)]
pub struct Order {
    pub id: i32,
    pub line: i32,
    pub r#type: Option<String>,
}

#[derive(Debug, Clone, Model)]
#[model(
    table = "parts",
    foreign_key(
        name = "whole",
        columns("line", "id"),
        references("lines.line", "lines.id"),
        on_delete = "cascade"
    )
)]
pub struct Part {
    pub id: Option<i32>,
    pub line: Option<i32>,
}

/// Who may do what.
#[derive(Debug, Clone, Model)]
#[model(
    table = "roles",
    index(name = "shared", columns("kind")),
    index(name = "uq_roles_name", columns("name"), unique),
    comment
)]
pub struct Role {
    #[model(primary_key, auto_increment)]
    pub id: u32,
    #[model(length = 64)]
    pub name: String,
    #[model(default = "reader")]
    pub kind: RoleKind,
    /// Of films
    #[model(comment)]
    pub rating: Option<RoleRating>,
    #[model(type = "SET('read', 'write')")]
    pub may: Option<String>,
}

#[derive(Debug, Clone, Model)]
#[model(
    table = "users",
    check(name = "small", expr = "`tiny` < 200"),
    index(name = "shared", columns("country")),
    index(name = "words", columns("about"), method = "fulltext"),
    with = more_of_user
)]
pub struct User {
    #[model(primary_key, auto_increment)]
    pub id: i64,
    /// Where letters go
    #[model(length = 190, unique, index, comment)]
    pub email: String,
    #[model(type = "CHAR(2)", collation = "latin1_german1_ci", charset = "latin1")]
    pub country: Option<String>,
    #[model(type = "LONGTEXT")]
    pub about: Option<String>,
    #[model(default = 3)]
    pub tiny: u8,
    #[model(type = "MEDIUMINT")]
    pub medium: Option<i32>,
    #[model(default = true)]
    pub active: bool,
    #[model(default = -0.5)]
    pub score: Option<f64>,
    #[model(precision = 12, scale = 2, default = 0.00)]
    pub balance: rust_decimal::Decimal,
    #[model(type = "BINARY(16)")]
    pub token: Option<Vec<u8>>,
    #[model(type = "MEDIUMBLOB")]
    pub picture: Option<Vec<u8>>,
    #[model(length = 20)]
    pub name: Option<Vec<u8>>,
    #[model(type = "BIT(4)")]
    pub flags: Option<Vec<u8>>,
    pub born: Option<chrono::NaiveDate>,
    #[model(type = "year")]
    pub year: Option<u16>,
    #[model(precision = 3)]
    pub wakes: Option<chrono::NaiveTime>,
    #[model(precision = 0, default_expr = "CURRENT_TIMESTAMP")]
    pub created: chrono::NaiveDateTime,
    #[model(
        precision = 3,
        default_expr = "CURRENT_TIMESTAMP(3)",
        on_update_expr = "CURRENT_TIMESTAMP(3)"
    )]
    pub updated: Option<chrono::DateTime<chrono::Utc>>,
    pub settings: Option<serde_json::Value>,
    #[model(generated = "`tiny` * 2", virtual)]
    pub twice: Option<i32>,
    #[model(generated = "`tiny` * 3")]
    pub thrice: Option<i32>,
    #[model(references = "roles.id", on_delete = "set null", on_update = "cascade")]
    pub role_id: Option<u32>,
    #[model(references = "users.id", foreign_key = "inviter")]
    pub invited_by: Option<i64>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, SqlEnum)]
#[sql_enum(name = "role_kind", rename_all = "snake_case")]
pub enum RoleKind {
    Reader,
    ChiefEditor,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, SqlEnum)]
#[sql_enum(name = "role_rating")]
pub enum RoleRating {
    G,
    #[sql_enum(rename = "PG")]
    Pg,
    #[sql_enum(rename = "PG-13")]
    Pg13,
    #[sql_enum(rename = "18+")]
    V18,
}

/// What no attribute says of [`Code`].
fn more_of_code() -> aludel::op::TableBuilder {
    use aludel::op::*;

    table("codes").primary_key(primary_key(["code"]).prefix("code", 10))
}

/// What no attribute says of [`User`].
fn more_of_user() -> aludel::op::TableBuilder {
    use aludel::op::*;

    table("users")
        .column(
            column("country")
                .char(2)
                .nullable()
                .charset("latin1")
                .collation("latin1_german1_ci"),
        )
        .index(index([part("about").prefix(20), part("active")]).name("beginning"))
        .index(index([part("created").desc(), part("id")]).name("newest"))
}

/// The view `grown_up`.
fn grown_up() -> aludel::op::ViewBuilder {
    use aludel::op::*;

    view(
        "grown_up",
        "select `users`.`id` AS `id`,`users`.`email` AS `email` from `users` where (`users`.`tiny` >= 18)",
    )
    .depends_on(["users"])
}
