//! Changes of expressions, and nothing else.

use aludel_core::schema::{
    Check, Column, ColumnType, Constraint, Generation, Index, IndexPart, Schema, Storage, Table, View,
};
use aludel_drivers::System;

use super::{people, schema, there_and_back};
use crate::harness::on_every_server;

#[test]
fn a_check() {
    let with = |sql: &str| schema([people().constraint(Constraint::Check(Check::new("ck_people_age", sql)))]);
    changes(
        "a check",
        &[
            (with("age > 0"), with("age > 1")),
            (with("age > 0"), with("age >= 0")),
            (with("name IN ('a', 'b')"), with("name IN ('a', 'c')")),
            (with("name <> 'a'"), with("name <> 'A'")),
            (with("age > 0 AND score > 0 OR name = 'x'"), with("age > 0 AND (score > 0 OR name = 'x')")),
            (with("name <> 'é'"), with("name <> 'ê'")),
        ],
    );
}

#[test]
fn a_default() {
    let with = |sql: &str| schema([people().column(Column::new("t", ColumnType::integer()).default_expr(sql))]);
    changes("a default", &[(with("1 + 1"), with("1 + 2")), (with("abs(-3)"), with("abs(-4)"))]);
}

#[test]
fn a_stored_column() {
    let column = |sql: &str| Column {
        nullable: true,
        generation: Some(Generation::Expression { sql: sql.into(), storage: Storage::Stored }),
        ..Column::new("g", ColumnType::integer())
    };
    changes(
        "a stored column",
        &[(schema([people().column(column("age + 1"))]), schema([people().column(column("age + 2"))]))],
    );
}

#[test]
fn a_stored_column_that_others_need() {
    let table = |sql: &str| {
        people()
            .column(Column {
                nullable: true,
                generation: Some(Generation::Expression { sql: sql.into(), storage: Storage::Stored }),
                ..Column::new("g", ColumnType::integer())
            })
            .index(Index::new("ix_people_g", ["g"]))
            .constraint(Constraint::Check(Check::new("ck_people_g", "g > -100")))
    };
    changes("a stored column in use", &[(schema([table("age + 1")]), schema([table("age + 2")]))]);
}

#[test]
fn a_virtual_column() {
    let column = |sql: &str| Column {
        nullable: true,
        generation: Some(Generation::Expression { sql: sql.into(), storage: Storage::Virtual }),
        ..Column::new("g", ColumnType::integer())
    };
    on_every_server(async |database| {
        if database.server().system() == System::Postgres {
            return;
        }
        let mut connection = database.connect().await;
        let (before, after) = (people().column(column("age + 1")), people().column(column("age + 2")));
        there_and_back(&mut *connection, &schema([before]), &schema([after]), "a virtual column").await;
    });
}

#[test]
fn an_index() {
    on_every_server(async |database| {
        let mut connection = database.connect().await;
        let label = database.server().label();
        let system = database.server().system();
        let table = |part: &str, predicate: Option<&str>| -> Table {
            let mut index = Index::new("ix_people", [] as [&str; 0]);
            index.parts = vec![IndexPart::expression(part)];
            index.predicate = predicate.map(str::to_owned);
            people().index(index)
        };
        if !label.starts_with("MariaDB") {
            let (before, after) = (table("(upper(name))", None), table("(lower(name))", None));
            there_and_back(&mut *connection, &schema([before]), &schema([after]), "an index expression").await;
        }
        if system != System::MySql {
            let (before, after) = (table("upper(name)", Some("age > 1")), table("upper(name)", Some("age > 2")));
            there_and_back(&mut *connection, &schema([before]), &schema([after]), "an index predicate").await;
        }
    });
}

#[test]
fn a_view() {
    let with = |query: &str| Schema {
        views: [View { depends_on: vec!["people".into()], ..View::new("v", query) }].into_iter().collect(),
        ..schema([people()])
    };
    changes(
        "a view",
        &[
            (with("SELECT id FROM people WHERE age > 1"), with("SELECT id FROM people WHERE age > 2")),
            (with("SELECT id FROM people"), with("SELECT id, name FROM people")),
        ],
    );
}

#[track_caller]
fn changes(label: &str, pairs: &[(Schema, Schema)]) {
    on_every_server(async |database| {
        let mut connection = database.connect().await;
        for (before, after) in pairs {
            there_and_back(&mut *connection, before, after, label).await;
        }
        connection.close().await.unwrap();
    });
}
