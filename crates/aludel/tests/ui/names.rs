//! Names of tables and columns.

use aludel::Model;

#[derive(Model)]
#[model(table = "a_table_with_a_name_that_is_longer_than_any_database_keeps_as_it_is")]
struct Long {
    #[model(column = "a\0b")]
    nul: i32,
}

#[derive(Model)]
struct Same {
    a: i32,
    #[model(column = "A")]
    b: i32,
}

#[derive(Model)]
struct Renamed {
    #[model(renamed_from = "b")]
    a: i32,
    b: i32,
    #[model(renamed_from = "c")]
    c: i32,
    #[model(renamed_from = "old")]
    d: i32,
    #[model(renamed_from = "old")]
    e: i32,
}

#[derive(Model)]
#[model(comment)]
struct NoComment {
    #[model(comment)]
    a: i32,
    #[model(skip, length = 4)]
    b: i32,
}

fn main() {}
