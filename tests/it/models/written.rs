//! Databases with whatever their tables can be, and the models that are written from them: they stand beside this file,
//! the compiler reads them with the tests, and `SNAPSHOTS=overwrite` writes them anew.

#[rustfmt::skip]
#[expect(unreachable_pub, reason = "models are written for other modules")]
mod mariadb;
#[rustfmt::skip]
#[expect(unreachable_pub, reason = "models are written for other modules")]
mod mysql;
#[rustfmt::skip]
#[expect(unreachable_pub, reason = "models are written for other modules")]
mod postgres;
#[rustfmt::skip]
#[expect(unreachable_pub, reason = "models are written for other modules")]
mod sqlite;

use std::path::Path;

use aludel::Models;
use aludel_core::script::{Moments, write_models};

use super::formatted;
use crate::harness::{TestDatabase, on_every_server};
use crate::rounds::{compare, inspect, run_script};

#[test]
fn written_models_are_their_database() {
    on_every_server(async |database| {
        let mut connection = database.connect().await;
        let dialect = connection.dialect();
        let (folder, models) = of_dialect(dialect.name());
        let script = std::fs::read_to_string(beside(&format!("{folder}.sql"))).unwrap();
        assert_eq!(run_script(&mut *connection, &script).await, [""; 0]);
        let found = inspect(&mut *connection).await;
        connection.close().await.unwrap();
        assert_eq!(found.not_understood, []);

        let written = write_models(&*dialect, &found.schema, Moments::Chrono, &[]);
        assert_eq!(written.left_out, [""; 0]);
        assert_eq!(formatted(&written.text), written.text);
        is_recorded(database, &written.text);

        let desired = models.schema().unwrap();
        assert_eq!(compare(&*dialect, &found.schema, &desired, &[]), []);
        assert_eq!(desired.tables.len(), found.schema.tables.len());
        assert_eq!(desired.views.len(), found.schema.views.len());
    });
}

fn of_dialect(name: &str) -> (&'static str, Models) {
    match name {
        "sqlite" => ("sqlite", sqlite::models()),
        "postgres" => ("postgres", postgres::models()),
        "mysql" => ("mysql", mysql::models()),
        _ => ("mysql", mariadb::models()),
    }
}

/// Compares the text with the file that the compiler has read, or writes that.
fn is_recorded(database: &TestDatabase, text: &str) {
    let label = database.server().label().to_ascii_lowercase();
    let name = label.split(' ').next().unwrap_or_default().replace("postgresql", "postgres");
    let path = beside(&format!("written/{name}.rs"));
    if std::env::var("SNAPSHOTS").is_ok_and(|action| action == "overwrite") {
        std::fs::write(&path, text).unwrap();
    }
    let recorded = std::fs::read_to_string(&path).unwrap();
    assert!(
        recorded == text,
        "{} is not what is written: run the test with SNAPSHOTS=overwrite\n{text}",
        path.display()
    );
}

fn beside(file: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("it/models").join(file)
}
