//! The tables of a database (sqlite), as `inspect --rust` found them. A check against that
//! database finds no difference; what is changed here becomes the next revision.
//!
//! Needs the feature `chrono` of `aludel`, and the crate of that name.

use aludel::Model;

/// All of them, for `Migrate::models`.
pub fn models() -> aludel::Models {
    aludel::models![Role, User, OrderDetail, Options, OptionRow, Line, Part].view(grown_up())
}

#[derive(Debug, Clone, Model)]
#[model(table = "roles")]
pub struct Role {
    #[model(primary_key, auto_increment)]
    pub id: i32,
    #[model(length = 64, unique)]
    pub name: String,
    #[model(default = 0)]
    pub rank: i16,
    #[model(collation = "NOCASE", default = r#"it's a "note""#)]
    pub note: Option<String>,
}

#[derive(Debug, Clone, Model)]
#[model(
    table = "users",
    check(name = "grown", expr = "age IS NULL OR age < 200"),
    index(name = "adults", columns("email"), predicate = "age >= 18"),
    index(name = "lower_email", columns("active"), expression = "lower(email)"),
    with = more_of_user
)]
pub struct User {
    #[model(primary_key)]
    pub id: i32,
    #[model(unique, index)]
    pub email: String,
    #[model(check = "age >= 0")]
    pub age: Option<i32>,
    #[model(default = true)]
    pub active: bool,
    #[model(default = -0.5)]
    pub score: Option<f64>,
    #[model(type = "NUMERIC(10, 2)", default = 0.00)]
    pub balance: f64,
    #[model(default = b"\x00\xff\"")]
    pub token: Option<Vec<u8>>,
    pub born: Option<chrono::NaiveDate>,
    pub wakes: Option<chrono::NaiveTime>,
    #[model(default_expr = "CURRENT_TIMESTAMP", index)]
    pub created: chrono::NaiveDateTime,
    pub seen: Option<chrono::DateTime<chrono::Utc>>,
    #[model(generated = "age * 2", virtual)]
    pub twice: Option<i32>,
    #[model(generated = "age * 3")]
    pub thrice: Option<i32>,
    #[model(references = "roles.id", on_delete = "set null", on_update = "cascade")]
    pub role_id: Option<i32>,
    pub invited_by: Option<i32>,
}

#[derive(Debug, Clone, Model)]
#[model(table = "order details", with = more_of_order_detail)]
pub struct OrderDetail {
    pub r#type: String,
    #[model(column = "self")]
    pub self_: Option<String>,
    #[model(column = "1st")]
    pub _1st: Option<i32>,
    #[model(column = "a b")]
    pub a_b: Option<i32>,
    #[model(column = "a_b")]
    pub a_b_2: Option<i32>,
    #[model(column = "Größe")]
    pub größe: Option<f32>,
    #[model(type = "text")]
    pub untyped: Option<String>,
    #[model(type = "WEIRD(1)")]
    pub odd: Option<String>,
}

#[derive(Debug, Clone, Model)]
#[model(table = "options", without_rowid)]
pub struct Options {
    #[model(primary_key)]
    pub code: String,
    pub value: Option<String>,
}

#[derive(Debug, Clone, Model)]
#[model(table = "option", strict)]
pub struct OptionRow {
    #[model(primary_key)]
    pub code: String,
    #[model(type = "ANY")]
    pub value: Option<String>,
}

#[derive(Debug, Clone, Model)]
#[model(table = "lines", primary_key("number", "order"), with = more_of_line)]
pub struct Line {
    pub order: i64,
    pub number: i32,
    pub role: i32,
}

#[derive(Debug, Clone, Model)]
#[model(
    table = "parts",
    foreign_key(
        name = "whole",
        columns("number", "order"),
        references("lines.number", "lines.order"),
        on_delete = "cascade"
    )
)]
pub struct Part {
    pub order: Option<i64>,
    pub number: Option<i32>,
}

/// What no attribute says of [`User`].
fn more_of_user() -> aludel::op::TableBuilder {
    use aludel::op::*;

    table("users")
        .foreign_key(
            foreign_key(["invited_by"])
                .references("users", ["id"])
                .deferred()
                .name("inviter"),
        )
        .index(index([part("created").desc(), part("id")]).name("newest"))
}

/// What no attribute says of [`OrderDetail`].
fn more_of_order_detail() -> aludel::op::TableBuilder {
    use aludel::op::*;

    table("order details")
        .column(column("untyped").raw_type("").nullable())
        .unique(
            unique(["a b", "a_b"])
                .on_conflict(OnConflict::Replace)
                .name("both"),
        )
}

/// What no attribute says of [`Line`].
fn more_of_line() -> aludel::op::TableBuilder {
    use aludel::op::*;

    table("lines").foreign_key(
        foreign_key(["role"])
            .references("roles", ["id"])
            .on_delete(SetNull),
    )
}

/// The view `grown_up`.
fn grown_up() -> aludel::op::ViewBuilder {
    use aludel::op::*;

    view("grown_up", "SELECT id, email FROM users WHERE age >= 18").depends_on(["users"])
}
