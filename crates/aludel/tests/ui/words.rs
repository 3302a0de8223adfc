//! Words that are not known, stand twice, or are given the wrong kind of value.

use aludel::Model;

#[derive(Model)]
#[model(tabel = "users")]
#[model(colour = "red")]
struct Unknown {
    #[model(lenght = 64)]
    near: String,
    #[model(shape = "round")]
    far: String,
}

#[derive(Model)]
#[model(table = "a", table = "b")]
struct Twice {
    #[model(length = 1)]
    #[model(length = 2)]
    name: String,
}

#[derive(Model)]
#[model(table, schema = 1, renamed_from = "", unique, index = "a", check("a"))]
struct WrongValue {
    #[model(primary_key = true)]
    key: i32,
    #[model(length = "64")]
    length: String,
    #[model(column = id)]
    column: i32,
    #[model(nullable = "no")]
    nullable: i32,
    #[model(unique = 1)]
    unique: i32,
    #[model(comment("x"))]
    comment: i32,
    #[model(default)]
    default: i32,
    #[model(check = "  ")]
    blank: i32,
}

#[derive(Model)]
struct NotAList {
    #[model = "x"]
    a: i32,
    #[model(length 64)]
    b: String,
}

fn main() {}
