//! Primary keys, groups, and the columns that the struct names.

use aludel::Model;

type Maybe<T> = Option<T>;

#[derive(Model)]
struct NullableKey {
    #[model(primary_key)]
    id: Maybe<i32>,
}

#[derive(Model)]
#[model(primary_key("a"))]
struct NullableKeyOfStruct {
    a: Option<i32>,
}

#[derive(Model)]
struct NullableCounter {
    #[model(primary_key, nullable)]
    key: i32,
    #[model(auto_increment, nullable)]
    counter: i32,
}

#[derive(Model)]
#[model(primary_key("a", "a"))]
struct KeyTwice {
    #[model(primary_key)]
    a: i32,
    b: i32,
}

#[derive(Model)]
struct Counters {
    #[model(auto_increment)]
    a: i32,
    #[model(auto_increment)]
    b: i32,
}

#[derive(Model)]
#[model(unique(columns("nmae")), index(columns("who")), index(columns("name"), include("agee")))]
#[model(unique(name = "uq"), index(name = "ix"), check(name = "ck"), index(expression = "lower(name)"))]
#[model(unique(columns("age", "age")), unique(column("age")))]
struct Columns {
    name: String,
    #[model(column = "years")]
    age: i32,
}

#[derive(Model)]
struct Groups {
    #[model(unique = "pair")]
    a: i32,
    #[model(index = "pair")]
    b: i32,
}

fn main() {}
