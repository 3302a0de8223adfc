//! What is written for one thing after the other.

use super::{Moments, write_models};
use crate::dialect::by_name;
use crate::schema::*;

/// What is written for a table of one column.
#[track_caller]
fn field(dialect: &str, column: Column) -> String {
    text(dialect, Table::new("things").column(column), Moments::Chrono)
}

#[track_caller]
fn text(dialect: &str, table: Table, moments: Moments) -> String {
    let schema = Schema { tables: [table].into_iter().collect(), ..Schema::default() };
    let dialect = by_name(dialect).expect("it is one of them");
    let written = write_models(&*dialect, &schema, moments, &[]);
    assert_eq!(written.left_out, [""; 0]);
    written.text
}

#[track_caller]
fn has(text: &str, part: &str) {
    assert!(text.contains(part), "{part}\n\n{text}");
}

fn a(ty: ColumnType) -> Column {
    Column::new("a", ty)
}

#[test]
fn types_that_a_rust_type_stands_for() {
    for (ty, expected) in [
        (ColumnType::Boolean, "    pub a: bool,"),
        (ColumnType::integer(), "    pub a: i32,"),
        (ColumnType::text(), "    pub a: String,"),
        (ColumnType::varchar(64), "    #[model(length = 64)]\n    pub a: String,"),
        (ColumnType::numeric(12, 2), "    #[model(precision = 12, scale = 2)]\n    pub a: rust_decimal::Decimal,"),
        (ColumnType::blob(), "    pub a: Vec<u8>,"),
        (ColumnType::Date, "    pub a: chrono::NaiveDate,"),
        (ColumnType::timestamp_zoned(), "    pub a: chrono::DateTime<chrono::Utc>,"),
        (ColumnType::Uuid, "    pub a: uuid::Uuid,"),
        (ColumnType::Jsonb, "    pub a: serde_json::Value,"),
    ] {
        has(&field("postgres", a(ty)), expected);
    }
    has(&field("postgres", a(ColumnType::text()).nullable()), "    pub a: Option<String>,");
}

#[test]
fn types_that_are_spelled_out() {
    for (dialect, ty, expected) in [
        ("postgres", ColumnType::Json, "#[model(type = \"json\")]\n    pub a: serde_json::Value,"),
        ("postgres", ColumnType::array(ColumnType::text()), "#[model(type = \"text[]\")]\n    pub a: Vec<String>,"),
        ("postgres", ColumnType::Char { length: Some(2) }, "#[model(type = \"char(2)\")]\n    pub a: String,"),
        ("postgres", ColumnType::Inet, "#[model(type = \"inet\")]\n    pub a: String,"),
        ("mysql", ColumnType::Text { size: LobSize::Long }, "#[model(type = \"LONGTEXT\")]\n    pub a: String,"),
        ("mysql", ColumnType::Binary { length: Some(4) }, "#[model(type = \"BINARY(4)\")]\n    pub a: Vec<u8>,"),
        ("mysql", ColumnType::Raw { sql: "year".into() }, "#[model(type = \"year\")]\n    pub a: u16,"),
        ("sqlite", ColumnType::numeric(5, 2), "#[model(type = \"NUMERIC(5, 2)\")]\n    pub a: f64,"),
    ] {
        has(&field(dialect, a(ty)), expected);
    }
}

#[test]
fn what_no_attribute_says_follows_in_a_function() {
    let untyped = field("sqlite", a(ColumnType::Raw { sql: String::new() }));
    has(&untyped, "#[model(table = \"things\", with = more_of_thing)]");
    has(&untyped, "    table(\"things\").column(column(\"a\").raw_type(\"\"))");
    let mut always = a(ColumnType::integer());
    always.generation = Some(Generation::Identity(Identity { mode: IdentityMode::Always, ..Identity::default() }));
    has(&field("postgres", always), "column(\"a\").integer().identity(identity().always())");
}

#[test]
fn defaults() {
    let with = |ty, literal| a(ty).default_value(literal);
    has(&field("mysql", with(ColumnType::Boolean, Literal::number(1))), "#[model(default = true)]");
    has(&field("mysql", with(ColumnType::integer(), Literal::number(-1))), "#[model(default = -1)]");
    has(
        &field("mysql", with(ColumnType::varchar(9), Literal::text("it's"))),
        "#[model(length = 9, default = \"it's\")]",
    );
    has(
        &field("postgres", a(ColumnType::timestamp_zoned()).default_expr("now()")),
        "#[model(default_expr = \"now()\")]",
    );
    let odd = field("sqlite", with(ColumnType::integer(), Literal::text("1st")));
    has(&odd, "#[model(type = \"INTEGER\", default = \"1st\")]\n    pub a: i32,");
}

#[test]
fn enums_of_columns_without_a_name() {
    let values = ["G", "PG", "PG-13", "18+"].map(str::to_owned).to_vec();
    let text = field("mysql", a(ColumnType::Enum { name: None, values }));
    has(&text, "    pub a: ThingA,");
    has(
        &text,
        "#[sql_enum(name = \"thing_a\")]\npub enum ThingA {\n    G,\n    #[sql_enum(rename = \"PG\")]\n    Pg,\n",
    );
    has(&text, "    #[sql_enum(rename = \"18+\")]\n    V18,\n}");
    let blank = field("mysql", a(ColumnType::Enum { name: None, values: vec![String::new()] }));
    has(&blank, "#[model(type = \"ENUM('')\")]\n    pub a: String,");
}

#[test]
fn comments_are_documentation() {
    has(
        &field("mysql", a(ColumnType::text()).comment("Of films")),
        "    /// Of films\n    #[model(comment)]\n    pub a",
    );
    let lines = field("mysql", a(ColumnType::text()).comment("one\ntwo"));
    has(&lines, "    /// one\n    /// two\n    #[model(comment = \"one\\ntwo\")]\n");
}

#[test]
fn days_and_times_of_the_other_crate() {
    let table = Table::new("things").column(a(ColumnType::timestamp())).column(Column::new("b", ColumnType::Date));
    let text = text("postgres", table, Moments::Time);
    has(&text, "    pub a: time::PrimitiveDateTime,\n    pub b: time::Date,");
    has(&text, "//! Needs the feature `time` of `aludel`, and the crate of that name.");
}

#[test]
fn what_has_no_place_is_named() {
    let mut schema = Schema { namespaces: ["empty".to_owned()].into(), ..Schema::default() };
    schema.tables.insert(Table::new("bare"));
    let dialect = by_name("postgres").expect("it is one of them");
    let written = write_models(&*dialect, &schema, Moments::Chrono, &["\"t\" has a trigger".to_owned()]);
    let expected = ["table \"bare\", which has no columns", "schema \"empty\", which holds no table or view"];
    assert_eq!(written.left_out, expected);
    has(&written.text, "//! Left out:\n//! - table \"bare\", which has no columns\n");
    has(&written.text, "//! No part of any model:\n//! - \"t\" has a trigger\n");
}
