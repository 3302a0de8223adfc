//! Schemas of real applications, where `ALUDEL_CORPUS` says where they are.

use std::path::PathBuf;

use aludel_core::connection::Connection;
use aludel_core::name::ObjectName;
use aludel_core::operation::Operation;
use aludel_core::schema::{Constraint, Schema, Table};

use super::{inspect, on_mysql, run};
use crate::harness::TestDatabase;

/// The scripts of the corpus; those that make a database of their own are left out.
fn scripts() -> Vec<PathBuf> {
    let Ok(folder) = std::env::var("ALUDEL_CORPUS") else {
        println!("ALUDEL_CORPUS is not set: nothing to load");
        return Vec::new();
    };
    let files = std::fs::read_dir(PathBuf::from(folder).join("mysql")).unwrap().map(|file| file.unwrap().path());
    let mut files: Vec<PathBuf> = files
        .filter(|path| path.extension().is_some_and(|end| end == "sql"))
        .filter(|path| !path.to_string_lossy().contains("owndb"))
        .collect();
    files.sort();
    files
}

#[test]
fn real_schemas_are_inspected_and_made_again() {
    for script in scripts() {
        let text = std::fs::read_to_string(&script).unwrap();
        let name = script.file_stem().unwrap().to_string_lossy().into_owned();
        on_mysql(async |database| load(database, &name, &text).await);
    }
}

async fn load(database: &TestDatabase, name: &str, text: &str) {
    let mut connection = database.connect().await;
    let label = database.server().label();
    let dialect = connection.dialect();
    for statement in dialect.split(text).unwrap() {
        if let Err(error) = connection.execute(statement).await {
            println!("{name} on {label}: {error}: {}", statement.chars().take(80).collect::<String>());
        }
    }
    let found = inspect(&mut *connection).await;
    let key = dialect.key(&found.schema);
    assert_eq!(dialect.key(&key), key, "{name} on {label}");

    let other = database.server().database("again").await;
    let mut connection = other.connect().await;
    run(&mut *connection, &Schema::default(), &create(&found.schema)).await;
    make_views(&mut *connection, &found.schema).await;
    let again = dialect.key(&inspect(&mut *connection).await.schema);
    assert_eq!(again.views, key.views, "{name} on {label}");
    let different: Vec<String> = key
        .tables
        .iter()
        .filter(|table| again.table(&table.name) != Some(table))
        .map(|table| table.name.to_string())
        .collect();
    for name in &different {
        println!("{:#?}\n{:#?}", key.table(&name.as_str().into()), again.table(&name.as_str().into()));
    }
    assert!(different.is_empty(), "{name} on {label}: {different:?}");
    let (tables, views) = (key.tables.len(), key.views.len());
    println!("{name} on {label}: {tables} tables and {views} views, {} notes", found.not_understood.len());
}

/// Makes the views again, each after those that it reads.
async fn make_views(connection: &mut dyn Connection, schema: &Schema) {
    let mut waiting: Vec<_> = schema.views.iter().collect();
    while !waiting.is_empty() {
        let is_free = |name: &ObjectName| !waiting.iter().any(|other| other.name == *name);
        let place = waiting.iter().position(|view| view.depends_on.iter().all(is_free)).unwrap();
        let view = waiting.remove(place).clone();
        run(connection, &Schema::default(), &[Operation::CreateView { view }]).await;
    }
}

/// The operations that make all tables, their foreign keys last.
fn create(schema: &Schema) -> Vec<Operation> {
    let is_foreign = |constraint: &&Constraint| matches!(constraint, Constraint::ForeignKey(_));
    let tables = schema.tables.iter().map(|table| {
        let mut table: Table = table.clone();
        table.constraints.retain(|constraint| !is_foreign(&constraint));
        Operation::CreateTable { table }
    });
    let keys = schema.tables.iter().flat_map(|table| {
        table
            .constraints
            .iter()
            .filter(is_foreign)
            .map(|constraint| Operation::CreateConstraint { table: table.name.clone(), constraint: constraint.clone() })
    });
    tables.chain(keys).collect()
}
