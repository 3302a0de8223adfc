//! What is no table.

use aludel::Model;

#[derive(Model)]
enum Enum {
    A,
}

#[derive(Model)]
struct Tuple(i32);

#[derive(Model)]
struct Unit;

#[derive(Model)]
struct Generic<T> {
    id: T,
}

#[derive(Model)]
struct Borrowed<'a> {
    name: std::borrow::Cow<'a, str>,
}

#[derive(Model)]
union Union {
    id: i32,
}

#[derive(Model)]
struct Empty {}

#[derive(Model)]
struct Skipped {
    #[model(skip)]
    id: i32,
}

fn main() {}
