//! Attributes that don't fit the type of the field.

use aludel::Model;

#[derive(Model)]
struct Length {
    #[model(length = 64)]
    number: i32,
    #[model(length = 64)]
    logical: Option<bool>,
    #[model(length = 0)]
    empty: String,
    #[model(length = 5_000_000_000)]
    endless: String,
    #[model(type = "varchar", length = 64)]
    spelled: String,
}

#[derive(Model)]
struct Digits {
    #[model(precision = 10, scale = 2)]
    text: std::string::String,
    #[model(precision = 10)]
    float: f64,
    #[model(scale = 2)]
    alone: Decimal,
    #[model(precision = 2000)]
    many: Decimal,
    #[model(type = "numeric", precision = 3)]
    spelled: Decimal,
}

#[derive(Model)]
struct Others {
    #[model(collation = "C")]
    number: i32,
    #[model(auto_increment)]
    text: String,
}

type Decimal = i32;

struct Unmapped;

#[derive(Model)]
struct NoColumn {
    unmapped: Unmapped,
    optional: Option<Unmapped>,
}

fn main() {}
