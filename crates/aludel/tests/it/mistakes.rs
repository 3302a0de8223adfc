//! The mistakes that only show when the models are collected.

use aludel::schema::{Column, ColumnType as Type, Constraint, ForeignKey, Index, Table};
use aludel::{Model, SqlEnum, models};

#[track_caller]
fn check(models: &aludel::Models, expected: &[&str]) {
    let error = models.schema().unwrap_err();
    let messages: Vec<&str> = error.errors().iter().map(|error| error.message.as_str()).collect();
    assert_eq!(messages, expected);
    assert!(error.errors().iter().all(|error| error.place.file.ends_with("mistakes.rs")));
}

type Truth = bool;
type Name = String;
type Count = i16;

#[derive(SqlEnum)]
enum Mood {
    Sad,
}

#[derive(Model)]
struct Wrong {
    #[model(length = 5)]
    truth: Truth,
    #[model(auto_increment)]
    number: Name,
    #[model(precision = 3)]
    precise: Count,
    #[model(precision = 3, scale = 2)]
    time: chrono::NaiveTime,
    #[model(collation = "C")]
    collated: Count,
    #[model(default = 40_000)]
    big: Count,
    #[model(default = 1)]
    text: Name,
    #[model(default = "x")]
    logical: Truth,
    #[model(length = 3, default = "long")]
    long: Name,
    #[model(default = "happy")]
    mood: Mood,
    #[model(default = 1.5)]
    whole: Count,
}

#[test]
fn attributes_that_do_not_fit_a_type_behind_an_alias() {
    check(
        &models![Wrong],
        &[
            "\"wrong.truth\" has a `length`, which is for text and bytes, but is boolean; remove it",
            "\"wrong.number\" is `auto_increment`, which counts in whole numbers, but is text; use `i32` or `i64`",
            "\"wrong.precise\" has a `precision`, which is for decimals and times, but is 16-bit integer; remove it",
            "\"wrong.time\" has a `precision` or `scale` that no time has; write `precision = 0` to `precision = 6`, the digits behind the seconds",
            "\"wrong.collated\" has a `collation`, which is for text, but is 16-bit integer; remove it",
            "\"wrong.big\" has the default 40000, but is 16-bit integer, which goes from -32768 to 32767",
            "\"wrong.text\" has the default 1, but is text; write `default = \"text\"`, in quotes",
            "\"wrong.logical\" has the default \"x\", but is boolean; write `default = true` or `default = false`",
            "\"wrong.long\" has the default \"long\", which is longer than 3; shorten it, or raise `length`",
            "\"wrong.mood\" has the default \"happy\", which is none of [\"Sad\"]",
            "\"wrong.whole\" has the default 1.5, but is 16-bit integer; write a whole number",
        ],
    );
}

#[derive(Model)]
#[model(table = "roles")]
struct Role {
    #[model(primary_key)]
    id: i32,
    #[model(length = 10)]
    name: String,
}

#[derive(Model)]
#[model(table = "users")]
struct User {
    #[model(references = "role.id")]
    near: i32,
    #[model(references = "teams.id")]
    far: i32,
    #[model(references = "roles.idd")]
    column: i32,
    #[model(references = "roles.id")]
    wide: i64,
    #[model(references = "roles.name")]
    unique: String,
}

#[test]
fn references_to_what_is_not_there_or_not_alike() {
    check(
        &models![User, Role],
        &[
            "\"users.near\" refers to \"role.id\", but no model has the table \"role\"; did you mean \"roles\"?",
            "\"users.far\" refers to \"teams.id\", but no model has the table \"teams\"; add its model to `models!`",
            "\"users.column\" refers to \"roles.idd\", but \"roles\" has no column \"idd\"; did you mean \"id\"?",
            "\"users.wide\" is 64-bit integer, but \"roles.id\", to which it refers, is 32-bit integer; make the types alike",
            "\"users.unique\" refers to \"roles.name\", which is neither the primary key nor unique; make it `unique`, or refer to the key",
        ],
    );
}

#[test]
fn a_message_names_the_line_of_the_field() {
    let error = models![User, Role].schema().unwrap_err();
    let line = include_str!("mistakes.rs").lines().position(|line| line.contains("near: i32")).unwrap() + 1;
    let message = error.to_string();
    assert!(message.starts_with("5 mistakes in the models:\n  "), "{message}");
    assert!(message.contains(&format!("mistakes.rs:{line}: \"users.near\"")), "{message}");
}

#[test]
fn tables_by_hand_are_checked_likewise() {
    let mut foreign_key = ForeignKey::new("fk_notes_role_roles", ["role"], "roles", ["id"]);
    foreign_key.on_delete = aludel::schema::ReferentialAction::SetNull;
    let notes = Table::new("notes")
        .column(Column::new("role", Type::integer()))
        .constraint(Constraint::ForeignKey(foreign_key))
        .index(Index::new("ix_notes_rol", ["rol"]));
    check(
        &models![Role].table(notes).table(Table::new("empty")),
        &[
            "the index \"ix_notes_rol\" is over \"rol\", but \"notes\" has no such column; did you mean \"role\"?",
            "\"notes.role\" is set to NULL by its foreign key, but \"role\" is never NULL; make it nullable",
            "the table \"empty\" has no columns; add one",
        ],
    );
}

#[derive(Model)]
#[model(table = "jobs", renamed_from = "roles", unique(columns("id")))]
struct Job {
    #[model(unique)]
    id: i32,
}

#[test]
fn one_name_for_two_things() {
    let clash = Table::new("users_role").column(Column::new("id", Type::integer())).index(Index::new("ix_a", ["id"]));
    let other = Table::new("users").column(Column::new("id", Type::integer())).index(Index::new("ix_a", ["id"]));
    let mood = |name: &str, values: &[&str]| {
        let enum_type = aludel::schema::EnumType::new("mood", values.iter().copied());
        Table::new(name).column(Column::new("mood", enum_type.column_type()))
    };
    let models = models![Job, Role, Role].table(clash).table(other).table(mood("a", &["x"])).table(mood("b", &["y"]));
    check(
        &models,
        &[
            "\"jobs\" has the unique constraint \"uq_jobs_id\" twice; remove one, or give it a `name`",
            "a second model for the table \"roles\"; remove one, or give it another `table`",
            "\"b.mood\" is of the enum type \"mood\" with the values [\"y\"], which elsewhere has [\"x\"]; name one of them differently",
            "\"jobs\" is renamed from \"roles\", which is still there; remove one of them",
        ],
    );
}

#[derive(Model)]
#[model(table = "notes", with = more_of_roles)]
struct Note {
    id: i32,
}

fn more_of_roles() -> aludel::op::TableBuilder {
    aludel::op::table("roles").index(["id"])
}

#[test]
fn what_is_said_by_hand_is_checked() {
    use aludel::op::{column, table, view};
    let models = models![Note].table(table("untyped").column(column("a"))).view(view("v", "SELECT 1"));
    check(
        &models.view(view("v", "SELECT 2")),
        &[
            "column \"a\" of table \"untyped\" has no type",
            "a second view \"v\"; remove one",
            "`with` says more of \"roles\", and the table is \"notes\"",
        ],
    );
}

#[test]
fn a_foreign_key_said_by_hand_is_taken_at_its_word() {
    use aludel::op::{Typed as _, column, foreign_key};
    let table = aludel::model::ModelTable::new(Table::new("notes"));
    let key = foreign_key(["role"]).references("elsewhere", ["id"]);
    let notes = table.with(aludel::op::table("notes").column(column("role").integer()).foreign_key(key));
    assert_eq!(notes.errors, []);
    assert!(notes.unchecked.contains("fk_notes_role_elsewhere"));
}

#[test]
fn no_models_is_no_mistake_here() {
    let none = models![];
    assert!(none.is_empty());
    assert!(none.schema().unwrap().is_empty());
    assert!(!models![Role,].is_empty());
}

#[test]
fn renames_are_those_of_tables_and_columns() {
    use aludel_core::diff::Renames;
    #[derive(Model)]
    #[model(renamed_from = "people")]
    struct Person {
        #[model(renamed_from = "name")]
        full_name: String,
    }
    let expected = Renames::default().table("people", "person").column("person", "name", "full_name");
    assert_eq!(models![Person, Role].renames(), expected);
}
