//! The models.

use aludel::{Model, Models, SqlEnum, models};
use chrono::{DateTime, NaiveDateTime, Utc};
use rust_decimal::Decimal;
use serde_json::Value;
use uuid::Uuid;

/// All of them, those that are referred to not always first.
pub(super) fn all() -> Models {
    models![Order, Membership, Member, Group, Organisation]
}

/// What an organisation has bought.
#[derive(SqlEnum)]
#[sql_enum(name = "tariff", rename_all = "snake_case")]
enum Tariff {
    Trial,
    Paid,
    #[sql_enum(rename = "it's free")]
    Free,
}

/// Somebody who pays, and it's "shown" in the catalogue.
///
/// This is not.
#[derive(Model)]
#[model(table = "organisations", comment, unique(columns("country", "tax_number")))]
#[model(check(expr = "seats >= used_seats", name = "ck_enough_seats"))]
struct Organisation {
    #[model(primary_key, auto_increment)]
    id: i64,
    #[model(length = 80, unique, index)]
    slug: String,
    #[model(length = 120, index, comment = "as it's \"written\" on the bill: größe \\ 100 %")]
    name: String,
    #[model(length = 2)]
    country: String,
    #[model(length = 20)]
    tax_number: Option<String>,
    #[model(default = 1, check = "seats > 0")]
    seats: i32,
    #[model(default = 0)]
    used_seats: i32,
    #[model(references = "organisations.id", on_delete = "set null", index)]
    parent_id: Option<i64>,
    #[model(references = "members.id", on_delete = "set null")]
    owner_id: Option<i64>,
    #[model(default = "trial")]
    tariff: Tariff,
    #[model(default_expr = "CURRENT_TIMESTAMP")]
    created_at: DateTime<Utc>,
    deleted_at: Option<NaiveDateTime>,
    #[model(default = "{}")]
    settings: Value,
    logo: Option<Vec<u8>>,
}

/// A person in one organisation.
#[derive(Model)]
#[model(table = "members", comment, index(columns("organisation_id", "joined_at"), name = "ix_members_recent"))]
struct Member {
    #[model(primary_key, auto_increment)]
    id: i64,
    #[model(references = "organisations.id", on_delete = "cascade", on_update = "cascade", unique = "address")]
    organisation_id: i64,
    #[model(length = 254, unique = "address", index = "email_and_state")]
    email: String,
    #[model(default = true, index = "email_and_state")]
    active: bool,
    #[model(unique)]
    token: Uuid,
    #[model(default = 0.5)]
    weight: f64,
    joined_at: NaiveDateTime,
    #[model(length = 16, default = "a\\b")]
    note: Option<String>,
}

#[derive(Model)]
#[model(table = "groups")]
struct Group {
    #[model(primary_key)]
    id: i16,
    #[model(precision = 10, scale = 3, default = 1.5, check = "quota >= 0")]
    quota: Decimal,
}

/// Which members are in which groups.
#[derive(Model)]
#[model(table = "memberships", primary_key("group_id", "member_id"))]
struct Membership {
    #[model(references = "members.id", on_delete = "cascade", index)]
    member_id: i64,
    #[model(references = "groups.id", on_delete = "restrict", on_update = "cascade")]
    group_id: i16,
    #[model(default_expr = "CURRENT_DATE")]
    since: chrono::NaiveDate,
}

/// Names that need quotes, a computed column, a key of two columns.
#[derive(Model)]
#[model(table = "order")]
#[model(foreign_key(
    columns("country", "tax_number"),
    references("organisations.country", "organisations.tax_number"),
    on_delete = "cascade"
))]
struct Order {
    #[model(primary_key, auto_increment)]
    id: i32,
    #[model(length = 2)]
    country: Option<String>,
    #[model(length = 20)]
    tax_number: Option<String>,
    #[model(column = "weird \"name\"", length = 32, index)]
    weird: String,
    #[model(column = "größe", check = "größe <> 7")]
    size: i16,
    quantity: i32,
    price: i32,
    #[model(generated = "quantity * price")]
    total: i32,
    #[model(column = "select", default = "from", length = 8)]
    keyword: String,
}
