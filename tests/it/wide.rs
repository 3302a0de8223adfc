//! Models with a bit of everything that all databases have, made there, checked, taken back.
//!
//! The folder `wide/migrations` holds the history that a developer on SQLite would commit: the very file that is generated
//! there. The others run it.

mod enum_values;
mod models;

use std::fs;
use std::path::Path;

use aludel::{Format, Migrate};
use aludel_core::dialect::Scope;
use aludel_drivers::System;
use tempfile::TempDir;

use crate::harness::{TestDatabase, on_every_server, on_servers};

aludel::migrations!(mod migrations = "it/wide/migrations");

/// The script as it is committed.
const SCRIPT: &str = "it/wide/migrations/versions/2026_11_20_1300-a1b2c3d4e5f6_create_all.rs";

/// The application, without its scripts.
fn application(database: &TestDatabase) -> Migrate {
    Migrate::new().models(models::all()).database(database.url.clone())
}

/// The application with a new folder of its own.
fn developer(database: &TestDatabase, format: Format) -> (Migrate, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("versions")).unwrap();
    (application(database).directory(folder.path()).format(format), folder)
}

/// The text of a script behind its header.
fn body(script: &str) -> &str {
    script.split_once("\n\n").map_or(script, |(_, body)| body)
}

/// Expects no table of the application's to be there.
async fn expect_empty(database: &TestDatabase) {
    let mut connection = database.connect().await;
    let schema = connection.dialect().inspect(&mut *connection, &Scope::default()).await.unwrap().schema;
    let names = schema.tables.iter().map(|table| table.name.name.clone());
    assert_eq!(names.filter(|name| !name.starts_with("aludel_")).collect::<Vec<_>>(), Vec::<String>::new());
    assert!(schema.enum_types.is_empty(), "{:?}", schema.enum_types);
}

/// Expects the models and the database to agree, and autogenerate to have nothing to write.
async fn expect_settled(migrate: &Migrate) {
    let report = migrate.check().await.unwrap();
    assert!(report.is_clean(), "{:#?} {:?}", report.difference.upgrade, report.warnings);
    let again = migrate.autogenerate("again").await.unwrap();
    assert!(again.revision.is_none() && again.path.is_none(), "{again:#?}");
}

#[test]
fn models_become_tables_and_nothing_is_left_to_do() {
    on_every_server(async |database| {
        let (migrate, _folder) = developer(database, Format::Sql);
        assert!(migrate.autogenerate("create all").await.unwrap().revision.is_some());
        assert_eq!(migrate.upgrade().await.unwrap().steps.len(), 1);
        expect_settled(&migrate).await;
        migrate.downgrade("base").await.unwrap();
        expect_empty(database).await;
        migrate.upgrade().await.unwrap();
        expect_settled(&migrate).await;
    });
}

#[test]
fn the_committed_script_is_the_one_that_is_generated() {
    on_servers(
        |server| server.system() == System::Sqlite,
        async |database| {
            let (migrate, _folder) = developer(database, Format::Rust);
            let report = migrate.autogenerate("create all").await.unwrap();
            let written = fs::read_to_string(report.path.unwrap()).unwrap();
            let script = Path::new(env!("CARGO_MANIFEST_DIR")).join(SCRIPT);
            let committed = fs::read_to_string(&script).unwrap();
            if std::env::var_os("BLESS").is_some() {
                fs::write(&script, committed.replace(body(&committed), body(&written))).unwrap();
            } else {
                assert_eq!(body(&written), body(&committed), "run it with BLESS=1, and again");
            }
        },
    );
}

#[test]
fn a_history_of_sqlite_runs_everywhere() {
    on_every_server(async |database| {
        let migrate = application(database).scripts(migrations::all());
        assert_eq!(migrate.upgrade().await.unwrap().steps.len(), 1);
        expect_settled(&migrate).await;
        migrate.downgrade("base").await.unwrap();
        expect_empty(database).await;
        migrate.upgrade().await.unwrap();
        expect_settled(&migrate).await;
    });
}
