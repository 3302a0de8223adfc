//! Defaults of the wrong kind, and more than one source of values.

use aludel::Model;

#[derive(Model)]
struct Kinds {
    #[model(default = "yes")]
    logical: bool,
    #[model(default = 1)]
    text: String,
    #[model(default = "1")]
    number: i32,
    #[model(default = 1.5)]
    whole: i32,
    #[model(default = true)]
    float: Option<f64>,
    #[model(default = "x")]
    bytes: Vec<u8>,
    #[model(default = 'c')]
    character: Unseen,
}

#[derive(Model)]
struct Ranges {
    #[model(default = 300)]
    small: u8,
    #[model(default = -1)]
    unsigned: u32,
    #[model(default = -129)]
    signed: Option<i8>,
}

#[derive(Model)]
struct NotLiteral {
    #[model(default = now())]
    function: i32,
    #[model(default = None)]
    path: Option<i32>,
    #[model(default = 1 + 1)]
    sum: i32,
}

#[derive(Model)]
struct Several {
    #[model(default = 1, default_expr = "1")]
    both: i32,
    #[model(default = 1, auto_increment)]
    counted: i32,
    #[model(default_expr = "1", generated = "a + b")]
    computed: i32,
    #[model(generated = "a + b", stored, virtual)]
    stored: i32,
    #[model(stored)]
    alone: i32,
}

type Unseen = String;

fn main() {}
