//! The tables of a database (postgres), as `inspect --rust` found them. A check against that
//! database finds no difference; what is changed here becomes the next revision.
//!
//! Needs the features `chrono`, `rust_decimal`, `serde_json`, `uuid` of `aludel`, and the crates of that name.

use aludel::{Model, SqlEnum};

/// All of them, for `Migrate::models`.
pub fn models() -> aludel::Models {
    aludel::models![Role, Line, Order, Part, User]
        .table(bookings())
        .enum_type(size())
        .enum_type(mood())
        .enum_type(unused())
        .sequence(ticket_numbers())
        .view(counted())
        .view(grown_up())
}

/// Who may do what.
#[derive(Debug, Clone, Model)]
#[model(
    table = "roles",
    schema = "auth",
    primary_key_name = "roles_pkey",
    unique(name = "roles_name_key", columns("name")),
    comment,
    with = more_of_role
)]
pub struct Role {
    #[model(primary_key, auto_increment)]
    pub id: i32,
    /// Two lines,
    /// no less.
    #[model(length = 64, comment = "Two lines,\nno less.")]
    pub name: String,
    #[model(type = r#""auth"."size""#)]
    pub fits: Option<String>,
}

#[derive(Debug, Clone, Model)]
#[model(
    table = "lines",
    primary_key("line", "id"),
    primary_key_name = "lines_pkey"
)]
pub struct Line {
    pub id: i32,
    pub line: i32,
}

#[derive(Debug, Clone, Model)]
#[model(table = "order", unlogged)]
pub struct Order {
    pub r#type: Option<String>,
    #[model(column = "self")]
    pub self_: Option<String>,
}

#[derive(Debug, Clone, Model)]
#[model(table = "parts", with = more_of_part)]
pub struct Part {
    pub id: Option<i32>,
    pub line: Option<i32>,
}

#[derive(Debug, Clone, Model)]
#[model(
    table = "users",
    index(
        name = "adults",
        columns("email"),
        predicate = "age >= 18",
        include("age")
    ),
    index(name = "by_word", columns("words"), method = "gin"),
    index(name = "lower_email", expression = "lower(email)"),
    with = more_of_user
)]
pub struct User {
    #[model(primary_key, auto_increment)]
    pub id: i64,
    #[model(type = "integer")]
    pub number: i32,
    /// Where letters go
    #[model(unique, index, comment)]
    pub email: String,
    #[model(column = "displayName", type = "varchar", collation = "C")]
    pub display_name: Option<String>,
    #[model(type = "char(2)", default = "CH")]
    pub country: Option<String>,
    #[model(default = "just_ok")]
    pub feels: Mood,
    #[model(type = r#""mood"[]"#)]
    pub felt: Option<Vec<Mood>>,
    #[model(type = "text[]", default = "{}")]
    pub tags: Vec<String>,
    #[model(check = "age >= 0")]
    pub age: Option<i16>,
    pub height: Option<f32>,
    pub weight: Option<f64>,
    #[model(precision = 12, scale = 2, default = 0.00)]
    pub balance: rust_decimal::Decimal,
    pub anything: Option<rust_decimal::Decimal>,
    #[model(default = true)]
    pub active: bool,
    #[model(default_expr = "gen_random_uuid()")]
    pub token: Option<uuid::Uuid>,
    pub picture: Option<Vec<u8>>,
    pub born: Option<chrono::NaiveDate>,
    pub wakes: Option<chrono::NaiveTime>,
    #[model(type = "timetz")]
    pub naps: Option<chrono::NaiveTime>,
    #[model(default_expr = "now()")]
    pub created: chrono::DateTime<chrono::Utc>,
    #[model(precision = 3)]
    pub updated: Option<chrono::NaiveDateTime>,
    #[model(type = "interval")]
    pub sleeps: Option<String>,
    #[model(type = "inet")]
    pub address: Option<String>,
    #[model(type = "bit(3)")]
    pub flags: Option<Vec<u8>>,
    #[model(default = "{}")]
    pub settings: serde_json::Value,
    #[model(type = "json")]
    pub raw: Option<serde_json::Value>,
    #[model(type = "tsvector")]
    pub words: Option<String>,
    #[model(generated = "age * 2")]
    pub twice: Option<i32>,
    #[model(
        references = "auth.roles.id",
        foreign_key = "users_role_id_fkey",
        on_delete = "set null"
    )]
    pub role_id: Option<i32>,
    pub invited_by: Option<i64>,
}

/// How it feels
#[derive(Debug, Clone, Copy, PartialEq, Eq, SqlEnum)]
#[sql_enum(name = "mood", rename_all = "snake_case")]
pub enum Mood {
    Sad,
    JustOk,
    VeryHappy,
}

/// What no attribute says of [`Role`].
fn more_of_role() -> aludel::op::TableBuilder {
    use aludel::op::*;

    table(("auth", "roles")).column(
        column("fits")
            .enum_type(("auth", "size"))
            .values(["S", "XL", "2 XL", ""])
            .nullable(),
    )
}

/// What no attribute says of [`Part`].
fn more_of_part() -> aludel::op::TableBuilder {
    use aludel::op::*;

    table("parts").foreign_key(
        foreign_key(["line", "id"])
            .references("lines", ["line", "id"])
            .on_delete(Cascade)
            .match_full()
            .name("whole"),
    )
}

/// What no attribute says of [`User`].
fn more_of_user() -> aludel::op::TableBuilder {
    use aludel::op::*;

    table("users")
        .column(
            column("number")
                .integer()
                .identity(identity().always().start(10).increment(5)),
        )
        .column(
            column("felt")
                .enum_type("mood")
                .values(["sad", "just_ok", "very_happy"])
                .array()
                .nullable(),
        )
        .check(check("age < 200").no_inherit().name("grown"))
        .foreign_key(
            foreign_key(["invited_by"])
                .references("users", ["id"])
                .deferred()
                .name("inviter"),
        )
        .index(index([part("email").operator_class("text_pattern_ops")]).name("by_prefix"))
        .index(index([part("created").desc().nulls_last()]).name("newest"))
}

/// The table `bookings`, by hand: a derive takes no two columns whose names differ only in case.
fn bookings() -> aludel::op::TableBuilder {
    use aludel::op::*;

    table("bookings")
        .column(column("room").integer())
        .column(column("during").raw_type("tsrange"))
        .column(column("Room").integer().nullable())
        .exclude(exclude("gist", [("during", "&&")]).name("one_at_a_time"))
}

/// The enum type `auth.size`.
fn size() -> aludel::op::EnumTypeBuilder {
    use aludel::op::*;

    enum_type(("auth", "size"), ["S", "XL", "2 XL", ""])
}

/// The enum type `mood`.
fn mood() -> aludel::op::EnumTypeBuilder {
    use aludel::op::*;

    enum_type("mood", ["sad", "just_ok", "very_happy"]).comment("How it feels")
}

/// The enum type `unused`.
fn unused() -> aludel::op::EnumTypeBuilder {
    use aludel::op::*;

    enum_type("unused", ["a"])
}

/// The sequence `ticket_numbers`.
fn ticket_numbers() -> aludel::op::SequenceBuilder {
    use aludel::op::*;

    sequence("ticket_numbers").start(100).increment(10)
}

/// The view `counted`.
fn counted() -> aludel::op::ViewBuilder {
    use aludel::op::*;

    view(
        "counted",
        r"SELECT users.role_id,
    count(*) AS users
   FROM users
  GROUP BY users.role_id",
    )
    .materialized()
    .index(index(["role_id"]).unique().name("counted_role"))
    .depends_on(["users"])
}

/// The view `grown_up`.
fn grown_up() -> aludel::op::ViewBuilder {
    use aludel::op::*;

    view(
        "grown_up",
        r"SELECT users.id,
    users.email
   FROM users
  WHERE (users.age >= 18)",
    )
    .depends_on(["users"])
}
