//! Ways of writing that servers do not keep.

use aludel_core::schema::{Check, Column, ColumnType, Constraint, Generation, Index, IndexPart, Schema, Storage, View};
use aludel_drivers::System;

use super::{assert_none, difference, people, run, schema};
use crate::harness::{TestDatabase, on_every_server};

/// Checks that each server prints in a way of its own.
const CHECKS: [&str; 14] = [
    "name IN ('a', 'b')",
    "name IN ('a')",
    "name NOT IN ('x', 'y''z')",
    "age BETWEEN 1 AND 9",
    "NOT (age = 7)",
    "name != 'x'",
    "name LIKE 'a%'",
    "CASE WHEN age > 1 THEN 1 WHEN name <> '' THEN 2 END = 1",
    "score * 2 >= age + 1 OR age IS NULL AND name <> ''",
    "age > 0 /* why */",
    "(((age > -1)))",
    "length(name) > 2",
    "coalesce(score, 0) >= 0.50",
    "people.age <> 13",
];

#[test]
fn checks_that_were_not_changed() {
    on_every_server(async |database| {
        let mut table = people();
        for (number, check) in CHECKS.into_iter().enumerate() {
            // MariaDB has no qualified names in a check.
            if database.server().system() == System::MySql && check.contains("people.") {
                continue;
            }
            table = table.constraint(Constraint::Check(Check::new(format!("ck_{number}"), check)));
        }
        unchanged(database, &schema([table])).await;
    });
}

#[test]
fn defaults_that_were_not_changed() {
    on_every_server(async |database| {
        let texts = match database.server().system() {
            System::Postgres => vec!["'a' || 'b'", "upper('x')", "current_user", "to_char(now(), 'YYYY')", "('x')"],
            System::MySql => vec!["concat('a', 'b')", "upper('x')", "(uuid())", "'é😀'", "concat('a', '😀')"],
            System::Sqlite => vec!["'a' || 'b'", "(upper('x'))", "('x')"],
        };
        let columns = texts.iter().enumerate();
        let table = columns.fold(people(), |table, (number, text)| {
            table.column(Column::new(format!("t{number}"), ColumnType::varchar(60)).default_expr(*text))
        });
        let table = table
            .column(Column::new("n", ColumnType::integer()).default_expr("1 + 1"))
            .column(Column::new("m", ColumnType::numeric(8, 2)).default_expr("2 * 3.5"))
            .column(Column::new("at", ColumnType::timestamp()).default_expr("CURRENT_TIMESTAMP"));
        unchanged(database, &schema([table])).await;
    });
}

#[test]
fn generated_columns_and_indexes_that_were_not_changed() {
    on_every_server(async |database| {
        let stored = |sql: &str, storage| Some(Generation::Expression { sql: sql.into(), storage });
        let mut table = people()
            .column(Column {
                nullable: true,
                generation: stored("age * 2 + 1", Storage::Stored),
                ..Column::new("g", ColumnType::integer())
            })
            .column(Column {
                nullable: true,
                generation: stored("CASE WHEN age > 3 THEN 'old' ELSE 'new' END", Storage::Stored),
                ..Column::new("h", ColumnType::varchar(9))
            });
        let system = database.server().system();
        if system != System::Postgres {
            table = table.column(Column {
                nullable: true,
                generation: stored("age + 5", Storage::Virtual),
                ..Column::new("v", ColumnType::integer())
            });
        }
        let is_mariadb = database.server().label().starts_with("MariaDB");
        if !is_mariadb {
            let mut index = Index::new("ix_lower", [] as [&str; 0]);
            let sql = if system == System::MySql { "(upper(name))" } else { "lower(name)" };
            index.parts = vec![IndexPart::expression(sql), IndexPart::column("age")];
            table = table.index(index);
        }
        if system != System::MySql {
            let mut index = Index::new("ix_part", ["age"]);
            index.predicate = Some("name IN ('a', 'b') and age > 0".into());
            table = table.index(index);
        }
        unchanged(database, &schema([table])).await;
    });
}

#[test]
fn views_that_were_not_changed() {
    on_every_server(async |database| {
        let query = "SELECT id, name AS called FROM people WHERE age > 17";
        let view = View { depends_on: vec!["people".into()], ..View::new("adults", query) };
        let schema = Schema { views: [view].into_iter().collect(), ..schema([people()]) };
        unchanged(database, &schema).await;
    });
}

/// Makes a schema, and finds it to be there.
async fn unchanged(database: &TestDatabase, schema: &Schema) {
    let mut connection = database.connect().await;
    let create = aludel_core::diff::diff(&Schema::default(), schema, &Default::default());
    run(&mut *connection, &Schema::default(), &create).await;
    assert_none(&difference(&mut *connection, schema).await, database.server().label());
    connection.close().await.unwrap();
}
