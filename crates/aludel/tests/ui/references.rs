//! Foreign keys.

use aludel::Model;

#[derive(Model)]
struct Malformed {
    #[model(references = "roles")]
    table: i32,
    #[model(references = "roles.")]
    empty: i32,
    #[model(references = "a.b.c.d")]
    deep: i32,
    #[model(references = "roles.id", on_delete = "nullify")]
    action: i32,
    #[model(references = "roles.id", on_update = "set_null")]
    underscore: i32,
    #[model(on_delete = "cascade")]
    alone: i32,
}

type Maybe<T> = Option<T>;

#[derive(Model)]
struct Actions {
    #[model(references = "roles.id", on_delete = "set null")]
    never_null: i32,
    #[model(references = "roles.id", on_delete = "set null")]
    null: Maybe<i32>,
    #[model(references = "roles.id", on_update = "set default")]
    no_default: i32,
    #[model(references = "roles.id", on_update = "set default", default = 1)]
    with_default: i32,
}

#[derive(Model)]
#[model(foreign_key(columns("a", "b")), foreign_key(references("t.a")))]
#[model(foreign_key(columns("a", "b"), references("t.a", "u.b")))]
#[model(foreign_key(columns("a", "b"), references("t.a")))]
struct Composite {
    a: i32,
    b: i32,
}

fn main() {}
